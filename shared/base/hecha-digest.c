/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-digest.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

#define PREFIX       "sha256:"
#define PREFIX_BYTES 7

struct _HechaDigester
{
  EVP_MD_CTX *context; /* (owned) */
};

static void
write_hex (char *text, const guint8 *bytes, gsize n_bytes)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < n_bytes; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 15];
    }
}

/* -1 for anything but a lower-case hex digit: there is one spelling of a digest. */
static int
hex_value (char digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;
  return -1;
}

/**
 * hecha_hex_dup:
 * @bytes: (array length=n_bytes): any bytes
 * @n_bytes: how many
 *
 * Returns: (transfer full): lower-case hex
 */
char *
hecha_hex_dup (const guint8 *bytes, gsize n_bytes)
{
  char *text = g_malloc (2 * n_bytes + 1);

  write_hex (text, bytes, n_bytes);
  text[2 * n_bytes] = '\0';
  return text;
}

/**
 * hecha_hex_parse:
 * @text: at least @n_digits bytes
 * @n_digits: an even number
 * @bytes: (out caller-allocates): half as many bytes
 *
 * Returns: whether all were lower-case hex digits
 */
gboolean
hecha_hex_parse (const char *text, gsize n_digits, guint8 *bytes)
{
  for (gsize i = 0; i < n_digits; i += 2)
    {
      int high = hex_value (text[i]), low = hex_value (text[i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      bytes[i / 2] = (guint8)(high << 4 | low);
    }
  return TRUE;
}

/**
 * hecha_digest_of:
 * @self: (out caller-allocates): the SHA-256 of @bytes
 * @bytes: (array length=n_bytes): any bytes
 * @n_bytes: how many
 */
void
hecha_digest_of (HechaDigest *self, const void *bytes, gsize n_bytes)
{
  SHA256 (bytes, n_bytes, self->bytes);
}

/**
 * hecha_digest_to_text:
 * @self: a digest
 * @text: (out caller-allocates): "sha256:" and 64 lower-case hex digits, NUL-terminated
 */
void
hecha_digest_to_text (const HechaDigest *self, char text[HECHA_DIGEST_TEXT_BYTES])
{
  memcpy (text, PREFIX, PREFIX_BYTES);
  write_hex (text + PREFIX_BYTES, self->bytes, HECHA_DIGEST_BYTES);
  text[HECHA_DIGEST_TEXT_BYTES - 1] = '\0';
}

/**
 * hecha_digest_dup_text:
 * @self: a digest
 *
 * Returns: (transfer full): as hecha_digest_to_text()
 */
char *
hecha_digest_dup_text (const HechaDigest *self)
{
  char *text = g_malloc (HECHA_DIGEST_TEXT_BYTES);

  hecha_digest_to_text (self, text);
  return text;
}

/**
 * hecha_digest_from_text:
 * @self: (out caller-allocates): the digest
 * @text: "sha256:…"
 * @length: bytes of @text, or -1 when it is NUL-terminated
 *
 * Returns: whether @text is exactly one digest of an algorithm that is known here
 */
gboolean
hecha_digest_from_text (HechaDigest *self, const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize)length;

  return n == HECHA_DIGEST_TEXT_BYTES - 1 && memcmp (text, PREFIX, PREFIX_BYTES) == 0
         && hecha_hex_parse (text + PREFIX_BYTES, 2 * HECHA_DIGEST_BYTES, self->bytes);
}

/**
 * hecha_digest_equal:
 * @a: a #HechaDigest
 * @b: a #HechaDigest
 *
 * With hecha_digest_hash(), for hash tables whose keys are digests.
 *
 * Returns: whether they are the same
 */
gboolean
hecha_digest_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (((const HechaDigest *)a)->bytes, ((const HechaDigest *)b)->bytes, HECHA_DIGEST_BYTES) == 0;
}

/**
 * hecha_digest_hash:
 * @digest: a #HechaDigest
 *
 * Returns: some of its bytes, which are as good as random
 */
guint
hecha_digest_hash (gconstpointer digest)
{
  guint hash;

  memcpy (&hash, ((const HechaDigest *)digest)->bytes, sizeof hash);
  return hash;
}

/**
 * hecha_digester_new:
 *
 * For bytes that come in pieces.
 *
 * Returns: (transfer full): a digest in the making
 */
HechaDigester *
hecha_digester_new (void)
{
  HechaDigester *self = g_new0 (HechaDigester, 1);

  self->context = EVP_MD_CTX_new ();
  EVP_DigestInit_ex (self->context, EVP_sha256 (), NULL);
  return self;
}

/**
 * hecha_digester_add:
 * @self: a digest in the making
 * @bytes: (array length=n_bytes): the next bytes
 * @n_bytes: how many
 */
void
hecha_digester_add (HechaDigester *self, const void *bytes, gsize n_bytes)
{
  EVP_DigestUpdate (self->context, bytes, n_bytes);
}

/**
 * hecha_digester_finish:
 * @self: a digest in the making; begins anew afterwards
 * @digest: (out caller-allocates): of all that was added
 */
void
hecha_digester_finish (HechaDigester *self, HechaDigest *digest)
{
  EVP_DigestFinal_ex (self->context, digest->bytes, NULL);
  EVP_DigestInit_ex (self->context, EVP_sha256 (), NULL);
}

/**
 * hecha_digester_free:
 * @self: (transfer full): a digest in the making
 */
void
hecha_digester_free (HechaDigester *self)
{
  EVP_MD_CTX_free (self->context);
  g_free (self);
}
