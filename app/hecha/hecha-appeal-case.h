/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal.h"
#include "domain/hecha-negative.h"
#include "domain/hecha-rate.h"
#include "hecha-sample-data.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaAppealCase:
 * @data: the sample, its finding, and all that was recorded on it
 * @row: the appeal against the finding, and what is due; its assignment is another copy
 * @has_limit: whether @limit is known
 * @limit: the last day on which the agency could appeal (D12)
 * @first_team: (element-type utf8): who neither reviews nor rules
 * @people: (element-type HechaRecord): whom a step may name
 * @person: who uses this window
 * @entry: (nullable): of the negative list, that rests on this finding
 * @score: of the agency's year as it is, in 1/%HECHA_POINT of a point
 *
 * One finding and the appeal against it, as a copy for the window.
 */
typedef struct
{
  HechaSampleData *data;
  HechaAppealRow *row;
  gboolean has_limit;
  HechaDeadline limit;
  GHashTable *first_team;
  GPtrArray *people;
  char *person;
  HechaNegative *entry;
  gint64 score;
} HechaAppealCase;

/**
 * HechaAppealName:
 * @scope: of an assignment; %NULL where only a sample is known
 * @id: of the assignment, or a unit
 *
 * Which finding; all is owned.
 */
typedef struct
{
  char *scope;
  char *id;
} HechaAppealName;

HechaAppealName *hecha_appeal_name_new (const char *record);
void hecha_appeal_name_free (HechaAppealName *self);

gpointer hecha_appeal_case_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error);
void hecha_appeal_case_free (HechaAppealCase *self);
const char *hecha_appeal_case_name (const HechaAppealCase *self, const char *person);
const HechaRecord *hecha_appeal_case_get_assignment (const HechaAppealCase *self);

gpointer hecha_appeal_rate_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAppealCase, hecha_appeal_case_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAppealName, hecha_appeal_name_free)

G_END_DECLS
