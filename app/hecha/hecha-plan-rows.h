/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-plan-data.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HechaPlanGroups:
 * @parts: (not owned): for the six parts
 * @frame: (not owned): for what is drawn from
 * @draw: (not owned): for how it was drawn
 * @samples: (not owned): for what was drawn
 * @teams: (not owned): for who inspects
 * @packages: (not owned): for what visitors carry
 *
 * The places of a plan's rows.
 */
typedef struct
{
  AdwPreferencesGroup *parts;
  AdwPreferencesGroup *frame;
  AdwPreferencesGroup *draw;
  AdwPreferencesGroup *samples;
  AdwPreferencesGroup *teams;
  AdwPreferencesGroup *packages;
} HechaPlanGroups;

/**
 * HechaPlanRows:
 *
 * All that is written of one plan, in rows: its six parts, the frame, the draw, samples, teams and packages. What is
 * done with a row is an action of the widget around it.
 */
typedef struct _HechaPlanRows HechaPlanRows;

HechaPlanRows *hecha_plan_rows_new (const HechaPlanGroups *groups);
void hecha_plan_rows_free (HechaPlanRows *self);
void hecha_plan_rows_show (HechaPlanRows *self, HechaPlanData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPlanRows, hecha_plan_rows_free)

G_END_DECLS
