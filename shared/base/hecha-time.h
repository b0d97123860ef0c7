/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "2026-06-30T08:15:02.123Z-0001" without the final NUL */
#define HECHA_TIME_LENGTH 29

/**
 * HechaTime:
 *
 * Hybrid logical time (Kulkarni et al., "Logical Physical Clocks", 2014): milliseconds since 1970 shifted left by 16,
 * and a counter in the low 16 bits. Compared as a number, it orders as its text does. 0 is "never".
 */
typedef gint64 HechaTime;

/* What a seen time may be ahead of the wall clock and still move ours on: one laptop set to 2038 must not drag all. */
#define HECHA_TIME_MAX_AHEAD_MS ((gint64)24 * 3600 * 1000)

HechaTime hecha_time_from_ms (gint64 ms);
gint64 hecha_time_ms (HechaTime time);
HechaTime hecha_time_next (HechaTime last, gint64 now_ms);
HechaTime hecha_time_seen (HechaTime last, HechaTime seen, gint64 now_ms);
void hecha_time_to_text (HechaTime time, char text[HECHA_TIME_LENGTH + 1]);
gboolean hecha_time_from_text (HechaTime *time, const char *text, gsize length);

G_END_DECLS
