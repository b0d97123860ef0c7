/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-checklist.h"

#include "base/hecha-error.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* {"id", "title", "clause", "items": [{"id", "text", "kind"}],
 *  "rules": [{"when": {item: answer}, "unless": {item: answer}, "at_most": verdict, "because"}],
 *  "applies_to": {"source_clause": […], "class_code": […], "major": true}}
 *
 * A rule bars every verdict better than @at_most where all of `when` was answered so, and not all of `unless` was. */

#define MOST_ITEMS      64
#define MOST_ITEM_BYTES 32

static const char *const kinds[] = {"yes_no", "yes_no_na", "text", "date", NULL};
/* From the best; unverifiable is none of these, and never barred. */
static const char *const verdicts[] = {"met", "partly", "not_met", NULL};

/* ---- reading a template ---- */

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL ? hecha_rule_get_text (node) : NULL;
}

static JsonArray *
array_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
object_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
free_item (gpointer data)
{
  HechaChecklistItem *item = data;

  g_free (item->id);
  g_free (item->text);
  g_free (item->kind);
  g_free (item);
}

static gboolean
is_item_id (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  return length > 0 && length <= MOST_ITEM_BYTES
         && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

static gboolean
read_item (HechaChecklist *self, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id = object != NULL ? text_member (object, "id") : NULL;
  const char *text = object != NULL ? text_member (object, "text") : NULL;
  const char *kind = object != NULL ? text_member (object, "kind") : NULL;
  HechaChecklistItem *item;

  if (!is_item_id (id) || hecha_rule_is_blank (text) || kind == NULL || !g_strv_contains (kinds, kind))
    return hecha_rule_refuse (error,
                              "An item of the template %s has an id of small letters, a text, and a kind: "
                              "yes_no, yes_no_na, text or date (P3 6.2.3)",
                              self->id);
  if (hecha_checklist_find_item (self, id) != NULL || self->items->len == MOST_ITEMS)
    return hecha_rule_refuse (error, "The template %s has the item %s twice, or too many (P3 6.2.3)",
                              self->id, id);
  item = g_new0 (HechaChecklistItem, 1);
  item->id = g_strdup (id);
  item->text = g_strdup (text);
  item->kind = g_strdup (kind);
  g_ptr_array_add (self->items, item);
  return TRUE;
}

static gboolean
check_conditions (const HechaChecklist *self, JsonObject *conditions)
{
  g_autoptr (GList) names = conditions != NULL ? json_object_get_members (conditions) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    if (hecha_checklist_find_item (self, l->data) == NULL || text_member (conditions, l->data) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
check_rule (const HechaChecklist *self, JsonNode *node, GError **error)
{
  JsonObject *rule = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *most = rule != NULL ? text_member (rule, "at_most") : NULL;

  if (most != NULL && g_strv_contains (verdicts, most) && object_member (rule, "unless") != NULL
      && check_conditions (self, object_member (rule, "when"))
      && check_conditions (self, object_member (rule, "unless")))
    return TRUE;
  return hecha_rule_refuse (error,
                            "A rule of the template %s says unless which answers to its items the verdict is "
                            "at most met, partly or not_met (P3 6.2.3)",
                            self->id);
}

static gboolean
read_members (HechaChecklist *self, JsonObject *object, GError **error)
{
  JsonArray *items = array_member (object, "items"), *rules = array_member (object, "rules");

  self->id = g_strdup (text_member (object, "id"));
  self->title = g_strdup (text_member (object, "title"));
  self->clause = g_strdup (text_member (object, "clause"));
  if (!is_item_id (self->id) || hecha_rule_is_blank (self->title) || items == NULL
      || json_array_get_length (items) == 0)
    return hecha_rule_refuse (
      error, "A template has an id of small letters, a title and one item or more (P3 6.2.3)");
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!read_item (self, json_array_get_element (items, i), error))
      return FALSE;
  for (guint i = 0; rules != NULL && i < json_array_get_length (rules); i++)
    if (!check_rule (self, json_array_get_element (rules, i), error))
      return FALSE;
  return TRUE;
}

/**
 * hecha_checklist_parse:
 * @text: a template as JSON
 * @error: %HECHA_ERROR_INVALID or %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): the template
 */
HechaChecklist *
hecha_checklist_parse (const char *text, GError **error)
{
  g_autoptr (HechaChecklist) self = g_new0 (HechaChecklist, 1);

  self->items = g_ptr_array_new_with_free_func (free_item);
  self->node = hecha_value_parse_json (text, error);
  if (self->node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (self->node))
    {
      hecha_rule_refuse (error, "A template is one JSON object (P3 6.2.3)");
      return NULL;
    }
  return read_members (self, json_node_get_object (self->node), error) ? g_steal_pointer (&self) : NULL;
}

/**
 * hecha_checklist_of:
 * @assignment: an assignment
 *
 * Returns: (transfer full) (nullable): the template as it was when it was assigned; %NULL when there is none
 */
HechaChecklist *
hecha_checklist_of (const HechaAssignment *assignment)
{
  const char *text = hecha_record_get (assignment->record, "checklist");

  return text != NULL ? hecha_checklist_parse (text, NULL) : NULL;
}

/**
 * hecha_checklist_free:
 * @self: (transfer full) (nullable): a template
 */
void
hecha_checklist_free (HechaChecklist *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->clause);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->node, json_node_unref);
  g_free (self);
}

/**
 * hecha_checklist_find_item:
 * @self: a template
 * @item: id of an item
 *
 * Returns: (transfer none) (nullable): the item
 */
const HechaChecklistItem *
hecha_checklist_find_item (const HechaChecklist *self, const char *item)
{
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (((HechaChecklistItem *)self->items->pdata[i])->id, item) == 0)
      return self->items->pdata[i];
  return NULL;
}

/* ---- answers, and what they say of the verdict ---- */

/**
 * hecha_answer_find:
 * @assignment: an assignment
 * @item: of its checklist
 *
 * Returns: (transfer none) (nullable): the answer; %NULL where there is none, or it was taken back
 */
const HechaRecord *
hecha_answer_find (const HechaAssignment *assignment, const char *item)
{
  GPtrArray *answers = hecha_assignment_get_records (assignment, "answer");

  for (guint i = 0; i < answers->len; i++)
    {
      const HechaRecord *answer = answers->pdata[i];

      if (g_strcmp0 (hecha_record_get (answer, "item"), item) == 0
          && !hecha_rule_is_blank (hecha_record_get (answer, "answer")))
        return answer;
    }
  return NULL;
}

/* The first item that was not answered so; %NULL when all were. */
static const char *
find_other (const HechaAssignment *assignment, JsonObject *conditions)
{
  g_autoptr (GList) names = conditions != NULL ? json_object_get_members (conditions) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      const HechaRecord *answer = hecha_answer_find (assignment, l->data);

      if (answer == NULL
          || g_strcmp0 (hecha_record_get (answer, "answer"), text_member (conditions, l->data)) != 0)
        return l->data;
    }
  return NULL;
}

static guint
rank_of (const char *verdict)
{
  guint rank = 0;

  while (verdicts[rank] != NULL && strcmp (verdicts[rank], verdict) != 0)
    rank++;
  return rank;
}

/**
 * hecha_checklist_bars:
 * @self: a template
 * @assignment: what was answered
 * @verdict: what somebody would like to say
 *
 * What the template's rules say against the verdict (R046, R047). One that nobody has answered yet is not answered so.
 *
 * Returns: (transfer full) (element-type HechaChecklistBar): empty where the verdict may be given
 */
GArray *
hecha_checklist_bars (const HechaChecklist *self, const HechaAssignment *assignment, const char *verdict)
{
  GArray *bars = g_array_new (FALSE, FALSE, sizeof (HechaChecklistBar));
  JsonArray *rules = array_member (json_node_get_object (self->node), "rules");

  for (guint i = 0; rules != NULL && i < json_array_get_length (rules); i++)
    {
      JsonObject *rule = json_array_get_object_element (rules, i);
      HechaChecklistBar bar = {find_other (assignment, object_member (rule, "unless")),
                               text_member (rule, "at_most"), text_member (rule, "because")};

      if (bar.item != NULL && find_other (assignment, object_member (rule, "when")) == NULL
          && rank_of (verdict) < rank_of (bar.at_most))
        g_array_append_val (bars, bar);
    }
  return bars;
}

/* ---- answering ---- */

static gboolean
check_answer (const HechaChecklistItem *item, const char *answer, GError **error)
{
  static const char *const yes_no[] = {"yes", "no", NULL};

  if (answer == NULL || *answer == '\0')
    return TRUE;
  if (strcmp (answer, "not_applicable") == 0 && strcmp (item->kind, "yes_no") != 0)
    return TRUE;
  if (strcmp (item->kind, "date") == 0)
    return hecha_value_check_text ("document_review", "dated", answer, error);
  if (strcmp (item->kind, "text") == 0 || g_strv_contains (yes_no, answer))
    return TRUE;
  return hecha_rule_refuse (error, "“%s” is answered with yes or no, not with “%s” (P3 6.2.3)", item->text,
                            answer);
}

/**
 * hecha_answer_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaAnswerInput
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_REFUSED
 *
 * Answers an item of the assignment's checklist (P3 6.2.3, R044–R047). There is one answer to each.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_answer_record (HechaAct *act, gpointer data, GError **error)
{
  const HechaAnswerInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "answer a checklist", error);
  g_autoptr (HechaChecklist) checklist = assignment != NULL ? hecha_checklist_of (assignment) : NULL;
  const HechaChecklistItem *item;
  const HechaRecord *known;
  g_autofree char *id = NULL;
  HechaActOp *op;

  if (assignment == NULL)
    return FALSE;
  item = checklist != NULL ? hecha_checklist_find_item (checklist, input->item) : NULL;
  if (item == NULL)
    return hecha_rule_refuse (error, "The checklist of %s has no item “%s” (P3 6.2.3)",
                              assignment->record->id, input->item);
  if (!check_answer (item, input->answer, error))
    return FALSE;
  id = g_strdup_printf ("%s/answer/%s", assignment->record->id, item->id);
  known = hecha_assignment_find_record (assignment, "answer", id);
  op = hecha_act_op (act, assignment->record->scope, "answer", id);
  hecha_act_op_set_text (op, "assignment", assignment->record->id);
  hecha_act_op_set_text (op, "item", item->id);
  return hecha_field_set_text (op, known, "answer", "answer", input->answer, error)
         && hecha_field_set_text (op, known, "answer", "note", input->note, error);
}
