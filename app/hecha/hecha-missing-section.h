/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_MISSING_SECTION (hecha_missing_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaMissingSection, hecha_missing_section, HECHA, MISSING_SECTION, AdwPreferencesGroup)

G_END_DECLS
