/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-ink.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_INK_VIEW (hecha_ink_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaInkView, hecha_ink_view, HECHA, INK_VIEW, GtkWidget)

GtkWidget *hecha_ink_view_new (const char *strokes);

G_END_DECLS
