/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-http-exchange.h"

G_BEGIN_DECLS

/* Prometheus' text format, and the server's own numbers. No name of a scope, a person or a device ever stands in it. */

/**
 * HechaHttpMetrics:
 * @counts: (owned): "method path status" → how many
 * @work_us: time from the first byte of the request to the answer, all together
 * @n_answers: how many answers that was
 * @bytes_in: of request bodies
 * @bytes_out: of answers
 */
typedef struct
{
  GHashTable *counts;
  guint64 work_us;
  guint64 n_answers;
  guint64 bytes_in;
  guint64 bytes_out;
} HechaHttpMetrics;

void hecha_http_metrics_init (HechaHttpMetrics *self);
void hecha_http_metrics_clear (HechaHttpMetrics *self);
void
hecha_http_metrics_count (HechaHttpMetrics *self, const HechaRoute *route, guint status, gint64 passed_us);
void hecha_http_metrics_append (HechaHttpMetrics *self, GString *out);
void hecha_http_metrics_append_one (GString *out, const char *name, const char *type, const char *help,
                                    guint64 value);

G_END_DECLS
