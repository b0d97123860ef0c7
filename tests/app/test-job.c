/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"

#include "evidence/hecha-attachment.h"
#include "hecha-job.h"

#include <glib/gstdio.h>

/* The deed is told what was copied in; nothing is copied while it has the store. */
static gboolean
count_deed (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  GPtrArray *files = hecha_job_get_files (job);
  const HechaAttachment *first = files->len > 0 ? g_ptr_array_index (files, 0) : NULL;

  hecha_job_say (job, g_strdup_printf ("%u %s", files->len, first != NULL ? first->name : "-"));
  return TRUE;
}

typedef struct
{
  gboolean done;
  char *answer;
  GError *error;
} Told;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Told *told = user_data;

  told->answer = hecha_store_worker_run_finish (NULL, result, &told->error);
  told->done = TRUE;
}

static Told
run (FieldFixture *f, const char *path)
{
  HechaJob *job = hecha_job_new (count_deed, NULL);
  Told told = {FALSE, NULL, NULL};

  if (path != NULL)
    hecha_job_add (job, "files", path);
  hecha_job_run (job, f->worker, done_cb, &told);
  while (!told.done)
    g_main_context_iteration (NULL, TRUE);
  return told;
}

static void
test_files (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->dir, "复查.txt", NULL);
  Told told;

  g_assert_true (g_file_set_contents (path, "看过了", -1, NULL));
  told = run (f, path);
  g_assert_no_error (told.error);
  g_assert_cmpstr (told.answer, ==, "1 复查.txt");
  g_free (told.answer);
}

static void
test_no_files (FieldFixture *f, gconstpointer unused)
{
  Told told = run (f, NULL);

  g_assert_no_error (told.error);
  g_assert_cmpstr (told.answer, ==, "0 -");
  g_free (told.answer);
}

static void
test_missing_file (FieldFixture *f, gconstpointer unused)
{
  Told told = run (f, "/nowhere/复查.txt");

  g_assert_null (told.answer);
  g_assert_nonnull (told.error);
  g_error_free (told.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/job/files-are-copied-in-before-it-is-done", FieldFixture, NULL, field_fixture_set_up,
              test_files, field_fixture_tear_down);
  g_test_add ("/job/without-files-is-done-at-once", FieldFixture, NULL, field_fixture_set_up, test_no_files,
              field_fixture_tear_down);
  g_test_add ("/job/is-not-done-when-a-file-cannot-be-read", FieldFixture, NULL, field_fixture_set_up,
              test_missing_file, field_fixture_tear_down);
  return g_test_run ();
}
