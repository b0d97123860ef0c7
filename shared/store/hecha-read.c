/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "base/hecha-error.h"
#include "domain/hecha-records.h"

#include <string.h>

/* What the rules read: records as they are shown, and what is live in them. */

static HechaStore *
store_of (HechaReader *reader)
{
  return (HechaStore *)reader;
}

static int
need_type (const char *type)
{
  int index = hecha_schema_find_type (hecha_records (), type, strlen (type));

  g_assert (index >= 0);
  return index;
}

static HechaRecord *
record_from_row (HechaQuery *query, const HechaType *type)
{
  HechaRecord *record
    = hecha_record_new (type, hecha_query_text (query, HECHA_FIRST_FIELD_COLUMN + (int)type->n_fields),
                        hecha_query_text (query, 2));

  record->disputed = (guint64)hecha_query_int (query, 3);
  for (guint i = 0; i < type->n_fields; i++)
    record->values[i] = g_strdup (hecha_query_text (query, HECHA_FIRST_FIELD_COLUMN + (int)i));
  return record;
}

static HechaRecord *
get_record (HechaReader *reader, const char *scope, const char *type, const char *id, GError **error)
{
  HechaStore *self = store_of (reader);
  int index = need_type (type);
  g_autofree char *sql
    = g_strconcat (self->sql[index].select,
                   scope != NULL ? " WHERE t.id = ?1 AND t.scope = (SELECT n FROM scope WHERE name = ?2)"
                                 : " WHERE t.id = ?1 AND t.scope IN (SELECT n FROM scope) ORDER BY s.name",
                   NULL);
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, scope != NULL ? "tt" : "t", id, scope);

  if (query == NULL || !hecha_query_next (query, error))
    return NULL;
  return record_from_row (query, &hecha_records ()->types[index]);
}

/* Without statistics SQLite would rather go through a whole scope than use the index of a field: `+` keeps it from
 * that. */
static void
append_where (GString *sql, const HechaType *type, gboolean by_scope, const char *field)
{
  const HechaField *found
    = field != NULL ? &type->fields[hecha_type_find_field (type, field, strlen (field))] : NULL;

  if (!by_scope)
    g_string_append (sql, " WHERE ?1 IS NULL");
  else
    g_string_append_printf (sql, " WHERE %st.scope = (SELECT n FROM scope WHERE name = ?1)",
                            found != NULL && hecha_tables_is_indexed (found) ? "+" : "");
  if (found != NULL)
    g_string_append_printf (sql, " AND t.\"%s\" = ?2", found->name);
  g_string_append (sql, " ORDER BY s.name, t.id");
}

static HechaRecord *
bare_from_row (HechaQuery *query, const HechaType *type)
{
  return hecha_record_new (type, hecha_query_text (query, 0), hecha_query_text (query, 1));
}

typedef HechaRecord *(*RecordFromRow) (HechaQuery *query, const HechaType *type);

static GPtrArray *
take_records (HechaQuery *query, const HechaType *type, RecordFromRow from_row, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_record_free);
  GError *problem = NULL;

  if (query == NULL)
    return NULL;
  while (hecha_query_next (query, &problem))
    g_ptr_array_add (records, from_row (query, type));
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  return g_steal_pointer (&records);
}

static GPtrArray *
list_records (HechaReader *reader, const char *scope, const char *type, const char *field, const char *value,
              GError **error)
{
  HechaStore *self = store_of (reader);
  int index = need_type (type);
  const HechaType *found = &hecha_records ()->types[index];
  g_autoptr (GString) sql = g_string_new (self->sql[index].select);
  g_autoptr (HechaQuery) query = NULL;

  append_where (sql, found, scope != NULL, field);
  query = hecha_db_query (self->db, error, sql->str, field != NULL ? "tt" : "t", scope, value);
  return take_records (query, found, record_from_row, error);
}

static GPtrArray *
list_ids (HechaReader *reader, const char *scope, const char *type, const char *field, const char *value,
          GError **error)
{
  HechaStore *self = store_of (reader);
  const HechaType *found = &hecha_records ()->types[need_type (type)];
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (HechaQuery) query = NULL;

  g_string_append_printf (sql, "SELECT s.name, t.id FROM \"%s\" t JOIN scope s ON s.n = t.scope", type);
  append_where (sql, found, scope != NULL, field);
  query = hecha_db_query (self->db, error, sql->str, field != NULL ? "tt" : "t", scope, value);
  return take_records (query, found, bare_from_row, error);
}

static GPtrArray *
list_range (HechaReader *reader, const char *scope, const char *type, const char *field, const char *from,
            const char *to, GError **error)
{
  HechaStore *self = store_of (reader);
  int index = need_type (type);
  const HechaType *found = &hecha_records ()->types[index];
  g_autofree char *sql = g_strdup_printf (
    "%s WHERE %st.scope = (SELECT n FROM scope WHERE name = ?1) AND t.\"%s\" BETWEEN ?2 AND ?3 ORDER BY t.id",
    self->sql[index].select, field != NULL ? "+" : "", field != NULL ? field : "id");
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "ttt", scope, from, to);

  return take_records (query, found, record_from_row, error);
}

static guint64
field_bit (const HechaType *type, const char *field)
{
  int index = field != NULL ? hecha_type_find_field (type, field, strlen (field)) : 0;

  g_assert (index >= 0 && (field != NULL) != type->once);
  return G_GUINT64_CONSTANT (1) << index;
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char **
live_digests (HechaReader *reader, const char *scope, const char *type, const char *id, const char *field,
              GError **error)
{
  HechaStore *self = store_of (reader);
  int index = need_type (type);
  g_autofree char *sql
    = g_strdup_printf ("SELECT e.digest FROM \"%s\" t JOIN scope s ON s.n = t.scope "
                       "JOIN write w ON w.type = ?3 AND w.record = t.n JOIN entry e ON e.n = w.entry "
                       "WHERE s.name = ?1 AND t.id = ?2 AND w.live & ?4",
                       type);
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "ttii", scope, id, (gint64)index,
                                                 (gint64)field_bit (&hecha_records ()->types[index], field));
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  GError *problem = NULL;

  if (query == NULL)
    return NULL;
  while (hecha_query_next (query, &problem))
    {
      HechaDigest digest;
      gsize n_bytes;
      const char *bytes = hecha_query_bytes (query, 0, &n_bytes);

      memcpy (digest.bytes, bytes, MIN (n_bytes, sizeof digest.bytes));
      g_ptr_array_add (digests, hecha_digest_dup_text (&digest));
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  g_ptr_array_sort (digests, compare_strings);
  g_ptr_array_add (digests, NULL);
  return (char **)g_ptr_array_steal (digests, NULL);
}

/**
 * hecha_store_init_reader:
 * @self: a store
 *
 * Makes the store what the rules read from.
 */
void
hecha_store_init_reader (HechaStore *self)
{
  self->reader.get = get_record;
  self->reader.list = list_records;
  self->reader.range = list_range;
  self->reader.ids = list_ids;
  self->reader.live = live_digests;
}

/**
 * hecha_store_scopes:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the names of all scopes that are here, sorted
 */
GPtrArray *
hecha_store_scopes (HechaStore *self, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, "SELECT name FROM scope ORDER BY name", "");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GError *problem = NULL;

  if (query == NULL)
    return NULL;
  while (hecha_query_next (query, &problem))
    g_ptr_array_add (names, g_strdup (hecha_query_text (query, 0)));
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  return g_steal_pointer (&names);
}

/**
 * hecha_store_entry_bytes:
 * @self: a store
 * @digest: "sha256:…"
 * @error: when the database failed
 *
 * Returns: (transfer full) (nullable): the entry's bytes; %NULL without @error when it is not here
 */
char *
hecha_store_entry_bytes (HechaStore *self, const char *digest, GError **error)
{
  HechaDigest wanted;
  gint64 n;

  if (!hecha_digest_from_text (&wanted, digest, -1))
    return NULL;
  n = hecha_store_find_entry (self, &wanted, error);
  return n > 0 ? hecha_db_dup_text (self->db, error, "SELECT bytes FROM entry WHERE n = ?1", "i", n) : NULL;
}
