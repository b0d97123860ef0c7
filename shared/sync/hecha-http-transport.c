/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-http-transport.h"

#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "base/hecha-key.h"
#include "base/hecha-locale.h"
#include "base/hecha-zstd.h"
#include "sync/hecha-code.h"
#include "sync/hecha-sync-message.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

/* Seconds of silence after which a connection counts as lost. */
#define TIMEOUT_SECONDS 60
/* Bodies shorter than this are not worth compressing. */
#define COMPRESS_FROM     512
#define COMPRESSION_LEVEL 3
#define CHUNK_BYTES       (256 * 1024)

typedef struct
{
  HechaTransport parent;
  char *url;            /* (owned) without the slash at the end */
  char *token;          /* (owned) (nullable) */
  char *server_id;      /* (owned) (nullable) */
  char *pin;            /* (owned) (nullable) */
  SoupSession *session; /* (owned) */
  char *trusted;        /* (owned) (nullable) fingerprint that the server's key signed */
  char *seen;           /* (owned) (nullable) fingerprint of the certificate that was last shown */
} HttpTransport;

/* ---- recognising the server ---- */

static char *
fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  HechaDigest digest;

  g_object_get (certificate, "certificate", &der, NULL);
  hecha_digest_of (&digest, der->data, der->len);
  return hecha_hex_dup (digest.bytes, sizeof digest.bytes);
}

/* While the fingerprint is not known yet, only the question for it is let through: it carries no secret. */
static gboolean
accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                    gpointer data)
{
  HttpTransport *self = data;

  g_free (self->seen);
  self->seen = fingerprint (certificate);
  return (self->trusted != NULL && strcmp (self->seen, self->trusted) == 0)
         || strcmp (g_uri_get_path (soup_message_get_uri (message)), "/v1/server") == 0;
}

static gboolean
untrusted (GError **error, const char *reason)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED, reason);
  return FALSE;
}

static gboolean
is_right_key (const HttpTransport *self, const guint8 key[HECHA_PUBLIC_KEY_BYTES])
{
  HechaCode code = {{0}};
  char id[HECHA_KEY_ID_BYTES];

  hecha_key_id (key, id);
  if (self->server_id != NULL)
    return strcmp (id, self->server_id) == 0;
  g_strlcpy (code.pin, self->pin != NULL ? self->pin : "", sizeof code.pin);
  return hecha_code_is_of_server (&code, key);
}

/* Whether one of the server's signed fingerprints is that of the certificate it showed. */
static gboolean
is_signed (const HttpTransport *self, const HechaJson *json, const guint8 key[HECHA_PUBLIC_KEY_BYTES])
{
  guint list = hecha_json_member (json, 0, "tls"), item = list + 1;

  for (guint i = 0; list != 0 && i < json->tokens[list].count; i++, item = json->tokens[item].next)
    {
      g_autofree char *sha256 = hecha_json_dup_string (json, hecha_json_member (json, item, "sha256"));
      g_autofree char *sig = hecha_json_dup_string (json, hecha_json_member (json, item, "sig"));
      g_autofree char *text = g_strdup_printf ("hecha-tls-v1\n%s\n", sha256 != NULL ? sha256 : "");
      guint8 signature[HECHA_SIGNATURE_BYTES];

      if (sig != NULL && strlen (sig) == 2 * HECHA_SIGNATURE_BYTES
          && hecha_hex_parse (sig, 2 * HECHA_SIGNATURE_BYTES, signature)
          && g_strcmp0 (sha256, self->seen) == 0 && hecha_key_verify (key, text, strlen (text), signature))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_server (HttpTransport *self, GBytes *answer, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  guint8 key[HECHA_PUBLIC_KEY_BYTES];
  g_autofree char *key_text = NULL;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (answer, &n_bytes);

  if (!hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_MESSAGE_LIMITS, NULL)
      || hecha_json_kind (&json, 0) != HECHA_JSON_OBJECT)
    return untrusted (error, _ ("The address does not lead to a Hecha server; check it with the office"));
  key_text = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "key"));
  if (key_text == NULL || !hecha_public_key_from_text (key, key_text, "ed25519"))
    return untrusted (error, _ ("The address does not lead to a Hecha server; check it with the office"));
  if (!is_right_key (self, key))
    return untrusted (
      error, self->server_id != NULL
               ? _ ("This is not the server that this device belongs to; do not go on, tell the office")
               : _ ("The code was given out by another server; check address and code with the office"));
  if (self->seen == NULL) /* an authority vouched for the certificate, or the connection has none */
    return TRUE;
  if (!is_signed (self, &json, key))
    return untrusted (error,
                      _ ("The server's certificate is not the server's own; do not go on, tell the office"));
  g_free (self->trusted);
  self->trusted = g_strdup (self->seen);
  return TRUE;
}

/* ---- trying again ---- */

/* Pauses begin with FIRST_PAUSE_MS and double; each is stretched by up to as much again, so that the laptops of a
 * province do not come back all at once. */
#define MAX_TRIES      5
#define FIRST_PAUSE_MS 250

/* Whether to try again: only what may pass by itself (no network, 408, 429, 5xx), and unless the person gave up. */
static gboolean
pause_before_retry (const GError *problem, guint tries, GCancellable *cancellable)
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

static void
translate_error (GError **error, const GError *problem)
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
static void
report_status (GError **error, guint status, GBytes *body)
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

static SoupMessage *
new_message (HttpTransport *self, const char *method, const char *path, GError **error)
{
  g_autofree char *uri
    = g_str_has_prefix (path, "http") ? g_strdup (path) : g_strconcat (self->url, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  if (message == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("%s is not an address"), uri);
      return NULL;
    }
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
    }
  /* Every request may be repeated (docs/protocol.md 4.11): else libsoup opens a connection for each POST and PATCH. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), NULL);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate), self);
  return message;
}

/* Reads no more than the protocol allows: what the other side sends is not trusted to end. */
static GBytes *
read_bounded (GInputStream *stream, GCancellable *cancellable, GError **error)
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

static GBytes *
send_message (HttpTransport *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GInputStream) stream = soup_session_send (self->session, message, cancellable, &problem);
  GBytes *body = stream != NULL ? read_bounded (stream, cancellable, &problem) : NULL;

  if (body == NULL && problem->domain == HECHA_ERROR)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (body == NULL)
    translate_error (error, problem);
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
ask_once (HttpTransport *self, const char *method, const char *path, GBytes *body, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, method, path, error);
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
  answer = send_message (self, message, cancellable, error);
  if (answer == NULL)
    return NULL;
  if (soup_message_get_status (message) != 200)
    {
      report_status (error, soup_message_get_status (message), answer);
      return NULL;
    }
  return decode (message, answer, error);
}

static gboolean
recognise (HttpTransport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) answer = ask_once (self, "GET", "/v1/server", NULL, cancellable, error);

  return answer != NULL && check_server (self, answer, error);
}

/* A certificate that is not known is asked about once; the server may have a new one. */
static GBytes *
ask_recognised (HttpTransport *self, const char *method, const char *path, GBytes *body,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  GBytes *answer;

  if (self->server_id == NULL && self->trusted == NULL && !recognise (self, cancellable, error))
    return NULL;
  answer = ask_once (self, method, path, body, cancellable, &problem);
  if (answer != NULL)
    return answer;
  if (!g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_UNTRUSTED) || self->seen == NULL
      || g_strcmp0 (self->seen, self->trusted) == 0)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return recognise (self, cancellable, error) ? ask_once (self, method, path, body, cancellable, error)
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
      GBytes *answer = ask_recognised ((HttpTransport *)transport, method, path, body, cancellable, &problem);

      if (answer != NULL)
        return answer;
      if (!pause_before_retry (problem, tries, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
    }
}

/* ---- evidence: tus 1.0.0 ---- */

static guint
send_for_status (HttpTransport *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = send_message (self, message, cancellable, error);
  guint status = soup_message_get_status (message);

  if (body == NULL)
    return 0;
  if (status >= 300)
    {
      report_status (error, status, body);
      return 0;
    }
  return status;
}

/* @there: how much of it the server has; -1 when it does not say. */
static char *
create_upload (HttpTransport *self, const char *digest, goffset size, goffset *there,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, "POST", "/v1/evidence", error);
  g_autofree char *encoded = g_base64_encode ((const guchar *)digest, strlen (digest));
  g_autofree char *metadata = g_strconcat ("digest ", encoded, NULL);
  g_autofree char *length = g_strdup_printf ("%" G_GOFFSET_FORMAT, size);
  SoupMessageHeaders *answer;
  const char *location, *offset;

  if (message == NULL)
    return NULL;
  soup_message_headers_append (soup_message_get_request_headers (message), "Tus-Resumable", "1.0.0");
  soup_message_headers_append (soup_message_get_request_headers (message), "Upload-Length", length);
  soup_message_headers_append (soup_message_get_request_headers (message), "Upload-Metadata", metadata);
  soup_message_set_request_body_from_bytes (message, NULL, NULL);
  if (send_for_status (self, message, cancellable, error) == 0)
    return NULL;
  answer = soup_message_get_response_headers (message);
  location = soup_message_headers_get_one (answer, "Location");
  offset = soup_message_headers_get_one (answer, "Upload-Offset");
  *there = offset != NULL ? g_ascii_strtoll (offset, NULL, 10) : -1;
  if (location == NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("The server does not say where to send the file"));
      return NULL;
    }
  return g_strdup (location);
}

static goffset
ask_offset (HttpTransport *self, const char *location, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, "HEAD", location, error);
  const char *offset;

  if (message == NULL)
    return -1;
  soup_message_headers_append (soup_message_get_request_headers (message), "Tus-Resumable", "1.0.0");
  if (send_for_status (self, message, cancellable, error) == 0)
    return -1;
  offset = soup_message_headers_get_one (soup_message_get_response_headers (message), "Upload-Offset");
  return offset != NULL ? g_ascii_strtoll (offset, NULL, 10) : 0;
}

typedef struct
{
  HechaTransportProgress progress;
  gpointer data;
  goffset sent;
  goffset total;
} Sending;

static void
count_sent (SoupMessage *message, guint chunk_size, gpointer data)
{
  Sending *sending = data;

  sending->sent += chunk_size;
  if (sending->progress != NULL)
    sending->progress (sending->sent, sending->total, sending->data);
}

static gboolean
send_rest (HttpTransport *self, const char *location, const char *path, goffset offset, Sending *sending,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, "PATCH", location, error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *offset_text = g_strdup_printf ("%" G_GOFFSET_FORMAT, offset);

  if (message == NULL || stream == NULL
      || !g_seekable_seek (G_SEEKABLE (stream), offset, G_SEEK_SET, cancellable, error))
    return FALSE;
  soup_message_headers_append (soup_message_get_request_headers (message), "Tus-Resumable", "1.0.0");
  soup_message_headers_append (soup_message_get_request_headers (message), "Upload-Offset", offset_text);
  soup_message_set_request_body (message, "application/offset+octet-stream", G_INPUT_STREAM (stream),
                                 sending->total - offset);
  sending->sent = offset;
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (count_sent), sending);
  return send_for_status (self, message, cancellable, error) != 0;
}

/* One attempt: @offset says how far the server had it before. */
static gboolean
upload_once (HttpTransport *self, const char *path, const char *digest, Sending *sending, goffset *offset,
             GCancellable *cancellable, GError **error)
{
  goffset there;
  g_autofree char *location = create_upload (self, digest, sending->total, &there, cancellable, error);

  if (location == NULL)
    return FALSE;
  if (there < 0)
    there = ask_offset (self, location, cancellable, error);
  if (there < 0)
    return FALSE;
  *offset = there;
  return (there == sending->total && sending->total > 0)
         || send_rest (self, location, path, there, sending, cancellable, error);
}

/* On a bad link every attempt may be cut: as long as each brings the file further, it goes on. */
static gboolean
upload (HechaTransport *transport, const char *path, const char *digest, HechaTransportProgress progress,
        gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info
    = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, cancellable, error);
  Sending sending = {progress, data, 0, info != NULL ? g_file_info_get_size (info) : 0};
  goffset before = -1, offset = 0;

  if (info == NULL)
    return FALSE;
  for (guint tries = 0;; tries++)
    {
      g_autoptr (GError) problem = NULL;

      if (upload_once ((HttpTransport *)transport, path, digest, &sending, &offset, cancellable, &problem))
        return TRUE;
      tries = offset > before ? 0 : tries;
      before = offset;
      if (!pause_before_retry (problem, tries, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
}

static void
free_transport (HechaTransport *transport)
{
  HttpTransport *self = (HttpTransport *)transport;

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
use_ca_file (HttpTransport *self, const char *ca_file, GError **error)
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
  HttpTransport *self;
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL
      || (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
          && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("%s is not an address such as https://server:8443"), url);
      return NULL;
    }
  self = g_new0 (HttpTransport, 1);
  self->parent = (HechaTransport) {ask, upload, free_transport};
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
