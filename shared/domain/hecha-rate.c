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

/* What all of one plan's samples are looked up in. */
typedef struct
{
  HechaUnits *units;        /* (owned) */
  GPtrArray *assignments;   /* (owned) HechaAssignment */
  GPtrArray *doubles;       /* (owned) HechaDouble */
  GHashTable *assigned;     /* (owned) id → GPtrArray of HechaAssignment */
  GHashTable *double_by_id; /* (owned) id → HechaDouble */
} Ground;

static void
ground_clear (Ground *self)
{
  g_clear_pointer (&self->units, hecha_units_free);
  g_clear_pointer (&self->assigned, g_hash_table_unref);
  g_clear_pointer (&self->double_by_id, g_hash_table_unref);
  g_clear_pointer (&self->assignments, g_ptr_array_unref);
  g_clear_pointer (&self->doubles, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ground, ground_clear)

static void
index_assignments (Ground *self)
{
  self->assigned = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < self->assignments->len; i++)
    {
      HechaAssignment *assignment = g_ptr_array_index (self->assignments, i);
      GPtrArray *same = g_hash_table_lookup (self->assigned, assignment->record->id);

      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (self->assigned, assignment->record->id, same);
        }
      g_ptr_array_add (same, assignment);
    }
}

static gboolean
read_ground (Ground *self, HechaReader *reader, const HechaRecord *frame, GError **error)
{
  self->units = hecha_units_parse (frame, error);
  if (self->units == NULL)
    return FALSE;
  self->assignments = hecha_assignment_list (reader, NULL, frame->id, error);
  self->doubles = self->assignments != NULL ? hecha_double_list (reader, frame->id, error) : NULL;
  if (self->doubles == NULL)
    return FALSE;
  index_assignments (self);
  self->double_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->doubles->len; i++)
    {
      HechaDouble *found = g_ptr_array_index (self->doubles, i);

      g_hash_table_insert (self->double_by_id, found->id, found);
    }
  return TRUE;
}

/* Of several findings the one that the office chose; else the one that is furthest. */
static const HechaAssignment *
choose (const HechaDouble *twice, GPtrArray *assigned)
{
  const HechaAssignment *best = NULL;

  for (guint i = 0; i < assigned->len; i++)
    {
      const HechaAssignment *assignment = g_ptr_array_index (assigned, i);
      gboolean is_signed = hecha_assignment_effective_signature (assignment) != NULL;

      if (twice != NULL && strcmp (assignment->record->scope, twice->counted) == 0)
        return assignment;
      if (best == NULL || is_signed)
        best = assignment;
    }
  return best;
}

static void
count_assignment (HechaRate *self, const HechaUnit *unit, const HechaAssignment *assignment)
{
  g_auto (HechaOutcome) outcome = {0};

  hecha_outcome_read (&outcome, assignment);
  switch (outcome.kind)
    {
    case HECHA_OUTCOME_SIGNED:
      count_verdict (self, unit, &outcome);
      return;
    case HECHA_OUTCOME_DISPUTED:
      add_unit (self->excluded, unit->id, "disputed", assignment->record->scope);
      return;
    case HECHA_OUTCOME_BROKEN:
      add_unit (self->excluded, unit->id, "broken", assignment->record->scope);
      return;
    default:
      add_unit (self->excluded, unit->id, "pending", assignment->record->scope);
    }
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
  GPtrArray *assigned = g_hash_table_lookup (ground->assigned, sample->id);
  const HechaDouble *twice = g_hash_table_lookup (ground->double_by_id, sample->id);
  const char *status = hecha_record_get (sample, "status");

  if (g_strcmp0 (status, "replaced") == 0)
    {
      add_unit (self->excluded, hecha_record_get (sample, "unit"), "replaced",
                hecha_record_get (sample, "replace_reason"));
      return;
    }
  self->n_samples++;
  if (g_strcmp0 (status, "not_inspectable") == 0)
    add_unit (self->excluded, hecha_record_get (sample, "unit"), "not_inspectable",
              hecha_record_get (sample, "replace_reason"));
  else if (sample->disputed != 0 || unit == NULL)
    add_unit (self->excluded, hecha_record_get (sample, "unit"), "disputed", "office");
  else if (assigned == NULL)
    add_unit (self->excluded, unit->id, "not_assigned", NULL);
  else if (twice != NULL && twice->counted == NULL)
    {
      g_autofree char *scopes = dup_scopes (twice);

      add_unit (self->excluded, unit->id, "double", scopes);
    }
  else
    count_assignment (self, unit, choose (twice, assigned));
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
