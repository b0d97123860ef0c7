/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"
#include "hecha-syncing.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SCREEN_LOCK (hecha_screen_lock_get_type ())
G_DECLARE_FINAL_TYPE (HechaScreenLock, hecha_screen_lock, HECHA, SCREEN_LOCK, GObject)

HechaScreenLock *hecha_screen_lock_new (AdwApplicationWindow *window, HechaStoreWorker *worker,
                                        HechaSyncing *syncing, GSettings *settings);
void hecha_screen_lock_set_protected (HechaScreenLock *self, gboolean protected);
gboolean hecha_screen_lock_is_locked (HechaScreenLock *self);
void hecha_screen_lock_lock (HechaScreenLock *self);

G_END_DECLS
