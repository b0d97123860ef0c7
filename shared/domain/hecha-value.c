/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-value.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "domain/hecha-label.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-strokes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* From what a person typed to the value of a field, whatever kind it has, and back. */

static JsonNode *
parse_integer (const HechaField *field, const char *text, GError **error)
{
  gint64 number;

  if (g_ascii_string_to_signed (text, 10, -G_GINT64_CONSTANT (9007199254740991),
                                G_GINT64_CONSTANT (9007199254740991), &number, NULL))
    return json_node_init_int (json_node_alloc (), number);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s is a whole number, not “%s”"),
               hecha_field_get_label (field), text);
  return NULL;
}

static JsonNode *
parse_boolean (const HechaField *field, const char *text, GError **error)
{
  static const char *const yes[] = {"1", "yes", "true", NULL}, *const no[] = {"0", "no", "false", NULL};

  if (g_strv_contains (yes, text) || g_strv_contains (no, text))
    return json_node_init_boolean (json_node_alloc (), g_strv_contains (yes, text));
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s is yes or no, not “%s”"),
               hecha_field_get_label (field), text);
  return NULL;
}

/* One element in each line; blank ones are none. */
static JsonNode *
parse_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_init_array (json_node_alloc (), array);

  json_array_unref (array);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!hecha_rule_is_blank (lines[i]))
      json_array_add_string_element (array, g_strstrip (lines[i]));
  return node;
}

/**
 * hecha_value_parse_json:
 * @text: JSON that somebody wrote
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the same, past the strict scanner
 */
JsonNode *
hecha_value_parse_json (const char *text, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  if (!hecha_json_scan (&json, text, strlen (text), &HECHA_JSON_MESSAGE_LIMITS, error))
    return NULL;
  return json_from_string (text, error);
}

/**
 * hecha_value_parse:
 * @field: a register of the record table
 * @text: what was typed: a list has one element in each line, yes and no are such or 1 and 0, an object is JSON
 * @error: %HECHA_ERROR_REFUSED or %HECHA_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the value
 */
JsonNode *
hecha_value_parse (const HechaField *field, const char *text, GError **error)
{
  switch (field->kind)
    {
    case HECHA_VALUE_INTEGER:
      return parse_integer (field, text, error);
    case HECHA_VALUE_BOOLEAN:
      return parse_boolean (field, text, error);
    case HECHA_VALUE_LIST:
      return parse_lines (text);
    case HECHA_VALUE_OBJECT:
      return strcmp (field->name, "strokes") == 0 ? hecha_strokes_parse (text, strlen (text), error)
                                                  : hecha_value_parse_json (text, error);
    default:
      return hecha_value_check_text (field->type, field->name, text, error)
               ? json_node_init_string (json_node_alloc (), text)
               : NULL;
    }
}

/**
 * hecha_value_dup_text:
 * @node: a value of a field
 *
 * Returns: (transfer full) (nullable): it as a #HechaRecord has it; %NULL for nothing
 */
char *
hecha_value_dup_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "1" : "0");
  return hecha_canonical_dup_node (node, NULL);
}

/**
 * hecha_value_from_record:
 * @field: which field
 * @text: its value, as a #HechaRecord has it
 *
 * The other way of hecha_value_dup_text().
 *
 * Returns: (transfer full): the value as an entry has it
 */
JsonNode *
hecha_value_from_record (const HechaField *field, const char *text)
{
  switch (field->kind)
    {
    case HECHA_VALUE_INTEGER:
      return json_node_init_int (json_node_alloc (), g_ascii_strtoll (text, NULL, 10));
    case HECHA_VALUE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), strcmp (text, "1") == 0);
    case HECHA_VALUE_LIST:
    case HECHA_VALUE_OBJECT:
      return json_from_string (text, NULL);
    default:
      return json_node_init_string (json_node_alloc (), text);
    }
}
