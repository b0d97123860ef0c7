/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-exchange.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "hecha-http-farewell.h"
#include "hecha-http-server-private.h"
#include "hecha-main-call.h"

/* A refused body of this size is read and thrown away: cheaper than another connection. */
#define READ_ANYWAY_BYTES 65536

G_DEFINE_QUARK (hecha - http - status, hecha_http_status)

typedef struct
{
  HechaExchange *exchange; /* kept by the reference on its message */
  HechaExchangeWork work;
  HechaExchangeDone done;
  GBytes *answer; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
} Job;

static void
exchange_free (gpointer data)
{
  HechaExchange *self = data;

  g_clear_object (&self->connection);
  g_clear_pointer (&self->tail, g_free);
  g_clear_pointer (&self->caller, hecha_caller_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->range, g_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

/* The message is libsoup's no longer: it was answered, cut off, or taken away. */
static void
leave (HechaExchange *self)
{
  if (self->gone || !self->begun)
    return;
  self->gone = TRUE;
  if (self->reserved > 0)
    hecha_http_budget_give_back (self->server->budget, self->reserved);
  else
    hecha_http_budget_forget (self->server->budget, self);
  self->reserved = 0;
  self->server->n_exchanges--;
  if (self->sink != NULL && !self->answered)
    self->sink->aborted (self);
}

static void
finished_cb (SoupServerMessage *msg, gpointer data)
{
  HechaExchange *self = data;

  leave (self);
  hecha_http_connection_enter (self->connection, HECHA_HTTP_IDLE);
}

static void
wrote_cb (SoupServerMessage *msg, guint n_bytes, gpointer data)
{
  HechaExchange *self = data;

  hecha_http_connection_moved (self->connection, n_bytes);
  self->server->metrics.bytes_out += n_bytes;
}

/* libsoup takes an answer without Content-Length for one that ends with the connection, also 204, which has no end to
 * find. It asks when all is written. */
static void
wrote_headers_cb (SoupServerMessage *msg, gpointer data)
{
  if (soup_server_message_get_status (msg) == SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_encoding (soup_server_message_get_response_headers (msg), SOUP_ENCODING_NONE);
}

/**
 * hecha_exchange_new:
 * @server: (not owned): whose it is
 * @msg: a request that begins
 *
 * Returns: (transfer none): the exchange, owned by @msg
 */
HechaExchange *
hecha_exchange_new (HechaHttpServer *server, SoupServerMessage *msg)
{
  HechaExchange *self = g_new0 (HechaExchange, 1);

  self->server = server;
  self->msg = msg;
  self->connection = hecha_http_connection_of (soup_server_message_get_remote_address (msg));
  self->began = g_get_monotonic_time ();
  g_object_set_data_full (G_OBJECT (msg), HECHA_EXCHANGE_KEY, self, exchange_free);
  g_signal_connect (msg, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (msg, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (msg, "wrote-body-data", G_CALLBACK (wrote_cb), self);
  return self;
}

/**
 * hecha_exchange_get_header:
 * @name: of a request header
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
hecha_exchange_get_header (HechaExchange *self, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (self->msg), name);
}

/**
 * hecha_exchange_set_header:
 * @name: of a header of the answer
 * @value: its value
 */
void
hecha_exchange_set_header (HechaExchange *self, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->msg), name, value);
}

/**
 * hecha_exchange_pause:
 *
 * Reads and writes nothing more until hecha_exchange_resume().
 */
void
hecha_exchange_pause (HechaExchange *self)
{
  if (self->gone || self->paused)
    return;
  self->paused = TRUE;
  hecha_http_connection_enter (self->connection, HECHA_HTTP_WORKING);
  soup_server_message_pause (self->msg);
}

/**
 * hecha_exchange_resume:
 *
 * Goes on, from the main loop.
 */
void
hecha_exchange_resume (HechaExchange *self)
{
  if (self->gone || !self->paused)
    return;
  self->paused = FALSE;
  hecha_http_connection_enter (self->connection, self->complete ? HECHA_HTTP_ANSWER : HECHA_HTTP_BODY);
  soup_server_message_unpause (self->msg);
}

static gboolean
job_done_cb (gpointer data)
{
  Job *job = data;

  job->done (job->exchange, job->answer, job->error);
  return G_SOURCE_REMOVE;
}

/* In the main context: the last reference to the message may go here, and with it the exchange. */
static void
job_free (gpointer data)
{
  Job *job = data;

  job->exchange->server->n_jobs--;
  g_clear_pointer (&job->answer, g_bytes_unref);
  g_clear_error (&job->error);
  g_object_unref (job->exchange->msg);
  g_free (job);
}

/* Private: what the server's pool runs. */
void
hecha_exchange_run_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  HechaHttpServer *server = user_data;

  job->answer = job->work (job->exchange, &job->error);
  hecha_main_call (server->context, job_done_cb, job, job_free);
}

/**
 * hecha_exchange_run:
 * @work: what to do in a worker thread
 * @done: what to do then, in the main context
 *
 * Pauses the message; @done answers, or resumes.
 */
void
hecha_exchange_run (HechaExchange *self, HechaExchangeWork work, HechaExchangeDone done)
{
  hecha_exchange_pause (self);
  hecha_exchange_run_beside (self, work, done);
}

/**
 * hecha_exchange_run_beside:
 * @work: what to do in a worker thread
 * @done: what to do then, in the main context
 *
 * As hecha_exchange_run(), but the message goes on meanwhile.
 */
void
hecha_exchange_run_beside (HechaExchange *self, HechaExchangeWork work, HechaExchangeDone done)
{
  Job *job = g_new0 (Job, 1);

  g_object_ref (self->msg);
  self->server->n_jobs++;
  job->exchange = self;
  job->work = work;
  job->done = done;
  g_thread_pool_push (self->server->workers, job, NULL);
}

static gboolean
unread_is_too_much (HechaExchange *self)
{
  if (self->complete || self->head.expects)
    return FALSE;
  return self->head.length < 0 || self->head.length > (gint64)self->received + READ_ANYWAY_BYTES;
}

static const char *
phrase_of (guint status)
{
  return status == 460 ? "Checksum Mismatch" : soup_status_get_phrase (status);
}

static void
append_headers (HechaExchange *self, GString *out)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, soup_server_message_get_response_headers (self->msg));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Content-Length") != 0 && g_ascii_strcasecmp (name, "Connection") != 0)
      g_string_append_printf (out, "%s: %s\r\n", name, value);
}

static void
answer_and_close (HechaExchange *self, guint status, GBytes *answer)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize n_bytes = answer != NULL ? g_bytes_get_size (answer) : 0;

  g_string_append_printf (out, "HTTP/1.1 %u %s\r\n", status, phrase_of (status));
  append_headers (self, out);
  g_string_append_printf (out, "Connection: close\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", n_bytes);
  if (n_bytes > 0)
    g_string_append_len (out, g_bytes_get_data (answer, NULL), (gssize)n_bytes);
  leave (self);
  hecha_http_connection_enter (self->connection, HECHA_HTTP_WORKING);
  hecha_http_farewell (self->msg, self->connection, out->str);
}

/**
 * hecha_exchange_answer:
 * @status: of HTTP
 * @content_type: (nullable): of @answer
 * @answer: (nullable): the body
 *
 * Answers, once; nothing happens when the client is gone. When much of the request's body has not come, it is not
 * waited for: the connection ends.
 */
void
hecha_exchange_answer (HechaExchange *self, guint status, const char *content_type, GBytes *answer)
{
  if (self->gone || self->answered)
    return;
  self->answered = TRUE;
  hecha_http_metrics_count (&self->server->metrics, self->route, status,
                            g_get_monotonic_time () - self->began);
  if (content_type != NULL)
    hecha_exchange_set_header (self, "Content-Type", content_type);
  if (unread_is_too_much (self))
    {
      answer_and_close (self, status, answer);
      return;
    }
  if (!self->complete && self->head.expects)
    hecha_exchange_set_header (self, "Connection", "close");
  soup_server_message_set_status (self->msg, status, phrase_of (status));
  if (answer != NULL && g_bytes_get_size (answer) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->msg), answer);
  hecha_exchange_resume (self);
}

/**
 * hecha_exchange_fail:
 * @status: of HTTP
 * @kind: one word
 * @reason: one sentence
 *
 * Answers with the document of docs/protocol.md 4.1.
 */
void
hecha_exchange_fail (HechaExchange *self, guint status, const char *kind, const char *reason)
{
  GString *text = g_string_new ("{\"error\":");
  g_autoptr (GBytes) answer = NULL;

  hecha_canonical_append_string (text, kind, -1);
  g_string_append (text, ",\"reason\":");
  hecha_canonical_append_string (text, reason, -1);
  g_string_append (text, "}\n");
  answer = g_string_free_to_bytes (text);
  hecha_exchange_answer (self, status, "application/json", answer);
}

/**
 * hecha_exchange_fail_with:
 * @error: why the work failed
 *
 * Answers with the status that stands for the kind of failure.
 */
void
hecha_exchange_fail_with (HechaExchange *self, const GError *error)
{
  static const struct
  {
    guint status;
    const char *kind;
  } kinds[] = {
    [HECHA_ERROR_INVALID] = {400, "invalid"},     [HECHA_ERROR_REFUSED] = {403, "refused"},
    [HECHA_ERROR_NOT_FOUND] = {404, "not-found"}, [HECHA_ERROR_CORRUPT] = {500, "corrupt"},
    [HECHA_ERROR_NEWER] = {400, "newer"},         [HECHA_ERROR_BUSY] = {503, "busy"},
    [HECHA_ERROR_STORAGE] = {507, "storage"},     [HECHA_ERROR_NETWORK] = {503, "network"},
    [HECHA_ERROR_UNTRUSTED] = {401, "untrusted"}, [HECHA_ERROR_STOPPED] = {403, "stopped"},
    [HECHA_ERROR_LOCKED] = {503, "locked"},
  };

  if (error->domain == HECHA_HTTP_STATUS)
    {
      hecha_exchange_fail (self, (guint)error->code, error->code == 413 ? "too-large" : "refused",
                           error->message);
      return;
    }
  if (error->domain != HECHA_ERROR || error->code < 0 || error->code >= (int)G_N_ELEMENTS (kinds))
    {
      hecha_exchange_fail (self, 500, "failed", error->message);
      return;
    }
  if (kinds[error->code].status == 401)
    hecha_exchange_set_header (self, "WWW-Authenticate", "Bearer");
  if (kinds[error->code].status == 503)
    hecha_exchange_set_header (self, "Retry-After", "5");
  hecha_exchange_fail (self, kinds[error->code].status, kinds[error->code].kind, error->message);
}

/**
 * hecha_exchange_cut:
 *
 * Ends the connection without an answer.
 */
void
hecha_exchange_cut (HechaExchange *self)
{
  if (self->gone)
    return;
  hecha_http_connection_cut (self->connection);
  hecha_exchange_resume (self);
}
