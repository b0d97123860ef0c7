/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-ruling.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "domain/hecha-label.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-proposal.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"

static gboolean
check_reason (const char *reason, GError **error)
{
  return !hecha_rule_is_blank (reason) || hecha_rule_refuse (error, "A ruling has a reason (P3 4.3 a)");
}

/* ---- conflicts ---- */

static const HechaType *
find_type (const char *name)
{
  int index = hecha_schema_find_type (hecha_records (), name, strlen (name));

  return index >= 0 ? &hecha_records ()->types[index] : NULL;
}

/* Of a fact, what the table knows of it: the value as it will be written. */
static JsonNode *
parse_value (const HechaType *type, const char *text, GError **error)
{
  JsonNode *value = json_from_string (text, error);
  g_autoptr (GList) names = NULL;

  if (value == NULL || !type->once || !JSON_NODE_HOLDS_OBJECT (value))
    return value;
  names = json_object_get_members (json_node_get_object (value));
  for (GList *l = names; l != NULL; l = l->next)
    if (hecha_type_find_field (type, l->data, strlen (l->data)) < 0)
      json_object_remove_member (json_node_get_object (value), l->data);
  return value;
}

static void
set_fact (HechaActOp *op, JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    hecha_act_op_set (op, l->data, json_node_copy (json_object_get_member (object, l->data)));
}

static gboolean
is_still_open (HechaAct *act, const HechaRulingInput *input, const HechaType *type, GError **error)
{
  g_autoptr (HechaRecord) record
    = hecha_reader_need (act->reader, input->scope, input->type, input->record, error);

  if (record == NULL)
    return FALSE;
  return hecha_record_is_disputed (record, type->once ? type->fields[0].name : input->field)
         || hecha_rule_refuse (error, "There is no conflict any more in %s %s",
                               hecha_label ("record", input->type), input->record);
}

static gboolean
check_type (const HechaType *type, const HechaRulingInput *input, GError **error)
{
  if (type == NULL)
    return hecha_rule_refuse (
      error, "A device that was copied is not settled by taking one of its branches; both are "
             "kept, and it needs a new invitation");
  if ((type->writers & ~(guint)HECHA_WRITER_SERVER) == 0)
    return hecha_rule_refuse (error, "%s (%s) is the server's own", type->zh, type->name);
  return TRUE;
}

static void
write_ruling (HechaAct *act, const HechaRulingInput *ruling, const HechaType *type, JsonNode *value)
{
  HechaActOp *op = hecha_act_op (act, ruling->scope, ruling->type, ruling->record);

  if (!type->once)
    hecha_act_op_set (op, ruling->field, json_node_copy (value));
  else if (JSON_NODE_HOLDS_OBJECT (value))
    set_fact (op, json_node_get_object (value));
  hecha_act_op_over (op, ruling->over);
  hecha_act_op_why (op, ruling->reason);
}

/**
 * hecha_ruling_record:
 * @act: the action
 * @input: a #HechaRulingInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Settles a conflict: the value replaces all those that were written without knowing of each other, with the reason.
 * They stay in the journal. Where the plan wants a second person, the first one's word is a proposal.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_ruling_record (HechaAct *act, gpointer input, GError **error)
{
  HechaRulingInput *ruling = input;
  const HechaType *type = find_type (ruling->type);
  g_autoptr (JsonNode) value = NULL;

  ruling->waits = FALSE;
  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "rule on a conflict", error)
      || !check_reason (ruling->reason, error) || !check_type (type, ruling, error)
      || !is_still_open (act, ruling, type, error))
    return FALSE;
  value = parse_value (type, ruling->value, error);
  if (value == NULL)
    return FALSE;
  if (hecha_proposal_is_needed (act->reader, ruling->scope, ruling->record))
    {
      const HechaProposed proposed
        = {ruling->scope, ruling->type, ruling->record, ruling->field, value, ruling->over};

      if (!hecha_proposal_give (act, &proposed, ruling->reason, &ruling->waits, error))
        return FALSE;
    }
  if (!ruling->waits)
    write_ruling (act, ruling, type, value);
  return TRUE;
}

static gboolean
settle_one (HechaAct *act, HechaSettleInput *input, const HechaConflict *conflict, GError **error)
{
  const HechaConflictValue *taken = g_ptr_array_find (conflict->values, input->taken, NULL)
                                      ? input->taken
                                      : hecha_conflict_find_value (conflict, input->taken->dev);
  g_autoptr (GPtrArray) over = g_ptr_array_new ();
  HechaRulingInput ruling
    = {conflict->scope, conflict->type, conflict->record, conflict->field, NULL, NULL, input->reason, FALSE};

  if (taken == NULL)
    return hecha_rule_refuse (error, "%s has no value of the device %.8s", conflict->id, input->taken->dev);
  for (guint i = 0; i < conflict->values->len; i++)
    g_ptr_array_add (over, ((HechaConflictValue *)g_ptr_array_index (conflict->values, i))->digest);
  g_ptr_array_add (over, NULL);
  ruling.value = taken->value != NULL ? taken->value : "null";
  ruling.over = (const char *const *)over->pdata;
  if (!hecha_ruling_record (act, &ruling, error))
    return FALSE;
  input->n_waiting += ruling.waits;
  return TRUE;
}

/**
 * hecha_ruling_settle:
 * @act: the action
 * @input: a #HechaSettleInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Settles one conflict, or many that are alike with one decision: all of them or none.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_ruling_settle (HechaAct *act, gpointer input, GError **error)
{
  HechaSettleInput *settle = input;

  settle->n_waiting = 0;
  for (guint i = 0; i < settle->conflicts->len; i++)
    if (!settle_one (act, settle, g_ptr_array_index (settle->conflicts, i), error))
      return FALSE;
  return TRUE;
}

/* ---- doubles ---- */

static const HechaDouble *
find_double (GPtrArray *doubles, const char *id, GError **error)
{
  for (guint i = 0; i < doubles->len; i++)
    if (strcmp (((HechaDouble *)g_ptr_array_index (doubles, i))->id, id) == 0)
      return g_ptr_array_index (doubles, i);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("%s was not verified twice"), id);
  return NULL;
}

static gboolean
check_choice (const HechaDouble *found, const HechaChoiceInput *choice, GError **error)
{
  if (found->disputed)
    return hecha_rule_refuse (error, "%s was decided already, differently by two; rule on that conflict",
                              choice->id);
  if (found->counted != NULL)
    return hecha_rule_refuse (error, "%s was decided already: counted is %s", choice->id, found->counted);
  return g_ptr_array_find_with_equal_func (found->scopes, choice->counted, g_str_equal, NULL)
         || hecha_rule_refuse (error, "%s has no signed finding on %s (P3 4.3 a)", choice->counted,
                               choice->id);
}

static void
write_choice (HechaAct *act, const HechaDouble *found, const HechaChoiceInput *choice)
{
  HechaActOp *op = hecha_act_op (act, "office", "choice", choice->id);

  hecha_act_op_set_text (op, "plan", found->plan);
  hecha_act_op_set_text (op, "unit", found->unit);
  hecha_act_op_set_text (op, "counted", choice->counted);
  hecha_act_op_set_text (op, "reason", choice->reason);
}

/**
 * hecha_choice_record:
 * @act: the action
 * @input: a #HechaChoiceInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Says which of several signed findings on one sample counts. All of them are kept. Where the plan wants a second
 * person, the first one's word is a proposal.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_choice_record (HechaAct *act, gpointer input, GError **error)
{
  HechaChoiceInput *choice = input;
  g_autoptr (GPtrArray) doubles = NULL;
  const HechaDouble *found;

  choice->waits = FALSE;
  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "choose between two findings", error)
      || !check_reason (choice->reason, error))
    return FALSE;
  doubles = hecha_double_list (act->reader, NULL, error);
  found = doubles != NULL ? find_double (doubles, choice->id, error) : NULL;
  if (found == NULL || !check_choice (found, choice, error))
    return FALSE;
  if (hecha_proposal_is_needed (act->reader, "office", choice->id))
    {
      g_autoptr (JsonNode) counted = json_node_init_string (json_node_alloc (), choice->counted);
      const HechaProposed proposed = {"office", "choice", choice->id, "counted", counted, NULL};

      if (!hecha_proposal_give (act, &proposed, choice->reason, &choice->waits, error))
        return FALSE;
    }
  if (!choice->waits)
    write_choice (act, found, choice);
  return TRUE;
}

/* ---- holds ---- */

static gboolean
is_named (const HechaRecord *hold, const char *name)
{
  const char *colon = strchr (hold->id, ':');

  return g_str_has_prefix (hold->id, name) || (colon != NULL && g_str_has_prefix (colon + 1, name));
}

/**
 * hecha_hold_find:
 * @reader: where to read
 * @name: digest of the entry under hold, or the beginning of its hex digits
 * @error: %HECHA_ERROR_NOT_FOUND; %HECHA_ERROR_REFUSED when several begin so
 *
 * Returns: (transfer full) (nullable): the hold
 */
HechaRecord *
hecha_hold_find (HechaReader *reader, const char *name, GError **error)
{
  g_autoptr (GPtrArray) holds = hecha_reader_list (reader, NULL, "hold", NULL, NULL, error);

  if (holds == NULL)
    return NULL;
  for (guint i = holds->len; i-- > 0;)
    if (*name == '\0' || !is_named (g_ptr_array_index (holds, i), name))
      g_ptr_array_remove_index_fast (holds, i);
  if (holds->len == 1)
    return g_ptr_array_steal_index (holds, 0);
  if (holds->len == 0)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no hold %s here"), name);
  else
    hecha_rule_refuse (error, "%u holds begin with %s; name more of it", holds->len, name);
  return NULL;
}

static gboolean
decide_one (HechaAct *act, const HechaRecord *hold, const HechaHoldInput *wanted, GError **error)
{
  const char *decision = wanted->release ? "released" : "rejected";
  HechaActOp *op;

  if (!hecha_rule_check_settled (hold, error))
    return FALSE;
  if (g_strcmp0 (hecha_record_get (hold, "decision"), decision) == 0)
    return hecha_rule_refuse (error, "%s is %s already: %s", hold->id, hecha_label ("decision", decision),
                              hecha_record_get (hold, "decision_reason"));
  op = hecha_act_op (act, hold->scope, "hold", hold->id);
  hecha_act_op_set_text (op, "decision", decision);
  hecha_act_op_set_text (op, "decision_reason", wanted->reason);
  return TRUE;
}

/**
 * hecha_hold_list_alike:
 * @reader: where to read
 * @hold: a hold
 * @error: when reading failed
 *
 * Returns: (transfer full) (element-type HechaRecord) (nullable): the holds for the same reason that nobody has decided
 *   about
 */
GPtrArray *
hecha_hold_list_alike (HechaReader *reader, const HechaRecord *hold, GError **error)
{
  const char *reason = hecha_record_get (hold, "reason");
  GPtrArray *holds = hecha_reader_list (reader, NULL, "hold", "reason", reason != NULL ? reason : "", error);

  for (guint i = holds != NULL ? holds->len : 0; i-- > 0;)
    if (hecha_record_get (g_ptr_array_index (holds, i), "decision") != NULL)
      g_ptr_array_remove_index (holds, i);
  return holds;
}

static gboolean
decide_alike (HechaAct *act, const HechaRecord *hold, const HechaHoldInput *wanted, GError **error)
{
  g_autoptr (GPtrArray) alike = hecha_hold_list_alike (act->reader, hold, error);

  for (guint i = 0; alike != NULL && i < alike->len; i++)
    if (!decide_one (act, g_ptr_array_index (alike, i), wanted, error))
      return FALSE;
  return alike != NULL;
}

/**
 * hecha_hold_decide:
 * @act: the action
 * @input: a #HechaHoldInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Lets an entry count that broke a rule, or lets it not; or all at once that broke the same one. They stay in the
 * journal either way, and the office can decide otherwise later.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_hold_decide (HechaAct *act, gpointer input, GError **error)
{
  const HechaHoldInput *wanted = input;
  g_autoptr (HechaRecord) hold = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "decide about a hold", error)
      || !check_reason (wanted->reason, error))
    return FALSE;
  hold = hecha_hold_find (act->reader, wanted->hold, error);
  if (hold == NULL)
    return FALSE;
  return wanted->alike && hecha_record_get (hold, "decision") == NULL
           ? decide_alike (act, hold, wanted, error)
           : decide_one (act, hold, wanted, error);
}
