/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-doubt.h"
#include "store/hecha-work.h"

G_BEGIN_DECLS

/**
 * HechaResult:
 * @scope: of a team or a visit
 * @id: of the assignment
 * @plan: its code
 * @unit: what was checked
 * @name: of the target
 * @agency: its code
 * @agency_name: what it is called
 * @operator: (nullable): who ran the plan: office, joint, third_party or agency
 * @declared: (nullable): what the agency declared: met, partly or not_met
 * @verdict: as it was signed; before that, as it stands; empty for none
 * @key: what a search looks through
 * @state: how far it is
 * @outcome: whether it counts
 * @doubts: mask of #HechaDoubt
 * @n_evidence: items
 *
 * One finding as a list shows it. Belongs to its #HechaResults.
 */
typedef struct
{
  const char *scope;
  const char *id;
  const char *plan;
  const char *unit;
  const char *name;
  const char *agency;
  const char *agency_name;
  const char *operator;
  const char *declared;
  const char *verdict;
  const char *key;
  HechaSampleState state;
  HechaOutcomeKind outcome;
  guint doubts;
  guint n_evidence;
} HechaResult;

/**
 * HechaResults:
 * @rows: (element-type HechaResult): by agency and unit, so that the findings on one unit follow each other
 *
 * Every finding of a store, read at once: some 300 bytes each. Counted; changed by none once it was read.
 */
typedef struct
{
  GArray *rows;
  GStringChunk *texts;
} HechaResults;

/**
 * HechaResultFilter:
 * @agency: (nullable): its code
 * @plan: (nullable): its code
 * @verdict: (nullable)
 * @operator: (nullable): third_party, or own: everybody else but an agency that checked itself (R024)
 * @state: a #HechaSampleState, or -1: any
 * @doubts: mask of #HechaDoubt, one of which it has to have; 0: any
 * @words: (nullable): all of which must be found; see hecha_work_split_words()
 *
 * Which findings a list shows.
 */
typedef struct
{
  const char *agency;
  const char *plan;
  const char *verdict;
  const char *operator;
  int state;
  guint doubts;
  char **words;
} HechaResultFilter;

GPtrArray *hecha_results_find (HechaWork *work, const char *verdict, GError **error);
HechaResults *hecha_results_load (HechaWork *work, GError **error);
HechaResults *hecha_results_ref (HechaResults *self);
void hecha_results_unref (HechaResults *self);
const HechaResult *hecha_results_get (const HechaResults *self, guint i);
GArray *hecha_results_filter (const HechaResults *self, const HechaResultFilter *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaResults, hecha_results_unref)

G_END_DECLS
