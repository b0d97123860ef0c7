/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "local-transport.h"
#include "server-fixture.h"

#include "base/hecha-code.h"
#include "domain/hecha-laptop.h"
#include "store/hecha-files.h"
#include "store/hecha-laptops.h"

#include <string.h>

/* What the office asks for its laptops, on a real server: invited, enrolled, replaced, revoked. */

#define MINUTE_MS ((gint64)60 * 1000)

typedef struct
{
  HechaClock
    clock; /* of the laptops: behind that of the server and the office; first: the clock is the fixture */
  gint64 behind_ms;
  HechaEnv env; /* of the laptops */
  char *dir;
  HechaCentral *central;
  HechaStore *office;
} Fixture;

static gint64
read_clock (HechaClock *clock)
{
  return hecha_env_now_ms (hecha_env_system ()) - ((Fixture *)clock)->behind_ms;
}

static char *
dir_of (Fixture *self, const char *name)
{
  return g_build_filename (self->dir, name, NULL);
}

static void
do_it (HechaStore *store, HechaActFunc rule, gpointer input)
{
  g_autoptr (GError) error = NULL;

  hecha_store_act (store, "O01", rule, input, &error);
  g_assert_no_error (error);
}

/* The person, the team and the package that invitations are for. */
static gboolean
people_rule (HechaAct *act, gpointer unused, GError **error)
{
  static const char *const members[] = {"I01", "I02", NULL};
  HechaActOp *op = hecha_act_op (act, "office", "person", "I01");

  hecha_act_op_set_text (op, "name", "林一");
  hecha_act_op_set_text (op, "role", "inspector");
  op = hecha_act_op (act, "office", "team", "T1");
  hecha_act_op_set_text (op, "leader", "I01");
  hecha_act_op_set_list (op, "members", members);
  return TRUE;
}

static void
sync_office (Fixture *self)
{
  hecha_sync_result_free (local_sync (self->central, self->office));
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autofree char *central = NULL, *office = NULL;
  g_autoptr (GError) error = NULL;

  self->clock.now_ms = read_clock;
  self->env = *hecha_env_system ();
  self->env.clock = &self->clock;
  self->dir = test_make_dir ();
  central = dir_of (self, "central");
  office = dir_of (self, "office");
  g_assert_true (hecha_central_init (central, "核查办", hecha_env_system (), &error));
  self->central = hecha_central_open (central, hecha_env_system (), &error);
  g_assert_no_error (error);
  self->office = local_enrol (self->central, office, "office", NULL, NULL, "O01");
  sync_office (self);
  do_it (self->office, people_rule, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  hecha_store_close (self->office);
  hecha_central_close (self->central);
  test_remove_dir (self->dir);
  g_free (self->dir);
}

static char *
invite_team (Fixture *self, const char *name)
{
  HechaInviteInput input = {"team", "team:T1", name, "I01", 3, NULL};

  do_it (self->office, hecha_laptop_invite, &input);
  g_assert_nonnull (input.code);
  return input.code;
}

/* (transfer full) (nullable): the laptop, or the server's sentence in @reason */
static HechaStore *
enrol (Fixture *self, const char *name, const char *code, const char *reason)
{
  g_autofree char *dir = dir_of (self, name);
  g_autoptr (HechaTransport) transport = local_transport_new (self->central, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaStore) store = hecha_store_open (dir, HECHA_STORE_LAPTOP, &self->env, &error);

  g_assert_no_error (error);
  hecha_enrol (store, transport, "https://test", code, name, NULL, &error);
  if (reason == NULL)
    {
      g_assert_no_error (error);
      return g_steal_pointer (&store);
    }
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, reason));
  return NULL;
}

static HechaLaptopInvitation *
only_invitation (GPtrArray *all)
{
  g_assert_cmpuint (all->len, ==, 1);
  return g_ptr_array_index (all, 0);
}

static void
check_invitation (Fixture *self, HechaInvitationState state)
{
  g_autoptr (GPtrArray) all = hecha_laptop_list_invitations (hecha_store_reader (self->office),
                                                             hecha_env_now_ms (hecha_env_system ()), NULL);

  g_assert_cmpint (only_invitation (all)->state, ==, state);
}

/* The code works once the server has the entry, for one laptop, and the office sees which one. */
static void
test_invited_by_the_office (Fixture *self, gconstpointer unused)
{
  g_autofree char *code = invite_team (self, "一组笔记本");
  g_autoptr (HechaStore) team = NULL;
  g_autoptr (HechaRecord) grant = NULL;
  g_autofree char *home = NULL;

  enrol (self, "early", code, "not known here");
  check_invitation (self, HECHA_INVITATION_OPEN);
  sync_office (self);
  sync_office (self);
  team = enrol (self, "team", code, NULL);
  home = hecha_store_get_meta (team, "home");
  g_assert_cmpstr (home, ==, "team:T1");
  enrol (self, "second", code, "another device");
  sync_office (self);
  check_invitation (self, HECHA_INVITATION_USED);
  grant = hecha_laptop_home_grant (hecha_store_reader (self->office), hecha_store_dev (team), NULL);
  g_assert_nonnull (grant);
  g_assert_cmpstr (hecha_record_get (grant, "name"), ==, "一组笔记本");
}

static void
test_withdrawn (Fixture *self, gconstpointer unused)
{
  g_autofree char *code = invite_team (self, "一组笔记本");
  g_autofree char *id = g_strndup (code, 4);
  HechaWithdrawInput input = {id, "发错人"};

  sync_office (self);
  do_it (self->office, hecha_laptop_withdraw, &input);
  check_invitation (self, HECHA_INVITATION_WITHDRAWN);
  sync_office (self);
  enrol (self, "team", code, "void");
}

/* As a laptop would write it that does not check anything. */
static gboolean
forge_rule (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "office", "laptop_invitation", "ABCD");
  g_autofree char *sealed = g_strnfill (HECHA_CODE_SEALED_LENGTH, 'a');

  hecha_act_op_set_text (op, "role", "team");
  hecha_act_op_set_text (op, "home", "team:T1");
  hecha_act_op_set_text (op, "name", "x");
  hecha_act_op_set_text (op, "person", "I01");
  hecha_act_op_set_text (op, "until", data);
  hecha_act_op_set_text (op, "sealed", sealed);
  return TRUE;
}

/* A team has no right there: its entry does not even enter. An invitation for years comes under a hold. */
static void
test_without_the_right (Fixture *self, gconstpointer unused)
{
  g_autofree char *code = invite_team (self, "一组笔记本");
  g_autoptr (HechaStore) team = NULL;
  g_autoptr (HechaSyncResult) refused = NULL;
  g_autoptr (HechaSyncResult) held = NULL;
  g_autoptr (GError) error = NULL;
  HechaInviteInput input = {"team", "team:T1", "x", "I01", 3, NULL};

  sync_office (self);
  team = enrol (self, "team", code, NULL);
  hecha_sync_result_free (local_sync (self->central, team));
  g_assert_false (hecha_store_act (team, "I01", hecha_laptop_invite, &input, &error));
  g_assert_nonnull (strstr (error->message, "Only the office"));
  do_it (team, forge_rule, (gpointer) "2026-06-30T08:15:02Z");
  refused = local_sync (self->central, team);
  g_assert_cmpuint (refused->refused->len, >, 0);
  do_it (self->office, forge_rule, (gpointer) "2099-06-30T08:15:02Z");
  held = local_sync (self->central, self->office);
  g_assert_cmpuint (held->held->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (held->reasons, 0), "14 days"));
}

static gboolean
note_rule (HechaAct *act, gpointer text, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "team:T1", "finding", text);

  hecha_act_op_set_text (op, "verdict", "met");
  hecha_act_op_set_text (op, "observation", "坝体已加固");
  return TRUE;
}

static guint
count_held (Fixture *self)
{
  g_autoptr (GPtrArray) holds
    = hecha_reader_list (hecha_store_reader (self->office), "team:T1", "hold", NULL, NULL, NULL);

  return holds->len;
}

static void
check_revoked (Fixture *self, HechaStore *team, const char *reason)
{
  g_autoptr (HechaRecord) revoke
    = hecha_reader_get (hecha_store_reader (self->office), "team:T1", "revoke", hecha_store_dev (team), NULL);
  g_autoptr (HechaSyncResult) late = local_sync (self->central, team);

  g_assert_nonnull (revoke);
  g_assert_cmpstr (hecha_record_get (revoke, "reason"), ==, reason);
  g_assert_cmpstr (late->device, ==, "revoked");
}

/* A lost laptop: what it wrote before stands, what it wrote after, and what still comes, waits for the office. The new
 * one enrols with the code that came with it. */
static void
test_replaced (Fixture *self, gconstpointer unused)
{
  g_autofree char *code = invite_team (self, "一组笔记本");
  g_autoptr (HechaStore) old = NULL;
  g_autoptr (HechaStore) new = NULL;
  g_autofree char *since = NULL, *home = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) lost = NULL;
  HechaReplaceInput input = {.revoke = {.reason = "遗失"}, .days = 14};

  sync_office (self);
  old = enrol (self, "old", code, NULL);
  self->behind_ms = 60 * MINUTE_MS;
  do_it (old, note_rule, (gpointer) "A1");
  self->behind_ms = 30 * MINUTE_MS;
  do_it (old, note_rule, (gpointer) "A2");
  now = g_date_time_new_now_utc ();
  lost = g_date_time_add_minutes (now, -45);
  since = g_date_time_format (lost, "%Y-%m-%dT%H:%M:%SZ");
  hecha_sync_result_free (local_sync (self->central, old));
  sync_office (self);
  g_assert_cmpuint (count_held (self), ==, 0);
  input.revoke.device = hecha_store_dev (old);
  input.revoke.since = since;
  do_it (self->office, hecha_laptop_replace, &input);
  sync_office (self);
  sync_office (self);
  g_assert_cmpuint (count_held (self), ==, 1);
  do_it (old, note_rule, (gpointer) "A3");
  check_revoked (self, old, "遗失");
  sync_office (self);
  g_assert_cmpuint (count_held (self), ==, 2);
  new = enrol (self, "new", input.code, NULL);
  home = hecha_store_get_meta (new, "home");
  g_assert_cmpstr (home, ==, "team:T1");
  g_free (input.code);
}

static void
test_revoke_rules (Fixture *self, gconstpointer unused)
{
  g_autofree char *code = invite_team (self, "一组笔记本");
  g_autoptr (HechaStore) team = NULL;
  HechaRevokeInput input = {hecha_store_dev (self->office), "遗失", NULL};
  struct
  {
    const char *device, *reason, *since, *refusal;
  } cases[] = {
    {hecha_store_dev (self->office), "遗失", NULL, "the laptop that you work on"},
    {"00000000000000000000000000000000", "遗失", NULL, "no device"},
    {NULL, " ", NULL, "has a reason"},
    {NULL, "遗失", "2099-01-01T00:00:00Z", "has passed"},
    {NULL, "遗失", "昨天", "a time is written like"},
  };

  sync_office (self);
  team = enrol (self, "team", code, NULL);
  sync_office (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      input = (HechaRevokeInput) {cases[i].device != NULL ? cases[i].device : hecha_store_dev (team),
                                  cases[i].reason, cases[i].since};
      g_assert_false (hecha_store_act (self->office, "O01", hecha_laptop_revoke, &input, &error));
      g_assert_nonnull (strstr (error->message, cases[i].refusal));
    }
  input = (HechaRevokeInput) {hecha_store_dev (team), "遗失", NULL};
  do_it (self->office, hecha_laptop_revoke, &input);
  g_assert_false (hecha_store_act (self->office, "O01", hecha_laptop_revoke, &input, NULL));
}

static HechaLaptop *
find_laptop (GPtrArray *laptops, HechaStore *store)
{
  for (guint i = 0; i < laptops->len; i++)
    if (strcmp (((HechaLaptop *)laptops->pdata[i])->dev, hecha_store_dev (store)) == 0)
      return laptops->pdata[i];
  g_assert_not_reached ();
}

/* What a laptop says of itself when it syncs: the office learns it, others do not. */
static void
test_reports (Fixture *self, gconstpointer unused)
{
  g_autofree char *code = invite_team (self, "一组笔记本");
  g_autoptr (HechaStore) team = NULL;
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GPtrArray) foreign = NULL;
  const HechaLaptop *laptop;
  HechaDigest digest;

  sync_office (self);
  team = enrol (self, "team", code, NULL);
  do_it (team, note_rule, (gpointer) "A1");
  hecha_digest_of (&digest, "photo", 5);
  g_assert_true (hecha_store_note_file (team, &digest, 5, NULL));
  self->behind_ms = 30 * MINUTE_MS;
  hecha_sync_result_free (local_sync (self->central, team));
  self->behind_ms = 0;
  sync_office (self);
  known = hecha_store_laptops (self->office, NULL);
  laptop = find_laptop (known, team);
  g_assert_true (laptop->told);
  g_assert_cmpint (laptop->seen_ms, >, 0);
  g_assert_cmpint (laptop->ahead_ms / MINUTE_MS, ==, -30);
  g_assert_cmpuint (laptop->unsent, ==, 0);
  g_assert_cmpuint (laptop->files, ==, 1);
  g_assert_cmpint (laptop->bytes, ==, 5);
  hecha_sync_result_free (local_sync (self->central, team));
  foreign = hecha_store_laptops (team, NULL);
  g_assert_false (find_laptop (foreign, team)->told);
}

#define TEST(name, function) g_test_add ("/laptops/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("invited-by-the-office", test_invited_by_the_office);
  TEST ("withdrawn", test_withdrawn);
  TEST ("without-the-right", test_without_the_right);
  TEST ("replaced", test_replaced);
  TEST ("revoke-rules", test_revoke_rules);
  TEST ("reports", test_reports);
  return g_test_run ();
}
