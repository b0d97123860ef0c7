/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/hecha-schema.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *hecha_value_parse (const HechaField *field, const char *text, GError **error);
JsonNode *hecha_value_parse_json (const char *text, GError **error);
char *hecha_value_dup_text (JsonNode *node);
JsonNode *hecha_value_from_record (const HechaField *field, const char *text);

G_END_DECLS
