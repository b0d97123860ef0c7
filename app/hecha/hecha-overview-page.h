/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_OVERVIEW_PAGE (hecha_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaOverviewPage, hecha_overview_page, HECHA, OVERVIEW_PAGE, GtkWidget)

G_END_DECLS
