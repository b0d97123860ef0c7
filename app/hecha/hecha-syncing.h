/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-saver.h"
#include "hecha-store-worker.h"

#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

#define HECHA_TYPE_SYNCING (hecha_syncing_get_type ())
G_DECLARE_FINAL_TYPE (HechaSyncing, hecha_syncing, HECHA, SYNCING, GObject)

HechaSyncing *hecha_syncing_new (HechaStoreWorker *worker, HechaSaver *saver);
void hecha_syncing_start (HechaSyncing *self);
void hecha_syncing_start_quietly (HechaSyncing *self);
gboolean hecha_syncing_is_quiet (HechaSyncing *self);
void hecha_syncing_cancel (HechaSyncing *self);
void hecha_syncing_pause (HechaSyncing *self);
gboolean hecha_syncing_is_paused (HechaSyncing *self);
gboolean hecha_syncing_is_withheld (HechaSyncing *self);
char *hecha_syncing_dup_file (HechaSyncing *self, gint64 *done, gint64 *total);
gboolean hecha_syncing_is_running (HechaSyncing *self);
gboolean hecha_syncing_get_progress (HechaSyncing *self, gboolean *evidence, gint64 *done, gint64 *total);
const HechaSyncResult *hecha_syncing_get_result (HechaSyncing *self);
const GError *hecha_syncing_get_error (HechaSyncing *self);

G_END_DECLS
