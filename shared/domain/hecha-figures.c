/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-figures.h"

#include "domain/hecha-statistics.h"
#include "domain/hecha-document-word.h"

#include <math.h>
#include <string.h>

/* ---- life ---- */

static void
free_column (gpointer data)
{
  HechaFigureColumn *self = data;

  g_free (self->id);
  g_free (self->title);
  g_strfreev (self->of);
  g_free (self);
}

static void
free_row (gpointer data)
{
  HechaFigureRow *self = data;

  g_strfreev (self->of);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * hecha_figure_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
hecha_figure_table_free (HechaFigureTable *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->source);
  g_free (self->note);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * hecha_figures_new:
 *
 * Returns: (transfer full): no tables yet
 */
HechaFigures *
hecha_figures_new (void)
{
  HechaFigures *self = g_new0 (HechaFigures, 1);

  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_figure_table_free);
  return self;
}

/**
 * hecha_figures_free:
 * @self: (transfer full) (nullable): tables
 */
void
hecha_figures_free (HechaFigures *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->tables);
  g_free (self);
}

/**
 * hecha_figures_find:
 * @self: tables
 * @table: id of one
 *
 * Returns: (transfer none) (nullable): it
 */
HechaFigureTable *
hecha_figures_find (const HechaFigures *self, const char *table)
{
  for (guint i = 0; table != NULL && i < self->tables->len; i++)
    {
      HechaFigureTable *each = g_ptr_array_index (self->tables, i);

      if (strcmp (each->id, table) == 0)
        return each;
    }
  return NULL;
}

/* ---- making it ---- */

/**
 * hecha_figures_add:
 * @self: tables
 * @id: of a new one
 * @title: of it
 * @source: (nullable): the table whose rows it counts; one that counts nothing may be a source itself
 *
 * Returns: (transfer none): the table
 */
HechaFigureTable *
hecha_figures_add (HechaFigures *self, const char *id, const char *title, const char *source)
{
  HechaFigureTable *table = g_new0 (HechaFigureTable, 1);

  table->id = g_strdup (id);
  table->title = g_strdup (title);
  table->source = g_strdup (source);
  table->columns = g_ptr_array_new_with_free_func (free_column);
  table->rows = g_ptr_array_new_with_free_func (free_row);
  g_ptr_array_add (self->tables, table);
  return table;
}

/**
 * hecha_figure_table_add_column:
 * @self: a table without rows
 * @kind: of its cells
 * @width: on paper, in parts of the table; 0 for the data only
 * @id: of the column
 * @title: of it
 * @of: (nullable) (array zero-terminated=1): as of #HechaFigureColumn
 */
void
hecha_figure_table_add_column (HechaFigureTable *self, HechaFigureKind kind, guint width, const char *id,
                               const char *title, const char *const *of)
{
  HechaFigureColumn *column = g_new0 (HechaFigureColumn, 1);

  *column = (HechaFigureColumn) {g_strdup (id), g_strdup (title), kind, width, g_strdupv ((char **)of)};
  g_ptr_array_add (self->columns, column);
}

/**
 * hecha_figure_table_add_row:
 * @self: a table
 * @of: (nullable) (array zero-terminated=1): as of #HechaFigureRow
 *
 * Returns: (transfer none): a row without cells
 */
HechaFigureRow *
hecha_figure_table_add_row (HechaFigureTable *self, const char *const *of)
{
  HechaFigureRow *row = g_new0 (HechaFigureRow, 1);

  row->of = g_strdupv ((char **)of);
  row->cells = g_ptr_array_new_full (self->columns->len, g_free);
  g_ptr_array_add (self->rows, row);
  return row;
}

/**
 * hecha_figure_row_add:
 * @self: a row
 * @text: (nullable): of its next cell
 */
void
hecha_figure_row_add (HechaFigureRow *self, const char *text)
{
  g_ptr_array_add (self->cells, g_strdup (text));
}

/**
 * hecha_figure_row_add_count:
 * @self: a row
 * @count: of its next cell
 */
void
hecha_figure_row_add_count (HechaFigureRow *self, gint64 count)
{
  g_ptr_array_add (self->cells, g_strdup_printf ("%" G_GINT64_FORMAT, count));
}

/* ---- conditions ---- */

/* Where what is asked for stands, found once for all records. */
typedef struct
{
  int column;
  const char *value; /* (not owned) */
} Condition;

/* Of names and values, in turn; what no column has the name of is met by nothing. */
static GArray *
new_conditions (const HechaFigureTable *source, char **of)
{
  GArray *conditions = g_array_new (FALSE, FALSE, sizeof (Condition));

  for (guint i = 0; of != NULL && of[i] != NULL && of[i + 1] != NULL; i += 2)
    {
      Condition condition = {hecha_figure_table_find_column (source, of[i]), of[i + 1]};

      g_array_append_val (conditions, condition);
    }
  return conditions;
}

static gboolean
matches (const GArray *conditions, const HechaFigureRow *record)
{
  for (guint i = 0; i < conditions->len; i++)
    {
      const Condition *condition = &g_array_index (conditions, Condition, i);

      if (condition->column < 0 || g_strcmp0 (record->cells->pdata[condition->column], condition->value) != 0)
        return FALSE;
    }
  return TRUE;
}

/* (transfer container): those of @records, or of all rows of the source, that the condition names */
static GPtrArray *
select_rows (const HechaFigureTable *source, GPtrArray *records, char **of)
{
  g_autoptr (GArray) conditions = new_conditions (source, of);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < records->len; i++)
    if (matches (conditions, records->pdata[i]))
      g_ptr_array_add (found, records->pdata[i]);
  return found;
}

static void
fill_row (const HechaFigureTable *table, const HechaFigureTable *source, HechaFigureRow *row)
{
  g_autoptr (GPtrArray) records = select_rows (source, source->rows, row->of);

  for (guint i = row->cells->len; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      g_autoptr (GPtrArray) found = NULL;

      if (column->of == NULL)
        return;
      if (column->kind == HECHA_FIGURE_RATE)
        {
          const char *const cells[]
            = {row->cells->pdata[hecha_figure_table_find_column (table, column->of[0])],
               row->cells->pdata[hecha_figure_table_find_column (table, column->of[1])]};

          g_ptr_array_add (row->cells, hecha_rate_dup_fraction (g_ascii_strtoull (cells[0], NULL, 10),
                                                                g_ascii_strtoull (cells[1], NULL, 10)));
          continue;
        }
      found = select_rows (source, records, column->of);
      hecha_figure_row_add_count (row, found->len);
    }
}

/**
 * hecha_figures_fill:
 * @self: with the source of @table
 * @table: whose rows have as many cells as stand before the first count
 *
 * Counts, up to the next column that counts nothing. A rate stands after the two columns that it divides.
 */
void
hecha_figures_fill (const HechaFigures *self, HechaFigureTable *table)
{
  const HechaFigureTable *source = hecha_figures_find (self, table->source);

  for (guint i = 0; i < table->rows->len; i++)
    fill_row (table, source, table->rows->pdata[i]);
}

/* ---- reading it ---- */

/**
 * hecha_figure_table_find_column:
 * @self: a table
 * @column: id of one
 *
 * Returns: its place, or -1
 */
int
hecha_figure_table_find_column (const HechaFigureTable *self, const char *column)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (strcmp (((const HechaFigureColumn *)self->columns->pdata[i])->id, column) == 0)
      return (int)i;
  return -1;
}

/**
 * hecha_figure_table_get:
 * @self: a table
 * @row: of it
 * @column: id of a column
 *
 * Returns: (transfer none) (nullable): the cell
 */
const char *
hecha_figure_table_get (const HechaFigureTable *self, guint row, const char *column)
{
  const HechaFigureRow *cells = self->rows->pdata[row];
  int at = hecha_figure_table_find_column (self, column);

  return at >= 0 ? cells->cells->pdata[at] : NULL;
}

static char *
dup_percent (const char *cell)
{
  g_auto (GStrv) parts = g_strsplit (cell, "/", 2);

  if (parts[1] != NULL)
    return hecha_rate_dup_percent (g_ascii_strtoull (parts[0], NULL, 10),
                                   g_ascii_strtoull (parts[1], NULL, 10));
  return hecha_rate_dup_percent ((guint64)floor (g_ascii_strtod (cell, NULL) * 10000 + 0.5), 10000);
}

static char *
dup_points (const char *cell)
{
  gint64 hundredths = g_ascii_strtoll (cell, NULL, 10);

  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", hundredths < 0 ? "-" : "", ABS (hundredths) / 100,
                          (int)(ABS (hundredths) % 100));
}

/**
 * hecha_figure_column_dup_text:
 * @self: a column
 * @cell: (nullable): of it
 *
 * Returns: (transfer full): as a person reads it; "—" for nothing
 */
char *
hecha_figure_column_dup_text (const HechaFigureColumn *self, const char *cell)
{
  if (cell == NULL)
    return g_strdup ("—");
  switch (self->kind)
    {
    case HECHA_FIGURE_WORD:
      return g_strdup (hecha_document_word (self->of[0], cell));
    case HECHA_FIGURE_RATE:
    case HECHA_FIGURE_PROPORTION:
      return dup_percent (cell);
    case HECHA_FIGURE_POINTS:
      return dup_points (cell);
    case HECHA_FIGURE_TEXT:
    case HECHA_FIGURE_COUNT:
    default:
      return g_strdup (cell);
    }
}

/**
 * hecha_figures_trace:
 * @self: with the source of @table
 * @table: one of them
 * @row: of it
 * @column: id of a count
 *
 * Returns: (transfer container) (nullable) (element-type utf8): the ids of the records that the cell counts; %NULL when
 *   it counts none of its own
 */
GPtrArray *
hecha_figures_trace (const HechaFigures *self, const HechaFigureTable *table, guint row, const char *column)
{
  const HechaFigureTable *source = hecha_figures_find (self, table->source);
  int at = hecha_figure_table_find_column (table, column);
  const HechaFigureColumn *what = at >= 0 ? table->columns->pdata[at] : NULL;
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *found;

  if (source == NULL || what == NULL || what->kind != HECHA_FIGURE_COUNT || what->of == NULL)
    return NULL;
  records = select_rows (source, source->rows, ((const HechaFigureRow *)table->rows->pdata[row])->of);
  found = select_rows (source, records, what->of);
  for (guint i = 0; i < found->len; i++)
    found->pdata[i] = ((const HechaFigureRow *)found->pdata[i])->cells->pdata[0];
  return found;
}
