/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

/* A sync under way: what HTTP and bundles have in common. */

typedef struct _HechaSync HechaSync;

HechaSync *hecha_sync_new (HechaStore *store, HechaTransport *transport, HechaSyncProgress progress,
                           gpointer data, GCancellable *cancellable);
gboolean hecha_sync_take_answer (HechaSync *self, GBytes *lines, GError **error);
HechaSyncResult *hecha_sync_steal_result (HechaSync *self);
void hecha_sync_free (HechaSync *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSync, hecha_sync_free)

G_END_DECLS
