/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_ENROL_PAGE (hecha_enrol_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaEnrolPage, hecha_enrol_page, HECHA, ENROL_PAGE, GtkWidget)

void hecha_enrol_page_set_worker (HechaEnrolPage *self, HechaStoreWorker *worker);

G_END_DECLS
