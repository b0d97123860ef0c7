/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-partial.h"

#include "base/hecha-error.h"
#include "fault-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_BYTES 100003
#define PIECE   9973
#define ID      "00112233445566778899aabbccddeeff"

typedef struct
{
  char *dir; /* (owned) */
  FaultDisk disk;
  HechaClock clock;
  gint64 now_ms;
  HechaEnv env;
  HechaEvidence *evidence; /* (owned) */
  guint8 bytes[N_BYTES];
  HechaDigest digest; /* of bytes */
} Fixture;

static Fixture *fixture_of_clock; /* a HechaClock carries no data of its own */

static gint64
read_clock (HechaClock *clock)
{
  return fixture_of_clock->now_ms;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = fault_dir_make ();
  fault_disk_init (&f->disk);
  f->env = *hecha_env_system ();
  f->env.disk = &f->disk.disk;
  f->clock.now_ms = read_clock;
  f->env.clock = &f->clock;
  f->now_ms = g_get_real_time () / 1000;
  fixture_of_clock = f;
  f->evidence = hecha_evidence_new (f->dir, &f->env);
  for (guint i = 0; i < N_BYTES; i++)
    f->bytes[i] = (guint8)(1 + (i * 2654435761u >> 24) % 255);
  hecha_digest_of (&f->digest, f->bytes, N_BYTES);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_evidence_free (f->evidence);
  fault_disk_clear (&f->disk);
  fault_dir_remove (f->dir);
  g_free (f->dir);
}

static void
restart (Fixture *f)
{
  hecha_evidence_free (f->evidence);
  fault_disk_clear (&f->disk);
  fault_disk_init (&f->disk);
  f->evidence = hecha_evidence_new (f->dir, &f->env);
}

static HechaPartial *
begin (Fixture *f, GError **error)
{
  return hecha_partial_begin (f->evidence, ID, N_BYTES, &f->digest, error);
}

static gboolean
append_until (Fixture *f, HechaPartial *partial, guint64 end, GError **error)
{
  while (hecha_partial_get_offset (partial) < end)
    {
      guint64 at = hecha_partial_get_offset (partial);

      if (!hecha_partial_append (partial, f->bytes + at, MIN (PIECE, end - at), error))
        return FALSE;
    }
  return TRUE;
}

static void
assert_whole (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  guint64 size;

  g_assert_true (hecha_evidence_has (f->evidence, &f->digest, &size));
  g_assert_cmpuint (size, ==, N_BYTES);
  g_assert_true (hecha_evidence_verify (f->evidence, &f->digest, NULL, &error));
}

static guint
count_incoming (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->dir, "evidence", "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_whole (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) partial = begin (f, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hecha_partial_get_size (partial), ==, N_BYTES);
  g_assert_true (hecha_digest_equal (hecha_partial_get_expected (partial), &f->digest));
  g_assert_false (hecha_partial_finish (partial, NULL, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (append_until (f, partial, N_BYTES, &error));
  g_assert_cmpuint (hecha_partial_get_durable (partial), ==, 0);
  g_assert_true (hecha_partial_finish (partial, NULL, &error));
  g_assert_cmpuint (hecha_partial_get_durable (partial), ==, N_BYTES);
  assert_whole (f);
  g_assert_cmpuint (count_incoming (f), ==, 0);
}

static void
test_resume (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  HechaPartial *partial = begin (f, NULL);

  for (guint64 told = 0; told < N_BYTES; told += 3 * PIECE)
    {
      g_assert_cmpuint (hecha_partial_get_offset (partial), ==, told);
      g_assert_true (append_until (f, partial, MIN (N_BYTES, told + 3 * PIECE), NULL));
      g_assert_true (hecha_partial_sync (partial, NULL));
      g_assert_cmpuint (hecha_partial_get_durable (partial), ==, MIN (N_BYTES, told + 3 * PIECE));
      /* These come too, but nobody is told of them. */
      append_until (f, partial, MIN (N_BYTES, told + 4 * PIECE), NULL);
      hecha_partial_free (partial);
      restart (f);
      partial = hecha_partial_resume (f->evidence, ID, &error);
      g_assert_no_error (error);
    }
  g_assert_true (hecha_partial_finish (partial, NULL, &error));
  hecha_partial_free (partial);
  assert_whole (f);
  g_assert_null (hecha_partial_resume (f->evidence, ID, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
}

static void
test_wrong_digest (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) partial = begin (f, NULL);
  HechaDigest wrong;

  g_assert_true (append_until (f, partial, N_BYTES - 1, NULL));
  g_assert_true (hecha_partial_append (partial, "\0", 1, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  g_assert_false (hecha_partial_finish (partial, NULL, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
  f->bytes[N_BYTES - 1] = '\0';
  hecha_digest_of (&wrong, f->bytes, N_BYTES);
  g_assert_false (hecha_evidence_has (f->evidence, &wrong, NULL));
  g_assert_false (hecha_evidence_has (f->evidence, &f->digest, NULL));
  g_assert_cmpuint (count_incoming (f), ==, 0);
}

static void
test_too_long (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) partial = begin (f, NULL);

  g_assert_true (append_until (f, partial, N_BYTES - 1, NULL));
  g_assert_false (hecha_partial_append (partial, "ab", 2, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_assert_cmpuint (hecha_partial_get_offset (partial), ==, N_BYTES - 1);
  g_assert_true (append_until (f, partial, N_BYTES, NULL));
  g_assert_true (hecha_partial_finish (partial, NULL, NULL));
}

static void
test_rewind (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  HechaPartial *partial = begin (f, NULL);

  g_assert_true (append_until (f, partial, 2 * PIECE, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_true (hecha_partial_append (partial, "not what was meant", 18, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  g_assert_true (hecha_partial_rewind (partial, 2 * PIECE, &error));
  g_assert_cmpuint (hecha_partial_get_durable (partial), ==, 2 * PIECE);
  g_assert_false (hecha_partial_rewind (partial, 3 * PIECE, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  hecha_partial_free (partial);
  partial = hecha_partial_resume (f->evidence, ID, NULL);
  g_assert_cmpuint (hecha_partial_get_offset (partial), ==, 2 * PIECE);
  g_assert_true (append_until (f, partial, N_BYTES, NULL));
  g_assert_true (hecha_partial_rewind (partial, 5, NULL));
  g_assert_true (append_until (f, partial, N_BYTES, NULL));
  g_assert_true (hecha_partial_finish (partial, NULL, NULL));
  hecha_partial_free (partial);
  assert_whole (f);
}

static void
test_ids (Fixture *f, gconstpointer unused)
{
  const char *ids[] = {
    "",
    "../../../../../../../../etc/passwd",
    "0011223344556677889900aabbccddee/",
    "00112233445566778899AABBCCDDEEFF",
    "00112233445566778899aabbccddeef",
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00",
    "..",
    "put-0123456789abcdef0123456789abcdef",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) one = NULL, two = NULL, three = NULL;

      g_assert_null (hecha_partial_begin (f->evidence, ids[i], N_BYTES, &f->digest, &one));
      g_assert_error (one, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
      g_assert_null (hecha_partial_resume (f->evidence, ids[i], &two));
      g_assert_error (two, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
      g_assert_false (hecha_partial_discard (f->evidence, ids[i], &three));
      g_assert_error (three, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
    }
  g_assert_cmpuint (f->disk.calls, ==, 0);
}

static void
test_twice (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) partial = begin (f, NULL);

  g_assert_true (append_until (f, partial, PIECE, NULL));
  g_assert_null (begin (f, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_BUSY);
  g_assert_true (append_until (f, partial, N_BYTES, NULL));
  g_assert_true (hecha_partial_finish (partial, NULL, NULL));
}

static void
test_discard (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  HechaPartial *partial = begin (f, NULL);

  g_assert_true (append_until (f, partial, PIECE, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  hecha_partial_free (partial);
  g_assert_true (hecha_partial_discard (f->evidence, ID, &error));
  g_assert_true (hecha_partial_discard (f->evidence, ID, &error));
  g_assert_cmpuint (count_incoming (f), ==, 0);
  g_assert_null (hecha_partial_resume (f->evidence, ID, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
}

static void
test_expire (Fixture *f, gconstpointer unused)
{
  g_autofree char *stray = g_build_filename (f->dir, "evidence", "incoming", "put-0011", NULL);
  HechaPartial *partial = begin (f, NULL);

  g_assert_true (g_file_set_contents (stray, "x", 1, NULL));
  f->now_ms += 3600 * 1000;
  g_assert_true (append_until (f, partial, PIECE, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  hecha_partial_free (partial);
  f->now_ms += 3599 * 1000;
  g_assert_cmpuint (hecha_partial_expire (f->evidence, 3600), ==, 1);
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  f->now_ms += 1000;
  g_assert_cmpuint (hecha_partial_expire (f->evidence, 3600), ==, 2);
  g_assert_cmpuint (count_incoming (f), ==, 0);
}

/* Each prefix of the state file, and zeros behind it, as a power cut may leave them. */
static void
test_torn_state (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->dir, "evidence", "incoming", ID ".state", NULL);
  g_autofree char *state = NULL;
  HechaPartial *partial = begin (f, NULL);
  gsize n;

  g_assert_true (append_until (f, partial, PIECE, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  g_assert_true (append_until (f, partial, 2 * PIECE, NULL));
  g_assert_true (hecha_partial_sync (partial, NULL));
  hecha_partial_free (partial);
  g_assert_true (g_file_get_contents (path, &state, &n, NULL));
  for (gsize cut = 0; cut <= n; cut++)
    for (guint zeros = 0; zeros < 100; zeros += 33)
      {
        g_autoptr (GString) torn = g_string_new_len (state, cut);
        guint64 offset;

        for (guint i = 0; i < zeros; i++)
          g_string_append_c (torn, '\0');
        g_assert_true (g_file_set_contents (path, torn->str, torn->len, NULL));
        partial = hecha_partial_resume (f->evidence, ID, NULL);
        g_assert_true (partial != NULL || cut < 140);
        if (partial == NULL)
          continue;
        offset = hecha_partial_get_offset (partial);
        g_assert_true (offset == 0 || offset == PIECE || offset == 2 * PIECE);
        g_assert_true (cut < n || offset == 2 * PIECE);
        hecha_partial_free (partial);
      }
}

/* Sends the file to the end, over as many objects as it takes; gives up when the disk does. Returns what was told. */
static guint64
send_all (Fixture *f)
{
  g_autoptr (HechaPartial) partial = begin (f, NULL);
  guint64 told = 0;

  for (guint64 end = 2 * PIECE; partial != NULL; end += 2 * PIECE)
    {
      if (!append_until (f, partial, MIN (N_BYTES, end), NULL) || !hecha_partial_sync (partial, NULL))
        return told;
      told = hecha_partial_get_durable (partial);
      if (told == N_BYTES)
        return told + hecha_partial_finish (partial, NULL, NULL);
    }
  return told;
}

/* After whatever happened: nothing that was told is lost, and the rest of the file can be sent. */
static void
check_after (Fixture *f, guint64 told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) partial = NULL;

  if (hecha_evidence_has (f->evidence, &f->digest, NULL))
    {
      assert_whole (f);
      return;
    }
  g_assert_cmpuint (told, <=, N_BYTES);
  partial = hecha_partial_resume (f->evidence, ID, NULL);
  if (partial == NULL)
    {
      g_assert_cmpuint (told, ==, 0);
      partial = begin (f, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (hecha_partial_get_offset (partial), >=, told);
  g_assert_true (append_until (f, partial, N_BYTES, NULL));
  g_assert_true (hecha_partial_finish (partial, NULL, &error));
  assert_whole (f);
}

static void
start_over (Fixture *f)
{
  g_autofree char *root = g_build_filename (f->dir, "evidence", NULL);

  restart (f);
  fault_dir_remove (root);
}

static void
test_faults (Fixture *f, gconstpointer unused)
{
  for (int for_ever = 0; for_ever < 2; for_ever++)
    for (guint n = 1, reached = 1; reached >= n - 1; n++)
      {
        guint64 told;

        start_over (f);
        f->disk.calls = 0;
        f->disk.fail_at = n;
        f->disk.for_ever = for_ever;
        told = send_all (f);
        reached = f->disk.calls;
        g_assert_true (reached >= n || told == N_BYTES + 1);
        restart (f);
        check_after (f, told);
      }
}

static void
test_power (Fixture *f, gconstpointer unused)
{
  for (guint n = 1, reached = 1; reached >= n - 1; n++)
    for (guint32 seed = 0; seed < 20; seed++)
      {
        guint64 told;

        start_over (f);
        f->disk.calls = 0;
        f->disk.fail_at = n;
        f->disk.for_ever = TRUE;
        told = send_all (f);
        reached = f->disk.calls;
        fault_disk_cut_power (&f->disk, seed);
        restart (f);
        check_after (f, told);
      }
}

/* What was fsynced in vain must not be believed when it is fsynced again. */
static void
test_failed_sync (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaPartial) partial = begin (f, NULL);

  g_assert_true (append_until (f, partial, PIECE, NULL));
  f->disk.fail_at = f->disk.calls + 1;
  g_assert_false (hecha_partial_sync (partial, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
  g_assert_false (hecha_partial_sync (partial, NULL));
  g_assert_false (hecha_partial_append (partial, "x", 1, NULL));
  g_assert_false (hecha_partial_finish (partial, NULL, NULL));
  g_assert_cmpuint (hecha_partial_get_durable (partial), ==, 0);
}

#define ADD(name, function) g_test_add ("/partial/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pieces-become-a-file-under-its-digest", test_whole);
  ADD ("an-upload-goes-on-after-any-number-of-restarts", test_resume);
  ADD ("a-wrong-digest-is-refused-and-the-bytes-are-gone", test_wrong_digest);
  ADD ("more-than-announced-is-refused-and-nothing-taken", test_too_long);
  ADD ("bytes-with-a-wrong-checksum-can-be-taken-back", test_rewind);
  ADD ("what-is-no-id-never-reaches-the-disk", test_ids);
  ADD ("an-upload-begins-once", test_twice);
  ADD ("what-was-discarded-is-gone", test_discard);
  ADD ("what-rests-too-long-expires-and-nothing-else", test_expire);
  ADD ("a-torn-state-never-says-more-than-was-synced", test_torn_state);
  ADD ("a-failed-fsync-is-never-asked-again", test_failed_sync);
  ADD ("a-fault-at-any-call-loses-nothing-that-was-told", test_faults);
  ADD ("a-power-cut-at-any-call-loses-nothing-that-was-told", test_power);
  return g_test_run ();
}
