/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/**
 * HechaEvidenceUse:
 * @assignment: id of the other assignment
 * @name: (nullable): of its target
 * @quarter: (nullable): such as 2026Q1
 * @n: other samples that have the same file
 *
 * Where a file was used before, anywhere this device knows (P3 4.5, R015).
 */
typedef struct
{
  char *assignment;
  char *name;
  char *quarter;
  guint n;
} HechaEvidenceUse;

GHashTable *hecha_evidence_find_uses (HechaReader *reader, const HechaAssignment *assignment, GError **error);
void hecha_evidence_use_free (HechaEvidenceUse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaEvidenceUse, hecha_evidence_use_free)

G_END_DECLS
