/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-key.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "base/hecha-key-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define FILE_HEADER "hecha-key-v1 "

/**
 * hecha_key_derive:
 * @self: (inout): keys of which the seed is known
 */
void
hecha_key_derive (HechaKey *self)
{
  guint8 box_seed[crypto_box_SEEDBYTES];

  crypto_sign_seed_keypair (self->sign_public, self->sign_secret, self->seed);
  crypto_generichash (box_seed, sizeof box_seed, (const guint8 *)"hecha-box-v1", 12, self->seed,
                      sizeof self->seed);
  crypto_box_seed_keypair (self->box_public, self->box_secret, box_seed);
  sodium_memzero (box_seed, sizeof box_seed);
  self->sealed = FALSE;
}

/**
 * hecha_key_generate:
 * @self: (out caller-allocates): fresh keys
 * @env: where randomness comes from
 */
void
hecha_key_generate (HechaKey *self, const HechaEnv *env)
{
  hecha_env_random (env, self->seed, sizeof self->seed);
  hecha_key_derive (self);
}

/**
 * hecha_key_load:
 * @self: (out caller-allocates): the keys
 * @path: a file written by hecha_key_save()
 * @error: %HECHA_ERROR_CORRUPT or %HECHA_ERROR_NOT_FOUND
 *
 * Of keys that a passphrase protects only the public halves are read: they are sealed.
 *
 * Returns: whether the keys are there
 */
gboolean
hecha_key_load (HechaKey *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("The key file %s cannot be read"), path);
      return FALSE;
    }
  if (g_str_has_prefix (text, HECHA_SEALED_KEY_HEADER))
    return hecha_key_load_sealed (self, path, text, error);
  if (length < strlen (FILE_HEADER) + 64 || !g_str_has_prefix (text, FILE_HEADER)
      || !hecha_hex_parse (text + strlen (FILE_HEADER), 64, self->seed))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("The key file %s is damaged"), path);
      return FALSE;
    }
  sodium_memzero (text, length);
  hecha_key_derive (self);
  return TRUE;
}

/**
 * hecha_key_dup_plain_text:
 * @self: keys with their secret
 *
 * Returns: (transfer full): what stands in a file without a passphrase; to be zeroed
 */
char *
hecha_key_dup_plain_text (const HechaKey *self)
{
  char *hex = hecha_hex_dup (self->seed, sizeof self->seed);
  char *text = g_strconcat (FILE_HEADER, hex, "\n", NULL);

  sodium_memzero (hex, strlen (hex));
  g_free (hex);
  return text;
}

static gboolean
write_whole (HechaDisk *disk, const char *path, const char *text)
{
  int fd = disk->open (disk, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  gsize n = strlen (text);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = disk->write (disk, fd, text, n) == (gssize)n && disk->fsync (disk, fd) == 0;
  return disk->close (disk, fd) == 0 && ok;
}

/**
 * hecha_key_save:
 * @self: keys with their secret
 * @path: a file that does not exist yet
 * @env: the file layer
 * @error: %HECHA_ERROR_STORAGE
 *
 * Writes the seed, readable by the owner only. A key is never written over.
 *
 * Returns: whether it is on disk
 */
gboolean
hecha_key_save (const HechaKey *self, const char *path, const HechaEnv *env, GError **error)
{
  g_autofree char *text = hecha_key_dup_plain_text (self);
  gboolean ok = write_whole (env->disk, path, text);

  if (!ok)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("The key file %s cannot be written: %s"), path,
                 g_strerror (errno));
  sodium_memzero (text, strlen (text));
  return ok;
}

/**
 * hecha_key_wipe:
 * @self: keys that are no longer needed
 */
void
hecha_key_wipe (HechaKey *self)
{
  sodium_memzero (self, sizeof *self);
}

/**
 * hecha_key_id:
 * @sign_public: an Ed25519 public key
 * @id: (out caller-allocates): the first 128 bits of its SHA-256, in hex
 *
 * A device is named by its key, so that whoever holds an entry can check who wrote it without asking anybody.
 */
void
hecha_key_id (const guint8 sign_public[HECHA_PUBLIC_KEY_BYTES], char id[HECHA_KEY_ID_BYTES])
{
  HechaDigest digest;
  g_autofree char *hex = NULL;

  hecha_digest_of (&digest, sign_public, HECHA_PUBLIC_KEY_BYTES);
  hex = hecha_hex_dup (digest.bytes, 16);
  memcpy (id, hex, HECHA_KEY_ID_BYTES);
}

/**
 * hecha_key_sign:
 * @self: keys with their secret
 * @bytes: (array length=n_bytes): what is signed
 * @n_bytes: how many
 * @signature: (out caller-allocates): Ed25519
 */
void
hecha_key_sign (const HechaKey *self, const void *bytes, gsize n_bytes,
                guint8 signature[HECHA_SIGNATURE_BYTES])
{
  crypto_sign_detached (signature, NULL, bytes, n_bytes, self->sign_secret);
}

/**
 * hecha_key_verify:
 * @sign_public: an Ed25519 public key
 * @bytes: (array length=n_bytes): what was signed
 * @n_bytes: how many
 * @signature: the signature
 *
 * Returns: whether it is that key's over those bytes
 */
gboolean
hecha_key_verify (const guint8 sign_public[HECHA_PUBLIC_KEY_BYTES], const void *bytes, gsize n_bytes,
                  const guint8 signature[HECHA_SIGNATURE_BYTES])
{
  return crypto_sign_verify_detached (signature, bytes, n_bytes, sign_public) == 0;
}

/**
 * hecha_public_key_dup_text:
 * @bytes: a public key
 * @algorithm: "ed25519" or "x25519"
 *
 * Returns: (transfer full): such as "ed25519:9f…": the algorithm has a name in the key
 */
char *
hecha_public_key_dup_text (const guint8 bytes[HECHA_PUBLIC_KEY_BYTES], const char *algorithm)
{
  g_autofree char *hex = hecha_hex_dup (bytes, HECHA_PUBLIC_KEY_BYTES);

  return g_strconcat (algorithm, ":", hex, NULL);
}

/**
 * hecha_public_key_from_text:
 * @bytes: (out caller-allocates): the key
 * @text: such as "ed25519:9f…"
 * @algorithm: the one that is expected
 *
 * Returns: whether @text is a key of that algorithm
 */
gboolean
hecha_public_key_from_text (guint8 bytes[HECHA_PUBLIC_KEY_BYTES], const char *text, const char *algorithm)
{
  gsize n = strlen (algorithm);

  return strlen (text) == n + 1 + 2 * HECHA_PUBLIC_KEY_BYTES && g_str_has_prefix (text, algorithm)
         && text[n] == ':' && hecha_hex_parse (text + n + 1, 2 * HECHA_PUBLIC_KEY_BYTES, bytes);
}
