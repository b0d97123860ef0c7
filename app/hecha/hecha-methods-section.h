/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_METHODS_SECTION (hecha_methods_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaMethodsSection, hecha_methods_section, HECHA, METHODS_SECTION, AdwPreferencesGroup)

G_END_DECLS
