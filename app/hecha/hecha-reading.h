/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Reads what a page shows: one reading at a time, and once more when it was asked for meanwhile. */
typedef struct _HechaReading HechaReading;

/**
 * HechaReadingShow:
 * @page: (transfer none): which asked
 * @result: (transfer full) (nullable): what was read; %NULL when it could not be, which the person was told
 *
 * Takes what was read. Not called any more once the page's cancellable is cancelled.
 */
typedef void (*HechaReadingShow) (GtkWidget *page, gpointer result);

HechaReading *hecha_reading_new (GtkWidget *page, HechaStoreWork work, GDestroyNotify free_result,
                                 HechaReadingShow show, GCancellable *cancellable);
void hecha_reading_free (HechaReading *self);
void hecha_reading_ask (HechaReading *self, HechaStoreWorker *worker, const char *what);

G_END_DECLS
