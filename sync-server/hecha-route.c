/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-http-server-private.h"

#include <string.h>

#define KIB ((guint64)1024)
#define MIB (1024 * KIB)

#define JSON  "application/json"
#define LINES "application/x-ndjson"

/* Everything that the server answers. A path that ends in a slash has a tail: one more segment. */
static const HechaRoute routes[] = {
  {"GET", "/healthz", 0, HECHA_ROUTE_NONE, NULL, NULL, hecha_route_health},
  {"GET", "/metrics", 0, HECHA_ROUTE_NONE, NULL, NULL, hecha_route_metrics},
  {"GET", "/v1/server", 0, HECHA_ROUTE_NONE, JSON, hecha_route_server, NULL},
  {"POST", "/v1/enrol", 16 * KIB, HECHA_ROUTE_LENGTH, JSON, NULL, hecha_route_enrol},
  {"POST", "/v1/sync", 8 * MIB, HECHA_ROUTE_TOKEN | HECHA_ROUTE_ZSTD | HECHA_ROUTE_LENGTH, LINES,
   hecha_route_sync, NULL},
  {"GET", "/v1/events", 0, HECHA_ROUTE_TOKEN | HECHA_ROUTE_STREAM, NULL, NULL, hecha_events_begin},
  {"OPTIONS", "/v1/evidence", 0, HECHA_ROUTE_NONE, NULL, NULL, hecha_tus_options},
  {"POST", "/v1/evidence", HECHA_TUS_MAX_BYTES, HECHA_ROUTE_TOKEN | HECHA_ROUTE_STREAM, NULL, NULL,
   hecha_tus_create},
  {"OPTIONS", "/v1/evidence/", 0, HECHA_ROUTE_NONE, NULL, NULL, hecha_tus_options},
  {"GET", "/v1/evidence/", 0, HECHA_ROUTE_TOKEN | HECHA_ROUTE_STREAM, NULL, NULL, hecha_route_read_evidence},
  {"HEAD", "/v1/evidence/", 0, HECHA_ROUTE_TOKEN | HECHA_ROUTE_STREAM, NULL, NULL, hecha_tus_head},
  {"PATCH", "/v1/evidence/", HECHA_TUS_MAX_BYTES, HECHA_ROUTE_TOKEN | HECHA_ROUTE_STREAM, NULL, NULL,
   hecha_tus_patch},
  {"DELETE", "/v1/evidence/", 0, HECHA_ROUTE_TOKEN | HECHA_ROUTE_STREAM, NULL, NULL, hecha_tus_delete},
};

/* What follows @route's path, when that is one segment; a slash in disguise (%2F) and NUL are none. */
static char *
dup_tail (const HechaRoute *route, const char *path)
{
  gsize n = strlen (route->path);

  if (strncmp (path, route->path, n) != 0 || path[n] == '\0' || strchr (path + n, '/') != NULL)
    return NULL;
  return g_uri_unescape_string (path + n, "/");
}

static gboolean
fits (const HechaRoute *route, const char *path, char **tail)
{
  if (!g_str_has_suffix (route->path, "/"))
    return strcmp (path, route->path) == 0;
  *tail = dup_tail (route, path);
  return *tail != NULL;
}

static gboolean
takes (const HechaRoute *route, const char *method)
{
  return strcmp (route->method, method) == 0;
}

static const HechaRoute *
find (const char *method, const char *path, char **tail, GString *allowed)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *found = NULL;

      if (!fits (&routes[i], path, &found))
        continue;
      if (takes (&routes[i], method))
        {
          *tail = g_steal_pointer (&found);
          return &routes[i];
        }
      g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", routes[i].method);
    }
  return NULL;
}

/**
 * hecha_route_find:
 * @method: such as "GET"
 * @path: as it came, not unescaped: no `..` and no `%2e` means anything here
 * @tail: (out) (nullable): what follows the route's path
 * @allowed: (out) (nullable): the methods there are, when it is only the method that does not fit
 *
 * Returns: (transfer none) (nullable): where the request goes
 */
const HechaRoute *
hecha_route_find (const char *method, const char *path, char **tail, char **allowed)
{
  g_autoptr (GString) methods = g_string_new (NULL);
  const HechaRoute *route = find (method, path, tail, methods);

  if (route == NULL && strcmp (method, "HEAD") == 0)
    route = find ("GET", path, tail, methods);
  if (route == NULL && methods->len > 0)
    *allowed = g_strdup (methods->str);
  return route;
}
