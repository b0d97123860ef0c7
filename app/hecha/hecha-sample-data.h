/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-edit.h"

#include "domain/hecha-sample-state.h"

G_BEGIN_DECLS

/**
 * HechaSampleData:
 * @assignment: the sample and all that was recorded on it
 * @persons: (element-type HechaAssignedPerson): those whom it names
 * @missing: (element-type HechaMissing): what the leader's signature waits for
 * @state: how far it is
 * @lives: "type\nid\nfield" → #HechaLive: what is behind each field that can be typed
 * @content_hash: of what a signature would cover
 * @today: China date
 * @person: (nullable): who uses this laptop
 * @may_write: the sample is this laptop's own, and it is a team's or a visitor's
 *
 * A copy of everything that the pages on one sample show. Owned; made on the store's thread, read on the main one.
 */
typedef struct
{
  HechaAssignment *assignment;
  GPtrArray *persons;
  GPtrArray *missing;
  HechaSampleState state;
  GHashTable *lives;
  char *content_hash;
  char *today;
  char *person;
  gboolean may_write;
} HechaSampleData;

HechaSampleData *
hecha_sample_data_load (HechaStore *store, const char *scope, const char *id, GError **error);
void hecha_sample_data_free (HechaSampleData *self);
const HechaLive *
hecha_sample_data_live (const HechaSampleData *self, const char *type, const char *id, const char *field);
const HechaRecord *hecha_sample_data_presence (const HechaSampleData *self, const char *person);
const char *hecha_sample_data_get (const HechaSampleData *self, const char *type, const char *field);
gboolean hecha_sample_data_is_sealed (const HechaSampleData *self);
gboolean hecha_sample_data_is_editable (const HechaSampleData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSampleData, hecha_sample_data_free)

G_END_DECLS
