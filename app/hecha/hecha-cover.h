/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_COVER (hecha_cover_get_type ())
G_DECLARE_FINAL_TYPE (HechaCover, hecha_cover, HECHA, COVER, GtkWidget)

void hecha_cover_set_texture (HechaCover *self, GdkTexture *texture);

G_END_DECLS
