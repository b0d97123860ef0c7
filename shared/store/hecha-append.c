/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The one place where an entry gets into the journal, whether it was made here or came from elsewhere. */

#define SIGN_EVERY_ENTRIES 250
#define SIGN_EVERY_BYTES   (512 * 1024)

/**
 * hecha_store_find_entry:
 * @self: a store
 * @digest: an entry's identity
 * @error: when the database failed
 *
 * Returns: its number here; 0 when it is not here, -1 on failure
 */
gint64
hecha_store_find_entry (HechaStore *self, const HechaDigest *digest, GError **error)
{
  gint64 n = 0;

  if (!hecha_db_get_int (
        self->db, &n, error,
        "SELECT n FROM entry WHERE substr (digest, 1, 8) = substr (?1, 1, 8) AND digest = ?1", "b",
        digest->bytes, sizeof digest->bytes))
    return -1;
  return n;
}

/* Whether the entry goes on where a branch of the chain ends or passes: 1 yes, 0 no, -1 failed. */
static int
follows (HechaStore *self, const HechaChain *chain, const HechaEntry *entry, GError **error)
{
  gint64 found = 0;

  if (entry->seq == 1)
    return 1;
  if (entry->seq == chain->seq + 1 && hecha_digest_equal (&entry->prev, &chain->digest))
    return 1;
  if (entry->seq > chain->seq + 1)
    return 0;
  if (!hecha_db_get_int (self->db, &found, error,
                         "SELECT n FROM entry WHERE chain = ?1 AND seq = ?2 AND digest = ?3", "iib", chain->n,
                         entry->seq - 1, entry->prev.bytes, sizeof entry->prev.bytes))
    return -1;
  return found != 0;
}

static gboolean
place (HechaStore *self, const HechaChain *chain, const HechaEntry *entry, HechaAppendResult *result,
       GError **error)
{
  int fits;

  *result = HECHA_APPENDED;
  if (entry->seq <= chain->seq)
    {
      gint64 known = hecha_store_find_entry (self, &entry->digest, error);

      if (known < 0)
        return FALSE;
      if (known > 0)
        {
          *result = HECHA_KNOWN;
          return TRUE;
        }
    }
  fits = follows (self, chain, entry, error);
  if (fits == 0)
    *result = HECHA_GAP;
  return fits >= 0;
}

static gint64
insert_entry (HechaStore *self, const HechaChain *chain, const HechaEntry *entry, const char *bytes,
              gsize n_bytes, GError **error)
{
  if (!hecha_db_run (
        self->db, error,
        "INSERT INTO entry (chain, seq, state, at, digest, bytes) VALUES (?1, ?2, 0, ?3, ?4, ?5)", "iiibs",
        chain->n, entry->seq, entry->at, entry->digest.bytes, sizeof entry->digest.bytes, bytes, n_bytes))
    return 0;
  return hecha_db_last_id (self->db);
}

static void
advance (HechaStore *self, HechaChain *chain, const HechaEntry *entry, gsize n_bytes)
{
  if (entry->seq <= chain->seq)
    chain->forked = chain->forked == 0 ? entry->seq : MIN (chain->forked, entry->seq);
  else
    {
      chain->seq = entry->seq;
      chain->digest = entry->digest;
    }
  chain->dirty = TRUE;
  chain->unsigned_entries++;
  chain->unsigned_bytes += n_bytes;
  if (strcmp (chain->dev, self->dev) == 0)
    {
      self->last = MAX (self->last, entry->at);
      self->own = entry->seq == chain->seq ? MAX (self->own, entry->at) : self->own;
    }
  else
    self->last = hecha_time_seen (self->last, entry->at, hecha_env_now_ms (&self->env));
}

/* Every digest that the operation needs to be here: those it replaces and those it takes out of sets. */
static void
collect_needed (const HechaEntry *entry, const HechaOp *op, GArray *tokens)
{
  const HechaJson *json = &entry->json;
  guint item, name;

  for (guint i = 0, t = op->over + 1; op->over != 0 && i < json->tokens[op->over].count;
       i++, t = json->tokens[t].next)
    g_array_append_val (tokens, t);
  if (op->rem == 0)
    return;
  name = op->rem + 1;
  for (guint i = 0; i < json->tokens[op->rem].count; i++, name = json->tokens[name + 1].next)
    {
      item = name + 2;
      for (guint k = 0; k < json->tokens[name + 1].count; k++, item = json->tokens[item].next)
        {
          guint of = hecha_json_member (json, item, "of");

          for (guint m = 0, t = of + 1; m < json->tokens[of].count; m++, t = json->tokens[t].next)
            g_array_append_val (tokens, t);
        }
    }
}

/* 1: an entry of this scope, 0: not here, -1: failed. An entry of another scope does not satisfy a reference. */
static int
is_here (HechaStore *self, gint64 scope, const HechaDigest *digest, GError **error)
{
  gint64 found = 0;

  if (!hecha_db_get_int (
        self->db, &found, error,
        "SELECT e.n FROM entry e JOIN chain c ON c.n = e.chain "
        "WHERE substr (e.digest, 1, 8) = substr (?1, 1, 8) AND e.digest = ?1 AND c.scope = ?2",
        "bi", digest->bytes, sizeof digest->bytes, scope))
    return -1;
  return found != 0;
}

static gboolean
wait_for (HechaStore *self, const HechaDigest *digest, gint64 n, GError **error)
{
  self->any_waiting = TRUE;
  return hecha_db_run (self->db, error, "INSERT OR IGNORE INTO waiting (digest, entry) VALUES (?1, ?2)", "bi",
                       digest->bytes, sizeof digest->bytes, n);
}

static gboolean
find_missing (HechaStore *self, const HechaChain *chain, const HechaEntry *entry, gint64 n, gboolean *parked,
              GError **error)
{
  g_autoptr (GArray) tokens = NULL;
  guint token = hecha_entry_first_op (entry);

  *parked = FALSE;
  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      if (op.over == 0 && op.rem == 0)
        continue;
      if (tokens == NULL)
        tokens = g_array_new (FALSE, FALSE, sizeof (guint));
      collect_needed (entry, &op, tokens);
    }
  for (guint i = 0; tokens != NULL && i < tokens->len; i++)
    {
      const HechaJsonToken *t = &entry->json.tokens[g_array_index (tokens, guint, i)];
      HechaDigest digest;
      int here;

      hecha_digest_from_text (&digest, entry->json.bytes + t->start, t->length);
      here = is_here (self, chain->scope, &digest, error);
      if (here < 0 || (here == 0 && !wait_for (self, &digest, n, error)))
        return FALSE;
      *parked = *parked || here == 0;
    }
  return TRUE;
}

static gboolean
count_parked (HechaStore *self, gint64 n, GError **error)
{
  g_autofree char *bytes
    = hecha_db_dup_text (self->db, error, "SELECT bytes FROM entry WHERE n = ?1", "i", n);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  gint64 state = 0;

  if (bytes == NULL || !hecha_entry_scan (&entry, bytes, strlen (bytes), error)
      || !hecha_store_set_state (self, n, HECHA_STATE_PARKED, 0, error)
      || !hecha_db_get_int (self->db, &state, error, "SELECT state FROM entry WHERE n = ?1", "i", n))
    return FALSE;
  return state != HECHA_STATE_COUNTS || hecha_store_apply (self, &entry, n, TRUE, error);
}

/* Entries of the same scope that waited for this one alone now count. */
static gboolean
wake (HechaStore *self, const HechaChain *chain, const HechaDigest *digest, GError **error)
{
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT w.entry FROM waiting w JOIN entry e ON e.n = w.entry JOIN chain c ON c.n = e.chain "
    "WHERE w.digest = ?1 AND c.scope = ?2",
    "bi", digest->bytes, sizeof digest->bytes, chain->scope);
  GError *problem = NULL;

  if (query == NULL)
    return FALSE;
  while (hecha_query_next (query, &problem))
    {
      gint64 n = hecha_query_int (query, 0);

      g_array_append_val (ready, n);
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  for (guint i = 0; i < ready->len; i++)
    {
      gint64 n = g_array_index (ready, gint64, i), left = 0;

      if (!hecha_db_run (self->db, error, "DELETE FROM waiting WHERE digest = ?1 AND entry = ?2", "bi",
                         digest->bytes, sizeof digest->bytes, n)
          || !hecha_db_get_int (self->db, &left, error, "SELECT count(*) FROM waiting WHERE entry = ?1", "i",
                                n)
          || (left == 0 && !count_parked (self, n, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
any_waiting (HechaStore *self, GError **error)
{
  gint64 any = 0;

  if (!self->any_waiting)
    return FALSE;
  if (hecha_db_get_int (self->db, &any, error, "SELECT 1 FROM waiting LIMIT 1", "") && any == 0)
    self->any_waiting = FALSE;
  return self->any_waiting;
}

/**
 * hecha_store_write_hold:
 * @self: the server's store, inside a transaction
 * @scope: where the entry stands
 * @digest: the entry
 * @reason: in English
 * @error: when the database failed
 *
 * Returns: whether the entry is under a hold
 */
gboolean
hecha_store_write_hold (HechaStore *self, const char *scope, const HechaDigest *digest, const char *reason,
                        GError **error)
{
  char text[HECHA_DIGEST_TEXT_BYTES];
  g_autoptr (GString) ops = g_string_new (NULL);

  hecha_digest_to_text (digest, text);
  g_string_append_printf (ops, "[{\"id\":\"%s\",\"set\":{\"entry\":\"%s\",\"reason\":", text, text);
  hecha_canonical_append_string (ops, reason, -1);
  g_string_append (ops, "},\"t\":\"hold\"}]");
  return hecha_store_append_ops (self, scope, "", ops->str, error);
}

/* The server judges what others wrote; a hold stands in the same scope and transaction as what it holds. */
static gboolean
judge (HechaStore *self, const HechaChain *chain, const HechaEntry *entry, GError **error)
{
  g_autofree char *reason = NULL;

  if (self->guard == NULL || strncmp (chain->dev, self->dev, HECHA_KEY_ID_BYTES - 1) == 0)
    return TRUE;
  reason = self->guard (&self->reader, entry, chain->scope_name, chain->dev, self->guard_data);
  return reason == NULL || hecha_store_write_hold (self, chain->scope_name, &entry->digest, reason, error);
}

static gboolean
settle_new (HechaStore *self, const HechaChain *chain, const HechaEntry *entry, gint64 n, GError **error)
{
  gboolean parked, held;

  if (!judge (self, chain, entry, error) || !find_missing (self, chain, entry, n, &parked, error)
      || !hecha_store_is_held (self, chain->scope, &entry->digest, &held, error))
    return FALSE;
  if (parked || held)
    return hecha_store_set_state (self, n, 0,
                                  (parked ? HECHA_STATE_PARKED : 0) | (held ? HECHA_STATE_HELD : 0), error);
  return hecha_store_apply (self, entry, n, FALSE, error);
}

/**
 * hecha_store_append:
 * @self: a store, inside a transaction
 * @entry: a scanned entry; its head is for the caller to check
 * @bytes: (array length=n_bytes): its bytes
 * @n_bytes: how many
 * @result: (out): whether it is new, was here, or does not fit
 * @error: when the database failed
 *
 * Puts an entry into the journal and brings the views up to it (docs/protocol.md 2).
 *
 * Returns: whether the database went along
 */
gboolean
hecha_store_append (HechaStore *self, const HechaEntry *entry, const char *bytes, gsize n_bytes,
                    HechaAppendResult *result, GError **error)
{
  GError *problem = NULL;
  /* What does not fit leaves nothing behind, not even the name of its scope. */
  HechaChain *chain = hecha_store_chain (self, entry->dev, entry->scope, entry->seq == 1, &problem);
  gint64 n;

  *result = HECHA_GAP;
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (chain == NULL)
    return problem == NULL;
  if (!place (self, chain, entry, result, error))
    return FALSE;
  if (*result != HECHA_APPENDED)
    return TRUE;
  n = insert_entry (self, chain, entry, bytes, n_bytes, error);
  if (n == 0)
    return FALSE;
  advance (self, chain, entry, n_bytes);
  if (!settle_new (self, chain, entry, n, error))
    return FALSE;
  if (any_waiting (self, &problem) && !wake (self, chain, &entry->digest, error))
    return FALSE;
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static char *
compose (HechaStore *self, const HechaChain *chain, const char *by, const char *ops, gsize *n_bytes)
{
  char at[HECHA_TIME_LENGTH + 1], prev[HECHA_DIGEST_TEXT_BYTES];
  GString *out = g_string_sized_new (strlen (ops) + 400);

  hecha_time_to_text (hecha_time_next (self->last, hecha_env_now_ms (&self->env)), at);
  g_string_append_printf (out, "{\"at\":\"%s\",\"by\":", at);
  hecha_canonical_append_string (out, by, -1);
  g_string_append_printf (out, ",\"dev\":\"%s\",\"ops\":%s,\"prev\":", chain->dev, ops);
  if (chain->seq == 0)
    g_string_append (out, "null");
  else
    {
      hecha_digest_to_text (&chain->digest, prev);
      g_string_append_printf (out, "\"%s\"", prev);
    }
  g_string_append_printf (out, ",\"scope\":\"%s\",\"seq\":%" G_GINT64_FORMAT ",\"v\":1}", chain->scope_name,
                          chain->seq + 1);
  *n_bytes = out->len;
  return g_string_free (out, FALSE);
}

static gboolean
refuse_fork (const HechaChain *chain, GError **error)
{
  if (chain->forked == 0)
    return FALSE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_STOPPED,
                       _ ("This device's record was copied and went two ways; both are kept. Ask the office "
                          "for a new invitation"));
  return TRUE;
}

/**
 * hecha_store_append_ops:
 * @self: a store, inside a transaction
 * @scope: where
 * @by: the person who acts; empty for a program
 * @ops: operations as one canonical JSON array
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_STOPPED, or when the database failed
 *
 * Makes this device's next entry in the scope. It goes the same way as anybody's.
 *
 * Returns: whether it is in the journal
 */
gboolean
hecha_store_append_ops (HechaStore *self, const char *scope, const char *by, const char *ops, GError **error)
{
  HechaText dev_text = {self->dev, strlen (self->dev)}, scope_text = {scope, strlen (scope)};
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  g_autofree char *bytes = NULL;
  HechaAppendResult result;
  HechaChain *chain;
  gsize n_bytes;

  chain = hecha_store_chain (self, dev_text, scope_text, TRUE, error);
  if (chain == NULL || refuse_fork (chain, error))
    return FALSE;
  bytes = compose (self, chain, by, ops, &n_bytes);
  if (!hecha_entry_scan (&entry, bytes, n_bytes, error)
      || !hecha_store_append (self, &entry, bytes, n_bytes, &result, error))
    return FALSE;
  g_assert (result == HECHA_APPENDED);
  if (self->key.sealed)
    return TRUE; /* while it is locked only what was typed before is recorded */
  if (chain->unsigned_entries >= SIGN_EVERY_ENTRIES || chain->unsigned_bytes >= SIGN_EVERY_BYTES)
    return hecha_store_sign_chain (self, chain, error);
  return TRUE;
}
