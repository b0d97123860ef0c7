/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-case.h"

G_BEGIN_DECLS

/* What a person of the office decided about a case. */

/**
 * HechaCaseDecision:
 * @kind: of the case
 * @id: which
 * @take: of its values; of a hold: 1 releases it, 0 rejects it
 * @alike: decide about all that are like it
 * @shown: what was before the person's eyes: @shown or @shown_alike of the case
 * @reason: why
 */
typedef struct
{
  HechaCaseKind kind;
  char *id;
  guint take;
  gboolean alike;
  char *shown;
  char *reason;
} HechaCaseDecision;

gboolean
hecha_case_decide (HechaStore *store, const HechaCaseDecision *decision, guint *n_waiting, GError **error);

HechaCaseDecision *hecha_case_decision_copy (const HechaCaseDecision *self);
void hecha_case_decision_free (HechaCaseDecision *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaCaseDecision, hecha_case_decision_free)

G_END_DECLS
