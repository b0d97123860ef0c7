/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_FILES_ROW (hecha_files_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaFilesRow, hecha_files_row, HECHA, FILES_ROW, AdwActionRow)

GtkWidget *hecha_files_row_new (const char *title);
const char *const *hecha_files_row_get_paths (HechaFilesRow *self);

G_END_DECLS
