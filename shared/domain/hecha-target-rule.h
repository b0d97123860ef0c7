/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaTargetRule:
 * @HECHA_TARGET_RULE_STRICT: at least 6 own-level targets, whatever comes from above
 * @HECHA_TARGET_RULE_FILL_UP: own-level and upper-level targets together at least 6, as P2 3.2.3(3)c can be read
 *
 * How the “1+6+N” of P2 3.2.3 is read (rule_1_6_n).
 */
typedef enum
{
  HECHA_TARGET_RULE_STRICT,
  HECHA_TARGET_RULE_FILL_UP,
} HechaTargetRule;

/**
 * HechaTargetCount:
 * @poverty: poverty-alleviation targets (脱贫攻坚目标)
 * @own: own-level targets (本级目标)
 * @upper: upper-level targets (上级目标)
 *
 * The functional targets of one agency in one year.
 */
typedef struct
{
  guint poverty;
  guint own;
  guint upper;
} HechaTargetCount;

void hecha_target_count_add (HechaTargetCount *self, const char *category);
guint hecha_target_count_get_total (const HechaTargetCount *self);
char *hecha_target_rule_dup_shortfall (HechaTargetRule rule, const HechaTargetCount *count);

G_END_DECLS
