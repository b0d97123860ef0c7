/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-frame.h"
#include "domain/hecha-ticket.h"

G_BEGIN_DECLS

/* HCS-1: a sample that nobody can choose and everybody can recompute. Consistent sampling after R. L. Rivest,
 * “Consistent Sampling with Replacement”, arXiv 1808.10016, here without replacement; P3 4.4 (随机抽选样本). */

/**
 * HechaDrawRow:
 * @rank: from 1; within the stratum when the draw is by stratum, else within the frame
 * @id: (not owned): the unit
 * @stratum: (not owned): the unit's stratum
 * @ticket: the whole ticket
 */
typedef struct
{
  guint rank;
  const char *id;
  const char *stratum;
  char ticket[HECHA_TICKET_BYTES];
} HechaDrawRow;

/**
 * HechaDrawStratum:
 * @stratum: (not owned): the name; %NULL for the one stratum of a draw that is not by stratum
 * @n_units: units in the frame
 * @n_sample: units drawn
 * @first: where its units begin in the rows of the draw
 */
typedef struct
{
  const char *stratum;
  guint n_units;
  guint n_sample;
  guint first;
} HechaDrawStratum;

/**
 * HechaDraw:
 * @frame: (owned): what was drawn from
 * @seed: (owned): the seed S
 * @order_hash: hash of the ids of the whole frame in the order of their tickets, joined by line feeds, none at the
 *   end
 * @rows: (owned) (element-type HechaDrawRow): every unit, by stratum (ascending bytes) and rank
 * @strata: (owned) (element-type HechaDrawStratum): ascending bytes
 *
 * In each stratum the first @n_sample rows are the sample, the others the reserve, in this order.
 */
typedef struct
{
  HechaFrame *frame;
  char *seed;
  char order_hash[HECHA_HASH_TEXT_BYTES];
  GArray *rows;
  GArray *strata;
} HechaDraw;

gboolean hecha_random_check (const char *source, const char *text, GError **error);
gboolean hecha_random_check_time (gint64 frozen_at, gint64 random_at, GError **error);
char *hecha_sampling_dup_seed (const char *plan, const char *frame_hash, const char *random, GError **error);
gboolean hecha_sampling_allocate (const guint *n_units, guint n_strata, guint size, guint least,
                                  guint *n_sample, GError **error);

HechaDraw *hecha_draw_new (HechaFrame *frame, HechaSamplingAlgorithm algorithm, const char *seed, guint size,
                           gboolean by_stratum, GError **error);
void hecha_draw_free (HechaDraw *self);
GPtrArray *hecha_draw_dup_sample (const HechaDraw *self);
GPtrArray *hecha_draw_dup_reserve (const HechaDraw *self);
const HechaDrawRow *hecha_draw_get_next (const HechaDraw *self, const char *stratum, guint rank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaDraw, hecha_draw_free)

G_END_DECLS
