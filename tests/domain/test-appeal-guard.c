/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "appeal.h"

#include "domain/hecha-guard.h"
#include "domain/hecha-records.h"

/* What the server holds of the steps of an appeal that a laptop should not have recorded. */

static HechaGuardMemo memo;

typedef struct
{
  const char *dev;
  const char *role;
  const char *home;
} Grant;

static gboolean
grant_rule (HechaAct *act, gpointer data, GError **error)
{
  const Grant *grant = data;
  HechaActOp *op = hecha_act_op (act, "team:T1", "grant", grant->dev);

  hecha_act_op_set_text (op, "key", "ed25519:x");
  hecha_act_op_set_text (op, "box_key", "x25519:x");
  hecha_act_op_set_text (op, "role", grant->role);
  hecha_act_op_set_text (op, "home", grant->home);
  return TRUE;
}

/* From now on the server judges what it is sent. */
static void
judge (Office *server)
{
  g_assert_true (hecha_store_set_meta (server->store, "server", hecha_store_dev (server->store), NULL));
  hecha_store_set_guard (server->store, hecha_guard, &memo);
}

static char *
hold_reason (Office *server)
{
  g_autoptr (GPtrArray) holds
    = hecha_reader_list (hecha_store_reader (server->store), "team:T1", "hold", NULL, NULL, NULL);

  g_assert_cmpuint (holds->len, <=, 1);
  return holds->len == 1 ? g_strdup (hecha_record_get (holds->pdata[0], "reason")) : NULL;
}

/* One step as a program would write it that does not check anything: fields and values by turns. */
static gboolean
forge_rule (HechaAct *act, gpointer data, GError **error)
{
  const char *const *words = data;
  HechaActOp *op = hecha_act_op (act, "team:T1", words[0], words[1]);

  for (guint i = 2; words[i] != NULL; i += 2)
    {
      const HechaField *field = hecha_field_find (words[0], words[i]);

      if (field->kind == HECHA_VALUE_TEXT || field->kind == HECHA_VALUE_CHOICE
          || field->kind == HECHA_VALUE_DATE || field->kind == HECHA_VALUE_TIME
          || field->kind == HECHA_VALUE_DIGEST)
        hecha_act_op_set_text (op, words[i], words[i + 1]);
      else
        hecha_act_op_set (op, words[i], json_from_string (words[i + 1], NULL));
    }
  return TRUE;
}

/* @steps: 0 signed, 1 filed, 2 accepted, 3 reviewed; then the server judges the forged one of an office. */
static void
check_forged (guint steps, const char *const *words, const char *reason)
{
  g_autoptr (Office) server = round_new ();
  g_autoptr (Office) laptop = office_new ();
  FieldLaptop from = {.store = laptop->store}, to = {.store = server->store};
  const Grant grant = {hecha_store_dev (laptop->store), "office", "office"};
  g_autofree char *held = NULL;

  round_inspect (server, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  if (steps > 0)
    appeal_file (server, APPEAL_SAMPLE, NULL, NULL);
  if (steps > 1)
    appeal_accept (server, APPEAL_SAMPLE);
  if (steps > 2)
    appeal_review_it (server, APPEAL_SAMPLE);
  office_do (server, grant_rule, &grant);
  field_send (&to, &from);
  judge (server);
  office_do (laptop, forge_rule, words);
  field_send (&from, &to);
  held = hold_reason (server);
  if (reason == NULL)
    g_assert_null (held);
  else
    {
      g_assert_nonnull (held);
      g_assert_nonnull (strstr (held, reason));
      appeal_check_outcome (server, "not_met", "not_met");
    }
  hecha_guard_memo_clear (&memo);
}

#define STEP(type) type, APPEAL_ID, "assignment", APPEAL_ID
#define RULED_AT   "ruled_at", "2026-07-25T01:00:00Z", "reason", "属实"

static void
check_reviewers (guint steps, const char *reviewers, const char *reason)
{
  const char *const words[]
    = {STEP ("appeal_review"), "reviewers", reviewers, "reviewed_on", "2026-07-25", "verdict", "met",
       "observation",          "核对",      NULL};

  check_forged (steps, words, reason);
}

static void
test_guard_reviewers (void)
{
  check_reviewers (2, "[\"I01\",\"I05\"]", "first team");
  check_reviewers (2, "[\"I05\",\"I05\"]", "two persons");
  check_reviewers (2, "[\"I05\",\"H02\"]", "belongs to the agency");
  check_reviewers (2, "[\"I05\",\"I03\"]", "recused");
  check_reviewers (2, "[\"I05\",\"I99\"]", "I99");
  check_reviewers (2, "[\"I05\",\"H01\"]", "does not inspect");
  check_reviewers (1, "[\"I04\",\"I05\"]", "before this one");
  check_reviewers (2, "[\"I04\",\"I05\"]", NULL);
}

static void
test_guard_ruling (void)
{
  static const char *const own[]
    = {STEP ("appeal_ruling"), "result", "overturned", "verdict", "met", "ruled_by", "I01", RULED_AT, NULL};
  static const char *const agency[]
    = {STEP ("appeal_ruling"), "result", "overturned", "verdict", "met", "ruled_by", "H02", RULED_AT, NULL};
  static const char *const inspector[]
    = {STEP ("appeal_ruling"), "result", "overturned", "verdict", "met", "ruled_by", "I05", RULED_AT, NULL};
  static const char *const silent[]
    = {STEP ("appeal_ruling"), "result", "overturned", "ruled_by", "O01", RULED_AT, NULL};
  static const char *const good[]
    = {STEP ("appeal_ruling"), "result", "overturned", "verdict", "met", "ruled_by", "O01", RULED_AT, NULL};

  check_forged (3, own, "first team");
  check_forged (3, agency, "belongs to the agency");
  check_forged (3, inspector, "not of the office");
  check_forged (3, silent, "new verdict");
  check_forged (2, good, "before this one");
  check_forged (3, good, NULL);
}

static void
test_guard_evidence (void)
{
  static const char *const bare[]
    = {STEP ("appeal"), "signature",   "S",          "grounds",  "名册",       "evidence", "[]", "filed_by",
       "H02",           "received_on", "2026-07-25", "filed_on", "2026-07-25", "days",     "5",  NULL};
  static const char *const foreign[]
    = {"evidence",   APPEAL_ID "/0",
       "assignment", APPEAL_ID,
       "kind",       "document",
       "digest",     "sha256:0000000000000000000000000000000000000000000000000000000000000000",
       "size",       "1",
       "mime",       "application/pdf",
       "author",     "O01",
       NULL};
  static const char *const overtaken[]
    = {STEP ("appeal"),   "signature", "S",   "grounds",     "名册",       "evidence",
       "[\"sha256:00\"]", "filed_by",  "H02", "received_on", "2026-07-25", "filed_on",
       "2026-07-25",      "days",      "5",   NULL};

  check_forged (0, bare, "one piece of evidence");
  check_forged (0, overtaken, "signed anew");
  check_forged (0, foreign, "a finding is the team's");
}

static gboolean
rewrite_rule (HechaAct *act, gpointer verdict, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "team:T1", "finding", APPEAL_ID), "verdict", verdict);
  return TRUE;
}

/* A laptop of the team that does not know of an appeal signs anew; without one it may. */
static void
check_signed_anew (gboolean appealed)
{
  g_autoptr (Office) server = round_new ();
  g_autoptr (Office) laptop = office_new ();
  FieldLaptop from = {.store = laptop->store}, to = {.store = server->store};
  const Grant grant = {hecha_store_dev (laptop->store), "team", "team:T1"};
  g_autofree char *held = NULL;

  round_inspect (server, "T1", APPEAL_SAMPLE, "not_met", TRUE);
  office_do (server, grant_rule, &grant);
  field_send (&to, &from);
  if (appealed)
    appeal_to_the_end (server, APPEAL_SAMPLE, "overturned", "met");
  judge (server);
  field_become (&from, "team", "team:T1");
  field_do (&from, rewrite_rule, (gpointer) "partly");
  field_sign (&from, APPEAL_SAMPLE);
  field_send (&from, &to);
  held = hold_reason (server);
  g_assert_cmpint (held != NULL, ==, appealed);
  if (appealed)
    g_assert_nonnull (strstr (held, "a ruling decides"));
  hecha_guard_memo_clear (&memo);
}

static void
test_guard_signed_anew (void)
{
  check_signed_anew (FALSE);
  check_signed_anew (TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/appeal-guard/reviewers", test_guard_reviewers);
  g_test_add_func ("/appeal-guard/ruling", test_guard_ruling);
  g_test_add_func ("/appeal-guard/evidence", test_guard_evidence);
  g_test_add_func ("/appeal-guard/signed-anew", test_guard_signed_anew);
  return g_test_run ();
}
