/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SAMPLE_ROW (hecha_sample_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaSampleRow, hecha_sample_row, HECHA, SAMPLE_ROW, GtkWidget)

GtkWidget *hecha_sample_row_new (void);
void hecha_sample_row_set_item (HechaSampleRow *self, HechaSampleItem *item);

G_END_DECLS
