/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-calendar.h"
#include "domain/hecha-reader.h"

G_BEGIN_DECLS

gboolean hecha_due_find (const HechaRecord *assignment, const GDate *assigned, const HechaCalendar *calendar,
                         HechaDeadline *deadline);
int hecha_due_count_days (const HechaCalendar *calendar, const GDate *today, const GDate *due,
                          gboolean *provisional);

G_END_DECLS
