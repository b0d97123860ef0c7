/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-results-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_RESULT_ROW (hecha_result_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaResultRow, hecha_result_row, HECHA, RESULT_ROW, GtkWidget)

GtkWidget *hecha_result_row_new (void);
void hecha_result_row_show (HechaResultRow *self, const HechaResult *result);

const char *hecha_doubt_label (HechaDoubt doubt);
const char *hecha_verdict_style (const char *verdict);

G_END_DECLS
