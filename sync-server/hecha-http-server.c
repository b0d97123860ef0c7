/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server.h"

#include "base/hecha-error.h"
#include "hecha-http-server-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Pushes that wait at the same time share one commit, so more threads than processors are of use. */
#define WORKER_THREADS 16
/* A body up to this size is not worth a question to the database of its own before it is read. */
#define SMALL_BODY_BYTES 65536
#define CODE_TRIES       20
#define CODE_WINDOW_MS   (60 * 1000)
#define STOP_MS          10000

static void
refuse_head (HechaExchange *self, const char *reason)
{
  self->head.length = -1; /* nobody knows where this request ends */
  self->head.expects = FALSE;
  hecha_exchange_fail (self, 400, "invalid", reason);
}

/* libsoup's own ranges read outside the body, so it shall not see any (CVE-2026-2443). */
static void
hide_range (HechaExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->msg);

  self->range = g_strdup (soup_message_headers_get_list (headers, "Range"));
  soup_message_headers_remove (headers, "Range");
}

/* tus lets a client say PATCH with a POST, for networks that know no PATCH. */
static const char *
get_method (HechaExchange *self)
{
  const char *method = soup_server_message_get_method (self->msg);
  const char *other = hecha_exchange_get_header (self, "X-HTTP-Method-Override");

  return other != NULL && strcmp (method, "POST") == 0 ? other : method;
}

static gboolean
find_route (HechaExchange *self)
{
  g_autofree char *allowed = NULL;
  const char *path = g_uri_get_path (soup_server_message_get_uri (self->msg));

  self->route = hecha_route_find (get_method (self), path, &self->tail, &allowed);
  if (self->route == NULL && allowed != NULL)
    {
      hecha_exchange_set_header (self, "Allow", allowed);
      hecha_exchange_fail (self, 405, "method", "This path does not take that method");
    }
  else if (self->route == NULL)
    hecha_exchange_fail (self, 404, "not-found", "There is nothing under this path");
  return self->route != NULL;
}

static gboolean
check_size (HechaExchange *self)
{
  if (self->head.length < 0 && (self->route->flags & HECHA_ROUTE_LENGTH) != 0)
    hecha_exchange_fail (self, 411, "no-length", "The length of the body must be said first");
  else if (self->head.length > (gint64)self->route->max_body
           || (self->head.length < 0 && self->route->max_body == 0))
    hecha_exchange_fail (self, 413, "too-large", "The body is larger than is allowed here");
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_coding (HechaExchange *self)
{
  const char *coding = hecha_exchange_get_header (self, "Content-Encoding");
  gboolean zstd = (self->route->flags & HECHA_ROUTE_ZSTD) != 0;

  self->zstd_answer
    = zstd && hecha_http_list_has (hecha_exchange_get_header (self, "Accept-Encoding"), "zstd");
  if (coding == NULL || g_ascii_strcasecmp (coding, "identity") == 0)
    return TRUE;
  self->zstd_body = zstd && g_ascii_strcasecmp (coding, "zstd") == 0;
  if (!self->zstd_body)
    hecha_exchange_fail (self, 415, "media",
                         zstd ? N_ ("A body may be plain or compressed by zstd, and nothing else")
                              : N_ ("A body must be plain here"));
  return self->zstd_body;
}

static gboolean
read_token (HechaExchange *self)
{
  const char *header = hecha_exchange_get_header (self, "Authorization");

  if ((self->route->flags & HECHA_ROUTE_TOKEN) == 0)
    return TRUE;
  if (header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0 && strlen (header) < 256)
    {
      self->token = g_strstrip (g_strdup (header + 7));
      return TRUE;
    }
  hecha_exchange_set_header (self, "WWW-Authenticate", "Bearer");
  hecha_exchange_fail (self, 401, "untrusted", "A token is needed: enrol this device first");
  return FALSE;
}

static gboolean
know_caller (HechaExchange *self, GError **error)
{
  if (self->token != NULL && self->caller == NULL)
    self->caller = hecha_central_authenticate (self->server->options.central, self->token, error);
  return self->token == NULL || self->caller != NULL;
}

/* What the request will take of memory. Compressed bytes become as many as are allowed here. */
static gsize
estimate (HechaExchange *self)
{
  guint64 n_bytes = (guint64)self->head.length;

  if ((self->route->flags & HECHA_ROUTE_ZSTD) != 0)
    n_bytes = self->zstd_body && n_bytes > SMALL_BODY_BYTES ? self->route->max_body
                                                            : MAX (n_bytes, SMALL_BODY_BYTES);
  else if (n_bytes <= SMALL_BODY_BYTES)
    n_bytes = 0;
  return (gsize)MIN (n_bytes, self->server->options.limits->body_budget);
}

static void
room_cb (gpointer data)
{
  HechaExchange *self = data;

  self->reserved = estimate (self);
  hecha_exchange_resume (self);
}

/* Lets the body come, when there is room for it. */
static void
let_body_come (HechaExchange *self)
{
  if ((self->route->flags & HECHA_ROUTE_STREAM) != 0)
    {
      self->route->begin (self);
      return;
    }
  self->body = g_byte_array_new ();
  if (estimate (self) == 0)
    hecha_exchange_resume (self);
  else if (hecha_http_budget_take (self->server->budget, estimate (self), room_cb, self))
    room_cb (self);
  else
    hecha_exchange_pause (self);
}

/* The request's bytes are gone; those of the answer stay until the client has read them. */
static void
charge_answer (HechaExchange *self, GBytes *answer)
{
  gsize before = self->reserved;

  if (before == 0 || self->gone)
    return;
  self->reserved = MAX (g_bytes_get_size (answer), 1);
  hecha_http_budget_charge (self->server->budget, self->reserved);
  hecha_http_budget_give_back (self->server->budget, before);
}

static GBytes *
authenticate (HechaExchange *self, GError **error)
{
  know_caller (self, error);
  return NULL;
}

static void
authenticated_cb (HechaExchange *self, GBytes *answer, const GError *error)
{
  if (self->gone)
    return;
  if (error != NULL)
    hecha_exchange_fail_with (self, error);
  else
    let_body_come (self);
}

/* Whoever sends much must be known before. */
static void
got_headers_cb (SoupServerMessage *msg, gpointer data)
{
  HechaExchange *self = data;
  const char *problem;

  self->begun = TRUE;
  self->server->n_exchanges++;
  hecha_http_connection_enter (self->connection, HECHA_HTTP_BODY);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
  hide_range (self);
  problem = hecha_http_head_read (&self->head, msg);
  if (problem != NULL)
    refuse_head (self, problem);
  else if (soup_server_message_get_status (msg) != 0)
    refuse_head (self, "The request is for another scheme, or its path is not one");
  else if (self->server->stopping)
    hecha_exchange_fail (self, 503, "busy", "The server is stopping");
  else if (find_route (self) && check_size (self) && check_coding (self) && read_token (self))
    {
      if (self->token != NULL
          && ((self->route->flags & HECHA_ROUTE_STREAM) != 0 || self->head.length > SMALL_BODY_BYTES))
        hecha_exchange_run (self, authenticate, authenticated_cb);
      else
        let_body_come (self);
    }
}

static void
got_chunk_cb (SoupServerMessage *msg, GBytes *chunk, gpointer data)
{
  HechaExchange *self = data;
  gsize n_bytes = g_bytes_get_size (chunk);

  self->received += n_bytes;
  self->server->metrics.bytes_in += n_bytes;
  hecha_http_connection_moved (self->connection, n_bytes);
  if (self->answered || self->gone || self->route == NULL)
    return;
  if (self->received > self->route->max_body)
    hecha_exchange_fail (self, 413, "too-large", "The body is larger than is allowed here");
  else if (self->sink != NULL)
    self->sink->chunk (self, chunk);
  else if (self->body != NULL)
    g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), (guint)n_bytes);
}

static GBytes *
work (HechaExchange *self, GError **error)
{
  return know_caller (self, error) ? self->route->work (self, error) : NULL;
}

static void
worked_cb (HechaExchange *self, GBytes *answer, const GError *error)
{
  if (error != NULL)
    {
      hecha_exchange_fail_with (self, error);
      return;
    }
  if (self->zstd_answer)
    hecha_exchange_set_header (self, "Content-Encoding", "zstd");
  charge_answer (self, answer);
  hecha_exchange_answer (self, 200, self->route->content_type, answer);
}

/* libsoup calls this when the whole body came, unless there is an answer already. */
static void
complete_cb (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer data)
{
  HechaExchange *self = g_object_get_data (G_OBJECT (msg), HECHA_EXCHANGE_KEY);

  self->complete = TRUE;
  hecha_http_connection_enter (self->connection, HECHA_HTTP_ANSWER);
  if (self->answered)
    return;
  if (self->sink != NULL)
    {
      hecha_exchange_pause (self);
      self->sink->done (self);
    }
  else if (self->route->work != NULL)
    hecha_exchange_run (self, work, worked_cb);
  else
    self->route->begin (self);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *msg, gpointer data)
{
  HechaHttpServer *self = data;
  HechaExchange *exchange = hecha_exchange_new (self, msg);

  if (hecha_http_connection_get_phase (exchange->connection) == HECHA_HTTP_IDLE)
    hecha_http_connection_enter (exchange->connection, HECHA_HTTP_HEAD);
  g_signal_connect (msg, "got-headers", G_CALLBACK (got_headers_cb), exchange);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (got_chunk_cb), exchange);
}

static void
accepted_cb (HechaHttpConnection *connection, GSocketAddress *local, GSocketAddress *remote, gpointer data)
{
  HechaHttpServer *self = data;

  soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, NULL);
}

/* libsoup keeps a connection for another request only while it believes to listen. It gets a socket on which nobody
 * ever calls; the real ones are the listener's. */
static void
let_it_listen (HechaHttpServer *self, SoupServer *soup)
{
  g_autoptr (GSocket) socket = NULL;
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    g_error ("No pair of sockets: %s", g_strerror (errno));
  self->silent_fd = fds[0];
  socket = g_socket_new_from_fd (fds[1], NULL);
  soup_server_listen_socket (soup, socket, 0, NULL);
}

static SoupServer *
make_soup (HechaHttpServer *self)
{
  SoupServer *soup = soup_server_new ("raw-paths", TRUE, NULL);

  let_it_listen (self, soup);
  soup_server_add_handler (soup, "/", complete_cb, self, NULL);
  g_signal_connect (soup, "request-started", G_CALLBACK (request_started_cb), self);
  return soup;
}

/**
 * hecha_http_server_new:
 * @options: copied; what it points to must live as long as the server
 *
 * Lives in the thread-default main context of the caller, which must run.
 *
 * Returns: (transfer full): a server that does not listen yet
 */
HechaHttpServer *
hecha_http_server_new (const HechaHttpServerOptions *options)
{
  HechaHttpServer *self = g_new0 (HechaHttpServer, 1);

  self->options = *options;
  if (self->options.limits == NULL)
    self->options.limits = &HECHA_HTTP_LIMITS;
  self->context = g_main_context_ref_thread_default ();
  self->soup = make_soup (self);
  self->listener = hecha_http_listener_new (
    self->options.limits, options->behind_proxy ? NULL : options->identity->certificate, accepted_cb, self);
  self->workers = g_thread_pool_new (hecha_exchange_run_job, self, WORKER_THREADS, FALSE, NULL);
  self->budget = hecha_http_budget_new (self->options.limits->body_budget);
  hecha_http_metrics_init (&self->metrics);
  self->wrong_codes = hecha_tries_new (CODE_TRIES, CODE_WINDOW_MS);
  self->tus = hecha_tus_new (self);
  self->events = hecha_events_new (self);
  return self;
}

/**
 * hecha_http_server_listen:
 * @address: such as "127.0.0.1:8443"; port 0 picks one
 * @error: why not
 *
 * Returns: whether it listens
 */
gboolean
hecha_http_server_listen (HechaHttpServer *self, const char *address, GError **error)
{
  return hecha_http_listener_listen_tcp (self->listener, address, error);
}

/**
 * hecha_http_server_listen_unix:
 * @path: of the socket
 * @error: why not
 *
 * Returns: whether it listens
 */
gboolean
hecha_http_server_listen_unix (HechaHttpServer *self, const char *path, GError **error)
{
  return hecha_http_listener_listen_unix (self->listener, path, error);
}

/**
 * hecha_http_server_get_url:
 *
 * Returns: (transfer none): where it listens
 */
const char *
hecha_http_server_get_url (HechaHttpServer *self)
{
  return hecha_http_listener_get_url (self->listener);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* Until all answers are written, or STOP_MS are over. */
static void
finish_requests (HechaHttpServer *self)
{
  gint64 deadline = g_get_monotonic_time () + STOP_MS * 1000;
  g_autoptr (GSource) timer = g_timeout_source_new (STOP_MS + 10);

  g_source_set_callback (timer, wake_cb, NULL, NULL);
  g_source_attach (timer, self->context);
  while ((self->n_exchanges > 0 && g_get_monotonic_time () < deadline) || self->n_jobs > 0
         || hecha_tus_get_n_active (self->tus) > 0)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (timer);
}

/**
 * hecha_http_server_stop:
 *
 * Accepts nobody any more, ends event streams and uploads (which can go on later from where they are), and finishes
 * the other requests that are running, for ten seconds at most; work for the database is always finished. Runs the
 * main context meanwhile.
 */
void
hecha_http_server_stop (HechaHttpServer *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  hecha_http_listener_stop (self->listener);
  hecha_http_listener_cut_idle (self->listener);
  hecha_events_stop (self->events);
  hecha_tus_stop (self->tus);
  finish_requests (self);
  hecha_http_listener_cut_all (self->listener);
  finish_requests (self);
}

/**
 * hecha_http_server_free:
 * @self: (transfer full) (nullable): a server; it is stopped if need be
 */
void
hecha_http_server_free (HechaHttpServer *self)
{
  if (self == NULL)
    return;
  hecha_http_server_stop (self);
  g_thread_pool_free (self->workers, FALSE, TRUE);
  hecha_events_free (self->events);
  hecha_tus_free (self->tus);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  close (self->silent_fd);
  hecha_http_listener_free (self->listener);
  hecha_http_budget_free (self->budget);
  hecha_http_metrics_clear (&self->metrics);
  hecha_tries_free (self->wrong_codes);
  g_main_context_unref (self->context);
  g_free (self);
}
