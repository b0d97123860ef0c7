/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* Handing samples out: an assignment is a snapshot of all that is needed at the site, offline (P3 6.2.1, 7.4). */

/**
 * HechaAssignMore:
 * @checklist: (nullable): a template (P3 6.2.3), or `none`; %NULL for the one that applies to each target, if any
 * @key_point: these are key points, also where the target does not say so (P3 7.3)
 */
typedef struct
{
  const char *checklist;
  gboolean key_point;
} HechaAssignMore;

/**
 * HechaAssignInput:
 * @plan: its samples are drawn
 * @team: who gets them
 * @samples: (array zero-terminated=1): units; none for the team's share
 * @more: what else is said of them
 */
typedef struct
{
  const char *plan;
  const char *team;
  const char *const *samples;
  HechaAssignMore more;
} HechaAssignInput;

/**
 * HechaPackageInput:
 * @id: such as V1; its scope is visit:V1
 * @samples: (array zero-terminated=1): units, or plan/unit, all of one plan
 * @visitors: (array zero-terminated=1): who goes, the leader first; none for all persons with the role visitor
 * @valid_from: (nullable): first day
 * @valid_to: (nullable): last day
 * @more: what else is said of its samples
 */
typedef struct
{
  const char *id;
  const char *const *samples;
  const char *const *visitors;
  const char *valid_from;
  const char *valid_to;
  HechaAssignMore more;
} HechaPackageInput;

gboolean hecha_assign_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_package_record (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
