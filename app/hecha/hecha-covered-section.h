/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_COVERED_SECTION (hecha_covered_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaCoveredSection, hecha_covered_section, HECHA, COVERED_SECTION, AdwPreferencesGroup)

G_END_DECLS
