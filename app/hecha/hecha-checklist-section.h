/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CHECKLIST_SECTION (hecha_checklist_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaChecklistSection, hecha_checklist_section, HECHA, CHECKLIST_SECTION,
                      AdwPreferencesGroup)

G_END_DECLS
