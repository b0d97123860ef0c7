/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_RECONCILE_PAGE (hecha_reconcile_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaReconcilePage, hecha_reconcile_page, HECHA, RECONCILE_PAGE, GtkWidget)

G_END_DECLS
