/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sample-state.h"

G_BEGIN_DECLS

/**
 * HechaEarlier:
 * @id: the assignment, `CODE/UNIT`
 * @scope: whose
 * @quarter: such as 2026Q1
 * @state: how far it was
 * @verdict: (nullable): as it was signed; before that, as it stands
 * @observation: (nullable)
 * @value: (nullable): measured
 * @unit: (nullable): of @value
 * @signed_at: (nullable): when the leader signed; all strings owned
 *
 * What was found of a target in an earlier quarter.
 */
typedef struct
{
  char *id;
  char *scope;
  char *quarter;
  HechaSampleState state;
  char *verdict;
  char *observation;
  char *value;
  char *unit;
  char *signed_at;
} HechaEarlier;

GPtrArray *hecha_history_list (HechaReader *reader, const HechaAssignment *assignment, GError **error);

G_END_DECLS
