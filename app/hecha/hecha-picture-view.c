/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-picture-view.h"

#define MAX_ZOOM   16.0
#define WHEEL_STEP 1.2
/* Of a wheel without Control, in pixels. */
#define WHEEL_PAN 60.0

/**
 * HechaPictureView:
 *
 * A picture that fits its place, or as much larger as somebody wants: by pinching, by the wheel with Control, from
 * outside. What is larger than its place is dragged.
 */
struct _HechaPictureView
{
  GtkWidget parent_instance;

  GdkTexture *texture; /* (owned) (nullable) */
  double zoom;         /* 1 fits */
  double x, y;         /* what is in the middle, as parts of the picture's width and height */
  double pinch_zoom;   /* when pinching began */
  double drag_x, drag_y;
  gboolean pannable;
  HechaPictureDraw draw; /* (nullable) */
  gpointer draw_data;
};

enum
{
  ZOOMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaPictureView, hecha_picture_view, GTK_TYPE_WIDGET)

/* Where the picture is drawn, in the widget. */
static void
get_area (HechaPictureView *self, graphene_rect_t *area)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double w = gdk_texture_get_width (self->texture), h = gdk_texture_get_height (self->texture);
  double scale = MIN (width / w, height / h) * self->zoom;

  graphene_rect_init (area, (float)(width / 2 - self->x * w * scale),
                      (float)(height / 2 - self->y * h * scale), (float)(w * scale), (float)(h * scale));
}

/* Not past the edges; in the middle what is smaller than its place. */
static double
bound (double middle, double size, double place)
{
  double half = size > 0 ? place / size / 2 : 1;

  return half >= 0.5 ? 0.5 : CLAMP (middle, half, 1 - half);
}

static void
settle (HechaPictureView *self)
{
  graphene_rect_t area;

  if (self->texture != NULL)
    {
      get_area (self, &area);
      self->x = bound (self->x, area.size.width, gtk_widget_get_width (GTK_WIDGET (self)));
      self->y = bound (self->y, area.size.height, gtk_widget_get_height (GTK_WIDGET (self)));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_zoom (HechaPictureView *self, double zoom)
{
  zoom = CLAMP (zoom, 1, MAX_ZOOM);
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  settle (self);
  g_signal_emit (self, signals[ZOOMED], 0);
}

static void
hecha_picture_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HechaPictureView *self = HECHA_PICTURE_VIEW (widget);
  graphene_rect_t all, area;
  cairo_t *cr;

  if (self->texture == NULL)
    return;
  graphene_rect_init (&all, 0, 0, (float)gtk_widget_get_width (widget),
                      (float)gtk_widget_get_height (widget));
  get_area (self, &area);
  gtk_snapshot_push_clip (snapshot, &all);
  gtk_snapshot_append_texture (snapshot, self->texture, &area);
  if (self->draw != NULL)
    {
      cr = gtk_snapshot_append_cairo (snapshot, &all);
      cairo_translate (cr, area.origin.x, area.origin.y);
      cairo_scale (cr, area.size.width, area.size.width);
      self->draw (cr, 1 / area.size.width, self->draw_data);
      cairo_destroy (cr);
    }
  gtk_snapshot_pop (snapshot);
}

static void
hecha_picture_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                            int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 120;
  *natural = 480;
}

static void
hecha_picture_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  settle (HECHA_PICTURE_VIEW (widget));
}

/* ---- hands ---- */

static void
pinch_begin_cb (HechaPictureView *self)
{
  self->pinch_zoom = self->zoom;
}

static void
pinch_cb (HechaPictureView *self, double scale)
{
  set_zoom (self, self->pinch_zoom * scale);
}

static gboolean
scroll_cb (HechaPictureView *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if ((state & GDK_CONTROL_MASK) == 0)
    return hecha_picture_view_pan (self, dx * WHEEL_PAN, dy * WHEEL_PAN);
  hecha_picture_view_zoom (self, dy < 0 ? WHEEL_STEP : 1 / WHEEL_STEP);
  return TRUE;
}

static void
drag_begin_cb (HechaPictureView *self, double x, double y, GtkGesture *drag)
{
  if (!self->pannable || self->zoom <= 1)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
  self->drag_x = self->drag_y = 0;
}

static void
drag_update_cb (HechaPictureView *self, double x, double y)
{
  hecha_picture_view_pan (self, self->drag_x - x, self->drag_y - y);
  self->drag_x = x;
  self->drag_y = y;
}

static void
add_controllers (HechaPictureView *self)
{
  GtkGesture *pinch = gtk_gesture_zoom_new (), *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

/* ---- life cycle ---- */

static void
hecha_picture_view_dispose (GObject *object)
{
  g_clear_object (&HECHA_PICTURE_VIEW (object)->texture);
  G_OBJECT_CLASS (hecha_picture_view_parent_class)->dispose (object);
}

/* A window takes the arrows for itself, to move the focus: so they are bound here, where the focus is. */
static void
add_arrows (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Right, 0, "viewer.move", "(ii)", 1, 0);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, 0, "viewer.move", "(ii)", -1, 0);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Down, 0, "viewer.move", "(ii)", 0, 1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Return, 0, "viewer.press", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_space, 0, "viewer.press", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Up, 0, "viewer.move", "(ii)", 0, -1);
}

static void
hecha_picture_view_class_init (HechaPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_picture_view_dispose;
  widget_class->snapshot = hecha_picture_view_snapshot;
  widget_class->measure = hecha_picture_view_measure;
  widget_class->size_allocate = hecha_picture_view_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_arrows (widget_class);

  /**
   * HechaPictureView::zoomed:
   *
   * It is shown larger or smaller than before.
   */
  signals[ZOOMED] = g_signal_new ("zoomed", HECHA_TYPE_PICTURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
hecha_picture_view_init (HechaPictureView *self)
{
  self->zoom = 1;
  self->x = self->y = 0.5;
  self->pannable = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

/**
 * hecha_picture_view_set_texture:
 * @self: a view
 * @texture: (nullable): what to show
 * @same: it is the same picture, with more or fewer pixels, and the view stays where it is
 */
void
hecha_picture_view_set_texture (HechaPictureView *self, GdkTexture *texture, gboolean same)
{
  g_set_object (&self->texture, texture);
  if (!same)
    hecha_picture_view_fit (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hecha_picture_view_get_texture:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what is shown
 */
GdkTexture *
hecha_picture_view_get_texture (HechaPictureView *self)
{
  return self->texture;
}

/**
 * hecha_picture_view_set_overlay:
 * @self: a view
 * @draw: (nullable): draws over the picture
 * @data: for @draw
 */
void
hecha_picture_view_set_overlay (HechaPictureView *self, HechaPictureDraw draw, gpointer data)
{
  self->draw = draw;
  self->draw_data = data;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hecha_picture_view_zoom:
 * @self: a view
 * @by: times as large
 */
void
hecha_picture_view_zoom (HechaPictureView *self, double by)
{
  set_zoom (self, self->zoom * by);
}

/**
 * hecha_picture_view_fit:
 * @self: a view
 *
 * Shows all of the picture.
 */
void
hecha_picture_view_fit (HechaPictureView *self)
{
  self->x = self->y = 0.5;
  set_zoom (self, 1);
}

/**
 * hecha_picture_view_get_zoom:
 * @self: a view
 *
 * Returns: how much larger than what fits
 */
double
hecha_picture_view_get_zoom (HechaPictureView *self)
{
  return self->zoom;
}

/**
 * hecha_picture_view_pan:
 * @self: a view
 * @dx: pixels to the right
 * @dy: pixels down
 *
 * Returns: whether there is anything to pan
 */
gboolean
hecha_picture_view_pan (HechaPictureView *self, double dx, double dy)
{
  graphene_rect_t area;

  if (self->texture == NULL || self->zoom <= 1)
    return FALSE;
  get_area (self, &area);
  self->x += dx / area.size.width;
  self->y += dy / area.size.height;
  settle (self);
  return TRUE;
}

/**
 * hecha_picture_view_set_pannable:
 * @self: a view
 * @pannable: whether dragging moves the picture
 */
void
hecha_picture_view_set_pannable (HechaPictureView *self, gboolean pannable)
{
  self->pannable = pannable;
}

/**
 * hecha_picture_view_from_screen:
 * @self: a view that shows a picture
 * @x: (inout): from pixels in the widget to parts of the picture's width
 * @y: (inout): likewise, also of its width
 */
void
hecha_picture_view_from_screen (HechaPictureView *self, double *x, double *y)
{
  graphene_rect_t area;

  get_area (self, &area);
  *x = (*x - area.origin.x) / area.size.width;
  *y = (*y - area.origin.y) / area.size.width;
}
