/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "field-fixture.h"
#include "office.h"

#include "domain/hecha-assign.h"
#include "domain/hecha-checklist.h"
#include "domain/hecha-rate.h"
#include "domain/hecha-team.h"

/* The demo's second quarter, 8 drawn from 21, and what teams find in it. */

#define ROUND_PLAN "HC2026Q2-DEMO"
#define ROUND_DICE "20237331128159211123"

static const char *const round_drawn[]
  = {"A02-2026-T04-Q2", "A03-2026-T01-Q2", "A02-2026-T07-Q2", "A02-2026-T02-Q2",
     "A03-2026-T02-Q2", "A01-2026-T03-Q2", "A02-2026-T06-Q2", "A02-2026-T01-Q2"};
static const char *const round_members[] = {"I01", "I02", NULL}, *const round_agencies[]
                                                                 = {"A01", "A02", "A03", NULL};
static const HechaTeamInput round_team_1 = {"T1", "I01", round_members, round_agencies},
                            round_team_2 = {"T2", "I01", round_members, round_agencies};

static inline void
round_assign_all (Office *office, const char *plan)
{
  static const char *const none[] = {NULL};
  const HechaAssignInput assign = {plan, "T1", none};

  office_do (office, hecha_team_create, &round_team_1);
  office_do (office, hecha_assign_record, &assign);
}

/* The demo's second quarter, 8 drawn from 21, all of them given to one team. */
static inline Office *
round_new (void)
{
  Office *office = office_new ();

  office_import_demo (office);
  office_approve_plan (office, ROUND_PLAN, "random");
  office_freeze (office, ROUND_PLAN);
  office_draw (office, ROUND_PLAN, 8, FALSE, ROUND_DICE);
  round_assign_all (office, ROUND_PLAN);
  return office;
}

/* ---- what the team does ---- */

/* One piece of evidence for each item that the standard wants to be shown. */
static inline gboolean
round_add_evidence (HechaAct *act, gpointer sample, GError **error)
{
  g_autoptr (HechaAssignment) assignment = hecha_assignment_find (act->reader, act->home, sample, error);
  g_auto (GStrv) items = hecha_record_get_list (assignment->record, "evidence_list");

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s/%016u", assignment->record->id, i);
      g_autofree char *digest = g_strdup_printf ("sha256:%064u", i);
      HechaActOp *op = hecha_act_op (act, act->home, "evidence", id);

      hecha_act_op_set_text (op, "assignment", assignment->record->id);
      hecha_act_op_set_text (op, "about", items[i]);
      hecha_act_op_set_text (op, "kind", "document");
      hecha_act_op_set_text (op, "digest", digest);
      hecha_act_op_set_int (op, "size", 1);
      hecha_act_op_set_text (op, "mime", "application/pdf");
      hecha_act_op_set_text (op, "author", "I01");
    }
  return TRUE;
}

/* Whatever its checklist asks is in order. */
static inline void
round_answer_all (FieldLaptop *laptop, const char *home, const char *sample)
{
  g_autoptr (HechaAssignment) a
    = hecha_assignment_find (hecha_store_reader (laptop->store), home, sample, NULL);
  g_autoptr (HechaChecklist) checklist = hecha_checklist_of (a);

  for (guint i = 0; checklist != NULL && i < checklist->items->len; i++)
    {
      HechaAnswerInput input = {sample, ((HechaChecklistItem *)checklist->items->pdata[i])->id, "yes", NULL};

      field_do (laptop, hecha_answer_record, &input);
    }
}

static inline void
round_inspect (Office *office, const char *team, const char *sample, const char *verdict, gboolean sign)
{
  FieldLaptop laptop = {.store = office->store};
  g_autofree char *home = g_strconcat ("team:", team, NULL);

  field_become (&laptop, "team", home);
  field_visit (&laptop, sample);
  round_answer_all (&laptop, home, sample);
  field_do (&laptop, round_add_evidence, (gpointer)sample);
  field_find (&laptop, sample, verdict, "查阅资料并到现场核对");
  if (sign)
    field_sign (&laptop, sample);
  field_become (&laptop, "office", "office");
}

static inline HechaRate *
round_rate (Office *office, const char *plan)
{
  g_autoptr (GError) error = NULL;
  HechaRate *rate
    = hecha_rate_compute (hecha_store_reader (office->store), plan, (HechaFraction) {95, 100}, &error);

  g_assert_no_error (error);
  return rate;
}
