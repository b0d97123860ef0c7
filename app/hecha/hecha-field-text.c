/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-field-text.h"

#include "domain/hecha-label.h"
#include "domain/hecha-place.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

/**
 * hecha_type_dup_words:
 * @type: of the record table
 *
 * Returns: (transfer full): its name in the language of the reader
 */
char *
hecha_type_dup_words (const HechaType *type)
{
  return hecha_label_dup_title (hecha_type_get_label (type));
}

/**
 * hecha_field_dup_words:
 * @field: of the record table
 *
 * Returns: (transfer full): its name in the language of the reader
 */
char *
hecha_field_dup_words (const HechaField *field)
{
  return hecha_label_dup_title (hecha_field_get_label (field));
}

/**
 * hecha_person_name:
 * @data: a sample
 * @person: (nullable): id of a person of it, or the name of somebody else
 *
 * Returns: (transfer none): the name
 */
const char *
hecha_person_name (const HechaSampleData *data, const char *person)
{
  const HechaAssignedPerson *known = person != NULL ? hecha_assigned_find (data->persons, person) : NULL;

  return known != NULL && known->name != NULL ? known->name : person != NULL ? person : "";
}

/* ---- values ---- */

static void
append_scalar (GString *out, JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append (out, json_node_get_string (node));
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append (out, text);
    }
}

/* A list in one line; a list of lists, such as questions with answers, in a line for each. */
static char *
dup_list (const char *value)
{
  g_autoptr (JsonNode) node = json_from_string (value, NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonArray *inner = JSON_NODE_HOLDS_ARRAY (element) ? json_node_get_array (element) : NULL;

      if (i > 0)
        g_string_append (out, inner != NULL ? "\n" : _ (", "));
      for (guint j = 0; inner != NULL && j < json_array_get_length (inner); j++)
        {
          g_string_append (out, j > 0 ? " · " : "");
          append_scalar (out, json_array_get_element (inner, j));
        }
      if (inner == NULL)
        append_scalar (out, element);
    }
  return array != NULL ? g_string_free (g_steal_pointer (&out), FALSE) : g_strdup (value);
}

static char *
dup_methods (const char *value)
{
  g_autoptr (JsonNode) node = json_from_string (value, NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? _ (", ") : "",
                            hecha_word ("method", json_array_get_string_element (array, i)));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
is_field (const HechaField *field, const char *name)
{
  return strcmp (field->name, name) == 0;
}

static gboolean
is_person (const HechaField *field)
{
  return is_field (field, "person") || is_field (field, "reviewer") || is_field (field, "author")
         || is_field (field, "frozen_by");
}

/**
 * hecha_value_dup_words:
 * @field: of the record table
 * @value: (nullable): a value of it, as in a #HechaRecord
 * @data: the sample, for the names of persons
 *
 * Returns: (transfer full): the value as people read it; a dash for nothing
 */
char *
hecha_value_dup_words (const HechaField *field, const char *value, const HechaSampleData *data)
{
  if (value == NULL)
    return g_strdup ("–");
  if (is_field (field, "latitude") || is_field (field, "longitude"))
    return hecha_place_dup_degrees (g_ascii_strtoll (value, NULL, 10));
  if (is_field (field, "methods"))
    return dup_methods (value);
  if (is_person (field))
    return g_strdup (hecha_person_name (data, value));
  switch (field->kind)
    {
    case HECHA_VALUE_BOOLEAN:
      return g_strdup (strcmp (value, "1") == 0 ? _ ("Yes") : _ ("No"));
    case HECHA_VALUE_CHOICE:
      return g_strdup (hecha_word (field->name, value));
    case HECHA_VALUE_LIST:
    case HECHA_VALUE_OBJECT:
      return dup_list (value);
    default:
      return g_strdup (value);
    }
}

/* What stands elsewhere on the page, is only for machines, or is drawn. */
static gboolean
is_shown (const HechaField *field)
{
  static const char *const hidden[]
    = {"assignment", "strokes", "seed", "order_hash", "hash", "hash_alg", "algorithm", "frame", "draw", NULL};

  return !g_strv_contains (hidden, field->name)
         && !(strcmp (field->type, "site_frame") == 0 && is_field (field, "units"));
}

/**
 * hecha_record_dup_words:
 * @record: a record on the sample
 * @data: the sample
 *
 * Returns: (transfer full): its fields that have a value, a line for each
 */
char *
hecha_record_dup_words (const HechaRecord *record, const HechaSampleData *data)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const HechaField *field = &record->type->fields[i];
      g_autofree char *label = NULL;
      g_autofree char *value = NULL;

      if (record->values[i] == NULL || !is_shown (field))
        continue;
      label = hecha_field_dup_words (field);
      value = hecha_value_dup_words (field, record->values[i], data);
      g_string_append_printf (out, "%s%s: %s", out->len > 0 ? "\n" : "", label, value);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
