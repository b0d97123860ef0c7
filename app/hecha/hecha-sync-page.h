/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-overview.h"
#include "hecha-syncing.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SYNC_PAGE (hecha_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaSyncPage, hecha_sync_page, HECHA, SYNC_PAGE, GtkWidget)

void hecha_sync_page_set_syncing (HechaSyncPage *self, HechaStoreWorker *worker, HechaSyncing *syncing);
void hecha_sync_page_show (HechaSyncPage *self, const HechaOverview *overview);

G_END_DECLS
