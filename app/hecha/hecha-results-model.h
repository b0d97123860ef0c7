/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"
#include "store/hecha-results.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HECHA_TYPE_RESULT_ITEM (hecha_result_item_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultItem, hecha_result_item, HECHA, RESULT_ITEM, GObject)

const HechaResult *hecha_result_item_get (HechaResultItem *self);

#define HECHA_TYPE_RESULTS_MODEL (hecha_results_model_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultsModel, hecha_results_model, HECHA, RESULTS_MODEL, GObject)

HechaResultsModel *hecha_results_model_new (HechaStoreWorker *worker);
void hecha_results_model_refresh (HechaResultsModel *self);
void hecha_results_model_show (HechaResultsModel *self, const HechaResultFilter *filter);
guint hecha_results_model_get_n_shown (HechaResultsModel *self);
void hecha_results_model_set_page (HechaResultsModel *self, guint page);
void hecha_results_model_tell_more (HechaResultsModel *self);
HechaResults *hecha_results_model_get_results (HechaResultsModel *self);

G_END_DECLS
