/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-edit.h"

#include "domain/hecha-checklist.h"
#include "domain/hecha-history.h"
#include "domain/hecha-sample-state.h"
#include "domain/hecha-site.h"

G_BEGIN_DECLS

/**
 * HechaSignatureCheck:
 * @valid: the journal has the signature as it was given
 * @changes: (element-type HechaChange): what is different now from what was signed
 *
 * What became of a signature.
 */
typedef struct
{
  gboolean valid;
  GPtrArray *changes;
} HechaSignatureCheck;

/**
 * HechaSampleData:
 * @assignment: the sample and all that was recorded on it
 * @persons: (element-type HechaAssignedPerson): those whom it names
 * @missing: (element-type HechaMissing): what the leader's signature waits for
 * @state: how far it is
 * @checklist: (nullable): what is to be looked at
 * @history: (element-type HechaEarlier): what was found of the target in earlier quarters
 * @declaration: (nullable): what the agency declared, where this laptop may know it
 * @lives: "type\nid\nfield" → #HechaLive: what is behind each field that can be typed
 * @uses: id of evidence → #HechaEvidenceUse: files that other samples have too
 * @site: what was drawn at its site
 * @checks: (element-type HechaSignatureCheck): of each signature of @assignment, in its order
 * @content_hash: of what a signature would cover
 * @today: China date
 * @person: (nullable): who uses this laptop
 * @may_write: the sample is this laptop's own, and it is a team's or a visitor's
 *
 * A copy of everything that the pages on one sample show. Counted; made on the store's thread, read on the
 * main one, changed by none.
 */
typedef struct
{
  HechaAssignment *assignment;
  GPtrArray *persons;
  GPtrArray *missing;
  HechaSampleState state;
  HechaChecklist *checklist;
  GPtrArray *history;
  HechaRecord *declaration;
  GHashTable *lives;
  GHashTable *uses;
  HechaSite *site;
  GPtrArray *checks;
  char *content_hash;
  char *today;
  char *person;
  gboolean may_write;
} HechaSampleData;

HechaSampleData *
hecha_sample_data_load (HechaStore *store, const char *scope, const char *id, GError **error);
HechaSampleData *hecha_sample_data_ref (HechaSampleData *self);
void hecha_sample_data_unref (HechaSampleData *self);
const HechaLive *
hecha_sample_data_live (const HechaSampleData *self, const char *type, const char *id, const char *field);
const HechaRecord *
hecha_sample_data_presence (const HechaSampleData *self, const char *person, const char *date);
const char *hecha_sample_data_get (const HechaSampleData *self, const char *type, const char *field);
gboolean hecha_sample_data_is_disputed (const HechaSampleData *self, const char *type, const char *field);
gboolean hecha_sample_data_is_missing (const HechaSampleData *self, const char *code);
gboolean hecha_sample_data_is_sealed (const HechaSampleData *self);
gboolean hecha_sample_data_is_editable (const HechaSampleData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSampleData, hecha_sample_data_unref)

G_END_DECLS
