/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include "base/hecha-data.h"
#include "domain/hecha-import-rule.h"

#include <string.h>

static void
check_counts (Office *office, const char *table, const char *csv, guint n_new, guint n_changed, guint n_same)
{
  guint counts[3];

  g_assert_true (office_import (office, table, csv, NULL, counts));
  g_assert_cmpuint (counts[0], ==, n_new);
  g_assert_cmpuint (counts[1], ==, n_changed);
  g_assert_cmpuint (counts[2], ==, n_same);
}

static void
test_demo (void)
{
  g_autoptr (Office) office = office_new ();

  check_counts (office, "people", NULL, 20, 0, 0);
  check_counts (office, "targets", NULL, 24, 0, 0);
  check_counts (office, "declarations", NULL, 96, 0, 0);
  g_assert_cmpuint (office_count (office, "agency"), ==, 3);
  g_assert_cmpuint (office_count (office, "target"), ==, 24);
  g_assert_cmpuint (office_count (office, "quarter_requirement"), ==, 96);
  g_assert_cmpuint (office_count (office, "declaration"), ==, 96);
}

static void
test_twice (void)
{
  static const char *const tables[] = {"people", "targets", "declarations"};
  g_autoptr (Office) office = office_new ();
  g_autofree char *before = NULL, *after = NULL;

  office_import_demo (office);
  before = hecha_store_digest (office->store, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const guint n[] = {20, 24, 96};

      check_counts (office, tables[i], NULL, 0, 0, n[i]);
    }
  after = hecha_store_digest (office->store, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

static void
test_contents (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (HechaRecord) target = NULL;
  g_autoptr (HechaRecord) requirement = NULL;
  g_autoptr (HechaRecord) declaration = NULL;
  g_autoptr (HechaRecord) person = NULL;

  office_import_demo (office);
  target = office_get (office, "agency:A01", "target", "A01-2026-T02");
  g_assert_cmpstr (hecha_record_get (target, "category"), ==, "own");
  g_assert_cmpstr (hecha_record_get (target, "class_name"), ==, "项目建设类");
  g_assert_cmpint (hecha_record_get_int (target, "weight", -1), ==, 1500);
  requirement = office_get (office, "agency:A01", "quarter_requirement", "A01-2026-T02-Q2");
  g_assert_cmpstr (hecha_record_get (requirement, "evidence_list"), ==,
                   "[\"投资计量≥3600万元\",\"灌浆孔数完成比例≥50%\"]");
  declaration = office_get (office, "agency:A01", "declaration", "A01-2026-T02-Q2");
  g_assert_cmpstr (hecha_record_get (declaration, "status"), ==, "met");
  person = office_get (office, "office", "person", "I04");
  g_assert_cmpstr (hecha_record_get (person, "name"), ==, "周𠮷安");
}

static void
test_items (void)
{
  g_auto (GStrv) items = hecha_standard_dup_items ("开工令；投资计量≥1200万元； ;验收意见18份。");
  g_autofree char *joined = g_strjoinv ("|", items);
  g_auto (GStrv) none = hecha_standard_dup_items ("");

  g_assert_cmpstr (joined, ==, "开工令|投资计量≥1200万元|验收意见18份");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static char *
read_demo (const char *name)
{
  g_autofree char *path = hecha_data_path (name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static char *
replace (const char *text, const char *old, const char *new)
{
  g_auto (GStrv) parts = g_strsplit (text, old, -1);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_strjoinv (new, parts);
}

static void
test_changed (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *text = read_demo ("demo/targets.csv");
  g_autofree char *other = replace (text, "投资计量≥3600万元", "投资计量≥3700万元");
  g_autofree char *unsited = replace (other, "鹤鸣县白露水库", "");
  g_autofree char *unplaced = replace (unsited, "26.5783,106.7135", ",");
  g_autoptr (HechaRecord) target = NULL;

  office_import_demo (office);
  check_counts (office, "targets", other, 0, 1, 23);
  check_counts (office, "targets", unsited, 0, 1, 23);
  target = office_get (office, "agency:A01", "target", "A01-2026-T02");
  g_assert_null (hecha_record_get (target, "site"));
  g_assert_cmpint (hecha_record_get_int (target, "latitude", 0), ==, 265783000);
  g_assert_cmpint (hecha_record_get_int (target, "longitude", 0), ==, 1067135000);
  check_counts (office, "targets", unsited, 0, 0, 24);
  check_counts (office, "targets", unplaced, 0, 1, 23);
  g_clear_pointer (&target, hecha_record_free);
  target = office_get (office, "agency:A01", "target", "A01-2026-T02");
  g_assert_null (hecha_record_get (target, "latitude"));
}

/* All declarations without a target are listed; those with one are not taken either. */
static void
test_unknown_target (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *text = read_demo ("demo/targets.csv");
  g_autofree char *without = g_strndup (text, (gsize)(strstr (text, "\nA03,") + 1 - text));
  g_autoptr (GPtrArray) problems = NULL;
  guint counts[3];

  check_counts (office, "targets", without, 16, 0, 0);
  g_assert_false (office_import (office, "declarations", NULL, &problems, counts));
  g_assert_cmpuint (problems->len, ==, 32);
  g_assert_cmpuint (((HechaProblem *)g_ptr_array_index (problems, 0))->line, >, 1);
  g_assert_cmpuint (office_count (office, "declaration"), ==, 0);
}

/* One wrong class: nothing of the table is taken. */
static void
test_nothing_half (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *text = read_demo ("demo/targets.csv");
  g_autofree char *reserved = replace (text, ",B3,", ",B4,");
  g_autoptr (GPtrArray) problems = NULL;
  guint counts[3];

  g_assert_false (office_import (office, "targets", reserved, &problems, counts));
  g_assert_cmpuint (problems->len, ==, 4);
  g_assert_cmpuint (office_count (office, "target"), ==, 0);
  g_assert_cmpuint (office_count (office, "agency"), ==, 0);
}

static void
test_rule (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *text = read_demo ("demo/targets.csv");
  g_autofree char *begin
    = g_strndup (text, (gsize)(strstr (text, "\nA03,青岚省数字政务局,2026,T07,") + 1 - text));
  g_autoptr (GPtrArray) reports = NULL;
  const HechaTargetReport *third;
  guint counts[3];

  g_assert_true (office_import (office, "targets", begin, NULL, counts));
  reports = hecha_target_report (hecha_store_reader (office->store), NULL);
  g_assert_cmpuint (reports->len, ==, 3);
  g_assert_null (((HechaTargetReport *)g_ptr_array_index (reports, 0))->shortfall);
  third = g_ptr_array_index (reports, 2);
  g_assert_cmpstr (third->name, ==, "青岚省数字政务局");
  g_assert_cmpstr (third->shortfall, ==, "本级 5 < 6, 合计 6 < 7");
}

static void
test_only_the_office (void)
{
  static const char *const tables[] = {"people", "targets", "declarations"};
  g_autoptr (Office) office = office_new ();
  guint counts[3];

  office_set_role (office, "team", "team:T1");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_assert_false (office_import (office, tables[i], NULL, NULL, counts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-rule/demo-is-20-people-24-targets-96-declarations", test_demo);
  g_test_add_func ("/import-rule/twice-changes-nothing", test_twice);
  g_test_add_func ("/import-rule/keeps-what-the-tables-say", test_contents);
  g_test_add_func ("/import-rule/standard-lists-what-is-to-be-shown", test_items);
  g_test_add_func ("/import-rule/changed-text-is-one-change", test_changed);
  g_test_add_func ("/import-rule/unknown-targets-are-all-listed", test_unknown_target);
  g_test_add_func ("/import-rule/nothing-is-half-imported", test_nothing_half);
  g_test_add_func ("/import-rule/1-6-n-is-reported-and-blocks-nothing", test_rule);
  g_test_add_func ("/import-rule/is-the-office-s", test_only_the_office);
  return g_test_run ();
}
