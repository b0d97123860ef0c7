/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SHEET_PAGE (hecha_sheet_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaSheetPage, hecha_sheet_page, HECHA, SHEET_PAGE, GtkWidget)

void hecha_sheet_page_set_context (HechaSheetPage *self, HechaStoreWorker *worker, const HechaEnv *env,
                                   HechaThumbnailer *thumbnailer);
void hecha_sheet_page_show (HechaSheetPage *self, const char *scope, const char *id);
void hecha_sheet_page_show_protocol (HechaSheetPage *self, const char *plan);

G_END_DECLS
