/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"
#include "store/hecha-results.h"

G_BEGIN_DECLS

#define HECHA_TYPE_RESULT_PAGE (hecha_result_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultPage, hecha_result_page, HECHA, RESULT_PAGE, GtkWidget)

void hecha_result_page_set_context (HechaResultPage *self, const HechaPageContext *context);
gboolean
hecha_result_page_show (HechaResultPage *self, HechaResults *results, const char *scope, const char *id);
gboolean hecha_result_page_update (HechaResultPage *self, HechaResults *results);

G_END_DECLS
