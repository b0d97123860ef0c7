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

/* What is no text, and is approved as well. */
static const char *const limits[] = {"appeal_days", "ruling_days", "second_person"};

static const char *
get_member (const HechaPlanInput *input, const Part *part)
{
  return G_STRUCT_MEMBER (const char *, input, part->offset);
}

static void
set_members (HechaActOp *op, const HechaPlanInput *input, const Part *list, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const char *value = get_member (input, &list[i]);

      if (input->only != NULL && !g_strv_contains (input->only, list[i].field))
        continue;
      if (input->only != NULL && value == NULL)
        hecha_act_op_set (op, list[i].field, json_node_new (JSON_NODE_NULL));
      else
        hecha_act_op_set_text (op, list[i].field, value);
    }
}

static gboolean
set_second_person (HechaActOp *op, const char *second_person, GError **error)
{
  gboolean yes = g_strcmp0 (second_person, "yes") == 0;

  if (second_person == NULL)
    return TRUE;
  hecha_act_op_set_bool (op, "second_person", yes);
  return yes || strcmp (second_person, "no") == 0
         || hecha_rule_refuse (error,
                               "Whether a second person confirms how conflicts are settled is yes or no");
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

/* (nullable): how it came to nothing; %NULL also with @error set. */
static HechaRecord *
get_cancel (HechaReader *reader, const char *code, GError **error)
{
  return hecha_reader_get (reader, "office", "plan_cancel", code, error);
}

static gboolean
check_not_cancelled (HechaReader *reader, const char *code, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) cancel = get_cancel (reader, code, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  return cancel == NULL
         || hecha_rule_refuse (error, "The plan %s was cancelled: %s; a new plan has a new code (P3 4.4)",
                               code, hecha_record_get (cancel, "reason"));
}

static gboolean
check_still_draft (HechaReader *reader, const char *code, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) plan = NULL;

  if (!check_not_cancelled (reader, code, error))
    return FALSE;
  plan = hecha_reader_get (reader, "office", "plan", code, &problem);
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

/* What the draft says already of who checks, where @plan says nothing; only then the kind's usual one. */
static gboolean
complete_operator (HechaReader *reader, HechaPlanInput *plan, HechaRecord **draft, GError **error)
{
  GError *problem = NULL;

  *draft = plan->code != NULL ? hecha_reader_get (reader, "office", "plan", plan->code, &problem) : NULL;
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (plan->operator== NULL && * draft != NULL)
    plan->operator= hecha_record_get (*draft, "operator");
  if (plan->only == NULL && plan->organisation == NULL && *draft != NULL)
    plan->organisation = hecha_record_get (*draft, "organisation");
  if (plan->operator== NULL && plan->kind != NULL)
    plan->operator= g_str_equal (plan->kind, "self_check") ? "agency" : "office";
  return TRUE;
}

static gboolean
check_new (const HechaPlanInput *plan, const HechaRecord *draft, GError **error)
{
  return !plan->is_new || draft == NULL
         || hecha_rule_refuse (error, "There is a plan %s already; a new plan has a new code", plan->code);
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
  g_autoptr (HechaRecord) draft = NULL;
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "draft a plan (P3 6.2.1)", error)
      || !complete_operator (act->reader, &plan, &draft, error) || !check_input (&plan, error)
      || !check_new (&plan, draft, error) || !check_still_draft (act->reader, plan.code, error))
    return FALSE;
  op = hecha_act_op (act, "office", "plan", plan.code);
  set_members (op, &plan, choices, G_N_ELEMENTS (choices));
  set_members (op, &plan, others, G_N_ELEMENTS (others));
  set_members (op, &plan, parts, G_N_ELEMENTS (parts));
  if (plan.over != NULL)
    hecha_act_op_over (op, plan.over);
  if (plan.appeal_days > 0)
    hecha_act_op_set_int (op, "appeal_days", plan.appeal_days);
  if (plan.ruling_days > 0)
    hecha_act_op_set_int (op, "ruling_days", plan.ruling_days);
  return set_second_person (op, plan.second_person, error);
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

static void
add_text (JsonObject *object, const HechaRecord *plan, const char *field)
{
  const char *text = hecha_record_get (plan, field);

  json_object_set_string_member (object, field, text != NULL ? text : "");
}

/* The reason of a key check comes with its samples, after the approval. */
static void
add_members (JsonObject *object, const HechaRecord *plan, const Part *list, guint n)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (list[i].field, "reason") != 0)
      add_text (object, plan, list[i].field);
}

/* Until there was a version mark an approval fixed the six parts alone. */
static char *
dup_hash (const HechaRecord *plan, gboolean parts_alone)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;
  HechaDigest digest;

  add_members (object, plan, parts, G_N_ELEMENTS (parts));
  if (!parts_alone)
    {
      json_object_set_string_member (object, "v", "hecha-plan-v2");
      add_members (object, plan, choices, G_N_ELEMENTS (choices));
      add_members (object, plan, others, G_N_ELEMENTS (others));
      for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
        add_text (object, plan, limits[i]);
    }
  json_object_unref (object);
  text = hecha_canonical_dup_node (node, NULL);
  g_assert (text != NULL);
  hecha_digest_of (&digest, text, strlen (text));
  return hecha_digest_dup_text (&digest);
}

/**
 * hecha_plan_dup_text_hash:
 * @plan: a plan
 *
 * The digest of the canonical JSON object of `v`, “hecha-plan-v2”, and of every field that an office writes into a
 * draft, “reason” left out: integers as decimal, a missing one as empty text. A plan whose approval is older, and so
 * has the digest of its six parts alone, is digested likewise.
 *
 * Returns: (transfer full): what its approval has, unless it was changed since
 */
char *
hecha_plan_dup_text_hash (const HechaRecord *plan)
{
  g_autofree char *old = dup_hash (plan, TRUE);

  return g_strcmp0 (old, hecha_record_get (plan, "text_hash")) == 0 ? g_steal_pointer (&old)
                                                                    : dup_hash (plan, FALSE);
}

/**
 * hecha_plan_approve:
 * @act: the action
 * @code: the plan's code
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Fixes a plan that states all six parts (P3 6.2.1, R040): from now on its digest stands beside it.
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
  hash = dup_hash (plan, FALSE);
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
 * Returns: (transfer full) (nullable): the plan, approved, not cancelled, undisputed, and with the very text that was
 *   approved
 */
HechaRecord *
hecha_plan_need_approved (HechaReader *reader, const char *code, GError **error)
{
  g_autoptr (HechaRecord) plan = hecha_reader_need (reader, "office", "plan", code, error);
  g_autofree char *hash = NULL;

  if (plan == NULL || !hecha_rule_check_settled (plan, error) || !check_not_cancelled (reader, code, error))
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
  g_autoptr (GPtrArray) records = hecha_reader_ids (reader, NULL, type, "plan", code, error);

  if (records == NULL)
    return FALSE;
  *any = records->len > 0;
  return TRUE;
}

/**
 * hecha_plan_cancel:
 * @act: the action
 * @input: a #HechaPlanCancelInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Ends a plan before anybody has its samples: nothing more is frozen, drawn or assigned for it. What it had, its frame
 * and its draw above all, stays to be seen, since an office could else draw until it is pleased (P3 4.4, R014).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_plan_cancel (HechaAct *act, gpointer input, GError **error)
{
  const HechaPlanCancelInput *wanted = input;
  g_autofree char *now = hecha_act_now_text (act);
  HechaPlanState state;
  HechaActOp *op;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "cancel a plan (P3 4.4)", error))
    return FALSE;
  if (hecha_rule_is_blank (wanted->reason))
    return hecha_rule_refuse (error, "A plan is cancelled for a reason only (P3 4.4)");
  if (!check_not_cancelled (act->reader, wanted->plan, error)
      || !hecha_plan_get_state (act->reader, wanted->plan, &state, error))
    return FALSE;
  if (state >= HECHA_PLAN_RUNNING)
    return hecha_rule_refuse (error, "The samples of %s are assigned; it is not cancelled any more (P3 4.4)",
                              wanted->plan);
  op = hecha_act_op (act, "office", "plan_cancel", wanted->plan);
  hecha_act_op_set_text (op, "plan", wanted->plan);
  hecha_act_op_set_text (op, "reason", wanted->reason);
  hecha_act_op_set_text (op, "cancelled_by", act->by);
  hecha_act_op_set_text (op, "cancelled_at", now);
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
  static const char *const evidence[] = {"sample", "frame"};
  g_autoptr (HechaRecord) plan = hecha_reader_need (reader, "office", "plan", code, error);
  gboolean any, cancelled, assigned;

  if (plan == NULL || !has_any (reader, "plan_cancel", code, &cancelled, error)
      || !has_any (reader, "assignment", code, &assigned, error))
    return FALSE;
  *state = !assigned ? HECHA_PLAN_CANCELLED : cancelled ? HECHA_PLAN_DISPUTED : HECHA_PLAN_RUNNING;
  if (assigned || cancelled)
    return TRUE;
  *state = HECHA_PLAN_DRAWN;
  for (guint i = 0; i < G_N_ELEMENTS (evidence); i++, (*state)--)
    {
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
 * Returns: (transfer none): draft, approved, frozen, drawn, running, disputed or cancelled
 */
const char *
hecha_plan_state_get_name (HechaPlanState state)
{
  static const char *const names[]
    = {"draft", "approved", "frozen", "drawn", "running", "disputed", "cancelled"};

  return names[state];
}
