/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-figures.h"

#include "base/hecha-canonical.h"
#include "base/hecha-digest.h"
#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const kinds[] = {"text", "word", "count", "rate", "proportion", "points"};

/* ---- writing ---- */

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static void
set_texts (JsonObject *object, const char *name, char **texts)
{
  JsonArray *array = texts != NULL ? json_array_new () : NULL;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  if (array != NULL)
    json_object_set_array_member (object, name, array);
}

static JsonArray *
columns_array (const HechaFigureTable *table)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      JsonObject *object = json_object_new ();

      set_text (object, "id", column->id);
      set_text (object, "title", column->title);
      set_text (object, "kind", kinds[column->kind]);
      json_object_set_int_member (object, "width", column->width);
      set_texts (object, "of", column->of);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
cells_array (const HechaFigureRow *row)
{
  JsonArray *cells = json_array_new ();

  for (guint i = 0; i < row->cells->len; i++)
    if (row->cells->pdata[i] != NULL)
      json_array_add_string_element (cells, row->cells->pdata[i]);
    else
      json_array_add_null_element (cells);
  return cells;
}

static JsonArray *
rows_array (const HechaFigureTable *table)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < table->rows->len; i++)
    {
      const HechaFigureRow *row = table->rows->pdata[i];
      JsonObject *object = json_object_new ();

      set_texts (object, "of", row->of);
      json_object_set_array_member (object, "cells", cells_array (row));
      json_array_add_object_element (array, object);
    }
  return array;
}

/* The records themselves are in the journal; a snapshot has their number and their digest. */
static void
set_rows (JsonObject *object, const HechaFigureTable *table)
{
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), NULL);
  g_autofree char *text = NULL;
  g_autofree char *digest_text = NULL;
  HechaDigest digest;

  json_node_take_array (node, rows_array (table));
  if (!table->is_source)
    {
      json_object_set_member (object, "rows", g_steal_pointer (&node));
      return;
    }
  text = hecha_canonical_dup_node (node, NULL);
  hecha_digest_of (&digest, text, strlen (text));
  digest_text = hecha_digest_dup_text (&digest);
  json_object_set_int_member (object, "count", table->rows->len);
  json_object_set_string_member (object, "digest", digest_text);
}

/**
 * hecha_figures_to_node:
 * @self: tables
 *
 * Returns: (transfer full): them, to be kept; of sources their digest alone
 */
JsonNode *
hecha_figures_to_node (const HechaFigures *self)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_alloc ();

  for (guint i = 0; i < self->tables->len; i++)
    {
      const HechaFigureTable *table = self->tables->pdata[i];
      JsonObject *object = json_object_new ();

      set_text (object, "id", table->id);
      set_text (object, "title", table->title);
      set_text (object, "source", table->source);
      set_text (object, "note", table->note);
      json_object_set_array_member (object, "columns", columns_array (table));
      set_rows (object, table);
      json_array_add_object_element (array, object);
    }
  json_node_init_array (node, array);
  json_array_unref (array);
  return node;
}

/* ---- reading; what stands there came from another device ---- */

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

static JsonArray *
array_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
object_at (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static char **
dup_texts (JsonObject *object, const char *name)
{
  JsonArray *array = array_member (object, name);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (texts, json_node_dup_string (node));
    }
  g_ptr_array_add (texts, NULL);
  return array != NULL ? (char **)g_ptr_array_steal (texts, NULL) : NULL;
}

static gboolean
read_columns (HechaFigureTable *table, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = object_at (array, i);
      const char *id = object != NULL ? text_member (object, "id") : NULL;
      const char *title = object != NULL ? text_member (object, "title") : NULL;
      const char *kind_text = object != NULL ? text_member (object, "kind") : NULL;
      guint kind = 0;
      g_auto (GStrv) of = NULL;

      if (id == NULL || title == NULL || kind_text == NULL)
        return FALSE;
      while (kind < G_N_ELEMENTS (kinds) && strcmp (kinds[kind], kind_text) != 0)
        kind++;
      of = dup_texts (object, "of");
      if (kind == G_N_ELEMENTS (kinds) || (kind == HECHA_FIGURE_WORD && (of == NULL || of[0] == NULL)))
        return FALSE;
      hecha_figure_table_add_column (
        table, kind, (guint)CLAMP (json_object_get_int_member_with_default (object, "width", 0), 0, 100), id,
        title, (const char *const *)of);
    }
  return array != NULL && table->columns->len > 0;
}

static gboolean
is_count (const char *text)
{
  return *text != '\0' && strlen (text) <= 15 && text[strspn (text, "0123456789")] == '\0';
}

/* Whether the cell can be shown as its column says: what is no number is not printed as one. */
static gboolean
fits (const HechaFigureColumn *column, const char *cell)
{
  g_auto (GStrv) parts = NULL;
  double value;

  switch (column->kind)
    {
    case HECHA_FIGURE_COUNT:
    case HECHA_FIGURE_POINTS:
      return is_count (*cell == '-' ? cell + 1 : cell);
    case HECHA_FIGURE_RATE:
      parts = g_strsplit (cell, "/", 2);
      return parts[0] != NULL && parts[1] != NULL && is_count (parts[0]) && is_count (parts[1])
             && g_ascii_strtoull (parts[1], NULL, 10) > 0
             && g_ascii_strtoull (parts[0], NULL, 10) <= g_ascii_strtoull (parts[1], NULL, 10);
    case HECHA_FIGURE_PROPORTION:
      value = g_ascii_strtod (cell, NULL);
      return value >= 0 && value <= 1;
    case HECHA_FIGURE_TEXT:
    case HECHA_FIGURE_WORD:
    default:
      return TRUE;
    }
}

static gboolean
read_cells (HechaFigureTable *table, JsonObject *object)
{
  g_auto (GStrv) of = dup_texts (object, "of");
  HechaFigureRow *row = hecha_figure_table_add_row (table, (const char *const *)of);
  JsonArray *cells = array_member (object, "cells");

  for (guint i = 0; cells != NULL && i < json_array_get_length (cells); i++)
    {
      JsonNode *cell = json_array_get_element (cells, i);
      const char *text
        = json_node_get_value_type (cell) == G_TYPE_STRING ? json_node_get_string (cell) : NULL;

      if (text != NULL && (i >= table->columns->len || !fits (table->columns->pdata[i], text)))
        return FALSE;
      hecha_figure_row_add (row, text);
    }
  return row->cells->len == table->columns->len && row->cells->pdata[0] != NULL;
}

static gboolean
read_table (HechaFigures *self, JsonObject *object)
{
  const char *id = object != NULL ? text_member (object, "id") : NULL;
  const char *title = object != NULL ? text_member (object, "title") : NULL;
  HechaFigureTable *table;
  JsonArray *rows;

  if (id == NULL || title == NULL || hecha_figures_find (self, id) != NULL)
    return FALSE;
  table = hecha_figures_add (self, id, title, text_member (object, "source"));
  table->note = g_strdup (text_member (object, "note"));
  rows = array_member (object, "rows");
  table->is_source = rows == NULL;
  if (!read_columns (table, array_member (object, "columns")))
    return FALSE;
  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    if (object_at (rows, i) == NULL || !read_cells (table, object_at (rows, i)))
      return FALSE;
  return TRUE;
}

/**
 * hecha_figures_from_node:
 * @node: what hecha_figures_to_node() gave
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the tables; sources have no rows
 */
HechaFigures *
hecha_figures_from_node (JsonNode *node, GError **error)
{
  g_autoptr (HechaFigures) self = hecha_figures_new ();
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!read_table (self, object_at (array, i)))
      array = NULL;
  if (array != NULL)
    return g_steal_pointer (&self);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                       _ ("The figures of the report cannot be read"));
  return NULL;
}

/* ---- comparing ---- */

static void
free_change (gpointer data)
{
  HechaFigureChange *self = data;

  g_free (self->table);
  g_free (self->row);
  g_free (self->column);
  g_free (self->before);
  g_free (self->now);
  g_free (self);
}

static void
add_change (GPtrArray *changes, const HechaFigureTable *table, const char *row, const char *column,
            const char *before, const char *now)
{
  HechaFigureChange *change = g_new0 (HechaFigureChange, 1);

  *change = (HechaFigureChange) {g_strdup (table->id), g_strdup (row), g_strdup (column), g_strdup (before),
                                 g_strdup (now)};
  g_ptr_array_add (changes, change);
}

static const char *
key_of (const HechaFigureTable *table, guint row)
{
  const char *key = ((const HechaFigureRow *)table->rows->pdata[row])->cells->pdata[0];

  return key != NULL ? key : "";
}

static GHashTable *
index_rows (const HechaFigureTable *table)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < table->rows->len; i++)
    g_hash_table_insert (places, (gpointer)key_of (table, i), GUINT_TO_POINTER (i + 1));
  return places;
}

static void
compare_cells (const HechaFigureTable *before, guint row, const HechaFigureTable *now, guint other,
               GPtrArray *changes)
{
  for (guint i = 1; i < before->columns->len; i++)
    {
      const char *id = ((const HechaFigureColumn *)before->columns->pdata[i])->id;
      const char *was = ((const HechaFigureRow *)before->rows->pdata[row])->cells->pdata[i];
      const char *is = hecha_figure_table_get (now, other, id);

      if (hecha_figure_table_find_column (now, id) >= 0 && g_strcmp0 (was, is) != 0)
        add_change (changes, before, key_of (before, row), id, was, is);
    }
}

static void
compare_tables (const HechaFigureTable *before, const HechaFigureTable *now, GPtrArray *changes)
{
  const char *first = ((const HechaFigureColumn *)before->columns->pdata[0])->id;
  g_autoptr (GHashTable) places = index_rows (now);

  for (guint i = 0; i < before->rows->len; i++)
    {
      const char *key = key_of (before, i);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, key));

      g_hash_table_remove (places, key);
      if (place == 0)
        add_change (changes, before, key, first, key, NULL);
      else
        compare_cells (before, i, now, place - 1, changes);
    }
  for (guint i = 0; i < now->rows->len; i++)
    if (g_hash_table_contains (places, key_of (now, i)))
      add_change (changes, before, key_of (now, i), first, NULL, key_of (now, i));
}

/**
 * hecha_figures_compare:
 * @before: as they were kept
 * @now: as they are now; may have tables and columns that a later program added
 *
 * Returns: (transfer full) (element-type HechaFigureChange): what is another now, rows known by their first cell
 */
GPtrArray *
hecha_figures_compare (const HechaFigures *before, const HechaFigures *now)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (free_change);

  for (guint i = 0; i < before->tables->len; i++)
    {
      const HechaFigureTable *table = before->tables->pdata[i];
      const HechaFigureTable *same = hecha_figures_find (now, table->id);

      if (same != NULL && !table->is_source)
        compare_tables (table, same, changes);
    }
  return changes;
}
