/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SIDEBAR_ROW (hecha_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaSidebarRow, hecha_sidebar_row, HECHA, SIDEBAR_ROW, GtkListBoxRow)

void hecha_sidebar_row_set_count (HechaSidebarRow *self, guint count);

G_END_DECLS
