/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-work-private.h"

#include "base/hecha-resource.h"
#include "domain/hecha-assignment.h"
#include "domain/hecha-records.h"

#include <string.h>

/* The tables of the lists, and the triggers that say which assignment is to be looked at again. They lie in the store's
 * own database, so that they also know what was written while no list was open. */

#define RESOURCE "/io/github/hecha/schema/work.sql"
/* Raised when the same records give other rows. */
#define VERSION "4"

/* Of what is recorded on an assignment: the column that names it. %NULL for what has nothing to do with one. */
static const char *
owner_column (const HechaType *type)
{
  return strcmp (type->name, "assignment") == 0 || hecha_assignment_shares_id (type) ? "id"
         : hecha_assignment_has_type (type) || strcmp (type->name, "removal") == 0   ? "assignment"
                                                                                     : NULL;
}

static void
append_trigger (GString *out, const HechaType *type, const char *event, const char *row)
{
  g_string_append_printf (out,
                          "CREATE TRIGGER \"work_%s_%s\" AFTER %s ON \"%s\" WHEN %s.\"%s\" IS NOT NULL BEGIN "
                          "INSERT INTO work_stale SELECT %s.scope, %s.\"%s\" WHERE true "
                          "ON CONFLICT DO NOTHING; END;\n",
                          type->name, event, event, type->name, row, owner_column (type), row, row,
                          owner_column (type));
}

static char *
triggers (guint *n)
{
  const HechaSchema *schema = hecha_records ();
  GString *out = g_string_new (NULL);

  *n = 1; /* of the assignments that go */
  for (guint i = 0; i < schema->n_types; i++)
    {
      const HechaType *type = &schema->types[i];

      if (owner_column (type) == NULL)
        continue;
      append_trigger (out, type, "INSERT", "NEW");
      append_trigger (out, type, "UPDATE", "NEW");
      *n += 2;
      if (strcmp (type->name, "assignment") == 0)
        continue;
      append_trigger (out, type, "DELETE", "OLD");
      (*n)++;
    }
  return g_string_free (out, FALSE);
}

/**
 * hecha_work_seq_sql:
 *
 * Returns: (transfer full): the number of the last entry of a device (?3) on an assignment (?1: scope, ?2: id)
 */
char *
hecha_work_seq_sql (void)
{
  const HechaSchema *schema = hecha_records ();
  GString *out = g_string_new ("SELECT max (seq) FROM (");

  for (guint i = 0, n = 0; i < schema->n_types; i++)
    {
      const char *owner = owner_column (&schema->types[i]);

      if (owner == NULL)
        continue;
      /* In this order: left to itself, SQLite goes through all that was ever written of the type. */
      g_string_append_printf (
        out,
        "%sSELECT e.seq FROM \"%s\" t CROSS JOIN write w ON w.type = %u AND w.record = t.n "
        "CROSS JOIN entry e ON e.n = w.entry CROSS JOIN chain c ON c.n = e.chain "
        "WHERE t.\"%s\" = ?2 AND %st.scope = ?1 AND c.dev = ?3",
        n++ > 0 ? " UNION ALL " : "", schema->types[i].name, i, owner, strcmp (owner, "id") == 0 ? "" : "+");
    }
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

static gboolean
drop (HechaWork *self, GError **error)
{
  HechaDb *db = self->store->db;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HechaQuery) query = hecha_db_query (
    db, error, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'work~_%' ESCAPE '~'",
    "");
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    g_ptr_array_add (names, g_strdup (hecha_query_text (query, 0)));
  if (problem != NULL)
    g_propagate_error (error, problem);
  if (query == NULL || problem != NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DROP TRIGGER \"%s\"", (char *)names->pdata[i]);

      if (!hecha_db_exec (db, sql, error))
        return FALSE;
    }
  return hecha_db_exec (db, "DROP TABLE IF EXISTS work; DROP TABLE IF EXISTS work_stale", error);
}

static gboolean
make (HechaWork *self, const char *version, const char *ddl, GError **error)
{
  g_autoptr (GBytes) sql = g_resource_lookup_data (hecha_get_resource (), RESOURCE, 0, error);
  g_auto (HechaTxn) txn = {NULL};

  if (sql == NULL)
    return FALSE;
  txn = hecha_txn_begin (self->store->db, error);
  return txn.db != NULL && drop (self, error)
         && hecha_db_exec (self->store->db, g_bytes_get_data (sql, NULL), error)
         && hecha_db_exec (self->store->db, ddl, error)
         && hecha_store_set_meta (self->store, "work", version, error) && hecha_txn_commit (&txn, error);
}

/**
 * hecha_work_tables_check:
 * @self: the lists of a store
 * @error: when the database failed
 *
 * Makes the tables where there are none, where they are of another version, or where their triggers went with the
 * record tables: then every assignment is looked at again.
 *
 * Returns: whether they are there
 */
gboolean
hecha_work_tables_check (HechaWork *self, GError **error)
{
  guint n;
  g_autofree char *ddl = triggers (&n);
  g_autofree char *known = hecha_store_get_meta (self->store, "work");
  g_autofree char *version = g_strdup_printf ("%s %s", VERSION, hecha_calendar_get_version (self->calendar));
  gint64 there = 0;

  if (!hecha_db_get_int (self->store->db, &there, error,
                         "SELECT count (*) FROM sqlite_schema WHERE type = 'trigger' "
                         "AND name LIKE 'work~_%' ESCAPE '~'",
                         ""))
    return FALSE;
  return (g_strcmp0 (known, version) == 0 && there == n) || make (self, version, ddl, error);
}
