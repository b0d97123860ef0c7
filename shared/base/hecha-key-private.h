/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-key.h"

G_BEGIN_DECLS

#define HECHA_SEALED_KEY_HEADER "hecha-key-v2 "

void hecha_key_derive (HechaKey *self);
char *hecha_key_dup_plain_text (const HechaKey *self);
gboolean hecha_key_load_sealed (HechaKey *self, const char *path, const char *text, GError **error);

G_END_DECLS
