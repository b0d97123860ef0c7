/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "hecha-maker.h"
#include "hecha-world.h"
#include "seeds.h"
#include "store/hecha-outbox.h"
#include "store/hecha-store-private.h"

#include <string.h>

/* Five laptops and a server in one process, from one seed: the real stores, the real sync, the real central
 * database, with network, clocks and disks under the test's control. Requests and answers get lost, come
 * twice, come much later; disks fail once or for good; power goes; clocks jump by years; the server comes
 * back from an older backup, laptops from older images or as two; devices are revoked. When all is calm
 * again, a few syncs bring everybody to the same state, which is what the naive merge says; every entry
 * that anybody was told is kept is at the server; and nobody owes anything. */

#define N_SEEDS 2000
/* Syncs of everybody, once all is calm, after which nothing may be left to do. */
#define MAX_ROUNDS 5
#define HOUR       ((gint64)3600 * 1000)
#define YEAR       ((gint64)365 * 24 * HOUR)

#define PICK(world, array) (array[hecha_world_pick (world, G_N_ELEMENTS (array))])

/* ---- what people do ---- */

static const char *const units[] = {"P/A01-2026-T01-Q2", "P/A01-2026-T02-Q2", "P/A02-2026-T01-Q2"};

typedef struct
{
  HechaLaptop *laptop;
  const char *home;
} Person;

static gboolean
record_finding (HechaAct *act, gpointer data, GError **error)
{
  static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable", "maybe"};
  static const char *const observations[] = {"河堤加固完成", "a road with \"holes\"", "𠮷", "half\ndone"};
  HechaWorld *world = ((Person *)data)->laptop->world;
  HechaActOp *op = hecha_act_op (act, act->home, "finding", PICK (world, units));

  hecha_act_op_set_text (op, "verdict",
                         verdicts[hecha_world_pick (world, hecha_world_chance (world, 5) ? 5 : 4)]);
  if (hecha_world_chance (world, 50))
    hecha_act_op_set_text (op, "observation", PICK (world, observations));
  return TRUE;
}

static gboolean
record_visit (HechaAct *act, gpointer data, GError **error)
{
  static const char *const methods[] = {"meeting", "documents", "inquiry", "public"};
  HechaWorld *world = ((Person *)data)->laptop->world;
  HechaActOp *op = hecha_act_op (act, act->home, "visit", PICK (world, units));

  if (hecha_world_chance (world, 60))
    hecha_act_op_add (op, "methods", PICK (world, methods));
  if (hecha_world_chance (world, 30))
    hecha_act_op_remove (op, "methods", PICK (world, methods));
  if (hecha_world_chance (world, 40))
    hecha_act_op_set_int (op, "latitude", 310000000 + hecha_world_pick (world, 3));
  return TRUE;
}

static gboolean
record_evidence (HechaAct *act, gpointer data, GError **error)
{
  HechaWorld *world = ((Person *)data)->laptop->world;
  g_autofree char *id = g_strdup_printf ("%s/%u", PICK (world, units), hecha_world_pick (world, 4));
  HechaActOp *op = hecha_act_op (act, act->home, "evidence", id);
  g_autofree char *digest = g_strdup_printf ("sha256:%064x", hecha_world_pick (world, 3));

  hecha_act_op_set_text (op, "assignment", PICK (world, units));
  hecha_act_op_set_text (op, "author", "I01");
  hecha_act_op_set_text (op, "digest", digest);
  hecha_act_op_set_text (op, "kind", "photo");
  hecha_act_op_set_text (op, "mime", "image/jpeg");
  hecha_act_op_set_int (op, "size", 1000);
  return TRUE;
}

/* Two scopes in one transaction: both entries, or none. */
static gboolean
record_target (HechaAct *act, gpointer data, GError **error)
{
  static const char *const agencies[] = {"A01", "A02", "A03"};
  HechaWorld *world = ((Person *)data)->laptop->world;
  g_autofree char *scope = g_strconcat ("agency:", PICK (world, agencies), NULL);
  g_autofree char *name = g_strdup_printf ("name %u", hecha_world_pick (world, 5));

  hecha_act_op_set_text (hecha_act_op (act, scope, "agency", scope + strlen ("agency:")), "name", name);
  hecha_act_op_set_text (hecha_act_op (act, "office", "person", "I02"), "name", name);
  return TRUE;
}

static gboolean
record_team (HechaAct *act, gpointer data, GError **error)
{
  HechaWorld *world = ((Person *)data)->laptop->world;
  const char *const remits[][3] = {{"A01", NULL}, {"A01", "A02", NULL}, {"A03", NULL}};
  const char *const members[] = {"I01", "I02", NULL};
  /* of a team's laptop into its own scope, where no such record belongs */
  HechaActOp *op = hecha_act_op (act, act->home, "team", hecha_world_chance (world, 70) ? "T1" : "T2");

  hecha_act_op_set_text (op, "leader", "I01");
  hecha_act_op_set_list (op, "members", members);
  hecha_act_op_set_list (op, "remit", PICK (world, remits));
  return TRUE;
}

/* Not drawn, so the server puts it under a hold. */
static gboolean
record_assignment (HechaAct *act, gpointer data, GError **error)
{
  HechaWorld *world = ((Person *)data)->laptop->world;
  HechaActOp *op = hecha_act_op (act, "team:T1", "assignment", PICK (world, units));

  hecha_act_op_set_text (op, "plan", "P");
  hecha_act_op_set_text (op, "unit", hecha_world_chance (world, 50) ? "U1" : "U2");
  return TRUE;
}

static gboolean
decide_about_hold (HechaAct *act, gpointer data, GError **error)
{
  HechaWorld *world = ((Person *)data)->laptop->world;
  g_autoptr (GPtrArray) holds = hecha_reader_list (act->reader, NULL, "hold", NULL, NULL, error);
  const HechaRecord *hold;
  HechaActOp *op;

  if (holds == NULL || holds->len == 0)
    return holds != NULL;
  hold = g_ptr_array_index (holds, hecha_world_pick (world, holds->len));
  op = hecha_act_op (act, hold->scope, "hold", hold->id);
  hecha_act_op_set_text (op, "decision", hecha_world_chance (world, 60) ? "released" : "rejected");
  hecha_act_op_set_text (op, "decision_reason", "looked at it");
  hecha_act_op_why (op, "looked at both");
  return TRUE;
}

/* A ruling: takes one of the values, and says why. */
static gboolean
rule_on_conflict (HechaAct *act, gpointer data, GError **error)
{
  HechaLaptop *laptop = ((Person *)data)->laptop;
  g_autoptr (GPtrArray) conflicts = hecha_store_conflicts (laptop->store, TRUE, error);
  const HechaConflict *conflict;
  const HechaConflictValue *value;
  HechaActOp *op;

  if (conflicts == NULL || conflicts->len == 0)
    return conflicts != NULL;
  conflict = g_ptr_array_index (conflicts, hecha_world_pick (laptop->world, conflicts->len));
  value = g_ptr_array_index (conflict->values, hecha_world_pick (laptop->world, conflict->values->len));
  if (strcmp (conflict->kind, "value") != 0 || value->value[0] != '"')
    return TRUE;
  op = hecha_act_op (act, conflict->scope, conflict->type, conflict->record);
  hecha_act_op_set (op, conflict->field, json_from_string (value->value, NULL));
  hecha_act_op_why (op, "the other one was there");
  return TRUE;
}

static void
act (HechaLaptop *laptop)
{
  static const HechaActFunc field[]
    = {record_finding, record_finding, record_visit, record_evidence, record_team};
  static const HechaActFunc office[]
    = {record_target,     record_target,     record_team,      record_finding,
       record_assignment, decide_about_hold, rule_on_conflict, rule_on_conflict};
  HechaWorld *world = laptop->world;
  Person person = {laptop, NULL};

  if (strcmp (laptop->role, "office") != 0)
    {
      /* hardly ever what is not theirs */
      hecha_laptop_act (laptop, field[hecha_world_pick (world, hecha_world_chance (world, 5) ? 5 : 4)],
                        &person);
      return;
    }
  hecha_laptop_act (laptop, PICK (world, office), &person);
}

/* ---- what happens to them ---- */

static void
jump_clock (HechaWorld *world)
{
  HechaMachine *machine
    = hecha_world_chance (world, 20)
        ? world->server
        : hecha_world_laptop (world, hecha_world_pick (world, world->laptops->len))->machine;
  gint64 by = (gint64)hecha_world_pick (world, 1000) * HOUR;

  if (hecha_world_chance (world, 40))
    by = (gint64)hecha_world_pick (world, 12) * YEAR;
  machine->now_ms = world->now_ms + (hecha_world_chance (world, 50) ? by : -by);
}

static void
revoke_device (HechaWorld *world, HechaLaptop *laptop)
{
  g_autoptr (GError) error = NULL;

  hecha_central_revoke (world->central, hecha_store_dev (laptop->store), NULL, &error);
  g_assert_no_error (error);
}

static void
take_image (HechaWorld *world, HechaLaptop *laptop)
{
  g_clear_pointer (&laptop->image, hecha_memory_image_free);
  laptop->image = hecha_memory_vfs_save (laptop->machine->vfs);
}

static void
back_up (HechaWorld *world)
{
  g_clear_pointer (&world->backup, hecha_memory_image_free);
  world->backup = hecha_memory_vfs_save (world->server->vfs);
}

/* What seldom happens at all; in most worlds none or one of these. */
typedef struct
{
  gboolean server_restored;
  gboolean laptops_restored;
  gboolean clones;
  gboolean revocations;
} Fate;

static void
strike (HechaWorld *world, HechaLaptop *laptop, const Fate *fate)
{
  switch (hecha_world_pick (world, 8))
    {
    case 0:
      hecha_laptop_crash (laptop, hecha_world_chance (world, 60));
      break;
    case 1:
      hecha_world_crash_server (world, hecha_world_chance (world, 60));
      break;
    case 2:
      jump_clock (world);
      break;
    case 3:
      take_image (world, laptop);
      break;
    case 4:
      back_up (world);
      break;
    case 5:
      if (fate->server_restored)
        hecha_world_restore_server (world);
      break;
    case 6:
      if (fate->laptops_restored)
        hecha_laptop_restore (laptop);
      else if (fate->clones && world->laptops->len < 7)
        hecha_world_clone (world, laptop);
      break;
    default:
      if (fate->revocations && hecha_world_chance (world, 30))
        revoke_device (world, laptop);
    }
}

static void
step (HechaWorld *world, const Fate *fate)
{
  HechaLaptop *laptop = hecha_world_laptop (world, hecha_world_pick (world, world->laptops->len));
  guint what = hecha_world_pick (world, 100);

  hecha_world_wait (world, (gint64)hecha_world_pick (world, 3000) * 1000);
  if (what < 56)
    act (laptop);
  else if (what < 84)
    hecha_laptop_sync (laptop, NULL, NULL, NULL);
  else if (what < 87)
    hecha_laptop_post (laptop);
  else if (what < 91)
    hecha_world_deliver (world);
  else
    strike (world, laptop, fate);
}

/* ---- what must hold at the end ---- */

static gint64
owes (HechaLaptop *laptop)
{
  g_autoptr (GError) error = NULL;
  gint64 n, since;

  hecha_store_count_unsent (laptop->store, &n, &since, &error);
  g_assert_no_error (error);
  return n;
}

/* The chains of which the server is said to have less. */
static char *
tell_owed (HechaLaptop *laptop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaQuery) query
    = hecha_db_query (laptop->store->db, &error,
                      "SELECT s.name, c.dev, c.seq, ifnull (c.forked, 0), ifnull (a.seq, -1) FROM chain c "
                      "JOIN scope s ON s.n = c.scope LEFT JOIN acknowledged a ON a.chain = c.n",
                      "");
  GString *out = g_string_new (laptop->refused);

  while (hecha_query_next (query, &error))
    if (hecha_query_int (query, 4) >= 0 && hecha_query_int (query, 4) < hecha_query_int (query, 2))
      g_string_append_printf (out, "; %s %.4s%s at %d (forked %d) known %d", hecha_query_text (query, 0),
                              hecha_query_text (query, 1),
                              strcmp (hecha_query_text (query, 1), laptop->store->dev) == 0 ? " (own)" : "",
                              (int)hecha_query_int (query, 2), (int)hecha_query_int (query, 3),
                              (int)hecha_query_int (query, 4));
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

/* One sync of each; whether anything still moved. */
static gboolean
sync_all (HechaWorld *world, guint round)
{
  gboolean any = FALSE;

  for (guint i = 0; i < world->laptops->len; i++)
    {
      HechaLaptop *laptop = hecha_world_laptop (world, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *state = NULL;
      guint moved;

      if (!hecha_laptop_sync (laptop, &moved, &state, &error)
          && !g_error_matches (error, HECHA_ERROR, HECHA_ERROR_STOPPED))
        g_error ("%s cannot sync in calm round %u: %s", laptop->name, round, error->message);
      any = any || moved > 0;
    }
  return any;
}

static void
heal (HechaWorld *world)
{
  guint round = 0;

  world->calm = TRUE;
  while (sync_all (world, round))
    if (++round >= MAX_ROUNDS)
      g_error ("still something to do after %u rounds", round);
  for (guint i = 0; i < world->laptops->len; i++)
    if (owes (hecha_world_laptop (world, i)) != 0)
      {
        g_autofree char *owed = tell_owed (hecha_world_laptop (world, i));
        g_autofree char *state = hecha_store_get_meta (hecha_world_laptop (world, i)->store, "device_state");

        g_error ("%s (%s) owes %" G_GINT64_FORMAT " entries: %s", hecha_world_laptop (world, i)->name, state,
                 owes (hecha_world_laptop (world, i)), owed);
      }
}

static void
check_nothing_lost (HechaWorld *world)
{
  GHashTableIter iter;
  gpointer digest;

  g_hash_table_iter_init (&iter, world->must);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    {
      g_autofree char *bytes = hecha_store_entry_bytes (hecha_world_central_store (world), digest, NULL);

      if (bytes == NULL)
        g_error ("the server lacks %s, which somebody was told is kept", (char *)digest);
    }
}

static void
check_told (HechaStore *store, const char *name, const char *scope, const HechaNaive *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaNaive) told = hecha_told_by_store (store, scope, &error);
  g_autofree char *difference = NULL;

  g_assert_no_error (error);
  difference = hecha_told_difference (expected, told);
  if (difference != NULL)
    g_error ("%s, %s: %s", name, scope, difference);
}

static gboolean
is_active (HechaLaptop *laptop)
{
  g_autofree char *state = hecha_store_get_meta (laptop->store, "device_state");

  return g_strcmp0 (state, "active") == 0;
}

static gboolean
may_have (HechaLaptop *laptop, const char *scope)
{
  g_autofree char *home = hecha_store_get_meta (laptop->store, "home");

  return strcmp (laptop->role, "office") == 0 || strcmp (scope, "base") == 0 || g_strcmp0 (scope, home) == 0
         || (strcmp (laptop->role, "team") == 0 && g_str_has_prefix (scope, "agency:"));
}

static void
check_laptop (HechaWorld *world, HechaLaptop *laptop, const char *scope, const HechaNaive *expected)
{
  g_autofree char *digest = hecha_store_digest (laptop->store, scope, NULL);

  if (digest == NULL && strcmp (laptop->role, "office") == 0 && is_active (laptop))
    g_error ("%s lacks %s", laptop->name, scope);
  if (digest == NULL)
    return;
  if (!may_have (laptop, scope))
    g_error ("%s got %s", laptop->name, scope);
  if (!is_active (laptop))
    return;
  if (strcmp (digest, expected->digest) != 0)
    check_told (laptop->store, laptop->name, scope, expected);
}

static void
check_same_state (HechaWorld *world)
{
  HechaStore *central = hecha_world_central_store (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scopes = hecha_store_scopes (central, &error);
  g_autofree char *server = hecha_store_get_meta (central, "server");

  g_assert_no_error (error);
  for (guint i = 0; i < scopes->len; i++)
    {
      const char *scope = g_ptr_array_index (scopes, i);
      g_autoptr (GPtrArray) entries = hecha_store_all_entries (central, scope);
      g_autoptr (HechaNaive) expected = hecha_naive_merge (entries, server);

      check_told (central, "server", scope, expected);
      for (guint k = 0; k < world->laptops->len; k++)
        check_laptop (world, hecha_world_laptop (world, k), scope, expected);
    }
}

static void
check_verified (HechaStore *store, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = hecha_store_verify (store, &error);

  g_assert_no_error (error);
  if (verified->problems->len > 0)
    g_error ("verify of %s: %s", name, (char *)g_ptr_array_index (verified->problems, 0));
}

/* What all worlds together went through: a simulation in which nothing happens proves nothing. */
typedef struct
{
  guint faults;
  guint entries;
  guint holds;
  guint conflicts;
  guint forks;
  guint parcels;
} Tally;

static Tally tally;

static void
count_up (HechaWorld *world)
{
  static const char *const questions[]
    = {"SELECT count(*) FROM entry", "SELECT count(*) FROM hold", "SELECT count(*) FROM conflict",
       "SELECT count(*) FROM chain WHERE forked IS NOT NULL"};
  guint *const answers[] = {&tally.entries, &tally.holds, &tally.conflicts, &tally.forks};

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      gint64 n = 0;

      g_assert_true (hecha_db_get_int (hecha_world_central_store (world)->db, &n, NULL, questions[i], ""));
      g_atomic_int_add (answers[i], (gint)n);
    }
  g_atomic_int_add (&tally.faults, (gint)world->n_faults);
  g_atomic_int_add (&tally.parcels, (gint)world->bundles->len);
}

static void
run_world (guint32 seed, gpointer unused)
{
  g_autoptr (HechaWorld) world = hecha_world_new (seed);
  Fate fate = {seed % 3 == 0, seed % 5 == 0, seed % 5 == 1, seed % 7 == 0};
  guint n_steps = 40 + hecha_world_pick (world, 60);
  HechaLaptop *any;

  hecha_world_add_laptop (world, "office", NULL);
  hecha_world_add_laptop (world, "office", NULL);
  hecha_world_add_laptop (world, "team", "T1");
  hecha_world_add_laptop (world, "team", "T1");
  if (seed % 2 == 0)
    hecha_world_add_laptop (world, "team", "T2");
  else
    hecha_world_add_laptop (world, "visitor", "V1");
  world->calm = FALSE;
  world->bad = seed % 10 == 0 ? 0 : hecha_world_pick (world, 40);
  for (guint i = 0; i < n_steps; i++)
    step (world, &fate);
  heal (world);
  check_nothing_lost (world);
  check_same_state (world);
  count_up (world);
  any = hecha_world_laptop (world, hecha_world_pick (world, world->laptops->len));
  if (seed % 8 == 0)
    check_verified (any->store, any->name);
  if (seed % 8 == 4)
    check_verified (hecha_world_central_store (world), "server");
}

static void
test_worlds (void)
{
  seeds_run (N_SEEDS, run_world, NULL);
  g_test_message ("%u faults, %u entries, %u holds, %u conflicts, %u forks, %u bundles", tally.faults,
                  tally.entries, tally.holds, tally.conflicts, tally.forks, tally.parcels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/five-laptops-and-a-server-agree-when-all-is-calm-again", test_worlds);
  return g_test_run ();
}
