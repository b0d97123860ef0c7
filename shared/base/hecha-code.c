/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-code.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

/* Crockford's base 32: no I, L, O or U, so that a code can be read out on the telephone. */
static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define ID_LENGTH     4
#define SECRET_LENGTH 8
#define PIN_LENGTH    12
#define CODE_LENGTH   (ID_LENGTH + SECRET_LENGTH + PIN_LENGTH)

/* One character for each five bits. */
static void
write_base32 (char *text, const guint8 *bytes, gsize n_characters)
{
  for (gsize i = 0; i < n_characters; i++)
    {
      guint value = 0;

      for (gsize bit = 5 * i; bit < 5 * i + 5; bit++)
        value = value << 1 | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
      text[i] = ALPHABET[value];
    }
}

static void
write_pin (char *text, const guint8 server_key[HECHA_PUBLIC_KEY_BYTES])
{
  HechaDigest digest;

  hecha_digest_of (&digest, server_key, HECHA_PUBLIC_KEY_BYTES);
  write_base32 (text, digest.bytes, PIN_LENGTH);
}

static void
split (HechaCode *self, const char *plain)
{
  memcpy (self->id, plain, ID_LENGTH);
  self->id[ID_LENGTH] = '\0';
  hecha_digest_of (&self->secret, plain + ID_LENGTH, SECRET_LENGTH);
  memcpy (self->pin, plain + ID_LENGTH + SECRET_LENGTH, PIN_LENGTH);
  self->pin[PIN_LENGTH] = '\0';
}

static char *
group (const char *plain)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < CODE_LENGTH; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (out, '-');
      g_string_append_c (out, plain[i]);
    }
  return g_string_free (out, FALSE);
}

/**
 * hecha_code_generate:
 * @self: (out caller-allocates): its parts
 * @env: randomness
 * @server_key: the server's Ed25519 key, which the code pins
 *
 * Returns: (transfer full): the code, to be told to one person
 */
char *
hecha_code_generate (HechaCode *self, const HechaEnv *env, const guint8 server_key[HECHA_PUBLIC_KEY_BYTES])
{
  char plain[CODE_LENGTH + 1] = {0};
  guint8 random[8];

  hecha_env_random (env, random, sizeof random);
  write_base32 (plain, random, ID_LENGTH + SECRET_LENGTH);
  write_pin (plain + ID_LENGTH + SECRET_LENGTH, server_key);
  split (self, plain);
  return group (plain);
}

/* The character that was meant; 0 for none. */
static char
read_character (char c)
{
  c = g_ascii_toupper (c);
  if (c == 'O')
    return '0';
  if (c == 'I' || c == 'L')
    return '1';
  return c != '\0' && strchr (ALPHABET, c) != NULL ? c : '\0';
}

/**
 * hecha_code_parse:
 * @self: (out caller-allocates): its parts
 * @text: as a person typed it: small letters, blanks and O for 0 are understood
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: whether it has the form of a code
 */
gboolean
hecha_code_parse (HechaCode *self, const char *text, GError **error)
{
  char plain[CODE_LENGTH + 1] = {0};
  gsize n = 0;

  for (; *text != '\0'; text++)
    {
      char c = read_character (*text);

      if (*text == '-' || g_ascii_isspace (*text))
        continue;
      if (c == '\0' || n == CODE_LENGTH)
        break;
      plain[n++] = c;
    }
  if (n != CODE_LENGTH || *text != '\0')
    {
      g_set_error_literal (
        error, HECHA_ERROR, HECHA_ERROR_INVALID,
        _ ("A code has six groups of four letters or digits; compare it with the one you were given"));
      return FALSE;
    }
  split (self, plain);
  return TRUE;
}

/**
 * hecha_code_id_is_valid:
 * @id: the first group of a code
 *
 * Returns: whether it has that form
 */
gboolean
hecha_code_id_is_valid (const char *id)
{
  return strlen (id) == ID_LENGTH && strspn (id, ALPHABET) == ID_LENGTH;
}

/**
 * hecha_code_dup_sealed:
 * @self: a code
 * @box_key: the server's X25519 key
 *
 * A code is short: who knew even the digest of its secret could try all of them. So that is for the server alone.
 *
 * Returns: (transfer full) (nullable): the digest of the secret in a sealed box, in hex; %NULL where @box_key is no key
 */
char *
hecha_code_dup_sealed (const HechaCode *self, const guint8 box_key[HECHA_PUBLIC_KEY_BYTES])
{
  guint8 sealed[crypto_box_SEALBYTES + HECHA_DIGEST_BYTES];

  if (crypto_box_seal (sealed, self->secret.bytes, HECHA_DIGEST_BYTES, box_key) != 0)
    return NULL;
  return hecha_hex_dup (sealed, sizeof sealed);
}

/**
 * hecha_code_open_sealed:
 * @sealed: what hecha_code_dup_sealed() made
 * @key: the server's keys
 * @secret: (out): the digest of a code's secret
 *
 * Returns: whether it was sealed for this server
 */
gboolean
hecha_code_open_sealed (const char *sealed, const HechaKey *key, HechaDigest *secret)
{
  guint8 bytes[crypto_box_SEALBYTES + HECHA_DIGEST_BYTES];

  return strlen (sealed) == HECHA_CODE_SEALED_LENGTH
         && hecha_hex_parse (sealed, HECHA_CODE_SEALED_LENGTH, bytes)
         && crypto_box_seal_open (secret->bytes, bytes, sizeof bytes, key->box_public, key->box_secret) == 0;
}

/**
 * hecha_code_is_of_server:
 * @self: a code
 * @server_key: the Ed25519 key that a server shows
 *
 * Returns: whether the code was given out by the server with this key
 */
gboolean
hecha_code_is_of_server (const HechaCode *self, const guint8 server_key[HECHA_PUBLIC_KEY_BYTES])
{
  char pin[PIN_LENGTH + 1] = {0};

  write_pin (pin, server_key);
  return strcmp (pin, self->pin) == 0;
}
