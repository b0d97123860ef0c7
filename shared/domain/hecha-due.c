/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-due.h"

#include <string.h>

/* When an assignment is due. The office writes the time limit of a plan as a sentence (P3 6.2.1), so what it means is
 * read out of it. */

#define MONTHS_OF_QUARTER 3

/* 2026-08-31, 2026/8/31, 2026.8.31, 2026年8月31日; the year may be missing in front of 8月31日 */
#define DATE_PATTERN                                                                                         \
  "(?<y>\\d{4})\\s*[-/.年]\\s*(?<m>\\d{1,2})\\s*[-/"                                                        \
  ".月]\\s*(?<d>\\d{1,2})|(?<m>\\d{1,2})\\s*月\\s*(?<d>\\d{1,2})\\s*日"
/* 15个工作日, 十五个工作日, 15 working days */
#define TERM_PATTERN "(?<n>\\d{1,3}|[一二两三四五六七八九十]{1,3})\\s*(?:个?工作日|working days?)"

static GRegex *
date_pattern (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once,
                       (gsize)g_regex_new (DATE_PATTERN, G_REGEX_DUPNAMES | G_REGEX_OPTIMIZE, 0, NULL));
  return (GRegex *)once;
}

static GRegex *
term_pattern (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize)g_regex_new (TERM_PATTERN, G_REGEX_OPTIMIZE, 0, NULL));
  return (GRegex *)once;
}

static guint
fetch_number (GMatchInfo *match, const char *name)
{
  g_autofree char *text = g_match_info_fetch_named (match, name);

  return text != NULL ? (guint)g_ascii_strtoull (text, NULL, 10) : 0;
}

/* Without a year it is the first such day from the beginning of the quarter on. */
static guint
year_of (guint month, const char *quarter)
{
  guint year = quarter != NULL ? (guint)g_ascii_strtoull (quarter, NULL, 10) : 0;
  const char *q = quarter != NULL ? strchr (quarter, 'Q') : NULL;

  if (q == NULL || q[1] < '1' || q[1] > '4')
    return year;
  return month <= (guint)(q[1] - '1') * MONTHS_OF_QUARTER ? year + 1 : year;
}

/* The last date in a text: of “from 1 July to 31 August” the second. */
static gboolean
find_date (const char *text, const char *quarter, GDate *date)
{
  g_autoptr (GMatchInfo) match = NULL;
  gboolean found = FALSE;

  for (g_regex_match (date_pattern (), text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      guint year = fetch_number (match, "y");
      guint month = fetch_number (match, "m");
      guint day = fetch_number (match, "d");

      year = year != 0 ? year : year_of (month, quarter);
      if (month > 12 || day > 31 || year < 1900 || year > 9999
          || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        continue;
      g_date_clear (date, 1);
      g_date_set_dmy (date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
      found = TRUE;
    }
  return found;
}

/* Up to 99: 十五, 二十, 三十五. */
static guint
read_chinese (const char *text)
{
  static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
  guint tens = 0, ones = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_str_has_prefix (at, "十"))
        {
          tens = MAX (ones, 1);
          ones = 0;
        }
      for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
        if (g_str_has_prefix (at, digits[i]))
          ones = i + 1;
      if (g_str_has_prefix (at, "两"))
        ones = 2;
    }
  return tens * 10 + ones;
}

static guint
find_term (const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (!g_regex_match (term_pattern (), text, 0, &match))
    return 0;
  number = g_match_info_fetch_named (match, "n");
  return g_ascii_isdigit (*number) ? (guint)g_ascii_strtoull (number, NULL, 10) : read_chinese (number);
}

/**
 * hecha_due_find:
 * @assignment: an assignment
 * @assigned: (nullable): the China day on which the office assigned it
 * @calendar: working days
 * @deadline: (out caller-allocates): the last day
 *
 * When the work on an assignment ends: the day that the office set for the plan or the package; else the last date that
 * its time limit names; else, where that says “within 15 working days”, so many after @assigned. A day that is named
 * does not move, whether it is worked or not.
 *
 * Returns: whether there is a deadline
 */
gboolean
hecha_due_find (const HechaRecord *assignment, const GDate *assigned, const HechaCalendar *calendar,
                HechaDeadline *deadline)
{
  const char *due = hecha_record_get (assignment, "due");
  const char *limit = hecha_record_get (assignment, "time_limit");
  guint term;
  GDate date;

  if ((due != NULL && hecha_date_parse (due, &date, NULL))
      || (limit != NULL && find_date (limit, hecha_record_get (assignment, "quarter"), &date)))
    {
      hecha_calendar_fix (calendar, &date, deadline);
      return TRUE;
    }
  term = limit != NULL && assigned != NULL ? find_term (limit) : 0;
  if (term == 0)
    return FALSE;
  hecha_calendar_add_working_days (calendar, assigned, term, deadline);
  return TRUE;
}

/**
 * hecha_due_count_days:
 * @calendar: working days
 * @today: China date
 * @due: a last day
 * @provisional: (out): whether the calendar lacks one of the years between, so that the number may still change
 *
 * Returns: how many working days are left, @due among them and @today not; negative: how many it is late
 */
int
hecha_due_count_days (const HechaCalendar *calendar, const GDate *today, const GDate *due,
                      gboolean *provisional)
{
  gboolean first, last;

  hecha_calendar_is_working_day (calendar, today, &first);
  hecha_calendar_is_working_day (calendar, due, &last);
  *provisional = first || last;
  return g_date_compare (today, due) <= 0 ? (int)hecha_calendar_count_working_days (calendar, today, due)
                                          : -(int)hecha_calendar_count_working_days (calendar, due, today);
}
