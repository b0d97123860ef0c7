/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-device.h"

#include "base/hecha-time.h"
#include "store/hecha-store-private.h"

#include <string.h>

/**
 * hecha_invitation_free:
 * @self: (transfer full) (nullable): an invitation
 */
void
hecha_invitation_free (HechaInvitation *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->role);
  g_free (self->home);
  g_free (self->name);
  g_free (self->person);
  g_free (self->used_by);
  g_free (self);
}

/**
 * hecha_store_put_invitation:
 * @self: the server's store
 * @invitation: new, or known and changed
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_put_invitation (HechaStore *self, const HechaInvitation *invitation, GError **error)
{
  return hecha_db_run (
    self->db, error,
    "INSERT INTO invitation (id, secret, role, home, name, person, expires, tries, used_by) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
    "ON CONFLICT (id) DO UPDATE SET tries = ?8, used_by = ?9",
    "tbttttiit", invitation->id, invitation->secret.bytes, sizeof invitation->secret.bytes, invitation->role,
    invitation->home, invitation->name, invitation->person, invitation->expires, invitation->tries,
    invitation->used_by);
}

/**
 * hecha_store_get_invitation:
 * @self: the server's store
 * @id: the first group of a code
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): the invitation; %NULL without @error when there is none
 */
HechaInvitation *
hecha_store_get_invitation (HechaStore *self, const char *id, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT secret, role, home, name, person, expires, tries, used_by FROM invitation WHERE id = ?1", "t",
    id);
  HechaInvitation *invitation;
  gsize n_bytes;

  if (query == NULL || !hecha_query_next (query, error))
    return NULL;
  invitation = g_new0 (HechaInvitation, 1);
  invitation->id = g_strdup (id);
  memcpy (invitation->secret.bytes, hecha_query_bytes (query, 0, &n_bytes), HECHA_DIGEST_BYTES);
  invitation->role = g_strdup (hecha_query_text (query, 1));
  invitation->home = g_strdup (hecha_query_text (query, 2));
  invitation->name = g_strdup (hecha_query_text (query, 3));
  invitation->person = g_strdup (hecha_query_text (query, 4));
  invitation->expires = hecha_query_int (query, 5);
  invitation->tries = hecha_query_int (query, 6);
  invitation->used_by = g_strdup (hecha_query_text (query, 7));
  return invitation;
}

/**
 * hecha_store_device_scopes:
 * @self: the server's store
 * @dev: a device
 * @error: when the database failed
 *
 * Everybody who has any grant reads `base`: a grant there would tell all devices of each other.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the set of scopes that it may have; empty when
 * it is not known
 */
GHashTable *
hecha_store_device_scopes (HechaStore *self, const char *dev, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error, "SELECT s.name FROM \"grant\" g JOIN scope s ON s.n = g.scope WHERE g.id = ?1", "t",
    dev);
  g_autoptr (GHashTable) scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_hash_table_add (scopes, g_strdup (hecha_query_text (query, 0)));
  if (g_hash_table_size (scopes) > 0)
    g_hash_table_add (scopes, g_strdup ("base"));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&scopes) : NULL;
}

/**
 * hecha_store_device_state:
 * @self: the server's store
 * @dev: a device
 *
 * Returns: (transfer full): active, revoked or stopped; a device of which nothing is known is active
 */
char *
hecha_store_device_state (HechaStore *self, const char *dev)
{
  char *state = hecha_db_dup_text (self->db, NULL, "SELECT state FROM device WHERE dev = ?1", "t", dev);

  return state != NULL ? state : g_strdup ("active");
}

/**
 * hecha_store_set_device_state:
 * @self: the server's store, inside a transaction
 * @dev: a device
 * @state: active, revoked or stopped
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_set_device_state (HechaStore *self, const char *dev, const char *state, GError **error)
{
  return hecha_db_run (
    self->db, error,
    "INSERT INTO device (dev, state, seen) VALUES (?1, ?2, 0) ON CONFLICT (dev) DO UPDATE SET state = ?2",
    "tt", dev, state);
}

/**
 * hecha_store_device_seen:
 * @self: the server's store, inside a transaction
 * @dev: a device that is syncing
 * @error: when the database failed
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_device_seen (HechaStore *self, const char *dev, GError **error)
{
  return hecha_db_run (self->db, error,
                       "INSERT INTO device (dev, state, seen) VALUES (?1, 'active', ?2) "
                       "ON CONFLICT (dev) DO UPDATE SET seen = ?2",
                       "ti", dev, hecha_env_now_ms (&self->env));
}

/**
 * hecha_store_device_last_seen:
 * @self: the server's store
 * @dev: a device
 *
 * Returns: ms since 1970 of its last sync by the server's clock; 0 for never
 */
gint64
hecha_store_device_last_seen (HechaStore *self, const char *dev)
{
  gint64 seen = 0;

  hecha_db_get_int (self->db, &seen, NULL, "SELECT seen FROM device WHERE dev = ?1", "t", dev);
  return seen;
}

/**
 * hecha_store_is_forked:
 * @self: a store
 * @dev: a device
 * @forked: (out): whether a chain of it went two ways
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_is_forked (HechaStore *self, const char *dev, gboolean *forked, GError **error)
{
  gint64 any = 0;

  if (!hecha_store_flush_chains (self, error)
      || !hecha_db_get_int (self->db, &any, error,
                            "SELECT 1 FROM chain WHERE dev = ?1 AND forked IS NOT NULL LIMIT 1", "t", dev))
    return FALSE;
  *forked = any != 0;
  return TRUE;
}

typedef struct
{
  HechaDigest digest;
  gint64 scope_n;
  char *scope; /* (owned) */
} Late;

static void
clear_late (gpointer data)
{
  g_free (((Late *)data)->scope);
}

static GArray *
list_later (HechaStore *self, const char *dev, gint64 since_ms, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT e.digest, s.n, s.name FROM chain c JOIN scope s ON s.n = c.scope JOIN entry e ON e.chain = c.n "
    "WHERE c.dev = ?1 AND e.at >= ?2 ORDER BY e.n",
    "ti", dev, (gint64)hecha_time_from_ms (since_ms + 1));
  g_autoptr (GArray) later = g_array_new (FALSE, FALSE, sizeof (Late));
  GError *problem = NULL;

  g_array_set_clear_func (later, clear_late);
  while (query != NULL && hecha_query_next (query, &problem))
    {
      Late late = {.scope_n = hecha_query_int (query, 1), .scope = g_strdup (hecha_query_text (query, 2))};
      gsize n_bytes;

      memcpy (late.digest.bytes, hecha_query_bytes (query, 0, &n_bytes), HECHA_DIGEST_BYTES);
      g_array_append_val (later, late);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&later) : NULL;
}

/**
 * hecha_store_hold_later:
 * @self: the server's store, inside a transaction
 * @dev: a device
 * @since_ms: ms since 1970, by its clock
 * @reason: in English
 * @error: when the database failed
 *
 * Puts what the device wrote after a moment, and is here, under a hold; not what was under one before.
 *
 * Returns: whether it is
 */
gboolean
hecha_store_hold_later (HechaStore *self, const char *dev, gint64 since_ms, const char *reason,
                        GError **error)
{
  g_autoptr (GArray) later = list_later (self, dev, since_ms, error);

  for (guint i = 0; later != NULL && i < later->len; i++)
    {
      const Late *late = &g_array_index (later, Late, i);
      gboolean ever;

      if (!hecha_store_was_held (self, late->scope_n, &late->digest, &ever, error)
          || (!ever && !hecha_store_write_hold (self, late->scope, &late->digest, reason, error)))
        return FALSE;
    }
  return later != NULL;
}

static GPtrArray *
digests_of (HechaQuery *query, GError **error)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      HechaDigest digest;
      gsize n_bytes;
      const char *bytes = hecha_query_bytes (query, 0, &n_bytes);

      memcpy (digest.bytes, bytes, MIN (n_bytes, sizeof digest.bytes));
      g_ptr_array_add (digests, hecha_digest_dup_text (&digest));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&digests) : NULL;
}

/**
 * hecha_store_wanted:
 * @self: the server's store
 * @dev: a device
 * @limit: how many at most
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type utf8) (nullable): digests of evidence that the device named and
 * that is not here, the smallest first
 */
GPtrArray *
hecha_store_wanted (HechaStore *self, const char *dev, guint limit, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT w.digest FROM chain c JOIN wanted w ON w.chain = c.n WHERE c.dev = ?1 "
                      "ORDER BY w.size, w.digest LIMIT ?2",
                      "ti", dev, (gint64)limit);

  return digests_of (query, error);
}

/**
 * hecha_store_names_evidence:
 * @self: a store
 * @scopes: (element-type utf8): a set of scopes
 * @digest: "sha256:…"
 * @named: (out): whether an evidence item in one of them names it
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_names_evidence (HechaStore *self, GHashTable *scopes, const char *digest, gboolean *named,
                            GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error, "SELECT s.name FROM evidence e JOIN scope s ON s.n = e.scope WHERE e.digest = ?1", "t",
    digest);
  GError *problem = NULL;

  *named = FALSE;
  while (query != NULL && !*named && hecha_query_next (query, &problem))
    *named = g_hash_table_contains (scopes, hecha_query_text (query, 0));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gboolean
describe_state (HechaStore *self, const char *digest, gint64 state, GPtrArray *held, GPtrArray *reasons,
                GPtrArray *parked, GError **error)
{
  GError *problem = NULL;

  if (state & HECHA_STATE_PARKED)
    g_ptr_array_add (parked, g_strdup (digest));
  if (state & HECHA_STATE_HELD)
    {
      char *reason
        = hecha_db_dup_text (self->db, &problem, "SELECT reason FROM hold WHERE id = ?1", "t", digest);

      g_ptr_array_add (held, g_strdup (digest));
      g_ptr_array_add (reasons, reason != NULL ? reason : g_strdup (""));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/**
 * hecha_store_held_and_parked:
 * @self: a store
 * @digests: (element-type HechaDigest): entries that are here
 * @held: (element-type utf8): gets the digests of those under a hold
 * @reasons: (element-type utf8): gets the reason of each of these
 * @parked: (element-type utf8): gets the digests of those that wait for others
 * @error: when the database failed
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_held_and_parked (HechaStore *self, GArray *digests, GPtrArray *held, GPtrArray *reasons,
                             GPtrArray *parked, GError **error)
{
  for (guint i = 0; i < digests->len && (self->any_holds || self->any_waiting); i++)
    {
      const HechaDigest *digest = &g_array_index (digests, HechaDigest, i);
      char text[HECHA_DIGEST_TEXT_BYTES];
      gint64 state = 0;

      hecha_digest_to_text (digest, text);
      if (!hecha_db_get_int (
            self->db, &state, error,
            "SELECT state FROM entry WHERE substr (digest, 1, 8) = substr (?1, 1, 8) AND digest = ?1", "b",
            digest->bytes, sizeof digest->bytes)
          || (state != 0 && !describe_state (self, text, state, held, reasons, parked, error)))
        return FALSE;
    }
  return TRUE;
}
