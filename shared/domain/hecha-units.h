/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-frame.h"
#include "domain/hecha-reader.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HechaUnit:
 * @id: target-quarter, such as A01-2026-T02-Q2
 * @stratum: the class's name
 * @agency: code
 * @status: what was declared when the frame was frozen: met, partly, not_met or none
 * @declaration: (nullable): digest of the entry that declared it
 *
 * One unit of a frozen frame. The texts belong to the #HechaUnits.
 */
typedef struct
{
  const char *id;
  const char *stratum;
  const char *agency;
  const char *status;
  const char *declaration;
} HechaUnit;

/**
 * HechaUnits:
 * @units: (element-type HechaUnit): ascending by the bytes of the ids when they come from a frame
 *
 * The units of a frame as the record `frame` keeps them: what repeats stands once, so that a frame of 24,000 units
 * fits into one entry.
 */
typedef struct
{
  GArray *units;       /* (owned) */
  GStringChunk *texts; /* (owned) */
  GHashTable *by_id;   /* (owned) (nullable): id → index + 1; made when first asked */
} HechaUnits;

HechaUnits *hecha_units_new (void);
HechaUnits *hecha_units_parse (const HechaRecord *frame, GError **error);
void hecha_units_free (HechaUnits *self);

void hecha_units_add (HechaUnits *self, const HechaUnit *unit);
const HechaUnit *hecha_units_find (HechaUnits *self, const char *id);
JsonNode *hecha_units_to_node (const HechaUnits *self);
HechaFrame *hecha_units_to_frame (const HechaUnits *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaUnits, hecha_units_free)

G_END_DECLS
