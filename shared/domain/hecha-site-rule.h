/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-site.h"

G_BEGIN_DECLS

/* What a team or a visitor records of the second stage: P3 4.4, R014, DESIGN 9. Nothing of it is edited afterwards. */

/**
 * HechaSiteFrameInput:
 * @sample: as of hecha_assignment_find()
 * @kind: households, documents, sections or other
 * @units: (array zero-terminated=1): from hecha_site_list_parse()
 * @algorithm: of the hash, and of the draw that follows
 */
typedef struct
{
  const char *sample;
  const char *kind;
  const char *const *units;
  HechaSamplingAlgorithm algorithm;
} HechaSiteFrameInput;

/**
 * HechaSiteReasonInput:
 * @sample: as of hecha_assignment_find()
 * @unit: (nullable): the unit to replace; %NULL where the frame is cancelled
 * @reason: why
 */
typedef struct
{
  const char *sample;
  const char *unit;
  const char *reason;
} HechaSiteReasonInput;

/**
 * HechaSiteDrawInput:
 * @sample: as of hecha_assignment_find()
 * @size: units
 * @dice: (nullable): the digits in the order in which the dice were read
 * @nonce: (nullable): instead of @dice, what the office read out; empty for what came by sync
 * @witnesses: (array zero-terminated=1): of the dice: ids of persons of the assignment, or names of others
 */
typedef struct
{
  const char *sample;
  guint size;
  const char *dice;
  const char *nonce;
  const char *const *witnesses;
} HechaSiteDrawInput;

/**
 * HechaSiteUnitInput:
 * @sample: as of hecha_assignment_find()
 * @unit: a drawn unit
 * @result: (nullable): met or not_met; empty clears; %NULL leaves it alone
 * @note: (nullable): what was seen; empty clears; %NULL leaves it alone
 */
typedef struct
{
  const char *sample;
  const char *unit;
  const char *result;
  const char *note;
} HechaSiteUnitInput;

gboolean hecha_site_frame_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_site_cancel_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_site_draw_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_site_replace_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_site_unit_record (HechaAct *act, gpointer input, GError **error);

G_END_DECLS
