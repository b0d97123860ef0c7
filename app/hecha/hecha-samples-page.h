/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SAMPLES_PAGE (hecha_samples_page_get_type ())
G_DECLARE_FINAL_TYPE (HechaSamplesPage, hecha_samples_page, HECHA, SAMPLES_PAGE, GtkWidget)

void hecha_samples_page_set_model (HechaSamplesPage *self, HechaSampleModel *model);
void hecha_samples_page_set_state (HechaSamplesPage *self, HechaWorkState state);
void hecha_samples_page_set_waiting (HechaSamplesPage *self, guint n);
void hecha_samples_page_search (HechaSamplesPage *self);

G_END_DECLS
