/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-frame-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/hecha-plan.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-units.h"

/* One round of freezing. */
typedef struct
{
  HechaAct *act;
  const HechaFreezeInput *input;
  HechaRecord *plan;      /* (owned) */
  guint quarter;          /* 1 to 4 */
  GHashTable *required;   /* (owned) ids of the target-quarters that have a requirement */
  GHashTable *declared;   /* (owned) id → HechaRecord of type declaration */
  HechaUnits *units;      /* (owned) */
  gboolean with_building; /* organ-building targets too: the year-end review covers all targets (P3 3.3) */
} Freeze;

static void
freeze_clear (Freeze *self)
{
  g_clear_pointer (&self->plan, hecha_record_free);
  g_clear_pointer (&self->required, g_hash_table_unref);
  g_clear_pointer (&self->declared, g_hash_table_unref);
  g_clear_pointer (&self->units, hecha_units_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Freeze, freeze_clear)

/* The records of the quarter in all years, by id. */
static GHashTable *
read_by_id (Freeze *self, const char *type, GError **error)
{
  g_autofree char *quarter = g_strdup_printf ("%u", self->quarter);
  g_autoptr (GPtrArray) records
    = hecha_reader_list (self->act->reader, NULL, type, "quarter", quarter, error);
  GHashTable *table;

  if (records == NULL)
    return NULL;
  table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)hecha_record_free);
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      HechaRecord *record = g_ptr_array_index (records, i);

      g_hash_table_replace (table, record->id, record);
    }
  return table;
}

static gboolean
is_functional (const HechaRecord *target)
{
  const char *category = hecha_record_get (target, "category");

  return g_strcmp0 (category, "party") != 0 && g_strcmp0 (category, "mgmt") != 0;
}

static const char *
stratum_of (const HechaRecord *target)
{
  const char *name = hecha_record_get (target, "class_name");
  const char *code = hecha_record_get (target, "class_code");

  if (!hecha_rule_is_blank (name))
    return name;
  if (!hecha_rule_is_blank (code))
    return code;
  return is_functional (target) ? "未分类" : "机关建设目标";
}

/* P3 4.3 b: what the province decided is checked under the lead of the office alone. */
static gboolean
check_major (Freeze *self, const HechaRecord *target, GError **error)
{
  if (hecha_record_get_int (target, "major", 0) == 0
      || g_str_equal (hecha_record_get (self->plan, "operator"), "office"))
    return TRUE;
  return hecha_rule_refuse (
    error, "%s is a major matter (重大事项): the office itself leads its check (P3 4.3 b)", target->id);
}

/* The entry that says what was declared; of several equal ones the first. */
static gboolean
read_declaration (Freeze *self, const HechaRecord *declaration, HechaUnit *unit, char **digest,
                  GError **error)
{
  g_auto (GStrv) live = NULL;

  if (hecha_record_is_disputed (declaration, "status"))
    return hecha_rule_refuse (
      error, "The declaration %s is in conflict; rule on it before the frame is frozen (P3 4.4)",
      declaration->id);
  live = hecha_reader_live (self->act->reader, declaration->scope, "declaration", declaration->id, "status",
                            error);
  if (live == NULL)
    return FALSE;
  *digest = g_strdup (live[0]);
  unit->declaration = *digest;
  unit->status = hecha_record_get (declaration, "status");
  return TRUE;
}

static gboolean
add_target (Freeze *self, const HechaRecord *target, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%s-Q%u", target->id, self->quarter);
  const HechaRecord *declaration = g_hash_table_lookup (self->declared, id);
  g_autofree char *digest = NULL;
  HechaUnit unit = {id, stratum_of (target), hecha_record_get (target, "agency"), "none", NULL};

  if ((!is_functional (target) && !self->with_building) || !g_hash_table_contains (self->required, id))
    return TRUE;
  if (!hecha_rule_check_settled (target, error) || !hecha_rule_check_complete (target, error)
      || (declaration != NULL && !read_declaration (self, declaration, &unit, &digest, error)))
    return FALSE;
  if (self->input->declared_complete && g_strcmp0 (unit.status, "met") != 0)
    return TRUE;
  if (!check_major (self, target, error))
    return FALSE;
  hecha_units_add (self->units, &unit);
  return TRUE;
}

static gboolean
collect_units (Freeze *self, guint year, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", year);
  g_autoptr (GPtrArray) targets = hecha_reader_list (self->act->reader, NULL, "target", "year", text, error);

  if (targets == NULL)
    return FALSE;
  self->required = read_by_id (self, "quarter_requirement", error);
  self->declared = self->required != NULL ? read_by_id (self, "declaration", error) : NULL;
  if (self->declared == NULL)
    return FALSE;
  self->units = hecha_units_new ();
  for (guint i = 0; i < targets->len; i++)
    if (!add_target (self, g_ptr_array_index (targets, i), error))
      return FALSE;
  if (self->units->units->len > 0)
    return TRUE;
  return hecha_rule_refuse (
    error,
    self->input->declared_complete
      ? N_ (
        "There is nothing to draw from: no target-quarter of %s that was declared complete is here (P3 4.4)")
      : N_ ("There is nothing to draw from: no target-quarter of %s is here (P3 4.4)"),
    hecha_record_get (self->plan, "quarter"));
}

static gboolean
check_once (Freeze *self, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) frame
    = hecha_reader_get (self->act->reader, "office", "frame", self->input->plan, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (frame == NULL)
    return TRUE;
  return hecha_rule_refuse (
    error,
    "The frame of %s is frozen already; a frame is frozen once, another one needs a new plan "
    "(P3 4.4)",
    self->input->plan);
}

static gboolean
write_frame (Freeze *self, GError **error)
{
  HechaAct *act = self->act;
  g_autoptr (HechaFrame) frame = hecha_units_to_frame (self->units, error);
  g_autofree char *hash = frame != NULL ? hecha_frame_dup_hash (frame, self->input->algorithm, error) : NULL;
  g_autofree char *now = hecha_act_now_text (act);
  HechaActOp *op;

  if (hash == NULL)
    return FALSE;
  op = hecha_act_op (act, "office", "frame", self->input->plan);
  hecha_act_op_set_text (op, "plan", self->input->plan);
  hecha_act_op_set_text (op, "quarter", hecha_record_get (self->plan, "quarter"));
  hecha_act_op_set_text (op, "declared", self->input->declared_complete ? "complete" : "");
  hecha_act_op_set (op, "units", hecha_units_to_node (self->units));
  hecha_act_op_set_text (op, "hash", hash);
  hecha_act_op_set_text (op, "hash_alg", self->input->algorithm == HECHA_SAMPLING_SM3 ? "sm3" : "sha256");
  hecha_act_op_set_text (op, "frozen_by", act->by);
  hecha_act_op_set_text (op, "frozen_at", now);
  return TRUE;
}

/**
 * hecha_frame_freeze:
 * @act: the action
 * @input: a #HechaFreezeInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Fixes what is drawn from (P3 4.4): the target-quarters of the plan's quarter with a requirement, each with what was
 * declared and the entry that declared it. Functional targets only, since classes are their strata; the year-end
 * review has all targets (P3 3.3). Once for each plan, and only after its approval.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_frame_freeze (HechaAct *act, gpointer input, GError **error)
{
  g_auto (Freeze) self = {.act = act, .input = input};
  guint year;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "freeze a frame (P3 4.4)", error))
    return FALSE;
  self.plan = hecha_plan_need_approved (act->reader, self.input->plan, error);
  if (self.plan == NULL || !check_once (&self, error))
    return FALSE;
  if (self.input->quarter != NULL
      && strcmp (self.input->quarter, hecha_record_get (self.plan, "quarter")) != 0)
    return hecha_rule_refuse (error, "The approved plan %s is of %s, not of %s (P3 6.2.1)", self.input->plan,
                              hecha_record_get (self.plan, "quarter"), self.input->quarter);
  self.with_building = g_str_equal (hecha_record_get (self.plan, "kind"), "year_end");
  return hecha_quarter_parse (hecha_record_get (self.plan, "quarter"), &year, &self.quarter, error)
         && collect_units (&self, year, error) && write_frame (&self, error);
}
