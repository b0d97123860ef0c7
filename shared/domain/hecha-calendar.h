/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaDeadline:
 * @due: the last day; it ends at 24:00 (Civil Code, articles 201 to 203)
 * @provisional: whether a year without data was needed, so that the State Council's notice can still move it
 * @version: (not owned): of the calendar that it was computed from, to be stored with it
 */
typedef struct
{
  GDate due;
  gboolean provisional;
  const char *version;
} HechaDeadline;

typedef struct _HechaCalendar HechaCalendar;

gboolean hecha_date_parse (const char *text, GDate *date, GError **error);
char *hecha_date_dup_text (const GDate *date);
void hecha_date_from_ms (GDate *date, gint64 ms);

HechaCalendar *hecha_calendar_load (GError **error);
HechaCalendar *hecha_calendar_parse (const char *text, gsize length, GError **error);
void hecha_calendar_free (HechaCalendar *self);

const char *hecha_calendar_get_version (const HechaCalendar *self);
void hecha_calendar_set_version (HechaCalendar *self, const char *version);
void hecha_calendar_add_year (HechaCalendar *self, guint year);
void hecha_calendar_set_day (HechaCalendar *self, const GDate *date, gboolean off);
gboolean hecha_calendar_is_working_day (const HechaCalendar *self, const GDate *date, gboolean *provisional);
guint hecha_calendar_count_working_days (const HechaCalendar *self, const GDate *after, const GDate *until);

void hecha_calendar_add_working_days (const HechaCalendar *self, const GDate *from, guint n,
                                      HechaDeadline *deadline);
void hecha_calendar_add_days (const HechaCalendar *self, const GDate *from, guint n, HechaDeadline *deadline);
void hecha_calendar_fix (const HechaCalendar *self, const GDate *date, HechaDeadline *deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaCalendar, hecha_calendar_free)

G_END_DECLS
