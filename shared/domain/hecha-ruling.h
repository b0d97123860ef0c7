/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

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
} HechaRulingInput;

/**
 * HechaChoiceInput:
 * @id: the double: plan/unit
 * @counted: the scope whose finding counts
 * @reason: why
 */
typedef struct
{
  const char *id;
  const char *counted;
  const char *reason;
} HechaChoiceInput;

/**
 * HechaHoldInput:
 * @hold: digest of the entry under hold, or the beginning of its hex digits that no other has
 * @release: whether it is to count
 * @reason: why
 */
typedef struct
{
  const char *hold;
  gboolean release;
  const char *reason;
} HechaHoldInput;

gboolean hecha_ruling_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_choice_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_hold_decide (HechaAct *act, gpointer input, GError **error);

HechaRecord *hecha_hold_find (HechaReader *reader, const char *name, GError **error);

G_END_DECLS
