/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-ticket.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/hecha-digest.h"
#include "base/hecha-error.h"

#define LEAST_DIGITS 64 /* a ticket is padded to this many digits, not to 78: so does the reference */
#define MOST_DIGITS  78 /* of a number below 2^256 */
#define SHORT_DIGITS 18

struct _HechaTicketer
{
  EVP_MD_CTX *context;              /* (owned) */
  char seed[HECHA_HASH_TEXT_BYTES]; /* hash of the seed, in hex: what every ticket's input begins with */
};

static EVP_MD_CTX *
new_context (HechaSamplingAlgorithm algorithm, GError **error)
{
  const char *name = algorithm == HECHA_SAMPLING_SM3 ? "SM3" : "SHA256";
  EVP_MD *digest = EVP_MD_fetch (NULL, name, NULL);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();

  if (digest == NULL || !EVP_DigestInit_ex (context, digest, NULL))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("%s is not offered by the OpenSSL of this computer"), name);
      g_clear_pointer (&context, EVP_MD_CTX_free);
    }
  EVP_MD_free (digest);
  return context;
}

/* Hashes @first and @second joined, and leaves the context ready for the next one. */
static void
hash_pair (EVP_MD_CTX *context, const char *first, const char *second, guint8 hash[HECHA_HASH_BYTES])
{
  EVP_DigestUpdate (context, first, strlen (first));
  EVP_DigestUpdate (context, second, strlen (second));
  EVP_DigestFinal_ex (context, hash, NULL);
  EVP_DigestInit_ex (context, NULL, NULL);
}

static void
hash_text (EVP_MD_CTX *context, const char *text, char hex[HECHA_HASH_TEXT_BYTES])
{
  guint8 hash[HECHA_HASH_BYTES];
  g_autofree char *digits = NULL;

  hash_pair (context, text, "", hash);
  digits = hecha_hex_dup (hash, HECHA_HASH_BYTES);
  g_strlcpy (hex, digits, HECHA_HASH_TEXT_BYTES);
}

/**
 * hecha_sampling_hash:
 * @algorithm: which digest
 * @text: any text
 * @hash: (out caller-allocates): lower-case hex
 *
 * Returns: whether this computer has the algorithm
 */
gboolean
hecha_sampling_hash (HechaSamplingAlgorithm algorithm, const char *text, char hash[HECHA_HASH_TEXT_BYTES],
                     GError **error)
{
  EVP_MD_CTX *context = new_context (algorithm, error);

  if (context == NULL)
    return FALSE;

  hash_text (context, text, hash);
  EVP_MD_CTX_free (context);
  return TRUE;
}

/**
 * hecha_ticketer_new:
 * @algorithm: which digest
 * @seed: the seed S of HCS-1, a text, never a number
 *
 * Returns: (transfer full) (nullable): what gives the tickets of this seed; %NULL when this computer lacks @algorithm
 */
HechaTicketer *
hecha_ticketer_new (HechaSamplingAlgorithm algorithm, const char *seed, GError **error)
{
  EVP_MD_CTX *context = new_context (algorithm, error);
  HechaTicketer *self;

  if (context == NULL)
    return NULL;

  self = g_new0 (HechaTicketer, 1);
  self->context = context;
  hash_text (context, seed, self->seed);
  return self;
}

/**
 * hecha_ticketer_free:
 * @self: (transfer full): a ticketer
 */
void
hecha_ticketer_free (HechaTicketer *self)
{
  EVP_MD_CTX_free (self->context);
  g_free (self);
}

/* Divides by 10^9 in place, most significant limb first; returns the remainder. */
static guint32
divide_by_billion (guint32 limbs[8])
{
  guint64 rest = 0;

  for (guint i = 0; i < 8; i++)
    {
      rest = rest << 32 | limbs[i];
      limbs[i] = (guint32)(rest / 1000000000);
      rest %= 1000000000;
    }
  return (guint32)rest;
}

/**
 * hecha_ticket_from_hash:
 * @hash: a big-endian number
 * @ticket: (out caller-allocates): "0." and its decimal digits, padded on the left to 64 and reversed
 */
void
hecha_ticket_from_hash (const guint8 hash[HECHA_HASH_BYTES], char ticket[HECHA_TICKET_BYTES])
{
  guint32 limbs[8];
  char *digits = ticket + strlen ("0.");
  guint n = 0;

  for (guint i = 0; i < 8; i++)
    limbs[i] = (guint32)hash[4 * i] << 24 | (guint32)hash[4 * i + 1] << 16 | (guint32)hash[4 * i + 2] << 8
               | hash[4 * i + 3];

  /* Last digit first: that is the reversal that HCS-1 asks for. */
  memcpy (ticket, "0.", strlen ("0."));
  while (n < MOST_DIGITS)
    {
      guint32 nine = divide_by_billion (limbs);

      for (guint i = 0; i < 9 && n < MOST_DIGITS; i++, nine /= 10)
        digits[n++] = (char)('0' + nine % 10);
    }
  while (n > LEAST_DIGITS && digits[n - 1] == '0')
    n--;
  digits[n] = '\0';
}

/**
 * hecha_ticketer_get:
 * @self: a ticketer
 * @id: a unit's or inspector's id
 * @ticket: (out caller-allocates): "0." and 64 to 78 digits; tickets are compared as byte strings
 *
 * The ticket of HCS-1, step 4: hash (hex of hash (seed) ‖ id) as a big-endian number, its decimal digits padded on
 * the left to 64 and reversed.
 */
void
hecha_ticketer_get (HechaTicketer *self, const char *id, char ticket[HECHA_TICKET_BYTES])
{
  guint8 hash[HECHA_HASH_BYTES];

  hash_pair (self->context, self->seed, id, hash);
  hecha_ticket_from_hash (hash, ticket);
}

/**
 * hecha_ticket_dup_short:
 * @ticket: a whole ticket
 *
 * What is shown and published: cut to 18 digits after its leading nines (HCS-1, step 9).
 *
 * Returns: (transfer full): the shorter text
 */
char *
hecha_ticket_dup_short (const char *ticket)
{
  gsize nines = strspn (ticket + strlen ("0."), "9");

  return g_strndup (ticket, strlen ("0.") + nines + SHORT_DIGITS);
}
