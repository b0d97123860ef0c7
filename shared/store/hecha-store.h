/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "base/hecha-key.h"
#include "domain/hecha-act.h"
#include "domain/hecha-conflict.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

/**
 * HechaStore:
 *
 * The journal of one device (or of the server) and the views of it, in one directory: the database, `evidence/`, the
 * keys, and a lock: one program at a time. Not thread-safe: one thread owns it.
 */
typedef struct _HechaStore HechaStore;

typedef enum
{
  HECHA_STORE_LAPTOP,  /* hecha.db, device.key */
  HECHA_STORE_CENTRAL, /* central.db, server.key */
} HechaStoreKind;

/* Mask of record types (bit = index in the record table) of which something changed; called after the commit. */
typedef void (*HechaStoreChanged) (guint64 types, gpointer data);
/* A rule of domain/ and what it was asked, run inside the transaction of hecha_store_act(). */
typedef gboolean (*HechaActFunc) (HechaAct *act, gpointer data, GError **error);
/* Why an entry breaks a rule of the domain: (transfer full) (nullable). */
typedef char *(*HechaGuard) (HechaReader *reader, const HechaEntry *entry, const char *scope, const char *dev,
                             gpointer data);

HechaStore *hecha_store_open (const char *dir, HechaStoreKind kind, const HechaEnv *env, GError **error);
void hecha_store_close (HechaStore *self);
void hecha_store_set_changed (HechaStore *self, HechaStoreChanged changed, gpointer data);
void hecha_store_set_guard (HechaStore *self, HechaGuard guard, gpointer data);

const char *hecha_store_dir (HechaStore *self);
const char *hecha_store_dev (HechaStore *self);
const HechaKey *hecha_store_key (HechaStore *self);
const HechaEnv *hecha_store_env (HechaStore *self);
HechaReader *hecha_store_reader (HechaStore *self);
void hecha_store_set_epoch (HechaStore *self, const char *epoch);

char *hecha_store_get_meta (HechaStore *self, const char *key);
gboolean hecha_store_set_meta (HechaStore *self, const char *key, const char *value, GError **error);

/* Recording: the one way in for what people do here. */
gboolean hecha_store_act (HechaStore *self, const char *by, HechaActFunc func, gpointer data, GError **error);

/* Scope digests (docs/protocol.md 2.9); a NULL scope is all of them. */
char *hecha_store_digest (HechaStore *self, const char *scope, GError **error);
GPtrArray *hecha_store_scopes (HechaStore *self, GError **error);

/**
 * HechaVerified:
 * @n_entries: entries that were recomputed
 * @n_heads: signatures that were checked
 * @problems: (element-type utf8): a sentence each, naming the entry; empty when all is well
 */
typedef struct
{
  gint64 n_entries;
  gint64 n_heads;
  GPtrArray *problems;
} HechaVerified;

HechaVerified *hecha_store_verify (HechaStore *self, GError **error);
void hecha_verified_free (HechaVerified *self);
gboolean hecha_store_rebuild (HechaStore *self, GError **error);

/**
 * HechaOpenCount:
 * @conflicts: of values and facts, and samples that were verified twice, as hecha_double_waits() has it
 * @forks: laptops that were copied, once for each scope
 * @holds: entries in quarantine
 *
 * What waits for a decision of the office.
 */
typedef struct
{
  guint conflicts;
  guint forks;
  guint holds;
} HechaOpenCount;

GPtrArray *hecha_store_conflicts (HechaStore *self, gboolean open_only, GError **error);
gboolean hecha_store_count_open (HechaStore *self, HechaOpenCount *count, GError **error);

/* The bytes of an entry, for those who check or show it; NULL without error when it is not here. */
char *hecha_store_entry_bytes (HechaStore *self, const char *digest, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaStore, hecha_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaVerified, hecha_verified_free)

G_END_DECLS
