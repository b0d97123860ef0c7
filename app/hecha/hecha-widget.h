/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void hecha_widget_dispose_template (GtkWidget *widget, GType type);

void hecha_widget_name_lists (GtkWidget *widget, const char *name);

void hecha_widget_name_drop_down (GtkDropDown *drop_down, const char *name);

AdwLeaflet *hecha_widget_find_leaflet (GtkWidget *widget);
void hecha_widget_make_room (AdwHeaderBar *header);

void hecha_widget_set_tooltip (GtkWidget *widget, const char *text);
guint hecha_widget_get_number (GtkSpinButton *spin);

G_END_DECLS
