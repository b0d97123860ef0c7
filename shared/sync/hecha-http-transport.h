/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/hecha-transport.h"

G_BEGIN_DECLS

/**
 * HechaServerTrust:
 * @server_id: (nullable): the 32 hex digits that name the server's key; %NULL before enrolment
 * @pin: (nullable): before enrolment: the pin of the code, the first 60 bits of the key's SHA-256
 * @ca_file: (nullable): PEM file of authorities to trust beside the system's
 *
 * How the server is recognised: a certificate that an authority vouches for, or one whose fingerprint is signed by the
 * server's own key.
 */
typedef struct
{
  const char *server_id;
  const char *pin;
  const char *ca_file;
} HechaServerTrust;

HechaTransport *
hecha_http_transport_new (const char *url, const char *token, const HechaServerTrust *trust, GError **error);

GInputStream *hecha_http_transport_open (HechaTransport *transport, const char *path,
                                         GCancellable *cancellable, GError **error);

G_END_DECLS
