/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-connect.h"

#include "base/hecha-error.h"
#include "store/hecha-lock.h"
#include "base/hecha-code.h"
#include "sync/hecha-http-transport.h"

#include <glib/gi18n-lib.h>

/**
 * hecha_connect:
 * @store: an enrolled store
 * @ca_file: (nullable): authorities to trust; %NULL for those given at enrolment
 * @error: %HECHA_ERROR_NOT_FOUND when the store is not enrolled, %HECHA_ERROR_LOCKED
 *
 * Returns: (transfer full) (nullable): the way to the store's server; nothing is sent yet
 */
HechaTransport *
hecha_connect (HechaStore *store, const char *ca_file, GError **error)
{
  g_autofree char *url = hecha_store_get_meta (store, "url");
  g_autofree char *token = NULL;
  g_autofree char *server = hecha_store_get_meta (store, "server");
  g_autofree char *ca = ca_file != NULL ? g_strdup (ca_file) : hecha_store_get_meta (store, "ca");
  HechaServerTrust trust = {server, NULL, ca};

  if (!hecha_store_get_secret (store, "token", &token, error))
    return NULL;
  if (url == NULL || token == NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND,
                           _ ("This store belongs to no server yet; enrol it first"));
      return NULL;
    }
  return hecha_http_transport_new (url, token, &trust, error);
}

/**
 * hecha_connect_and_enrol:
 * @store: a store that belongs to no server yet
 * @url: the server's address
 * @code: as it was given out
 * @ca_file: (nullable): authorities to trust, now and later
 * @device_name: what the device calls itself
 * @cancellable: (nullable): stops the request
 * @error: as hecha_enrol()
 *
 * Returns: whether the device belongs to the server now
 */
gboolean
hecha_connect_and_enrol (HechaStore *store, const char *url, const char *code, const char *ca_file,
                         const char *device_name, GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaTransport) transport = NULL;
  g_autofree char *ca = ca_file != NULL ? g_canonicalize_filename (ca_file, NULL) : NULL;
  HechaCode parsed;
  HechaServerTrust trust = {NULL, parsed.pin, ca};

  if (!hecha_code_parse (&parsed, code, error))
    return FALSE;
  transport = hecha_http_transport_new (url, NULL, &trust, error);
  return transport != NULL && hecha_enrol (store, transport, url, code, device_name, cancellable, error)
         && (ca == NULL || hecha_store_set_meta (store, "ca", ca, error));
}
