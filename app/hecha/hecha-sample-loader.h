/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

#define HECHA_TYPE_SAMPLE_LOADER (hecha_sample_loader_get_type ())
G_DECLARE_FINAL_TYPE (HechaSampleLoader, hecha_sample_loader, HECHA, SAMPLE_LOADER, GObject)

HechaSampleLoader *hecha_sample_loader_new (HechaStoreWorker *worker);
gboolean hecha_sample_loader_select (HechaSampleLoader *self, const char *scope, const char *id);
void hecha_sample_loader_reload (HechaSampleLoader *self);
HechaSampleData *hecha_sample_loader_get_data (HechaSampleLoader *self);

G_END_DECLS
