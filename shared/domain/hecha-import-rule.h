/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-act.h"
#include "domain/hecha-import.h"
#include "domain/hecha-target-rule.h"

G_BEGIN_DECLS

/**
 * HechaImport:
 * @rows: (element-type Hecha…Row): what the table says, of one kind
 * @problems: (element-type HechaProblem): grows by what the table says that does not fit what is known
 * @n_new: (out): rows that were not here
 * @n_changed: (out): rows that were here with another text
 * @n_same: (out): rows that were here
 * @years: (nullable) (array zero-terminated=1): of working days: years of which the table is the whole notice, so that
 *   their deadlines are no longer provisional
 *
 * One table on its way into the journal.
 */
typedef struct
{
  GPtrArray *rows;
  GPtrArray *problems;
  guint n_new;
  guint n_changed;
  guint n_same;
  const char *const *years;
} HechaImport;

/**
 * HechaTargetReport:
 * @agency: (owned): code
 * @name: (owned): of the agency
 * @year: of the targets
 * @count: its functional targets
 * @shortfall: (owned) (nullable): what “1+6+N” wants and is not there
 *
 * What one agency set itself in one year (P2 3.2.3).
 */
typedef struct
{
  char *agency;
  char *name;
  guint year;
  HechaTargetCount count;
  char *shortfall;
} HechaTargetReport;

gboolean hecha_import_record_targets (HechaAct *act, gpointer import, GError **error);
gboolean hecha_import_record_declarations (HechaAct *act, gpointer import, GError **error);
gboolean hecha_import_record_people (HechaAct *act, gpointer import, GError **error);
gboolean hecha_import_record_calendar (HechaAct *act, gpointer import, GError **error);

char **hecha_standard_dup_items (const char *standard);
GPtrArray *hecha_target_report (HechaReader *reader, GError **error);

G_END_DECLS
