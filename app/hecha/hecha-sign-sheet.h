/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-signature-pad.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_SIGN_SHEET (hecha_sign_sheet_get_type ())
G_DECLARE_FINAL_TYPE (HechaSignSheet, hecha_sign_sheet, HECHA, SIGN_SHEET, AdwWindow)

void hecha_sign_sheet_present (GtkWidget *parent, HechaSignaturePad *target, const char *title);

G_END_DECLS
