/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-rate.h"

#include <string.h>

#include "domain/hecha-outcome.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-units.h"

static void
free_part (gpointer data)
{
  g_free (((HechaRatePart *)data)->name);
  g_free (data);
}

static void
free_unit (gpointer data)
{
  g_free (((HechaRateUnit *)data)->unit);
  g_free (((HechaRateUnit *)data)->detail);
  g_free (data);
}

/**
 * hecha_rate_free:
 * @self: (transfer full) (nullable): a rate
 */
void
hecha_rate_free (HechaRate *self)
{
  if (self == NULL)
    return;
  g_free (self->plan);
  g_free (self->quarter);
  g_free (self->operator);
  g_free (self->selection);
  g_ptr_array_unref (self->agencies);
  g_ptr_array_unref (self->classes);
  g_ptr_array_unref (self->excluded);
  g_ptr_array_unref (self->changed);
  g_free (self);
}

static HechaRate *
rate_new (const HechaRecord *plan, const HechaRecord *frame)
{
  HechaRate *self = g_new0 (HechaRate, 1);

  self->plan = g_strdup (plan->id);
  self->quarter = g_strdup (hecha_record_get (frame, "quarter"));
  self->operator= g_strdup (hecha_record_get (plan, "operator"));
  self->selection = g_strdup (hecha_record_get (plan, "selection"));
  self->is_estimate = g_strcmp0 (self->selection, "judgement") != 0;
  self->agencies = g_ptr_array_new_with_free_func (free_part);
  self->classes = g_ptr_array_new_with_free_func (free_part);
  self->excluded = g_ptr_array_new_with_free_func (free_unit);
  self->changed = g_ptr_array_new_with_free_func (free_unit);
  return self;
}

static void
add_unit (GPtrArray *units, const char *unit, const char *why, const char *detail)
{
  HechaRateUnit *entry = g_new0 (HechaRateUnit, 1);

  entry->unit = g_strdup (unit);
  entry->why = why;
  entry->detail = g_strdup (detail);
  g_ptr_array_add (units, entry);
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const HechaRatePart *const *)a)->name, (*(const HechaRatePart *const *)b)->name);
}

static void
count_part (GPtrArray *parts, const char *name, gboolean failed)
{
  HechaRatePart *part = NULL;

  for (guint i = 0; i < parts->len && part == NULL; i++)
    if (strcmp (((HechaRatePart *)g_ptr_array_index (parts, i))->name, name) == 0)
      part = g_ptr_array_index (parts, i);
  if (part == NULL)
    {
      part = g_new0 (HechaRatePart, 1);
      part->name = g_strdup (name);
      g_ptr_array_add (parts, part);
      g_ptr_array_sort (parts, compare_parts);
    }
  part->checked++;
  part->failed += failed;
}

static void
count_verdict (HechaRate *self, const HechaUnit *unit, const HechaOutcome *outcome)
{
  gboolean complete = strcmp (unit->status, "met") == 0, met = strcmp (outcome->verdict, "met") == 0;
  gboolean failed = complete && !met;

  if (outcome->changed)
    add_unit (self->changed, unit->id, "changed", outcome->verdict);
  if (strcmp (outcome->verdict, "unverifiable") == 0)
    {
      self->n_unverifiable++;
      add_unit (self->excluded, unit->id, "unverifiable", NULL);
      return;
    }
  self->checked++;
  self->failed += failed;
  self->table[!complete][!met]++;
  count_part (self->agencies, unit->agency, failed);
  count_part (self->classes, unit->stratum, failed);
}

/* What one team or visitor found on one sample. */
typedef struct
{
  char *scope; /* (owned) */
  HechaOutcome outcome;
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_free (found->scope);
  hecha_outcome_clear (&found->outcome);
  g_free (found);
}

/* What all of one plan's samples are looked up in. */
typedef struct
{
  HechaUnits *units;        /* (owned) */
  GPtrArray *doubles;       /* (owned) HechaDouble */
  GHashTable *found;        /* (owned) id → GPtrArray of Found */
  GHashTable *double_by_id; /* (owned) id → HechaDouble */
} Ground;

static void
ground_clear (Ground *self)
{
  g_clear_pointer (&self->units, hecha_units_free);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->double_by_id, g_hash_table_unref);
  g_clear_pointer (&self->doubles, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ground, ground_clear)

/* Keeps what counts and lets the rest go: signed pages and strokes of a large round do not fit into memory at once. */
static gboolean
keep_outcome (const HechaAssignment *assignment, gpointer data)
{
  GHashTable *all = data;
  GPtrArray *same = g_hash_table_lookup (all, assignment->record->id);
  Found *found = g_new0 (Found, 1);

  if (same == NULL)
    {
      same = g_ptr_array_new_with_free_func (free_found);
      g_hash_table_insert (all, g_strdup (assignment->record->id), same);
    }
  found->scope = g_strdup (assignment->record->scope);
  hecha_outcome_read (&found->outcome, assignment);
  g_ptr_array_add (same, found);
  return TRUE;
}

static gboolean
read_ground (Ground *self, HechaReader *reader, const HechaRecord *frame, GError **error)
{
  self->units = hecha_units_parse (frame, error);
  if (self->units == NULL)
    return FALSE;
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  if (!hecha_assignment_each (reader, NULL, frame->id, keep_outcome, self->found, error))
    return FALSE;
  self->doubles = hecha_double_list (reader, frame->id, error);
  if (self->doubles == NULL)
    return FALSE;
  self->double_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->doubles->len; i++)
    {
      HechaDouble *twice = g_ptr_array_index (self->doubles, i);

      g_hash_table_insert (self->double_by_id, twice->id, twice);
    }
  return TRUE;
}

/* Of several findings the one that the office chose; else the one that is furthest. */
static const Found *
choose (const HechaDouble *twice, GPtrArray *all)
{
  const Found *best = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      const Found *found = g_ptr_array_index (all, i);

      if (twice != NULL && strcmp (found->scope, twice->counted) == 0)
        return found;
      if (best == NULL || found->outcome.kind != HECHA_OUTCOME_PENDING)
        best = found;
    }
  return best;
}

static void
count_found (HechaRate *self, const HechaUnit *unit, const Found *found)
{
  static const char *const why[] = {"pending", NULL, "disputed", "broken"};

  if (found->outcome.kind == HECHA_OUTCOME_SIGNED)
    count_verdict (self, unit, &found->outcome);
  else
    add_unit (self->excluded, unit->id, why[found->outcome.kind], found->scope);
}

/* Which scopes signed, for a person who has to choose. */
static char *
dup_scopes (const HechaDouble *twice)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < twice->scopes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            (const char *)g_ptr_array_index (twice->scopes, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
count_sample (HechaRate *self, Ground *ground, const HechaRecord *sample)
{
  const HechaUnit *unit = hecha_units_find (ground->units, hecha_record_get (sample, "unit"));
  GPtrArray *all = g_hash_table_lookup (ground->found, sample->id);
  const HechaDouble *twice = g_hash_table_lookup (ground->double_by_id, sample->id);
  const char *status = hecha_record_get (sample, "status");
  const char *name
    = hecha_record_get (sample, "unit") != NULL ? hecha_record_get (sample, "unit") : sample->id;

  if (g_strcmp0 (status, "replaced") == 0)
    {
      add_unit (self->excluded, name, "replaced", hecha_record_get (sample, "replace_reason"));
      return;
    }
  self->n_samples++;
  if (g_strcmp0 (status, "not_inspectable") == 0)
    add_unit (self->excluded, name, "not_inspectable", hecha_record_get (sample, "replace_reason"));
  else if (sample->disputed != 0 || unit == NULL)
    add_unit (self->excluded, name, "disputed", "office");
  else if (all == NULL)
    add_unit (self->excluded, unit->id, "not_assigned", NULL);
  else if (twice != NULL && twice->counted == NULL)
    {
      g_autofree char *scopes = dup_scopes (twice);

      add_unit (self->excluded, unit->id, "double", scopes);
    }
  else
    count_found (self, unit, choose (twice, all));
}

static gboolean
read_by_class (HechaRate *self, HechaReader *reader, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) draw = hecha_reader_get (reader, "office", "draw", self->plan, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  self->by_class = draw != NULL && hecha_record_get_int (draw, "by_class", 0) != 0;
  return draw == NULL || hecha_rule_check_settled (draw, error);
}

/**
 * hecha_rate_compute:
 * @reader: where to read
 * @plan: the plan's code
 * @confidence: of the limits, such as 0.95
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * The verification error rate (核验误差率, P3 2.1, R002): of the samples with an effective finding, those that were
 * declared complete when the frame was frozen and were found not met or partly met, as it was signed. Samples that
 * could not be verified are out of numerator and denominator and listed, as is everything that is not signed, in
 * conflict, or verified twice without a choice. Samples that were picked give no estimate (P3 5.1 c, R020).
 *
 * Returns: (transfer full) (nullable): the rate
 */
HechaRate *
hecha_rate_compute (HechaReader *reader, const char *plan, HechaFraction confidence, GError **error)
{
  g_autoptr (HechaRecord) record = hecha_reader_need (reader, "office", "plan", plan, error);
  g_autoptr (HechaRecord) frame
    = record != NULL ? hecha_reader_need (reader, "office", "frame", plan, error) : NULL;
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (HechaRate) self = NULL;
  g_auto (Ground) ground = {NULL};

  if (frame == NULL || !hecha_rule_check_settled (frame, error))
    return NULL;
  samples = hecha_reader_list (reader, "office", "sample", "plan", plan, error);
  if (samples == NULL || !read_ground (&ground, reader, frame, error))
    return NULL;
  self = rate_new (record, frame);
  self->n_units = ground.units->units->len;
  for (guint i = 0; i < samples->len; i++)
    count_sample (self, &ground, g_ptr_array_index (samples, i));
  if (!read_by_class (self, reader, error)
      || (self->is_estimate
          && !hecha_interval_compute (self->failed, self->checked, self->n_units, confidence, &self->interval,
                                      error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hecha_rate_list:
 * @reader: where to read
 * @quarter: (nullable): of this quarter only
 * @confidence: of the limits
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable) (element-type HechaRate): of every plan with a frozen frame, by code
 */
GPtrArray *
hecha_rate_list (HechaReader *reader, const char *quarter, HechaFraction confidence, GError **error)
{
  g_autoptr (GPtrArray) frames
    = hecha_reader_list (reader, "office", "frame", quarter != NULL ? "quarter" : NULL, quarter, error);
  g_autoptr (GPtrArray) rates = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_rate_free);

  for (guint i = 0; frames != NULL && i < frames->len; i++)
    {
      HechaRate *rate
        = hecha_rate_compute (reader, ((HechaRecord *)g_ptr_array_index (frames, i))->id, confidence, error);

      if (rate == NULL)
        return NULL;
      g_ptr_array_add (rates, rate);
    }
  return frames != NULL ? g_steal_pointer (&rates) : NULL;
}

/**
 * hecha_rate_overlaps:
 * @self: a rate
 * @other: another one, such as a third party's (P3 5.1 g, R024)
 *
 * Returns: whether their Clopper–Pearson limits overlap; also when one of them has none
 */
gboolean
hecha_rate_overlaps (const HechaRate *self, const HechaRate *other)
{
  const HechaInterval *a = &self->interval, *b = &other->interval;

  return !a->has_value || !b->has_value
         || (a->clopper_pearson[0] <= b->clopper_pearson[1]
             && b->clopper_pearson[0] <= a->clopper_pearson[1]);
}
