/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-plan.h"
#include "domain/hecha-sampling.h"

G_BEGIN_DECLS

/**
 * HechaPlanItem:
 * @code: (owned): of the plan
 * @quarter: (owned): such as 2026Q2
 * @kind: (owned): as of the record
 * @state: how far it is
 * @n_samples: that it has
 * @disputed: two of the office wrote parts of it differently
 *
 * One line of the list of plans.
 */
typedef struct
{
  char *code;
  char *quarter;
  char *kind;
  HechaPlanState state;
  guint n_samples;
  gboolean disputed;
} HechaPlanItem;

/**
 * HechaPlanData:
 * @plan: (owned)
 * @over: (owned) (array zero-terminated=1): the entries behind its fields
 * @state: how far it is
 * @missing: (owned) (nullable): parts of the six that it lacks
 * @frame: (owned) (nullable)
 * @draw: (owned) (nullable): as it was recorded
 * @cancel: (owned) (nullable)
 * @again: (owned) (nullable): the frame's strata, with the draw computed anew where there was one
 * @samples: (owned) (element-type HechaRecord): by stratum and rank
 * @extensions: (owned) (element-type HechaRecord)
 * @assignments: (owned) (element-type HechaRecord): of the plan, in all scopes
 * @teams: (owned) (element-type HechaRecord): all of them
 * @packages: (owned) (element-type HechaRecord): of the plan
 * @people: (owned) (element-type HechaRecord): all of them
 * @agencies: (owned) (element-type HechaRecord): all of them
 *
 * A copy of all that the page of one plan shows. Counted; changed by none.
 */
typedef struct
{
  HechaRecord *plan;
  char **over;
  HechaPlanState state;
  char *missing;
  HechaRecord *frame;
  HechaRecord *draw;
  HechaRecord *cancel;
  HechaDraw *again;
  GPtrArray *samples;
  GPtrArray *extensions;
  GPtrArray *assignments;
  GPtrArray *teams;
  GPtrArray *packages;
  GPtrArray *people;
  GPtrArray *agencies;
} HechaPlanData;

GPtrArray *hecha_plan_list_load (HechaReader *reader, GError **error);

HechaPlanData *hecha_plan_data_load (HechaReader *reader, const char *code, GError **error);
HechaPlanData *hecha_plan_data_ref (HechaPlanData *self);
void hecha_plan_data_unref (HechaPlanData *self);
const char *hecha_plan_data_name (const HechaPlanData *self, const char *person);
char *hecha_plan_data_dup_names (const HechaPlanData *self, const HechaRecord *record, const char *field);
char *hecha_plan_data_dup_holders (const HechaPlanData *self, const char *sample);
guint hecha_plan_data_count_load (const HechaPlanData *self, const char *team);
guint hecha_plan_data_count_units (const HechaPlanData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPlanData, hecha_plan_data_unref)

G_END_DECLS
