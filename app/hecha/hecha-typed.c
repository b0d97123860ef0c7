/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-typed.h"

#include <string.h>

/* ---- the table ---- */

static void
free_typed (gpointer data)
{
  HechaTyped *self = data;

  g_clear_handle_id (&self->draft_id, g_source_remove);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  hecha_draft_free (self->draft);
  g_free (self->before);
  g_free (self->refusal);
  g_free (self->key);
  g_free (self);
}

/**
 * hecha_typed_table_new:
 *
 * Returns: (transfer full) (element-type utf8 HechaTyped): nothing is being typed; what is taken out is freed, and its
 *   timers with it
 */
GHashTable *
hecha_typed_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_typed);
}

/**
 * hecha_typed_make_key:
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what is typed
 *
 * Returns: (transfer full): what names a field in a table
 */
char *
hecha_typed_make_key (const char *scope, const char *type, const char *id, const char *field)
{
  return g_strjoin ("\n", scope, type, id, field, NULL);
}

/**
 * hecha_typed_add:
 * @table: what is being typed
 * @draft: (transfer full): a field that is not in it
 * @saver: who saves it; outlives the table
 *
 * Returns: (transfer none): its place, no key pressed yet
 */
HechaTyped *
hecha_typed_add (GHashTable *table, HechaDraft *draft, HechaSaver *saver)
{
  HechaTyped *self = g_new0 (HechaTyped, 1);

  self->saver = saver;
  self->draft = draft;
  self->key = hecha_typed_make_key (draft->scope, draft->type, draft->id, draft->field);
  g_hash_table_insert (table, self->key, self);
  return self;
}

/**
 * hecha_typed_find:
 * @table: what is being typed
 * @scope: where the record stands
 * @type: of the record
 * @id: which record
 * @field: what may be being typed
 *
 * Returns: (transfer none) (nullable): its place
 */
HechaTyped *
hecha_typed_find (GHashTable *table, const char *scope, const char *type, const char *id, const char *field)
{
  g_autofree char *key = hecha_typed_make_key (scope, type, id, field);

  return g_hash_table_lookup (table, key);
}

/* ---- asking it ---- */

/**
 * hecha_typed_is_of_sample:
 * @self: a field
 * @scope: of a sample
 * @sample: id of its assignment
 *
 * Returns: whether it is typed on the sample, or on a record that hangs on it: such an id begins with its own
 */
gboolean
hecha_typed_is_of_sample (const HechaTyped *self, const char *scope, const char *sample)
{
  gsize length = strlen (sample);
  const char *id = self->draft->id;

  return strcmp (self->draft->scope, scope) == 0 && strncmp (id, sample, length) == 0
         && (id[length] == '\0' || id[length] == '/');
}

/**
 * hecha_typed_find_refused:
 * @table: what is being typed
 * @scope: (nullable): of a sample; %NULL for anywhere
 * @sample: (nullable): id of its assignment
 *
 * Returns: (transfer none) (nullable): a field that cannot be recorded as it is
 */
const HechaTyped *
hecha_typed_find_refused (GHashTable *table, const char *scope, const char *sample)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const HechaTyped *self = value;

      if (self->refusal != NULL && (scope == NULL || hecha_typed_is_of_sample (self, scope, sample)))
        return self;
    }
  return NULL;
}

/**
 * hecha_typed_any_is_written:
 * @table: what is being typed
 *
 * Returns: whether something is on its way to become an entry
 */
gboolean
hecha_typed_any_is_written (GHashTable *table)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((HechaTyped *)value)->writing != 0)
      return TRUE;
  return FALSE;
}

/**
 * hecha_typed_all_are_held:
 * @table: what is being typed
 *
 * Returns: whether all that is left stays a draft until a page makes something of it
 */
gboolean
hecha_typed_all_are_held (GHashTable *table)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!hecha_edit_is_held (((HechaTyped *)value)->draft))
      return FALSE;
  return TRUE;
}

/**
 * hecha_typed_list_records:
 * @table: what is being typed
 * @scope: where they stand
 * @type: of the records
 * @sample: id of an assignment
 *
 * Returns: (transfer full) (element-type utf8): ids of the records on which something is being typed
 */
GPtrArray *
hecha_typed_list_records (GHashTable *table, const char *scope, const char *type, const char *sample)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const HechaDraft *draft = ((HechaTyped *)value)->draft;

      if (strcmp (draft->type, type) == 0 && hecha_typed_is_of_sample (value, scope, sample)
          && !g_ptr_array_find_with_equal_func (ids, draft->id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_strdup (draft->id));
    }
  return ids;
}
