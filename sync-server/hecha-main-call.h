/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hecha_main_call (GMainContext *context, GSourceFunc call, gpointer data, GDestroyNotify destroy);

G_END_DECLS
