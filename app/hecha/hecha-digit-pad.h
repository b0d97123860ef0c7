/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_DIGIT_PAD (hecha_digit_pad_get_type ())
G_DECLARE_FINAL_TYPE (HechaDigitPad, hecha_digit_pad, HECHA, DIGIT_PAD, GtkWidget)

void hecha_digit_pad_set_title (HechaDigitPad *self, const char *title, guint needed);
char *hecha_digit_pad_dup_digits (HechaDigitPad *self);
void hecha_digit_pad_set_digits (HechaDigitPad *self, const char *digits);

G_END_DECLS
