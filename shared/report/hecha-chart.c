/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-chart.h"

#include "report/hecha-page-private.h"

#include <pango/pangocairo.h>

/* Points. */
#define LABEL_WIDTH 120
#define TEXT_WIDTH  58
#define GAP         8
#define ROW         20
#define BAR         10
#define AXIS        18
#define END         6 /* of a line of limits */

typedef struct
{
  PangoLayout *label; /* (owned) */
  PangoLayout *text;  /* (owned) */
  HechaChartBar bar;  /* its texts are not used any more */
} Row;

typedef struct
{
  GArray *rows;           /* (owned) (element-type Row) */
  double most;            /* where the axis ends, from 0 to 1 */
  PangoLayout *labels[3]; /* (owned) of the axis: 0, half of it, all of it */
} Chart;

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_object_unref (row->label);
  g_object_unref (row->text);
}

static void
free_chart (gpointer data)
{
  Chart *self = data;

  g_array_unref (self->rows);
  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    g_object_unref (self->labels[i]);
  g_free (self);
}

/* ---- drawing it; black on white, as official documents are ---- */

/* @at: 0 with its left end there, 1 with its right end, 0.5 in the middle. */
static void
show (cairo_t *cr, PangoLayout *layout, double x, double middle, double at)
{
  int width, height;

  pango_layout_get_size (layout, &width, &height);
  cairo_move_to (cr, x - at * width / PANGO_SCALE, middle - (double)height / PANGO_SCALE / 2);
  pango_cairo_show_layout (cr, layout);
}

static void
stroke (cairo_t *cr, double x1, double y1, double x2, double y2, double width)
{
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

static void
draw_limits (cairo_t *cr, const HechaChartBar *bar, double left, double scale, double middle)
{
  double x1 = left + bar->limits[0] * scale, x2 = left + bar->limits[1] * scale;

  stroke (cr, x1, middle, x2, middle, 1);
  stroke (cr, x1, middle - END / 2.0, x1, middle + END / 2.0, 1);
  stroke (cr, x2, middle - END / 2.0, x2, middle + END / 2.0, 1);
}

static void
draw_row (cairo_t *cr, const Row *row, double left, double scale, double right, double middle)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  show (cr, row->label, left - GAP, middle, 1);
  show (cr, row->text, right + GAP, middle, 0);
  cairo_set_source_rgb (cr, 0.62, 0.62, 0.62);
  cairo_rectangle (cr, left, middle - BAR / 2.0, row->bar.value * scale, BAR);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (row->bar.has_limits)
    draw_limits (cr, &row->bar, left, scale, middle);
}

static void
draw_axis (cairo_t *cr, const Chart *self, double left, double right, double bottom)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    {
      double x = left + (right - left) * i / 2;

      cairo_set_source_rgb (cr, 0.8, 0.8, 0.8);
      stroke (cr, x, 0, x, bottom, 0.5);
      cairo_set_source_rgb (cr, 0, 0, 0);
      show (cr, self->labels[i], x, bottom + AXIS / 2.0, 0.5);
    }
}

static void
draw_chart (cairo_t *cr, double width, double height, gpointer data)
{
  const Chart *self = data;
  double left = LABEL_WIDTH + GAP, right = width - TEXT_WIDTH - GAP;
  double bottom = height - AXIS;

  draw_axis (cr, self, left, right, bottom);
  for (guint i = 0; i < self->rows->len; i++)
    draw_row (cr, &g_array_index (self->rows, Row, i), left, (right - left) / self->most, right,
              ROW * (i + 0.5));
  cairo_set_source_rgb (cr, 0, 0, 0);
  stroke (cr, left, 0, left, bottom, 0.75);
}

/* ---- making it ---- */

/* The end of the axis: the next of 5, 10, 20, 50 and 100 percent. */
static double
end_of_axis (const HechaChartBar *bars, guint n_bars)
{
  static const double ends[] = {0.05, 0.1, 0.2, 0.5};
  double most = 0;

  for (guint i = 0; i < n_bars; i++)
    most = MAX (most, bars[i].has_limits ? MAX (bars[i].value, bars[i].limits[1]) : bars[i].value);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (most <= ends[i])
      return ends[i];
  return 1;
}

/* One line, whatever its length. */
static PangoLayout *
new_label (HechaFonts *fonts, const char *text, double width)
{
  PangoLayout *layout = hecha_fonts_layout (fonts, HECHA_FONT_NOTE, text, width);

  pango_layout_set_height (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

/* As wide as its text is. */
static PangoLayout *
new_number (HechaFonts *fonts, const char *text)
{
  PangoLayout *layout = hecha_fonts_layout (fonts, HECHA_FONT_NOTE, text, TEXT_WIDTH);

  pango_layout_set_width (layout, -1);
  return layout;
}

static Chart *
new_chart (HechaFonts *fonts, const HechaChartBar *bars, guint n_bars)
{
  Chart *self = g_new0 (Chart, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row);
  self->most = end_of_axis (bars, n_bars);
  for (guint i = 0; i < n_bars; i++)
    {
      Row row = {new_label (fonts, bars[i].label, LABEL_WIDTH), new_number (fonts, bars[i].text), bars[i]};

      g_array_append_val (self->rows, row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->labels); i++)
    {
      g_autofree char *text = g_strdup_printf ("%g%%", self->most * 100 * i / 2);

      self->labels[i] = new_number (fonts, text);
    }
  return self;
}

/**
 * hecha_pages_add_chart:
 * @self: a document
 * @bars: (array length=n_bars): from top to bottom
 * @n_bars: at most %HECHA_CHART_MOST_BARS
 *
 * Rates as bars, on one page. Their values stand in a table too.
 */
void
hecha_pages_add_chart (HechaPages *self, const HechaChartBar *bars, guint n_bars)
{
  double height = ROW * n_bars + AXIS, gap = hecha_font_pitch (HECHA_FONT_CELL) / 2;
  Chart *chart;
  g_autoptr (HechaDrawing) drawing = NULL;

  g_return_if_fail (n_bars > 0 && n_bars <= HECHA_CHART_MOST_BARS);
  chart = new_chart (hecha_pages_get_fonts (self), bars, n_bars);
  drawing = hecha_drawing_new (HECHA_TYPE_WIDTH, height, draw_chart, chart, free_chart);
  hecha_pages_begin (self, height + gap);
  hecha_pages_add_space (self, gap);
  hecha_pages_put_drawing (self, drawing, 0, hecha_pages_get_y (self));
  hecha_pages_advance (self, height);
  hecha_pages_add_space (self, gap);
}
