/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place on earth in 1e-7 degrees (about 1 cm), never a float. */

gboolean hecha_place_parse (const char *text, gint64 *latitude, gint64 *longitude, GError **error);
char *hecha_place_dup_text (gint64 latitude, gint64 longitude);

G_END_DECLS
