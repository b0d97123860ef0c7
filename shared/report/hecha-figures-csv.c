/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-figures-file.h"

#include "base/hecha-file.h"

#include <csv.h>
#include <fcntl.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

/* What a spreadsheet takes for the beginning of a formula, the full-width ones of Chinese input methods too. */
static gboolean
looks_like_formula (const char *text)
{
  static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−"};

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;
  return FALSE;
}

static void
append_text (GString *out, const char *text)
{
  g_autofree char *safe = g_strconcat (looks_like_formula (text) ? "'" : "", text, NULL);
  gsize length = strlen (safe), n = csv_write (NULL, 0, safe, length);
  g_autofree char *quoted = g_malloc (n);

  csv_write (quoted, n, safe, length);
  g_string_append_len (out, quoted, (gssize)n);
}

static void
append_cell (GString *out, const HechaFigureColumn *column, const char *cell)
{
  gboolean is_text = column->kind == HECHA_FIGURE_TEXT || column->kind == HECHA_FIGURE_WORD;
  g_autofree char *text = cell != NULL || column->kind == HECHA_FIGURE_RATE
                            ? hecha_figure_column_dup_text (column, cell)
                            : g_strdup ("");

  if (is_text)
    append_text (out, text);
  else
    g_string_append (out, text); /* digits, and what belongs to them */
}

static GString *
make_csv (const HechaFigureTable *table)
{
  GString *out = g_string_new (BOM);

  for (guint i = 0; i < table->columns->len; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      append_text (out, ((const HechaFigureColumn *)table->columns->pdata[i])->title);
    }
  g_string_append (out, "\r\n");
  for (guint k = 0; k < table->rows->len; k++)
    {
      const HechaFigureRow *row = table->rows->pdata[k];

      for (guint i = 0; i < table->columns->len; i++)
        {
          g_string_append (out, i > 0 ? "," : "");
          append_cell (out, table->columns->pdata[i], row->cells->pdata[i]);
        }
      g_string_append (out, "\r\n");
    }
  return out;
}

/**
 * hecha_figures_save_csv:
 * @table: one table
 * @disk: where it is written
 * @path: of the file; one that is there is replaced once the new one is whole
 * @error: what went wrong
 *
 * RFC 4180, UTF-8 with a BOM, by which Excel knows it. A text that a spreadsheet would run as a formula has an
 * apostrophe before it.
 *
 * Returns: whether the file is there
 */
gboolean
hecha_figures_save_csv (const HechaFigureTable *table, HechaDisk *disk, const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (GString) text = make_csv (table);
  g_auto (HechaFile) file = HECHA_FILE_INIT;

  if (hecha_file_open (&file, disk, part, O_CREAT | O_TRUNC, error)
      && hecha_file_write (&file, text->str, text->len, error) && hecha_file_sync (&file, error)
      && hecha_file_close (&file, error) && hecha_disk_rename (disk, part, path, error))
    return TRUE;
  hecha_disk_unlink (disk, part, NULL);
  return FALSE;
}

/* The main table has the name itself. */
static char *
dup_path (const char *path, const HechaFigureTable *table)
{
  gsize length = strlen (path) - (g_str_has_suffix (path, ".csv") ? strlen (".csv") : 0);

  return strcmp (table->id, "agencies") == 0 ? g_strdup (path)
                                             : g_strdup_printf ("%.*s-%s.csv", (int)length, path, table->id);
}

/**
 * hecha_figures_list_csv:
 * @self: figures
 * @path: of the main table, such as FILE.csv; every other one stands beside it as FILE-ID.csv
 *
 * Returns: (transfer full) (element-type utf8): the files in which the tables are saved, in their order
 */
GPtrArray *
hecha_figures_list_csv (const HechaFigures *self, const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->tables->len; i++)
    g_ptr_array_add (files, dup_path (path, self->tables->pdata[i]));
  return files;
}

/**
 * hecha_figures_save_all_csv:
 * @self: figures
 * @disk: where they are written
 * @path: as of hecha_figures_list_csv()
 * @error: what went wrong; what was written before that stays
 *
 * Saves each table as hecha_figures_save_csv() does.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the files
 */
GPtrArray *
hecha_figures_save_all_csv (const HechaFigures *self, HechaDisk *disk, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = hecha_figures_list_csv (self, path);

  for (guint i = 0; i < files->len; i++)
    if (!hecha_figures_save_csv (self->tables->pdata[i], disk, files->pdata[i], error))
      return NULL;
  return g_steal_pointer (&files);
}
