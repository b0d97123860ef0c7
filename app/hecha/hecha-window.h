/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-application.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

#define HECHA_TYPE_WINDOW (hecha_window_get_type ())
G_DECLARE_FINAL_TYPE (HechaWindow, hecha_window, HECHA, WINDOW, AdwApplicationWindow)

HechaWindow *hecha_window_new (HechaApplication *application, HechaStoreWorker *worker, const HechaEnv *env);

G_END_DECLS
