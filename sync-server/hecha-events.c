/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-events.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "hecha-http-server-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COALESCE_MS  200
#define KEEP_ALIVE_S 20
#define MAX_STREAMS  300
/* Who does not read what is written is gone, or does not want it. */
#define MAX_UNREAD_BYTES 16384

/**
 * HechaEvents:
 *
 * All streams that are open. A change in the database wakes them after COALESCE_MS, however many changes come
 * meanwhile; each then asks for the heads of its own scopes, and writes only when they are others than before.
 */
struct _HechaEvents
{
  HechaHttpServer *server; /* (not owned) */
  GPtrArray *streams;      /* of Stream, owned */
  GSource *tick;           /* (owned): ready some time after a change */
  GSource *keep_alive;     /* (owned) */
  gint changed;            /* atomic: set by any thread, cleared by the main context */
};

typedef struct
{
  HechaEvents *events;
  HechaExchange *exchange; /* kept by the reference on its message */
  char *heads;             /* (owned) (nullable): what was told last */
  char *fresh; /* (owned) (nullable): what the worker found; only between a question and its answer */
  gboolean asking;
  gboolean ask_again;
  guint64 written, sent;
} Stream;

static void ask (Stream *stream);

static void
stream_free (gpointer data)
{
  Stream *self = data;

  g_signal_handlers_disconnect_by_data (self->exchange->msg, self);
  g_object_unref (self->exchange->msg);
  g_free (self->heads);
  g_free (self->fresh);
  g_free (self);
}

/* While the database is asked the stream is still needed; it goes when the answer comes. */
static void
drop (Stream *self)
{
  if (!self->asking)
    g_ptr_array_remove_fast (self->events->streams, self);
}

static void
write_text (Stream *self, const char *text)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->exchange->msg);

  if (self->exchange->gone)
    return;
  self->written += strlen (text);
  if (self->written - self->sent > MAX_UNREAD_BYTES)
    {
      hecha_exchange_cut (self->exchange);
      return;
    }
  soup_message_body_append (body, SOUP_MEMORY_COPY, text, strlen (text));
  soup_server_message_unpause (self->exchange->msg);
}

static void
end (Stream *self)
{
  if (self->exchange->gone)
    return;
  soup_message_body_complete (soup_server_message_get_response_body (self->exchange->msg));
  soup_server_message_unpause (self->exchange->msg);
}

static void
tell_heads (Stream *self)
{
  GString *text = g_string_new ("event: heads\ndata: {\"heads\":");
  g_autofree char *event = NULL;

  hecha_canonical_append_string (text, self->heads, -1);
  g_string_append (text, "}\n\n");
  event = g_string_free (text, FALSE);
  write_text (self, event);
}

static Stream *
stream_of (HechaExchange *exchange)
{
  return exchange->sink_data;
}

/* In a worker. The token is asked again each time: a device that was revoked hears no more. */
static GBytes *
find_heads (HechaExchange *exchange, GError **error)
{
  HechaCentral *central = exchange->server->options.central;
  g_autoptr (HechaCaller) caller = hecha_central_authenticate (central, exchange->token, error);

  if (caller == NULL)
    return NULL;
  if (g_strcmp0 (caller->state, "active") != 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("This device may not pull"));
      return NULL;
    }
  stream_of (exchange)->fresh = hecha_central_heads (central, caller, error);
  return NULL;
}

static void
found_heads_cb (HechaExchange *exchange, GBytes *none, const GError *error)
{
  Stream *self = stream_of (exchange);
  g_autofree char *fresh = g_steal_pointer (&self->fresh);

  self->asking = FALSE;
  if (exchange->gone)
    {
      drop (self);
      return;
    }
  if (error != NULL || fresh == NULL)
    end (self);
  else if (g_strcmp0 (fresh, self->heads) != 0)
    {
      g_free (self->heads);
      self->heads = g_steal_pointer (&fresh);
      tell_heads (self);
    }
  if (self->ask_again)
    ask (self);
}

static void
ask (Stream *self)
{
  self->ask_again = self->asking;
  if (self->asking || self->exchange->gone)
    return;
  self->asking = TRUE;
  hecha_exchange_run_beside (self->exchange, find_heads, found_heads_cb);
}

static void
ask_all (HechaEvents *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    ask (self->streams->pdata[i]);
}

static gboolean
tick_cb (gpointer data)
{
  HechaEvents *self = data;

  g_source_set_ready_time (self->tick, -1);
  g_atomic_int_set (&self->changed, 0);
  ask_all (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

/* In the thread that committed. */
static void
changed_cb (gpointer data)
{
  HechaEvents *self = data;

  if (g_atomic_int_compare_and_exchange (&self->changed, 0, 1))
    g_source_set_ready_time (self->tick, g_get_monotonic_time () + COALESCE_MS * 1000);
}

static gboolean
keep_alive_cb (gpointer data)
{
  HechaEvents *self = data;

  for (guint i = 0; i < self->streams->len; i++)
    write_text (self->streams->pdata[i], ":\n\n");
  ask_all (self);
  return G_SOURCE_CONTINUE;
}

/**
 * hecha_events_new:
 * @server: (not owned): whose they are
 *
 * Returns: (transfer full): no streams yet
 */
HechaEvents *
hecha_events_new (HechaHttpServer *server)
{
  static GSourceFuncs tick_funcs = {.dispatch = dispatch};
  HechaEvents *self = g_new0 (HechaEvents, 1);

  self->server = server;
  self->streams = g_ptr_array_new_with_free_func (stream_free);
  self->keep_alive = g_timeout_source_new_seconds (KEEP_ALIVE_S);
  g_source_set_callback (self->keep_alive, keep_alive_cb, self, NULL);
  g_source_attach (self->keep_alive, server->context);
  self->tick = g_source_new (&tick_funcs, sizeof (GSource));
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, server->context);
  hecha_central_set_changed (server->options.central, changed_cb, self);
  return self;
}

/**
 * hecha_events_free:
 * @self: (transfer full): events of a server that has stopped
 */
void
hecha_events_free (HechaEvents *self)
{
  g_source_unref (self->keep_alive);
  g_source_unref (self->tick);
  g_ptr_array_unref (self->streams);
  g_free (self);
}

/**
 * hecha_events_stop:
 *
 * Ends all streams, in good order.
 */
void
hecha_events_stop (HechaEvents *self)
{
  HechaCentral *central = self->server->options.central;

  hecha_central_set_changed (central, NULL, NULL);
  /* the thread that commits may be calling us just now; once it has answered, it is through with us */
  g_free (hecha_central_organisation (central));
  for (guint i = 0; i < self->streams->len; i++)
    end (self->streams->pdata[i]);
  g_source_destroy (self->keep_alive);
  g_source_destroy (self->tick);
}

/**
 * hecha_events_get_n_streams:
 *
 * Returns: how many are open
 */
guint
hecha_events_get_n_streams (HechaEvents *self)
{
  return self->streams->len;
}

static void
wrote_cb (SoupServerMessage *msg, guint n_bytes, gpointer data)
{
  ((Stream *)data)->sent += n_bytes;
}

static void
gone_cb (SoupServerMessage *msg, gpointer data)
{
  drop (data);
}

static void
start_stream (HechaExchange *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->msg);
  HechaEvents *events = exchange->server->events;
  Stream *self = g_new0 (Stream, 1);

  self->events = events;
  self->exchange = exchange;
  exchange->sink_data = self;
  g_object_ref (exchange->msg);
  g_ptr_array_add (events->streams, self);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (exchange->msg), FALSE);
  hecha_exchange_set_header (exchange, "Cache-Control", "no-store");
  hecha_exchange_set_header (exchange, "Connection", "close"); /* whoever only reads lines sees the end */
  hecha_exchange_answer (exchange, 200, "text/event-stream", NULL);
  hecha_http_connection_enter (exchange->connection, HECHA_HTTP_WORKING);
  g_signal_connect (exchange->msg, "wrote-body-data", G_CALLBACK (wrote_cb), self);
  g_signal_connect_after (exchange->msg, "finished", G_CALLBACK (gone_cb), self);
  ask (self);
}

/**
 * hecha_events_begin:
 * @exchange: `GET /v1/events`, from a known caller
 *
 * Answers with the heads, and again whenever they change (docs/protocol.md 4.9), until the client leaves or is revoked.
 */
void
hecha_events_begin (HechaExchange *exchange)
{
  if (g_strcmp0 (exchange->caller->state, "active") != 0)
    hecha_exchange_fail (exchange, 403, "refused", "This device may not pull");
  else if (exchange->server->events->streams->len >= MAX_STREAMS)
    {
      hecha_exchange_set_header (exchange, "Retry-After", "60");
      hecha_exchange_fail (exchange, 503, "busy", "Too many devices are listening");
    }
  else
    start_stream (exchange);
}
