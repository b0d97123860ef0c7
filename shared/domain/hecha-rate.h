/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "domain/hecha-stratified.h"

G_BEGIN_DECLS

/* 核验误差率, P3 2.1: of the samples that were verified, those that were declared complete and do not meet the standard. */

/**
 * HechaRatePart:
 * @name: (owned): an agency's code, or a class
 * @failed: declared complete and not met
 * @checked: verified
 */
typedef struct
{
  char *name;
  guint failed;
  guint checked;
} HechaRatePart;

/**
 * HechaRateUnit:
 * @unit: (owned): a sample
 * @why: pending, not_assigned, unverifiable, double, disputed, broken, replaced, not_inspectable; changed, appealed,
 *   ruled
 * @detail: (owned) (nullable): a word more
 *
 * A sample that is not counted; or, when it is “changed” or “appealed”, that is counted as it was signed; or, when it
 * is “ruled”, that is counted as it was ruled on an appeal.
 */
typedef struct
{
  char *unit;
  const char *why;
  char *detail;
} HechaRateUnit;

/**
 * HechaRateSample:
 * @id: (owned): `CODE/UNIT`, that of its finding too
 * @unit: (owned)
 * @agency: (owned) (nullable): code
 * @stratum: (owned) (nullable): its class
 * @declared: (owned) (nullable): when the frame was frozen: met, partly, not_met or none
 * @scope: (owned) (nullable): of the team or visitor whose finding this is
 * @why: (nullable): as of #HechaRateUnit, why it is not counted; %NULL for one that is
 * @detail: (owned) (nullable): a word more on why
 * @verdict: (owned) (nullable): as it counts
 * @signed_at: (owned) (nullable): by the leader
 * @changed: something was written after the signature
 *
 * One sample, so that each number can be followed back to what it counts.
 */
typedef struct
{
  char *id;
  char *unit;
  char *agency;
  char *stratum;
  char *declared;
  char *scope;
  const char *why;
  char *detail;
  char *verdict;
  char *signed_at;
  gboolean changed;
} HechaRateSample;

/**
 * HechaRate:
 * @plan: (owned): its code
 * @quarter: (owned)
 * @operator: (owned): who ran it (P3 5.1 g)
 * @selection: (owned): random, census or judgement
 * @is_estimate: of random and census samples that an agency did not check itself; the others say nothing about the
 *   frame (P3 5.1 c), or are no verification (P3 2.1, 7.1)
 * @doubt: (nullable): `frame` or `draw`: two of the office made one, each for itself, and nothing of the plan counts
 *   until that is ruled on; `cancel`: it was cancelled after its samples were assigned, and they count all the same
 * @by_class: drawn by class; @interval is that of a simple draw all the same
 * @n_units: units of the frozen frame
 * @n_samples: samples that stand, replaced ones left out
 * @failed: numerator
 * @checked: denominator
 * @table: [declared complete, or not][met, or not]: sums to @checked (P3 5.1 a)
 * @n_unverifiable: samples signed as unverifiable: neither in numerator nor denominator, and failed in the worst case
 * @interval: (only with @is_estimate): of the number of such units in the frame
 * @stratified: (only with @is_estimate and @by_class): the estimate in which each class weighs what it has units
 * @agencies: (owned) (element-type HechaRatePart): by code
 * @classes: (owned) (element-type HechaRatePart): by name
 * @excluded: (owned) (element-type HechaRateUnit): by unit
 * @changed: (owned) (element-type HechaRateUnit): by unit
 * @samples: (owned) (element-type HechaRateSample): every sample of the plan, by id
 * @appeals: (owned) (element-type HechaRateUnit): by unit: under appeal; or ruled on, as “signed → counts”
 * @signed_failed: numerator as it was signed, before any ruling
 * @signed_checked: denominator as it was signed
 */
typedef struct
{
  char *plan;
  char *quarter;
  char *operator;
  char *selection;
  gboolean is_estimate;
  const char *doubt;
  gboolean by_class;
  guint n_units;
  guint n_samples;
  guint failed;
  guint checked;
  guint table[2][2];
  guint n_unverifiable;
  HechaInterval interval;
  HechaStratified stratified;
  GPtrArray *agencies;
  GPtrArray *classes;
  GPtrArray *excluded;
  GPtrArray *changed;
  GPtrArray *samples;
  GPtrArray *appeals;
  guint signed_failed;
  guint signed_checked;
} HechaRate;

HechaRate *
hecha_rate_compute (HechaReader *reader, const char *plan, HechaFraction confidence, GError **error);
GPtrArray *
hecha_rate_list (HechaReader *reader, const char *quarter, HechaFraction confidence, GError **error);
gboolean hecha_rate_sample_fails (const HechaRateSample *self);
gboolean hecha_rate_is_unsettled (const HechaRate *self);
gboolean hecha_rate_overlaps (const HechaRate *self, const HechaRate *other);
void hecha_rate_free (HechaRate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaRate, hecha_rate_free)

G_END_DECLS
