/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Drawing without replacement, compared exactly: a limit such as 5/100 = 0.05 is met or not; no rounding decides. */

/**
 * HechaFraction:
 * @numerator: over
 * @denominator: not 0; both at most 2^32 - 1
 */
typedef struct
{
  guint32 numerator;
  guint32 denominator;
} HechaFraction;

guint32
hecha_hypergeometric_get_greatest (guint32 population, guint32 size, guint32 most, HechaFraction limit);

G_END_DECLS
