/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-syncing.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CODE_WINDOW (hecha_code_window_get_type ())
G_DECLARE_FINAL_TYPE (HechaCodeWindow, hecha_code_window, HECHA, CODE_WINDOW, AdwWindow)

void hecha_code_window_present (GtkWindow *parent, HechaSyncing *syncing, const char *title, const char *url,
                                const char *code, const char *until);

G_END_DECLS
