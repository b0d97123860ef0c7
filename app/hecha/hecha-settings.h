/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GSettings *hecha_settings_new (void);
void hecha_settings_apply_looks (GSettings *settings, GtkWidget *widget);

G_END_DECLS
