/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-acceptance.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/hecha-error.h"

#define N_LETTERS 16
#define N_LEVELS  7
/* The table of letter and AQL is a diagonal: what stands in a cell follows from the sum of its indices. */
#define FIRST_SUM 14
#define LAST_SUM  24
/* Limits that are tried for a declared level. */
#define MOST_LIMIT 200

static const char letters[N_LETTERS + 1] = "ABCDEFGHJKLMNPQR";
static const guint32 sizes[N_LETTERS] = {2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000};
static const char *const levels[N_LEVELS] = {"S-1", "S-2", "S-3", "S-4", "I", "II", "III"};
static const char *const aqls[] = {"0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25",
                                   "0.40",  "0.65",  "1.0",   "1.5",   "2.5",   "4.0",  "6.5",  "10"};

/* Greatest lot of a line of table 1, and the letters of the seven levels. */
static const struct
{
  guint32 most;
  char letters[N_LEVELS + 1];
} lots[] = {
  {8, "AAAAAAB"},     {15, "AAAAABC"},    {25, "AABBBCD"},     {50, "ABBCCDE"},     {90, "BBCCCEF"},
  {150, "BBCDDFG"},   {280, "BCDEEGH"},   {500, "BCDEFHJ"},    {1200, "CCEFGJK"},   {3200, "CDEGHKL"},
  {10000, "CDFGJLM"}, {35000, "CDFHKMN"}, {150000, "DEGJLNP"}, {500000, "DEGJMPQ"}, {G_MAXUINT32, "DEHKNQR"},
};

static int
find_text (const char *const *list, gsize n, const char *text)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i], text) == 0)
      return (int)i;
  return -1;
}

/* "1" and "1.00" mean the column 1.0; a number that is no column means none. */
static int
find_aql (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0')
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (aqls); i++)
    if (fabs (g_ascii_strtod (aqls[i], NULL) - value) < 1e-9)
      return (int)i;
  return -1;
}

static int
letter_of (guint32 lot, int level)
{
  guint i = 0;

  while (lot > lots[i].most)
    i++;
  return (int)(strchr (letters, lots[i].letters[level]) - letters);
}

/* Where the arrows of table 2-A lead, down to larger samples or up to smaller ones: the acceptance number there. */
static guint32
follow_arrows (int *letter, int aql)
{
  static const guint32 numbers[LAST_SUM - FIRST_SUM + 1] = {0, 0, 0, 1, 2, 3, 5, 7, 10, 14, 21};
  int sum;

  for (;;)
    {
      sum = *letter + aql;
      if (sum == FIRST_SUM || (sum > FIRST_SUM + 2 && sum <= LAST_SUM))
        return numbers[sum - FIRST_SUM];
      if (sum > LAST_SUM || (sum == FIRST_SUM + 1 && *letter > 0)
          || (sum == FIRST_SUM + 2 && *letter == N_LETTERS - 1))
        (*letter)--;
      else
        (*letter)++;
    }
}

/**
 * hecha_acceptance_find:
 * @lot: units in all, at least 2
 * @level: S-1, S-2, S-3, S-4, I, II (the usual one) or III
 * @aql: acceptance quality limit in percent: one of the columns from 0.010 to 10
 * @plan: (out caller-allocates): the plan
 * @error: %HECHA_ERROR_INVALID
 *
 * Looks the plan up that GB/T 2828.1-2012 has for a lot (tables 1 and 2-A).
 *
 * Returns: whether there is one
 */
gboolean
hecha_acceptance_find (guint32 lot, const char *level, const char *aql, HechaAcceptance *plan, GError **error)
{
  int row = find_text (levels, N_LEVELS, level), column = find_aql (aql), letter;

  if (lot < 2 || row < 0 || column < 0)
    {
      g_set_error (
        error, HECHA_ERROR, HECHA_ERROR_INVALID,
        _ ("GB/T 2828.1 has no plan for a lot of %u at level %s and AQL %s; levels are S-1 to S-4, "
           "I, II, III, and AQLs are 0.010, 0.015, 0.025, 0.040, 0.065 and so on to 10"),
        lot, level, aql);
      return FALSE;
    }
  letter = letter_of (lot, row);
  plan->letter = letters[letter];
  plan->accept = follow_arrows (&letter, column);
  plan->used = letters[letter];
  plan->census = sizes[letter] >= lot;
  plan->size = plan->census ? lot : sizes[letter];
  return TRUE;
}

/* The smallest sample with which so many bad ones are found too seldom where the rate is @rate. */
static guint32
size_for (guint32 limit, long double rate, long double risk)
{
  guint32 low = limit + 1, high = limit + 2;

  while (high < HECHA_STATISTICS_MAX_CHECKED && hecha_binomial_upper (limit, high, risk) > rate)
    high = MIN (2 * high, HECHA_STATISTICS_MAX_CHECKED);
  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (hecha_binomial_upper (limit, middle, risk) > rate)
        low = middle;
      else
        high = middle;
    }
  return high;
}

typedef long double (*Limit) (guint32 failed, guint32 checked, long double tail);

/* The probability of a tail at @rate: the one whose exact limit this is. It is a small one, on the far side of k/n. */
static long double
tail_at (Limit limit, gboolean rises, guint32 k, guint32 n, long double rate)
{
  long double low = 0, high = 1;

  for (guint i = 0; i < 60; i++)
    {
      long double middle = (low + high) / 2;

      if ((limit (k, n, middle) > rate) != rises)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

/**
 * hecha_declared_plan_find:
 * @declared: the share of bad units that is declared (DQL)
 * @ratio: so many times worse shall be noticed (LQR), 2 to 100
 * @plan: (out caller-allocates): the plan
 * @error: %HECHA_ERROR_INVALID
 *
 * The plan with the smallest limit, and then the smallest sample, that contradicts a true declaration with a
 * probability of 5 % at most, and misses one that is @ratio times worse with 10 % at most (binomial). It is designed
 * by these two criteria of GB/T 2828.4, not copied from its tables.
 *
 * Returns: whether there is one
 */
gboolean
hecha_declared_plan_find (HechaFraction declared, guint32 ratio, HechaDeclaredPlan *plan, GError **error)
{
  long double level = (long double)declared.numerator / declared.denominator, worse = level * ratio;

  for (guint32 limit = 0; ratio >= 2 && ratio <= 100 && worse < 1 && limit <= MOST_LIMIT; limit++)
    {
      guint32 n = size_for (limit, worse, 0.10L);

      if (n >= HECHA_STATISTICS_MAX_CHECKED || hecha_binomial_lower (limit + 1, n, 0.05L) < level)
        continue;
      *plan = (HechaDeclaredPlan) {n, limit, tail_at (hecha_binomial_lower, TRUE, limit + 1, n, level),
                                   tail_at (hecha_binomial_upper, FALSE, limit, n, worse)};
      return TRUE;
    }
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
               _ ("no plan is computed for a declared share of %u/%u and a limiting ratio of %u"),
               declared.numerator, declared.denominator, ratio);
  return FALSE;
}
