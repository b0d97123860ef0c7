/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-measure.h"

#include <string.h>

/* What people count and measure in a performance target; longer ones before their beginnings. */
static const char units[]
  = "平方公里|平方千米|平方米|立方米|万平方米|万立方米|万千瓦|公里|千米|厘米|毫米|公顷|"
    "万吨|公斤|千克|亿元|万元|万人次|万人|万户|万亩|人次|个百分点|百分点|兆瓦|千瓦|米|吨|亩|"
    "元|人|户|个|座|处|家|所|套|件|次|台|辆|条|张|份|场|期|批|项|株|头|只|天|％|%|‰";

static void
free_measure (gpointer data)
{
  HechaMeasure *measure = data;

  g_free (measure->value);
  g_free (measure->unit);
  g_free (measure);
}

/**
 * hecha_measure_list:
 * @requirement: (nullable): a quarter's requirement, as the agency wrote it
 *
 * Finds the numbers with units in it. A year, a date, a number of a document or of an item is none.
 *
 * Returns: (transfer full) (element-type HechaMeasure): in the order of the text
 */
GPtrArray *
hecha_measure_list (const char *requirement)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_measure);
  g_autofree char *pattern
    = g_strdup_printf ("(?<![\\d.第])(\\d+(?:[,，]\\d{3})*(?:\\.\\d+)?)\\s*(%s)(?!月|日)", units);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (requirement == NULL)
    return list;
  for (g_regex_match (regex, requirement, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      HechaMeasure *measure = g_new0 (HechaMeasure, 1);
      g_autofree char *digits = g_match_info_fetch (match, 1);
      g_autoptr (GString) value = g_string_new (digits);

      g_string_replace (value, ",", "", 0);
      g_string_replace (value, "，", "", 0);
      measure->value = g_string_free (g_steal_pointer (&value), FALSE);
      measure->unit = g_match_info_fetch (match, 2);
      g_ptr_array_add (list, measure);
    }
  return list;
}

static gboolean
is_same_unit (const char *a, const char *b)
{
  gboolean percent_a = strcmp (a, "%") == 0 || strcmp (a, "％") == 0;
  gboolean percent_b = strcmp (b, "%") == 0 || strcmp (b, "％") == 0;

  return strcmp (a, b) == 0 || (percent_a && percent_b);
}

/**
 * hecha_measure_dup_share:
 * @self: what was asked for
 * @value: (nullable): what was measured, a decimal number
 * @unit: (nullable): of @value
 *
 * Returns: (transfer full) (nullable): @value as share of what was asked for, such as "85.3%"; %NULL where the units
 *   differ or there is nothing to compare
 */
char *
hecha_measure_dup_share (const HechaMeasure *self, const char *value, const char *unit)
{
  double asked = g_ascii_strtod (self->value, NULL);
  char *end = NULL;
  double measured;

  if (value == NULL || *value == '\0' || unit == NULL || !is_same_unit (self->unit, unit) || asked <= 0)
    return NULL;
  measured = g_ascii_strtod (value, &end);
  return *end == '\0' ? g_strdup_printf ("%.1f%%", 100 * measured / asked) : NULL;
}
