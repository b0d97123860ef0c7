/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-import.h"

#include "domain/hecha-place.h"
#include "domain/hecha-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ID_CHARS      200
#define NAME_CHARS    200
#define DEGREES_CHARS 20
/* A unit of a frame is `<agency>-<year>-<no>-Q<q>` in at most 64 bytes (DOMAIN: frame, units). */
#define TARGET_ID_BYTES 61

static const HechaChoice categories[] = {
  {"脱贫攻坚目标", "poverty"}, {"本级目标", "own"},      {"上级目标", "upper"},
  {"机关党建目标", "party"},   {"机关管理目标", "mgmt"}, {NULL},
};

/* P2 3.2.2 and 3.2.3 */
static const HechaChoice clauses[] = {
  {"3.2.3-1", "3.2.3-1"},
  {"3.2.3-2a", "3.2.3-2a"},
  {"3.2.3-2b", "3.2.3-2b"},
  {"3.2.3-2c", "3.2.3-2c"},
  {"3.2.3-2d", "3.2.3-2d"},
  {"3.2.3-3a", "3.2.3-3a"},
  {"3.2.3-3b", "3.2.3-3b"},
  {"3.2.3-3c", "3.2.3-3c"},
  {"3.2.2-1", "3.2.2-1"},
  {"3.2.2-2", "3.2.2-2"},
  {NULL},
};

/* P2 appendix B */
static const HechaChoice classes[] = {
  {"B1", "B1"},
  {"B2", "B2"},
  {"B3", "B3"},
  {"B4", NULL,
   N_ ("Class B4 does not exist: appendix B of part 2 of the standard goes from B.3 straight to B.5 (P2 B.4, "
       "R096); choose the class that fits")},
  {"B5", "B5"},
  {"B6", "B6"},
  {"B7", "B7"},
  {"B8", "B8"},
  {"B9", "B9"},
  {"B10", "B10"},
  {NULL},
};

static const HechaChoice statuses[] = {
  {"完成", "met"}, {"基本完成", "partly"}, {"部分完成", "partly"}, {"未完成", "not_met"}, {NULL},
};

static const HechaChoice roles[] = {
  {"inspector", "inspector"}, {"leader", "leader"},   {"visitor", "visitor"},
  {"expert", "expert"},       {"office", "office"},   {"business_staff", "business_staff"},
  {"head", "head"},           {"liaison", "liaison"}, {NULL},
};

#define AT(type, member) G_STRUCT_OFFSET (type, member)

#define QUARTER(q)                                                                                           \
  {"q" #q "_requirement", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, requirement[q - 1])},                   \
  {                                                                                                          \
    "q" #q "_standard", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, standard[q - 1])                          \
  }

static const HechaColumn target_columns[] = {
  {"agency_code", HECHA_CELL_AGENCY, TRUE, AT (HechaTargetRow, agency_code)},
  {"agency", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, agency_name), 0, NAME_CHARS},
  {"year", HECHA_CELL_INTEGER, TRUE, AT (HechaTargetRow, year), 1994, 2100},
  {"target_no", HECHA_CELL_ID, TRUE, AT (HechaTargetRow, target_no), 0, 40},
  {"category", HECHA_CELL_CHOICE, TRUE, AT (HechaTargetRow, category), 0, 0, categories},
  {"source_clause", HECHA_CELL_CHOICE, FALSE, AT (HechaTargetRow, source_clause), 0, 0, clauses},
  {"level", HECHA_CELL_TEXT, FALSE, AT (HechaTargetRow, level), 0, NAME_CHARS},
  {"level1", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, level1), 0, NAME_CHARS},
  {"level2", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, level2), 0, NAME_CHARS},
  {"name", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, name), 0, NAME_CHARS},
  {"content", HECHA_CELL_TEXT, TRUE, AT (HechaTargetRow, content)},
  {"class_code", HECHA_CELL_CHOICE, FALSE, AT (HechaTargetRow, class_code), 0, 0, classes},
  {"class", HECHA_CELL_TEXT, FALSE, AT (HechaTargetRow, class_name), 0, NAME_CHARS},
  {"site", HECHA_CELL_TEXT, FALSE, AT (HechaTargetRow, site), 0, NAME_CHARS},
  QUARTER (1),
  QUARTER (2),
  QUARTER (3),
  QUARTER (4),
  {"weight", HECHA_CELL_HUNDREDTHS, FALSE, AT (HechaTargetRow, weight), 0, 100},
  {"remark", HECHA_CELL_TEXT, FALSE, AT (HechaTargetRow, remark)},
  {"latitude", HECHA_CELL_TEXT, FALSE, AT (HechaTargetRow, latitude), 0, DEGREES_CHARS},
  {"longitude", HECHA_CELL_TEXT, FALSE, AT (HechaTargetRow, longitude), 0, DEGREES_CHARS},
};

static const HechaColumn declaration_columns[] = {
  {"declaration_id", HECHA_CELL_ID, TRUE, AT (HechaDeclarationRow, id), 0, ID_CHARS},
  {"agency_code", HECHA_CELL_AGENCY, TRUE, AT (HechaDeclarationRow, agency_code)},
  {"year", HECHA_CELL_INTEGER, TRUE, AT (HechaDeclarationRow, year), 1994, 2100},
  {"quarter", HECHA_CELL_INTEGER, TRUE, AT (HechaDeclarationRow, quarter), 1, 4},
  {"target_no", HECHA_CELL_ID, TRUE, AT (HechaDeclarationRow, target_no), 0, 40},
  {"declared_status", HECHA_CELL_CHOICE, TRUE, AT (HechaDeclarationRow, status), 0, 0, statuses},
  {"declared_value", HECHA_CELL_TEXT, FALSE, AT (HechaDeclarationRow, value)},
  {"submitted_on", HECHA_CELL_DATE, TRUE, AT (HechaDeclarationRow, submitted_on)},
  {"submitted_late", HECHA_CELL_BOOLEAN, FALSE, AT (HechaDeclarationRow, late)},
  {"submitted_by", HECHA_CELL_TEXT, TRUE, AT (HechaDeclarationRow, submitted_by), 0, NAME_CHARS},
  {"evidence_count", HECHA_CELL_INTEGER, TRUE, AT (HechaDeclarationRow, evidence_count), 0, 10000},
  {"evidence_files", HECHA_CELL_LIST, FALSE, AT (HechaDeclarationRow, evidence), 0, 255},
  /* What is true in the demo's story drives its script; it is nobody's declaration. */
  {"demo_truth", HECHA_CELL_IGNORED},
  {"demo_truth_note", HECHA_CELL_IGNORED},
};

static const HechaColumn person_columns[] = {
  {"person_id", HECHA_CELL_ID, TRUE, AT (HechaPersonRow, id), 0, 64},
  {"name", HECHA_CELL_TEXT, TRUE, AT (HechaPersonRow, name), 0, 100},
  {"unit", HECHA_CELL_TEXT, FALSE, AT (HechaPersonRow, unit), 0, NAME_CHARS},
  {"role", HECHA_CELL_CHOICE, TRUE, AT (HechaPersonRow, role), 0, 0, roles},
  {"agency_code", HECHA_CELL_AGENCY, FALSE, AT (HechaPersonRow, agency_code)},
  {"recused", HECHA_CELL_CODES, FALSE, AT (HechaPersonRow, recused)},
};

static const HechaChoice days[]
  = {{"休", "off"}, {"放假", "off"}, {"班", "work"}, {"上班", "work"}, {"按原表", "table"}, {NULL}};

static const HechaColumn calendar_columns[] = {
  {"date", HECHA_CELL_DATE, TRUE, AT (HechaCalendarRow, date)},
  {"day", HECHA_CELL_CHOICE, TRUE, AT (HechaCalendarRow, day), 0, 0, days},
  {"name", HECHA_CELL_TEXT, FALSE, AT (HechaCalendarRow, name), 0, NAME_CHARS},
  {"overlay", HECHA_CELL_TEXT, FALSE, AT (HechaCalendarRow, overlay), 0, NAME_CHARS},
  {"source", HECHA_CELL_TEXT, TRUE, AT (HechaCalendarRow, source), 0, NAME_CHARS},
};

static gboolean
is_functional (const HechaTargetRow *row)
{
  return !g_str_equal (row->category, "party") && !g_str_equal (row->category, "mgmt");
}

/* P2 3.2.2, 3.2.3: each category takes its targets from its own clauses (R073, R075). */
static gboolean
clause_fits (const HechaTargetRow *row)
{
  static const char *const prefixes[][2] = {
    {"poverty", "3.2.3-1"}, {"upper", "3.2.3-2"}, {"own", "3.2.3-3"},
    {"party", "3.2.2-1"},   {"mgmt", "3.2.2-2"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_equal (row->category, prefixes[i][0]))
      return g_str_has_prefix (row->source_clause, prefixes[i][1]);
  return FALSE;
}

static void
check_functional (HechaTableReader *reader, const HechaTargetRow *row)
{
  if (row->source_clause == NULL)
    hecha_table_problem (reader, FALSE, "source_clause", "A functional target names its clause (P2 3.2.3)");
  if (row->class_code == NULL)
    hecha_table_problem (reader, FALSE, "class_code", "A functional target has a class (P2 4.1, R089)");
  if (row->weight < 0)
    hecha_table_problem (reader, FALSE, "weight", "The number is blank");
}

/* %NULL when one of its parts is missing. */
static char *
dup_target_id (const char *agency, int year, const char *target_no)
{
  return agency == NULL || year <= 0 || target_no == NULL
           ? NULL
           : g_strdup_printf ("%s-%d-%s", agency, year, target_no);
}

static void
check_target_id (HechaTableReader *reader, const HechaTargetRow *row)
{
  const char *name = row->agency_code == NULL || row->agency_name == NULL
                       ? NULL
                       : hecha_table_agree (reader, "agency", row->agency_code, row->agency_name);
  guint first;

  if (name != NULL)
    hecha_table_problem (reader, FALSE, "agency", "%s is called “%s” in an earlier line", row->agency_code,
                         name);
  if (row->id == NULL)
    return;
  if (strlen (row->id) > TARGET_ID_BYTES)
    hecha_table_problem (reader, FALSE, "target_no", "The id %s is too long", row->id);
  if (!hecha_table_once (reader, "target", row->id, &first))
    hecha_table_problem (reader, FALSE, "target_no", "The target %s stands in line %u already", row->id,
                         first);
}

/* Where the office knows it, the place of the site is on earth, and whole (P3 5.2 d, R028). */
static void
check_place (HechaTableReader *reader, const HechaTargetRow *row)
{
  g_autofree char *place = NULL;
  gint64 latitude, longitude;

  if (row->latitude == NULL && row->longitude == NULL)
    return;
  place = g_strdup_printf ("%s,%s", row->latitude != NULL ? row->latitude : "",
                           row->longitude != NULL ? row->longitude : "");
  if (!hecha_place_parse (place, &latitude, &longitude, NULL))
    hecha_table_problem (reader, FALSE, row->latitude != NULL ? "longitude" : "latitude",
                         "“%s” is no place: latitude -90 to 90, a comma, longitude -180 to 180, in decimal "
                         "degrees (P3 5.2 d)",
                         place);
}

static void
check_target (HechaTableReader *reader, gpointer data)
{
  HechaTargetRow *row = data;

  row->id = dup_target_id (row->agency_code, row->year, row->target_no);
  check_target_id (reader, row);
  check_place (reader, row);
  if (row->category == NULL)
    return;
  if (row->source_clause != NULL && !clause_fits (row))
    hecha_table_problem (reader, FALSE, "source_clause",
                         "Clause %s is not one of those for this category (P2 3.2.2, 3.2.3)",
                         row->source_clause);
  if (is_functional (row))
    check_functional (reader, row);
}

static void
check_declaration (HechaTableReader *reader, gpointer data)
{
  HechaDeclarationRow *row = data;
  g_autofree char *unit = NULL;
  guint first;

  row->target = dup_target_id (row->agency_code, row->year, row->target_no);
  unit
    = row->target == NULL || row->quarter <= 0 ? NULL : g_strdup_printf ("%s-Q%d", row->target, row->quarter);
  if (row->id != NULL && !hecha_table_once (reader, "declaration", row->id, &first))
    hecha_table_problem (reader, FALSE, "declaration_id", "The declaration %s stands in line %u already",
                         row->id, first);
  if (unit != NULL && !hecha_table_once (reader, "unit", unit, &first))
    hecha_table_problem (reader, FALSE, "target_no", "%s is declared in line %u already", unit, first);
  if (row->evidence_count >= 0 && g_strv_length (row->evidence) != (guint)row->evidence_count)
    hecha_table_problem (reader, TRUE, "evidence_count", "%d are announced, %u are named",
                         row->evidence_count, g_strv_length (row->evidence));
  if (g_strcmp0 (row->status, "met") == 0 && row->evidence_count == 0)
    hecha_table_problem (reader, TRUE, "evidence_count",
                         "It is declared as met without any evidence (P3 4.5)");
}

static void
check_person (HechaTableReader *reader, gpointer data)
{
  HechaPersonRow *row = data;
  guint first;

  if (row->id != NULL && !hecha_table_once (reader, "person", row->id, &first))
    hecha_table_problem (reader, FALSE, "person_id", "The person %s stands in line %u already", row->id,
                         first);
}

static void
check_calendar (HechaTableReader *reader, gpointer data)
{
  HechaCalendarRow *row = data;
  guint first;

  if (row->date != NULL && !hecha_table_once (reader, "date", row->date, &first))
    hecha_table_problem (reader, FALSE, "date", "The day %s stands in line %u already", row->date, first);
}

static void free_calendar (gpointer row);
static void free_target (gpointer row);
static void free_declaration (gpointer row);
static void free_person (gpointer row);

static const HechaTable targets = {N_ ("targets"),          target_columns, G_N_ELEMENTS (target_columns),
                                   sizeof (HechaTargetRow), check_target,   free_target};
static const HechaTable declarations
  = {N_ ("declarations"),          declaration_columns, G_N_ELEMENTS (declaration_columns),
     sizeof (HechaDeclarationRow), check_declaration,   free_declaration};
static const HechaTable people = {N_ ("people"),           person_columns, G_N_ELEMENTS (person_columns),
                                  sizeof (HechaPersonRow), check_person,   free_person};

static const HechaTable calendar
  = {N_ ("days"),    calendar_columns, G_N_ELEMENTS (calendar_columns), sizeof (HechaCalendarRow),
     check_calendar, free_calendar};

static void
free_calendar (gpointer row)
{
  hecha_table_free_row (&calendar, row);
}

static void
free_target (gpointer row)
{
  g_free (((HechaTargetRow *)row)->id);
  hecha_table_free_row (&targets, row);
}

static void
free_declaration (gpointer row)
{
  g_free (((HechaDeclarationRow *)row)->target);
  hecha_table_free_row (&declarations, row);
}

static void
free_person (gpointer row)
{
  hecha_table_free_row (&people, row);
}

/**
 * hecha_import_targets:
 * @csv: a file: UTF-8 or GB 18030
 * @rows: (out) (transfer full) (element-type HechaTargetRow): its rows; none when there is an error
 * @problems: (out) (transfer full) (element-type HechaProblem): everything that is wrong, and warnings
 *
 * Nothing is half imported: one error in one field, and no row is handed on. 1+6+N is not checked here; it is
 * reported, not blocking.
 *
 * Returns: whether @rows may be imported
 */
gboolean
hecha_import_targets (GBytes *csv, GPtrArray **rows, GPtrArray **problems)
{
  return hecha_table_read (&targets, csv, rows, problems);
}

/**
 * hecha_import_declarations:
 * @csv: a file: UTF-8 or GB 18030
 * @rows: (out) (transfer full) (element-type HechaDeclarationRow): as hecha_import_targets()
 * @problems: (out) (transfer full) (element-type HechaProblem): as hecha_import_targets()
 *
 * The columns `demo_truth` and `demo_truth_note` may be there, and are never read.
 *
 * Returns: whether @rows may be imported
 */
gboolean
hecha_import_declarations (GBytes *csv, GPtrArray **rows, GPtrArray **problems)
{
  return hecha_table_read (&declarations, csv, rows, problems);
}

/**
 * hecha_import_people:
 * @csv: a file: UTF-8 or GB 18030
 * @rows: (out) (transfer full) (element-type HechaPersonRow): as hecha_import_targets()
 * @problems: (out) (transfer full) (element-type HechaProblem): as hecha_import_targets()
 *
 * Returns: whether @rows may be imported
 */
gboolean
hecha_import_people (GBytes *csv, GPtrArray **rows, GPtrArray **problems)
{
  return hecha_table_read (&people, csv, rows, problems);
}

/**
 * hecha_import_calendar:
 * @csv: a file: UTF-8 or GB 18030
 * @rows: (out) (transfer full) (element-type HechaCalendarRow): as hecha_import_targets()
 * @problems: (out) (transfer full) (element-type HechaProblem): as hecha_import_targets()
 *
 * Returns: whether @rows may be imported
 */
gboolean
hecha_import_calendar (GBytes *csv, GPtrArray **rows, GPtrArray **problems)
{
  return hecha_table_read (&calendar, csv, rows, problems);
}
