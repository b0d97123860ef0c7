/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CHIPS (hecha_chips_get_type ())
G_DECLARE_FINAL_TYPE (HechaChips, hecha_chips, HECHA, CHIPS, GtkWidget)

void hecha_chips_add (HechaChips *self, const char *id, const char *label);
void hecha_chips_add_words (HechaChips *self, const char *kind, const char *const *ids);
void hecha_chips_set_active (HechaChips *self, const char *id, gboolean active);
void hecha_chips_set_enabled (HechaChips *self, const char *id, gboolean enabled, const char *why);
void hecha_chips_set_only (HechaChips *self, const char *id);
const char *hecha_chips_get_only (HechaChips *self);

G_END_DECLS
