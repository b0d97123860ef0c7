/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-figures-file.h"

#include "base/hecha-error.h"
#include "base/hecha-file.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* What Excel takes; a longer text is cut at a character. */
#define MOST_CHARACTERS 32000
#define MOST_ROWS       1048575

typedef struct
{
  lxw_workbook *book;
  lxw_format *head;
  lxw_format *percent;
  lxw_format *points;
  gboolean failed;
} Writer;

static void
note (Writer *self, lxw_error status)
{
  self->failed = self->failed || status != LXW_NO_ERROR;
}

/* Always a text, whatever it begins with: this function of the library never makes a formula or a link of it. */
static void
write_text (Writer *self, lxw_worksheet *sheet, guint row, guint column, const char *text, lxw_format *format)
{
  g_autofree char *cut
    = g_utf8_strlen (text, -1) > MOST_CHARACTERS ? g_utf8_substring (text, 0, MOST_CHARACTERS) : NULL;

  if (*text != '\0')
    note (self, worksheet_write_string (sheet, row, (lxw_col_t)column, cut != NULL ? cut : text, format));
}

/* Rates as they are shown everywhere, in hundredths of a percent; the exact counts stand beside them. */
static void
write_number (Writer *self, lxw_worksheet *sheet, guint row, guint column, HechaFigureKind kind,
              const char *text)
{
  double value = g_ascii_strtod (text, NULL);

  if (kind == HECHA_FIGURE_COUNT)
    note (self, worksheet_write_number (sheet, row, (lxw_col_t)column, value, NULL));
  else if (kind == HECHA_FIGURE_POINTS)
    note (self, worksheet_write_number (sheet, row, (lxw_col_t)column, value, self->points));
  else
    note (self,
          worksheet_write_number (sheet, row, (lxw_col_t)column, round (value * 100) / 10000, self->percent));
}

static void
write_cell (Writer *self, lxw_worksheet *sheet, guint row, guint column, const HechaFigureColumn *what,
            const char *cell)
{
  g_autofree char *text = hecha_figure_column_dup_text (what, cell);

  if (cell == NULL && what->kind != HECHA_FIGURE_RATE)
    return;
  if (cell == NULL || what->kind == HECHA_FIGURE_TEXT || what->kind == HECHA_FIGURE_WORD)
    write_text (self, sheet, row, column, text, NULL);
  else
    write_number (self, sheet, row, column, what->kind, text);
}

static void
write_table (Writer *self, const HechaFigureTable *table)
{
  lxw_worksheet *sheet = workbook_add_worksheet (self->book, table->title);
  guint n_rows = MIN (table->rows->len, MOST_ROWS);

  if (sheet == NULL)
    {
      self->failed = TRUE;
      return;
    }
  worksheet_freeze_panes (sheet, 1, 0);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      gboolean is_text = column->kind == HECHA_FIGURE_TEXT || column->kind == HECHA_FIGURE_WORD;

      worksheet_set_column (sheet, (lxw_col_t)i, (lxw_col_t)i, is_text ? 22 : 14, NULL);
      write_text (self, sheet, 0, i, column->title, self->head);
      for (guint k = 0; k < n_rows; k++)
        write_cell (self, sheet, k + 1, i, column,
                    ((const HechaFigureRow *)table->rows->pdata[k])->cells->pdata[i]);
    }
}

/* What has to be known to read the tables. */
static void
write_notes (Writer *self, const HechaFigures *figures, const HechaFiguresMeta *meta)
{
  lxw_worksheet *sheet = workbook_add_worksheet (self->book, "说明");
  const char *const lines[][2] = {
    {"标题", meta->title},
    {"单位", meta->author},
    {"数据截至", meta->at},
    {"定稿摘要", meta->hash},
  };
  guint row = 0;

  worksheet_set_column (sheet, 0, 0, 30, NULL);
  worksheet_set_column (sheet, 1, 1, 80, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i][1] != NULL)
      {
        write_text (self, sheet, row, 0, lines[i][0], self->head);
        write_text (self, sheet, row++, 1, lines[i][1], NULL);
      }
  for (guint i = 0; i < figures->tables->len; i++)
    {
      const HechaFigureTable *table = figures->tables->pdata[i];

      if (table->note == NULL)
        continue;
      write_text (self, sheet, row, 0, table->title, self->head);
      write_text (self, sheet, row++, 1, table->note, NULL);
    }
}

/* Nothing in the file comes from the clock. */
static void
set_properties (Writer *self, const HechaFiguresMeta *meta)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (meta->at, utc);
  lxw_doc_properties properties = {
    .title = (char *)meta->title,
    .author = (char *)(meta->author != NULL ? meta->author : ""),
    .comments = (char *)"Hecha 核查",
    .created = at != NULL ? (time_t)g_date_time_to_unix (at) : 1,
  };

  note (self, workbook_set_properties (self->book, &properties));
}

static gboolean
write_book (const HechaFigures *figures, const HechaFiguresMeta *meta, const char *path)
{
  Writer self = {workbook_new (path), NULL, NULL, NULL, FALSE};

  if (self.book == NULL)
    return FALSE;
  self.head = workbook_add_format (self.book);
  self.percent = workbook_add_format (self.book);
  self.points = workbook_add_format (self.book);
  format_set_bold (self.head);
  format_set_num_format (self.percent, "0.00%");
  format_set_num_format (self.points, "0.00");
  set_properties (&self, meta);
  for (guint i = 0; i < figures->tables->len; i++)
    write_table (&self, figures->tables->pdata[i]);
  write_notes (&self, figures, meta);
  note (&self, workbook_close (self.book));
  return !self.failed;
}

/* The library writes by itself; what it wrote is on disk before it gets its name. */
static gboolean
sync_file (HechaDisk *disk, const char *path, GError **error)
{
  g_auto (HechaFile) file = HECHA_FILE_INIT;

  return hecha_file_open (&file, disk, path, 0, error) && hecha_file_sync (&file, error)
         && hecha_file_close (&file, error);
}

/**
 * hecha_figures_save_xlsx:
 * @self: tables, each a sheet
 * @meta: what the workbook says of itself
 * @disk: where it is written
 * @path: of the file; one that is there is replaced once the new one is whole
 * @error: what went wrong
 *
 * Numbers are numbers, texts are texts whatever they begin with, and there is no formula. The same tables are the same
 * bytes on any day.
 *
 * Returns: whether the file is there
 */
gboolean
hecha_figures_save_xlsx (const HechaFigures *self, const HechaFiguresMeta *meta, HechaDisk *disk,
                         const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_access (folder, W_OK) == 0 && write_book (self, meta, part) && sync_file (disk, part, error)
      && hecha_disk_rename (disk, part, path, error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("The workbook %s could not be written"), path);
  hecha_disk_unlink (disk, part, NULL);
  return FALSE;
}
