/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-calendar-local.h"

#include "base/hecha-digest.h"

#include <string.h>

#define SCOPE       "base"
#define MARK_DIGITS 8

static GPtrArray *
list_days (HechaReader *reader, GError **error)
{
  return hecha_reader_list (reader, SCOPE, "calendar_day", NULL, NULL, error);
}

static GPtrArray *
list_years (HechaReader *reader, GError **error)
{
  return hecha_reader_list (reader, SCOPE, "calendar_year", NULL, NULL, error);
}

/* What two people wrote differently is left as the table has it, until the office rules. */
static gboolean
is_used (const HechaRecord *record, const char *field)
{
  return hecha_record_get (record, field) != NULL && !hecha_record_is_disputed (record, field);
}

static char *
dup_mark (GPtrArray *days, GPtrArray *years)
{
  g_autoptr (GString) all = g_string_new (NULL);
  char text[HECHA_DIGEST_TEXT_BYTES];
  HechaDigest digest;

  for (guint i = 0; i < days->len; i++)
    if (is_used (days->pdata[i], "day"))
      g_string_append_printf (all, "%s %s\n", ((HechaRecord *)days->pdata[i])->id,
                              hecha_record_get (days->pdata[i], "day"));
  for (guint i = 0; i < years->len; i++)
    if (is_used (years->pdata[i], "year"))
      g_string_append_printf (all, "%s\n", hecha_record_get (years->pdata[i], "year"));
  if (all->len == 0)
    return NULL;
  hecha_digest_of (&digest, all->str, all->len);
  hecha_digest_to_text (&digest, text);
  return g_strndup (strchr (text, ':') + 1, MARK_DIGITS);
}

static void
lay_day (HechaCalendar *self, const HechaRecord *record)
{
  const char *day = is_used (record, "day") ? hecha_record_get (record, "day") : "table";
  GDate date;

  if (strcmp (day, "table") != 0 && hecha_date_parse (record->id, &date, NULL))
    hecha_calendar_set_day (self, &date, strcmp (day, "off") == 0);
}

static void
lay_over (HechaCalendar *self, GPtrArray *days, GPtrArray *years)
{
  g_autofree char *mark = dup_mark (days, years);
  g_autofree char *version = NULL;

  if (mark == NULL)
    return;
  for (guint i = 0; i < days->len; i++)
    lay_day (self, days->pdata[i]);
  for (guint i = 0; i < years->len; i++)
    if (is_used (years->pdata[i], "year"))
      hecha_calendar_add_year (self, (guint)hecha_record_get_int (years->pdata[i], "year", 0));
  version = g_strdup_printf ("%s + %s", hecha_calendar_get_version (self), mark);
  hecha_calendar_set_version (self, version);
}

/**
 * hecha_calendar_load_local:
 * @reader: where to read
 * @error: when the table or the database could not be read
 *
 * Reads the calendar that came with the program and lays over it what the office imported: days off that a place fixed
 * for itself (《全国年节及纪念日放假办法》, article 4), and years whose notice came out since. Its version says so.
 *
 * Returns: (transfer full) (nullable): the calendar
 */
HechaCalendar *
hecha_calendar_load_local (HechaReader *reader, GError **error)
{
  g_autoptr (HechaCalendar) self = hecha_calendar_load (error);
  g_autoptr (GPtrArray) days = self != NULL ? list_days (reader, error) : NULL;
  g_autoptr (GPtrArray) years = days != NULL ? list_years (reader, error) : NULL;

  if (years == NULL)
    return NULL;
  lay_over (self, days, years);
  return g_steal_pointer (&self);
}

/**
 * hecha_calendar_dup_local_mark:
 * @reader: where to read
 * @error: when the database could not be read; not every %NULL is a failure
 *
 * Returns: (transfer full) (nullable): changes with what the office imported; %NULL when that is nothing
 */
char *
hecha_calendar_dup_local_mark (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) days = list_days (reader, error);
  g_autoptr (GPtrArray) years = days != NULL ? list_years (reader, error) : NULL;

  return years != NULL ? dup_mark (days, years) : NULL;
}
