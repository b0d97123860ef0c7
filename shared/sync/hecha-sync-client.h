/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"
#include "sync/hecha-transport.h"

G_BEGIN_DECLS

/**
 * HechaSyncResult:
 * @sent: entries that the server acknowledged in this sync
 * @received: entries that came
 * @files_sent: evidence files that the server now says it has
 * @bytes_sent: of these
 * @files_failed: (element-type utf8): a sentence for each file that could not be sent
 * @held: (element-type utf8): digests of own entries that came under a hold
 * @reasons: (element-type utf8): of each of these
 * @refused: (element-type utf8): a sentence for each line that either side refused
 * @rounds: requests that were made
 * @device: active, revoked or stopped
 * @receipt: (nullable): the receipt as JSON, its signature checked
 */
typedef struct
{
  guint sent;
  guint received;
  guint files_sent;
  goffset bytes_sent;
  GPtrArray *files_failed;
  GPtrArray *held;
  GPtrArray *reasons;
  GPtrArray *refused;
  guint rounds;
  char *device;
  char *receipt;
} HechaSyncResult;

/**
 * HechaSyncProgress:
 * @stage: "entries" or "evidence"
 * @done: entries or bytes so far
 * @total: 0 when it is not known
 */
typedef void (*HechaSyncProgress) (const char *stage, gint64 done, gint64 total, gpointer data);

HechaSyncResult *hecha_sync (HechaStore *store, HechaTransport *transport, HechaSyncProgress progress,
                             gpointer data, GCancellable *cancellable, GError **error);
void hecha_sync_result_free (HechaSyncResult *self);

gboolean hecha_enrol (HechaStore *store, HechaTransport *transport, const char *url, const char *code,
                      const char *device_name, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSyncResult, hecha_sync_result_free)

G_END_DECLS
