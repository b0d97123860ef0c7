/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-import.h"

#include "domain/hecha-checklist.h"
#include "domain/hecha-value.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>

/* The templates of what is looked at (P3 6.2.3). */

static gboolean
add_template (GPtrArray *list, JsonNode *node, GError **error)
{
  g_autofree char *text = json_to_string (node, FALSE);
  HechaChecklist *checklist = hecha_checklist_parse (text, error);

  if (checklist != NULL)
    g_ptr_array_add (list, checklist);
  return checklist != NULL;
}

/* A file has one template, or an array of them. */
static GPtrArray *
read_templates (const char *path, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_checklist_free);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonArray *array;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  node = hecha_value_parse_json (text, error);
  array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (node == NULL || (array == NULL && !add_template (list, node, error)))
    return NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!add_template (list, json_array_get_element (array, i), error))
      return NULL;
  return g_steal_pointer (&list);
}

static gboolean
import_all (HechaAct *act, gpointer list, GError **error)
{
  GPtrArray *templates = list;

  for (guint i = 0; i < templates->len; i++)
    if (!hecha_checklist_import (act, templates->pdata[i], error))
      return FALSE;
  return TRUE;
}

static void
answer_templates (HechactlInvocation *self, GPtrArray *list)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "checklists");
  for (guint i = 0; i < list->len; i++)
    {
      const HechaChecklist *checklist = g_ptr_array_index (list, i);

      hechactl_invocation_print (self, "%s  %s  %s\n", checklist->id, checklist->title,
                                 checklist->clause != NULL ? checklist->clause : "");
      json_builder_add_value (builder, json_node_copy (checklist->node));
    }
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
}

static gboolean
import_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) list
    = store != NULL ? read_templates (hechactl_invocation_get_argument (self, 0), error) : NULL;

  if (list == NULL || !hechactl_store_act (self, store, import_all, list, error))
    return FALSE;
  answer_templates (self, list);
  return TRUE;
}

static gboolean
list_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) list
    = store != NULL ? hecha_checklist_list (hecha_store_reader (store), error) : NULL;

  if (list != NULL)
    answer_templates (self, list);
  return list != NULL;
}

const HechactlCommand hechactl_checklist_commands[] = {
  {"import checklists", "FILE.json", 1, 1, NULL, import_run, HECHACTL_COMMAND_STORE | HECHACTL_COMMAND_FILES},
  {"checklists", NULL, 0, 0, NULL, list_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
