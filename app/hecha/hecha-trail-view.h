/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include "store/hecha-trail.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_TRAIL_VIEW (hecha_trail_view_get_type ())
G_DECLARE_FINAL_TYPE (HechaTrailView, hecha_trail_view, HECHA, TRAIL_VIEW, GtkWidget)

void hecha_trail_view_set_worker (HechaTrailView *self, HechaStoreWorker *worker);
void hecha_trail_view_show (HechaTrailView *self, const char *title, const char *about,
                            const HechaTrailQuestion *question);
void hecha_trail_view_set_about (HechaTrailView *self, const char *title, const char *about);

G_END_DECLS
