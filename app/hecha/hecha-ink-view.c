/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-ink-view.h"

#define HEIGHT 72
#define WIDTH  150

/**
 * HechaInkView:
 *
 * A signature that was given: the strokes, as large as there is room.
 */
struct _HechaInkView
{
  GtkWidget parent_instance;

  HechaInk *ink; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaInkView, hecha_ink_view, GTK_TYPE_WIDGET)

static void
get_color (GtkWidget *widget, GdkRGBA *color)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
hecha_ink_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HechaInkView *self = HECHA_INK_VIEW (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  HechaInkBounds bounds;
  double scale;
  cairo_t *cr;
  GdkRGBA color;

  if (self->ink == NULL || !hecha_ink_bounds (self->ink, &bounds))
    return;
  scale = MIN (MIN (width / bounds.width, height / bounds.height), 1);
  get_color (widget, &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  cairo_translate (cr, (width - bounds.width * scale) / 2, (height - bounds.height * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -bounds.x, -bounds.y);
  gdk_cairo_set_source_rgba (cr, &color);
  hecha_ink_draw (self->ink, cr);
  cairo_destroy (cr);
}

static void
hecha_ink_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : WIDTH / 2;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : WIDTH;
}

static void
hecha_ink_view_finalize (GObject *object)
{
  hecha_ink_free (HECHA_INK_VIEW (object)->ink);
  G_OBJECT_CLASS (hecha_ink_view_parent_class)->finalize (object);
}

static void
hecha_ink_view_class_init (HechaInkViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hecha_ink_view_finalize;
  widget_class->snapshot = hecha_ink_view_snapshot;
  widget_class->measure = hecha_ink_view_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hecha_ink_view_init (HechaInkView *self)
{
}

/**
 * hecha_ink_view_new:
 * @strokes: (nullable): as the store has them
 *
 * Returns: (transfer floating): what shows them
 */
GtkWidget *
hecha_ink_view_new (const char *strokes)
{
  HechaInkView *self = g_object_new (HECHA_TYPE_INK_VIEW, NULL);

  self->ink = strokes != NULL ? hecha_ink_parse (strokes) : NULL;
  return GTK_WIDGET (self);
}
