/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-import.h"

#include <string.h>

typedef gboolean (*Import) (GBytes *csv, GPtrArray **rows, GPtrArray **problems);

/* The result of one import. */
typedef struct
{
  gboolean ok;
  GPtrArray *rows;     /* (owned) */
  GPtrArray *problems; /* (owned) */
} Result;

static void
result_clear (Result *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static Result
import (Import function, const char *text, gssize length)
{
  g_autoptr (GBytes) csv = g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);
  Result result = {FALSE};

  result.ok = function (csv, &result.rows, &result.problems);
  /* Nothing is half imported. */
  g_assert_true (result.ok == !hecha_problems_have_error (result.problems));
  g_assert_true (result.ok || result.rows->len == 0);
  return result;
}

static char *
read_demo (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("HECHA_DATA_DIR"), "demo", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_autoptr (GString) changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  return g_string_free (g_steal_pointer (&changed), FALSE);
}

static void
assert_problem (Result *result, guint i, gboolean warning, guint line, guint column, const char *name,
                const char *says)
{
  HechaProblem *problem;

  g_assert_cmpuint (result->problems->len, >, i);
  problem = result->problems->pdata[i];
  if (strstr (problem->message, says) == NULL)
    g_test_message ("%s", problem->message);
  g_assert_nonnull (strstr (problem->message, says));
  g_assert_cmpuint (problem->line, ==, line);
  g_assert_cmpuint (problem->column, ==, column);
  g_assert_cmpstr (problem->name, ==, name);
  g_assert_cmpint (problem->warning, ==, warning);
}

static void
test_demo_targets (void)
{
  g_autofree char *text = read_demo ("targets.csv");
  g_auto (Result) result = import (hecha_import_targets, text, -1);
  const HechaTargetRow *row;
  int weights = 0;

  g_assert_true (result.ok);
  g_assert_cmpuint (result.problems->len, ==, 0);
  g_assert_cmpuint (result.rows->len, ==, 24);
  row = result.rows->pdata[1];
  g_assert_cmpuint (row->line, ==, 3);
  g_assert_cmpstr (row->id, ==, "A01-2026-T02");
  g_assert_cmpstr (row->agency_name, ==, "青岚省水务与河湖厅");
  g_assert_cmpstr (row->category, ==, "own");
  g_assert_cmpstr (row->source_clause, ==, "3.2.3-3a");
  g_assert_cmpstr (row->class_code, ==, "B3");
  g_assert_cmpstr (row->requirement[1], ==, "累计完成投资不少于3600万元，坝体灌浆完成50%");
  g_assert_cmpstr (row->standard[3], ==, "投资计量≥8600万元；阶段验收鉴定书");
  g_assert_cmpint (row->weight, ==, 1500);
  g_assert_null (row->remark);
  g_assert_cmpstr (row->latitude, ==, "26.5783");
  g_assert_cmpstr (row->longitude, ==, "106.7135");
  for (guint i = 0; i < result.rows->len; i++)
    weights += MAX (0, ((HechaTargetRow *)result.rows->pdata[i])->weight);
  g_assert_cmpint (weights, ==, 3 * 10000);
  row = result.rows->pdata[23];
  g_assert_cmpstr (row->category, ==, "party");
  g_assert_null (row->class_code);
  g_assert_cmpint (row->weight, ==, -1);
}

static void
test_demo_declarations (void)
{
  g_autofree char *text = read_demo ("declarations.csv");
  g_auto (Result) result = import (hecha_import_declarations, text, -1);
  const HechaDeclarationRow *row;
  guint met = 0, late = 0;

  g_assert_true (result.ok);
  g_assert_cmpuint (result.problems->len, ==, 0);
  g_assert_cmpuint (result.rows->len, ==, 96);
  row = result.rows->pdata[0];
  g_assert_cmpstr (row->id, ==, "DC-2026-A01-T01-Q1");
  g_assert_cmpstr (row->target, ==, "A01-2026-T01");
  g_assert_cmpint (row->quarter, ==, 1);
  g_assert_cmpstr (row->status, ==, "met");
  g_assert_cmpstr (row->submitted_on, ==, "2026-04-03");
  g_assert_cmpint (row->late, ==, 0);
  g_assert_cmpuint (g_strv_length (row->evidence), ==, 3);
  g_assert_cmpstr (row->evidence[2], ==, "A01-T01-Q1-90_现场照片.zip");
  for (guint i = 0; i < result.rows->len; i++)
    {
      row = result.rows->pdata[i];
      met += g_str_equal (row->status, "met");
      late += row->late == 1;
    }
  g_assert_cmpuint (met, ==, 90);
  g_assert_cmpuint (late, ==, 2);
}

static void
test_demo_people (void)
{
  g_autofree char *text = read_demo ("people.csv");
  g_auto (Result) result = import (hecha_import_people, text, -1);
  const HechaPersonRow *row;

  g_assert_true (result.ok);
  g_assert_cmpuint (result.problems->len, ==, 0);
  g_assert_cmpuint (result.rows->len, >=, 20);
  row = result.rows->pdata[3];
  g_assert_cmpstr (row->name, ==, "周𠮷安");
  row = result.rows->pdata[11];
  g_assert_cmpstr (row->id, ==, "I12");
  g_assert_cmpuint (g_strv_length (row->recused), ==, 2);
  g_assert_cmpstr (row->recused[1], ==, "A03");
  g_assert_null (row->agency_code);
}

static void
test_no_truth (void)
{
  g_autofree char *text = read_demo ("declarations.csv");
  g_autofree char *found = NULL;
  g_auto (Result) result = import (hecha_import_declarations, text, -1);

  for (guint i = 0; i < result.rows->len; i++)
    {
      const HechaDeclarationRow *row = result.rows->pdata[i];

      g_assert_null (strstr (row->value, "监理计量投资3050万元"));
      g_assert_null (strstr (row->submitted_by, "met"));
    }
}

/* The same table, as other programs write it. */
static void
test_encodings (void)
{
  g_autofree char *text = read_demo ("targets.csv");
  g_autofree char *bom = g_strconcat ("\xef\xbb\xbf", text, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", lines);
  g_autofree char *gb = NULL;
  gsize n_gb;

  gb = g_convert (text, -1, "GB18030", "UTF-8", NULL, &n_gb, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (Result) result = import (hecha_import_targets,
                                       i == 0   ? bom
                                       : i == 1 ? crlf
                                                : gb,
                                       i == 2 ? (gssize)n_gb : -1);
      const HechaTargetRow *row;

      g_assert_true (result.ok);
      g_assert_cmpuint (result.problems->len, ==, i == 2);
      g_assert_cmpuint (result.rows->len, ==, 24);
      row = result.rows->pdata[1];
      g_assert_cmpuint (row->line, ==, 3);
      g_assert_cmpstr (row->name, ==, "白露水库除险加固");
    }
}

/* Each changes one thing of the demo's table of targets. */
static void
test_targets_problems (void)
{
  const struct
  {
    const char *from, *to;
    guint line, column;
    const char *name, *says;
  } cases[] = {
    {"B3,项目建设类", "B4,项目建设类", 3, 12, "class_code", "R096"},
    {"B3,项目建设类", "B11,项目建设类", 3, 12, "class_code", "not one of"},
    {"B3,项目建设类", ",项目建设类", 3, 12, "class_code", "R089"},
    {"2026,T02,", "2026,T01,", 3, 4, "target_no", "line 2 already"},
    {"2026,T02,", "2026,T 2,", 3, 4, "target_no", "blank"},
    {"2026,T02,", "2026,T\\2,", 3, 4, "target_no", "contains one of"},
    {"2026,T02,", "2026,T!2,", 3, 4, "target_no", "contains one of"},
    {"2026,T02,", "2026,T\u200b2,", 3, 4, "target_no", "cannot be seen"},
    {"2026,T02,", ",T02,", 3, 3, "year", "The number is blank"},
    {"2026,T02,", "26,T02,", 3, 3, "year", "no whole number"},
    {"2026,T02,", "２０２６,T02,", 3, 3, "year", "no whole number"},
    {"2026,T02,", "1993,T02,", 3, 3, "year", "no whole number"},
    {"本级目标,3.2.3-3a", "本级,3.2.3-3a", 3, 5, "category", "本级目标"},
    {"本级目标,3.2.3-3a", "上级目标,3.2.3-3a", 3, 6, "source_clause", "for this category"},
    {"本级目标,3.2.3-3a", "本级目标,", 3, 6, "source_clause", "P2 3.2.3"},
    {"本级目标,3.2.3-3a", "本级目标,3.2.4", 3, 6, "source_clause", "not one of"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", "投资计量≥8600万元；阶段验收鉴定书,,", 3, 23, "weight",
     "blank"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", "投资计量≥8600万元；阶段验收鉴定书,15%,", 3, 23, "weight",
     "no number"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", "投资计量≥8600万元；阶段验收鉴定书,100.01,", 3, 23, "weight",
     "no number"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", "投资计量≥8600万元；阶段验收鉴定书,1.125,", 3, 23, "weight",
     "no number"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", "投资计量≥8600万元；阶段验收鉴定书,15.,", 3, 23, "weight",
     "no number"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", ",15,", 3, 22, "q4_standard", "may not be blank"},
    {"投资计量≥8600万元；阶段验收鉴定书,15,", "到位资金 万元,15,", 3, 22, "q4_standard", "R131"},
    {",26.5783,106.7135", ",26.5783,", 3, 26, "longitude", "no place"},
    {",26.5783,106.7135", ",,106.7135", 3, 25, "latitude", "no place"},
    {",26.5783,106.7135", ",90.0000001,106.7135", 3, 26, "longitude", "no place"},
    {"A01,青岚省水务与河湖厅,2026,T02", "A01,青岚省水务厅,2026,T02", 3, 2, "agency", "earlier line"},
    {"A01,青岚省水务与河湖厅,2026,T02", "a01,青岚省水务与河湖厅,2026,T02", 3, 1, "agency_code",
     "no agency code"},
    {"A01,青岚省水务与河湖厅,2026,T02", "A01,青岚省水务与\001河湖厅,2026,T02", 3, 2, NULL, "cannot be seen"},
    {"A01,青岚省水务与河湖厅,2026,T02", "A01,青岚省水务与河湖厅,2026,x,T02", 3, 0, NULL, "27 fields"},
    {"agency_code,agency,year,", "agency_code,agency,", 1, 0, "year", "missing"},
    {"agency_code,agency,year,", "agency_code,agency,year,year,", 1, 4, "year", "twice"},
    {"agency_code,agency,year,", "agency_code,agency,year,colour,", 1, 4, "colour", "not known"},
  };
  g_autofree char *text = read_demo ("targets.csv");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changed = replace (text, cases[i].from, cases[i].to);
      g_auto (Result) result = import (hecha_import_targets, changed, -1);

      g_assert_false (result.ok);
      assert_problem (&result, 0, FALSE, cases[i].line, cases[i].column, cases[i].name, cases[i].says);
      /* A problem of the header makes every line wrong; any other is one problem. */
      g_assert_true (cases[i].line == 1 || result.problems->len == 1);
    }
}

static void
test_declaration_problems (void)
{
  const struct
  {
    const char *from, *to;
    guint line, column;
    const char *name, *says;
  } cases[] = {
    {"DC-2026-A01-T02-Q1,", "DC-2026-A01-T01-Q1,", 3, 1, "declaration_id", "line 2 already"},
    {"DC-2026-A01-T02-Q1,A01,2026,1,T02", "DC-2026-A01-T02-Q1,A01,2026,1,T01", 3, 5, "target_no",
     "line 2 already"},
    {"DC-2026-A01-T02-Q1,A01,2026,1,", "DC-2026-A01-T02-Q1,A01,2026,5,", 3, 4, "quarter", "from 1 to 4"},
    {"DC-2026-A01-T02-Q1,A01,2026,1,", "DC-2026-A01-T02-Q1,A01,2026,,", 3, 4, "quarter", "blank"},
    {"2026,1,T02,完成,", "2026,1,T02,差不多,", 3, 6, "declared_status", "未完成"},
    {"体标段开工”完成,2026-04-03", "体标段开工”完成,2026-02-30", 3, 8, "submitted_on", "no date"},
    {"体标段开工”完成,2026-04-03", "体标段开工”完成,2026/4/3", 3, 8, "submitted_on", "no date"},
    {"体标段开工”完成,2026-04-03,否", "体标段开工”完成,2026-04-03,no", 3, 9, "submitted_late", "neither"},
    {"秦未央,3,A01-T02", "秦未央,三,A01-T02", 3, 11, "evidence_count", "no whole number"},
    {"秦未央,3,A01-T02", "秦未央,,A01-T02", 3, 11, "evidence_count", "blank"},
    {"秦未央,3,A01-T02", ",3,A01-T02", 3, 10, "submitted_by", "may not be blank"},
  };
  g_autofree char *text = read_demo ("declarations.csv");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changed = replace (text, cases[i].from, cases[i].to);
      g_auto (Result) result = import (hecha_import_declarations, changed, -1);

      g_assert_false (result.ok);
      assert_problem (&result, 0, FALSE, cases[i].line, cases[i].column, cases[i].name, cases[i].says);
      g_assert_cmpuint (result.problems->len, ==, 1);
    }
}

static void
test_status_labels (void)
{
  const char *const labels[][2] = {
    {"完成", "met"},       {"基本完成", "partly"}, {"部分完成", "partly"},
    {"未完成", "not_met"}, {"partly", "partly"},
  };
  g_autofree char *text = read_demo ("declarations.csv");

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *status = g_strdup_printf ("2026,1,T02,%s,", labels[i][0]);
      g_autofree char *changed = replace (text, "2026,1,T02,完成,", status);
      g_auto (Result) result = import (hecha_import_declarations, changed, -1);

      g_assert_true (result.ok);
      g_assert_cmpstr (((HechaDeclarationRow *)result.rows->pdata[1])->status, ==, labels[i][1]);
    }
}

#define PEOPLE "person_id,name,unit,role,agency_code,recused\n"

static void
test_people (void)
{
  g_auto (Result) result = import (hecha_import_people,
                                   "name,person_id,role,unit,recused,agency_code\n"
                                   "\"周𠮷安\", I01 ,leader,\"两行\n的单位\",\"A01| A02 |\",\n"
                                   "□某,I02,inspector,,,\n"
                                   "\xe2\x80\xae"
                                   "安,I03,inspector,,,\n"
                                   "e\xcc\x81,I04,visitor,,,A01\n"
                                   "\ufffd某,I05,inspector,,,\n"
                                   "\ue000某,I06,inspector,,,\n",
                                   -1);
  const HechaPersonRow *row;

  g_assert_true (result.ok);
  g_assert_cmpuint (result.rows->len, ==, 6);
  row = result.rows->pdata[0];
  g_assert_cmpstr (row->name, ==, "周𠮷安");
  g_assert_cmpstr (row->id, ==, "I01");
  g_assert_cmpstr (row->unit, ==, "两行\n的单位");
  g_assert_cmpuint (g_strv_length (row->recused), ==, 2);
  g_assert_cmpstr (row->recused[1], ==, "A02");
  row = result.rows->pdata[3];
  g_assert_cmpuint (row->line, ==, 6);
  g_assert_cmpstr (row->name, ==, "é");
  g_assert_cmpstr (row->agency_code, ==, "A01");
  g_assert_cmpuint (result.problems->len, ==, 4);
  assert_problem (&result, 0, TRUE, 4, 1, "name", "compare with the original");
  assert_problem (&result, 1, TRUE, 5, 1, "name", "cannot be seen");
  assert_problem (&result, 2, TRUE, 7, 1, "name", "compare with the original");
  assert_problem (&result, 3, TRUE, 8, 1, "name", "compare with the original");
}

static void
test_every_problem (void)
{
  g_auto (Result) result = import (hecha_import_people,
                                   PEOPLE "I01,,,boss,a1,A01|x\n"
                                          "I02,\"a\"b,,leader,,\n"
                                          "I01,\"two\nlines\",,leader,A01,\"x\n\"\n"
                                          "I#\",c,,leader,,\n",
                                   -1);

  g_assert_false (result.ok);
  assert_problem (&result, 0, FALSE, 2, 2, "name", "may not be blank");
  assert_problem (&result, 1, FALSE, 2, 4, "role", "not one of");
  assert_problem (&result, 2, FALSE, 2, 5, "agency_code", "no agency code");
  assert_problem (&result, 3, FALSE, 2, 6, "recused", "“x” is no agency code");
  assert_problem (&result, 4, FALSE, 3, 2, NULL, "quotation mark");
  assert_problem (&result, 5, FALSE, 5, 6, "recused", "no agency code");
  assert_problem (&result, 6, FALSE, 4, 1, "person_id", "line 2 already");
  assert_problem (&result, 7, FALSE, 7, 1, NULL, "quotation mark");
  g_assert_cmpuint (result.problems->len, ==, 8);
}

static void
test_too_long (void)
{
  g_autofree char *name = g_strnfill (101, 'x');
  g_autofree char *text = g_strdup_printf (PEOPLE "I01,%s,,leader,,\n%s,a,,leader,,\n", name, name);
  g_auto (Result) result = import (hecha_import_people, text, -1);

  g_assert_cmpuint (result.problems->len, ==, 2);
  assert_problem (&result, 0, FALSE, 2, 2, "name", "longer than 100");
  assert_problem (&result, 1, FALSE, 3, 1, "person_id", "too long");
}

/* A message repeats only the beginning of a value, and never half a character of it. */
static void
test_excerpt (void)
{
  g_autofree char *text = g_strdup_printf (
    PEOPLE "I01,a,,%s,,\n",
    "这是一个很长很长的角色名称而且还在继续写下去一直写到超过四十个汉字为止才肯停下来休息一会儿");
  g_auto (Result) result = import (hecha_import_people, text, -1);

  assert_problem (
    &result, 0, FALSE, 2, 4, "role",
    "“这是一个很长很长的角色名称而且还在继续写下去一直写到超过四十个汉字为止才肯停下来…” is not "
    "one of: inspector");
}

static void
test_wrong_files (void)
{
  g_autofree char *targets = read_demo ("targets.csv");
  g_auto (Result) other = import (hecha_import_people, "colour,size\nred,1\ngreen,2\n", -1);
  g_auto (Result) empty = import (hecha_import_people, "", 0);
  g_auto (Result) bare = import (hecha_import_people, PEOPLE, -1);
  g_auto (Result) zip = import (hecha_import_people, "PK\3\4\0\0\0", 7);
  g_auto (Result) mixed = import (hecha_import_declarations, targets, -1);

  assert_problem (&other, 0, FALSE, 1, 0, NULL,
                  "first line must be person_id,name,unit,role,agency_code,recused");
  g_assert_cmpuint (other.problems->len, ==, 1);
  assert_problem (&empty, 0, FALSE, 0, 0, NULL, "empty");
  assert_problem (&bare, 0, FALSE, 0, 0, NULL, "no people");
  assert_problem (&zip, 0, FALSE, 1, 0, NULL, "not a table");
  g_assert_false (mixed.ok);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/the-demo-has-24-targets-without-a-problem", test_demo_targets);
  g_test_add_func ("/import/the-demo-has-96-declarations-without-a-problem", test_demo_declarations);
  g_test_add_func ("/import/the-demo-has-people-with-rare-characters", test_demo_people);
  g_test_add_func ("/import/what-is-true-in-the-demo-is-never-imported", test_no_truth);
  g_test_add_func ("/import/bom-crlf-and-gb-18030-change-nothing", test_encodings);
  g_test_add_func ("/import/each-problem-of-a-target-is-named-with-its-place", test_targets_problems);
  g_test_add_func ("/import/each-problem-of-a-declaration-is-named-with-its-place",
                   test_declaration_problems);
  g_test_add_func ("/import/a-declared-status-has-four-names", test_status_labels);
  g_test_add_func ("/import/columns-may-stand-in-any-order-and-lost-characters-are-shown", test_people);
  g_test_add_func ("/import/every-problem-is-listed-at-once", test_every_problem);
  g_test_add_func ("/import/what-is-too-long-is-refused", test_too_long);
  g_test_add_func ("/import/a-message-never-cuts-a-character-in-half", test_excerpt);
  g_test_add_func ("/import/a-file-of-another-kind-is-one-clear-problem", test_wrong_files);
  return g_test_run ();
}
