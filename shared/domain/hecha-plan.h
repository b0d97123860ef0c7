/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* The inspection plan (核查方案), P3 6.2.1: six parts, approved before anything is drawn. */

/**
 * HechaPlanInput:
 * @code: letters, digits, `_`, `.`, `-` and Han characters; 1 to 64 bytes
 * @kind: self_check, quarterly, midterm, year_end, cloud, timely or unannounced (P3 3.2)
 * @operator: (nullable): office, joint, third_party or agency; %NULL: as the draft says, at first the kind's usual one
 * @organisation: (nullable): the third party (第三方机构)
 * @quarter: such as 2026Q2
 * @selection: random, census or judgement (P3 5.1 c)
 * @priority: (nullable): normal, overall or urgent (P3 6.2.2)
 * @from: (nullable): first day
 * @to: (nullable): last day
 * @reason: (nullable): why now; a timely check needs one (P3 3.1)
 * @second_person: (nullable): yes or no: whether a second person of the office confirms how a conflict is settled
 * @appeal_days: working days in which the agency may appeal (P3 4.3 a); 0 leaves it as it is, five at first
 * @ruling_days: working days in which the office rules on an appeal; 0 leaves it as it is, fifteen at first
 * @only: (nullable) (array zero-terminated=1): fields to be written, of which a %NULL one is emptied; the others only
 *   complete the picture. %NULL: all that have a value
 * @over: (nullable) (array zero-terminated=1): the entries behind what the author had before their eyes, of any field;
 *   %NULL: what is live when it is recorded
 * @is_new: there must be no plan of that code yet
 *
 * A draft. Of the six parts (@purpose to @demands) any may still be %NULL.
 */
typedef struct
{
  const char *code;
  const char *kind;
  const char *operator;
  const char *organisation;
  const char *quarter;
  const char *selection;
  const char *priority;
  const char *from;
  const char *to;
  const char *reason;
  const char *purpose;
  const char *content;
  const char *method;
  const char *standard;
  const char *time_limit;
  const char *demands;
  const char *second_person;
  guint appeal_days;
  guint ruling_days;
  const char *const *only;
  const char *const *over;
  gboolean is_new;
} HechaPlanInput;

/**
 * HechaPlanState:
 * @HECHA_PLAN_DRAFT: may change
 * @HECHA_PLAN_APPROVED: it is fixed
 * @HECHA_PLAN_FROZEN: its frame is
 * @HECHA_PLAN_DRAWN: its samples are
 * @HECHA_PLAN_RUNNING: somebody has an assignment
 * @HECHA_PLAN_DISPUTED: somebody has an assignment, and somebody who did not know of it cancelled: its samples count,
 *   since nobody may take a draw back whose results are known (P3 4.4, R014), and nothing more is done with it
 * @HECHA_PLAN_CANCELLED: it came to nothing, and stays to be seen with all that it had
 *
 * Computed from what was recorded, never stored; there is no way back.
 */
typedef enum
{
  HECHA_PLAN_DRAFT,
  HECHA_PLAN_APPROVED,
  HECHA_PLAN_FROZEN,
  HECHA_PLAN_DRAWN,
  HECHA_PLAN_RUNNING,
  HECHA_PLAN_DISPUTED,
  HECHA_PLAN_CANCELLED,
} HechaPlanState;

/**
 * HechaPlanCancelInput:
 * @plan: a plan whose samples nobody has yet
 * @reason: why it comes to nothing
 */
typedef struct
{
  const char *plan;
  const char *reason;
} HechaPlanCancelInput;

gboolean hecha_plan_create (HechaAct *act, gpointer input, GError **error);
gboolean hecha_plan_approve (HechaAct *act, gpointer code, GError **error);
gboolean hecha_plan_cancel (HechaAct *act, gpointer input, GError **error);

char *hecha_plan_dup_missing (const HechaRecord *plan);
char *hecha_plan_dup_text_hash (const HechaRecord *plan);
HechaRecord *hecha_plan_need_approved (HechaReader *reader, const char *code, GError **error);
gboolean hecha_plan_get_state (HechaReader *reader, const char *code, HechaPlanState *state, GError **error);
const char *hecha_plan_state_get_name (HechaPlanState state);

G_END_DECLS
