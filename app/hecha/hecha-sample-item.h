/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-sample-state.h"
#include "store/hecha-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HechaWorkState:
 * @HECHA_WORK_ALL: not a state: all of them
 * @HECHA_WORK_TODO: nothing recorded yet
 * @HECHA_WORK_BEGUN: something recorded, something missing
 * @HECHA_WORK_READY: complete, the leader's signature is missing
 * @HECHA_WORK_EFFECTIVE: signed by the leader
 * @HECHA_WORK_DISPUTED: the office has to look at it: people wrote different things, the agency objects, or something
 *   was changed after the signature
 *
 * The drawers that samples lie in, for those who work on them.
 */
typedef enum
{
  HECHA_WORK_ALL,
  HECHA_WORK_TODO,
  HECHA_WORK_BEGUN,
  HECHA_WORK_READY,
  HECHA_WORK_EFFECTIVE,
  HECHA_WORK_DISPUTED,
  HECHA_WORK_N_STATES
} HechaWorkState;

const char *hecha_work_state_label (HechaWorkState state);
const char *hecha_work_state_style (HechaWorkState state);
HechaWorkState hecha_work_state_from_sample (HechaSampleState state);
const char *hecha_sample_state_label (HechaSampleState state);

#define HECHA_TYPE_SAMPLE_ITEM (hecha_sample_item_get_type ())
G_DECLARE_FINAL_TYPE (HechaSampleItem, hecha_sample_item, HECHA, SAMPLE_ITEM, GObject)

HechaSampleItem *hecha_sample_item_new (const HechaAssignment *sample);
const char *hecha_sample_item_get_scope (HechaSampleItem *self);
const char *hecha_sample_item_get_id (HechaSampleItem *self);
const char *hecha_sample_item_get_unit (HechaSampleItem *self);
const char *hecha_sample_item_get_name (HechaSampleItem *self);
const char *hecha_sample_item_get_agency (HechaSampleItem *self);
const char *hecha_sample_item_get_requirement (HechaSampleItem *self);
const char *hecha_sample_item_get_time_limit (HechaSampleItem *self);
HechaSampleState hecha_sample_item_get_state (HechaSampleItem *self);
HechaWorkState hecha_sample_item_get_work_state (HechaSampleItem *self);
guint hecha_sample_item_get_n_evidence (HechaSampleItem *self);
gboolean hecha_sample_item_equal (HechaSampleItem *self, HechaSampleItem *other);
gboolean hecha_sample_item_matches (HechaSampleItem *self, const char *const *words);

GPtrArray *hecha_sample_items_load (HechaStore *store, GError **error);

G_END_DECLS
