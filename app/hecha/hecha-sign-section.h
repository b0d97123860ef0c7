/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SIGN_SECTION (hecha_sign_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaSignSection, hecha_sign_section, HECHA, SIGN_SECTION, GtkBox)

G_END_DECLS
