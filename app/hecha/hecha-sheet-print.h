/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-sheet.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkPrintOperation *hecha_sheet_print_new (HechaSheet *sheet);

G_END_DECLS
