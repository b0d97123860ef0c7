/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-quarter-document.h"

#include "domain/hecha-calendar.h"
#include "domain/hecha-quarter-words.h"
#include "domain/hecha-rule.h"
#include "report/hecha-chart.h"
#include "report/hecha-figures-file.h"
#include "report/hecha-page-private.h"
#include "report/hecha-page-table.h"

#include <string.h>

#define TITLE "目标完成质量分析报告"
/* A table with more columns than this on paper is set smaller. */
#define FEW_COLUMNS 6
/* Rows of a list on paper; the files with the data have all. */
#define MOST_ROWS 200
/* The red line under the name of the office. */
#define LINE_HEIGHT 2.0

/* A document that is being filled. */
typedef struct
{
  HechaPages *pages;                /* (not owned) */
  const HechaQuarterReport *report; /* (not owned) */
  const char *organisation;         /* (not owned) (nullable) */
  guint n_parts;                    /* of this section */
} Builder;

static char *
dup_title (const HechaQuarterReport *report)
{
  g_autofree char *name = hecha_quarter_dup_name (report->quarter);

  return g_strconcat (name, TITLE, NULL);
}

/* ---- the head ---- */

static void
draw_line (cairo_t *cr, double width, double height, gpointer data)
{
  cairo_set_source_rgb (cr, 0.8, 0, 0);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
}

/* Such as 2026年7月25日, in China. */
static char *
dup_day (const char *time)
{
  gint64 ms;
  GDate day;

  if (!hecha_rule_time_to_ms (time, &ms, NULL))
    return g_strdup (time);
  hecha_date_from_ms (&day, ms);
  return g_strdup_printf ("%d年%d月%d日", g_date_get_year (&day), g_date_get_month (&day),
                          g_date_get_day (&day));
}

/* The office's name over a red line, two lines below it the title (GB/T 9704). */
static void
add_head (Builder *self)
{
  double pitch = hecha_font_pitch (HECHA_FONT_BODY);
  g_autofree char *title = dup_title (self->report);
  g_autofree char *as_of = dup_day (self->report->as_of);
  g_autofree char *line = g_strdup_printf ("（数据截至%s）", as_of);
  g_autoptr (HechaDrawing) drawing = hecha_drawing_new (HECHA_TYPE_WIDTH, LINE_HEIGHT, draw_line, NULL, NULL);

  if (self->organisation != NULL)
    hecha_pages_add_heading (self->pages, HECHA_FONT_TITLE, self->organisation);
  hecha_pages_begin (self->pages, pitch);
  hecha_pages_add_space (self->pages, pitch / 4);
  hecha_pages_put_drawing (self->pages, drawing, 0, hecha_pages_get_y (self->pages));
  hecha_pages_advance (self->pages, LINE_HEIGHT + 2 * pitch);
  hecha_pages_add_heading (self->pages, HECHA_FONT_TITLE, title);
  hecha_pages_add_text (self->pages, HECHA_FONT_SUBHEADING, HECHA_ALIGN_CENTER, line);
  if (self->report->changes->len > 0)
    hecha_pages_add_text (self->pages, HECHA_FONT_SUBHEADING, HECHA_ALIGN_CENTER,
                          "（定稿后有裁定或补充，部分数据已有变化，见文末）");
  if (self->report->incomparable != NULL)
    hecha_pages_add_text (self->pages, HECHA_FONT_SUBHEADING, HECHA_ALIGN_CENTER,
                          "（现有记录有争议或无法读取，不能与定稿对照）");
  if (self->report->before_incomparable != NULL)
    hecha_pages_add_text (self->pages, HECHA_FONT_SUBHEADING, HECHA_ALIGN_CENTER,
                          "（上季度的现有记录有争议，上季度数据不能与定稿对照）");
  hecha_pages_add_space (self->pages, pitch);
}

/* ---- tables ---- */

static void
add_part_heading (Builder *self, const char *title)
{
  static const char *const numbers[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  g_autofree char *text
    = g_strdup_printf ("（%s）%s", numbers[MIN (self->n_parts, G_N_ELEMENTS (numbers) - 1)], title);

  self->n_parts++;
  hecha_pages_add_heading (self->pages, HECHA_FONT_SUBHEADING, text);
}

static gboolean
is_number (HechaFigureKind kind)
{
  return kind != HECHA_FIGURE_TEXT && kind != HECHA_FIGURE_WORD;
}

static void
add_row (HechaPageTable *page, const HechaFigureTable *table, const HechaFigureRow *row, HechaFont font)
{
  hecha_page_table_add_row (page);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      g_autofree char *text
        = column->width > 0 ? hecha_figure_column_dup_text (column, row->cells->pdata[i]) : NULL;

      if (text != NULL)
        hecha_page_table_add_cell (page, 1, font,
                                   is_number (column->kind) ? HECHA_ALIGN_CENTER : HECHA_ALIGN_START, text);
    }
}

static HechaPageTable *
begin_table (const HechaFigureTable *table, HechaFont *font)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  HechaPageTable *page;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      double part = column->width;

      if (column->width == 0)
        continue;
      g_array_append_val (parts, part);
      g_ptr_array_add (titles, column->title);
    }
  g_ptr_array_add (titles, NULL);
  *font = parts->len > FEW_COLUMNS ? HECHA_FONT_NOTE : HECHA_FONT_CELL;
  page = hecha_page_table_new (parts->len, (const double *)parts->data);
  hecha_page_table_add_header (page, (const char *const *)titles->pdata);
  return page;
}

static gboolean
is_on_paper (const HechaFigureTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (((const HechaFigureColumn *)table->columns->pdata[i])->width > 0)
      return TRUE;
  return FALSE;
}

static void
put_table (Builder *self, const HechaFigureTable *table)
{
  guint n_rows = MIN (table->rows->len, MOST_ROWS);
  g_autoptr (HechaPageTable) page = NULL;
  g_autofree char *rest = NULL;
  HechaFont font;

  page = begin_table (table, &font);
  for (guint i = 0; i < n_rows; i++)
    add_row (page, table, table->rows->pdata[i], font);
  hecha_pages_add_table (self->pages, page);
  if (table->note != NULL)
    hecha_pages_add_text (self->pages, HECHA_FONT_NOTE, HECHA_ALIGN_START, table->note);
  if (table->rows->len > n_rows)
    rest = g_strdup_printf ("其余%u行见数据表。", table->rows->len - n_rows);
  if (rest != NULL)
    hecha_pages_add_text (self->pages, HECHA_FONT_NOTE, HECHA_ALIGN_START, rest);
}

static void
add_table (Builder *self, const char *id)
{
  const HechaFigureTable *table = hecha_figures_find (self->report->figures, id);

  if (table == NULL || table->rows->len == 0 || !is_on_paper (table))
    return;
  add_part_heading (self, table->title);
  put_table (self, table);
}

/* ---- charts: each shows columns of the table before it ---- */

/* From 0 to 1; what is no proportion is none. */
static double
value_of (const char *cell)
{
  g_auto (GStrv) parts = g_strsplit (cell, "/", 2);
  double value = g_ascii_strtod (cell, NULL);

  if (parts[0] != NULL && parts[1] != NULL)
    value = g_ascii_strtod (parts[0], NULL) / g_ascii_strtod (parts[1], NULL);
  return value >= 0 && value <= 1 ? value : 0;
}

typedef struct
{
  GArray *bars;     /* (owned) (element-type HechaChartBar) */
  GPtrArray *texts; /* (owned) of them */
} Bars;

static void
bars_clear (Bars *self)
{
  g_array_unref (self->bars);
  g_ptr_array_unref (self->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bars, bars_clear)

/* A table that another program finalised need not have these columns. */
static void
add_bar (Bars *self, const HechaFigureTable *table, guint row, const char *label, const char *const *limits)
{
  int at = hecha_figure_table_find_column (table, "rate");
  const char *rate = hecha_figure_table_get (table, row, "rate");
  HechaChartBar bar = {.label = hecha_figure_table_get (table, row, label)};

  if (rate == NULL || bar.label == NULL)
    return;
  bar.value = value_of (rate);
  bar.text = hecha_figure_column_dup_text (table->columns->pdata[at], rate);
  g_ptr_array_add (self->texts, (gpointer)bar.text);
  bar.has_limits = limits != NULL && hecha_figure_table_get (table, row, limits[0]) != NULL
                   && hecha_figure_table_get (table, row, limits[1]) != NULL;
  for (guint i = 0; bar.has_limits && i < 2; i++)
    bar.limits[i] = value_of (hecha_figure_table_get (table, row, limits[i]));
  g_array_append_val (self->bars, bar);
}

static int
compare_bars (gconstpointer a, gconstpointer b)
{
  double x = ((const HechaChartBar *)a)->value, y = ((const HechaChartBar *)b)->value;

  return (x < y) - (x > y);
}

/* Where there are more than a page takes, those with the highest rates. */
static void
add_bars (Builder *self, Bars *bars, const char *title)
{
  g_autofree char *caption = NULL;

  if (bars->bars->len == 0)
    return;
  if (bars->bars->len > HECHA_CHART_MOST_BARS)
    {
      g_array_sort (bars->bars, compare_bars);
      g_array_set_size (bars->bars, HECHA_CHART_MOST_BARS);
      caption = g_strdup_printf ("%s（最高的%d个）", title, HECHA_CHART_MOST_BARS);
    }
  hecha_pages_add_chart (self->pages, (const HechaChartBar *)bars->bars->data, bars->bars->len);
  hecha_pages_add_text (self->pages, HECHA_FONT_NOTE, HECHA_ALIGN_CENTER, caption != NULL ? caption : title);
  hecha_pages_add_space (self->pages, hecha_font_pitch (HECHA_FONT_CELL) / 2);
}

static void
add_chart (Builder *self, const char *id, const char *label, const char *const *limits, const char *title)
{
  const HechaFigureTable *table = hecha_figures_find (self->report->figures, id);
  g_auto (Bars) bars
    = {g_array_new (FALSE, FALSE, sizeof (HechaChartBar)), g_ptr_array_new_with_free_func (g_free)};

  for (guint i = 0; table != NULL && i < table->rows->len; i++)
    add_bar (&bars, table, i, label, limits);
  add_bars (self, &bars, title);
}

/* ---- the five parts (P3 6.2.6) ---- */

static void
begin_part (Builder *self, guint part)
{
  static const char *const numbers[HECHA_REPORT_PARTS] = {"一", "二", "三", "四", "五"};
  g_autofree char *text
    = g_strdup_printf ("%s、%s", numbers[part], hecha_quarter_report_get_title ((char)('a' + (int)part)));
  const char *words = self->report->texts[part];

  self->n_parts = 0;
  hecha_pages_add_heading (self->pages, HECHA_FONT_HEADING, text);
  hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT,
                        *words != '\0' ? words : "（待撰写）");
}

static void
add_completion (Builder *self)
{
  begin_part (self, 0);
  add_table (self, "declarations");
  add_table (self, "agencies");
  add_chart (self, "agencies", "name", NULL, "图1  各部门核验误差率");
  add_table (self, "classes");
  add_table (self, "quarters");
}

static void
add_running (Builder *self)
{
  static const char *const limits[] = {"low_share", "high_share"};
  const HechaFigureTable *operators = hecha_figures_find (self->report->figures, "operators");

  begin_part (self, 1);
  add_table (self, "plans");
  add_table (self, "limits");
  add_chart (self, "limits", "plan", limits, "图2  各核查方案的误差率及其95%置信区间");
  add_table (self, "found");
  if (operators != NULL && operators->note != NULL)
    add_table (self, "operators");
  add_table (self, "states");
  add_table (self, "excluded");
}

static void
add_parts (Builder *self)
{
  add_completion (self);
  add_running (self);
  begin_part (self, 2);
  add_table (self, "failures");
  add_table (self, "appeals");
  begin_part (self, 3);
  begin_part (self, 4);
  add_table (self, "negative");
  add_table (self, "make_up");
}

/* ---- the end ---- */

/* The figures that are others today than when the report was finalised; it is marked, never rewritten. */
static void
add_changes (Builder *self)
{
  const HechaFigureTable *table = hecha_figures_find (self->report->figures, "changes");

  if (self->report->changes->len == 0 || table == NULL || !is_on_paper (table))
    return;
  hecha_pages_add_heading (self->pages, HECHA_FONT_HEADING, "附：定稿后有变化的数据");
  put_table (self, table);
}

/* Who and when, the right edge four characters in; then by what the document can be checked. */
static void
add_end (Builder *self)
{
  g_autofree char *proof = NULL;
  g_autofree char *date = NULL;

  if (self->report->hash == NULL)
    return;
  if (self->report->at != NULL)
    {
      g_autofree char *day = dup_day (self->report->at);

      date = g_strconcat (day, "　　　　", NULL);
      hecha_pages_add_space (self->pages, hecha_font_pitch (HECHA_FONT_BODY));
      if (self->organisation != NULL)
        {
          g_autofree char *name = g_strconcat (self->organisation, "　　　　", NULL);

          hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_END, name);
        }
      hecha_pages_add_text (self->pages, HECHA_FONT_BODY, HECHA_ALIGN_END, date);
    }
  proof = g_strdup_printf ("定稿摘要 %s", self->report->hash);
  hecha_pages_add_space (self->pages, hecha_font_pitch (HECHA_FONT_BODY));
  hecha_pages_add_text (self->pages, HECHA_FONT_CODE, HECHA_ALIGN_START, proof);
}

static void
add_missing (HechaQuarterDocument *self)
{
  g_autofree char *text = NULL;

  self->missing = hecha_pages_dup_missing (self->pages);
  if (self->missing == NULL)
    return;
  text = g_strdup_printf ("本机没有字库可印的字符，以“〓”代替：%s", self->missing);
  hecha_pages_add_text (self->pages, HECHA_FONT_NOTE, HECHA_ALIGN_START, text);
}

static const char *
mark_of (const HechaQuarterReport *report)
{
  if (report->disputed != 0)
    return "有争议";
  return report->hash == NULL ? "草稿" : NULL;
}

/**
 * hecha_quarter_document_new:
 * @report: what it says
 * @organisation: (nullable): the office's name
 *
 * Lays the report out. Any thread may do it, one at a time.
 *
 * Returns: (transfer full): the document
 */
HechaQuarterDocument *
hecha_quarter_document_new (const HechaQuarterReport *report, const char *organisation)
{
  HechaQuarterDocument *self = g_new0 (HechaQuarterDocument, 1);
  Builder builder = {hecha_pages_new (), report, organisation, 0};

  self->pages = builder.pages;
  self->title = dup_title (report);
  self->organisation = g_strdup (organisation);
  self->quarter = g_strdup (report->quarter);
  self->at = g_strdup (report->at != NULL ? report->at : report->as_of);
  hecha_pages_set_mark (self->pages, mark_of (report));
  add_head (&builder);
  add_parts (&builder);
  add_end (&builder);
  add_changes (&builder);
  add_missing (self);
  return self;
}

/**
 * hecha_quarter_document_free:
 * @self: (transfer full) (nullable): a document
 */
void
hecha_quarter_document_free (HechaQuarterDocument *self)
{
  if (self == NULL)
    return;
  hecha_pages_free (self->pages);
  g_free (self->title);
  g_free (self->organisation);
  g_free (self->quarter);
  g_free (self->at);
  g_free (self->missing);
  g_free (self);
}

/**
 * hecha_quarter_document_save:
 * @self: a document
 * @disk: where it is written
 * @path: of its PDF
 * @cancellable: (nullable): to stop
 * @error: why it was not written
 *
 * Returns: whether it is there
 */
gboolean
hecha_quarter_document_save (HechaQuarterDocument *self, HechaDisk *disk, const char *path,
                             GCancellable *cancellable, GError **error)
{
  const HechaPdfMeta meta = {self->title, self->organisation, self->quarter, self->at};

  return hecha_pdf_save (self->pages, &meta, disk, path, cancellable, error);
}

/**
 * hecha_quarter_workbook_save:
 * @report: a report
 * @organisation: (nullable): the office's name
 * @disk: where it is written
 * @path: of its XLSX
 * @error: why it was not written
 *
 * All tables of the report, each a sheet.
 *
 * Returns: whether it is there
 */
gboolean
hecha_quarter_workbook_save (const HechaQuarterReport *report, const char *organisation, HechaDisk *disk,
                             const char *path, GError **error)
{
  g_autofree char *title = dup_title (report);
  const HechaFiguresMeta meta
    = {title, organisation, report->at != NULL ? report->at : report->as_of, report->hash};

  return hecha_figures_save_xlsx (report->figures, &meta, disk, path, error);
}
