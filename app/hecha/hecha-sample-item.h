/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-work.h"

#include <gio/gio.h>

G_BEGIN_DECLS

const char *hecha_work_state_label (HechaWorkState state);
const char *hecha_work_state_style (HechaWorkState state);
const char *hecha_sample_state_style (HechaSampleState state);
const char *hecha_sample_state_label (HechaSampleState state);

#define HECHA_TYPE_SAMPLE_ITEM (hecha_sample_item_get_type ())
G_DECLARE_FINAL_TYPE (HechaSampleItem, hecha_sample_item, HECHA, SAMPLE_ITEM, GObject)

HechaSampleItem *hecha_sample_item_new (gint64 n);
gint64 hecha_sample_item_get_n (HechaSampleItem *self);
const HechaWorkRow *hecha_sample_item_get_row (HechaSampleItem *self);
gint64 hecha_sample_item_get_distance (HechaSampleItem *self);
void hecha_sample_item_take_row (HechaSampleItem *self, HechaWorkRow *row, gint64 distance);

G_END_DECLS
