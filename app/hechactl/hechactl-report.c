/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-report.h"

#include "domain/hecha-quarter-report.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"
#include "report/hecha-figures-file.h"
#include "report/hecha-quarter-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- as JSON ---- */

static void
add_cell (JsonBuilder *builder, const HechaFigureColumn *column, const char *cell)
{
  g_autofree char *shown = cell != NULL ? hecha_figure_column_dup_text (column, cell) : NULL;

  json_builder_set_member_name (builder, column->id);
  if (cell == NULL)
    json_builder_add_null_value (builder);
  else if (column->kind == HECHA_FIGURE_COUNT)
    json_builder_add_int_value (builder, g_ascii_strtoll (cell, NULL, 10));
  else if (column->kind == HECHA_FIGURE_RATE)
    {
      json_builder_begin_object (builder);
      hechactl_add_text (builder, "fraction", cell);
      hechactl_add_text (builder, "rate", shown);
      json_builder_end_object (builder);
    }
  else
    json_builder_add_string_value (builder, column->kind == HECHA_FIGURE_POINTS ? shown : cell);
}

/* The findings that each count of the row counts: a finding has the id of its sample. */
static void
add_ids (JsonBuilder *builder, const HechaFigures *figures, const HechaFigureTable *table, guint row)
{
  json_builder_set_member_name (builder, "ids");
  json_builder_begin_object (builder);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];
      g_autoptr (GPtrArray) ids = hecha_figures_trace (figures, table, row, column->id);

      if (ids == NULL)
        continue;
      hechactl_begin_array (builder, column->id);
      for (guint k = 0; k < ids->len; k++)
        json_builder_add_string_value (builder, ids->pdata[k]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
add_table (JsonBuilder *builder, const HechaFigures *figures, const HechaFigureTable *table)
{
  json_builder_set_member_name (builder, table->id);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "title", table->title);
  hechactl_add_text (builder, "note", table->note);
  hechactl_begin_array (builder, "rows");
  for (guint i = 0; i < table->rows->len; i++)
    {
      const HechaFigureRow *row = table->rows->pdata[i];

      json_builder_begin_object (builder);
      for (guint k = 0; k < table->columns->len; k++)
        add_cell (builder, table->columns->pdata[k], row->cells->pdata[k]);
      if (table->source != NULL)
        add_ids (builder, figures, table, i);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_changes (JsonBuilder *builder, GPtrArray *changes)
{
  hechactl_begin_array (builder, "changes");
  for (guint i = 0; i < changes->len; i++)
    {
      const HechaFigureChange *change = changes->pdata[i];

      json_builder_begin_object (builder);
      hechactl_add_text (builder, "table", change->table);
      hechactl_add_text (builder, "row", change->row);
      hechactl_add_text (builder, "column", change->column);
      hechactl_add_text (builder, "before", change->before);
      hechactl_add_text (builder, "now", change->now);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_report (JsonBuilder *builder, const HechaQuarterReport *report)
{
  hechactl_add_text (builder, "quarter", report->quarter);
  hechactl_add_text (builder, "as_of", report->as_of);
  hechactl_add_bool (builder, "final", report->hash != NULL);
  hechactl_add_text (builder, "hash", report->hash);
  hechactl_add_text (builder, "finalised_by", report->by);
  hechactl_add_text (builder, "finalised_at", report->at);
  hechactl_add_bool (builder, "disputed", report->disputed != 0);
  hechactl_add_bool (builder, "figures_changed", report->changes->len > 0);
  hechactl_add_text (builder, "incomparable", report->incomparable);
  hechactl_add_text (builder, "before_incomparable", report->before_incomparable);
  add_changes (builder, report->changes);
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_object (builder);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    {
      const char name[] = {(char)('a' + (int)i), '\0'};

      hechactl_add_text (builder, name, report->texts[i]);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "tables");
  json_builder_begin_object (builder);
  for (guint i = 0; i < report->figures->tables->len; i++)
    add_table (builder, report->figures, report->figures->tables->pdata[i]);
  json_builder_end_object (builder);
}

static void
print_report (HechactlInvocation *self, const HechaQuarterReport *report)
{
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    hechactl_invocation_print (self, "%c  %s\n%s\n\n", 'a' + (int)i,
                               hecha_quarter_report_get_title ((char)('a' + (int)i)), report->texts[i]);
  if (report->hash != NULL)
    hechactl_invocation_print (self, _ ("final since %s, %s\n"), report->at, report->hash);
  if (report->incomparable != NULL)
    hechactl_invocation_print (self, _ ("today's figures cannot be compared with it: %s\n"),
                               report->incomparable);
  if (report->before_incomparable != NULL)
    hechactl_invocation_print (self, _ ("only the quarter before cannot be compared with it: %s\n"),
                               report->before_incomparable);
  if (report->changes->len > 0)
    hechactl_invocation_print (self, _ ("figures changed since: %u\n"), report->changes->len);
}

/* ---- as files ---- */

/* One table alone, under the name itself. */
static GPtrArray *
save_table (const HechaQuarterReport *report, HechaDisk *disk, const char *id, const char *path,
            GError **error)
{
  const HechaFigureTable *table = hecha_figures_find (report->figures, id);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  if (table == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("The report has no table “%s”"), id);
      return NULL;
    }
  g_ptr_array_add (files, g_strdup (path));
  return hecha_figures_save_csv (table, disk, path, error) ? g_steal_pointer (&files) : NULL;
}

static gboolean
save_csv (HechactlInvocation *self, HechaStore *store, const HechaQuarterReport *report, const char *path,
          JsonBuilder *builder, GError **error)
{
  HechaDisk *disk = hecha_store_env (store)->disk;
  const char *only = hechactl_invocation_get (self, "table");
  g_autoptr (GPtrArray) files = only != NULL
                                  ? save_table (report, disk, only, path, error)
                                  : hecha_figures_save_all_csv (report->figures, disk, path, error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      json_builder_add_string_value (builder, files->pdata[i]);
      hechactl_invocation_print (self, "%s\n", (const char *)files->pdata[i]);
    }
  return files != NULL;
}

static gboolean
save_document (HechactlInvocation *self, HechaStore *store, const HechaQuarterReport *report,
               const char *path, JsonBuilder *builder, GError **error)
{
  g_autofree char *organisation = hecha_store_get_meta (store, "organisation");
  HechaDisk *disk = hecha_store_env (store)->disk;
  gboolean done;

  if (g_str_has_suffix (path, ".xlsx"))
    done = hecha_quarter_workbook_save (report, organisation, disk, path, error);
  else
    {
      g_autoptr (HechaQuarterDocument) document = hecha_quarter_document_new (report, organisation);

      done = hecha_quarter_document_save (document, disk, path, NULL, error);
    }
  if (!done)
    return FALSE;
  json_builder_add_string_value (builder, path);
  hechactl_invocation_print (self, "%s\n", path);
  return TRUE;
}

static gboolean
save (HechactlInvocation *self, HechaStore *store, const HechaQuarterReport *report, const char *path,
      JsonBuilder *builder, GError **error)
{
  gboolean csv = g_str_has_suffix (path, ".csv"), done;

  if (!csv && !g_str_has_suffix (path, ".pdf") && !g_str_has_suffix (path, ".xlsx"))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--out must end in .pdf, .csv or .xlsx, not “%s”"), path);
      return FALSE;
    }
  hechactl_begin_array (builder, "files");
  done = (csv ? save_csv : save_document) (self, store, report, path, builder, error);
  json_builder_end_array (builder);
  return done;
}

/* ---- the commands ---- */

static gboolean
answer (HechactlInvocation *self, HechaStore *store, GError **error)
{
  const char *path = hechactl_invocation_get (self, "out");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaQuarterReport) report
    = hecha_quarter_report_load (hecha_store_reader (store), hechactl_invocation_get (self, "quarter"),
                                 hecha_env_now_ms (hecha_store_env (store)), error);

  if (report == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  if (path != NULL && !save (self, store, report, path, builder, error))
    return FALSE;
  if (path == NULL)
    print_report (self, report);
  if (hechactl_invocation_has (self, "json"))
    add_report (builder, report);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
quality_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer (self, store, error);
}

static gboolean
edit_run (HechactlInvocation *self, GError **error)
{
  static const char *const options[HECHA_REPORT_PARTS] = {"part-a", "part-b", "part-c", "part-d", "part-e"};
  HechaReportEditInput input = {hechactl_invocation_get (self, "quarter"), {NULL}};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    input.texts[i] = hechactl_invocation_get (self, options[i]);
  return store != NULL && hechactl_store_act (self, store, hecha_report_edit, &input, error)
         && answer (self, store, error);
}

static gboolean
finalise_run (HechactlInvocation *self, GError **error)
{
  const char *quarter = hechactl_invocation_get (self, "quarter");
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_report_finalise, (gpointer)quarter, error)
         && answer (self, store, error);
}

static const HechactlOption quality_options[] = {
  {"quarter", "2026Q2", HECHACTL_OPTION_REQUIRED},
  {"out", "FILE.pdf|.csv|.xlsx", HECHACTL_OPTION_NONE},
  {"table", "ID", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption edit_options[] = {
  {"quarter", "2026Q2", HECHACTL_OPTION_REQUIRED},
  {"part-a", "T", HECHACTL_OPTION_NONE},
  {"part-b", "T", HECHACTL_OPTION_NONE},
  {"part-c", "T", HECHACTL_OPTION_NONE},
  {"part-d", "T", HECHACTL_OPTION_NONE},
  {"part-e", "T", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption finalise_options[] = {
  {"quarter", "2026Q2", HECHACTL_OPTION_REQUIRED},
  {NULL},
};

const HechactlCommand hechactl_report_commands[] = {
  {"report quality", NULL, 0, 0, quality_options, quality_run, HECHACTL_COMMAND_STORE},
  {"report edit", NULL, 0, 0, edit_options, edit_run, HECHACTL_COMMAND_STORE},
  {"report finalise", NULL, 0, 0, finalise_options, finalise_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
