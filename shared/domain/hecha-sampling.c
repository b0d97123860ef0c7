/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-sampling.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"

#define LEAST_DIGITS  20
#define BEACON_DIGITS 128
#define COMMIT_DIGITS 64

static gboolean
is_decimal (const char *text)
{
  return strlen (text) >= LEAST_DIGITS && strspn (text, "0123456789") == strlen (text);
}

static gboolean
is_hex (const char *text, gsize n_digits)
{
  return strlen (text) == n_digits && strspn (text, "0123456789abcdefABCDEF") == n_digits;
}

/**
 * hecha_random_check:
 * @source: (nullable): "dice", "lottery", "beacon", "commit_reveal" or "nonce"; %NULL when any of these will do
 * @text: the public randomness as it was read out, in digits; a text, so that leading zeros stay
 *
 * Dice and lottery give at least 20 decimal digits, and so does the office's nonce, which is read out by telephone; a
 * beacon pulse 128 hex digits; secrets that were committed to 64 hex digits (a SHA-256, 256 random bits). Fails with
 * %HECHA_ERROR_REFUSED (HCS-1, step 2).
 *
 * Returns: whether it is enough
 */
gboolean
hecha_random_check (const char *source, const char *text, GError **error)
{
  gboolean any = source == NULL;
  gboolean dice
    = any || g_str_equal (source, "dice") || g_str_equal (source, "lottery") || g_str_equal (source, "nonce");
  gboolean beacon = any || g_str_equal (source, "beacon");
  gboolean commit = any || g_str_equal (source, "commit_reveal");

  if ((dice && is_decimal (text)) || (beacon && is_hex (text, BEACON_DIGITS))
      || (commit && is_hex (text, COMMIT_DIGITS)))
    return TRUE;

  if (!dice && !beacon && !commit)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("“%s” is not a source of public randomness"),
                 source);
  else
    g_set_error (
      error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("public randomness must be %s, not “%s”"),
      dice     ? _ ("at least 20 decimal digits (or 128 hex digits of a beacon, or 64 of revealed secrets)")
      : beacon ? _ ("128 hex digits of a beacon pulse")
               : _ ("64 hex digits"),
      text);
  return FALSE;
}

/**
 * hecha_random_check_time:
 * @frozen_at: when the frame was frozen, ms since 1970 UTC
 * @random_at: when the randomness came to be, likewise
 *
 * Randomness that existed before the frame was frozen could have shaped the frame. Fails with %HECHA_ERROR_REFUSED.
 *
 * Returns: whether it came after
 */
gboolean
hecha_random_check_time (gint64 frozen_at, gint64 random_at, GError **error)
{
  if (random_at > frozen_at)
    return TRUE;

  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                       _ ("the public randomness is not later than the freeze of the frame"));
  return FALSE;
}

/* A plan's code; or of a draw at a site the assignment's id, which is a code, "/" and a unit. */
static gboolean
check_plan (const char *plan, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (plan, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!hecha_frame_check_text ("plan code", parts[i], error))
      return FALSE;
  return parts[0] != NULL || hecha_frame_check_text ("plan code", plan, error);
}

/**
 * hecha_sampling_dup_seed:
 * @plan: the plan's code, a new round has a new one; for a draw at a site the assignment's id
 * @frame_hash: the hash of the frame, in hex
 * @random: the public randomness
 *
 * Fails with %HECHA_ERROR_INVALID when @plan is not of the form of hecha_frame_check_text() or holds ";", so that it
 * could not be told from what follows it, and with %HECHA_ERROR_REFUSED when @random is too little.
 *
 * Returns: (transfer full) (nullable): the seed S of HCS-1, step 3
 */
char *
hecha_sampling_dup_seed (const char *plan, const char *frame_hash, const char *random, GError **error)
{
  if (!check_plan (plan, error))
    return NULL;
  if (strchr (plan, ';') != NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the plan code “%s” holds “;”"), plan);
      return NULL;
    }
  if (!hecha_random_check (NULL, random, error))
    return NULL;

  return g_strdup_printf ("hecha-seed-v1;plan=%s;frame=%s;rand=%s", plan, frame_hash, random);
}

typedef struct
{
  guint64 rest; /* fractional part of the quota times the common denominator */
  guint stratum;
} Quota;

static int
compare_quotas (gconstpointer a, gconstpointer b)
{
  const Quota *first = a, *second = b;

  if (first->rest != second->rest)
    return first->rest > second->rest ? -1 : 1;
  return first->stratum < second->stratum ? -1 : first->stratum > second->stratum;
}

/* Spreads @rest over the units that are left, by largest fractional part. */
static void
spread (const guint *n_units, guint n_strata, guint64 rest, guint *n_sample)
{
  g_autofree Quota *quotas = g_new (Quota, n_strata);
  guint64 left = 0, given = 0;

  for (guint i = 0; i < n_strata; i++)
    left += n_units[i] - n_sample[i];
  if (left == 0)
    return;

  for (guint i = 0; i < n_strata; i++)
    {
      guint64 product = rest * (n_units[i] - n_sample[i]);

      quotas[i] = (Quota) {.rest = product % left, .stratum = i};
      n_sample[i] += (guint)(product / left);
      given += product / left;
    }

  qsort (quotas, n_strata, sizeof (Quota), compare_quotas);
  for (guint i = 0; given < rest; i++, given++)
    n_sample[quotas[i].stratum]++;
}

/**
 * hecha_sampling_allocate:
 * @n_units: (array length=n_strata): units of each stratum, strata ascending by bytes
 * @n_strata: how many strata
 * @size: how many units to draw in all
 * @least: how many at least of each stratum, as far as it has them; usually 1
 * @n_sample: (array length=n_strata) (out caller-allocates): how many of each
 *
 * HCS-1, step 6, in whole numbers. Fails with %HECHA_ERROR_REFUSED when there are fewer units than @size, or more
 * strata than the least shares allow.
 *
 * Returns: whether @size could be allocated
 */
gboolean
hecha_sampling_allocate (const guint *n_units, guint n_strata, guint size, guint least, guint *n_sample,
                         GError **error)
{
  guint64 all = 0, shares = 0;

  for (guint i = 0; i < n_strata; i++)
    {
      n_sample[i] = MIN (least, n_units[i]);
      all += n_units[i];
      shares += n_sample[i];
    }

  if (size == 0 || size > all)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("%u units cannot be drawn from a frame of %lu"), size, (gulong)all);
      return FALSE;
    }
  if (size < shares)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("%u units are too few for %u strata, which need %lu"), size, n_strata,
                   (gulong)(shares));
      return FALSE;
    }

  spread (n_units, n_strata, size - shares, n_sample);
  return TRUE;
}

static int
compare_tickets (gconstpointer a, gconstpointer b)
{
  const HechaDrawRow *first = a, *second = b;
  int order = strcmp (first->ticket, second->ticket);

  return order != 0 ? order : strcmp (first->id, second->id);
}

static int
compare_strata (gconstpointer a, gconstpointer b)
{
  int order = strcmp (((const HechaDrawRow *)a)->stratum, ((const HechaDrawRow *)b)->stratum);

  return order != 0 ? order : compare_tickets (a, b);
}

static void
add_rows (HechaDraw *self, HechaTicketer *ticketer)
{
  const GArray *units = self->frame->units;

  g_array_set_size (self->rows, units->len);
  for (guint i = 0; i < units->len; i++)
    {
      const HechaFrameUnit *unit = &g_array_index (units, HechaFrameUnit, i);
      HechaDrawRow *row = &g_array_index (self->rows, HechaDrawRow, i);

      row->id = unit->id;
      row->stratum = unit->stratum;
      hecha_ticketer_get (ticketer, unit->id, row->ticket);
    }
  g_array_sort (self->rows, compare_tickets);
}

static gboolean
hash_order (HechaDraw *self, HechaSamplingAlgorithm algorithm, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (i > 0)
        g_string_append_c (ids, '\n');
      g_string_append (ids, g_array_index (self->rows, HechaDrawRow, i).id);
    }
  return hecha_sampling_hash (algorithm, ids->str, self->order_hash, error);
}

/* Finds the strata in rows that are sorted by stratum, and counts the ranks. */
static void
rank_rows (HechaDraw *self, gboolean by_stratum)
{
  HechaDrawStratum *current = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      HechaDrawRow *row = &g_array_index (self->rows, HechaDrawRow, i);

      if (current == NULL || (by_stratum && !g_str_equal (current->stratum, row->stratum)))
        {
          HechaDrawStratum stratum = {.stratum = by_stratum ? row->stratum : NULL, .first = i};

          g_array_append_val (self->strata, stratum);
          current = &g_array_index (self->strata, HechaDrawStratum, self->strata->len - 1);
        }
      row->rank = ++current->n_units;
    }
}

static gboolean
allocate (HechaDraw *self, guint size, GError **error)
{
  guint n_strata = self->strata->len;
  g_autofree guint *n_units = g_new (guint, n_strata);
  g_autofree guint *n_sample = g_new (guint, n_strata);

  for (guint i = 0; i < n_strata; i++)
    n_units[i] = g_array_index (self->strata, HechaDrawStratum, i).n_units;
  if (!hecha_sampling_allocate (n_units, n_strata, size, 1, n_sample, error))
    return FALSE;
  for (guint i = 0; i < n_strata; i++)
    g_array_index (self->strata, HechaDrawStratum, i).n_sample = n_sample[i];
  return TRUE;
}

/**
 * hecha_draw_new:
 * @frame: a closed frame
 * @algorithm: which digest
 * @seed: from hecha_sampling_dup_seed()
 * @size: how many units to draw
 * @by_stratum: whether each stratum gets its share, at least 1
 *
 * Draws without replacement (HCS-1, steps 4 to 6). Fails with %HECHA_ERROR_REFUSED when @size is 0, greater than the
 * frame or smaller than the number of strata.
 *
 * Returns: (transfer full) (nullable): the draw, sample and reserve
 */
HechaDraw *
hecha_draw_new (HechaFrame *frame, HechaSamplingAlgorithm algorithm, const char *seed, guint size,
                gboolean by_stratum, GError **error)
{
  g_autoptr (HechaDraw) self = g_new0 (HechaDraw, 1);
  g_autoptr (HechaTicketer) ticketer = hecha_ticketer_new (algorithm, seed, error);

  self->frame = hecha_frame_ref (frame);
  self->seed = g_strdup (seed);
  self->rows = g_array_new (FALSE, TRUE, sizeof (HechaDrawRow));
  self->strata = g_array_new (FALSE, TRUE, sizeof (HechaDrawStratum));

  g_return_val_if_fail (frame->closed, NULL);

  if (ticketer == NULL)
    return NULL;
  add_rows (self, ticketer);
  if (!hash_order (self, algorithm, error))
    return NULL;
  if (by_stratum)
    g_array_sort (self->rows, compare_strata);
  rank_rows (self, by_stratum);

  return allocate (self, size, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * hecha_draw_free:
 * @self: (transfer full): a draw
 */
void
hecha_draw_free (HechaDraw *self)
{
  hecha_frame_unref (self->frame);
  g_free (self->seed);
  g_array_unref (self->rows);
  g_array_unref (self->strata);
  g_free (self);
}

static GPtrArray *
dup_rows (const HechaDraw *self, gboolean sample)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < self->strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (self->strata, HechaDrawStratum, i);
      guint begin = stratum->first + (sample ? 0 : stratum->n_sample);
      guint end = stratum->first + (sample ? stratum->n_sample : stratum->n_units);

      for (guint at = begin; at < end; at++)
        g_ptr_array_add (rows, &g_array_index (self->rows, HechaDrawRow, at));
    }
  return rows;
}

/**
 * hecha_draw_dup_sample:
 * @self: a draw
 *
 * Returns: (transfer container) (element-type HechaDrawRow): the sample, by stratum and rank; sample i of HCS-1,
 *   step 8, is element i
 */
GPtrArray *
hecha_draw_dup_sample (const HechaDraw *self)
{
  return dup_rows (self, TRUE);
}

/**
 * hecha_draw_dup_reserve:
 * @self: a draw
 *
 * Returns: (transfer container) (element-type HechaDrawRow): all that was not drawn, by stratum and rank
 */
GPtrArray *
hecha_draw_dup_reserve (const HechaDraw *self)
{
  return dup_rows (self, FALSE);
}

/**
 * hecha_draw_get_next:
 * @self: a draw
 * @stratum: (nullable): which stratum; not looked at unless the draw is by stratum
 * @rank: the greatest rank that is in use there, sample and earlier replacements together
 *
 * The unit that replaces one that cannot be inspected, or that extends the sample (HCS-1, step 7).
 *
 * Returns: (transfer none) (nullable): the next rank; %NULL when the stratum is exhausted or unknown
 */
const HechaDrawRow *
hecha_draw_get_next (const HechaDraw *self, const char *stratum, guint rank)
{
  for (guint i = 0; i < self->strata->len; i++)
    {
      const HechaDrawStratum *at = &g_array_index (self->strata, HechaDrawStratum, i);

      if (at->stratum == NULL || g_strcmp0 (at->stratum, stratum) == 0)
        return rank < at->n_units ? &g_array_index (self->rows, HechaDrawRow, at->first + rank) : NULL;
    }
  return NULL;
}
