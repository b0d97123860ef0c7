/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define HECHA_TYPE_TILES (hecha_tiles_get_type ())
G_DECLARE_FINAL_TYPE (HechaTiles, hecha_tiles, HECHA, TILES, ShumateDataSource)

HechaTiles *hecha_tiles_open (const char *path, GError **error);
void hecha_tiles_get_zoom (HechaTiles *self, guint *least, guint *most);

G_END_DECLS
