/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-csv.h"

G_BEGIN_DECLS

/* The tables that an office imports. What is optional and blank is %NULL, or -1 for numbers. */

/**
 * HechaTargetRow:
 * @line: of the file
 * @id: `<agency>-<year>-<no>`
 * @category: poverty, own, upper, party or mgmt
 * @class_code: B1 to B10 without B4
 * @requirement: of the four quarters
 * @standard: of the four quarters
 * @weight: in hundredths of a point, 0 to 10000
 * @latitude: of the site, decimal degrees (WGS-84); comes with @longitude or not at all
 *
 * One line of `targets.csv`: a target with its four quarterly requirements (P2 3.2, 4.1).
 */
typedef struct
{
  guint line;
  char *id;
  char *agency_code;
  char *agency_name;
  int year;
  char *target_no;
  char *category;
  char *source_clause;
  char *level;
  char *level1;
  char *level2;
  char *name;
  char *content;
  char *class_code;
  char *class_name;
  char *site;
  char *requirement[4];
  char *standard[4];
  int weight;
  char *remark;
  char *latitude;
  char *longitude;
} HechaTargetRow;

/**
 * HechaDeclarationRow:
 * @line: of the file
 * @target: id of the target
 * @status: met, partly or not_met
 * @submitted_on: YYYY-MM-DD
 * @late: 1, 0, or -1 when it is not said
 * @evidence: (array zero-terminated=1): names of files
 *
 * One line of `declarations.csv`: what an agency says of one target in one quarter (P3 7.1).
 */
typedef struct
{
  guint line;
  char *id;
  char *agency_code;
  int year;
  int quarter;
  char *target_no;
  char *target;
  char *status;
  char *value;
  char *submitted_on;
  int late;
  char *submitted_by;
  int evidence_count;
  char **evidence;
} HechaDeclarationRow;

/**
 * HechaPersonRow:
 * @line: of the file
 * @recused: (array zero-terminated=1): codes of the agencies that the person may not inspect
 *
 * One line of `people.csv`.
 */
typedef struct
{
  guint line;
  char *id;
  char *name;
  char *unit;
  char *role;
  char *agency_code;
  char **recused;
} HechaPersonRow;

/**
 * HechaCalendarRow:
 * @line: of the file
 * @date: YYYY-MM-DD
 * @day: off, work, or table: again as the program's own table has it
 * @source: the notice
 *
 * One line of `calendar.csv`: a day that is not as the table of the program says.
 */
typedef struct
{
  guint line;
  char *date;
  char *day;
  char *name;
  char *overlay;
  char *source;
} HechaCalendarRow;

gboolean hecha_import_targets (GBytes *csv, GPtrArray **rows, GPtrArray **problems);
gboolean hecha_import_declarations (GBytes *csv, GPtrArray **rows, GPtrArray **problems);
gboolean hecha_import_people (GBytes *csv, GPtrArray **rows, GPtrArray **problems);
gboolean hecha_import_calendar (GBytes *csv, GPtrArray **rows, GPtrArray **problems);

G_END_DECLS
