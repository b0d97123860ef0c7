/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tus.h"

#include "hecha-main-call.h"
#include "hecha-tus-private.h"

#include <sodium.h>
#include <string.h>

/* Files are written and synced by several threads, since the disk takes several syncs at a time. */
#define WRITER_THREADS 8
#define MAX_IN_TURN    16
#define MAX_EXPIRED    10000
#define EXPIRY_SECONDS 3600

typedef struct
{
  HechaTus *tus;
  GPtrArray *ids; /* (owned) */
} Expired;

static void
expired_free (gpointer data)
{
  Expired *self = data;

  g_ptr_array_unref (self->ids);
  g_free (self);
}

static gboolean
expired_cb (gpointer data)
{
  Expired *expired = data;
  HechaTus *self = expired->tus;

  self->expiring = FALSE;
  if (g_hash_table_size (self->expired) + expired->ids->len > MAX_EXPIRED)
    g_hash_table_remove_all (self->expired);
  for (guint i = 0; i < expired->ids->len; i++)
    g_hash_table_add (self->expired, g_strdup (expired->ids->pdata[i]));
  return G_SOURCE_REMOVE;
}

static void
expire (HechaTus *self)
{
  Expired *expired = g_new0 (Expired, 1);

  expired->tus = self;
  expired->ids = hecha_tus_store_expire (self);
  hecha_main_call (self->server->context, expired_cb, expired, expired_free);
}

/* The pool's threads: drain a feed, or clear away what is too old. */
static void
drain_or_expire (gpointer item, gpointer user_data)
{
  if (item == user_data)
    expire (user_data);
  else
    hecha_tus_feed_drain (item, NULL);
}

static gboolean
expiry_cb (gpointer data)
{
  HechaTus *self = data;

  if (!self->expiring)
    g_thread_pool_push (self->writers, self, NULL);
  self->expiring = TRUE;
  return G_SOURCE_CONTINUE;
}

/* From the server's key, so that an upload goes on after a restart or a restore, and nobody else can make an id. */
static void
derive_secret (HechaTus *self)
{
  static const char purpose[] = "hecha-tus-v1";
  const HechaKey *key = hecha_central_key (self->server->options.central);

  crypto_generichash (self->secret, sizeof self->secret, (const guint8 *)purpose, strlen (purpose), key->seed,
                      sizeof key->seed);
}

/**
 * hecha_tus_new:
 * @server: (not owned): whose uploads they are
 *
 * Returns: (transfer full): what takes uploads
 */
HechaTus *
hecha_tus_new (HechaHttpServer *server)
{
  HechaTus *self = g_new0 (HechaTus, 1);

  self->server = server;
  self->incoming = g_build_filename (server->options.dir, "evidence", "incoming", NULL);
  derive_secret (self);
  self->writers = g_thread_pool_new (drain_or_expire, self, WRITER_THREADS, FALSE, NULL);
  self->turns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_queue_free);
  self->expired = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->expiry = g_timeout_source_new_seconds (EXPIRY_SECONDS);
  g_source_set_callback (self->expiry, expiry_cb, self, NULL);
  g_source_attach (self->expiry, server->context);
  expiry_cb (self);
  return self;
}

static void
cut_feeding (HechaTus *self)
{
  GHashTableIter iter;
  gpointer queue;

  g_hash_table_iter_init (&iter, self->turns);
  while (g_hash_table_iter_next (&iter, NULL, &queue))
    {
      HechaTusUpload *upload = g_queue_peek_head (queue);

      if (upload != NULL && upload->feed != NULL && !upload->exchange->complete)
        hecha_exchange_cut (upload->exchange);
    }
}

/**
 * hecha_tus_stop:
 *
 * Ends uploads that are arriving. What came of them is synced; hecha_tus_get_n_active() says when.
 */
void
hecha_tus_stop (HechaTus *self)
{
  g_source_destroy (self->expiry);
  cut_feeding (self);
}

/**
 * hecha_tus_free:
 * @self: (transfer full): what takes uploads, of a server that has stopped
 */
void
hecha_tus_free (HechaTus *self)
{
  g_thread_pool_free (self->writers, FALSE, TRUE);
  while (self->expiring)
    g_main_context_iteration (self->server->context, TRUE);
  g_source_unref (self->expiry);
  g_hash_table_unref (self->turns);
  g_hash_table_unref (self->expired);
  sodium_memzero (self->secret, sizeof self->secret);
  g_free (self->incoming);
  g_free (self);
}

/**
 * hecha_tus_get_n_active:
 *
 * Returns: requests that are at work on an upload, or wait for their turn
 */
guint
hecha_tus_get_n_active (HechaTus *self)
{
  return self->n_active;
}

/**
 * hecha_tus_make_id:
 * @dev: the device
 * @digest: of the file
 * @id: (out caller-allocates): 64 hex digits
 *
 * The same file from the same device is the same upload, so a creation whose answer was lost can be repeated; another
 * device can neither guess nor use the id.
 */
void
hecha_tus_make_id (HechaTus *self, const char *dev, const HechaDigest *digest, char id[HECHA_TUS_ID_BYTES])
{
  char text[HECHA_DIGEST_TEXT_BYTES];
  g_autofree char *message = NULL;
  guint8 mac[crypto_auth_hmacsha256_BYTES];

  hecha_digest_to_text (digest, text);
  message = g_strdup_printf ("%s\n%s\n", dev, text);
  crypto_auth_hmacsha256 (mac, (const guint8 *)message, strlen (message), self->secret);
  sodium_bin2hex (id, HECHA_TUS_ID_BYTES, mac, sizeof mac);
}

/**
 * hecha_tus_upload_new:
 * @exchange: a request
 * @id: of the upload that it is about; it may come from the client
 *
 * Returns: (transfer full): the request, to be given a turn
 */
HechaTusUpload *
hecha_tus_upload_new (HechaExchange *exchange, const char *id)
{
  HechaTusUpload *self = g_new0 (HechaTusUpload, 1);

  self->tus = exchange->server->tus;
  self->exchange = exchange;
  self->id = g_strdup (id);
  g_object_ref (exchange->msg);
  exchange->sink_data = self;
  return self;
}

static void
upload_free (HechaTusUpload *self)
{
  g_clear_pointer (&self->feed, hecha_tus_feed_free);
  g_clear_pointer (&self->partial, hecha_partial_free);
  hecha_tus_request_clear (&self->request);
  g_clear_error (&self->error);
  g_object_unref (self->exchange->msg);
  g_free (self->id);
  g_free (self);
}

/* A client that comes back knows that its old connection is dead; we may not have noticed yet. */
static void
interrupt (HechaTusUpload *working, HechaTusUpload *next)
{
  if (working->feed != NULL && !working->exchange->complete
      && strcmp (working->exchange->caller->dev, next->exchange->caller->dev) == 0)
    hecha_exchange_cut (working->exchange);
}

/**
 * hecha_tus_take_turn:
 * @upload: (transfer full): a request
 *
 * Starts it as soon as no other is at work on the same upload.
 */
void
hecha_tus_take_turn (HechaTusUpload *upload)
{
  HechaTus *self = upload->tus;
  GQueue *queue = g_hash_table_lookup (self->turns, upload->id);

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (self->turns, g_strdup (upload->id), queue);
    }
  if (queue->length >= MAX_IN_TURN)
    {
      hecha_exchange_fail (upload->exchange, 503, "busy", "Too many requests are about this upload");
      upload_free (upload);
      return;
    }
  self->n_active++;
  g_queue_push_tail (queue, upload);
  hecha_exchange_pause (upload->exchange);
  if (queue->length == 1)
    upload->start (upload);
  else
    interrupt (g_queue_peek_head (queue), upload);
}

/**
 * hecha_tus_end_turn:
 * @upload: (transfer full): a request that is done; it must be the one at work
 *
 * Starts the next.
 */
void
hecha_tus_end_turn (HechaTusUpload *upload)
{
  HechaTus *self = upload->tus;
  GQueue *queue = g_hash_table_lookup (self->turns, upload->id);
  HechaTusUpload *next;

  g_assert (g_queue_peek_head (queue) == upload);
  g_queue_pop_head (queue);
  self->n_active--;
  next = g_queue_peek_head (queue);
  if (next == NULL)
    g_hash_table_remove (self->turns, upload->id);
  upload_free (upload);
  if (next != NULL)
    next->start (next);
}
