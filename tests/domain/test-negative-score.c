/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "negative.h"

/* What the negative list costs, in points. */

static HechaNegativeScore *
score_of (Office *office)
{
  g_autoptr (GPtrArray) all = negative_list_of (office, NULL);

  return hecha_negative_score (all, "A01", 2026);
}

static gint64
weights_of (Office *office)
{
  g_autoptr (GPtrArray) targets
    = hecha_reader_list (hecha_store_reader (office->store), NULL, "target", NULL, NULL, NULL);

  return hecha_negative_sum_weights (targets, "A01", 2026);
}

static void
check_score (Office *office, const char *exact, const char *shown)
{
  g_autoptr (HechaNegativeScore) score = score_of (office);
  g_autofree char *exact_text = hecha_points_dup_exact (score->score);
  g_autofree char *shown_text = hecha_points_dup_shown (score->score);

  g_assert_cmpstr (exact_text, ==, exact);
  g_assert_cmpstr (shown_text, ==, shown);
  g_assert_cmpint (score->score + score->loss, ==, HECHA_FULL_SCORE);
  g_assert_cmpint (weights_of (office), ==, HECHA_FULL_SCORE);
  g_assert_cmpuint (score->n_unweighted, ==, 0);
}

/* T02 (15 points) in Q2: made up in time, or late; T05 (10) in Q3 open; T08 (20) in Q4 open. */
static void
test_worked_scores (void)
{
  for (guint late = 0; late < 2; late++)
    {
      g_autoptr (Office) office = negative_desk_at ("2026-07-27");

      check_score (office, "100", "100.00");
      negative_put_by_hand (office, "A01-2026-T02-Q2", "A01-2026-Q2-T02");
      check_score (office, "96.25", "96.25");
      negative_tell (office, "A01-2026-Q2-T02", "H01", "2026-08-14");
      negative_at (office, late ? "2026-08-17" : "2026-08-14");
      negative_complete (office, "A01-2026-Q2-T02", NULL, 1);
      negative_report_and_verify (office, "A01-2026-Q2-T02", "made_up");
      negative_at (office, "2026-11-02");
      negative_put_by_hand (office, "A01-2026-T05-Q3", "A01-2026-Q3-T05");
      if (late)
        negative_put_by_hand (office, "A01-2026-T08-Q4", "A01-2026-Q4-T08");
      check_score (office, late ? "89.875" : "96", late ? "89.88" : "96.00");
    }
}

static void
test_four_quarters (void)
{
  HechaNegativeInput withdraw = {.entry = "A01-2026-Q3-T06", .text = "申诉成立"};
  g_autoptr (Office) office = negative_desk_at ("2026-12-31");

  for (guint quarter = 1; quarter <= 4; quarter++)
    {
      g_autofree char *unit = g_strdup_printf ("A01-2026-T06-Q%u", quarter);
      g_autofree char *id = g_strdup_printf ("A01-2026-Q%u-T06", quarter);

      negative_put_by_hand (office, unit, id);
    }
  check_score (office, "92", "92.00");
  office_do (office, hecha_negative_withdraw, &withdraw);
  check_score (office, "94", "94.00");
}

/* One target weighs 100 by itself, so that all of them are 190: more can be lost than there is. */
static gboolean
overweigh_rule (HechaAct *act, gpointer data, GError **error)
{
  hecha_act_op_set_int (hecha_act_op (act, "agency:A01", "target", "A01-2026-T05"), "weight", 10000);
  return TRUE;
}

static void
test_floor (void)
{
  g_autoptr (Office) office = negative_desk_at ("2026-12-31");
  g_autoptr (HechaNegativeScore) score = NULL;
  g_autofree char *shown = NULL;

  office_do (office, overweigh_rule, NULL);
  for (guint quarter = 1; quarter <= 4; quarter++)
    {
      g_autofree char *heavy = g_strdup_printf ("A01-2026-T05-Q%u", quarter);
      g_autofree char *heavy_id = g_strdup_printf ("A01-2026-Q%u-T05", quarter);
      g_autofree char *other = g_strdup_printf ("A01-2026-T08-Q%u", quarter);
      g_autofree char *other_id = g_strdup_printf ("A01-2026-Q%u-T08", quarter);

      negative_put_by_hand (office, heavy, heavy_id);
      negative_put_by_hand (office, other, other_id);
    }
  score = score_of (office);
  shown = hecha_points_dup_shown (score->score);
  g_assert_cmpstr (shown, ==, "0.00");
  g_assert_cmpint (score->loss, ==, 120 * HECHA_POINT);
  g_assert_cmpint (weights_of (office), ==, 190 * HECHA_POINT);
}

static void
test_points (void)
{
  g_autofree char *exact = hecha_points_dup_exact (8987500), *half = hecha_points_dup_shown (8968500),
                  *below = hecha_points_dup_shown (8968499), *zero = hecha_points_dup_exact (0),
                  *least = hecha_points_dup_exact (25);

  g_assert_cmpstr (exact, ==, "89.875");
  g_assert_cmpstr (half, ==, "89.69");
  g_assert_cmpstr (below, ==, "89.68");
  g_assert_cmpstr (zero, ==, "0");
  g_assert_cmpstr (least, ==, "0.00025");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/negative-score/the-worked-scores", test_worked_scores);
  g_test_add_func ("/negative-score/four-quarters-cost-the-whole-weight", test_four_quarters);
  g_test_add_func ("/negative-score/points-are-exact-and-shown-half-up", test_points);
  g_test_add_func ("/negative-score/is-never-below-zero", test_floor);
  return g_test_run ();
}
