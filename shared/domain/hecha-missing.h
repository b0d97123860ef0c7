/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/**
 * HechaMissing:
 * @code: what is missing, for translations: disputed, mode, place, presence, methods, photo, method, record, reviews,
 *   difficulty, difficulties, answer, rule, media, verdict, observation, evidence
 * @sentence: (owned): the same for a person, with its clause
 * @clause: such as "P3 4.3"; %NULL where the standard says nothing
 * @section: the record type in whose place it can be given, such as visit, meeting, answer, evidence, finding; conflict
 *   where the office has to settle something
 * @field: (nullable): the field of it
 * @record: (owned) (nullable): the record that is not whole; of an answer, the item of the checklist
 * @have: how many there are, where things are counted; else 0
 * @need: how many are needed, where things are counted; else 0
 * @items: (owned) (nullable): what exactly is missing
 *
 * One thing that the leader's signature, or a verdict, waits for, and where to go to give it.
 */
typedef struct
{
  const char *code;
  char *sentence;
  const char *clause;
  const char *section;
  const char *field;
  char *record;
  guint have;
  guint need;
  char **items;
} HechaMissing;

gboolean hecha_sample_is_disputed (const HechaAssignment *a);
GPtrArray *hecha_sample_missing (const HechaAssignment *assignment);
GPtrArray *hecha_verdict_missing (const HechaAssignment *assignment, const char *verdict);
gboolean hecha_verdict_check (const HechaAssignment *assignment, const char *verdict, GError **error);

G_END_DECLS
