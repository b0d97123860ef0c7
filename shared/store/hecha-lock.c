/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-lock.h"

#include "base/hecha-error.h"
#include "store/hecha-store-private.h"

#include <glib/gi18n-lib.h>

/* A passphrase of the store: it protects the secret key of the device and its token at the server, so that whoever has
 * the disk can neither sign nor sync in its name. Records and evidence are not encrypted by it. */

#define FREE_TRIES      3
#define MOST_DELAY_MS   (300 * 1000)
#define FIRST_DELAY_MS  2000
#define DELAY_DOUBLINGS 8

/* What stands in meta of how often somebody was wrong. */
#define TRIES "unlock_tries"
#define AFTER "unlock_after"

/**
 * hecha_store_has_passphrase:
 * @self: a store
 *
 * Returns: whether there is one, locked or not
 */
gboolean
hecha_store_has_passphrase (HechaStore *self)
{
  return self->protected;
}

/**
 * hecha_store_is_locked:
 * @self: a store
 *
 * Returns: whether the passphrase has to be given before anything can be signed or sent
 */
gboolean
hecha_store_is_locked (HechaStore *self)
{
  return self->key.sealed;
}

/**
 * hecha_store_need_unlocked:
 * @self: a store
 * @error: %HECHA_ERROR_LOCKED
 *
 * Returns: whether the secret key is here
 */
gboolean
hecha_store_need_unlocked (HechaStore *self, GError **error)
{
  if (!self->key.sealed)
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_LOCKED,
                       _ ("This store is locked; give its passphrase"));
  return FALSE;
}

/**
 * hecha_store_lock:
 * @self: a store
 *
 * Forgets the secret key, if a passphrase can bring it back.
 */
void
hecha_store_lock (HechaStore *self)
{
  if (self->protected)
    hecha_key_forget (&self->key);
}

static gint64
get_number (HechaStore *self, const char *key)
{
  g_autofree char *text = hecha_store_get_meta (self, key);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static gboolean
set_number (HechaStore *self, const char *key, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return hecha_store_set_meta (self, key, value != 0 ? text : NULL, error);
}

/**
 * hecha_store_unlock_wait:
 * @self: a store
 *
 * Returns: seconds until a next try is heard; a clock that was put back does not make them more
 */
guint
hecha_store_unlock_wait (HechaStore *self)
{
  gint64 left = get_number (self, AFTER) - hecha_env_now_ms (&self->env);

  return left > 0 ? (guint)((MIN (left, MOST_DELAY_MS) + 999) / 1000) : 0;
}

/* Written down before it is known whether the try was right: ending the program wins nothing. */
static gboolean
note_try (HechaStore *self, GError **error)
{
  gint64 tries = get_number (self, TRIES) + 1;
  gint64 beyond = tries - FREE_TRIES;
  gint64 delay = beyond < 0 ? 0 : (gint64)FIRST_DELAY_MS << MIN (beyond, DELAY_DOUBLINGS);

  return set_number (self, TRIES, tries, error)
         && set_number (self, AFTER,
                        delay > 0 ? hecha_env_now_ms (&self->env) + MIN (delay, MOST_DELAY_MS) : 0, error);
}

static gboolean
forget_tries (HechaStore *self, GError **error)
{
  return set_number (self, TRIES, 0, error) && set_number (self, AFTER, 0, error);
}

/* What was in the clear goes from the file too, not only from the table. */
static gboolean
change_token (HechaStore *self, gboolean sealed, GError **error)
{
  g_autofree char *token = NULL, *next = NULL;

  if (!hecha_store_get_secret (self, "token", &token, error))
    return FALSE;
  if (token == NULL)
    return TRUE;
  next = sealed ? hecha_key_dup_sealed_text (&self->key, token, &self->env) : g_strdup (token);
  return hecha_db_exec (self->db, "PRAGMA secure_delete = ON", error)
         && hecha_store_set_meta (self, "token", next, error)
         && hecha_db_exec (self->db, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA secure_delete = OFF", error);
}

/* A crash while the passphrase was being set may have left it in the clear. */
static gboolean
seal_left_over (HechaStore *self, GError **error)
{
  g_autofree char *kept = hecha_store_get_meta (self, "token");

  return kept == NULL || hecha_key_is_sealed_text (kept) || change_token (self, TRUE, error);
}

/**
 * hecha_store_unlock:
 * @self: a store with a passphrase
 * @passphrase: as it was typed
 * @error: %HECHA_ERROR_LOCKED when it is another one, or when it is too early after wrong ones
 *
 * From the third wrong one on each is heard only after a delay that doubles, up to five minutes.
 *
 * Returns: whether the secret key is here now
 */
gboolean
hecha_store_unlock (HechaStore *self, const char *passphrase, GError **error)
{
  g_autofree char *path = hecha_store_dup_key_path (self);
  guint wait = hecha_store_unlock_wait (self);

  if (wait > 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_LOCKED,
                   ngettext ("Too many wrong passphrases; wait %u second",
                             "Too many wrong passphrases; wait %u seconds", wait),
                   wait);
      return FALSE;
    }
  return note_try (self, error) && hecha_key_unseal (&self->key, path, passphrase, error)
         && forget_tries (self, error) && seal_left_over (self, error);
}

static gboolean
check_passphrase (const char *passphrase, GError **error)
{
  if (passphrase == NULL || g_utf8_strlen (passphrase, -1) >= HECHA_PASSPHRASE_CHARACTERS)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("A passphrase has %d characters or more"),
               HECHA_PASSPHRASE_CHARACTERS);
  return FALSE;
}

/**
 * hecha_store_set_passphrase:
 * @self: a store
 * @current: (nullable): the passphrase that it has; %NULL when it has none
 * @passphrase: (nullable): the new one; %NULL for none
 * @error: %HECHA_ERROR_LOCKED when @current is another one, %HECHA_ERROR_REFUSED for one that is too short,
 *   %HECHA_ERROR_STORAGE
 *
 * The store is unlocked afterwards. A crash on the way leaves either passphrase in force, never none of them.
 *
 * Returns: whether it is in force
 */
gboolean
hecha_store_set_passphrase (HechaStore *self, const char *current, const char *passphrase, GError **error)
{
  g_autofree char *path = hecha_store_dup_key_path (self);

  if (!check_passphrase (passphrase, error)
      || (self->protected && !hecha_store_unlock (self, current != NULL ? current : "", error)))
    return FALSE;
  if ((passphrase == NULL && !change_token (self, FALSE, error))
      || !hecha_key_change_passphrase (&self->key, path, passphrase, &self->env, error))
    return FALSE;
  self->protected = passphrase != NULL;
  return passphrase == NULL || change_token (self, TRUE, error);
}

/**
 * hecha_store_get_secret:
 * @self: a store
 * @key: what, of hecha_store_get_meta()
 * @value: (out) (transfer full) (nullable): it, opened; %NULL when there is none
 * @error: %HECHA_ERROR_LOCKED, %HECHA_ERROR_CORRUPT
 *
 * Returns: whether the question could be answered
 */
gboolean
hecha_store_get_secret (HechaStore *self, const char *key, char **value, GError **error)
{
  g_autofree char *kept = hecha_store_get_meta (self, key);

  *value = kept != NULL ? hecha_key_dup_opened_text (&self->key, kept, error) : NULL;
  return kept == NULL || *value != NULL;
}
