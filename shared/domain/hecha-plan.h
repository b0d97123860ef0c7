/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* The inspection plan (核查方案), P3 6.2.1: six parts, approved before anything is drawn. */

/**
 * HechaPlanInput:
 * @code: letters, digits, `_`, `.`, `-` and Han characters; 1 to 64 bytes
 * @kind: self_check, quarterly, midterm, year_end, cloud, timely or unannounced (P3 3.2)
 * @operator: (nullable): office, joint, third_party or agency; %NULL: the kind's usual one
 * @organisation: (nullable): the third party (第三方机构)
 * @quarter: such as 2026Q2
 * @selection: random, census or judgement (P3 5.1 c)
 * @priority: (nullable): normal, overall or urgent (P3 6.2.2)
 * @from: (nullable): first day
 * @to: (nullable): last day
 * @reason: (nullable): why now; a timely check needs one (P3 3.1)
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
} HechaPlanInput;

/**
 * HechaPlanState:
 * @HECHA_PLAN_DRAFT: may change
 * @HECHA_PLAN_APPROVED: its text is fixed
 * @HECHA_PLAN_FROZEN: its frame is
 * @HECHA_PLAN_DRAWN: its samples are
 * @HECHA_PLAN_RUNNING: somebody has an assignment
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
} HechaPlanState;

gboolean hecha_plan_create (HechaAct *act, gpointer input, GError **error);
gboolean hecha_plan_approve (HechaAct *act, gpointer code, GError **error);

char *hecha_plan_dup_missing (const HechaRecord *plan);
char *hecha_plan_dup_text_hash (const HechaRecord *plan);
HechaRecord *hecha_plan_need_approved (HechaReader *reader, const char *code, GError **error);
gboolean hecha_plan_get_state (HechaReader *reader, const char *code, HechaPlanState *state, GError **error);
const char *hecha_plan_state_get_name (HechaPlanState state);

G_END_DECLS
