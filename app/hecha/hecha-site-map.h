/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SITE_MAP (hecha_site_map_get_type ())
G_DECLARE_FINAL_TYPE (HechaSiteMap, hecha_site_map, HECHA, SITE_MAP, GtkWidget)

void hecha_site_map_show (HechaSiteMap *self, const GPtrArray *rows);

G_END_DECLS
