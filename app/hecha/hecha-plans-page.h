/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_PLANS_PAGE (hecha_plans_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaPlansPage, hecha_plans_page, HECHA, PLANS_PAGE, GtkWidget)

G_END_DECLS
