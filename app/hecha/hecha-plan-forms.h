/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-form.h"
#include "hecha-plan-data.h"

G_BEGIN_DECLS

/* The forms of the office's plans. Each is presented, and belongs to itself. */

HechaForm *hecha_plan_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_freeze_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_pick_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_extend_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_size_form_new (GtkWindow *parent, HechaStoreWorker *worker, guint population);

HechaForm *hecha_team_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_team_draw_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_assign_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);
HechaForm *hecha_package_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data);

G_END_DECLS
