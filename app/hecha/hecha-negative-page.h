/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_NEGATIVE_PAGE (hecha_negative_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaNegativePage, hecha_negative_page, HECHA, NEGATIVE_PAGE, GtkWidget)

G_END_DECLS
