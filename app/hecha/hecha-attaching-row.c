/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-attaching-row.h"

#include <glib/gi18n.h>

/* How often the progress is drawn. */
#define PROGRESS_MS 100

/**
 * HechaAttachingRow:
 *
 * Files on their way: how far they are, and a way to stop them.
 */
struct _HechaAttachingRow
{
  AdwActionRow parent_instance;

  HechaAttaching *attaching; /* (owned) */
  GtkProgressBar *bar;
  guint progress_id;
};

G_DEFINE_FINAL_TYPE (HechaAttachingRow, hecha_attaching_row, ADW_TYPE_ACTION_ROW)

static void
hecha_attaching_row_dispose (GObject *object)
{
  HechaAttachingRow *self = HECHA_ATTACHING_ROW (object);

  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->attaching);
  G_OBJECT_CLASS (hecha_attaching_row_parent_class)->dispose (object);
}

static void
hecha_attaching_row_class_init (HechaAttachingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_attaching_row_dispose;
}

static void
hecha_attaching_row_init (HechaAttachingRow *self)
{
  g_object_set (self, "use-markup", FALSE, "title-lines", 1, NULL);
}

static gboolean
progress_cb (gpointer data)
{
  HechaAttachingRow *self = data;
  guint n = hecha_attaching_get_n_files (self->attaching);
  g_autofree char *count
    = g_strdup_printf (_ ("%u of %u"), hecha_attaching_get_n_recorded (self->attaching), n);

  gtk_progress_bar_set_fraction (self->bar, hecha_attaching_get_fraction (self->attaching));
  if (n > 1)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), count);
  return G_SOURCE_CONTINUE;
}

static GtkWidget *
make_stop_button (HechaAttaching *attaching, const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("process-stop-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Stop attaching %s"), title);

  g_object_set (button, "valign", GTK_ALIGN_CENTER, "tooltip-text", _ ("Stop"), NULL);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (hecha_attaching_cancel), attaching,
                           G_CONNECT_SWAPPED);
  return button;
}

/**
 * hecha_attaching_row_new:
 * @attaching: files that were started
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hecha_attaching_row_new (HechaAttaching *attaching)
{
  HechaAttachingRow *self = g_object_new (HECHA_TYPE_ATTACHING_ROW, NULL);
  guint n = hecha_attaching_get_n_files (attaching);
  g_autofree char *title = n == 1
                             ? g_strdup (hecha_attaching_get_name (attaching))
                             : g_strdup_printf (ngettext ("Attaching %u file", "Attaching %u files", n), n);

  self->attaching = g_object_ref (attaching);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_widget_set_valign (GTK_WIDGET (self->bar), GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), 80, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->bar));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), make_stop_button (attaching, title));
  self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
  return GTK_WIDGET (self);
}
