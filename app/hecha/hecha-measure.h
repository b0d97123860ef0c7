/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaMeasure:
 * @value: a decimal number, as it is written
 * @unit: such as 万元 or %
 *
 * What a requirement asks for in numbers. Owned.
 */
typedef struct
{
  char *value;
  char *unit;
} HechaMeasure;

GPtrArray *hecha_measure_list (const char *requirement);
char *hecha_measure_dup_share (const HechaMeasure *self, const char *value, const char *unit);

G_END_DECLS
