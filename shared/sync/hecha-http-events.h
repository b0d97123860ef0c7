/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/hecha-transport.h"

G_BEGIN_DECLS

/* What comes over HTTP beside a sync: news as they happen. */

/* The heads of this device's scopes are others than before; called in the thread that listens. */
typedef void (*HechaHttpHeard) (gpointer data);

gboolean hecha_http_listen (HechaTransport *transport, HechaHttpHeard heard, gpointer data,
                            GCancellable *cancellable, GError **error);

G_END_DECLS
