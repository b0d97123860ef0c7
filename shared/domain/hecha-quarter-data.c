/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-quarter-data.h"

#include "domain/hecha-deadline.h"
#include "domain/hecha-rule.h"

#include <string.h>

static void
free_round (gpointer data)
{
  HechaQuarterRound *self = data;

  hecha_record_free (self->plan);
  hecha_rate_free (self->rate);
  g_free (self);
}

/**
 * hecha_quarter_data_free:
 * @self: (transfer full) (nullable): of a quarter
 */
void
hecha_quarter_data_free (HechaQuarterData *self)
{
  if (self == NULL)
    return;
  g_free (self->quarter);
  g_free (self->before);
  g_clear_pointer (&self->rounds, g_ptr_array_unref);
  g_clear_pointer (&self->agencies, g_hash_table_unref);
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_clear_pointer (&self->required, g_ptr_array_unref);
  g_clear_pointer (&self->declared, g_hash_table_unref);
  g_free (self->as_of);
  g_free (self);
}

static GHashTable *
read_by_id (HechaReader *reader, const char *type, const char *field, const char *value, GError **error)
{
  g_autoptr (GPtrArray) records = hecha_reader_list (reader, NULL, type, field, value, error);
  GHashTable *table;

  if (records == NULL)
    return NULL;
  table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)hecha_record_free);
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    g_hash_table_replace (table, ((HechaRecord *)records->pdata[i])->id, records->pdata[i]);
  return table;
}

/* Requirements of the same quarter of other years stand beside them. */
static gboolean
read_required (HechaQuarterData *self, HechaReader *reader, const char *number, GError **error)
{
  self->required = hecha_reader_list (reader, NULL, "quarter_requirement", "quarter", number, error);
  for (guint i = self->required != NULL ? self->required->len : 0; i-- > 0;)
    {
      const char *target = hecha_record_get (self->required->pdata[i], "target");

      if (target == NULL || !g_hash_table_contains (self->targets, target))
        g_ptr_array_remove_index (self->required, i);
    }
  return self->required != NULL;
}

static gboolean
read_rounds (HechaQuarterData *self, HechaReader *reader, const char *quarter, GError **error)
{
  g_autoptr (GPtrArray) rates = hecha_rate_list (reader, quarter, self->confidence, error);

  for (guint i = 0; rates != NULL && i < rates->len; i++)
    {
      HechaQuarterRound *each = g_new0 (HechaQuarterRound, 1);

      g_ptr_array_add (self->rounds, each);
      each->rate = g_steal_pointer (&rates->pdata[i]);
      each->quarter = quarter;
      each->plan = hecha_reader_need (reader, "office", "plan", each->rate->plan, error);
      if (each->plan == NULL)
        return FALSE;
    }
  return rates != NULL;
}

/* The end of the day, in China. */
static char *
dup_as_of (const GDate *today)
{
  g_autofree char *day = hecha_date_dup_text (today);

  return g_strconcat (day, "T15:59:59Z", NULL);
}

/**
 * hecha_quarter_data_load:
 * @reader: where to read
 * @quarter: such as 2026Q2
 * @today: China date by which deadlines are judged
 * @confidence: of the limits
 * @error: %HECHA_ERROR_INVALID, %HECHA_ERROR_REFUSED, or when reading failed
 *
 * Returns: (transfer full) (nullable): all that the report is computed from
 */
HechaQuarterData *
hecha_quarter_data_load (HechaReader *reader, const char *quarter, const GDate *today,
                         HechaFraction confidence, GError **error)
{
  g_autoptr (HechaQuarterData) self = g_new0 (HechaQuarterData, 1);
  g_autofree char *year_text = NULL;
  g_autofree char *number_text = NULL;
  guint year, number;

  if (!hecha_quarter_parse (quarter, &year, &number, error))
    return NULL;
  year_text = g_strdup_printf ("%u", year);
  number_text = g_strdup_printf ("%u", number);
  self->quarter = g_strdup (quarter);
  self->before = g_strdup_printf ("%uQ%u", number > 1 ? year : year - 1, number > 1 ? number - 1 : 4);
  self->confidence = confidence;
  self->rounds = g_ptr_array_new_with_free_func (free_round);
  self->agencies = read_by_id (reader, "agency", NULL, NULL, error);
  self->targets = self->agencies != NULL ? read_by_id (reader, "target", "year", year_text, error) : NULL;
  if (self->targets == NULL || !read_required (self, reader, number_text, error))
    return NULL;
  self->declared = read_by_id (reader, "declaration", "quarter", number_text, error);
  if (self->declared == NULL || !read_rounds (self, reader, self->quarter, error)
      || !read_rounds (self, reader, self->before, error))
    return NULL;
  self->today = *today;
  self->as_of = dup_as_of (today);
  return g_steal_pointer (&self);
}

/**
 * hecha_quarter_data_get_target_name:
 * @self: of a quarter
 * @unit: target-quarter
 *
 * Returns: (transfer none): the name of its target; @unit where it is not known, as one of last year is
 */
const char *
hecha_quarter_data_get_target_name (const HechaQuarterData *self, const char *unit)
{
  const char *end = strrchr (unit, '-');
  g_autofree char *id = end != NULL ? g_strndup (unit, (gsize)(end - unit)) : g_strdup (unit);
  const HechaRecord *target = g_hash_table_lookup (self->targets, id);
  const char *name = target != NULL ? hecha_record_get (target, "name") : NULL;

  return name != NULL ? name : unit;
}

/**
 * hecha_quarter_data_get_agency_name:
 * @self: of a quarter
 * @code: of an agency
 *
 * Returns: (transfer none): its name; @code where it is not known
 */
const char *
hecha_quarter_data_get_agency_name (const HechaQuarterData *self, const char *code)
{
  const HechaRecord *agency = g_hash_table_lookup (self->agencies, code);
  const char *name = agency != NULL ? hecha_record_get (agency, "name") : NULL;

  return name != NULL ? name : code;
}
