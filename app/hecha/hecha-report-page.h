/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_REPORT_PAGE (hecha_report_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaReportPage, hecha_report_page, HECHA, REPORT_PAGE, GtkWidget)

G_END_DECLS
