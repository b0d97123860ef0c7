/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/hecha-schema.h"

G_BEGIN_DECLS

const char *hecha_label (const char *kind, const char *value);
const char *hecha_type_get_label (const HechaType *type);
const char *hecha_field_get_label (const HechaField *field);
char *hecha_field_dup_title (const HechaField *field);

G_END_DECLS
