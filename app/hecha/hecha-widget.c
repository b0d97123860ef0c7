/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-widget.h"

/**
 * hecha_widget_dispose_template:
 * @widget: a widget made from a template, derived from GtkWidget itself
 * @type: whose template
 *
 * gtk_widget_dispose_template() takes away the children that are bound, and leaves the others.
 */
void
hecha_widget_dispose_template (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
