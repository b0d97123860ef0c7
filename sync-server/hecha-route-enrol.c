/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server-private.h"

#include "base/hecha-error.h"

/* Where the request comes from. Behind the proxy that is what the proxy says; nobody else reaches the Unix socket. */
static char *
dup_source (HechaExchange *self)
{
  const char *forwarded = hecha_exchange_get_header (self, "X-Forwarded-For");
  GSocketAddress *address = soup_server_message_get_remote_address (self->msg);

  if (self->server->options.behind_proxy && forwarded != NULL)
    return g_strndup (forwarded, 64);
  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static GBytes *
enrol (HechaExchange *self, GError **error)
{
  g_autoptr (GBytes) request = g_bytes_new_static (self->body->data, self->body->len);

  return hecha_central_enrol (self->server->options.central, request, error);
}

static gboolean
is_wrong_code (const GError *error)
{
  return g_error_matches (error, HECHA_ERROR, HECHA_ERROR_REFUSED)
         || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND)
         || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
}

static void
enrolled_cb (HechaExchange *self, GBytes *answer, const GError *error)
{
  g_autofree char *source = dup_source (self);

  if (error == NULL)
    hecha_exchange_answer (self, 200, self->route->content_type, answer);
  else if (is_wrong_code (error))
    {
      hecha_tries_failed (self->server->wrong_codes, source, g_get_monotonic_time () / 1000);
      hecha_exchange_fail (self, 422, "code", error->message);
    }
  else
    hecha_exchange_fail_with (self, error);
}

/* POST /v1/enrol (docs/protocol.md 4.4). A code is void after five wrong secrets; here it is about who tries
 * many codes. */
void
hecha_route_enrol (HechaExchange *self)
{
  g_autofree char *source = dup_source (self);

  if (hecha_tries_allowed (self->server->wrong_codes, source, g_get_monotonic_time () / 1000))
    {
      hecha_exchange_run (self, enrol, enrolled_cb);
      return;
    }
  hecha_exchange_set_header (self, "Retry-After", "60");
  hecha_exchange_fail (self, 429, "later",
                       "Too many wrong codes came from this address; try again in a minute");
}
