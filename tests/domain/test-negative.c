/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "negative.h"

#include "domain/hecha-negative-basis.h"
#include "domain/hecha-ruling.h"

#define FOUND "A01-2026-T03-Q2"
#define ENTRY "A01-2026-Q2-T03"

/* ---- onto the list ---- */

static const HechaNegativeCandidate *
candidate_of (GPtrArray *candidates, const char *unit)
{
  for (guint i = 0; i < candidates->len; i++)
    if (g_str_equal (((HechaNegativeCandidate *)candidates->pdata[i])->unit, unit))
      return candidates->pdata[i];
  return NULL;
}

static GPtrArray *
candidates_of (Office *office)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = hecha_negative_candidates (hecha_store_reader (office->store), NULL, "2026Q2", &error);

  g_assert_no_error (error);
  return found;
}

static void
test_candidates (void)
{
  g_autoptr (Office) office = round_new ();
  g_autoptr (GPtrArray) before = candidates_of (office);
  g_autoptr (GPtrArray) unsigned_yet = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  g_assert_cmpuint (before->len, ==, 2); /* that were declared as not met */
  g_assert_cmpstr (candidate_of (before, "A03-2026-T03-Q2")->origin, ==, "online_review");
  round_inspect (office, "T1", FOUND, "not_met", FALSE);
  round_inspect (office, "T1", round_drawn[0], "met", TRUE);
  unsigned_yet = candidates_of (office);
  g_assert_cmpuint (unsigned_yet->len, ==, 2);
  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  after = candidates_of (office);
  g_assert_cmpuint (after->len, ==, 3);
  g_assert_cmpstr (candidate_of (after, FOUND)->origin, ==, "finding");
  office_do (office, hecha_negative_add_all, "2026Q2");
  rest = candidates_of (office);
  g_assert_cmpuint (rest->len, ==, 0);
  g_assert_cmpuint (office_count (office, "nl_entry"), ==, 3);
  negative_check_state (office, ENTRY, "confirmed", "notify");
  negative_check_state (office, "A03-2026-Q2-T03", "provisional", "confirm");
}

static void
test_once (void)
{
  static const HechaNegativeInput again = {.entry = FOUND}, unknown = {.entry = "A01-2026-T01-Q2"},
                                  unnamed = {.entry = "A01-2026-T01-Q2", .choice = "finding", .text = "x"},
                                  nowhere = {.entry = "A01-2026-T99-Q2", .choice = "cloud", .text = "x"},
                                  silent = {.entry = "A01-2026-T01-Q2", .choice = "cloud", .text = "　"};
  g_autoptr (Office) office = round_new ();

  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  negative_put (office, FOUND);
  office_refuses (office, hecha_negative_add, &again, "already");
  office_refuses (office, hecha_negative_add, &unknown, "where it comes from");
  office_refuses (office, hecha_negative_add, &unnamed, "where it comes from");
  office_refuses (office, hecha_negative_add, &nowhere, "A01-2026-T99");
  office_refuses (office, hecha_negative_add, &silent, "and why");
  office_set_role (office, "team", "team:T1");
  office_refuses (office, hecha_negative_add, &unknown, "Only the office");
}

/* Counts 0 while provisional, 1 once confirmed on site, 0 after a withdrawal, which can be read. */
static void
test_provisional (void)
{
  g_autoptr (Office) office = negative_desk_at ("2026-07-27");
  static const char *const recused[] = {"I01", "I12", NULL}, *const same[] = {"I01", "I01", NULL};
  static const HechaNegativeInput confirms[] = {
    {.entry = "A01-2026-Q2-T08", .persons = recused, .text = "现场"},
    {.entry = "A01-2026-Q2-T08", .persons = same, .text = "现场"},
    {.entry = "A01-2026-Q2-T08", .persons = negative_inspectors},
    {.entry = "A01-2026-Q2-T08", .persons = negative_inspectors, .text = "现场", .on = "2026-07-28"},
  };
  static const char *const reasons[] = {"recused", "Two persons", "what was seen", "still to come"};
  HechaNegativeInput confirm
    = {.entry = "A01-2026-Q2-T08", .persons = negative_inspectors, .text = "现场累计治理10.5千米"},
    withdraw = {.entry = "A01-2026-Q2-T08", .text = "季度要求经批准调整"},
    silent = {.entry = "A01-2026-Q2-T08"};
  g_autoptr (HechaNegative) withdrawn = NULL;
  g_autoptr (GPtrArray) candidates = NULL;

  negative_put (office, "A01-2026-T08-Q2");
  negative_check_state (office, "A01-2026-Q2-T08", "provisional", "confirm");
  negative_check_loss (office, "A01-2026-Q2-T08", "0");
  for (guint i = 0; i < G_N_ELEMENTS (confirms); i++)
    office_refuses (office, hecha_negative_confirm, &confirms[i], reasons[i]);
  office_do (office, hecha_negative_confirm, &confirm);
  negative_check_state (office, "A01-2026-Q2-T08", "confirmed", "notify");
  negative_check_loss (office, "A01-2026-Q2-T08", "5");
  office_refuses (office, hecha_negative_withdraw, &silent, "for a reason");
  office_do (office, hecha_negative_withdraw, &withdraw);
  negative_check_state (office, "A01-2026-Q2-T08", "withdrawn", "nothing");
  negative_check_loss (office, "A01-2026-Q2-T08", "0");
  withdrawn = negative_entry_of (office, "A01-2026-Q2-T08");
  g_assert_cmpstr (hecha_record_get (withdrawn->entry, "confirmation"), ==, "现场累计治理10.5千米");
  candidates = candidates_of (office);
  g_assert_null (candidate_of (candidates, "A01-2026-T08-Q2"));
}

/* Of two findings the office chose the one that says met: what rested on the other is off the list. */
static void
test_overturned (void)
{
  static const char *const one[] = {FOUND, NULL};
  const HechaAssignInput twice = {ROUND_PLAN, "T2", one};
  const HechaChoiceInput choice = {ROUND_PLAN "/" FOUND, "team:T2", "第二组有实测"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaNegative) entry = NULL;

  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  negative_put (office, FOUND);
  negative_check_loss (office, ENTRY, "2.5");
  office_do (office, hecha_team_create, &round_team_2);
  office_do (office, hecha_assign_record, &twice);
  round_inspect (office, "T2", ROUND_PLAN "/" FOUND, "met", TRUE);
  negative_check_state (office, ENTRY, "provisional", "confirm"); /* not decided */
  negative_check_loss (office, ENTRY, "0");
  office_do (office, hecha_choice_record, &choice);
  negative_check_state (office, ENTRY, "withdrawn", "nothing");
  entry = negative_entry_of (office, ENTRY);
  g_assert_true (entry->overturned);
}

/* Of two findings that both say not met the office chose the second: the unit goes onto the list again with that. */
static void
test_other_finding (void)
{
  static const char *const one[] = {FOUND, NULL};
  const HechaAssignInput twice = {ROUND_PLAN, "T2", one};
  const HechaChoiceInput choice = {ROUND_PLAN "/" FOUND, "team:T2", "第二组有实测"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaNegative) second = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  negative_put (office, FOUND);
  office_do (office, hecha_team_create, &round_team_2);
  office_do (office, hecha_assign_record, &twice);
  round_inspect (office, "T2", ROUND_PLAN "/" FOUND, "not_met", TRUE);
  office_do (office, hecha_choice_record, &choice);
  negative_check_state (office, ENTRY, "withdrawn", "nothing");
  negative_put (office, FOUND);
  second = negative_entry_of (office, ENTRY "(2)");
  g_assert_cmpint (second->state, ==, HECHA_NEGATIVE_CONFIRMED);
  g_assert_cmpstr (hecha_record_get (second->entry, "found_in"), ==, "team:T2");
  rest = candidates_of (office);
  g_assert_null (candidate_of (rest, FOUND));
}

/* What was taken off before anybody had been there comes back when a team was. */
static void
test_found_after_withdrawal (void)
{
  HechaNegativeInput add = {.entry = FOUND, .choice = "online_review", .text = "上传材料未达标准"};
  HechaNegativeInput withdraw = {.entry = ENTRY, .text = "材料已补传"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (GPtrArray) before = NULL;

  office_do (office, hecha_negative_add, &add);
  g_free (add.id);
  office_do (office, hecha_negative_withdraw, &withdraw);
  before = candidates_of (office);
  g_assert_null (candidate_of (before, FOUND));
  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  office_do (office, hecha_negative_add_all, "2026Q2");
  negative_check_state (office, ENTRY "(2)", "confirmed", "notify");
}

/* ---- the notice ---- */

static void
test_notice (void)
{
  static const HechaNegativeInput early
    = {.entry = ENTRY, .person = "H01", .rectify_by = "2026-07-27"},
    open = {.entry = ENTRY, .person = "H01"}, nobody = {.entry = ENTRY, .rectify_by = "2026-08-14"},
    other = {.entry = ENTRY, .person = "H02", .rectify_by = "2026-08-14"},
    team = {.entry = ENTRY, .person = "I01", .rectify_by = "2026-08-14"},
    measures = {.entry = ENTRY, .text = "整改"}, unsigned_for = {.entry = ENTRY},
    receipt = {.entry = ENTRY, .person = "何长洲", .on = "2026-07-29"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaNegative) entry = NULL;

  round_inspect (office, "T1", FOUND, "not_met", TRUE); /* signed on Saturday 25 July */
  negative_put (office, FOUND);
  negative_at (office, "2026-07-28");
  office_refuses (office, hecha_negative_notify, &open, "an addressee, a day and a last day");
  office_refuses (office, hecha_negative_notify, &nobody, "an addressee, a day and a last day");
  office_refuses (office, hecha_negative_notify, &other, "does not head A01");
  office_refuses (office, hecha_negative_notify, &team, "does not head A01");
  office_refuses (office, hecha_negative_notify, &early, "before the notice");
  office_refuses (office, hecha_negative_measure, &measures, "does not come now");
  negative_tell (office, ENTRY, "H01", "2026-08-14");
  negative_at (office, "2026-07-29");
  office_refuses (office, hecha_negative_receive, &unsigned_for, "who signed for it");
  office_do (office, hecha_negative_receive, &receipt);
  entry = negative_entry_of (office, ENTRY);
  g_assert_cmpint (entry->notice_days, ==, 2); /* Monday and Tuesday */
  g_assert_cmpint (entry->days, ==, 12);
  g_assert_false (entry->days_provisional);
  g_assert_cmpstr (hecha_record_get (entry->entry, "received_on"), ==, "2026-07-29");
}

/* The receipt of the first notice is none of the second. */
static void
test_second_notice (void)
{
  static const HechaNegativeInput receipts[] = {
    {.entry = ENTRY, .person = "何长洲", .on = "2026-07-29"},
    {.entry = ENTRY, .person = "何长洲", .on = "2026-08-11"},
  };
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaNegative) told = NULL;
  g_autoptr (HechaNegative) received = NULL;

  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  negative_put (office, FOUND);
  negative_at (office, "2026-07-28");
  negative_tell (office, ENTRY, "H01", "2026-08-14");
  negative_at (office, "2026-07-29");
  office_do (office, hecha_negative_receive, &receipts[0]);
  negative_at (office, "2026-08-10");
  negative_tell (office, ENTRY, "H01", "2026-08-31");
  told = negative_entry_of (office, ENTRY);
  g_assert_cmpstr (hecha_record_get (told->entry, "notified_on"), ==, "2026-08-10");
  g_assert_null (hecha_record_get (told->entry, "received_on"));
  g_assert_null (hecha_record_get (told->entry, "received_by"));
  negative_at (office, "2026-08-11");
  office_do (office, hecha_negative_receive, &receipts[1]);
  received = negative_entry_of (office, ENTRY);
  g_assert_cmpstr (hecha_record_get (received->entry, "received_on"), ==, "2026-08-11");
}

/* A last day in a year whose calendar is not published: the count may still move. */
static void
test_notice_of_next_year (void)
{
  g_autoptr (Office) office = negative_desk_at ("2026-12-28");
  g_autoptr (HechaNegative) entry = NULL;

  negative_put_by_hand (office, "A01-2026-T01-Q4", "A01-2026-Q4-T01");
  negative_tell (office, "A01-2026-Q4-T01", "H01", "2027-01-15");
  entry = negative_entry_of (office, "A01-2026-Q4-T01");
  g_assert_true (entry->days_provisional);
}

/* What the file tells of itself is written with it; it cannot be added later. */
static void
check_evidence (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = hecha_reader_list (hecha_store_reader (office->store), "office", "evidence",
                                                 "assignment", ENTRY, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (hecha_record_get (all->pdata[0], "captured_at"), ==, "2026-08-13T09:30:00");
  g_assert_cmpstr (hecha_record_get (all->pdata[0], "camera"), ==, "手机");
}

/* ---- making it up ---- */

static void
test_made_up (void)
{
  static const HechaNegativeInput late_measures = {.entry = ENTRY, .text = "x"},
                                  bare = {.entry = ENTRY, .text = "已补齐"};
  static const char *const one[] = {"I01", NULL}, *const office_people[] = {"O01", "O02", NULL};
  HechaNegativeInput verify = {.entry = ENTRY, .persons = one, .choice = "made_up", .text = "现场复核"};
  HechaNegativeInput feedback = {.entry = ENTRY, .person = "何长洲"};
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaNegative) entry = NULL;

  round_inspect (office, "T1", FOUND, "not_met", TRUE);
  negative_put (office, FOUND);
  negative_at (office, "2026-07-28");
  negative_tell (office, ENTRY, "H01", "2026-08-14");
  negative_check_state (office, ENTRY, "notified", "measures");
  office_refuses (office, hecha_negative_complete, &bare, "does not come now");
  office_do (office, hecha_negative_measure, &late_measures);
  negative_check_state (office, ENTRY, "rectifying", "complete");
  office_refuses (office, hecha_negative_complete, &bare, "new piece of evidence");
  negative_at (office, "2026-08-14");
  negative_complete (office, ENTRY, "2026-08-14", 1);
  negative_check_state (office, ENTRY, "completed", "feedback");
  office_refuses (office, hecha_negative_verify, &verify, "does not come now");
  negative_at (office, "2026-08-21");
  office_do (office, hecha_negative_feed_back, &feedback);
  office_refuses (office, hecha_negative_verify, &verify, "Two persons");
  verify.persons = office_people;
  office_refuses (office, hecha_negative_verify, &verify, "no inspector");
  verify.persons = negative_inspectors;
  office_do (office, hecha_negative_verify, &verify);
  negative_check_state (office, ENTRY, "verified_made_up", "nothing");
  negative_check_loss (office, ENTRY, "1"); /* 10/4 × 0.4 */
  check_evidence (office);
  entry = negative_entry_of (office, ENTRY);
  g_assert_false (entry->late);
  g_assert_false (entry->feedback_late);
  g_assert_cmpuint (office_count (office, "urging"), ==, 0);
}

/* What two inspectors reject is made up anew, with something new to show. */
static void
test_rejected (void)
{
  g_autoptr (Office) office = negative_desk_at ("2026-07-27");
  HechaAttachInput old = {.digest = "sha256:0000000000000000000000000000000000000000000000000000000000001001",
                          .size = 7,
                          .kind = "document",
                          .mime = "application/pdf",
                          .name = "复测记录.pdf"};
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  HechaNegativeInput again = {.entry = "A01-2026-Q2-T08", .text = "已补齐", .files = files};
  HechaNegativeInput measures = {.entry = "A01-2026-Q2-T08", .text = "再次整改"};

  negative_put_by_hand (office, "A01-2026-T08-Q2", "A01-2026-Q2-T08");
  negative_tell (office, "A01-2026-Q2-T08", "H01", "2026-08-14");
  negative_complete (office, "A01-2026-Q2-T08", NULL, 1);
  negative_report_and_verify (office, "A01-2026-Q2-T08", "rejected");
  negative_check_state (office, "A01-2026-Q2-T08", "rectifying", "measures");
  office_refuses (office, hecha_negative_complete, &again, "no measures yet");
  office_do (office, hecha_negative_measure, &measures);
  negative_check_state (office, "A01-2026-Q2-T08", "rectifying", "complete");
  g_ptr_array_add (files, &old);
  office_refuses (office, hecha_negative_complete, &again, "evidence already");
  negative_at (office, "2026-08-17");
  negative_check_state (office, "A01-2026-Q2-T08", "overdue", "urge");
  negative_complete (office, "A01-2026-Q2-T08", NULL, 2);
  negative_check_state (office, "A01-2026-Q2-T08", "completed_late", "feedback");
  negative_report_and_verify (office, "A01-2026-Q2-T08", "made_up");
  negative_check_state (office, "A01-2026-Q2-T08", "verified_made_up", "nothing");
  negative_check_loss (office, "A01-2026-Q2-T08", "3.5"); /* 20/4 × 0.7 */
  g_assert_cmpuint (office_count (office, "rectification"), ==, 2);
}

/* A second round is not in time because it is dated before the first was rejected. */
static void
test_second_round_comes_after (void)
{
  g_autoptr (Office) office = negative_desk_at ("2026-07-27");
  HechaAttachInput file
    = {.digest = "sha256:0000000000000000000000000000000000000000000000000000000000001009",
       .size = 7,
       .kind = "document",
       .mime = "application/pdf",
       .name = "复测记录.pdf"};
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  HechaNegativeInput measures = {.entry = "A01-2026-Q2-T08", .text = "再次整改"};
  HechaNegativeInput early
    = {.entry = "A01-2026-Q2-T08", .on = "2026-08-12", .text = "已补齐", .files = files};

  g_ptr_array_add (files, &file);
  negative_reject_first_round (office);
  negative_at (office, "2026-08-25");
  office_do (office, hecha_negative_measure, &measures);
  office_refuses (office, hecha_negative_complete, &early, "2026-08-13, when the round before was rejected");
  negative_complete (office, "A01-2026-Q2-T08", "2026-08-24", 2);
  negative_report_and_verify (office, "A01-2026-Q2-T08", "made_up");
  negative_check_loss (office, "A01-2026-Q2-T08", "3.5"); /* 20/4 × 0.7 */
}

static void
check_feedback_due (const char *completed, const char *due)
{
  g_autoptr (Office) office = negative_desk_at ("2026-02-05");
  g_autoptr (HechaNegative) entry = NULL;
  g_autofree char *text = NULL;

  negative_put_by_hand (office, "A01-2026-T02-Q1", "A01-2026-Q1-T02");
  negative_tell (office, "A01-2026-Q1-T02", "H01", "2026-02-13");
  negative_at (office, completed);
  negative_complete (office, "A01-2026-Q1-T02", NULL, 1);
  entry = negative_entry_of (office, "A01-2026-Q1-T02");
  text = hecha_date_dup_text (&entry->due.due);
  g_assert_cmpstr (text, ==, due);
  g_assert_cmpint (entry->late, ==, strcmp (completed, "2026-02-13") > 0);
  g_assert_cmpint (entry->days, ==, 5);
}

/* R049: two clocks, across the Spring Festival with its worked weekends. */
static void
test_feedback_due (void)
{
  check_feedback_due ("2026-02-13", "2026-02-27");
  check_feedback_due ("2026-02-14", "2026-02-28");
}

/* Late completion, timely feedback; and the other way round. */
static void
test_two_judgements (void)
{
  static const struct
  {
    const char *completed;
    const char *reported;
    gboolean late;
    gboolean feedback_late;
  } cases[] = {
    {"2026-02-14", "2026-02-28", TRUE, FALSE},
    {"2026-02-13", "2026-02-27", FALSE, FALSE},
    {"2026-02-13", "2026-02-28", FALSE, TRUE},
    {"2026-02-14", "2026-03-02", TRUE, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Office) office = negative_desk_at ("2026-02-05");
      g_autoptr (HechaNegative) entry = NULL;

      negative_put_by_hand (office, "A01-2026-T02-Q1", "A01-2026-Q1-T02");
      negative_tell (office, "A01-2026-Q1-T02", "H01", "2026-02-13");
      negative_at (office, cases[i].completed);
      negative_complete (office, "A01-2026-Q1-T02", NULL, 1);
      negative_at (office, cases[i].reported);
      negative_report_and_verify (office, "A01-2026-Q1-T02", "made_up");
      entry = negative_entry_of (office, "A01-2026-Q1-T02");
      g_assert_cmpint (entry->late, ==, cases[i].late);
      g_assert_cmpint (entry->feedback_late, ==, cases[i].feedback_late);
    }
}

/* ---- late ---- */

static void
test_urging (void)
{
  HechaNegativeInput urge
    = {.entry = "A01-2026-Q2-T08", .choice = "phone", .person = "何长洲", .text = "本周补报"};
  HechaNegativeInput pigeon = {.entry = "A01-2026-Q2-T08", .choice = "pigeon", .person = "何长洲"},
                     nobody = {.entry = "A01-2026-Q2-T08", .choice = "phone"};
  static const char *const channels[] = {"phone", "letter", "site"};
  g_autoptr (Office) office = negative_desk_at ("2026-07-27");
  g_autoptr (HechaNegative) before = NULL;
  g_autoptr (HechaNegative) after = NULL;
  g_autoptr (GError) error = NULL;

  negative_put_by_hand (office, "A01-2026-T08-Q2", "A01-2026-Q2-T08");
  negative_tell (office, "A01-2026-Q2-T08", "H01", "2026-08-14");
  negative_at (office, "2026-08-14");
  negative_check_state (office, "A01-2026-Q2-T08", "notified", "measures");
  negative_at (office, "2026-08-21");
  before = negative_entry_of (office, "A01-2026-Q2-T08");
  g_assert_cmpint (before->state, ==, HECHA_NEGATIVE_OVERDUE);
  g_assert_cmpint (before->days, ==, -5);
  g_assert_cmpuint (before->urgings->len, ==, 0);
  hecha_store_act (office->store, "O01", hecha_negative_urge, &pigeon, &error);
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  office_refuses (office, hecha_negative_urge, &nobody, "who was reached");
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      g_autoptr (HechaNegative) entry = negative_entry_of (office, "A01-2026-Q2-T08");

      g_assert_cmpstr (hecha_negative_next_channel (entry), ==, channels[i]);
      urge.choice = channels[i];
      office_do (office, hecha_negative_urge, &urge);
    }
  after = negative_entry_of (office, "A01-2026-Q2-T08");
  g_assert_cmpuint (after->urgings->len, ==, 3);
  g_assert_cmpstr (hecha_negative_next_channel (after), ==, "site");
  g_assert_cmpstr (hecha_record_get (after->urgings->pdata[0], "urged_by"), ==, "O01");
}

/* What is due until Sunday, a worked one here, and what should have been before. */
static void
test_this_week (void)
{
  g_autoptr (Office) office = negative_desk_at ("2026-09-01");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) due = NULL;
  g_autofree char *last = NULL;
  GDate today, sunday;
  HechaNegativeQuery query = {.due_by = &sunday};

  negative_put_by_hand (office, "A01-2026-T01-Q2", "A01-2026-Q2-T01");
  negative_put_by_hand (office, "A01-2026-T02-Q2", "A01-2026-Q2-T02");
  negative_put_by_hand (office, "A01-2026-T04-Q2", "A01-2026-Q2-T04");
  negative_put_by_hand (office, "A02-2026-T01-Q2", "A02-2026-Q2-T01");
  negative_tell (office, "A01-2026-Q2-T02", "H01", "2026-09-20");
  negative_tell (office, "A01-2026-Q2-T04", "H01", "2026-09-21");
  negative_tell (office, "A02-2026-Q2-T01", "H02", "2026-09-11");
  negative_at (office, "2026-09-18");
  hecha_date_from_ms (&today, office->now_ms);
  hecha_week_get_last_day (&today, &sunday);
  last = hecha_date_dup_text (&sunday);
  g_assert_cmpstr (last, ==, "2026-09-20");
  due = negative_list_of (office, &query);
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_cmpstr (((HechaNegative *)due->pdata[0])->entry->id, ==, "A02-2026-Q2-T01");
  g_assert_cmpint (((HechaNegative *)due->pdata[0])->days, ==, -5);
  g_assert_cmpint (((HechaNegative *)due->pdata[1])->days, ==, 1); /* Sunday 20 September is worked */
  all = negative_list_of (office, NULL);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpstr (((HechaNegative *)all->pdata[3])->entry->id, ==, "A01-2026-Q2-T01");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/negative/what-was-signed-or-declared-as-not-met-belongs-on-the-list", test_candidates);
  g_test_add_func ("/negative/a-unit-is-on-the-list-once", test_once);
  g_test_add_func ("/negative/provisional-costs-nothing-until-two-were-on-site", test_provisional);
  g_test_add_func ("/negative/an-entry-falls-with-its-finding", test_overturned);
  g_test_add_func ("/negative/the-finding-that-was-chosen-brings-the-unit-back", test_other_finding);
  g_test_add_func ("/negative/a-finding-brings-back-what-was-withdrawn", test_found_after_withdrawal);
  g_test_add_func ("/negative/a-notice-has-addressee-and-deadline", test_notice);
  g_test_add_func ("/negative/a-second-notice-is-signed-for-anew", test_second_notice);
  g_test_add_func ("/negative/days-of-an-unpublished-year-are-provisional", test_notice_of_next_year);
  g_test_add_func ("/negative/made-up-needs-new-evidence-and-two-inspectors", test_made_up);
  g_test_add_func ("/negative/what-is-rejected-is-made-up-anew", test_rejected);
  g_test_add_func ("/negative/a-round-comes-after-the-one-before", test_second_round_comes_after);
  g_test_add_func ("/negative/feedback-is-due-five-working-days-after-completion", test_feedback_due);
  g_test_add_func ("/negative/completion-and-feedback-are-judged-apart", test_two_judgements);
  g_test_add_func ("/negative/urging-grows-by-phone-letter-and-visit", test_urging);
  g_test_add_func ("/negative/what-is-due-this-week-comes-first", test_this_week);
  return g_test_run ();
}
