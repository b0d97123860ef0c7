/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void hecha_report_window_present (GtkWindow *parent, const char *title, const char *lines);

G_END_DECLS
