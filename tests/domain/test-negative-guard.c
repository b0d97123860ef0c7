/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "negative.h"

#include "domain/hecha-guard.h"

/* Two offices, and devices that do not keep to the rules of the negative list. */

static void
test_two_offices (void)
{
  g_autoptr (Office) first = negative_desk_at ("2026-07-27");
  g_autoptr (Office) second = office_new ();
  FieldLaptop one = {.store = first->store}, other = {.store = second->store};
  g_autofree char *here = NULL, *there = NULL;
  g_autoptr (HechaNegative) entry = NULL;

  negative_at (second, "2026-07-27");
  field_send (&one, &other);
  negative_put_by_hand (first, "A01-2026-T08-Q2", "A01-2026-Q2-T08");
  negative_put_by_hand (second, "A01-2026-T08-Q2", "A01-2026-Q2-T08");
  negative_tell (first, "A01-2026-Q2-T08", "H01", "2026-08-14");
  negative_tell (second, "A01-2026-Q2-T08", "H01", "2026-08-21");
  field_send (&one, &other);
  field_send (&other, &one);
  here = hecha_store_digest (first->store, NULL, NULL);
  there = hecha_store_digest (second->store, NULL, NULL);
  g_assert_cmpstr (here, ==, there);
  g_assert_cmpuint (office_count (first, "nl_entry"), ==, 1);
  entry = negative_entry_of (first, "A01-2026-Q2-T08");
  g_assert_true (entry->disputed);
  g_assert_true (hecha_record_is_disputed (entry->entry, "rectify_by"));
}

static gboolean
grant_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "grant", data);

  hecha_act_op_set_text (op, "key", "ed25519:x");
  hecha_act_op_set_text (op, "box_key", "x25519:x");
  hecha_act_op_set_text (op, "role", "office");
  hecha_act_op_set_text (op, "home", "office");
  return TRUE;
}

/* Writes one text, or a list, into a record of the list without any check. */
typedef struct
{
  const char *type;
  const char *id;
  const char *texts[6][2];
} Forged;

static gboolean
forge_rule (HechaAct *act, gpointer data, GError **error)
{
  const Forged *forged = data;
  HechaActOp *op = hecha_act_op (act, "office", forged->type, forged->id);

  for (guint i = 0; i < G_N_ELEMENTS (forged->texts) && forged->texts[i][0] != NULL; i++)
    if (g_str_has_prefix (forged->texts[i][1], "["))
      hecha_act_op_set (op, forged->texts[i][0], json_from_string (forged->texts[i][1], NULL));
    else
      hecha_act_op_set_text (op, forged->texts[i][0], forged->texts[i][1]);
  return TRUE;
}

/* Sends it to the server, which judges it, and holds it for @reason, if there is one. */
static void
send_forged (Office *server, const Forged *forged, const char *reason)
{
  static HechaGuardMemo memo;
  g_autoptr (Office) laptop = office_new ();
  FieldLaptop here = {.store = laptop->store}, there = {.store = server->store};
  g_autoptr (GPtrArray) holds = NULL;

  office_do (server, grant_rule, hecha_store_dev (laptop->store));
  field_send (&there, &here);
  g_assert_true (hecha_store_set_meta (server->store, "server", hecha_store_dev (server->store), NULL));
  hecha_store_set_guard (server->store, hecha_guard, &memo);
  office_do (laptop, forge_rule, forged);
  field_send (&here, &there);
  holds = hecha_reader_list (hecha_store_reader (server->store), "office", "hold", NULL, NULL, NULL);
  g_assert_cmpuint (holds->len, ==, reason != NULL);
  if (reason != NULL)
    {
      g_test_message ("%s", hecha_record_get (holds->pdata[0], "reason"));
      g_assert_nonnull (strstr (hecha_record_get (holds->pdata[0], "reason"), reason));
    }
  hecha_guard_memo_clear (&memo);
}

static void
check_held (const Forged *forged, const char *reason)
{
  g_autoptr (Office) server = negative_desk_at ("2026-07-27");
  g_autoptr (HechaNegative) entry = NULL;

  negative_put_by_hand (server, "A01-2026-T08-Q2", "A01-2026-Q2-T08");
  send_forged (server, forged, reason);
  entry = negative_entry_of (server, "A01-2026-Q2-T08");
  g_assert_cmpint (entry->state, ==, reason != NULL ? HECHA_NEGATIVE_CONFIRMED : HECHA_NEGATIVE_NOTIFIED);
}

static void
test_guard (void)
{
  static const Forged whole
    = {"nl_entry",
       "A01-2026-Q2-T08",
       {{"notified_on", "2026-07-27"}, {"addressee", "H01"}, {"rectify_by", "2026-08-14"}}},
    open = {"nl_entry", "A01-2026-Q2-T08", {{"notified_on", "2026-07-27"}, {"addressee", "H01"}}},
    stranger = {"nl_entry",
                "A01-2026-Q2-T08",
                {{"notified_on", "2026-07-27"}, {"addressee", "H02"}, {"rectify_by", "2026-08-14"}}},
    alone = {"nl_entry",
             "A01-2026-Q2-T01",
             {{"unit", "A01-2026-T01-Q2"},
              {"agency", "A01"},
              {"origin", "cloud"},
              {"reason", "未上传"},
              {"confirmed_by", "[\"I01\",\"I01\"]"},
              {"confirmed_on", "2026-07-27"}}},
    silent = {"nl_entry", "A01-2026-Q2-T08", {{"withdrawn_on", "2026-07-27"}}},
    early = {"rectification", "A01-2026-Q2-T08/1", {{"entry", "A01-2026-Q2-T08"}, {"measures", "整改"}}},
    nothing = {"urging", "A01-2026-Q2-T08/1", {{"object", "A01-2026-Q2-T08"}}};

  check_held (&whole, NULL);
  check_held (&open, "an addressee, a day and a last day");
  check_held (&stranger, "does not head A01");
  check_held (&alone, "what was seen");
  check_held (&silent, "for a reason");
  check_held (&early, "was not notified yet");
  check_held (&nothing, "who was reached");
}

static void
check_second_round (const char *completed, const char *reason)
{
  const Forged forged = {"rectification",
                         "A01-2026-Q2-T08/2",
                         {{"entry", "A01-2026-Q2-T08"},
                          {"measures", "再次整改"},
                          {"completed_on", completed},
                          {"evidence", "[\"sha256:00\"]"}}};
  g_autoptr (Office) server = negative_desk_at ("2026-07-27");

  negative_reject_first_round (server);
  send_forged (server, &forged, reason);
}

static void
test_guard_second_round (void)
{
  check_second_round ("2026-08-12", "2026-08-13, when the round before was rejected");
  check_second_round ("2026-08-13", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/negative-guard/two-offices-write-one-entry-and-disagree-openly", test_two_offices);
  g_test_add_func ("/negative-guard/what-breaks-a-rule-comes-under-a-hold", test_guard);
  g_test_add_func ("/negative-guard/a-round-before-the-one-before-comes-under-a-hold",
                   test_guard_second_round);
  return g_test_run ();
}
