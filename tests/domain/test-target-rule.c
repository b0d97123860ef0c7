/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-target-rule.h"

typedef struct
{
  HechaTargetCount count;
  const char *strict;  /* (nullable) what is missing */
  const char *fill_up; /* (nullable) */
} Case;

static void
test_shortfalls (void)
{
  static const Case cases[] = {
    {{1, 6, 1}, NULL, NULL},
    {{1, 6, 0}, NULL, NULL},
    {{1, 5, 0}, "本级 5 < 6, 合计 6 < 7", "本级+上级 5 < 6, 合计 6 < 7"},
    {{0, 7, 3}, "脱贫攻坚 0 < 1", "脱贫攻坚 0 < 1"},
    {{1, 3, 3}, "本级 3 < 6", NULL},
    {{2, 5, 0}, "本级 5 < 6", "本级+上级 5 < 6"},
    {{0, 6, 0}, "脱贫攻坚 0 < 1, 合计 6 < 7", "脱贫攻坚 0 < 1, 合计 6 < 7"},
    {{0, 0, 0}, "脱贫攻坚 0 < 1, 本级 0 < 6, 合计 0 < 7", "脱贫攻坚 0 < 1, 本级+上级 0 < 6, 合计 0 < 7"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *strict = hecha_target_rule_dup_shortfall (HECHA_TARGET_RULE_STRICT, &cases[i].count);
      g_autofree char *fill_up = hecha_target_rule_dup_shortfall (HECHA_TARGET_RULE_FILL_UP, &cases[i].count);

      g_assert_cmpstr (strict, ==, cases[i].strict);
      g_assert_cmpstr (fill_up, ==, cases[i].fill_up);
    }
}

/* The targets of A03 in the demo: 1 + 6 + 0 and one of party building, which does not count. */
static void
test_only_functional_targets_count (void)
{
  static const char *const categories[]
    = {"poverty", "own", "own", "own", "own", "own", "own", "party", "mgmt"};
  HechaTargetCount count = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    hecha_target_count_add (&count, categories[i]);
  hecha_target_count_add (&count, "upper");

  g_assert_cmpuint (count.poverty, ==, 1);
  g_assert_cmpuint (count.own, ==, 6);
  g_assert_cmpuint (count.upper, ==, 1);
  g_assert_cmpuint (hecha_target_count_get_total (&count), ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/target-rule/each-of-the-three-numbers-is-checked", test_shortfalls);
  g_test_add_func ("/target-rule/only-functional-targets-count", test_only_functional_targets_count);
  return g_test_run ();
}
