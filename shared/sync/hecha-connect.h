/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

/* A store's own way to its server, as the app and hechactl go it. */

HechaTransport *hecha_connect (HechaStore *store, const char *ca_file, GError **error);
gboolean hecha_connect_and_enrol (HechaStore *store, const char *url, const char *code, const char *ca_file,
                                  const char *device_name, GCancellable *cancellable, GError **error);

G_END_DECLS
