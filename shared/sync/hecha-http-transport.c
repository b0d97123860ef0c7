/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-http-transport.h"

#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "base/hecha-locale.h"
#include "base/hecha-zstd.h"
#include "sync/hecha-http-private.h"
#include "sync/hecha-sync-message.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Seconds of silence after which a connection counts as lost. */
#define TIMEOUT_SECONDS 60
/* Bodies shorter than this are not worth compressing. */
#define COMPRESS_FROM     512
#define COMPRESSION_LEVEL 3
#define CHUNK_BYTES       (256 * 1024)

/* ---- trying again ---- */

/* Pauses begin with FIRST_PAUSE_MS and double; each is stretched by up to as much again, so that the laptops of a
 * province do not come back all at once. */
#define MAX_TRIES      5
#define FIRST_PAUSE_MS 250

/* Whether to try again: only what may pass by itself (no network, 408, 429, 5xx), and unless the person gave up. */
gboolean
hecha_http_pause (const GError *problem, guint tries, GCancellable *cancellable)
{
  guint pause = FIRST_PAUSE_MS << tries;
  GPollFD fd;
  gboolean cancelled;

  if (!g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_NETWORK) || tries + 1 >= MAX_TRIES
      || g_cancellable_is_cancelled (cancellable))
    return FALSE;
  /* lint-allow ambient: spreads retries; nothing that is kept depends on it */
  pause += (guint)g_random_int_range (0, (gint32)pause);
  if (!g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_usleep (pause * 1000); /* lint-allow sleep: nobody can cancel this caller */
      return TRUE;
    }
  cancelled = g_poll (&fd, 1, (gint)pause) > 0;
  g_cancellable_release_fd (cancellable);
  return !cancelled;
}

/* ---- asking ---- */

void
hecha_http_translate (GError **error, const GError *problem)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NETWORK,
                         _ ("The sync was stopped; it goes on from here next time"));
  else if (problem->domain == G_TLS_ERROR)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED, _ ("The server could not prove who it is: %s"),
                 problem->message);
  else
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NETWORK, _ ("The server was not reached: %s"),
                 problem->message);
}

static HechaError
kind_of_status (guint status)
{
  if (status == 401)
    return HECHA_ERROR_UNTRUSTED;
  if (status == 404)
    return HECHA_ERROR_NOT_FOUND;
  if (status == 408 || status == 429 || status >= 500)
    return HECHA_ERROR_NETWORK;
  return HECHA_ERROR_REFUSED;
}

/* The server's own sentence, where it gave one. It speaks English; most of them are known here. */
void
hecha_http_report (GError **error, guint status, GBytes *body)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_autofree char *reason = NULL;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (body, &n_bytes);

  if (n_bytes > 0 && hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_MESSAGE_LIMITS, NULL)
      && hecha_json_kind (&json, 0) == HECHA_JSON_OBJECT)
    reason = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "reason"));
  if (reason != NULL)
    {
      g_autofree char *sentence = hecha_locale_dup_sentence (reason, NULL);

      g_set_error_literal (error, HECHA_ERROR, kind_of_status (status), sentence);
    }
  else
    g_set_error (error, HECHA_ERROR, kind_of_status (status), _ ("The server answered %u %s"), status,
                 soup_status_get_phrase (status));
}

/* libsoup takes an answer without Content-Length for one that ends with the connection, also 204. */
static void
got_headers_cb (SoupMessage *message, gpointer data)
{
  if (soup_message_get_status (message) == SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_encoding (soup_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

SoupMessage *
hecha_http_message_new (HechaHttp *self, const char *method, const char *path, GError **error)
{
  g_autofree char *uri = g_strconcat (self->url, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  if (message == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("%s is not an address"), uri);
      return NULL;
    }
  if (self->token != NULL && strcmp (path, HECHA_HTTP_SERVER_PATH) != 0)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
    }
  /* Every request may be repeated (docs/protocol.md 4.11): else libsoup opens a connection for each POST and PATCH. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), NULL);
  hecha_http_watch (self, message);
  return message;
}

static void
stop_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

/* Every request goes this way: only to the server that is known. */
GInputStream *
hecha_http_send (HechaHttp *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  GInputStream *stream;
  gulong id = 0;

  self->stop = stop;
  self->stranger = FALSE;
  if (cancellable != NULL)
    id = g_cancellable_connect (cancellable, G_CALLBACK (stop_cb), g_object_ref (stop), g_object_unref);
  stream = soup_session_send (self->session, message, stop, error);
  g_cancellable_disconnect (cancellable, id);
  self->stop = NULL;
  if (stream == NULL && self->stranger && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (error);
      g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                           _ ("its certificate is not known"));
    }
  return stream;
}

/* Reads no more than the protocol allows: what the other side sends is not trusted to end. */
GBytes *
hecha_http_read (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, CHUNK_BYTES, cancellable, error)) > 0)
    {
      if (out->len + (gsize)n > HECHA_SYNC_MAX_BYTES)
        {
          g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                               _ ("The server's answer is too long"));
          return NULL;
        }
      g_byte_array_append (out, chunk, (guint)n);
    }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&out)) : NULL;
}

GBytes *
hecha_http_send_and_read (HechaHttp *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GInputStream) stream = hecha_http_send (self, message, cancellable, &problem);
  GBytes *body = stream != NULL ? hecha_http_read (stream, cancellable, &problem) : NULL;

  if (body == NULL && problem->domain == HECHA_ERROR)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (body == NULL)
    hecha_http_translate (error, problem);
  return body;
}

static GBytes *
decode (SoupMessage *message, GBytes *body, GError **error)
{
  const char *encoding
    = soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Encoding");
  g_autoptr (GByteArray) out = NULL;
  gsize n_bytes;
  const void *bytes = g_bytes_get_data (body, &n_bytes);

  if (encoding == NULL)
    return g_bytes_ref (body);
  out = g_byte_array_new ();
  if (strcmp (encoding, "zstd") != 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("The server's answer has an encoding that was not asked for"));
      return NULL;
    }
  return hecha_zstd_decompress (bytes, n_bytes, HECHA_SYNC_MAX_BYTES, out, error)
           ? g_byte_array_free_to_bytes (g_steal_pointer (&out))
           : NULL;
}

static GBytes *
ask_once (HechaHttp *self, const char *method, const char *path, GBytes *body, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (SoupMessage) message = hecha_http_message_new (self, method, path, error);
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (message == NULL)
    return NULL;
  soup_message_headers_append (soup_message_get_request_headers (message), "Accept-Encoding", "zstd");
  if (body != NULL && g_bytes_get_size (body) >= COMPRESS_FROM)
    {
      packed
        = hecha_zstd_compress (g_bytes_get_data (body, NULL), g_bytes_get_size (body), COMPRESSION_LEVEL);
      soup_message_headers_append (soup_message_get_request_headers (message), "Content-Encoding", "zstd");
    }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", packed != NULL ? packed : body);
  answer = hecha_http_send_and_read (self, message, cancellable, error);
  if (answer == NULL)
    return NULL;
  if (soup_message_get_status (message) != 200)
    {
      hecha_http_report (error, soup_message_get_status (message), answer);
      return NULL;
    }
  return decode (message, answer, error);
}

gboolean
hecha_http_recognise (HechaHttp *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) answer = ask_once (self, "GET", HECHA_HTTP_SERVER_PATH, NULL, cancellable, error);

  return answer != NULL && hecha_http_check_server (self, answer, error);
}

/* A certificate that is not known is asked about once; the server may have a new one. */
gboolean
hecha_http_is_unrecognised (HechaHttp *self, const GError *problem)
{
  return g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_UNTRUSTED) && self->seen != NULL
         && g_strcmp0 (self->seen, self->trusted) != 0;
}

static GBytes *
ask_recognised (HechaHttp *self, const char *method, const char *path, GBytes *body,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  GBytes *answer;

  if (self->server_id == NULL && self->trusted == NULL && !hecha_http_recognise (self, cancellable, error))
    return NULL;
  answer = ask_once (self, method, path, body, cancellable, &problem);
  if (answer != NULL)
    return answer;
  if (!hecha_http_is_unrecognised (self, problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return hecha_http_recognise (self, cancellable, error)
           ? ask_once (self, method, path, body, cancellable, error)
           : NULL;
}

/* Every request may be repeated (docs/protocol.md 4.11), so a lost answer is asked for again. */
static GBytes *
ask (HechaTransport *transport, const char *method, const char *path, GBytes *body, GCancellable *cancellable,
     GError **error)
{
  for (guint tries = 0;; tries++)
    {
      g_autoptr (GError) problem = NULL;
      GBytes *answer = ask_recognised ((HechaHttp *)transport, method, path, body, cancellable, &problem);

      if (answer != NULL)
        return answer;
      if (!hecha_http_pause (problem, tries, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
    }
}

/* ---- what is read as it comes ---- */

static GInputStream *
open_once (HechaHttp *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = hecha_http_message_new (self, "GET", path, error);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) problem = NULL;

  if (message == NULL)
    return NULL;
  stream = hecha_http_send (self, message, cancellable, &problem);
  if (stream == NULL)
    hecha_http_translate (error, problem);
  else if (soup_message_get_status (message) == 200)
    return g_steal_pointer (&stream);
  else if ((body = hecha_http_read (stream, cancellable, error)) != NULL)
    hecha_http_report (error, soup_message_get_status (message), body);
  return NULL;
}

/**
 * hecha_http_transport_open:
 * @transport: from hecha_http_transport_new()
 * @path: below the server's address
 * @cancellable: (nullable): stops it
 * @error: as when a body is asked for
 *
 * An answer that is too long for memory, or does not end. It is not asked for again.
 *
 * Returns: (transfer full) (nullable): the answer, to be read by blocking calls
 */
GInputStream *
hecha_http_transport_open (HechaTransport *transport, const char *path, GCancellable *cancellable,
                           GError **error)
{
  HechaHttp *self = (HechaHttp *)transport;
  g_autoptr (GError) problem = NULL;
  GInputStream *stream = open_once (self, path, cancellable, &problem);

  if (stream != NULL)
    return stream;
  if (!hecha_http_is_unrecognised (self, problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return hecha_http_recognise (self, cancellable, error) ? open_once (self, path, cancellable, error) : NULL;
}

/* ---- life cycle ---- */

static void
free_transport (HechaTransport *transport)
{
  HechaHttp *self = (HechaHttp *)transport;

  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->url);
  g_free (self->token);
  g_free (self->server_id);
  g_free (self->pin);
  g_free (self->trusted);
  g_free (self->seen);
  g_free (self);
}

static gboolean
use_ca_file (HechaHttp *self, const char *ca_file, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (ca_file, NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, error);

  if (database == NULL)
    return FALSE;
  soup_session_set_tls_database (self->session, database);
  return TRUE;
}

/**
 * hecha_http_transport_new:
 * @url: such as https://hecha.example:8443
 * @token: (nullable): the device's; %NULL before enrolment
 * @trust: how the server is recognised
 * @error: %HECHA_ERROR_INVALID, or when the file of authorities cannot be read
 *
 * Blocking; to be used in one thread.
 *
 * Returns: (transfer full) (nullable): the way to a server over HTTP
 */
HechaTransport *
hecha_http_transport_new (const char *url, const char *token, const HechaServerTrust *trust, GError **error)
{
  HechaHttp *self;
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL
      || (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
          && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("%s is not an address such as https://server:8443"), url);
      return NULL;
    }
  self = g_new0 (HechaHttp, 1);
  self->parent = (HechaTransport) {ask, hecha_http_upload, free_transport, hecha_http_download};
  self->url = g_strdup (url);
  if (g_str_has_suffix (self->url, "/"))
    self->url[strlen (self->url) - 1] = '\0';
  self->token = g_strdup (token);
  self->server_id = g_strdup (trust->server_id);
  self->pin = g_strdup (trust->pin);
  self->session
    = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, "idle-timeout", TIMEOUT_SECONDS, NULL);
  /* It would inflate without a bound. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  if (trust->ca_file != NULL && !use_ca_file (self, trust->ca_file, error))
    {
      free_transport (&self->parent);
      return NULL;
    }
  return &self->parent;
}
