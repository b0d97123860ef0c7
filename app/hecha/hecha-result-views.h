/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_RESULT_VIEWS (hecha_result_views_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultViews, hecha_result_views, HECHA, RESULT_VIEWS, GtkPopover)

G_END_DECLS
