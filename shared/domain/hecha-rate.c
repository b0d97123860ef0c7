/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-rate.h"

#include <string.h>

#include "domain/hecha-outcome.h"
#include "domain/hecha-plan.h"
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

static void
free_sample (gpointer data)
{
  HechaRateSample *self = data;

  g_free (self->id);
  g_free (self->unit);
  g_free (self->agency);
  g_free (self->stratum);
  g_free (self->declared);
  g_free (self->scope);
  g_free (self->detail);
  g_free (self->verdict);
  g_free (self->signed_at);
  g_free (self);
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
  g_ptr_array_unref (self->samples);
  g_ptr_array_unref (self->appeals);
  g_free (self);
}

static HechaRate *
rate_new (const HechaRecord *plan, const HechaRecord *frame)
{
  HechaRate *self = g_new0 (HechaRate, 1);

  self->plan = g_strdup (plan->id);
  self->quarter = g_strdup (hecha_record_get (frame->disputed == 0 ? frame : plan, "quarter"));
  self->operator= g_strdup (hecha_record_get (plan, "operator"));
  self->selection = g_strdup (hecha_record_get (plan, "selection"));
  self->is_estimate
    = g_strcmp0 (self->selection, "judgement") != 0 && g_strcmp0 (self->operator, "agency") != 0;
  self->agencies = g_ptr_array_new_with_free_func (free_part);
  self->classes = g_ptr_array_new_with_free_func (free_part);
  self->excluded = g_ptr_array_new_with_free_func (free_unit);
  self->changed = g_ptr_array_new_with_free_func (free_unit);
  self->samples = g_ptr_array_new_with_free_func (free_sample);
  self->appeals = g_ptr_array_new_with_free_func (free_unit);
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

/* What was signed stays readable beside what was ruled (R011). */
static void
count_signed (HechaRate *self, const HechaUnit *unit, const HechaOutcome *outcome)
{
  gboolean verifiable = strcmp (outcome->signed_verdict, "unverifiable") != 0;

  self->signed_checked += verifiable;
  self->signed_failed
    += verifiable && strcmp (unit->status, "met") == 0 && strcmp (outcome->signed_verdict, "met") != 0;
  if (hecha_appeal_is_open (outcome->appeal))
    add_unit (self->appeals, unit->id, "appealed", outcome->signed_verdict);
  else if (outcome->appeal == HECHA_APPEAL_RULED)
    {
      g_autofree char *detail = g_strdup_printf ("%s → %s", outcome->signed_verdict, outcome->verdict);

      add_unit (self->appeals, unit->id, "ruled", detail);
    }
}

static void
count_verdict (HechaRate *self, const HechaUnit *unit, const HechaOutcome *outcome)
{
  gboolean complete = strcmp (unit->status, "met") == 0, met = strcmp (outcome->verdict, "met") == 0;
  gboolean failed = complete && !met;

  if (outcome->changed)
    add_unit (self->changed, unit->id, "changed", outcome->signed_verdict);
  count_signed (self, unit, outcome);
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

      if (twice != NULL && g_strcmp0 (found->scope, twice->counted) == 0)
        return found;
      if (best == NULL || found->outcome.kind != HECHA_OUTCOME_PENDING)
        best = found;
    }
  return best;
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

/* Why a sample cannot count, whatever was found on it; %NULL when it may. */
static const char *
why_left_out (const HechaRecord *sample, const HechaUnit *unit, const Found *found, const HechaDouble *twice)
{
  static const char *const why[] = {"pending", NULL, "disputed", "broken"};
  const char *status = hecha_record_get (sample, "status");

  if (g_strcmp0 (status, "replaced") == 0)
    return "replaced";
  if (g_strcmp0 (status, "not_inspectable") == 0)
    return "not_inspectable";
  if (sample->disputed != 0 || unit == NULL)
    return "disputed";
  if (found == NULL)
    return "not_assigned";
  return twice != NULL && twice->counted == NULL ? "double" : why[found->outcome.kind];
}

/* (nullable): a word more on why. */
static char *
dup_detail (const HechaRecord *sample, const HechaUnit *unit, const Found *found, const HechaDouble *twice,
            const char *why)
{
  if (strcmp (why, "replaced") == 0 || strcmp (why, "not_inspectable") == 0)
    return g_strdup (hecha_record_get (sample, "replace_reason"));
  if (strcmp (why, "double") == 0)
    return dup_scopes (twice);
  if (sample->disputed != 0 || unit == NULL)
    return g_strdup ("office");
  return found != NULL ? g_strdup (found->scope) : NULL;
}

static HechaRateSample *
add_sample (HechaRate *self, const HechaRecord *sample, const HechaUnit *unit)
{
  HechaRateSample *added = g_new0 (HechaRateSample, 1);
  const char *name = hecha_record_get (sample, "unit");

  added->id = g_strdup (sample->id);
  added->unit = g_strdup (name != NULL ? name : sample->id);
  added->agency = g_strdup (unit != NULL ? unit->agency : hecha_record_get (sample, "agency"));
  added->stratum = g_strdup (unit != NULL ? unit->stratum : hecha_record_get (sample, "stratum"));
  added->declared = g_strdup (unit != NULL ? unit->status : NULL);
  g_ptr_array_add (self->samples, added);
  return added;
}

static void
add_found (HechaRateSample *self, const Found *found)
{
  self->verdict = g_strdup (found->outcome.verdict);
  self->signed_at = g_strdup (found->outcome.signed_at);
  self->changed = found->outcome.changed;
}

static void
count_sample (HechaRate *self, Ground *ground, const HechaRecord *sample)
{
  const HechaUnit *unit = hecha_units_find (ground->units, hecha_record_get (sample, "unit"));
  GPtrArray *all = g_hash_table_lookup (ground->found, sample->id);
  const HechaDouble *twice = g_hash_table_lookup (ground->double_by_id, sample->id);
  const Found *found = all != NULL ? choose (twice, all) : NULL;
  const char *why = why_left_out (sample, unit, found, twice);
  HechaRateSample *added = add_sample (self, sample, unit);

  added->scope = found != NULL ? g_strdup (found->scope) : NULL;
  self->n_samples += g_strcmp0 (why, "replaced") != 0;
  if (why != NULL)
    {
      added->why = why;
      added->detail = dup_detail (sample, unit, found, twice, why);
      add_unit (self->excluded, added->unit, why, added->detail);
      return;
    }
  add_found (added, found);
  count_verdict (self, unit, &found->outcome);
  if (strcmp (added->verdict, "unverifiable") == 0)
    added->why = "unverifiable";
}

/**
 * hecha_rate_sample_fails:
 * @self: a sample
 *
 * Returns: whether it is in the numerator: it counts, was declared complete, and was not found met (P3 2.1)
 */
gboolean
hecha_rate_sample_fails (const HechaRateSample *self)
{
  return self->why == NULL && strcmp (self->declared, "met") == 0 && strcmp (self->verdict, "met") != 0;
}

/* Each class of the frame weighs what it has units, also one of which nothing was verified. */
static void
compute_stratified (HechaRate *self, const HechaUnits *units, HechaFraction confidence)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) strata = g_array_new (FALSE, TRUE, sizeof (HechaStratum));

  for (guint i = 0; i < units->units->len; i++)
    {
      const char *name = g_array_index (units->units, HechaUnit, i).stratum;

      if (!g_hash_table_contains (places, name))
        {
          g_hash_table_insert (places, (gpointer)name, GUINT_TO_POINTER (strata->len));
          g_array_set_size (strata, strata->len + 1);
        }
      g_array_index (strata, HechaStratum, GPOINTER_TO_UINT (g_hash_table_lookup (places, name))).units++;
    }
  for (guint i = 0; i < self->classes->len; i++)
    {
      const HechaRatePart *part = g_ptr_array_index (self->classes, i);
      HechaStratum *stratum
        = &g_array_index (strata, HechaStratum, GPOINTER_TO_UINT (g_hash_table_lookup (places, part->name)));

      stratum->checked = part->checked;
      stratum->failed = part->failed;
    }
  hecha_stratified_compute ((const HechaStratum *)strata->data, strata->len, confidence, &self->stratified);
}

/* What a rate is computed of. */
typedef struct
{
  HechaRecord *plan;  /* (owned) */
  HechaRecord *frame; /* (owned) (nullable) */
  HechaRecord *draw;  /* (owned) (nullable) */
} Round;

static void
round_clear (Round *self)
{
  g_clear_pointer (&self->plan, hecha_record_free);
  g_clear_pointer (&self->frame, hecha_record_free);
  g_clear_pointer (&self->draw, hecha_record_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

static gboolean
read_round (Round *self, HechaReader *reader, const char *plan, GError **error)
{
  GError *problem = NULL;

  self->plan = hecha_reader_need (reader, "office", "plan", plan, &problem);
  if (problem == NULL)
    self->frame = hecha_reader_get (reader, "office", "frame", plan, &problem);
  if (problem == NULL)
    self->draw = hecha_reader_get (reader, "office", "draw", plan, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static HechaRate *
compute (HechaReader *reader, const Round *round, HechaFraction confidence, GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (HechaRate) self = NULL;
  g_auto (Ground) ground = {NULL};

  samples = hecha_reader_list (reader, "office", "sample", "plan", round->plan->id, error);
  if (samples == NULL || !read_ground (&ground, reader, round->frame, error))
    return NULL;
  self = rate_new (round->plan, round->frame);
  self->by_class = round->draw != NULL && hecha_record_get_int (round->draw, "by_class", 0) != 0;
  self->n_units = ground.units->units->len;
  for (guint i = 0; i < samples->len; i++)
    count_sample (self, &ground, g_ptr_array_index (samples, i));
  if (self->is_estimate
      && !hecha_interval_compute (self->failed, self->checked, self->n_units, confidence, &self->interval,
                                  error))
    return NULL;
  if (self->is_estimate && self->by_class)
    compute_stratified (self, ground.units, confidence);
  return g_steal_pointer (&self);
}

/**
 * hecha_rate_compute:
 * @reader: where to read
 * @plan: the plan's code
 * @confidence: of the limits, such as 0.95
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * The verification error rate (核验误差率, P3 2.1, R002): of the samples with an effective finding, those that were
 * declared complete when the frame was frozen and were found not met or partly met, as it was signed; after an appeal
 * as it was ruled, and both are told (P3 4.3 a, R011). Samples that
 * could not be verified are out of numerator and denominator and listed, as is everything that is not signed, in
 * conflict, or verified twice without a choice. Samples that were picked give no estimate (P3 5.1 c, R020), nor do an
 * agency's own (P3 7.1).
 *
 * Returns: (transfer full) (nullable): the rate
 */
HechaRate *
hecha_rate_compute (HechaReader *reader, const char *plan, HechaFraction confidence, GError **error)
{
  g_auto (Round) round = {NULL};

  if (!read_round (&round, reader, plan, error))
    return NULL;
  if (round.frame == NULL)
    round.frame = hecha_reader_need (reader, "office", "frame", plan, error);
  if (round.frame == NULL || !hecha_rule_check_settled (round.frame, error)
      || (round.draw != NULL && !hecha_rule_check_settled (round.draw, error)))
    return NULL;
  return compute (reader, &round, confidence, error);
}

/* A round of which it is not known what was drawn from what: it is named, and nothing of it counts. */
static HechaRate *
name_doubtful (const Round *round)
{
  HechaRate *self = rate_new (round->plan, round->frame);

  self->doubt = round->frame->disputed != 0 ? "frame" : "draw";
  self->is_estimate = FALSE;
  return self;
}

/* What was cancelled in time stays to be seen with its draw, and is no round. */
static gboolean
add_rate (GPtrArray *rates, HechaReader *reader, const char *plan, HechaFraction confidence, GError **error)
{
  g_auto (Round) round = {NULL};
  HechaPlanState state;
  HechaRate *rate;

  if (!read_round (&round, reader, plan, error) || !hecha_plan_get_state (reader, plan, &state, error))
    return FALSE;
  if (round.frame == NULL || state == HECHA_PLAN_CANCELLED)
    return TRUE;
  if (round.frame->disputed != 0 || (round.draw != NULL && round.draw->disputed != 0))
    rate = name_doubtful (&round);
  else
    rate = compute (reader, &round, confidence, error);
  if (rate == NULL)
    return FALSE;
  if (rate->doubt == NULL && state == HECHA_PLAN_DISPUTED)
    rate->doubt = "cancel";
  g_ptr_array_add (rates, rate);
  return TRUE;
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* By their frames, which were frozen, and by their plans: a frame in conflict has no quarter. */
static gboolean
add_codes (GPtrArray *codes, HechaReader *reader, const char *type, const char *quarter, GError **error)
{
  g_autoptr (GPtrArray) records
    = hecha_reader_ids (reader, "office", type, quarter != NULL ? "quarter" : NULL, quarter, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const char *id = ((const HechaRecord *)g_ptr_array_index (records, i))->id;

      if (!g_ptr_array_find_with_equal_func (codes, id, g_str_equal, NULL))
        g_ptr_array_add (codes, g_strdup (id));
    }
  return records != NULL;
}

/**
 * hecha_rate_list:
 * @reader: where to read
 * @quarter: (nullable): of this quarter only
 * @confidence: of the limits
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable) (element-type HechaRate): of every plan with a frozen frame that was not
 *   cancelled, by code; one whose frame or draw is in conflict has no samples, see #HechaRate.doubt
 */
GPtrArray *
hecha_rate_list (HechaReader *reader, const char *quarter, HechaFraction confidence, GError **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rates = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_rate_free);

  if (!add_codes (codes, reader, "frame", quarter, error)
      || !add_codes (codes, reader, "plan", quarter, error))
    return NULL;
  g_ptr_array_sort (codes, compare_codes);
  for (guint i = 0; i < codes->len; i++)
    if (!add_rate (rates, reader, g_ptr_array_index (codes, i), confidence, error))
      return NULL;
  return g_steal_pointer (&rates);
}

/**
 * hecha_rate_is_unsettled:
 * @self: a rate
 *
 * Returns: whether frame or draw is in conflict, so that nothing of it counts
 */
gboolean
hecha_rate_is_unsettled (const HechaRate *self)
{
  return self->doubt != NULL && strcmp (self->doubt, "cancel") != 0;
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
