/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative-score.h"

#include <string.h>

/* a hundredth of a point: what is shown, and what weights count */
#define HUNDREDTH (HECHA_POINT / 100)

/**
 * hecha_points_dup_exact:
 * @points: 0 or more, in 1/%HECHA_POINT of a point
 *
 * Returns: (transfer full): the number as it is, such as "89.875"
 */
char *
hecha_points_dup_exact (gint64 points)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT ".%05" G_GINT64_FORMAT, points / HECHA_POINT,
                                           points % HECHA_POINT);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  return g_strndup (text, text[length - 1] == '.' ? length - 1 : length);
}

/**
 * hecha_points_dup_shown:
 * @points: 0 or more, in 1/%HECHA_POINT of a point
 *
 * Returns: (transfer full): with two decimals, half up, such as "89.88"
 */
char *
hecha_points_dup_shown (gint64 points)
{
  gint64 hundredths = (points + HUNDREDTH / 2) / HUNDREDTH;

  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT, hundredths / 100, hundredths % 100);
}

static gboolean
is_of (const HechaNegative *entry, const char *agency, guint year)
{
  return g_strcmp0 (hecha_record_get (entry->entry, "agency"), agency) == 0
         && (guint)g_ascii_strtoull (entry->quarter, NULL, 10) == year;
}

/**
 * hecha_negative_score:
 * @entries: (element-type HechaNegative): all that there are
 * @agency: code
 * @year: of the targets
 *
 * What an agency's year is worth by the negative list (P2 4.2, S1). Provisional and withdrawn entries cost nothing.
 *
 * Returns: (transfer full): the score; the losses and it are 100 points together, unless more is lost than that
 */
HechaNegativeScore *
hecha_negative_score (GPtrArray *entries, const char *agency, guint year)
{
  HechaNegativeScore *self = g_new0 (HechaNegativeScore, 1);

  self->agency = g_strdup (agency);
  self->year = year;
  for (guint i = 0; i < entries->len; i++)
    {
      const HechaNegative *entry = g_ptr_array_index (entries, i);

      if (!is_of (entry, agency, year))
        continue;
      self->n_provisional += entry->state == HECHA_NEGATIVE_PROVISIONAL;
      if (!hecha_negative_counts (entry))
        continue;
      self->n_entries++;
      self->n_unweighted += !entry->has_weight;
      self->n_disputed += entry->disputed;
      self->loss += entry->loss;
    }
  self->score = MAX (0, HECHA_FULL_SCORE - self->loss);
  return self;
}

/**
 * hecha_negative_score_free:
 * @self: (transfer full) (nullable): a score
 */
void
hecha_negative_score_free (HechaNegativeScore *self)
{
  if (self == NULL)
    return;
  g_free (self->agency);
  g_free (self);
}

/**
 * hecha_negative_sum_weights:
 * @targets: (element-type HechaRecord): all that there are
 * @agency: code
 * @year: of the targets
 *
 * Returns: what an agency's targets weigh together, in 1/%HECHA_POINT of a point; unless that is %HECHA_FULL_SCORE, its
 *   score is in doubt
 */
gint64
hecha_negative_sum_weights (GPtrArray *targets, const char *agency, guint year)
{
  gint64 sum = 0;

  for (guint i = 0; i < targets->len; i++)
    {
      const HechaRecord *target = g_ptr_array_index (targets, i);

      if (g_strcmp0 (hecha_record_get (target, "agency"), agency) == 0
          && hecha_record_get_int (target, "year", 0) == year)
        sum += hecha_record_get_int (target, "weight", 0) * HUNDREDTH;
    }
  return sum;
}
