/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-strokes.h"

#include "base/hecha-error.h"
#include "base/hecha-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A drawn signature: [[[x, y, pressure, ms], …], …], a list of strokes, each a list of points (docs: record table). */

#define MOST_PRESSURE   1000
#define MOST_COORDINATE 1000000

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("These are no strokes of a signature: %s"), why);
  return FALSE;
}

/* Reads one point and checks that its time does not run back. */
static gboolean
check_point (const HechaJson *json, guint token, gint64 *ms, GError **error)
{
  gint64 value[4];
  guint item = token + 1;

  if (hecha_json_kind (json, token) != HECHA_JSON_ARRAY || json->tokens[token].count != 4)
    return refuse (error, _ ("a point is [x, y, pressure, ms]"));
  for (guint i = 0; i < 4; i++, item = json->tokens[item].next)
    {
      if (hecha_json_kind (json, item) != HECHA_JSON_INTEGER)
        return refuse (error, _ ("the numbers of a point are whole"));
      value[i] = hecha_json_integer (json, item);
    }
  if (ABS (value[0]) > MOST_COORDINATE || ABS (value[1]) > MOST_COORDINATE)
    return refuse (error, _ ("a point lies off the page"));
  if (value[2] < 0 || value[2] > MOST_PRESSURE)
    return refuse (error, _ ("pressure is 0 to 1000"));
  if (value[3] < *ms)
    return refuse (error, _ ("time runs backwards"));
  *ms = value[3];
  return TRUE;
}

static gboolean
check_stroke (const HechaJson *json, guint token, gint64 *ms, guint *n_points, GError **error)
{
  guint item = token + 1;

  if (hecha_json_kind (json, token) != HECHA_JSON_ARRAY || json->tokens[token].count == 0)
    return refuse (error, _ ("a stroke is a list of points"));
  *n_points += json->tokens[token].count;
  if (*n_points > HECHA_STROKES_MAX_POINTS)
    return refuse (error, _ ("there are more than 20000 points"));
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    if (!check_point (json, item, ms, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_strokes (const HechaJson *json, GError **error)
{
  guint item = 1, n_points = 0;
  gint64 ms = 0;

  if (hecha_json_kind (json, 0) != HECHA_JSON_ARRAY || json->tokens[0].count == 0)
    return refuse (error, _ ("there is nothing in them"));
  for (guint i = 0; i < json->tokens[0].count; i++, item = json->tokens[item].next)
    if (!check_stroke (json, item, &ms, &n_points, error))
      return FALSE;
  return TRUE;
}

/**
 * hecha_strokes_parse:
 * @text: JSON: `[[[x, y, pressure, ms], …], …]`: hundredths of a point, 0–1000, milliseconds since the first point
 * @length: in bytes
 * @error: %HECHA_ERROR_INVALID or %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): the strokes, of at least one point and at most %HECHA_STROKES_MAX_POINTS
 */
JsonNode *
hecha_strokes_parse (const char *text, gsize length, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_autofree char *copy = NULL;

  if (!hecha_json_scan (&json, text, length, &HECHA_JSON_MESSAGE_LIMITS, error)
      || !check_strokes (&json, error))
    return NULL;
  copy = g_strndup (text, length);
  return json_from_string (copy, error);
}
