/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-partial.h"
#include "hecha-http-server-private.h"
#include "hecha-tus-feed.h"
#include "hecha-tus-request.h"

G_BEGIN_DECLS

#define HECHA_TUS_SECRET_BYTES 32
/* 64 hex digits and the final NUL */
#define HECHA_TUS_ID_BYTES 65

struct _HechaTus
{
  HechaHttpServer *server; /* (not owned) */
  guint8 secret[HECHA_TUS_SECRET_BYTES];
  char *incoming;       /* (owned): where uploads and marks are */
  GThreadPool *writers; /* (owned) */
  GHashTable *turns;    /* id → GQueue of HechaTusUpload: the first is at work, the others wait */
  GHashTable *expired;  /* of ids, owned */
  GSource *expiry;      /* (owned) */
  guint n_active;       /* requests that are in some queue of @turns */
  gboolean expiring;
};

/**
 * HechaTusUpload:
 * @exchange: the request; kept by a reference on its message
 * @id: (owned): of the upload
 * @request: what its headers say
 * @start: what to do when its turn comes
 * @partial: (owned) (nullable): what has arrived so far; used by one thread at a time
 * @feed: (owned) (nullable): the way there, while bytes come
 * @start_offset: where the bytes of this request begin
 * @size: of the whole file
 * @durable: bytes that the client may be told of
 * @whole: the file is complete, and in its place
 * @wrong: what arrived was not what was announced
 * @cut: the request ended before its body did
 * @ended: the feed was told that no more comes
 * @error: (owned) (nullable): why it failed
 *
 * One request about one upload.
 */
typedef struct _HechaTusUpload HechaTusUpload;
struct _HechaTusUpload
{
  HechaTus *tus;
  HechaExchange *exchange;
  char *id;
  HechaTusRequest request;
  void (*start) (HechaTusUpload *self);
  HechaPartial *partial;
  HechaTusFeed *feed;
  guint64 start_offset;
  guint64 size;
  guint64 durable;
  guint64 unyielded;
  gboolean whole;
  gboolean wrong;
  gboolean cut;
  gboolean ended;
  GError *error;
};

/* hecha-tus.c: names and turns */
void
hecha_tus_make_id (HechaTus *self, const char *dev, const HechaDigest *digest, char id[HECHA_TUS_ID_BYTES]);
HechaTusUpload *hecha_tus_upload_new (HechaExchange *exchange, const char *id);
void hecha_tus_take_turn (HechaTusUpload *upload);
void hecha_tus_end_turn (HechaTusUpload *upload);

/* hecha-tus-store.c: what is on disk; in worker threads */
gboolean hecha_tus_store_open (HechaTusUpload *self, GError **error);
gboolean hecha_tus_store_create (HechaTusUpload *self, GError **error);
gboolean hecha_tus_store_finish (HechaTusUpload *self, GError **error);
gboolean hecha_tus_store_discard (HechaTusUpload *self, GError **error);
GPtrArray *hecha_tus_store_expire (HechaTus *self);

G_END_DECLS
