/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How much of a file is up, for a progress bar: called in the thread that sends. */
typedef void (*HechaTransportProgress) (goffset sent, goffset total, gpointer data);

/* Takes the next bytes of a file that comes, which has so many in all: called in the thread that asks. */
typedef gboolean (*HechaTransportSink) (const void *bytes, gsize n_bytes, goffset total, gpointer data,
                                        GError **error);

/**
 * HechaTransport:
 * @ask: sends a body to a path with a method and returns the answer's body, both uncompressed; a refusal by the server
 *   is an error with the server's own sentence
 * @upload: makes the server have a file of that digest; goes on where an earlier attempt stopped
 * @free: ends it
 * @download: (nullable): hands the bytes of the file of that digest to a sink, from the offset on, which it moves; goes
 *   on after a cut. %NULL where the way does not lead to the server's files
 *
 * The way to the server. A test puts a network of its own here, with losses and cuts from a seed.
 */
typedef struct _HechaTransport HechaTransport;
struct _HechaTransport
{
  GBytes *(*ask) (HechaTransport *self, const char *method, const char *path, GBytes *body,
                  GCancellable *cancellable, GError **error);
  gboolean (*upload) (HechaTransport *self, const char *path, const char *digest,
                      HechaTransportProgress progress, gpointer data, GCancellable *cancellable,
                      GError **error);
  void (*free) (HechaTransport *self);
  gboolean (*download) (HechaTransport *self, const char *digest, goffset *offset, HechaTransportSink sink,
                        gpointer data, GCancellable *cancellable, GError **error);
};

void hecha_transport_free (HechaTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTransport, hecha_transport_free)

G_END_DECLS
