/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-conflict.h"

#include <string.h>

/* What people wrote without knowing of each other: which value all of them knew, what each had before their eyes, and
 * which conflicts are alike, so that one decision settles all of them (DESIGN 4). */

static void
free_value (gpointer data)
{
  HechaConflictValue *value = data;

  g_free (value->value);
  g_free (value->by);
  g_free (value->dev);
  g_free (value->at);
  g_free (value->digest);
  g_strfreev (value->over);
  g_free (value->why);
  g_clear_pointer (&value->branch, g_ptr_array_unref);
  g_free (value);
}

/**
 * hecha_conflict_new:
 *
 * Returns: (transfer full): a conflict of nothing yet
 */
HechaConflict *
hecha_conflict_new (void)
{
  HechaConflict *self = g_new0 (HechaConflict, 1);

  self->values = g_ptr_array_new ();
  self->history = g_ptr_array_new_with_free_func (free_value);
  return self;
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
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->history);
  g_free (self->reason);
  g_free (self->ruled_by);
  g_free (self);
}

/**
 * hecha_conflict_take_write:
 * @self: a conflict, of which @open is set
 * @value: (transfer full): the next write of its field, in the order of time
 */
void
hecha_conflict_take_write (HechaConflict *self, HechaConflictValue *value)
{
  g_ptr_array_add (self->history, value);
  if (value->live || !self->open)
    g_ptr_array_add (self->values, value);
}

/* ---- what was known to whom ---- */

static GHashTable *
index_history (const HechaConflict *self)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->history->len; i++)
    {
      HechaConflictValue *value = g_ptr_array_index (self->history, i);

      g_hash_table_insert (places, value->digest, value);
    }
  return places;
}

/* Everything that the author of @value knew of this field: what it replaced, and what that had replaced. */
static GHashTable *
collect_known (const HechaConflictValue *value, GHashTable *places)
{
  GHashTable *known = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) todo = g_ptr_array_new ();

  g_ptr_array_add (todo, (gpointer)value);
  while (todo->len > 0)
    {
      const HechaConflictValue *next = g_ptr_array_steal_index_fast (todo, todo->len - 1);

      for (char **over = next->over; over != NULL && *over != NULL; over++)
        {
          HechaConflictValue *replaced = g_hash_table_lookup (places, *over);

          if (replaced != NULL && g_hash_table_add (known, replaced))
            g_ptr_array_add (todo, replaced);
        }
    }
  return known;
}

static GHashTable *
collect_common (const HechaConflict *self, GHashTable *places)
{
  g_autoptr (GHashTable) common = NULL;

  for (guint i = 0; i < self->values->len; i++)
    {
      g_autoptr (GHashTable) known = collect_known (g_ptr_array_index (self->values, i), places);
      GHashTableIter iter;
      gpointer value;

      if (common == NULL)
        {
          common = g_steal_pointer (&known);
          continue;
        }
      g_hash_table_iter_init (&iter, common);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        if (!g_hash_table_contains (known, value))
          g_hash_table_iter_remove (&iter);
    }
  return common != NULL ? g_steal_pointer (&common) : g_hash_table_new (NULL, NULL);
}

/* Takes out what another one of them replaced. If all know of a write, all know of what it replaced, so one step is
 * enough. */
static void
keep_latest (GHashTable *writes, GHashTable *places)
{
  g_autoptr (GList) all = g_hash_table_get_keys (writes);

  for (GList *l = all; l != NULL; l = l->next)
    for (char **over = ((HechaConflictValue *)l->data)->over; over != NULL && *over != NULL; over++)
      g_hash_table_remove (writes, g_hash_table_lookup (places, *over));
}

/**
 * hecha_conflict_dup_base:
 * @self: an open conflict
 *
 * What all who disagree knew, and replaced: one value; several when it was a conflict already (two who ruled on it
 * differently); none when the field was empty before.
 *
 * Returns: (transfer container) (element-type HechaConflictValue): sorted by time
 */
GPtrArray *
hecha_conflict_dup_base (const HechaConflict *self)
{
  g_autoptr (GHashTable) places = index_history (self);
  g_autoptr (GHashTable) common = collect_common (self, places);
  GPtrArray *base = g_ptr_array_new ();

  keep_latest (common, places);
  for (guint i = 0; i < self->history->len; i++)
    if (g_hash_table_contains (common, g_ptr_array_index (self->history, i)))
      g_ptr_array_add (base, g_ptr_array_index (self->history, i));
  return base;
}

/**
 * hecha_conflict_dup_seen:
 * @self: a conflict
 * @value: one of its history
 *
 * Returns: (transfer container) (element-type HechaConflictValue): what its author had before their eyes in this field,
 *   sorted by time; empty when there was nothing
 */
GPtrArray *
hecha_conflict_dup_seen (const HechaConflict *self, const HechaConflictValue *value)
{
  GPtrArray *seen = g_ptr_array_new ();

  for (guint i = 0; i < self->history->len; i++)
    {
      HechaConflictValue *earlier = g_ptr_array_index (self->history, i);

      if (value->over != NULL && g_strv_contains ((const char *const *)value->over, earlier->digest))
        g_ptr_array_add (seen, earlier);
    }
  return seen;
}

/* ---- alike ---- */

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * hecha_conflict_dup_alike:
 * @self: a conflict
 *
 * Returns: (transfer full): the same text for conflicts of one kind about the same field of the same type between the
 *   same devices; of a fork: its id, since each is its own
 */
char *
hecha_conflict_dup_alike (const HechaConflict *self)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();
  GString *key;

  if (strcmp (self->kind, "fork") == 0)
    return g_strdup (self->id);
  for (guint i = 0; i < self->values->len; i++)
    {
      HechaConflictValue *value = g_ptr_array_index (self->values, i);

      if (!g_ptr_array_find_with_equal_func (devices, value->dev, g_str_equal, NULL))
        g_ptr_array_add (devices, value->dev);
    }
  g_ptr_array_sort (devices, compare_texts);
  key = g_string_new (NULL);
  g_string_append_printf (key, "%s\t%s\t%s", self->kind, self->type, self->field);
  for (guint i = 0; i < devices->len; i++)
    g_string_append_printf (key, "\t%s", (char *)g_ptr_array_index (devices, i));
  return g_string_free (key, FALSE);
}

/**
 * hecha_conflict_list_alike:
 * @conflicts: (element-type HechaConflict): conflicts
 * @like: one of them
 *
 * Returns: (transfer container) (element-type HechaConflict): those that are open and like it, @like among them
 */
GPtrArray *
hecha_conflict_list_alike (GPtrArray *conflicts, const HechaConflict *like)
{
  g_autofree char *wanted = hecha_conflict_dup_alike (like);
  GPtrArray *alike = g_ptr_array_new ();

  for (guint i = 0; i < conflicts->len; i++)
    {
      HechaConflict *each = g_ptr_array_index (conflicts, i);
      g_autofree char *key = each->open ? hecha_conflict_dup_alike (each) : NULL;

      if (g_strcmp0 (key, wanted) == 0)
        g_ptr_array_add (alike, each);
    }
  return alike;
}

/**
 * hecha_conflict_find_value:
 * @self: a conflict
 * @dev: a device
 *
 * Returns: (transfer none) (nullable): the latest of the values that this device wrote
 */
const HechaConflictValue *
hecha_conflict_find_value (const HechaConflict *self, const char *dev)
{
  for (guint i = self->values->len; i-- > 0;)
    if (strcmp (((HechaConflictValue *)g_ptr_array_index (self->values, i))->dev, dev) == 0)
      return g_ptr_array_index (self->values, i);
  return NULL;
}

/* ---- by when ---- */

/**
 * hecha_conflict_dup_plan:
 * @scope: where a record stands
 * @record: its id
 *
 * Returns: (transfer full) (nullable): code of the plan that it would belong to, as its id says; %NULL for what belongs
 *   to none, such as a target
 */
char *
hecha_conflict_dup_plan (const char *scope, const char *record)
{
  const char *slash = strchr (record, '/');
  HechaScopeKind kind = hecha_scope_kind (scope);

  if (kind == HECHA_SCOPE_BASE || kind == HECHA_SCOPE_AGENCY)
    return NULL;
  return slash != NULL ? g_strndup (record, (gsize)(slash - record)) : g_strdup (record);
}

/* CODE/UNIT, with which the ids of all begin that is recorded of a sample. */
static char *
dup_sample (const char *record)
{
  const char *first = strchr (record, '/'), *second = first != NULL ? strchr (first + 1, '/') : NULL;

  return second != NULL ? g_strndup (record, (gsize)(second - record)) : g_strdup (record);
}

/**
 * hecha_conflict_dup_due:
 * @self: a conflict
 * @reader: where to read
 *
 * By when it has to be settled: the results of a check are due with it, so it is the last day of the assignment, else
 * that of the plan (P3 6.2.1).
 *
 * Returns: (transfer full) (nullable): a date; %NULL when neither has one
 */
char *
hecha_conflict_dup_due (const HechaConflict *self, HechaReader *reader)
{
  g_autofree char *sample = dup_sample (self->record);
  g_autoptr (HechaRecord) assignment = hecha_reader_get (reader, self->scope, "assignment", sample, NULL);
  g_autoptr (HechaRecord) plan = NULL;
  g_autofree char *code = NULL;

  if (assignment != NULL && hecha_record_get (assignment, "due") != NULL)
    return g_strdup (hecha_record_get (assignment, "due"));
  code = hecha_conflict_dup_plan (self->scope, self->record);
  plan = code != NULL ? hecha_reader_get (reader, "office", "plan", code, NULL) : NULL;
  return plan != NULL ? g_strdup (hecha_record_get (plan, "to")) : NULL;
}
