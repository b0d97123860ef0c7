/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HECHA_TYPE_STORE_WORKER (hecha_store_worker_get_type ())
G_DECLARE_FINAL_TYPE (HechaStoreWorker, hecha_store_worker, HECHA, STORE_WORKER, GObject)

/**
 * HechaStoreWork:
 * @store: the store; only for as long as the function runs
 * @data: what the caller gave
 * @cancellable: (nullable): of the caller
 * @error: why it failed
 *
 * Runs on the thread that owns the store. Takes nothing from the window and gives it only copies.
 *
 * Returns: (transfer full): what the caller gets; %NULL with @error set when it failed
 */
typedef gpointer (*HechaStoreWork) (HechaStore *store, gpointer data, GCancellable *cancellable,
                                    GError **error);

/* What takes its time and does not touch the store. */
typedef void (*HechaStoreWait) (gpointer data);

HechaStoreWorker *hecha_store_worker_new (const char *dir, const HechaEnv *env);
const char *hecha_store_worker_get_dir (HechaStoreWorker *self);
const HechaEnv *hecha_store_worker_get_env (HechaStoreWorker *self);
void hecha_store_worker_run_async (HechaStoreWorker *self, HechaStoreWork work, gpointer data,
                                   GDestroyNotify free_data, GDestroyNotify free_result,
                                   GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data);
gpointer
hecha_store_worker_run (HechaStoreWorker *self, HechaStoreWork work, gpointer data, GDestroyNotify free_data,
                        GDestroyNotify free_result, GCancellable *cancellable, GError **error);
void hecha_store_worker_wipe_async (HechaStoreWorker *self, GAsyncReadyCallback done, gpointer user_data);
gpointer hecha_store_worker_run_finish (HechaStoreWorker *self, GAsyncResult *result, GError **error);
void hecha_store_worker_wait (HechaStoreWorker *self, HechaStoreWait func, gpointer data);

G_END_DECLS
