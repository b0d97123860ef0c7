/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-import.h"

#include "domain/hecha-import-rule.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Agencies that are all shown to a person; of more, only those that do not meet the rule. */
#define MOST_SHOWN 20

typedef gboolean (*ReadTable) (GBytes *csv, GPtrArray **rows, GPtrArray **problems);

static void
answer_problems (HechactlInvocation *self, JsonBuilder *builder, GPtrArray *problems)
{
  hechactl_begin_array (builder, "problems");
  for (guint i = 0; i < problems->len; i++)
    {
      const HechaProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *text = hecha_problem_dup_text (problem);

      hechactl_invocation_print (self, "%s\n", text);
      json_builder_begin_object (builder);
      hechactl_add_int (builder, "line", problem->line);
      hechactl_add_int (builder, "column", problem->column);
      hechactl_add_text (builder, "name", problem->name);
      hechactl_add_text (builder, "message", problem->message);
      hechactl_add_bool (builder, "warning", problem->warning);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
answer_counts (HechactlInvocation *self, JsonBuilder *builder, const HechaImport *import)
{
  hechactl_invocation_print (self, _ ("%u new, %u changed, %u as before\n"), import->n_new, import->n_changed,
                             import->n_same);
  hechactl_add_int (builder, "new", import->n_new);
  hechactl_add_int (builder, "changed", import->n_changed);
  hechactl_add_int (builder, "unchanged", import->n_same);
}

static void
answer_report (HechactlInvocation *self, JsonBuilder *builder, const HechaTargetReport *report, gboolean all)
{
  const HechaTargetCount *count = &report->count;

  if (report->shortfall != NULL || all)
    hechactl_invocation_print (self, "%s %s %u: %u+%u+%u = %u%s%s\n", report->agency,
                               report->name != NULL ? report->name : "", report->year, count->poverty,
                               count->own, count->upper, hecha_target_count_get_total (count),
                               report->shortfall != NULL ? _ ("  1+6+N not met (P2 3.2.3): ") : "",
                               report->shortfall != NULL ? report->shortfall : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "agency", report->agency);
  hechactl_add_text (builder, "name", report->name);
  hechactl_add_int (builder, "year", report->year);
  hechactl_add_int (builder, "poverty", count->poverty);
  hechactl_add_int (builder, "own", count->own);
  hechactl_add_int (builder, "upper", count->upper);
  hechactl_add_text (builder, "shortfall", report->shortfall);
  json_builder_end_object (builder);
}

static gboolean
answer_target_rule (HechactlInvocation *self, JsonBuilder *builder, HechaStore *store, GError **error)
{
  g_autoptr (GPtrArray) reports = hecha_target_report (hecha_store_reader (store), error);

  if (reports == NULL)
    return FALSE;
  hechactl_begin_array (builder, "rule_1_6_n");
  for (guint i = 0; i < reports->len; i++)
    answer_report (self, builder, g_ptr_array_index (reports, i), reports->len <= MOST_SHOWN);
  json_builder_end_array (builder);
  return TRUE;
}

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return g_file_load_bytes (file, NULL, NULL, error);
}

/* What is wrong with the table is said in full; then one line of reason follows. */
static gboolean
run (HechactlInvocation *self, ReadTable read, HechaActFunc record, gboolean targets, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  gboolean done;

  csv = store != NULL ? read_file (hechactl_invocation_get_argument (self, 0), error) : NULL;
  if (csv == NULL)
    return FALSE;
  read (csv, &rows, &problems);
  HechaImport import = {rows, problems, 0, 0, 0, NULL};
  if (record == hecha_import_record_calendar)
    import.years = hechactl_invocation_get_all (self, "year");
  done = hechactl_store_act (self, store, record, &import, error);
  json_builder_begin_object (builder);
  if (done)
    answer_counts (self, builder, &import);
  if (done && targets && !answer_target_rule (self, builder, store, error))
    return FALSE;
  answer_problems (self, builder, problems);
  hechactl_answer (self, builder);
  return done;
}

static gboolean
targets_run (HechactlInvocation *self, GError **error)
{
  return run (self, hecha_import_targets, hecha_import_record_targets, TRUE, error);
}

static gboolean
declarations_run (HechactlInvocation *self, GError **error)
{
  return run (self, hecha_import_declarations, hecha_import_record_declarations, FALSE, error);
}

static gboolean
people_run (HechactlInvocation *self, GError **error)
{
  return run (self, hecha_import_people, hecha_import_record_people, FALSE, error);
}

static gboolean
calendar_run (HechactlInvocation *self, GError **error)
{
  return run (self, hecha_import_calendar, hecha_import_record_calendar, FALSE, error);
}

#define FLAGS (HECHACTL_COMMAND_STORE | HECHACTL_COMMAND_FILES)

static const HechactlOption calendar_options[] = {{"year", "2027", HECHACTL_OPTION_REPEATED}, {NULL}};

const HechactlCommand hechactl_import_commands[] = {
  {"import targets", "FILE.csv", 1, 1, NULL, targets_run, FLAGS},
  {"import declarations", "FILE.csv", 1, 1, NULL, declarations_run, FLAGS},
  {"import people", "FILE.csv", 1, 1, NULL, people_run, FLAGS},
  {"import calendar", "FILE.csv", 1, 1, calendar_options, calendar_run, FLAGS},
  {NULL},
};
