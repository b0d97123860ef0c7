/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-negative.h"

G_BEGIN_DECLS

/* Scores start full and lose only through entries of the negative list (P2 4.2; the numbers are the office's own). */

/* What a year is worth, and what the weights of its targets are together. */
#define HECHA_FULL_SCORE (100 * HECHA_POINT)

/**
 * HechaNegativeScore:
 * @agency: (owned): code
 * @year: of the targets
 * @n_entries: that count
 * @n_provisional: that do not count yet
 * @n_unweighted: that count and whose target has no weight, so that the score is not complete
 * @n_disputed: that count and are in conflict
 * @loss: sum over the entries, in 1/%HECHA_POINT of a point
 * @score: 100 points less that, 0 at least, in 1/%HECHA_POINT of a point; grades are decided by this, never by what is
 *   shown
 */
typedef struct
{
  char *agency;
  guint year;
  guint n_entries;
  guint n_provisional;
  guint n_unweighted;
  guint n_disputed;
  gint64 loss;
  gint64 score;
} HechaNegativeScore;

HechaNegativeScore *hecha_negative_score (GPtrArray *entries, const char *agency, guint year);
gint64 hecha_negative_sum_weights (GPtrArray *targets, const char *agency, guint year);
void hecha_negative_score_free (HechaNegativeScore *self);

char *hecha_points_dup_exact (gint64 points);
char *hecha_points_dup_shown (gint64 points);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNegativeScore, hecha_negative_score_free)

G_END_DECLS
