/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"

G_BEGIN_DECLS

/* Inspectors who have to be there at the same time (P3 4.3): 2 and more, 2 included. */
#define HECHA_PRESENCE_NEEDED 2

guint hecha_presence_count_together (GPtrArray *presence);
gboolean hecha_presence_parse_minutes (const char *text, int *minutes);
char *
hecha_presence_dup_id (GPtrArray *presence, const char *assignment, const char *person, const char *date);
gboolean hecha_presence_check_span (const char *text, GError **error);

G_END_DECLS
