/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_PREFERENCES (hecha_preferences_get_type ())
G_DECLARE_FINAL_TYPE (HechaPreferences, hecha_preferences, HECHA, PREFERENCES, AdwPreferencesWindow)

HechaPreferences *
hecha_preferences_new (GtkWindow *parent, HechaStoreWorker *worker, GSettings *settings, gboolean protected);

G_END_DECLS
