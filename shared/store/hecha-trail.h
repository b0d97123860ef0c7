/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* The journal for people: who did what, on which laptop, to which thing, and what the office decided. */

/**
 * HechaTrailQuestion:
 * @person: (nullable): only what this person did
 * @dev: (nullable): only what was written on this device
 * @record: (nullable): only what was done to this record, or to one whose id begins with this and a `/`
 * @decisions: only what decides: rulings, choices, decisions about holds and copied laptops, proposals, revocations
 * @before: only what is older than this place in the journal; 0: from the newest
 * @limit: how many at most
 */
typedef struct
{
  const char *person;
  const char *dev;
  const char *record;
  gboolean decisions;
  gint64 before;
  guint limit;
} HechaTrailQuestion;

/**
 * HechaTrailChange:
 * @type: the record's type
 * @record: its id
 * @field: (nullable): the field; %NULL for what this program does not know
 * @verb: "set", "add" or "rem"
 * @value: (nullable): JSON
 * @why: (nullable): the reason of a ruling
 */
typedef struct
{
  char *type;
  char *record;
  char *field;
  const char *verb;
  char *value;
  char *why;
} HechaTrailChange;

/**
 * HechaTrailEntry:
 * @place: in the journal as it came here; for @before
 * @digest: "sha256:…"
 * @at: when, as the device's clock says
 * @by: person; empty for a program
 * @dev: device
 * @scope: where
 * @seq: its number there
 * @held: it is under a hold that is not released, and counts nowhere
 * @parked: it waits for others, and does not count yet
 * @changes: (element-type HechaTrailChange): what it writes, or as much of it as fits on a page
 * @n_left: how many changes more it has
 */
typedef struct
{
  gint64 place;
  char *digest;
  char *at;
  char *by;
  char *dev;
  char *scope;
  gint64 seq;
  gboolean held;
  gboolean parked;
  GPtrArray *changes;
  guint n_left;
} HechaTrailEntry;

GPtrArray *hecha_store_trail (HechaStore *self, const HechaTrailQuestion *question, GError **error);
HechaTrailEntry *hecha_store_trail_entry (HechaStore *self, const char *digest, GError **error);
void hecha_trail_entry_free (HechaTrailEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaTrailEntry, hecha_trail_entry_free)

G_END_DECLS
