/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "two-offices.h"

#include "domain/hecha-fork.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-hold-change.h"
#include "domain/hecha-laptop.h"
#include "domain/hecha-proposal.h"
#include "store/hecha-trail.h"

#include <string.h>

static const HechaConflictValue *
nth (GPtrArray *values, guint i)
{
  return g_ptr_array_index (values, i);
}

static void
check_values (GPtrArray *values, const char *const *expected)
{
  g_assert_cmpuint (values->len, ==, g_strv_length ((char **)expected));
  for (guint i = 0; expected[i] != NULL; i++)
    g_assert_cmpstr (nth (values, i)->value, ==, expected[i]);
}

/* ---- what was known ---- */

static void
test_base (void)
{
  static const char *const base[] = {"\"核实申报\"", NULL};
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (HechaConflict) conflict = NULL;
  g_autoptr (GPtrArray) found = NULL, seen = NULL, nothing = NULL;

  disagree_about (&two, PLAN, NULL);
  conflict = only_conflict (two.second, "value");
  g_assert_cmpuint (conflict->history->len, ==, 3);
  g_assert_cmpuint (conflict->values->len, ==, 2);
  found = hecha_conflict_dup_base (conflict);
  check_values (found, base);
  seen = hecha_conflict_dup_seen (conflict, nth (conflict->values, 1));
  check_values (seen, base);
  nothing = hecha_conflict_dup_seen (conflict, nth (conflict->history, 0));
  g_assert_cmpuint (nothing->len, ==, 0);
}

/* Somebody goes on writing before they know: the base stays what both knew. */
static void
test_long_branch (void)
{
  static const char *const base[] = {"\"核实申报\"", NULL};
  static const char *const shown[] = {"\"核实第二季度申报\"", "\"三\"", NULL};
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (HechaConflict) conflict = NULL;
  g_autoptr (GPtrArray) found = NULL;

  draft_plan (two.first, PLAN, "核实申报", NULL);
  meet (&two);
  draft_plan (two.first, PLAN, "核实第二季度申报", NULL);
  two.second->now_ms += 1000;
  draft_plan (two.second, PLAN, "二", NULL);
  draft_plan (two.second, PLAN, "三", NULL);
  meet (&two);
  conflict = only_conflict (two.first, "value");
  check_values (conflict->values, shown);
  found = hecha_conflict_dup_base (conflict);
  check_values (found, base);
}

/* Two of the office who rule differently, offline, disagree again: nothing is chosen silently. */
static void
test_two_rulings (void)
{
  static const char *const before[] = {"\"核实第二季度申报\"", "\"核实重点项目\"", NULL};
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (HechaConflict) first = NULL, second = NULL, again = NULL;
  g_autoptr (GPtrArray) base = NULL;
  g_autoptr (HechaRecord) plan = NULL;
  guint waits;

  disagree_about (&two, PLAN, NULL);
  first = only_conflict (two.first, "value");
  second = only_conflict (two.second, "value");
  g_assert_true (settle (two.first, "O01", first, 1, "以季度申报为准", &waits, NULL));
  two.second->now_ms += 1000;
  g_assert_true (settle (two.second, "O02", second, 2, "以重点项目为准", &waits, NULL));
  meet (&two);
  again = only_conflict (two.first, "value");
  g_assert_true (again->open);
  g_assert_cmpuint (again->values->len, ==, 2);
  g_assert_cmpstr (nth (again->values, 0)->why, ==, "以季度申报为准");
  g_assert_cmpstr (nth (again->values, 1)->why, ==, "以重点项目为准");
  base = hecha_conflict_dup_base (again);
  check_values (base, before);
  plan = office_get (two.second, "office", "plan", PLAN);
  g_assert_true (hecha_record_is_disputed (plan, "purpose"));
}

/* ---- alike ---- */

static GPtrArray *
open_conflicts (Office *office)
{
  return hecha_store_conflicts (office->store, TRUE, NULL);
}

static void
test_alike (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (Office) third = office_new ();
  Two other = {two.first, third};
  g_autoptr (GPtrArray) conflicts = NULL, alike = NULL, left = NULL;
  HechaSettleInput input = {NULL, NULL, "以先报为准"};
  const HechaConflict *like = NULL;
  g_autoptr (HechaRecord) plan = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *code = g_strdup_printf ("HC2026Q2-%u", i);

      disagree_about (&two, code, NULL);
    }
  meet (&other);
  disagree_about (&other, "HC2026Q2-X", NULL);
  conflicts = open_conflicts (two.first);
  g_assert_cmpuint (conflicts->len, ==, 4);
  for (guint i = 0; i < conflicts->len; i++)
    if (g_str_equal (((HechaConflict *)g_ptr_array_index (conflicts, i))->record, "HC2026Q2-1"))
      like = g_ptr_array_index (conflicts, i);
  input.conflicts = alike = hecha_conflict_list_alike (conflicts, like);
  g_assert_cmpuint (alike->len, ==, 3);
  input.taken = nth (like->values, 0);
  office_do (two.first, hecha_ruling_settle, &input);
  left = open_conflicts (two.first);
  g_assert_cmpuint (left->len, ==, 1);
  plan = office_get (two.first, "office", "plan", "HC2026Q2-2");
  g_assert_cmpstr (hecha_record_get (plan, "purpose"), ==, "核实第二季度申报");
}

/* All or none: where one of them was settled meanwhile, nothing is recorded. */
static void
test_alike_changed (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (GPtrArray) conflicts = NULL;
  HechaSettleInput input = {NULL, NULL, "以先报为准"};
  guint waits;

  disagree_about (&two, "HC2026Q2-1", NULL);
  disagree_about (&two, "HC2026Q2-2", NULL);
  conflicts = open_conflicts (two.first);
  g_assert_true (settle (two.first, "O01", g_ptr_array_index (conflicts, 0), 1, "以先报为准", &waits, NULL));
  input.conflicts = conflicts;
  input.taken = nth (((HechaConflict *)g_ptr_array_index (conflicts, 1))->values, 0);
  office_refuses (two.first, hecha_ruling_settle, &input, "no conflict any more");
}

/* ---- two persons ---- */

static void
test_second_person (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (HechaConflict) conflict = NULL;
  g_autoptr (GPtrArray) settled = NULL;
  g_autoptr (GError) error = NULL;
  guint waits;

  disagree_about (&two, PLAN, "yes");
  conflict = only_conflict (two.first, "value");
  g_assert_true (settle (two.first, "O01", conflict, 1, "以季度申报为准", &waits, NULL));
  g_assert_cmpuint (waits, ==, 1);
  g_assert_false (settle (two.first, "O01", conflict, 1, "以季度申报为准", &waits, &error));
  g_assert_nonnull (strstr (error->message, "second person"));
  meet (&two);
  hecha_conflict_free (only_conflict (two.second, "value"));
  g_assert_true (settle (two.second, "O02", conflict, 2, "以重点项目为准", &waits, NULL));
  g_assert_cmpuint (waits, ==, 1);
  g_assert_true (settle (two.second, "O02", conflict, 1, "同意", &waits, NULL));
  g_assert_cmpuint (waits, ==, 0);
  meet (&two);
  settled = open_conflicts (two.first);
  g_assert_cmpuint (settled->len, ==, 0);
}

/* Both propose the same, each not knowing of the other: they agree, and nothing disagrees about it. */
static void
test_same_proposal (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (HechaConflict) conflict = NULL;
  g_autoptr (GPtrArray) settled = NULL;
  guint waits;

  disagree_about (&two, PLAN, "yes");
  conflict = only_conflict (two.first, "value");
  g_assert_true (settle (two.first, "O01", conflict, 1, "以季度申报为准", &waits, NULL));
  g_assert_true (settle (two.second, "O02", conflict, 1, "季度为准", &waits, NULL));
  g_assert_cmpuint (waits, ==, 1);
  meet (&two);
  g_assert_true (settle (two.second, "O02", conflict, 1, "季度为准", &waits, NULL));
  g_assert_cmpuint (waits, ==, 0);
  meet (&two);
  settled = open_conflicts (two.first);
  g_assert_cmpuint (settled->len, ==, 0);
}

static gboolean
grant_rule (HechaAct *act, gpointer dev, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "grant", dev);

  hecha_act_op_set_text (op, "key", "ed25519:x");
  hecha_act_op_set_text (op, "role", "office");
  hecha_act_op_set_text (op, "home", "office");
  return TRUE;
}

/* A ruling that nobody else proposed, from a program that does not keep to the rule. */
static gboolean
forge_ruling (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "plan", PLAN);

  hecha_act_op_set_text (op, "purpose", "核实第二季度申报");
  hecha_act_op_why (op, "一人说了算");
  return TRUE;
}

static guint
count_holds_after (gboolean forged)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_auto (HechaGuardMemo) memo = {NULL};
  g_autoptr (HechaConflict) conflict = NULL;
  FieldLaptop server = {.store = two.first->store}, laptop = {.store = two.second->store};
  guint waits;

  disagree_about (&two, PLAN, "yes");
  conflict = only_conflict (two.first, "value");
  g_assert_true (settle (two.first, "O02", conflict, forged ? 2 : 1, "先议", &waits, NULL));
  office_do (two.first, grant_rule, hecha_store_dev (two.second->store));
  meet (&two);
  g_assert_true (hecha_store_set_meta (two.first->store, "server", hecha_store_dev (two.first->store), NULL));
  hecha_store_set_guard (two.first->store, hecha_guard, &memo);
  if (forged)
    office_do (two.second, forge_ruling, NULL);
  else
    g_assert_true (settle (two.second, "O01", conflict, 1, "同意", &waits, NULL));
  field_send (&laptop, &server);
  return office_count (two.first, "hold");
}

static void
test_server_wants_two (void)
{
  g_assert_cmpuint (count_holds_after (TRUE), ==, 1);
  g_assert_cmpuint (count_holds_after (FALSE), ==, 0);
}

#define TWICE PLAN "/A02-2026-T04-Q2"

static void
set_choice (HechaAct *act, const char *counted)
{
  HechaActOp *op = hecha_act_op (act, "office", "choice", TWICE);

  hecha_act_op_set_text (op, "plan", PLAN);
  hecha_act_op_set_text (op, "unit", "A02-2026-T04-Q2");
  hecha_act_op_set_text (op, "counted", counted);
  hecha_act_op_set_text (op, "reason", "实测");
}

/* What a laptop that keeps to the rule writes: its own word, and the choice when somebody else has said the same. */
static gboolean
choose (HechaAct *act, gpointer counted, GError **error)
{
  g_autoptr (JsonNode) value = json_node_init_string (json_node_alloc (), counted);
  const HechaProposed proposed = {"office", "choice", TWICE, "counted", value, NULL};
  gboolean waits;

  if (!hecha_proposal_give (act, &proposed, "实测", &waits, error))
    return FALSE;
  if (!waits)
    set_choice (act, counted);
  return TRUE;
}

static gboolean
forge_choice (HechaAct *act, gpointer counted, GError **error)
{
  set_choice (act, counted);
  return TRUE;
}

/* Holds of a server that knows that the first person wants the second team's finding to count. */
static guint
count_holds_of_choice (HechaActFunc rule, const char *by, const char *counted, const char *second_person)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_auto (HechaGuardMemo) memo = {NULL};
  FieldLaptop server = {.store = two.first->store}, laptop = {.store = two.second->store};

  draft_plan (two.first, PLAN, "核实申报", second_person);
  office_do (two.first, choose, "team:T2");
  office_do (two.first, grant_rule, hecha_store_dev (two.second->store));
  meet (&two);
  g_assert_true (hecha_store_set_meta (two.first->store, "server", hecha_store_dev (two.first->store), NULL));
  hecha_store_set_guard (two.first->store, hecha_guard, &memo);
  g_assert_true (hecha_store_act (two.second->store, by, rule, (gpointer)counted, NULL));
  field_send (&laptop, &server);
  return office_count (two.first, "hold");
}

static void
test_server_wants_two_for_a_choice (void)
{
  g_assert_cmpuint (count_holds_of_choice (choose, "O02", "team:T2", "yes"), ==, 0);
  g_assert_cmpuint (count_holds_of_choice (forge_choice, "O02", "team:T2", "yes"), ==, 0);
  g_assert_cmpuint (count_holds_of_choice (forge_choice, "O02", "team:T1", "yes"), ==, 1);
  g_assert_cmpuint (count_holds_of_choice (forge_choice, "O01", "team:T2", "yes"), ==, 1);
  g_assert_cmpuint (count_holds_of_choice (forge_choice, "O02", "team:T1", NULL), ==, 0);
}

/* ---- copied laptops ---- */

/* The whole disk is copied, as it is now. */
static Office *
office_copy (Office *from)
{
  Office *copy = office_new ();
  const char *argv[] = {"cp", "-a", NULL, copy->dir, NULL};
  g_autofree char *all = g_strconcat (from->dir, "/.", NULL);
  g_autoptr (GError) error = NULL;

  argv[2] = all;
  hecha_store_close (copy->store);
  hecha_store_close (from->store);
  g_assert_true (
    g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error));
  from->store = hecha_store_open (from->dir, HECHA_STORE_LAPTOP, &from->env, &error);
  copy->store = hecha_store_open (copy->dir, HECHA_STORE_LAPTOP, &copy->env, &error);
  g_assert_no_error (error);
  return copy;
}

/* All of it, as a laptop does that knows of no receipt. */
static void
hand_over (Office *from, Office *to)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (HechaTip));

  field_hand_over (from->store, to->store, none);
}

static guint
count_forks (Office *office)
{
  HechaOpenCount count;

  g_assert_true (hecha_store_count_open (office->store, &count, NULL));
  return count.forks;
}

/* A laptop that was copied twice; the office knows of one copy. */
static void
copy_laptop (Two *self, Office **later)
{
  g_autoptr (Office) copy = NULL;

  meet (self);
  office_do (self->first, grant_rule, hecha_store_dev (self->second->store));
  draft_plan (self->second, "HC2026Q2-0", "核实申报", NULL);
  copy = office_copy (self->second);
  *later = office_copy (self->second);
  draft_plan (self->second, "HC2026Q2-1", "核实申报", NULL);
  draft_plan (copy, "HC2026Q2-2", "核实申报", NULL);
  draft_plan (*later, "HC2026Q2-3", "核实申报", NULL);
  hand_over (self->second, self->first);
  hand_over (copy, self->first);
}

static void
revoke_laptop (Office *office, Office *laptop)
{
  const HechaRevokeInput input = {hecha_store_dev (laptop->store), "已被复制", NULL};

  office_do (office, hecha_laptop_revoke, &input);
}

static void
check_settled_fork (Office *office, const char *reason)
{
  g_autoptr (GPtrArray) all = hecha_store_conflicts (office->store, FALSE, NULL);
  const HechaTrailQuestion question = {.decisions = TRUE, .limit = 5};
  g_autoptr (GPtrArray) trail = hecha_store_trail (office->store, &question, NULL);
  const HechaConflict *fork = g_ptr_array_index (all, 0);
  const HechaTrailEntry *newest = g_ptr_array_index (trail, 0);

  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (fork->kind, ==, "fork");
  g_assert_false (fork->open);
  g_assert_cmpuint (fork->history->len, ==, 2);
  g_assert_cmpstr (fork->reason, ==, reason);
  g_assert_cmpstr (fork->ruled_by, ==, "O01");
  g_assert_cmpstr (newest->by, ==, "O01");
  g_assert_cmpstr (((HechaTrailChange *)g_ptr_array_index (newest->changes, 0))->type, ==, "fork_review");
}

/* It is settled when it was revoked and its branches were looked at, and opens again with one that nobody had seen. */
static void
test_fork (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (Office) later = NULL;
  g_autoptr (HechaConflict) fork = NULL, again = NULL;
  HechaForkInput input = {NULL, "两支都是王芳所记"}, blank;

  copy_laptop (&two, &later);
  fork = only_conflict (two.first, "fork");
  g_assert_cmpuint (count_forks (two.first), ==, 1);
  input.fork = fork;
  office_refuses (two.first, hecha_fork_settle, &input, "Revoke or replace");
  revoke_laptop (two.first, two.second);
  g_assert_cmpuint (count_forks (two.first), ==, 1);
  blank = (HechaForkInput) {fork, " "};
  office_refuses (two.first, hecha_fork_settle, &blank, "has a reason");
  office_do (two.first, hecha_fork_settle, &input);
  g_assert_cmpuint (count_forks (two.first), ==, 0);
  check_settled_fork (two.first, "两支都是王芳所记");
  hand_over (later, two.first);
  again = only_conflict (two.first, "fork");
  g_assert_cmpuint (again->history->len, ==, 3);
  g_assert_cmpuint (count_forks (two.first), ==, 1);
}

static gboolean
forge_review (HechaAct *act, gpointer dev, GError **error)
{
  static const char *const branches[] = {NULL};
  g_autofree char *id = g_strdup_printf ("%s/0/0", (const char *)dev);
  HechaActOp *op = hecha_act_op (act, "office", "fork_review", id);

  hecha_act_op_set_text (op, "device", dev);
  hecha_act_op_set_text (op, "forked_in", "office");
  hecha_act_op_set_list (op, "branches", branches);
  hecha_act_op_set_text (op, "reason", "无妨");
  hecha_act_op_set_text (op, "reviewed_by", "O02");
  return TRUE;
}

/* A server that judges does not let a laptop be settled that may still write. */
static void
test_server_wants_it_revoked (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_auto (HechaGuardMemo) memo = {NULL};
  g_autofree char *copied = g_strnfill (32, 'a'), *revoked = g_strnfill (32, 'b');
  const HechaRevokeInput input = {revoked, "已被复制", NULL};

  office_do (two.first, grant_rule, hecha_store_dev (two.second->store));
  office_do (two.first, grant_rule, revoked);
  office_do (two.first, hecha_laptop_revoke, &input);
  meet (&two);
  g_assert_true (hecha_store_set_meta (two.first->store, "server", hecha_store_dev (two.first->store), NULL));
  hecha_store_set_guard (two.first->store, hecha_guard, &memo);
  office_do (two.second, forge_review, revoked);
  hand_over (two.second, two.first);
  g_assert_cmpuint (office_count (two.first, "hold"), ==, 0);
  office_do (two.second, forge_review, copied);
  hand_over (two.second, two.first);
  g_assert_cmpuint (office_count (two.first, "hold"), ==, 1);
}

/* ---- holds ---- */

static gboolean
put_under_hold (HechaAct *act, gpointer digest, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "hold", digest);

  hecha_act_op_set_text (op, "entry", digest);
  hecha_act_op_set_text (op, "reason", "This device has no right in this scope");
  return TRUE;
}

/* The store takes itself for its server, and holds what it wrote last in the plan's purpose. */
static char *
hold_last (Office *office, const char *code)
{
  g_auto (GStrv) live = NULL;

  g_assert_true (hecha_store_set_meta (office->store, "server", hecha_store_dev (office->store), NULL));
  live = hecha_reader_live (hecha_store_reader (office->store), "office", "plan", code, "purpose", NULL);
  office_do (office, put_under_hold, live[0]);
  return g_strdup (live[0]);
}

static void
check_change (Office *office, const char *digest, HechaHoldEffect effect, const char *now, const char *then)
{
  g_autofree char *bytes = hecha_store_entry_bytes (office->store, digest, NULL);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  g_autoptr (GPtrArray) changes = NULL;
  const HechaHoldChange *change;

  g_assert_true (hecha_entry_scan (&entry, bytes, strlen (bytes), NULL));
  changes = hecha_hold_list_changes (hecha_store_reader (office->store), &entry, NULL);
  g_assert_cmpuint (changes->len, ==, 1);
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpstr (change->record, ==, PLAN);
  g_assert_cmpstr (change->field, ==, "purpose");
  g_assert_cmpint (change->effect, ==, effect);
  g_assert_cmpstr (change->now, ==, now);
  g_assert_cmpstr (change->then, ==, then);
}

static void
test_hold_changes (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *held = NULL;

  draft_plan (office, PLAN, "核实申报", NULL);
  draft_plan (office, PLAN, "核实重点项目", NULL);
  held = hold_last (office, PLAN);
  check_change (office, held, HECHA_HOLD_REPLACES, "核实申报", "核实重点项目");
  draft_plan (office, PLAN, "核实第二季度申报", NULL);
  check_change (office, held, HECHA_HOLD_CONFLICTS, "核实第二季度申报", "核实重点项目");
  draft_plan (office, PLAN, "核实重点项目", NULL);
  check_change (office, held, HECHA_HOLD_SAME, "核实重点项目", "核实重点项目");
}

static void
test_alike_holds (void)
{
  static const char *const codes[] = {"HC1", "HC2", "HC3"};
  g_autoptr (Office) office = office_new ();
  g_autofree char *last = NULL;
  HechaHoldInput input = {NULL, TRUE, "已核实，是本处人员", TRUE};

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_free (last);
      draft_plan (office, codes[i], "核实申报", NULL);
      last = hold_last (office, codes[i]);
    }
  g_assert_cmpuint (office_count (office, "plan"), ==, 0);
  input.hold = last;
  office_do (office, hecha_hold_decide, &input);
  g_assert_cmpuint (office_count (office, "plan"), ==, 3);
}

/* ---- following back ---- */

static guint
count_steps (Office *office, HechaTrailQuestion question)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = NULL;

  question.limit = 100;
  steps = hecha_store_trail (office->store, &question, &error);
  g_assert_no_error (error);
  return steps->len;
}

static void
test_decisions (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  g_autoptr (HechaConflict) conflict = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  HechaTrailQuestion question = {.decisions = TRUE, .limit = 10};
  const HechaTrailEntry *step;
  const HechaTrailChange *change;
  guint waits;

  disagree_about (&two, PLAN, NULL);
  g_assert_cmpuint (count_steps (two.first, question), ==, 0);
  conflict = only_conflict (two.first, "value");
  g_assert_true (settle (two.first, "O02", conflict, 1, "以季度申报为准", &waits, NULL));
  meet (&two);
  steps = hecha_store_trail (two.second->store, &question, NULL);
  g_assert_cmpuint (steps->len, ==, 1);
  step = g_ptr_array_index (steps, 0);
  g_assert_cmpstr (step->by, ==, "O02");
  g_assert_cmpuint (step->changes->len, ==, 1);
  change = g_ptr_array_index (step->changes, 0);
  g_assert_cmpstr (change->field, ==, "purpose");
  g_assert_cmpstr (change->value, ==, "\"核实第二季度申报\"");
  g_assert_cmpstr (change->why, ==, "以季度申报为准");
}

static void
test_trail (void)
{
  g_auto (Two) two = {office_new (), office_new ()};
  const char *dev = hecha_store_dev (two.second->store);
  g_autofree char *held = NULL;

  disagree_about (&two, PLAN, NULL);
  draft_plan (two.first, PLAN "0", "核实申报", NULL); /* right behind PLAN and all that belongs to it */
  draft_plan (two.first, "HC2026Q2-DEMO2", "核实申报", NULL);
  g_assert_cmpuint (count_steps (two.first, (HechaTrailQuestion) {0}), ==, 5);
  g_assert_cmpuint (count_steps (two.first, (HechaTrailQuestion) {.person = "O01"}), ==, 5);
  g_assert_cmpuint (count_steps (two.first, (HechaTrailQuestion) {.person = "O0"}), ==, 0);
  g_assert_cmpuint (count_steps (two.first, (HechaTrailQuestion) {.dev = dev}), ==, 1);
  g_assert_cmpuint (count_steps (two.first, (HechaTrailQuestion) {.record = PLAN}), ==, 3);
  held = hold_last (two.first, "HC2026Q2-DEMO2");
  g_assert_cmpuint (count_steps (two.first, (HechaTrailQuestion) {.record = "HC2026Q2-DEMO2"}), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conflict/base-is-what-all-knew", test_base);
  g_test_add_func ("/conflict/base-stays-while-one-goes-on", test_long_branch);
  g_test_add_func ("/conflict/two-rulings-are-one-again", test_two_rulings);
  g_test_add_func ("/conflict/alike-are-settled-with-one-decision", test_alike);
  g_test_add_func ("/conflict/alike-are-settled-all-or-none", test_alike_changed);
  g_test_add_func ("/conflict/second-person-confirms", test_second_person);
  g_test_add_func ("/conflict/same-proposal-of-two-is-no-conflict", test_same_proposal);
  g_test_add_func ("/conflict/server-holds-a-ruling-of-one-where-two-are-wanted", test_server_wants_two);
  g_test_add_func ("/conflict/server-wants-two-for-a-choice", test_server_wants_two_for_a_choice);
  g_test_add_func ("/conflict/copied-laptop-is-settled-until-another-branch-comes", test_fork);
  g_test_add_func ("/conflict/server-wants-a-copied-laptop-revoked", test_server_wants_it_revoked);
  g_test_add_func ("/conflict/hold-says-what-it-would-change", test_hold_changes);
  g_test_add_func ("/conflict/holds-for-one-reason-are-decided-together", test_alike_holds);
  g_test_add_func ("/conflict/decisions-are-followed-back", test_decisions);
  g_test_add_func ("/conflict/trail-by-person-device-record", test_trail);
  return g_test_run ();
}
