/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place on earth in 1e-7 degrees (about 1 cm), never a float. */
#define HECHA_PLACE_PER_DEGREE 10000000

gboolean hecha_place_parse (const char *text, gint64 *latitude, gint64 *longitude, GError **error);
char *hecha_place_dup_degrees (gint64 units);
char *hecha_place_dup_text (gint64 latitude, gint64 longitude);
gint64 hecha_place_distance (gint64 latitude, gint64 longitude, gint64 to_latitude, gint64 to_longitude);

G_END_DECLS
