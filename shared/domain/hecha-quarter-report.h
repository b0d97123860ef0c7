/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-figures.h"
#include "domain/hecha-hypergeometric.h"

G_BEGIN_DECLS

/* 季度目标完成质量分析报告, P3 6.2.6: five parts, whose numbers come from the journal and whose words are the office's. */

#define HECHA_REPORT_PARTS 5

/* In the mask of what is disputed, after the parts: two of the office finalised it, each for itself. */
#define HECHA_REPORT_FINALISED_TWICE (G_GUINT64_CONSTANT (1) << HECHA_REPORT_PARTS)

/**
 * HechaQuarterReport:
 * @quarter: such as 2026Q2
 * @texts: of the parts a to e: the office's, or the draft made from the figures; that of d may be empty
 * @edited: which of them the office wrote
 * @disputed: mask of the parts that two people wrote differently, and %HECHA_REPORT_FINALISED_TWICE
 * @figures: of a final report those that it was finalised with; and “changes”, all of @changes as they are shown
 * @as_of: the end of the day by which the deadlines in @figures were judged; of a report that an earlier program
 *   finalised, “hecha-report-v1”, when the last finding in @figures was signed
 * @hash: (nullable): digest of a final report
 * @by: (nullable): who finalised it
 * @at: (nullable): when
 * @changes: (element-type HechaFigureChange): of a final report: the figures that are others today, through a later
 *   ruling or a late finding; it is marked with them and never rewritten
 * @incomparable: (nullable): of a final report: why today's figures cannot be compared with it
 * @before_incomparable: (nullable): likewise, where only those of the quarter before cannot; @changes has the others
 *
 * All strings owned.
 */
typedef struct
{
  char *quarter;
  char *texts[HECHA_REPORT_PARTS];
  gboolean edited[HECHA_REPORT_PARTS];
  guint64 disputed;
  HechaFigures *figures;
  char *as_of;
  char *hash;
  char *by;
  char *at;
  GPtrArray *changes;
  char *incomparable;
  char *before_incomparable;
} HechaQuarterReport;

HechaQuarterReport *
hecha_quarter_report_load (HechaReader *reader, const char *quarter, gint64 now_ms, GError **error);
void hecha_quarter_report_free (HechaQuarterReport *self);
const char *hecha_quarter_report_get_title (char part);
const char *hecha_quarter_report_get_field (guint part);

/**
 * HechaReportEditInput:
 * @quarter: such as 2026Q2
 * @texts: of the parts a to e; %NULL leaves one as it is, a blank one goes back to the draft
 */
typedef struct
{
  const char *quarter;
  const char *texts[HECHA_REPORT_PARTS];
} HechaReportEditInput;

gboolean hecha_report_edit (HechaAct *act, gpointer input, GError **error);
gboolean hecha_report_finalise (HechaAct *act, gpointer quarter, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaQuarterReport, hecha_quarter_report_free)

G_END_DECLS
