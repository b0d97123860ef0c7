/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-calendar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-data.h"
#include "base/hecha-error.h"

#define TABLE_NAME     "calendar/working-days.tsv"
#define VERSION_PREFIX "# version: "
#define YEARS_PREFIX   "# years: "
#define FIRST_YEAR     1900
#define LAST_YEAR      9999
#define CHINA_OFFSET_S (8 * 3600)
#define DAY_S          (24 * 3600)
#define JULIAN_1970    719163 /* GDate counts from 1 January of the year 1 */

struct _HechaCalendar
{
  char *version;     /* (owned) */
  GHashTable *years; /* (owned) (element-type guint) years that the table knows */
  GHashTable *days;  /* (owned) Julian day → TRUE when off, FALSE when worked */
};

/**
 * hecha_date_parse:
 * @text: "2026-09-18", in this form only
 * @date: (out caller-allocates): the day
 *
 * Fails with %HECHA_ERROR_INVALID when @text is not a day of the years 1900 to 9999.
 *
 * Returns: whether @date holds
 */
gboolean
hecha_date_parse (const char *text, GDate *date, GError **error)
{
  guint year = 0, month = 0, day = 0;
  gboolean formed = strlen (text) == 10 && text[4] == '-' && text[7] == '-';

  for (guint i = 0; formed && i < 10; i++)
    if (i != 4 && i != 7)
      formed = g_ascii_isdigit (text[i]);
  if (formed)
    {
      year = (guint)g_ascii_strtoull (text, NULL, 10);
      month = (guint)g_ascii_strtoull (text + 5, NULL, 10);
      day = (guint)g_ascii_strtoull (text + 8, NULL, 10);
      formed = year >= FIRST_YEAR && g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
    }
  if (!formed)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("“%s” is not a date such as 2026-09-18"),
                   text);
      return FALSE;
    }

  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return TRUE;
}

/**
 * hecha_date_dup_text:
 * @date: a valid day
 *
 * Returns: (transfer full): "2026-09-18"
 */
char *
hecha_date_dup_text (const GDate *date)
{
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (date), (guint)g_date_get_month (date),
                          g_date_get_day (date));
}

/**
 * hecha_date_from_ms:
 * @date: (out caller-allocates): the day in China
 * @ms: since 1970
 */
void
hecha_date_from_ms (GDate *date, gint64 ms)
{
  g_date_clear (date, 1);
  g_date_set_julian (date, JULIAN_1970 + (guint32)((ms / 1000 + CHINA_OFFSET_S) / DAY_S));
}

static HechaCalendar *
hecha_calendar_new (void)
{
  HechaCalendar *self = g_new0 (HechaCalendar, 1);

  self->years = g_hash_table_new (NULL, NULL);
  self->days = g_hash_table_new (NULL, NULL);
  return self;
}

/**
 * hecha_calendar_free:
 * @self: (transfer full): a calendar
 */
void
hecha_calendar_free (HechaCalendar *self)
{
  g_free (self->version);
  g_hash_table_unref (self->years);
  g_hash_table_unref (self->days);
  g_free (self);
}

/* A comment may carry the version of the data or the years that it knows. */
static gboolean
read_comment (HechaCalendar *self, const char *line, GError **error)
{
  g_auto (GStrv) years = NULL;

  if (g_str_has_prefix (line, VERSION_PREFIX))
    {
      g_free (self->version);
      self->version = g_strdup (line + strlen (VERSION_PREFIX));
    }
  if (!g_str_has_prefix (line, YEARS_PREFIX))
    return TRUE;

  years = g_strsplit (line + strlen (YEARS_PREFIX), " ", -1);
  for (guint i = 0; years[i] != NULL; i++)
    {
      guint64 year;

      if (!g_ascii_string_to_unsigned (years[i], 10, FIRST_YEAR, LAST_YEAR, &year, NULL))
        {
          g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("“%s” is not a year"), years[i]);
          return FALSE;
        }
      hecha_calendar_add_year (self, (guint)year);
    }
  return TRUE;
}

static gboolean
read_day (HechaCalendar *self, const char *line, GError **error)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  gboolean off = g_strv_length (columns) == 4 && g_str_equal (columns[1], "off");
  GDate date;

  if (!off && (g_strv_length (columns) != 4 || !g_str_equal (columns[1], "work")))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("not date, off or work, name and source"));
      return FALSE;
    }
  if (!hecha_date_parse (columns[0], &date, error))
    return FALSE;
  if (g_hash_table_contains (self->days, GUINT_TO_POINTER (g_date_get_julian (&date))))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("%s stands there twice"), columns[0]);
      return FALSE;
    }

  hecha_calendar_set_day (self, &date, off);
  return TRUE;
}

static gboolean
read_lines (HechaCalendar *self, char **lines, GError **error)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !(*lines[i] == '#' ? read_comment : read_day) (self, lines[i], error))
      {
        g_prefix_error (error, _ ("the calendar, line %u: "), i + 1);
        return FALSE;
      }
  return TRUE;
}

/**
 * hecha_calendar_parse:
 * @text: the table: lines of date, "off" or "work", name and source, separated by TAB; comments begin with "#", and two
 *   of them are read: "# version: …" and "# years: 2018 2019 …"
 * @length: bytes of @text
 *
 * Fails with %HECHA_ERROR_INVALID, naming the line.
 *
 * Returns: (transfer full) (nullable): the calendar
 */
HechaCalendar *
hecha_calendar_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (HechaCalendar) self = hecha_calendar_new ();
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = NULL;

  if (!g_utf8_validate (text, (gssize)length, NULL))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the calendar is not UTF-8"));
      return NULL;
    }
  lines = g_strsplit (copy, "\n", -1);
  if (!read_lines (self, lines, error))
    return NULL;
  if (self->version == NULL || g_hash_table_size (self->years) == 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("the calendar does not say its version or its years"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hecha_calendar_load:
 *
 * Reads the calendar that came with the program, or the newer one in HECHA_DATA_DIR.
 *
 * Returns: (transfer full) (nullable): the calendar
 */
HechaCalendar *
hecha_calendar_load (GError **error)
{
  g_autofree char *path = hecha_data_path (TABLE_NAME);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return hecha_calendar_parse (text, length, error);
}

/**
 * hecha_calendar_get_version:
 *
 * Returns: (transfer none): which data this is
 */
const char *
hecha_calendar_get_version (const HechaCalendar *self)
{
  return self->version;
}

/**
 * hecha_calendar_set_version:
 * @version: which data this is, now that more lies over it
 */
void
hecha_calendar_set_version (HechaCalendar *self, const char *version)
{
  char *copy = g_strdup (version);

  g_free (self->version);
  self->version = copy;
}

/**
 * hecha_calendar_add_year:
 * @year: whose days off are known now
 */
void
hecha_calendar_add_year (HechaCalendar *self, guint year)
{
  g_hash_table_add (self->years, GUINT_TO_POINTER (year));
}

/**
 * hecha_calendar_set_day:
 * @date: a day
 * @off: whether it is off (else it is worked)
 *
 * Lays a local day over the table: autonomous areas have festivals of their own (《全国年节及纪念日放假办法》, article 4).
 */
void
hecha_calendar_set_day (HechaCalendar *self, const GDate *date, gboolean off)
{
  g_hash_table_insert (self->days, GUINT_TO_POINTER (g_date_get_julian (date)), GINT_TO_POINTER (off));
}

/**
 * hecha_calendar_is_working_day:
 * @date: a day
 * @provisional: (out) (optional): whether the table has no data for that year; then only the weekday speaks
 *
 * Returns: whether it is a working day (工作日), adjusted days (调休) included
 */
gboolean
hecha_calendar_is_working_day (const HechaCalendar *self, const GDate *date, gboolean *provisional)
{
  gpointer off;

  if (provisional != NULL)
    *provisional = !g_hash_table_contains (self->years, GUINT_TO_POINTER (g_date_get_year (date)));
  if (g_hash_table_lookup_extended (self->days, GUINT_TO_POINTER (g_date_get_julian (date)), NULL, &off))
    return !GPOINTER_TO_INT (off);
  return g_date_get_weekday (date) <= G_DATE_FRIDAY;
}

/**
 * hecha_calendar_count_working_days:
 * @after: a day, itself not counted
 * @until: a day, counted
 *
 * For how many working days late something is: @after is the due day, @until the day it was done.
 *
 * Returns: the working days between; 0 when @until is not later
 */
guint
hecha_calendar_count_working_days (const HechaCalendar *self, const GDate *after, const GDate *until)
{
  GDate day = *after;
  guint n = 0;

  while (g_date_compare (&day, until) < 0)
    {
      g_date_add_days (&day, 1);
      n += hecha_calendar_is_working_day (self, &day, NULL) ? 1 : 0;
    }
  return n;
}

static void
begin (const HechaCalendar *self, const GDate *date, HechaDeadline *deadline)
{
  deadline->due = *date;
  deadline->provisional = FALSE;
  deadline->version = self->version;
}

static gboolean
is_working_due (const HechaCalendar *self, HechaDeadline *deadline)
{
  gboolean provisional;
  gboolean working = hecha_calendar_is_working_day (self, &deadline->due, &provisional);

  deadline->provisional = deadline->provisional || provisional;
  return working;
}

/**
 * hecha_calendar_add_working_days:
 * @from: the day of the event, itself not counted
 * @n: how many working days
 * @deadline: (out caller-allocates): the @n-th working day after @from; @from itself when @n is 0
 */
void
hecha_calendar_add_working_days (const HechaCalendar *self, const GDate *from, guint n,
                                 HechaDeadline *deadline)
{
  begin (self, from, deadline);
  while (n > 0)
    {
      g_date_add_days (&deadline->due, 1);
      n -= is_working_due (self, deadline) ? 1 : 0;
    }
}

/**
 * hecha_calendar_add_days:
 * @from: the day of the event, itself not counted
 * @n: how many calendar days
 * @deadline: (out caller-allocates): the @n-th day after @from, or the next working day when that one is off (Civil
 *   Code, article 203)
 */
void
hecha_calendar_add_days (const HechaCalendar *self, const GDate *from, guint n, HechaDeadline *deadline)
{
  begin (self, from, deadline);
  g_date_add_days (&deadline->due, n);
  while (!is_working_due (self, deadline))
    g_date_add_days (&deadline->due, 1);
}

/**
 * hecha_calendar_fix:
 * @date: a day that a clause names
 * @deadline: (out caller-allocates): that day, off or not; a named day does not move
 */
void
hecha_calendar_fix (const HechaCalendar *self, const GDate *date, HechaDeadline *deadline)
{
  begin (self, date, deadline);
}
