/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-http-private.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK_BYTES (256 * 1024)

/* ---- evidence: tus 1.0.0 ---- */

static guint
send_for_status (HechaHttp *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = hecha_http_send_and_read (self, message, cancellable, error);
  guint status = soup_message_get_status (message);

  if (body == NULL)
    return 0;
  if (status >= 300)
    {
      hecha_http_report (error, status, body);
      return 0;
    }
  return status;
}

/* @there: how much of it the server has; -1 when it does not say. */
static char *
create_upload (HechaHttp *self, const char *digest, goffset size, goffset *there, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (SoupMessage) message = hecha_http_message_new (self, "POST", "/v1/evidence", error);
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
  /* A path at this very server: what is in the file, and the token, go to no other one. */
  if (location == NULL || !g_str_has_prefix (location, "/v1/evidence/"))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("The server does not say where to send the file"));
      return NULL;
    }
  return g_strdup (location);
}

static goffset
ask_offset (HechaHttp *self, const char *location, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = hecha_http_message_new (self, "HEAD", location, error);
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
send_rest (HechaHttp *self, const char *location, const char *path, goffset offset, Sending *sending,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = hecha_http_message_new (self, "PATCH", location, error);
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
upload_once (HechaHttp *self, const char *path, const char *digest, Sending *sending, goffset *offset,
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
gboolean
hecha_http_upload (HechaTransport *transport, const char *path, const char *digest,
                   HechaTransportProgress progress, gpointer data, GCancellable *cancellable, GError **error)
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

      if (upload_once ((HechaHttp *)transport, path, digest, &sending, &offset, cancellable, &problem))
        return TRUE;
      tries = offset > before ? 0 : tries;
      before = offset;
      if (!hecha_http_pause (problem, tries, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
}

/* ---- evidence: the way back ---- */

/* Hands over what comes. The digest is the name, so nothing else can be under it; a cut is a lost network. */
static gboolean
pour (SoupMessage *message, GInputStream *stream, goffset *offset, HechaTransportSink sink, gpointer data,
      GCancellable *cancellable, GError **error)
{
  goffset announced = soup_message_headers_get_content_length (soup_message_get_response_headers (message));
  goffset end = *offset + announced;
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  g_autoptr (GError) problem = NULL;
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, CHUNK_BYTES, cancellable, &problem)) > 0)
    {
      if (!sink (chunk, (gsize)n, end, data, error))
        return FALSE;
      *offset += n;
    }
  if (n < 0)
    hecha_http_translate (error, problem);
  else if (*offset != end)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NETWORK, _ ("The connection ended too early"));
  return n == 0 && *offset == end;
}

/* Whether the answer begins where it was asked to. */
static gboolean
check_range (SoupMessage *message, goffset offset, GError **error)
{
  goffset start = 0, end, total;

  if (offset == 0 && soup_message_get_status (message) == SOUP_STATUS_OK)
    return TRUE;
  if (soup_message_get_status (message) == SOUP_STATUS_PARTIAL_CONTENT
      && soup_message_headers_get_content_range (soup_message_get_response_headers (message), &start, &end,
                                                 &total)
      && start == offset)
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                       _ ("The server sent another part of the file than was asked for"));
  return FALSE;
}

static gboolean
download_once (HechaHttp *self, const char *digest, goffset *offset, HechaTransportSink sink, gpointer data,
               GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/evidence/", digest, NULL);
  g_autoptr (SoupMessage) message = hecha_http_message_new (self, "GET", path, error);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) refusal = NULL;
  g_autoptr (GError) problem = NULL;

  if (message == NULL)
    return FALSE;
  if (*offset > 0)
    soup_message_headers_set_range (soup_message_get_request_headers (message), *offset, -1);
  stream = hecha_http_send (self, message, cancellable, &problem);
  if (stream == NULL)
    {
      hecha_http_translate (error, problem);
      return FALSE;
    }
  if (soup_message_get_status (message) < 300)
    return check_range (message, *offset, error)
           && pour (message, stream, offset, sink, data, cancellable, error);
  refusal = hecha_http_read (stream, cancellable, NULL);
  if (refusal == NULL)
    refusal = g_bytes_new_static ("", 0);
  hecha_http_report (error, soup_message_get_status (message), refusal);
  return FALSE;
}

/* A certificate that is not known is asked about once. */
static gboolean
download_recognised (HechaHttp *self, const char *digest, goffset *offset, HechaTransportSink sink,
                     gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (download_once (self, digest, offset, sink, data, cancellable, &problem))
    return TRUE;
  if (hecha_http_is_unrecognised (self, problem))
    return hecha_http_recognise (self, cancellable, error)
           && download_once (self, digest, offset, sink, data, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* As hecha_http_upload(): as long as each attempt brings the file further, it goes on. */
gboolean
hecha_http_download (HechaTransport *transport, const char *digest, goffset *offset, HechaTransportSink sink,
                     gpointer data, GCancellable *cancellable, GError **error)
{
  goffset before = *offset;

  for (guint tries = 0;; tries++)
    {
      g_autoptr (GError) problem = NULL;

      if (download_recognised ((HechaHttp *)transport, digest, offset, sink, data, cancellable, &problem))
        return TRUE;
      tries = *offset > before ? 0 : tries;
      before = *offset;
      if (!hecha_http_pause (problem, tries, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
}
