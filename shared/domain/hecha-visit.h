/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"
#include "domain/hecha-presence.h"

G_BEGIN_DECLS

/**
 * HechaVisitInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @mode: (nullable): online or onsite
 * @place: (nullable): `LAT,LON` in decimal degrees; empty takes it back
 * @datum: (nullable): WGS-84 (what %NULL means for a new place) or CGCS2000
 * @accuracy_m: of @place in metres; 0 when nobody knows
 * @place_reason: (nullable): why there is no place
 * @present: (nullable) (array zero-terminated=1): `PERSON@HH:MM-HH:MM`
 * @absent: (nullable) (array zero-terminated=1): persons who were not there after all
 * @date: (nullable): the China date of @present and @absent; %NULL for today, and for every day
 * @methods: (nullable) (array zero-terminated=1): methods to add
 * @no_methods: (nullable) (array zero-terminated=1): methods to take back
 * @difficulty: (nullable): none or some: at a key point it has to be said (P3 7.3)
 * @difficulties: (nullable): what was found difficult
 * @assistance: (nullable): what help was given
 * @photo_reason: (nullable): why a site view has no photo
 * @unfinished: it is still being typed: what has to be there together is asked for at the signature, not now
 *
 * What is to be recorded of a visit. Of a text, %NULL leaves it alone and empty takes it back.
 */
typedef struct
{
  const char *sample;
  const char *mode;
  const char *place;
  const char *datum;
  guint accuracy_m;
  const char *place_reason;
  const char *const *present;
  const char *const *absent;
  const char *date;
  const char *const *methods;
  const char *const *no_methods;
  const char *difficulty;
  const char *difficulties;
  const char *assistance;
  const char *photo_reason;
  gboolean unfinished;
} HechaVisitInput;

gboolean hecha_visit_record (HechaAct *act, gpointer data, GError **error);
char *hecha_visit_dup_today (const HechaEnv *env);
guint hecha_visit_count_together (const HechaAssignment *assignment);
gboolean hecha_visit_was_present (const HechaAssignment *assignment, const char *person);

G_END_DECLS
