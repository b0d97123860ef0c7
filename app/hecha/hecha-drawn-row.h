/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *hecha_drawn_row_new (const HechaRecord *drawn, const char *about, const char *size);

G_END_DECLS
