/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-page-table.h"

#include "report/hecha-page-private.h"

#define THIN  0.5
#define PAD_X 5.0
#define PAD_Y 3.0
/* A row that has less room than so many lines goes to the next page as a whole, if it fits there. */
#define FEWEST_LINES 3

typedef struct
{
  guint column; /* its first one */
  guint span;
  HechaFont font;
  HechaAlign align;
  char *text;            /* (owned) */
  HechaDrawing *drawing; /* (owned) (nullable): above the text */
  PangoLayout *layout;   /* (owned) set when the table is placed */
  GSList *next;          /* (not owned): the line of @layout that comes next */
  double height;         /* of what is not placed yet, in points, without padding */
} Cell;

typedef struct
{
  GPtrArray *cells; /* (owned) (element-type Cell) */
} Row;

struct _HechaPageTable
{
  guint n_columns;
  double *x;       /* (owned) (array length=n_columns + 1): points from the left */
  GPtrArray *rows; /* (owned) (element-type Row) */
  gboolean header; /* the first row is one */
  gboolean plain;  /* no lines */
};

static void
free_cell (Cell *cell)
{
  g_clear_pointer (&cell->drawing, hecha_drawing_unref);
  g_clear_object (&cell->layout);
  g_free (cell->text);
  g_free (cell);
}

static void
free_row (Row *row)
{
  g_ptr_array_unref (row->cells);
  g_free (row);
}

/**
 * hecha_page_table_new:
 * @n_columns: how many
 * @parts: (array length=n_columns): their widths, in any unit: together they fill the type area
 *
 * Returns: (transfer full): a table without rows
 */
HechaPageTable *
hecha_page_table_new (guint n_columns, const double *parts)
{
  HechaPageTable *self = g_new0 (HechaPageTable, 1);
  double sum = 0;

  self->n_columns = n_columns;
  self->x = g_new0 (double, n_columns + 1);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)free_row);
  for (guint i = 0; i < n_columns; i++)
    sum += parts[i];
  for (guint i = 0; i < n_columns; i++)
    self->x[i + 1] = self->x[i] + HECHA_TYPE_WIDTH * parts[i] / sum;
  return self;
}

/**
 * hecha_page_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
hecha_page_table_free (HechaPageTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_free (self->x);
  g_free (self);
}

/**
 * hecha_page_table_set_plain:
 * @self: a table that shall have no lines
 */
void
hecha_page_table_set_plain (HechaPageTable *self)
{
  self->plain = TRUE;
}

/**
 * hecha_page_table_add_header:
 * @self: a table without rows
 * @titles: (array zero-terminated=1): one for each column
 */
void
hecha_page_table_add_header (HechaPageTable *self, const char *const *titles)
{
  g_return_if_fail (self->rows->len == 0);
  hecha_page_table_add_row (self);
  for (guint i = 0; titles[i] != NULL; i++)
    hecha_page_table_add_cell (self, 1, HECHA_FONT_LABEL, HECHA_ALIGN_CENTER, titles[i]);
  self->header = TRUE;
}

/**
 * hecha_page_table_add_row:
 * @self: a table; the cells that are added next stand in a new row
 */
void
hecha_page_table_add_row (HechaPageTable *self)
{
  Row *row = g_new0 (Row, 1);

  row->cells = g_ptr_array_new_with_free_func ((GDestroyNotify)free_cell);
  g_ptr_array_add (self->rows, row);
}

/**
 * hecha_page_table_add_cell:
 * @self: a table with a row
 * @span: columns that it takes
 * @font: of the text
 * @align: of the text
 * @text: (nullable): what stands there
 */
void
hecha_page_table_add_cell (HechaPageTable *self, guint span, HechaFont font, HechaAlign align,
                           const char *text)
{
  Row *row = self->rows->pdata[self->rows->len - 1];
  const Cell *last = row->cells->len > 0 ? row->cells->pdata[row->cells->len - 1] : NULL;
  Cell *cell = g_new0 (Cell, 1);

  cell->column = last != NULL ? last->column + last->span : 0;
  cell->span = MIN (span, self->n_columns - cell->column);
  cell->font = font;
  cell->align = align;
  cell->text = g_strdup (text != NULL ? text : "");
  g_ptr_array_add (row->cells, cell);
}

/**
 * hecha_page_table_add_drawing:
 * @self: a table with a row
 * @span: columns that it takes
 * @drawing: (transfer full): in the middle of the cell
 * @font: of the text
 * @text: (nullable): below it
 */
void
hecha_page_table_add_drawing (HechaPageTable *self, guint span, HechaDrawing *drawing, HechaFont font,
                              const char *text)
{
  Row *row = self->rows->pdata[self->rows->len - 1];

  hecha_page_table_add_cell (self, span, font, HECHA_ALIGN_CENTER, text);
  ((Cell *)row->cells->pdata[row->cells->len - 1])->drawing = drawing;
}

/**
 * hecha_page_table_add_pair:
 * @self: a table with a row
 * @span: columns that the value takes, after the one of the label
 * @label: what it is
 * @value: (nullable): what it says
 */
void
hecha_page_table_add_pair (HechaPageTable *self, guint span, const char *label, const char *value)
{
  hecha_page_table_add_cell (self, 1, HECHA_FONT_LABEL, HECHA_ALIGN_CENTER, label);
  hecha_page_table_add_cell (self, span, HECHA_FONT_CELL, HECHA_ALIGN_START, value);
}

/**
 * hecha_page_table_get_width:
 * @self: a table
 * @column: the first one
 * @span: how many
 *
 * Returns: points that a drawing in them may be wide
 */
double
hecha_page_table_get_width (HechaPageTable *self, guint column, guint span)
{
  return self->x[column + span] - self->x[column] - 2 * PAD_X;
}

/**
 * hecha_page_table_count:
 * @self: a table
 *
 * Returns: its rows, without a header
 */
guint
hecha_page_table_count (HechaPageTable *self)
{
  return self->rows->len - (self->header ? 1 : 0);
}

/* ---- placing it ---- */

static double
drawing_height (const Cell *cell)
{
  return cell->drawing != NULL ? cell->drawing->height : 0;
}

static double
measure_cell (HechaPages *pages, HechaPageTable *self, Cell *cell)
{
  double width = hecha_page_table_get_width (self, cell->column, cell->span);

  g_clear_object (&cell->layout);
  cell->layout = hecha_fonts_layout (hecha_pages_get_fonts (pages), cell->font, cell->text, width);
  cell->next = *cell->text != '\0' ? pango_layout_get_lines_readonly (cell->layout) : NULL;
  cell->height = drawing_height (cell) + g_slist_length (cell->next) * hecha_font_pitch (cell->font);
  return cell->height;
}

/* Sets the text of all cells; returns the height of the row, with padding. */
static double
measure_row (HechaPages *pages, HechaPageTable *self, Row *row)
{
  double height = hecha_font_pitch (HECHA_FONT_CELL);

  for (guint i = 0; i < row->cells->len; i++)
    height = MAX (height, measure_cell (pages, self, row->cells->pdata[i]));
  return height + 2 * PAD_Y;
}

static gboolean
has_drawing (const Row *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (((const Cell *)row->cells->pdata[i])->drawing != NULL)
      return TRUE;
  return FALSE;
}

/* What of a row has to stay together, in points. */
static double
first_piece (const Row *row, double height)
{
  double least = FEWEST_LINES * hecha_font_pitch (HECHA_FONT_CELL) + 2 * PAD_Y;

  return has_drawing (row) ? height : MIN (height, least);
}

static double
align_in_cell (PangoLayoutLine *line, HechaAlign align, double width)
{
  PangoRectangle logical;

  if (align != HECHA_ALIGN_CENTER && align != HECHA_ALIGN_END)
    return 0;
  pango_layout_line_get_extents (line, NULL, &logical);
  return (width - (double)logical.width / PANGO_SCALE) * (align == HECHA_ALIGN_CENTER ? 0.5 : 1);
}

/* Places as many lines as there is room for. */
static void
place_lines (HechaPages *pages, HechaPageTable *self, Cell *cell, double y, double bottom)
{
  double pitch = hecha_font_pitch (cell->font);
  double width = hecha_page_table_get_width (self, cell->column, cell->span);

  for (; cell->next != NULL && y + pitch <= bottom + 0.01; cell->next = cell->next->next, y += pitch)
    {
      PangoLayoutLine *line = cell->next->data;

      hecha_pages_put_line (pages, cell->layout, line, cell->font,
                            self->x[cell->column] + PAD_X + align_in_cell (line, cell->align, width), y);
      cell->height -= pitch;
    }
}

/* A cell that is lower than its piece of the row stands in the middle of it; one that is wholly placed is empty. */
static void
place_cell (HechaPages *pages, HechaPageTable *self, Cell *cell, double y, double room)
{
  double offset = cell->height < room ? (room - cell->height) / 2 : 0;
  double width = hecha_page_table_get_width (self, cell->column, cell->span);
  double top = y + offset;

  if (cell->drawing != NULL)
    {
      hecha_pages_put_drawing (pages, cell->drawing,
                               self->x[cell->column] + PAD_X + (width - cell->drawing->width) / 2, top);
      top += cell->drawing->height;
      cell->height -= cell->drawing->height;
    }
  place_lines (pages, self, cell, top, y + room);
}

static void
draw_frame (HechaPages *pages, HechaPageTable *self, const Row *row, double y, double height)
{
  double left = self->x[0], width = self->x[self->n_columns] - left;

  if (self->plain)
    return;
  hecha_pages_put_rule (pages, left, y, width, 0, THIN);
  hecha_pages_put_rule (pages, left, y + height, width, 0, THIN);
  hecha_pages_put_rule (pages, left + width, y, 0, height, THIN);
  for (guint i = 0; i < row->cells->len; i++)
    hecha_pages_put_rule (pages, self->x[((const Cell *)row->cells->pdata[i])->column], y, 0, height, THIN);
}

static double
height_left (const Row *row)
{
  double height = hecha_font_pitch (HECHA_FONT_CELL);

  for (guint i = 0; i < row->cells->len; i++)
    height = MAX (height, ((const Cell *)row->cells->pdata[i])->height);
  return height + 2 * PAD_Y;
}

/* One piece of a row, @height points high. */
static void
place_piece (HechaPages *pages, HechaPageTable *self, const Row *row, double height)
{
  double y = hecha_pages_get_y (pages);

  for (guint i = 0; i < row->cells->len; i++)
    place_cell (pages, self, row->cells->pdata[i], y + PAD_Y, height - 2 * PAD_Y);
  draw_frame (pages, self, row, y, height);
  hecha_pages_advance (pages, height);
}

static gboolean
is_done (const Row *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    if (((const Cell *)row->cells->pdata[i])->next != NULL)
      return FALSE;
  return TRUE;
}

static void
place_header (HechaPages *pages, HechaPageTable *self)
{
  if (self->header)
    place_piece (pages, self, self->rows->pdata[0], measure_row (pages, self, self->rows->pdata[0]));
}

static void
place_row (HechaPages *pages, HechaPageTable *self, const Row *row, double height)
{
  if (hecha_pages_get_left (pages) < first_piece (row, height) - 0.01)
    {
      hecha_pages_begin_page (pages);
      place_header (pages, self);
    }
  do
    {
      place_piece (pages, self, row, MIN (height_left (row), hecha_pages_get_left (pages)));
      if (!is_done (row))
        {
          hecha_pages_begin_page (pages);
          place_header (pages, self);
        }
    }
  while (!is_done (row));
}

/**
 * hecha_pages_add_table:
 * @self: a document
 * @table: with at least one row; placed once
 */
void
hecha_pages_add_table (HechaPages *self, HechaPageTable *table)
{
  double head = table->header ? measure_row (self, table, table->rows->pdata[0]) : 0;

  for (guint i = table->header ? 1 : 0; i < table->rows->len; i++)
    {
      Row *row = table->rows->pdata[i];
      double height = measure_row (self, table, row);

      if (i == (table->header ? 1u : 0u))
        {
          hecha_pages_begin (self, head + first_piece (row, height));
          place_header (self, table);
        }
      place_row (self, table, row, height);
    }
  hecha_pages_add_space (self, hecha_font_pitch (HECHA_FONT_CELL) / 2);
}
