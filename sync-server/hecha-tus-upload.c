/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tus.h"

#include "base/hecha-error.h"
#include "hecha-tus-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EXTENSIONS "creation,creation-with-upload,checksum,termination,expiration"

/* Blocks of 64 KiB that may wait for the disk, of each upload; of few uploads more, so that one is fast. */
#define FEW_UPLOADS 16
#define MANY_BLOCKS 8
#define FEW_BLOCKS  1
/* After so many bytes of one upload the others have their turn: libsoup reads as long as there is something. */
#define YIELD_BYTES (1024 * 1024)

static void
set_number (HechaTusUpload *self, const char *name, guint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, value);
  hecha_exchange_set_header (self->exchange, name, text);
}

static void
set_expiry (HechaTusUpload *self)
{
  gint64 now = hecha_env_now_ms (self->tus->server->options.env) / 1000;
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (now + HECHA_TUS_EXPIRY_SECONDS);
  g_autofree char *text = soup_date_time_to_string (at, SOUP_DATE_HTTP);

  if (!self->whole)
    hecha_exchange_set_header (self->exchange, "Upload-Expires", text);
}

static void
fail (HechaTusUpload *self, const GError *error)
{
  hecha_exchange_set_header (self->exchange, "Tus-Resumable", HECHA_TUS_VERSION);
  if (self->wrong)
    hecha_exchange_fail (self->exchange, 460, "checksum", error->message);
  else if (g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND)
           && g_hash_table_contains (self->tus->expired, self->id))
    hecha_exchange_fail (self->exchange, 410, "gone", "This upload waited too long; begin it again");
  else
    hecha_exchange_fail_with (self->exchange, error);
}

/* Ends the turn when there is nothing more to do: the client is gone, or is told why. */
static gboolean
gave_up (HechaTusUpload *self, const GError *error)
{
  if (!self->exchange->gone && error == NULL)
    return FALSE;
  if (error != NULL)
    fail (self, error);
  hecha_tus_end_turn (self);
  return TRUE;
}

/* Bytes that arrive */

static void
end_feed (HechaTusUpload *self)
{
  if (!self->ended)
    hecha_tus_feed_end (self->feed);
  self->ended = TRUE;
}

static void
took_chunk (HechaExchange *exchange, GBytes *bytes)
{
  HechaTusUpload *self = exchange->sink_data;
  gsize n_bytes;
  const void *data = g_bytes_get_data (bytes, &n_bytes);

  if (self->ended)
    return;
  self->unyielded += n_bytes;
  if (!hecha_tus_feed_add (self->feed, data, n_bytes,
                           self->tus->n_active <= FEW_UPLOADS ? MANY_BLOCKS : FEW_BLOCKS))
    hecha_exchange_pause (exchange);
  else if (self->unyielded >= YIELD_BYTES)
    {
      self->unyielded = 0;
      hecha_exchange_pause (exchange);
      hecha_exchange_resume (exchange);
    }
}

static void
took_all (HechaExchange *exchange)
{
  end_feed (exchange->sink_data);
}

static void
was_cut (HechaExchange *exchange)
{
  HechaTusUpload *self = exchange->sink_data;

  self->cut = TRUE;
  end_feed (self);
}

static const HechaExchangeSink sink = {took_chunk, took_all, was_cut};

static void
wake_cb (gpointer data)
{
  HechaTusUpload *self = data;
  g_autoptr (GError) error = hecha_tus_feed_dup_error (self->feed);

  if (error == NULL)
    {
      hecha_exchange_resume (self->exchange);
      return;
    }
  if (g_error_matches (error, HECHA_ERROR, HECHA_ERROR_INVALID))
    hecha_exchange_fail (self->exchange, 413, "too-large", error->message);
  else
    fail (self, error);
  end_feed (self);
}

static gboolean
check_hash (HechaTusUpload *self, GError **error)
{
  if (self->request.checksum == NULL || self->cut
      || hecha_tus_feed_check_hash (self->feed, self->request.checksum))
    return TRUE;
  if (hecha_partial_rewind (self->partial, self->start_offset, error))
    {
      self->wrong = TRUE;
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                           _ ("The bytes do not have the checksum that came with them; send them again"));
    }
  return FALSE;
}

/* In a writer's thread. What was received is kept, however the request ended. */
static void
finish_cb (gpointer data)
{
  HechaTusUpload *self = data;

  self->error = hecha_tus_feed_dup_error (self->feed);
  if (self->error == NULL && check_hash (self, &self->error))
    hecha_tus_store_finish (self, &self->error);
}

static void
answer_progress (HechaTusUpload *self, guint status)
{
  /* again: what was said before "100 Continue" went out with that */
  hecha_exchange_set_header (self->exchange, "Tus-Resumable", HECHA_TUS_VERSION);
  set_number (self, "Upload-Offset", self->durable);
  set_expiry (self);
  hecha_exchange_answer (self->exchange, status, NULL, NULL);
}

static guint
good_status (HechaTusUpload *self)
{
  return strcmp (self->exchange->route->method, "POST") == 0 ? 201 : 204;
}

static void
settled_cb (gpointer data)
{
  HechaTusUpload *self = data;

  if (self->error != NULL)
    fail (self, self->error);
  else
    answer_progress (self, good_status (self));
  hecha_tus_end_turn (self);
}

static void
take_body (HechaTusUpload *self, guint64 skip)
{
  static const HechaTusFeedFuncs funcs = {wake_cb, finish_cb, settled_cb};

  self->start_offset = self->durable;
  self->feed = hecha_tus_feed_new (self->tus->writers, self->partial, &funcs, self);
  hecha_tus_feed_set_skip (self->feed, skip);
  if (self->request.hash != NULL)
    hecha_tus_feed_set_hash (self->feed, self->request.hash);
  self->exchange->sink = &sink;
  if (self->tus->server->stopping)
    hecha_exchange_cut (self->exchange);
  else
    hecha_exchange_resume (self->exchange);
}

/* OPTIONS */

/**
 * hecha_tus_options:
 * @exchange: from anybody
 *
 * Says what we can.
 */
void
hecha_tus_options (HechaExchange *exchange)
{
  char max[24];

  g_snprintf (max, sizeof max, "%" G_GUINT64_FORMAT, HECHA_TUS_MAX_BYTES);
  hecha_exchange_set_header (exchange, "Tus-Resumable", HECHA_TUS_VERSION);
  hecha_exchange_set_header (exchange, "Tus-Version", HECHA_TUS_VERSION);
  hecha_exchange_set_header (exchange, "Tus-Extension", EXTENSIONS);
  hecha_exchange_set_header (exchange, "Tus-Max-Size", max);
  hecha_exchange_set_header (exchange, "Tus-Checksum-Algorithm", HECHA_TUS_CHECKSUM_ALGORITHMS);
  hecha_exchange_answer (exchange, 204, NULL, NULL);
}

/* POST */

static GBytes *
create (HechaExchange *exchange, GError **error)
{
  hecha_tus_store_create (exchange->sink_data, error);
  return NULL;
}

static void
created_cb (HechaExchange *exchange, GBytes *none, const GError *error)
{
  HechaTusUpload *self = exchange->sink_data;
  g_autofree char *location = g_strconcat ("/v1/evidence/", self->id, NULL);

  if (gave_up (self, error))
    return;
  hecha_exchange_set_header (exchange, "Location", location);
  if (self->request.has_body && !self->whole)
    {
      take_body (self, self->durable);
      return;
    }
  answer_progress (self, 201);
  hecha_tus_end_turn (self);
}

static void
start_creation (HechaTusUpload *self)
{
  hecha_exchange_run (self->exchange, create, created_cb);
}

/**
 * hecha_tus_create:
 * @exchange: `POST /v1/evidence`, from a known caller
 *
 * Begins an upload, or names the one that was begun; bytes may come with it.
 */
void
hecha_tus_create (HechaExchange *exchange)
{
  HechaTusRequest request;
  HechaTusUpload *self;
  char id[HECHA_TUS_ID_BYTES];

  if (!hecha_tus_request_read_creation (&request, exchange))
    {
      hecha_tus_request_clear (&request);
      return;
    }
  hecha_tus_make_id (exchange->server->tus, exchange->caller->dev, &request.digest, id);
  self = hecha_tus_upload_new (exchange, id);
  self->request = request;
  self->start = start_creation;
  hecha_tus_take_turn (self);
}

/* HEAD */

static GBytes *
look (HechaExchange *exchange, GError **error)
{
  HechaTusUpload *self = exchange->sink_data;

  /* the server may have stopped between the last byte and the digest */
  if (hecha_tus_store_open (self, error) && !self->whole && self->durable == self->size)
    hecha_tus_store_finish (self, error);
  return NULL;
}

static void
looked_cb (HechaExchange *exchange, GBytes *none, const GError *error)
{
  HechaTusUpload *self = exchange->sink_data;
  g_autofree char *digest = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *metadata = NULL;

  if (gave_up (self, error))
    return;
  digest = hecha_digest_dup_text (&self->request.digest);
  encoded = g_base64_encode ((const guint8 *)digest, strlen (digest));
  metadata = g_strconcat ("digest ", encoded, NULL);
  hecha_exchange_set_header (exchange, "Cache-Control", "no-store");
  hecha_exchange_set_header (exchange, "Upload-Metadata", metadata);
  set_number (self, "Upload-Length", self->size);
  answer_progress (self, 200);
  hecha_tus_end_turn (self);
}

static void
start_look (HechaTusUpload *self)
{
  hecha_exchange_run (self->exchange, look, looked_cb);
}

static void
begin (HechaExchange *exchange, const HechaTusRequest *request, void (*start) (HechaTusUpload *))
{
  HechaTusUpload *self = hecha_tus_upload_new (exchange, exchange->tail);

  if (request != NULL)
    self->request = *request;
  self->start = start;
  hecha_tus_take_turn (self);
}

/**
 * hecha_tus_head:
 * @exchange: `HEAD` of an upload, or of a file by its digest
 *
 * Says how much of an upload is safely here.
 */
void
hecha_tus_head (HechaExchange *exchange)
{
  if (g_str_has_prefix (exchange->tail, "sha256:"))
    hecha_route_read_evidence (exchange);
  else if (hecha_tus_request_check_version (exchange))
    begin (exchange, NULL, start_look);
}

/* PATCH */

static GBytes *
open_upload (HechaExchange *exchange, GError **error)
{
  hecha_tus_store_open (exchange->sink_data, error);
  return NULL;
}

static gboolean
check_place (HechaTusUpload *self)
{
  HechaExchange *exchange = self->exchange;

  if (self->request.offset != self->durable)
    {
      set_number (self, "Upload-Offset", self->durable);
      hecha_exchange_fail (exchange, 409, "conflict", "Upload-Offset is not where this upload is");
    }
  else if (exchange->head.length > (gint64)(self->size - self->durable))
    hecha_exchange_fail (exchange, 413, "too-large", "The file is longer than was announced");
  else
    return TRUE;
  return FALSE;
}

static void
opened_cb (HechaExchange *exchange, GBytes *none, const GError *error)
{
  HechaTusUpload *self = exchange->sink_data;

  if (gave_up (self, error))
    return;
  if (check_place (self))
    {
      if (!self->whole)
        {
          take_body (self, 0);
          return;
        }
      answer_progress (self, 204);
    }
  hecha_tus_end_turn (self);
}

static void
start_patch (HechaTusUpload *self)
{
  hecha_exchange_run (self->exchange, open_upload, opened_cb);
}

/**
 * hecha_tus_patch:
 * @exchange: `PATCH` of an upload
 *
 * Takes the next bytes. When the connection breaks, what came is kept.
 */
void
hecha_tus_patch (HechaExchange *exchange)
{
  HechaTusRequest request;

  if (hecha_tus_request_read_patch (&request, exchange))
    begin (exchange, &request, start_patch);
  else
    hecha_tus_request_clear (&request);
}

/* DELETE */

static GBytes *
discard (HechaExchange *exchange, GError **error)
{
  HechaTusUpload *self = exchange->sink_data;

  if (hecha_tus_store_open (self, error))
    hecha_tus_store_discard (self, error);
  return NULL;
}

static void
discarded_cb (HechaExchange *exchange, GBytes *none, const GError *error)
{
  HechaTusUpload *self = exchange->sink_data;

  if (gave_up (self, error))
    return;
  hecha_exchange_answer (exchange, 204, NULL, NULL);
  hecha_tus_end_turn (self);
}

static void
start_discard (HechaTusUpload *self)
{
  hecha_exchange_run (self->exchange, discard, discarded_cb);
}

/**
 * hecha_tus_delete:
 * @exchange: `DELETE` of an upload
 *
 * Gives an upload up that is not complete.
 */
void
hecha_tus_delete (HechaExchange *exchange)
{
  if (hecha_tus_request_check_version (exchange))
    begin (exchange, NULL, start_discard);
}
