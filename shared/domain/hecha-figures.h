/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Tables of numbers, each of which is the count of some records and can be led back to them: a number is never typed in
 * beside what it counts, it is what a condition finds. */

/**
 * HechaFigureKind:
 * @HECHA_FIGURE_TEXT: words
 * @HECHA_FIGURE_WORD: an identifier, shown as the glossary's word of the column's vocabulary
 * @HECHA_FIGURE_COUNT: a whole number
 * @HECHA_FIGURE_RATE: "3/20", shown as 15.00%
 * @HECHA_FIGURE_PROPORTION: "0.168433470983085", shown as 16.84%
 * @HECHA_FIGURE_POINTS: a difference of rates in hundredths of a percentage point: "-500", shown as -5.00
 */
typedef enum
{
  HECHA_FIGURE_TEXT,
  HECHA_FIGURE_WORD,
  HECHA_FIGURE_COUNT,
  HECHA_FIGURE_RATE,
  HECHA_FIGURE_PROPORTION,
  HECHA_FIGURE_POINTS,
} HechaFigureKind;

/**
 * HechaFigureColumn:
 * @id: such as "checked"
 * @title: of the document, which is Chinese
 * @kind: of its cells
 * @width: on paper, in parts of the table; 0 for one that is in the data only
 * @of: (nullable): names and values, in turn: which records of the source a cell counts, besides those of its row. Of a
 *   rate: the columns that it divides; of a word: its vocabulary
 */
typedef struct
{
  char *id;
  char *title;
  HechaFigureKind kind;
  guint width;
  char **of;
} HechaFigureColumn;

/**
 * HechaFigureRow:
 * @of: (nullable): names and values, in turn; %NULL for all records
 * @cells: (element-type utf8): one for each column, as the kind of the column says; %NULL for nothing
 */
typedef struct
{
  char **of;
  GPtrArray *cells;
} HechaFigureRow;

/**
 * HechaFigureTable:
 * @id: such as "agencies"
 * @title: of the document
 * @source: (nullable): the table whose rows the cells count
 * @note: (nullable): said below it
 * @is_source: its rows are the records themselves, the first cell of each its id
 * @columns: (element-type HechaFigureColumn)
 * @rows: (element-type HechaFigureRow)
 */
typedef struct
{
  char *id;
  char *title;
  char *source;
  char *note;
  gboolean is_source;
  GPtrArray *columns;
  GPtrArray *rows;
} HechaFigureTable;

/**
 * HechaFigures:
 * @tables: (owned) (element-type HechaFigureTable): in the order of the document
 */
typedef struct
{
  GPtrArray *tables;
} HechaFigures;

HechaFigures *hecha_figures_new (void);
void hecha_figures_free (HechaFigures *self);
HechaFigureTable *hecha_figures_find (const HechaFigures *self, const char *table);

/* Making it. */
HechaFigureTable *
hecha_figures_add (HechaFigures *self, const char *id, const char *title, const char *source);
void hecha_figure_table_add_column (HechaFigureTable *self, HechaFigureKind kind, guint width, const char *id,
                                    const char *title, const char *const *of);
HechaFigureRow *hecha_figure_table_add_row (HechaFigureTable *self, const char *const *of);
void hecha_figure_row_add (HechaFigureRow *self, const char *text);
void hecha_figure_row_add_count (HechaFigureRow *self, gint64 count);
void hecha_figures_fill (const HechaFigures *self, HechaFigureTable *table);
void hecha_figure_table_free (HechaFigureTable *self);

/* Reading it. */
int hecha_figure_table_find_column (const HechaFigureTable *self, const char *column);
const char *hecha_figure_table_get (const HechaFigureTable *self, guint row, const char *column);
char *hecha_figure_column_dup_text (const HechaFigureColumn *self, const char *cell);
GPtrArray *
hecha_figures_trace (const HechaFigures *self, const HechaFigureTable *table, guint row, const char *column);

/* hecha-figures-json.c */
JsonNode *hecha_figures_to_node (const HechaFigures *self);
HechaFigures *hecha_figures_from_node (JsonNode *node, GError **error);

/**
 * HechaFigureChange:
 * @table: id
 * @row: its first cell
 * @column: id
 * @before: (nullable): what the cell said
 * @now: (nullable): what it says
 */
typedef struct
{
  char *table;
  char *row;
  char *column;
  char *before;
  char *now;
} HechaFigureChange;

GPtrArray *hecha_figures_compare (const HechaFigures *before, const HechaFigures *now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaFigures, hecha_figures_free)

G_END_DECLS
