/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-acceptance.h"

#include <math.h>

#include "base/hecha-error.h"

static void
test_published (void)
{
  static const struct
  {
    guint32 lot;
    const char *level, *aql;
    char letter, used;
    guint32 size, accept;
  } cases[] = {
    {100, "II", "4.0", 'F', 'F', 20, 2},
    {100, "II", "1.0", 'F', 'E', 13, 0},
    {500, "II", "0.65", 'H', 'J', 80, 1},
    {12000, "II", "1.0", 'M', 'M', 315, 7},
    {12000, "II", "10", 'M', 'K', 125, 21},
    {2, "II", "1.0", 'A', 'E', 2, 0},
    {8, "III", "10", 'B', 'C', 5, 1},
    {50, "S-4", "2.5", 'C', 'C', 5, 0},
    {600000, "III", "0.010", 'R', 'Q', 1250, 0},
    {600000, "III", "0.015", 'R', 'P', 800, 0},
    {600000, "III", "0.025", 'R', 'R', 2000, 1},
    {8, "I", "0.010", 'A', 'Q', 8, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      HechaAcceptance plan;

      g_test_message ("lot %u, %s, %s", cases[i].lot, cases[i].level, cases[i].aql);
      hecha_acceptance_find (cases[i].lot, cases[i].level, cases[i].aql, &plan, &error);
      g_assert_no_error (error);
      g_assert_cmpint (plan.letter, ==, cases[i].letter);
      g_assert_cmpint (plan.used, ==, cases[i].used);
      g_assert_cmpuint (plan.size, ==, cases[i].size);
      g_assert_cmpuint (plan.accept, ==, cases[i].accept);
      g_assert_cmpint (plan.census, ==, cases[i].size == cases[i].lot);
    }
}

/* One way to read every line of table 1: the letters grow with the lot and with the level, and end where they end. */
static void
test_letters_grow (void)
{
  static const char *const levels[] = {"S-1", "S-2", "S-3", "S-4", "I", "II", "III"};

  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      char last = 'A';

      for (guint32 lot = 2; lot < 1000000; lot += lot < 20 ? 1 : lot / 10)
        {
          HechaAcceptance plan, higher;

          g_assert_true (hecha_acceptance_find (lot, levels[i], "1.0", &plan, NULL));
          g_assert_cmpint (plan.letter, >=, last);
          last = plan.letter;
          if (i + 1 == G_N_ELEMENTS (levels))
            continue;
          g_assert_true (hecha_acceptance_find (lot, levels[i + 1], "1.0", &higher, NULL));
          g_assert_cmpint (higher.letter, >=, plan.letter);
        }
    }
}

static void
test_refused (void)
{
  static const struct
  {
    guint32 lot;
    const char *level, *aql;
  } cases[] = {{1, "II", "1.0"}, {100, "IV", "1.0"}, {100, "II", "0.7"}, {100, "II", "x"}, {100, "II", ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      HechaAcceptance plan;

      g_assert_false (hecha_acceptance_find (cases[i].lot, cases[i].level, cases[i].aql, &plan, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
    }
}

/* The worked example: 4.951 % and 9.908 %, with which no smaller limit or sample would do. */
static void
test_declared (void)
{
  g_autoptr (GError) error = NULL;
  HechaDeclaredPlan plan;

  hecha_declared_plan_find ((HechaFraction) {2, 100}, 10, &plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan.size, ==, 18);
  g_assert_cmpuint (plan.limit, ==, 1);
  g_assert_true (fabsl (plan.wrong - 0.04951L) < 5e-6L);
  g_assert_true (fabsl (plan.missed - 0.09908L) < 5e-6L);
  g_assert_false (hecha_declared_plan_find ((HechaFraction) {20, 100}, 10, &plan, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acceptance/plans-are-those-published", test_published);
  g_test_add_func ("/acceptance/letters-grow-with-lot-and-level", test_letters_grow);
  g_test_add_func ("/acceptance/what-the-table-has-not-is-refused", test_refused);
  g_test_add_func ("/acceptance/declared-level-is-checked-by-two-risks", test_declared);
  return g_test_run ();
}
