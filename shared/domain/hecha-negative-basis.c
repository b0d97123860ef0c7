/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative-basis.h"

#include "domain/hecha-rule.h"

#include <string.h>

/**
 * hecha_basis_clear:
 * @self: a basis
 */
void
hecha_basis_clear (HechaBasis *self)
{
  g_clear_pointer (&self->verdict, g_free);
  g_clear_pointer (&self->signed_at, g_free);
  g_clear_pointer (&self->observation, g_free);
}

/* P3 6.2.4: not done to quality or quantity. */
static gboolean
is_failed (const char *verdict)
{
  return strcmp (verdict, "not_met") == 0 || strcmp (verdict, "partly") == 0;
}

/* Whether others signed for the same sample. */
static gboolean
is_double (HechaReader *reader, const HechaAssignment *assignment, gboolean *twice, GError **error)
{
  const HechaRecord *record = assignment->record;
  g_autoptr (GPtrArray) ids
    = hecha_reader_ids (reader, NULL, "assignment", "unit", hecha_record_get (record, "unit"), error);

  *twice = FALSE;
  for (guint i = 0; ids != NULL && i < ids->len && !*twice; i++)
    {
      const HechaRecord *other = g_ptr_array_index (ids, i);
      g_autoptr (HechaAssignment) theirs = NULL;
      g_auto (HechaOutcome) outcome = {0};

      if (strcmp (other->id, record->id) != 0 || strcmp (other->scope, record->scope) == 0)
        continue;
      theirs = hecha_assignment_load (reader, other->scope, other->id, error);
      if (theirs == NULL)
        return FALSE;
      hecha_outcome_read (&outcome, theirs);
      *twice = outcome.kind != HECHA_OUTCOME_PENDING;
    }
  return ids != NULL;
}

/* Of two findings on one sample the one counts that the office chose. */
static gboolean
follow_choice (HechaBasis *self, HechaReader *reader, const HechaAssignment *assignment, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) choice = NULL;
  gboolean twice;

  if (!is_double (reader, assignment, &twice, error))
    return FALSE;
  if (!twice)
    return TRUE;
  choice = hecha_reader_get (reader, "office", "choice", assignment->record->id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (choice == NULL || choice->disputed != 0)
    self->kind = HECHA_BASIS_DOUBTFUL;
  else if (g_strcmp0 (hecha_record_get (choice, "counted"), assignment->record->scope) != 0)
    self->kind = HECHA_BASIS_FELL;
  return TRUE;
}

/**
 * hecha_basis_read:
 * @self: (out caller-allocates): what the finding is worth
 * @reader: where to read
 * @assignment: an assignment with all that was recorded on it
 * @error: when reading failed
 *
 * Returns: whether it could be read
 */
gboolean
hecha_basis_read (HechaBasis *self, HechaReader *reader, const HechaAssignment *assignment, GError **error)
{
  g_auto (HechaOutcome) outcome = {0};

  *self = (HechaBasis) {.kind = HECHA_BASIS_DOUBTFUL};
  hecha_outcome_read (&outcome, assignment);
  if (outcome.kind != HECHA_OUTCOME_SIGNED)
    return TRUE;
  self->kind = is_failed (outcome.verdict) ? HECHA_BASIS_STANDS : HECHA_BASIS_FELL;
  self->onsite
    = assignment->visit != NULL && g_strcmp0 (hecha_record_get (assignment->visit, "mode"), "onsite") == 0;
  self->verdict = g_strdup (outcome.verdict);
  self->signed_at = g_strdup (outcome.signed_at);
  if (assignment->finding != NULL)
    self->observation = g_strdup (hecha_record_get (assignment->finding, "observation"));
  return follow_choice (self, reader, assignment, error);
}

/**
 * hecha_basis_load:
 * @self: (out caller-allocates): what the finding is worth
 * @reader: where to read
 * @scope: of the assignment
 * @id: of the assignment; one that is not here is doubtful
 * @error: when reading failed
 *
 * Returns: whether it could be read
 */
gboolean
hecha_basis_load (HechaBasis *self, HechaReader *reader, const char *scope, const char *id, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) record = hecha_reader_get (reader, scope, "assignment", id, &problem);
  g_autoptr (HechaAssignment) assignment = NULL;

  *self = (HechaBasis) {.kind = HECHA_BASIS_DOUBTFUL};
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (record == NULL)
    return problem == NULL;
  assignment = hecha_assignment_load (reader, scope, id, error);
  return assignment != NULL && hecha_basis_read (self, reader, assignment, error);
}

/* ---- what is not on the list yet ---- */

/**
 * hecha_negative_candidate_free:
 * @self: (transfer full) (nullable): a candidate
 */
void
hecha_negative_candidate_free (HechaNegativeCandidate *self)
{
  if (self == NULL)
    return;
  g_free (self->unit);
  g_free (self->agency);
  g_free (self->reason);
  g_free (self->sample);
  g_free (self->found_in);
  g_free (self);
}

/* A walk over all findings, and then all declarations. */
typedef struct
{
  HechaReader *reader;
  const char *quarter; /* (nullable) */
  GPtrArray *found;    /* (element-type HechaNegativeCandidate) */
  GHashTable *listed;  /* (owned) units with an entry that stands */
  GHashTable *settled; /* (owned) units that a declaration does not bring onto the list */
  GHashTable *used;    /* (owned) "scope id" of findings that an entry rested on */
  GHashTable *taken;   /* (not owned keys) units of @found */
  GError *error;
} Walk;

static char *
dup_source (const char *scope, const char *id)
{
  return g_strdup_printf ("%s %s", scope, id);
}

/* What was withdrawn by the office, or fell with its finding, does not come back by itself; another finding may bring
 * the unit back. */
static gboolean
read_entry (Walk *self, const HechaRecord *entry, GError **error)
{
  const char *unit = hecha_record_get (entry, "unit"), *sample = hecha_record_get (entry, "sample"),
             *scope = hecha_record_get (entry, "found_in");
  gboolean withdrawn = hecha_record_get (entry, "withdrawn_reason") != NULL;
  g_auto (HechaBasis) basis = {.kind = HECHA_BASIS_STANDS};

  if (sample != NULL && scope != NULL)
    {
      g_hash_table_add (self->used, dup_source (scope, sample));
      if (!withdrawn && !hecha_basis_load (&basis, self->reader, scope, sample, error))
        return FALSE;
    }
  if (unit != NULL && (!withdrawn || sample == NULL))
    g_hash_table_add (self->settled, g_strdup (unit));
  if (unit != NULL && !withdrawn && basis.kind != HECHA_BASIS_FELL)
    g_hash_table_add (self->listed, g_strdup (unit));
  return TRUE;
}

static gboolean
read_entries (Walk *self, GError **error)
{
  g_autoptr (GPtrArray) entries = hecha_reader_list (self->reader, "office", "nl_entry", NULL, NULL, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!read_entry (self, g_ptr_array_index (entries, i), error))
      return FALSE;
  return entries != NULL;
}

static const char *
origin_of (const HechaAssignment *assignment, const HechaBasis *basis)
{
  if (g_str_has_prefix (assignment->record->scope, "visit:"))
    return "unannounced";
  if (!basis->onsite)
    return "online_review";
  return hecha_record_get_int (assignment->record, "key_point", 0) != 0 ? "key_point" : "finding";
}

static void
add_finding (Walk *self, const HechaAssignment *assignment, HechaBasis *basis)
{
  const HechaRecord *record = assignment->record;
  HechaNegativeCandidate *candidate = g_new0 (HechaNegativeCandidate, 1);

  candidate->unit = g_strdup (hecha_record_get (record, "unit"));
  candidate->agency = g_strdup (hecha_record_get (record, "agency"));
  candidate->origin = origin_of (assignment, basis);
  candidate->reason = g_steal_pointer (&basis->observation);
  candidate->sample = g_strdup (record->id);
  candidate->found_in = g_strdup (record->scope);
  g_ptr_array_add (self->found, candidate);
  g_hash_table_add (self->taken, candidate->unit);
}

static gboolean
is_open (const Walk *self, GHashTable *closed, const char *unit)
{
  return unit != NULL && !g_hash_table_contains (closed, unit) && !g_hash_table_contains (self->taken, unit);
}

static gboolean
look_at (const HechaAssignment *assignment, gpointer data)
{
  Walk *self = data;
  g_auto (HechaBasis) basis = {0};

  if (!is_open (self, self->listed, hecha_record_get (assignment->record, "unit")))
    return TRUE;
  if (!hecha_basis_read (&basis, self->reader, assignment, &self->error))
    return FALSE;
  if (basis.kind == HECHA_BASIS_STANDS && strcmp (basis.verdict, "not_met") == 0)
    add_finding (self, assignment, &basis);
  return TRUE;
}

static gboolean
is_used (const Walk *self, const HechaRecord *which)
{
  g_autofree char *source = dup_source (which->scope, which->id);

  return g_hash_table_contains (self->used, source);
}

/* (transfer container): those that no entry rested on */
static GPtrArray *
list_unused (const Walk *self, GPtrArray *ids)
{
  GPtrArray *unused = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++)
    if (!is_used (self, ids->pdata[i]))
      g_ptr_array_add (unused, ids->pdata[i]);
  return unused;
}

static gboolean
walk_all (Walk *self, GError **error)
{
  g_autoptr (GPtrArray) ids = hecha_reader_ids (
    self->reader, NULL, "assignment", self->quarter != NULL ? "quarter" : NULL, self->quarter, error);
  g_autoptr (GPtrArray) unused = ids != NULL ? list_unused (self, ids) : NULL;

  return unused != NULL && hecha_assignment_each_of (self->reader, unused, look_at, self, error);
}

/* Few of many are loaded one by one. */
static gboolean
walk_few (Walk *self, GPtrArray *ids, GError **error)
{
  g_autoptr (GPtrArray) unused = list_unused (self, ids);

  for (guint i = 0; i < unused->len && self->error == NULL; i++)
    {
      const HechaRecord *which = unused->pdata[i];
      g_autoptr (HechaAssignment) assignment
        = hecha_assignment_load (self->reader, which->scope, which->id, error);

      if (assignment == NULL)
        return FALSE;
      look_at (assignment, self);
    }
  return TRUE;
}

static gboolean
walk_findings (Walk *self, GPtrArray *ids, GError **error)
{
  if (!(ids != NULL ? walk_few (self, ids, error) : walk_all (self, error)))
    return FALSE;
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, self->error);
  return FALSE;
}

/* P3 7.2: what the agency itself uploaded as unfinished; people still have to look there. */
static void
add_declaration (Walk *self, const HechaRecord *declaration)
{
  const char *value = hecha_record_get (declaration, "value");
  HechaNegativeCandidate *candidate = g_new0 (HechaNegativeCandidate, 1);

  candidate->unit = g_strdup (declaration->id);
  candidate->agency = g_strdup (declaration->scope + strlen ("agency:"));
  candidate->origin = "online_review";
  candidate->reason = value != NULL ? g_strconcat ("申报未完成：", value, NULL) : g_strdup ("申报未完成");
  g_ptr_array_add (self->found, candidate);
  g_hash_table_add (self->taken, candidate->unit);
}

static gboolean
is_of_quarter (const HechaRecord *declaration, const char *quarter)
{
  g_autofree char *year = NULL;

  if (quarter == NULL)
    return TRUE;
  year = g_strdup_printf ("-%.4s-", quarter);
  return strstr (declaration->id, year) != NULL && g_str_has_suffix (declaration->id, quarter + 4);
}

static gboolean
walk_declarations (Walk *self, GError **error)
{
  g_autoptr (GPtrArray) list
    = hecha_reader_list (self->reader, NULL, "declaration", "status", "not_met", error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const HechaRecord *declaration = g_ptr_array_index (list, i);

      if (declaration->disputed == 0 && is_open (self, self->settled, declaration->id)
          && is_of_quarter (declaration, self->quarter))
        add_declaration (self, declaration);
    }
  return list != NULL;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const HechaNegativeCandidate *const *)a)->unit,
                 (*(const HechaNegativeCandidate *const *)b)->unit);
}

/**
 * hecha_negative_candidates:
 * @reader: where to read
 * @ids: (nullable) (element-type HechaRecord): the assignments to look at, by scope and id, where the caller knows that
 *   no other was found not met; %NULL for all
 * @quarter: (nullable): of this quarter only, such as 2026Q2; with @ids, of the declarations
 * @error: when reading failed
 *
 * What was found not met and signed for, and what was declared as not met, as far as it is not on the list (P3 6.2.4,
 * 7.2, 7.4).
 *
 * Returns: (transfer full) (nullable) (element-type HechaNegativeCandidate): one for each unit, by unit
 */
GPtrArray *
hecha_negative_candidates (HechaReader *reader, GPtrArray *ids, const char *quarter, GError **error)
{
  g_autoptr (GPtrArray) found
    = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_negative_candidate_free);
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  Walk walk = {reader, quarter, found, listed, settled, used, taken, NULL};

  if (!read_entries (&walk, error) || !walk_findings (&walk, ids, error) || !walk_declarations (&walk, error))
    return NULL;
  g_ptr_array_sort (found, compare_candidates);
  return g_steal_pointer (&found);
}
