/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-target-rule.h"

#define LEAST_POVERTY 1
#define LEAST_OWN     6
#define LEAST_TOTAL   7

/**
 * hecha_target_count_add:
 * @category: the category of a target: "poverty", "own" or "upper"; any other one (party building, management) is not
 *   a functional target and does not count
 */
void
hecha_target_count_add (HechaTargetCount *self, const char *category)
{
  if (g_str_equal (category, "poverty"))
    self->poverty++;
  else if (g_str_equal (category, "own"))
    self->own++;
  else if (g_str_equal (category, "upper"))
    self->upper++;
}

/**
 * hecha_target_count_get_total:
 *
 * Returns: all functional targets
 */
guint
hecha_target_count_get_total (const HechaTargetCount *self)
{
  return self->poverty + self->own + self->upper;
}

static void
append_shortfall (GString *text, const char *what, guint count, guint least)
{
  if (count < least)
    g_string_append_printf (text, "%s%s %u < %u", text->len > 0 ? ", " : "", what, count, least);
}

/**
 * hecha_target_rule_dup_shortfall:
 * @rule: how the clause is read
 * @count: the functional targets of one agency in one year
 *
 * Each of the three numbers has its own least value: a total of 7 alone is not enough. Reported on import, never a
 * reason to refuse it.
 *
 * Returns: (transfer full) (nullable): what is missing, such as "本级 5 < 6, 合计 6 < 7"; %NULL when nothing is
 */
char *
hecha_target_rule_dup_shortfall (HechaTargetRule rule, const HechaTargetCount *count)
{
  GString *text = g_string_new (NULL);

  append_shortfall (text, "脱贫攻坚", count->poverty, LEAST_POVERTY);
  if (rule == HECHA_TARGET_RULE_FILL_UP)
    append_shortfall (text, "本级+上级", count->own + count->upper, LEAST_OWN);
  else
    append_shortfall (text, "本级", count->own, LEAST_OWN);
  append_shortfall (text, "合计", hecha_target_count_get_total (count), LEAST_TOTAL);

  return g_string_free (text, text->len == 0);
}
