/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-conflict.h"

G_BEGIN_DECLS

/* What only the office decides, each with a reason: conflicts, doubles, and what is under a hold (DESIGN 4). */

/**
 * HechaRulingInput:
 * @scope: where the record stands
 * @type: its type
 * @record: its id
 * @field: the field in conflict; empty for a fact
 * @value: the value that is to count, as JSON
 * @over: (array zero-terminated=1): the entries of all values that were before the office's eyes
 * @reason: why
 * @waits: (out): the plan wants a second person, who has to say so too before it counts
 */
typedef struct
{
  const char *scope;
  const char *type;
  const char *record;
  const char *field;
  const char *value;
  const char *const *over;
  const char *reason;
  gboolean waits;
} HechaRulingInput;

/**
 * HechaSettleInput:
 * @conflicts: (element-type HechaConflict): one, or several that are alike
 * @taken: the value of one of them that is to count; in the others the one that the same device wrote
 * @reason: why
 * @n_waiting: (out): how many of them now wait for a second person
 */
typedef struct
{
  GPtrArray *conflicts;
  const HechaConflictValue *taken;
  const char *reason;
  guint n_waiting;
} HechaSettleInput;

/**
 * HechaChoiceInput:
 * @id: the double: plan/unit
 * @counted: the scope whose finding counts
 * @reason: why
 * @waits: (out): the plan wants a second person, who has to say so too before it counts
 */
typedef struct
{
  const char *id;
  const char *counted;
  const char *reason;
  gboolean waits;
} HechaChoiceInput;

/**
 * HechaHoldInput:
 * @hold: digest of the entry under hold, or the beginning of its hex digits that no other has
 * @alike: decide at once about all that are undecided and held for the same reason
 * @release: whether it is to count
 * @reason: why
 */
typedef struct
{
  const char *hold;
  gboolean release;
  const char *reason;
  gboolean alike;
} HechaHoldInput;

gboolean hecha_ruling_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_ruling_settle (HechaAct *act, gpointer input, GError **error);
gboolean hecha_choice_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_hold_decide (HechaAct *act, gpointer input, GError **error);

HechaRecord *hecha_hold_find (HechaReader *reader, const char *name, GError **error);
GPtrArray *hecha_hold_list_alike (HechaReader *reader, const HechaRecord *hold, GError **error);

G_END_DECLS
