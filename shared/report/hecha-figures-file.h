/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "domain/hecha-figures.h"

G_BEGIN_DECLS

/**
 * HechaFiguresMeta:
 * @title: of the document
 * @author: (nullable): whose it is
 * @at: what the figures are as of, by the journal and never by the clock: such as 2026-06-30T08:15:02Z
 * @hash: (nullable): the digest of a final report
 *
 * What a workbook says of itself.
 */
typedef struct
{
  const char *title;
  const char *author;
  const char *at;
  const char *hash;
} HechaFiguresMeta;

gboolean
hecha_figures_save_csv (const HechaFigureTable *table, HechaDisk *disk, const char *path, GError **error);
GPtrArray *hecha_figures_list_csv (const HechaFigures *self, const char *path);
GPtrArray *
hecha_figures_save_all_csv (const HechaFigures *self, HechaDisk *disk, const char *path, GError **error);
gboolean hecha_figures_save_xlsx (const HechaFigures *self, const HechaFiguresMeta *meta, HechaDisk *disk,
                                  const char *path, GError **error);

G_END_DECLS
