/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-overview.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_GATE_PAGE (hecha_gate_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaGatePage, hecha_gate_page, HECHA, GATE_PAGE, AdwBin)

HechaGatePage *hecha_gate_page_new (void);
void hecha_gate_page_show (HechaGatePage *self, const HechaOverview *overview);

G_END_DECLS
