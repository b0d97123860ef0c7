/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How much of a file is up, for a progress bar: called in the thread that sends. */
typedef void (*HechaTransportProgress) (goffset sent, goffset total, gpointer data);

/**
 * HechaTransport:
 * @ask: sends a body to a path with a method and returns the answer's body, both uncompressed; a refusal by the server
 *   is an error with the server's own sentence
 * @upload: makes the server have a file of that digest; goes on where an earlier attempt stopped
 * @free: ends it
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
};

void hecha_transport_free (HechaTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTransport, hecha_transport_free)

G_END_DECLS
