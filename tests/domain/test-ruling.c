/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "two-offices.h"

#include "domain/hecha-draw-rule.h"

static void
disagree (Two *self)
{
  self->first = office_new ();
  self->second = office_new ();
  disagree_about (self, PLAN, NULL);
}

static void
rule_on (Office *office, const char *kind, guint take, const char *reason, const char *refusal)
{
  g_autoptr (HechaConflict) conflict = only_conflict (office, kind);
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new ();
  HechaSettleInput input = {conflicts, g_ptr_array_index (conflict->values, take - 1), reason, 0};

  g_ptr_array_add (conflicts, conflict);
  if (refusal == NULL)
    office_do (office, hecha_ruling_settle, &input);
  else
    office_refuses (office, hecha_ruling_settle, &input, refusal);
}

static void
rule (Office *office, guint take, const char *reason, const char *refusal)
{
  rule_on (office, "value", take, reason, refusal);
}

static void
check_purpose (Office *office, const char *purpose, gboolean disputed)
{
  g_autoptr (HechaRecord) plan = office_get (office, "office", "plan", PLAN);

  g_assert_cmpstr (hecha_record_get (plan, "purpose"), ==, purpose);
  g_assert_cmpint (hecha_record_is_disputed (plan, "purpose"), ==, disputed);
}

static void
test_value (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (GPtrArray) ruled = NULL;
  const HechaConflict *conflict;

  disagree (&two);
  check_purpose (two.first, "核实重点项目", TRUE);
  office_refuses (two.first, hecha_plan_approve, PLAN, "is in conflict");
  rule (two.first, 1, "　", "has a reason");
  rule (two.first, 1, "以季度申报为准", NULL);
  meet (&two);
  check_purpose (two.first, "核实第二季度申报", FALSE);
  check_purpose (two.second, "核实第二季度申报", FALSE);
  ruled = hecha_store_conflicts (two.second->store, FALSE, NULL);
  g_assert_cmpuint (ruled->len, ==, 1);
  conflict = g_ptr_array_index (ruled, 0);
  g_assert_false (conflict->open);
  g_assert_cmpstr (conflict->reason, ==, "以季度申报为准");
}

/* Two of the office who rule differently disagree again. */
static void
test_two_rulings (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (GPtrArray) open = NULL;

  disagree (&two);
  rule (two.first, 1, "以季度申报为准", NULL);
  rule (two.second, 2, "以重点项目为准", NULL);
  meet (&two);
  rule (two.second, 2, "会商一致", NULL);
  meet (&two);
  open = hecha_store_conflicts (two.first->store, TRUE, NULL);
  g_assert_cmpuint (open->len, ==, 0);
}

static void
test_team (void)
{
  g_auto (Two) two = {NULL};

  disagree (&two);
  office_set_role (two.first, "team", "team:T1");
  rule (two.first, 1, "以季度申报为准", "Only the office");
}

/* Two draws of one frame: a fact in conflict is not used, and one of them is taken. */
static void
test_fact (void)
{
  static const char *const digits[] = {"20237331128159211123", "00000000000000000042"};
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaRecord) draw = NULL;

  office_import_demo (two.first);
  office_approve_plan (two.first, PLAN, "random");
  office_freeze (two.first, PLAN);
  meet (&two);
  office_draw (two.first, PLAN, 21, FALSE, digits[0]);
  two.second->now_ms += 1000;
  office_draw (two.second, PLAN, 21, FALSE, digits[1]);
  meet (&two);
  g_assert_null (hecha_draw_verify (hecha_store_reader (two.first->store), PLAN, &error));
  g_assert_nonnull (strstr (error->message, "in conflict"));
  rule_on (two.first, "once", 2, "第二次为公开抽取", NULL);
  meet (&two);
  draw = office_get (two.second, "office", "draw", PLAN);
  g_assert_cmpstr (hecha_record_get (draw, "public_random"), ==, digits[1]);
  g_assert_cmpuint (draw->disputed, ==, 0);
}

/* ---- holds ---- */

/* What a server does with an entry that breaks a rule; the test's store takes itself for its server. */
static gboolean
put_under_hold (HechaAct *act, gpointer digest, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "hold", digest);

  hecha_act_op_set_text (op, "entry", digest);
  hecha_act_op_set_text (op, "reason", "This device has no right in this scope");
  return TRUE;
}

static void
test_hold (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (GStrv) live = NULL;
  HechaHoldInput release = {NULL, TRUE, "已核实，是本处人员"}, reject = {NULL, FALSE, "来历不明"};
  HechaHoldInput silent = {NULL, TRUE, ""}, unknown = {"ffffffffffffffffffff", TRUE, "已核实"},
                 empty = {"", TRUE, "已核实"};
  g_autofree char *beginning = NULL;

  g_assert_true (hecha_store_set_meta (office->store, "server", hecha_store_dev (office->store), NULL));
  draft_plan (office, PLAN, "核实申报", NULL);
  live = hecha_reader_live (hecha_store_reader (office->store), "office", "plan", PLAN, "purpose", NULL);
  office_do (office, put_under_hold, live[0]);
  g_assert_cmpuint (office_count (office, "plan"), ==, 0);

  beginning = g_strndup (live[0] + strlen ("sha256:"), 12);
  release.hold = reject.hold = silent.hold = beginning;
  office_refuses (office, hecha_hold_decide, &silent, "has a reason");
  office_refuses (office, hecha_hold_decide, &unknown, "no hold");
  office_refuses (office, hecha_hold_decide, &empty, "no hold");
  office_do (office, hecha_hold_decide, &reject);
  office_refuses (office, hecha_hold_decide, &reject, "rejected already: 来历不明");
  g_assert_cmpuint (office_count (office, "plan"), ==, 0);
  office_do (office, hecha_hold_decide, &release);
  check_purpose (office, "核实申报", FALSE);
  office_set_role (office, "team", "team:T1");
  office_refuses (office, hecha_hold_decide, &reject, "Only the office");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ruling/takes-one-of-two-values-with-a-reason", test_value);
  g_test_add_func ("/ruling/two-rulings-are-a-conflict-again", test_two_rulings);
  g_test_add_func ("/ruling/is-the-office-s", test_team);
  g_test_add_func ("/ruling/two-draws-are-not-used-until-one-is-taken", test_fact);
  g_test_add_func ("/ruling/hold-is-released-or-rejected", test_hold);
  return g_test_run ();
}
