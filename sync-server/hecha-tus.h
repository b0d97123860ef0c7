/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-http-exchange.h"

G_BEGIN_DECLS

/* Evidence on its way in, by tus 1.0.0 (core, creation with upload, checksum, termination, expiration). */

#define HECHA_TUS_VERSION   "1.0.0"
#define HECHA_TUS_MAX_BYTES ((guint64)64 * 1024 * 1024 * 1024)
/* How long an upload waits for its next piece. */
#define HECHA_TUS_EXPIRY_SECONDS ((gint64)14 * 24 * 60 * 60)

typedef struct _HechaTus HechaTus;

HechaTus *hecha_tus_new (HechaHttpServer *server);
void hecha_tus_stop (HechaTus *self);
void hecha_tus_free (HechaTus *self);
guint hecha_tus_get_n_active (HechaTus *self);

void hecha_tus_options (HechaExchange *exchange);
void hecha_tus_create (HechaExchange *exchange);
void hecha_tus_head (HechaExchange *exchange);
void hecha_tus_patch (HechaExchange *exchange);
void hecha_tus_delete (HechaExchange *exchange);

G_END_DECLS
