/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-facts.h"

static gint64
at (const char *text)
{
  gint64 ms;

  g_assert_true (hecha_captured_ms (text, &ms));
  return ms;
}

static void
test_time (void)
{
  gint64 ms;

  g_assert_cmpint (at ("2026-06-30T08:15:02"), ==, at ("2026-06-30T00:15:02+00:00"));
  g_assert_cmpint (at ("2026-06-30T08:15:02+09:00"), ==, at ("2026-06-30T07:15:02"));
  g_assert_false (hecha_captured_ms ("30.6.2026", &ms));
}

static void
check (const char *captured, const char *recorded, gboolean visited, const char *expected)
{
  HechaVisitFacts visit = {.spans = g_array_new (FALSE, FALSE, sizeof (HechaVisitSpan))};
  HechaVisitSpan spans[] = {{at ("2026-06-30T09:00:00"), at ("2026-06-30T11:30:00")},
                            {at ("2026-07-01T09:00:00"), at ("2026-07-01T10:00:00")}};
  g_autofree char *sentence = NULL;

  if (visited)
    g_array_append_vals (visit.spans, spans, G_N_ELEMENTS (spans));
  sentence = hecha_clock_dup_sentence (&visit, at (captured), recorded != NULL ? at (recorded) : 0);
  g_assert_cmpstr (sentence, ==, expected);
  hecha_visit_facts_clear (&visit);
}

static void
test_clock (void)
{
  check ("2026-06-30T09:30:00", NULL, TRUE, "During the visit");
  check ("2026-06-30T11:45:00", NULL, TRUE, "15 min after the visit");
  check ("2026-07-01T07:50:00", NULL, TRUE, "1 h 10 min before the visit");
  check ("2026-06-25T08:00:00", NULL, TRUE, "5 d 1 h before the visit");
  check ("2026-06-30T09:30:00", "2026-06-30T12:00:00", TRUE,
         "During the visit\nAttached 2 h 30 min after it was taken");
  check ("2026-06-30T12:30:00", "2026-06-30T12:00:00", FALSE,
         "The camera's clock is ahead of this laptop's, by 30 min or more");
  check ("2026-06-30T12:01:00", "2026-06-30T12:00:00", FALSE, "Attached 1 min after it was taken");
  check ("2026-06-30T12:01:00", NULL, FALSE, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence-facts/a-time-without-offset-is-chinas", test_time);
  g_test_add_func ("/evidence-facts/how-a-cameras-clock-stands-to-visit-and-laptop", test_clock);
  return g_test_run ();
}
