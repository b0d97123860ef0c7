/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "appeal.h"

#include "domain/hecha-content.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-ruling.h"

#define DAY_MS      G_GINT64_CONSTANT (86400000)
#define SEPTEMBER22 G_GINT64_CONSTANT (1790038800000) /* 2026-09-22 09:00 in China */

/* ---- what a ruling changes ---- */

static void
check_counts (Office *office, guint failed, guint signed_failed, const char *percent)
{
  g_autoptr (HechaRate) rate = round_rate (office, ROUND_PLAN);
  g_autofree char *said = hecha_rate_dup_percent (rate->failed, rate->checked);

  g_assert_cmpuint (rate->failed, ==, failed);
  g_assert_cmpuint (rate->checked, ==, 20);
  g_assert_cmpuint (rate->signed_failed, ==, signed_failed);
  g_assert_cmpuint (rate->signed_checked, ==, 20);
  g_assert_cmpstr (said, ==, percent);
  g_assert_cmpuint (rate->table[0][1], ==, failed);
}

/* R011: overturning 1 of 3 failures in 20 changes 15.00% to 10.00%, and both values can be read afterwards. */
static void
test_three_in_twenty (void)
{
  static const char *const none[] = {NULL};
  const HechaPickInput pick = {ROUND_PLAN, none, NULL};
  g_autoptr (Office) office = office_new ();
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (HechaRate) rate = NULL;
  const HechaRateUnit *ruled;
  const char *first;

  office_import_demo (office);
  office_approve_plan (office, ROUND_PLAN, "census");
  office_freeze (office, ROUND_PLAN);
  office_do (office, hecha_draw_pick, &pick);
  round_assign_all (office, ROUND_PLAN);
  samples = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", NULL, NULL, NULL);
  g_assert_cmpuint (samples->len, ==, 21);
  for (guint i = 0; i < 20; i++)
    round_inspect (office, "T1", hecha_record_get (samples->pdata[i], "unit"), i < 3 ? "not_met" : "met",
                   TRUE);
  first = hecha_record_get (samples->pdata[0], "unit");
  check_counts (office, 3, 3, "15.00%");
  appeal_file (office, first, NULL, NULL);
  check_counts (office, 3, 3, "15.00%");
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpstr (((HechaRateUnit *)rate->appeals->pdata[0])->why, ==, "appealed");
  appeal_accept (office, first);
  appeal_review_it (office, first);
  appeal_rule_it (office, first, "overturned", "met");
  check_counts (office, 2, 3, "10.00%");
  g_clear_pointer (&rate, hecha_rate_free);
  rate = round_rate (office, ROUND_PLAN);
  ruled = rate->appeals->pdata[0];
  g_assert_cmpuint (rate->appeals->len, ==, 1);
  g_assert_cmpstr (ruled->unit, ==, first);
  g_assert_cmpstr (ruled->why, ==, "ruled");
  g_assert_cmpstr (ruled->detail, ==, "not_met → met");
}

/* The finding, its page and its signature stay as they were; the sample is contested while it is open. */
static void
test_original_stays (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaAssignment) after = NULL;
  guint n_evidence;

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  after = appeal_load (office);
  n_evidence = after->evidence->len;
  g_clear_pointer (&after, hecha_assignment_free);
  appeal_check_state (office, "none", "effective");
  appeal_file (office, APPEAL_SAMPLE, NULL, NULL);
  appeal_check_state (office, "filed", "contested");
  appeal_check_outcome (office, "not_met", "not_met");
  appeal_accept (office, APPEAL_SAMPLE);
  appeal_check_state (office, "accepted", "contested");
  appeal_review_it (office, APPEAL_SAMPLE);
  appeal_check_state (office, "re_review", "contested");
  appeal_check_outcome (office, "not_met", "not_met");
  appeal_rule_it (office, APPEAL_SAMPLE, "amended", "partly");
  appeal_check_state (office, "ruled", "effective");
  appeal_check_outcome (office, "partly", "not_met");

  after = appeal_load (office);
  g_assert_cmpstr (hecha_record_get (after->finding, "verdict"), ==, "not_met");
  g_assert_true (hecha_content_verify (hecha_assignment_effective_signature (after), NULL));
  g_assert_cmpuint (after->evidence->len, ==, n_evidence);
  g_assert_cmpuint (after->appeal_evidence->len, ==, 1);
}

static void
test_upheld (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  appeal_to_the_end (office, APPEAL_SAMPLE, "upheld", NULL);
  appeal_check_outcome (office, "not_met", "not_met");
  appeal_check_state (office, "ruled", "effective");
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->failed, ==, 1);
  g_assert_cmpuint (rate->signed_failed, ==, 1);
}

/* R002 with R011: what is ruled unverifiable is neither above nor below any more. */
static void
test_ruled_unverifiable (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  round_inspect (office, "T1", round_drawn[1], "met", TRUE);
  appeal_to_the_end (office, APPEAL_SAMPLE, "overturned", "unverifiable");
  rate = round_rate (office, ROUND_PLAN);
  g_assert_cmpuint (rate->failed, ==, 0);
  g_assert_cmpuint (rate->checked, ==, 1);
  g_assert_cmpuint (rate->signed_failed, ==, 1);
  g_assert_cmpuint (rate->signed_checked, ==, 2);
}

/* ---- what is refused ---- */

static void
refuse_filing (Office *office, const char *grounds, const char *filed_by, const char *filed_on,
               GPtrArray *files, const char *reason)
{
  const HechaAppealInput input = {
    .sample = APPEAL_SAMPLE, .grounds = grounds, .filed_by = filed_by, .filed_on = filed_on, .files = files};

  office_refuses (office, hecha_appeal_file, &input, reason);
}

static void
test_filing (void)
{
  static const char *const unknown[] = {"sha256:00", NULL};
  const HechaAppealInput elsewhere
    = {.sample = APPEAL_SAMPLE, .grounds = "名册", .filed_by = "H02", .known = unknown};
  g_autoptr (Office) office = round_new ();
  GPtrArray *files = appeal_files_new ('a');

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", FALSE);
  refuse_filing (office, "名册", "H02", NULL, files, "effective finding");
  office_set_role (office, "team", "team:T1");
  refuse_filing (office, "名册", "H02", NULL, files, "Only the office");
  office_set_role (office, "office", "office");
  round_inspect (office, "T1", round_drawn[1], "met", TRUE);
  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  refuse_filing (office, "　", "H02", NULL, files, "grounds");
  refuse_filing (office, "名册", "", NULL, files, "who files it");
  refuse_filing (office, "名册", "H02", NULL, NULL, "one piece of evidence");
  refuse_filing (office, "名册", "H02", "2026-07-26", files, "has not come yet");
  refuse_filing (office, "名册", "H02", "2026-07-24", files, "before");
  office_refuses (office, hecha_appeal_file, &elsewhere, "no evidence sha256:00");
  appeal_files_clear (files);
  appeal_file (office, APPEAL_SAMPLE, NULL, NULL);
  files = appeal_files_new ('b');
  refuse_filing (office, "名册", "H02", NULL, files, "already");
  appeal_files_clear (files);
}

static void
refuse_review (Office *office, const char *first, const char *second, const char *observation,
               const char *reason)
{
  const char *const who[] = {first, second, NULL};
  const HechaReviewInput input
    = {.sample = APPEAL_SAMPLE, .reviewers = who, .verdict = "met", .observation = observation};

  office_refuses (office, hecha_appeal_review, &input, reason);
}

static void
refuse_ruling (Office *office, const char *result, const char *verdict, const char *why, const char *by,
               const char *reason)
{
  const HechaAppealRulingInput input
    = {.sample = APPEAL_SAMPLE, .result = result, .verdict = verdict, .reason = why, .ruled_by = by};

  office_refuses (office, hecha_appeal_rule, &input, reason);
}

/* R011: neither who was of the first team nor who is partial reviews or rules; each step after the one before it. */
static void
test_others_review_and_rule (void)
{
  const HechaAdmissionInput admission = {.sample = APPEAL_SAMPLE};
  g_autoptr (Office) office = round_new ();

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  office_refuses (office, hecha_appeal_accept, &admission, "nobody appealed");
  appeal_file (office, APPEAL_SAMPLE, NULL, NULL);
  refuse_review (office, "I04", "I05", "核对", "not accepted yet");
  appeal_accept (office, APPEAL_SAMPLE);
  office_refuses (office, hecha_appeal_accept, &admission, "waits for the re-review");
  refuse_ruling (office, "overturned", "met", "属实", NULL, "waits for the re-review");
  refuse_review (office, "I01", "I05", "核对", "I01 was of the first team");
  refuse_review (office, "I04", "I02", "核对", "I02 was of the first team");
  refuse_review (office, "I04", "I03", "核对", "recused");
  refuse_review (office, "I04", "H02", "核对", "belongs to the agency");
  refuse_review (office, "I04", "H01", "核对", "H01 does not inspect");
  refuse_review (office, "I04", "O02", "核对", "O02 does not inspect");
  refuse_review (office, "I04", "I04", "核对", "two persons");
  refuse_review (office, "I04", NULL, "核对", "two persons");
  refuse_review (office, "I04", "I99", "核对", "I99");
  refuse_review (office, "I04", "I05", " ", "what was seen");
  appeal_review_it (office, APPEAL_SAMPLE);
  refuse_ruling (office, "overturned", "met", "属实", "I01", "I01 was of the first team");
  refuse_ruling (office, "overturned", "met", "属实", "H02", "belongs to the agency");
  refuse_ruling (office, "overturned", "met", "属实", "H01", "H01 is not of the office");
  refuse_ruling (office, "overturned", "met", "属实", "I05", "I05 is not of the office");
  refuse_ruling (office, "overturned", "met", " ", NULL, "a reason");
  refuse_ruling (office, "overturned", NULL, "属实", NULL, "says the new verdict");
  refuse_ruling (office, "overturned", "not_met", "属实", NULL, "says already");
  refuse_ruling (office, "upheld", "met", "属实", NULL, "no verdict of its own");
  refuse_ruling (office, "cancelled", "met", "属实", NULL, "upheld amended overturned");
  appeal_rule_it (office, APPEAL_SAMPLE, "overturned", "met");
  refuse_ruling (office, "upheld", NULL, "属实", NULL, "final");
}

/* ---- time ---- */

static Office *
office_in_september (const HechaPlanInput *days)
{
  Office *office = office_new ();

  office->now_ms = SEPTEMBER22;
  office_import_demo (office);
  if (days != NULL)
    office_do (office, hecha_plan_create, days);
  office_approve_plan (office, ROUND_PLAN, "random");
  office_freeze (office, ROUND_PLAN);
  office_draw (office, ROUND_PLAN, 8, FALSE, ROUND_DICE);
  round_assign_all (office, ROUND_PLAN);
  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  return office;
}

static HechaAppealRow *
only_row (Office *office)
{
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load (NULL);
  g_autoptr (GPtrArray) rows = NULL;
  GDate today;

  hecha_date_from_ms (&today, office->now_ms);
  rows = hecha_appeal_list (hecha_store_reader (office->store), ROUND_PLAN, calendar, &today, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  return g_ptr_array_steal_index (rows, 0);
}

static void
check_due (Office *office, const char *due, int days)
{
  g_autoptr (HechaAppealRow) row = only_row (office);
  g_autofree char *text = hecha_date_dup_text (&row->deadline.due);

  g_assert_true (row->has_due);
  g_assert_cmpstr (text, ==, due);
  g_assert_cmpint (row->days, ==, days);
}

/* D12: the finding was there on Tuesday 22 September; Mid-Autumn is off, so the fifth working day is the 30th. */
static void
test_last_day (void)
{
  const HechaAdmissionInput late = {.sample = APPEAL_SAMPLE, .out_of_time = TRUE};
  g_autoptr (Office) office = office_in_september (NULL);

  office->now_ms += 8 * DAY_MS;
  appeal_file (office, APPEAL_SAMPLE, NULL, "2026-09-30");
  office_refuses (office, hecha_appeal_accept, &late, "in time: the last day was 2026-09-30");
  appeal_accept (office, APPEAL_SAMPLE);

  /* D13: accepted on 30 September; seven days of National Day are off, Saturday 10 October is not: 27 October. */
  check_due (office, "2026-10-27", 15);
  office->now_ms += 28 * DAY_MS;
  check_due (office, "2026-10-27", -1);
  appeal_review_it (office, APPEAL_SAMPLE);
  appeal_rule_it (office, APPEAL_SAMPLE, "overturned", "met");
  appeal_check_outcome (office, "met", "not_met");
}

static void
test_a_day_late (void)
{
  const HechaAdmissionInput in_time = {.sample = APPEAL_SAMPLE},
                            late = {.sample = APPEAL_SAMPLE, .out_of_time = TRUE};
  g_autoptr (Office) office = office_in_september (NULL);
  g_autoptr (HechaAppealRow) row = NULL;

  office->now_ms += 16 * DAY_MS;
  appeal_file (office, APPEAL_SAMPLE, NULL, NULL);
  office_refuses (office, hecha_appeal_accept, &in_time, "the last day was 2026-09-30");
  office_do (office, hecha_appeal_accept, &late);
  appeal_check_state (office, "out_of_time", "effective");
  appeal_check_outcome (office, "not_met", "not_met");
  row = only_row (office);
  g_assert_false (row->has_due);
}

/* The limits are settings of the plan: three and five working days here. */
static void
test_limits_of_the_plan (void)
{
  const HechaPlanInput days = {.code = ROUND_PLAN,
                               .kind = "quarterly",
                               .quarter = "2026Q2",
                               .selection = "random",
                               .appeal_days = 3,
                               .ruling_days = 5};
  const HechaAdmissionInput in_time = {.sample = APPEAL_SAMPLE};
  g_autoptr (Office) office = office_in_september (&days);
  g_autoptr (Office) other = office_in_september (&days);

  office->now_ms += 6 * DAY_MS;
  appeal_file (office, APPEAL_SAMPLE, NULL, NULL);
  appeal_accept (office, APPEAL_SAMPLE);
  check_due (office, "2026-10-10", 5); /* a Saturday that is worked */
  other->now_ms += 7 * DAY_MS;
  appeal_file (other, APPEAL_SAMPLE, NULL, NULL);
  office_refuses (other, hecha_appeal_accept, &in_time, "the last day was 2026-09-28");
}

/* ---- the objection in the field ---- */

static void
test_objection (void)
{
  HechaSignInput sign = {.sample = APPEAL_SAMPLE,
                         .person = "H02",
                         .role = "agency",
                         .strokes = FIELD_STROKES,
                         .n_strokes_bytes = strlen (FIELD_STROKES),
                         .objection = "名册在另一处"};
  g_autoptr (Office) office = office_in_september (NULL);
  FieldLaptop laptop = {.store = office->store};
  GPtrArray *files = appeal_files_new ('c');
  const HechaAppealInput input = {.sample = APPEAL_SAMPLE, .objection = TRUE, .files = files};
  g_autoptr (HechaAssignment) a = NULL;
  HechaAppeal appeal;

  office_refuses (office, hecha_appeal_file, &input, "no objection");
  office->now_ms += DAY_MS;
  field_become (&laptop, "team", "team:T1");
  field_do (&laptop, hecha_sign_record, &sign);
  field_become (&laptop, "office", "office");
  appeal_check_state (office, "none", "contested");
  office->now_ms += 5 * DAY_MS;
  office_do (office, hecha_appeal_file, &input);
  appeal_files_clear (files);
  a = appeal_load (office);
  hecha_appeal_read (&appeal, a);
  g_assert_cmpstr (hecha_record_get (appeal.filed, "grounds"), ==, "名册在另一处");
  g_assert_cmpstr (hecha_record_get (appeal.filed, "filed_by"), ==, "H02");
  g_assert_cmpstr (hecha_record_get (appeal.filed, "filed_on"), ==, "2026-09-23");
  g_assert_cmpstr (hecha_record_get (appeal.filed, "received_on"), ==, "2026-09-23");
  g_assert_cmpstr (hecha_record_get (appeal.filed, "objection"), ==, sign.id);
  appeal_accept (office, APPEAL_SAMPLE);
  appeal_review_it (office, APPEAL_SAMPLE);
  appeal_rule_it (office, APPEAL_SAMPLE, "upheld", NULL);
  appeal_check_state (office, "ruled", "effective");
  g_free (sign.id);
}

/* ---- two offices ---- */

static void
meet (Office *a, Office *b)
{
  FieldLaptop first = {.store = a->store}, second = {.store = b->store};
  g_autofree char *one = NULL, *other = NULL;

  field_send (&first, &second);
  field_send (&second, &first);
  one = hecha_store_digest (a->store, NULL, NULL);
  other = hecha_store_digest (b->store, NULL, NULL);
  g_assert_cmpstr (one, ==, other);
}

static void
settle (Office *office, const char *result)
{
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (office->store, TRUE, NULL);
  const HechaConflict *conflict = conflicts->pdata[0];
  const char *over[3] = {NULL};
  HechaRulingInput input
    = {conflict->scope, conflict->type, conflict->record, conflict->field, NULL, over, "会商一致"};

  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpuint (conflict->values->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const HechaConflictValue *value = conflict->values->pdata[i];

      over[i] = value->digest;
      if (strstr (value->value, result) != NULL)
        input.value = value->value;
    }
  office_do (office, hecha_ruling_record, &input);
}

/* Trap 18: of two rulings neither counts, and the last writer does not win; once one is taken, it counts everywhere. */
static void
test_two_rulings (void)
{
  g_autoptr (Office) first = round_new ();
  g_autoptr (Office) second = office_new ();
  g_autoptr (HechaRate) rate = NULL;

  round_inspect (first, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  appeal_file (first, APPEAL_SAMPLE, NULL, NULL);
  appeal_accept (first, APPEAL_SAMPLE);
  appeal_review_it (first, APPEAL_SAMPLE);
  meet (first, second);
  appeal_rule_it (first, APPEAL_SAMPLE, "overturned", "met");
  second->now_ms += 1000;
  appeal_rule_it (second, APPEAL_SAMPLE, "upheld", NULL);
  meet (first, second);
  appeal_check_state (first, "disputed", "disputed");
  rate = round_rate (second, ROUND_PLAN);
  g_assert_cmpuint (rate->checked, ==, 0);
  settle (first, "overturned");
  meet (first, second);
  appeal_check_state (second, "ruled", "effective");
  appeal_check_outcome (second, "met", "not_met");
}

/* ---- signing anew ---- */

/* As a late merge from another laptop of the team does it. */
static gboolean
rewrite_rule (HechaAct *act, gpointer verdict, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "team:T1", "finding", APPEAL_ID);

  hecha_act_op_set_text (op, "verdict", verdict);
  hecha_act_op_set_text (op, "observation", "第二台电脑的记录");
  return TRUE;
}

/* What was appealed against is decided by a ruling, not by another signature. */
static void
test_no_signing_anew (void)
{
  g_autoptr (Office) office = round_new ();
  FieldLaptop laptop = {.store = office->store};
  HechaSignInput sign = field_leader (APPEAL_SAMPLE);

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  appeal_file (office, APPEAL_SAMPLE, NULL, NULL);
  field_become (&laptop, "team", "team:T1");
  field_do (&laptop, rewrite_rule, (gpointer) "partly");
  field_refused (&laptop, hecha_sign_record, &sign, "a ruling decides");
}

static void
check_final (const char *result, const char *verdict, const char *counts)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (Office) unaware = office_new ();
  FieldLaptop here = {.store = office->store}, there = {.store = unaware->store};
  g_autoptr (HechaAssignment) a = NULL;
  g_auto (HechaOutcome) outcome = {0};

  round_inspect (office, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  field_send (&here, &there);
  appeal_to_the_end (office, APPEAL_SAMPLE, result, verdict);
  field_become (&there, "team", "team:T1");
  field_do (&there, rewrite_rule, (gpointer) "partly");
  field_sign (&there, APPEAL_SAMPLE);
  meet (office, unaware);
  appeal_check_state (office, "ruled", "changed");
  a = appeal_load (office);
  hecha_outcome_read (&outcome, a);
  g_assert_cmpint (outcome.kind, ==, HECHA_OUTCOME_SIGNED);
  g_assert_cmpstr (outcome.verdict, ==, counts);
  g_assert_cmpstr (outcome.signed_verdict, ==, "not_met");
  g_assert_true (outcome.changed);
}

static void
test_ruling_is_final (void)
{
  check_final ("overturned", "met", "met");
  check_final ("upheld", NULL, "not_met");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/appeal/overturning-1-of-3-in-20-is-10-percent", test_three_in_twenty);
  g_test_add_func ("/appeal/original-stays-readable", test_original_stays);
  g_test_add_func ("/appeal/upheld-changes-nothing", test_upheld);
  g_test_add_func ("/appeal/ruled-unverifiable-is-neither-above-nor-below", test_ruled_unverifiable);
  g_test_add_func ("/appeal/comes-with-grounds-and-evidence", test_filing);
  g_test_add_func ("/appeal/others-review-and-rule", test_others_review_and_rule);
  g_test_add_func ("/appeal/last-day-in-working-days", test_last_day);
  g_test_add_func ("/appeal/a-day-late-is-out-of-time", test_a_day_late);
  g_test_add_func ("/appeal/limits-are-the-plan-s", test_limits_of_the_plan);
  g_test_add_func ("/appeal/objection-in-the-field", test_objection);
  g_test_add_func ("/appeal/of-two-rulings-neither-counts", test_two_rulings);
  g_test_add_func ("/appeal/bars-the-leader-from-signing-anew", test_no_signing_anew);
  g_test_add_func ("/appeal/ruling-stays-whatever-is-signed-later", test_ruling_is_final);
  return g_test_run ();
}
