/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-sample-data.h"

G_BEGIN_DECLS

/* Fields of the record table and their values, as people read them. */

char *hecha_type_dup_words (const HechaType *type);
char *hecha_field_dup_words (const HechaField *field);
char *hecha_value_dup_words (const HechaField *field, const char *value, const HechaSampleData *data);
char *hecha_record_dup_words (const HechaRecord *record, const HechaSampleData *data);
const char *hecha_person_name (const HechaSampleData *data, const char *person);

G_END_DECLS
