/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-assignment.h"

G_BEGIN_DECLS

/* Exactly what was on the page when somebody signed: the canonical JSON that a signature is bound to. */

JsonNode *hecha_content_build (HechaReader *reader, const HechaAssignment *assignment, GError **error);
char *hecha_content_dup_hash (JsonNode *content, GError **error);
const char *hecha_content_verdict (JsonObject *content);
gboolean hecha_content_verify (const HechaRecord *signature, GError **error);
gboolean hecha_content_changed (const HechaAssignment *assignment, const HechaRecord *signature);

G_END_DECLS
