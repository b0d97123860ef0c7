/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-plan.h"

#include "domain/hecha-frame-rule.h"
#include "domain/hecha-label.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-units.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>

/* Of an appeal and of a ruling: a year of working days is a slip. */
#define MOST_DAYS 250

/* ---- plan ---- */

static gboolean
answer_cancel (HechactlInvocation *self, JsonBuilder *builder, HechaReader *reader, const char *code,
               GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) cancel = hecha_reader_get (reader, "office", "plan_cancel", code, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (cancel != NULL)
    hechactl_invocation_print (
      self, _ ("cancelled by %s, %s: %s\n"), hecha_record_get (cancel, "cancelled_by"),
      hecha_record_get (cancel, "cancelled_at"), hecha_record_get (cancel, "reason"));
  hechactl_add_text (builder, "cancel_reason", cancel != NULL ? hecha_record_get (cancel, "reason") : NULL);
  return TRUE;
}

static gboolean
answer_plan (HechactlInvocation *self, HechaStore *store, const char *code, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaRecord) plan = hecha_reader_need (reader, "office", "plan", code, error);
  g_autofree char *missing = NULL;
  HechaPlanState state;

  if (plan == NULL || !hecha_plan_get_state (reader, code, &state, error))
    return FALSE;
  hechactl_invocation_print (self, _ ("核查方案 %s: %s%s\n"), code,
                             hecha_label ("state", hecha_plan_state_get_name (state)),
                             plan->disputed != 0 ? _ (", in conflict") : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "code", code);
  hechactl_add_text (builder, "state", hecha_plan_state_get_name (state));
  hechactl_add_bool (builder, "disputed", plan->disputed != 0);
  for (guint i = 0; i < plan->type->n_fields; i++)
    {
      hechactl_add_text (builder, plan->type->fields[i].name, plan->values[i]);
      if (plan->values[i] != NULL)
        hechactl_invocation_print (self, "%s (%s): %s\n", plan->type->fields[i].zh,
                                   plan->type->fields[i].name, plan->values[i]);
    }
  missing = hecha_plan_dup_missing (plan);
  if (missing != NULL)
    hechactl_invocation_print (self, _ ("missing before it can be approved (P3 6.2.1): %s\n"), missing);
  hechactl_add_text (builder, "missing", missing);
  if (!answer_cancel (self, builder, reader, code, error))
    return FALSE;
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
create_run (HechactlInvocation *self, GError **error)
{
  HechaPlanInput input = {
    .code = hechactl_invocation_get_argument (self, 0),
    .kind = hechactl_invocation_get (self, "kind"),
    .operator= hechactl_invocation_get (self, "operator"),
    .organisation = hechactl_invocation_get (self, "organisation"),
    .quarter = hechactl_invocation_get (self, "quarter"),
    .selection = hechactl_invocation_get (self, "selection"),
    .priority = hechactl_invocation_get (self, "priority"),
    .from = hechactl_invocation_get (self, "from"),
    .to = hechactl_invocation_get (self, "to"),
    .reason = hechactl_invocation_get (self, "reason"),
    .purpose = hechactl_invocation_get (self, "purpose"),
    .content = hechactl_invocation_get (self, "content"),
    .method = hechactl_invocation_get (self, "method"),
    .standard = hechactl_invocation_get (self, "standard"),
    .time_limit = hechactl_invocation_get (self, "time-limit"),
    .demands = hechactl_invocation_get (self, "demands"),
    .second_person = hechactl_invocation_get (self, "second-person"),
  };
  guint64 appeal_days = 0, ruling_days = 0;
  g_autoptr (HechaStore) store = NULL;

  if (!hechactl_invocation_get_number (self, "appeal-days", 1, MOST_DAYS, &appeal_days, error)
      || !hechactl_invocation_get_number (self, "ruling-days", 1, MOST_DAYS, &ruling_days, error))
    return FALSE;
  input.appeal_days = (guint)appeal_days;
  input.ruling_days = (guint)ruling_days;
  store = hechactl_store_open (self, error);
  return store != NULL && hechactl_store_act (self, store, hecha_plan_create, &input, error)
         && answer_plan (self, store, input.code, error);
}

static gboolean
approve_run (HechactlInvocation *self, GError **error)
{
  const char *code = hechactl_invocation_get_argument (self, 0);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_plan_approve, (gpointer)code, error)
         && answer_plan (self, store, code, error);
}

static gboolean
cancel_run (HechactlInvocation *self, GError **error)
{
  HechaPlanCancelInput input
    = {hechactl_invocation_get_argument (self, 0), hechactl_invocation_get (self, "reason")};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_plan_cancel, &input, error)
         && answer_plan (self, store, input.plan, error);
}

/* Cancelled ones too: what was drawn stays to be seen. */
static gboolean
list_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) plans
    = store != NULL ? hecha_reader_list (hecha_store_reader (store), "office", "plan", NULL, NULL, error)
                    : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (plans == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "plans");
  for (guint i = 0; i < plans->len; i++)
    {
      const HechaRecord *plan = g_ptr_array_index (plans, i);
      HechaPlanState state;

      if (!hecha_plan_get_state (hecha_store_reader (store), plan->id, &state, error))
        return FALSE;
      hechactl_invocation_print (self, "%s  %s  %s\n", plan->id, hecha_record_get (plan, "quarter"),
                                 hecha_label ("state", hecha_plan_state_get_name (state)));
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "code", plan->id);
      hechactl_add_text (builder, "quarter", hecha_record_get (plan, "quarter"));
      hechactl_add_text (builder, "state", hecha_plan_state_get_name (state));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
show_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer_plan (self, store, hechactl_invocation_get_argument (self, 0), error);
}

/* ---- frame ---- */

static void
answer_units (HechactlInvocation *self, JsonBuilder *builder, const HechaUnits *units)
{
  hechactl_begin_array (builder, "units");
  for (guint i = 0; i < units->units->len; i++)
    {
      const HechaUnit *unit = &g_array_index (units->units, HechaUnit, i);

      hechactl_invocation_print (self, "%s  %s  %s\n", unit->id, unit->stratum, unit->status);
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "id", unit->id);
      hechactl_add_text (builder, "stratum", unit->stratum);
      hechactl_add_text (builder, "agency", unit->agency);
      hechactl_add_text (builder, "declared_status", unit->status);
      hechactl_add_text (builder, "declaration", unit->declaration);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
answer_frame (HechactlInvocation *self, HechaStore *store, const char *code, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaRecord) frame
    = hecha_reader_need (hecha_store_reader (store), "office", "frame", code, error);
  g_autoptr (HechaUnits) units = frame != NULL ? hecha_units_parse (frame, error) : NULL;

  if (units == NULL)
    return FALSE;
  hechactl_invocation_print (self, "%s\n", hecha_record_get (frame, "hash"));
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "plan", code);
  hechactl_add_text (builder, "frame", hecha_record_get (frame, "hash"));
  hechactl_add_text (builder, "hash_alg", hecha_record_get (frame, "hash_alg"));
  hechactl_add_text (builder, "quarter", hecha_record_get (frame, "quarter"));
  hechactl_add_text (builder, "frozen_at", hecha_record_get (frame, "frozen_at"));
  hechactl_add_text (builder, "frozen_by", hecha_record_get (frame, "frozen_by"));
  hechactl_add_int (builder, "n_units", units->units->len);
  answer_units (self, builder, units);
  hechactl_invocation_print (self, _ ("%u units, frozen %s by %s\n"), units->units->len,
                             hecha_record_get (frame, "frozen_at"), hecha_record_get (frame, "frozen_by"));
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
freeze_run (HechactlInvocation *self, GError **error)
{
  const char *declared = hechactl_invocation_get (self, "declared");
  HechaFreezeInput input = {hechactl_invocation_get_argument (self, 0), declared != NULL,
                            hechactl_invocation_get (self, "quarter"), HECHA_SAMPLING_SHA256};
  g_autoptr (HechaStore) store = NULL;

  if (declared != NULL && !g_str_equal (declared, "complete"))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--declared must be complete, not “%s”"), declared);
      return FALSE;
    }
  if (!hechactl_get_algorithm (self, &input.algorithm, error))
    return FALSE;
  store = hechactl_store_open (self, error);
  return store != NULL && hechactl_store_act (self, store, hecha_frame_freeze, &input, error)
         && answer_frame (self, store, input.plan, error);
}

static gboolean
frame_show_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer_frame (self, store, hechactl_invocation_get_argument (self, 0), error);
}

static const HechactlOption create_options[] = {
  {"kind", "K", HECHACTL_OPTION_REQUIRED},
  {"quarter", "2026Q2", HECHACTL_OPTION_REQUIRED},
  {"selection", "random|census|judgement", HECHACTL_OPTION_REQUIRED},
  {"purpose", "T", HECHACTL_OPTION_NONE},
  {"content", "T", HECHACTL_OPTION_NONE},
  {"method", "T", HECHACTL_OPTION_NONE},
  {"standard", "T", HECHACTL_OPTION_NONE},
  {"time-limit", "T", HECHACTL_OPTION_NONE},
  {"demands", "T", HECHACTL_OPTION_NONE},
  {"second-person", "yes|no", HECHACTL_OPTION_NONE},
  {"operator", "office|joint|third_party|agency", HECHACTL_OPTION_NONE},
  {"organisation", "NAME", HECHACTL_OPTION_NONE},
  {"priority", "normal|overall|urgent", HECHACTL_OPTION_NONE},
  {"from", "DATE", HECHACTL_OPTION_NONE},
  {"to", "DATE", HECHACTL_OPTION_NONE},
  {"reason", "T", HECHACTL_OPTION_NONE},
  {"appeal-days", "N", HECHACTL_OPTION_NONE},
  {"ruling-days", "N", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption freeze_options[] = {
  {"declared", "complete", HECHACTL_OPTION_NONE},
  {"quarter", "2026Q2", HECHACTL_OPTION_NONE},
  {"algorithm", "sha256|sm3", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption cancel_options[] = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};

const HechactlCommand hechactl_plan_commands[] = {
  {"plan create", "CODE", 1, 1, create_options, create_run, HECHACTL_COMMAND_STORE},
  {"plan approve", "CODE", 1, 1, NULL, approve_run, HECHACTL_COMMAND_STORE},
  {"plan cancel", "CODE", 1, 1, cancel_options, cancel_run, HECHACTL_COMMAND_STORE},
  {"plan list", NULL, 0, 0, NULL, list_run, HECHACTL_COMMAND_STORE},
  {"plan show", "CODE", 1, 1, NULL, show_run, HECHACTL_COMMAND_STORE},
  {"frame freeze", "CODE", 1, 1, freeze_options, freeze_run, HECHACTL_COMMAND_STORE},
  {"frame show", "CODE", 1, 1, NULL, frame_show_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
