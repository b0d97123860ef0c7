/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"
#include "domain/hecha-calendar.h"

G_BEGIN_DECLS

/* The inspected agency appeals (申诉) against an effective finding; the office has it reviewed anew (复核) and rules (裁定):
 * P3 4.3 a, R011. The finding stays as it was signed; what counts follows the ruling. */

/* Working days, unless the plan says otherwise (deadlines D12 and D13). */
#define HECHA_APPEAL_DAYS 5
#define HECHA_RULING_DAYS 15

/* Who reviews anew: as many as inspect (P3 4.3). */
#define HECHA_APPEAL_REVIEWERS 2

/**
 * HechaAppealState:
 * @HECHA_APPEAL_NONE: nobody appealed
 * @HECHA_APPEAL_FILED: the office has to say whether it was in time
 * @HECHA_APPEAL_OUT_OF_TIME: it was not; the finding stands
 * @HECHA_APPEAL_ACCEPTED: others have to review anew
 * @HECHA_APPEAL_RE_REVIEW: they did; the ruling is missing
 * @HECHA_APPEAL_RULED: the ruling counts
 * @HECHA_APPEAL_DISPUTED: two offices recorded a step differently, or it waits for a ruling on a signature that is
 *   not the effective one any more; somebody has to rule on that first
 *
 * Computed from what was recorded, never stored.
 */
typedef enum
{
  HECHA_APPEAL_NONE,
  HECHA_APPEAL_FILED,
  HECHA_APPEAL_OUT_OF_TIME,
  HECHA_APPEAL_ACCEPTED,
  HECHA_APPEAL_RE_REVIEW,
  HECHA_APPEAL_RULED,
  HECHA_APPEAL_DISPUTED,
} HechaAppealState;

/**
 * HechaAppeal:
 * @state: how far it is
 * @filed: (nullable): the appeal itself
 * @admission: (nullable): whether it was in time
 * @review: (nullable): what others found
 * @ruling: (nullable): what was ruled
 *
 * The appeal against the finding of one assignment, to which all of this belongs.
 */
typedef struct
{
  HechaAppealState state;
  const HechaRecord *filed;
  const HechaRecord *admission;
  const HechaRecord *review;
  const HechaRecord *ruling;
} HechaAppeal;

void hecha_appeal_read (HechaAppeal *self, const HechaAssignment *assignment);
const char *hecha_appeal_state_name (HechaAppealState state);
gboolean hecha_appeal_is_open (HechaAppealState state);

gboolean
hecha_appeal_get_limit (const HechaAppeal *self, const HechaCalendar *calendar, HechaDeadline *limit);
gboolean
hecha_appeal_get_due (const HechaAppeal *self, const HechaCalendar *calendar, HechaDeadline *deadline);

char *hecha_appeal_dup_day_of (const HechaRecord *signature);
char *hecha_appeal_dup_received_on (const HechaAssignment *assignment);
const HechaRecord *hecha_appeal_find_objection (const HechaAssignment *assignment);
GHashTable *hecha_appeal_dup_first_team (const HechaAssignment *assignment);

/**
 * HechaAppealRow:
 * @assignment: with all that was recorded on it
 * @appeal: that of @assignment
 * @has_due: whether it was accepted and not ruled on; or nobody appealed, and it is known since when one may
 * @deadline: the last day for the ruling (D13); where nobody appealed, for the appeal (D12)
 * @days: working days that are left; negative: that it is late
 *
 * One line of the list of appeals.
 */
typedef struct
{
  HechaAssignment *assignment;
  HechaAppeal appeal;
  gboolean has_due;
  HechaDeadline deadline;
  int days;
} HechaAppealRow;

HechaAppealRow *hecha_appeal_row_load (HechaReader *reader, const char *scope, const char *id,
                                       const HechaCalendar *calendar, const GDate *today, GError **error);
GPtrArray *hecha_appeal_list (HechaReader *reader, const char *plan, const HechaCalendar *calendar,
                              const GDate *today, GError **error);
void hecha_appeal_row_free (HechaAppealRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAppealRow, hecha_appeal_row_free)

G_END_DECLS
