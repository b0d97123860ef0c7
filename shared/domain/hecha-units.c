/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-units.h"

#include <string.h>

#include "base/hecha-error.h"
#include "domain/hecha-rule.h"

/**
 * hecha_units_new:
 *
 * Returns: (transfer full): no units yet
 */
HechaUnits *
hecha_units_new (void)
{
  HechaUnits *self = g_new0 (HechaUnits, 1);

  self->units = g_array_new (FALSE, FALSE, sizeof (HechaUnit));
  self->texts = g_string_chunk_new (4096);
  return self;
}

/**
 * hecha_units_free:
 * @self: (transfer full) (nullable): units
 */
void
hecha_units_free (HechaUnits *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->units);
  g_string_chunk_free (self->texts);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_free (self);
}

static const char *
keep (HechaUnits *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

/**
 * hecha_units_add:
 * @self: units
 * @unit: one more; its texts are copied
 */
void
hecha_units_add (HechaUnits *self, const HechaUnit *unit)
{
  HechaUnit copy = {keep (self, unit->id), keep (self, unit->stratum), keep (self, unit->agency),
                    keep (self, unit->status), keep (self, unit->declaration)};

  g_array_append_val (self->units, copy);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
}

/**
 * hecha_units_find:
 * @self: units
 * @id: a target-quarter
 *
 * Returns: (transfer none) (nullable): the unit; %NULL when it is not in the frame
 */
const HechaUnit *
hecha_units_find (HechaUnits *self, const char *id)
{
  guint index;

  if (self->by_id == NULL)
    {
      self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < self->units->len; i++)
        g_hash_table_insert (self->by_id, (gpointer)g_array_index (self->units, HechaUnit, i).id,
                             GUINT_TO_POINTER (i + 1));
    }
  index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));
  return index > 0 ? &g_array_index (self->units, HechaUnit, index - 1) : NULL;
}

/* A list of texts in which each stands once, and where. */
typedef struct
{
  JsonArray *texts;
  GHashTable *index; /* text → index + 1 */
} Dictionary;

static gint64
look_up (Dictionary *self, const char *text)
{
  gint64 index = GPOINTER_TO_INT (g_hash_table_lookup (self->index, text));

  if (index == 0)
    {
      json_array_add_string_element (self->texts, text);
      index = json_array_get_length (self->texts);
      g_hash_table_insert (self->index, (gpointer)text, GINT_TO_POINTER (index));
    }
  return index - 1;
}

enum
{
  STRATA,
  AGENCIES,
  STATUSES,
  DECLARATIONS,
  N_DICTIONARIES,
};

/* In the order of the numbers behind the id of a unit. */
static const char *const dictionary_names[N_DICTIONARIES]
  = {"strata", "agencies", "statuses", "declarations"};

static JsonArray *
unit_to_array (const HechaUnit *unit, Dictionary *dictionaries)
{
  const char *const texts[N_DICTIONARIES] = {unit->stratum, unit->agency, unit->status, unit->declaration};
  JsonArray *array = json_array_new ();

  json_array_add_string_element (array, unit->id);
  for (guint i = 0; i < N_DICTIONARIES; i++)
    if (texts[i] != NULL)
      json_array_add_int_element (array, look_up (&dictionaries[i], texts[i]));
    else
      json_array_add_null_element (array);
  return array;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (((const HechaUnit *)a)->id, ((const HechaUnit *)b)->id);
}

/**
 * hecha_units_to_node:
 * @self: units
 *
 * Returns: (transfer full): what the field `units` of the record `frame` holds, by id
 */
JsonNode *
hecha_units_to_node (const HechaUnits *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  JsonArray *units = json_array_new ();
  Dictionary dictionaries[N_DICTIONARIES];

  for (guint i = 0; i < N_DICTIONARIES; i++)
    {
      dictionaries[i].texts = json_array_new ();
      dictionaries[i].index = g_hash_table_new (g_str_hash, g_str_equal);
      json_object_set_array_member (object, dictionary_names[i], dictionaries[i].texts);
    }
  json_object_set_array_member (object, "units", units);
  json_object_unref (object);

  g_array_sort (self->units, compare_ids);
  for (guint i = 0; i < self->units->len; i++)
    json_array_add_array_element (units,
                                  unit_to_array (&g_array_index (self->units, HechaUnit, i), dictionaries));
  for (guint i = 0; i < N_DICTIONARIES; i++)
    g_hash_table_unref (dictionaries[i].index);
  return node;
}

/* %NULL for null and for what is not there; @ok tells the latter. */
static const char *
get_text (JsonObject *object, guint dictionary, JsonArray *unit, gboolean *ok)
{
  JsonNode *node = json_array_get_element (unit, dictionary + 1);
  JsonNode *list = json_object_get_member (object, dictionary_names[dictionary]);
  gint64 index;

  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;
  index = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : -1;
  *ok = *ok && list != NULL && JSON_NODE_HOLDS_ARRAY (list) && index >= 0
        && index < json_array_get_length (json_node_get_array (list));
  return *ok ? hecha_rule_get_text (json_array_get_element (json_node_get_array (list), (guint)index)) : NULL;
}

static gboolean
add_parsed (HechaUnits *self, JsonObject *object, JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean ok = TRUE;
  HechaUnit unit;

  if (array == NULL || json_array_get_length (array) != N_DICTIONARIES + 1)
    return FALSE;
  unit.id = hecha_rule_get_text (json_array_get_element (array, 0));
  unit.stratum = get_text (object, STRATA, array, &ok);
  unit.agency = get_text (object, AGENCIES, array, &ok);
  unit.status = get_text (object, STATUSES, array, &ok);
  unit.declaration = get_text (object, DECLARATIONS, array, &ok);
  if (!ok || unit.id == NULL || unit.stratum == NULL || unit.agency == NULL || unit.status == NULL)
    return FALSE;
  hecha_units_add (self, &unit);
  return TRUE;
}

/**
 * hecha_units_parse:
 * @frame: a record of type `frame`
 * @error: %HECHA_ERROR_CORRUPT
 *
 * Returns: (transfer full) (nullable): its units
 */
HechaUnits *
hecha_units_parse (const HechaRecord *frame, GError **error)
{
  const char *text = hecha_record_get (frame, "units");
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  g_autoptr (HechaUnits) self = hecha_units_new ();
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *list = object != NULL ? json_object_get_member (object, "units") : NULL;
  gboolean ok = list != NULL && JSON_NODE_HOLDS_ARRAY (list);
  guint n = ok ? json_array_get_length (json_node_get_array (list)) : 0;

  for (guint i = 0; i < n && ok; i++)
    ok = add_parsed (self, object, json_array_get_element (json_node_get_array (list), i));
  if (ok)
    return g_steal_pointer (&self);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, "The frame %s does not say what its units are",
               frame->id);
  return NULL;
}

/**
 * hecha_units_to_frame:
 * @self: units
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the closed frame that is hashed and drawn from (HCS-1, step 1)
 */
HechaFrame *
hecha_units_to_frame (const HechaUnits *self, GError **error)
{
  g_autoptr (HechaFrame) frame = hecha_frame_new ();

  for (guint i = 0; i < self->units->len; i++)
    {
      const HechaUnit *unit = &g_array_index (self->units, HechaUnit, i);

      if (!hecha_frame_add (frame, unit->id, unit->stratum, error))
        return NULL;
    }
  return hecha_frame_close (frame, error) ? g_steal_pointer (&frame) : NULL;
}
