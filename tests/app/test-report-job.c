/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../domain/two-offices.h"

#include "hecha-report-job.h"

#define QUARTER "2026Q2"
#define PART_D  3

static HechaReportView *
look (Office *office, const char *quarter)
{
  g_autoptr (GError) error = NULL;
  HechaReportView *view = hecha_report_view_work (office->store, (gpointer)quarter, NULL, &error);

  g_assert_no_error (error);
  return view;
}

/* As the saver does it: what was typed into the part that the view shows, over what it showed. */
static HechaLive *
type (Office *office, const HechaReportView *view, guint part, const char *words)
{
  const HechaDraft draft = {(char *)"office",
                            (char *)"quarter_report",
                            view->report->quarter,
                            (char *)hecha_quarter_report_get_field (part),
                            (char *)words,
                            view->lives[part]->over,
                            0};
  g_autoptr (GError) error = NULL;
  HechaLive *live = hecha_edit_commit (office->store, &draft, &error);

  g_assert_no_error (error);
  return live;
}

static void
begin (Two *two)
{
  two->first = office_new ();
  two->second = office_new ();
  draft_plan (two->first, PLAN, "核实申报", NULL);
  meet (two);
}

/* Before anybody wrote, the draft that the figures make is what is seen. */
static void
test_shows_the_draft (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaReportView) view = NULL;

  begin (&two);
  view = look (two.first, NULL);
  g_assert_cmpstr (view->report->quarter, ==, QUARTER);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    {
      g_assert_cmpstr (view->lives[i]->text, ==, view->report->texts[i]);
      g_assert_null (view->lives[i]->over[0]);
    }
}

static void
test_records_what_was_typed (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaReportView) before = NULL, after = NULL;
  g_autoptr (HechaLive) live = NULL, again = NULL;

  begin (&two);
  before = look (two.first, QUARTER);
  live = type (two.first, before, PART_D, "约谈");
  after = look (two.first, QUARTER);
  g_assert_cmpstr (after->report->texts[PART_D], ==, "约谈");
  again = type (two.first, after, PART_D, "约谈逾期部门");
  meet (&two);
  hecha_report_view_free (g_steal_pointer (&after));
  after = look (two.second, QUARTER);
  g_assert_cmpstr (after->report->texts[PART_D], ==, "约谈逾期部门");
  g_assert_cmpuint (after->report->disputed, ==, 0);
}

/* Two laptops write the same part, each with the words of the other unseen: both stay. */
static void
test_keeps_both_words (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaReportView) seen = NULL, other = NULL, after = NULL;
  g_autoptr (HechaLive) live = NULL, others = NULL;
  g_autoptr (HechaConflict) conflict = NULL;

  begin (&two);
  seen = look (two.first, QUARTER);
  other = look (two.second, QUARTER);
  others = type (two.second, other, PART_D, "通报");
  meet (&two);
  live = type (two.first, seen, PART_D, "约谈");
  meet (&two);
  conflict = only_conflict (two.second, "value");
  g_assert_cmpstr (conflict->field, ==, "part_d");
  g_assert_cmpuint (conflict->values->len, ==, 2);
  after = look (two.first, QUARTER);
  g_assert_cmpuint (after->report->disputed, ==, 1 << PART_D);
}

/* Who asked for a quarter gets it, whatever is the newest meanwhile. */
static void
test_stays_at_its_quarter (void)
{
  HechaPlanInput next
    = {.code = "HC2026Q3-A", .kind = "quarterly", .quarter = "2026Q3", .selection = "random"};
  g_auto (Two) two = {NULL};
  g_autoptr (HechaReportView) view = NULL;

  begin (&two);
  office_do (two.first, hecha_plan_create, &next);
  view = look (two.first, QUARTER);
  g_assert_cmpstr (view->report->quarter, ==, QUARTER);
  g_assert_cmpuint (view->quarters->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-job/shows-the-draft", test_shows_the_draft);
  g_test_add_func ("/report-job/records-what-was-typed", test_records_what_was_typed);
  g_test_add_func ("/report-job/keeps-both-words", test_keeps_both_words);
  g_test_add_func ("/report-job/stays-at-its-quarter", test_stays_at_its_quarter);

  return g_test_run ();
}
