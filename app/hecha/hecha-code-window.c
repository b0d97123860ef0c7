/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-code-window.h"

#include "hecha-words.h"

#include "report/hecha-qr.h"

#include <glib/gi18n.h>

/* As drawn; points of the drawing. */
#define QR_SIZE 240.0

/**
 * HechaCodeWindow:
 *
 * The code of an invitation, to be scanned, copied or read out, and whether the server knows it yet.
 */
struct _HechaCodeWindow
{
  AdwWindow parent_instance;

  GtkLabel *state;
  GtkDrawingArea *picture;
  GtkLabel *code;
  GtkLabel *url;
  GtkLabel *until;

  HechaSyncing *syncing; /* (owned) */
  HechaDrawing *drawing; /* (owned) (nullable) */
  char *message;         /* (owned): address and code, as the other laptop takes them in one piece */
  gboolean again;        /* the sync that runs began before the invitation was made */
};

G_DEFINE_FINAL_TYPE (HechaCodeWindow, hecha_code_window, ADW_TYPE_WINDOW)

/* ---- whether the server knows it ---- */

static void
show_state (HechaCodeWindow *self)
{
  const GError *error = hecha_syncing_get_error (self->syncing);
  g_autofree char *sentence = error != NULL ? hecha_error_dup_sentence (error) : NULL;
  g_autofree char *text = NULL;

  if (hecha_syncing_is_running (self->syncing))
    text = g_strdup (_ ("The invitation is on its way to the server…"));
  else if (error != NULL)
    text = g_strdup_printf (
      _ ("The server does not know this code yet: it works once this laptop has synced. %s"), sentence);
  else
    text = g_strdup (_ ("The server knows this code. It works now, for one laptop."));
  gtk_label_set_text (self->state, text);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "problem");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "problem");
}

static void
syncing_changed_cb (HechaCodeWindow *self)
{
  if (self->again && !hecha_syncing_is_running (self->syncing))
    {
      self->again = FALSE;
      hecha_syncing_start_quietly (self->syncing);
    }
  show_state (self);
}

/* ---- what is shown ---- */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const HechaDrawing *drawing = user_data;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  drawing->draw (cr, width, height, drawing->data);
}

static void
copy_cb (HechaCodeWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->message);
}

static void
fill (HechaCodeWindow *self, const char *url, const char *code, const char *until)
{
  g_autofree char *good_until = g_strdup_printf (
    _ ("Good until %s. Tell it to that person only; on the new laptop it is typed, pasted or "
       "scanned once."),
    until);

  self->message = g_strdup_printf ("%s %s", url != NULL ? url : "", code);
  self->drawing = hecha_qr_new (self->message, QR_SIZE, NULL);
  if (self->drawing != NULL)
    gtk_drawing_area_set_draw_func (self->picture, draw_cb, self->drawing, NULL);
  gtk_label_set_text (self->code, code);
  gtk_label_set_text (self->url, url);
  gtk_label_set_text (self->until, good_until);
}

/* ---- life cycle ---- */

static void
hecha_code_window_dispose (GObject *object)
{
  HechaCodeWindow *self = HECHA_CODE_WINDOW (object);

  g_clear_object (&self->syncing);
  if (self->picture != NULL)
    gtk_drawing_area_set_draw_func (self->picture, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_CODE_WINDOW);
  G_OBJECT_CLASS (hecha_code_window_parent_class)->dispose (object);
}

static void
hecha_code_window_finalize (GObject *object)
{
  HechaCodeWindow *self = HECHA_CODE_WINDOW (object);

  g_clear_pointer (&self->drawing, hecha_drawing_unref);
  g_free (self->message);
  G_OBJECT_CLASS (hecha_code_window_parent_class)->finalize (object);
}

static void
hecha_code_window_class_init (HechaCodeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_code_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_code_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-code-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaCodeWindow, state);
  gtk_widget_class_bind_template_child (widget_class, HechaCodeWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, HechaCodeWindow, code);
  gtk_widget_class_bind_template_child (widget_class, HechaCodeWindow, url);
  gtk_widget_class_bind_template_child (widget_class, HechaCodeWindow, until);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hecha_code_window_init (HechaCodeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_code_window_present:
 * @parent: the window
 * @syncing: what brings the invitation to the server
 * @title: whose laptop it is for
 * @url: (nullable): of the server
 * @code: of the invitation
 * @until: how long it is good, as people read it
 *
 * Shows a code, and syncs, since it works only once the server has the invitation.
 */
void
hecha_code_window_present (GtkWindow *parent, HechaSyncing *syncing, const char *title, const char *url,
                           const char *code, const char *until)
{
  HechaCodeWindow *self
    = g_object_new (HECHA_TYPE_CODE_WINDOW, "transient-for", parent, "title", title, NULL);

  self->syncing = g_object_ref (syncing);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               MIN (420, MAX (340, gtk_widget_get_width (GTK_WIDGET (parent)))),
                               MIN (640, MAX (420, gtk_widget_get_height (GTK_WIDGET (parent)))));
  fill (self, url, code, until);
  g_signal_connect_object (syncing, "changed", G_CALLBACK (syncing_changed_cb), self, G_CONNECT_SWAPPED);
  self->again = hecha_syncing_is_running (syncing);
  hecha_syncing_start_quietly (syncing);
  show_state (self);
  gtk_window_present (GTK_WINDOW (self));
}
