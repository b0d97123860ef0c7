/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-page.h"

G_BEGIN_DECLS

#define HECHA_TYPE_PEOPLE_PAGE (hecha_people_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaPeoplePage, hecha_people_page, HECHA, PEOPLE_PAGE, GtkWidget)

G_END_DECLS
