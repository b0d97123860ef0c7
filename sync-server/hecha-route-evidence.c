/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server-private.h"

#include "base/hecha-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (256 * 1024)

/* One file on its way out, a piece at a time: the next is read when the one before is with the system. */
typedef struct
{
  HechaExchange *exchange; /* kept by the message that owns this */
  HechaDigest digest;
  int fd; /* (owned) */
  guint64 size;
  HechaHttpRange range; /* what is still to be read */
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static gboolean
not_there (GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no such evidence"));
  return FALSE;
}

/* What the caller may not see is not there: one answer for both. */
static gboolean
check_right (HechaExchange *self, const HechaDigest *digest, GError **error)
{
  g_autofree char *text = hecha_digest_dup_text (digest);
  g_autoptr (GError) local = NULL;

  if (hecha_central_may_read_evidence (self->server->options.central, self->caller, text, &local))
    return TRUE;
  if (local == NULL || g_error_matches (local, HECHA_ERROR, HECHA_ERROR_REFUSED)
      || g_error_matches (local, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
    return not_there (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static GBytes *
open_file (HechaExchange *exchange, GError **error)
{
  Sending *self = exchange->sink_data;
  HechaEvidence *evidence = exchange->server->options.evidence;

  if (check_right (exchange, &self->digest, error)
      && (hecha_evidence_has (evidence, &self->digest, &self->size) || not_there (error)))
    self->fd = hecha_evidence_open (evidence, &self->digest, error);
  return NULL;
}

static GBytes *
read_piece (HechaExchange *exchange, GError **error)
{
  Sending *self = exchange->sink_data;
  gsize n_bytes = (gsize)MIN (self->range.n_bytes, (guint64)PIECE_BYTES);
  guint8 *bytes = g_malloc (n_bytes);
  gssize n = pread (self->fd, bytes, n_bytes, (off_t)self->range.first);

  if (n <= 0)
    {
      g_free (bytes);
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("The file cannot be read: %s"),
                   n < 0 ? g_strerror (errno) : _ ("it is shorter than it was"));
      return NULL;
    }
  self->range.first += (guint64)n;
  self->range.n_bytes -= (guint64)n;
  return g_bytes_new_take (bytes, (gsize)n);
}

/* The head is out: a client sees that something failed only when it gets less than was announced. */
static void
piece_read_cb (HechaExchange *exchange, GBytes *piece, const GError *error)
{
  if (exchange->gone)
    return;
  if (piece == NULL)
    {
      hecha_exchange_cut (exchange);
      return;
    }
  soup_message_body_append_bytes (soup_server_message_get_response_body (exchange->msg), piece);
  soup_server_message_unpause (exchange->msg);
}

static void
send_piece (Sending *self)
{
  if (self->range.n_bytes > 0 && !self->exchange->gone)
    hecha_exchange_run_beside (self->exchange, read_piece, piece_read_cb);
}

static void
wrote_chunk_cb (SoupServerMessage *msg, gpointer data)
{
  send_piece (data);
}

static void
set_range_headers (Sending *self, HechaHttpRangeKind kind)
{
  g_autofree char *text = NULL;

  if (kind == HECHA_HTTP_RANGE_OUTSIDE)
    text = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, self->size);
  else if (kind == HECHA_HTTP_RANGE_PART)
    text = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                            self->range.first, self->range.first + self->range.n_bytes - 1, self->size);
  if (text != NULL)
    hecha_exchange_set_header (self->exchange, "Content-Range", text);
}

/* The file of a digest never changes, so its name is its tag. */
static HechaHttpRangeKind
read_range (Sending *self)
{
  char digest[HECHA_DIGEST_TEXT_BYTES];
  g_autofree char *tag = NULL;
  const char *only_if = hecha_exchange_get_header (self->exchange, "If-Range");

  hecha_digest_to_text (&self->digest, digest);
  tag = g_strdup_printf ("\"%s\"", digest);
  hecha_exchange_set_header (self->exchange, "ETag", tag);
  hecha_exchange_set_header (self->exchange, "Accept-Ranges", "bytes");
  hecha_exchange_set_header (self->exchange, "Cache-Control", "private");
  return hecha_http_range_read (
    &self->range, only_if == NULL || strcmp (only_if, tag) == 0 ? self->exchange->range : NULL, self->size);
}

static void
opened_cb (HechaExchange *exchange, GBytes *none, const GError *error)
{
  Sending *self = exchange->sink_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->msg);
  HechaHttpRangeKind kind;

  if (exchange->gone)
    return;
  if (error != NULL)
    {
      hecha_exchange_fail_with (exchange, error);
      return;
    }
  kind = read_range (self);
  set_range_headers (self, kind);
  if (kind == HECHA_HTTP_RANGE_OUTSIDE)
    {
      hecha_exchange_fail (exchange, 416, "range", "The file ends before that range");
      return;
    }
  soup_message_headers_set_content_length (headers, (goffset)self->range.n_bytes);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (exchange->msg), FALSE);
  g_signal_connect (exchange->msg, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), self);
  hecha_exchange_answer (exchange, kind == HECHA_HTTP_RANGE_PART ? 206 : 200, "application/octet-stream",
                         NULL);
  if (soup_server_message_get_method (exchange->msg) == SOUP_METHOD_GET)
    send_piece (self);
}

/**
 * hecha_route_read_evidence:
 * @exchange: GET or HEAD of `/v1/evidence/sha256:…`, from a known caller
 *
 * Sends a file, or a range of it, with a fixed amount of memory (docs/protocol.md 4.8).
 */
void
hecha_route_read_evidence (HechaExchange *exchange)
{
  Sending *self;
  HechaDigest digest;

  if (g_strcmp0 (exchange->caller->state, "active") != 0)
    {
      hecha_exchange_fail (exchange, 403, "refused", "This device may not pull");
      return;
    }
  if (!hecha_digest_from_text (&digest, exchange->tail, (gssize)strlen (exchange->tail)))
    {
      hecha_exchange_fail (exchange, 404, "not-found", "There is no such evidence");
      return;
    }
  self = g_new0 (Sending, 1);
  self->exchange = exchange;
  self->digest = digest;
  self->fd = -1;
  exchange->sink_data = self;
  g_object_set_data_full (G_OBJECT (exchange->msg), "hecha-sending", self, sending_free);
  hecha_exchange_run (exchange, open_file, opened_cb);
}
