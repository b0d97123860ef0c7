/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_REVIEW_PAGE (hecha_review_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaReviewPage, hecha_review_page, HECHA, REVIEW_PAGE, GtkWidget)

void hecha_review_page_set_context (HechaReviewPage *self, HechaStoreWorker *worker,
                                    HechaThumbnailer *thumbnailer);
void hecha_review_page_show (HechaReviewPage *self, const char *scope, const char *id);

G_END_DECLS
