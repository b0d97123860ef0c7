/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-size-reason.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As typed, not as a binary number: 0.95 is "95 %", 0.025 is "2.5 %". */
static char *
dup_percent (HechaFraction fraction)
{
  guint64 scaled = (guint64)fraction.numerator * 1000000000 / fraction.denominator;
  g_autofree char *rest = g_strdup_printf ("%07" G_GUINT64_FORMAT, scaled % 10000000);
  gsize n = strlen (rest);

  while (n > 0 && rest[n - 1] == '0')
    rest[--n] = '\0';
  return g_strdup_printf ("%" G_GUINT64_FORMAT "%s%s %%", scaled / 10000000, n > 0 ? "." : "", rest);
}

static char *
dup_number (long double value, guint decimals)
{
  char text[64], format[] = "%.0f";

  format[2] = (char)('0' + decimals);
  return g_strdup (g_ascii_formatd (text, sizeof text, format, (double)value));
}

/**
 * hecha_sample_size_dup_reason:
 *
 * Returns: (transfer full): why hecha_sample_size() gave @size
 */
char *
hecha_sample_size_dup_reason (guint32 population, HechaFraction margin, HechaFraction confidence,
                              HechaFraction expected, const HechaSampleSize *size)
{
  g_autofree char *e = dup_percent (margin), *c = dup_percent (confidence), *p = dup_percent (expected);
  g_autofree char *z = dup_number (size->z, 4), *infinite = dup_number (size->infinite, 2);
  g_autofree char *exact = dup_number (size->unrounded, 2);

  return g_strdup_printf (
    _ ("Confidence %s (z = %s), margin ± %s, expected rate %s: n₀ = z²p(1−p)/e² = %s; of %u units "
       "n₀/(1+(n₀−1)/N) = %s, rounded up: %u."),
    c, z, e, p, infinite, population, exact, size->n);
}

/**
 * hecha_discovery_dup_reason:
 *
 * Returns: (transfer full): why hecha_discovery_size() gave @n
 */
char *
hecha_discovery_dup_reason (guint32 population, guint32 bad, HechaFraction confidence, guint32 n)
{
  g_autofree char *c = dup_percent (confidence);

  return g_strdup_printf (
    _ (
      "If %u of %u units are bad, a sample of %u shows at least one of them with a probability of %s or more "
      "(hypergeometric, exact); one unit less would not."),
    bad, population, n, c);
}

/**
 * hecha_acceptance_dup_reason:
 *
 * Returns: (transfer full): why hecha_acceptance_find() gave @plan
 */
char *
hecha_acceptance_dup_reason (guint32 lot, const char *level, const char *aql, const HechaAcceptance *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, _ ("GB/T 2828.1: a lot of %u at level %s has code letter %c"), lot, level,
                   plan->letter);
  if (plan->used != plan->letter)
    g_string_append_printf (text, _ ("; at AQL %s the arrow leads to %c"), aql, plan->used);
  g_string_append (text, ": ");
  if (plan->census)
    g_string_append_printf (text, _ ("its sample is not smaller than the lot, so all %u are checked."), lot);
  else
    g_string_append_printf (text,
                            _ ("%u units; up to %u bad ones accept the lot at AQL %s, %u or more reject it."),
                            plan->size, plan->accept, aql, plan->accept + 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * hecha_declared_plan_dup_reason:
 *
 * Returns: (transfer full): why hecha_declared_plan_find() gave @plan
 */
char *
hecha_declared_plan_dup_reason (HechaFraction declared, guint32 ratio, const HechaDeclaredPlan *plan)
{
  g_autofree char *level = dup_percent (declared);
  g_autofree char *wrong = dup_number (plan->wrong * 100, 3), *missed = dup_number (plan->missed * 100, 3);

  return g_strdup_printf (
    _ (
      "Declared level %s, limiting ratio %u: of %u units, more than %u bad ones contradict the declaration. "
      "A "
      "true one is contradicted with %s %% (5 %% at most), one %u times worse is missed with %s %% (10 %% at "
      "most); not more than %u does not prove it (GB/T 2828.4)."),
    level, ratio, plan->size, plan->limit, wrong, ratio, missed, plan->limit);
}
