/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"

G_BEGIN_DECLS

/* What several rules need: refusals, the form of names, and where a snapshot was taken from. */

gboolean hecha_rule_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean hecha_rule_is_blank (const char *text);
gboolean hecha_rule_check_code (const char *what, const char *code, GError **error);
gboolean hecha_rule_check_choice (const char *type, const char *field, const char *value, GError **error);
gboolean hecha_rule_check_settled (const HechaRecord *record, GError **error);
gboolean hecha_quarter_parse (const char *text, guint *year, guint *quarter, GError **error);
gboolean hecha_rule_time_to_ms (const char *text, gint64 *ms, GError **error);

gboolean hecha_rule_check_complete (const HechaRecord *record, GError **error);
const char *hecha_rule_get_text (JsonNode *node);
char *hecha_agency_dup_scope (const char *code);
char *hecha_sample_dup_id (const char *plan, const char *unit);

gboolean
hecha_rule_add_sources (HechaReader *reader, const HechaRecord *record, GPtrArray *digests, GError **error);

G_END_DECLS
