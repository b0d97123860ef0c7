/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-statistics.h"

G_BEGIN_DECLS

/**
 * HechaStratum:
 * @units: in the frame
 * @checked: of them, at most @units
 * @failed: of those, at most @checked
 */
typedef struct
{
  guint32 units;
  guint32 checked;
  guint32 failed;
} HechaStratum;

/**
 * HechaStratified:
 * @has_value: every stratum with units was checked at all; the rest is 0 without
 * @is_usable: no stratum misleads: each has two checked units or more, and one that failed; else the exact interval of
 *   a simple draw is to be shown, with a note
 * @rate: Σ W p, from 0 to 1
 * @error: its standard error, √ Σ W² (1 − n/N) p (1 − p) / (n − 1); strata of which one unit was checked add nothing
 * @limits: @rate ± z @error, cut off at 0 and 1
 *
 * What a draw by class says about the whole frame.
 */
typedef struct
{
  gboolean has_value;
  gboolean is_usable;
  long double rate;
  long double error;
  long double limits[2];
} HechaStratified;

void hecha_stratified_compute (const HechaStratum *strata, guint n_strata, HechaFraction confidence,
                               HechaStratified *result);

G_END_DECLS
