/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-negative-desk.h"
#include "hecha-saver.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_NEGATIVE_FORM (hecha_negative_form_get_type ())
G_DECLARE_FINAL_TYPE (HechaNegativeForm, hecha_negative_form, HECHA, NEGATIVE_FORM, AdwWindow)

void
hecha_negative_form_present (GtkWindow *parent, HechaStoreWorker *worker, HechaSaver *saver,
                             const HechaNegativeDesk *desk, const HechaNegative *entry, HechaNegativeAct act);
const char *hecha_negative_act_title (HechaNegativeAct act);

G_END_DECLS
