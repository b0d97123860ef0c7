/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* What both sides of a sync do with their store: say what they have, hand on pieces of chains, take them
 * in. */

/**
 * HechaTip:
 *
 * The end of one branch of a chain: what a store has of it.
 */
typedef struct
{
  char scope[96];
  char dev[64];
  gint64 seq;
  HechaDigest digest;
} HechaTip;

/* Entries of one page, and its bytes; a page goes on to the next head of each chain in it. */
#define HECHA_PAGE_ENTRIES 4000
#define HECHA_PAGE_BYTES   (3 * 1024 * 1024)

GArray *hecha_store_tips (HechaStore *self, GHashTable *scopes, GError **error);
void hecha_tips_digest (GArray *tips, HechaDigest *digest);
int hecha_tip_compare (gconstpointer a, gconstpointer b);

gboolean
hecha_store_behind (HechaStore *self, GHashTable *scopes, GArray *have, GArray *lacks, GError **error);

/**
 * HechaPiece:
 * @chain: number of the chain
 * @from: the first entry to hand on
 *
 * A chain, or the end of one, that the other side lacks.
 */
typedef struct
{
  gint64 chain;
  gint64 from;
} HechaPiece;

/* @have is what the other side has, @scopes what it may have; @without gets numbers of entries (gint64) to
 * leave out. */
gboolean hecha_store_missing (HechaStore *self, GHashTable *scopes, GArray *have, GArray *pieces,
                              GHashTable *without, GError **error);
gboolean hecha_store_append_pieces (HechaStore *self, GArray *pieces, GHashTable *without, GString *lines,
                                    gboolean *more, GError **error);

/**
 * HechaRefusal:
 *
 * Why something that was handed over is not in the journal: one clear reason.
 */
typedef struct
{
  char *scope;
  char *dev;
  gint64 seq; /* 0 where not even that could be read */
  char *reason;
} HechaRefusal;

/**
 * HechaIngested:
 * @n_new: entries that are new here
 * @n_known: entries that were here already
 * @accepted: (element-type HechaTip): of each chain that was handed over, the last head whose entry is here
 *   now
 * @refused: (element-type HechaRefusal)
 * @new_entries: (element-type HechaDigest): those that are new
 */
typedef struct
{
  guint n_new;
  guint n_known;
  GArray *accepted;
  GPtrArray *refused;
  GArray *new_entries;
} HechaIngested;

/* Whether entries of @dev may come into @scope from @sender; asked once for each chain of a page. */
typedef gboolean (*HechaMayEnter) (HechaStore *self, const char *sender, const char *dev, const char *scope);

HechaIngested *hecha_store_ingest (HechaStore *self, const char *sender, HechaMayEnter may_enter,
                                   const char *lines, gsize n_bytes, GError **error);
void hecha_ingested_free (HechaIngested *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaIngested, hecha_ingested_free)

G_END_DECLS
