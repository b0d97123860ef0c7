/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

/* Where a plan wants two persons of the office to settle a conflict: each says what it is to be settled with, and the
 * ruling is written with the second one's word. */

/**
 * HechaProposed:
 * @scope: where the record in conflict stands
 * @type: its type
 * @record: its id
 * @field: the field; empty for a fact
 * @value: (nullable): what is to count
 * @over: (nullable) (array zero-terminated=1): the entries of all values that disagree
 *
 * How a conflict is to be settled. Nothing is owned.
 */
typedef struct
{
  const char *scope;
  const char *type;
  const char *record;
  const char *field;
  JsonNode *value;
  const char *const *over;
} HechaProposed;

gboolean hecha_proposal_is_needed (HechaReader *reader, const char *scope, const char *record);
gboolean hecha_proposal_give (HechaAct *act, const HechaProposed *proposed, const char *reason,
                              gboolean *waits, GError **error);
char **hecha_proposal_dup_persons (HechaReader *reader, const HechaProposed *proposed, GError **error);

char *hecha_proposal_check_op (const HechaEntry *entry, const HechaOp *op);
char *hecha_proposal_check_choice (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
                                   const char *scope);
char *hecha_proposal_check_ruling (HechaReader *reader, const HechaEntry *entry, const HechaOp *op,
                                   const char *scope, const HechaType *type, const char *field);

G_END_DECLS
