/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server-private.h"

#include "base/hecha-json.h"

static GBytes *
count (HechaExchange *self, GError **error)
{
  return hecha_central_counts (self->server->options.central, error);
}

/* Every number of the database's document; anything else in it is not for here. */
static void
append_counts (GString *out, GBytes *document)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (document, &n_bytes);

  while (n_bytes > 0 && bytes[n_bytes - 1] == '\n')
    n_bytes--;
  if (!hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_MESSAGE_LIMITS, NULL)
      || hecha_json_kind (&json, 0) != HECHA_JSON_OBJECT)
    return;
  for (guint name = 1; name < json.n_tokens; name = json.tokens[name + 1].next)
    {
      g_autofree char *text = hecha_json_dup_string (&json, name);

      if (hecha_json_kind (&json, name + 1) == HECHA_JSON_INTEGER)
        hecha_http_metrics_append_one (out, text, "gauge", "In the central database.",
                                       (guint64)MAX (hecha_json_integer (&json, name + 1), 0));
    }
}

static void
append_live (GString *out, HechaHttpServer *server)
{
  hecha_http_metrics_append_one (out, "http_connections", "gauge", "Open connections.",
                                 hecha_http_listener_get_n_connections (server->listener));
  hecha_http_metrics_append_one (out, "http_connections_refused_total", "counter",
                                 "Connections closed at once because there were too many.",
                                 hecha_http_listener_get_n_refused (server->listener));
  hecha_http_metrics_append_one (out, "http_connections_cut_total", "counter",
                                 "Connections ended because the client was too slow.",
                                 hecha_http_listener_get_n_cut (server->listener));
  hecha_http_metrics_append_one (out, "event_streams", "gauge", "Devices that listen for changes.",
                                 hecha_events_get_n_streams (server->events));
  hecha_http_metrics_append_one (out, "uploads_active", "gauge", "Evidence that is arriving now.",
                                 hecha_tus_get_n_active (server->tus));
}

static void
counted_cb (HechaExchange *self, GBytes *document, const GError *error)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GBytes) answer = NULL;

  hecha_http_metrics_append_one (out, "up", "gauge", "Whether the database answers.", document != NULL);
  hecha_http_metrics_append (&self->server->metrics, out);
  append_live (out, self->server);
  if (document != NULL)
    append_counts (out, document);
  answer = g_string_free_to_bytes (out);
  hecha_exchange_answer (self, 200, "text/plain; version=0.0.4", answer);
}

/* GET /metrics */
void
hecha_route_metrics (HechaExchange *self)
{
  hecha_exchange_run (self, count, counted_cb);
}
