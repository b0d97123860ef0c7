/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include <string.h>

/* Scopes and chains, kept in memory as they are in the database; chains are written at the commit. */

/**
 * hecha_chain_free:
 * @data: (transfer full): a #HechaChain
 */
void
hecha_chain_free (gpointer data)
{
  HechaChain *chain = data;

  g_free (chain->scope_name);
  g_free (chain->dev);
  g_free (chain);
}

/**
 * hecha_store_forget:
 * @self: a store
 *
 * Throws away what is known of scopes and chains, after a transaction was rolled back.
 */
void
hecha_store_forget (HechaStore *self)
{
  g_hash_table_remove_all (self->scopes);
  g_hash_table_remove_all (self->chains);
  self->any_waiting = TRUE;
  self->any_holds = TRUE;
  self->changed_types = 0;
  self->reader.rights++;
  self->own = 0;
}

/**
 * hecha_store_scope_id:
 * @self: a store
 * @scope: @length bytes
 * @length: how many
 * @create: whether to make it when it is new
 * @error: when the database failed
 *
 * Returns: its number; 0 when it is new and @create is not set, -1 on failure
 */
gint64
hecha_store_scope_id (HechaStore *self, const char *scope, gsize length, gboolean create, GError **error)
{
  g_autofree char *name = g_strndup (scope, length);
  gint64 *known = g_hash_table_lookup (self->scopes, name);
  gint64 n = 0;

  if (known != NULL)
    return *known;
  if (!hecha_db_get_int (self->db, &n, error, "SELECT n FROM scope WHERE name = ?1", "t", name))
    return -1;
  if (n == 0 && !create)
    return 0;
  if (n == 0)
    {
      if (!hecha_db_run (self->db, error, "INSERT INTO scope (name) VALUES (?1)", "t", name))
        return -1;
      n = hecha_db_last_id (self->db);
    }
  g_hash_table_insert (self->scopes, g_steal_pointer (&name), g_memdup2 (&n, sizeof n));
  return n;
}

static gboolean
load_chain (HechaStore *self, HechaChain *chain, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error, "SELECT n, seq, digest, forked FROM chain WHERE dev = ?1 AND scope = ?2", "ti",
    chain->dev, chain->scope);
  GError *problem = NULL;
  gsize n_bytes;

  if (query == NULL)
    return FALSE;
  if (hecha_query_next (query, &problem))
    {
      const char *digest = hecha_query_bytes (query, 2, &n_bytes);

      chain->n = hecha_query_int (query, 0);
      chain->seq = hecha_query_int (query, 1);
      chain->forked = hecha_query_int (query, 3);
      memcpy (chain->digest.bytes, digest, MIN (n_bytes, sizeof chain->digest.bytes));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static gboolean
create_chain (HechaStore *self, HechaChain *chain, GError **error)
{
  static const HechaDigest none = {{0}};

  if (!hecha_db_run (self->db, error, "INSERT INTO chain (scope, dev, seq, digest) VALUES (?1, ?2, 0, ?3)",
                     "itb", chain->scope, chain->dev, none.bytes, sizeof none.bytes))
    return FALSE;
  chain->n = hecha_db_last_id (self->db);
  return TRUE;
}

/**
 * hecha_store_chain:
 * @self: a store
 * @dev: the device
 * @scope: the scope
 * @create: whether to make it when it is new
 * @error: when the database failed
 *
 * Returns: (transfer none) (nullable): the chain, until hecha_store_forget(); %NULL without @error when it is new
 */
HechaChain *
hecha_store_chain (HechaStore *self, HechaText dev, HechaText scope, gboolean create, GError **error)
{
  char key[200];
  HechaChain *chain;

  g_assert (dev.length + scope.length + 2 < sizeof key);
  memcpy (key, dev.text, dev.length);
  key[dev.length] = ' ';
  memcpy (key + dev.length + 1, scope.text, scope.length);
  key[dev.length + 1 + scope.length] = '\0';
  chain = g_hash_table_lookup (self->chains, key);
  if (chain != NULL)
    return chain;
  chain = g_new0 (HechaChain, 1);
  chain->dev = g_strndup (dev.text, dev.length);
  chain->scope_name = g_strndup (scope.text, scope.length);
  chain->scope = hecha_store_scope_id (self, scope.text, scope.length, create, error);
  if (chain->scope <= 0 || !load_chain (self, chain, error) || (chain->n == 0 && !create)
      || (chain->n == 0 && !create_chain (self, chain, error)))
    {
      hecha_chain_free (chain);
      return NULL;
    }
  chain->unsigned_entries = HECHA_HEAD_MAX_ENTRIES;
  g_hash_table_insert (self->chains, g_strdup (key), chain);
  return chain;
}

/**
 * hecha_store_flush_chains:
 * @self: a store, before its commit
 * @error: when the database failed
 *
 * Returns: whether the rows say what is known in memory
 */
gboolean
hecha_store_flush_chains (HechaStore *self, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->chains);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HechaChain *chain = value;

      if (!chain->dirty)
        continue;
      if (!hecha_db_run (
            self->db, error, "UPDATE chain SET seq = ?2, digest = ?3, forked = nullif (?4, 0) WHERE n = ?1",
            "iibi", chain->n, chain->seq, chain->digest.bytes, sizeof chain->digest.bytes, chain->forked))
        return FALSE;
      chain->dirty = FALSE;
    }
  return TRUE;
}

/**
 * hecha_store_put_head:
 * @self: a store
 * @chain: the chain it belongs to
 * @head: a head whose signature was checked
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_put_head (HechaStore *self, const HechaChain *chain, const HechaHead *head, GError **error)
{
  return hecha_db_run (
    self->db, error, "INSERT OR IGNORE INTO head (chain, seq, digest, key, sig) VALUES (?1, ?2, ?3, ?4, ?5)",
    "iibbb", chain->n, head->seq, head->digest.bytes, sizeof head->digest.bytes, head->key, sizeof head->key,
    head->signature, sizeof head->signature);
}

/**
 * hecha_store_sign_chain:
 * @self: a store
 * @chain: one of this device's own
 * @error: %HECHA_ERROR_LOCKED, or when the database failed
 *
 * Signs the chain's last entry, unless that was done.
 *
 * Returns: whether its head is kept
 */
gboolean
hecha_store_sign_chain (HechaStore *self, HechaChain *chain, GError **error)
{
  HechaHead head = {.seq = chain->seq, .digest = chain->digest};

  if (chain->unsigned_entries == 0 || chain->seq == 0)
    return TRUE;
  if (!hecha_store_need_unlocked (self, error))
    return FALSE;
  g_strlcpy (head.dev, chain->dev, sizeof head.dev);
  g_strlcpy (head.scope, chain->scope_name, sizeof head.scope);
  hecha_head_sign (&head, &self->key);
  if (!hecha_store_put_head (self, chain, &head, error))
    return FALSE;
  chain->unsigned_entries = 0;
  chain->unsigned_bytes = 0;
  return TRUE;
}

/**
 * hecha_store_sign_heads:
 * @self: a store, inside a transaction
 * @error: %HECHA_ERROR_LOCKED, or when the database failed
 *
 * Signs the ends of all of this device's own chains, so that they can be handed on.
 *
 * Returns: whether all are signed
 */
gboolean
hecha_store_sign_heads (HechaStore *self, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error, "SELECT s.name FROM chain c JOIN scope s ON s.n = c.scope WHERE c.dev = ?1", "t",
    self->dev);
  GError *problem = NULL;

  if (query == NULL)
    return FALSE;
  while (hecha_query_next (query, &problem))
    {
      const char *scope = hecha_query_text (query, 0);
      HechaText dev_text = {self->dev, strlen (self->dev)}, scope_text = {scope, strlen (scope)};
      HechaChain *chain = hecha_store_chain (self, dev_text, scope_text, FALSE, error);

      if (chain == NULL || !hecha_store_sign_chain (self, chain, error))
        return FALSE;
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}
