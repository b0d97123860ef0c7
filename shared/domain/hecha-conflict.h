/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"

G_BEGIN_DECLS

/**
 * HechaConflictValue:
 * @value: (nullable): JSON; of a branch of a fork: %NULL
 * @by: who wrote it
 * @dev: on which device
 * @at: when, as that device's clock says
 * @digest: of the entry
 * @over: (array zero-terminated=1): the entries whose values its author had before their eyes and replaced
 * @why: (nullable): the reason, where it settled a conflict
 * @live: whether no other write replaced it
 * @branch: (nullable) (element-type utf8): of a branch of a fork: its entries, the first of them @digest
 *
 * One write of a field. All is owned.
 */
typedef struct
{
  char *value;
  char *by;
  char *dev;
  char *at;
  char *digest;
  char **over;
  char *why;
  gboolean live;
  GPtrArray *branch;
} HechaConflictValue;

/**
 * HechaConflict:
 * @id: what a person names it by
 * @kind: value, once or fork
 * @scope: where
 * @type: the record's type; of a fork: empty
 * @record: the record's id; of a fork: the device
 * @field: the field; of a fact: empty; of a fork: the number
 * @open: not settled
 * @values: (element-type HechaConflictValue): every value, sorted by time; of a settled one: all that was ever written
 * @history: (element-type HechaConflictValue): all writes of the field, sorted by time; owns what @values shows
 * @reason: (nullable): of the ruling
 * @ruled_by: (nullable): person
 */
typedef struct
{
  char *id;
  char *kind;
  char *scope;
  char *type;
  char *record;
  char *field;
  gboolean open;
  GPtrArray *values;
  GPtrArray *history;
  char *reason;
  char *ruled_by;
} HechaConflict;

HechaConflict *hecha_conflict_new (void);
void hecha_conflict_free (HechaConflict *self);
void hecha_conflict_take_write (HechaConflict *self, HechaConflictValue *value);

GPtrArray *hecha_conflict_dup_base (const HechaConflict *self);
GPtrArray *hecha_conflict_dup_seen (const HechaConflict *self, const HechaConflictValue *value);
char *hecha_conflict_dup_alike (const HechaConflict *self);
GPtrArray *hecha_conflict_list_alike (GPtrArray *conflicts, const HechaConflict *like);
const HechaConflictValue *hecha_conflict_find_value (const HechaConflict *self, const char *dev);

char *hecha_conflict_dup_plan (const char *scope, const char *record);
char *hecha_conflict_dup_due (const HechaConflict *self, HechaReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaConflict, hecha_conflict_free)

G_END_DECLS
