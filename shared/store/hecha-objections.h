/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

GPtrArray *hecha_objections_list (HechaStore *store, const HechaCalendar *calendar, const GDate *today,
                                  gint64 budget_us, gboolean *more, GError **error);

G_END_DECLS
