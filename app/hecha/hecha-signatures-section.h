/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SIGNATURES_SECTION (hecha_signatures_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaSignaturesSection, hecha_signatures_section, HECHA, SIGNATURES_SECTION,
                      AdwPreferencesGroup)

G_END_DECLS
