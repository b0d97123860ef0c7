/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

G_BEGIN_DECLS

#define HECHA_TYPE_FETCHING (hecha_fetching_get_type ())
G_DECLARE_FINAL_TYPE (HechaFetching, hecha_fetching, HECHA, FETCHING, GObject)

HechaFetching *hecha_fetching_new (HechaStoreWorker *worker, const HechaEnv *env);
gboolean hecha_fetching_fetch (HechaFetching *self, const char *digest, GError **error);

G_END_DECLS
