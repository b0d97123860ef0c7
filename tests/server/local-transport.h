/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-central.h"
#include "sync/hecha-sync-client.h"

G_BEGIN_DECLS

/* The way to a server in the same process: no network, the same bytes. */

HechaTransport *local_transport_new (HechaCentral *central, const char *token);
/* Every byte that the server answered so far. */
GByteArray *local_transport_answers (HechaTransport *transport);

HechaStore *local_enrol (HechaCentral *central, const char *dir, const char *role, const char *team,
                         const char *package, const char *person);
HechaSyncResult *local_sync (HechaCentral *central, HechaStore *store);

G_END_DECLS
