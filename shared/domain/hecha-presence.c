/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-presence.h"

#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * hecha_presence_parse_minutes:
 * @text: HH:MM
 * @minutes: (out): minutes since midnight
 *
 * Returns: whether @text is a time of day from 00:00 to 24:00
 */
gboolean
hecha_presence_parse_minutes (const char *text, int *minutes)
{
  if (strlen (text) != 5 || text[2] != ':' || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1])
      || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]) || text[3] > '5')
    return FALSE;
  *minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
  return *minutes <= 24 * 60;
}

/**
 * hecha_presence_check_span:
 * @text: HH:MM-HH:MM
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether it is a time from and a later one to, on one day
 */
gboolean
hecha_presence_check_span (const char *text, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", -1);
  int from, to;

  if (g_strv_length (ends) == 2 && hecha_presence_parse_minutes (ends[0], &from)
      && hecha_presence_parse_minutes (ends[1], &to) && from < to)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               _ ("“%s” is no time of presence; write it as 09:00-10:00, the later one last (P3 4.3)"), text);
  return FALSE;
}

/* Whether the record says that its person was there at @minute of @date. */
static gboolean
is_there (const HechaRecord *record, const char *date, int minute)
{
  const char *from = hecha_record_get (record, "from"), *to = hecha_record_get (record, "to");
  int begin, end;

  return from != NULL && to != NULL && g_strcmp0 (hecha_record_get (record, "date"), date) == 0
         && hecha_presence_parse_minutes (from, &begin) && hecha_presence_parse_minutes (to, &end)
         && begin <= minute && minute < end;
}

static guint
count_at (GPtrArray *presence, const char *date, int minute)
{
  g_autoptr (GHashTable) persons = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < presence->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (presence, i);
      const char *person = hecha_record_get (record, "person");

      if (person != NULL && is_there (record, date, minute))
        g_hash_table_add (persons, (gpointer)person);
    }
  return g_hash_table_size (persons);
}

/**
 * hecha_presence_count_together:
 * @presence: (element-type HechaRecord): the presence records of one visit
 *
 * The same person twice counts once; times that only touch (10:00 and 10:00) are not common (P3 4.3, R009).
 *
 * Returns: how many different persons were there at the same time, at the fullest moment
 */
guint
hecha_presence_count_together (GPtrArray *presence)
{
  guint most = 0;

  for (guint i = 0; i < presence->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (presence, i);
      const char *from = hecha_record_get (record, "from"), *date = hecha_record_get (record, "date");
      int minute;

      if (from != NULL && date != NULL && hecha_presence_parse_minutes (from, &minute))
        most = MAX (most, count_at (presence, date, minute));
    }
  return most;
}

/**
 * hecha_presence_dup_id:
 * @presence: (element-type HechaRecord): the presence records of one visit
 * @assignment: id of the assignment
 * @person: who was there
 * @date: on which day
 *
 * One person has one record for each day. The first day's has the person's id, further ones also their date.
 *
 * Returns: (transfer full): the id of the record, also of one that is not there yet
 */
char *
hecha_presence_dup_id (GPtrArray *presence, const char *assignment, const char *person, const char *date)
{
  g_autofree char *first = g_strdup_printf ("%s/%s", assignment, person);
  gboolean taken = FALSE;

  for (guint i = 0; i < presence->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (presence, i);

      if (g_strcmp0 (hecha_record_get (record, "person"), person) == 0
          && g_strcmp0 (hecha_record_get (record, "date"), date) == 0)
        return g_strdup (record->id);
      taken = taken || strcmp (record->id, first) == 0;
    }
  return taken ? g_strdup_printf ("%s/%s", first, date) : g_steal_pointer (&first);
}
