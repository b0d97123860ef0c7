/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-http-exchange.h"

G_BEGIN_DECLS

/* GET /v1/events: tells devices that there is something new, so that the office sees results as they arrive. */

typedef struct _HechaEvents HechaEvents;

HechaEvents *hecha_events_new (HechaHttpServer *server);
void hecha_events_free (HechaEvents *self);
void hecha_events_stop (HechaEvents *self);
guint hecha_events_get_n_streams (HechaEvents *self);
void hecha_events_begin (HechaExchange *exchange);

G_END_DECLS
