/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_DATA_TABLE (hecha_data_table_get_type ())
G_DECLARE_FINAL_TYPE (HechaDataTable, hecha_data_table, HECHA, DATA_TABLE, GtkWidget)

GtkWidget *hecha_data_table_new (const char *name);
void hecha_data_table_clear (HechaDataTable *self);
void hecha_data_table_add_row (HechaDataTable *self, const char *const *cells);

G_END_DECLS
