/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-plan-data.h"
#include "hecha-store-worker.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CEREMONY (hecha_ceremony_get_type ())
G_DECLARE_FINAL_TYPE (HechaCeremony, hecha_ceremony, HECHA, CEREMONY, AdwWindow)

HechaCeremony *hecha_ceremony_new (GtkWindow *parent, HechaStoreWorker *worker, guint size);
void hecha_ceremony_show (HechaCeremony *self, HechaPlanData *data);

G_END_DECLS
