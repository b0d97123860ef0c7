/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-stratified.h"

#include <math.h>
#include <string.h>

static long double
variance_of (const HechaStratum *stratum, long double weight)
{
  long double n = stratum->checked, p = stratum->failed / n;

  if (stratum->checked < 2)
    return 0;
  return weight * weight * (1 - n / stratum->units) * p * (1 - p) / (n - 1);
}

/**
 * hecha_stratified_compute:
 * @strata: (array length=n_strata): the classes of a frame, with what was found
 * @n_strata: how many
 * @confidence: of the limits, such as 0.95
 * @result: (out caller-allocates): the estimate
 *
 * The estimate of a draw by class, in which each class weighs as much as it has units, however many of them were drawn.
 * Its limits are the normal ones; where a class had no failure, or one unit was checked, they are too narrow, which
 * @result says.
 */
void
hecha_stratified_compute (const HechaStratum *strata, guint n_strata, HechaFraction confidence,
                          HechaStratified *result)
{
  long double total = 0, variance = 0, reach;

  memset (result, 0, sizeof *result);
  for (guint i = 0; i < n_strata; i++)
    total += strata[i].units;
  for (guint i = 0; i < n_strata; i++)
    if (strata[i].units > 0 && strata[i].checked == 0)
      return;
  if (total == 0)
    return;

  result->has_value = TRUE;
  result->is_usable = TRUE;
  for (guint i = 0; i < n_strata; i++)
    if (strata[i].units > 0)
      {
        long double weight = strata[i].units / total;

        result->is_usable = result->is_usable && strata[i].checked > 1 && strata[i].failed > 0;
        result->rate += weight * strata[i].failed / strata[i].checked;
        variance += variance_of (&strata[i], weight);
      }
  result->error = sqrtl (variance);
  reach = hecha_normal_quantile (confidence) * result->error;
  result->limits[0] = MAX (result->rate - reach, 0);
  result->limits[1] = MIN (result->rate + reach, 1);
}
