/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server-private.h"

#include "base/hecha-canonical.h"

#include <string.h>

static void
append_tls (GString *out, const HechaTlsIdentity *identity, const HechaKey *key)
{
  g_autofree char *signature = NULL;

  g_string_append (out, "\"tls\":[");
  if (identity != NULL)
    {
      signature = hecha_tls_sign_fingerprint (key, identity->fingerprint);
      g_string_append_printf (out, "{\"sha256\":\"%s\",\"sig\":\"%s\"}", identity->fingerprint, signature);
    }
  g_string_append (out, "]");
}

static void
append_member (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s\"%s\":", out->len > 1 ? "," : "", name);
  hecha_canonical_append_string (out, value != NULL ? value : "", -1);
}

/* GET /v1/server (docs/protocol.md 4.3) */
GBytes *
hecha_route_server (HechaExchange *self, GError **error)
{
  const HechaHttpServerOptions *options = &self->server->options;
  const HechaKey *key = hecha_central_key (options->central);
  g_autofree char *box_key = hecha_public_key_dup_text (key->box_public, "x25519");
  g_autofree char *sign_key = hecha_public_key_dup_text (key->sign_public, "ed25519");
  g_autofree char *organisation = hecha_central_organisation (options->central);
  GString *out = g_string_new ("{");

  append_member (out, "box_key", box_key);
  append_member (out, "epoch", hecha_central_epoch (options->central));
  append_member (out, "key", sign_key);
  append_member (out, "organisation", organisation);
  g_string_append_c (out, ',');
  append_tls (out, options->identity, key);
  g_string_append (out, ",\"v\":1}\n");
  return g_string_free_to_bytes (out);
}

/* GET /healthz */
void
hecha_route_health (HechaExchange *self)
{
  g_autoptr (GBytes) ok = g_bytes_new_static ("ok\n", 3);

  hecha_exchange_answer (self, 200, "text/plain", ok);
}
