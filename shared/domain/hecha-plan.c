/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-canonical.h"
#include "base/hecha-digest.h"
#include "domain/hecha-calendar.h"
#include "domain/hecha-deadline.h"
#include "domain/hecha-label.h"
#include "domain/hecha-rule.h"

typedef struct
{
  const char *field;
  gsize offset; /* in HechaPlanInput */
} Part;

/* What P3 6.2.1 wants a plan to state. */
static const Part parts[] = {
  {"purpose", G_STRUCT_OFFSET (HechaPlanInput, purpose)},
  {"content", G_STRUCT_OFFSET (HechaPlanInput, content)},
  {"method", G_STRUCT_OFFSET (HechaPlanInput, method)},
  {"standard", G_STRUCT_OFFSET (HechaPlanInput, standard)},
  {"time_limit", G_STRUCT_OFFSET (HechaPlanInput, time_limit)},
  {"demands", G_STRUCT_OFFSET (HechaPlanInput, demands)},
};

static const Part choices[] = {
  {"kind", G_STRUCT_OFFSET (HechaPlanInput, kind)},
  {"operator", G_STRUCT_OFFSET (HechaPlanInput, operator)},
  {"selection", G_STRUCT_OFFSET (HechaPlanInput, selection)},
  {"priority", G_STRUCT_OFFSET (HechaPlanInput, priority)},
};

static const Part others[] = {
  {"organisation", G_STRUCT_OFFSET (HechaPlanInput, organisation)},
  {"quarter", G_STRUCT_OFFSET (HechaPlanInput, quarter)},
  {"from", G_STRUCT_OFFSET (HechaPlanInput, from)},
  {"to", G_STRUCT_OFFSET (HechaPlanInput, to)},
  {"reason", G_STRUCT_OFFSET (HechaPlanInput, reason)},
};

static const char *
get_member (const HechaPlanInput *input, const Part *part)
{
  return G_STRUCT_MEMBER (const char *, input, part->offset);
}

static void
set_members (HechaActOp *op, const HechaPlanInput *input, const Part *list, guint n)
{
  for (guint i = 0; i < n; i++)
    hecha_act_op_set_text (op, list[i].field, get_member (input, &list[i]));
}

static gboolean
check_operator (const HechaPlanInput *input, GError **error)
{
  gboolean self_check = g_str_equal (input->kind, "self_check");

  if (self_check != g_str_equal (input->operator, "agency"))
    return hecha_rule_refuse (error,
                              "A self-check (部门自查) is the agency's own, and nothing else is (P3 7.1)");
  if (g_str_equal (input->operator, "third_party") && hecha_rule_is_blank (input->organisation))
    return hecha_rule_refuse (
      error, "A third-party plan names the organisation (第三方机构) that it is given to (P3 3.2)");
  if (g_str_equal (input->kind, "timely") && hecha_rule_is_blank (input->reason))
    return hecha_rule_refuse (error, "A timely check (适时监控) states its reason (P3 3.1)");
  return TRUE;
}

/* A missing limit passes here; only the year-end review needs both. */
static gboolean
check_window (const HechaPlanInput *input, guint year, GError **error)
{
  gboolean year_end = g_str_equal (input->kind, "year_end");
  GDate from, to;

  if (input->from == NULL && input->to == NULL && !year_end)
    return TRUE;
  if (input->from == NULL || input->to == NULL)
    return hecha_rule_refuse (error, year_end ? N_ ("A plan with a window has its first and its last day; a "
                                                    "year-end review (年终复核) needs one (P3 3.3)")
                                              : N_ ("A plan with a window has its first and its last day"));
  if (!hecha_date_parse (input->from, &from, error) || !hecha_date_parse (input->to, &to, error))
    return FALSE;
  if (g_date_compare (&from, &to) > 0)
    return hecha_rule_refuse (error, "The plan would end on %s, before it begins on %s", input->to,
                              input->from);
  if (year_end
      && (!hecha_year_end_window_contains (year, &from) || !hecha_year_end_window_contains (year, &to)))
    return hecha_rule_refuse (
      error, "The year-end review (年终复核) of %u lies between 1 December and 31 January (P3 3.3)", year);
  return TRUE;
}

static gboolean
check_input (const HechaPlanInput *input, GError **error)
{
  guint year, quarter;

  if (!hecha_rule_check_code ("plan's code", input->code, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (!hecha_rule_check_choice ("plan", choices[i].field, get_member (input, &choices[i]), error))
      return FALSE;
  if (input->kind == NULL || input->selection == NULL || input->quarter == NULL)
    return hecha_rule_refuse (
      error, "A plan states its kind, its quarter and how samples are selected (P3 3.2, 5.1 c)");
  return hecha_quarter_parse (input->quarter, &year, &quarter, error) && check_operator (input, error)
         && check_window (input, year, error);
}

static gboolean
check_still_draft (HechaReader *reader, const char *code, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) plan = hecha_reader_get (reader, "office", "plan", code, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (plan == NULL || hecha_record_get (plan, "approved_by") == NULL)
    return TRUE;
  return hecha_rule_refuse (
    error,
    "The plan %s was approved on %s and does not change any more; a new plan has a new code "
    "(P3 6.2.1)",
    code, hecha_record_get (plan, "approved_at"));
}

/**
 * hecha_plan_create:
 * @act: the action
 * @input: a #HechaPlanInput
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_REFUSED
 *
 * Writes a draft, or changes one: what is %NULL stays as it is. An approved plan does not change (P3 6.2.1).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_plan_create (HechaAct *act, gpointer input, GError **error)
{
  HechaPlanInput plan = *(const HechaPlanInput *)input;
  HechaActOp *op;

  if (plan.operator== NULL && plan.kind != NULL)
    plan.operator= g_str_equal (plan.kind, "self_check") ? "agency" : "office";
  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "draft a plan (P3 6.2.1)", error)
      || !check_input (&plan, error) || !check_still_draft (act->reader, plan.code, error))
    return FALSE;
  op = hecha_act_op (act, "office", "plan", plan.code);
  set_members (op, &plan, choices, G_N_ELEMENTS (choices));
  set_members (op, &plan, others, G_N_ELEMENTS (others));
  set_members (op, &plan, parts, G_N_ELEMENTS (parts));
  return TRUE;
}

/**
 * hecha_plan_dup_missing:
 * @plan: a plan
 *
 * Returns: (transfer full) (nullable): the parts of the six that it lacks, such as “purpose (目的)”; %NULL when none
 */
char *
hecha_plan_dup_missing (const HechaRecord *plan)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (hecha_rule_is_blank (hecha_record_get (plan, parts[i].field)))
      {
        int field = hecha_type_find_field (plan->type, parts[i].field, strlen (parts[i].field));
        g_autofree char *title = hecha_field_dup_title (&plan->type->fields[field]);

        g_string_append_printf (missing, "%s%s", missing->len > 0 ? _ (", ") : "", title);
      }
  return missing->len > 0 ? g_string_free (g_steal_pointer (&missing), FALSE) : NULL;
}

/**
 * hecha_plan_dup_text_hash:
 * @plan: a plan
 *
 * Returns: (transfer full): the digest of the canonical JSON object of its six parts, a missing one as empty text
 */
char *
hecha_plan_dup_text_hash (const HechaRecord *plan)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;
  HechaDigest digest;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = hecha_record_get (plan, parts[i].field);

      json_object_set_string_member (object, parts[i].field, part != NULL ? part : "");
    }
  json_object_unref (object);
  text = hecha_canonical_dup_node (node, NULL);
  g_assert (text != NULL);
  hecha_digest_of (&digest, text, strlen (text));
  return hecha_digest_dup_text (&digest);
}

/**
 * hecha_plan_approve:
 * @act: the action
 * @code: the plan's code
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Fixes the text of a plan that states all six parts (P3 6.2.1, R040): from now on its digest stands beside it.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_plan_approve (HechaAct *act, gpointer code, GError **error)
{
  g_autoptr (HechaRecord) plan = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *now = hecha_act_now_text (act);
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "approve a plan (P3 6.2.1)", error))
    return FALSE;
  plan = hecha_reader_need (act->reader, "office", "plan", code, error);
  if (plan == NULL || !hecha_rule_check_settled (plan, error)
      || !check_still_draft (act->reader, code, error))
    return FALSE;
  missing = hecha_plan_dup_missing (plan);
  if (missing != NULL)
    return hecha_rule_refuse (error,
                              "The plan %s cannot be approved: it has no %s; P3 6.2.1 wants all six parts",
                              (const char *)code, missing);
  if (!hecha_rule_check_complete (plan, error))
    return FALSE;
  if (*act->by == '\0')
    return hecha_rule_refuse (error, "A person approves a plan (P3 6.2.1); say who acts");
  hash = hecha_plan_dup_text_hash (plan);
  op = hecha_act_op (act, "office", "plan", code);
  hecha_act_op_set_text (op, "approved_by", act->by);
  hecha_act_op_set_text (op, "approved_at", now);
  hecha_act_op_set_text (op, "text_hash", hash);
  return TRUE;
}

/**
 * hecha_plan_need_approved:
 * @reader: where to read
 * @code: the plan's code
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): the plan, approved, undisputed, and with the very text that was approved
 */
HechaRecord *
hecha_plan_need_approved (HechaReader *reader, const char *code, GError **error)
{
  g_autoptr (HechaRecord) plan = hecha_reader_need (reader, "office", "plan", code, error);
  g_autofree char *hash = NULL;

  if (plan == NULL || !hecha_rule_check_settled (plan, error))
    return NULL;
  hash = hecha_plan_dup_text_hash (plan);
  if (hecha_record_get (plan, "approved_by") == NULL)
    hecha_rule_refuse (error, "The plan %s is not approved yet (P3 6.2.1)", code);
  else if (g_strcmp0 (hash, hecha_record_get (plan, "text_hash")) != 0)
    hecha_rule_refuse (
      error, "The plan %s was changed after its approval; a changed plan needs a new code (P3 6.2.1)", code);
  else if (hecha_rule_check_complete (plan, error))
    return g_steal_pointer (&plan);
  return NULL;
}

static gboolean
has_any (HechaReader *reader, const char *type, const char *code, gboolean *any, GError **error)
{
  g_autoptr (GPtrArray) records = hecha_reader_list (reader, NULL, type, "plan", code, error);

  if (records == NULL)
    return FALSE;
  *any = records->len > 0;
  return TRUE;
}

/**
 * hecha_plan_get_state:
 * @reader: where to read
 * @code: the plan's code
 * @state: (out): how far it is
 * @error: %HECHA_ERROR_NOT_FOUND, or when reading failed
 *
 * Returns: whether there is such a plan
 */
gboolean
hecha_plan_get_state (HechaReader *reader, const char *code, HechaPlanState *state, GError **error)
{
  static const char *const evidence[] = {"assignment", "sample", "frame"};
  g_autoptr (HechaRecord) plan = hecha_reader_need (reader, "office", "plan", code, error);

  if (plan == NULL)
    return FALSE;
  *state = HECHA_PLAN_RUNNING;
  for (guint i = 0; i < G_N_ELEMENTS (evidence); i++, (*state)--)
    {
      gboolean any;

      if (!has_any (reader, evidence[i], code, &any, error))
        return FALSE;
      if (any)
        return TRUE;
    }
  *state = hecha_record_get (plan, "approved_by") != NULL ? HECHA_PLAN_APPROVED : HECHA_PLAN_DRAFT;
  return TRUE;
}

/**
 * hecha_plan_state_get_name:
 *
 * Returns: (transfer none): draft, approved, frozen, drawn or running
 */
const char *
hecha_plan_state_get_name (HechaPlanState state)
{
  static const char *const names[] = {"draft", "approved", "frozen", "drawn", "running"};

  return names[state];
}
