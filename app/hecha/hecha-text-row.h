/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_TEXT_ROW (hecha_text_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaTextRow, hecha_text_row, HECHA, TEXT_ROW, AdwPreferencesRow)

void hecha_text_row_enable_undo (HechaTextRow *self);

G_END_DECLS
