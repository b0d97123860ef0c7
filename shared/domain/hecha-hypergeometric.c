/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-hypergeometric.h"

#include <float.h>
#include <math.h>
#include <openssl/bn.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)

/* Big numbers fail only for want of memory, which ends the program as it does everywhere in GLib. */
static void
must (int done)
{
  if (!done)
    g_error ("no memory for a big number");
}

static BIGNUM *
new_number (guint32 value)
{
  BIGNUM *number = BN_new ();

  must (number != NULL && BN_set_word (number, value));
  return number;
}

static void
multiply (BIGNUM *number, guint32 factor)
{
  must (BN_mul_word (number, factor));
}

/* @divisor divides @number without a rest. */
static void
divide (BIGNUM *number, guint32 divisor)
{
  must (BN_div_word (number, divisor) == 0);
}

static void
multiply_by (BIGNUM *number, const BIGNUM *factor)
{
  BN_CTX *context = BN_CTX_new ();

  must (context != NULL && BN_mul (number, number, factor, context));
  BN_CTX_free (context);
}

/* In how many ways @k of @n can be chosen. */
static BIGNUM *
choose (guint32 n, guint32 k)
{
  BIGNUM *ways;

  if (k > n)
    return new_number (0);

  ways = new_number (1);
  for (guint32 i = 0; i < MIN (k, n - k); i++)
    {
      multiply (ways, n - i);
      divide (ways, i + 1);
    }
  return ways;
}

/* Whether @part / @whole > @limit. Changes both. */
static gboolean
exceeds (BIGNUM *part, BIGNUM *whole, HechaFraction limit)
{
  multiply (part, limit.denominator);
  multiply (whole, limit.numerator);
  return BN_cmp (part, whole) > 0;
}

/* Whether P (no bad unit is drawn) > @limit. */
static gboolean
none_exceeds (guint32 population, guint32 bad, guint32 size, HechaFraction limit)
{
  guint32 many = MAX (bad, size), few = MIN (bad, size);
  g_autoptr (BIGNUM) part = new_number (1);
  g_autoptr (BIGNUM) whole = new_number (1);

  if (many > population - few)
    return FALSE;

  /* (N-n)(N-n-1)… / N(N-1)…, with as many factors as there are bad units: bad and drawn may change places. */
  for (guint32 i = 0; i < few; i++)
    {
      multiply (part, population - many - i);
      multiply (whole, population - i);
    }
  return exceeds (part, whole, limit);
}

/* Whether P (at most @most bad units are drawn) > @limit. */
static gboolean
at_most_exceeds (guint32 population, guint32 bad, guint32 size, guint32 most, HechaFraction limit)
{
  guint32 good = population - bad;
  guint32 first = size > good ? size - good : 0;
  guint32 last = MIN (most, MIN (bad, size));
  g_autoptr (BIGNUM) whole = choose (population, size);
  g_autoptr (BIGNUM) part = new_number (0);
  g_autoptr (BIGNUM) term = choose (bad, first);
  g_autoptr (BIGNUM) rest = choose (good, size - first);

  /* term: bad over i, times good over size - i */
  multiply_by (term, rest);
  for (guint32 i = first; i <= last; i++)
    {
      must (BN_add (part, part, term));
      if (i == last)
        break;
      multiply (term, bad - i);
      divide (term, i + 1);
      multiply (term, size - i);
      divide (term, good - size + i + 1);
    }
  return exceeds (part, whole, limit);
}

static gboolean
exceeds_exactly (guint32 population, guint32 bad, guint32 size, guint32 most, HechaFraction limit)
{
  if (most == 0)
    return none_exceeds (population, bad, size, limit);
  return at_most_exceeds (population, bad, size, most, limit);
}

static long double
log_choose (guint32 n, guint32 k)
{
  return lgammal (n + 1.0L) - lgammal (k + 1.0L) - lgammal (n - k + 1.0L);
}

/* The same with rounding, fast. Where the mean is not above @most, the probability is about a half or more. */
static gboolean
seems_to_exceed (guint32 population, guint32 bad, guint32 size, guint32 most, HechaFraction limit)
{
  guint32 good = population - bad;
  guint32 first = size > good ? size - good : 0;
  long double term, sum = 0;

  if (first > most || (long double)size * bad / population <= most)
    return first <= most;

  term = expl (log_choose (bad, most) + log_choose (good, size - most) - log_choose (population, size));
  for (guint32 i = most; term > sum * LDBL_EPSILON; i--)
    {
      sum += term;
      term *= (long double)i / (bad - i + 1) * (good - size + i) / (size - i + 1);
    }
  return sum * limit.denominator > limit.numerator;
}

/**
 * hecha_hypergeometric_get_greatest:
 * @population: units in all
 * @size: units drawn, at most @population
 * @most: a number of bad units, below @size or equal to it
 * @limit: a probability, above 0
 *
 * With how many bad units in the population it still happens, with a probability above @limit, that at most @most of
 * them are drawn. The probability falls with the number of bad units. Rounded arithmetic finds the place, exact
 * arithmetic decides it.
 *
 * Drawn and bad may change places: with @most 0, this is also the greatest sample that misses @size bad units.
 *
 * Returns: the greatest such number of bad units
 */
guint32
hecha_hypergeometric_get_greatest (guint32 population, guint32 size, guint32 most, HechaFraction limit)
{
  guint32 low = most, high = population - (size - most);

  while (low < high)
    {
      guint32 middle = low + (high - low + 1) / 2;

      if (seems_to_exceed (population, middle, size, most, limit))
        low = middle;
      else
        high = middle - 1;
    }

  while (low < population - (size - most) && exceeds_exactly (population, low + 1, size, most, limit))
    low++;
  while (low > most && !exceeds_exactly (population, low, size, most, limit))
    low--;
  return low;
}
