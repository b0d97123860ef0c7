/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-chips.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CHIPS_ROW (hecha_chips_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaChipsRow, hecha_chips_row, HECHA, CHIPS_ROW, AdwPreferencesRow)

GtkWidget *hecha_chips_row_new (const char *title, const char *kind, const char *const *ids);
HechaChips *hecha_chips_row_get_chips (HechaChipsRow *self);

G_END_DECLS
