/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "domain/hecha-records.h"

#include <string.h>

/* Conflicts as records: every value with its author, time and entry; rulings with their reason. */

static void
free_value (gpointer data)
{
  HechaConflictValue *value = data;

  g_free (value->value);
  g_free (value->by);
  g_free (value->dev);
  g_free (value->at);
  g_free (value->digest);
  g_free (value);
}

/**
 * hecha_conflict_free:
 * @self: (transfer full) (nullable): a conflict
 */
void
hecha_conflict_free (HechaConflict *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->kind);
  g_free (self->scope);
  g_free (self->type);
  g_free (self->record);
  g_free (self->field);
  g_free (self->reason);
  g_free (self->ruled_by);
  g_ptr_array_unref (self->values);
  g_free (self);
}

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

/* The writes that are in conflict; of a settled one: those that the ruling replaced, and the ruling. */
static gboolean
read_values (HechaStore *self, HechaConflict *conflict, guint type, gint64 record, guint field,
             GError **error)
{
  const HechaType *t = &hecha_records ()->types[type];
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT e.bytes, w.op FROM write w JOIN entry e ON e.n = w.entry WHERE w.type = ?1 AND w.record = ?2 "
    "AND (NOT ?4 OR w.live & ?3) ORDER BY e.at, e.digest",
    "iiii", (gint64)type, record, (gint64)(G_GUINT64_CONSTANT (1) << field), (gint64)conflict->open);
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
        g_ptr_array_add (conflict->values, value_of_entry (&entry, value));
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
  HechaConflict *conflict = g_new0 (HechaConflict, 1);

  conflict->id = g_strdup (hecha_query_text (query, 0));
  conflict->kind = g_strdup (hecha_query_text (query, 1));
  conflict->scope = g_strdup (hecha_query_text (query, 2));
  conflict->open = hecha_query_int (query, 6) != 0;
  conflict->values = g_ptr_array_new_with_free_func (free_value);
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

static gboolean
add_branches (HechaStore *self, HechaConflict *fork, gint64 chain, gint64 seq, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error, "SELECT bytes FROM entry WHERE chain = ?1 AND seq = ?2 ORDER BY at, digest", "ii", chain,
    seq);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autofree char *bytes = g_strdup (hecha_query_text (query, 0));

      if (!hecha_entry_scan (&entry, bytes, strlen (bytes), error))
        return FALSE;
      g_ptr_array_add (fork->values, value_of_entry (&entry, 0));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gboolean
add_forks (HechaStore *self, GPtrArray *conflicts, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (self->db, error,
                      "SELECT c.n, c.forked, s.name, c.dev FROM chain c JOIN scope s ON s.n = c.scope "
                      "WHERE c.forked IS NOT NULL ORDER BY c.dev, s.name",
                      "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      g_autoptr (HechaConflict) fork = g_new0 (HechaConflict, 1);

      fork->id = g_strdup_printf ("fork-%.8s-%s", hecha_query_text (query, 3), hecha_query_text (query, 2));
      fork->kind = g_strdup ("fork");
      fork->scope = g_strdup (hecha_query_text (query, 2));
      fork->type = g_strdup ("");
      fork->record = g_strdup (hecha_query_text (query, 3));
      fork->field = g_strdup_printf ("%" G_GINT64_FORMAT, hecha_query_int (query, 1));
      fork->open = TRUE;
      fork->values = g_ptr_array_new_with_free_func (free_value);
      if (!add_branches (self, fork, hecha_query_int (query, 0), hecha_query_int (query, 1), error))
        return FALSE;
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

  if (!add_value_conflicts (self, open_only, conflicts, error) || !add_forks (self, conflicts, error))
    return NULL;
  return g_steal_pointer (&conflicts);
}
