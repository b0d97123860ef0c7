/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-checklist.h"

#include "base/hecha-resource.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-value.h"

#include <string.h>

#define FOLDER "/io/github/hecha/checklists/"

/* What is kept of a template in a record, besides its id. */
static const char *const members[] = {"title", "clause", "items", "rules", "applies_to"};

/* ---- which templates there are ---- */

static HechaChecklist *
from_record (const HechaRecord *record, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "id", record->id);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *value = hecha_record_get (record, members[i]);
      gboolean plain = i < 2;

      if (value != NULL && plain)
        json_object_set_string_member (object, members[i], value);
      else if (value != NULL)
        json_object_set_member (object, members[i], json_from_string (value, NULL));
    }
  node = json_node_init_object (json_node_alloc (), object);
  text = json_to_string (node, FALSE);
  return hecha_checklist_parse (text, error);
}

static gboolean
is_listed (GPtrArray *list, const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((HechaChecklist *)list->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_built_in (GPtrArray *list, GError **error)
{
  GResource *resource = hecha_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, FOLDER, 0, error);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (FOLDER, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);
      g_autoptr (HechaChecklist) checklist
        = bytes != NULL ? hecha_checklist_parse (g_bytes_get_data (bytes, NULL), error) : NULL;

      if (checklist == NULL)
        return FALSE;
      if (!is_listed (list, checklist->id))
        g_ptr_array_add (list, g_steal_pointer (&checklist));
    }
  return names != NULL;
}

/**
 * hecha_checklist_list:
 * @reader: where to read
 * @error: when reading failed
 *
 * Returns: (transfer full) (element-type HechaChecklist) (nullable): the office's own templates, then those that come
 *   with the program and were not replaced by one with the same id (P3 6.2.3)
 */
GPtrArray *
hecha_checklist_list (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) records = hecha_reader_list (reader, "office", "checklist", NULL, NULL, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_checklist_free);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      HechaChecklist *checklist = from_record (records->pdata[i], error);

      if (checklist == NULL)
        return NULL;
      g_ptr_array_add (list, checklist);
    }
  return records != NULL && add_built_in (list, error) ? g_steal_pointer (&list) : NULL;
}

/* ---- which one a target gets ---- */

static gboolean
is_among (JsonObject *conditions, const char *name, const char *value)
{
  JsonNode *node = json_object_get_member (conditions, name);
  JsonArray *values = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    if (g_strcmp0 (hecha_rule_get_text (json_array_get_element (values, i)), value) == 0)
      return TRUE;
  return node == NULL;
}

static gboolean
applies (const HechaChecklist *self, const HechaRecord *target)
{
  JsonNode *node = json_object_get_member (json_node_get_object (self->node), "applies_to");
  JsonObject *conditions = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return conditions != NULL && json_object_get_size (conditions) > 0
         && is_among (conditions, "source_clause", hecha_record_get (target, "source_clause"))
         && is_among (conditions, "class_code", hecha_record_get (target, "class_code"))
         && (!json_object_has_member (conditions, "major") || hecha_record_get_int (target, "major", 0) != 0);
}

static const HechaChecklist *
choose (GPtrArray *list, const char *wanted, const HechaRecord *target)
{
  for (guint i = 0; i < list->len; i++)
    {
      const HechaChecklist *checklist = g_ptr_array_index (list, i);

      if (wanted != NULL ? strcmp (checklist->id, wanted) == 0 : applies (checklist, target))
        return checklist;
    }
  return NULL;
}

/**
 * hecha_checklist_choose:
 * @reader: where to read
 * @wanted: (nullable): id of a template, or `none`; %NULL for the one that applies to the target, if any
 * @target: what is inspected
 * @copy: (out) (nullable): what an assignment keeps of it; %NULL for none
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether the template is known
 */
gboolean
hecha_checklist_choose (HechaReader *reader, const char *wanted, const HechaRecord *target, JsonNode **copy,
                        GError **error)
{
  g_autoptr (GPtrArray) list = NULL;
  const HechaChecklist *chosen;

  *copy = NULL;
  if (g_strcmp0 (wanted, "none") == 0)
    return TRUE;
  list = hecha_checklist_list (reader, error);
  if (list == NULL)
    return FALSE;
  chosen = choose (list, wanted, target);
  if (chosen == NULL && wanted != NULL)
    return hecha_rule_refuse (error, "There is no template “%s” (P3 6.2.3)", wanted);
  if (chosen == NULL)
    return TRUE;
  *copy = json_node_copy (chosen->node);
  json_object_remove_member (json_node_get_object (*copy), "applies_to");
  return TRUE;
}

/* ---- the office adds one ---- */

/**
 * hecha_checklist_import:
 * @act: an action of the office
 * @checklist: a #HechaChecklist
 * @error: %HECHA_ERROR_REFUSED
 *
 * Records a template, which replaces one with the same id for assignments to come.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_checklist_import (HechaAct *act, gpointer checklist, GError **error)
{
  const HechaChecklist *self = checklist;
  JsonObject *object = json_node_get_object (self->node);
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "import checklists (P3 6.2.3)", error))
    return FALSE;
  op = hecha_act_op (act, "office", "checklist", self->id);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    hecha_act_op_set (op, members[i],
                      json_object_has_member (object, members[i])
                        ? json_node_copy (json_object_get_member (object, members[i]))
                        : json_node_new (JSON_NODE_NULL));
  return TRUE;
}
