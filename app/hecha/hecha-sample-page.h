/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-saver.h"
#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SAMPLE_PAGE (hecha_sample_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaSamplePage, hecha_sample_page, HECHA, SAMPLE_PAGE, GtkWidget)

void hecha_sample_page_set_context (HechaSamplePage *self, HechaStoreWorker *worker, const HechaEnv *env,
                                    HechaSaver *saver, HechaThumbnailer *thumbnailer);
void hecha_sample_page_show (HechaSamplePage *self, const char *scope, const char *id);
void hecha_sample_page_go_to (HechaSamplePage *self, const char *code);

G_END_DECLS
