/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-partial.h"

#include <openssl/evp.h>

G_BEGIN_DECLS

/* Carries the bytes of one request from the main context, where they arrive, to a thread that hashes and
 * writes them. */

typedef struct _HechaTusFeed HechaTusFeed;

/**
 * HechaTusFeedFuncs:
 * @wake: in the main context: there is room again, or hecha_tus_feed_get_error() has something to say
 * @finish: in the thread: all bytes are in the upload; the last thing that happens there
 * @settled: in the main context, after @finish: the feed may be freed
 */
typedef struct
{
  void (*wake) (gpointer data);
  void (*finish) (gpointer data);
  void (*settled) (gpointer data);
} HechaTusFeedFuncs;

HechaTusFeed *hecha_tus_feed_new (GThreadPool *threads, HechaPartial *partial, const HechaTusFeedFuncs *funcs,
                                  gpointer data);
void hecha_tus_feed_free (HechaTusFeed *self);
void hecha_tus_feed_set_skip (HechaTusFeed *self, guint64 n_bytes);
void hecha_tus_feed_set_hash (HechaTusFeed *self, const EVP_MD *algorithm);
gboolean hecha_tus_feed_add (HechaTusFeed *self, const void *bytes, gsize n_bytes, guint max_blocks);
void hecha_tus_feed_end (HechaTusFeed *self);
GError *hecha_tus_feed_dup_error (HechaTusFeed *self);
gboolean hecha_tus_feed_check_hash (HechaTusFeed *self, GBytes *expected);

void hecha_tus_feed_drain (gpointer feed, gpointer unused);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTusFeed, hecha_tus_feed_free)

G_END_DECLS
