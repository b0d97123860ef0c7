/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-drafts.h"

#include "base/hecha-canonical.h"
#include "store/hecha-store-private.h"

/**
 * hecha_draft_copy:
 * @self: a draft
 *
 * Returns: (transfer full): the same text, as of no time
 */
HechaDraft *
hecha_draft_copy (const HechaDraft *self)
{
  HechaDraft *copy = g_new0 (HechaDraft, 1);

  copy->scope = g_strdup (self->scope);
  copy->type = g_strdup (self->type);
  copy->id = g_strdup (self->id);
  copy->field = g_strdup (self->field);
  copy->value = g_strdup (self->value);
  copy->over = g_strdupv (self->over);
  return copy;
}

/**
 * hecha_draft_free:
 * @self: (transfer full) (nullable): a draft
 */
void
hecha_draft_free (HechaDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->scope);
  g_free (self->type);
  g_free (self->id);
  g_free (self->field);
  g_free (self->value);
  g_strfreev (self->over);
  g_free (self);
}

static char *
over_to_text (const HechaDraft *draft, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; draft->over != NULL && draft->over[i] != NULL; i++)
    json_array_add_string_element (array, draft->over[i]);
  json_node_take_array (node, array);
  return hecha_canonical_dup_node (node, error);
}

static char *
value_to_text (const char *value, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);

  return hecha_canonical_dup_node (node, error);
}

/**
 * hecha_store_put_draft:
 * @self: a store
 * @draft: what was typed; its time is not looked at
 * @error: when the database failed; then the draft before it is still there
 *
 * Keeps what is being typed, on disk when this returns. What was kept of the same field is replaced, together with what
 * the author had before their eyes.
 *
 * Returns: whether it is kept
 */
gboolean
hecha_store_put_draft (HechaStore *self, const HechaDraft *draft, GError **error)
{
  g_autofree char *value = value_to_text (draft->value, error);
  g_autofree char *over = value != NULL ? over_to_text (draft, error) : NULL;

  return over != NULL
         && hecha_db_run (
           self->db, error,
           "INSERT INTO draft (scope, type, id, field, value, over, changed) "
           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
           "ON CONFLICT (scope, type, id, field) DO UPDATE SET value = ?5, over = ?6, changed = ?7",
           "tttttti", draft->scope, draft->type, draft->id, draft->field, value, over,
           hecha_env_now_ms (&self->env));
}

static char *
read_value (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;
}

static char **
read_over (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GStrvBuilder) over = g_strv_builder_new ();
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (over, json_array_get_string_element (array, i));
  return g_strv_builder_end (over);
}

static HechaDraft *
draft_from_row (HechaQuery *query)
{
  HechaDraft *draft = g_new0 (HechaDraft, 1);

  draft->scope = g_strdup (hecha_query_text (query, 0));
  draft->type = g_strdup (hecha_query_text (query, 1));
  draft->id = g_strdup (hecha_query_text (query, 2));
  draft->field = g_strdup (hecha_query_text (query, 3));
  draft->value = read_value (hecha_query_text (query, 4));
  draft->over = read_over (hecha_query_text (query, 5));
  draft->changed = hecha_query_int (query, 6);
  return draft;
}

/**
 * hecha_store_list_drafts:
 * @self: a store
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaDraft) (nullable): everything that was typed and is no entry,
 *   oldest first
 */
GPtrArray *
hecha_store_list_drafts (HechaStore *self, GError **error)
{
  g_autoptr (HechaQuery) query = hecha_db_query (
    self->db, error,
    "SELECT scope, type, id, field, value, over, changed FROM draft ORDER BY changed, scope, type, id, field",
    "");
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_draft_free);
  GError *problem = NULL;

  if (query == NULL)
    return NULL;
  while (hecha_query_next (query, &problem))
    {
      g_autoptr (HechaDraft) draft = draft_from_row (query);

      if (draft->value != NULL)
        g_ptr_array_add (drafts, g_steal_pointer (&draft));
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return NULL;
    }
  return g_steal_pointer (&drafts);
}

/**
 * hecha_store_clear_draft:
 * @self: a store
 * @draft: names the field, after what was typed became an entry
 * @error: when the database failed
 *
 * Returns: whether nothing is kept of the field any more
 */
gboolean
hecha_store_clear_draft (HechaStore *self, const HechaDraft *draft, GError **error)
{
  return hecha_db_run (self->db, error,
                       "DELETE FROM draft WHERE scope = ?1 AND type = ?2 AND id = ?3 AND field = ?4", "tttt",
                       draft->scope, draft->type, draft->id, draft->field);
}
