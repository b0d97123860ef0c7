/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-overview.h"
#include "hecha-syncing.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_NOTICES (hecha_notices_get_type ())
G_DECLARE_FINAL_TYPE (HechaNotices, hecha_notices, HECHA, NOTICES, GObject)

HechaNotices *
hecha_notices_new (GtkWindow *window, GSettings *settings, HechaSyncing *syncing, const HechaEnv *env);
void hecha_notices_show (HechaNotices *self, const HechaOverview *overview);
void hecha_notices_set_deadlines (HechaNotices *self, guint due, guint overdue);

G_END_DECLS
