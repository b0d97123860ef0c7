/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-outcome.h"

#include <string.h>

#include "domain/hecha-content.h"
#include "domain/hecha-rule.h"

static gboolean
is_disputed (const HechaAssignment *assignment)
{
  const HechaRecord *finding = assignment->finding;

  return assignment->record->disputed != 0
         || (finding != NULL
             && (hecha_record_is_disputed (finding, "effective_by")
                 || hecha_record_is_disputed (finding, "verdict")));
}

/* P3 4.3 a, R011: what counts follows the ruling. Of two that differ none counts, nor does what they replace. */
static void
follow_ruling (HechaOutcome *self, const HechaAssignment *assignment)
{
  HechaAppeal appeal;

  hecha_appeal_read (&appeal, assignment);
  self->appeal = appeal.state;
  self->signed_verdict = g_strdup (self->verdict);
  if (appeal.state == HECHA_APPEAL_DISPUTED && appeal.ruling != NULL)
    self->kind = HECHA_OUTCOME_DISPUTED;
  if (appeal.state != HECHA_APPEAL_RULED || hecha_record_get (appeal.ruling, "verdict") == NULL)
    return;
  g_free (self->verdict);
  self->verdict = g_strdup (hecha_record_get (appeal.ruling, "verdict"));
}

/**
 * hecha_outcome_read:
 * @self: (out caller-allocates): what was found
 * @assignment: an assignment with all that was recorded on it
 *
 * Only what the leader signed counts (P3 4.3 a), with the verdict of the signed page: a later change is marked, and
 * changes nothing; only a ruling on an appeal does.
 */
void
hecha_outcome_read (HechaOutcome *self, const HechaAssignment *assignment)
{
  const HechaRecord *signature = hecha_assignment_effective_signature (assignment);

  *self = (HechaOutcome) {.kind = HECHA_OUTCOME_PENDING};
  if (is_disputed (assignment) || (signature != NULL && signature->disputed != 0))
    self->kind = HECHA_OUTCOME_DISPUTED;
  else if (signature != NULL)
    {
      self->verdict = hecha_content_dup_signed (signature, "verdict");
      self->changed = hecha_content_changed (assignment, signature);
      self->leader = g_strdup (hecha_record_get (signature, "person"));
      self->signed_at = g_strdup (hecha_record_get (signature, "signed_at"));
      self->kind = self->verdict != NULL && hecha_content_verify (signature, NULL)
                       && hecha_rule_check_choice ("finding", "verdict", self->verdict, NULL)
                     ? HECHA_OUTCOME_SIGNED
                     : HECHA_OUTCOME_BROKEN;
    }
  if (self->kind == HECHA_OUTCOME_SIGNED)
    follow_ruling (self, assignment);
}

/**
 * hecha_outcome_clear:
 * @self: an outcome
 */
void
hecha_outcome_clear (HechaOutcome *self)
{
  g_clear_pointer (&self->verdict, g_free);
  g_clear_pointer (&self->signed_verdict, g_free);
  g_clear_pointer (&self->leader, g_free);
  g_clear_pointer (&self->signed_at, g_free);
}

/* ---- doubles ---- */

static void
free_outcome (gpointer data)
{
  hecha_outcome_clear (data);
  g_free (data);
}

/**
 * hecha_double_free:
 * @self: (transfer full) (nullable): a double
 */
void
hecha_double_free (HechaDouble *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->plan);
  g_free (self->unit);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->outcomes);
  g_free (self->counted);
  g_free (self->reason);
  g_free (self);
}

/**
 * hecha_double_waits:
 * @self: a double
 *
 * Returns: whether the office has to choose; of two who chose differently it has to settle that conflict
 */
gboolean
hecha_double_waits (const HechaDouble *self)
{
  return self->counted == NULL && !self->disputed;
}

static HechaDouble *
double_new (const HechaRecord *assignment)
{
  HechaDouble *self = g_new0 (HechaDouble, 1);

  self->id = g_strdup (assignment->id);
  self->plan = g_strdup (hecha_record_get (assignment, "plan"));
  self->unit = g_strdup (hecha_record_get (assignment, "unit"));
  self->scopes = g_ptr_array_new_with_free_func (g_free);
  self->outcomes = g_ptr_array_new_with_free_func (free_outcome);
  return self;
}

static gboolean
add_outcome (GHashTable *by_id, GPtrArray *order, HechaReader *reader, const HechaRecord *which,
             GError **error)
{
  g_autoptr (HechaAssignment) assignment = hecha_assignment_load (reader, which->scope, which->id, error);
  g_auto (HechaOutcome) outcome = {0};
  HechaDouble *all;

  if (assignment == NULL)
    return FALSE;
  hecha_outcome_read (&outcome, assignment);
  if (outcome.kind == HECHA_OUTCOME_PENDING)
    return TRUE;
  all = g_hash_table_lookup (by_id, which->id);
  if (all == NULL)
    {
      all = double_new (assignment->record);
      g_hash_table_insert (by_id, all->id, all);
      g_ptr_array_add (order, all);
    }
  g_ptr_array_add (all->scopes, g_strdup (which->scope));
  g_ptr_array_add (all->outcomes, g_memdup2 (&outcome, sizeof outcome));
  outcome = (HechaOutcome) {0};
  return TRUE;
}

static gboolean
read_choice (HechaDouble *self, HechaReader *reader, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) choice = hecha_reader_get (reader, "office", "choice", self->id, &problem);

  if (problem != NULL)
    g_propagate_error (error, problem);
  if (choice == NULL)
    return problem == NULL;
  self->disputed = choice->disputed != 0;
  if (!self->disputed)
    {
      self->counted = g_strdup (hecha_record_get (choice, "counted"));
      self->reason = g_strdup (hecha_record_get (choice, "reason"));
    }
  return TRUE;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const HechaDouble *const *)a)->id, (*(const HechaDouble *const *)b)->id);
}

/* In how many scopes each assignment stands; the ids belong to @ids. */
static GHashTable *
count_scopes (GPtrArray *ids)
{
  GHashTable *times = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = ((const HechaRecord *)g_ptr_array_index (ids, i))->id;

      g_hash_table_insert (times, (gpointer)id,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (times, id)) + 1));
    }
  return times;
}

/**
 * hecha_double_list:
 * @reader: where to read
 * @plan: (nullable): of this plan only
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable) (element-type HechaDouble): samples that two or more have signed for, by id, also
 *   those that the office has decided
 */
GPtrArray *
hecha_double_list (HechaReader *reader, const char *plan, GError **error)
{
  g_autoptr (GPtrArray) ids
    = hecha_reader_ids (reader, NULL, "assignment", plan != NULL ? "plan" : NULL, plan, error);
  g_autoptr (GHashTable) times = NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) doubles = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_double_free);

  if (ids == NULL)
    return NULL;
  times = count_scopes (ids);
  for (guint i = 0; i < ids->len; i++)
    {
      const HechaRecord *which = g_ptr_array_index (ids, i);

      if (GPOINTER_TO_UINT (g_hash_table_lookup (times, which->id)) > 1
          && !add_outcome (by_id, doubles, reader, which, error))
        return NULL;
    }
  for (guint i = doubles->len; i-- > 0;)
    if (((HechaDouble *)g_ptr_array_index (doubles, i))->scopes->len < 2)
      g_ptr_array_remove_index_fast (doubles, i);
  for (guint i = 0; i < doubles->len; i++)
    if (!read_choice (g_ptr_array_index (doubles, i), reader, error))
      return NULL;
  g_ptr_array_sort (doubles, compare_doubles);
  return g_steal_pointer (&doubles);
}
