/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* Handing samples out: an assignment is a snapshot of all that is needed at the site, offline (P3 6.2.1, 7.4). */

/**
 * HechaAssignInput:
 * @plan: its samples are drawn
 * @team: who gets them
 * @samples: (array zero-terminated=1): units; none for the team's share
 */
typedef struct
{
  const char *plan;
  const char *team;
  const char *const *samples;
} HechaAssignInput;

/**
 * HechaPackageInput:
 * @id: such as V1; its scope is visit:V1
 * @samples: (array zero-terminated=1): units, or plan/unit, all of one plan
 * @visitors: (array zero-terminated=1): who goes, the leader first; none for all persons with the role visitor
 * @valid_from: (nullable): first day
 * @valid_to: (nullable): last day
 */
typedef struct
{
  const char *id;
  const char *const *samples;
  const char *const *visitors;
  const char *valid_from;
  const char *valid_to;
} HechaPackageInput;

gboolean hecha_assign_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_package_record (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
