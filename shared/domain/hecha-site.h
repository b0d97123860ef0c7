/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"
#include "domain/hecha-sampling.h"

G_BEGIN_DECLS

/* The second stage: units (households, documents, road sections) drawn at the site from a frame that is made there.
 * P3 4.4, R014; the same algorithm and the same proof as of the first stage. */

/* What a signature can cover, and one entry can hold. */
#define HECHA_SITE_MOST_UNITS 10000
#define HECHA_SITE_MOST_DRAWN 500

/**
 * HechaSite:
 * @assignment: (not owned): where it was drawn
 * @frames: (element-type HechaRecord): every frame that was frozen, in that order, the cancelled ones too
 * @cancels: (element-type HechaRecord): which of them were cancelled, and why
 * @draw: (nullable): the one draw
 * @units: (element-type HechaRecord): what was drawn and what replaced it, by rank
 * @nonce: (nullable): what the office revealed, as far as it is known here
 *
 * All that was recorded of the second stage on one assignment: copies, owned.
 */
typedef struct
{
  const HechaRecord *assignment;
  GPtrArray *frames;
  GPtrArray *cancels;
  HechaRecord *draw;
  GPtrArray *units;
  HechaRecord *nonce;
} HechaSite;

HechaSite *hecha_site_load (HechaReader *reader, const HechaRecord *assignment, GError **error);
void hecha_site_free (HechaSite *self);
const HechaRecord *hecha_site_get_frame (const HechaSite *self);
const HechaRecord *hecha_site_find_frame (const HechaSite *self, const char *id);
const HechaRecord *hecha_site_find_cancel (const HechaSite *self, const char *frame);
const HechaRecord *hecha_site_find_unit (const HechaSite *self, const char *unit);

HechaSamplingAlgorithm hecha_site_algorithm (const char *name);
HechaFrame *hecha_site_make_frame (const char *const *units, GError **error);
HechaDraw *hecha_site_draw_again (const HechaRecord *frame, const char *random, guint size, GError **error);
char *hecha_site_dup_digits (const char *typed);
char *hecha_site_dup_groups (const char *digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaSite, hecha_site_free)

G_END_DECLS
