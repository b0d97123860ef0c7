/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-connection.h"

const HechaHttpLimits HECHA_HTTP_LIMITS = {
  .max_connections = 1000,
  .head_ms = 20 * 1000,
  .idle_ms = 120 * 1000,
  .window_ms = 60 * 1000,
  .window_bytes = 2048,
  .body_budget = 48 * 1024 * 1024,
};

#define TAG "hecha-http-connection"

/* Stands between libsoup and the socket (or TLS): it knows what the client is at since when, and it can be closed
 * without waiting for the client. */
struct _HechaHttpConnection
{
  GIOStream parent_instance;

  GIOStream *base; /* (owned) */
  GSocket *socket; /* (owned) */
  HechaHttpPhase phase;
  gint64 since;  /* monotonic, in µs: begin of the phase, or of its window */
  guint64 moved; /* bytes since then */
};

G_DEFINE_FINAL_TYPE (HechaHttpConnection, hecha_http_connection, G_TYPE_IO_STREAM)

static GInputStream *
hecha_http_connection_get_input_stream (GIOStream *stream)
{
  return g_io_stream_get_input_stream (HECHA_HTTP_CONNECTION (stream)->base);
}

static GOutputStream *
hecha_http_connection_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (HECHA_HTTP_CONNECTION (stream)->base);
}

/* TLS says good-bye with a blocking write. A client that does not read would hold the whole server with it, so
 * without room for that write the socket is shut first. */
static gboolean
hecha_http_connection_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  HechaHttpConnection *self = HECHA_HTTP_CONNECTION (stream);

  if (G_IS_TLS_CONNECTION (self->base) && (g_socket_condition_check (self->socket, G_IO_OUT) & G_IO_OUT) == 0)
    g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  return g_io_stream_close (self->base, cancellable, error);
}

static void
hecha_http_connection_finalize (GObject *object)
{
  HechaHttpConnection *self = HECHA_HTTP_CONNECTION (object);

  g_clear_object (&self->base);
  g_clear_object (&self->socket);
  G_OBJECT_CLASS (hecha_http_connection_parent_class)->finalize (object);
}

static void
hecha_http_connection_class_init (HechaHttpConnectionClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  stream_class->get_input_stream = hecha_http_connection_get_input_stream;
  stream_class->get_output_stream = hecha_http_connection_get_output_stream;
  stream_class->close_fn = hecha_http_connection_close;
  G_OBJECT_CLASS (klass)->finalize = hecha_http_connection_finalize;
}

static void
hecha_http_connection_init (HechaHttpConnection *self)
{
  self->since = g_get_monotonic_time ();
}

/**
 * hecha_http_connection_new:
 * @base: the TLS connection, or that of the socket
 * @socket: what is below
 *
 * Returns: (transfer full): a stream that reads and writes @base
 */
HechaHttpConnection *
hecha_http_connection_new (GIOStream *base, GSocket *socket)
{
  HechaHttpConnection *self = g_object_new (HECHA_TYPE_HTTP_CONNECTION, NULL);

  self->base = g_object_ref (base);
  self->socket = g_object_ref (socket);
  self->phase = G_IS_TLS_CONNECTION (base) ? HECHA_HTTP_HANDSHAKE : HECHA_HTTP_HEAD;
  return self;
}

/**
 * hecha_http_connection_enter:
 * @phase: what begins now
 */
void
hecha_http_connection_enter (HechaHttpConnection *self, HechaHttpPhase phase)
{
  self->phase = phase;
  self->since = g_get_monotonic_time ();
  self->moved = 0;
}

/**
 * hecha_http_connection_get_phase:
 *
 * Returns: what the connection is at
 */
HechaHttpPhase
hecha_http_connection_get_phase (HechaHttpConnection *self)
{
  return self->phase;
}

/**
 * hecha_http_connection_moved:
 * @n_bytes: of a body or an answer, that went over the wire
 */
void
hecha_http_connection_moved (HechaHttpConnection *self, gsize n_bytes)
{
  self->moved += n_bytes;
}

static gboolean
is_slow (HechaHttpConnection *self, const HechaHttpLimits *limits, gint64 passed_ms)
{
  if (passed_ms < limits->window_ms)
    return FALSE;
  if (self->moved < limits->window_bytes)
    return TRUE;
  hecha_http_connection_enter (self, self->phase);
  return FALSE;
}

/**
 * hecha_http_connection_is_late:
 * @limits: how long each phase may take
 *
 * To be asked now and then. Time is the machine's, since it guards a resource of the machine.
 *
 * Returns: whether the client took too long
 */
gboolean
hecha_http_connection_is_late (HechaHttpConnection *self, const HechaHttpLimits *limits)
{
  gint64 passed_ms = (g_get_monotonic_time () - self->since) / 1000;

  switch (self->phase)
    {
    case HECHA_HTTP_HANDSHAKE:
    case HECHA_HTTP_HEAD:
      return passed_ms >= limits->head_ms;
    case HECHA_HTTP_IDLE:
      return passed_ms >= limits->idle_ms;
    case HECHA_HTTP_BODY:
    case HECHA_HTTP_ANSWER:
      return is_slow (self, limits, passed_ms);
    case HECHA_HTTP_WORKING:
    default:
      return FALSE;
    }
}

/**
 * hecha_http_connection_cut:
 *
 * Ends the connection below everybody's feet: whoever reads or writes it finds out and cleans up.
 */
void
hecha_http_connection_cut (HechaHttpConnection *self)
{
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

/**
 * hecha_http_connection_end_writing:
 *
 * Tells the client that nothing more will come, while we may still read.
 */
void
hecha_http_connection_end_writing (HechaHttpConnection *self)
{
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
}

static void
free_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/**
 * hecha_http_connection_tag:
 * @remote: the address that is given to libsoup with this connection, and with no other
 *
 * libsoup tells a handler the address, but not the connection.
 */
void
hecha_http_connection_tag (HechaHttpConnection *self, GSocketAddress *remote)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, self);
  g_object_set_data_full (G_OBJECT (remote), TAG, ref, free_ref);
}

/**
 * hecha_http_connection_of:
 * @remote: an address that was tagged
 *
 * Returns: (transfer full) (nullable): its connection, while there is one
 */
HechaHttpConnection *
hecha_http_connection_of (GSocketAddress *remote)
{
  GWeakRef *ref = g_object_get_data (G_OBJECT (remote), TAG);

  return ref != NULL ? g_weak_ref_get (ref) : NULL;
}
