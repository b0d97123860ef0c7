/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "base/hecha-error.h"
#include "base/hecha-resource.h"
#include "domain/hecha-records.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define APPLICATION_ID 0x48434131 /* "HCA1" */

/* Each step in one transaction that also sets the version. Nothing is ever deleted; a newer file is
 * refused. */
static const struct
{
  int version;
  const char *resource;
} migrations[] = {
  {1, "/io/github/hecha/schema/store.sql"},
  {2, "/io/github/hecha/schema/store-2.sql"},
  {3, "/io/github/hecha/schema/store-3.sql"},
};

static const char *
database_name (HechaStoreKind kind)
{
  return kind == HECHA_STORE_CENTRAL ? "central.db" : "hecha.db";
}

/**
 * hecha_store_dup_key_path:
 * @self: a store
 *
 * Returns: (transfer full): where the keys are
 */
char *
hecha_store_dup_key_path (HechaStore *self)
{
  return g_build_filename (self->dir, self->kind == HECHA_STORE_CENTRAL ? "server.key" : "device.key", NULL);
}

/* ---- opening ---- */

static gboolean
take_lock (HechaStore *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, "lock", NULL);

  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd < 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("%s cannot be written: %s"), self->dir,
                   g_strerror (errno));
      return FALSE;
    }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_BUSY,
               _ ("Another program has %s open; close it and try again"), self->dir);
  return FALSE;
}

static gboolean
read_version (HechaStore *self, gint64 *version, GError **error)
{
  gint64 id = 0, tables = 0;

  if (!hecha_db_get_int (self->db, &id, error, "PRAGMA application_id", "")
      || !hecha_db_get_int (self->db, version, error, "PRAGMA user_version", "")
      || !hecha_db_get_int (self->db, &tables, error, "SELECT count(*) FROM sqlite_schema", ""))
    return FALSE;
  if (id != APPLICATION_ID && tables > 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("%s holds a database that is not Hecha's"),
                   self->dir);
      return FALSE;
    }
  if (*version > migrations[G_N_ELEMENTS (migrations) - 1].version)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NEWER,
                   _ ("%s was written by a newer Hecha; install that one"), self->dir);
      return FALSE;
    }
  return TRUE;
}

static gboolean
migrate (HechaStore *self, GError **error)
{
  gint64 version = 0;

  if (!read_version (self, &version, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (migrations); i++)
    {
      g_autoptr (GBytes) sql = NULL;
      g_autofree char *mark = NULL;
      g_auto (HechaTxn) txn = {NULL};

      if (migrations[i].version <= version)
        continue;
      sql = g_resource_lookup_data (hecha_get_resource (), migrations[i].resource, 0, error);
      if (sql == NULL)
        return FALSE;
      mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
                              migrations[i].version);
      txn = hecha_txn_begin (self->db, error);
      if (txn.db == NULL || !hecha_db_exec (self->db, g_bytes_get_data (sql, NULL), error)
          || !hecha_db_exec (self->db, mark, error) || !hecha_txn_commit (&txn, error))
        return FALSE;
    }
  return TRUE;
}

/* The record tables are derived: when the record table changed, they are made anew from the journal. */
static gboolean
check_tables (HechaStore *self, GError **error)
{
  g_autofree char *known = hecha_store_get_meta (self, "tables");
  g_autofree char *now = hecha_tables_fingerprint ();

  return g_strcmp0 (known, now) == 0 || hecha_store_rebuild (self, error);
}

static gboolean
load_key (HechaStore *self, GError **error)
{
  g_autofree char *path = hecha_store_dup_key_path (self);
  char id[HECHA_KEY_ID_BYTES];

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      hecha_key_generate (&self->key, &self->env);
      if (!hecha_key_save (&self->key, path, &self->env, error))
        return FALSE;
    }
  else if (!hecha_key_load (&self->key, path, error))
    return FALSE;
  self->protected = self->key.sealed;
  hecha_key_id (self->key.sign_public, id);
  self->dev = g_strdup (id);
  return TRUE;
}

/* A time that this device gave stands in the last entry of one of its chains; one that was taken over, in meta.
 * CROSS: chains are few, and without it every entry is read. */
static gboolean
load_time (HechaStore *self, GError **error)
{
  g_autofree char *text = hecha_store_get_meta (self, "time");

  self->last = self->saved = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  if (!hecha_db_get_int (
        self->db, &self->own, error,
        "SELECT max (e.at) FROM chain c CROSS JOIN entry e ON e.chain = c.n AND e.seq = c.seq "
        "WHERE substr (c.dev, 1, 32) = substr (?1, 1, 32)",
        "t", self->dev))
    return FALSE;
  self->last = MAX (self->last, self->own);
  return TRUE;
}

static gboolean
make_directory (HechaStore *self, GError **error)
{
  HechaDisk *disk = self->env.disk;

  if (disk->mkdir (disk, self->dir, 0700) == 0 || errno == EEXIST)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("%s cannot be made: %s"), self->dir,
               g_strerror (errno));
  return FALSE;
}

static guint64
type_bit (const char *name)
{
  return G_GUINT64_CONSTANT (1) << hecha_schema_find_type (hecha_records (), name, strlen (name));
}

/**
 * hecha_store_open:
 * @dir: the store's directory; made when it does not exist, in a directory that does
 * @kind: a laptop's or the server's
 * @env: (transfer none): clock, randomness, files; must outlive the store
 * @error: %HECHA_ERROR_BUSY, %HECHA_ERROR_NEWER, %HECHA_ERROR_CORRUPT or %HECHA_ERROR_STORAGE
 *
 * A database that cannot be read is left as it is: nothing here ever deletes one.
 *
 * Returns: (transfer full) (nullable): the store, locked for this program
 */
HechaStore *
hecha_store_open (const char *dir, HechaStoreKind kind, const HechaEnv *env, GError **error)
{
  g_autoptr (HechaStore) self = g_new0 (HechaStore, 1);
  g_autofree char *path = g_build_filename (dir, database_name (kind), NULL);

  self->dir = g_strdup (dir);
  self->kind = kind;
  self->env = *env;
  self->lock_fd = -1;
  self->any_waiting = self->any_holds = TRUE;
  self->applied_to = G_MAXINT64;
  self->scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->chains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, hecha_chain_free);
  self->sql = hecha_tables_sql ();
  self->rights = type_bit ("grant") | type_bit ("revoke");
  hecha_store_init_reader (self);
  if (!make_directory (self, error) || !take_lock (self, error))
    return NULL;
  self->db = hecha_db_open (path, HECHA_DB_READ_WRITE, env->vfs, error);
  if (self->db == NULL || !migrate (self, error) || !load_key (self, error) || !load_time (self, error)
      || !check_tables (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hecha_store_close:
 * @self: (transfer full) (nullable): a store
 */
void
hecha_store_close (HechaStore *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->db, hecha_db_close);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  hecha_key_wipe (&self->key);
  hecha_tables_free (self->sql);
  g_hash_table_unref (self->scopes);
  g_hash_table_unref (self->chains);
  g_free (self->dir);
  g_free (self->dev);
  g_free (self);
}

/**
 * hecha_store_set_changed:
 * @self: a store
 * @changed: (nullable): called after each commit that changed something
 * @data: for @changed
 */
void
hecha_store_set_changed (HechaStore *self, HechaStoreChanged changed, gpointer data)
{
  self->changed = changed;
  self->changed_data = data;
}

/**
 * hecha_store_set_guard:
 * @self: the server's store
 * @guard: (nullable): judges the entries of others; what it refuses comes under a hold
 * @data: for @guard
 */
void
hecha_store_set_guard (HechaStore *self, HechaGuard guard, gpointer data)
{
  self->guard = guard;
  self->guard_data = data;
}

/**
 * hecha_store_dir:
 * @self: a store
 *
 * Returns: (transfer none): its directory
 */
const char *
hecha_store_dir (HechaStore *self)
{
  return self->dir;
}

/**
 * hecha_store_dev:
 * @self: a store
 *
 * Returns: (transfer none): this device
 */
const char *
hecha_store_dev (HechaStore *self)
{
  return self->dev;
}

/**
 * hecha_store_key:
 * @self: a store
 *
 * Returns: (transfer none): this device's keys
 */
const HechaKey *
hecha_store_key (HechaStore *self)
{
  return &self->key;
}

/**
 * hecha_store_env:
 * @self: a store
 *
 * Returns: (transfer none): the world it was given
 */
const HechaEnv *
hecha_store_env (HechaStore *self)
{
  return &self->env;
}

/**
 * hecha_store_reader:
 * @self: a store
 *
 * Returns: (transfer none): what the rules read
 */
HechaReader *
hecha_store_reader (HechaStore *self)
{
  return &self->reader;
}

/**
 * hecha_store_set_epoch:
 * @self: the server's store
 * @epoch: a word of lower-case letters and digits
 *
 * From now on the server writes chains of this epoch: a restored copy never forks its own (docs/protocol.md
 * 5.4).
 */
void
hecha_store_set_epoch (HechaStore *self, const char *epoch)
{
  char id[HECHA_KEY_ID_BYTES];

  hecha_key_id (self->key.sign_public, id);
  g_free (self->dev);
  self->dev = g_strdup_printf ("%s.%s", id, epoch);
}

/**
 * hecha_store_get_meta:
 * @self: a store
 * @key: what
 *
 * Returns: (transfer full) (nullable): what is kept of this device under that name
 */
char *
hecha_store_get_meta (HechaStore *self, const char *key)
{
  return hecha_db_dup_text (self->db, NULL, "SELECT value FROM meta WHERE key = ?1", "t", key);
}

/**
 * hecha_store_set_meta:
 * @self: a store
 * @key: what
 * @value: (nullable): %NULL forgets it
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_set_meta (HechaStore *self, const char *key, const char *value, GError **error)
{
  if (value == NULL)
    return hecha_db_run (self->db, error, "DELETE FROM meta WHERE key = ?1", "t", key);
  return hecha_db_run (
    self->db, error,
    "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", "tt", key,
    value);
}

/* ---- transactions ---- */

/**
 * hecha_store_begin:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: a transaction; to be ended by hecha_store_commit(). When it is rolled back instead, call
 *   hecha_store_forget()
 */
HechaTxn
hecha_store_begin (HechaStore *self, GError **error)
{
  self->changed_types = 0;
  self->reader.rights++;
  return hecha_txn_begin (self->db, error);
}

static gboolean
save_time (HechaStore *self, GError **error)
{
  char text[32];

  if (self->last == self->saved || self->last == self->own)
    return TRUE;
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, self->last);
  return hecha_store_set_meta (self, "time", text, error);
}

/**
 * hecha_store_sign_own:
 * @self: a store, inside a transaction
 * @error: when the database failed
 *
 * Signs the ends of the server's own chains: what it writes goes out with the next page, to anybody. A
 * laptop signs when it syncs.
 *
 * Returns: whether they are signed
 */
gboolean
hecha_store_sign_own (HechaStore *self, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  if (self->kind != HECHA_STORE_CENTRAL)
    return TRUE;
  g_hash_table_iter_init (&iter, self->chains);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HechaChain *chain = value;

      if (chain->unsigned_entries > 0 && strcmp (chain->dev, self->dev) == 0
          && !hecha_store_sign_chain (self, chain, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hecha_store_commit:
 * @self: a store
 * @txn: (inout): its transaction
 * @error: when the database failed; then nothing of the transaction is kept
 *
 * Returns: whether everything is on disk
 */
gboolean
hecha_store_commit (HechaStore *self, HechaTxn *txn, GError **error)
{
  guint64 types = self->changed_types;

  if (!hecha_store_sign_own (self, error) || !hecha_store_flush_chains (self, error)
      || !save_time (self, error) || !hecha_txn_commit (txn, error))
    return FALSE;
  self->saved = self->last;
  if (types != 0 && self->changed != NULL)
    self->changed (types, self->changed_data);
  return TRUE;
}

/* ---- recording ---- */

static HechaAct *
new_act (HechaStore *self, const char *by)
{
  g_autofree char *role = hecha_store_get_meta (self, "role");
  g_autofree char *home = hecha_store_get_meta (self, "home");
  HechaWriter writer = self->kind == HECHA_STORE_CENTRAL  ? HECHA_WRITER_SERVER
                       : g_strcmp0 (role, "office") == 0  ? HECHA_WRITER_OFFICE
                       : g_strcmp0 (role, "visitor") == 0 ? HECHA_WRITER_VISITOR
                                                          : HECHA_WRITER_TEAM;

  return hecha_act_new (&self->reader, &self->env, writer, by, home != NULL ? home : "", self->dev);
}

static gboolean
append_scope (HechaStore *self, HechaAct *act, const char *scope, GError **error)
{
  guint position = 0;

  for (;;)
    {
      GError *problem = NULL;
      g_autofree char *ops = hecha_act_dup_ops (act, scope, &position, &problem);

      if (ops == NULL)
        {
          if (problem != NULL)
            g_propagate_error (error, problem);
          return problem == NULL;
        }
      if (!hecha_store_append_ops (self, scope, act->by, ops, error))
        return FALSE;
    }
}

static gboolean
append_act (HechaStore *self, HechaAct *act, GError **error)
{
  g_autoptr (GPtrArray) scopes = hecha_act_dup_scopes (act);

  for (guint i = 0; i < scopes->len; i++)
    if (!append_scope (self, act, g_ptr_array_index (scopes, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
act_in_txn (HechaStore *self, const char *by, HechaActFunc func, gpointer data, GError **error)
{
  g_auto (HechaTxn) txn = hecha_store_begin (self, error);
  g_autoptr (HechaAct) act = NULL;

  if (txn.db == NULL)
    return FALSE;
  act = new_act (self, by);
  return func (act, data, error) && append_act (self, act, error) && hecha_store_commit (self, &txn, error);
}

/**
 * hecha_store_act:
 * @self: a store
 * @by: the person who acts; empty for a program
 * @func: a rule of the domain
 * @data: for @func
 * @error: %HECHA_ERROR_REFUSED by the rule, or when the database failed
 *
 * Runs a rule and records what it decided: checks, entries and views in one transaction, or nothing.
 *
 * Returns: whether it is recorded, on disk
 */
gboolean
hecha_store_act (HechaStore *self, const char *by, HechaActFunc func, gpointer data, GError **error)
{
  HechaTime last = self->last;

  if (act_in_txn (self, by, func, data, error))
    return TRUE;
  self->last = last;
  hecha_store_forget (self);
  return FALSE;
}
