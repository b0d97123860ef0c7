/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-marker.h"

#include "hecha-widget.h"

/* How far an arrow key goes, in parts of the picture's width. */
#define STEP 0.02

/**
 * HechaMarker:
 *
 * The tools that put marks on a picture: with pen, mouse or finger by dragging, with keys by a cross that the arrows
 * move and Enter sets down.
 */
struct _HechaMarker
{
  GtkWidget parent_instance;

  GtkToggleButton *arrow;
  GtkToggleButton *box;
  GtkEntry *note;
  GtkToggleButton *pen;
  GtkButton *save_button;
  GtkToggleButton *text;
  GtkButton *undo_button;

  HechaMarks *marks;      /* (owned) */
  HechaPictureView *view; /* (not owned) (nullable): while marks are made */
  GtkGesture *drag;       /* (not owned): the view's */
  double from_x, from_y;  /* of a drag, in pixels */
  double x, y;            /* of the cross */
  gboolean cross;         /* it is shown */
  gboolean begun;         /* by key, and not set down */
};

G_DEFINE_FINAL_TYPE (HechaMarker, hecha_marker, GTK_TYPE_WIDGET)

static void
update (HechaMarker *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo_button), hecha_marks_get_n (self->marks) > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), hecha_marker_has_any (self));
  if (self->view != NULL)
    gtk_widget_queue_draw (GTK_WIDGET (self->view));
}

static HechaMarkKind
get_kind (HechaMarker *self)
{
  return gtk_toggle_button_get_active (self->arrow) ? HECHA_MARK_ARROW
         : gtk_toggle_button_get_active (self->box) ? HECHA_MARK_BOX
         : gtk_toggle_button_get_active (self->pen) ? HECHA_MARK_PEN
                                                    : HECHA_MARK_TEXT;
}

static void
draw (cairo_t *cr, double pixel, gpointer data)
{
  HechaMarker *self = data;

  hecha_marks_draw (self->marks, cr);
  if (!self->cross)
    return;
  cairo_set_operator (cr, CAIRO_OPERATOR_DIFFERENCE);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 2 * pixel);
  cairo_move_to (cr, self->x - 14 * pixel, self->y);
  cairo_line_to (cr, self->x + 14 * pixel, self->y);
  cairo_move_to (cr, self->x, self->y - 14 * pixel);
  cairo_line_to (cr, self->x, self->y + 14 * pixel);
  cairo_stroke (cr);
}

/* ---- by hand ---- */

static void
begin_mark (HechaMarker *self, double x, double y)
{
  HechaMarkKind kind = get_kind (self);
  const char *note = gtk_editable_get_text (GTK_EDITABLE (self->note));

  if (kind == HECHA_MARK_TEXT && *note == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->note));
      return;
    }
  hecha_marks_begin (self->marks, kind, kind == HECHA_MARK_TEXT ? note : NULL, x, y);
  update (self);
}

static void
drag_begin_cb (HechaMarker *self, double x, double y)
{
  guint before = hecha_marks_get_n (self->marks);

  self->from_x = x;
  self->from_y = y;
  self->cross = self->begun = FALSE;
  hecha_picture_view_from_screen (self->view, &x, &y);
  begin_mark (self, x, y);
  if (hecha_marks_get_n (self->marks) == before)
    gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (HechaMarker *self, double dx, double dy)
{
  double x = self->from_x + dx, y = self->from_y + dy;

  hecha_picture_view_from_screen (self->view, &x, &y);
  hecha_marks_extend (self->marks, x, y);
  update (self);
}

/* ---- by key ---- */

/**
 * hecha_marker_move:
 * @self: tools in use
 * @x: steps to the right
 * @y: steps down
 */
void
hecha_marker_move (HechaMarker *self, int x, int y)
{
  GdkTexture *texture = hecha_picture_view_get_texture (self->view);
  double height = (double)gdk_texture_get_height (texture) / gdk_texture_get_width (texture);

  if (!self->cross)
    {
      self->x = 0.5;
      self->y = height / 2;
      self->cross = TRUE;
    }
  self->x = CLAMP (self->x + x * STEP, 0, 1);
  self->y = CLAMP (self->y + y * STEP, 0, height);
  if (self->begun)
    hecha_marks_extend (self->marks, self->x, self->y);
  update (self);
}

/**
 * hecha_marker_press:
 * @self: tools in use
 *
 * Sets down where the cross is: the beginning of a mark, then its end.
 */
void
hecha_marker_press (HechaMarker *self)
{
  guint before = hecha_marks_get_n (self->marks);

  if (!self->cross)
    hecha_marker_move (self, 0, 0);
  if (!self->begun)
    {
      begin_mark (self, self->x, self->y);
      self->begun = hecha_marks_get_n (self->marks) > before && get_kind (self) != HECHA_MARK_TEXT;
    }
  else
    self->begun = FALSE;
  update (self);
}

static void
undo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMarker *self = HECHA_MARKER (widget);

  self->begun = FALSE;
  hecha_marks_undo (self->marks);
  update (self);
}

/* ---- life cycle ---- */

static void
hecha_marker_dispose (GObject *object)
{
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_MARKER);
  G_OBJECT_CLASS (hecha_marker_parent_class)->dispose (object);
}

static void
hecha_marker_finalize (GObject *object)
{
  hecha_marks_free (HECHA_MARKER (object)->marks);
  G_OBJECT_CLASS (hecha_marker_parent_class)->finalize (object);
}

static void
hecha_marker_class_init (HechaMarkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_marker_dispose;
  object_class->finalize = hecha_marker_finalize;
  gtk_widget_class_install_action (widget_class, "marker.undo", NULL, undo_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-marker.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, arrow);
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, box);
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, note);
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, pen);
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, save_button);
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, text);
  gtk_widget_class_bind_template_child (widget_class, HechaMarker, undo_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
hecha_marker_init (HechaMarker *self)
{
  self->marks = hecha_marks_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_marker_begin:
 * @self: tools
 * @view: the picture that gets marks; outlives them
 *
 * With the marks that were there when the tools were put away.
 */
void
hecha_marker_begin (HechaMarker *self, HechaPictureView *view)
{
  self->view = view;
  self->cross = self->begun = FALSE;
  self->drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (self->drag));
  hecha_picture_view_set_pannable (view, FALSE);
  hecha_picture_view_set_overlay (view, draw, self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

/**
 * hecha_marker_end:
 * @self: tools, in use or not
 */
void
hecha_marker_end (HechaMarker *self)
{
  if (self->view == NULL)
    return;
  hecha_picture_view_set_overlay (self->view, NULL, NULL);
  hecha_picture_view_set_pannable (self->view, TRUE);
  gtk_widget_remove_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (self->drag));
  self->view = NULL;
}

/**
 * hecha_marker_clear:
 * @self: tools, in use or not
 *
 * No marks, and no note.
 */
void
hecha_marker_clear (HechaMarker *self)
{
  hecha_marks_clear (self->marks);
  self->begun = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  update (self);
}

/**
 * hecha_marker_has_any:
 * @self: tools, in use or not
 *
 * Returns: whether there is anything to keep
 */
gboolean
hecha_marker_has_any (HechaMarker *self)
{
  return hecha_marks_get_n (self->marks) > 0 || *hecha_marker_get_note (self) != '\0';
}

/**
 * hecha_marker_get_note:
 * @self: tools
 *
 * Returns: (transfer none): what was written beside the marks
 */
const char *
hecha_marker_get_note (HechaMarker *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->note));
}

/**
 * hecha_marker_get_marks:
 * @self: tools
 *
 * Returns: (transfer none): what was drawn
 */
const HechaMarks *
hecha_marker_get_marks (HechaMarker *self)
{
  return self->marks;
}
