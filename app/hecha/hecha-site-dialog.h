/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SITE_DIALOG (hecha_site_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HechaSiteDialog, hecha_site_dialog, HECHA, SITE_DIALOG, AdwWindow)

HechaSiteDialog *hecha_site_dialog_new (GtkWindow *parent, HechaStoreWorker *worker);
void hecha_site_dialog_show (HechaSiteDialog *self, HechaSampleData *data);

G_END_DECLS
