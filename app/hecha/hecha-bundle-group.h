/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_BUNDLE_GROUP (hecha_bundle_group_get_type ())
G_DECLARE_FINAL_TYPE (HechaBundleGroup, hecha_bundle_group, HECHA, BUNDLE_GROUP, AdwPreferencesGroup)

void hecha_bundle_group_set_worker (HechaBundleGroup *self, HechaStoreWorker *worker);

G_END_DECLS
