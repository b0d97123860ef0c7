/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-calendar.h"

#include <string.h>

#include "base/hecha-data.h"
#include "base/hecha-error.h"
#include "domain/hecha-deadline.h"

static GDate
date (const char *text)
{
  g_autoptr (GError) error = NULL;
  GDate day;

  hecha_date_parse (text, &day, &error);
  g_assert_no_error (error);
  return day;
}

static HechaCalendar *
load (void)
{
  g_autoptr (GError) error = NULL;
  HechaCalendar *calendar = hecha_calendar_load (&error);

  g_assert_no_error (error);
  return calendar;
}

typedef struct
{
  const char *rule;
  const char *trigger;
  const char *due;
} Example;

static void
check_examples (const Example *examples, gsize n_examples, gboolean provisional)
{
  g_autoptr (HechaCalendar) calendar = load ();

  for (gsize i = 0; i < n_examples; i++)
    {
      const HechaDeadlineRule *rule = hecha_deadline_rule_find (examples[i].rule);
      GDate trigger = date (examples[i].trigger);
      g_autofree char *due = NULL;
      HechaDeadline deadline;

      g_assert_true (hecha_deadline_rule_apply (rule, calendar, &trigger, &deadline, NULL));
      due = hecha_date_dup_text (&deadline.due);
      g_assert_cmpstr (due, ==, examples[i].due);
      g_assert_cmpint (deadline.provisional, ==, provisional);
      g_assert_cmpstr (deadline.version, ==, "holiday-cn d4e53bf2143d (2026-08-07)");
    }
}

/* Each was counted by hand, day by day. */
static void
test_worked_examples (void)
{
  static const Example examples[] = {
    {"D02", "2018-12-31", "2019-01-22"}, {"D02", "2019-03-31", "2019-04-22"},
    {"D07", "2020-01-22", "2020-02-06"}, {"D07", "2021-09-17", "2021-09-26"},
    {"D02", "2023-09-30", "2023-10-25"}, {"D03", "2024-06-30", "2024-07-19"},
    {"D02", "2024-09-30", "2024-10-25"}, {"D02", "2025-09-30", "2025-10-28"},
    {"D02", "2025-12-31", "2026-01-22"}, {"D07", "2026-02-13", "2026-02-27"},
    {"D07", "2026-02-14", "2026-02-28"}, {"D11", "2026-01-24", "2026-02-24"},
    {"D02", "2026-03-31", "2026-04-22"}, {"D03", "2026-06-30", "2026-07-21"},
    {"D02", "2026-09-30", "2026-10-27"}, {"D07", "2026-04-30", "2026-05-11"},
    {"D11", "2026-09-01", "2026-10-08"}, {"D14", "2026-09-18", "2026-09-22"},
  };

  check_examples (examples, G_N_ELEMENTS (examples), FALSE);
}

/* 20 calendar days that end on the first of May: published after the holiday (D18). */
static void
test_days_move_to_the_next_working_day (void)
{
  g_autoptr (HechaCalendar) calendar = load ();
  GDate from = date ("2026-04-16"), expected = date ("2026-05-06");
  HechaDeadline deadline;

  hecha_calendar_add_days (calendar, &from, 20, &deadline);
  g_assert_cmpint (g_date_compare (&deadline.due, &expected), ==, 0);
}

/* 10 January 2026 is a Saturday, 31 January 2027 a Sunday in a year without data: a named day is what it is. */
static void
test_fixed_dates_do_not_move (void)
{
  static const Example examples[] = {
    {"D04", "2025-06-30", "2026-01-10"}, {"D04", "2026-12-31", "2027-01-10"},
    {"D05", "2026-12-01", "2027-01-31"}, {"D01", "2026-02-03", "2026-02-28"},
    {"D10", "2024-02-29", "2024-02-29"},
  };

  check_examples (examples, G_N_ELEMENTS (examples), FALSE);
}

static void
test_year_without_data_is_provisional (void)
{
  static const Example examples[]
    = {{"D02", "2026-12-31", "2027-01-21"}, {"D11", "2026-12-20", "2027-01-19"}};
  g_autoptr (HechaCalendar) calendar = load ();
  GDate day = date ("2027-10-01"), before = date ("2026-10-01");
  gboolean provisional;

  check_examples (examples, G_N_ELEMENTS (examples), TRUE);
  g_assert_true (hecha_calendar_is_working_day (calendar, &day, &provisional));
  g_assert_true (provisional);
  g_assert_false (hecha_calendar_is_working_day (calendar, &before, &provisional));
  g_assert_false (provisional);
}

static void
test_working_days_of_each_year (void)
{
  static const guint expected[] = {250, 250, 249, 250, 249, 249, 251, 248, 248};
  g_autoptr (HechaCalendar) calendar = load ();

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *before = g_strdup_printf ("%u-12-31", 2017 + i);
      g_autofree char *last = g_strdup_printf ("%u-12-31", 2018 + i);
      GDate after = date (before), until = date (last);

      g_assert_cmpuint (hecha_calendar_count_working_days (calendar, &after, &until), ==, expected[i]);
    }
}

static void
test_adjusted_days (void)
{
  static const char *const worked[] = {"2026-09-20", "2026-02-14", "2018-12-29", "2021-09-26"};
  static const char *const off[] = {"2020-01-31", "2018-12-31", "2022-12-31", "2026-02-23", "2026-09-19"};
  g_autoptr (HechaCalendar) calendar = load ();

  for (guint i = 0; i < G_N_ELEMENTS (worked); i++)
    {
      GDate day = date (worked[i]);
      g_assert_true (hecha_calendar_is_working_day (calendar, &day, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (off); i++)
    {
      GDate day = date (off[i]);
      g_assert_false (hecha_calendar_is_working_day (calendar, &day, NULL));
    }
}

static void
test_lateness_counts_working_days (void)
{
  g_autoptr (HechaCalendar) calendar = load ();
  GDate due = date ("2025-10-28"), next = date ("2025-10-29"), friday = date ("2026-09-18"),
        sunday = date ("2026-09-20");

  g_assert_cmpuint (hecha_calendar_count_working_days (calendar, &due, &due), ==, 0);
  g_assert_cmpuint (hecha_calendar_count_working_days (calendar, &due, &next), ==, 1);
  g_assert_cmpuint (hecha_calendar_count_working_days (calendar, &friday, &sunday), ==, 1);
  g_assert_cmpuint (hecha_calendar_count_working_days (calendar, &next, &due), ==, 0);
}

static void
test_local_days_lie_on_top (void)
{
  g_autoptr (HechaCalendar) calendar = load ();
  GDate festival = date ("2026-04-15"), from = date ("2026-03-31");
  g_autofree char *due = NULL;
  HechaDeadline deadline;

  hecha_calendar_set_day (calendar, &festival, TRUE);
  hecha_calendar_add_working_days (calendar, &from, 15, &deadline);
  due = hecha_date_dup_text (&deadline.due);
  g_assert_cmpstr (due, ==, "2026-04-23");
}

static void
test_year_end_window (void)
{
  static const char *const inside[] = {"2026-12-01", "2027-01-31"}, *const outside[]
                                                                    = {"2026-11-30", "2027-02-01",
                                                                       "2026-01-15"};

  for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
    {
      GDate day = date (inside[i]);
      g_assert_true (hecha_year_end_window_contains (2026, &day));
    }
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      GDate day = date (outside[i]);
      g_assert_false (hecha_year_end_window_contains (2026, &day));
    }
}

static void
test_quarters (void)
{
  static const char *const last[] = {"2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"};

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *text = NULL;
      GDate day;

      hecha_quarter_get_last_day (2026, i + 1, &day);
      text = hecha_date_dup_text (&day);
      g_assert_cmpstr (text, ==, last[i]);
    }
}

static void
test_deadline_by_hand (void)
{
  g_autoptr (HechaCalendar) calendar = load ();
  g_autoptr (GError) error = NULL;
  GDate day = date ("2026-04-30");
  HechaDeadline deadline;

  g_assert_false (
    hecha_deadline_rule_apply (hecha_deadline_rule_find ("D06"), calendar, &day, &deadline, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_assert_null (hecha_deadline_rule_find ("D99"));
}

static void
test_bad_dates (void)
{
  static const char *const bad[]
    = {"",         "2026-2-3",   "2026-02-29",  "2026-13-01", "2026-00-10", "2026-01-1x",
       "26-01-01", "2026/01/01", "2026-01-011", "0000-01-01", "1899-12-31"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      GDate day;

      g_assert_false (hecha_date_parse (bad[i], &day, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
    }
}

#define HEAD "# version: test\n# years: 2030\n"

static void
test_bad_tables (void)
{
  static const char *const bad[][2] = {
    {"2030-01-01\toff\tx\ty\n", "the calendar does not say its version or its years"},
    {"# version: test\n# years: 203O\n", "the calendar, line 2: “203O” is not a year"},
    {HEAD "2030-01-01\tOFF\tx\ty\n", "the calendar, line 3: not date, off or work, name and source"},
    {HEAD "2030-01-01\toff\tx\n", "the calendar, line 3: not date, off or work, name and source"},
    {HEAD "2030-02-30\toff\tx\ty\n", "the calendar, line 3: “2030-02-30” is not a date such as 2026-09-18"},
    {HEAD "2030-01-01\toff\tx\ty\n2030-01-01\twork\tx\ty\n",
     "the calendar, line 4: 2030-01-01 stands there twice"},
    {HEAD "\xb9\xfa", "the calendar is not UTF-8"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hecha_calendar_parse (bad[i][0], strlen (bad[i][0]), &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, bad[i][1]);
    }
}

/* An office loads next year's notice before the program is updated. */
static void
test_table_is_replaceable (void)
{
  static const char text[] = HEAD "2030-01-01\toff\t元旦\tnotice\n2030-01-05\twork\t元旦\tnotice\n";
  g_autoptr (HechaCalendar) calendar = hecha_calendar_parse (text, strlen (text), NULL);
  GDate from = date ("2029-12-31");
  g_autofree char *due = NULL;
  HechaDeadline deadline;

  hecha_calendar_add_working_days (calendar, &from, 4, &deadline);
  due = hecha_date_dup_text (&deadline.due);
  g_assert_cmpstr (due, ==, "2030-01-05");
  g_assert_false (deadline.provisional);
  g_assert_cmpstr (deadline.version, ==, "test");
}

static void
test_data_folder (void)
{
  g_autofree char *before = g_strdup (g_getenv ("HECHA_DATA_DIR"));
  g_autofree char *path = NULL, *installed = NULL;

  g_setenv ("HECHA_DATA_DIR", "/somewhere", TRUE);
  path = hecha_data_path ("calendar/x.tsv");
  g_unsetenv ("HECHA_DATA_DIR");
  installed = hecha_data_path ("calendar/x.tsv");
  g_setenv ("HECHA_DATA_DIR", before, TRUE);

  g_assert_cmpstr (path, ==, "/somewhere/calendar/x.tsv");
  g_assert_true (g_str_has_suffix (installed, "/hecha/calendar/x.tsv"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/worked-examples-are-as-counted-by-hand", test_worked_examples);
  g_test_add_func ("/calendar/days-move-to-the-next-working-day", test_days_move_to_the_next_working_day);
  g_test_add_func ("/calendar/fixed-dates-do-not-move", test_fixed_dates_do_not_move);
  g_test_add_func ("/calendar/year-without-data-is-provisional", test_year_without_data_is_provisional);
  g_test_add_func ("/calendar/working-days-of-2018-to-2026", test_working_days_of_each_year);
  g_test_add_func ("/calendar/adjusted-days-and-neighbour-years", test_adjusted_days);
  g_test_add_func ("/calendar/lateness-counts-working-days", test_lateness_counts_working_days);
  g_test_add_func ("/calendar/local-days-lie-on-top", test_local_days_lie_on_top);
  g_test_add_func ("/calendar/year-end-window-is-december-and-january", test_year_end_window);
  g_test_add_func ("/calendar/quarters-end-on-their-last-day", test_quarters);
  g_test_add_func ("/calendar/deadline-of-the-office-is-not-computed", test_deadline_by_hand);
  g_test_add_func ("/calendar/bad-date-is-refused", test_bad_dates);
  g_test_add_func ("/calendar/bad-table-is-refused-with-its-line", test_bad_tables);
  g_test_add_func ("/calendar/table-is-replaceable", test_table_is_replaceable);
  g_test_add_func ("/data/environment-comes-before-the-installed-folder", test_data_folder);
  return g_test_run ();
}
