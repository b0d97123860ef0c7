/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"
#include "report/hecha-sheet.h"

G_BEGIN_DECLS

/**
 * HechaSheetView:
 * @sheet: the record sheet
 * @pages: (element-type GdkTexture): a picture of each of its pages
 *
 * A record sheet as it is shown. Owned.
 */
typedef struct
{
  HechaSheet *sheet;
  GPtrArray *pages;
} HechaSheetView;

void hecha_sheet_view_free (HechaSheetView *self);
void hecha_sheet_make_async (HechaStoreWorker *worker, HechaThumbnailer *thumbnailer, const char *scope,
                             const char *id, GCancellable *cancellable, GAsyncReadyCallback done,
                             gpointer user_data);
void hecha_protocol_make_async (HechaStoreWorker *worker, const char *plan, GCancellable *cancellable,
                                GAsyncReadyCallback done, gpointer user_data);
HechaSheetView *hecha_sheet_make_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSheetView, hecha_sheet_view_free)

G_END_DECLS
