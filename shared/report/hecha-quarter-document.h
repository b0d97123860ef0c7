/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-quarter-report.h"
#include "report/hecha-pdf.h"

G_BEGIN_DECLS

/**
 * HechaQuarterDocument:
 * @pages: (owned): to be drawn on screen or on paper
 * @title: (owned): of the document
 * @organisation: (owned) (nullable): whose it is
 * @quarter: (owned): such as 2026Q2
 * @at: (owned): what it is as of, by the journal
 * @missing: (owned) (nullable): characters that no font has
 *
 * The quarterly quality report (季度目标完成质量分析报告, P3 6.2.6) in the layout of GB/T 9704.
 */
typedef struct
{
  HechaPages *pages;
  char *title;
  char *organisation;
  char *quarter;
  char *at;
  char *missing;
} HechaQuarterDocument;

HechaQuarterDocument *hecha_quarter_document_new (const HechaQuarterReport *report, const char *organisation);
void hecha_quarter_document_free (HechaQuarterDocument *self);
gboolean hecha_quarter_document_save (HechaQuarterDocument *self, HechaDisk *disk, const char *path,
                                      GCancellable *cancellable, GError **error);

gboolean hecha_quarter_workbook_save (const HechaQuarterReport *report, const char *organisation,
                                      HechaDisk *disk, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaQuarterDocument, hecha_quarter_document_free)

G_END_DECLS
