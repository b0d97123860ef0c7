/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-json.h"

G_BEGIN_DECLS

/* Between the scanner and the look-ups only: escapes, in strings that were scanned. */

#define HECHA_JSON_DEEPEST 32

int hecha_json_hex_value (const char *at, const char *end);
gunichar hecha_json_next_character (const char **at);
gsize hecha_json_resolve_escapes (char *out, const char *at, gsize length);

G_END_DECLS
