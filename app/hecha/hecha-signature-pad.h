/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SIGNATURE_PAD (hecha_signature_pad_get_type ())
G_DECLARE_FINAL_TYPE (HechaSignaturePad, hecha_signature_pad, HECHA, SIGNATURE_PAD, GtkWidget)

gboolean hecha_signature_pad_is_empty (HechaSignaturePad *self);
char *hecha_signature_pad_dup_strokes (HechaSignaturePad *self);
void hecha_signature_pad_set_strokes (HechaSignaturePad *self, const char *strokes);
void hecha_signature_pad_undo (HechaSignaturePad *self);
void hecha_signature_pad_clear (HechaSignaturePad *self);

G_END_DECLS
