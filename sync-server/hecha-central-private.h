/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-guard.h"
#include "hecha-central.h"
#include "store/hecha-device.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Wrong secrets after which an invitation is void. */
#define HECHA_CENTRAL_TRIES 5

/**
 * HechaCentral:
 *
 * One thread owns the store and does all that is asked, in turn; what is asked at the same time shares a commit.
 */
struct _HechaCentral
{
  char *dir; /* (owned) */
  HechaEnv env;
  HechaStore *store; /* (owned) only the writer's */
  char *epoch;       /* (owned) read by all threads */
  char *first_epoch; /* (owned) (nullable) before it took another one: somebody may still read it */
  HechaKey key;      /* a copy, for those who ask from other threads */
  guint8 token_key[32];
  GThread *writer;   /* (owned) */
  GAsyncQueue *jobs; /* (owned) */
  GMutex lock;       /* guards the two below */
  HechaCentralChanged changed;
  gpointer changed_data;
  gboolean committed_entries; /* only the writer's: since the last call of changed */
  HechaGuardMemo guard;       /* only the writer's */
  guint n_scopes;             /* only the writer's: those for which grants were looked at */
};

/**
 * HechaCentralTask:
 *
 * Something done in the writer's thread.
 */
typedef gboolean (*HechaCentralTask) (HechaCentral *self, gpointer data, GError **error);

/* Alone, with transactions of its own. */
gboolean hecha_central_run (HechaCentral *self, HechaCentralTask task, gpointer data, GError **error);
/* Inside a transaction that it shares with others; its results may be used once this returns: they are on disk. */
gboolean hecha_central_run_shared (HechaCentral *self, HechaCentralTask task, gpointer data, GError **error);

/* hecha-central-devices.c; in the writer's thread, inside a transaction */
gboolean hecha_central_grant_all (HechaCentral *self, GError **error);
HechaRecord *hecha_central_home_grant (HechaCentral *self, const char *dev, GError **error);
char *hecha_central_token (HechaCentral *self, const char *dev);
gboolean hecha_central_revoke_now (HechaCentral *self, const char *dev, const char *reason, gboolean *found,
                                   GError **error);

/* hecha-central-laptops.c; in the writer's thread, inside a transaction */
gboolean hecha_central_heed_office (HechaCentral *self, GError **error);

/* hecha-central-sync.c; in the writer's thread, inside a transaction */
GBytes *hecha_central_exchange (HechaCentral *self, const char *dev, GBytes *request, GPtrArray *stored,
                                GError **error);

/* hecha-central.c; in the writer's thread */
gboolean hecha_central_new_epoch (HechaCentral *self, GError **error);

/* hecha-central-admin.c */
GBytes *hecha_json_to_bytes (JsonNode *node);

G_END_DECLS
