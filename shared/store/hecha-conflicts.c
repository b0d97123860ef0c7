/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "domain/hecha-fork.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-records.h"

#include <string.h>

/* Conflicts as records: every value with its author, time and entry; rulings with their reason. */

static HechaConflictValue *
value_of_entry (const HechaEntry *entry, guint value)
{
  HechaConflictValue *out = g_new0 (HechaConflictValue, 1);
  char at[HECHA_TIME_LENGTH + 1];

  hecha_time_to_text (entry->at, at);
  out->at = g_strdup (at);
  out->by = g_strndup (entry->by.text, entry->by.length);
  out->dev = g_strndup (entry->dev.text, entry->dev.length);
  out->digest = hecha_digest_dup_text (&entry->digest);
  if (value != 0)
    {
      const char *raw;
      gsize length;

      hecha_json_raw (&entry->json, value, &raw, &length);
      out->value = g_strndup (raw, length);
    }
  return out;
}

static char **
dup_texts (const HechaJson *json, guint list)
{
  guint n = list != 0 ? json->tokens[list].count : 0, item = list + 1;
  char **texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++, item = json->tokens[item].next)
    texts[i] = hecha_json_dup_string (json, item);
  return texts;
}

static void
take_write (HechaConflict *conflict, const HechaEntry *entry, const HechaOp *op, guint value, gboolean live)
{
  HechaConflictValue *write = value_of_entry (entry, value);

  write->over = dup_texts (&entry->json, op->over);
  write->why = op->why != 0 ? hecha_json_dup_string (&entry->json, op->why) : NULL;
  write->live = live;
  hecha_conflict_take_write (conflict, write);
}

/* All writes of the field; those that are in conflict are live. */
static gboolean
read_values (HechaStore *self, HechaConflict *conflict, guint type, gint64 record, guint field,
             GError **error)
{
  const HechaType *t = &hecha_records ()->types[type];
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT e.bytes, w.op, w.live & ?3 <> 0 FROM write w JOIN entry e ON e.n = w.entry "
                      "WHERE w.type = ?1 AND w.record = ?2 ORDER BY e.at, e.digest",
                      "iii", (gint64)type, record, (gint64)(G_GUINT64_CONSTANT (1) << field));
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autofree char *bytes = g_strdup (hecha_query_text (query, 0));
      HechaWrite write = {&entry};
      guint value;

      if (!hecha_entry_scan (&entry, bytes, strlen (bytes), error))
        return FALSE;
      hecha_entry_get_op (&entry, hecha_entry_nth_op (&entry, hecha_query_int (query, 1)), &write.op);
      value = hecha_write_value (t, &write, field);
      if (value != 0)
        take_write (conflict, &entry, &write.op, value, hecha_query_int (query, 2) != 0);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gboolean
read_ruling (HechaStore *self, HechaConflict *conflict, guint type, gint64 record, gint64 ruling,
             GError **error)
{
  g_autofree char *bytes = NULL;
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  gint64 index = 0;
  HechaOp op;

  if (ruling == 0 || conflict->open)
    return TRUE;
  bytes = hecha_db_dup_text (self->db, error, "SELECT bytes FROM entry WHERE n = ?1", "i", ruling);
  if (bytes == NULL || !hecha_entry_scan (&entry, bytes, strlen (bytes), error)
      || !hecha_db_get_int (self->db, &index, error,
                            "SELECT op FROM write WHERE type = ?1 AND record = ?2 AND entry = ?3", "iii",
                            (gint64)type, record, ruling))
    return FALSE;
  hecha_entry_get_op (&entry, hecha_entry_nth_op (&entry, index), &op);
  conflict->reason = op.why != 0 ? hecha_json_dup_string (&entry.json, op.why) : NULL;
  conflict->ruled_by = g_strndup (entry.by.text, entry.by.length);
  return TRUE;
}

static HechaConflict *
new_conflict (HechaQuery *query)
{
  HechaConflict *conflict = hecha_conflict_new ();

  conflict->id = g_strdup (hecha_query_text (query, 0));
  conflict->kind = g_strdup (hecha_query_text (query, 1));
  conflict->scope = g_strdup (hecha_query_text (query, 2));
  conflict->open = hecha_query_int (query, 6) != 0;
  return conflict;
}

static gboolean
complete_conflict (HechaStore *self, HechaConflict *conflict, HechaQuery *query, GError **error)
{
  guint type = (guint)hecha_query_int (query, 3), field = (guint)hecha_query_int (query, 5);
  gint64 record = hecha_query_int (query, 4);
  const HechaType *t = &hecha_records ()->types[type];
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE n = ?1", t->name);

  conflict->type = g_strdup (t->name);
  conflict->field = g_strdup (t->once ? "" : t->fields[field].name);
  conflict->record = hecha_db_dup_text (self->db, error, sql, "i", record);
  return conflict->record != NULL && read_values (self, conflict, type, record, field, error)
         && read_ruling (self, conflict, type, record, hecha_query_int (query, 7), error);
}

static gboolean
add_value_conflicts (HechaStore *self, gboolean open_only, GPtrArray *conflicts, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT k.id, k.kind, s.name, k.type, k.record, k.field, k.open, ifnull (k.ruling, 0) FROM conflict k "
    "JOIN scope s ON s.n = k.scope WHERE k.open OR NOT ?1 ORDER BY k.id",
    "i", (gint64)open_only);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autoptr (HechaConflict) conflict = new_conflict (query);

      if (!complete_conflict (self, conflict, query, error))
        return FALSE;
      g_ptr_array_add (conflicts, g_steal_pointer (&conflict));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/* An entry belongs to the branch at whose end its predecessor stands; else it begins one. */
static HechaConflictValue *
find_branch (const HechaConflict *fork, const HechaEntry *entry)
{
  g_autofree char *prev = hecha_digest_dup_text (&entry->prev);

  for (guint i = 0; entry->seq > 1 && i < fork->history->len; i++)
    {
      HechaConflictValue *branch = g_ptr_array_index (fork->history, i);

      if (strcmp (g_ptr_array_index (branch->branch, branch->branch->len - 1), prev) == 0)
        return branch;
    }
  return NULL;
}

static void
add_to_branch (HechaConflict *fork, const HechaEntry *entry, gboolean first)
{
  HechaConflictValue *branch = find_branch (fork, entry);

  if (branch == NULL)
    {
      branch = value_of_entry (entry, 0);
      branch->live = first;
      branch->branch = g_ptr_array_new_with_free_func (g_free);
      hecha_conflict_take_write (fork, branch);
    }
  g_ptr_array_add (branch->branch, hecha_digest_dup_text (&entry->digest));
}

static gboolean
add_branches (HechaStore *self, HechaConflict *fork, gint64 chain, gint64 seq, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error, "SELECT bytes FROM entry WHERE chain = ?1 AND seq >= ?2 ORDER BY seq, at, digest", "ii",
    chain, seq);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autofree char *bytes = g_strdup (hecha_query_text (query, 0));

      if (!hecha_entry_scan (&entry, bytes, strlen (bytes), error))
        return FALSE;
      add_to_branch (fork, &entry, entry.seq == seq);
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gboolean
read_fork (HechaStore *self, HechaConflict *fork, HechaQuery *query, GError **error)
{
  fork->id = g_strdup_printf ("fork-%.8s-%s", hecha_query_text (query, 3), hecha_query_text (query, 2));
  fork->kind = g_strdup ("fork");
  fork->scope = g_strdup (hecha_query_text (query, 2));
  fork->type = g_strdup ("");
  fork->record = g_strdup (hecha_query_text (query, 3));
  fork->field = g_strdup_printf ("%" G_GINT64_FORMAT, hecha_query_int (query, 1));
  fork->open = TRUE;
  return add_branches (self, fork, hecha_query_int (query, 0), hecha_query_int (query, 1), error)
         && hecha_fork_read (fork, &self->reader, error);
}

static gboolean
add_forks (HechaStore *self, gboolean open_only, GPtrArray *conflicts, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT c.n, c.forked, s.name, c.dev FROM chain c JOIN scope s ON s.n = c.scope "
                      "WHERE c.forked IS NOT NULL ORDER BY c.dev, s.name",
                      "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autoptr (HechaConflict) fork = hecha_conflict_new ();

      if (!read_fork (self, fork, query, error))
        return FALSE;
      if (fork->open || !open_only)
        g_ptr_array_add (conflicts, g_steal_pointer (&fork));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

/**
 * hecha_store_conflicts:
 * @self: a store
 * @open_only: leave out those that were ruled on
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaConflict) (nullable): conflicts of values and facts by id, then forks
 */
GPtrArray *
hecha_store_conflicts (HechaStore *self, gboolean open_only, GError **error)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_conflict_free);

  if (!add_value_conflicts (self, open_only, conflicts, error)
      || !add_forks (self, open_only, conflicts, error))
    return NULL;
  return g_steal_pointer (&conflicts);
}

static guint
count_waiting_doubles (GPtrArray *doubles)
{
  guint n = 0;

  for (guint i = 0; i < doubles->len; i++)
    n += hecha_double_waits (g_ptr_array_index (doubles, i));
  return n;
}

/**
 * hecha_store_count_open:
 * @self: a store
 * @count: (out caller-allocates): how much the office has to decide about
 * @error: when the database failed
 *
 * Counts what hecha_store_conflicts(), hecha_double_list() and the holds would list, without reading all of it.
 *
 * Returns: whether it could be counted
 */
gboolean
hecha_store_count_open (HechaStore *self, HechaOpenCount *count, GError **error)
{
  g_autoptr (GPtrArray) forks = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_conflict_free);
  g_autoptr (GPtrArray) doubles = hecha_double_list (&self->reader, NULL, error);
  gint64 conflicts, holds;

  if (doubles == NULL || !add_forks (self, TRUE, forks, error)
      || !hecha_db_get_int (self->db, &conflicts, error, "SELECT count (*) FROM conflict WHERE open = 1", "")
      || !hecha_db_get_int (self->db, &holds, error, "SELECT count (*) FROM hold WHERE decision IS NULL", ""))
    return FALSE;
  *count = (HechaOpenCount) {(guint)conflicts + count_waiting_doubles (doubles), forks->len, (guint)holds};
  return TRUE;
}
