/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "round.h"

#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-ruling.h"

static const char *const none[] = {NULL};

static void
check_rate (Office *office, const char *plan, guint failed, guint checked)
{
  g_autoptr (HechaRate) rate = round_rate (office, plan);

  g_assert_cmpuint (rate->failed, ==, failed);
  g_assert_cmpuint (rate->checked, ==, checked);
}

static const char *
why_excluded (const HechaRate *rate, const char *unit)
{
  for (guint i = 0; i < rate->excluded->len; i++)
    {
      const HechaRateUnit *entry = g_ptr_array_index (rate->excluded, i);

      if (strcmp (entry->unit, unit) == 0)
        return entry->why;
    }
  return NULL;
}

/* ---- the round of the demo ---- */

static void
test_demo (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;
  g_autofree char *percent = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (round_drawn); i++)
    round_inspect (office, "T1", round_drawn[i], i == 3 ? "partly" : "met", TRUE);
  rate = round_rate (office, ROUND_PLAN);
  percent = hecha_rate_dup_percent (rate->failed, rate->checked);
  g_assert_cmpstr (percent, ==, "12.50%");
  g_assert_cmpuint (rate->failed, ==, 1);
  g_assert_cmpuint (rate->checked, ==, 8);
  g_assert_cmpuint (rate->n_units, ==, 21);
  g_assert_cmpuint (rate->interval.bad[0], ==, 1);
  g_assert_cmpuint (rate->interval.bad[1], ==, 9);
  g_assert_cmpuint (rate->table[0][0], ==, 7);
  g_assert_cmpuint (rate->table[0][1], ==, 1);
  g_assert_cmpuint (rate->excluded->len, ==, 0);
  g_assert_cmpuint (rate->agencies->len, ==, 3);
  g_assert_cmpuint (((HechaRatePart *)g_ptr_array_index (rate->agencies, 1))->failed, ==, 1);
  g_assert_cmpuint (((HechaRatePart *)g_ptr_array_index (rate->agencies, 1))->checked, ==, 5);
}

/* R010: of five findings none counts before the leader signs; after three signatures three do. */
static void
test_only_signed (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;
  FieldLaptop laptop = {.store = office->store};

  for (guint i = 0; i < 5; i++)
    round_inspect (office, "T1", round_drawn[i], "not_met", FALSE);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->checked, ==, 0);
  g_assert_false (rate->interval.has_value);
  g_assert_cmpuint (rate->excluded->len, ==, 8);
  g_assert_cmpstr (why_excluded (rate, round_drawn[0]), ==, "pending");
  field_become (&laptop, "team", "team:T1");
  for (guint i = 0; i < 3; i++)
    field_sign (&laptop, round_drawn[i]);
  check_rate (office, ROUND_PLAN, 3, 3);
}

/* R002: 20 checked, of which 3 declared complete and 2 others fail: 3/20, not 5/20. */
static void
test_undeclared (void)
{
  static const char *const failing[] = {"A01-2026-T01-Q2", "A01-2026-T02-Q2", "A01-2026-T03-Q2", NULL};
  const HechaFreezeInput freeze = {ROUND_PLAN, FALSE, NULL, HECHA_SAMPLING_SHA256};
  const HechaPickInput pick = {ROUND_PLAN, none, NULL};
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRate) rate = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  g_autofree char *percent = NULL;
  guint skipped = 0;

  office_import_demo (office);
  office_approve_plan (office, ROUND_PLAN, "census");
  office_do (office, hecha_frame_freeze, &freeze);
  office_do (office, hecha_draw_pick, &pick);
  round_assign_all (office, ROUND_PLAN);
  samples = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", NULL, NULL, NULL);
  g_assert_cmpuint (samples->len, ==, 23);
  for (guint i = 0; i < samples->len; i++)
    {
      const char *unit = hecha_record_get (g_ptr_array_index (samples, i), "unit");
      g_autoptr (HechaAssignment) assignment
        = hecha_assignment_find (hecha_store_reader (office->store), "team:T1", unit, NULL);
      gboolean declared = g_strcmp0 (hecha_record_get (assignment->record, "declared_status"), "met") == 0;

      if (declared && i >= 3 && skipped < 3)
        skipped++;
      else
        round_inspect (office, "T1", unit, !declared || g_strv_contains (failing, unit) ? "not_met" : "met",
                       TRUE);
    }
  rate = round_rate (office, ROUND_PLAN);
  percent = hecha_rate_dup_percent (rate->failed, rate->checked);
  g_assert_cmpuint (rate->failed, ==, 3);
  g_assert_cmpuint (rate->checked, ==, 20);
  g_assert_cmpstr (percent, ==, "15.00%");
  g_assert_cmpuint (rate->table[0][0], ==, 15);
  g_assert_cmpuint (rate->table[0][1], ==, 3);
  g_assert_cmpuint (rate->table[1][0], ==, 0);
  g_assert_cmpuint (rate->table[1][1], ==, 2);
  g_assert_cmpuint (rate->excluded->len, ==, 3);
}

static void
test_unverifiable (void)
{
  const HechaReplaceInput replace = {round_drawn[1], "负责人出差，现场不能进入"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (office, "T1", round_drawn[0], "met", TRUE);
  round_inspect (office, "T1", round_drawn[1], "unverifiable", TRUE);
  round_inspect (office, "T1", round_drawn[2], "not_met", TRUE);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->failed, ==, 1);
  g_assert_cmpuint (rate->checked, ==, 2);
  g_assert_cmpuint (rate->n_unverifiable, ==, 1);
  g_assert_cmpstr (why_excluded (rate, round_drawn[1]), ==, "unverifiable");
  office_do (office, hecha_draw_replace, &replace);
  check_rate (office, ROUND_PLAN, 1, 2);
}

/* A signed result is not replaced by another draw. */
static void
test_signed_stays (void)
{
  const HechaReplaceInput replace = {round_drawn[0], "不满意"};
  g_autoptr (Office) office = round_new ();

  round_inspect (office, "T1", round_drawn[0], "not_met", TRUE);
  office_refuses (office, hecha_draw_replace, &replace, "its result stays");
}

static gboolean
add_scrap (HechaAct *act, gpointer input, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "office", "sample", ROUND_PLAN "/X"), "plan", ROUND_PLAN);
  hecha_act_op_set_text (hecha_act_op (act, "team:T1", "assignment", ROUND_PLAN "/X"), "plan", ROUND_PLAN);
  return TRUE;
}

/* What came with nearly nothing in it is listed, and the others count. */
static void
test_scrap (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (office, "T1", round_drawn[0], "not_met", TRUE);
  office_do (office, add_scrap, NULL);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->failed, ==, 1);
  g_assert_cmpuint (rate->checked, ==, 1);
  g_assert_cmpstr (why_excluded (rate, ROUND_PLAN "/X"), ==, "disputed");
}

/* ---- what people disagree about ---- */

static guint
count_open (Office *office)
{
  HechaOpenCount count;

  g_assert_true (hecha_store_count_open (office->store, &count, NULL));
  g_assert_cmpuint (count.forks + count.holds, ==, 0);
  return count.conflicts;
}

static void
test_double (void)
{
  static const char *const one[] = {"A02-2026-T04-Q2", NULL};
  const HechaAssignInput twice = {ROUND_PLAN, "T2", one};
  const HechaChoiceInput silent = {ROUND_PLAN "/A02-2026-T04-Q2", "team:T2", " "};
  const HechaChoiceInput other = {ROUND_PLAN "/A02-2026-T04-Q2", "team:T3", "更近"};
  const HechaChoiceInput single = {ROUND_PLAN "/A03-2026-T01-Q2", "team:T1", "更近"};
  const HechaChoiceInput choice = {ROUND_PLAN "/A02-2026-T04-Q2", "team:T2", "第二组实测"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;
  g_autoptr (GPtrArray) doubles = NULL;

  office_do (office, hecha_team_create, &round_team_2);
  office_do (office, hecha_assign_record, &twice);
  round_inspect (office, "T1", round_drawn[1], "met", TRUE);
  round_inspect (office, "T1", round_drawn[0], "met", TRUE);
  check_rate (office, ROUND_PLAN, 0, 2); /* one finding on it, so far */
  g_assert_cmpuint (count_open (office), ==, 0);
  round_inspect (office, "T2", round_drawn[0], "not_met", TRUE);
  g_assert_cmpuint (count_open (office), ==, 1);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->checked, ==, 1);
  g_assert_cmpstr (why_excluded (rate, round_drawn[0]), ==, "double");
  office_refuses (office, hecha_choice_record, &silent, "has a reason");
  office_refuses (office, hecha_choice_record, &other, "no signed finding");
  office_refuses (office, hecha_choice_record, &single, "not verified twice");
  office_do (office, hecha_choice_record, &choice);
  g_assert_cmpuint (count_open (office), ==, 0);
  check_rate (office, ROUND_PLAN, 1, 2);
  office_refuses (office, hecha_choice_record, &choice, "decided already");
  doubles = hecha_double_list (hecha_store_reader (office->store), NULL, NULL);
  g_assert_cmpuint (doubles->len, ==, 1);
  g_assert_cmpstr (((HechaDouble *)g_ptr_array_index (doubles, 0))->counted, ==, "team:T2");
}

static gboolean
change_verdict (HechaAct *act, gpointer sample, GError **error)
{
  g_autofree char *id = g_strconcat (ROUND_PLAN "/", sample, NULL);

  hecha_act_op_set_text (hecha_act_op (act, "team:T1", "finding", id), "verdict", "met");
  return TRUE;
}

static void
test_changed (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (office, "T1", round_drawn[0], "not_met", TRUE);
  office_do (office, change_verdict, round_drawn[0]);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->failed, ==, 1);
  g_assert_cmpuint (rate->checked, ==, 1);
  g_assert_cmpuint (rate->changed->len, ==, 1);
  g_assert_cmpstr (((HechaRateUnit *)g_ptr_array_index (rate->changed, 0))->unit, ==, round_drawn[0]);
}

/* What is signed and does not have the hash that was signed counts nowhere. */
static gboolean
break_signature (HechaAct *act, gpointer sample, GError **error)
{
  g_autoptr (HechaAssignment) assignment = hecha_assignment_find (act->reader, "team:T1", sample, error);
  const HechaRecord *signature = hecha_assignment_effective_signature (assignment);
  g_autofree char *hash = g_strdup_printf ("sha256:%064u", 7);
  HechaActOp *op = hecha_act_op (act, "team:T1", "signature", signature->id);

  hecha_act_op_set_text (op, "assignment", assignment->record->id);
  hecha_act_op_set_text (op, "person", "I01");
  hecha_act_op_set_text (op, "role", "leader");
  hecha_act_op_set_text (op, "method", "round_drawn");
  hecha_act_op_set (op, "content", json_from_string (hecha_record_get (signature, "content"), NULL));
  hecha_act_op_set_text (op, "content_hash", hash);
  hecha_act_op_set_text (op, "signed_at", "2026-07-25T01:00:00Z");
  return TRUE;
}

static void
test_broken (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (office, "T1", round_drawn[0], "not_met", TRUE);
  office_do (office, break_signature, round_drawn[0]);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->checked, ==, 0);
  g_assert_cmpstr (why_excluded (rate, round_drawn[0]), ==, "broken");
}

/* Two laptops write another verdict without knowing of each other: out, until the office rules. */
static void
test_disputed (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (Office) other = office_new ();
  g_autoptr (HechaRate) rate = NULL;
  FieldLaptop here = {.store = office->store}, there = {.store = other->store};

  round_inspect (office, "T1", round_drawn[0], "not_met", FALSE);
  field_send (&here, &there);
  field_become (&here, "team", "team:T1");
  field_find (&here, round_drawn[0], "partly", "查阅资料并到现场核对");
  field_sign (&here, round_drawn[0]);
  field_become (&there, "team", "team:T1");
  field_find (&there, round_drawn[0], "met", "查阅资料并到现场核对");
  field_send (&there, &here);
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->checked, ==, 0);
  g_assert_cmpstr (why_excluded (rate, round_drawn[0]), ==, "disputed");
}

/* ---- by class, and what each number counts ---- */

/* Twelve of the demo's 21 by class; two fail. Each class weighs what it has units, whatever was round_drawn of it. */
static void
test_by_class (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRate) rate = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  guint failing = 0, counted = 0;

  office_import_demo (office);
  office_approve_plan (office, ROUND_PLAN, "random");
  office_freeze (office, ROUND_PLAN);
  office_draw (office, ROUND_PLAN, 12, TRUE, ROUND_DICE);
  round_assign_all (office, ROUND_PLAN);
  samples = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", NULL, NULL, NULL);
  for (guint i = 0; i < samples->len; i++)
    round_inspect (office, "T1", hecha_record_get (samples->pdata[i], "unit"), i < 2 ? "not_met" : "met",
                   i != 5);
  rate = round_rate (office, ROUND_PLAN);
  for (guint i = 0; i < rate->samples->len; i++)
    {
      const HechaRateSample *sample = rate->samples->pdata[i];

      counted += sample->why == NULL;
      failing += hecha_rate_sample_fails (sample);
      g_assert_cmpstr (sample->scope, ==, "team:T1");
      g_assert_cmpstr (sample->verdict, ==, i == 5 ? NULL : i < 2 ? "not_met" : "met");
    }
  g_assert_cmpuint (rate->samples->len, ==, 12);
  g_assert_cmpuint (counted, ==, rate->checked);
  g_assert_cmpuint (failing, ==, rate->failed);
  g_assert_true (rate->stratified.has_value);
  g_assert_false (rate->stratified.is_usable); /* most classes had no failure */
  g_assert_true (rate->interval.has_value);
}

/* ---- key picks, and rounds beside each other ---- */

static void
test_judgement (void)
{
  static const char *const units[]
    = {"A01-2026-T01-Q2", "A01-2026-T02-Q2", "A01-2026-T03-Q2", "A01-2026-T04-Q2", "A01-2026-T05-Q2", NULL};
  const HechaPickInput pick = {"KEY", units, "重点项目"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (GPtrArray) rates = NULL;
  const HechaRate *key;

  office_approve_plan (office, "KEY", "judgement");
  office_freeze (office, "KEY");
  office_do (office, hecha_draw_pick, &pick);
  round_assign_all (office, "KEY");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strconcat ("KEY/", units[i], NULL);

      round_inspect (office, "T1", id, i < 3 ? "not_met" : "met", TRUE);
    }
  round_inspect (office, "T1", round_drawn[0], "not_met", TRUE);
  rates = hecha_rate_list (hecha_store_reader (office->store), "2026Q2", (HechaFraction) {95, 100}, NULL);
  g_assert_cmpuint (rates->len, ==, 2);
  g_assert_true (((HechaRate *)g_ptr_array_index (rates, 0))->is_estimate);
  key = g_ptr_array_index (rates, 1);
  g_assert_false (key->is_estimate);
  g_assert_false (key->interval.has_value);
  g_assert_cmpuint (key->failed, ==, 3);
  g_assert_cmpuint (key->checked, ==, 5);
}

/* R024: 1/8 and 2/8 have limits that overlap; 0/100 and 100/100 of 1000 do not. */
static void
test_overlap (void)
{
  HechaRate own = {NULL}, third = {NULL};
  const HechaFraction usual = {95, 100};

  g_assert_true (hecha_interval_compute (1, 8, 21, usual, &own.interval, NULL));
  g_assert_true (hecha_interval_compute (2, 8, 21, usual, &third.interval, NULL));
  g_assert_true (hecha_rate_overlaps (&own, &third));
  g_assert_true (hecha_interval_compute (0, 100, 1000, usual, &own.interval, NULL));
  g_assert_true (hecha_interval_compute (100, 100, 1000, usual, &third.interval, NULL));
  g_assert_false (hecha_rate_overlaps (&own, &third));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate/demo-is-1-of-8-with-1-to-9-of-21", test_demo);
  g_test_add_func ("/rate/only-what-the-leader-signed-counts", test_only_signed);
  g_test_add_func ("/rate/undeclared-failures-are-in-the-denominator-only", test_undeclared);
  g_test_add_func ("/rate/unverifiable-is-neither-above-nor-below", test_unverifiable);
  g_test_add_func ("/rate/signed-result-is-not-drawn-again", test_signed_stays);
  g_test_add_func ("/rate/incomplete-sample-is-listed", test_scrap);
  g_test_add_func ("/rate/double-counts-when-the-office-chose", test_double);
  g_test_add_func ("/rate/changed-after-signature-counts-as-signed", test_changed);
  g_test_add_func ("/rate/broken-signature-counts-nowhere", test_broken);
  g_test_add_func ("/rate/disputed-verdict-counts-nowhere", test_disputed);
  g_test_add_func ("/rate/by-class-and-what-it-counts", test_by_class);
  g_test_add_func ("/rate/key-picks-are-no-estimate", test_judgement);
  g_test_add_func ("/rate/limits-overlap-or-not", test_overlap);
  return g_test_run ();
}
