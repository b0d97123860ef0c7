/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-report-window.h"

#include "hecha-widget.h"

static GtkWidget *
make_list (const char *title, char **lines)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  g_object_set (list, "margin-top", 12, "margin-bottom", 12, "margin-start", 12, "margin-end", 12, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      g_object_set (row, "use-markup", FALSE, "title", lines[i], "title-lines", 0, NULL);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  return list;
}

/**
 * hecha_report_window_present:
 * @parent: the window
 * @title: of the report
 * @lines: what it says, line by line
 *
 * Shows what came of something, however long it is: the problems of a table, the checks of a draw.
 */
void
hecha_report_window_present (GtkWindow *parent, const char *title, const char *lines)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);
  GtkShortcut *shortcut
    = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close"));
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_list (title, each));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  gtk_widget_add_controller (window, keys);
  adw_window_set_content (ADW_WINDOW (window), box);
  g_object_set (window, "transient-for", parent, "modal", TRUE, "title", title, "default-width",
                MIN (620, MAX (340, gtk_widget_get_width (GTK_WIDGET (parent)))), "default-height", 480,
                NULL);
  gtk_window_present (GTK_WINDOW (window));
}
