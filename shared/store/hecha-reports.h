/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hecha-store.h"

G_BEGIN_DECLS

/* What devices say of themselves when they sync, outside journal and digest: kept by the server, told to the office. */

/**
 * HechaReport:
 * @dev: (owned) (nullable): whose it is; %NULL for who asks
 * @seen_ms: when it synced last, ms since 1970 by the server's clock; 0 for never
 * @told: whether it said what follows
 * @ahead_ms: what its clock was ahead of the server's, negative for behind; in a request: its clock, ms since 1970
 * @entries: that it still had to hand over, beside those of the request
 * @files: of evidence that the server had not said it has
 * @bytes: of these
 * @wanted: files that its entries name and the server lacks
 */
typedef struct
{
  char *dev;
  gint64 seen_ms;
  gboolean told;
  gint64 ahead_ms;
  gint64 entries;
  gint64 files;
  gint64 bytes;
  gint64 wanted;
} HechaReport;

gboolean
hecha_store_put_report (HechaStore *self, const char *dev, const HechaReport *report, GError **error);
GPtrArray *hecha_store_reports (HechaStore *self, GError **error);
gboolean hecha_store_keep_reports (HechaStore *self, GPtrArray *reports, GError **error);
HechaReport *hecha_report_new (const char *dev);
void hecha_report_free (HechaReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaReport, hecha_report_free)

G_END_DECLS
