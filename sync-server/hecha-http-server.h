/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/hecha-evidence.h"
#include "hecha-central.h"
#include "hecha-http-connection.h"
#include "hecha-tls-identity.h"

G_BEGIN_DECLS

typedef struct _HechaHttpServer HechaHttpServer;

/**
 * HechaHttpServerOptions:
 * @dir: the server's directory
 * @central: (not owned): the database
 * @evidence: (not owned): the files
 * @env: (not owned): clock, randomness and files
 * @identity: (not owned) (nullable): the certificate that clients see
 * @behind_proxy: a proxy shows that certificate, and we speak plain HTTP on a Unix socket
 * @limits: (not owned) (nullable): %NULL for %HECHA_HTTP_LIMITS
 */
typedef struct
{
  const char *dir;
  HechaCentral *central;
  HechaEvidence *evidence;
  const HechaEnv *env;
  const HechaTlsIdentity *identity;
  gboolean behind_proxy;
  const HechaHttpLimits *limits;
} HechaHttpServerOptions;

HechaHttpServer *hecha_http_server_new (const HechaHttpServerOptions *options);
gboolean hecha_http_server_listen (HechaHttpServer *self, const char *address, GError **error);
gboolean hecha_http_server_listen_unix (HechaHttpServer *self, const char *path, GError **error);
const char *hecha_http_server_get_url (HechaHttpServer *self);
void hecha_http_server_stop (HechaHttpServer *self);
void hecha_http_server_free (HechaHttpServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaHttpServer, hecha_http_server_free)

G_END_DECLS
