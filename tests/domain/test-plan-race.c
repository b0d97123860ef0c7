/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "round.h"

#include "domain/hecha-frame-rule.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-quarter-report.h"

/* Two devices of the office that do to one plan what does not go together, and then meet: with a server that judges,
 * and without. */

static HechaGuardMemo memo;

typedef struct
{
  Office *office; /* (owned) */
  Office *other;  /* (owned) */
} Pair;

static void
pair_clear (Pair *self)
{
  office_free (self->office);
  office_free (self->other);
  hecha_guard_memo_clear (&memo);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static void
hand_over (Office *from, Office *to)
{
  FieldLaptop source = {.store = from->store}, target = {.store = to->store};

  field_send (&source, &target);
}

typedef enum
{
  KNOWS_PLAN,
  KNOWS_FRAME,
  KNOWS_DRAW,
} Known;

/* The first one draws; the other one knows of it what it is said to. */
static Pair
pair_new (Known known)
{
  Pair self = {office_new (), office_new ()};

  office_import_demo (self.office);
  office_approve_plan (self.office, ROUND_PLAN, "random");
  if (known == KNOWS_PLAN)
    hand_over (self.office, self.other);
  office_freeze (self.office, ROUND_PLAN);
  if (known == KNOWS_FRAME)
    hand_over (self.office, self.other);
  office_draw (self.office, ROUND_PLAN, 8, FALSE, ROUND_DICE);
  if (known == KNOWS_DRAW)
    hand_over (self.office, self.other);
  return self;
}

static gboolean
grant_rule (HechaAct *act, gpointer dev, GError **error)
{
  static const char *const texts[][2]
    = {{"key", "ed25519:x"}, {"box_key", "x25519:x"}, {"role", "office"}, {"home", "office"}};
  HechaActOp *op = hecha_act_op (act, "office", "grant", dev);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hecha_act_op_set_text (op, texts[i][0], texts[i][1]);
  return TRUE;
}

/* From now on the first one is a server that judges what the other one sends. */
static void
judge (Pair *self)
{
  office_do (self->office, grant_rule, hecha_store_dev (self->other->store));
  g_assert_true (
    hecha_store_set_meta (self->office->store, "server", hecha_store_dev (self->office->store), NULL));
  hecha_store_set_guard (self->office->store, hecha_guard, &memo);
}

static void
inspect_round (Office *office)
{
  round_assign_all (office, ROUND_PLAN);
  for (guint i = 0; i < G_N_ELEMENTS (round_drawn); i++)
    round_inspect (office, "T1", round_drawn[i], i == 3 ? "not_met" : "met", TRUE);
}

static void
cancel_plan (Office *office)
{
  const HechaPlanCancelInput cancel = {ROUND_PLAN, "总体有误"};

  office_do (office, hecha_plan_cancel, &cancel);
}

static void
check_state (Office *office, const char *expected)
{
  HechaPlanState state;

  g_assert_true (hecha_plan_get_state (hecha_store_reader (office->store), ROUND_PLAN, &state, NULL));
  g_assert_cmpstr (hecha_plan_state_get_name (state), ==, expected);
}

static void
check_held (Office *office, const char *scope, const char *reason)
{
  g_autoptr (GPtrArray) holds
    = hecha_reader_list (hecha_store_reader (office->store), scope, "hold", NULL, NULL, NULL);

  g_assert_cmpuint (holds->len, >, 0);
  for (guint i = 0; i < holds->len; i++)
    g_assert_nonnull (strstr (hecha_record_get (holds->pdata[i], "reason"), reason));
}

static HechaQuarterReport *
report_of (Office *office, const char *quarter)
{
  g_autoptr (GError) error = NULL;
  HechaQuarterReport *report
    = hecha_quarter_report_load (hecha_store_reader (office->store), quarter, office->now_ms, &error);

  g_assert_no_error (error);
  return report;
}

static const char *
rate_of (const HechaQuarterReport *report)
{
  const HechaFigureTable *agencies = hecha_figures_find (report->figures, "agencies");

  return hecha_figure_table_get (agencies, agencies->rows->len - 1, "rate");
}

static void
check_rate (Office *office, const char *expected)
{
  g_autoptr (HechaQuarterReport) report = report_of (office, "2026Q2");

  g_assert_cmpstr (rate_of (report), ==, expected);
}

/* R014: nobody takes a draw back whose results are known, by a device that was away. */
static void
test_late_cancel_is_held (void)
{
  g_auto (Pair) pair = pair_new (KNOWS_DRAW);

  inspect_round (pair.office);
  judge (&pair);
  cancel_plan (pair.other);
  hand_over (pair.other, pair.office);
  check_held (pair.office, "office", "not cancelled any more");
  check_state (pair.office, "running");
  check_rate (pair.office, "1/8");
}

static void
test_early_cancel_stands (void)
{
  g_auto (Pair) pair = pair_new (KNOWS_DRAW);

  judge (&pair);
  cancel_plan (pair.other);
  hand_over (pair.other, pair.office);
  check_state (pair.office, "cancelled");
}

static void
test_late_assignment_is_held (void)
{
  g_auto (Pair) pair = pair_new (KNOWS_DRAW);

  cancel_plan (pair.office);
  judge (&pair);
  round_assign_all (pair.other, ROUND_PLAN);
  hand_over (pair.other, pair.office);
  check_held (pair.office, "team:T1", "was cancelled");
  check_state (pair.office, "cancelled");
}

/* Where no server judged, the samples count all the same, and the plan says that something is wrong. */
static void
test_both_is_a_conflict (void)
{
  const HechaPlanCancelInput again = {ROUND_PLAN, "总体有误"};
  g_auto (Pair) pair = pair_new (KNOWS_DRAW);

  inspect_round (pair.office);
  cancel_plan (pair.other);
  hand_over (pair.other, pair.office);
  check_state (pair.office, "disputed");
  check_rate (pair.office, "1/8");
  office_refuses (pair.office, hecha_plan_cancel, &again, "was cancelled");
}

/* ---- a draft that was changed by who did not know of its approval ---- */

static void
draft_plan (Office *office)
{
  const HechaPlanInput plan = {.code = ROUND_PLAN,
                               .kind = "quarterly",
                               .quarter = "2026Q2",
                               .selection = "random",
                               .purpose = "核实申报",
                               .content = "申报完成的目标",
                               .method = "实地查看",
                               .standard = "季度标准",
                               .time_limit = "2026-08-14前",
                               .demands = "每组2人以上",
                               .appeal_days = 10};

  office_do (office, hecha_plan_create, &plan);
}

static gboolean
change_plan (HechaAct *act, gpointer data, GError **error)
{
  const char *const *change = data;
  HechaActOp *op = hecha_act_op (act, "office", "plan", ROUND_PLAN);

  if (g_str_has_suffix (change[0], "_days"))
    hecha_act_op_set_int (op, change[0], g_ascii_strtoll (change[1], NULL, 10));
  else if (strcmp (change[0], "second_person") == 0)
    hecha_act_op_set_bool (op, change[0], TRUE);
  else
    hecha_act_op_set_text (op, change[0], change[1]);
  return TRUE;
}

static void
test_changed_after_approval (void)
{
  static const char *const changes[][2] = {
    {"kind", "midterm"},   {"operator", "joint"},  {"organisation", "某公司"}, {"selection", "judgement"},
    {"quarter", "2026Q3"}, {"from", "2026-07-22"}, {"to", "2026-07-24"},       {"priority", "urgent"},
    {"purpose", "其他"},   {"appeal_days", "1"},   {"ruling_days", "1"},       {"second_person", "yes"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (Pair) pair = {office_new (), office_new ()};
      g_autoptr (GError) error = NULL;

      draft_plan (pair.office);
      hand_over (pair.office, pair.other);
      office_do (pair.office, hecha_plan_approve, ROUND_PLAN);
      office_do (pair.other, change_plan, changes[i]);
      hand_over (pair.other, pair.office);
      g_assert_null (hecha_plan_need_approved (hecha_store_reader (pair.office->store), ROUND_PLAN, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "changed after its approval"));
    }
}

/* ---- frames and draws that two made ---- */

static void
freeze_otherwise (Office *office)
{
  const HechaFreezeInput input = {ROUND_PLAN, FALSE, "2026Q2", HECHA_SAMPLING_SHA256};

  office_do (office, hecha_frame_freeze, &input);
}

static void
draw_otherwise (Office *office)
{
  office_draw (office, ROUND_PLAN, 8, FALSE, "11111222223333344444");
}

static void
finalise (Office *office)
{
  const HechaReportEditInput edit = {"2026Q2", {NULL, NULL, NULL, "跟踪核查", NULL}};

  office_do (office, hecha_report_edit, &edit);
  office_do (office, hecha_report_finalise, "2026Q2");
}

/* A draft names the round and counts nothing of it. */
static void
check_named (Office *office, const char *note)
{
  g_autoptr (HechaQuarterReport) draft = report_of (office, "2026Q2");
  const HechaFigureTable *plans = hecha_figures_find (draft->figures, "plans");
  const HechaFigureTable *excluded = hecha_figures_find (draft->figures, "excluded");

  g_assert_null (rate_of (draft));
  g_assert_cmpuint (plans->rows->len, ==, 1);
  g_assert_nonnull (strstr (plans->note, note));
  g_assert_nonnull (strstr (draft->texts[1], note));
  g_assert_cmpuint (excluded->rows->len, ==, 1);
  g_assert_cmpstr (hecha_figure_table_get (excluded, 0, "plan"), ==, ROUND_PLAN);
  g_assert_cmpstr (hecha_figure_table_get (excluded, 0, "why"), ==, "disputed");
}

static void
check_late (Known known, void (*again) (Office *office), gboolean final, const char *note)
{
  g_auto (Pair) pair = pair_new (known);

  inspect_round (pair.office);
  if (final)
    finalise (pair.office);
  again (pair.other);
  hand_over (pair.other, pair.office);
  if (final)
    {
      g_autoptr (HechaQuarterReport) report = report_of (pair.office, "2026Q2");

      g_assert_nonnull (report->hash);
      g_assert_cmpstr (rate_of (report), ==, "1/8");
      g_assert_nonnull (strstr (report->incomparable, ROUND_PLAN));
      g_assert_cmpuint (report->changes->len, ==, 0);
    }
  else
    check_named (pair.office, note);
}

static void
test_late_draw (void)
{
  check_late (KNOWS_FRAME, draw_otherwise, FALSE, "抽样");
  check_late (KNOWS_FRAME, draw_otherwise, TRUE, NULL);
}

static void
test_late_freeze (void)
{
  check_late (KNOWS_PLAN, freeze_otherwise, FALSE, "总体");
  check_late (KNOWS_PLAN, freeze_otherwise, TRUE, NULL);
}

/* A plan that came to nothing hinders no report, whatever it was drawn from. */
static void
test_cancelled_in_conflict (void)
{
  g_auto (Pair) pair = pair_new (KNOWS_FRAME);
  g_autoptr (HechaQuarterReport) report = NULL;

  draw_otherwise (pair.other);
  hand_over (pair.other, pair.office);
  cancel_plan (pair.office);
  report = report_of (pair.office, "2026Q2");
  g_assert_cmpuint (hecha_figures_find (report->figures, "plans")->rows->len, ==, 0);
  g_assert_cmpuint (hecha_figures_find (report->figures, "excluded")->rows->len, ==, 0);
}

static void
test_next_quarter (void)
{
  g_auto (Pair) pair = pair_new (KNOWS_FRAME);
  g_autoptr (HechaQuarterReport) next = NULL;

  inspect_round (pair.office);
  draw_otherwise (pair.other);
  hand_over (pair.other, pair.office);
  next = report_of (pair.office, "2026Q3");
  g_assert_cmpuint (hecha_figures_find (next->figures, "excluded")->rows->len, ==, 0);
  g_assert_null (rate_of (next));
}

static gboolean
change_verdict_of_declaration (HechaAct *act, gpointer unit, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "agency:A01", "declaration", unit), "status", "partly");
  return TRUE;
}

/* What was found wrong with the quarter before leaves the comparison of this one as it is. */
static void
test_final_after_it (void)
{
  g_auto (Pair) pair = pair_new (KNOWS_FRAME);
  const HechaReportEditInput edit = {"2026Q3", {NULL, NULL, NULL, "跟踪核查", NULL}};
  g_autoptr (HechaQuarterReport) report = NULL;
  const HechaFigureChange *change;

  inspect_round (pair.office);
  office_do (pair.office, hecha_report_edit, &edit);
  office_do (pair.office, hecha_report_finalise, "2026Q3");
  draw_otherwise (pair.other);
  hand_over (pair.other, pair.office);
  office_do (pair.office, change_verdict_of_declaration, "A01-2026-T02-Q3");
  report = report_of (pair.office, "2026Q3");
  g_assert_null (report->incomparable);
  g_assert_nonnull (strstr (report->before_incomparable, ROUND_PLAN));
  g_assert_cmpuint (report->changes->len, >, 0);
  for (guint i = 0; i < report->changes->len; i++)
    {
      change = report->changes->pdata[i];
      g_assert_cmpstr (change->table, ==, "declarations");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-race/late-cancellation-is-held", test_late_cancel_is_held);
  g_test_add_func ("/plan-race/cancellation-in-time-stands", test_early_cancel_stands);
  g_test_add_func ("/plan-race/assignment-of-a-cancelled-plan-is-held", test_late_assignment_is_held);
  g_test_add_func ("/plan-race/both-is-a-conflict-and-counts", test_both_is_a_conflict);
  g_test_add_func ("/plan-race/nothing-changes-after-approval", test_changed_after_approval);
  g_test_add_func ("/plan-race/late-draw-is-named-and-leaves-a-final-report", test_late_draw);
  g_test_add_func ("/plan-race/late-freeze-is-named-and-leaves-a-final-report", test_late_freeze);
  g_test_add_func ("/plan-race/cancelled-plan-in-conflict-is-no-round", test_cancelled_in_conflict);
  g_test_add_func ("/plan-race/conflict-does-not-hinder-the-next-quarter", test_next_quarter);
  g_test_add_func ("/plan-race/conflict-leaves-the-next-final-report", test_final_after_it);
  return g_test_run ();
}
