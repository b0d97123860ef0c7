/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-signature-pad.h"

#include "domain/hecha-strokes.h"
#include "report/hecha-ink.h"

#include <glib/gi18n.h>

#define MIN_WIDTH 240
#define HEIGHT    180
/* Of a mouse or a finger, which tell none. */
#define PLAIN_PRESSURE 450
/* Hundredths of a point in a pixel of 96 to the inch. */
#define UNITS_PER_PIXEL 75.0

/**
 * HechaSignaturePad:
 *
 * Where a person signs with pen, finger or mouse. Keeps every point that the device tells, also those between two
 * frames, with its pressure and time.
 */
struct _HechaSignaturePad
{
  GtkWidget parent_instance;

  HechaInk *ink;    /* (owned) */
  GtkGesture *drag; /* (not owned) */
  guint32 first_ms; /* event time of the first point */
  double start_x;   /* of the stroke that is being drawn */
  double start_y;
  gboolean foreign; /* what is there was drawn on another pad */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaSignaturePad, hecha_signature_pad, GTK_TYPE_WIDGET)

static void
changed (HechaSignaturePad *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* How much smaller than drawn it is shown: what was drawn on a larger pad fits all the same. */
static double
get_scale (HechaSignaturePad *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  HechaInkBounds bounds;

  if (!self->foreign || !hecha_ink_bounds (self->ink, &bounds))
    return 1;
  return MIN (1, MIN (width / (bounds.x + bounds.width), height / (bounds.y + bounds.height)));
}

static void
add_point (HechaSignaturePad *self, double x, double y, double pressure, guint32 time)
{
  double scale = get_scale (self);
  HechaInkPoint point;

  if (hecha_ink_n_points (self->ink) >= HECHA_STROKES_MAX_POINTS)
    return;
  if (hecha_ink_n_points (self->ink) == 0)
    self->first_ms = time;
  x = CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self))) / scale;
  y = CLAMP (y, 0, gtk_widget_get_height (GTK_WIDGET (self))) / scale;
  point = (HechaInkPoint) {(int)(x * UNITS_PER_PIXEL), (int)(y * UNITS_PER_PIXEL), (int)(pressure * 1000),
                           (int)(time - self->first_ms)};
  hecha_ink_add (self->ink, &point);
}

/* GTK makes a motion of its own where the page moves under the pointer: it has no axes, and gdk_event_get_axis() of 4.8
 * looks into them all the same. */
static double
get_pressure (GdkEvent *event)
{
  double *axes = NULL;
  double pressure;
  guint n = 0;

  if (event != NULL && gdk_event_get_axes (event, &axes, &n) && axes != NULL
      && gdk_event_get_axis (event, GDK_AXIS_PRESSURE, &pressure))
    return CLAMP (pressure, 0, 1);
  return PLAIN_PRESSURE / 1000.0;
}

/* Points that came between two frames. */
static void
add_history (HechaSignaturePad *self, GdkEvent *event)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  g_autofree GdkTimeCoord *history = NULL;
  guint n = 0;
  double dx, dy, x, y;

  if (event == NULL || gdk_event_get_event_type (event) != GDK_MOTION_NOTIFY)
    return;
  history = gdk_event_get_history (event, &n);
  gtk_native_get_surface_transform (native, &dx, &dy);
  for (guint i = 0; i < n; i++)
    if ((history[i].flags & GDK_AXIS_FLAG_X) && (history[i].flags & GDK_AXIS_FLAG_Y)
        && gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self),
                                             history[i].axes[GDK_AXIS_X] - dx,
                                             history[i].axes[GDK_AXIS_Y] - dy, &x, &y))
      add_point (self, x, y,
                 history[i].flags & GDK_AXIS_FLAG_PRESSURE ? history[i].axes[GDK_AXIS_PRESSURE]
                                                           : get_pressure (event),
                 history[i].time);
}

static guint32
get_time (HechaSignaturePad *self)
{
  return gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (self->drag));
}

static void
drag_begin_cb (HechaSignaturePad *self, double x, double y)
{
  gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (hecha_ink_n_points (self->ink) >= HECHA_STROKES_MAX_POINTS)
    return;
  self->start_x = x;
  self->start_y = y;
  hecha_ink_begin (self->ink);
  add_point (self, x, y,
             get_pressure (gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (self->drag))),
             get_time (self));
  changed (self);
}

static void
drag_update_cb (HechaSignaturePad *self, double dx, double dy)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (self->drag));

  if (hecha_ink_n_strokes (self->ink) == 0)
    return;
  add_history (self, event);
  add_point (self, self->start_x + dx, self->start_y + dy, get_pressure (event), get_time (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (HechaSignaturePad *self, double dx, double dy)
{
  changed (self);
}

static gboolean
key_pressed_cb (HechaSignaturePad *self, guint keyval, guint code, GdkModifierType state)
{
  if (keyval == GDK_KEY_BackSpace || (keyval == GDK_KEY_z && (state & GDK_CONTROL_MASK)))
    hecha_signature_pad_undo (self);
  else if (keyval == GDK_KEY_Delete)
    hecha_signature_pad_clear (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- drawing ---- */

static void
draw_base_line (cairo_t *cr, const GdkRGBA *color, double width, double height)
{
  GdkRGBA faint = *color;

  faint.alpha *= 0.25F;
  gdk_cairo_set_source_rgba (cr, &faint);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 24, height * 0.75);
  cairo_line_to (cr, width - 24, height * 0.75);
  cairo_stroke (cr);
}

static void
hecha_signature_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HechaSignaturePad *self = HECHA_SIGNATURE_PAD (widget);
  float width = (float)gtk_widget_get_width (widget), height = (float)gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA color;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  G_GNUC_END_IGNORE_DEPRECATIONS
  draw_base_line (cr, &color, width, height);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_scale (cr, get_scale (self), get_scale (self));
  hecha_ink_draw (self->ink, cr);
  cairo_destroy (cr);
}

static void
hecha_signature_pad_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                             int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : MIN_WIDTH;
}

/* ---- life cycle ---- */

static void
hecha_signature_pad_finalize (GObject *object)
{
  hecha_ink_free (HECHA_SIGNATURE_PAD (object)->ink);
  G_OBJECT_CLASS (hecha_signature_pad_parent_class)->finalize (object);
}

static void
hecha_signature_pad_class_init (HechaSignaturePadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hecha_signature_pad_finalize;
  widget_class->snapshot = hecha_signature_pad_snapshot;
  widget_class->measure = hecha_signature_pad_measure;

  /**
   * HechaSignaturePad::changed:
   *
   * A stroke was drawn or taken back.
   */
  signals[CHANGED] = g_signal_new ("changed", HECHA_TYPE_SIGNATURE_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "signaturepad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hecha_signature_pad_init (HechaSignaturePad *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->ink = hecha_ink_new ();
  self->drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (self->drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drag));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Signature pad"),
                                  -1);
}

/**
 * hecha_signature_pad_is_empty:
 * @self: a pad
 *
 * Returns: whether nothing is drawn
 */
gboolean
hecha_signature_pad_is_empty (HechaSignaturePad *self)
{
  return hecha_ink_n_points (self->ink) == 0;
}

/**
 * hecha_signature_pad_dup_strokes:
 * @self: a pad
 *
 * Returns: (transfer full): what is drawn, as the record table keeps it
 */
char *
hecha_signature_pad_dup_strokes (HechaSignaturePad *self)
{
  return hecha_ink_dup_text (self->ink);
}

/**
 * hecha_signature_pad_set_strokes:
 * @self: a pad
 * @strokes: as of hecha_signature_pad_dup_strokes(), of any pad
 *
 * Takes over what was drawn elsewhere; when it is larger it is shown smaller, and kept as it was drawn.
 */
void
hecha_signature_pad_set_strokes (HechaSignaturePad *self, const char *strokes)
{
  HechaInk *ink = hecha_ink_parse (strokes);

  if (ink == NULL)
    return;
  hecha_ink_free (self->ink);
  self->ink = ink;
  self->foreign = TRUE;
  changed (self);
}

/**
 * hecha_signature_pad_undo:
 * @self: a pad
 *
 * Takes the last stroke back.
 */
void
hecha_signature_pad_undo (HechaSignaturePad *self)
{
  hecha_ink_undo (self->ink);
  changed (self);
}

/**
 * hecha_signature_pad_clear:
 * @self: a pad
 */
void
hecha_signature_pad_clear (HechaSignaturePad *self)
{
  hecha_ink_clear (self->ink);
  self->foreign = FALSE;
  changed (self);
}
