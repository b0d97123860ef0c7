/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-import-rule.h"

#include <string.h>

#include "base/hecha-canonical.h"
#include "domain/hecha-place.h"
#include "domain/hecha-rule.h"

/* ---- one record: what the table says of it, beside what is known ---- */

typedef struct
{
  HechaRecord *known; /* (owned) (nullable) */
  HechaActOp *op;
  gboolean changed;
} Row;

static gboolean
row_begin (Row *self, HechaAct *act, const char *scope, const char *type, const char *id, GError **error)
{
  GError *problem = NULL;

  self->changed = FALSE;
  self->known = hecha_reader_get (act->reader, scope, type, id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  self->op = hecha_act_op (act, scope, type, id);
  return self->known == NULL || hecha_rule_check_settled (self->known, error);
}

static void
row_clear (Row *self)
{
  g_clear_pointer (&self->known, hecha_record_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

/* @text is the value as a record shows it. What is blank in the table is cleared where it was something. */
static void
row_compare (Row *self, const char *field, const char *text)
{
  const char *before = self->known != NULL ? hecha_record_get (self->known, field) : NULL;

  self->changed = self->changed || g_strcmp0 (before, text) != 0;
  if (text == NULL && before != NULL)
    hecha_act_op_set (self->op, field, json_node_init_null (json_node_alloc ()));
}

static void
row_text (Row *self, const char *field, const char *text)
{
  if (text != NULL && *text == '\0')
    text = NULL;
  row_compare (self, field, text);
  hecha_act_op_set_text (self->op, field, text);
}

/* A negative number is one that the table does not give. */
static void
row_number (Row *self, const char *field, int number)
{
  g_autofree char *text = number >= 0 ? g_strdup_printf ("%d", number) : NULL;

  row_compare (self, field, text);
  if (number >= 0)
    hecha_act_op_set_int (self->op, field, number);
}

static void
row_boolean (Row *self, const char *field, int value)
{
  row_compare (self, field, value > 0 ? "1" : value == 0 ? "0" : NULL);
  if (value >= 0)
    hecha_act_op_set_bool (self->op, field, value > 0);
}

static void
row_list (Row *self, const char *field, char **values)
{
  g_autoptr (GString) text = g_string_new ("[");

  if (values == NULL || values[0] == NULL)
    {
      row_compare (self, field, NULL);
      return;
    }
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      hecha_canonical_append_string (text, values[i], -1);
    }
  g_string_append_c (text, ']');
  row_compare (self, field, text->str);
  hecha_act_op_set_list (self->op, field, (const char *const *)values);
}

static void
count_row (HechaImport *self, gboolean known, gboolean changed)
{
  if (!known)
    self->n_new++;
  else if (changed)
    self->n_changed++;
  else
    self->n_same++;
}

/* Every row was looked at before anything is refused, so that all problems are listed at once. */
static gboolean
check_problems (const HechaImport *self, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < self->problems->len; i++)
    n += !((const HechaProblem *)g_ptr_array_index (self->problems, i))->warning;
  return n == 0 || hecha_rule_refuse (error, "Nothing was imported: %u problems in the table", n);
}

/* ---- targets ---- */

/**
 * hecha_standard_dup_items:
 * @standard: the standard (标准) of a target in one quarter
 *
 * What a standard wants to be shown, item by item: its parts between semicolons, in its own words (P3 4.5).
 *
 * Returns: (transfer full): the items
 */
char **
hecha_standard_dup_items (const char *standard)
{
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();
  g_auto (GStrv) halves = g_strsplit (standard, "；", -1);

  for (guint i = 0; halves[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (halves[i], ";", -1);

      for (guint k = 0; parts[k] != NULL; k++)
        {
          g_strstrip (parts[k]);
          if (g_str_has_suffix (parts[k], "。"))
            parts[k][strlen (parts[k]) - strlen ("。")] = '\0';
          if (!hecha_rule_is_blank (parts[k]))
            g_strv_builder_add (items, parts[k]);
        }
    }
  return g_strv_builder_end (items);
}

static gboolean
record_agency (HechaAct *act, const char *scope, const HechaTargetRow *row, GHashTable *done, GError **error)
{
  g_auto (Row) record = {NULL};

  if (!g_hash_table_add (done, row->agency_code))
    return TRUE;
  if (!row_begin (&record, act, scope, "agency", row->agency_code, error))
    return FALSE;
  row_text (&record, "name", row->agency_name);
  return TRUE;
}

static gboolean
record_quarter (HechaAct *act, const char *scope, const HechaTargetRow *row, guint quarter, gboolean *changed,
                GError **error)
{
  g_autofree char *id = g_strdup_printf ("%s-Q%u", row->id, quarter);
  g_auto (GStrv) items = hecha_standard_dup_items (row->standard[quarter - 1]);
  g_auto (Row) record = {NULL};

  if (!row_begin (&record, act, scope, "quarter_requirement", id, error))
    return FALSE;
  row_text (&record, "target", row->id);
  row_number (&record, "quarter", (int)quarter);
  row_text (&record, "requirement", row->requirement[quarter - 1]);
  row_text (&record, "standard", row->standard[quarter - 1]);
  row_list (&record, "evidence_list", items);
  *changed = *changed || record.changed;
  return TRUE;
}

/* As the table was checked, a place is there as a whole or not at all. */
static void
row_place (Row *self, const HechaTargetRow *row)
{
  g_autofree char *place = g_strdup_printf ("%s,%s", row->latitude, row->longitude);
  gint64 units[2];
  gboolean there = row->latitude != NULL && hecha_place_parse (place, &units[0], &units[1], NULL);
  static const char *const fields[] = {"latitude", "longitude"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = there ? g_strdup_printf ("%" G_GINT64_FORMAT, units[i]) : NULL;

      row_compare (self, fields[i], text);
      if (there)
        hecha_act_op_set_int (self->op, fields[i], units[i]);
    }
}

static void
fill_target (Row *record, const HechaTargetRow *row)
{
  row_text (record, "agency", row->agency_code);
  row_number (record, "year", row->year);
  row_text (record, "category", row->category);
  row_text (record, "source_clause", row->source_clause);
  row_text (record, "level", row->level);
  row_text (record, "level1", row->level1);
  row_text (record, "level2", row->level2);
  row_text (record, "name", row->name);
  row_text (record, "content", row->content);
  row_text (record, "class_code", row->class_code);
  row_text (record, "class_name", row->class_name);
  row_number (record, "weight", row->weight);
  row_text (record, "site", row->site);
  row_text (record, "remark", row->remark);
  row_place (record, row);
}

static gboolean
record_target (HechaAct *act, HechaImport *import, const HechaTargetRow *row, GHashTable *done,
               GError **error)
{
  g_autofree char *scope = hecha_agency_dup_scope (row->agency_code);
  g_auto (Row) record = {NULL};
  gboolean changed;

  if (!record_agency (act, scope, row, done, error)
      || !row_begin (&record, act, scope, "target", row->id, error))
    return FALSE;
  fill_target (&record, row);
  changed = record.changed;
  for (guint quarter = 1; quarter <= 4; quarter++)
    if (!record_quarter (act, scope, row, quarter, &changed, error))
      return FALSE;
  count_row (import, record.known != NULL, changed);
  return TRUE;
}

/**
 * hecha_import_record_targets:
 * @act: the action
 * @import: a #HechaImport with rows of hecha_import_targets()
 * @error: %HECHA_ERROR_REFUSED; the reasons then stand in @import
 *
 * Records targets, each with its four requirements and standards (P2 4.1), into the scopes of their agencies. What is
 * there already is left alone; “1+6+N” (P2 3.2.3) is reported by hecha_target_report() and blocks nothing.
 *
 * Returns: whether they may be recorded, all of them
 */
gboolean
hecha_import_record_targets (HechaAct *act, gpointer import, GError **error)
{
  HechaImport *self = import;
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "import targets (P2 3.4)", error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (!record_target (act, self, g_ptr_array_index (self->rows, i), done, error))
      return FALSE;
  return check_problems (self, error);
}

/* ---- declarations ---- */

static gboolean
is_known (HechaAct *act, const char *scope, const char *type, const char *id, gboolean *known, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) record = hecha_reader_get (act->reader, scope, type, id, &problem);

  *known = record != NULL;
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

static void
fill_declaration (Row *record, const HechaDeclarationRow *row)
{
  row_text (record, "target", row->target);
  row_number (record, "quarter", row->quarter);
  row_text (record, "status", row->status);
  row_text (record, "value", row->value);
  row_text (record, "submitted_on", row->submitted_on);
  row_text (record, "submitted_by", row->submitted_by);
  row_boolean (record, "late", row->late);
  row_number (record, "evidence_count", row->evidence_count);
  row_list (record, "evidence", row->evidence);
}

static gboolean
record_declaration (HechaAct *act, HechaImport *import, const HechaDeclarationRow *row, GError **error)
{
  g_autofree char *scope = hecha_agency_dup_scope (row->agency_code);
  g_autofree char *id = g_strdup_printf ("%s-Q%d", row->target, row->quarter);
  g_auto (Row) record = {NULL};
  gboolean known;

  if (!is_known (act, scope, "quarter_requirement", id, &known, error))
    return FALSE;
  if (!known)
    hecha_problems_add (import->problems, FALSE, row->line, 0, NULL,
                        "there is no target %s here; import the targets first", row->target);
  if (!known)
    return TRUE;
  if (!row_begin (&record, act, scope, "declaration", id, error))
    return FALSE;
  fill_declaration (&record, row);
  count_row (import, record.known != NULL, record.changed);
  return TRUE;
}

/**
 * hecha_import_record_declarations:
 * @act: the action
 * @import: a #HechaImport with rows of hecha_import_declarations()
 * @error: %HECHA_ERROR_REFUSED; the reasons then stand in @import
 *
 * Records what agencies declare of their target-quarters (P3 7.1). There is one current declaration of each; a
 * corrected one replaces it, and both stay in the journal.
 *
 * Returns: whether they may be recorded, all of them
 */
gboolean
hecha_import_record_declarations (HechaAct *act, gpointer import, GError **error)
{
  HechaImport *self = import;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "import declarations (P3 7.1)", error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (!record_declaration (act, self, g_ptr_array_index (self->rows, i), error))
      return FALSE;
  return check_problems (self, error);
}

/* ---- people ---- */

static gboolean
record_person (HechaAct *act, HechaImport *import, const HechaPersonRow *row, GError **error)
{
  g_auto (Row) record = {NULL};

  if (!row_begin (&record, act, "office", "person", row->id, error))
    return FALSE;
  row_text (&record, "name", row->name);
  row_text (&record, "unit", row->unit);
  row_text (&record, "role", row->role);
  row_text (&record, "agency_code", row->agency_code);
  row_list (&record, "recused", row->recused);
  count_row (import, record.known != NULL, record.changed);
  return TRUE;
}

/**
 * hecha_import_record_people:
 * @act: the action
 * @import: a #HechaImport with rows of hecha_import_people()
 * @error: %HECHA_ERROR_REFUSED
 *
 * Records the people who inspect, witness, sign and answer, with what they are recused from.
 *
 * Returns: whether they may be recorded, all of them
 */
gboolean
hecha_import_record_people (HechaAct *act, gpointer import, GError **error)
{
  HechaImport *self = import;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "import people", error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (!record_person (act, self, g_ptr_array_index (self->rows, i), error))
      return FALSE;
  return check_problems (self, error);
}

/* ---- working days ---- */

static gboolean
record_day (HechaAct *act, HechaImport *import, const HechaCalendarRow *row, GError **error)
{
  g_auto (Row) record = {NULL};

  if (!row_begin (&record, act, "base", "calendar_day", row->date, error))
    return FALSE;
  row_text (&record, "day", row->day);
  row_text (&record, "name", row->name);
  row_text (&record, "overlay", row->overlay);
  row_text (&record, "source", row->source);
  count_row (import, record.known != NULL, record.changed);
  return TRUE;
}

/* A year is published when a notice says so, and that notice names days of it. */
static gboolean
record_year (HechaAct *act, const HechaImport *import, const char *year, GError **error)
{
  const char *source = NULL;
  guint64 number;
  HechaActOp *op;

  if (!g_ascii_string_to_unsigned (year, 10, 1994, 2100, &number, error))
    return FALSE;
  for (guint i = 0; i < import->rows->len && source == NULL; i++)
    {
      const HechaCalendarRow *row = g_ptr_array_index (import->rows, i);

      source = g_str_has_prefix (row->date, year) ? row->source : NULL;
    }
  if (source == NULL)
    return hecha_rule_refuse (error, "The table has no day of %s, so it is not the notice for that year",
                              year);
  op = hecha_act_op (act, "base", "calendar_year", year);
  hecha_act_op_set_int (op, "year", (gint64)number);
  hecha_act_op_set_text (op, "source", source);
  return TRUE;
}

/**
 * hecha_import_record_calendar:
 * @act: the action
 * @import: a #HechaImport with rows of hecha_import_calendar()
 * @error: %HECHA_ERROR_REFUSED
 *
 * Lays days over the calendar of every laptop: those that a place has off for itself, and those of a notice that is
 * newer than the program (P3 6.1.2).
 *
 * Returns: whether they may be recorded, all of them
 */
gboolean
hecha_import_record_calendar (HechaAct *act, gpointer import, GError **error)
{
  HechaImport *self = import;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "import working days", error)
      || !check_problems (self, error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (!record_day (act, self, g_ptr_array_index (self->rows, i), error))
      return FALSE;
  for (guint i = 0; self->years != NULL && self->years[i] != NULL; i++)
    if (!record_year (act, self, self->years[i], error))
      return FALSE;
  return TRUE;
}

/* ---- 1+6+N ---- */

static void
free_report (gpointer data)
{
  HechaTargetReport *report = data;

  g_free (report->agency);
  g_free (report->name);
  g_free (report->shortfall);
  g_free (report);
}

static int
compare_reports (gconstpointer a, gconstpointer b)
{
  const HechaTargetReport *first = *(const HechaTargetReport *const *)a;
  const HechaTargetReport *second = *(const HechaTargetReport *const *)b;
  int order = strcmp (first->agency, second->agency);

  return order != 0 ? order : (int)first->year - (int)second->year;
}

static HechaTargetReport *
find_report (GHashTable *by_key, GPtrArray *reports, const HechaRecord *target)
{
  const char *agency = hecha_record_get (target, "agency");
  gint64 year = hecha_record_get_int (target, "year", 0);
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, agency != NULL ? agency : "", year);
  HechaTargetReport *report = g_hash_table_lookup (by_key, key);

  if (report != NULL)
    return report;
  report = g_new0 (HechaTargetReport, 1);
  report->agency = g_strdup (agency != NULL ? agency : "");
  report->year = (guint)year;
  g_ptr_array_add (reports, report);
  g_hash_table_insert (by_key, g_steal_pointer (&key), report);
  return report;
}

static gboolean
finish_report (HechaTargetReport *self, HechaReader *reader, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) agency = hecha_reader_get (reader, NULL, "agency", self->agency, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  self->name = g_strdup (agency != NULL ? hecha_record_get (agency, "name") : NULL);
  self->shortfall = hecha_target_rule_dup_shortfall (HECHA_TARGET_RULE_STRICT, &self->count);
  return TRUE;
}

/**
 * hecha_target_report:
 * @reader: where to read
 * @error: when reading failed
 *
 * Counts the functional targets of every agency and year against “1+6+N” (P2 3.2.3, R071).
 *
 * Returns: (transfer full) (nullable) (element-type HechaTargetReport): by agency and year
 */
GPtrArray *
hecha_target_report (HechaReader *reader, GError **error)
{
  g_autoptr (GPtrArray) targets = hecha_reader_list (reader, NULL, "target", NULL, NULL, error);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func (free_report);

  if (targets == NULL)
    return NULL;
  for (guint i = 0; i < targets->len; i++)
    {
      const HechaRecord *target = g_ptr_array_index (targets, i);
      const char *category = hecha_record_get (target, "category");

      hecha_target_count_add (&find_report (by_key, reports, target)->count,
                              category != NULL ? category : "");
    }
  for (guint i = 0; i < reports->len; i++)
    if (!finish_report (g_ptr_array_index (reports, i), reader, error))
      return NULL;
  g_ptr_array_sort (reports, compare_reports);
  return g_steal_pointer (&reports);
}
