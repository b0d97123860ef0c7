/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-attaching.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_ATTACHING_ROW (hecha_attaching_row_get_type ())
G_DECLARE_FINAL_TYPE (HechaAttachingRow, hecha_attaching_row, HECHA, ATTACHING_ROW, AdwActionRow)

GtkWidget *hecha_attaching_row_new (HechaAttaching *attaching);

G_END_DECLS
