/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-metrics.h"

/**
 * hecha_http_metrics_init:
 * @self: (out caller-allocates): all zero
 */
void
hecha_http_metrics_init (HechaHttpMetrics *self)
{
  *self = (HechaHttpMetrics) {.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free)};
}

/**
 * hecha_http_metrics_clear:
 * @self: numbers that nobody asks for any more
 */
void
hecha_http_metrics_clear (HechaHttpMetrics *self)
{
  g_clear_pointer (&self->counts, g_hash_table_unref);
}

/**
 * hecha_http_metrics_count:
 * @route: (nullable): which one; its path comes from our table and never from a client
 * @status: of the answer
 * @passed_us: since the request began
 */
void
hecha_http_metrics_count (HechaHttpMetrics *self, const HechaRoute *route, guint status, gint64 passed_us)
{
  g_autofree char *labels
    = g_strdup_printf ("method=\"%s\",path=\"%s\",code=\"%u\"", route != NULL ? route->method : "",
                       route != NULL ? route->path : "", status);
  guint64 *count = g_hash_table_lookup (self->counts, labels);

  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (self->counts, g_steal_pointer (&labels), count);
    }
  (*count)++;
  self->n_answers++;
  self->work_us += (guint64)MAX (passed_us, 0);
}

static void
append_head (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP hecha_%s %s\n# TYPE hecha_%s %s\n", name, help, name, type);
}

/**
 * hecha_http_metrics_append_one:
 * @name: without "hecha_"
 * @type: "counter" or "gauge"
 * @help: one line
 * @value: the number
 */
void
hecha_http_metrics_append_one (GString *out, const char *name, const char *type, const char *help,
                               guint64 value)
{
  append_head (out, name, type, help);
  g_string_append_printf (out, "hecha_%s %" G_GUINT64_FORMAT "\n", name, value);
}

/**
 * hecha_http_metrics_append:
 * @out: where the text is appended
 */
void
hecha_http_metrics_append (HechaHttpMetrics *self, GString *out)
{
  g_autoptr (GList) labels = g_list_sort (g_hash_table_get_keys (self->counts), (GCompareFunc)g_strcmp0);

  append_head (out, "http_requests_total", "counter", "Requests answered.");
  for (GList *link = labels; link != NULL; link = link->next)
    g_string_append_printf (out, "hecha_http_requests_total{%s} %" G_GUINT64_FORMAT "\n", (char *)link->data,
                            *(guint64 *)g_hash_table_lookup (self->counts, link->data));
  append_head (out, "http_request_seconds", "summary",
               "Time from the first byte of a request to its answer.");
  g_string_append_printf (out,
                          "hecha_http_request_seconds_sum %" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT "\n",
                          self->work_us / G_USEC_PER_SEC, self->work_us % G_USEC_PER_SEC);
  g_string_append_printf (out, "hecha_http_request_seconds_count %" G_GUINT64_FORMAT "\n", self->n_answers);
  hecha_http_metrics_append_one (out, "http_received_bytes_total", "counter", "Bytes of request bodies.",
                                 self->bytes_in);
  hecha_http_metrics_append_one (out, "http_sent_bytes_total", "counter", "Bytes of answers.",
                                 self->bytes_out);
}
