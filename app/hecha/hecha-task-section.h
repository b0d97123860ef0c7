/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_TASK_SECTION (hecha_task_section_get_type ())
G_DECLARE_FINAL_TYPE (HechaTaskSection, hecha_task_section, HECHA, TASK_SECTION, GtkBox)

G_END_DECLS
