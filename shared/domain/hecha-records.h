/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-json.h"
#include "journal/hecha-schema.h"

G_BEGIN_DECLS

const HechaSchema *hecha_records (void);
const HechaField *hecha_field_find (const char *type, const char *field);
gboolean hecha_value_check (const HechaField *field, const HechaJson *json, guint token, GError **error);
gboolean hecha_value_check_text (const char *type, const char *field, const char *text, GError **error);

G_END_DECLS
