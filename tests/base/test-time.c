/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-time.h"

#include <string.h>

static void
expect_time (const char *text, gboolean good)
{
  char again[HECHA_TIME_LENGTH + 1];
  HechaTime time = 0;

  g_assert_true (hecha_time_from_text (&time, text, strlen (text)) == good);
  if (!good)
    return;
  hecha_time_to_text (time, again);
  g_assert_cmpstr (again, ==, text);
}

static void
test_spelling (void)
{
  static const char *const good[]
    = {"2026-06-30T08:15:02.123Z-0001", "0001-01-01T00:00:00.000Z-0000", "1969-12-31T23:59:59.999Z-ffff",
       "2024-02-29T12:00:00.000Z-00af", "6429-10-17T02:45:55.327Z-ffff"};
  static const char *const bad[]
    = {"2026-06-30T08:15:02.123Z-001",  "2026-06-30T08:15:02.123Z-00AF", "2026-02-29T08:15:02.123Z-0001",
       "2026-06-31T08:15:02.123Z-0001", "2026-06-30T24:00:00.000Z-0000", "2026-06-30T08:15:60.000Z-0000",
       "0000-01-01T00:00:00.000Z-0000", "2026-06-30 08:15:02.123Z-0001", "6429-10-17T02:45:55.328Z-0000",
       "7544-07-01T08:00:00.000Z-0001", "9999-12-31T23:59:59.999Z-0000", "+026-06-30T08:15:02.123Z-0001"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    expect_time (good[i], TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_time (bad[i], FALSE);
}

/* As numbers, as text and as bytes: the same order. */
static void
test_order (void)
{
  static const gint64 clocks[]
    = {G_MININT64, -62135596800000, -1, 0, 1, 1782892800000, 127174492800000, G_MAXINT64};
  HechaTime last = hecha_time_from_ms (clocks[0]);

  for (guint i = 1; i < G_N_ELEMENTS (clocks); i++)
    {
      char before[HECHA_TIME_LENGTH + 1], after[HECHA_TIME_LENGTH + 1];
      HechaTime time = hecha_time_next (last, clocks[i]);

      hecha_time_to_text (last, before);
      hecha_time_to_text (time, after);
      g_assert_cmpint (time, >, last);
      g_assert_cmpint (strcmp (after, before), >, 0);
      last = time;
    }
}

/* Whatever the wall clock does, also at its end, the next time is later and can be written. */
static void
test_next (void)
{
  static const gint64 clocks[]
    = {1782892800000, 0, G_MAXINT64, -1, G_MININT64, 253402300799999, 1782892800001};
  HechaTime last = 0;

  for (guint i = 0; i < 300000; i++)
    {
      HechaTime time = hecha_time_next (last, clocks[i % G_N_ELEMENTS (clocks)]);
      char text[HECHA_TIME_LENGTH + 1];

      g_assert_cmpint (time, >, last);
      hecha_time_to_text (time, text);
      if (i % 1000 == 0)
        expect_time (text, TRUE);
      last = time;
    }
}

static void
test_seen (void)
{
  gint64 now = 1782892800000, day = HECHA_TIME_MAX_AHEAD_MS;
  HechaTime last = hecha_time_from_ms (now);

  g_assert_cmpint (hecha_time_seen (last, last + 5, now), ==, last + 5);
  g_assert_cmpint (hecha_time_seen (last, last - 5, now), ==, last);
  g_assert_cmpint (hecha_time_seen (last, hecha_time_from_ms (now + day), now), ==,
                   hecha_time_from_ms (now + day));
  g_assert_cmpint (hecha_time_seen (last, hecha_time_from_ms (now + day + 1), now), ==, last);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/has-one-spelling", test_spelling);
  g_test_add_func ("/time/sorts-as-its-text", test_order);
  g_test_add_func ("/time/goes-on-whatever-the-clock-says", test_next);
  g_test_add_func ("/time/of-another-device-counts-when-it-is-at-most-a-day-ahead", test_seen);
  return g_test_run ();
}
