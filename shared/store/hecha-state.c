/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-store-private.h"

#include "base/hecha-error.h"
#include "domain/hecha-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The scope digest (docs/protocol.md 2.9): a line for each field that has a live write, streamed in the order of bytes.
 * Ids have no character below '#', so that the order of ids is the order of lines. */

/* One live write of the record at hand. */
typedef struct
{
  char *bytes; /* (owned) */
  HechaEntry entry;
  gint64 op;
  guint64 live;
} Live;

static void
clear_live (gpointer data)
{
  Live *live = data;

  hecha_entry_clear (&live->entry);
  g_free (live->bytes);
}

/* A value and the entry that wrote it. */
typedef struct
{
  HechaText value;
  char digest[HECHA_DIGEST_TEXT_BYTES];
} Pair;

static gint
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *left = a, *right = b;
  int order = memcmp (left->value.text, right->value.text, MIN (left->value.length, right->value.length));

  if (order == 0 && left->value.length != right->value.length)
    order = left->value.length < right->value.length ? -1 : 1;
  return order != 0 ? order : strcmp (left->digest, right->digest);
}

static gboolean
same_value (const Pair *a, const Pair *b)
{
  return a->value.length == b->value.length && memcmp (a->value.text, b->value.text, a->value.length) == 0;
}

static void
append_pairs (GString *line, GArray *pairs)
{
  g_array_sort (pairs, compare_pairs);
  g_string_append_c (line, '[');
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      const Pair *last = i > 0 ? &g_array_index (pairs, Pair, i - 1) : NULL;
      gboolean again = last != NULL && same_value (pair, last);

      if (again && strcmp (pair->digest, last->digest) == 0)
        continue; /* an element that one entry added twice */
      if (again)
        g_string_append_c (line, ',');
      else
        {
          g_string_append (line, i > 0 ? "]],[" : "[");
          g_string_append_len (line, pair->value.text, (gssize)pair->value.length);
          g_string_append (line, ",[");
        }
      g_string_append_printf (line, "\"%s\"", pair->digest);
    }
  g_string_append (line, "]]]");
}

static void
add_pair (GArray *pairs, const HechaWrite *write, HechaText value)
{
  Pair pair = {.value = value};

  hecha_digest_to_text (&write->entry->digest, pair.digest);
  g_array_append_val (pairs, pair);
}

static GArray *
pairs_of_field (const HechaType *type, guint field, const HechaWrite *writes, guint n_writes,
                const HechaMerged *merged)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  guint64 bit = G_GUINT64_CONSTANT (1) << field;

  if (merged->elements != NULL)
    for (guint i = 0; i < merged->elements->len; i++)
      {
        const HechaElement *element = &g_array_index (merged->elements, HechaElement, i);

        add_pair (pairs, &writes[element->write], element->value);
      }
  else
    for (guint i = 0; i < n_writes; i++)
      if (writes[i].live & bit)
        {
          HechaText value;

          hecha_json_raw (&writes[i].entry->json, hecha_write_value (type, &writes[i], field), &value.text,
                          &value.length);
          add_pair (pairs, &writes[i], value);
        }
  return pairs;
}

static void
digest_field (HechaDigester *digester, const HechaType *type, const char *id, guint field,
              const HechaWrite *writes, guint n_writes, const HechaMerged *merged)
{
  g_autoptr (GArray) pairs = pairs_of_field (type, field, writes, n_writes, merged);
  g_autoptr (GString) line = g_string_new (NULL);

  if (pairs->len == 0)
    return;
  g_string_append_printf (line, "[\"%s\",\"%s\",\"%s\",", type->name, id,
                          type->once ? "" : type->fields[field].name);
  append_pairs (line, pairs);
  g_string_append (line, "]\n");
  hecha_digester_add (digester, line->str, line->len);
}

static gint
compare_fields (gconstpointer a, gconstpointer b, gpointer data)
{
  const HechaType *type = data;

  return strcmp (type->fields[*(const guint *)a].name, type->fields[*(const guint *)b].name);
}

static void
digest_record (HechaDigester *digester, const HechaType *type, const char *id, GArray *live)
{
  guint n_fields = type->once ? 1 : type->n_fields;
  g_autofree HechaWrite *writes = g_new0 (HechaWrite, live->len);
  HechaMerged merged[HECHA_MAX_FIELDS];
  guint order[HECHA_MAX_FIELDS];

  for (guint i = 0; i < live->len; i++)
    {
      Live *each = &g_array_index (live, Live, i);

      writes[i].entry = &each->entry;
      writes[i].live = each->live;
      hecha_entry_get_op (&each->entry, hecha_entry_nth_op (&each->entry, each->op), &writes[i].op);
    }
  hecha_merge (type, writes, live->len, merged);
  for (guint f = 0; f < n_fields; f++)
    order[f] = f;
  g_qsort_with_data (order, (gint)n_fields, sizeof *order, compare_fields, (gpointer)type);
  for (guint f = 0; f < n_fields; f++)
    digest_field (digester, type, id, order[f], writes, live->len, &merged[order[f]]);
  hecha_merged_clear (merged, n_fields);
}

static gboolean
digest_type (HechaStore *self, HechaDigester *digester, gint64 scope, guint index, GError **error)
{
  const HechaType *type = &hecha_records ()->types[index];
  g_autofree char *sql
    = g_strdup_printf ("SELECT t.id, w.op, w.live, e.bytes FROM \"%s\" t JOIN write w ON w.type = ?2 "
                       "AND w.record = t.n JOIN entry e ON e.n = w.entry "
                       "WHERE t.scope = ?1 AND w.live <> 0 ORDER BY t.id",
                       type->name);
  g_autoptr (HechaQuery) query = hecha_db_query (self->db, error, sql, "ii", scope, (gint64)index);
  g_autoptr (GArray) live = g_array_new (FALSE, FALSE, sizeof (Live));
  g_autofree char *id = NULL;
  GError *problem = NULL;

  g_array_set_clear_func (live, clear_live);
  while (query != NULL && hecha_query_next (query, &problem))
    {
      Live each = {NULL, HECHA_ENTRY_INIT, hecha_query_int (query, 1), (guint64)hecha_query_int (query, 2)};

      if (g_strcmp0 (id, hecha_query_text (query, 0)) != 0)
        {
          if (live->len > 0)
            digest_record (digester, type, id, live);
          g_array_set_size (live, 0);
          g_free (id);
          id = g_strdup (hecha_query_text (query, 0));
        }
      each.bytes = g_strdup (hecha_query_text (query, 3));
      g_array_append_val (live, each);
      if (!hecha_entry_scan (&g_array_index (live, Live, live->len - 1).entry, each.bytes,
                             strlen (each.bytes), error))
        return FALSE;
    }
  if (live->len > 0)
    digest_record (digester, type, id, live);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static void
digest_fork (HechaDigester *digester, const char *dev, gint64 seq, GPtrArray *digests)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (digests->len < 2)
    return;
  g_string_append_printf (line, "[\"fork\",\"%s\",\"%" G_GINT64_FORMAT "\",[", dev, seq);
  for (guint i = 0; i < digests->len; i++)
    g_string_append_printf (line, "%s\"sha256:%s\"", i > 0 ? "," : "",
                            (const char *)g_ptr_array_index (digests, i));
  g_string_append (line, "]]\n");
  hecha_digester_add (digester, line->str, line->len);
}

static gboolean
digest_forks (HechaStore *self, HechaDigester *digester, gint64 scope, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT c.dev, e.seq, lower (hex (e.digest)) AS d FROM chain c JOIN entry e ON e.chain = c.n "
    "AND e.seq >= c.forked WHERE c.scope = ?1 AND c.forked IS NOT NULL "
    "ORDER BY c.dev, CAST (e.seq AS TEXT), d",
    "i", scope);
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dev = NULL;
  GError *problem = NULL;
  gint64 seq = 0;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      if (g_strcmp0 (dev, hecha_query_text (query, 0)) != 0 || seq != hecha_query_int (query, 1))
        {
          digest_fork (digester, dev, seq, digests);
          g_ptr_array_set_size (digests, 0);
          g_free (dev);
          dev = g_strdup (hecha_query_text (query, 0));
          seq = hecha_query_int (query, 1);
        }
      g_ptr_array_add (digests, g_strdup (hecha_query_text (query, 2)));
    }
  digest_fork (digester, dev, seq, digests);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static gint
compare_type_names (gconstpointer a, gconstpointer b)
{
  const HechaType *types = hecha_records ()->types;

  return strcmp (types[*(const guint *)a].name, types[*(const guint *)b].name);
}

static char *
digest_scope (HechaStore *self, gint64 scope, GError **error)
{
  guint n_types = hecha_records ()->n_types;
  g_autofree guint *order = g_new (guint, n_types);
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  gboolean forks_done = FALSE;
  HechaDigest digest;

  for (guint i = 0; i < n_types; i++)
    order[i] = i;
  qsort (order, n_types, sizeof *order, compare_type_names);
  hecha_digester_add (digester, "hecha-state-v1\n", 15);
  for (guint i = 0; i < n_types; i++)
    {
      if (!forks_done && strcmp (hecha_records ()->types[order[i]].name, "fork") > 0)
        {
          if (!digest_forks (self, digester, scope, error))
            return NULL;
          forks_done = TRUE;
        }
      if (!digest_type (self, digester, scope, order[i], error))
        return NULL;
    }
  hecha_digester_finish (digester, &digest);
  return hecha_digest_dup_text (&digest);
}

static char *
digest_all (HechaStore *self, GError **error)
{
  g_autoptr (GPtrArray) scopes = hecha_store_scopes (self, error);
  g_autoptr (GString) lines = g_string_new (NULL);
  HechaDigest digest;

  for (guint i = 0; scopes != NULL && i < scopes->len; i++)
    {
      g_autofree char *each = hecha_store_digest (self, g_ptr_array_index (scopes, i), error);

      if (each == NULL)
        return NULL;
      g_string_append_printf (lines, "%s\t%s\n", (const char *)g_ptr_array_index (scopes, i), each);
    }
  if (scopes == NULL)
    return NULL;
  hecha_digest_of (&digest, lines->str, lines->len);
  return hecha_digest_dup_text (&digest);
}

/**
 * hecha_store_digest:
 * @self: a store
 * @scope: (nullable): %NULL for all scopes together
 * @error: %HECHA_ERROR_NOT_FOUND, or when the database failed
 *
 * Returns: (transfer full) (nullable): the digest of the state (docs/protocol.md 2.9), equal on every device that has
 *   the same entries of the scope
 */
char *
hecha_store_digest (HechaStore *self, const char *scope, GError **error)
{
  gint64 n;

  if (scope == NULL)
    return digest_all (self, error);
  n = hecha_store_scope_id (self, scope, strlen (scope), FALSE, error);
  if (n == 0)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no scope %s here"), scope);
  return n > 0 ? digest_scope (self, n, error) : NULL;
}
