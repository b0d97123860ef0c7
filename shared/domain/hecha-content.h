/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/* Exactly what was on the page when somebody signed: the canonical JSON that a signature is bound to. */

JsonNode *hecha_content_build (HechaReader *reader, const HechaAssignment *assignment, GError **error);
char *hecha_content_dup_hash (JsonNode *content, GError **error);
char *hecha_content_dup_signed (const HechaRecord *signature, const char *field);
gboolean hecha_content_verify (const HechaRecord *signature, GError **error);

/**
 * HechaChange:
 * @type: (not owned): of the record: visit, finding, evidence, meeting …
 * @id: (owned): of the record
 * @name: (owned) (nullable): what people call it, such as the file's name or the title of a document
 * @field: (not owned) (nullable): which field of it; %NULL when the record came or went as a whole
 * @before: (owned) (nullable): what was signed, as in a #HechaRecord; %NULL for nothing
 * @now: (owned) (nullable): what is there now, likewise
 *
 * One difference between what was signed and what is there now. Of a record as a whole, @before or @now is its @name.
 */
typedef struct
{
  const HechaType *type;
  char *id;
  char *name;
  const HechaField *field;
  char *before;
  char *now;
} HechaChange;

/* hecha-content-diff.c */
gboolean hecha_content_changed (const HechaAssignment *assignment, const HechaRecord *signature);
GPtrArray *hecha_content_diff (const HechaAssignment *assignment, const HechaRecord *signature);

G_END_DECLS
