/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"
#include "journal/hecha-entry.h"

G_BEGIN_DECLS

/**
 * HechaHoldEffect:
 * @HECHA_HOLD_NEW: the field has no value yet
 * @HECHA_HOLD_REPLACES: the value takes the place of the one that stands now, which its author had seen
 * @HECHA_HOLD_CONFLICTS: its author had not seen what stands now: it would be a conflict
 * @HECHA_HOLD_SAME: it says what stands there already
 * @HECHA_HOLD_ADDS: it is put into a set
 * @HECHA_HOLD_REMOVES: it is taken out of a set
 */
typedef enum
{
  HECHA_HOLD_NEW,
  HECHA_HOLD_REPLACES,
  HECHA_HOLD_CONFLICTS,
  HECHA_HOLD_SAME,
  HECHA_HOLD_ADDS,
  HECHA_HOLD_REMOVES,
} HechaHoldEffect;

/**
 * HechaHoldChange:
 * @type: of the record table
 * @record: the record's id
 * @field: a field of it, by name
 * @effect: what would become of the field
 * @now: (nullable): what stands there now, as text
 * @then: (nullable): what the entry under hold says, as text
 *
 * What one field would be if an entry under hold were released. Strings are owned; @field and @type are not.
 */
typedef struct
{
  const HechaType *type;
  char *record;
  const char *field;
  HechaHoldEffect effect;
  char *now;
  char *then;
} HechaHoldChange;

GPtrArray *hecha_hold_list_changes (HechaReader *reader, const HechaEntry *entry, GError **error);
const char *hecha_hold_effect_get_name (HechaHoldEffect effect);

G_END_DECLS
