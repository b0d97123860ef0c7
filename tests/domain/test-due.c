/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-due.h"
#include "domain/hecha-records.h"

#include <locale.h>
#include <string.h>

static HechaRecord *
assignment_new (const char *quarter, const char *limit, const char *due)
{
  const HechaSchema *schema = hecha_records ();
  const HechaType *type
    = &schema->types[hecha_schema_find_type (schema, "assignment", strlen ("assignment"))];
  const char *const set[][2] = {{"quarter", quarter}, {"time_limit", limit}, {"due", due}};
  HechaRecord *record = hecha_record_new (type, "team:T1", "P/U");

  for (guint i = 0; i < G_N_ELEMENTS (set); i++)
    record->values[hecha_type_find_field (type, set[i][0], strlen (set[i][0]))] = g_strdup (set[i][1]);
  return record;
}

static void
test_find (void)
{
  static const struct
  {
    const char *quarter, *limit, *due, *expected;
    gboolean provisional;
  } cases[] = {
    {"2026Q2", "第二季度", "2026-08-14", "2026-08-14"},
    {"2026Q2", "2026-08-31", NULL, "2026-08-31"},
    {"2026Q2", "2026-08-31", "2026-08-14", "2026-08-14"},
    {"2026Q2", "于2026年8月14日前完成", NULL, "2026-08-14"},
    {"2026Q2", "7月1日至8月31日", NULL, "2026-08-31"},
    {"2026Q4", "12月1日至1月31日", NULL, "2027-01-31"},
    {"2026Q2", "2026.7.1-2026.7.31", NULL, "2026-07-31"},
    {"2026Q2", "2026年2月30日", NULL, NULL},
    {"2026Q2", "13月1日", NULL, NULL},
    {"2026Q2", "尽快", NULL, NULL},
    {"2026Q2", NULL, NULL, NULL},
    /* assigned on Tuesday 2026-09-29: Golden Week does not count, worked Saturdays do (R090) */
    {"2026Q2", "5个工作日内", NULL, "2026-10-12"},
    {"2026Q2", "接到任务后十五个工作日", NULL, "2026-10-26"},
    {"2026Q2", "within 3 working days", NULL, "2026-10-09"},
    {"2026Q2", "120个工作日", NULL, "2027-03-22", TRUE},
  };
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load (NULL);
  GDate assigned;

  g_assert_nonnull (calendar);
  g_date_clear (&assigned, 1);
  g_date_set_dmy (&assigned, 29, G_DATE_SEPTEMBER, 2026);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HechaRecord) record = assignment_new (cases[i].quarter, cases[i].limit, cases[i].due);
      HechaDeadline deadline = {0};
      gboolean there = hecha_due_find (record, &assigned, calendar, &deadline);
      g_autofree char *text = there ? hecha_date_dup_text (&deadline.due) : NULL;

      g_test_message ("%s", cases[i].limit);
      g_assert_cmpstr (text, ==, cases[i].expected);
      g_assert_cmpint (deadline.provisional, ==, cases[i].provisional);
    }
}

static void
test_count (void)
{
  static const struct
  {
    const char *today, *due;
    int days;
    gboolean provisional;
  } cases[] = {
    {"2026-09-29", "2026-09-30", 1, FALSE}, {"2026-09-29", "2026-09-29", 0, FALSE},
    {"2026-09-30", "2026-10-08", 1, FALSE}, {"2026-10-09", "2026-09-30", -2, FALSE},
    {"2026-12-31", "2027-01-04", 2, TRUE},
  };
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate today, due;
      gboolean provisional = FALSE;

      g_assert_true (hecha_date_parse (cases[i].today, &today, NULL));
      g_assert_true (hecha_date_parse (cases[i].due, &due, NULL));
      g_test_message ("%s to %s", cases[i].today, cases[i].due);
      g_assert_cmpint (hecha_due_count_days (calendar, &today, &due, &provisional), ==, cases[i].days);
      g_assert_cmpint (provisional, ==, cases[i].provisional);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/due/reads-what-the-office-wrote", test_find);
  g_test_add_func ("/due/counts-working-days", test_count);
  return g_test_run ();
}
