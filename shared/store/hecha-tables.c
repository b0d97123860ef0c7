/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "domain/hecha-records.h"

#include <string.h>

/* The tables of the views: one for each record type, made from the record table. Every name is quoted: a field may be
 * called `from`. */

static const char *
column_type (const HechaField *field)
{
  return field->kind == HECHA_VALUE_INTEGER || field->kind == HECHA_VALUE_BOOLEAN ? "INTEGER" : "TEXT";
}

/**
 * hecha_tables_is_indexed:
 * @field: a field of the record table
 *
 * Returns: whether records are looked up by it: it names an assignment, a sample's unit or a file
 */
gboolean
hecha_tables_is_indexed (const HechaField *field)
{
  static const char *const names[] = {"assignment", "target-quarter", "file", NULL};

  return field->values != NULL && g_strv_contains (names, field->values);
}

static void
append_table (GString *out, const HechaType *type)
{
  g_string_append_printf (
    out,
    "CREATE TABLE \"%s\" (n INTEGER PRIMARY KEY, scope INTEGER NOT NULL, id TEXT NOT NULL, "
    "disputed INTEGER NOT NULL",
    type->name);
  for (guint i = 0; i < type->n_fields; i++)
    g_string_append_printf (out, ", \"%s\" %s", type->fields[i].name, column_type (&type->fields[i]));
  g_string_append (out, ", UNIQUE (scope, id)) STRICT;\n");
  /* What stands in every scope is asked for by its id alone: which scopes has this device? */
  if (type->scopes == HECHA_SCOPE_ANY)
    g_string_append_printf (out, "CREATE INDEX \"%s_by_id\" ON \"%s\" (id);\n", type->name, type->name);
  for (guint i = 0; i < type->n_fields; i++)
    if (hecha_tables_is_indexed (&type->fields[i]))
      g_string_append_printf (out, "CREATE INDEX \"%s_by_%s\" ON \"%s\" (\"%s\");\n", type->name,
                              type->fields[i].name, type->name, type->fields[i].name);
}

/**
 * hecha_tables_ddl:
 *
 * Returns: (transfer full): SQL that makes the record tables
 */
char *
hecha_tables_ddl (void)
{
  const HechaSchema *schema = hecha_records ();
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < schema->n_types; i++)
    append_table (out, &schema->types[i]);
  return g_string_free (out, FALSE);
}

/**
 * hecha_tables_fingerprint:
 *
 * Returns: (transfer full): changes whenever the record tables do, so that they are rebuilt from the journal
 */
char *
hecha_tables_fingerprint (void)
{
  g_autofree char *ddl = hecha_tables_ddl ();
  HechaDigest digest;

  hecha_digest_of (&digest, ddl, strlen (ddl));
  return hecha_digest_dup_text (&digest);
}

static char *
make_insert (const HechaType *type)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "INSERT INTO \"%s\" VALUES (NULL, ?1, ?2, ?3", type->name);
  for (guint i = 0; i < type->n_fields; i++)
    g_string_append_printf (out, ", ?%u", HECHA_FIRST_FIELD_COLUMN + i);
  g_string_append (out, ") ON CONFLICT (scope, id) DO NOTHING");
  return g_string_free (out, FALSE);
}

static char *
make_update (const HechaType *type)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "UPDATE \"%s\" SET disputed = ?3", type->name);
  for (guint i = 0; i < type->n_fields; i++)
    g_string_append_printf (out, ", \"%s\" = ?%u", type->fields[i].name, HECHA_FIRST_FIELD_COLUMN + i);
  g_string_append (out, " WHERE n = ?1");
  return g_string_free (out, FALSE);
}

/**
 * hecha_tables_sql:
 *
 * Returns: (transfer full) (array): the statements on each record type's table
 */
HechaTypeSql *
hecha_tables_sql (void)
{
  const HechaSchema *schema = hecha_records ();
  HechaTypeSql *sql = g_new0 (HechaTypeSql, schema->n_types);

  for (guint i = 0; i < schema->n_types; i++)
    {
      const char *name = schema->types[i].name;

      sql[i].find = g_strdup_printf ("SELECT n, disputed FROM \"%s\" WHERE scope = ?1 AND id = ?2", name);
      sql[i].insert = make_insert (&schema->types[i]);
      sql[i].update = make_update (&schema->types[i]);
      sql[i].remove = g_strdup_printf ("DELETE FROM \"%s\" WHERE n = ?1", name);
      sql[i].select = g_strdup_printf (
        "SELECT t.*, s.name AS scope_name FROM \"%s\" t JOIN scope s ON s.n = t.scope", name);
    }
  return sql;
}

/**
 * hecha_tables_free:
 * @sql: (transfer full) (nullable): what hecha_tables_sql() gave
 */
void
hecha_tables_free (HechaTypeSql *sql)
{
  for (guint i = 0; sql != NULL && i < hecha_records ()->n_types; i++)
    {
      g_free (sql[i].find);
      g_free (sql[i].insert);
      g_free (sql[i].update);
      g_free (sql[i].remove);
      g_free (sql[i].select);
    }
  g_free (sql);
}
