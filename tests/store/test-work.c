/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/field-fixture.h"
#include "domain/hecha-place.h"
#include "store/hecha-glance.h"
#include "store/hecha-outbox.h"
#include "store/hecha-results.h"

#include <locale.h>

/* The samples of a laptop as lists. */

typedef struct
{
  FieldLaptop laptop; /* first: the laptop is the fixture */
  HechaWork *work;
} Fixture;

/* The clock of a laptop stands at 2026-07-07, a Tuesday. */
static const struct
{
  const char *plan, *unit, *agency, *name, *site, *due, *limit, *place;
} tasks[] = {
  {"HC-1", "A01-2026-T01-Q2", "水务厅", "白露水库除险加固", "鹤鸣县白露水库", "2026-07-14", NULL,
   "26.5783,106.7135"},
  {"HC-1", "A01-2026-T02-Q2", "水务厅", "河道清淤", "松坪县", NULL, "2026年7月10日前", "27.1042,106.2218"},
  {"HC-2", "A02-2026-T01-Q2", "康养厅", "基层医疗", "北坪县", "2026-07-06", NULL, NULL},
  {"HC-2", "A02-2026-T02-Q2", "康养厅", "村卫生室", "安平县", NULL, "尽快", "25.8826,106.1027"},
};

static gboolean
assign_rule (HechaAct *act, gpointer data, GError **error)
{
  static const char *const none[] = {NULL};

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autofree char *id = g_strdup_printf ("%s/%s", tasks[i].plan, tasks[i].unit);
      HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "assignment", id);
      const char *const texts[][2] = {{"plan", tasks[i].plan},
                                      {"unit", tasks[i].unit},
                                      {"quarter", "2026Q2"},
                                      {"selection", "census"},
                                      {"agency", "A01"},
                                      {"agency_name", tasks[i].agency},
                                      {"name", tasks[i].name},
                                      {"site", tasks[i].site},
                                      {"due", tasks[i].due},
                                      {"requirement", "完成"},
                                      {"time_limit", tasks[i].limit},
                                      {"standard", "现场见"}};
      gint64 latitude, longitude;

      for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
        hecha_act_op_set_text (op, texts[k][0], texts[k][1]);
      if (tasks[i].place != NULL && hecha_place_parse (tasks[i].place, &latitude, &longitude, NULL))
        {
          hecha_act_op_set_int (op, "latitude", latitude);
          hecha_act_op_set_int (op, "longitude", longitude);
        }
      hecha_act_op_set_list (op, "sources", none);
      hecha_act_op_set (op, "persons",
                        json_from_string ("[{\"id\":\"I01\",\"name\":\"王芳\",\"role\":\"leader\"},"
                                          "{\"id\":\"I02\",\"name\":\"李雷\",\"role\":\"inspector\"}]",
                                          NULL));
    }
  return TRUE;
}

static void
open_work (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->work = hecha_work_open (f->laptop.store, &error);
  g_assert_no_error (error);
}

/* How many look different. */
static guint
refresh (Fixture *f)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  g_assert_true (hecha_work_refresh (f->work, G_USEC_PER_SEC, changed, &more, &error));
  g_assert_no_error (error);
  g_assert_false (more);
  return changed->len;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  field_open (&f->laptop);
  field_become (&f->laptop, "office", "office");
  hecha_store_act (f->laptop.store, "O01", assign_rule, NULL, &error);
  g_assert_no_error (error);
  field_become (&f->laptop, "team", FIELD_SCOPE);
  open_work (f);
  g_assert_cmpuint (refresh (f), ==, G_N_ELEMENTS (tasks));
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_work_close (f->work);
  field_close (&f->laptop);
}

/* The last figures of the units, such as "1:1 2:1": target and agency. */
static char *
list (Fixture *f, const HechaWorkQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = hecha_work_list (f->work, query, &error);
  g_autoptr (GPtrArray) rows = hecha_work_rows (f->work, numbers, &error);
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, numbers->len);
  for (guint i = 0; i < rows->len; i++)
    {
      const HechaWorkRow *row = rows->pdata[i];

      g_string_append_printf (out, "%s%.3s%.4s", i > 0 ? " " : "", row->unit,
                              row->unit + strlen ("A01-2026"));
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
expect (Fixture *f, HechaWorkQuery query, const char *expected)
{
  g_autofree char *found = list (f, &query);

  g_assert_cmpstr (found, ==, expected);
}

#define A11 "A01-T01"
#define A12 "A01-T02"
#define A21 "A02-T01"
#define A22 "A02-T02"

static void
test_sort (Fixture *f, gconstpointer unused)
{
  const HechaWorkQuery near
    = {.sort = HECHA_WORK_BY_DISTANCE, .latitude = 258000000, .longitude = 1061000000};

  expect (f, (HechaWorkQuery) {.sort = HECHA_WORK_BY_DEADLINE}, A21 " " A12 " " A11 " " A22);
  expect (f, (HechaWorkQuery) {.sort = HECHA_WORK_BY_AGENCY}, A21 " " A22 " " A12 " " A11);
  expect (f, (HechaWorkQuery) {.sort = HECHA_WORK_BY_PLACE}, A22 " " A21 " " A11 " " A12);
  expect (f, near, A22 " " A11 " " A12 " " A21);
}

static void
test_search (Fixture *f, gconstpointer unused)
{
  static const struct
  {
    const char *typed, *expected;
  } cases[] = {
    {"水库", A11},
    {"blsk", A11},
    {"BaiLu", A11},
    {"水务 清淤", A12},
    {"swt  hdqy", A12},
    {"康养\u3000安平", A22},
    {"t02", A12 " " A22},
    {"hc-2 北坪", A21},
    {"水库 清淤", ""},
    {"%", ""},
    {"_", ""},
    {"", A21 " " A12 " " A11 " " A22},
    {"a b c d e f g", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = hecha_work_split_words (cases[i].typed);

      g_test_message ("%s", cases[i].typed);
      expect (f, (HechaWorkQuery) {.words = words}, cases[i].expected);
    }
}

static void
test_filter (Fixture *f, gconstpointer unused)
{
  g_autoptr (GPtrArray) rounds = NULL;
  const HechaWorkRound *round;
  guint counts[HECHA_WORK_N_STATES];

  expect (f, (HechaWorkQuery) {.plan = (char *)"HC-1"}, A12 " " A11);
  expect (f, (HechaWorkQuery) {.state = HECHA_WORK_BEGUN}, "");
  field_visit (&f->laptop, "A01-2026-T01-Q2");
  g_assert_cmpuint (refresh (f), ==, 1);
  g_assert_cmpuint (refresh (f), ==, 0);
  expect (f, (HechaWorkQuery) {.state = HECHA_WORK_BEGUN}, A11);
  expect (f, (HechaWorkQuery) {.state = HECHA_WORK_BEGUN, .plan = (char *)"HC-2"}, "");
  field_find (&f->laptop, "A01-2026-T01-Q2", "met", "已完成");
  refresh (f);
  expect (f, (HechaWorkQuery) {.state = HECHA_WORK_READY}, A11);
  g_assert_true (hecha_work_count (f->work, counts, NULL));
  g_assert_cmpuint (counts[HECHA_WORK_ALL], ==, 4);
  g_assert_cmpuint (counts[HECHA_WORK_TODO], ==, 3);
  g_assert_cmpuint (counts[HECHA_WORK_READY], ==, 1);
  field_sign (&f->laptop, "A01-2026-T01-Q2");
  refresh (f);
  rounds = hecha_work_rounds (f->work, NULL);
  g_assert_cmpuint (rounds->len, ==, 2);
  round = rounds->pdata[0];
  g_assert_cmpstr (round->plan, ==, "HC-2");
  g_assert_cmpstr (round->due, ==, "2026-07-06");
  g_assert_cmpuint (round->open, ==, 2);
  round = rounds->pdata[1];
  g_assert_cmpstr (round->due, ==, "2026-07-10");
  g_assert_cmpuint (round->total, ==, 2);
  g_assert_cmpuint (round->open, ==, 1);
}

static void
test_row (Fixture *f, gconstpointer unused)
{
  const HechaWorkQuery query = {.sort = HECHA_WORK_BY_DEADLINE};
  g_autoptr (GArray) numbers = hecha_work_list (f->work, &query, NULL);
  g_autoptr (GPtrArray) rows = hecha_work_rows (f->work, numbers, NULL);
  const HechaWorkRow *late = rows->pdata[0], *soon = rows->pdata[1], *never = rows->pdata[3];

  g_assert_cmpint (late->days, ==, -1);
  g_assert_false (late->has_place);
  g_assert_cmpint (soon->days, ==, 3);
  g_assert_cmpstr (soon->agency, ==, "水务厅");
  g_assert_cmpint (soon->latitude, ==, 271042000);
  g_assert_false (soon->deadline.provisional);
  g_assert_cmpstr (soon->deadline.version, ==, hecha_work_calendar_version (f->work));
  g_assert_false (never->has_due);
  g_assert_cmpstr (never->time_limit, ==, "尽快");
}

/* The server has it when its receipt names the last entry and it said that it has the files. */
static void
acknowledge (Fixture *f, gboolean everything, gboolean take_back)
{
  g_autoptr (GArray) tips = hecha_store_tips (f->laptop.store, NULL, NULL);
  g_auto (HechaTxn) txn = hecha_store_begin (f->laptop.store, NULL);

  for (guint i = 0; i < tips->len; i++)
    {
      HechaTip tip = g_array_index (tips, HechaTip, i);

      tip.seq -= everything ? 0 : 1;
      g_assert_true (
        (take_back ? hecha_store_needs_again : hecha_store_acknowledge) (f->laptop.store, &tip, NULL));
    }
  g_assert_true (hecha_store_commit (f->laptop.store, &txn, NULL));
}

static void
test_office (Fixture *f, gconstpointer unused)
{
  const HechaWorkQuery there = {.state = HECHA_WORK_OFFICE}, here = {.state = HECHA_WORK_EFFECTIVE};

  field_visit (&f->laptop, "A01-2026-T01-Q2");
  field_find (&f->laptop, "A01-2026-T01-Q2", "met", "已完成");
  field_sign (&f->laptop, "A01-2026-T01-Q2");
  refresh (f);
  expect (f, here, A11);
  acknowledge (f, FALSE, FALSE);
  g_assert_cmpuint (refresh (f), ==, 0);
  acknowledge (f, TRUE, FALSE);
  g_assert_cmpuint (refresh (f), ==, 1);
  expect (f, here, "");
  expect (f, there, A11);
  acknowledge (f, FALSE, TRUE); /* restored from a backup */
  g_assert_cmpuint (refresh (f), ==, 1);
  expect (f, here, A11);
}

/* What the terminal wrote while no list was open is noticed, and so is that the record tables were made anew. */
static void
test_reopen (Fixture *f, gconstpointer unused)
{
  g_clear_pointer (&f->work, hecha_work_close);
  field_visit (&f->laptop, "A02-2026-T02-Q2");
  open_work (f);
  g_assert_cmpuint (refresh (f), ==, 1);
  expect (f, (HechaWorkQuery) {.state = HECHA_WORK_BEGUN}, A22);
  g_assert_true (hecha_store_rebuild (f->laptop.store, NULL));
  g_assert_cmpuint (refresh (f), ==, G_N_ELEMENTS (tasks));
  expect (f, (HechaWorkQuery) {.state = HECHA_WORK_BEGUN}, A22);
}

/* The place of a visit stands in where the office gave none. */
static void
test_visited_place (Fixture *f, gconstpointer unused)
{
  gint64 latitude = 0, longitude = 0;
  const HechaWorkQuery query
    = {.sort = HECHA_WORK_BY_DISTANCE, .latitude = 265783000, .longitude = 1067135000};
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_false (hecha_work_last_place (f->work, &latitude, &longitude));
  field_visit (&f->laptop, "A02-2026-T01-Q2");
  refresh (f);
  g_assert_true (hecha_work_last_place (f->work, &latitude, &longitude));
  g_assert_cmpint (latitude, ==, 265783000);
  numbers = hecha_work_list (f->work, &query, NULL);
  rows = hecha_work_rows (f->work, numbers, NULL);
  g_assert_true (((HechaWorkRow *)rows->pdata[0])->has_place && ((HechaWorkRow *)rows->pdata[1])->has_place);
  g_assert_cmpint (((HechaWorkRow *)rows->pdata[1])->longitude, ==, longitude);
}

/* ---- what the office sees ---- */

#define UNIT "A01-2026-T01-Q2"

/* The agency declared it as met; a third party has the same unit in a plan of its own, under the agency's new name. */
static gboolean
compare_rule (HechaAct *act, gpointer data, GError **error)
{
  static const char *const none[] = {NULL};
  const char *const texts[][4] = {{"declaration", UNIT, "target", "A01-2026-T01"},
                                  {"declaration", UNIT, "status", "met"},
                                  {"declaration", UNIT, "submitted_on", "2026-07-01"},
                                  {"declaration", UNIT, "submitted_by", "林澍"},
                                  {"plan", "HC-3", "operator", "third_party"},
                                  {"assignment", "HC-3/" UNIT, "plan", "HC-3"},
                                  {"assignment", "HC-3/" UNIT, "unit", UNIT},
                                  {"assignment", "HC-3/" UNIT, "quarter", "2026Q2"},
                                  {"assignment", "HC-3/" UNIT, "agency", "A01"},
                                  {"assignment", "HC-3/" UNIT, "agency_name", "水利厅"},
                                  {"assignment", "HC-3/" UNIT, "name", "白露水库除险加固"}};
  HechaActOp *ops[]
    = {hecha_act_op (act, "agency:A01", "declaration", UNIT), hecha_act_op (act, "office", "plan", "HC-3"),
       hecha_act_op (act, FIELD_SCOPE, "assignment", "HC-3/" UNIT)};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hecha_act_op_set_text (ops[*texts[i][0] == 'd'   ? 0
                               : *texts[i][0] == 'p' ? 1
                                                     : 2],
                           texts[i][2], texts[i][3]);
  hecha_act_op_set_int (ops[0], "quarter", 2);
  hecha_act_op_set_list (ops[2], "sources", none);
  hecha_act_op_set (ops[2], "persons",
                    json_from_string ("[{\"id\":\"I01\",\"name\":\"王芳\",\"role\":\"leader\"}]", NULL));
  return TRUE;
}

static gboolean
operator_rule (HechaAct *act, gpointer operator, GError ** error)
{
  hecha_act_op_set_text (hecha_act_op (act, "office", "plan", "HC-1"), "operator", operator);
  return TRUE;
}

static void
compare (Fixture *f, HechaActFunc rule, const char *operator)
{
  g_autoptr (GError) error = NULL;

  field_become (&f->laptop, "office", "office");
  hecha_store_act (f->laptop.store, "O01", rule, (gpointer) operator, & error);
  g_assert_no_error (error);
  field_become (&f->laptop, "team", FIELD_SCOPE);
}

static void
expect_filtered (const HechaResults *results, HechaResultFilter filter, guint expected)
{
  g_autoptr (GArray) places = hecha_results_filter (results, &filter);

  g_assert_cmpuint (places->len, ==, expected);
}

static HechaResults *
load_results (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  HechaResults *results;

  refresh (f);
  results = hecha_results_load (f->work, &error);
  g_assert_no_error (error);
  return results;
}

/* An agency that checked itself is neither of the two that are compared. */
static void
test_self_check (Fixture *f, gconstpointer unused)
{
  const char *const operators[] = {"joint", "agency"};

  compare (f, compare_rule, NULL);
  field_visit (&f->laptop, "HC-1/" UNIT);
  field_find (&f->laptop, "HC-1/" UNIT, "not_met", "未完成");
  field_find (&f->laptop, "HC-3/" UNIT, "met", "已完成");
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_autoptr (HechaResults) results = NULL;
      guint others = i == 0 ? 0 : 2;

      compare (f, operator_rule, operators[i]);
      results = load_results (f);
      expect_filtered (results, (HechaResultFilter) {.state = -1, .operator= "third_party"}, 1);
      expect_filtered (results, (HechaResultFilter) {.state = -1, .operator= "own"}, 4 - others);
      expect_filtered (results, (HechaResultFilter) {.state = -1, .doubts = HECHA_DOUBT_OPERATORS},
                       2 - others);
    }
}

/* R018 and R024: declared against found, own against third party. */
static void
test_results (Fixture *f, gconstpointer unused)
{
  g_autoptr (HechaResults) results = NULL;
  char *words[] = {(char *)"blsk", NULL};

  compare (f, compare_rule, NULL);
  field_visit (&f->laptop, "HC-1/" UNIT);
  field_find (&f->laptop, "HC-1/" UNIT, "not_met", "未完成");
  field_sign (&f->laptop, "HC-1/" UNIT);
  field_find (&f->laptop, "HC-3/" UNIT, "met", "已完成");
  results = load_results (f);
  g_assert_cmpuint (results->rows->len, ==, G_N_ELEMENTS (tasks) + 1);
  expect_filtered (results, (HechaResultFilter) {.state = -1}, 5);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .plan = "HC-2"}, 2);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .verdict = "not_met"}, 1);
  expect_filtered (results, (HechaResultFilter) {.state = HECHA_SAMPLE_TO_DO}, 3);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .operator= "third_party"}, 1);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .operator= "own"}, 4);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .words = words}, 2);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .doubts = HECHA_DOUBT_DECLARED}, 1);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .doubts = HECHA_DOUBT_OPERATORS}, 2);
  expect_filtered (
    results,
    (HechaResultFilter) {.state = -1, .doubts = ~(guint)(HECHA_DOUBT_DECLARED | HECHA_DOUBT_OPERATORS)}, 0);
}

/* Such an entry is held, but a hold may be released. */
static gboolean
assign_nothing_rule (HechaAct *act, gpointer data, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, FIELD_SCOPE, "assignment", "HC-1/X"), "plan", "HC-1");
  return TRUE;
}

static void
test_results_without_unit (Fixture *f, gconstpointer unused)
{
  g_autoptr (HechaResults) results = NULL;
  g_autoptr (GError) error = NULL;

  hecha_store_act (f->laptop.store, "O01", assign_nothing_rule, NULL, &error);
  g_assert_no_error (error);
  results = load_results (f);
  g_assert_cmpuint (results->rows->len, ==, G_N_ELEMENTS (tasks) + 1);
  expect_filtered (results, (HechaResultFilter) {.state = -1, .doubts = HECHA_DOUBT_OPERATORS}, 0);
}

static void
test_glance (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaGlance) glance = hecha_glance_load (f->work, &error);
  const HechaWorkRound *round;

  g_assert_no_error (error);
  round = glance->rounds->pdata[0];
  g_assert_cmpstr (round->plan, ==, "HC-2");
  g_assert_cmpuint (round->counts[HECHA_WORK_TODO], ==, 2);
  g_assert_cmpuint (glance->n_overdue, ==, 1);
  g_assert_cmpuint (glance->n_due, ==, 0);
  g_assert_cmpuint (glance->open.conflicts + glance->open.forks + glance->open.holds + glance->n_parked, ==,
                    0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    {"/work/sorts", test_sort},
    {"/work/searches", test_search},
    {"/work/filters-and-counts", test_filter},
    {"/work/knows-deadlines", test_row},
    {"/work/knows-what-the-office-has", test_office},
    {"/work/compares-findings", test_results},
    {"/work/self-checks-are-neither-own-nor-third-party", test_self_check},
    {"/work/shows-an-assignment-without-a-unit", test_results_without_unit},
    {"/work/at-a-glance", test_glance},
    {"/work/notices-what-was-written-meanwhile", test_reopen},
    {"/work/takes-the-place-of-a-visit", test_visited_place},
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
