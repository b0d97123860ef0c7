/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-central.h"
#include "hecha-machine.h"
#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

/**
 * HechaLaptop:
 * @store: (owned) (nullable): %NULL while it is off
 * @image: (owned) (nullable): what was on its disk some time ago
 * @clone_of: (nullable): whose disk it was made from
 *
 * A laptop of the world: the real store and the real sync, on a machine under the test's control.
 */
typedef struct _HechaWorld HechaWorld;
typedef struct
{
  HechaTransport transport; /* first, so that a transport is its laptop */
  HechaWorld *world;
  HechaMachine *machine;
  HechaStore *store;
  HechaMemoryImage *image;
  char *name;
  char *role;
  char *refused; /* (owned) (nullable): what the last sync refused */
} HechaLaptop;

/**
 * HechaParcel:
 * @path: (owned): a bundle
 * @laptop: who wrote it, or whom it is for
 * @answer: whether it comes from the server
 */
typedef struct
{
  char *path;
  HechaLaptop *laptop;
  gboolean answer;
} HechaParcel;

/**
 * HechaWorld:
 * @laptops: (element-type HechaLaptop)
 * @requests: (element-type GBytes): that were once on their way, with their sender's token
 * @must: (element-type utf8): digests of the entries that somebody was told are kept, and that no restored
 *   disk took away from the last machine that had them
 * @calm: nothing goes wrong any more
 * @bad: of 100 things, how many go wrong
 *
 * Laptops, a server and what is between them.
 */
struct _HechaWorld
{
  GRand *rand;
  HechaMachine *server;
  HechaCentral *central;
  HechaMemoryImage *backup;
  GPtrArray *laptops;
  GPtrArray *requests;
  GPtrArray
    *bundles; /* (element-type HechaParcel) on their way by hand; each may be delivered any number of times */
  GHashTable *must;
  gboolean calm;
  guint bad;
  gint64 now_ms; /* the true time */
  guint n_faults;
};

HechaWorld *hecha_world_new (guint32 seed);
void hecha_world_free (HechaWorld *self);
guint hecha_world_pick (HechaWorld *self, guint n);
gboolean hecha_world_chance (HechaWorld *self, guint percent);
/* Time goes on for all, each by its own clock. */
void hecha_world_wait (HechaWorld *self, gint64 ms);

HechaLaptop *hecha_world_add_laptop (HechaWorld *self, const char *role, const char *unit);
HechaLaptop *hecha_world_clone (HechaWorld *self, HechaLaptop *laptop);
HechaLaptop *hecha_world_laptop (HechaWorld *self, guint index);

/* Puts what @func decided into the laptop's journal, if its disk lets it; what it was told is kept, must
 * be. */
void hecha_laptop_act (HechaLaptop *self, HechaActFunc func, gpointer data);
/* %TRUE when it went through. */
gboolean hecha_laptop_sync (HechaLaptop *self, guint *moved, char **state, GError **error);

/* The same by hand: a file is written, and some day somebody brings it, or its answer. */
void hecha_laptop_post (HechaLaptop *self);
void hecha_world_deliver (HechaWorld *self);

/* Death and resurrection. @again: the disk fails once more at that write while it comes back, and power
 * goes again. */
void hecha_laptop_crash_again (HechaLaptop *self, gboolean power, guint again);
void hecha_world_crash_server_again (HechaWorld *self, gboolean power, guint again);
void hecha_laptop_put_back (HechaLaptop *self, const HechaMemoryImage *image);
void hecha_world_put_back (HechaWorld *self, const HechaMemoryImage *image);
void hecha_laptop_crash (HechaLaptop *self, gboolean power);
void hecha_laptop_restore (HechaLaptop *self);
void hecha_world_crash_server (HechaWorld *self, gboolean power);
void hecha_world_restore_server (HechaWorld *self);

/* The central store, for looking only. */
HechaStore *hecha_world_central_store (HechaWorld *self);
GPtrArray *hecha_store_all_entries (HechaStore *store, const char *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaWorld, hecha_world_free)

G_END_DECLS
