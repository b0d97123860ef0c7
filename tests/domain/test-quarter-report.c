/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "appeal.h"
#include "forged-report.h"

#include "domain/hecha-rectification-rule.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-quarter-figures.h"
#include "domain/hecha-quarter-report.h"

#define QUARTER  "2026Q2"
#define APPEALED "team:T1 " ROUND_PLAN "/A02-2026-T02-Q2" /* round_drawn[3] */

static HechaQuarterReport *
report_of (Office *office, const char *quarter)
{
  g_autoptr (GError) error = NULL;
  HechaQuarterReport *report
    = hecha_quarter_report_load (hecha_store_reader (office->store), quarter, office->now_ms, &error);

  g_assert_no_error (error);
  return report;
}

/* The demo's round, in which one of eight fails. */
static Office *
office_with_findings (guint n_signed)
{
  Office *office = round_new ();

  for (guint i = 0; i < G_N_ELEMENTS (round_drawn); i++)
    round_inspect (office, "T1", round_drawn[i], i == 3 ? "not_met" : "met", i < n_signed);
  return office;
}

static const char *
cell (const HechaQuarterReport *report, const char *table, const char *row, const char *column)
{
  const HechaFigureTable *figures = hecha_figures_find (report->figures, table);

  for (guint i = 0; i < figures->rows->len; i++)
    if (strcmp (((const HechaFigureRow *)figures->rows->pdata[i])->cells->pdata[0], row) == 0)
      return hecha_figure_table_get (figures, i, column);
  g_error ("no row %s in %s", row, table);
}

static void
write_next_steps (Office *office, const char *text)
{
  const HechaReportEditInput edit = {QUARTER, {NULL, NULL, NULL, text, NULL}};

  office_do (office, hecha_report_edit, &edit);
}

/* ---- a draft ---- */

static void
test_numbers (void)
{
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (HechaQuarterReport) report = report_of (office, QUARTER);
  const HechaFigureTable *agencies = hecha_figures_find (report->figures, "agencies");
  g_autoptr (GPtrArray) ids = hecha_figures_trace (report->figures, agencies, 1, "failed");

  g_assert_cmpstr (cell (report, "agencies", "total", "rate"), ==, "1/8");
  g_assert_cmpstr (cell (report, "agencies", "A02", "rate"), ==, "1/5");
  g_assert_cmpstr (cell (report, "declarations", "total", "met"), ==, "22");
  g_assert_cmpstr (cell (report, "limits", ROUND_PLAN, "high"), ==, "9");
  g_assert_cmpstr (cell (report, "quarters", "2026Q1", "rate"), ==, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (ids->pdata[0], ==, ROUND_PLAN "/A02-2026-T02-Q2");
  g_assert_nonnull (strstr (report->texts[0], "12.50%（1/8）"));
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    g_assert_true ((*report->texts[i] == '\0') == (i == 3));
}

static void
draw_round_by (Office *office, const char *code, const char *kind, const char *operator)
{
  const HechaPlanInput plan = {.code = code,
                               .kind = kind,
                               .operator= operator,
                               .quarter = QUARTER,
                               .selection = "random",
                               .purpose = "核实申报",
                               .content = "申报完成的目标",
                               .method = "实地查看",
                               .standard = "季度标准",
                               .time_limit = "2026-08-14前",
                               .demands = "每组2人以上"};
  g_autoptr (GPtrArray) samples = NULL;

  office_do (office, hecha_plan_create, &plan);
  office_do (office, hecha_plan_approve, code);
  office_freeze (office, code);
  office_draw (office, code, 8, FALSE, ROUND_DICE);
  round_assign_all (office, code);
  samples = hecha_reader_list (hecha_store_reader (office->store), "office", "sample", "plan", code, NULL);
  for (guint i = 0; i < samples->len; i++)
    round_inspect (office, "T1", ((const HechaRecord *)samples->pdata[i])->id, i < 2 ? "not_met" : "met",
                   TRUE);
}

/* What an agency checked of itself is no verification (R002), and not the office's; nor is what was done jointly. */
static void
test_whose_checks (void)
{
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (HechaQuarterReport) report = NULL;

  draw_round_by (office, "自查", "self_check", "agency");
  report = report_of (office, QUARTER);
  g_assert_cmpstr (cell (report, "agencies", "total", "rate"), ==, "1/8");
  g_assert_cmpstr (cell (report, "agencies", "total", "self_checked"), ==, "8");
  g_assert_cmpstr (cell (report, "agencies", "total", "self_failed"), ==, "2");
  g_assert_cmpstr (cell (report, "agencies", "total", "key_checked"), ==, "0");
  g_assert_cmpstr (cell (report, "operators", "own", "rate"), ==, "1/8");
  g_assert_cmpstr (cell (report, "plans", "自查", "operator"), ==, "agency");
  g_assert_cmpuint (hecha_figures_find (report->figures, "limits")->rows->len, ==, 1);
  g_assert_nonnull (strstr (report->texts[0], "12.50%（1/8）"));
  g_clear_pointer (&report, hecha_quarter_report_free);
  draw_round_by (office, "联合", "quarterly", "joint");
  report = report_of (office, QUARTER);
  g_assert_cmpstr (cell (report, "agencies", "total", "rate"), ==, "3/16");
  g_assert_cmpstr (cell (report, "operators", "own", "rate"), ==, "1/8");
  g_assert_cmpstr (cell (report, "operators", "joint", "rate"), ==, "2/8");
}

/* Nothing was checked, drawn or declared: no value, and no division. */
static void
test_empty_quarter (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaQuarterReport) report = report_of (office, "2031Q1");

  g_assert_cmpstr (cell (report, "agencies", "total", "rate"), ==, NULL);
  g_assert_nonnull (strstr (report->texts[0], "没有数值"));
  g_assert_nonnull (strstr (report->texts[4], "没有经认定"));
  g_assert_cmpstr (report->as_of, ==, "2026-07-25T15:59:59Z");
}

static void
test_only_the_office (void)
{
  const HechaReportEditInput edit = {QUARTER, {"文"}}, nonsense = {"2026Q7", {"文"}};
  g_autoptr (Office) office = office_new ();

  office_refuses (office, hecha_report_edit, &nonsense, "2026Q7");
  office_set_role (office, "team", "team:T1");
  office_refuses (office, hecha_report_edit, &edit, "Only the office");
  office_refuses (office, hecha_report_finalise, QUARTER, "Only the office");
}

/* R011, R050: appeals have a table; a final report is marked with what a later ruling changes. */
static void
test_appeals (void)
{
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (HechaQuarterReport) final = NULL, later = NULL;
  g_autoptr (GHashTable) changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  appeal_file (office, round_drawn[3], NULL, NULL);
  write_next_steps (office, "跟踪核查");
  office_do (office, hecha_report_finalise, QUARTER);
  final = report_of (office, QUARTER);
  g_assert_cmpstr (cell (final, "appeals", APPEALED, "state"), ==, "filed");
  g_assert_cmpstr (cell (final, "appeals", APPEALED, "signed"), ==, "not_met");
  g_assert_cmpstr (cell (final, "appeals", APPEALED, "result"), ==, NULL);
  appeal_accept (office, round_drawn[3]);
  appeal_review_it (office, round_drawn[3]);
  appeal_rule_it (office, round_drawn[3], "overturned", "met");
  later = report_of (office, QUARTER);
  g_assert_cmpstr (cell (later, "agencies", "total", "rate"), ==, "1/8");
  g_assert_cmpstr (later->hash, ==, final->hash);
  for (guint i = 0; i < later->changes->len; i++)
    {
      const HechaFigureChange *change = later->changes->pdata[i];

      g_hash_table_add (changed, g_strdup_printf ("%s %s %s: %s → %s", change->table, change->row,
                                                  change->column, change->before, change->now));
    }
  g_assert_true (g_hash_table_contains (changed, "agencies total rate: 1/8 → 0/8"));
  g_assert_true (g_hash_table_contains (changed, "appeals " APPEALED " state: filed → ruled"));
  g_assert_true (g_hash_table_contains (changed, "appeals " APPEALED " result: (null) → overturned"));
  g_assert_true (g_hash_table_contains (changed, "appeals " APPEALED " verdict: (null) → met"));
}

/* ---- a final one ---- */

/* R050: without part d there is no final report; what comes later is shown beside it and changes nothing in it. */
static void
test_final_stays (void)
{
  FieldLaptop laptop;
  g_autoptr (Office) office = office_with_findings (7);
  g_autoptr (HechaQuarterReport) final = NULL;
  g_autoptr (HechaQuarterReport) later = NULL;

  office_refuses (office, hecha_report_finalise, QUARTER, "part d");
  write_next_steps (office, "跟踪核查");
  office_do (office, hecha_report_finalise, QUARTER);
  final = report_of (office, QUARTER);
  g_assert_nonnull (final->hash);
  g_assert_cmpuint (final->changes->len, ==, 0);
  office_refuses (office, hecha_report_finalise, QUARTER, "not rewritten");
  laptop = (FieldLaptop) {.store = office->store};
  field_become (&laptop, "team", "team:T1");
  field_sign (&laptop, round_drawn[7]);
  field_become (&laptop, "office", "office");
  later = report_of (office, QUARTER);
  g_assert_cmpuint (later->changes->len, >, 0);
  g_assert_cmpstr (cell (later, "agencies", "total", "rate"), ==, "1/7");
  g_assert_cmpstr (later->hash, ==, final->hash);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    g_assert_cmpstr (later->texts[i], ==, final->texts[i]);
}

/* Two of the office finalise without knowing of each other: a conflict like any other. */
static void
test_finalised_twice (void)
{
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (Office) other = office_new ();
  g_autoptr (HechaQuarterReport) report = NULL;
  FieldLaptop here = {.store = office->store}, there = {.store = other->store};

  field_send (&here, &there);
  write_next_steps (office, "跟踪核查");
  write_next_steps (other, "约谈");
  office_do (office, hecha_report_finalise, QUARTER);
  office_do (other, hecha_report_finalise, QUARTER);
  field_send (&there, &here);
  report = report_of (office, QUARTER);
  g_assert_true ((report->disputed & HECHA_REPORT_FINALISED_TWICE) != 0);
  g_assert_null (report->hash); /* neither is used */
}

static gboolean
forge (HechaAct *act, gpointer data, GError **error)
{
  g_autofree char *hash = g_strdup_printf ("sha256:%064u", 1);
  HechaActOp *op = hecha_act_op (act, "office", "report_final", QUARTER);

  hecha_act_op_set_text (op, "quarter", QUARTER);
  hecha_act_op_set (op, "texts", json_from_string ("{\"part_a\":7}", NULL));
  hecha_act_op_set (op, "snapshot", json_from_string ("{\"tables\":[{\"id\":\"x\"}]}", NULL));
  hecha_act_op_set_text (op, "hash", hash);
  hecha_act_op_set_text (op, "by", "O01");
  hecha_act_op_set_text (op, "at", "2026-07-25T01:00:00Z");
  return TRUE;
}

static void
test_forged (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;

  office_do (office, forge, NULL);
  g_assert_null (
    hecha_quarter_report_load (hecha_store_reader (office->store), QUARTER, office->now_ms, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
}

/* The digest of what cannot be a report may well be right. */
static void
test_forged_with_its_digest (void)
{
  static const ForgedReport odd[] = {
    {"{\"part_a\":7}", FORGED_AS_OF, "[]"},
    {FORGED_TEXTS, "7", "[]"},
    {FORGED_TEXTS, "\"昨天\"", "[]"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (Office) office = office_new ();
      g_autoptr (GError) error = NULL;

      office_do (office, forged_report_rule, &odd[i]);
      g_assert_null (
        hecha_quarter_report_load (hecha_store_reader (office->store), QUARTER, office->now_ms, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
    }
}

/* ---- what another device may have written into a snapshot ---- */

static void
test_figures_from_elsewhere (void)
{
  static const char *const texts[] = {
    "{}",
    "[7]",
    "[{\"id\":\"a\"}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[],\"rows\":[]}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"odd\"}],\"rows\":[]"
    "}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"word\"}],\"rows\":["
    "]}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"text\"}],"
    "\"rows\":[{\"cells\":[\"1\",\"2\"]}]}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"text\"}],"
    "\"rows\":[{\"cells\":[null]}]}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"count\"}],"
    "\"rows\":[{\"cells\":[\"=1\"]}]}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"rate\"}],"
    "\"rows\":[{\"cells\":[\"1/0\"]}]}]",
    "[{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"c\",\"title\":\"t\",\"kind\":\"text\"}],"
    "\"rows\":[]},"
    "{\"id\":\"a\",\"title\":\"t\",\"columns\":[{\"id\":\"d\",\"title\":\"t\",\"kind\":\"text\"}],"
    "\"rows\":[]}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (hecha_figures_from_node (node, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
    }
}

static void
test_figures_come_back (void)
{
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (HechaQuarterReport) report = report_of (office, QUARTER);
  g_autoptr (JsonNode) node = hecha_figures_to_node (report->figures);
  g_autoptr (HechaFigures) again = hecha_figures_from_node (node, NULL);
  g_autoptr (JsonNode) same = hecha_figures_to_node (again);
  g_autoptr (GPtrArray) changes = hecha_figures_compare (again, report->figures);

  g_assert_cmpuint (changes->len, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==,
                    json_array_get_length (json_node_get_array (same)));
}

/* ---- the negative list ---- */

/* Part e has the confirmed entries of the quarter, and none that was withdrawn (R050). */
static void
test_negative_list (void)
{
  HechaNegativeInput withdraw = {.text = "补充材料证明已完成"};
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (HechaQuarterReport) before = report_of (office, QUARTER);
  g_autoptr (HechaQuarterReport) listed = NULL;
  g_autoptr (HechaQuarterReport) after = NULL;
  const HechaFigureTable *table;

  g_assert_cmpuint (hecha_figures_find (before->figures, "negative")->rows->len, ==, 0);
  office_do (office, hecha_negative_add_all, QUARTER);
  listed = report_of (office, QUARTER);
  table = hecha_figures_find (listed->figures, "negative");
  g_assert_cmpuint (table->rows->len, ==, 1);
  g_assert_cmpstr (hecha_figure_table_get (table, 0, "unit"), ==, "A02-2026-T02-Q2");
  g_assert_cmpstr (cell (listed, "make_up", "A02", "listed"), ==, "1");
  g_assert_nonnull (strstr (listed->texts[4], "共1项"));
  withdraw.entry = hecha_figure_table_get (table, 0, "id");
  office_do (office, hecha_negative_withdraw, &withdraw);
  g_free (withdraw.id);
  after = report_of (office, QUARTER);
  g_assert_cmpuint (hecha_figures_find (after->figures, "negative")->rows->len, ==, 0);
}

/* Overdue is what is so on the day that the report is written, not on that of the last finding; a final report then
 * changes by what is recorded, and not by waiting. */
static void
test_overdue (void)
{
  HechaNegativeInput notify = {.person = "H02", .rectify_by = "2026-08-07"};
  g_autoptr (Office) office = office_with_findings (8);
  g_autoptr (HechaQuarterReport) before = NULL, late = NULL, final = NULL;

  office_do (office, hecha_negative_add_all, QUARTER);
  before = report_of (office, QUARTER);
  notify.entry = hecha_figure_table_get (hecha_figures_find (before->figures, "negative"), 0, "id");
  office_do (office, hecha_negative_notify, &notify);
  office->now_ms = G_GINT64_CONSTANT (1787187600000); /* 2026-08-20T01:00:00Z */
  late = report_of (office, QUARTER);
  g_assert_cmpstr (cell (late, "make_up", "A02", "overdue"), ==, "1");
  g_assert_cmpstr (cell (late, "make_up", "A02", "under_way"), ==, "0");
  g_assert_nonnull (strstr (late->texts[1], "逾期1项"));
  g_assert_cmpstr (late->as_of, ==, "2026-08-20T15:59:59Z");
  office->now_ms = G_GINT64_CONSTANT (1785978000000); /* 2026-08-06T01:00:00Z */
  write_next_steps (office, "跟踪核查");
  office_do (office, hecha_report_finalise, QUARTER);
  office->now_ms = G_GINT64_CONSTANT (1787187600000);
  final = report_of (office, QUARTER);
  g_assert_cmpuint (final->changes->len, ==, 0);
  g_assert_cmpstr (cell (final, "make_up", "A02", "overdue"), ==, "0");
  g_assert_cmpstr (final->as_of, ==, "2026-08-06T15:59:59Z");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quarter-report/numbers-lead-to-their-findings", test_numbers);
  g_test_add_func ("/quarter-report/self-checks-and-joint-ones-are-not-the-offices", test_whose_checks);
  g_test_add_func ("/quarter-report/empty-quarter-has-no-value", test_empty_quarter);
  g_test_add_func ("/quarter-report/only-the-office-writes-it", test_only_the_office);
  g_test_add_func ("/quarter-report/a-later-ruling-marks-a-final-one", test_appeals);
  g_test_add_func ("/quarter-report/final-one-stays", test_final_stays);
  g_test_add_func ("/quarter-report/finalised-twice-is-a-conflict", test_finalised_twice);
  g_test_add_func ("/quarter-report/another-digest-is-refused", test_forged);
  g_test_add_func ("/quarter-report/another-program-with-its-digest", test_forged_with_its_digest);
  g_test_add_func ("/quarter-report/figures-from-elsewhere", test_figures_from_elsewhere);
  g_test_add_func ("/quarter-report/figures-come-back", test_figures_come_back);
  g_test_add_func ("/quarter-report/negative-list", test_negative_list);
  g_test_add_func ("/quarter-report/overdue-on-its-day", test_overdue);
  return g_test_run ();
}
