/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_PRESENCE_SECTION (hecha_presence_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaPresenceSection, hecha_presence_section, HECHA, PRESENCE_SECTION,
                      AdwPreferencesGroup)

G_END_DECLS
