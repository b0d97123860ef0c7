/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-graticule.h"

#include <math.h>

/* Lines are at least so far apart, in pixels. */
#define SPACING  90
#define ROUNDING 1e-9
/* The meridians' degrees have so many pixels for themselves. */
#define TOP 24

/**
 * HechaGraticule:
 *
 * Parallels and meridians with their degrees: the ground of a map where there are no tiles. Coasts and borders are left
 * out on purpose: a map of China with them needs an approval number (审图号), which the office's own tiles have.
 */
struct _HechaGraticule
{
  ShumateLayer parent_instance;
};

G_DEFINE_FINAL_TYPE (HechaGraticule, hecha_graticule, SHUMATE_TYPE_LAYER)

/* Degrees from one line to the next, so that they are not too close. */
static double
choose_step (double degrees_per_pixel)
{
  static const double steps[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] / degrees_per_pixel >= SPACING)
      return steps[i];
  return 45;
}

/* Nothing where the edge would cut it off. */
static void
draw_label (GtkWidget *widget, GtkSnapshot *snapshot, const GdkRGBA *color, double degrees, double x,
            double y)
{
  g_autofree char *text = g_strdup_printf ("%.10g°", degrees);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (x + 3 + width > gtk_widget_get_width (widget) || y + 1 + height > gtk_widget_get_height (widget))
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x + 3, (float)y + 1));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
hecha_graticule_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (widget));
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double north, west, south, east, x, y, step;
  GdkRGBA line, text;

  shumate_viewport_widget_coords_to_location (viewport, widget, 0, 0, &north, &west);
  shumate_viewport_widget_coords_to_location (viewport, widget, width, height, &south, &east);
  if (width < 1 || !(east > west) || !(north > south))
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  line = text;
  line.alpha *= 0.18f;
  text.alpha *= 0.72f;
  step = choose_step ((east - west) / width);
  for (double at = ceil (west / step - ROUNDING) * step; at <= east; at += step)
    {
      shumate_viewport_location_to_widget_coords (viewport, widget, north, at, &x, &y);
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT ((float)x, 0, 1, (float)height));
      draw_label (widget, snapshot, &text, round (at * 1000) / 1000, x, 0);
    }
  for (double at = ceil (south / step - ROUNDING) * step; at <= north; at += step)
    {
      shumate_viewport_location_to_widget_coords (viewport, widget, at, west, &x, &y);
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, (float)y, (float)width, 1));
      if (y >= TOP)
        draw_label (widget, snapshot, &text, round (at * 1000) / 1000, 0, y);
    }
}

static void
hecha_graticule_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));

  G_OBJECT_CLASS (hecha_graticule_parent_class)->constructed (object);
  g_signal_connect_object (viewport, "notify", G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
}

static void
hecha_graticule_class_init (HechaGraticuleClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = hecha_graticule_constructed;
  GTK_WIDGET_CLASS (klass)->snapshot = hecha_graticule_snapshot;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "graticule");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hecha_graticule_init (HechaGraticule *self)
{
}

/**
 * hecha_graticule_new:
 * @viewport: of the map
 *
 * Returns: (transfer floating): the layer
 */
HechaGraticule *
hecha_graticule_new (ShumateViewport *viewport)
{
  return g_object_new (HECHA_TYPE_GRATICULE, "viewport", viewport, NULL);
}
