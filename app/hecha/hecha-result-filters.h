/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-results.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_RESULT_FILTERS (hecha_result_filters_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultFilters, hecha_result_filters, HECHA, RESULT_FILTERS, GtkWidget)

void hecha_result_filters_offer (HechaResultFilters *self, const HechaResults *results);
void hecha_result_filters_get (HechaResultFilters *self, HechaResultFilter *filter);
GVariant *hecha_result_filters_dup_chosen (HechaResultFilters *self);
void hecha_result_filters_choose (HechaResultFilters *self, GVariant *chosen);

G_END_DECLS
