/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-outbox.h"

#include "store/hecha-store-private.h"

#include <string.h>

/* Receipts that are kept; each says all that those before it said. */
#define KEPT_RECEIPTS 20

/* Own chains go from the first entry on; of other devices' chains only what the server said it lacks. */
#define UNSENT                                                                                               \
  "FROM chain c LEFT JOIN acknowledged a ON a.chain = c.n "                                                  \
  "WHERE c.seq > ifnull (a.seq, CASE WHEN c.dev = ?1 THEN 0 ELSE c.seq END)"

/**
 * hecha_store_unsent:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaPiece) (nullable): what the server has not acknowledged
 */
GArray *
hecha_store_unsent (HechaStore *self, GError **error)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (HechaPiece));
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error, "SELECT c.n, ifnull (a.seq, 0) + 1 " UNSENT, "t", self->dev);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaPiece piece = {hecha_query_int (query, 0), hecha_query_int (query, 1)};

      g_array_append_val (pieces, piece);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&pieces) : NULL;
}

/**
 * hecha_store_count_unsent:
 * @self: a store
 * @entries: (out): how many entries the server has not acknowledged
 * @since_ms: (out): ms since 1970 of the oldest of them; 0 when there is none
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_count_unsent (HechaStore *self, gint64 *entries, gint64 *since_ms, GError **error)
{
  gint64 oldest = 0;

  *entries = 0;
  if (!hecha_db_get_int (self->db, entries, error, "SELECT sum (c.seq - ifnull (a.seq, 0)) " UNSENT, "t",
                         self->dev)
      || !hecha_db_get_int (self->db, &oldest, error,
                            "SELECT min ((SELECT e.at FROM entry e WHERE e.chain = c.n AND e.seq = ifnull "
                            "(a.seq, 0) + 1)) " UNSENT,
                            "t", self->dev))
    return FALSE;
  *since_ms = oldest != 0 ? hecha_time_ms (oldest) : 0;
  return TRUE;
}

static HechaChain *
chain_of (HechaStore *self, const HechaTip *tip, GError **error)
{
  HechaText dev = {tip->dev, strlen (tip->dev)}, scope = {tip->scope, strlen (tip->scope)};

  return hecha_store_chain (self, dev, scope, FALSE, error);
}

/**
 * hecha_store_acknowledge:
 * @self: a store, inside a transaction
 * @tip: how far the server has a chain
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_acknowledge (HechaStore *self, const HechaTip *tip, GError **error)
{
  GError *problem = NULL;
  HechaChain *chain = chain_of (self, tip, &problem);

  if (chain == NULL)
    {
      if (problem != NULL)
        g_propagate_error (error, problem);
      return problem == NULL;
    }
  /* Another device's chain that the server has again is again only the server's to hand on. */
  if (strcmp (tip->dev, self->dev) != 0 && tip->seq >= chain->seq)
    return hecha_db_run (self->db, error, "DELETE FROM acknowledged WHERE chain = ?1", "i", chain->n);
  return hecha_db_run (
    self->db, error,
    "INSERT INTO acknowledged (chain, seq) VALUES (?1, ?2) ON CONFLICT (chain) DO UPDATE SET seq = ?2 "
    "WHERE seq < ?2",
    "ii", chain->n, MIN (tip->seq, chain->seq));
}

/**
 * hecha_store_needs_again:
 * @self: a store, inside a transaction
 * @lack: a chain, and how far the server still has it
 * @error: when the database failed
 *
 * The server was restored, or the chain went two ways: what it had said before no longer holds.
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_needs_again (HechaStore *self, const HechaTip *lack, GError **error)
{
  GError *problem = NULL;
  HechaChain *chain = chain_of (self, lack, &problem);

  if (problem != NULL)
    g_propagate_error (error, problem);
  if (chain == NULL)
    return problem == NULL;
  return hecha_db_run (
    self->db, error,
    "INSERT INTO acknowledged (chain, seq) VALUES (?1, ?2) ON CONFLICT (chain) DO UPDATE SET seq = ?2", "ii",
    chain->n, lack->seq);
}

/**
 * hecha_store_add_receipt:
 * @self: a store, inside a transaction
 * @text: a receipt whose signature was checked
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_add_receipt (HechaStore *self, const char *text, GError **error)
{
  return hecha_db_run (self->db, error, "INSERT INTO receipt (at, text) VALUES (?1, ?2)", "it",
                       hecha_env_now_ms (&self->env), text)
         && hecha_db_run (self->db, error,
                          "DELETE FROM receipt WHERE n <= (SELECT max (n) FROM receipt) - ?1", "i",
                          (gint64)KEPT_RECEIPTS);
}

/**
 * hecha_store_last_receipt:
 * @self: a store
 * @at_ms: (out): when it came, ms since 1970; 0 when there is none
 *
 * Returns: (transfer full) (nullable): the last receipt as JSON
 */
char *
hecha_store_last_receipt (HechaStore *self, gint64 *at_ms)
{
  *at_ms = 0;
  hecha_db_get_int (self->db, at_ms, NULL, "SELECT at FROM receipt ORDER BY n DESC LIMIT 1", "");
  return hecha_db_dup_text (self->db, NULL, "SELECT text FROM receipt ORDER BY n DESC LIMIT 1", "");
}

/**
 * hecha_store_receipts:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the receipts that are kept, as JSON, oldest first
 */
GPtrArray *
hecha_store_receipts (HechaStore *self, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, "SELECT text FROM receipt ORDER BY n", "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_ptr_array_add (receipts, g_strdup (hecha_query_text (query, 0)));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&receipts) : NULL;
}

/**
 * hecha_store_all_signed:
 * @self: a store
 * @error: when the database failed
 *
 * Signs the ends of this device's chains in a transaction of its own, so that they can be handed on.
 *
 * Returns: whether they are
 */
gboolean
hecha_store_all_signed (HechaStore *self, GError **error)
{
  g_auto (HechaTxn) txn = hecha_store_begin (self, error);

  if (txn.db == NULL)
    return FALSE;
  if (hecha_store_sign_heads (self, error) && hecha_store_commit (self, &txn, error))
    return TRUE;
  hecha_store_forget (self);
  return FALSE;
}
