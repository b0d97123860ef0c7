/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SITE_UNIT_ROW (hecha_site_unit_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaSiteUnitRow, hecha_site_unit_row, HECHA, SITE_UNIT_ROW, AdwExpanderRow)

HechaSiteUnitRow *hecha_site_unit_row_new (HechaSaver *saver);
void hecha_site_unit_row_show (HechaSiteUnitRow *self, const HechaSampleData *data, const HechaRecord *unit);

G_END_DECLS
