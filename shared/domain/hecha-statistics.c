/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-statistics.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/hecha-error.h"

#define PI_L          3.141592653589793238462643383279502884L
#define MOST_DECIMALS 9 /* numerator and denominator stay below 2^32 */

/**
 * hecha_fraction_parse:
 * @what: what it is, for the message
 * @text: "0.95": a number between 0 and 1, both excluded, with at most 9 decimals
 * @fraction: (out caller-allocates): exactly that number
 *
 * Fails with %HECHA_ERROR_INVALID.
 *
 * Returns: whether @fraction holds
 */
gboolean
hecha_fraction_parse (const char *what, const char *text, HechaFraction *fraction, GError **error)
{
  const char *decimals = text + 2;
  gsize n = g_str_has_prefix (text, "0.") ? strlen (decimals) : 0;
  HechaFraction value = {0, 1};

  if (n > 0 && n <= MOST_DECIMALS && strspn (decimals, "0123456789") == n)
    for (const char *at = decimals; *at != '\0'; at++)
      {
        value.numerator = 10 * value.numerator + (guint32)(*at - '0');
        value.denominator *= 10;
      }
  if (value.numerator == 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("the %s must be between 0 and 1, such as 0.95, with at most 9 decimals, not “%s”"),
                   what, text);
      return FALSE;
    }

  *fraction = value;
  return TRUE;
}

static long double
value_of (HechaFraction fraction)
{
  return (long double)fraction.numerator / fraction.denominator;
}

/* What is left to 1, exactly. */
static HechaFraction
rest_of (HechaFraction fraction)
{
  return (HechaFraction) {fraction.denominator - fraction.numerator, fraction.denominator};
}

/**
 * hecha_rate_dup_fraction:
 * @failed: samples that failed
 * @checked: samples that were checked
 *
 * Returns: (transfer full) (nullable): "3/20", not reduced; %NULL when nothing was checked
 */
char *
hecha_rate_dup_fraction (guint64 failed, guint64 checked)
{
  if (checked == 0)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, failed, checked);
}

/**
 * hecha_rate_dup_percent:
 * @failed: samples that failed, at most @checked
 * @checked: samples that were checked, below 10^14
 *
 * The verification error rate (核验误差率, P3 2.1) as it is shown: percent, two decimals, half up, in whole numbers.
 *
 * Returns: (transfer full) (nullable): "15.00%"; %NULL when nothing was checked
 */
char *
hecha_rate_dup_percent (guint64 failed, guint64 checked)
{
  guint64 hundredths;

  if (checked == 0)
    return NULL;
  hundredths = (failed * 20000 + checked) / (2 * checked);
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%02u%%", hundredths / 100, (guint)(hundredths % 100));
}

/**
 * hecha_proportion_dup_text:
 * @proportion: from 0 to 1
 *
 * Returns: (transfer full): 15 significant digits, in any locale with a point; "0.0" for 0
 */
char *
hecha_proportion_dup_text (long double proportion)
{
  g_autofree char *scientific = NULL;
  GString *text = g_string_new ("0.");
  const char *exponent;

  if (proportion <= 0 || proportion >= 1)
    {
      g_string_assign (text, proportion <= 0 ? "0.0" : "1.00000000000000");
      return g_string_free (text, FALSE);
    }

  scientific = g_strdup_printf ("%.14Le", proportion);
  exponent = strchr (scientific, 'e');
  for (gint64 zeros = -g_ascii_strtoll (exponent + 1, NULL, 10) - 1; zeros > 0; zeros--)
    g_string_append_c (text, '0');
  for (const char *at = scientific; at < exponent; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (text, *at);

  /* 0.9999999999999999 has no 15 digits below 1. */
  if (g_ascii_strtoll (exponent + 1, NULL, 10) >= 0)
    g_string_assign (text, "1.00000000000000");
  return g_string_free (text, FALSE);
}

/**
 * hecha_normal_quantile:
 * @confidence: between 0 and 1
 *
 * Found by bisection of the error function, or of its complement, which keeps its digits in the tail.
 *
 * Returns: z with P (|Z| <= z) = @confidence to the precision of the machine: 1.95996398454005… at 0.95, not 1.96
 */
long double
hecha_normal_quantile (HechaFraction confidence)
{
  long double inside = value_of (confidence), outside = value_of (rest_of (confidence));
  long double low = 0, high = 40;

  for (guint i = 0; i < 128; i++)
    {
      long double middle = (low + high) / 2, x = middle / sqrtl (2);

      if (inside < outside ? erfl (x) < inside : erfcl (x) > outside)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

/**
 * hecha_sample_size:
 * @population: N, at least 1
 * @margin: e, the half width of the interval that is wanted
 * @confidence: its confidence
 * @expected: p, the rate that is expected; 0.5 when nothing is known
 * @size: (out caller-allocates): the result
 *
 * n0 = z² p (1 − p) / e², n = n0 / (1 + (n0 − 1) / N), rounded up. The table of Krejcie and Morgan rounds to the
 * nearest and so has 217 at N = 500, where this gives 218. Fails with %HECHA_ERROR_INVALID for an empty population.
 *
 * Returns: whether there is a size
 */
gboolean
hecha_sample_size (guint32 population, HechaFraction margin, HechaFraction confidence, HechaFraction expected,
                   HechaSampleSize *size, GError **error)
{
  long double e = value_of (margin), variance = value_of (expected) * value_of (rest_of (expected));

  if (population == 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the population is empty"));
      return FALSE;
    }

  size->z = hecha_normal_quantile (confidence);
  size->infinite = size->z * size->z * variance / (e * e);
  size->unrounded = size->infinite * population / (population + size->infinite - 1);
  size->n = size->unrounded < population ? (guint32)ceill (size->unrounded) : population;
  return TRUE;
}

/**
 * hecha_discovery_size:
 * @population: units in all
 * @bad: bad ones among them, from 1 to @population
 * @confidence: with which at least one of them shall be found
 * @n: (out): the result
 *
 * The smallest sample that shows no bad unit with a probability of at most 1 − @confidence; hypergeometric and exact:
 * of 100 with 1 bad, 95 at 0.95, where 5/100 is just not more. Fails with %HECHA_ERROR_INVALID.
 *
 * Returns: whether there is such a size
 */
gboolean
hecha_discovery_size (guint32 population, guint32 bad, HechaFraction confidence, guint32 *n, GError **error)
{
  if (bad == 0 || bad > population)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("of %u units, %u cannot be the bad ones that a sample shall discover"), population,
                   bad);
      return FALSE;
    }

  *n = hecha_hypergeometric_get_greatest (population, bad, 0, rest_of (confidence)) + 1;
  return TRUE;
}

/* ln n! without Stirling's formula for it, n >= 1. */
static long double
stirling_rest (long double n)
{
  long double square = n * n;

  if (n < 32)
    return lgammal (n + 1) - (n + 0.5L) * logl (n) + n - logl (2 * PI_L) / 2;
  return (1 / 12.0L
          - (1 / 360.0L - (1 / 1260.0L - (1 / 1680.0L - 1 / 1188.0L / square) / square) / square) / square)
         / n;
}

/* P (X = @k) for @n trials of probability @p = 1 - @q, 0 < @k < @n. With Stirling's formula taken out by hand, what is
 * large cancels before it is computed (C. Loader, “Fast and Accurate Computation of Binomial Probabilities”, 2000);
 * the difference of three logarithms of factorials would lose six digits at 100,000. */
static long double
binomial_exactly (long double k, long double n, long double p, long double q)
{
  long double off = p < q ? k - n * p : n * q - (n - k);
  long double deviance = -k * log1pl (-off / k) - (n - k) * log1pl (off / (n - k));
  long double rest = stirling_rest (n) - stirling_rest (k) - stirling_rest (n - k);

  return sqrtl (n / (2 * PI_L * k * (n - k))) * expl (rest - deviance);
}

/* P (X <= @most), 0 < @most < @n. Both @p and @q are given, since the smaller one cannot be had from the other with all
 * its digits. Adds terms of one sign, the greatest first. */
static long double
binomial_at_most (guint32 most, guint32 n, long double p, long double q)
{
  long double term = 1, sum = 1;

  for (guint32 i = most; i > 0 && term > sum * LDBL_EPSILON / 4; i--)
    {
      term *= i / (long double)(n - i + 1) * (q / p);
      sum += term;
    }
  return binomial_exactly (most, n, p, q) * sum;
}

/**
 * hecha_binomial_upper:
 * @failed: k
 * @checked: n, at least 1 and at least @failed
 * @tail: a probability
 *
 * The exact (Clopper–Pearson) upper limit: the rate p at which P (X <= k) is @tail. Half of 1 − confidence as @tail
 * gives the two-sided limit, all of it the one-sided one. Found by bisection of the binomial tail in long double,
 * exact to about 1e-15.
 *
 * Returns: the limit; 1 when all failed
 */
long double
hecha_binomial_upper (guint32 failed, guint32 checked, long double tail)
{
  long double low = (long double)failed / checked, high = 1;

  if (failed == checked)
    return 1;
  if (failed == 0)
    return -expm1l (logl (tail) / checked);

  for (guint i = 0; i < 80; i++)
    {
      long double middle = (low + high) / 2;

      if (binomial_at_most (failed, checked, middle, 1 - middle) > tail)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

/**
 * hecha_binomial_lower:
 * @failed: k
 * @checked: n, at least 1 and at least @failed
 * @tail: a probability
 *
 * The exact lower limit: the rate at which P (X >= k) is @tail.
 *
 * Returns: the limit; 0 when none failed
 */
long double
hecha_binomial_lower (guint32 failed, guint32 checked, long double tail)
{
  long double low = 0, high = (long double)failed / checked;

  if (failed == 0)
    return 0;
  if (failed == checked)
    return expl (logl (tail) / checked);

  /* Halving also reaches limits far below 1 / n with all their digits. */
  for (guint i = 0; i < 200 && high - low > high * LDBL_EPSILON; i++)
    {
      long double middle = (low + high) / 2;

      /* At least k failed: at most n - k were good. */
      if (binomial_at_most (checked - failed, checked, 1 - middle, middle) > tail)
        high = middle;
      else
        low = middle;
    }
  return (low + high) / 2;
}

/* The two roots of (n + z²) p² − (2k + z²) p + k² / n; the smaller one through their product, which loses no digits. */
static void
compute_wilson (guint32 failed, guint32 checked, long double z, long double limits[2])
{
  long double k = failed, n = checked, square = z * z;
  long double root = z * sqrtl (square + 4 * k * (n - k) / n);

  limits[1] = failed == checked ? 1 : (2 * k + square + root) / (2 * (n + square));
  limits[0] = failed == 0 ? 0 : k * k / n / ((n + square) * limits[1]);
}

/**
 * hecha_interval_compute:
 * @failed: k, samples that failed
 * @checked: n, samples that were checked
 * @population: N, units of the frame
 * @confidence: such as 0.95
 * @interval: (out caller-allocates): the limits
 *
 * What a random sample says about its frame. The default is the hypergeometric one, since the frame is finite and
 * known: those numbers of bad units at which neither tail of the result has a probability of (1 − @confidence) / 2 or
 * less, decided exactly. Clopper–Pearson and Wilson are for comparison. Fails with %HECHA_ERROR_INVALID unless
 * k <= n <= N.
 *
 * Returns: whether @interval holds
 */
gboolean
hecha_interval_compute (guint32 failed, guint32 checked, guint32 population, HechaFraction confidence,
                        HechaInterval *interval, GError **error)
{
  HechaFraction tail = rest_of (confidence);

  memset (interval, 0, sizeof *interval);
  if (failed > checked || checked > population || checked > HECHA_STATISTICS_MAX_CHECKED
      || population > HECHA_STATISTICS_MAX)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                   _ ("%u failed of %u checked of %u is not possible, or more than can be computed"), failed,
                   checked, population);
      return FALSE;
    }
  if (checked == 0)
    return TRUE;

  tail.denominator *= 2;
  interval->has_value = TRUE;
  interval->bad[1] = hecha_hypergeometric_get_greatest (population, checked, failed, tail);
  /* The least number of bad units leaves the greatest number of good ones, of which n - k were drawn. */
  interval->bad[0]
    = population - hecha_hypergeometric_get_greatest (population, checked, checked - failed, tail);
  interval->clopper_pearson[0] = hecha_binomial_lower (failed, checked, value_of (tail));
  interval->clopper_pearson[1] = hecha_binomial_upper (failed, checked, value_of (tail));
  compute_wilson (failed, checked, hecha_normal_quantile (confidence), interval->wilson);
  return TRUE;
}
