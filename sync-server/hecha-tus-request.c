/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tus-request.h"

#include "hecha-tus.h"

#include <string.h>

#define BODY_TYPE          "application/offset+octet-stream"
#define MAX_METADATA_BYTES 4096

/**
 * hecha_tus_request_check_version:
 * @exchange: any tus request but OPTIONS
 *
 * Says our version in the answer, and answers 412 to another one.
 *
 * Returns: whether to go on
 */
gboolean
hecha_tus_request_check_version (HechaExchange *exchange)
{
  hecha_exchange_set_header (exchange, "Tus-Resumable", HECHA_TUS_VERSION);
  if (g_strcmp0 (hecha_exchange_get_header (exchange, "Tus-Resumable"), HECHA_TUS_VERSION) == 0)
    return TRUE;
  hecha_exchange_set_header (exchange, "Tus-Version", HECHA_TUS_VERSION);
  hecha_exchange_fail (exchange, 412, "version", "Tus-Resumable must be " HECHA_TUS_VERSION);
  return FALSE;
}

static gboolean
read_number (HechaExchange *exchange, const char *name, guint64 *number)
{
  g_autofree char *reason = NULL;
  const char *text = hecha_exchange_get_header (exchange, name);

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL))
    return TRUE;
  reason = g_strdup_printf ("%s must be a number of bytes", name);
  hecha_exchange_fail (exchange, 400, "invalid", reason);
  return FALSE;
}

/* g_base64_decode() passes over what does not belong there; we do not. */
static GBytes *
decode_base64 (const char *text)
{
  gsize n_chars = strlen (text), n_bytes = 0;
  guint8 *bytes;

  if (n_chars == 0 || n_chars % 4 != 0
      || strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") + 2 < n_chars)
    return NULL;
  bytes = g_base64_decode (text, &n_bytes);
  return g_bytes_new_take (bytes, n_bytes);
}

/* One pair of `Upload-Metadata`: a name, a space, and the value in base 64. */
static gboolean
read_pair (const char *pair, HechaDigest *digest)
{
  g_auto (GStrv) words = g_strsplit (pair, " ", 3);
  g_autoptr (GBytes) value = NULL;
  const char *text;
  gsize n_bytes;

  if (g_strv_length (words) != 2 || strcmp (words[0], "digest") != 0)
    return FALSE;
  value = decode_base64 (words[1]);
  if (value == NULL)
    return FALSE;
  text = g_bytes_get_data (value, &n_bytes);
  return n_bytes > 0 && hecha_digest_from_text (digest, text, (gssize)n_bytes);
}

static gboolean
read_metadata (HechaTusRequest *self, HechaExchange *exchange)
{
  const char *header = hecha_exchange_get_header (exchange, "Upload-Metadata");
  g_auto (GStrv) pairs
    = header != NULL && strlen (header) <= MAX_METADATA_BYTES ? g_strsplit (header, ",", 32) : NULL;

  for (gsize i = 0; pairs != NULL && pairs[i] != NULL; i++)
    if (read_pair (g_strstrip (pairs[i]), &self->digest))
      return TRUE;
  hecha_exchange_fail (exchange, 400, "invalid",
                       "Upload-Metadata must have a digest: base 64 of sha256: and 64 hex digits");
  return FALSE;
}

static gboolean
read_checksum (HechaTusRequest *self, HechaExchange *exchange)
{
  const char *header = hecha_exchange_get_header (exchange, "Upload-Checksum");
  g_auto (GStrv) words = header != NULL ? g_strsplit (header, " ", 3) : NULL;

  if (header == NULL)
    return TRUE;
  if (g_strv_length (words) == 2)
    {
      self->hash = strcmp (words[0], "sha1") == 0     ? EVP_sha1 ()
                   : strcmp (words[0], "sha256") == 0 ? EVP_sha256 ()
                                                      : NULL;
      self->checksum = decode_base64 (words[1]);
    }
  if (self->hash != NULL && self->checksum != NULL)
    return TRUE;
  hecha_exchange_fail (exchange, 400, "invalid",
                       "Upload-Checksum must be sha1 or sha256, a space, and the checksum in base 64");
  return FALSE;
}

static gboolean
is_upload_body (HechaExchange *exchange)
{
  return g_strcmp0 (hecha_exchange_get_header (exchange, "Content-Type"), BODY_TYPE) == 0;
}

static gboolean
refuse_type (HechaExchange *exchange)
{
  hecha_exchange_fail (exchange, 415, "media", "The body must be of type " BODY_TYPE);
  return FALSE;
}

static gboolean
read_size (HechaTusRequest *self, HechaExchange *exchange)
{
  if (!read_number (exchange, "Upload-Length", &self->size))
    return FALSE;
  if (self->size <= HECHA_TUS_MAX_BYTES)
    return TRUE;
  hecha_exchange_fail (exchange, 413, "too-large", "The file is larger than this server takes");
  return FALSE;
}

/**
 * hecha_tus_request_read_creation:
 * @self: (out caller-allocates): what was read; to be cleared
 * @exchange: a `POST`
 *
 * Returns: whether all is well; if not, @exchange is answered
 */
gboolean
hecha_tus_request_read_creation (HechaTusRequest *self, HechaExchange *exchange)
{
  *self = (HechaTusRequest) {.has_body = exchange->head.length != 0};
  return hecha_tus_request_check_version (exchange) && read_size (self, exchange)
         && read_metadata (self, exchange) && read_checksum (self, exchange)
         && (!self->has_body || is_upload_body (exchange) || refuse_type (exchange));
}

/**
 * hecha_tus_request_read_patch:
 * @self: (out caller-allocates): what was read; to be cleared
 * @exchange: a `PATCH`
 *
 * Returns: whether all is well; if not, @exchange is answered
 */
gboolean
hecha_tus_request_read_patch (HechaTusRequest *self, HechaExchange *exchange)
{
  *self = (HechaTusRequest) {.has_body = TRUE};
  return hecha_tus_request_check_version (exchange) && (is_upload_body (exchange) || refuse_type (exchange))
         && read_number (exchange, "Upload-Offset", &self->offset) && read_checksum (self, exchange);
}

/**
 * hecha_tus_request_clear:
 * @self: what was read
 */
void
hecha_tus_request_clear (HechaTusRequest *self)
{
  g_clear_pointer (&self->checksum, g_bytes_unref);
}
