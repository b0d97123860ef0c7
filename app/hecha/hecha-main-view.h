/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-overview.h"
#include "hecha-sample-model.h"
#include "hecha-saver.h"
#include "hecha-store-worker.h"
#include "hecha-syncing.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_MAIN_VIEW (hecha_main_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaMainView, hecha_main_view, HECHA, MAIN_VIEW, AdwBin)

HechaMainView *hecha_main_view_new (HechaStoreWorker *worker, const HechaEnv *env, HechaSaver *saver,
                                    HechaSyncing *syncing, gboolean office);
HechaSampleModel *hecha_main_view_get_model (HechaMainView *self);
void hecha_main_view_show (HechaMainView *self, HechaOverview *overview);

G_END_DECLS
