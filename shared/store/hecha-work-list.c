/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-work-private.h"

#include "domain/hecha-due.h"

#include <math.h>
#include <string.h>

#define MOST_WORDS 6
#define LONG       10000

/**
 * hecha_work_query_copy:
 * @self: what a list shows
 *
 * Returns: (transfer full): the same
 */
HechaWorkQuery *
hecha_work_query_copy (const HechaWorkQuery *self)
{
  HechaWorkQuery *copy = g_memdup2 (self, sizeof *self);

  copy->plan = g_strdup (self->plan);
  copy->words = g_strdupv (self->words);
  return copy;
}

/**
 * hecha_work_query_free:
 * @self: (transfer full) (nullable): what a list shows
 */
void
hecha_work_query_free (HechaWorkQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->plan);
  g_strfreev (self->words);
  g_free (self);
}

/**
 * hecha_work_split_words:
 * @text: what somebody typed into a search
 *
 * Returns: (transfer full): its words, as they are searched for
 */
char **
hecha_work_split_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_regex_split_simple ("\\s+", normal != NULL ? normal : "", 0, 0);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

/* ---- which, and in which order ---- */

#define FILTERED "SELECT n FROM work WHERE (?1 = 0 OR drawer = ?1) AND (?2 IS NULL OR plan = ?2) "
/* FTS5 finds no Chinese word of two characters; instr() does, and 100,000 keys take it some 50 ms. */
#define SEARCHED                                                                                             \
  "AND instr (key, ?3) AND (?4 IS NULL OR instr (key, ?4)) AND (?5 IS NULL OR instr (key, ?5)) "             \
  "AND (?6 IS NULL OR instr (key, ?6)) AND (?7 IS NULL OR instr (key, ?7)) AND (?8 IS NULL OR instr (key, "  \
  "?8)) "

#define PLACES " LIMIT 300"

/* A degree of longitude is shorter than one of latitude by ?11, in thousandths. */
static const char *const orders[] = {
  [HECHA_WORK_BY_DEADLINE] = "ORDER BY due, agency, place, n",
  [HECHA_WORK_BY_AGENCY] = "ORDER BY agency, due, place, n",
  [HECHA_WORK_BY_PLACE] = "ORDER BY place, due, agency, n",
  [HECHA_WORK_BY_DISTANCE] = "ORDER BY latitude IS NULL, (latitude - ?9) * (latitude - ?9) "
                             "+ ((longitude - ?10) * ?11 / 1000) * ((longitude - ?10) * ?11 / 1000), n",
};

static void
bind_words (HechaQuery *query, char **words)
{
  guint n = MIN (g_strv_length (words), MOST_WORDS);

  for (guint i = 0; i < MOST_WORDS; i++)
    if (i < n)
      hecha_query_bind_text (query, 3 + (int)i, words[i], strlen (words[i]));
    else
      hecha_query_bind_null (query, 3 + (int)i);
}

static void
bind_origin (HechaQuery *query, const HechaWorkQuery *wanted)
{
  double radians = (double)wanted->latitude / 1e7 * G_PI / 180;

  hecha_query_bind_int (query, 9, wanted->latitude);
  hecha_query_bind_int (query, 10, wanted->longitude);
  hecha_query_bind_int (query, 11, (gint64)(cos (radians) * 1000));
}

/**
 * hecha_work_list:
 * @self: lists
 * @query: which samples, and in which order
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type gint64) (nullable): their numbers
 */
GArray *
hecha_work_list (HechaWork *self, const HechaWorkQuery *query, GError **error)
{
  gboolean searched = query->words != NULL && query->words[0] != NULL;
  g_autofree char *sql
    = g_strconcat (FILTERED, searched ? SEARCHED : "", query->placed ? "AND latitude IS NOT NULL " : "",
                   orders[query->sort], query->placed ? PLACES : "", NULL);
  g_autoptr (HechaQuery) found
    = hecha_db_query (self->store->db, error, sql, "it", (gint64)query->state, query->plan);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *problem = NULL;

  if (found == NULL)
    return NULL;
  if (searched)
    bind_words (found, query->words);
  if (query->sort == HECHA_WORK_BY_DISTANCE)
    bind_origin (found, query);
  while (hecha_query_next (found, &problem))
    {
      gint64 n = hecha_query_int (found, 0);

      g_array_append_val (numbers, n);
    }
  /* such a list is read through and not asked for again until something changes */
  if (searched || numbers->len > LONG)
    hecha_db_release_memory (self->store->db);
  if (problem == NULL)
    return g_steal_pointer (&numbers);
  g_propagate_error (error, problem);
  return NULL;
}

/* ---- what they look like ---- */

/**
 * hecha_work_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
hecha_work_row_free (HechaWorkRow *self)
{
  if (self == NULL)
    return;
  g_free (self->scope);
  g_free (self->id);
  g_free (self->plan);
  g_free (self->unit);
  g_free (self->name);
  g_free (self->agency);
  g_free (self->site);
  g_free (self->requirement);
  g_free (self->time_limit);
  g_free (self);
}

enum
{
  COLUMN_N,
  COLUMN_SCOPE,
  COLUMN_ID,
  COLUMN_PLAN,
  COLUMN_UNIT,
  COLUMN_NAME,
  COLUMN_AGENCY,
  COLUMN_SITE,
  COLUMN_REQUIREMENT,
  COLUMN_TIME_LIMIT,
  COLUMN_STATE,
  COLUMN_DRAWER,
  COLUMN_EVIDENCE,
  COLUMN_DUE,
  COLUMN_PROVISIONAL,
  COLUMN_LATITUDE,
  COLUMN_LONGITUDE,
};

#define ROW                                                                                                  \
  "SELECT w.n, s.name, a.id, w.plan, a.unit, a.name, a.agency_name, a.site, a.requirement, a.time_limit, "   \
  "w.state, w.drawer, w.evidence, w.due, w.provisional, w.latitude, w.longitude "                            \
  "FROM work w JOIN assignment a ON a.n = w.n JOIN scope s ON s.n = w.scope WHERE w.n = ?1"

static void
read_due (HechaWork *self, HechaQuery *query, const GDate *today, HechaWorkRow *row)
{
  gboolean provisional = FALSE;
  GDate due;

  row->has_due = hecha_date_parse (hecha_query_text (query, COLUMN_DUE), &due, NULL);
  if (!row->has_due)
    return;
  hecha_calendar_fix (self->calendar, &due, &row->deadline);
  row->days = hecha_due_count_days (self->calendar, today, &due, &provisional);
  row->deadline.provisional = provisional || hecha_query_int (query, COLUMN_PROVISIONAL) != 0;
}

static HechaWorkRow *
row_from_query (HechaWork *self, HechaQuery *query, const GDate *today)
{
  HechaWorkRow *row = g_new0 (HechaWorkRow, 1);

  row->n = hecha_query_int (query, COLUMN_N);
  row->scope = g_strdup (hecha_query_text (query, COLUMN_SCOPE));
  row->id = g_strdup (hecha_query_text (query, COLUMN_ID));
  row->plan = g_strdup (hecha_query_text (query, COLUMN_PLAN));
  row->unit = g_strdup (hecha_query_text (query, COLUMN_UNIT));
  row->name = g_strdup (hecha_query_text (query, COLUMN_NAME));
  row->agency = g_strdup (hecha_query_text (query, COLUMN_AGENCY));
  row->site = g_strdup (hecha_query_text (query, COLUMN_SITE));
  row->requirement = g_strdup (hecha_query_text (query, COLUMN_REQUIREMENT));
  row->time_limit = g_strdup (hecha_query_text (query, COLUMN_TIME_LIMIT));
  row->state = (HechaSampleState)hecha_query_int (query, COLUMN_STATE);
  row->drawer = (HechaWorkState)hecha_query_int (query, COLUMN_DRAWER);
  row->n_evidence = (guint)hecha_query_int (query, COLUMN_EVIDENCE);
  row->has_place = !hecha_query_is_null (query, COLUMN_LATITUDE);
  row->latitude = hecha_query_int (query, COLUMN_LATITUDE);
  row->longitude = hecha_query_int (query, COLUMN_LONGITUDE);
  read_due (self, query, today, row);
  return row;
}

/**
 * hecha_work_rows:
 * @self: lists
 * @ids: (element-type gint64): numbers of samples
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaWorkRow) (nullable): what they look like; without those that are gone
 */
GPtrArray *
hecha_work_rows (HechaWork *self, const GArray *ids, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_work_row_free);
  GError *problem = NULL;
  GDate today;

  hecha_date_from_ms (&today, hecha_env_now_ms (hecha_store_env (self->store)));
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (HechaQuery) query
        = hecha_db_query (self->store->db, error, ROW, "i", g_array_index (ids, gint64, i));

      if (query == NULL)
        return NULL;
      if (hecha_query_next (query, &problem))
        g_ptr_array_add (rows, row_from_query (self, query, &today));
      if (problem != NULL)
        {
          g_propagate_error (error, problem);
          return NULL;
        }
    }
  return g_steal_pointer (&rows);
}

/* ---- how many ---- */

/**
 * hecha_work_count:
 * @self: lists
 * @counts: (out caller-allocates): samples in each drawer; all of them in %HECHA_WORK_ALL
 * @error: when the database failed
 *
 * Returns: whether they were counted
 */
gboolean
hecha_work_count (HechaWork *self, guint counts[HECHA_WORK_N_STATES], GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->store->db, error, "SELECT drawer, count (*) FROM work GROUP BY drawer", "");
  GError *problem = NULL;

  memset (counts, 0, HECHA_WORK_N_STATES * sizeof *counts);
  while (query != NULL && hecha_query_next (query, &problem))
    {
      counts[hecha_query_int (query, 0)] = (guint)hecha_query_int (query, 1);
      counts[HECHA_WORK_ALL] += (guint)hecha_query_int (query, 1);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/**
 * hecha_work_count_due:
 * @self: lists
 * @due: (out): samples that are not signed and have their last day today, in China
 * @overdue: (out): those that had it before
 * @error: when the database failed
 *
 * Returns: whether they were counted
 */
gboolean
hecha_work_count_due (HechaWork *self, guint *due, guint *overdue, GError **error)
{
  GDate today;
  g_autofree char *text = NULL;
  gint64 on = 0, before = 0;

  hecha_date_from_ms (&today, hecha_env_now_ms (hecha_store_env (self->store)));
  text = hecha_date_dup_text (&today);
  if (!hecha_db_get_int (self->store->db, &on, error,
                         "SELECT count (*) FROM work WHERE due = ?1 AND drawer <= ?2", "ti", text,
                         (gint64)HECHA_WORK_READY)
      || !hecha_db_get_int (self->store->db, &before, error,
                            "SELECT count (*) FROM work WHERE due < ?1 AND drawer <= ?2", "ti", text,
                            (gint64)HECHA_WORK_READY))
    return FALSE;
  *due = (guint)on;
  *overdue = (guint)before;
  return TRUE;
}

/**
 * hecha_work_round_free:
 * @self: (transfer full) (nullable): a round
 */
void
hecha_work_round_free (HechaWorkRound *self)
{
  if (self == NULL)
    return;
  g_free (self->plan);
  g_free (self->due);
  g_free (self);
}

static HechaWorkRound *
round_from_query (HechaQuery *query)
{
  HechaWorkRound *round = g_new0 (HechaWorkRound, 1);
  const char *due = hecha_query_text (query, 3);

  round->plan = g_strdup (hecha_query_text (query, 0));
  round->total = (guint)hecha_query_int (query, 1);
  round->open = (guint)hecha_query_int (query, 2);
  round->due = g_strcmp0 (due, HECHA_WORK_NO_DUE) != 0 ? g_strdup (due) : NULL;
  round->counts[HECHA_WORK_ALL] = round->total;
  for (guint i = HECHA_WORK_TODO; i < HECHA_WORK_N_STATES; i++)
    round->counts[i] = (guint)hecha_query_int (query, 3 + (int)i);
  return round;
}

/**
 * hecha_work_rounds:
 * @self: lists
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaWorkRound) (nullable): the rounds, those that end first at the top
 */
GPtrArray *
hecha_work_rounds (HechaWork *self, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->store->db, error,
    "SELECT plan, count (*), sum (drawer <= ?1), min (CASE WHEN drawer <= ?1 THEN due END) AS first, "
    "sum (drawer = 1), sum (drawer = 2), sum (drawer = 3), sum (drawer = 4), sum (drawer = 5), sum (drawer = "
    "6) "
    "FROM work GROUP BY plan ORDER BY first IS NULL, first, plan",
    "i", (gint64)HECHA_WORK_READY);
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_work_round_free);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_ptr_array_add (rounds, round_from_query (query));
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL ? g_steal_pointer (&rounds) : NULL;
}

/**
 * hecha_work_last_place:
 * @self: lists
 * @latitude: (out): 1e-7 degree
 * @longitude: (out): 1e-7 degree
 *
 * Returns: whether a place of a visit is known; @latitude and @longitude are that of the one that was recorded last
 */
gboolean
hecha_work_last_place (HechaWork *self, gint64 *latitude, gint64 *longitude)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->store->db, NULL,
    "SELECT latitude, longitude FROM visit WHERE latitude IS NOT NULL AND longitude IS NOT NULL "
    "ORDER BY n DESC LIMIT 1",
    "");

  if (query == NULL || !hecha_query_next (query, NULL))
    return FALSE;
  *latitude = hecha_query_int (query, 0);
  *longitude = hecha_query_int (query, 1);
  return TRUE;
}
