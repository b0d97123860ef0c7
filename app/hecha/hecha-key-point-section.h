/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_KEY_POINT_SECTION (hecha_key_point_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaKeyPointSection, hecha_key_point_section, HECHA, KEY_POINT_SECTION,
                      AdwPreferencesGroup)

G_END_DECLS
