/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-calendar.h"

G_BEGIN_DECLS

/**
 * HechaTermUnit:
 * @HECHA_TERM_WORKING_DAYS: that many working days after the trigger
 * @HECHA_TERM_DAYS: that many days after the trigger, moved to the next working day
 * @HECHA_TERM_MONTH_END: the last day of the trigger's month, not moved
 * @HECHA_TERM_NEXT_JANUARY: that day of the January after the trigger's year, not moved
 * @HECHA_TERM_BY_OFFICE: the office writes a date; there is nothing to compute
 */
typedef enum
{
  HECHA_TERM_WORKING_DAYS,
  HECHA_TERM_DAYS,
  HECHA_TERM_MONTH_END,
  HECHA_TERM_NEXT_JANUARY,
  HECHA_TERM_BY_OFFICE,
} HechaTermUnit;

/**
 * HechaDeadlineRule:
 * @id: "D07"
 * @clause: where it comes from: P3 is Part 3 (目标管控), P2 is Part 2 (目标制定); a "proposal" has no number in the clause
 *   and is the office's to change
 * @trigger: what it counts from
 * @term: how many
 * @unit: of what
 */
typedef struct
{
  const char *id;
  const char *clause;
  const char *trigger;
  guint term;
  HechaTermUnit unit;
} HechaDeadlineRule;

const HechaDeadlineRule *hecha_deadline_rule_find (const char *id);
gboolean hecha_deadline_rule_apply (const HechaDeadlineRule *self, const HechaCalendar *calendar,
                                    const GDate *trigger, HechaDeadline *deadline, GError **error);

void hecha_quarter_get_last_day (guint year, guint quarter, GDate *date);
gboolean hecha_year_end_window_contains (guint year, const GDate *date);

G_END_DECLS
