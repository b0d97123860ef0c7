/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-rate.h"

G_BEGIN_DECLS

/**
 * HechaQuarterRound:
 * @plan: (owned): the plan
 * @rate: (owned): what its samples say
 * @quarter: (not owned): of its frame
 *
 * One inspection of a quarter.
 */
typedef struct
{
  HechaRecord *plan;
  HechaRate *rate;
  const char *quarter;
} HechaQuarterRound;

/**
 * HechaQuarterData:
 * @quarter: (owned): such as 2026Q2
 * @before: (owned): the quarter before it
 * @confidence: of all limits
 * @rounds: (element-type HechaQuarterRound): of both quarters, by code
 * @agencies: code → #HechaRecord
 * @targets: id → #HechaRecord, of the year
 * @required: (element-type HechaRecord): quarter_requirement of the quarter whose target is known, by id
 * @declared: id → #HechaRecord of type declaration
 * @today: by which deadlines are judged
 * @as_of: (owned): the end of @today, in China
 *
 * All that the report of a quarter is computed from; everything owned.
 */
typedef struct
{
  char *quarter;
  char *before;
  HechaFraction confidence;
  GPtrArray *rounds;
  GHashTable *agencies;
  GHashTable *targets;
  GPtrArray *required;
  GHashTable *declared;
  GDate today;
  char *as_of;
} HechaQuarterData;

HechaQuarterData *hecha_quarter_data_load (HechaReader *reader, const char *quarter, const GDate *today,
                                           HechaFraction confidence, GError **error);
void hecha_quarter_data_free (HechaQuarterData *self);

const char *hecha_quarter_data_get_target_name (const HechaQuarterData *self, const char *unit);
const char *hecha_quarter_data_get_agency_name (const HechaQuarterData *self, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaQuarterData, hecha_quarter_data_free)

G_END_DECLS
