/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-calendar.h"
#include "domain/hecha-reader.h"

G_BEGIN_DECLS

/* The negative list (负面清单, P3 6.2.4, 6.2.5, 7.2): what was not done in one quarter, and how it is made up. */

/* Losses are integers: a weight is in hundredths of a point, a quarter of it is lost, and of that 4, 7 or 10 tenths. */
#define HECHA_POINT G_GINT64_CONSTANT (100000)

/**
 * HechaNegativeState:
 * @HECHA_NEGATIVE_PROVISIONAL: nobody confirmed it on site (P3 7.2); it costs nothing yet
 * @HECHA_NEGATIVE_CONFIRMED: the head of the agency has to be notified (P3 6.2.4)
 * @HECHA_NEGATIVE_NOTIFIED: the agency's measures are missing
 * @HECHA_NEGATIVE_RECTIFYING: it has measures, and works; after a rejection it needs new ones
 * @HECHA_NEGATIVE_OVERDUE: the last day passed before it completed
 * @HECHA_NEGATIVE_COMPLETED: it says that it is done; its feedback is due (P3 6.2.5)
 * @HECHA_NEGATIVE_COMPLETED_LATE: likewise, after the last day
 * @HECHA_NEGATIVE_FEEDBACK_GIVEN: two inspectors have to look (P3 2.2)
 * @HECHA_NEGATIVE_MADE_UP: they found it made up
 * @HECHA_NEGATIVE_WITHDRAWN: taken back by the office, or the finding it rests on was ruled otherwise
 *
 * Computed from what was recorded, never stored.
 */
typedef enum
{
  HECHA_NEGATIVE_PROVISIONAL,
  HECHA_NEGATIVE_CONFIRMED,
  HECHA_NEGATIVE_NOTIFIED,
  HECHA_NEGATIVE_RECTIFYING,
  HECHA_NEGATIVE_OVERDUE,
  HECHA_NEGATIVE_COMPLETED,
  HECHA_NEGATIVE_COMPLETED_LATE,
  HECHA_NEGATIVE_FEEDBACK_GIVEN,
  HECHA_NEGATIVE_MADE_UP,
  HECHA_NEGATIVE_WITHDRAWN,
} HechaNegativeState;

/**
 * HechaNegativeStep:
 *
 * What has to happen next, and so which of the commands and buttons comes first.
 */
typedef enum
{
  HECHA_NEGATIVE_NOTHING,
  HECHA_NEGATIVE_CONFIRM,
  HECHA_NEGATIVE_NOTIFY,
  HECHA_NEGATIVE_MEASURES,
  HECHA_NEGATIVE_COMPLETE,
  HECHA_NEGATIVE_URGE,
  HECHA_NEGATIVE_FEEDBACK,
  HECHA_NEGATIVE_VERIFY,
} HechaNegativeStep;

/**
 * HechaNegativeContext:
 * @calendar: working days, as hecha_calendar_load_local() gives them
 * @today: China date
 *
 * By what deadlines are judged.
 */
typedef struct
{
  const HechaCalendar *calendar;
  GDate today;
} HechaNegativeContext;

/**
 * HechaNegative:
 * @entry: what the office put on the list
 * @target: (nullable): that was not met
 * @requirement: (nullable): of the quarter
 * @agency: (nullable)
 * @quarter: such as 2026Q2
 * @rectifications: (element-type HechaRecord): each round of making up, the last one counts
 * @urgings: (element-type HechaRecord): by date
 * @state: how far it is
 * @step: what comes next
 * @disputed: two of the office wrote something of it differently
 * @overturned: withdrawn because the finding was ruled otherwise, or another finding was chosen (P3 4.3 a)
 * @late: it was completed after the last day, or has not been completed on it
 * @feedback_late: the feedback came, or still lacks, after its 5 working days; a judgement of its own (R049)
 * @has_due: whether a day is set for @step
 * @due: that day
 * @days: working days left until it; negative: that it is late
 * @days_provisional: the calendar lacks one of the years between
 * @notice_days: working days from the leader's signature to the notice (R048); -1 without one of them
 * @has_weight: whether the target has a weight; without, its loss is unknown
 * @loss: that the agency's score has of it, in 1/%HECHA_POINT of a point
 * @spared: (only with @overturned): what @loss would be if the finding had stood
 *
 * One entry of the list, with all that belongs to it.
 */
typedef struct
{
  HechaRecord *entry;
  HechaRecord *target;
  HechaRecord *requirement;
  HechaRecord *agency;
  char *quarter;
  GPtrArray *rectifications;
  GPtrArray *urgings;
  HechaNegativeState state;
  HechaNegativeStep step;
  gboolean disputed;
  gboolean overturned;
  gboolean late;
  gboolean feedback_late;
  gboolean has_due;
  HechaDeadline due;
  int days;
  gboolean days_provisional;
  int notice_days;
  gboolean has_weight;
  gint64 loss;
  gint64 spared;
} HechaNegative;

/**
 * HechaNegativeQuery:
 * @quarter: (nullable): such as 2026Q2
 * @agency: (nullable): its code
 * @due_by: (nullable): what is due on this day or before
 *
 * Which entries; %NULL for all.
 */
typedef struct
{
  const char *quarter;
  const char *agency;
  const GDate *due_by;
} HechaNegativeQuery;

HechaNegative *hecha_negative_load (HechaReader *reader, const char *id, const HechaNegativeContext *context,
                                    GError **error);
GPtrArray *hecha_negative_list (HechaReader *reader, const HechaNegativeQuery *query,
                                const HechaNegativeContext *context, GError **error);
void hecha_negative_free (HechaNegative *self);

const char *hecha_negative_state_name (HechaNegativeState state);
const char *hecha_negative_step_name (HechaNegativeStep step);
const char *hecha_negative_next_channel (const HechaNegative *self);
const HechaRecord *hecha_negative_get_round (const HechaNegative *self);
gboolean hecha_negative_counts (const HechaNegative *self);

void hecha_week_get_last_day (const GDate *today, GDate *last);
gboolean hecha_unit_parse (const char *unit, char **agency, guint *year, char **number, guint *quarter);
char *hecha_unit_dup_target (const char *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNegative, hecha_negative_free)

G_END_DECLS
