/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "sim/hecha-world.h"
#include "store/hecha-outbox.h"
#include "store/hecha-store-private.h"

#include <sqlite3.h>
#include <string.h>

/* Laptop and server die at every single write, sync, truncation and removal of what they do: at the first,
 * the second … until it runs through. What was not synced is then lost, kept or torn; or only the program
 * died; or the disk failed once and the program goes on. Afterwards verify finds nothing, what somebody was
 * told is kept is there, and the next syncs go by themselves. */

typedef enum
{
  LAPTOP,
  SERVER,
} Victim;

typedef enum
{
  FAILS_ONCE,  /* and the program goes on */
  KILLED,      /* what it wrote stays */
  POWER,       /* what it did not sync may not */
  POWER_TWICE, /* and the disk fails again while it comes back */
  N_DEATHS,
} Death;

typedef struct
{
  HechaWorld *world; /* (owned) */
  HechaLaptop *office;
  HechaLaptop *team;
  HechaMemoryImage *images[3]; /* (owned) server, office, team */
  GHashTable *must;            /* (owned) as it was before */
} Fixture;

/* ---- what is done while something dies ---- */

static gboolean
note_finding (HechaAct *act, gpointer data, GError **error)
{
  HechaActOp *op = hecha_act_op (act, act->home, "finding", "P/A01-2026-T01-Q2");

  hecha_act_op_set_text (op, "observation", data);
  return TRUE;
}

static gboolean
note_in_two_scopes (HechaAct *act, gpointer data, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, "agency:A01", "agency", "A01"), "name", data);
  hecha_act_op_set_text (hecha_act_op (act, "office", "person", "I02"), "name", data);
  return TRUE;
}

/* Not a team's to write: it comes under a hold. */
static gboolean
note_wrongly (HechaAct *act, gpointer data, GError **error)
{
  hecha_act_op_set_text (hecha_act_op (act, act->home, "team", "T1"), "leader", data);
  return TRUE;
}

static void
record (Fixture *f)
{
  hecha_laptop_act (f->team, note_finding, (gpointer) "recorded while the disk died");
}

static void
record_twofold (Fixture *f)
{
  hecha_laptop_act (f->office, note_in_two_scopes, (gpointer) "both or neither");
}

static void
sign (Fixture *f)
{
  hecha_store_all_signed (f->team->store, NULL);
}

static void
sync_team (Fixture *f)
{
  hecha_laptop_sync (f->team, NULL, NULL, NULL);
}

static void
sync_office (Fixture *f)
{
  hecha_laptop_sync (f->office, NULL, NULL, NULL);
}

static void
rebuild (Fixture *f)
{
  hecha_store_rebuild (f->team->store, NULL);
}

static void
revoke_team (Fixture *f)
{
  hecha_central_revoke (f->world->central, hecha_store_dev (f->team->store), NULL, NULL);
}

static void
invite (Fixture *f)
{
  g_autofree char *code = hecha_central_invite (f->world->central, "team", "T9", NULL, "late", "I01", NULL);
}

static const struct
{
  const char *path;
  Victim victim;
  gboolean office; /* the laptop is the office's */
  void (*operate) (Fixture *f);
} operations[] = {
  {"/crash/laptop-at-every-write-of-recording", LAPTOP, FALSE, record},
  {"/crash/laptop-at-every-write-of-recording-in-two-scopes", LAPTOP, TRUE, record_twofold},
  {"/crash/laptop-at-every-write-of-signing", LAPTOP, FALSE, sign},
  {"/crash/laptop-at-every-write-of-a-push", LAPTOP, FALSE, sync_team},
  {"/crash/laptop-at-every-write-of-a-pull", LAPTOP, TRUE, sync_office},
  {"/crash/laptop-at-every-write-of-a-rebuild", LAPTOP, FALSE, rebuild},
  {"/crash/server-at-every-write-of-taking-in", SERVER, FALSE, sync_team},
  {"/crash/server-at-every-write-of-handing-on", SERVER, TRUE, sync_office},
  {"/crash/server-at-every-write-of-revoking", SERVER, FALSE, revoke_team},
  {"/crash/server-at-every-write-of-inviting", SERVER, FALSE, invite},
};

/* ---- the state before ---- */

static void
copy_set (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_remove_all (to);
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (to, g_strdup (key));
}

/* The office owes an entry, the team three and a wrong one, and the server has news for the office. */
static Fixture *
fixture_new (void)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->world = hecha_world_new (7);
  f->office = hecha_world_add_laptop (f->world, "office", NULL);
  f->team = hecha_world_add_laptop (f->world, "team", "T1");
  hecha_laptop_act (f->team, note_finding, (gpointer) "early");
  hecha_laptop_sync (f->office, NULL, NULL, NULL);
  hecha_laptop_sync (f->team, NULL, NULL, NULL);
  hecha_laptop_act (f->office, note_in_two_scopes, (gpointer) "one");
  hecha_laptop_act (f->team, note_finding, (gpointer) "late");
  hecha_laptop_act (f->team, note_wrongly, (gpointer) "I02");
  hecha_laptop_act (f->team, note_finding, (gpointer) "last");
  f->images[0] = hecha_memory_vfs_save (f->world->server->vfs);
  f->images[1] = hecha_memory_vfs_save (f->office->machine->vfs);
  f->images[2] = hecha_memory_vfs_save (f->team->machine->vfs);
  f->must = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  copy_set (f->world->must, f->must);
  return f;
}

static void
fixture_free (Fixture *f)
{
  hecha_world_free (f->world);
  for (guint i = 0; i < G_N_ELEMENTS (f->images); i++)
    hecha_memory_image_free (f->images[i]);
  g_hash_table_unref (f->must);
  g_free (f);
}

static void
go_back (Fixture *f)
{
  copy_set (f->must, f->world->must);
  hecha_world_put_back (f->world, f->images[0]);
  hecha_laptop_put_back (f->office, f->images[1]);
  hecha_laptop_put_back (f->team, f->images[2]);
}

/* ---- what must hold after ---- */

static void
check_store (HechaStore *store, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = hecha_store_verify (store, &error);

  g_assert_no_error (error);
  if (verified->problems->len > 0)
    g_error ("verify of %s: %s", name, (char *)g_ptr_array_index (verified->problems, 0));
}

static void
check_kept (Fixture *f, HechaStore *store)
{
  GHashTableIter iter;
  gpointer digest;

  g_hash_table_iter_init (&iter, f->world->must);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    {
      g_autofree char *bytes = hecha_store_entry_bytes (store, digest, NULL);

      if (bytes == NULL)
        g_error ("%s is gone, which somebody was told is kept", (char *)digest);
    }
}

static void
check_goes_on (Fixture *f)
{
  HechaLaptop *both[] = {f->team, f->office, f->team, f->office};
  gint64 owed, since;

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (GError) error = NULL;

      hecha_laptop_sync (both[i], NULL, NULL, &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (hecha_store_count_unsent (both[i]->store, &owed, &since, NULL));
      g_assert_cmpint (owed, ==, 0);
    }
  check_kept (f, hecha_world_central_store (f->world));
}

/* ---- dying ---- */

static void
die (Fixture *f, Victim victim, HechaLaptop *laptop, Death death)
{
  gboolean power = death >= POWER;
  guint again = death == POWER_TWICE ? 1 + hecha_world_pick (f->world, 6) : 0;

  if (victim == SERVER)
    hecha_world_crash_server_again (f->world, power, again);
  else
    hecha_laptop_crash_again (laptop, power, again);
}

/* %FALSE when the operation had fewer writes than @at. */
static gboolean
run_at (Fixture *f, guint operation, guint at, Death death)
{
  HechaLaptop *laptop = operations[operation].office ? f->office : f->team;
  gboolean server = operations[operation].victim == SERVER;
  HechaMemoryVfs *vfs = server ? f->world->server->vfs : laptop->machine->vfs;
  gboolean reached;
  guint before;

  go_back (f);
  before = hecha_memory_vfs_count (vfs);
  hecha_memory_vfs_fail (vfs, at, death != FAILS_ONCE, at % 2 == 0 ? SQLITE_IOERR_WRITE : SQLITE_FULL);
  operations[operation].operate (f);
  reached = hecha_memory_vfs_count (vfs) - before >= at;
  hecha_memory_vfs_fail (vfs, 0, FALSE, SQLITE_OK);
  if (!reached)
    return FALSE;
  if (death != FAILS_ONCE)
    die (f, operations[operation].victim, laptop, death);
  if (at % 3 == 0)
    check_store (server ? hecha_world_central_store (f->world) : laptop->store,
                 server ? "server" : laptop->name);
  check_goes_on (f);
  return TRUE;
}

static void
test_operation (gconstpointer data)
{
  guint operation = GPOINTER_TO_UINT (data);
  Fixture *f = fixture_new ();
  guint at = 1, n = 0;

  for (Death death = 0; death < N_DEATHS; death++)
    for (at = 1; run_at (f, operation, at, death); at++)
      n++;
  g_test_message ("%u deaths, at up to %u places", n, at - 1);
  g_assert_cmpuint (at, >, 2);
  fixture_free (f);
}

/* ---- beginning ---- */

/* A store that dies while it is being made is made by the next who opens it. */
static void
test_making (void)
{
  gboolean through = FALSE;

  for (guint at = 1; !through; at++)
    {
      g_autoptr (HechaMachine) machine = hecha_machine_new (at);
      g_autoptr (GError) error = NULL;
      g_autoptr (GRand) rand = g_rand_new_with_seed (at);
      HechaStore *store;

      hecha_memory_vfs_fail (machine->vfs, at, TRUE, SQLITE_IOERR_WRITE);
      store = hecha_store_open (machine->dir, HECHA_STORE_LAPTOP, &machine->env, &error);
      through = hecha_memory_vfs_count (machine->vfs) < at;
      g_assert_true (through == (store != NULL) || store != NULL);
      if (store == NULL)
        g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
      g_clear_error (&error);
      hecha_memory_vfs_cut_power (machine->vfs, rand);
      hecha_store_close (store);
      store = hecha_store_open (machine->dir, HECHA_STORE_LAPTOP, &machine->env, &error);
      g_assert_no_error (error);
      check_store (store, "a new one");
      hecha_store_close (store);
    }
}

/* ---- a disk that says why ---- */

static void
expect_sentence (int code, const char *words)
{
  Fixture *f = fixture_new ();
  g_autoptr (GError) error = NULL;

  hecha_memory_vfs_fail (f->team->machine->vfs, 1, TRUE, code);
  g_assert_false (hecha_store_act (f->team->store, "I01", note_finding, (gpointer) "no room", &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strchr (error->message, '\n'));
  hecha_memory_vfs_fail (f->team->machine->vfs, 0, FALSE, SQLITE_OK);
  check_store (f->team->store, "laptop");
  hecha_laptop_act (f->team, note_finding, (gpointer) "room again");
  check_goes_on (f);
  fixture_free (f);
}

static void
test_full_disk (void)
{
  expect_sentence (SQLITE_FULL, "The disk is full");
}

static void
test_read_only_disk (void)
{
  expect_sentence (SQLITE_READONLY, "read-only");
}

static void
test_broken_disk (void)
{
  expect_sentence (SQLITE_IOERR_WRITE, "The disk failed");
}

/* ---- a database that is not what it was ---- */

static void
close_laptop (HechaLaptop *laptop)
{
  hecha_store_close (laptop->store);
  laptop->store = NULL;
}

static char *
digest_of (HechaStore *store)
{
  g_autoptr (GError) error = NULL;
  char *digest = hecha_store_digest (store, NULL, &error);

  return digest;
}

/* Refused when it is opened, or found by verify; where neither, the byte meant nothing. The file is kept as
 * it is. */
static void
flip_byte (HechaLaptop *laptop, const HechaMemoryImage *whole, const char *before, GRand *rand,
           guint *n_found)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaVerified) verified = NULL;
  g_autofree char *after = NULL;
  GByteArray *bytes;
  guint at;

  hecha_memory_vfs_restore (laptop->machine->vfs, whole);
  bytes = hecha_memory_vfs_bytes (laptop->machine->vfs, "hecha.db");
  do /* most of a young database is empty */
    at = (guint)g_rand_int_range (rand, 0, (gint)bytes->len);
  while (bytes->data[at] == 0);
  bytes->data[at] ^= (guint8)(1 << g_rand_int_range (rand, 0, 8));
  laptop->store = hecha_store_open (laptop->machine->dir, HECHA_STORE_LAPTOP, &laptop->machine->env, &error);
  g_assert_nonnull (hecha_memory_vfs_bytes (laptop->machine->vfs, "hecha.db"));
  if (laptop->store == NULL)
    {
      (*n_found)++;
      return;
    }
  verified = hecha_store_verify (laptop->store, &error);
  if (verified == NULL || verified->problems->len > 0)
    (*n_found)++;
  else
    {
      after = digest_of (laptop->store);
      if (g_strcmp0 (before, after) != 0)
        g_error ("byte %u changed the state and nobody saw it", at);
    }
  close_laptop (laptop);
}

static void
test_damaged (void)
{
  Fixture *f = fixture_new ();
  g_autofree char *before = digest_of (f->team->store);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (HechaMemoryImage) whole = NULL;
  guint n_found = 0;

  close_laptop (f->team);
  whole = hecha_memory_vfs_save (f->team->machine->vfs);
  for (guint i = 0; i < 150; i++)
    flip_byte (f->team, whole, before, rand, &n_found);
  g_test_message ("%u of 150 found", n_found);
  g_assert_cmpuint (n_found, >, 10);
  fixture_free (f);
}

static void
test_newer (void)
{
  Fixture *f = fixture_new ();
  g_autoptr (GError) error = NULL;
  guint size;

  g_assert_true (hecha_db_exec (f->team->store->db, "PRAGMA user_version = 1000", NULL));
  close_laptop (f->team);
  size = hecha_memory_vfs_bytes (f->team->machine->vfs, "hecha.db")->len;
  f->team->store
    = hecha_store_open (f->team->machine->dir, HECHA_STORE_LAPTOP, &f->team->machine->env, &error);
  g_assert_null (f->team->store);
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NEWER);
  g_assert_cmpuint (hecha_memory_vfs_bytes (f->team->machine->vfs, "hecha.db")->len, ==, size);
  fixture_free (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    g_test_add_data_func (operations[i].path, GUINT_TO_POINTER (i), test_operation);
  g_test_add_func ("/crash/a-store-that-was-half-made-is-made", test_making);
  g_test_add_func ("/disk/full-is-said-in-one-sentence-and-nothing-is-lost", test_full_disk);
  g_test_add_func ("/disk/read-only-is-said-in-one-sentence-and-nothing-is-lost", test_read_only_disk);
  g_test_add_func ("/disk/broken-is-said-in-one-sentence-and-nothing-is-lost", test_broken_disk);
  g_test_add_func ("/disk/a-damaged-database-is-refused-or-found-and-kept", test_damaged);
  g_test_add_func ("/disk/a-newer-database-is-refused-and-left-alone", test_newer);
  return g_test_run ();
}
