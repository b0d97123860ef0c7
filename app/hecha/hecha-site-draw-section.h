/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SITE_DRAW_SECTION (hecha_site_draw_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaSiteDrawSection, hecha_site_draw_section, HECHA, SITE_DRAW_SECTION,
                      AdwPreferencesGroup)

G_END_DECLS
