/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-evidence.h"

#include "base/hecha-error.h"
#include "fault-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than two buffers, and no multiple of one. */
#define N_BYTES (600 * 1024 + 7)

typedef struct
{
  char *dir; /* (owned) */
  FaultDisk disk;
  HechaEnv env;
  HechaEvidence *evidence; /* (owned) */
  guint8 *bytes;           /* (owned) N_BYTES */
  HechaDigest digest;      /* of bytes */
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = fault_dir_make ();
  fault_disk_init (&f->disk);
  f->env = *hecha_env_system ();
  f->env.disk = &f->disk.disk;
  f->evidence = hecha_evidence_new (f->dir, &f->env);
  f->bytes = g_malloc (N_BYTES);
  for (guint i = 0; i < N_BYTES; i++)
    f->bytes[i] = (guint8)(i * 2654435761u >> 24);
  hecha_digest_of (&f->digest, f->bytes, N_BYTES);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  hecha_evidence_free (f->evidence);
  fault_disk_clear (&f->disk);
  fault_dir_remove (f->dir);
  g_free (f->dir);
  g_free (f->bytes);
}

/* As after a restart of the program, on a disk that works. */
static void
restart (Fixture *f)
{
  hecha_evidence_free (f->evidence);
  fault_disk_clear (&f->disk);
  fault_disk_init (&f->disk);
  f->evidence = hecha_evidence_new (f->dir, &f->env);
}

static gboolean
put_bytes (Fixture *f, GError **error)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (f->bytes, N_BYTES, NULL);
  HechaDigest digest;
  guint64 size;

  if (!hecha_evidence_put (f->evidence, source, NULL, NULL, NULL, &digest, &size, error))
    return FALSE;
  g_assert_cmpuint (size, ==, N_BYTES);
  g_assert_true (hecha_digest_equal (&digest, &f->digest));
  return TRUE;
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

static gboolean
count_and_verify (const HechaDigest *digest, guint64 size, gpointer data)
{
  Fixture *f = ((gpointer *)data)[0];
  guint *n = ((gpointer *)data)[1];
  g_autoptr (GError) error = NULL;

  hecha_evidence_verify (f->evidence, digest, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, N_BYTES);
  ++*n;
  return TRUE;
}

/* Every file that has a digest for a name is whole; returns how many there are. */
static guint
verify_all (Fixture *f)
{
  guint n = 0;
  gpointer data[] = {f, &n};

  hecha_evidence_each (f->evidence, count_and_verify, data);
  return n;
}

static void
test_put (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = hecha_evidence_dup_path (f->evidence, &f->digest);
  g_autofree char *hex = hecha_hex_dup (f->digest.bytes, HECHA_DIGEST_BYTES);
  g_autofree char *expected = g_strdup_printf ("%s/evidence/%.2s/%s", f->dir, hex, hex);
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size = 0;
  gsize n;
  struct stat about;

  g_assert_false (hecha_evidence_has (f->evidence, &f->digest, NULL));
  g_assert_true (put_bytes (f, &error));
  g_assert_true (put_bytes (f, &error));
  g_assert_cmpstr (path, ==, expected);
  g_assert_true (g_file_get_contents (path, &stored, &n, NULL));
  g_assert_cmpmem (stored, n, f->bytes, N_BYTES);
  g_assert_cmpint (stat (path, &about), ==, 0);
  g_assert_cmpuint (about.st_mode & 07777, ==, 0400);
  g_assert_true (hecha_evidence_has (f->evidence, &f->digest, &size));
  g_assert_cmpuint (size, ==, N_BYTES);
  g_assert_cmpuint (verify_all (f), ==, 1);
  g_assert_cmpuint (count_incoming (f), ==, 0);
}

static void
test_read (Fixture *f, gconstpointer unused)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = g_malloc (N_BYTES + 1);
  gsize n;

  g_assert_null (hecha_evidence_read (f->evidence, &f->digest, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (put_bytes (f, NULL));
  stream = hecha_evidence_read (f->evidence, &f->digest, &error);
  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (stream, bytes, N_BYTES + 1, &n, NULL, NULL));
  g_assert_cmpmem (bytes, n, f->bytes, N_BYTES);
}

static void
test_empty_file (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->dir, "empty", NULL);
  g_autofree char *text = NULL;
  HechaDigest digest;
  guint64 size = 1;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_true (hecha_evidence_put_file (f->evidence, path, NULL, NULL, NULL, &digest, &size, NULL));
  text = hecha_digest_dup_text (&digest);
  g_assert_cmpstr (text, ==, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpuint (size, ==, 0);
}

static void
test_damaged (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = hecha_evidence_dup_path (f->evidence, &f->digest);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  int fd;

  g_assert_true (put_bytes (f, NULL));
  chmod (path, 0600);
  fd = open (path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, "!", 1, 300000), ==, 1);
  close (fd);
  g_assert_false (hecha_evidence_verify (f->evidence, &f->digest, NULL, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, name));
  g_clear_error (&error);
  g_assert_true (put_bytes (f, NULL));
  g_assert_true (hecha_evidence_verify (f->evidence, &f->digest, NULL, &error));
}

static void
test_remove (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (put_bytes (f, NULL));
  g_assert_true (hecha_evidence_remove (f->evidence, &f->digest, &error));
  g_assert_true (hecha_evidence_remove (f->evidence, &f->digest, &error));
  g_assert_false (hecha_evidence_has (f->evidence, &f->digest, NULL));
  g_assert_false (hecha_evidence_verify (f->evidence, &f->digest, NULL, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
}

static void
test_foreign_names (Fixture *f, gconstpointer unused)
{
  g_autofree char *hex = hecha_hex_dup (f->digest.bytes, HECHA_DIGEST_BYTES);
  g_autofree char *wrong = g_strdup_printf ("%s/evidence/00/%s", f->dir, hex);
  g_autofree char *dir = g_path_get_dirname (wrong);
  g_autofree char *odd = g_build_filename (dir, "Thumbs.db", NULL);

  g_assert_true (put_bytes (f, NULL));
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (wrong, "x", 1, NULL));
  g_assert_true (g_file_set_contents (odd, "x", 1, NULL));
  g_assert_cmpuint (verify_all (f), ==, 1);
}

/* A FIFO, a directory and nothing at all. */
static void
test_no_file (Fixture *f, gconstpointer unused)
{
  g_autofree char *fifo = g_build_filename (f->dir, "fifo", NULL);
  g_autofree char *none = g_build_filename (f->dir, "none", NULL);
  const struct
  {
    const char *path;
    HechaError code;
  } cases[] = {
    {fifo, HECHA_ERROR_INVALID},
    {f->dir, HECHA_ERROR_INVALID},
    {none, HECHA_ERROR_NOT_FOUND},
  };

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      HechaDigest digest;
      guint64 size;

      g_assert_false (
        hecha_evidence_put_file (f->evidence, cases[i].path, NULL, NULL, NULL, &digest, &size, &error));
      g_assert_error (error, HECHA_ERROR, (int)cases[i].code);
      g_assert_cmpuint (count_incoming (f), ==, 0);
    }
}

/* Somebody who appends to the file, cuts it, or writes into it while we copy. */
static void
change_source (guint64 done, guint64 total, gpointer data)
{
  const char *path = ((gpointer *)data)[0];
  guint how = GPOINTER_TO_UINT (((gpointer *)data)[1]);
  int fd = open (path, O_WRONLY);

  g_assert_cmpuint (total, ==, N_BYTES);
  if (how == 0)
    g_assert_cmpint (pwrite (fd, "more", 4, N_BYTES + (off_t)done), ==, 4);
  else if (how == 1)
    g_assert_cmpint (ftruncate (fd, 1000), ==, 0);
  else
    g_assert_cmpint (pwrite (fd, "zero", 4, 0), ==, 4);
  close (fd);
}

static void
test_changing_source (Fixture *f, gconstpointer unused)
{
  for (guint how = 0; how < 3; how++)
    {
      g_autofree char *path = g_build_filename (f->dir, "source", NULL);
      g_autoptr (GError) error = NULL;
      gpointer data[] = {path, GUINT_TO_POINTER (how)};
      HechaDigest digest;
      guint64 size;

      g_assert_true (g_file_set_contents (path, (const char *)f->bytes, N_BYTES, NULL));
      g_usleep (20000); /* lint-allow sleep: the clock of the file system ticks every few milliseconds */
      g_assert_false (
        hecha_evidence_put_file (f->evidence, path, NULL, change_source, data, &digest, &size, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_BUSY);
      g_assert_cmpuint (count_incoming (f), ==, 0);
      g_assert_cmpuint (verify_all (f), ==, 0);
    }
}

static void
cancel_at_half (guint64 done, guint64 total, gpointer data)
{
  if (done >= total / 2)
    g_cancellable_cancel (data);
}

static void
test_cancel (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->dir, "source", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  HechaDigest digest;
  guint64 size;

  g_assert_true (g_file_set_contents (path, (const char *)f->bytes, N_BYTES, NULL));
  g_assert_false (hecha_evidence_put_file (f->evidence, path, cancellable, cancel_at_half, cancellable,
                                           &digest, &size, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_incoming (f), ==, 0);
  g_assert_cmpuint (verify_all (f), ==, 0);
}

static void
test_full_disk (Fixture *f, gconstpointer unused)
{
  const struct
  {
    int code;
    const char *says;
  } cases[] = {{ENOSPC, "full"}, {EDQUOT, "full"}, {EROFS, "read-only"}, {EIO, "failed"}};

  g_assert_true (put_bytes (f, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      f->disk.calls = 0;
      f->disk.fail_at = 3; /* open, write, write */
      f->disk.code = cases[i].code;
      g_assert_false (put_bytes (f, &error));
      g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpuint (count_incoming (f), ==, 0);
    }
}

/* n = 1, 2, … until it runs through. */
static void
fault_loop_put (Fixture *f, gboolean for_ever)
{
  gboolean done = FALSE;

  for (guint n = 1; !done; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = hecha_evidence_dup_path (f->evidence, &f->digest);

      g_assert_cmpuint (n, <, 100);
      restart (f);
      f->disk.fail_at = n;
      f->disk.for_ever = for_ever;
      done = put_bytes (f, &error) && f->disk.calls < n;
      g_assert_true (done || error != NULL || f->disk.calls >= n);
      if (error != NULL)
        g_assert_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE);
      f->disk.fail_at = 0;
      g_assert_cmpuint (verify_all (f), <=, 1);
      restart (f);
      g_assert_true (put_bytes (f, NULL));
      g_assert_cmpuint (verify_all (f), ==, 1);
      g_unlink (path);
    }
}

static void
test_put_faults (Fixture *f, gconstpointer unused)
{
  fault_loop_put (f, FALSE);
  fault_loop_put (f, TRUE);
}

/* The power goes at each call; what was acknowledged before is there afterwards. */
static void
test_put_power (Fixture *f, gconstpointer unused)
{
  gboolean done = FALSE;

  for (guint n = 1; !done; n++)
    for (guint32 seed = 0; seed < 20; seed++)
      {
        g_autofree char *root = g_build_filename (f->dir, "evidence", NULL);
        gboolean told;

        restart (f);
        f->disk.fail_at = n;
        f->disk.for_ever = TRUE;
        told = put_bytes (f, NULL);
        done = told && f->disk.calls < n;
        fault_disk_cut_power (&f->disk, seed);
        restart (f);
        g_assert_cmpuint (verify_all (f), >=, told);
        g_assert_true (put_bytes (f, NULL));
        g_assert_cmpuint (verify_all (f), ==, 1);
        fault_dir_remove (root); /* so that the directories are made again, too */
      }
}

#define N_THREADS 4
#define N_PUTS    20

/* Half of what each thread puts, the others put too. */
static gpointer
put_many (gpointer data)
{
  HechaEvidence *evidence = ((gpointer *)data)[0];
  guint thread = GPOINTER_TO_UINT (((gpointer *)data)[1]);

  for (guint i = 0; i < N_PUTS; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u of %u", i, i % 2 == 0 ? 0 : thread);
      g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (text, -1, NULL);
      g_autoptr (GError) error = NULL;
      HechaDigest digest;
      guint64 size;

      hecha_evidence_put (evidence, source, NULL, NULL, NULL, &digest, &size, &error);
      g_assert_no_error (error);
      g_assert_true (hecha_evidence_verify (evidence, &digest, NULL, NULL));
    }
  return NULL;
}

static gboolean
count_one (const HechaDigest *digest, guint64 size, gpointer data)
{
  ++*(guint *)data;
  return TRUE;
}

static void
test_threads (Fixture *f, gconstpointer unused)
{
  g_autoptr (HechaEvidence) evidence = hecha_evidence_new (f->dir, hecha_env_system ());
  gpointer data[N_THREADS][2];
  GThread *threads[N_THREADS];
  guint n = 0;

  for (guint i = 0; i < N_THREADS; i++)
    {
      data[i][0] = evidence;
      data[i][1] = GUINT_TO_POINTER (i + 1);
      threads[i] = g_thread_new ("put", put_many, data[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  hecha_evidence_each (evidence, count_one, &n);
  g_assert_cmpuint (n, ==, N_PUTS / 2 + N_THREADS * N_PUTS / 2);
  g_assert_cmpuint (count_incoming (f), ==, 0);
}

#define ADD(name, function) g_test_add ("/evidence/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-file-has-its-digest-for-a-name-and-is-read-only", test_put);
  ADD ("what-was-put-can-be-read", test_read);
  ADD ("an-empty-file-is-a-file", test_empty_file);
  ADD ("a-damaged-file-is-named-and-healed-by-putting-it-again", test_damaged);
  ADD ("what-was-removed-is-gone", test_remove);
  ADD ("foreign-files-in-the-directory-are-passed-over", test_foreign_names);
  ADD ("what-is-no-file-is-refused-at-once", test_no_file);
  ADD ("a-source-that-changes-while-it-is-copied-is-noticed", test_changing_source);
  ADD ("a-cancelled-copy-leaves-nothing-behind", test_cancel);
  ADD ("a-full-disk-is-said-in-a-sentence-and-leaves-nothing-behind", test_full_disk);
  ADD ("threads-do-not-get-in-each-others-way", test_threads);
  ADD ("a-fault-at-any-call-leaves-no-half-file-under-a-digest", test_put_faults);
  ADD ("a-power-cut-at-any-call-loses-nothing-acknowledged", test_put_power);
  return g_test_run ();
}
