/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-http-private.h"

#include "base/hecha-code.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "base/hecha-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How the server is recognised: by a certificate that an authority vouches for, or by the word of the server's own key
 * for the certificate that it shows. */

static char *
fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  HechaDigest digest;

  g_object_get (certificate, "certificate", &der, NULL);
  hecha_digest_of (&digest, der->data, der->len);
  return hecha_hex_dup (digest.bytes, sizeof digest.bytes);
}

/* While the fingerprint is not known yet, only the question for it is let through: it carries no secret. */
static gboolean
may_be_asked (HechaHttp *self, SoupMessage *message, GTlsCertificate *certificate)
{
  g_free (self->seen);
  self->seen = fingerprint (certificate);
  return g_strcmp0 (self->seen, self->trusted) == 0
         || strcmp (g_uri_get_path (soup_message_get_uri (message)), HECHA_HTTP_SERVER_PATH) == 0;
}

/* Asked at a full handshake only. */
static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                       gpointer data)
{
  return may_be_asked (data, message, certificate);
}

/* Before a byte of any request goes out: also on a connection, or in a TLS session, that an earlier question opened. */
static void
starting_cb (SoupMessage *message, gpointer data)
{
  HechaHttp *self = data;
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);

  if (certificate == NULL || soup_message_get_tls_peer_certificate_errors (message) == 0)
    {
      g_clear_pointer (&self->seen, g_free);
      return;
    }
  self->stranger = !may_be_asked (self, message, certificate);
  if (self->stranger)
    g_cancellable_cancel (self->stop);
}

/**
 * hecha_http_watch:
 * @self: a transport
 * @message: (transfer none): about to be sent
 *
 * It goes out to the server only, or as the question who the server is.
 */
void
hecha_http_watch (HechaHttp *self, SoupMessage *message)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), self);
}

static gboolean
untrusted (GError **error, const char *reason)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED, reason);
  return FALSE;
}

static gboolean
is_right_key (const HechaHttp *self, const guint8 key[HECHA_PUBLIC_KEY_BYTES])
{
  HechaCode code = {{0}};
  char id[HECHA_KEY_ID_BYTES];

  hecha_key_id (key, id);
  if (self->server_id != NULL)
    return strcmp (id, self->server_id) == 0;
  g_strlcpy (code.pin, self->pin != NULL ? self->pin : "", sizeof code.pin);
  return hecha_code_is_of_server (&code, key);
}

/* Whether one of the server's signed fingerprints is that of the certificate it showed. */
static gboolean
is_signed (const HechaHttp *self, const HechaJson *json, const guint8 key[HECHA_PUBLIC_KEY_BYTES])
{
  guint list = hecha_json_member (json, 0, "tls"), item = list + 1;

  for (guint i = 0; list != 0 && i < json->tokens[list].count; i++, item = json->tokens[item].next)
    {
      g_autofree char *sha256 = hecha_json_dup_string (json, hecha_json_member (json, item, "sha256"));
      g_autofree char *sig = hecha_json_dup_string (json, hecha_json_member (json, item, "sig"));
      g_autofree char *text = g_strdup_printf ("hecha-tls-v1\n%s\n", sha256 != NULL ? sha256 : "");
      guint8 signature[HECHA_SIGNATURE_BYTES];

      if (sig != NULL && strlen (sig) == 2 * HECHA_SIGNATURE_BYTES
          && hecha_hex_parse (sig, 2 * HECHA_SIGNATURE_BYTES, signature)
          && g_strcmp0 (sha256, self->seen) == 0 && hecha_key_verify (key, text, strlen (text), signature))
        return TRUE;
    }
  return FALSE;
}

/**
 * hecha_http_check_server:
 * @self: a transport
 * @answer: what the server said of itself
 * @error: %HECHA_ERROR_UNTRUSTED: who answers is not the server
 *
 * Returns: whether the certificate that was seen is the server's own, and trusted from now on
 */
gboolean
hecha_http_check_server (HechaHttp *self, GBytes *answer, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  guint8 key[HECHA_PUBLIC_KEY_BYTES];
  g_autofree char *key_text = NULL;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (answer, &n_bytes);

  if (!hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_MESSAGE_LIMITS, NULL)
      || hecha_json_kind (&json, 0) != HECHA_JSON_OBJECT)
    return untrusted (error, _ ("The address does not lead to a Hecha server; check it with the office"));
  key_text = hecha_json_dup_string (&json, hecha_json_member (&json, 0, "key"));
  if (key_text == NULL || !hecha_public_key_from_text (key, key_text, "ed25519"))
    return untrusted (error, _ ("The address does not lead to a Hecha server; check it with the office"));
  if (!is_right_key (self, key))
    return untrusted (
      error, self->server_id != NULL
               ? _ ("This is not the server that this device belongs to; do not go on, tell the office")
               : _ ("The code was given out by another server; check address and code with the office"));
  if (self->seen == NULL) /* an authority vouched for the certificate, or the connection has none */
    return TRUE;
  if (!is_signed (self, &json, key))
    return untrusted (error,
                      _ ("The server's certificate is not the server's own; do not go on, tell the office"));
  g_free (self->trusted);
  self->trusted = g_strdup (self->seen);
  return TRUE;
}
