/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "report/hecha-page.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HechaPdfMeta:
 * @title: of the document
 * @author: (nullable): whose it is
 * @subject: (nullable): what it is about
 * @at: (nullable): when it was made, by the journal and never by the clock: such as 2026-06-30T08:15:02Z
 *
 * What a PDF says of itself.
 */
typedef struct
{
  const char *title;
  const char *author;
  const char *subject;
  const char *at;
} HechaPdfMeta;

gboolean hecha_pdf_save (HechaPages *pages, const HechaPdfMeta *meta, HechaDisk *disk, const char *path,
                         GCancellable *cancellable, GError **error);

G_END_DECLS
