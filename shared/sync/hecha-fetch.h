/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-evidence.h"
#include "store/hecha-store.h"
#include "sync/hecha-transport.h"

G_BEGIN_DECLS

/* Evidence files that are with the server and not here: those of others, and own ones that went for room. */

/**
 * HechaFetch:
 * @digest: of the file
 * @size: in bytes, once it was downloaded
 * @here: whether it is here already, so that nothing has to come
 *
 * What is to be fetched; plain data, for any thread.
 */
typedef struct
{
  HechaDigest digest;
  guint64 size;
  gboolean here;
} HechaFetch;

gboolean hecha_fetch_find (HechaFetch *self, HechaStore *store, const char *digest, GError **error);
gboolean hecha_fetch_download (HechaFetch *self, HechaEvidence *evidence, HechaTransport *transport,
                               HechaTransportProgress progress, gpointer data, GCancellable *cancellable,
                               GError **error);
gboolean hecha_fetch_note (const HechaFetch *self, HechaStore *store, GError **error);

gboolean hecha_fetch (HechaStore *store, HechaTransport *transport, const char *digest,
                      HechaTransportProgress progress, gpointer data, GCancellable *cancellable,
                      gboolean *came, GError **error);

G_END_DECLS
