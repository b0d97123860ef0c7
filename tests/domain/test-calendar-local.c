/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include "domain/hecha-calendar-local.h"
#include "domain/hecha-deadline.h"
#include "domain/hecha-import-rule.h"
#include "store/hecha-work.h"

#include <string.h>

#define HEAD "date,day,name,overlay,source\n"

static void
import (Office *office, const char *csv, const char *year, gboolean expected)
{
  const char *const years[] = {year, NULL};
  g_autoptr (GBytes) bytes = g_bytes_new_static (csv, strlen (csv));
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  HechaImport table = {NULL};

  hecha_import_calendar (bytes, &rows, &problems);
  table.rows = rows;
  table.problems = problems;
  table.years = years;
  g_assert_cmpint (hecha_store_act (office->store, "O01", hecha_import_record_calendar, &table, NULL), ==,
                   expected);
}

static HechaDeadline
deadline (Office *office, const char *rule, const char *trigger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (hecha_store_reader (office->store), &error);
  HechaDeadline result;
  GDate date;

  g_assert_no_error (error);
  g_assert_true (hecha_date_parse (trigger, &date, NULL));
  g_assert_true (hecha_deadline_rule_apply (hecha_deadline_rule_find (rule), calendar, &date, &result, NULL));
  result.version = NULL; /* the calendar's */
  return result;
}

static void
check_due (Office *office, const char *rule, const char *trigger, const char *due, gboolean provisional)
{
  HechaDeadline result = deadline (office, rule, trigger);
  g_autofree char *text = hecha_date_dup_text (&result.due);

  g_assert_cmpstr (text, ==, due);
  g_assert_cmpint (result.provisional, ==, provisional);
}

/* An autonomous prefecture's festival in the middle of the 15 working days after a quarter. */
static void
test_local_day (void)
{
  g_autoptr (Office) office = office_new ();

  check_due (office, "D02", "2026-03-31", "2026-04-22", FALSE);
  import (office, HEAD "2026-04-15,休,三月三,望溪市,望溪市人民政府通知\n", NULL, TRUE);
  check_due (office, "D02", "2026-03-31", "2026-04-23", FALSE);
  import (office, HEAD "2026-04-15,按原表,,,更正\n2026-04-18,班,,,调休\n", NULL, TRUE);
  check_due (office, "D02", "2026-03-31", "2026-04-21", FALSE);
}

/* What depends on 2027 is provisional until the notice for that year is there. */
static void
test_year (void)
{
  g_autoptr (Office) office = office_new ();

  check_due (office, "D02", "2026-12-31", "2027-01-21", TRUE);
  import (office, HEAD "2026-04-15,休,三月三,,通知\n", "2027", FALSE);
  check_due (office, "D02", "2026-12-31", "2027-01-21", TRUE);
  import (office,
          HEAD "2027-01-01,休,元旦,,国办发明电〔2026〕9号\n2027-01-03,班,元旦,,国办发明电〔2026〕9号\n",
          "2027", TRUE);
  check_due (office, "D02", "2026-12-31", "2027-01-21", FALSE);
  import (office, HEAD "2027-01-03,按原表,,,更正\n", NULL, TRUE);
  check_due (office, "D02", "2026-12-31", "2027-01-22", FALSE);
}

static void
test_problems (void)
{
  guint counts[3];
  g_autoptr (Office) office = office_new ();
  g_autoptr (GPtrArray) problems = NULL;

  g_assert_false (office_import (office, "calendar",
                                 HEAD "2026-04-31,休,,,通知\n2026-04-15,也许,,,通知\n2026-04-16,休,,,\n"
                                      "2026-04-17,休,,,通知\n2026-04-17,班,,,通知\n",
                                 &problems, counts));
  g_assert_cmpuint (problems->len, ==, 4);
  g_assert_cmpuint (office_count (office, "calendar_day"), ==, 0);
  office_set_role (office, "team", "team:T1");
  g_assert_false (office_import (office, "calendar", HEAD "2026-04-15,休,,,通知\n", NULL, counts));
  g_assert_cmpuint (office_count (office, "calendar_day"), ==, 0);
}

static void
test_twice (void)
{
  static const char csv[] = HEAD "2026-04-15,休,三月三,望溪市,通知\n";
  g_autoptr (Office) office = office_new ();
  g_autofree char *before = NULL, *after = NULL;
  guint counts[3];

  g_assert_true (office_import (office, "calendar", csv, NULL, counts));
  g_assert_cmpuint (counts[0], ==, 1);
  before = hecha_store_digest (office->store, NULL, NULL);
  g_assert_true (office_import (office, "calendar", csv, NULL, counts));
  g_assert_cmpuint (counts[2], ==, 1);
  after = hecha_store_digest (office->store, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* The lists of a running program count by it too, as soon as they are brought up to date. */
static void
test_lists (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaWork) work = hecha_work_open (office->store, NULL);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *before = g_strdup (hecha_work_calendar_version (work));
  gboolean more;

  import (office, HEAD "2026-04-15,休,三月三,望溪市,通知\n", NULL, TRUE);
  g_assert_true (hecha_work_refresh (work, G_USEC_PER_SEC, changed, &more, NULL));
  g_assert_true (g_str_has_prefix (hecha_work_calendar_version (work), before));
  g_assert_cmpstr (hecha_work_calendar_version (work), !=, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-local/a-local-day-moves-every-deadline", test_local_day);
  g_test_add_func ("/calendar-local/a-published-year-is-not-provisional", test_year);
  g_test_add_func ("/calendar-local/a-table-with-problems-changes-nothing", test_problems);
  g_test_add_func ("/calendar-local/importing-twice-is-importing-once", test_twice);
  g_test_add_func ("/calendar-local/lists-count-by-it", test_lists);
  return g_test_run ();
}
