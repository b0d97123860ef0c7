/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/hecha-lock.h"

#include "base/hecha-error.h"
#include "fault-disk.h"
#include "store/hecha-drafts.h"
#include "store/hecha-store-private.h"

/* A passphrase of the store: what it protects, and how often one may be wrong. */

#define RIGHT "青山 correct horse"
#define TOKEN "token-that-only-this-device-has"

typedef struct
{
  HechaClock base;
  gint64 ms;
} StillClock;

typedef struct
{
  char *dir; /* (owned) */
  StillClock clock;
  HechaEnv env;
  HechaStore *store; /* (owned) */
} Fixture;

static gint64
still_now (HechaClock *clock)
{
  return ((StillClock *)clock)->ms;
}

static void
reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->store, hecha_store_close);
  f->store = hecha_store_open (f->dir, HECHA_STORE_LAPTOP, &f->env, &error);
  g_assert_no_error (error);
}

static void
set_passphrase (Fixture *f, const char *current, const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  hecha_store_set_passphrase (f->store, current, passphrase, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  f->dir = fault_dir_make ();
  f->clock = (StillClock) {{still_now}, G_GINT64_CONSTANT (1790000000000)};
  f->env = *hecha_env_system ();
  f->env.clock = &f->clock.base;
  reopen (f);
  hecha_store_set_meta (f->store, "token", TOKEN, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_store_close (f->store);
  fault_dir_remove (f->dir);
  g_free (f->dir);
}

static gboolean
unlock (Fixture *f, const char *passphrase, char **sentence)
{
  g_autoptr (GError) error = NULL;
  gboolean done = hecha_store_unlock (f->store, passphrase, &error);

  g_assert_true (done || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_LOCKED));
  if (sentence != NULL)
    *sentence = done ? NULL : g_strdup (error->message);
  return done;
}

/* Whether bytes stand in any file of the store. */
static gboolean
is_on_disk (Fixture *f, const void *bytes, gsize n_bytes)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->dir, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_get_contents (path, &text, &length, NULL) && memmem (text, length, bytes, n_bytes) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_no_passphrase (Fixture *f, gconstpointer unused)
{
  hecha_store_lock (f->store);
  g_assert_false (hecha_store_is_locked (f->store));
  g_assert_false (hecha_store_has_passphrase (f->store));
  g_assert_true (is_on_disk (f, TOKEN, strlen (TOKEN)));
}

static void
test_secrets_are_gone (Fixture *f, gconstpointer unused)
{
  HechaKey key = *hecha_store_key (f->store);
  g_autofree char *hex = hecha_hex_dup (key.seed, sizeof key.seed);
  g_autofree char *dev = g_strdup (hecha_store_dev (f->store));

  g_assert_true (is_on_disk (f, hex, strlen (hex)));
  set_passphrase (f, NULL, RIGHT);
  g_assert_false (is_on_disk (f, hex, strlen (hex)));
  g_assert_false (is_on_disk (f, key.seed, sizeof key.seed));
  g_assert_false (is_on_disk (f, TOKEN, strlen (TOKEN)));
  g_assert_false (is_on_disk (f, RIGHT, strlen (RIGHT)));

  reopen (f);
  g_assert_true (hecha_store_is_locked (f->store));
  g_assert_cmpstr (hecha_store_dev (f->store), ==, dev);
  g_assert_false (memmem (f->store, sizeof *f->store, key.seed, sizeof key.seed) != NULL);
  g_assert_true (unlock (f, RIGHT, NULL));
  g_assert_cmpmem (hecha_store_key (f->store)->seed, 32, key.seed, 32);
}

static void
test_lock_forgets (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  static const guint8 zeros[64];

  set_passphrase (f, NULL, RIGHT);
  g_assert_false (hecha_store_is_locked (f->store));
  hecha_store_lock (f->store);
  g_assert_cmpmem (hecha_store_key (f->store)->seed, 32, zeros, 32);
  g_assert_cmpmem (hecha_store_key (f->store)->sign_secret, 64, zeros, 64);
  g_assert_cmpmem (hecha_store_key (f->store)->box_secret, 32, zeros, 32);

  g_assert_false (hecha_store_get_secret (f->store, "token", &token, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_true (unlock (f, RIGHT, NULL));
  g_assert_true (hecha_store_get_secret (f->store, "token", &token, &error));
  g_assert_cmpstr (token, ==, TOKEN);
}

/* What was typed before is recorded; only handing it on needs the key. */
static void
test_records_while_locked (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_auto (HechaTxn) txn = {NULL};

  set_passphrase (f, NULL, RIGHT);
  hecha_store_lock (f->store);
  txn = hecha_store_begin (f->store, &error);
  hecha_store_append_ops (f->store, "team:T1", "I01",
                          "[{\"id\":\"P/U\",\"set\":{\"opinion\":\"seen\"},\"t\":\"finding\"}]", &error);
  g_assert_no_error (error);
  g_assert_false (hecha_store_sign_heads (f->store, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_true (hecha_store_commit (f->store, &txn, &error));
  g_assert_true (unlock (f, RIGHT, NULL));
  txn = hecha_store_begin (f->store, &error);
  g_assert_true (hecha_store_sign_heads (f->store, &error));
  g_assert_true (hecha_store_commit (f->store, &txn, &error));
}

static void
test_delays_grow (Fixture *f, gconstpointer unused)
{
  static const guint delays[] = {0, 0, 2, 4, 8};

  set_passphrase (f, NULL, RIGHT);
  reopen (f);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_assert_false (unlock (f, "another passphrase", NULL));
      reopen (f); /* starting again helps nobody */
      g_assert_cmpuint (hecha_store_unlock_wait (f->store), ==, delays[i]);
      f->clock.ms += 1000 * (gint64)delays[i];
    }
  g_assert_true (unlock (f, RIGHT, NULL));
  hecha_store_lock (f->store);
  g_assert_false (unlock (f, "another passphrase", NULL));
  g_assert_cmpuint (hecha_store_unlock_wait (f->store), ==, 0);
}

static void
test_too_early_is_not_heard (Fixture *f, gconstpointer unused)
{
  g_autofree char *sentence = NULL;

  set_passphrase (f, NULL, RIGHT);
  hecha_store_lock (f->store);
  for (guint i = 0; i < 3; i++)
    g_assert_false (unlock (f, "another passphrase", NULL));
  g_assert_false (unlock (f, RIGHT, &sentence));
  g_assert_cmpstr (sentence, ==, "Too many wrong passphrases; wait 2 seconds");
  f->clock.ms -= G_GINT64_CONSTANT (86400000); /* nor does the clock make it longer than five minutes */
  g_assert_cmpuint (hecha_store_unlock_wait (f->store), ==, 300);
  f->clock.ms += G_GINT64_CONSTANT (86402000);
  g_assert_true (unlock (f, RIGHT, NULL));
}

static void
test_changes (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hecha_store_set_passphrase (f->store, NULL, "2short", &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_clear_error (&error);
  set_passphrase (f, NULL, RIGHT);
  g_assert_false (hecha_store_set_passphrase (f->store, "not the old one", "another one", &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_LOCKED);
  set_passphrase (f, RIGHT, "another one");
  reopen (f);
  g_assert_false (unlock (f, RIGHT, NULL));
  g_assert_true (unlock (f, "another one", NULL));
  set_passphrase (f, "another one", NULL);
  reopen (f);
  g_assert_false (hecha_store_is_locked (f->store));
  g_assert_true (is_on_disk (f, TOKEN, strlen (TOKEN)));
}

static void
test_damage_is_told (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->dir, "device.key", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  HechaKey key;
  gsize length;

  set_passphrase (f, NULL, RIGHT);
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  for (gsize cut = 13; cut < length - 1; cut += 7) /* behind the header */
    {
      g_file_set_contents (path, text, (gssize)cut, &error);
      g_assert_no_error (error);
      g_assert_false (hecha_key_load (&key, path, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/lock/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("without-a-passphrase-nothing-is-locked", test_no_passphrase);
  ADD ("the-secrets-leave-the-disk", test_secrets_are_gone);
  ADD ("locking-forgets-them-in-memory", test_lock_forgets);
  ADD ("records-while-locked-and-signs-later", test_records_while_locked);
  ADD ("wrong-ones-wait-longer-each-time", test_delays_grow);
  ADD ("the-right-one-too-early-is-not-heard", test_too_early_is_not_heard);
  ADD ("is-changed-and-taken-away", test_changes);
  ADD ("a-damaged-key-file-is-told", test_damage_is_told);
  return g_test_run ();
}
