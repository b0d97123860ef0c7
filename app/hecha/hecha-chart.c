/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-chart.h"

#include <pango/pangocairo.h>

/* Pixels. */
#define ROW_HEIGHT 42
#define BAR_HEIGHT 14
#define GAP        2

/**
 * HechaChart:
 *
 * Lines of bars, or of values with their limits, drawn in the colours of the app; below each other, so that it fits
 * into any width. What it shows is also told in a table beside it, which is what a screen reader reads.
 */
struct _HechaChart
{
  GtkWidget parent_instance;

  GPtrArray *lines; /* (owned) (element-type Line) */
};

/* Either parts of a bar, or a value between two limits, on a scale that all lines share. */
typedef struct
{
  char *label;
  char *text; /* (nullable): at the end of the line */
  GArray *parts;
  gboolean is_range;
  HechaChartColor color;
  double low, value, high;
} Line;

G_DEFINE_FINAL_TYPE (HechaChart, hecha_chart, GTK_TYPE_WIDGET)

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->label);
  g_free (line->text);
  g_array_unref (line->parts);
  g_free (line);
}

/* ---- colours ---- */

static void
get_color (HechaChart *self, HechaChartColor color, GdkRGBA *rgba)
{
  static const char *const names[] = {
    [HECHA_CHART_NEUTRAL] = NULL,      [HECHA_CHART_BEGUN] = "blue_3",
    [HECHA_CHART_READY] = "yellow_4",  [HECHA_CHART_EFFECTIVE] = "green_4",
    [HECHA_CHART_CONTESTED] = "red_3", [HECHA_CHART_THIRD_PARTY] = "purple_3",
  };
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_get_color (style, rgba);
  if (names[color] == NULL || !gtk_style_context_lookup_color (style, names[color], rgba))
    rgba->alpha *= 0.25F;
}

/* ---- drawing ---- */

static double
find_scale (HechaChart *self)
{
  double most = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = self->lines->pdata[i];
      double sum = line->high;

      for (guint k = 0; k < line->parts->len; k++)
        sum += g_array_index (line->parts, HechaChartPart, k).value;
      most = MAX (most, sum);
    }
  return most > 0 ? most : 1;
}

static void
draw_text (HechaChart *self, cairo_t *cr, const char *text, double y, double width, gboolean at_end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color;
  int text_width;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_alignment (layout, at_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
}

/* An edge around each part, so that high contrast tells them apart. */
static void
draw_parts (HechaChart *self, cairo_t *cr, const Line *line, double y, double scale)
{
  double x = 0;

  for (guint i = 0; i < line->parts->len; i++)
    {
      const HechaChartPart *part = &g_array_index (line->parts, HechaChartPart, i);
      double width = part->value * scale;
      GdkRGBA color;

      if (width <= 0)
        continue;
      get_color (self, part->color, &color);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_rectangle (cr, x, y, MAX (width - GAP, 1), BAR_HEIGHT);
      cairo_fill (cr);
      x += width;
    }
}

static void
draw_range (HechaChart *self, cairo_t *cr, const Line *line, double y, double scale, double width)
{
  double middle = y + BAR_HEIGHT / 2.0;
  GdkRGBA color;

  get_color (self, HECHA_CHART_NEUTRAL, &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, 0, middle - 0.5, width, 1);
  cairo_fill (cr);
  get_color (self, line->color, &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, line->low * scale, middle - 2, MAX ((line->high - line->low) * scale, 1), 4);
  cairo_rectangle (cr, line->low * scale, middle - 6, 2, 12);
  cairo_rectangle (cr, line->high * scale - 2, middle - 6, 2, 12);
  cairo_fill (cr);
  cairo_arc (cr, CLAMP (line->value * scale, 5, MAX (width - 5, 5)), middle, 5, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
hecha_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HechaChart *self = HECHA_CHART (widget);
  int width = gtk_widget_get_width (widget);
  double scale = width / find_scale (self);
  cairo_t *cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)gtk_widget_get_height (widget)));

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = self->lines->pdata[i];
      double y = (double)i * ROW_HEIGHT;

      draw_text (self, cr, line->label, y, line->text != NULL ? width * 0.6 : width, FALSE);
      if (line->text != NULL)
        draw_text (self, cr, line->text, y, width, TRUE);
      if (line->is_range)
        draw_range (self, cr, line, y + ROW_HEIGHT - BAR_HEIGHT - 4, scale, width);
      else
        draw_parts (self, cr, line, y + ROW_HEIGHT - BAR_HEIGHT - 4, scale);
    }
  cairo_destroy (cr);
}

static void
hecha_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  int height = (int)HECHA_CHART (widget)->lines->len * ROW_HEIGHT;

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? height : 200;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : 600;
}

/* ---- life cycle ---- */

static void
hecha_chart_finalize (GObject *object)
{
  g_ptr_array_unref (HECHA_CHART (object)->lines);
  G_OBJECT_CLASS (hecha_chart_parent_class)->finalize (object);
}

static void
hecha_chart_class_init (HechaChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hecha_chart_finalize;
  widget_class->snapshot = hecha_chart_snapshot;
  widget_class->measure = hecha_chart_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "chart");
}

static void
hecha_chart_init (HechaChart *self)
{
  self->lines = g_ptr_array_new_with_free_func (free_line);
}

/**
 * hecha_chart_new:
 * @name: what it shows
 *
 * Returns: (transfer floating): a chart without lines
 */
GtkWidget *
hecha_chart_new (const char *name)
{
  GtkWidget *self = g_object_new (HECHA_TYPE_CHART, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return self;
}

/**
 * hecha_chart_clear:
 * @self: a chart
 *
 * Takes all lines away.
 */
void
hecha_chart_clear (HechaChart *self)
{
  g_ptr_array_set_size (self->lines, 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static Line *
add_line (HechaChart *self, const char *label)
{
  Line *line = g_new0 (Line, 1);

  line->label = g_strdup (label);
  line->parts = g_array_new (FALSE, FALSE, sizeof (HechaChartPart));
  g_ptr_array_add (self->lines, line);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return line;
}

/**
 * hecha_chart_add_bar:
 * @self: a chart
 * @label: what the line is about
 * @parts: (array length=n_parts): of the bar, from the left
 * @n_parts: how many
 */
void
hecha_chart_add_bar (HechaChart *self, const char *label, const HechaChartPart *parts, guint n_parts)
{
  g_array_append_vals (add_line (self, label)->parts, parts, n_parts);
}

/**
 * hecha_chart_add_range:
 * @self: a chart
 * @label: what the line is about
 * @text: (nullable): the value in words, at the end of the line
 * @color: of it
 * @low: lower limit, not negative
 * @value: the value
 * @high: upper limit
 */
void
hecha_chart_add_range (HechaChart *self, const char *label, const char *text, HechaChartColor color,
                       double low, double value, double high)
{
  Line *line = add_line (self, label);

  line->text = g_strdup (text);
  line->is_range = TRUE;
  line->color = color;
  line->low = low;
  line->value = value;
  line->high = high;
}
