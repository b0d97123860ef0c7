/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-check.h"
#include "domain/hecha-sampling.h"

G_BEGIN_DECLS

/* Drawing samples, and checking a draw, from what was recorded: P3 4.4, DESIGN 9. */

/**
 * HechaDrawInput:
 * @plan: its frame is frozen
 * @size: units
 * @by_class: each class gets its share, at least one
 * @random: the public randomness, as it was read out
 * @source: dice, beacon, lottery or commit_reveal
 * @random_at: (nullable): when it came to be, such as 2026-06-30T08:15:02Z; %NULL: now
 * @witnesses: (array zero-terminated=1): two or more persons who are on no team
 */
typedef struct
{
  const char *plan;
  guint size;
  gboolean by_class;
  const char *random;
  const char *source;
  const char *random_at;
  const char *const *witnesses;
} HechaDrawInput;

/**
 * HechaPickInput:
 * @plan: a plan whose selection is census or judgement
 * @units: (array zero-terminated=1): of a judgement; of a census none are named, since it has all
 * @reason: (nullable): why these; a judgement needs one
 */
typedef struct
{
  const char *plan;
  const char *const *units;
  const char *reason;
} HechaPickInput;

/**
 * HechaReplaceInput:
 * @sample: a unit, or plan/unit where several plans have it
 * @reason: why it cannot be inspected
 */
typedef struct
{
  const char *sample;
  const char *reason;
} HechaReplaceInput;

/**
 * HechaExtendInput:
 * @plan: a plan whose samples are drawn
 * @size: units more
 * @reason: why more are needed
 */
typedef struct
{
  const char *plan;
  guint size;
  const char *reason;
} HechaExtendInput;

gboolean hecha_draw_record (HechaAct *act, gpointer input, GError **error);
gboolean hecha_draw_pick (HechaAct *act, gpointer input, GError **error);
gboolean hecha_draw_replace (HechaAct *act, gpointer input, GError **error);

gboolean hecha_draw_extend (HechaAct *act, gpointer input, GError **error);

char **hecha_extension_list_units (HechaReader *reader, const char *plan, GError **error);
HechaDraw *hecha_draw_from_records (const HechaRecord *frame, const HechaRecord *draw, GError **error);
GPtrArray *hecha_draw_verify (HechaReader *reader, const char *plan, GError **error);
HechaRecord *hecha_sample_find (HechaReader *reader, const char *name, GError **error);

G_END_DECLS
