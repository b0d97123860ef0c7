/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* More than a minute of writing at 240 points a second. */
#define HECHA_STROKES_MAX_POINTS 20000

JsonNode *hecha_strokes_parse (const char *text, gsize length, GError **error);

G_END_DECLS
