/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaReasonFunc:
 * @reason: what was typed, not blank
 * @user_data: the caller's
 *
 * Called when a person gave a reason; not when they thought better of it.
 */
typedef void (*HechaReasonFunc) (const char *reason, gpointer user_data);

void hecha_ask_reason (GtkWindow *parent, const char *heading, const char *body, const char *verb,
                       HechaReasonFunc given, gpointer user_data, GDestroyNotify free_data);

G_END_DECLS
