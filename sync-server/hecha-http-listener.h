/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-http-connection.h"

G_BEGIN_DECLS

/* Accepts connections, agrees on TLS and ends those that take too long. */

typedef struct _HechaHttpListener HechaHttpListener;

/**
 * HechaHttpAccepted:
 * @connection: ready for HTTP
 * @local: an address; 127.0.0.1 for a Unix socket
 * @remote: an address, tagged with @connection
 *
 * Called in the listener's main context.
 */
typedef void (*HechaHttpAccepted) (HechaHttpConnection *connection, GSocketAddress *local,
                                   GSocketAddress *remote, gpointer data);

HechaHttpListener *hecha_http_listener_new (const HechaHttpLimits *limits, GTlsCertificate *certificate,
                                            HechaHttpAccepted accepted, gpointer data);
void hecha_http_listener_free (HechaHttpListener *self);
gboolean hecha_http_listener_listen_tcp (HechaHttpListener *self, const char *address, GError **error);
gboolean hecha_http_listener_listen_unix (HechaHttpListener *self, const char *path, GError **error);
const char *hecha_http_listener_get_url (HechaHttpListener *self);
void hecha_http_listener_stop (HechaHttpListener *self);
void hecha_http_listener_cut_idle (HechaHttpListener *self);
void hecha_http_listener_cut_all (HechaHttpListener *self);
guint hecha_http_listener_get_n_connections (HechaHttpListener *self);
guint64 hecha_http_listener_get_n_refused (HechaHttpListener *self);
guint64 hecha_http_listener_get_n_cut (HechaHttpListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaHttpListener, hecha_http_listener_free)

G_END_DECLS
