/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-statistics.h"

G_BEGIN_DECLS

/* Deciding on a whole by a sample of it: acceptance plans after GB/T 2828.1-2012, and plans for checking what somebody
 * declared of himself, with the two risks of GB/T 2828.4-2008. */

/**
 * HechaAcceptance:
 * @letter: code letter of lot and level
 * @used: code letter of the plan that the arrows of the table lead to
 * @size: units to check; the lot itself for a census
 * @accept: so many bad ones at most, and the lot is accepted (Ac); one more refuses it (Re)
 * @census: the table's sample is not smaller than the lot: all are checked
 *
 * A single sampling plan, normal inspection.
 */
typedef struct
{
  char letter;
  char used;
  guint32 size;
  guint32 accept;
  gboolean census;
} HechaAcceptance;

/**
 * HechaDeclaredPlan:
 * @size: units to check
 * @limit: more bad ones than this contradict what was declared; not more do not prove it
 * @wrong: probability of contradicting a true declaration
 * @missed: probability of not contradicting one that is worse by the limiting ratio
 */
typedef struct
{
  guint32 size;
  guint32 limit;
  long double wrong;
  long double missed;
} HechaDeclaredPlan;

gboolean hecha_acceptance_find (guint32 lot, const char *level, const char *aql, HechaAcceptance *plan,
                                GError **error);
gboolean
hecha_declared_plan_find (HechaFraction declared, guint32 ratio, HechaDeclaredPlan *plan, GError **error);

G_END_DECLS
