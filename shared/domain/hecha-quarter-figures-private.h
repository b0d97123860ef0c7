/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-quarter-figures.h"

G_BEGIN_DECLS

/* A condition, as of #HechaFigureColumn. */
#define OF(...) ((const char *const[]) {__VA_ARGS__, NULL})

/* What the tables are made from, and the tables. */
typedef struct
{
  const HechaQuarterData *data; /* (not owned) */
  HechaReader *reader;          /* (not owned) */
  HechaFigures *figures;        /* (not owned) */
  GPtrArray *codes;             /* (not owned) (element-type utf8): of the agencies in it, sorted */
} HechaFiguresMaking;

/* hecha-quarter-lists.c: what is told one by one */
gboolean hecha_quarter_add_lists (const HechaFiguresMaking *self, GError **error);

/* for tables with a row for each agency, and one for all */
HechaFigureTable *hecha_quarter_begin_agencies (const HechaFiguresMaking *self, const char *id,
                                                const char *title, const char *source, guint width);
void hecha_quarter_add_agency_rows (const HechaFiguresMaking *self, HechaFigureTable *table);

G_END_DECLS
