/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal.h"

G_BEGIN_DECLS

/**
 * HechaOutcomeKind:
 * @HECHA_OUTCOME_PENDING: the leader has not signed
 * @HECHA_OUTCOME_SIGNED: effective (P3 4.3 a)
 * @HECHA_OUTCOME_DISPUTED: people wrote different things where it decides, and the office has not ruled; also when two
 *   offices ruled differently on an appeal
 * @HECHA_OUTCOME_BROKEN: what the signature carries is not what was signed
 */
typedef enum
{
  HECHA_OUTCOME_PENDING,
  HECHA_OUTCOME_SIGNED,
  HECHA_OUTCOME_DISPUTED,
  HECHA_OUTCOME_BROKEN,
} HechaOutcomeKind;

/**
 * HechaOutcome:
 * @kind: whether it counts; only signed ones do
 * @verdict: (owned) (nullable): what counts: as it was signed, whatever was written afterwards; or, after an appeal, as
 *   it was ruled (P3 4.3 a, R011)
 * @signed_verdict: (owned) (nullable): as it was signed
 * @appeal: how far an appeal against it is; while one is open, it counts as it was signed
 * @changed: something was written after the signature
 * @leader: (owned) (nullable): who signed
 * @signed_at: (owned) (nullable): when
 *
 * What one team or visitor found, as far as it counts.
 */
typedef struct
{
  HechaOutcomeKind kind;
  char *verdict;
  char *signed_verdict;
  HechaAppealState appeal;
  gboolean changed;
  char *leader;
  char *signed_at;
} HechaOutcome;

void hecha_outcome_read (HechaOutcome *self, const HechaAssignment *assignment);
void hecha_outcome_clear (HechaOutcome *self);

/**
 * HechaDouble:
 * @id: plan/unit
 * @plan: its plan
 * @unit: what was verified more than once
 * @scopes: (element-type utf8): of those who signed, sorted
 * @outcomes: (element-type HechaOutcome): theirs, in the same order
 * @counted: (nullable): whose finding counts, when the office has chosen
 * @reason: (nullable): why
 * @disputed: two offices chose differently
 *
 * One sample with two signed findings or more. All are kept; it counts in no rate until the office has chosen.
 */
typedef struct
{
  char *id;
  char *plan;
  char *unit;
  GPtrArray *scopes;
  GPtrArray *outcomes;
  char *counted;
  char *reason;
  gboolean disputed;
} HechaDouble;

GPtrArray *hecha_double_list (HechaReader *reader, const char *plan, GError **error);
gboolean hecha_double_waits (const HechaDouble *self);
void hecha_double_free (HechaDouble *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaOutcome, hecha_outcome_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaDouble, hecha_double_free)

G_END_DECLS
