/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/hecha-entry.h"

#include "base/hecha-error.h"
#include "journal/hecha-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SIGNED_BYTES 512

static gsize
write_signed_bytes (const HechaHead *self, char bytes[MAX_SIGNED_BYTES])
{
  char digest[HECHA_DIGEST_TEXT_BYTES];

  hecha_digest_to_text (&self->digest, digest);
  return (gsize)g_snprintf (bytes, MAX_SIGNED_BYTES, "hecha-head-v1\n%s\n%s\n%" G_GINT64_FORMAT "\n%s\n",
                            self->dev, self->scope, self->seq, digest);
}

/**
 * hecha_head_sign:
 * @self: a head with dev, scope, seq and digest; gets key and signature
 * @key: the author's keys
 */
void
hecha_head_sign (HechaHead *self, const HechaKey *key)
{
  char bytes[MAX_SIGNED_BYTES];
  gsize n_bytes = write_signed_bytes (self, bytes);

  memcpy (self->key, key->sign_public, sizeof self->key);
  hecha_key_sign (key, bytes, n_bytes, self->signature);
}

/**
 * hecha_head_verify:
 * @self: a head
 * @error: %HECHA_ERROR_UNTRUSTED
 *
 * Returns: whether the key is the one that names the device, and the signature is that key's
 */
gboolean
hecha_head_verify (const HechaHead *self, GError **error)
{
  char id[HECHA_KEY_ID_BYTES];
  char bytes[MAX_SIGNED_BYTES];
  gsize n_bytes;

  hecha_key_id (self->key, id);
  if (strncmp (id, self->dev, HECHA_KEY_ID_BYTES - 1) != 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                   _ ("The head of %s carries another device's key"), self->dev);
      return FALSE;
    }
  n_bytes = write_signed_bytes (self, bytes);
  if (!hecha_key_verify (self->key, bytes, n_bytes, self->signature))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                   _ ("The signature of %s over its entry %ld in %s is wrong"), self->dev, (long)self->seq,
                   self->scope);
      return FALSE;
    }
  return TRUE;
}

/**
 * hecha_head_append_line:
 * @self: a signed head
 * @out: gets the canonical line, ended by LF
 */
void
hecha_head_append_line (const HechaHead *self, GString *out)
{
  char digest[HECHA_DIGEST_TEXT_BYTES];
  g_autofree char *key = hecha_public_key_dup_text (self->key, "ed25519");
  g_autofree char *signature = hecha_hex_dup (self->signature, sizeof self->signature);

  hecha_digest_to_text (&self->digest, digest);
  g_string_append_printf (
    out,
    "{\"head\":{\"dev\":\"%s\",\"digest\":\"%s\",\"key\":\"%s\",\"scope\":\"%s\",\"seq\":%" G_GINT64_FORMAT
    ",\"sig\":\"%s\"}}\n",
    self->dev, digest, key, self->scope, self->seq, signature);
}

static gboolean
read_parts (HechaHead *self, const HechaJson *json, guint token)
{
  char digest[HECHA_DIGEST_TEXT_BYTES], key[80], signature[2 * HECHA_SIGNATURE_BYTES + 1];
  guint seq = hecha_json_member (json, token, "seq");

  if (!hecha_json_copy_string (json, hecha_json_member (json, token, "dev"), self->dev, sizeof self->dev)
      || !hecha_json_copy_string (json, hecha_json_member (json, token, "scope"), self->scope,
                                  sizeof self->scope)
      || !hecha_json_copy_string (json, hecha_json_member (json, token, "digest"), digest, sizeof digest)
      || !hecha_json_copy_string (json, hecha_json_member (json, token, "key"), key, sizeof key)
      || !hecha_json_copy_string (json, hecha_json_member (json, token, "sig"), signature, sizeof signature)
      || seq == 0 || json->tokens[seq].kind != HECHA_JSON_INTEGER)
    return FALSE;
  self->seq = hecha_json_integer (json, seq);
  return self->seq >= 1 && hecha_dev_is_valid (self->dev, strlen (self->dev))
         && hecha_scope_is_valid (self->scope, strlen (self->scope))
         && hecha_digest_from_text (&self->digest, digest, -1)
         && hecha_public_key_from_text (self->key, key, "ed25519")
         && strlen (signature) == 2 * HECHA_SIGNATURE_BYTES
         && hecha_hex_parse (signature, 2 * HECHA_SIGNATURE_BYTES, self->signature);
}

/**
 * hecha_head_from_json:
 * @self: (out caller-allocates): the head
 * @json: a scanned line
 * @token: the object behind `head`
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: whether it has the form of a head; the signature is not checked
 */
gboolean
hecha_head_from_json (HechaHead *self, const HechaJson *json, guint token, GError **error)
{
  if (json->tokens[token].kind == HECHA_JSON_OBJECT && read_parts (self, json, token))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("A head is not well formed"));
  return FALSE;
}
