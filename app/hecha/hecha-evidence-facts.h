/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-evidence-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HechaVisitSpan:
 * @from_ms: since 1970
 * @to_ms: since 1970
 *
 * A time at which somebody was at the site.
 */
typedef struct
{
  gint64 from_ms;
  gint64 to_ms;
} HechaVisitSpan;

/**
 * HechaVisitFacts:
 * @has_place: whether the place of the visit, or else of the site, is known
 * @latitude: 1e-7 degree
 * @longitude: 1e-7 degree
 * @spans: (owned) (element-type HechaVisitSpan): when somebody was there
 *
 * What a photograph is compared with.
 */
typedef struct
{
  gboolean has_place;
  gint64 latitude;
  gint64 longitude;
  GArray *spans;
} HechaVisitFacts;

void hecha_visit_facts_read (HechaVisitFacts *self, const HechaSampleData *data);
void hecha_visit_facts_clear (HechaVisitFacts *self);

gboolean hecha_captured_ms (const char *captured_at, gint64 *ms);
char *hecha_clock_dup_sentence (const HechaVisitFacts *visit, gint64 captured_ms, gint64 recorded_ms);
void hecha_evidence_facts_fill (GtkListBox *list, const HechaEvidenceItem *item, const HechaVisitFacts *visit,
                                gint64 recorded_ms);

G_END_DECLS
