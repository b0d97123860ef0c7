/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-doubt.h"

#include "domain/hecha-calendar.h"

#include <string.h>

/* Clocks of laptops that nobody set are seldom further off than this. */
#define TOLERATED_MS (10 * 60 * 1000)

static gboolean
is_objected (const HechaAssignment *assignment)
{
  for (guint i = 0; i < assignment->signatures->len; i++)
    {
      const HechaRecord *signature = g_ptr_array_index (assignment->signatures, i);

      if (hecha_record_get (signature, "objection") != NULL
          || hecha_record_get_int (signature, "refused", 0) != 0)
        return TRUE;
    }
  return FALSE;
}

/* The first day on which somebody says to have been there. */
static const char *
first_day (const HechaAssignment *assignment)
{
  const char *first = NULL;

  for (guint i = 0; i < assignment->presence->len; i++)
    {
      const char *date = hecha_record_get (g_ptr_array_index (assignment->presence, i), "date");

      if (date != NULL && (first == NULL || strcmp (date, first) < 0))
        first = date;
    }
  return first;
}

/* Nobody signs before the sample was assigned, or before anybody was there. */
static gboolean
is_out_of_time (const HechaAssignment *assignment, const HechaRecord *signature, gint64 assigned_ms)
{
  const char *text = hecha_record_get (signature, "signed_at");
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  const char *day = first_day (assignment);
  g_autofree char *signed_day = NULL;
  gint64 ms;
  GDate date;

  if (time == NULL)
    return TRUE;
  ms = g_date_time_to_unix (time) * 1000;
  hecha_date_from_ms (&date, ms);
  signed_day = hecha_date_dup_text (&date);
  return (assigned_ms > 0 && ms + TOLERATED_MS < assigned_ms)
         || (day != NULL && strcmp (signed_day, day) < 0);
}

static gboolean
is_clock_wrong (const HechaAssignment *assignment, gint64 assigned_ms)
{
  for (guint i = 0; i < assignment->signatures->len; i++)
    if (is_out_of_time (assignment, g_ptr_array_index (assignment->signatures, i), assigned_ms))
      return TRUE;
  return FALSE;
}

/**
 * hecha_doubt_find:
 * @assignment: an assignment with all that was recorded on it
 * @outcome: of it
 * @assigned_ms: when it was assigned, ms since 1970; 0 when nobody knows
 *
 * Returns: mask of #HechaDoubt: those that can be seen on the assignment alone
 */
guint
hecha_doubt_find (const HechaAssignment *assignment, const HechaOutcome *outcome, gint64 assigned_ms)
{
  return (outcome->kind == HECHA_OUTCOME_DISPUTED ? HECHA_DOUBT_DISPUTED : 0)
         | (is_objected (assignment) ? HECHA_DOUBT_OBJECTED : 0)
         | (outcome->changed ? HECHA_DOUBT_CHANGED : 0)
         | (outcome->kind == HECHA_OUTCOME_BROKEN ? HECHA_DOUBT_BROKEN : 0)
         | (is_clock_wrong (assignment, assigned_ms) ? HECHA_DOUBT_CLOCK : 0);
}
