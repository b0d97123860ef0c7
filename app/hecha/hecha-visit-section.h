/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_VISIT_SECTION (hecha_visit_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaVisitSection, hecha_visit_section, HECHA, VISIT_SECTION, AdwPreferencesGroup)

G_END_DECLS
