/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-drawn-row.h"

/**
 * hecha_drawn_row_new:
 * @drawn: a sample, or a unit of the second stage, with its rank
 * @about: below it, as many lines as it takes
 * @size: of the rank: a CSS class such as title-1, which is read from afar
 *
 * Returns: (transfer floating): a row that begins with the rank
 */
GtkWidget *
hecha_drawn_row_new (const HechaRecord *drawn, const char *about, const char *size)
{
  GtkWidget *row = adw_action_row_new (), *rank = gtk_label_new (hecha_record_get (drawn, "rank"));

  g_object_set (row, "use-markup", FALSE, "title", hecha_record_get (drawn, "unit"), "subtitle", about,
                "subtitle-lines", 0, NULL);
  gtk_widget_add_css_class (rank, size);
  gtk_widget_add_css_class (rank, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (rank), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), rank);
  return row;
}
