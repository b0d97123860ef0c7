/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include "store/hecha-files.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SPACE_GROUP (hecha_space_group_get_type ())
G_DECLARE_FINAL_TYPE (HechaSpaceGroup, hecha_space_group, HECHA, SPACE_GROUP, AdwPreferencesGroup)

void hecha_space_group_set_worker (HechaSpaceGroup *self, HechaStoreWorker *worker);
void hecha_space_group_show (HechaSpaceGroup *self, const HechaFileCounts *counts, guint64 disk_free);

G_END_DECLS
