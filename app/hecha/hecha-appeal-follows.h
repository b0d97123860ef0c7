/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-appeal-case.h"
#include "hecha-data-table.h"

G_BEGIN_DECLS

void hecha_appeal_follows_show (HechaDataTable *table, const HechaAppealCase *one, const HechaRate *rate);

G_END_DECLS
