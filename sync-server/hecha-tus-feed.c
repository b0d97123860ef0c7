/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tus-feed.h"

#include "hecha-main-call.h"

#include <string.h>

/* Large enough that a hand-over costs nothing, small enough for some hundred uploads at a time. */
#define BLOCK_BYTES (64 * 1024)

struct _HechaTusFeed
{
  GThreadPool *threads;  /* (not owned): runs hecha_tus_feed_drain() */
  GMainContext *context; /* (owned) */
  HechaPartial *partial; /* (not owned): only the draining thread touches it */
  const HechaTusFeedFuncs *funcs;
  gpointer data;

  GByteArray *filling; /* (owned) (nullable): main context */

  GMutex lock;
  GQueue blocks;  /* under lock: of GByteArray, owned */
  GError *error;  /* under lock, (owned) (nullable): the first failure; what comes later is thrown away */
  gboolean busy;  /* under lock: a thread drains, or will */
  gboolean full;  /* under lock: somebody waits for room */
  gboolean ended; /* under lock */

  guint64 skip;     /* draining thread: bytes that the upload has already */
  EVP_MD_CTX *hash; /* (owned) (nullable): draining thread */
};

/**
 * hecha_tus_feed_new:
 * @threads: (not owned): a pool that runs hecha_tus_feed_drain()
 * @partial: (not owned): where the bytes go; belongs to the feed until it is settled
 * @funcs: (not owned): whom to tell
 * @data: for @funcs
 *
 * Returns: (transfer full): a feed, used from the thread-default main context of the caller
 */
HechaTusFeed *
hecha_tus_feed_new (GThreadPool *threads, HechaPartial *partial, const HechaTusFeedFuncs *funcs,
                    gpointer data)
{
  HechaTusFeed *self = g_new0 (HechaTusFeed, 1);

  self->threads = threads;
  self->context = g_main_context_ref_thread_default ();
  self->partial = partial;
  self->funcs = funcs;
  self->data = data;
  g_mutex_init (&self->lock);
  g_queue_init (&self->blocks);
  return self;
}

static void
unref_block (gpointer block)
{
  g_byte_array_unref (block);
}

/**
 * hecha_tus_feed_free:
 * @self: (transfer full) (nullable): a feed that is settled, or was never given anything
 */
void
hecha_tus_feed_free (HechaTusFeed *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->blocks, unref_block);
  g_clear_pointer (&self->filling, g_byte_array_unref);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  EVP_MD_CTX_free (self->hash);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * hecha_tus_feed_set_skip:
 * @n_bytes: how many of the first bytes the upload has already
 *
 * To be said before anything is added.
 */
void
hecha_tus_feed_set_skip (HechaTusFeed *self, guint64 n_bytes)
{
  self->skip = n_bytes;
}

/**
 * hecha_tus_feed_set_hash:
 * @algorithm: what the client calls a checksum
 *
 * To be said before anything is added.
 */
void
hecha_tus_feed_set_hash (HechaTusFeed *self, const EVP_MD *algorithm)
{
  self->hash = EVP_MD_CTX_new ();
  EVP_DigestInit_ex (self->hash, algorithm, NULL);
}

/* Under lock. */
static void
start_draining (HechaTusFeed *self)
{
  if (self->busy)
    return;
  self->busy = TRUE;
  g_thread_pool_push (self->threads, self, NULL);
}

static gboolean
push_block (HechaTusFeed *self, guint max_blocks)
{
  gboolean room;

  g_mutex_lock (&self->lock);
  if (self->filling != NULL)
    g_queue_push_tail (&self->blocks, g_steal_pointer (&self->filling));
  start_draining (self);
  room = self->blocks.length < max_blocks;
  self->full = !room;
  g_mutex_unlock (&self->lock);
  return room;
}

/**
 * hecha_tus_feed_add:
 * @bytes: (array length=n_bytes): the next bytes; copied
 * @n_bytes: how many
 * @max_blocks: how many blocks of 64 KiB may wait
 *
 * Returns: whether there is room for more; if not, wake() will be called
 */
gboolean
hecha_tus_feed_add (HechaTusFeed *self, const void *bytes, gsize n_bytes, guint max_blocks)
{
  if (self->filling == NULL)
    self->filling = g_byte_array_sized_new (BLOCK_BYTES);
  g_byte_array_append (self->filling, bytes, (guint)n_bytes);
  /* libsoup hands over 8 KiB at a time: stop before the array would have to grow */
  return self->filling->len + 8192 <= BLOCK_BYTES || push_block (self, max_blocks);
}

/**
 * hecha_tus_feed_end:
 *
 * No more bytes will come. finish() and settled() follow.
 */
void
hecha_tus_feed_end (HechaTusFeed *self)
{
  g_mutex_lock (&self->lock);
  if (self->filling != NULL)
    g_queue_push_tail (&self->blocks, g_steal_pointer (&self->filling));
  self->ended = TRUE;
  self->full = FALSE;
  start_draining (self);
  g_mutex_unlock (&self->lock);
}

/**
 * hecha_tus_feed_dup_error:
 *
 * Returns: (transfer full) (nullable): why bytes could not be written
 */
GError *
hecha_tus_feed_dup_error (HechaTusFeed *self)
{
  GError *error;

  g_mutex_lock (&self->lock);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->lock);
  return error;
}

/**
 * hecha_tus_feed_check_hash:
 * @expected: what the client computed
 *
 * To be asked in finish().
 *
 * Returns: whether the bytes have that checksum
 */
gboolean
hecha_tus_feed_check_hash (HechaTusFeed *self, GBytes *expected)
{
  guint8 hash[EVP_MAX_MD_SIZE];
  unsigned int n_bytes = 0;

  EVP_DigestFinal_ex (self->hash, hash, &n_bytes);
  return n_bytes == g_bytes_get_size (expected)
         && memcmp (hash, g_bytes_get_data (expected, NULL), n_bytes) == 0;
}

static gboolean
wake_cb (gpointer data)
{
  HechaTusFeed *self = data;
  gboolean ended;

  g_mutex_lock (&self->lock);
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  if (!ended)
    self->funcs->wake (self->data);
  return G_SOURCE_REMOVE;
}

static gboolean
settled_cb (gpointer data)
{
  HechaTusFeed *self = data;

  self->funcs->settled (self->data);
  return G_SOURCE_REMOVE;
}

static gboolean
write_block (HechaTusFeed *self, const GByteArray *block, GError **error)
{
  gsize skip = (gsize)MIN (self->skip, (guint64)block->len);

  if (self->hash != NULL)
    EVP_DigestUpdate (self->hash, block->data, block->len);
  self->skip -= skip;
  return hecha_partial_append (self->partial, block->data + skip, block->len - skip, error);
}

/* The next block, and whether who waits for room must be told; %NULL when there is none and the thread can go. */
static GByteArray *
take_block (HechaTusFeed *self, gboolean *ended)
{
  GByteArray *block;
  gboolean tell;

  g_mutex_lock (&self->lock);
  block = g_queue_pop_head (&self->blocks);
  tell = self->full && self->blocks.length == 0;
  if (tell)
    self->full = FALSE;
  *ended = self->ended;
  if (block == NULL && !self->ended)
    self->busy = FALSE;
  g_mutex_unlock (&self->lock);
  if (tell)
    hecha_main_call (self->context, wake_cb, self, NULL);
  return block;
}

static void
note_error (HechaTusFeed *self, GError *error)
{
  g_mutex_lock (&self->lock);
  self->error = error;
  self->full = FALSE;
  g_mutex_unlock (&self->lock);
  hecha_main_call (self->context, wake_cb, self, NULL);
}

/**
 * hecha_tus_feed_drain:
 * @feed: a feed
 * @unused: nothing
 *
 * What the pool's threads do: write what there is and go, so that a slow client holds no thread.
 */
void
hecha_tus_feed_drain (gpointer feed, gpointer unused)
{
  HechaTusFeed *self = feed;
  GByteArray *block;
  gboolean ended;

  while ((block = take_block (self, &ended)) != NULL)
    {
      GError *error = NULL;

      if (self->error == NULL && !write_block (self, block, &error))
        note_error (self, error);
      g_byte_array_unref (block);
    }
  if (!ended)
    return;
  self->funcs->finish (self->data);
  hecha_main_call (self->context, settled_cb, self, NULL);
}
