/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-facts.h"

#include "domain/hecha-place.h"
#include "domain/hecha-presence.h"
#include "hecha-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)
/* What two clocks may differ without a word. */
#define TOLERANCE_MS (2 * MINUTE_MS)

/* ---- what it is compared with ---- */

static gboolean
read_span (const HechaRecord *presence, HechaVisitSpan *span)
{
  const char *date = hecha_record_get (presence, "date"), *from = hecha_record_get (presence, "from"),
             *to = hecha_record_get (presence, "to");
  g_autofree char *midnight = date != NULL ? g_strconcat (date, "T00:00:00", NULL) : NULL;
  int begin, end;
  gint64 ms;

  if (midnight == NULL || from == NULL || to == NULL || !hecha_presence_parse_minutes (from, &begin)
      || !hecha_presence_parse_minutes (to, &end) || !hecha_captured_ms (midnight, &ms))
    return FALSE;
  *span = (HechaVisitSpan) {ms + begin * MINUTE_MS, ms + end * MINUTE_MS};
  return TRUE;
}

static gboolean
read_place (HechaVisitFacts *self, const HechaRecord *record)
{
  if (record == NULL || hecha_record_get (record, "latitude") == NULL
      || hecha_record_get (record, "longitude") == NULL)
    return FALSE;
  self->latitude = hecha_record_get_int (record, "latitude", 0);
  self->longitude = hecha_record_get_int (record, "longitude", 0);
  return TRUE;
}

/**
 * hecha_visit_facts_read:
 * @self: (out caller-allocates): what photographs are compared with
 * @data: a sample
 */
void
hecha_visit_facts_read (HechaVisitFacts *self, const HechaSampleData *data)
{
  const HechaAssignment *assignment = data->assignment;

  self->spans = g_array_new (FALSE, FALSE, sizeof (HechaVisitSpan));
  self->has_place = read_place (self, assignment->visit) || read_place (self, assignment->record);
  for (guint i = 0; i < assignment->presence->len; i++)
    {
      HechaVisitSpan span;

      if (read_span (assignment->presence->pdata[i], &span))
        g_array_append_val (self->spans, span);
    }
}

/**
 * hecha_visit_facts_clear:
 * @self: what photographs are compared with
 */
void
hecha_visit_facts_clear (HechaVisitFacts *self)
{
  g_clear_pointer (&self->spans, g_array_unref);
}

/* ---- time ---- */

/**
 * hecha_captured_ms:
 * @captured_at: as the camera wrote it: "2026-06-30T08:15:02", with "+08:00" or without
 * @ms: (out): since 1970; without an offset it is China's time
 *
 * Returns: whether it is a time
 */
gboolean
hecha_captured_ms (const char *captured_at, gint64 *ms)
{
  g_autoptr (GTimeZone) china = g_time_zone_new_offset (8 * 3600);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (captured_at, china);

  if (time == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (time) * 1000;
  return TRUE;
}

/* Two units at most: nobody wants the seconds of a month. */
static char *
dup_duration (gint64 ms)
{
  gint64 days = ms / DAY_MS, hours = ms % DAY_MS / HOUR_MS, minutes = ms % HOUR_MS / MINUTE_MS;

  if (days > 0)
    return g_strdup_printf (_ ("%d d %d h"), (int)MIN (days, G_MAXINT), (int)hours);
  return hours > 0 ? g_strdup_printf (_ ("%d h %d min"), (int)hours, (int)minutes)
                   : g_strdup_printf (_ ("%d min"), (int)minutes);
}

/* Milliseconds from the nearest time at which somebody was there: negative before, positive after, 0 during it. */
static gint64
from_visit (const HechaVisitFacts *visit, gint64 ms)
{
  gint64 nearest = G_MAXINT64;

  for (guint i = 0; i < visit->spans->len; i++)
    {
      const HechaVisitSpan *span = &g_array_index (visit->spans, HechaVisitSpan, i);
      gint64 away = ms < span->from_ms ? ms - span->from_ms : ms > span->to_ms ? ms - span->to_ms : 0;

      if (ABS (away) < ABS (nearest))
        nearest = away;
    }
  return nearest;
}

static char *
dup_visit_words (const HechaVisitFacts *visit, gint64 captured_ms)
{
  gint64 away = from_visit (visit, captured_ms);
  g_autofree char *duration = dup_duration (ABS (away));

  if (away == 0)
    return g_strdup (_ ("During the visit"));
  return g_strdup_printf (away < 0 ? _ ("%s before the visit") : _ ("%s after the visit"), duration);
}

/**
 * hecha_clock_dup_sentence:
 * @visit: when somebody was at the site
 * @captured_ms: when the camera says that it was
 * @recorded_ms: when it was attached, on this laptop's clock; 0 when nobody knows
 *
 * A camera's clock can be wrong in two ways that show: it is ahead of the laptop's, or the photograph is not of the
 * visit.
 *
 * Returns: (transfer full): how the camera's time stands to the visit and to the laptop's clock; empty when there is
 *   nothing to compare with
 */
char *
hecha_clock_dup_sentence (const HechaVisitFacts *visit, gint64 captured_ms, gint64 recorded_ms)
{
  g_autofree char *words = visit->spans->len > 0 ? dup_visit_words (visit, captured_ms) : NULL;
  g_autofree char *duration = dup_duration (ABS (recorded_ms - captured_ms));
  g_autofree char *laptop = NULL;

  if (recorded_ms != 0)
    laptop = g_strdup_printf (captured_ms > recorded_ms + TOLERANCE_MS
                                ? _ ("The camera's clock is ahead of this laptop's, by %s or more")
                                : _ ("Attached %s after it was taken"),
                              duration);
  if (words == NULL || laptop == NULL)
    return g_strdup (words != NULL ? words : laptop != NULL ? laptop : "");
  return g_strdup_printf ("%s\n%s", words, laptop);
}

/* ---- rows ---- */

static void
add_fact (GtkListBox *list, const char *title, const char *text)
{
  GtkWidget *row;

  if (text == NULL || *text == '\0')
    return;
  row = adw_action_row_new ();
  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", text, "subtitle-lines", 0, NULL);
  gtk_widget_add_css_class (row, "asked");
  gtk_list_box_append (list, row);
}

static void
add_time (GtkListBox *list, const HechaEvidenceItem *item, const HechaVisitFacts *visit, gint64 recorded_ms)
{
  g_autofree char *when
    = item->captured_at != NULL ? g_strdelimit (g_strdup (item->captured_at), "T", ' ') : NULL;
  g_autofree char *recorded = recorded_ms != 0 ? hecha_time_dup_local (recorded_ms) : NULL;
  g_autofree char *clock = NULL;
  gint64 ms;

  if (item->captured_at != NULL && hecha_captured_ms (item->captured_at, &ms))
    clock = hecha_clock_dup_sentence (visit, ms, recorded_ms);
  add_fact (list, _ ("Taken"), when);
  add_fact (list, _ ("Camera’s clock"), clock);
  add_fact (list, _ ("Attached"), recorded);
}

static char *
dup_distance (gint64 metres)
{
  return metres < 1000 ? g_strdup_printf (_ ("%d m"), (int)metres)
                       : g_strdup_printf (_ ("%.1f km"), (double)metres / 1000);
}

static void
add_place (GtkListBox *list, const HechaEvidenceItem *item, const HechaVisitFacts *visit)
{
  g_autofree char *place = NULL, *distance = NULL;

  if (!item->has_place)
    return;
  place = hecha_place_dup_text (item->latitude, item->longitude);
  add_fact (list, _ ("Place"), place);
  if (!visit->has_place)
    return;
  distance = dup_distance (
    hecha_place_distance (item->latitude, item->longitude, visit->latitude, visit->longitude));
  add_fact (list, _ ("Distance from the site"), distance);
}

/**
 * hecha_evidence_facts_fill:
 * @list: an empty list
 * @item: a piece of evidence
 * @visit: what it is compared with
 * @recorded_ms: when it was attached; 0 when nobody knows
 *
 * What is known of it, a row each; what is not is left out.
 */
void
hecha_evidence_facts_fill (GtkListBox *list, const HechaEvidenceItem *item, const HechaVisitFacts *visit,
                           gint64 recorded_ms)
{
  g_autofree char *size = hecha_size_dup_text ((guint64)item->size);
  g_autofree char *pixels
    = item->width > 0 && item->height > 0
        ? g_strdup_printf ("%" G_GINT64_FORMAT " × %" G_GINT64_FORMAT, item->width, item->height)
        : NULL;
  g_autofree char *file = g_strdup_printf (
    "%s\n%s · %s", item->name != NULL ? item->name : _ ("Without a name"), item->mime, size);

  add_fact (list, _ ("Shows"), item->about);
  add_fact (list, _ ("Other samples"), item->used);
  add_time (list, item, visit, recorded_ms);
  add_place (list, item, visit);
  add_fact (list, _ ("Camera"), item->camera);
  add_fact (list, _ ("Pixels"), pixels);
  add_fact (list, _ ("File"), file);
  add_fact (list, _ ("Attached by"), item->author);
  add_fact (list, _ ("Marked copy of"), item->derived_from);
  add_fact (list, _ ("Digest"), item->digest);
}
