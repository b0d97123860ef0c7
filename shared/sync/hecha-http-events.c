/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-http-events.h"

#include "base/hecha-error.h"
#include "sync/hecha-http-transport.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A longer line of an event stream is none of ours (docs/protocol.md 4.9). */
#define MAX_LINE    1024
#define CHUNK_BYTES 4096

typedef struct
{
  char line[MAX_LINE];
  gsize length; /* MAX_LINE: too long, to be forgotten */
  HechaHttpHeard heard;
  gpointer data;
} Events;

static void
end_line (Events *self)
{
  static const char event[] = "event: heads";

  if (self->length == strlen (event) && memcmp (self->line, event, strlen (event)) == 0)
    self->heard (self->data);
  self->length = 0;
}

static void
read_events (Events *self, const char *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (bytes[i] == '\n')
      end_line (self);
    else if (self->length < MAX_LINE)
      self->line[self->length++] = bytes[i];
}

/**
 * hecha_http_listen:
 * @transport: from hecha_http_transport_new(), used by nobody else meanwhile
 * @heard: called at once and with each change
 * @data: for @heard
 * @cancellable: (nullable): ends it
 * @error: why it ended; %HECHA_ERROR_NETWORK when the server only hung up
 *
 * Blocking, until it is cancelled, the connection is lost, or the server ends it.
 *
 * Returns: %FALSE: it ended
 */
gboolean
hecha_http_listen (HechaTransport *transport, HechaHttpHeard heard, gpointer data, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GInputStream) stream = hecha_http_transport_open (transport, "/v1/events", cancellable, error);
  Events events = {.heard = heard, .data = data};
  char chunk[CHUNK_BYTES];
  gssize n;

  if (stream == NULL)
    return FALSE;
  while ((n = g_input_stream_read (stream, chunk, sizeof chunk, cancellable, error)) > 0)
    read_events (&events, chunk, (gsize)n);
  if (n == 0)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NETWORK, _ ("The server hung up"));
  return FALSE;
}
