/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"
#include "hecha-store-worker.h"
#include "hecha-thumbnailer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_VIEWER (hecha_viewer_get_type ())
G_DECLARE_FINAL_TYPE (HechaViewer, hecha_viewer, HECHA, VIEWER, AdwWindow)

HechaViewer *hecha_viewer_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaEnv *env,
                               HechaThumbnailer *thumbnailer);
void hecha_viewer_show (HechaViewer *self, HechaSampleData *data, const char *id);

G_END_DECLS
