/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forged-report.h"
#include "round.h"

#include "domain/hecha-quarter-report.h"
#include "report/hecha-quarter-document.h"

/* What another program finalised is printed as far as it goes: columns that are not known, others that lack. */

#define COLUMN(id, kind, width)                                                                              \
  "{\"id\":\"" id "\",\"title\":\"列\",\"kind\":\"" kind "\",\"width\":" width "}"
#define SOURCE_COLUMNS                                                                                       \
  COLUMN ("id", "text", "0")                                                                                 \
  "," COLUMN ("a", "text", "0") "," COLUMN ("b", "text", "0") "," COLUMN ("c", "count", "0") "," COLUMN (    \
    "d", "text", "0") "," COLUMN ("e", "text", "0") "," COLUMN ("f", "text", "0") "," COLUMN ("g", "text",   \
                                                                                              "0")
#define TABLE(id, columns, rows)                                                                             \
  "{\"id\":\"" id "\",\"title\":\"表" id "\",\"columns\":[" columns "]," rows "}"

static void
check_printed (const char *tables)
{
  const ForgedReport forged = {FORGED_TEXTS, FORGED_AS_OF, tables};
  g_autoptr (Office) office = round_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuarterReport) report = NULL;
  g_autoptr (HechaQuarterDocument) document = NULL;
  HechaDisk *disk = hecha_store_env (office->store)->disk;
  g_autofree char *book = g_build_filename (office->dir, "r.xlsx", NULL);
  g_autofree char *paper = g_build_filename (office->dir, "r.pdf", NULL);

  office_do (office, forged_report_rule, &forged);
  report
    = hecha_quarter_report_load (hecha_store_reader (office->store), FORGED_QUARTER, office->now_ms, &error);
  g_assert_no_error (error);
  g_assert_nonnull (report->hash);
  g_assert_true (hecha_quarter_workbook_save (report, NULL, disk, book, &error));
  g_assert_no_error (error);
  document = hecha_quarter_document_new (report, NULL);
  g_assert_true (hecha_quarter_document_save (document, disk, paper, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < report->figures->tables->len; i++)
    {
      const HechaFigureTable *table = report->figures->tables->pdata[i];

      for (guint k = 0; k < table->rows->len; k++)
        g_assert_cmpuint (((const HechaFigureRow *)table->rows->pdata[k])->cells->len, ==,
                          table->columns->len);
    }
}

/* The records are today's, and so are their columns. */
static void
test_more_columns (void)
{
  check_printed ("[" TABLE ("targets", SOURCE_COLUMNS, "\"count\":0") "]");
}

static void
test_fewer_columns (void)
{
  check_printed ("[" TABLE ("targets", COLUMN ("id", "text", "0"), "\"count\":0") "]");
}

static void
test_no_rate (void)
{
  check_printed (
    "[" TABLE ("agencies", COLUMN ("agency", "text", "3"), "\"rows\":[{\"cells\":[\"A01\"]}]") "]");
}

/* A rate without a name, one without its second limit, and a table that has nothing for paper. */
static void
test_half_a_chart (void)
{
  check_printed ("[" TABLE ("agencies", COLUMN ("agency", "text", "3") "," COLUMN ("rate", "rate", "3"),
                            "\"rows\":[{\"cells\":[\"A01\",\"1/8\"]}]") "," //
                 TABLE ("limits",
                        COLUMN ("plan", "text", "3") "," COLUMN ("rate", "rate",
                                                                 "3") "," COLUMN ("low_share", "rate", "3"),
                        "\"rows\":[{\"cells\":[\"HC\",\"1/8\",\"1/8\"]}]") "," //
                 TABLE ("plans", COLUMN ("plan", "text", "0"), "\"rows\":[{\"cells\":[\"HC\"]}]") "]");
}

/* Whatever has changed since is told to its end, if not on the page. */
static void
test_many_changes (void)
{
  g_autoptr (GString) tables = g_string_new (
    "[{\"id\":\"agencies\",\"title\":\"各部门\",\"columns\":[" COLUMN ("agency", "text", "3") "],\"rows\":[");
  g_autoptr (Office) office = round_new ();
  g_autoptr (HechaQuarterReport) report = NULL;
  g_autoptr (HechaQuarterDocument) document = NULL;
  g_autofree char *paper = g_build_filename (office->dir, "r.pdf", NULL);
  const char *const reader[] = {"pdftotext", "-enc", "UTF-8", "-raw", paper, "-", NULL};
  ForgedReport forged = {FORGED_TEXTS, FORGED_AS_OF, NULL};
  g_autofree char *text = NULL, *rest = NULL;
  guint n_changes;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (tables, "%s{\"cells\":[\"Z%03u\"]}", i > 0 ? "," : "", i);
  forged.tables = g_string_append (tables, "]}]")->str;
  office_do (office, forged_report_rule, &forged);
  report
    = hecha_quarter_report_load (hecha_store_reader (office->store), FORGED_QUARTER, office->now_ms, NULL);
  n_changes = report->changes->len;
  g_assert_cmpuint (n_changes, >, 300);
  g_assert_cmpuint (hecha_figures_find (report->figures, "changes")->rows->len, ==, n_changes);
  document = hecha_quarter_document_new (report, NULL);
  g_assert_true (
    hecha_quarter_document_save (document, hecha_store_env (office->store)->disk, paper, NULL, NULL));
  g_assert_true (
    g_spawn_sync (NULL, (char **)reader, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, NULL));
  rest = g_strdup_printf ("其余%u行见数据表", n_changes - 200);
  g_assert_nonnull (strstr (text, rest));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/foreign-report/more-columns-than-today", test_more_columns);
  g_test_add_func ("/foreign-report/fewer-columns-than-today", test_fewer_columns);
  g_test_add_func ("/foreign-report/no-rates", test_no_rate);
  g_test_add_func ("/foreign-report/half-a-chart", test_half_a_chart);
  g_test_add_func ("/foreign-report/many-changes-are-told-to-their-end", test_many_changes);
  return g_test_run ();
}
