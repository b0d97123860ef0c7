/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-item.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaWorkNews:
 * @counts: samples in each drawer
 * @due: samples that are not signed and have their last day today
 * @overdue: those that had it before
 * @rounds: (element-type HechaWorkRound): the rounds of this laptop
 * @calendar: (nullable): version of the calendar
 * @has_place: whether it is known where somebody was last
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 * @places: (nullable) (element-type HechaWorkRow): samples of the list whose place is known, for the map
 *
 * What is told about all samples, whatever the list shows of them.
 */
typedef struct
{
  guint counts[HECHA_WORK_N_STATES];
  guint due;
  guint overdue;
  GPtrArray *rounds;
  char *calendar;
  gboolean has_place;
  gint64 latitude;
  gint64 longitude;
  GPtrArray *places;
} HechaWorkNews;

#define HECHA_TYPE_SAMPLE_MODEL (hecha_sample_model_get_type ())
G_DECLARE_FINAL_TYPE (HechaSampleModel, hecha_sample_model, HECHA, SAMPLE_MODEL, GObject)

HechaSampleModel *hecha_sample_model_new (HechaStoreWorker *worker);
const HechaWorkQuery *hecha_sample_model_get_query (HechaSampleModel *self);
void hecha_sample_model_set_query (HechaSampleModel *self, const HechaWorkQuery *query);
void hecha_sample_model_set_mapped (HechaSampleModel *self, gboolean mapped);
void hecha_sample_model_refresh (HechaSampleModel *self);
gboolean hecha_sample_model_is_loaded (HechaSampleModel *self);
const HechaWorkNews *hecha_sample_model_get_news (HechaSampleModel *self);

G_END_DECLS
