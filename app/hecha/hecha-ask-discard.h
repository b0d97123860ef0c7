/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaDiscard:
 * @window: in which something was typed
 *
 * Throws it away, and closes the window.
 */
typedef void (*HechaDiscard) (GtkWindow *window);

void hecha_ask_discard (GtkWindow *window, HechaDiscard discard);

G_END_DECLS
