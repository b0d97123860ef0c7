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

gboolean
hecha_hypergeometric_none_exceeds (guint32 population, guint32 bad, guint32 size, HechaFraction limit);
gboolean hecha_hypergeometric_at_most_exceeds (guint32 population, guint32 bad, guint32 size, guint32 most,
                                               HechaFraction limit);

G_END_DECLS
