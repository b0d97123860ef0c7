/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "local-transport.h"
#include "server-fixture.h"

#include "base/hecha-error.h"
#include "store/hecha-exchange.h"
#include "sync/hecha-sync-message.h"

#include <string.h>

/* What somebody with an enrolled laptop, a stolen token or a stolen disk may send as entries. Each gets one clear
 * reason, and what is in order in the same request goes through. */

typedef struct
{
  char *dir;
  HechaCentral *central;
  HechaStore *office;
  HechaStore *team;
} World;

static char *
below (World *world, const char *name)
{
  return g_build_filename (world->dir, name, NULL);
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *central = NULL, *office = NULL, *team = NULL;
  g_autoptr (HechaSyncResult) first = NULL, second = NULL;

  world->dir = test_make_dir ();
  central = below (world, "central");
  office = below (world, "office");
  team = below (world, "team");
  g_assert_true (hecha_central_init (central, "青岚省目标办", hecha_env_system (), &error));
  world->central = hecha_central_open (central, hecha_env_system (), &error);
  g_assert_no_error (error);
  world->office = local_enrol (world->central, office, "office", NULL, NULL, "O01");
  world->team = local_enrol (world->central, team, "team", "T1", NULL, "I01");
  first = local_sync (world->central, world->office);
  second = local_sync (world->central, world->team);
  return world;
}

static void
world_free (World *world)
{
  hecha_store_close (world->office);
  hecha_store_close (world->team);
  hecha_central_close (world->central);
  test_remove_dir (world->dir);
  g_free (world->dir);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* ---- making entries by hand ---- */

/* The end of a chain that a test writes by itself. */
typedef struct
{
  const HechaKey *key;
  char dev[64];
  char scope[64];
  gint64 seq;
  HechaDigest digest;
} Pen;

static Pen
pen_of (HechaStore *store, const char *scope)
{
  Pen pen = {.key = hecha_store_key (store)};

  g_strlcpy (pen.dev, hecha_store_dev (store), sizeof pen.dev);
  g_strlcpy (pen.scope, scope, sizeof pen.scope);
  return pen;
}

static void
append_entry (GString *lines, Pen *pen, const char *ops)
{
  char prev[HECHA_DIGEST_TEXT_BYTES + 2] = "null", digest[HECHA_DIGEST_TEXT_BYTES];
  g_autofree char *line = NULL;

  if (pen->seq > 0)
    {
      hecha_digest_to_text (&pen->digest, digest);
      g_snprintf (prev, sizeof prev, "\"%s\"", digest);
    }
  pen->seq++;
  line = g_strdup_printf (
    "{\"at\":\"2026-06-30T08:15:02.%03dZ-0000\",\"by\":\"I01\",\"dev\":\"%s\",\"ops\":[%s],\"prev\":%s,"
    "\"scope\":\"%s\",\"seq\":%" G_GINT64_FORMAT ",\"v\":1}",
    (int)pen->seq, pen->dev, ops, prev, pen->scope, pen->seq);
  hecha_digest_of (&pen->digest, line, strlen (line));
  g_string_append (lines, line);
  g_string_append_c (lines, '\n');
}

static void
append_head (GString *lines, const Pen *pen, const HechaKey *key)
{
  HechaHead head = {.seq = pen->seq, .digest = pen->digest};

  g_strlcpy (head.dev, pen->dev, sizeof head.dev);
  g_strlcpy (head.scope, pen->scope, sizeof head.scope);
  hecha_head_sign (&head, key);
  hecha_head_append_line (&head, lines);
}

static char *
finding_op (const char *id, const char *verdict)
{
  return g_strdup_printf (
    "{\"id\":\"%s\",\"set\":{\"observation\":\"已看\",\"verdict\":\"%s\"},\"t\":\"finding\"}", id, verdict);
}

static void
append_finding (GString *lines, Pen *pen, const char *id)
{
  g_autofree char *op = finding_op (id, "met");

  append_entry (lines, pen, op);
}

static HechaSyncAnswer *
push_as (World *world, const char *token, const GString *lines, GBytes **kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaCaller) caller = hecha_central_authenticate (world->central, token, &error);
  HechaDigest heads = {{0}};
  g_autoptr (GBytes) request = hecha_sync_request_build (&heads, NULL, NULL, NULL, lines);
  HechaSyncAnswer *answer;

  g_assert_no_error (error);
  *kept = hecha_central_sync (world->central, caller, request, &error);
  g_assert_no_error (error);
  answer = hecha_sync_answer_parse (*kept, &error);
  g_assert_no_error (error);
  return answer;
}

static HechaSyncAnswer *
push (World *world, HechaStore *store, const GString *lines, GBytes **kept)
{
  g_autofree char *token = hecha_store_get_meta (store, "token");

  return push_as (world, token, lines, kept);
}

static gint64
count_entries (World *world)
{
  g_autoptr (GBytes) counts = hecha_central_counts (world->central, NULL);
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  g_assert_true (hecha_json_scan (&json, g_bytes_get_data (counts, NULL), g_bytes_get_size (counts),
                                  &HECHA_JSON_MESSAGE_LIMITS, NULL));
  return hecha_json_integer (&json, hecha_json_member (&json, 0, "entries"));
}

static void
assert_refused (const HechaSyncAnswer *answer, const char *reason)
{
  g_assert_cmpuint (answer->refused->len, >, 0);
  g_assert_nonnull (strstr (((HechaRefusal *)g_ptr_array_index (answer->refused, 0))->reason, reason));
}

static void
assert_held (const HechaSyncAnswer *answer, const char *reason)
{
  g_assert_cmpuint (answer->refused->len, ==, 0);
  g_assert_cmpuint (answer->held->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (answer->reasons, 0), reason));
}

static void
assert_verified (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) found = hecha_central_verify (world->central, &error);

  g_assert_no_error (error);
  g_assert_nonnull (
    g_strstr_len (g_bytes_get_data (found, NULL), (gssize)g_bytes_get_size (found), "\"problems\":[]"));
}

/* ---- what is refused ---- */

static void
test_gap (void)
{
  g_autoptr (World) world = world_new ();
  Pen pen = pen_of (world->team, "team:T1");
  g_autoptr (GString) lines = g_string_new (NULL), all = g_string_new (NULL);
  g_autoptr (GBytes) kept = NULL, again = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL, second = NULL;

  append_finding (all, &pen, "P/1");
  append_finding (lines, &pen, "P/2");
  append_head (lines, &pen, pen.key);
  answer = push (world, world->team, lines, &kept);
  assert_refused (answer, "What comes before it is not here");
  g_assert_cmpuint (answer->accepted->len, ==, 0);
  g_string_append (all, lines->str);
  second = push (world, world->team, all, &again);
  g_assert_cmpuint (second->refused->len, ==, 0);
  g_assert_cmpint (g_array_index (second->accepted, HechaTip, 0).seq, ==, 2);
  assert_verified (world);
}

static void
test_foreign_scope (void)
{
  g_autoptr (World) world = world_new ();
  Pen foreign = pen_of (world->team, "team:T2"), own = pen_of (world->team, "team:T1");
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL;

  append_finding (lines, &foreign, "P/1");
  append_head (lines, &foreign, foreign.key);
  append_finding (lines, &own, "P/1");
  append_head (lines, &own, own.key);
  answer = push (world, world->team, lines, &kept);
  assert_refused (answer, "no right in this scope");
  g_assert_cmpuint (answer->accepted->len, ==, 1);
  g_assert_cmpstr (g_array_index (answer->accepted, HechaTip, 0).scope, ==, "team:T1");
}

static void
test_stolen_token (void)
{
  g_autoptr (World) world = world_new ();
  Pen pen = pen_of (world->team, "team:T1");
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL;
  gint64 before = count_entries (world);
  HechaKey thief;

  hecha_key_generate (&thief, hecha_env_system ());
  append_finding (lines, &pen, "P/1");
  append_head (lines, &pen, &thief);
  answer = push (world, world->team, lines, &kept);
  assert_refused (answer, "No head vouches for it");
  g_assert_cmpint (count_entries (world), ==, before);
}

static void
test_strange_device (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL;
  HechaKey stranger;
  Pen pen = {.key = &stranger, .scope = "team:T1"};
  char id[HECHA_KEY_ID_BYTES];

  hecha_key_generate (&stranger, hecha_env_system ());
  hecha_key_id (stranger.sign_public, id);
  g_strlcpy (pen.dev, id, sizeof pen.dev);
  append_finding (lines, &pen, "P/1");
  append_head (lines, &pen, &stranger);
  answer = push (world, world->team, lines, &kept);
  assert_refused (answer, "no right in this scope");
}

/* Flips one bit of each byte of an entry and of its head, in turn. */
static void
test_changed_byte (void)
{
  g_autoptr (World) world = world_new ();
  Pen pen = pen_of (world->team, "team:T1");
  g_autoptr (GString) good = g_string_new (NULL);
  gint64 before = count_entries (world);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL;

  append_finding (good, &pen, "P/1");
  append_head (good, &pen, pen.key);
  for (gsize i = 0; i < good->len; i++)
    {
      g_autoptr (GString) bad = g_string_new_len (good->str, (gssize)good->len);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (HechaSyncAnswer) refused = NULL;

      bad->str[i] ^= 1;
      refused = push (world, world->team, bad, &bytes);
      g_assert_cmpuint (refused->refused->len, >, 0);
      g_assert_cmpuint (refused->accepted->len, ==, 0);
    }
  g_assert_cmpint (count_entries (world), ==, before);
  answer = push (world, world->team, good, &kept);
  g_assert_cmpuint (answer->refused->len, ==, 0);
  assert_verified (world);
}

static void
test_replay (void)
{
  g_autoptr (World) world = world_new ();
  Pen pen = pen_of (world->team, "team:T1");
  g_autoptr (GString) lines = g_string_new (NULL);
  gint64 once = 0;

  append_finding (lines, &pen, "P/1");
  append_finding (lines, &pen, "P/2");
  append_head (lines, &pen, pen.key);
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (GBytes) kept = NULL;
      g_autoptr (HechaSyncAnswer) answer = push (world, world->team, lines, &kept);

      g_assert_cmpuint (answer->refused->len, ==, 0);
      g_assert_cmpint (g_array_index (answer->accepted, HechaTip, 0).seq, ==, 2);
      once = once != 0 ? once : count_entries (world);
      g_assert_cmpint (count_entries (world), ==, once);
    }
}

static void
test_fork (void)
{
  g_autoptr (World) world = world_new ();
  Pen one = pen_of (world->team, "team:T1"), other;
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL), third = g_string_new (NULL);
  g_autoptr (GBytes) a = NULL, b = NULL, c = NULL;
  g_autoptr (HechaSyncAnswer) whole = NULL, forked = NULL, after = NULL;

  append_finding (first, &one, "P/1");
  other = one;
  append_head (first, &one, one.key);
  append_finding (first, &one, "P/2");
  append_head (first, &one, one.key);
  append_finding (second, &other, "P/3");
  append_head (second, &other, other.key);
  append_finding (third, &other, "P/4");
  append_head (third, &other, other.key);
  whole = push (world, world->team, first, &a);
  g_assert_cmpstr (whole->device, ==, "active");
  forked = push (world, world->team, second, &b);
  g_assert_cmpuint (forked->refused->len, ==, 0);
  g_assert_cmpstr (forked->device, ==, "stopped");
  after = push (world, world->team, third, &c);
  g_assert_cmpuint (after->refused->len, ==, 0);
  g_assert_null (after->receipt);
  assert_verified (world);
}

static void
test_token_of_nobody (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *token = hecha_store_get_meta (world->team, "token");
  g_autofree char *changed = g_strdup (token);
  static const char *const tokens[]
    = {"", ".", "x", "00000000000000000000000000000000.00", "not-a-token-at-all"};

  changed[40] = changed[40] == '0' ? '1' : '0';
  for (guint i = 0; i <= G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        hecha_central_authenticate (world->central, i < G_N_ELEMENTS (tokens) ? tokens[i] : changed, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
    }
}

/* ---- what comes under a hold ---- */

static const struct
{
  const char *promise;
  const char *ops;
  const char *reason;
} holds[] = {
  {"a-team-cannot-write-a-plan", "{\"id\":\"P\",\"set\":{\"purpose\":\"x\"},\"t\":\"plan\"}",
   "does not belong into this scope"},
  {"a-team-cannot-assign-to-itself",
   "{\"id\":\"P/"
   "1\",\"set\":{\"agency\":\"A01\",\"agency_name\":\"x\",\"name\":\"x\",\"persons\":[],\"plan\":\"P\","
   "\"quarter\":\"2026Q2\",\"requirement\":\"x\",\"selection\":\"random\",\"sources\":[],\"standard\":\"x\","
   "\"unit\":\"1\"},"
   "\"t\":\"assignment\"}",
   "no right to write assignment"},
  {"a-team-cannot-grant", "{\"id\":\"x\",\"set\":{\"role\":\"office\"},\"t\":\"grant\"}",
   "no right to write grant"},
  {"a-team-cannot-hold", "{\"id\":\"x\",\"set\":{\"reason\":\"x\"},\"t\":\"hold\"}",
   "no right to write hold"},
  {"a-value-of-no-choice-is-held", "{\"id\":\"P/1\",\"set\":{\"verdict\":\"perhaps\"},\"t\":\"finding\"}",
   "finding.verdict"},
  {"a-number-for-a-text-is-held", "{\"id\":\"P/1\",\"set\":{\"observation\":5},\"t\":\"finding\"}",
   "finding.observation"},
  {"an-unknown-field-is-held", "{\"id\":\"P/1\",\"set\":{\"mood\":\"x\"},\"t\":\"finding\"}",
   "no such field"},
  {"an-unknown-type-is-held", "{\"id\":\"P/1\",\"set\":{\"mood\":\"x\"},\"t\":\"feeling\"}",
   "No such record type"},
  {"a-method-that-does-not-exist-is-held",
   "{\"add\":{\"methods\":[\"magic\"]},\"id\":\"P/1\",\"t\":\"visit\"}", "visit.methods"},
  {"half-a-fact-is-held", "{\"id\":\"P/1\",\"set\":{\"assignment\":\"P/1\"},\"t\":\"signature\"}",
   "signature lacks"},
  {"a-signature-under-nothing-is-held",
   "{\"id\":\"P/1/s\",\"set\":{\"assignment\":\"P/1\",\"content\":{},\"content_hash\":"
   "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\",\"method\":\"drawn\","
   "\"person\":\"I01\","
   "\"role\":\"leader\",\"signed_at\":\"2026-06-30T08:15:02Z\"},\"t\":\"signature\"}",
   "not assigned here"},
};

static void
test_hold (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr (World) world = world_new ();
  Pen pen = pen_of (world->team, "team:T1");
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (HechaSyncAnswer) answer = NULL;
  g_autoptr (HechaSyncResult) team = NULL, office = NULL;
  g_autofree char *here = NULL, *there = NULL;

  append_entry (lines, &pen, holds[index].ops);
  append_finding (lines, &pen, "P/2");
  append_head (lines, &pen, pen.key);
  answer = push (world, world->team, lines, &kept);
  assert_held (answer, holds[index].reason);
  g_assert_cmpint (g_array_index (answer->accepted, HechaTip, 0).seq, ==, 2);
  team = local_sync (world->central, world->team);
  office = local_sync (world->central, world->office);
  here = hecha_store_digest (world->team, "team:T1", NULL);
  there = hecha_store_digest (world->office, "team:T1", NULL);
  g_assert_nonnull (here);
  g_assert_cmpstr (here, ==, there);
  assert_verified (world);
}

static void
test_revoked (void)
{
  g_autoptr (World) world = world_new ();
  Pen pen = pen_of (world->team, "team:T1");
  g_autoptr (GString) before = g_string_new (NULL), after = g_string_new (NULL);
  g_autoptr (GBytes) a = NULL, b = NULL;
  g_autoptr (HechaSyncAnswer) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  append_finding (before, &pen, "P/1");
  append_head (before, &pen, pen.key);
  append_finding (after, &pen, "P/2");
  append_head (after, &pen, pen.key);
  first = push (world, world->team, before, &a);
  g_assert_cmpuint (first->held->len, ==, 0);
  g_assert_true (hecha_central_revoke (world->central, pen.dev, NULL, &error));
  second = push (world, world->team, after, &b);
  assert_held (second, "revoked");
  g_assert_cmpstr (second->device, ==, "revoked");
  g_assert_cmpuint (second->n_lines, ==, 0);
  g_assert_null (second->receipt);
  assert_verified (world);
}

/* Two laptops of one team disagree; the team cannot settle that itself. */
static void
test_ruling_is_the_offices (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *dir = below (world, "second");
  g_autoptr (HechaStore) second = local_enrol (world->central, dir, "team", "T1", NULL, "I02");
  Pen one = pen_of (world->team, "team:T1"), two = pen_of (second, "team:T1");
  g_autoptr (GString) lines = g_string_new (NULL), more = g_string_new (NULL), ruling = g_string_new (NULL);
  g_autofree char *met = finding_op ("P/1", "met"), *not_met = finding_op ("P/1", "not_met");
  g_autofree char *first = NULL, *other = NULL, *op = NULL;
  g_autoptr (GBytes) a = NULL, b = NULL, c = NULL;
  g_autoptr (HechaSyncAnswer) x = NULL, y = NULL, z = NULL;

  append_entry (lines, &one, met);
  append_head (lines, &one, one.key);
  append_entry (more, &two, not_met);
  append_head (more, &two, two.key);
  x = push (world, world->team, lines, &a);
  y = push (world, second, more, &b);
  g_assert_cmpuint (x->held->len + y->held->len, ==, 0);
  first = hecha_digest_dup_text (&one.digest);
  other = hecha_digest_dup_text (&two.digest);
  op = g_strdup_printf (
    "{\"id\":\"P/1\",\"over\":[\"%s\",\"%s\"],\"set\":{\"verdict\":\"met\"},\"t\":\"finding\",\"why\":\"x\"}",
    first, other);
  append_entry (ruling, &one, op);
  append_head (ruling, &one, one.key);
  z = push (world, world->team, ruling, &c);
  assert_held (z, "settled by the office");
}

/* ---- what a device learns ---- */

static gboolean
write_secret (HechaAct *act, gpointer mark, GError **error)
{
  static const char *const scopes[]
    = {"office", "agency:A01", "agency:A02", "team:T1", "team:T2", "visit:V2"};
  static const char *const types[] = {"person", "agency", "agency", "hold", "hold", "hold"};
  static const char *const fields[]
    = {"name", "name", "name", "decision_reason", "decision_reason", "decision_reason"};

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    hecha_act_op_set_text (hecha_act_op (act, scopes[i], types[i], "secret"), fields[i], mark);
  return TRUE;
}

static void
test_visitor_learns_nothing (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *dir = below (world, "visitor");
  g_autoptr (HechaStore) visitor = local_enrol (world->central, dir, "visitor", NULL, "V1", "V01");
  g_autofree char *token = hecha_store_get_meta (visitor, "token");
  g_autoptr (HechaTransport) transport = local_transport_new (world->central, token);
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaSyncResult) pushed = NULL, pulled = NULL;
  GByteArray *answers;
  static const char *const marks[] = {"机密标记", "agency:", "team:", "visit:V2", "O01", "I01"};

  g_assert_true (hecha_store_act (world->office, "O01", write_secret, (gpointer) "机密标记", &error));
  g_assert_no_error (error);
  pushed = local_sync (world->central, world->office);
  g_assert_cmpuint (pushed->refused->len, ==, 0);
  pulled = hecha_sync (visitor, transport, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  answers = local_transport_answers (transport);
  g_assert_cmpuint (answers->len, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    g_assert_null (g_strstr_len ((const char *)answers->data, answers->len, marks[i]));
}

/* However much happens elsewhere, an answer is the same to the byte but for its time and signature. */
static void
test_nothing_can_be_counted (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *dir = below (world, "visitor");
  g_autoptr (HechaStore) visitor = local_enrol (world->central, dir, "visitor", NULL, "V1", "V01");
  g_autofree char *token = hecha_store_get_meta (visitor, "token");
  gsize lengths[2];

  for (int round = 0; round < 2; round++)
    {
      g_autoptr (HechaTransport) transport = local_transport_new (world->central, token);
      g_autoptr (GError) error = NULL;
      g_autoptr (HechaSyncResult) result = local_sync (world->central, visitor), again = NULL, pushed = NULL;

      again = hecha_sync (visitor, transport, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      lengths[round] = local_transport_answers (transport)->len;
      g_assert_true (hecha_store_act (world->office, "O01", write_secret, (gpointer) "x", &error));
      pushed = local_sync (world->central, world->office);
    }
  g_assert_cmpuint (lengths[0], ==, lengths[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attacks/a-gap-is-refused-and-what-fills-it-accepted", test_gap);
  g_test_add_func ("/attacks/a-foreign-scope-is-refused-and-the-own-goes-through", test_foreign_scope);
  g_test_add_func ("/attacks/a-stolen-token-forges-nothing", test_stolen_token);
  g_test_add_func ("/attacks/a-device-that-nobody-invited-writes-nothing", test_strange_device);
  g_test_add_func ("/attacks/a-changed-byte-anywhere-is-refused", test_changed_byte);
  g_test_add_func ("/attacks/a-replay-changes-nothing", test_replay);
  g_test_add_func ("/attacks/a-fork-keeps-both-branches-and-stops-the-device", test_fork);
  g_test_add_func ("/attacks/a-token-of-nobody-opens-nothing", test_token_of_nobody);
  for (guint i = 0; i < G_N_ELEMENTS (holds); i++)
    {
      g_autofree char *path = g_strconcat ("/attacks/", holds[i].promise, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_hold);
    }
  g_test_add_func ("/attacks/what-a-revoked-device-brings-is-held-and-it-gets-nothing", test_revoked);
  g_test_add_func ("/attacks/a-ruling-is-the-offices", test_ruling_is_the_offices);
  g_test_add_func ("/attacks/a-visitor-learns-nothing-of-other-scopes", test_visitor_learns_nothing);
  g_test_add_func ("/attacks/nothing-outside-can-be-counted", test_nothing_can_be_counted);
  return g_test_run ();
}
