/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_LOCK_PAGE (hecha_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaLockPage, hecha_lock_page, HECHA, LOCK_PAGE, AdwBin)

HechaLockPage *hecha_lock_page_new (HechaStoreWorker *worker);

G_END_DECLS
