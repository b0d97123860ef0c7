/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-figures.h"
#include "domain/hecha-quarter-data.h"

G_BEGIN_DECLS

HechaFigures *hecha_quarter_figures_new (const HechaQuarterData *data, HechaReader *reader, GError **error);

G_END_DECLS
