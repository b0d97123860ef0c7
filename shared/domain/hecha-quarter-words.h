/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-figures.h"

G_BEGIN_DECLS

char *hecha_quarter_dup_name (const char *quarter);
char *hecha_quarter_dup_text (const HechaFigures *figures, const char *quarter, char part);

G_END_DECLS
