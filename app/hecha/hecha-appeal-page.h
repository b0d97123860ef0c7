/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_APPEAL_PAGE (hecha_appeal_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaAppealPage, hecha_appeal_page, HECHA, APPEAL_PAGE, GtkWidget)

G_END_DECLS
