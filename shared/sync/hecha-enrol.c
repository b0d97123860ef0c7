/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-sync-client.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "store/hecha-store-private.h"
#include "base/hecha-code.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Becoming one of the server's devices (docs/protocol.md 4.4). */

static GBytes *
build_request (HechaStore *store, const char *code, const char *name)
{
  const HechaKey *key = hecha_store_key (store);
  g_autofree char *sign = hecha_public_key_dup_text (key->sign_public, "ed25519");
  g_autofree char *box = hecha_public_key_dup_text (key->box_public, "x25519");
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"box_key\":\"%s\",\"code\":", box);
  hecha_canonical_append_string (out, code, -1);
  g_string_append_printf (out, ",\"key\":\"%s\",\"name\":", sign);
  hecha_canonical_append_string (out, name, -1);
  g_string_append_c (out, '}');
  return g_string_free_to_bytes (out);
}

static gboolean
keep (HechaStore *store, const HechaJson *json, const char *member, const char *key, GError **error)
{
  g_autofree char *value = hecha_json_dup_string (json, hecha_json_member (json, 0, member));

  if (value == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The server's answer lacks %s"), member);
      return FALSE;
    }
  return hecha_store_set_meta (store, key, value, error);
}

static gboolean
keep_server (HechaStore *store, const HechaJson *json, GError **error)
{
  g_autofree char *text = hecha_json_dup_string (json, hecha_json_member (json, 0, "key"));
  guint8 key[HECHA_PUBLIC_KEY_BYTES];
  char id[HECHA_KEY_ID_BYTES];

  if (text == NULL || !hecha_public_key_from_text (key, text, "ed25519"))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The server's answer lacks its key"));
      return FALSE;
    }
  hecha_key_id (key, id);
  return hecha_store_set_meta (store, "server", id, error)
         && hecha_store_set_meta (store, "server_key", text, error);
}

static gboolean
keep_answer (HechaStore *store, GBytes *answer, const char *url, GError **error)
{
  static const char *const members[] = {"token", "role", "home", "person", "name", "organisation", "epoch"};
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_auto (HechaTxn) txn = {NULL};
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (answer, &n_bytes);

  if (!hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_MESSAGE_LIMITS, error))
    return FALSE;
  txn = hecha_store_begin (store, error);
  if (txn.db == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (!keep (store, &json, members[i], members[i], error))
      return FALSE;
  return keep (store, &json, "box_key", "server_box_key", error) && keep_server (store, &json, error)
         && hecha_store_set_meta (store, "url", url, error) && hecha_store_commit (store, &txn, error);
}

static gboolean
is_free (HechaStore *store, GError **error)
{
  g_autofree char *server = hecha_store_get_meta (store, "server");
  g_autofree char *organisation = hecha_store_get_meta (store, "organisation");

  if (server == NULL)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               _ ("This store belongs to %s already; use another directory"),
               organisation != NULL ? organisation : _ ("a server"));
  return FALSE;
}

/**
 * hecha_enrol:
 * @store: a store that belongs to no server yet
 * @transport: the way to the server, which checks the code's pin before anything secret is sent
 * @url: the server's address, kept for later
 * @code: as it was given out
 * @device_name: what the device calls itself
 * @cancellable: (nullable): stops the request
 * @error: %HECHA_ERROR_REFUSED with the server's sentence, %HECHA_ERROR_UNTRUSTED, %HECHA_ERROR_NETWORK …
 *
 * Returns: whether the device belongs to the server now; what it may see comes with the first sync
 */
gboolean
hecha_enrol (HechaStore *store, HechaTransport *transport, const char *url, const char *code,
             const char *device_name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) answer = NULL;
  HechaCode parsed;

  if (!is_free (store, error) || !hecha_code_parse (&parsed, code, error))
    return FALSE;
  request = build_request (store, code, device_name);
  answer = transport->ask (transport, "POST", "/v1/enrol", request, cancellable, error);
  return answer != NULL && keep_answer (store, answer, url, error);
}
