/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-results.h"

#include "domain/hecha-records.h"
#include "store/hecha-work-private.h"

#include <string.h>

enum
{
  COLUMN_SCOPE,
  COLUMN_ID,
  COLUMN_PLAN,
  COLUMN_UNIT,
  COLUMN_NAME,
  COLUMN_AGENCY,
  COLUMN_AGENCY_NAME,
  COLUMN_OPERATOR,
  COLUMN_DECLARED,
  COLUMN_VERDICT,
  COLUMN_KEY,
  COLUMN_STATE,
  COLUMN_OUTCOME,
  COLUMN_DOUBTS,
  COLUMN_EVIDENCE,
  COLUMN_CHOSEN,
};

/* The findings on one unit follow each other, also when its agency was renamed between two assignments; an assignment
 * that was released from a hold may lack what every other has. */
#define ALL                                                                                                  \
  "SELECT s.name, a.id, w.plan, ifnull (a.unit, ''), ifnull (a.name, ''), ifnull (a.agency, ''), "           \
  "ifnull (a.agency_name, ''), p.operator, d.status, w.verdict, w.key, w.state, w.outcome, w.doubts, "       \
  "w.evidence, c.id IS NOT NULL AND c.disputed = 0 "                                                         \
  "FROM work w JOIN assignment a ON a.n = w.n JOIN scope s ON s.n = w.scope "                                \
  "LEFT JOIN scope o ON o.name = 'office' LEFT JOIN plan p ON p.scope = o.n AND p.id = w.plan "              \
  "LEFT JOIN choice c ON c.scope = o.n AND c.id = a.id "                                                     \
  "LEFT JOIN scope g ON g.name = 'agency:' || a.agency "                                                     \
  "LEFT JOIN declaration d ON d.scope = g.n AND d.id = a.unit "                                              \
  "ORDER BY min (w.agency) OVER (PARTITION BY a.unit), a.unit, w.plan, s.name"

/* ---- reading ---- */

/* Most of them are there already, from another row. */
static const char *
keep (HechaResults *self, HechaQuery *query, int column)
{
  const char *text = hecha_query_text (query, column);

  return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

/* Declared and found are compared where somebody found something. */
static gboolean
differs (const HechaResult *row)
{
  return row->declared != NULL && *row->verdict != '\0' && strcmp (row->verdict, "unverifiable") != 0
         && strcmp (row->declared, row->verdict) != 0;
}

static void
add_row (HechaResults *self, HechaQuery *query)
{
  HechaResult row = {
    .scope = keep (self, query, COLUMN_SCOPE),
    .id = keep (self, query, COLUMN_ID),
    .plan = keep (self, query, COLUMN_PLAN),
    .unit = keep (self, query, COLUMN_UNIT),
    .name = keep (self, query, COLUMN_NAME),
    .agency = keep (self, query, COLUMN_AGENCY),
    .agency_name = keep (self, query, COLUMN_AGENCY_NAME),
    .operator= keep (self, query, COLUMN_OPERATOR),
    .declared = keep (self, query, COLUMN_DECLARED),
    .verdict = keep (self, query, COLUMN_VERDICT),
    .key = keep (self, query, COLUMN_KEY),
    .state = (HechaSampleState)hecha_query_int (query, COLUMN_STATE),
    .outcome = (HechaOutcomeKind)hecha_query_int (query, COLUMN_OUTCOME),
    .doubts = (guint)hecha_query_int (query, COLUMN_DOUBTS),
    .n_evidence = (guint)hecha_query_int (query, COLUMN_EVIDENCE),
  };

  if (differs (&row))
    row.doubts |= HECHA_DOUBT_DECLARED;
  /* taken away again where nobody else signed; see compare() */
  if (hecha_query_int (query, COLUMN_CHOSEN) == 0 && row.outcome != HECHA_OUTCOME_PENDING)
    row.doubts |= HECHA_DOUBT_DOUBLE;
  g_array_append_val (self->rows, row);
}

/* Who checked, where it matters: third_party, own, or, of an agency that checked itself, agency: declarations are
 * compared with that, findings are not (P3 5.1 a, g). */
static const char *
party_of (const HechaResult *row)
{
  if (g_strcmp0 (row->operator, "third_party") == 0 || g_strcmp0 (row->operator, "agency") == 0)
    return row->operator;
  return "own";
}

static gboolean
are_own_and_third_party (const HechaResult *a, const HechaResult *b)
{
  const char *one = party_of (a), *other = party_of (b);

  return strcmp (one, other) != 0 && strcmp (one, "agency") != 0 && strcmp (other, "agency") != 0;
}

static gboolean
is_same_signed (const HechaResult *a, const HechaResult *b)
{
  return strcmp (a->id, b->id) == 0 && a->outcome != HECHA_OUTCOME_PENDING
         && b->outcome != HECHA_OUTCOME_PENDING;
}

static gboolean
is_found_otherwise (const HechaResult *a, const HechaResult *b)
{
  return are_own_and_third_party (a, b) && *a->verdict != '\0' && *b->verdict != '\0'
         && strcmp (a->verdict, b->verdict) != 0;
}

/* One finding beside the others on its unit, of which there are few. */
static void
compare (HechaResults *self, guint i, guint first, guint end)
{
  HechaResult *row = &g_array_index (self->rows, HechaResult, i);
  gboolean twice = FALSE;

  for (guint k = first; k < end; k++)
    {
      const HechaResult *other = hecha_results_get (self, k);

      if (k == i)
        continue;
      twice = twice || is_same_signed (row, other);
      if (is_found_otherwise (row, other))
        row->doubts |= HECHA_DOUBT_OPERATORS;
    }
  if (!twice)
    row->doubts &= ~(guint)HECHA_DOUBT_DOUBLE;
}

static void
compare_all (HechaResults *self)
{
  for (guint first = 0, end; first < self->rows->len; first = end)
    {
      const char *unit = hecha_results_get (self, first)->unit;

      for (end = first + 1; end < self->rows->len && strcmp (hecha_results_get (self, end)->unit, unit) == 0;)
        end++;
      for (guint i = first; i < end; i++)
        compare (self, i, first, end);
    }
}

/**
 * hecha_results_load:
 * @work: lists of a store, brought up to date by hecha_work_refresh()
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): every finding
 */
HechaResults *
hecha_results_load (HechaWork *work, GError **error)
{
  g_autoptr (HechaResults) self = g_atomic_rc_box_new0 (HechaResults);
  g_autoptr (HechaQuery) query = hecha_db_query (work->store->db, error, ALL, "");
  GError *problem = NULL;

  self->rows = g_array_new (FALSE, FALSE, sizeof (HechaResult));
  self->texts = g_string_chunk_new (1 << 16);
  while (query != NULL && hecha_query_next (query, &problem))
    add_row (self, query);
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (query == NULL || problem != NULL)
    return NULL;
  compare_all (self);
  return g_steal_pointer (&self);
}

/**
 * hecha_results_find:
 * @work: lists of a store, brought up to date by hecha_work_refresh()
 * @verdict: such as not_met
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable) (element-type HechaRecord): by scope and id alone, the assignments that were
 *   signed, or ruled, with this verdict
 */
GPtrArray *
hecha_results_find (HechaWork *work, const char *verdict, GError **error)
{
  static const char assignment[] = "assignment";
  const HechaType *type
    = &hecha_records ()->types[hecha_schema_find_type (hecha_records (), assignment, strlen (assignment))];
  g_autoptr (HechaQuery) query = hecha_db_query (
    work->store->db, error,
    "SELECT s.name, a.id FROM work w JOIN assignment a ON a.n = w.n JOIN scope s ON s.n = w.scope "
    "WHERE w.verdict = ?1 AND w.outcome = ?2 ORDER BY s.name, a.id",
    "ti", verdict, (gint64)HECHA_OUTCOME_SIGNED);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_ptr_array_add (found,
                     hecha_record_new (type, hecha_query_text (query, 0), hecha_query_text (query, 1)));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&found) : NULL;
}

/**
 * hecha_results_ref:
 * @self: results
 *
 * Returns: (transfer full): the same
 */
HechaResults *
hecha_results_ref (HechaResults *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  HechaResults *self = data;

  g_array_unref (self->rows);
  g_string_chunk_free (self->texts);
}

/**
 * hecha_results_unref:
 * @self: (transfer full): results
 */
void
hecha_results_unref (HechaResults *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * hecha_results_get:
 * @self: results
 * @i: less than there are
 *
 * Returns: (transfer none): one of them
 */
const HechaResult *
hecha_results_get (const HechaResults *self, guint i)
{
  return &g_array_index (self->rows, HechaResult, i);
}

/* ---- filtering ---- */

static gboolean
is_wanted (const char *wanted, const char *text)
{
  return wanted == NULL || g_strcmp0 (wanted, text) == 0;
}

static gboolean
has_words (const HechaResult *row, char **words)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (strstr (row->key, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
passes (const HechaResult *row, const HechaResultFilter *filter)
{
  return is_wanted (filter->agency, row->agency) && is_wanted (filter->plan, row->plan)
         && is_wanted (filter->verdict, row->verdict) && is_wanted (filter->operator, party_of (row))
         && (filter->state < 0 || (int)row->state == filter->state)
         && (filter->doubts == 0 || (row->doubts & filter->doubts) != 0) && has_words (row, filter->words);
}

/**
 * hecha_results_filter:
 * @self: results
 * @filter: which to show
 *
 * Reads memory only: some 2 ms for 12,000.
 *
 * Returns: (transfer full) (element-type guint): places of those that pass, in their order
 */
GArray *
hecha_results_filter (const HechaResults *self, const HechaResultFilter *filter)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->rows->len; i++)
    if (passes (hecha_results_get (self, i), filter))
      g_array_append_val (places, i);
  return places;
}
