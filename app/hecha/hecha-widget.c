/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-widget.h"

/**
 * hecha_widget_dispose_template:
 * @widget: a widget made from a template, derived from GtkWidget itself or from AdwBin
 * @type: whose template
 *
 * gtk_widget_dispose_template() takes away the children that are bound, and leaves the others. A bin keeps a pointer to
 * its child, and would take that one away a second time: it lets go of it first.
 */
void
hecha_widget_dispose_template (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  if (ADW_IS_BIN (widget))
    adw_bin_set_child (ADW_BIN (widget), NULL);
  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

/**
 * hecha_widget_name_lists:
 * @widget: a group or an expander row of libadwaita
 * @name: what is in it
 *
 * The lists inside have no name of their own, which nobody hears while there are rows in them, and everybody else; or
 * that of the group's title, which GTK 4.8 would say before this one.
 */
void
hecha_widget_name_lists (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hecha_widget_name_lists (child, name);
}

static void
name_chosen (GtkDropDown *drop_down, GParamSpec *property, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *label = chosen != NULL
                             ? g_strdup_printf ("%s: %s", name, gtk_string_object_get_string (chosen))
                             : g_strdup (name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * hecha_widget_name_drop_down:
 * @drop_down: a drop-down list of strings
 * @name: (transfer none): what is chosen in it; lives as long as the program
 *
 * The button in it takes the focus. In GTK 4.8 it has no name of its own, and does not say what is chosen.
 */
void
hecha_widget_name_drop_down (GtkDropDown *drop_down, const char *name)
{
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (name_chosen), (gpointer)name);
  name_chosen (drop_down, NULL, name);
}

/**
 * hecha_widget_find_leaflet:
 * @widget: a widget on a page
 *
 * Returns: (transfer none) (nullable): the outermost leaflet, which has the sidebar beside the pages
 */
AdwLeaflet *
hecha_widget_find_leaflet (GtkWidget *widget)
{
  AdwLeaflet *found = NULL;

  for (GtkWidget *parent = gtk_widget_get_parent (widget); parent != NULL;
       parent = gtk_widget_get_parent (parent))
    if (ADW_IS_LEAFLET (parent))
      found = ADW_LEAFLET (parent);
  return found;
}

static gboolean
folded_to_layout (GBinding *binding, const GValue *folded, GValue *layout, gpointer data)
{
  g_value_set_static_string (layout, g_value_get_boolean (folded) ? ":close" : NULL);
  return TRUE;
}

static void
header_rooted_cb (AdwHeaderBar *header)
{
  AdwLeaflet *leaflet = hecha_widget_find_leaflet (GTK_WIDGET (header));

  if (leaflet == NULL)
    return;
  g_signal_handlers_disconnect_by_func (header, header_rooted_cb, NULL);
  g_object_bind_property_full (leaflet, "folded", header, "decoration-layout", G_BINDING_SYNC_CREATE,
                               folded_to_layout, NULL, NULL, NULL);
}

/**
 * hecha_widget_make_room:
 * @header: of a page beside the sidebar
 *
 * Where the window is narrow, the title gets the room of the buttons that make a window smaller and larger.
 */
void
hecha_widget_make_room (AdwHeaderBar *header)
{
  g_signal_connect (header, "notify::root", G_CALLBACK (header_rooted_cb), NULL);
}

/**
 * hecha_widget_set_tooltip:
 * @widget: a widget
 * @text: (nullable): what to say about it
 *
 * A tooltip that is set asks the display where the pointer is, and waits for the answer: so only a new one is.
 */
void
hecha_widget_set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

/**
 * hecha_widget_get_number:
 * @spin: a field for a number
 *
 * A key such as Alt+R does something without taking the focus out of the field, which would make the typed text its
 * value.
 *
 * Returns: the number that stands there, also when it was only just typed
 */
guint
hecha_widget_get_number (GtkSpinButton *spin)
{
  gtk_spin_button_update (spin);
  return (guint)MAX (0, gtk_spin_button_get_value_as_int (spin));
}
