/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-text-row.h"

/**
 * HechaTextRow:
 *
 * A row for a longer text. Its title is its label and its accessible name.
 */
struct _HechaTextRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label;
  GtkTextView *view;

  gboolean showing; /* the program sets the text: nobody typed */
};

enum
{
  TYPED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaTextRow, hecha_text_row, ADW_TYPE_PREFERENCES_ROW)

static void
buffer_changed_cb (HechaTextRow *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[TYPED], 0);
}

static void
leave_cb (HechaTextRow *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
title_changed_cb (HechaTextRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static gboolean
hecha_text_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HECHA_TEXT_ROW (widget)->view));
}

static void
hecha_text_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_TEXT_ROW);
  G_OBJECT_CLASS (hecha_text_row_parent_class)->dispose (object);
}

static void
hecha_text_row_class_init (HechaTextRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_text_row_dispose;
  widget_class->grab_focus = hecha_text_row_grab_focus;

  /**
   * HechaTextRow::typed:
   *
   * A person changed the text.
   */
  signals[TYPED]
    = g_signal_new ("typed", HECHA_TYPE_TEXT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * HechaTextRow::left:
   *
   * The cursor is somewhere else now.
   */
  signals[LEFT]
    = g_signal_new ("left", HECHA_TYPE_TEXT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaTextRow, label);
  gtk_widget_class_bind_template_child (widget_class, HechaTextRow, view);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
}

static void
hecha_text_row_init (HechaTextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (buffer_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * hecha_text_row_dup_text:
 * @self: a row
 *
 * Returns: (transfer full): all of the text
 */
char *
hecha_text_row_dup_text (HechaTextRow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * hecha_text_row_set_text:
 * @self: a row
 * @text: what to show; the cursor stays where it is when that is what stands there already
 */
void
hecha_text_row_set_text (HechaTextRow *self, const char *text)
{
  g_autofree char *now = hecha_text_row_dup_text (self);

  if (g_strcmp0 (now, text) == 0)
    return;
  self->showing = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  self->showing = FALSE;
}

/**
 * hecha_text_row_set_editable:
 * @self: a row
 * @editable: whether anything can be typed
 */
void
hecha_text_row_set_editable (HechaTextRow *self, gboolean editable)
{
  gtk_text_view_set_editable (self->view, editable);
}
