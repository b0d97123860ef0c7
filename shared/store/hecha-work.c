/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-work-private.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-calendar-local.h"
#include "domain/hecha-doubt.h"
#include "domain/hecha-due.h"
#include "domain/hecha-records.h"

#include <string.h>

#define PIECE 200 /* assignments in one transaction */

/* The office may import local days off at any time; then every deadline is looked at again. */
static gboolean
check_calendar (HechaWork *self, GError **error)
{
  HechaReader *reader = hecha_store_reader (self->store);
  GError *problem = NULL;
  g_autofree char *mark = hecha_calendar_dup_local_mark (reader, &problem);
  HechaCalendar *calendar;

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (self->calendar != NULL && g_strcmp0 (mark, self->mark) == 0)
    return TRUE;
  calendar = hecha_calendar_load_local (reader, error);
  if (calendar == NULL)
    return FALSE;
  g_clear_pointer (&self->calendar, hecha_calendar_free);
  self->calendar = calendar;
  g_free (self->mark);
  self->mark = g_steal_pointer (&mark);
  return TRUE;
}

/**
 * hecha_work_open:
 * @store: (transfer none): must outlive it
 * @error: when the database or the calendar failed
 *
 * Returns: (transfer full) (nullable): the lists of the store, to be brought up to date by hecha_work_refresh()
 */
HechaWork *
hecha_work_open (HechaStore *store, GError **error)
{
  g_autoptr (HechaWork) self = g_new0 (HechaWork, 1);

  self->store = store;
  self->pinyin = hecha_pinyin_new ();
  self->seq_sql = hecha_work_seq_sql ();
  if (!check_calendar (self, error) || !hecha_work_tables_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hecha_work_close:
 * @self: (transfer full) (nullable): lists
 */
void
hecha_work_close (HechaWork *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->calendar, hecha_calendar_free);
  g_free (self->mark);
  hecha_pinyin_free (self->pinyin);
  g_free (self->seq_sql);
  g_free (self);
}

/**
 * hecha_work_calendar_version:
 * @self: lists
 *
 * Returns: (transfer none): by which calendar working days are counted
 */
const char *
hecha_work_calendar_version (HechaWork *self)
{
  return hecha_calendar_get_version (self->calendar);
}

/* ---- one assignment ---- */

/* One row of the table in the making. */
typedef struct
{
  gint64 n;
  gint64 scope;
  HechaSampleState state;
  char *due;
  gboolean provisional;
  char *agency;
  char *place;
  gint64 latitude;
  gint64 longitude;
  gboolean has_place;
  gint64 seq;
  char *key;
  HechaOutcome outcome;
  guint doubts;
} Row;

static void
row_clear (Row *self)
{
  g_free (self->due);
  g_free (self->agency);
  g_free (self->place);
  g_free (self->key);
  hecha_outcome_clear (&self->outcome);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static char *
make_key (HechaWork *self, const HechaRecord *assignment)
{
  static const char *const fields[]
    = {"unit", "name", "agency_name", "site", "requirement", "class_code", "plan"};
  static const char *const read[] = {"name", "agency_name", "site"};
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *folded = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (hecha_record_get (assignment, fields[i]) != NULL)
      g_string_append_printf (key, "%s\n", hecha_record_get (assignment, fields[i]));
  folded = g_utf8_casefold (key->str, -1);
  g_string_assign (key, folded);
  for (guint i = 0; i < G_N_ELEMENTS (read); i++)
    if (hecha_record_get (assignment, read[i]) != NULL)
      hecha_pinyin_append_search_keys (self->pinyin, key, hecha_record_get (assignment, read[i]));
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static const HechaType *
assignment_type (void)
{
  return &hecha_records ()
            ->types[hecha_schema_find_type (hecha_records (), "assignment", strlen ("assignment"))];
}

/* When it was assigned first, in ms since 1970; 0 when nobody knows. */
static gint64
read_assigned (HechaWork *self, gint64 n)
{
  gint64 at = 0;

  hecha_db_get_int (self->store->db, &at, NULL,
                    "SELECT min (e.at) FROM write w JOIN entry e ON e.n = w.entry "
                    "WHERE w.type = ?1 AND w.record = ?2",
                    "ii", (gint64)(assignment_type () - hecha_records ()->types), n);
  return hecha_time_ms (at);
}

static void
find_due (HechaWork *self, const HechaRecord *assignment, gint64 assigned_ms, Row *row)
{
  GDate assigned;
  gboolean known = assigned_ms > 0;
  HechaDeadline deadline = {0};

  if (known)
    hecha_date_from_ms (&assigned, assigned_ms);
  if (!hecha_due_find (assignment, known ? &assigned : NULL, self->calendar, &deadline))
    {
      row->due = g_strdup (HECHA_WORK_NO_DUE);
      return;
    }
  row->due = hecha_date_dup_text (&deadline.due);
  row->provisional = deadline.provisional;
}

static gboolean
take_place (Row *row, const HechaRecord *record)
{
  if (record == NULL || hecha_record_get (record, "latitude") == NULL
      || hecha_record_get (record, "longitude") == NULL)
    return FALSE;
  row->latitude = hecha_record_get_int (record, "latitude", 0);
  row->longitude = hecha_record_get_int (record, "longitude", 0);
  return row->has_place = TRUE;
}

/* Where it is: as the office said, or where the visit was, or the first photograph. */
static void
find_place (const HechaAssignment *assignment, Row *row)
{
  if (take_place (row, assignment->record) || take_place (row, assignment->visit))
    return;
  for (guint i = 0; i < assignment->evidence->len; i++)
    if (take_place (row, assignment->evidence->pdata[i]))
      return;
}

static gboolean
read_number (HechaWork *self, const HechaRecord *assignment, Row *row, GError **error)
{
  g_autoptr (HechaQuery) query = NULL;

  row->scope
    = hecha_store_scope_id (self->store, assignment->scope, strlen (assignment->scope), FALSE, error);
  query = hecha_db_query (self->store->db, error, "SELECT n FROM assignment WHERE scope = ?1 AND id = ?2",
                          "it", row->scope, assignment->id);
  if (query == NULL || !hecha_query_next (query, error))
    return FALSE;
  row->n = hecha_query_int (query, 0);
  return TRUE;
}

static HechaWorkState
drawer_of (HechaSampleState state)
{
  static const HechaWorkState drawers[] = {
    [HECHA_SAMPLE_TO_DO] = HECHA_WORK_TODO,          [HECHA_SAMPLE_BEGUN] = HECHA_WORK_BEGUN,
    [HECHA_SAMPLE_READY] = HECHA_WORK_READY,         [HECHA_SAMPLE_EFFECTIVE] = HECHA_WORK_EFFECTIVE,
    [HECHA_SAMPLE_CONTESTED] = HECHA_WORK_CONTESTED, [HECHA_SAMPLE_CHANGED] = HECHA_WORK_CONTESTED,
    [HECHA_SAMPLE_DISPUTED] = HECHA_WORK_CONTESTED,
  };

  return drawers[state];
}

static const char *
text_or_empty (const HechaRecord *record, const char *field)
{
  const char *text = hecha_record_get (record, field);

  return text != NULL ? text : "";
}

static void
bind_outcome (HechaQuery *query, const HechaAssignment *assignment, const Row *row)
{
  const char *verdict = row->outcome.verdict;

  if (verdict == NULL)
    verdict = assignment->finding != NULL ? text_or_empty (assignment->finding, "verdict") : "";
  hecha_query_bind_int (query, 15, row->outcome.kind);
  hecha_query_bind_text (query, 16, verdict, strlen (verdict));
  hecha_query_bind_int (query, 17, row->doubts);
}

static gboolean
write_row (HechaWork *self, const HechaAssignment *assignment, const Row *row, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->store->db, error,
    "INSERT OR REPLACE INTO work VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
    "?16, "
    "?17)",
    "iitiititt", row->n, row->scope, text_or_empty (assignment->record, "plan"), (gint64)row->state,
    (gint64)drawer_of (row->state), row->due, (gint64)row->provisional, row->agency, row->place);

  if (query == NULL)
    return FALSE;
  if (row->has_place)
    {
      hecha_query_bind_int (query, 10, row->latitude);
      hecha_query_bind_int (query, 11, row->longitude);
    }
  else
    {
      hecha_query_bind_null (query, 10);
      hecha_query_bind_null (query, 11);
    }
  hecha_query_bind_int (query, 12, assignment->evidence->len);
  hecha_query_bind_int (query, 13, row->seq);
  hecha_query_bind_text (query, 14, row->key, strlen (row->key));
  bind_outcome (query, assignment, row);
  return hecha_query_finish (query, error);
}

typedef struct
{
  HechaWork *work;
  GArray *changed; /* of gint64 */
  GError *error;
} Refreshing;

static gboolean
refresh_one (const HechaAssignment *assignment, gpointer data)
{
  Refreshing *refreshing = data;
  HechaWork *self = refreshing->work;
  g_auto (Row) row = {0};
  gint64 assigned_ms;

  if (!read_number (self, assignment->record, &row, &refreshing->error))
    return refreshing->error == NULL;
  assigned_ms = read_assigned (self, row.n);
  row.state = hecha_sample_state (assignment);
  row.agency = hecha_pinyin_dup_sort_key (self->pinyin, text_or_empty (assignment->record, "agency_name"));
  row.place = hecha_pinyin_dup_sort_key (self->pinyin, text_or_empty (assignment->record, "site"));
  row.key = make_key (self, assignment->record);
  hecha_outcome_read (&row.outcome, assignment);
  row.doubts = hecha_doubt_find (assignment, &row.outcome, assigned_ms);
  find_due (self, assignment->record, assigned_ms, &row);
  find_place (assignment, &row);
  if (row.state == HECHA_SAMPLE_EFFECTIVE
      && !hecha_db_get_int (self->store->db, &row.seq, &refreshing->error, self->seq_sql, "itt", row.scope,
                            assignment->record->id, self->store->dev))
    return FALSE;
  if (!write_row (self, assignment, &row, &refreshing->error))
    return FALSE;
  g_array_append_val (refreshing->changed, row.n);
  return TRUE;
}

/* ---- those that are stale ---- */

/* Sorted by scope and id, as hecha_assignment_each_of() wants them. */
static GPtrArray *
list_stale (HechaWork *self, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->store->db, error,
                      "SELECT s.name, w.id FROM work_stale w JOIN scope s ON s.n = w.scope "
                      "ORDER BY w.scope, w.id LIMIT ?1",
                      "i", (gint64)PIECE);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_ptr_array_add (
      list, hecha_record_new (assignment_type (), hecha_query_text (query, 0), hecha_query_text (query, 1)));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&list) : NULL;
}

static gboolean
forget_stale (HechaWork *self, GPtrArray *list, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      const HechaRecord *record = list->pdata[i];

      if (!hecha_db_run (
            self->store->db, error,
            "DELETE FROM work_stale WHERE scope = (SELECT n FROM scope WHERE name = ?1) AND id = ?2", "tt",
            record->scope, record->id))
        return FALSE;
    }
  return TRUE;
}

/* Many follow each other, as after the first sync; few are anywhere among them. */
static gboolean
load_stale (HechaWork *self, GPtrArray *list, Refreshing *refreshing, GError **error)
{
  HechaReader *reader = hecha_store_reader (self->store);

  if (list->len == PIECE)
    return hecha_assignment_each_of (reader, list, refresh_one, refreshing, error);
  for (guint i = 0; i < list->len && refreshing->error == NULL; i++)
    {
      const HechaRecord *record = list->pdata[i];
      g_autoptr (GError) problem = NULL;
      g_autoptr (HechaAssignment) assignment
        = hecha_assignment_load (reader, record->scope, record->id, &problem);

      if (assignment != NULL)
        refresh_one (assignment, refreshing);
      else if (!g_error_matches (problem, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
refresh_piece (HechaWork *self, GArray *changed, gboolean *more, GError **error)
{
  g_auto (HechaTxn) txn = {NULL};
  g_autoptr (GPtrArray) list = list_stale (self, error);
  Refreshing refreshing = {self, changed, NULL};

  *more = list != NULL && list->len == PIECE;
  if (list == NULL || list->len == 0)
    return list != NULL;
  txn = hecha_txn_begin (self->store->db, error);
  if (txn.db == NULL || !load_stale (self, list, &refreshing, error))
    return FALSE;
  if (refreshing.error != NULL)
    {
      g_propagate_error (error, refreshing.error);
      return FALSE;
    }
  return forget_stale (self, list, error) && hecha_txn_commit (&txn, error);
}

/* ---- what the office has ---- */

static gboolean
all_files_sent (HechaWork *self, const char *scope, const char *id, gboolean *sent, GError **error)
{
  g_autoptr (GPtrArray) evidence
    = hecha_reader_list (hecha_store_reader (self->store), scope, "evidence", "assignment", id, error);

  *sent = TRUE;
  for (guint i = 0; evidence != NULL && *sent && i < evidence->len; i++)
    {
      const char *text = hecha_record_get (evidence->pdata[i], "digest");
      HechaDigest digest;
      gint64 waiting = 0;

      if (text == NULL || !hecha_digest_from_text (&digest, text, -1))
        continue;
      if (!hecha_db_get_int (self->store->db, &waiting, error,
                             "SELECT count (*) FROM file WHERE digest = ?1 AND sent = 0", "b", digest.bytes,
                             sizeof digest.bytes))
        return FALSE;
      *sent = waiting == 0;
    }
  return evidence != NULL;
}

#define ACKNOWLEDGED                                                                                         \
  "ifnull ((SELECT a.seq FROM chain c JOIN acknowledged a ON a.chain = c.n "                                 \
  "WHERE c.dev = ?1 AND c.scope = w.scope), 0)"

/* The server's own word: its receipt names the last entry that it has. Restored from a backup, it may take it back. */
static gboolean
list_moved (HechaWork *self, gboolean there, GArray *numbers, GPtrArray *names, GError **error)
{
  static const char *const sql[]
    = {"SELECT w.n, s.name, a.id FROM work w JOIN assignment a ON a.n = w.n JOIN scope s ON s.n = w.scope "
       "WHERE w.seq > 0 AND w.drawer = ?2 AND w.seq > " ACKNOWLEDGED,
       "SELECT w.n, s.name, a.id FROM work w JOIN assignment a ON a.n = w.n JOIN scope s ON s.n = w.scope "
       "WHERE w.drawer = ?2 AND w.seq <= " ACKNOWLEDGED};
  g_autoptr (HechaQuery) query = hecha_db_query (self->store->db, error, sql[there], "ti", self->store->dev,
                                                 (gint64)(there ? HECHA_WORK_EFFECTIVE : HECHA_WORK_OFFICE));
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      gint64 n = hecha_query_int (query, 0);

      g_array_append_val (numbers, n);
      g_ptr_array_add (names, g_strdup (hecha_query_text (query, 1)));
      g_ptr_array_add (names, g_strdup (hecha_query_text (query, 2)));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gboolean
move (HechaWork *self, gboolean there, GArray *changed, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!list_moved (self, there, numbers, names, error))
    return FALSE;
  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 n = g_array_index (numbers, gint64, i);
      gboolean sent = TRUE;

      if (there && !all_files_sent (self, names->pdata[2 * i], names->pdata[2 * i + 1], &sent, error))
        return FALSE;
      if (!sent)
        continue;
      if (!hecha_db_run (self->store->db, error, "UPDATE work SET drawer = ?2 WHERE n = ?1", "ii", n,
                         (gint64)(there ? HECHA_WORK_OFFICE : HECHA_WORK_EFFECTIVE)))
        return FALSE;
      g_array_append_val (changed, n);
    }
  return TRUE;
}

static gboolean
refresh_office (HechaWork *self, GArray *changed, GError **error)
{
  g_auto (HechaTxn) txn = hecha_txn_begin (self->store->db, error);

  return txn.db != NULL && move (self, FALSE, changed, error) && move (self, TRUE, changed, error)
         && hecha_txn_commit (&txn, error);
}

/**
 * hecha_work_refresh:
 * @self: lists, outside transactions
 * @budget_us: stop after so many microseconds, at the end of a piece
 * @changed: (element-type gint64): the numbers of the samples that look different now are appended
 * @more: (out): whether something is left to do
 * @error: when the database failed
 *
 * Looks again at the samples on which something was recorded, here or elsewhere, since the last time.
 *
 * Returns: whether what was looked at is kept
 */
gboolean
hecha_work_refresh (HechaWork *self, gint64 budget_us, GArray *changed, gboolean *more, GError **error)
{
  gint64 end = g_get_monotonic_time () + budget_us;

  if (!check_calendar (self, error) || !hecha_work_tables_check (self, error))
    return FALSE;
  do
    if (!refresh_piece (self, changed, more, error))
      return FALSE;
  while (*more && g_get_monotonic_time () < end);
  return *more || refresh_office (self, changed, error);
}
