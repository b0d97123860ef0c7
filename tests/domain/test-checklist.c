/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include "domain/hecha-assign.h"
#include "domain/hecha-checklist.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-missing.h"
#include "domain/hecha-sign.h"
#include "domain/hecha-team.h"
#include "domain/hecha-visit.h"

#include <string.h>

#define PLAN  "HC2026Q2-DEMO"
#define DICE  "20237331128159211123"
#define SCOPE "team:T1"
#define UNITS 21 /* all of the frame */

/* An office where team T1 exists and every unit of the frame was drawn. */
static Office *
office_with_team (void)
{
  static const char *const members[] = {"I01", "I02", NULL}, *const remit[] = {"A01", "A02", NULL};
  const HechaTeamInput team = {"T1", "I01", members, remit};
  Office *office = office_new ();

  office_import_demo (office);
  office_approve_plan (office, PLAN, "random");
  office_freeze (office, PLAN);
  office_draw (office, PLAN, UNITS, FALSE, DICE);
  office_do (office, hecha_team_create, &team);
  return office;
}

static void
assign (Office *office, const char *unit, const char *checklist, gboolean key_point)
{
  const char *const samples[] = {unit, NULL};
  const HechaAssignInput input = {PLAN, "T1", samples, {checklist, key_point}};

  office_set_role (office, "office", "office");
  office_do (office, hecha_assign_record, &input);
  office_set_role (office, "team", SCOPE);
}

static HechaAssignment *
load (Office *office, const char *unit)
{
  return hecha_assignment_find (hecha_store_reader (office->store), SCOPE, unit, NULL);
}

static void
answer (Office *office, const char *unit, const char *item, const char *text)
{
  const HechaAnswerInput input = {unit, item, text, NULL};

  office_do (office, hecha_answer_record, &input);
}

static guint
count_code (GPtrArray *missing, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < missing->len; i++)
    n += strcmp (((HechaMissing *)missing->pdata[i])->code, code) == 0;
  return n;
}

static guint
count_missing (Office *office, const char *unit, const char *code)
{
  g_autoptr (HechaAssignment) a = load (office, unit);
  g_autoptr (GPtrArray) missing = hecha_sample_missing (a);

  return count_code (missing, code);
}

/* Which verdicts are offered, as letters: m, p, n, u. */
static char *
offered (Office *office, const char *unit)
{
  static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable"};
  g_autoptr (HechaAssignment) a = load (office, unit);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (GPtrArray) missing = hecha_verdict_missing (a, verdicts[i]);

      if (count_code (missing, "rule") == 0)
        g_string_append_c (out, verdicts[i][0]);
    }
  return g_string_free (out, FALSE);
}

static void
expect_offered (Office *office, const char *unit, const char *letters)
{
  g_autofree char *got = offered (office, unit);

  g_assert_cmpstr (got, ==, letters);
}

/* ---- R044, R045 ---- */

static void
check_six (const char *template)
{
  static const char unit[] = "A01-2026-T02-Q2";
  g_autoptr (Office) office = office_with_team ();
  const HechaAnswerInput wrong = {unit, "approval", "maybe", NULL}, nowhere = {unit, "weather", "yes", NULL};
  g_autoptr (HechaAssignment) a = NULL;
  g_autoptr (HechaChecklist) checklist = NULL;

  assign (office, unit, template, FALSE);
  a = load (office, unit);
  checklist = hecha_checklist_of (a);
  g_assert_cmpstr (checklist->id, ==, template);
  g_assert_cmpuint (checklist->items->len, ==, 6);
  g_assert_null (json_object_get_member (json_node_get_object (checklist->node), "applies_to"));
  for (guint i = 0; i < 6; i++)
    {
      const HechaChecklistItem *item = checklist->items->pdata[i];

      g_assert_cmpuint (count_missing (office, unit, "answer"), ==, 6 - i);
      answer (office, unit, item->id, i == 4 ? "not_applicable" : i == 5 ? "no" : "yes");
    }
  g_assert_cmpuint (count_missing (office, unit, "answer"), ==, 0);
  expect_offered (office, unit, "mpnu");
  answer (office, unit, "approval", "");
  g_assert_cmpuint (count_missing (office, unit, "answer"), ==, 1);
  office_refuses (office, hecha_answer_record, &wrong, "maybe");
  office_refuses (office, hecha_answer_record, &nowhere, "weather");
}

static void
test_projects_have_six_items (void)
{
  check_six ("investment");
  check_six ("livelihood");
}

/* With 5 of 6 the leader cannot sign; with 6 nothing but the answer was in the way. */
static void
test_five_of_six_is_not_signed (void)
{
  static const char unit[] = "A01-2026-T02-Q2";
  static const char *const items[]
    = {"initiation", "approval", "implementation", "fund_arrangement", "fund_allocation", "fund_execution"};
  static const char *const present[] = {"I01@09:00-10:00", "I02@09:00-10:00", NULL};
  static const char *const methods[] = {"site_view", NULL};
  static const char strokes[] = "[[[100,200,500,0]]]";
  const HechaVisitInput visit
    = {.sample = unit, .mode = "online", .present = present, .methods = methods, .photo_reason = "大雾"};
  const HechaFindingInput finding = {.sample = unit, .verdict = "not_met", .observation = "未开工"};
  HechaSignInput sign = {.sample = unit,
                         .person = "I01",
                         .role = "leader",
                         .strokes = strokes,
                         .n_strokes_bytes = strlen (strokes)};
  g_autoptr (Office) office = office_with_team ();

  assign (office, unit, "investment", FALSE);
  office_do (office, hecha_visit_record, &visit);
  office_do (office, hecha_finding_record, &finding);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      office_refuses (office, hecha_sign_record, &sign, "P3 6.2.3");
      answer (office, unit, items[i], "yes");
    }
  office_do (office, hecha_sign_record, &sign);
  g_free (sign.id);
}

/* ---- R046 ---- */

static void
test_report_is_judged_in_three_qualities (void)
{
  static const char unit[] = "A02-2026-T08-Q2"; /* from the government work report */
  const HechaAnswerInput unsure = {unit, "truth", "not_applicable", NULL};
  g_autoptr (Office) office = office_with_team ();

  assign (office, unit, NULL, FALSE); /* its source says which template */
  expect_offered (office, unit, "pnu");
  answer (office, unit, "truth", "yes");
  answer (office, unit, "accuracy", "no");
  answer (office, unit, "effectiveness", "yes");
  expect_offered (office, unit, "pnu");
  answer (office, unit, "accuracy", "yes");
  expect_offered (office, unit, "mpnu");
  office_refuses (office, hecha_answer_record, &unsure, "yes or no");
}

/* ---- R047 ---- */

static void
test_issued_is_not_implemented (void)
{
  static const char unit[] = "A02-2026-T06-Q2";
  const HechaAnswerInput no_date = {unit, "issued_on", "2026-02-30", NULL};
  g_autoptr (Office) office = office_with_team ();

  assign (office, unit, "normative", FALSE);
  answer (office, unit, "issued", "yes");
  answer (office, unit, "number", "青卫发〔2026〕8号");
  answer (office, unit, "issued_on", "2026-06-18");
  answer (office, unit, "effect", "yes");
  office_refuses (office, hecha_answer_record, &no_date, "2026-02-30");
  expect_offered (office, unit, "pnu");
  answer (office, unit, "implementation", "no");
  expect_offered (office, unit, "pnu");
  answer (office, unit, "implementation", "yes");
  expect_offered (office, unit, "mpnu");
  g_assert_cmpuint (count_missing (office, unit, "answer"), ==, 0);
}

/* ---- which template ---- */

static void
test_template_is_chosen (void)
{
  const char *const samples[] = {"A01-2026-T04-Q2", NULL};
  const char *const given[] = {"A02-2026-T08-Q2", NULL};
  const HechaAssignInput unknown = {PLAN, "T1", samples, {"phrenology", FALSE}};
  const HechaAssignInput again = {PLAN, "T1", given, {"work_report", FALSE}};
  g_autoptr (Office) office = office_with_team ();
  g_autoptr (HechaAssignment) plain = NULL, refused = NULL;

  office_refuses (office, hecha_assign_record, &unknown, "phrenology");
  assign (office, "A01-2026-T02-Q2", NULL, FALSE); /* a project, but not a major one */
  plain = load (office, "A01-2026-T02-Q2");
  g_assert_null (hecha_checklist_of (plain));
  assign (office, "A02-2026-T08-Q2", "none", FALSE);
  office_set_role (office, "office", "office");
  office_refuses (office, hecha_assign_record, &again, "assigned already");
  office_set_role (office, "team", SCOPE);
  refused = load (office, "A02-2026-T08-Q2");
  g_assert_null (hecha_checklist_of (refused));
}

/* What was assigned stays as it was, whatever the office makes of its template later. */
static void
test_office_adds_its_own (void)
{
  static const char text[]
    = "{\"id\":\"training\",\"title\":\"培训\",\"clause\":\"P3 6.2.3\",\"items\":[{\"id\":"
      "\"roll\",\"text\":\"签到表是否属实\",\"kind\":\"yes_no\"}],\"rules\":[{\"unless\":{"
      "\"roll\":\"yes\"},\"at_most\":\"not_met\"}],\"applies_to\":{\"class_code\":[\"B2\"]}}";
  const HechaFindingInput partly = {.sample = "A01-2026-T03-Q2", .verdict = "partly", .observation = "一半"};
  g_autoptr (Office) office = office_with_team ();
  g_autoptr (HechaChecklist) own = hecha_checklist_parse (text, NULL);
  g_autoptr (HechaChecklist) kept = NULL;
  g_autoptr (HechaAssignment) a = NULL;
  g_autoptr (GPtrArray) list = NULL;

  office_do (office, hecha_checklist_import, own);
  list = hecha_checklist_list (hecha_store_reader (office->store), NULL);
  g_assert_cmpuint (list->len, ==, 5);
  g_assert_cmpstr (((HechaChecklist *)list->pdata[0])->id, ==, "training");
  assign (office, "A01-2026-T03-Q2", NULL, FALSE);
  office_refuses (office, hecha_checklist_import, own, "Only the office");
  expect_offered (office, "A01-2026-T03-Q2", "nu");
  office_refuses (office, hecha_finding_record, &partly, "P3 6.2.3");
  answer (office, "A01-2026-T03-Q2", "roll", "yes");
  expect_offered (office, "A01-2026-T03-Q2", "mpnu");
  a = load (office, "A01-2026-T03-Q2");
  kept = hecha_checklist_of (a);
  g_assert_cmpstr (kept->title, ==, "培训");
}

static void
test_broken_templates (void)
{
#define ITEM "{\"id\":\"a\",\"text\":\"b\",\"kind\":\"yes_no\"}"
  static const char *const broken[] = {
    "[]",
    "{\"id\":\"Aa\",\"title\":\"t\",\"items\":[" ITEM "]}",
    "{\"id\":\"a\",\"items\":[" ITEM "]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[" ITEM "," ITEM "]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[{\"id\":\"a\",\"text\":\"b\",\"kind\":\"mood\"}]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[" ITEM "],\"rules\":[{\"at_most\":\"partly\"}]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[" ITEM
    "],\"rules\":[{\"unless\":{\"b\":\"yes\"},\"at_most\":\"met\"}]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[" ITEM
    "],\"rules\":[{\"unless\":{\"a\":1},\"at_most\":\"met\"}]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[" ITEM
    "],\"rules\":[{\"unless\":{\"a\":\"yes\"},\"at_most\":\"x\"}]}",
    "{\"id\":\"a\",\"title\":\"t\",\"items\":[" ITEM "],\"id\":\"b\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      if (hecha_checklist_parse (broken[i], &error) != NULL)
        g_error ("%s is no template", broken[i]);
      g_assert_nonnull (error);
    }
}

/* ---- R055 ---- */

static void
test_key_point_says_whether_there_are_difficulties (void)
{
  static const char unit[] = "A01-2026-T03-Q2";
  g_autoptr (Office) office = office_with_team ();
  HechaVisitInput input = {.sample = unit, .mode = "online"};

  assign (office, unit, NULL, TRUE);
  g_assert_cmpuint (count_missing (office, unit, "difficulty"), ==, 1);
  input.difficulty = "none";
  office_do (office, hecha_visit_record, &input);
  g_assert_cmpuint (count_missing (office, unit, "difficulty"), ==, 0);
  input.difficulty = "some";
  office_do (office, hecha_visit_record, &input);
  g_assert_cmpuint (count_missing (office, unit, "difficulties"), ==, 1);
  input.difficulties = "资金未到位";
  office_do (office, hecha_visit_record, &input);
  g_assert_cmpuint (count_missing (office, unit, "difficulties"), ==, 0);
  input.difficulty = "plenty";
  office_refuses (office, hecha_visit_record, &input, "none some");
}

static void
test_other_points_need_not (void)
{
  g_autoptr (Office) office = office_with_team ();

  assign (office, "A01-2026-T03-Q2", NULL, FALSE);
  g_assert_cmpuint (count_missing (office, "A01-2026-T03-Q2", "difficulty"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checklist/projects-have-six-items", test_projects_have_six_items);
  g_test_add_func ("/checklist/five-of-six-is-not-signed", test_five_of_six_is_not_signed);
  g_test_add_func ("/checklist/report-is-judged-in-three-qualities",
                   test_report_is_judged_in_three_qualities);
  g_test_add_func ("/checklist/issued-is-not-implemented", test_issued_is_not_implemented);
  g_test_add_func ("/checklist/template-is-chosen", test_template_is_chosen);
  g_test_add_func ("/checklist/office-adds-its-own", test_office_adds_its_own);
  g_test_add_func ("/checklist/broken-templates", test_broken_templates);
  g_test_add_func ("/checklist/key-point-says-whether-there-are-difficulties",
                   test_key_point_says_whether_there_are_difficulties);
  g_test_add_func ("/checklist/other-points-need-not", test_other_points_need_not);
  return g_test_run ();
}
