/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-time.h"

#include <string.h>

#define MS_PER_DAY ((gint64)86400000)
/* 0001-01-01, and the last millisecond that 48 bits can say, in the year 6429 */
#define MIN_MS (-(gint64)62135596800000)
#define MAX_MS ((gint64)140737488355327)
/* 6000-01-01: from there on a device can still count for longer than it lives */
#define MAX_CLOCK_MS ((gint64)127174492800000)

/**
 * hecha_time_from_ms:
 * @ms: milliseconds since 1970, by any clock
 *
 * Returns: that time with counter 0; clocks before the year 1 or after 6000 are taken as the nearest of those
 */
HechaTime
hecha_time_from_ms (gint64 ms)
{
  return CLAMP (ms, MIN_MS, MAX_CLOCK_MS) * 65536;
}

/**
 * hecha_time_ms:
 * @time: a hybrid time
 *
 * Returns: milliseconds since 1970
 */
gint64
hecha_time_ms (HechaTime time)
{
  return time >> 16;
}

/**
 * hecha_time_next:
 * @last: the latest time this device has given or taken over; 0 at first
 * @now_ms: its wall clock
 *
 * Returns: the wall clock's time, or one tick after @last when the clock has gone back or stands still
 */
HechaTime
hecha_time_next (HechaTime last, gint64 now_ms)
{
  HechaTime now = hecha_time_from_ms (now_ms);

  return now > last ? now : last + 1;
}

/**
 * hecha_time_seen:
 * @last: the latest time this device has given or taken over
 * @seen: the time of an entry of another device
 * @now_ms: the wall clock
 *
 * Returns: the new latest time: @seen only when it is at most a day ahead of the wall clock
 */
HechaTime
hecha_time_seen (HechaTime last, HechaTime seen, gint64 now_ms)
{
  if (seen <= last || hecha_time_ms (seen) > now_ms + HECHA_TIME_MAX_AHEAD_MS)
    return last;
  return seen;
}

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar; exact for the years 1 to 9999. */
static gint64
days_from_date (int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int m = month <= 2 ? month + 9 : month - 3;

  return (gint64)365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static void
date_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 z = days + 719468;
  gint64 era = z / 146097;
  gint64 doe = z - era * 146097;
  gint64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  gint64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  gint64 mp = (5 * doy + 2) / 153;

  *day = (int)(doy - (153 * mp + 2) / 5 + 1);
  *month = (int)(mp < 10 ? mp + 3 : mp - 9);
  *year = (int)(yoe + era * 400 + (*month <= 2));
}

static void
write_digits (char *text, gint64 value, int width)
{
  for (int i = width - 1; i >= 0; i--, value /= 10)
    text[i] = (char)('0' + value % 10);
}

static gboolean
read_digits (const char *text, int width, int *value)
{
  *value = 0;
  for (int i = 0; i < width; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (text[i] - '0');
    }
  return TRUE;
}

/**
 * hecha_time_to_text:
 * @time: a hybrid time
 * @text: (out caller-allocates): such as "2026-06-30T08:15:02.123Z-0001", NUL-terminated
 */
void
hecha_time_to_text (HechaTime time, char text[HECHA_TIME_LENGTH + 1])
{
  static const char hex[] = "0123456789abcdef";
  gint64 ms = hecha_time_ms (time);
  gint64 days = ms / MS_PER_DAY - (ms % MS_PER_DAY < 0);
  gint64 rest = ms - days * MS_PER_DAY;
  int year, month, day;

  date_from_days (days, &year, &month, &day);
  memcpy (text, "0000-00-00T00:00:00.000Z-0000", HECHA_TIME_LENGTH + 1);
  write_digits (text, year, 4);
  write_digits (text + 5, month, 2);
  write_digits (text + 8, day, 2);
  write_digits (text + 11, rest / 3600000, 2);
  write_digits (text + 14, rest / 60000 % 60, 2);
  write_digits (text + 17, rest / 1000 % 60, 2);
  write_digits (text + 20, rest % 1000, 3);
  for (int i = 0; i < 4; i++)
    text[25 + i] = hex[(time >> (12 - 4 * i)) & 15];
}

static gboolean
read_counter (const char *text, int *counter)
{
  *counter = 0;
  for (int i = 0; i < 4; i++)
    {
      int digit = text[i] >= 'A' && text[i] <= 'F' ? -1 : g_ascii_xdigit_value (text[i]);

      if (digit < 0)
        return FALSE;
      *counter = *counter << 4 | digit;
    }
  return TRUE;
}

/**
 * hecha_time_from_text:
 * @time: (out): the time
 * @text: @length bytes
 * @length: how many
 *
 * Returns: whether @text is a hybrid time in its one spelling: a date that exists, before the year 6429, no leap second
 */
gboolean
hecha_time_from_text (HechaTime *time, const char *text, gsize length)
{
  int year, month, day, hour, minute, second, ms, counter;
  gint64 since;
  char again[HECHA_TIME_LENGTH + 1];

  if (length != HECHA_TIME_LENGTH || !read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month)
      || !read_digits (text + 8, 2, &day) || !read_digits (text + 11, 2, &hour)
      || !read_digits (text + 14, 2, &minute) || !read_digits (text + 17, 2, &second)
      || !read_digits (text + 20, 3, &ms) || !read_counter (text + 25, &counter))
    return FALSE;
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
    return FALSE;
  since
    = days_from_date (year, month, day) * MS_PER_DAY + hour * 3600000 + minute * 60000 + second * 1000 + ms;
  if (since < MIN_MS || since > MAX_MS)
    return FALSE;
  *time = since * 65536 + counter;
  hecha_time_to_text (*time, again);
  return memcmp (again, text, HECHA_TIME_LENGTH) == 0;
}
