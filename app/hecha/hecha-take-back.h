/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hecha_take_back_async (GtkWindow *parent, HechaStoreWorker *worker, const char *sample,
                            const char *evidence, GAsyncReadyCallback done, gpointer user_data);
void hecha_restore_async (HechaStoreWorker *worker, const char *sample, const char *evidence,
                          GAsyncReadyCallback done, gpointer user_data);
gboolean hecha_take_back_finish (GAsyncResult *result, GError **error);

G_END_DECLS
