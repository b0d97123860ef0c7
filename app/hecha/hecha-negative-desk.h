/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-rectification-rule.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaNegativeDesk:
 * @entries: (element-type HechaNegative): what is due first before all
 * @candidates: (element-type HechaNegativeCandidate): what belongs on the list and is not there yet
 * @people: (element-type HechaRecord): whom a step may name
 * @today: China date
 * @week_end: the Sunday of this week
 *
 * The negative list as the office has it before its eyes: a copy.
 */
typedef struct
{
  GPtrArray *entries;
  GPtrArray *candidates;
  GPtrArray *people;
  GDate today;
  GDate week_end;
} HechaNegativeDesk;

/**
 * HechaNegativeAct:
 *
 * What the office can record on the list.
 */
typedef enum
{
  HECHA_NEGATIVE_ACT_NONE,
  HECHA_NEGATIVE_ACT_ADD,
  HECHA_NEGATIVE_ACT_CONFIRM,
  HECHA_NEGATIVE_ACT_NOTIFY,
  HECHA_NEGATIVE_ACT_RECEIVE,
  HECHA_NEGATIVE_ACT_MEASURE,
  HECHA_NEGATIVE_ACT_COMPLETE,
  HECHA_NEGATIVE_ACT_FEED_BACK,
  HECHA_NEGATIVE_ACT_VERIFY,
  HECHA_NEGATIVE_ACT_URGE,
  HECHA_NEGATIVE_ACT_WITHDRAW,
} HechaNegativeAct;

/**
 * HechaNegativeJob:
 * @act: what is to be recorded
 * @entry: of the list; to be added, a unit
 * @persons: (nullable) (array zero-terminated=1): who looked
 * @files: (nullable) (array zero-terminated=1): paths of what shows a completion
 * @attachments: (nullable) (element-type HechaAttachment): the same once it is copied in
 *
 * As #HechaNegativeInput, on its way to the store's thread. All of it is owned.
 */
typedef struct
{
  HechaNegativeAct act;
  char *entry;
  char *on;
  char *text;
  char *choice;
  char *person;
  char **persons;
  char *rectify_by;
  char *number;
  char **files;
  GPtrArray *attachments;
} HechaNegativeJob;

gpointer
hecha_negative_desk_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error);
void hecha_negative_desk_free (HechaNegativeDesk *self);
const HechaNegative *hecha_negative_desk_find (const HechaNegativeDesk *self, const char *id);
const char *hecha_negative_desk_name (const HechaNegativeDesk *self, const char *person);
gboolean hecha_negative_desk_count (HechaStore *store, guint *count, GError **error);

gboolean hecha_negative_job_copy (HechaNegativeJob *self, HechaStoreWorker *worker, GCancellable *cancellable,
                                  GError **error);
gpointer
hecha_negative_job_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error);
void hecha_negative_job_free (HechaNegativeJob *self);

HechaNegativeAct hecha_negative_act_of_step (HechaNegativeStep step);
char *hecha_negative_dup_days (const HechaNegative *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNegativeDesk, hecha_negative_desk_free)

G_END_DECLS
