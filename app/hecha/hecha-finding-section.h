/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_FINDING_SECTION (hecha_finding_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaFindingSection, hecha_finding_section, HECHA, FINDING_SECTION, AdwPreferencesGroup)

G_END_DECLS
