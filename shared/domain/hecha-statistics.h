/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-hypergeometric.h"

G_BEGIN_DECLS

/* How many to draw, and what a sample says about the whole. Nothing here gives NaN: where there is nothing to divide
 * by, there is no value. */

/* Greatest population, sample and number of failures. */
#define HECHA_STATISTICS_MAX 1000000000

/* Greatest sample whose exact limits are computed: a moment at 10,000, minutes at 100,000 out of a billion. */
#define HECHA_STATISTICS_MAX_CHECKED 100000

/**
 * HechaInterval:
 * @has_value: %FALSE when nothing was checked; the rest is 0 then
 * @bad: least and greatest number of bad units in the population, exact hypergeometric
 * @clopper_pearson: lower and upper limit of the rate
 * @wilson: lower and upper limit of the rate
 *
 * Two-sided limits.
 */
typedef struct
{
  gboolean has_value;
  guint32 bad[2];
  long double clopper_pearson[2];
  long double wilson[2];
} HechaInterval;

/**
 * HechaSampleSize:
 * @z: the two-sided normal quantile
 * @infinite: size for an infinite population, not rounded
 * @unrounded: size for this population, not rounded
 * @n: rounded up, not more than the population
 */
typedef struct
{
  long double z;
  long double infinite;
  long double unrounded;
  guint32 n;
} HechaSampleSize;

gboolean hecha_fraction_parse (const char *what, const char *text, HechaFraction *fraction, GError **error);

char *hecha_rate_dup_fraction (guint64 failed, guint64 checked);
char *hecha_rate_dup_percent (guint64 failed, guint64 checked);
char *hecha_proportion_dup_text (long double proportion);

long double hecha_normal_quantile (HechaFraction confidence);
gboolean hecha_sample_size (guint32 population, HechaFraction margin, HechaFraction confidence,
                            HechaFraction expected, HechaSampleSize *size, GError **error);
gboolean
hecha_discovery_size (guint32 population, guint32 bad, HechaFraction confidence, guint32 *n, GError **error);

long double hecha_binomial_upper (guint32 failed, guint32 checked, long double tail);
long double hecha_binomial_lower (guint32 failed, guint32 checked, long double tail);
gboolean hecha_interval_compute (guint32 failed, guint32 checked, guint32 population,
                                 HechaFraction confidence, HechaInterval *interval, GError **error);

G_END_DECLS
