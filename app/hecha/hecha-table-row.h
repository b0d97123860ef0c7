/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_TABLE_ROW (hecha_table_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaTableRow, hecha_table_row, HECHA, TABLE_ROW, AdwPreferencesRow)

GtkWidget *hecha_table_row_new (const char *title, const char *add, const char *const *columns,
                                GtkOrientation orientation);

G_END_DECLS
