/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "domain/hecha-content.h"
#include "domain/hecha-guard.h"

#define SAMPLE "A01-2026-T02-Q2"
#define ID     "HC-1/" SAMPLE

/* What the server judges of laptops that do not keep to the rules: the entries come from rules of this file. */

static const char *grant_role = "team";

static gboolean
grant_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "grant", data);

  hecha_act_op_set_text (op, "key", "ed25519:x");
  hecha_act_op_set_text (op, "box_key", "x25519:x");
  hecha_act_op_set_text (op, "role", grant_role);
  hecha_act_op_set_text (op, "name", "laptop");
  hecha_act_op_set_text (op, "home", FIELD_SCOPE);
  return TRUE;
}

static HechaGuardMemo memo;

/* A server that judges, and a laptop that it knows; both have the assignment. */
static void
open_both (FieldLaptop *server, FieldLaptop *laptop)
{
  field_open (server);
  field_open (laptop);
  field_assign (server, "HC-1", SAMPLE, NULL);
  field_do (server, grant_rule, (gpointer)hecha_store_dev (laptop->store));
  field_send (server, laptop);
  g_assert_true (hecha_store_set_meta (server->store, "server", hecha_store_dev (server->store), NULL));
  hecha_store_set_guard (server->store, hecha_guard, &memo);
}

static void
close_both (FieldLaptop *server, FieldLaptop *laptop)
{
  field_close (server);
  field_close (laptop);
  hecha_guard_memo_clear (&memo);
}

/* The reason of the one hold; NULL when there is none. */
static char *
hold_reason (FieldLaptop *server)
{
  g_autoptr (GPtrArray) holds
    = hecha_reader_list (hecha_store_reader (server->store), FIELD_SCOPE, "hold", NULL, NULL, NULL);

  g_assert_cmpuint (holds->len, <=, 1);
  return holds->len == 1 ? g_strdup (hecha_record_get (holds->pdata[0], "reason")) : NULL;
}

/* A signature as the leader without any check. */
static gboolean
forge_rule (HechaAct *act, gpointer data, GError **error)
{
  g_autoptr (HechaAssignment) a = hecha_assignment_load (act->reader, FIELD_SCOPE, ID, error);
  g_autoptr (JsonNode) content = hecha_content_build (act->reader, a, error);
  g_autofree char *hash = hecha_content_dup_hash (content, error);
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "signature", ID "/leader/x");

  hecha_act_op_set_text (hecha_act_op (act, FIELD_SCOPE, "finding", ID), "effective_by", ID "/leader/x");
  hecha_act_op_set_text (op, "assignment", ID);
  hecha_act_op_set_text (op, "person", data);
  hecha_act_op_set_text (op, "role", "leader");
  hecha_act_op_set_text (op, "method", "drawn");
  hecha_act_op_set (op, "content", g_steal_pointer (&content));
  hecha_act_op_set_text (op, "content_hash", hash);
  hecha_act_op_set_text (op, "signed_at", "2026-07-07T00:00:00Z");
  return TRUE;
}

static void
check_forged (const char *const *present, const char *person, const char *reason)
{
  FieldLaptop server, laptop;
  HechaVisitInput visit = {.sample = SAMPLE, .mode = "online", .present = present};
  g_autofree char *held = NULL;

  open_both (&server, &laptop);
  field_do (&laptop, hecha_visit_record, &visit);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, forge_rule, (gpointer)person);
  field_send (&laptop, &server);
  held = hold_reason (&server);
  if (reason == NULL)
    g_assert_null (held);
  else
    g_assert_nonnull (strstr (held, reason));
  g_assert_cmpstr (field_state (&server, SAMPLE), ==, reason == NULL ? "effective" : "begun");
  close_both (&server, &laptop);
}

static void
test_leader_and_two_inspectors (void)
{
  static const char *const two[] = {"I01@09:00-10:00", "I02@09:30-11:00", NULL};
  static const char *const agency[] = {"I01@09:00-10:00", "L01@09:30-11:00", NULL};

  check_forged (two, "I01", NULL);
  check_forged (agency, "I01", "P3 4.3)");
}

static void
test_only_the_leader (void)
{
  FieldLaptop server, laptop;
  g_autofree char *held = NULL;

  open_both (&server, &laptop);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, forge_rule, (gpointer) "I02");
  field_send (&laptop, &server);
  held = hold_reason (&server);
  g_assert_nonnull (strstr (held, "I02 does not lead"));
  g_assert_cmpstr (field_state (&server, SAMPLE), ==, "ready");
  close_both (&server, &laptop);
}

static gboolean
foreign_review_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "online_review", ID "/online_review/I02");

  hecha_act_op_set_text (op, "assignment", ID);
  hecha_act_op_set_text (op, "reviewer", data);
  hecha_act_op_set_text (op, "verdict", "met");
  hecha_act_op_set_text (op, "reason", "材料齐全");
  return TRUE;
}

/* R031: I01 acts; nobody hands in a review in another one's name. */
static void
test_own_review_only (void)
{
  static const char *const reviewers[] = {"I02", "I01"};

  for (guint i = 0; i < G_N_ELEMENTS (reviewers); i++)
    {
      FieldLaptop server, laptop;
      g_autofree char *held = NULL;

      open_both (&server, &laptop);
      field_do (&laptop, foreign_review_rule, (gpointer)reviewers[i]);
      field_send (&laptop, &server);
      held = hold_reason (&server);
      g_assert_true ((held != NULL) == (i == 0));
      close_both (&server, &laptop);
    }
}

/* A page that reads otherwise than what was hashed. */
static gboolean
misquote_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "signature", ID "/leader/x");

  forge_rule (act, data, error);
  hecha_act_op_set (op, "content",
                    json_from_string ("{\"finding\":{\"verdict\":{\"value\":\"not_met\"}}}", NULL));
  return TRUE;
}

static void
test_hash_is_of_the_page (void)
{
  FieldLaptop server, laptop;
  g_autofree char *held = NULL;

  open_both (&server, &laptop);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, misquote_rule, (gpointer) "I01");
  field_send (&laptop, &server);
  held = hold_reason (&server);
  g_assert_nonnull (strstr (held, "does not have the hash"));
  close_both (&server, &laptop);
}

/* A name that nobody but the signer saw typed. */
static gboolean
typed_rule (HechaAct *act, gpointer data, GError **error)
{
  forge_rule (act, (gpointer) "I01", error);
  hecha_act_op_set_text (hecha_act_op (act, FIELD_SCOPE, "signature", ID "/leader/x"), "typed_name", "王芳");
  hecha_act_op_set_text (hecha_act_op (act, FIELD_SCOPE, "signature", ID "/leader/x"), "confirmed_by", data);
  return TRUE;
}

static void
check_typed (const char *confirmed_by, gboolean good)
{
  FieldLaptop server, laptop;
  g_autofree char *held = NULL;

  open_both (&server, &laptop);
  field_visit (&laptop, SAMPLE);
  field_find (&laptop, SAMPLE, "met", "已完成");
  field_do (&laptop, typed_rule, (gpointer)confirmed_by);
  field_send (&laptop, &server);
  held = hold_reason (&server);
  g_assert_cmpint (held == NULL, ==, good);
  g_assert_true (good || strstr (held, "second person") != NULL);
  close_both (&server, &laptop);
}

static void
test_typed_name_takes_two (void)
{
  check_typed ("I02", TRUE);
  check_typed ("I01", FALSE);
  check_typed ("L01", FALSE); /* was not there */
  check_typed ("甲", FALSE);
}

/* Verdict and observation come from two entries, so a later write of both replaces two; the opinion is in conflict. */
static void
test_replacing_two_fields_is_no_ruling (void)
{
  FieldLaptop server, laptop;
  HechaFindingInput verdict = {.sample = SAMPLE, .verdict = "partly", .unfinished = TRUE};
  HechaFindingInput words = {.sample = SAMPLE, .observation = "一层", .unfinished = TRUE};
  HechaFindingInput mine = {.sample = SAMPLE, .opinion = "甲", .unfinished = TRUE};
  HechaFindingInput theirs = {.sample = SAMPLE, .opinion = "乙", .unfinished = TRUE};
  HechaFindingInput both = {.sample = SAMPLE, .verdict = "not_met", .observation = "无"};
  g_autofree char *held = NULL;

  open_both (&server, &laptop);
  field_do (&laptop, hecha_finding_record, &verdict);
  field_do (&laptop, hecha_finding_record, &words);
  field_send (&laptop, &server);
  field_do (&laptop, hecha_finding_record, &mine);
  field_do (&server, hecha_finding_record, &theirs);
  field_send (&server, &laptop);
  g_assert_cmpstr (field_state (&laptop, SAMPLE), ==, "disputed");
  field_do (&laptop, hecha_finding_record, &both);
  field_send (&laptop, &server);
  held = hold_reason (&server);
  g_assert_null (held);
  close_both (&server, &laptop);
}

static gboolean
settle_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, FIELD_SCOPE, "finding", ID);

  hecha_act_op_set_text (op, "opinion", data != NULL ? data : "丙");
  if (data != NULL)
    hecha_act_op_why (op, data);
  return TRUE;
}

static void
test_team_does_not_rule (void)
{
  FieldLaptop server, laptop;
  HechaFindingInput mine = {.sample = SAMPLE, .opinion = "甲", .unfinished = TRUE};
  HechaFindingInput theirs = {.sample = SAMPLE, .opinion = "乙", .unfinished = TRUE};
  g_autofree char *held = NULL;

  open_both (&server, &laptop);
  field_do (&laptop, hecha_finding_record, &mine);
  field_do (&server, hecha_finding_record, &theirs);
  field_send (&server, &laptop);
  field_send (&laptop, &server);
  field_do (&laptop, settle_rule, (gpointer) "理由");
  field_send (&laptop, &server);
  held = hold_reason (&server);
  g_assert_nonnull (strstr (held, "settled by the office"));
  g_assert_cmpstr (field_state (&server, SAMPLE), ==, "disputed");
  close_both (&server, &laptop);
}

/* The reason of the hold on what the office's laptop wrote of a team's finding. */
static char *
rule_of_office (FieldLaptop *office, FieldLaptop *server, const char *why)
{
  field_do (office, settle_rule, (gpointer)why);
  field_send (office, server);
  return hold_reason (server);
}

/* Two laptops of a team wrote differently; what stands alone then, the office leaves as it is. */
static void
test_office_settles_but_does_not_write (void)
{
  FieldLaptop server, laptop, office;
  HechaFindingInput mine = {.sample = SAMPLE, .opinion = "甲", .unfinished = TRUE};
  HechaFindingInput theirs = {.sample = SAMPLE, .opinion = "乙", .unfinished = TRUE};
  g_autofree char *settled = NULL, *written = NULL;

  open_both (&server, &laptop);
  field_open (&office);
  field_become (&office, "office", "office");
  grant_role = "office";
  field_do (&server, grant_rule, (gpointer)hecha_store_dev (office.store));
  grant_role = "team";
  field_do (&laptop, hecha_finding_record, &mine);
  field_do (&server, hecha_finding_record, &theirs);
  field_send (&laptop, &server);
  field_send (&server, &office);
  settled = rule_of_office (&office, &server, "以原件为准");
  g_assert_null (settled);
  g_assert_cmpstr (field_state (&server, SAMPLE), !=, "disputed");
  written = rule_of_office (&office, &server, "另有理由");
  g_assert_nonnull (strstr (written, "no right to write finding"));
  field_close (&office);
  close_both (&server, &laptop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guard/two-inspectors-not-one-and-their-host", test_leader_and_two_inspectors);
  g_test_add_func ("/guard/only-the-leader-signs-as-leader", test_only_the_leader);
  g_test_add_func ("/guard/typed-name-takes-two", test_typed_name_takes_two);
  g_test_add_func ("/guard/hash-is-of-the-page", test_hash_is_of_the_page);
  g_test_add_func ("/guard/replacing-two-fields-is-no-ruling", test_replacing_two_fields_is_no_ruling);
  g_test_add_func ("/guard/office-settles-what-a-team-wrote-but-does-not-write-it",
                   test_office_settles_but_does_not_write);
  g_test_add_func ("/guard/team-does-not-rule-on-a-conflict", test_team_does_not_rule);
  g_test_add_func ("/guard/own-review-only", test_own_review_only);
  return g_test_run ();
}
