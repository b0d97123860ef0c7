/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/hecha-merge.h"
#include "store/hecha-db.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/* Of entry.state */
#define HECHA_STATE_COUNTS 0
#define HECHA_STATE_PARKED 1
#define HECHA_STATE_HELD   2

/* Where the fields begin in a record table: after n, scope, id, disputed. */
#define HECHA_FIRST_FIELD_COLUMN 4

/**
 * HechaChain:
 * @dirty: differs from its row; written at the commit
 * @unsigned_entries: own entries since the last head, at least
 */
typedef struct
{
  gint64 n;
  gint64 scope;
  char *scope_name; /* (owned) */
  char *dev;        /* (owned) */
  gint64 seq;       /* 0: no entry yet */
  HechaDigest digest;
  gint64 forked; /* 0: no fork */
  gboolean dirty;
  guint unsigned_entries;
  gsize unsigned_bytes;
} HechaChain;

/**
 * HechaTypeSql:
 *
 * The statements on one record type's table, made once.
 */
typedef struct
{
  char *find;   /* (owned) n, disputed by scope, id */
  char *insert; /* (owned) nothing where the record is there already */
  char *update; /* (owned) all fields by n */
  char *remove; /* (owned) by n */
  char *select; /* (owned) all columns with the scope's name; to be completed by a WHERE */
} HechaTypeSql;

struct _HechaStore
{
  HechaReader reader; /* first, so that a reader is its store */
  HechaStoreKind kind;
  char *dir; /* (owned) */
  HechaEnv env;
  HechaDb *db; /* (owned) */
  HechaKey key;
  gboolean protected; /* a passphrase brings the secret halves of the key */
  gboolean has_key;
  char *dev; /* (owned) this device; empty before it has keys */
  int lock_fd;
  HechaTime last;       /* the latest time given or taken over */
  HechaTime saved;      /* of it, what meta has */
  HechaTime own;        /* of the latest own entry; 0 when it is not known */
  HechaTypeSql *sql;    /* (owned) by type */
  GHashTable *scopes;   /* (owned) name → n (gint64 *) */
  GHashTable *chains;   /* (owned) "dev scope" → HechaChain */
  gboolean any_waiting; /* whether an entry may be parked */
  gboolean any_holds;   /* whether a hold may exist */
  gint64 applied_to; /* the views have no entry behind this one: G_MAXINT64 except while they are rebuilt */
  guint64 changed_types;
  guint64 rights; /* mask of the types that say what a device may do */
  HechaStoreChanged changed;
  gpointer changed_data;
  HechaGuard guard;
  gpointer guard_data;
};

typedef enum
{
  HECHA_APPENDED,
  HECHA_KNOWN, /* was here already */
  HECHA_GAP,   /* what comes before it is not here */
} HechaAppendResult;

/* hecha-tables.c */
HechaTypeSql *hecha_tables_sql (void);
void hecha_tables_free (HechaTypeSql *sql);
char *hecha_tables_ddl (void);
char *hecha_tables_fingerprint (void);
gboolean hecha_tables_is_indexed (const HechaField *field);

/* hecha-chain.c */
gint64
hecha_store_scope_id (HechaStore *self, const char *scope, gsize length, gboolean create, GError **error);
HechaChain *
hecha_store_chain (HechaStore *self, HechaText dev, HechaText scope, gboolean create, GError **error);
void hecha_chain_free (gpointer data);
gboolean hecha_store_sign_chain (HechaStore *self, HechaChain *chain, GError **error);
gboolean hecha_store_sign_heads (HechaStore *self, GError **error);
gboolean
hecha_store_put_head (HechaStore *self, const HechaChain *chain, const HechaHead *head, GError **error);
gboolean hecha_store_flush_chains (HechaStore *self, GError **error);
void hecha_store_forget (HechaStore *self);

/* hecha-append.c */
gboolean hecha_store_append (HechaStore *self, const HechaEntry *entry, const char *bytes, gsize n_bytes,
                             HechaAppendResult *result, GError **error);
gboolean
hecha_store_append_ops (HechaStore *self, const char *scope, const char *by, const char *ops, GError **error);
gboolean hecha_store_write_hold (HechaStore *self, const char *scope, const HechaDigest *digest,
                                 const char *reason, GError **error);
gint64 hecha_store_find_entry (HechaStore *self, const HechaDigest *digest, GError **error);

/* hecha-apply.c */
gboolean
hecha_store_apply (HechaStore *self, const HechaEntry *entry, gint64 n, gboolean late, GError **error);
gboolean hecha_store_unapply (HechaStore *self, const HechaEntry *entry, gint64 n, GError **error);
gboolean hecha_entry_has_hold (const HechaEntry *entry);
gboolean
hecha_store_merge_record (HechaStore *self, guint type, gint64 record, gboolean full, GError **error);

/* hecha-hold.c */
gboolean hecha_store_is_held (HechaStore *self, gint64 scope, const HechaDigest *digest, gboolean *held,
                              GError **error);
gboolean hecha_store_was_held (HechaStore *self, gint64 scope, const HechaDigest *digest, gboolean *ever,
                               GError **error);
gboolean hecha_store_hold_changed (HechaStore *self, gint64 scope, const char *digest, GError **error);
gboolean hecha_store_set_state (HechaStore *self, gint64 n, int clear, int set, GError **error);

/* hecha-read.c */
void hecha_store_init_reader (HechaStore *self);

/* hecha-lock.c */
gboolean hecha_store_need_unlocked (HechaStore *self, GError **error);

/* hecha-store.c */
char *hecha_store_dup_key_path (HechaStore *self);
gboolean hecha_store_sign_own (HechaStore *self, GError **error);
HechaTxn hecha_store_begin (HechaStore *self, GError **error);
gboolean hecha_store_commit (HechaStore *self, HechaTxn *txn, GError **error);

G_END_DECLS
