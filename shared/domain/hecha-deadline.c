/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-deadline.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>

static const HechaDeadlineRule rules[] = {
  {"D01", "P3 6.1.1", "a day of the month: monthly self-check", 0, HECHA_TERM_MONTH_END},
  {"D02", "P3 6.1.2", "last day of the quarter: analysis meeting", 15, HECHA_TERM_WORKING_DAYS},
  {"D03", "P3 6.1.3", "30 June: half-year review", 15, HECHA_TERM_WORKING_DAYS},
  {"D04", "P3 6.1.4", "a day of the year: self-check of the year, evidence ready", 10,
   HECHA_TERM_NEXT_JANUARY},
  {"D05", "P3 3.3", "a day of the year: year-end review, from 1 December", 31, HECHA_TERM_NEXT_JANUARY},
  {"D06", "P3 6.2.4", "notice: rectification", 0, HECHA_TERM_BY_OFFICE},
  {"D07", "P3 6.2.5", "declared completion: rectification feedback", 5, HECHA_TERM_WORKING_DAYS},
  {"D08", "P3 6.2.6, proposal", "last day of the quarter: quality report", 20, HECHA_TERM_WORKING_DAYS},
  {"D09", "P3 7.1, proposal", "last day of the quarter: declaration", 15, HECHA_TERM_WORKING_DAYS},
  {"D10", "P3 7.5", "a day of the month: cloud upload", 0, HECHA_TERM_MONTH_END},
  {"D11", "P2 3.4.2(1)", "receipt: target review", 30, HECHA_TERM_DAYS},
  {"D12", "P3 4.3 a, proposal", "receipt of the finding: appeal", 5, HECHA_TERM_WORKING_DAYS},
  {"D13", "P3 4.3 a, proposal", "accepted appeal: ruling", 15, HECHA_TERM_WORKING_DAYS},
  {"D14", "P3 6.2.2, proposal", "urgent plan created: start of the check", 3, HECHA_TERM_WORKING_DAYS},
};

/**
 * hecha_deadline_rule_find:
 * @id: such as "D07"
 *
 * Returns: (transfer none) (nullable): the rule; %NULL when there is none of that name
 */
const HechaDeadlineRule *
hecha_deadline_rule_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].id, id))
      return &rules[i];
  return NULL;
}

/**
 * hecha_deadline_rule_apply:
 * @self: a rule
 * @calendar: working days
 * @trigger: the day that it counts from
 * @deadline: (out caller-allocates): the result
 *
 * Fails with %HECHA_ERROR_REFUSED for a deadline that the office sets by hand.
 *
 * Returns: whether there is something to compute
 */
gboolean
hecha_deadline_rule_apply (const HechaDeadlineRule *self, const HechaCalendar *calendar, const GDate *trigger,
                           HechaDeadline *deadline, GError **error)
{
  GDate day = *trigger;

  switch (self->unit)
    {
    case HECHA_TERM_WORKING_DAYS:
      hecha_calendar_add_working_days (calendar, trigger, self->term, deadline);
      return TRUE;
    case HECHA_TERM_DAYS:
      hecha_calendar_add_days (calendar, trigger, self->term, deadline);
      return TRUE;
    case HECHA_TERM_MONTH_END:
      g_date_set_day (&day, g_date_get_days_in_month (g_date_get_month (&day), g_date_get_year (&day)));
      hecha_calendar_fix (calendar, &day, deadline);
      return TRUE;
    case HECHA_TERM_NEXT_JANUARY:
      g_date_set_dmy (&day, (GDateDay)self->term, G_DATE_JANUARY, (GDateYear)(g_date_get_year (trigger) + 1));
      hecha_calendar_fix (calendar, &day, deadline);
      return TRUE;
    case HECHA_TERM_BY_OFFICE:
      break;
    }

  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("the office sets the deadline %s (%s) by hand"),
               self->id, self->clause);
  return FALSE;
}

/**
 * hecha_quarter_get_last_day:
 * @year: the year
 * @quarter: 1 to 4
 * @date: (out caller-allocates): 31 March, 30 June, 30 September or 31 December
 */
void
hecha_quarter_get_last_day (guint year, guint quarter, GDate *date)
{
  GDateMonth month = (GDateMonth)(3 * quarter);

  g_date_clear (date, 1);
  g_date_set_dmy (date, g_date_get_days_in_month (month, (GDateYear)year), month, (GDateYear)year);
}

/**
 * hecha_year_end_window_contains:
 * @year: the year that is reviewed
 * @date: the day of a year-end plan
 *
 * P3 3.3: the year-end review (年终复核) is from December of the year to January of the next.
 *
 * Returns: whether @date lies in it
 */
gboolean
hecha_year_end_window_contains (guint year, const GDate *date)
{
  return (g_date_get_year (date) == year && g_date_get_month (date) == G_DATE_DECEMBER)
         || (g_date_get_year (date) == year + 1 && g_date_get_month (date) == G_DATE_JANUARY);
}
