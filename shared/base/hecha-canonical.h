/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Writing the canonical form of RFC 8785, of the values that Hecha allows: no fractions, no U+0000. */

void hecha_canonical_append_string (GString *out, const char *text, gssize length);
void hecha_canonical_append_integer (GString *out, gint64 value);
gboolean hecha_canonical_append_node (GString *out, JsonNode *node, GError **error);
char *hecha_canonical_dup_node (JsonNode *node, GError **error);

G_END_DECLS
