/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SIDEBAR_BUTTON (hecha_sidebar_button_get_type ())
G_DECLARE_FINAL_TYPE (HechaSidebarButton, hecha_sidebar_button, HECHA, SIDEBAR_BUTTON, GtkButton)

G_END_DECLS
