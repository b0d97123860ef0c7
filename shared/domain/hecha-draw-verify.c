/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-draw-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/hecha-plan.h"
#include "domain/hecha-rule.h"

/* A draw is checked by doing it again. */

static void
check_plan (GPtrArray *checks, const HechaRecord *plan, const HechaRecord *frame)
{
  g_autofree char *hash = hecha_plan_dup_text_hash (plan);
  const char *approved = hecha_record_get (plan, "approved_at");
  const char *frozen = hecha_record_get (frame, "frozen_at");

  hecha_checks_compare (checks, _ ("text of the plan"), hecha_record_get (plan, "text_hash"), hash);
  hecha_checks_add (
    checks, _ ("approval before the freeze"), approved != NULL && g_strcmp0 (approved, frozen) <= 0,
    g_strdup_printf (_ ("approved %s, frozen %s"), approved != NULL ? approved : _ ("never"), frozen));
}

static void
check_ceremony (GPtrArray *checks, const HechaRecord *frame, const HechaRecord *draw)
{
  g_auto (GStrv) witnesses = hecha_record_get_list (draw, "witnesses");
  const char *frozen = hecha_record_get (frame, "frozen_at"), *random = hecha_record_get (draw, "random_at");

  hecha_checks_add (checks, _ ("freeze before the randomness"), g_strcmp0 (frozen, random) <= 0,
                    g_strdup_printf (_ ("frozen %s, randomness %s"), frozen, random));
  hecha_checks_add (checks, _ ("two witnesses"),
                    witnesses[0] != NULL && witnesses[1] != NULL && strcmp (witnesses[0], witnesses[1]) != 0,
                    g_strjoinv (", ", witnesses));
}

static const HechaDrawRow *
find_row (const HechaDraw *draw, const char *id)
{
  for (guint i = 0; i < draw->rows->len; i++)
    {
      const HechaDrawRow *row = &g_array_index (draw->rows, HechaDrawRow, i);

      if (strcmp (row->id, id) == 0)
        return row;
    }
  return NULL;
}

static guint
last_drawn_rank (const HechaDraw *draw, gboolean by_class, const char *name)
{
  for (guint i = 0; i < draw->strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (draw->strata, HechaDrawStratum, i);

      if (!by_class || strcmp (stratum->stratum, name) == 0)
        return stratum->n_sample;
    }
  return 0;
}

/* Drawn by rank, by an extension, or in the place of a sample that is recorded as replaced. */
static gboolean
sample_fits (const HechaDraw *draw, gboolean by_class, char **more, const HechaRecord *sample)
{
  const char *unit = hecha_record_get (sample, "unit");
  const HechaDrawRow *row = unit != NULL ? find_row (draw, unit) : NULL;
  g_autofree char *ticket = row != NULL ? hecha_ticket_dup_short (row->ticket) : NULL;
  gboolean later = hecha_record_get (sample, "replaces") != NULL
                   || (unit != NULL && g_strv_contains ((const char *const *)more, unit));

  return row != NULL && hecha_record_get_int (sample, "rank", 0) == row->rank
         && g_strcmp0 (hecha_record_get (sample, "stratum"), row->stratum) == 0
         && g_strcmp0 (hecha_record_get (sample, "ticket"), ticket) == 0
         && later == (row->rank > last_drawn_rank (draw, by_class, row->stratum));
}

static guint
count_replaced (GPtrArray *samples, gboolean replacements)
{
  guint n = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (samples, i);

      n += replacements ? hecha_record_get (sample, "replaces") != NULL
                        : g_strcmp0 (hecha_record_get (sample, "status"), "replaced") == 0;
    }
  return n;
}

/* Replacements and extensions take the next rank each time, so none is left out. */
static gboolean
ranks_are_whole (const HechaDraw *draw, GPtrArray *samples)
{
  for (guint i = 0; i < draw->strata->len; i++)
    {
      const char *name = g_array_index (draw->strata, HechaDrawStratum, i).stratum;
      guint n = 0;

      for (guint k = 0; k < samples->len; k++)
        n += name == NULL
             || g_strcmp0 (hecha_record_get (g_ptr_array_index (samples, k), "stratum"), name) == 0;
      if (hecha_draw_greatest_rank (samples, name) != n)
        return FALSE;
    }
  return TRUE;
}

static void
check_samples (GPtrArray *checks, const HechaDraw *draw, gboolean by_class, char **more, GPtrArray *samples)
{
  guint n_more = g_strv_length (more);
  g_autoptr (GPtrArray) expected = hecha_draw_dup_sample (draw);
  g_autoptr (GString) wrong = g_string_new (NULL);
  guint n_replacements = count_replaced (samples, TRUE);

  for (guint i = 0; i < samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (samples, i);

      if (!sample_fits (draw, by_class, more, sample))
        g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? ", " : "", sample->id);
    }
  hecha_checks_add (checks, _ ("rank, stratum and ticket of each sample"), wrong->len == 0,
                    wrong->len == 0 ? g_strdup_printf (_ ("%u samples"), samples->len)
                                    : g_strdup_printf (_ ("not as drawn: %s"), wrong->str));
  hecha_checks_add (
    checks, _ ("no sample missing, none too many"),
    samples->len == expected->len + n_replacements + n_more
      && n_replacements == count_replaced (samples, FALSE) && ranks_are_whole (draw, samples),
    g_strdup_printf (_ ("%u drawn, %u replaced, %u by extension"), expected->len, n_replacements, n_more));
}

static gboolean
check_draw (GPtrArray *checks, HechaReader *reader, const HechaRecord *frame, const HechaRecord *draw,
            GError **error)
{
  g_autoptr (GPtrArray) samples = hecha_reader_list (reader, "office", "sample", "plan", frame->id, error);
  g_autoptr (HechaUnits) units = hecha_units_parse (frame, error);
  g_autoptr (HechaFrame) drawn_from = units != NULL ? hecha_units_to_frame (units, error) : NULL;
  g_auto (GStrv) more = drawn_from != NULL ? hecha_extension_list_units (reader, frame->id, error) : NULL;
  g_autofree char *hash = NULL;
  g_autoptr (HechaDraw) again = NULL;

  if (samples == NULL || more == NULL)
    return FALSE;
  hash = hecha_frame_dup_hash (
    drawn_from,
    g_strcmp0 (hecha_record_get (frame, "hash_alg"), "sm3") == 0 ? HECHA_SAMPLING_SM3 : HECHA_SAMPLING_SHA256,
    error);
  if (hash == NULL)
    return FALSE;
  hecha_checks_compare (checks, _ ("hash of the frame"), hecha_record_get (frame, "hash"), hash);
  hecha_checks_compare (checks, _ ("frame of the draw"), hecha_record_get (draw, "frame"), hash);
  again = hecha_draw_from_records (frame, draw, error);
  if (again == NULL)
    return FALSE;
  hecha_checks_compare (checks, _ ("seed"), hecha_record_get (draw, "seed"), again->seed);
  hecha_checks_compare (checks, _ ("order of the whole frame"), hecha_record_get (draw, "order_hash"),
                        again->order_hash);
  check_samples (checks, again, hecha_record_get_int (draw, "by_class", 0) != 0, more, samples);
  return TRUE;
}

/**
 * hecha_draw_verify:
 * @reader: where to read
 * @plan: the plan's code
 * @error: when there is nothing to verify, or the recorded frame is not the one that was frozen
 *
 * Computes a draw anew from the recorded facts (P3 4.4): the text of the plan, the hash of the frame, the seed, the
 * order, and every sample.
 *
 * Returns: (transfer full) (nullable) (element-type HechaCheck): what was checked
 */
GPtrArray *
hecha_draw_verify (HechaReader *reader, const char *plan, GError **error)
{
  g_autoptr (HechaRecord) approved = hecha_reader_need (reader, "office", "plan", plan, error);
  g_autoptr (HechaRecord) frame = NULL;
  g_autoptr (HechaRecord) draw = NULL;
  g_autoptr (GPtrArray) checks = hecha_checks_new ();

  if (approved == NULL)
    return NULL;
  frame = hecha_reader_need (reader, "office", "frame", plan, error);
  draw = frame != NULL ? hecha_reader_need (reader, "office", "draw", plan, error) : NULL;
  if (draw == NULL || !hecha_rule_check_settled (frame, error) || !hecha_rule_check_settled (draw, error))
    return NULL;
  check_plan (checks, approved, frame);
  check_ceremony (checks, frame, draw);
  return check_draw (checks, reader, frame, draw, error) ? g_steal_pointer (&checks) : NULL;
}
