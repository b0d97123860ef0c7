/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-place.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DIGITS 7
/* Mean radius of the earth (IUGG). */
#define EARTH_M 6371008.8

/* The digits behind the point as units; those past the seventh round half away from zero. */
static const char *
parse_part (const char *text, gint64 *part)
{
  int digits = 0;

  for (*part = 0; g_ascii_isdigit (*text); text++, digits++)
    if (digits < DIGITS)
      *part = *part * 10 + (*text - '0');
    else
      *part += digits == DIGITS && *text >= '5';
  for (; digits < DIGITS; digits++)
    *part *= 10;
  return text;
}

/* Decimal degrees to units. */
static gboolean
parse_degrees (const char *text, int most, gint64 *units)
{
  gboolean negative = *text == '-';
  gint64 whole = 0, part = 0;

  text += negative || *text == '+';
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; g_ascii_isdigit (*text) && whole <= most; text++)
    whole = whole * 10 + (*text - '0');
  if (*text == '.' && g_ascii_isdigit (text[1]))
    text = parse_part (text + 1, &part);
  *units = whole * HECHA_PLACE_PER_DEGREE + part;
  if (*text != '\0' || *units > (gint64)most * HECHA_PLACE_PER_DEGREE)
    return FALSE;
  *units = negative ? -*units : *units;
  return TRUE;
}

/**
 * hecha_place_parse:
 * @text: `LAT,LON` in decimal degrees, such as `26.5783,106.7135`
 * @latitude: (out): 1e-7 degree, north positive
 * @longitude: (out): 1e-7 degree, east positive
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether it is a place on earth (P3 5.2 d, R028)
 */
gboolean
hecha_place_parse (const char *text, gint64 *latitude, gint64 *longitude, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  if (g_strv_length (parts) == 2 && parse_degrees (g_strstrip (parts[0]), 90, latitude)
      && parse_degrees (g_strstrip (parts[1]), 180, longitude))
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               _ ("“%s” is no place: latitude -90 to 90, a comma, longitude -180 to 180, in decimal degrees "
                  "(P3 5.2 d)"),
               text);
  return FALSE;
}

/**
 * hecha_place_dup_degrees:
 * @units: a latitude or longitude in 1e-7 degree
 *
 * Returns: (transfer full): decimal degrees with seven digits: 271042000 is 27.1042000
 */
char *
hecha_place_dup_degrees (gint64 units)
{
  gint64 size = ABS (units);

  return g_strdup_printf ("%s%d.%07d", units < 0 ? "-" : "", (int)(size / HECHA_PLACE_PER_DEGREE),
                          (int)(size % HECHA_PLACE_PER_DEGREE));
}

/**
 * hecha_place_dup_text:
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 *
 * Returns: (transfer full): decimal degrees with seven digits, as hecha_place_parse() reads them
 */
char *
hecha_place_dup_text (gint64 latitude, gint64 longitude)
{
  g_autofree char *north = hecha_place_dup_degrees (latitude);
  g_autofree char *east = hecha_place_dup_degrees (longitude);

  return g_strdup_printf ("%s,%s", north, east);
}

/**
 * hecha_place_distance:
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 * @to_latitude: 1e-7 degree
 * @to_longitude: 1e-7 degree
 *
 * Along the great circle of a sphere, for people to read: off by half a percent at most.
 *
 * Returns: metres
 */
gint64
hecha_place_distance (gint64 latitude, gint64 longitude, gint64 to_latitude, gint64 to_longitude)
{
  const double radians = G_PI / 180 / HECHA_PLACE_PER_DEGREE;
  double up = sin ((double)(to_latitude - latitude) * radians / 2);
  double along = sin ((double)(to_longitude - longitude) * radians / 2);
  double h = up * up + cos ((double)latitude * radians) * cos ((double)to_latitude * radians) * along * along;

  return llround (2 * EARTH_M * asin (sqrt (MIN (h, 1))));
}
