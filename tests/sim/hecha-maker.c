/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-maker.h"

#include "base/hecha-canonical.h"
#include "domain/hecha-records.h"
#include "store/hecha-store-private.h"

#include <string.h>

HechaMade *
hecha_made_new (const char *dev, const char *scope, const HechaMade *parent, HechaTime at, const char *by,
                const char *ops)
{
  HechaMade *self = g_new0 (HechaMade, 1);
  g_autofree char *prev = parent != NULL ? hecha_digest_dup_text (&parent->digest) : NULL;
  GString *out = g_string_new ("{\"at\":");
  char text[HECHA_TIME_LENGTH + 1];

  hecha_time_to_text (at, text);
  self->seq = parent != NULL ? parent->seq + 1 : 1;
  g_strlcpy (self->dev, dev, sizeof self->dev);
  g_strlcpy (self->scope, scope, sizeof self->scope);
  g_string_append_printf (out, "\"%s\",\"by\":\"%s\",\"dev\":\"%s\",\"ops\":%s,\"prev\":", text, by, dev,
                          ops);
  g_string_append_printf (out, prev != NULL ? "\"%s\"" : "null%s", prev != NULL ? prev : "");
  g_string_append_printf (out, ",\"scope\":\"%s\",\"seq\":%" G_GINT64_FORMAT ",\"v\":1}", scope, self->seq);
  self->bytes = g_string_free (out, FALSE);
  hecha_digest_of (&self->digest, self->bytes, strlen (self->bytes));
  return self;
}

void
hecha_made_free (HechaMade *self)
{
  if (self == NULL)
    return;
  g_free (self->bytes);
  g_free (self);
}

void
hecha_made_head (const HechaMade *self, const HechaKey *key, HechaHead *head)
{
  g_strlcpy (head->dev, self->dev, sizeof head->dev);
  g_strlcpy (head->scope, self->scope, sizeof head->scope);
  head->seq = self->seq;
  head->digest = self->digest;
  hecha_head_sign (head, key);
}

gboolean
hecha_made_put_head (const HechaMade *self, const HechaKey *key, HechaStore *store, GError **error)
{
  HechaText dev = {self->dev, strlen (self->dev)}, scope = {self->scope, strlen (self->scope)};
  HechaChain *chain = hecha_store_chain (store, dev, scope, FALSE, error);
  HechaHead head;

  hecha_made_head (self, key, &head);
  return chain != NULL && hecha_store_put_head (store, chain, &head, error);
}

/* ---- what a store tells ---- */

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
told_conflict (const HechaConflict *conflict)
{
  gboolean fork = strcmp (conflict->kind, "fork") == 0;
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *values = NULL;

  for (guint i = 0; i < conflict->values->len; i++)
    {
      const HechaConflictValue *value = g_ptr_array_index (conflict->values, i);

      g_ptr_array_add (told, fork ? g_strdup (value->digest)
                                  : g_strdup_printf ("%s=%s", value->digest, value->value));
    }
  g_ptr_array_sort (told, compare_lines);
  g_ptr_array_add (told, NULL);
  values = g_strjoinv (" ", (char **)told->pdata);
  return g_strdup_printf ("%s\t%s\t%s\t%s\t%s\t%s%s%s%s%s", conflict->kind, conflict->type, conflict->record,
                          conflict->field, conflict->open ? "open" : "ruled", values,
                          conflict->open ? "" : "\t", conflict->reason != NULL ? conflict->reason : "",
                          conflict->open ? "" : "\t", conflict->ruled_by != NULL ? conflict->ruled_by : "");
}

static gboolean
tell_conflicts (HechaStore *store, const char *scope, GPtrArray *out, GError **error)
{
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (store, FALSE, error);

  for (guint i = 0; conflicts != NULL && i < conflicts->len; i++)
    {
      const HechaConflict *conflict = g_ptr_array_index (conflicts, i);

      if (strcmp (conflict->scope, scope) == 0)
        g_ptr_array_add (out, told_conflict (conflict));
    }
  return conflicts != NULL;
}

static gboolean
tell_states (HechaStore *store, const char *scope, GPtrArray *out, GError **error)
{
  g_autoptr (HechaQuery) query
    = hecha_db_query (store->db, error,
                      "SELECT 'sha256:' || lower (hex (e.digest)), e.state FROM entry e "
                      "JOIN chain c ON c.n = e.chain JOIN scope s ON s.n = c.scope "
                      "WHERE e.state <> 0 AND s.name = ?1",
                      "t", scope);
  GError *problem = NULL;

  while (query != NULL && hecha_query_next (query, &problem))
    {
      gint64 state = hecha_query_int (query, 1);

      g_ptr_array_add (out, g_strdup_printf ("%s\t%s%s%s", hecha_query_text (query, 0),
                                             state & HECHA_STATE_PARKED ? "parked" : "",
                                             state == 3 ? " " : "", state & HECHA_STATE_HELD ? "held" : ""));
    }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return query != NULL && problem == NULL;
}

static char *
told_row (const HechaRecord *record)
{
  GString *line = g_string_new (NULL);
  guint n_fields = record->type->n_fields;

  g_string_append_printf (line, "%s\t%s\t", record->type->name, record->id);
  for (guint i = 0; i < n_fields; i++)
    if (record->disputed >> i & 1)
      g_string_append_printf (line, "%s,", record->type->once ? "" : record->type->fields[i].name);
  for (guint i = 0; i < n_fields; i++)
    if (record->values[i] != NULL)
      g_string_append_printf (line, "\t%s=%s", record->type->fields[i].name, record->values[i]);
  return g_string_free (line, FALSE);
}

static gboolean
tell_rows (HechaStore *store, const char *scope, GPtrArray *out, GError **error)
{
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    {
      g_autoptr (GPtrArray) records = hecha_reader_list (hecha_store_reader (store), scope,
                                                         hecha_records ()->types[i].name, NULL, NULL, error);

      if (records == NULL)
        return FALSE;
      for (guint k = 0; k < records->len; k++)
        g_ptr_array_add (out, told_row (g_ptr_array_index (records, k)));
    }
  return TRUE;
}

HechaNaive *
hecha_told_by_store (HechaStore *store, const char *scope, GError **error)
{
  g_autoptr (HechaNaive) told = g_new0 (HechaNaive, 1);

  told->conflicts = g_ptr_array_new_with_free_func (g_free);
  told->states = g_ptr_array_new_with_free_func (g_free);
  told->rows = g_ptr_array_new_with_free_func (g_free);
  told->digest = hecha_store_digest (store, scope, error);
  if (told->digest == NULL || !tell_conflicts (store, scope, told->conflicts, error)
      || !tell_states (store, scope, told->states, error) || !tell_rows (store, scope, told->rows, error))
    return NULL;
  g_ptr_array_sort (told->conflicts, compare_lines);
  g_ptr_array_sort (told->states, compare_lines);
  g_ptr_array_sort (told->rows, compare_lines);
  return g_steal_pointer (&told);
}

static char *
difference_of_lines (const char *what, GPtrArray *expected, GPtrArray *told)
{
  guint i = 0;

  while (i < expected->len && i < told->len
         && strcmp (g_ptr_array_index (expected, i), g_ptr_array_index (told, i)) == 0)
    i++;
  if (i == expected->len && i == told->len)
    return NULL;
  return g_strdup_printf ("%s %u of %u and %u:\n  expected: %s\n  told:     %s", what, i, expected->len,
                          told->len, i < expected->len ? (char *)g_ptr_array_index (expected, i) : "nothing",
                          i < told->len ? (char *)g_ptr_array_index (told, i) : "nothing");
}

char *
hecha_told_difference (const HechaNaive *expected, const HechaNaive *told)
{
  char *difference = difference_of_lines ("state", expected->states, told->states);

  if (difference == NULL)
    difference = difference_of_lines ("row", expected->rows, told->rows);
  if (difference == NULL)
    difference = difference_of_lines ("conflict", expected->conflicts, told->conflicts);
  if (difference == NULL && strcmp (expected->digest, told->digest) != 0)
    difference = g_strdup_printf ("digest:\n  expected: %s\n  told:     %s", expected->digest, told->digest);
  return difference;
}
