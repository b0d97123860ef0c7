/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-units.h"

#include <glib/gi18n-lib.h>
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
 * @id: (nullable): a target-quarter
 *
 * Returns: (transfer none) (nullable): the unit; %NULL when it is not in the frame
 */
const HechaUnit *
hecha_units_find (HechaUnits *self, const char *id)
{
  guint index;

  if (id == NULL)
    return NULL;
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
  JsonArray *texts;  /* (not owned) */
  GHashTable *index; /* (owned) text → index + 1 */
} Dictionary;

static void
dictionary_clear (Dictionary *self)
{
  g_clear_pointer (&self->index, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dictionary, dictionary_clear)

static void
dictionary_begin (Dictionary *self, JsonObject *object, const char *name)
{
  dictionary_clear (self);
  self->texts = json_array_new ();
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  json_object_set_array_member (object, name, self->texts);
}

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

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (((const HechaUnit *)a)->id, ((const HechaUnit *)b)->id);
}

static int
compare_agencies (gconstpointer a, gconstpointer b)
{
  int order = strcmp (((const HechaUnit *)a)->agency, ((const HechaUnit *)b)->agency);

  return order != 0 ? order : compare_ids (a, b);
}

static JsonArray *
unit_to_array (const HechaUnit *unit, Dictionary *strata, Dictionary *statuses, Dictionary *declarations)
{
  JsonArray *array = json_array_new ();

  json_array_add_string_element (array, unit->id);
  json_array_add_int_element (array, look_up (strata, unit->stratum));
  json_array_add_int_element (array, look_up (statuses, unit->status));
  if (unit->declaration != NULL)
    json_array_add_int_element (array, look_up (declarations, unit->declaration));
  else
    json_array_add_null_element (array);
  return array;
}

static JsonArray *
begin_agency (JsonObject *agencies, const char *name, Dictionary *declarations)
{
  JsonObject *agency = json_object_new ();
  JsonArray *units = json_array_new ();

  dictionary_begin (declarations, agency, "declarations");
  json_object_set_array_member (agency, "units", units);
  json_object_set_object_member (agencies, name, agency);
  return units;
}

/**
 * hecha_units_to_node:
 * @self: units
 *
 * {"agencies":{CODE:{"declarations":[digest],"units":[[id, stratum, status, declaration or null]]}},"statuses":[text],
 * "strata":[text]}: the three numbers are places in these lists.
 *
 * Returns: (transfer full): what the field `units` of the record `frame` holds
 */
JsonNode *
hecha_units_to_node (const HechaUnits *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  JsonObject *agencies = json_object_new ();
  g_auto (Dictionary) strata = {NULL}, statuses = {NULL}, declarations = {NULL};
  const char *agency = NULL;
  JsonArray *units = NULL;

  json_object_set_object_member (object, "agencies", agencies);
  dictionary_begin (&strata, object, "strata");
  dictionary_begin (&statuses, object, "statuses");
  json_object_unref (object);

  g_array_sort (self->units, compare_agencies);
  for (guint i = 0; i < self->units->len; i++)
    {
      const HechaUnit *unit = &g_array_index (self->units, HechaUnit, i);

      if (agency == NULL || strcmp (agency, unit->agency) != 0)
        units = begin_agency (agencies, agency = unit->agency, &declarations);
      json_array_add_array_element (units, unit_to_array (unit, &strata, &statuses, &declarations));
    }
  g_array_sort (self->units, compare_ids);
  return node;
}

/* ---- reading ---- */

static JsonArray *
get_list (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* (nullable): the text of the list that element @at of the unit is the place of. */
static const char *
get_text (JsonArray *list, JsonArray *unit, guint at)
{
  JsonNode *node = json_array_get_element (unit, at);
  gint64 index = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : -1;

  if (list == NULL || index < 0 || index >= json_array_get_length (list))
    return NULL;
  return hecha_rule_get_text (json_array_get_element (list, (guint)index));
}

static gboolean
add_parsed (HechaUnits *self, JsonObject *object, const char *agency, JsonArray *declarations, JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  HechaUnit unit = {NULL};

  if (array == NULL || json_array_get_length (array) != 4)
    return FALSE;
  unit.id = hecha_rule_get_text (json_array_get_element (array, 0));
  unit.stratum = get_text (get_list (object, "strata"), array, 1);
  unit.agency = agency;
  unit.status = get_text (get_list (object, "statuses"), array, 2);
  unit.declaration = get_text (declarations, array, 3);
  if (unit.id == NULL || unit.stratum == NULL || unit.status == NULL
      || (unit.declaration == NULL && !JSON_NODE_HOLDS_NULL (json_array_get_element (array, 3))))
    return FALSE;
  hecha_units_add (self, &unit);
  return TRUE;
}

static gboolean
add_agency (HechaUnits *self, JsonObject *object, const char *name, JsonNode *node)
{
  JsonObject *agency = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *units = agency != NULL ? get_list (agency, "units") : NULL;
  guint n = units != NULL ? json_array_get_length (units) : 0;

  for (guint i = 0; i < n; i++)
    if (!add_parsed (self, object, name, get_list (agency, "declarations"),
                     json_array_get_element (units, i)))
      return FALSE;
  return units != NULL;
}

static gboolean
add_agencies (HechaUnits *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "agencies");
  JsonObjectIter iter;
  const char *name;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &node))
    if (!add_agency (self, object, name, node))
      return FALSE;
  g_array_sort (self->units, compare_ids);
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

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && add_agencies (self, json_node_get_object (node)))
    return g_steal_pointer (&self);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("The frame %s does not say what its units are"),
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
