/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define HECHA_TYPE_GRATICULE (hecha_graticule_get_type ())
G_DECLARE_FINAL_TYPE (HechaGraticule, hecha_graticule, HECHA, GRATICULE, ShumateLayer)

HechaGraticule *hecha_graticule_new (ShumateViewport *viewport);

G_END_DECLS
