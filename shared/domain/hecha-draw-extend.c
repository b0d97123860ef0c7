/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-draw-private.h"

#include <string.h>

#include "domain/hecha-rule.h"

/* One extension in the making. */
typedef struct
{
  HechaAct *act;
  const HechaExtendInput *input;
  HechaDrawGround ground;
  HechaDraw *draw;       /* (owned) */
  GPtrArray *samples;    /* (owned) (element-type HechaRecord): of the plan, as they are */
  GPtrArray *extensions; /* (owned) (element-type HechaRecord): earlier ones */
  GPtrArray *rows;       /* (owned) (element-type HechaDrawRow, not owned): what is added */
} Extend;

static void
extend_clear (Extend *self)
{
  hecha_draw_ground_clear (&self->ground);
  g_clear_pointer (&self->draw, hecha_draw_free);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Extend, extend_clear)

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 x = hecha_record_get_int (*(HechaRecord *const *)a, "number", 0);
  gint64 y = hecha_record_get_int (*(HechaRecord *const *)b, "number", 0);

  return (x > y) - (x < y);
}

/* Settled ones, in their order. */
static GPtrArray *
read_extensions (HechaReader *reader, const char *plan, GError **error)
{
  GPtrArray *extensions = hecha_reader_list (reader, "office", "extension", "plan", plan, error);

  if (extensions == NULL)
    return NULL;
  g_ptr_array_sort (extensions, compare_numbers);
  for (guint i = 0; i < extensions->len; i++)
    if (!hecha_rule_check_settled (g_ptr_array_index (extensions, i), error))
      {
        g_ptr_array_unref (extensions);
        return NULL;
      }
  return extensions;
}

/**
 * hecha_extension_list_units:
 * @reader: where to read
 * @plan: the plan's code
 * @error: when one is in conflict, or reading failed
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the units by which the plan's draw was extended, in
 *   the order in which they came
 */
char **
hecha_extension_list_units (HechaReader *reader, const char *plan, GError **error)
{
  g_autoptr (GPtrArray) extensions = read_extensions (reader, plan, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (extensions == NULL)
    return NULL;
  for (guint i = 0; i < extensions->len; i++)
    {
      g_auto (GStrv) units = hecha_record_get_list (g_ptr_array_index (extensions, i), "units");

      g_strv_builder_addv (builder, (const char **)units);
    }
  return g_strv_builder_end (builder);
}

/* What a stratum has by the draw and by earlier extensions; who stands in for another one adds nothing. */
static guint
count_places (Extend *self, const char *stratum)
{
  guint n = 0;

  for (guint i = 0; i < self->samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (self->samples, i);

      n += hecha_record_get (sample, "replaces") == NULL
           && (stratum == NULL || g_strcmp0 (hecha_record_get (sample, "stratum"), stratum) == 0);
    }
  return n;
}

static gboolean
add_next (Extend *self, const HechaDrawStratum *stratum, guint n, GError **error)
{
  guint rank = hecha_draw_greatest_rank (self->samples, stratum->stratum);

  for (guint i = 0; i < n; i++)
    {
      /* Without strata, any name finds the one that there is. */
      const HechaDrawRow *row
        = hecha_draw_get_next (self->draw, stratum->stratum != NULL ? stratum->stratum : "", rank + i);

      if (row == NULL)
        return hecha_rule_refuse (
          error, "The reserve has only %u units left where %u more are wanted (P3 4.4)", i, n);
      g_ptr_array_add (self->rows, (gpointer)row);
    }
  return TRUE;
}

/* The shares of the greater sample; where one is smaller than what there is, nothing is taken away, so that the sum may
 * be greater than what was asked for. */
static gboolean
add_all (Extend *self, GError **error)
{
  GArray *strata = self->draw->strata;
  g_autofree guint *n_units = g_new (guint, strata->len), *share = g_new (guint, strata->len);
  guint size = count_places (self, NULL) + self->input->size;
  gboolean by_class = strata->len > 0 && g_array_index (strata, HechaDrawStratum, 0).stratum != NULL;

  for (guint i = 0; i < strata->len; i++)
    n_units[i] = g_array_index (strata, HechaDrawStratum, i).n_units;
  if (!hecha_sampling_allocate (n_units, strata->len, size, by_class ? 1 : 0, share, error))
    return FALSE;
  for (guint i = 0; i < strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (strata, HechaDrawStratum, i);
      guint has = count_places (self, stratum->stratum);

      if (share[i] > has && !add_next (self, stratum, share[i] - has, error))
        return FALSE;
    }
  return TRUE;
}

static void
write_extension (Extend *self)
{
  const char *plan = self->input->plan;
  g_autofree char *id = g_strdup_printf ("%s/%u", plan, self->extensions->len + 1);
  g_autofree char *now = hecha_act_now_text (self->act);
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  HechaActOp *op = hecha_act_op (self->act, "office", "extension", id);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const HechaDrawRow *row = g_ptr_array_index (self->rows, i);

      g_ptr_array_add (units, (gpointer)row->id);
      hecha_draw_write_sample (self->act, plan, &self->ground, row);
    }
  g_ptr_array_add (units, NULL);
  hecha_act_op_set_text (op, "plan", plan);
  hecha_act_op_set_int (op, "number", self->extensions->len + 1);
  hecha_act_op_set_int (op, "size", self->input->size);
  hecha_act_op_set_list (op, "units", (const char *const *)units->pdata);
  hecha_act_op_set_text (op, "reason", self->input->reason);
  hecha_act_op_set_text (op, "extended_by", self->act->by);
  hecha_act_op_set_text (op, "extended_at", now);
}

static gboolean
extend_read (Extend *self, GError **error)
{
  HechaReader *reader = self->act->reader;
  const char *plan = self->input->plan;
  g_autoptr (HechaRecord) draw = NULL;

  if (!hecha_draw_ground_read (&self->ground, reader, plan, error))
    return FALSE;
  draw = hecha_reader_need (reader, "office", "draw", plan, error);
  self->draw = draw != NULL ? hecha_draw_from_records (self->ground.frame, draw, error) : NULL;
  self->samples
    = self->draw != NULL ? hecha_reader_list (reader, "office", "sample", "plan", plan, error) : NULL;
  self->extensions = self->samples != NULL ? read_extensions (reader, plan, error) : NULL;
  return self->extensions != NULL;
}

/**
 * hecha_draw_extend:
 * @act: the action
 * @input: a #HechaExtendInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Takes more units into a sample that was drawn (P3 4.4, HCS-1 step 7): the next ranks, by class where the draw was. No
 * new randomness, so nobody can choose which.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_draw_extend (HechaAct *act, gpointer input, GError **error)
{
  g_auto (Extend) self = {.act = act, .input = input};

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "extend a draw (P3 4.4)", error))
    return FALSE;
  if (self.input->size == 0 || hecha_rule_is_blank (self.input->reason))
    return hecha_rule_refuse (error, "A draw is extended by one unit or more, and for a reason (P3 4.4)");
  if (!extend_read (&self, error))
    return FALSE;
  self.rows = g_ptr_array_new ();
  if (!add_all (&self, error))
    return FALSE;
  write_extension (&self);
  return TRUE;
}
