/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "office.h"

#include "domain/hecha-assign.h"
#include "domain/hecha-assignment.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-team.h"

#include <string.h>

#define PLAN "HC2026Q2-DEMO"
#define DICE "20237331128159211123"

/* Drawn by these digits: A01 T03; A02 T01 T02 T04 T06 T07; A03 T01 T02. */
static Office *
office_with_samples (void)
{
  Office *office = office_new ();

  office_import_demo (office);
  office_approve_plan (office, PLAN, "random");
  office_freeze (office, PLAN);
  office_draw (office, PLAN, 8, FALSE, DICE);
  return office;
}

static const char *const first_two[] = {"I01", "I02", NULL}, *const next_two[] = {"I04", "I05", NULL};
static const char *const a01_a02[] = {"A01", "A02", NULL}, *const a02_a03[] = {"A02", "A03", NULL};
static const char *const none[] = {NULL};
static const HechaTeamInput team_1 = {"T1", "I01", first_two, a01_a02},
                            team_2 = {"T2", "I04", next_two, a02_a03};

static guint
count_assigned (Office *office, const char *scope)
{
  g_autoptr (GPtrArray) list
    = hecha_reader_list (hecha_store_reader (office->store), scope, "assignment", NULL, NULL, NULL);

  return list->len;
}

/* ---- teams ---- */

static void
refuse_team (Office *office, HechaTeamInput team, const char *reason)
{
  office_refuses (office, hecha_team_create, &team, reason);
}

static void
test_team_refusals (void)
{
  static const char *const one[] = {"I01", NULL}, *const same[] = {"I01", "I01", NULL};
  static const char *const recused[] = {"I01", "I03", NULL}, *const stranger[] = {"I01", "X99", NULL};
  static const char *const head[] = {"I01", "H03", NULL}, *const unknown[] = {"A01", "A09", NULL};
  static const struct
  {
    HechaTeamInput team;
    const char *reason;
  } cases[] = {
    {{"T1", "I01", one, a01_a02}, "two members or more (P3 4.3)"},
    {{"T1", "I01", same, a01_a02}, "each counts once (P3 4.3)"},
    {{"T1", "I03", first_two, a01_a02}, "is one of the members"},
    {{"T1", "I01", recused, a01_a02}, "I03 (韩砚秋) is recused (回避) from A02"},
    {{"T1", "I01", stranger, a01_a02}, "no person X99"},
    {{"T1", "I01", head, a01_a02}, "does not inspect"},
    {{"T1", "I01", first_two, unknown}, "no agency A09"},
    {{"T1", "I01", first_two, none}, "P3 4.2"},
    {{"T/1", "I01", first_two, a01_a02}, "team's id"},
  };
  g_autoptr (Office) office = office_with_samples ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    refuse_team (office, cases[i].team, cases[i].reason);
  office_do (office, hecha_team_create, &team_1);
}

/* Who is on a team cannot witness, and a witness cannot inspect. */
static void
test_witnesses (void)
{
  static const char *const members[] = {"O01", "I01", NULL}, *const witnesses[] = {"O02", "I01", NULL};
  const HechaTeamInput team = {"T1", "I01", members, a01_a02};
  const HechaDrawInput draw = {"P2", 8, FALSE, DICE, "dice", NULL, witnesses};
  const HechaAssignInput assign = {PLAN, "T1", none};
  g_autoptr (Office) office = office_with_samples ();

  office_do (office, hecha_team_create, &team);
  office_refuses (office, hecha_assign_record, &assign, "O01 (叶明谦) witnessed the draw");
  office_approve_plan (office, "P2", "random");
  office_freeze (office, "P2");
  office_refuses (office, hecha_draw_record, &draw, "I01 (顾北辰) is on team T1");
}

static const char *const everybody[]
  = {"I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08", "I09", "I10", "I11", "I12", "I13", NULL};

/* R041: 4 teams of 3 from 13 inspectors leave one; three of them are recused somewhere and limit their teams. */
static void
test_draw_four_teams (void)
{
  const HechaTeamDrawInput draw = {PLAN, 4, 3, everybody};
  g_autoptr (Office) office = office_with_samples ();
  g_autoptr (GPtrArray) teams = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  office_do (office, hecha_team_draw, &draw);
  teams = hecha_team_list_drawn (hecha_store_reader (office->store), PLAN, NULL);
  g_assert_cmpuint (teams->len, ==, 4);
  for (guint i = 0; i < teams->len; i++)
    {
      const HechaRecord *team = g_ptr_array_index (teams, i);
      g_auto (GStrv) members = hecha_record_get_list (team, "members");
      g_auto (GStrv) remit = hecha_record_get_list (team, "remit");

      g_assert_cmpuint (g_strv_length (members), ==, 3);
      g_assert_cmpstr (members[0], ==, hecha_record_get (team, "leader"));
      for (guint k = 0; k < 3; k++)
        g_assert_true (g_hash_table_add (seen, g_strdup (members[k])));
      for (guint k = 0; remit[k] != NULL; k++)
        g_assert_true (hecha_team_may_inspect (hecha_store_reader (office->store), team, remit[k], NULL));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 12);
  office_refuses (office, hecha_team_draw, &draw, "drawn once");
}

/* Enough others: the recused I03 (A02), I08 (A03) and I12 (A01, A03) are on no team. */
static void
test_draw_two_teams (void)
{
  const HechaTeamDrawInput draw = {PLAN, 2, 3, everybody}, lone = {PLAN, 4, 1, everybody},
                           many = {PLAN, 5, 3, everybody};
  g_autoptr (Office) office = office_with_samples ();
  g_autoptr (GPtrArray) teams = NULL;

  office_refuses (office, hecha_team_draw, &lone, "P3 4.3");
  office_refuses (office, hecha_team_draw, &many, "more than the 13");
  office_do (office, hecha_team_draw, &draw);
  teams = hecha_team_list_drawn (hecha_store_reader (office->store), PLAN, NULL);
  for (guint i = 0; i < teams->len; i++)
    {
      const char *members = hecha_record_get (g_ptr_array_index (teams, i), "members");

      g_assert_null (strstr (members, "I03"));
      g_assert_null (strstr (members, "I08"));
      g_assert_null (strstr (members, "I12"));
      g_assert_cmpstr (hecha_record_get (g_ptr_array_index (teams, i), "remit"), ==,
                       "[\"A01\",\"A02\",\"A03\"]");
    }
}

/* Every sample has one team, sample i team i mod T where nobody is recused; a replacement stays with its team. */
static void
test_drawn_shares (void)
{
  const HechaTeamDrawInput draw = {PLAN, 2, 3, everybody};
  const HechaAssignInput first = {PLAN, "T1", none}, second = {PLAN, "T2", none};
  const HechaReplaceInput replace = {"A03-2026-T01-Q2", "封路"};
  g_autoptr (Office) office = office_with_samples ();
  g_autoptr (HechaRecord) moved = NULL;

  office_do (office, hecha_team_draw, &draw);
  office_do (office, hecha_assign_record, &first);
  office_do (office, hecha_assign_record, &second);
  g_assert_cmpuint (count_assigned (office, "team:T1"), ==, 4);
  g_assert_cmpuint (count_assigned (office, "team:T2"), ==, 4);
  hecha_record_free (office_get (office, "team:T1", "assignment", PLAN "/A02-2026-T04-Q2")); /* sample 0 */
  hecha_record_free (office_get (office, "team:T2", "assignment", PLAN "/A03-2026-T01-Q2")); /* sample 1 */
  office_do (office, hecha_draw_replace, &replace);
  office_do (office, hecha_assign_record, &second);
  moved = office_get (office, "team:T2", "assignment", PLAN "/A03-2026-T05-Q2");
  g_assert_cmpuint (count_assigned (office, "team:T2"), ==, 5);
}

/* ---- assignments ---- */

static void
test_remit (void)
{
  static const char *const outside[] = {"A03-2026-T01-Q2", NULL}, *const not_drawn[]
                                                                  = {"A01-2026-T02-Q2", NULL};
  const HechaAssignInput far = {PLAN, "T1", outside}, other = {PLAN, "T1", not_drawn},
                         share = {PLAN, "T1", none};
  const HechaAssignInput nobody = {PLAN, "T9", none};
  g_autoptr (Office) office = office_with_samples ();

  office_do (office, hecha_team_create, &team_1);
  office_refuses (office, hecha_assign_record, &far,
                  "outside the remit of team T1, which is A01, A02 (P3 4.2)");
  office_refuses (office, hecha_assign_record, &other, "no sample");
  office_refuses (office, hecha_assign_record, &nobody, "no team T9");
  office_do (office, hecha_assign_record, &share);
  g_assert_cmpuint (count_assigned (office, "team:T1"), ==, 6);
}

static void
test_rest_and_double (void)
{
  static const char *const both[] = {"A02-2026-T04-Q2", NULL};
  const HechaAssignInput first = {PLAN, "T1", none}, second = {PLAN, "T2", none}, twice = {PLAN, "T2", both};
  g_autoptr (Office) office = office_with_samples ();
  g_autofree char *before = NULL, *after = NULL;
  HechaPlanState state;

  office_do (office, hecha_team_create, &team_1);
  office_do (office, hecha_team_create, &team_2);
  office_do (office, hecha_assign_record, &first);
  office_do (office, hecha_assign_record, &second);
  g_assert_cmpuint (count_assigned (office, "team:T2"), ==, 2);
  office_do (office, hecha_assign_record, &twice);
  g_assert_cmpuint (count_assigned (office, "team:T2"), ==, 3);
  before = hecha_store_digest (office->store, NULL, NULL);
  office_do (office, hecha_assign_record, &first);
  office_do (office, hecha_assign_record, &twice);
  after = hecha_store_digest (office->store, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (hecha_plan_get_state (hecha_store_reader (office->store), PLAN, &state, NULL));
  g_assert_cmpint (state, ==, HECHA_PLAN_RUNNING);
}

static void
test_snapshot (void)
{
  const HechaAssignInput share = {PLAN, "T1", none};
  g_autoptr (Office) office = office_with_samples ();
  g_autoptr (HechaRecord) assignment = NULL;
  g_auto (GStrv) sources = NULL;

  office_do (office, hecha_team_create, &team_1);
  office_do (office, hecha_assign_record, &share);
  assignment = office_get (office, "team:T1", "assignment", PLAN "/A02-2026-T04-Q2");
  g_assert_cmpstr (hecha_record_get (assignment, "agency_name"), ==, "青岚省康养卫生厅");
  g_assert_cmpstr (hecha_record_get (assignment, "quarter"), ==, "2026Q2");
  g_assert_cmpstr (hecha_record_get (assignment, "selection"), ==, "random");
  g_assert_cmpstr (hecha_record_get (assignment, "declared_status"), ==, "met");
  g_assert_cmpstr (hecha_record_get (assignment, "time_limit"), ==, "2026-08-14前");
  g_assert_nonnull (hecha_record_get (assignment, "standard"));
  g_assert_cmpstr (
    hecha_record_get (assignment, "persons"), ==,
    "[{\"id\":\"I01\",\"name\":\"顾北辰\",\"role\":\"leader\",\"unit\":\"青岚省目标办督查一处\"},"
    "{\"id\":\"I02\",\"name\":\"沈知微\",\"role\":\"inspector\",\"unit\":\"青岚省目标办督查一处\"},"
    "{\"id\":\"H02\",\"name\":\"冯若谷\",\"role\":\"agency\",\"unit\":\"青岚省康养卫生厅\"}]");
  sources = hecha_record_get_list (assignment, "sources");
  g_assert_cmpuint (g_strv_length (sources), >=, 4);
  for (guint i = 0; sources[i] != NULL; i++)
    {
      g_autofree char *bytes = hecha_store_entry_bytes (office->store, sources[i], NULL);

      g_assert_nonnull (bytes);
    }
}

/* What was assigned stays as it was given, also when the office corrects the target afterwards. */
static gboolean
rename_target (HechaAct *act, gpointer input, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "agency:A02", "target", "A02-2026-T04"), "name", "另一名称");
  return TRUE;
}

static void
test_stays (void)
{
  const HechaAssignInput share = {PLAN, "T1", none};
  g_autoptr (Office) office = office_with_samples ();
  g_autoptr (HechaRecord) before = NULL;
  g_autoptr (HechaRecord) after = NULL;

  office_do (office, hecha_team_create, &team_1);
  office_do (office, hecha_assign_record, &share);
  before = office_get (office, "team:T1", "assignment", PLAN "/A02-2026-T04-Q2");
  office_do (office, rename_target, NULL);
  office_do (office, hecha_assign_record, &share);
  after = office_get (office, "team:T1", "assignment", PLAN "/A02-2026-T04-Q2");
  g_assert_cmpstr (hecha_record_get (after, "name"), ==, hecha_record_get (before, "name"));
}

/* ---- packages ---- */

static const char *const sites[] = {"A02-2026-T04-Q2", "A03-2026-T01-Q2", NULL};

static void
test_package (void)
{
  const HechaPackageInput package = {"V1", sites, none, "2026-07-27", "2026-08-07"};
  g_autoptr (Office) office = office_with_samples ();
  g_autoptr (HechaRecord) assignment = NULL;
  g_auto (GStrv) sources = NULL;

  office_do (office, hecha_package_record, &package);
  g_assert_cmpuint (count_assigned (office, "visit:V1"), ==, 2);
  assignment = office_get (office, "visit:V1", "assignment", PLAN "/A02-2026-T04-Q2");
  g_assert_null (hecha_record_get (assignment, "declared_status"));
  g_assert_null (hecha_record_get (assignment, "declared_value"));
  g_assert_cmpstr (
    hecha_record_get (assignment, "persons"), ==,
    "[{\"id\":\"V01\",\"name\":\"梁思齐\",\"role\":\"leader\",\"unit\":\"青岚省社情民意调查中心\"},"
    "{\"id\":\"V02\",\"name\":\"苏南乔\",\"role\":\"visitor\",\"unit\":\"青岚省社情民意调查中心\"}]");
  sources = hecha_record_get_list (assignment, "sources");
  for (guint i = 0; sources[i] != NULL; i++)
    {
      g_autofree char *bytes = hecha_store_entry_bytes (office->store, sources[i], NULL);

      g_assert_null (strstr (bytes, "\"t\":\"declaration\""));
    }
  g_assert_cmpstr (hecha_record_get (assignment, "due"), ==, "2026-08-07");
  g_assert_null (hecha_record_get (assignment, "latitude"));
  g_clear_pointer (&assignment, hecha_record_free);
  assignment = office_get (office, "visit:V1", "assignment", PLAN "/A03-2026-T01-Q2");
  g_assert_cmpint (hecha_record_get_int (assignment, "latitude", 0), ==, 265990000);
  g_assert_cmpint (hecha_record_get_int (assignment, "longitude", 0), ==, 1066135000);
  office_refuses (office, hecha_package_record, &package, "does not change (P3 7.4)");
}

static void
test_package_refusals (void)
{
  static const char *const one[] = {"V01", NULL}, *const same[] = {"V01", "V01", NULL},
                           *const own[] = {"V01", "I03", NULL};
  static const char *const unknown[] = {"A01-2026-T02-Q2", NULL};
  const HechaPackageInput lone = {"V1", sites, one, NULL, NULL}, twice = {"V1", sites, same, NULL, NULL};
  const HechaPackageInput recused = {"V1", sites, own, NULL, NULL}, odd = {"V1", unknown, none, NULL, NULL};
  const HechaPackageInput empty = {"V1", none, none, NULL, NULL};
  const HechaPackageInput backwards = {"V1", sites, none, "2026-08-07", "2026-07-27"};
  g_autoptr (Office) office = office_with_samples ();

  office_refuses (office, hecha_package_record, &lone, "two persons or more (P3 4.3, 7.4)");
  office_refuses (office, hecha_package_record, &twice, "named twice");
  office_refuses (office, hecha_package_record, &recused, "I03 (韩砚秋) is recused (回避) from A02");
  office_refuses (office, hecha_package_record, &odd, "no sample");
  office_refuses (office, hecha_package_record, &empty, "one sample or more");
  office_refuses (office, hecha_package_record, &backwards, "before it begins");
  g_assert_cmpuint (office_count (office, "package"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/team/two-or-more-distinct-persons-without-recusal", test_team_refusals);
  g_test_add_func ("/team/witnesses-and-members-are-different-people", test_witnesses);
  g_test_add_func ("/team/draw-of-4-by-3-leaves-one-of-13", test_draw_four_teams);
  g_test_add_func ("/team/draw-leaves-out-the-recused-while-others-remain", test_draw_two_teams);
  g_test_add_func ("/assign/drawn-teams-share-in-turn", test_drawn_shares);
  g_test_add_func ("/assign/outside-the-remit-is-refused", test_remit);
  g_test_add_func ("/assign/rest-goes-to-the-team-and-by-name-twice", test_rest_and_double);
  g_test_add_func ("/assign/is-a-snapshot-with-its-sources", test_snapshot);
  g_test_add_func ("/assign/stays-as-it-was-given", test_stays);
  g_test_add_func ("/package/has-its-sites-and-no-declaration", test_package);
  g_test_add_func ("/package/two-visitors-without-recusal", test_package_refusals);
  return g_test_run ();
}
