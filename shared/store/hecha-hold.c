/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "domain/hecha-records.h"

#include <string.h>

/* The quarantine: an entry under a hold that is not released counts nowhere (docs/protocol.md 2.7). */

static guint
hold_type (void)
{
  return (guint)hecha_schema_find_type (hecha_records (), "hold", 4);
}

static gint64
decision_bit (void)
{
  const HechaType *type = &hecha_records ()->types[hold_type ()];

  return (gint64)1 << hecha_type_find_field (type, "decision", strlen ("decision"));
}

static gboolean
any_holds (HechaStore *self, GError **error)
{
  gint64 any = 0;

  if (!self->any_holds)
    return FALSE;
  if (hecha_db_get_int (self->db, &any, error, "SELECT 1 FROM hold LIMIT 1", "") && any == 0)
    self->any_holds = FALSE;
  return self->any_holds;
}

/* The hold on an entry that the server wrote; what others call a hold is none. */
static gint64
find_hold (HechaStore *self, gint64 scope, const char *digest, gboolean *released, GError **error)
{
  g_autofree char *server = hecha_store_get_meta (self, "server");
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT h.n, ifnull (h.decision, '') = 'released' AND h.disputed & ?5 = 0 FROM hold h "
    "WHERE h.scope = ?1 AND h.id = ?2 AND EXISTS "
    "(SELECT 1 FROM write w JOIN entry e ON e.n = w.entry JOIN chain c ON c.n = e.chain "
    "WHERE w.type = ?3 AND w.record = h.n AND substr (c.dev, 1, 32) = ?4)",
    "ititi", scope, digest, (gint64)hold_type (), server != NULL ? server : "", decision_bit ());
  GError *problem = NULL;
  gint64 n = 0;

  *released = FALSE;
  if (query == NULL)
    return -1;
  if (hecha_query_next (query, &problem))
    {
      n = hecha_query_int (query, 0);
      *released = hecha_query_int (query, 1) != 0;
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return -1;
    }
  return n;
}

/**
 * hecha_store_is_held:
 * @self: a store
 * @scope: number of the entry's scope
 * @digest: the entry
 * @held: (out): whether it is under a hold that is not released
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_is_held (HechaStore *self, gint64 scope, const HechaDigest *digest, gboolean *held,
                     GError **error)
{
  char text[HECHA_DIGEST_TEXT_BYTES];
  GError *problem = NULL;
  gboolean released;
  gint64 hold;

  *held = FALSE;
  if (!any_holds (self, &problem))
    {
      if (problem != NULL)
        g_propagate_error (error, problem);
      return problem == NULL;
    }
  hecha_digest_to_text (digest, text);
  hold = find_hold (self, scope, text, &released, error);
  *held = hold > 0 && !released;
  return hold >= 0;
}

/**
 * hecha_store_was_held:
 * @self: a store
 * @scope: number of the entry's scope
 * @digest: the entry
 * @ever: (out): whether a hold on it exists, released or not
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_was_held (HechaStore *self, gint64 scope, const HechaDigest *digest, gboolean *ever,
                      GError **error)
{
  char text[HECHA_DIGEST_TEXT_BYTES];
  gboolean released;
  gint64 hold;

  hecha_digest_to_text (digest, text);
  hold = find_hold (self, scope, text, &released, error);
  *ever = hold > 0;
  return hold >= 0;
}

/**
 * hecha_store_set_state:
 * @self: a store, inside a transaction
 * @n: number of an entry
 * @clear: bits of its state to take away
 * @set: bits to put in
 * @error: when the database failed
 *
 * Returns: whether the database went along
 */
gboolean
hecha_store_set_state (HechaStore *self, gint64 n, int clear, int set, GError **error)
{
  return hecha_db_run (self->db, error, "UPDATE entry SET state = (state & ~?2) | ?3 WHERE n = ?1", "iii", n,
                       (gint64)clear, (gint64)set);
}

/* What a new or vanished hold means for the views: out with the entry, in with it, or, where it counts before and
 * after and decides about holds itself, both, since once it was held it decides about none. */
static gboolean
change_views (HechaStore *self, gint64 n, gboolean out, gboolean in, GError **error)
{
  g_autofree char *bytes
    = hecha_db_dup_text (self->db, error, "SELECT bytes FROM entry WHERE n = ?1", "i", n);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;

  if (bytes == NULL || !hecha_entry_scan (&entry, bytes, strlen (bytes), error))
    return FALSE;
  if (out && in && !hecha_entry_has_hold (&entry))
    return TRUE;
  return (!out || hecha_store_unapply (self, &entry, n, error))
         && (!in || hecha_store_apply (self, &entry, n, TRUE, error));
}

static gboolean
change_state (HechaStore *self, gint64 n, gint64 state, gboolean held, GError **error)
{
  gboolean was_held = (state & HECHA_STATE_HELD) != 0;

  if (held != was_held
      && !hecha_store_set_state (self, n, held ? 0 : HECHA_STATE_HELD, held ? HECHA_STATE_HELD : 0, error))
    return FALSE;
  if ((state & HECHA_STATE_PARKED) || n > self->applied_to)
    return TRUE;
  return change_views (self, n, !was_held, !held, error);
}

/**
 * hecha_store_hold_changed:
 * @self: a store, inside a transaction
 * @scope: number of the scope
 * @digest: id of a hold, which is the digest of the entry that it holds
 * @error: when the database failed
 *
 * Brings the held entry's part in the views up to its hold. An entry that is not here yet is looked at when it comes.
 *
 * Returns: whether the database went along
 */
gboolean
hecha_store_hold_changed (HechaStore *self, gint64 scope, const char *digest, GError **error)
{
  HechaDigest target;
  gint64 n, hold, state = -1; /* -1: not an entry of this scope */
  gboolean released, held;

  self->any_holds = TRUE;
  if (!hecha_digest_from_text (&target, digest, -1))
    return TRUE;
  n = hecha_store_find_entry (self, &target, error);
  hold = find_hold (self, scope, digest, &released, error);
  if (n < 0 || hold < 0
      || !hecha_db_get_int (
        self->db, &state, error,
        "SELECT e.state FROM entry e JOIN chain c ON c.n = e.chain WHERE e.n = ?1 AND c.scope = ?2", "ii", n,
        scope))
    return FALSE;
  held = hold > 0 && !released;
  if (state < 0 || (held && (state & HECHA_STATE_HELD)))
    return TRUE;
  return change_state (self, n, state, held, error);
}
