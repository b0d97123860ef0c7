/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-quarter-report.h"
#include "hecha-edit.h"
#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaReportView:
 * @quarters: (element-type utf8): that have plans, the last one first
 * @report: (nullable): of the quarter that was asked for, or of the last one; %NULL when there is no plan yet
 * @lives: of each part, what is shown and the entries behind it; %NULL where @report is
 *
 * What the page of the report shows: a copy, so that the store is free meanwhile.
 */
typedef struct
{
  GPtrArray *quarters;
  HechaQuarterReport *report;
  HechaLive *lives[HECHA_REPORT_PARTS];
} HechaReportView;

/**
 * HechaReportDeed:
 * @HECHA_REPORT_FINALISE: fixes it
 * @HECHA_REPORT_EXPORT: writes a file; what it is, its name says; nothing where it would replace files beside it
 * @HECHA_REPORT_REPLACE: the same, and replaces those files
 *
 * What is to be done on the store's thread.
 */
typedef enum
{
  HECHA_REPORT_FINALISE,
  HECHA_REPORT_EXPORT,
  HECHA_REPORT_REPLACE,
} HechaReportDeed;

/**
 * HechaReportJob:
 * @deed: which
 * @quarter: of the report
 * @path: (nullable): of a file
 */
typedef struct
{
  HechaReportDeed deed;
  char *quarter;
  char *path;
} HechaReportJob;

void hecha_report_view_free (HechaReportView *self);
gpointer hecha_report_view_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error);
void
hecha_report_job_run (HechaStoreWorker *worker, HechaReportDeed deed, const char *quarter, const char *path,
                      GCancellable *cancellable, GAsyncReadyCallback done, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaReportView, hecha_report_view_free)

G_END_DECLS
