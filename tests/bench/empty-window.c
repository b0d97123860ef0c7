/* SPDX-License-Identifier: GPL-3.0-or-later */

/* empty-window - the least that libadwaita can show: an empty window, gone after its first frame. */
#include <adwaita.h>

static void
painted_cb (GdkFrameClock *clock, gpointer window)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, window);
  g_print ("first frame\n");
  gtk_window_destroy (window);
}

static void
mapped_cb (GtkWidget *window, gpointer data)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                           window, 0);
}

static void
activate_cb (GtkApplication *application, gpointer data)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 680);
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application
    = adw_application_new ("io.github.hecha.EmptyWindow", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
