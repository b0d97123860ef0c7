/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sidebar-button.h"

#include "hecha-widget.h"

#include <glib/gi18n.h>

/**
 * HechaSidebarButton:
 *
 * The way to the sidebar from the header bar of a page; seen only where the window is too narrow for both.
 */
struct _HechaSidebarButton
{
  GtkButton parent_instance;

  GBinding *binding; /* (not owned) (nullable): the leaflet's word; gone with one of the two */
};

G_DEFINE_FINAL_TYPE (HechaSidebarButton, hecha_sidebar_button, GTK_TYPE_BUTTON)

static void
hecha_sidebar_button_root (GtkWidget *widget)
{
  HechaSidebarButton *self = HECHA_SIDEBAR_BUTTON (widget);
  AdwLeaflet *leaflet = hecha_widget_find_leaflet (widget);

  GTK_WIDGET_CLASS (hecha_sidebar_button_parent_class)->root (widget);
  if (leaflet != NULL)
    self->binding = g_object_bind_property (leaflet, "folded", self, "visible", G_BINDING_SYNC_CREATE);
}

static void
hecha_sidebar_button_unroot (GtkWidget *widget)
{
  HechaSidebarButton *self = HECHA_SIDEBAR_BUTTON (widget);

  g_clear_pointer (&self->binding, g_binding_unbind);
  GTK_WIDGET_CLASS (hecha_sidebar_button_parent_class)->unroot (widget);
}

static void
hecha_sidebar_button_class_init (HechaSidebarButtonClass *klass)
{
  GTK_WIDGET_CLASS (klass)->root = hecha_sidebar_button_root;
  GTK_WIDGET_CLASS (klass)->unroot = hecha_sidebar_button_unroot;
}

static void
hecha_sidebar_button_init (HechaSidebarButton *self)
{
  gtk_button_set_icon_name (GTK_BUTTON (self), "go-previous-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.show-sidebar");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("Show Sidebar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show Sidebar"),
                                  -1);
}
