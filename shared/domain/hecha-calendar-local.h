/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-calendar.h"
#include "domain/hecha-reader.h"

G_BEGIN_DECLS

/* The calendar as the office corrected it: local days off and newly published years, which stand in `base`, so that
 * every laptop counts alike. */

HechaCalendar *hecha_calendar_load_local (HechaReader *reader, GError **error);
char *hecha_calendar_dup_local_mark (HechaReader *reader, GError **error);

G_END_DECLS
