/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_RESULTS_PAGE (hecha_results_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultsPage, hecha_results_page, HECHA, RESULTS_PAGE, GtkWidget)

G_END_DECLS
