/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* What people and laptops are called, and how their time and their values read. */

/**
 * HechaNames:
 *
 * The names that the store knows. Lives as long as its reader, and no longer than one piece of work.
 */
typedef struct _HechaNames HechaNames;

HechaNames *hecha_names_new (HechaReader *reader);
void hecha_names_free (HechaNames *self);
const char *hecha_names_person (HechaNames *self, const char *id);
const char *hecha_names_device (HechaNames *self, const char *dev);
char *hecha_names_dup_who (HechaNames *self, const char *by, const char *at);
char *hecha_names_dup_scope (const char *scope);
char *hecha_names_dup_field (const char *type, const char *field);
char *hecha_names_dup_text (const char *type, const char *field, const char *text);
char *hecha_names_dup_value (const char *type, const char *field, const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaNames, hecha_names_free)

G_END_DECLS
