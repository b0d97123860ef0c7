/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-events.h"
#include "hecha-http-budget.h"
#include "hecha-http-exchange.h"
#include "hecha-http-listener.h"
#include "hecha-http-metrics.h"
#include "hecha-http-server.h"
#include "hecha-tries.h"
#include "hecha-tus.h"

G_BEGIN_DECLS

/* Under which a message keeps its exchange. */
#define HECHA_EXCHANGE_KEY "hecha-exchange"

struct _HechaHttpServer
{
  HechaHttpServerOptions options; /* what it points to is not owned */
  GMainContext *context;          /* (owned) */
  SoupServer *soup;               /* (owned) */
  HechaHttpListener *listener;    /* (owned) */
  GThreadPool *workers;           /* (owned) */
  HechaHttpBudget *budget;        /* (owned) */
  HechaHttpMetrics metrics;
  HechaEvents *events;     /* (owned) */
  HechaTus *tus;           /* (owned) */
  HechaTries *wrong_codes; /* (owned) */
  int silent_fd;           /* (owned): the other end of what libsoup believes to listen on */
  guint n_exchanges;       /* begun and not left */
  guint n_jobs;            /* given to @workers and not back */
  gboolean stopping;
};

void hecha_exchange_run_job (gpointer data, gpointer user_data);

const HechaRoute *hecha_route_find (const char *method, const char *path, char **tail, char **allowed);

/* The handlers, one file each: hecha-route-….c */
void hecha_route_health (HechaExchange *self);
GBytes *hecha_route_server (HechaExchange *self, GError **error);
void hecha_route_metrics (HechaExchange *self);
void hecha_route_enrol (HechaExchange *self);
GBytes *hecha_route_sync (HechaExchange *self, GError **error);
void hecha_route_read_evidence (HechaExchange *self);

G_END_DECLS
