/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "domain/hecha-statistics.h"

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
 * @why: pending, not_assigned, unverifiable, double, disputed, broken, replaced, not_inspectable, or changed
 * @detail: (owned) (nullable): a word more
 *
 * A sample that is not counted; or, when it is “changed”, that is counted as it was signed.
 */
typedef struct
{
  char *unit;
  const char *why;
  char *detail;
} HechaRateUnit;

/**
 * HechaRate:
 * @plan: (owned): its code
 * @quarter: (owned)
 * @operator: (owned): who ran it (P3 5.1 g)
 * @selection: (owned): random, census or judgement
 * @is_estimate: of random and census samples; the others say nothing about the frame (P3 5.1 c)
 * @by_class: drawn by class; the limits are those of a simple draw all the same
 * @n_units: units of the frozen frame
 * @n_samples: samples that stand, replaced ones left out
 * @failed: numerator
 * @checked: denominator
 * @table: [declared complete, or not][met, or not]: sums to @checked (P3 5.1 a)
 * @n_unverifiable: samples signed as unverifiable: neither in numerator nor denominator, and failed in the worst case
 * @interval: (only with @is_estimate): of the number of such units in the frame
 * @agencies: (owned) (element-type HechaRatePart): by code
 * @classes: (owned) (element-type HechaRatePart): by name
 * @excluded: (owned) (element-type HechaRateUnit): by unit
 * @changed: (owned) (element-type HechaRateUnit): by unit
 */
typedef struct
{
  char *plan;
  char *quarter;
  char *operator;
  char *selection;
  gboolean is_estimate;
  gboolean by_class;
  guint n_units;
  guint n_samples;
  guint failed;
  guint checked;
  guint table[2][2];
  guint n_unverifiable;
  HechaInterval interval;
  GPtrArray *agencies;
  GPtrArray *classes;
  GPtrArray *excluded;
  GPtrArray *changed;
} HechaRate;

HechaRate *
hecha_rate_compute (HechaReader *reader, const char *plan, HechaFraction confidence, GError **error);
GPtrArray *
hecha_rate_list (HechaReader *reader, const char *quarter, HechaFraction confidence, GError **error);
gboolean hecha_rate_overlaps (const HechaRate *self, const HechaRate *other);
void hecha_rate_free (HechaRate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaRate, hecha_rate_free)

G_END_DECLS
