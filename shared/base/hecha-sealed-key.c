/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "base/hecha-file.h"
#include "base/hecha-key-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* A key file that a passphrase protects: one line of
 *
 *   hecha-key-v2 OPS KIB SALT SIGN_PUBLIC BOX_PUBLIC NONCE BOX
 *
 * Argon2id makes the key of the box (XSalsa20-Poly1305) from the passphrase; the box holds the seed. The public halves
 * are in the clear, so that a device knows who it is before anybody has typed. */

/* A fifth of a second to one second on a laptop, and 256 MiB for each guess. */
#define OPS      crypto_pwhash_OPSLIMIT_MODERATE
#define KIB      (crypto_pwhash_MEMLIMIT_MODERATE / 1024)
#define MOST_OPS 16
#define MOST_KIB (1024 * 1024)

#define BOX_BYTES (32 + crypto_secretbox_MACBYTES)

/* Of short texts, sealed for this device alone. */
#define TEXT_HEADER  "sealed-v1 "
#define TEXT_PURPOSE "hecha-sealed-text-v1"

typedef struct
{
  guint64 ops;
  guint64 kib;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 sign_public[HECHA_PUBLIC_KEY_BYTES];
  guint8 box_public[HECHA_PUBLIC_KEY_BYTES];
  guint8 nonce[crypto_secretbox_NONCEBYTES];
  guint8 box[BOX_BYTES];
} Sealed;

static gboolean
parse_hex (const char *word, guint8 *bytes, gsize n_bytes)
{
  return strlen (word) == 2 * n_bytes && hecha_hex_parse (word, 2 * n_bytes, bytes);
}

static gboolean
parse (Sealed *self, const char *text)
{
  g_autofree char *line = g_strchomp (g_strdup (text));
  g_auto (GStrv) words = g_strsplit (line, " ", 9);

  return g_strv_length (words) == 8
         && g_ascii_string_to_unsigned (words[1], 10, 1, MOST_OPS, &self->ops, NULL)
         && g_ascii_string_to_unsigned (words[2], 10, 8, MOST_KIB, &self->kib, NULL)
         && parse_hex (words[3], self->salt, sizeof self->salt)
         && parse_hex (words[4], self->sign_public, sizeof self->sign_public)
         && parse_hex (words[5], self->box_public, sizeof self->box_public)
         && parse_hex (words[6], self->nonce, sizeof self->nonce)
         && parse_hex (words[7], self->box, sizeof self->box);
}

static gboolean
damaged (const char *path, GError **error)
{
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("The key file %s is damaged"), path);
  return FALSE;
}

/**
 * hecha_key_load_sealed:
 * @self: (out caller-allocates): the public halves
 * @path: the file, for messages
 * @text: what stands in it
 * @error: %HECHA_ERROR_CORRUPT
 *
 * Returns: whether it is such a file
 */
gboolean
hecha_key_load_sealed (HechaKey *self, const char *path, const char *text, GError **error)
{
  Sealed sealed;

  if (!parse (&sealed, text))
    return damaged (path, error);
  memset (self, 0, sizeof *self);
  memcpy (self->sign_public, sealed.sign_public, sizeof self->sign_public);
  memcpy (self->box_public, sealed.box_public, sizeof self->box_public);
  self->sealed = TRUE;
  return TRUE;
}

/**
 * hecha_key_forget:
 * @self: keys
 *
 * Zeroes the secret halves in memory.
 *
 * Returns: %TRUE
 */
gboolean
hecha_key_forget (HechaKey *self)
{
  sodium_memzero (self->seed, sizeof self->seed);
  sodium_memzero (self->sign_secret, sizeof self->sign_secret);
  sodium_memzero (self->box_secret, sizeof self->box_secret);
  self->sealed = TRUE;
  return TRUE;
}

/* One passphrase, however a keyboard or an input method composes it. */
static gboolean
stretch (const Sealed *sealed, const char *passphrase, guint8 key[crypto_secretbox_KEYBYTES], GError **error)
{
  char *composed = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  gboolean ok = composed != NULL
                && crypto_pwhash (key, crypto_secretbox_KEYBYTES, composed, strlen (composed), sealed->salt,
                                  sealed->ops, (size_t)sealed->kib * 1024, crypto_pwhash_ALG_ARGON2ID13)
                     == 0;

  if (composed != NULL)
    sodium_memzero (composed, strlen (composed));
  g_free (composed);
  if (!ok)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_STORAGE,
                         _ ("There is not enough memory to check the passphrase"));
  return ok;
}

static gboolean
open_box (HechaKey *self, const Sealed *sealed, const char *path, const char *passphrase, GError **error)
{
  guint8 key[crypto_secretbox_KEYBYTES];
  HechaKey opened = {0};
  gboolean ok;

  if (!stretch (sealed, passphrase, key, error))
    return FALSE;
  ok = crypto_secretbox_open_easy (opened.seed, sealed->box, sizeof sealed->box, sealed->nonce, key) == 0;
  sodium_memzero (key, sizeof key);
  if (!ok)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_LOCKED, _ ("That is not the passphrase"));
      return FALSE;
    }
  hecha_key_derive (&opened);
  ok = memcmp (opened.sign_public, sealed->sign_public, sizeof opened.sign_public) == 0
       && memcmp (opened.box_public, sealed->box_public, sizeof opened.box_public) == 0;
  if (ok)
    *self = opened;
  hecha_key_wipe (&opened);
  return ok || damaged (path, error);
}

/**
 * hecha_key_unseal:
 * @self: (inout): the keys
 * @path: their file
 * @passphrase: as it was typed
 * @error: %HECHA_ERROR_LOCKED for another passphrase, %HECHA_ERROR_CORRUPT, %HECHA_ERROR_NOT_FOUND
 *
 * Takes up to a second and 256 MiB, on purpose: so does each guess of somebody else.
 *
 * Returns: whether the secret halves are here now
 */
gboolean
hecha_key_unseal (HechaKey *self, const char *path, const char *passphrase, GError **error)
{
  g_autofree char *text = NULL;
  Sealed sealed;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("The key file %s cannot be read"), path);
      return FALSE;
    }
  if (!parse (&sealed, text))
    return damaged (path, error);
  return open_box (self, &sealed, path, passphrase, error);
}

/* (transfer full) (nullable) */
static char *
dup_sealed_file (const HechaKey *self, const char *passphrase, const HechaEnv *env, GError **error)
{
  Sealed sealed = {.ops = OPS, .kib = KIB};
  guint8 key[crypto_secretbox_KEYBYTES];
  g_autofree char *salt = NULL, *sign = NULL, *box_key = NULL, *nonce = NULL, *box = NULL;

  hecha_env_random (env, sealed.salt, sizeof sealed.salt);
  hecha_env_random (env, sealed.nonce, sizeof sealed.nonce);
  if (!stretch (&sealed, passphrase, key, error))
    return NULL;
  crypto_secretbox_easy (sealed.box, self->seed, sizeof self->seed, sealed.nonce, key);
  sodium_memzero (key, sizeof key);
  salt = hecha_hex_dup (sealed.salt, sizeof sealed.salt);
  sign = hecha_hex_dup (self->sign_public, sizeof self->sign_public);
  box_key = hecha_hex_dup (self->box_public, sizeof self->box_public);
  nonce = hecha_hex_dup (sealed.nonce, sizeof sealed.nonce);
  box = hecha_hex_dup (sealed.box, sizeof sealed.box);
  return g_strdup_printf (HECHA_SEALED_KEY_HEADER "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                                                  " %s %s %s %s %s\n",
                          sealed.ops, sealed.kib, salt, sign, box_key, nonce, box);
}

/* What stood in the old file is written over, as far as the disk does so in place. */
static void
scrub (HechaDisk *disk, int fd)
{
  static const char zeros[512];

  if (fd < 0)
    return;
  if (disk->write (disk, fd, zeros, sizeof zeros) > 0)
    disk->fsync (disk, fd);
  disk->close (disk, fd);
}

/* The old file stands until the new one is on disk. */
static gboolean
replace_file (const char *path, const char *text, HechaDisk *disk, GError **error)
{
  g_autofree char *next = g_strconcat (path, ".new", NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_auto (HechaFile) file = HECHA_FILE_INIT;
  int old;

  disk->unlink (disk, next); /* of a change that was cut short */
  if (!hecha_file_open (&file, disk, next, O_WRONLY | O_CREAT | O_EXCL, error)
      || !hecha_file_write (&file, text, strlen (text), error) || !hecha_file_sync (&file, error)
      || !hecha_file_close (&file, error))
    return FALSE;
  old = disk->open (disk, path, O_WRONLY, 0);
  if (!hecha_disk_rename (disk, next, path, error))
    {
      if (old >= 0)
        disk->close (disk, old);
      return FALSE;
    }
  scrub (disk, old);
  return hecha_disk_sync_dir (disk, dir, error);
}

/**
 * hecha_key_change_passphrase:
 * @self: keys with their secret
 * @path: their file
 * @passphrase: (nullable): %NULL for none: whoever has the file has the key
 * @env: randomness and the file layer
 * @error: %HECHA_ERROR_STORAGE; then the file is as it was
 *
 * Returns: whether the file is protected by that passphrase now
 */
gboolean
hecha_key_change_passphrase (const HechaKey *self, const char *path, const char *passphrase,
                             const HechaEnv *env, GError **error)
{
  char *text
    = passphrase != NULL ? dup_sealed_file (self, passphrase, env, error) : hecha_key_dup_plain_text (self);
  gboolean ok = text != NULL && replace_file (path, text, env->disk, error);

  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
  return ok;
}

static void
derive_text_key (const HechaKey *self, guint8 key[crypto_secretbox_KEYBYTES])
{
  crypto_generichash (key, crypto_secretbox_KEYBYTES, (const guint8 *)TEXT_PURPOSE, strlen (TEXT_PURPOSE),
                      self->seed, sizeof self->seed);
}

/**
 * hecha_key_dup_sealed_text:
 * @self: keys with their secret
 * @text: up to 4 KiB that only this device may read
 * @env: randomness
 *
 * Returns: (transfer full): for hecha_key_dup_opened_text()
 */
char *
hecha_key_dup_sealed_text (const HechaKey *self, const char *text, const HechaEnv *env)
{
  gsize n = strlen (text);
  g_autofree guint8 *bytes = g_malloc (crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n);
  g_autofree char *hex = NULL;
  guint8 key[crypto_secretbox_KEYBYTES];

  hecha_env_random (env, bytes, crypto_secretbox_NONCEBYTES);
  derive_text_key (self, key);
  crypto_secretbox_easy (bytes + crypto_secretbox_NONCEBYTES, (const guint8 *)text, n, bytes, key);
  sodium_memzero (key, sizeof key);
  hex = hecha_hex_dup (bytes, crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n);
  return g_strconcat (TEXT_HEADER, hex, NULL);
}

/**
 * hecha_key_is_sealed_text:
 * @text: any text
 *
 * Returns: whether hecha_key_dup_sealed_text() made it
 */
gboolean
hecha_key_is_sealed_text (const char *text)
{
  return g_str_has_prefix (text, TEXT_HEADER);
}

/**
 * hecha_key_dup_opened_text:
 * @self: keys
 * @sealed: what hecha_key_dup_sealed_text() made; anything else is given back as it is
 * @error: %HECHA_ERROR_LOCKED while the keys are sealed, %HECHA_ERROR_CORRUPT
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
hecha_key_dup_opened_text (const HechaKey *self, const char *sealed, GError **error)
{
  const gsize overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  const char *hex = sealed + strlen (TEXT_HEADER);
  gsize n;
  g_autofree guint8 *bytes = NULL;
  g_autofree char *text = NULL;
  guint8 key[crypto_secretbox_KEYBYTES];

  if (!hecha_key_is_sealed_text (sealed))
    return g_strdup (sealed);
  if (self->sealed)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_LOCKED,
                           _ ("This store is locked; give its passphrase"));
      return NULL;
    }
  n = strlen (hex) / 2;
  bytes = g_malloc0 (MAX (n, overhead));
  text = g_malloc0 (MAX (n, overhead) - overhead + 1);
  derive_text_key (self, key);
  if (n < overhead || !hecha_hex_parse (hex, 2 * n, bytes)
      || crypto_secretbox_open_easy ((guint8 *)text, bytes + crypto_secretbox_NONCEBYTES,
                                     n - crypto_secretbox_NONCEBYTES, bytes, key)
           != 0)
    {
      sodium_memzero (key, sizeof key);
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("What this device sealed is damaged"));
      return NULL;
    }
  sodium_memzero (key, sizeof key);
  return g_steal_pointer (&text);
}
