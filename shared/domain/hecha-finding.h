/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/**
 * HechaFindingInput:
 * @sample: which: a unit id, or `CODE/UNIT`
 * @verdict: (nullable): met, partly, not_met or unverifiable
 * @observation: (nullable): what was seen and read
 * @opinion: (nullable): what the author thinks of it, kept apart
 * @value: (nullable): measured, decimal text
 * @unit: (nullable): of @value
 * @unfinished: it is still being typed: what has to be there together is asked for at the signature, not now
 *
 * What is to be recorded as finding. Of a text, %NULL leaves it alone and empty takes it back.
 */
typedef struct
{
  const char *sample;
  const char *verdict;
  const char *observation;
  const char *opinion;
  const char *value;
  const char *unit;
  gboolean unfinished;
} HechaFindingInput;

/**
 * HechaEvidenceCount:
 * @required: items that the requirement asks for
 * @there: of those, the ones that some evidence names
 * @missing: (array zero-terminated=1): the others
 *
 * How complete the evidence is (P3 4.5, R015).
 */
typedef struct
{
  guint required;
  guint there;
  char **missing;
} HechaEvidenceCount;

gboolean hecha_finding_record (HechaAct *act, gpointer data, GError **error);
void hecha_finding_count_evidence (const HechaAssignment *assignment, HechaEvidenceCount *count);
char *hecha_evidence_count_dup_sentence (const HechaEvidenceCount *self);
void hecha_evidence_count_clear (HechaEvidenceCount *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaEvidenceCount, hecha_evidence_count_clear)

G_END_DECLS
