/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-farewell.h"

#include <string.h>

/* Closing a socket with unread bytes in it resets the connection, and the client may never see the answer. So we
 * read on for a while, but not for ever. */
#define LINGER_MS     2000
#define LINGER_BYTES  (2 * 1024 * 1024)
#define DISCARD_BYTES 65536

typedef struct
{
  GIOStream *stream;               /* (owned) libsoup's, with what it has read already */
  HechaHttpConnection *connection; /* (owned) below it */
  GCancellable *cancellable;       /* (owned) */
  GSource *timer;                  /* (owned) */
  char *answer;                    /* (owned) */
  guint64 discarded;
} Farewell;

static void
farewell_free (Farewell *self)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_free (self->answer);
  g_free (self);
}

static void discard (Farewell *self);

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Farewell *self = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize n = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  self->discarded += n;
  if (n > 0 && self->discarded < LINGER_BYTES)
    discard (self);
  else
    farewell_free (self);
}

static void
discard (Farewell *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (self->stream), DISCARD_BYTES, G_PRIORITY_LOW,
                                   self->cancellable, discarded_cb, self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Farewell *self = data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    {
      hecha_http_connection_end_writing (self->connection);
      discard (self);
    }
  else
    farewell_free (self);
}

static gboolean
enough_cb (gpointer data)
{
  g_cancellable_cancel (((Farewell *)data)->cancellable);
  return G_SOURCE_REMOVE;
}

/**
 * hecha_http_farewell:
 * @msg: a request whose body we do not want
 * @connection: over which it came
 * @answer: the whole answer as it goes over the wire; it should say `Connection: close`
 *
 * Takes the connection away from libsoup, which would read the body to its end, and answers at once.
 */
void
hecha_http_farewell (SoupServerMessage *msg, HechaHttpConnection *connection, const char *answer)
{
  GIOStream *stream = soup_server_message_steal_connection (msg);
  Farewell *self;

  if (stream == NULL)
    return;
  self = g_new0 (Farewell, 1);
  self->stream = stream;
  self->connection = g_object_ref (connection);
  self->cancellable = g_cancellable_new ();
  self->answer = g_strdup (answer);
  self->timer = g_timeout_source_new (LINGER_MS);
  g_source_set_callback (self->timer, enough_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), self->answer,
                                   strlen (self->answer), G_PRIORITY_DEFAULT, self->cancellable, written_cb,
                                   self);
}
