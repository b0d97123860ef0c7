/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-text-row.h"

#include "hecha-input-row.h"

/**
 * HechaTextRow:
 *
 * A row for a longer text, a #HechaInputRow. Its title is its label and its accessible name.
 */
struct _HechaTextRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label;
  GtkTextView *view;

  gboolean showing; /* the program sets the text: nobody typed */
};

static void row_init (HechaInputRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaTextRow, hecha_text_row, ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_INPUT_ROW, row_init))

static void
buffer_changed_cb (HechaTextRow *self)
{
  if (!self->showing)
    hecha_input_row_typed (HECHA_INPUT_ROW (self));
}

static void
leave_cb (HechaTextRow *self)
{
  hecha_input_row_left (HECHA_INPUT_ROW (self));
}

/* ---- as a row of input ---- */

static char *
dup_text (HechaInputRow *row)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (HECHA_TEXT_ROW (row)->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_text (HechaInputRow *row, const char *text)
{
  HechaTextRow *self = HECHA_TEXT_ROW (row);
  g_autofree char *now = dup_text (row);

  if (g_strcmp0 (now, text) == 0)
    return;
  self->showing = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  self->showing = FALSE;
}

static void
set_editable (HechaInputRow *row, gboolean editable)
{
  gtk_text_view_set_editable (HECHA_TEXT_ROW (row)->view, editable);
}

static void
row_init (HechaInputRowInterface *iface)
{
  iface->dup_text = dup_text;
  iface->set_text = set_text;
  iface->set_editable = set_editable;
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

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaTextRow, label);
  gtk_widget_class_bind_template_child (widget_class, HechaTextRow, view);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
}

static void
hecha_text_row_init (HechaTextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* the sample page undoes, across its fields */
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (self->view), FALSE);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (buffer_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * hecha_text_row_enable_undo:
 * @self: a row
 *
 * For where nothing undoes across the fields: what is typed here is taken back here.
 */
void
hecha_text_row_enable_undo (HechaTextRow *self)
{
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (self->view), TRUE);
}
