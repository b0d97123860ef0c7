/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-fixture.h"
#include "hecha-attaching.h"

#include "base/hecha-error.h"
#include "evidence/hecha-evidence.h"
#include "hecha-sample-data.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gexiv2/gexiv2.h>
#include <glib/gstdio.h>
#include <sys/resource.h>

static void
finished_cb (HechaAttaching *attaching, const GError *error, gpointer user_data)
{
  GError **told = user_data;

  *told
    = error != NULL ? g_error_copy (error) : g_error_new_literal (HECHA_ERROR, HECHA_ERROR_STOPPED, "done");
}

/* Until it is finished; what it said, %NULL when all went well. */
static GError *
run (HechaAttaching *attaching)
{
  GError *told = NULL;

  g_signal_connect (attaching, "finished", G_CALLBACK (finished_cb), &told);
  hecha_attaching_start (attaching);
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (g_error_matches (told, HECHA_ERROR, HECHA_ERROR_STOPPED))
    g_clear_error (&told);
  return told;
}

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_sample_data_load (store, FIELD_SCOPE, FIELD_SAMPLE, error);
}

static HechaSampleData *
load (FieldFixture *f)
{
  g_autoptr (GError) error = NULL;
  HechaSampleData *data = field_fixture_run (f, load_work, NULL, &error);

  g_assert_no_error (error);
  return data;
}

static char *
write_file (FieldFixture *f, const char *name, const char *text, gssize length)
{
  char *path = g_build_filename (f->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
  return path;
}

static void
add (HechaAttaching *attaching, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  hecha_attaching_add (attaching, file);
}

static HechaAttaching *
attaching_new (FieldFixture *f)
{
  return hecha_attaching_new (f->worker, hecha_env_system (), FIELD_SAMPLE, "照片");
}

static void
test_many (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaAttaching) attaching = attaching_new (f);
  g_autoptr (HechaSampleData) data = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i), *path = write_file (f, name, name, -1);

      add (attaching, path);
    }
  error = run (attaching);
  g_assert_no_error (error);
  g_assert_cmpuint (hecha_attaching_get_n_recorded (attaching), ==, 60);
  data = load (f);
  g_assert_cmpuint (data->assignment->evidence->len, ==, 60);
}

/* What cannot be read is named; the others are there. */
static void
test_one_is_gone (FieldFixture *f, gconstpointer unused)
{
  g_autoptr (HechaAttaching) attaching = attaching_new (f);
  g_autofree char *here = write_file (f, "here.txt", "here", -1);
  g_autofree char *gone = g_build_filename (f->dir, "gone.txt", NULL);
  g_autoptr (HechaSampleData) data = NULL;
  g_autoptr (GError) error = NULL;

  add (attaching, gone);
  add (attaching, here);
  error = run (attaching);
  g_assert_nonnull (strstr (error->message, "gone.txt"));
  g_assert_null (strstr (error->message, "here.txt"));
  data = load (f);
  g_assert_cmpuint (data->assignment->evidence->len, ==, 1);
}

static void
test_again (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *path = write_file (f, "a.txt", "a", -1);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HechaAttaching) attaching = attaching_new (f);
      g_autoptr (GError) error = NULL;

      add (attaching, path);
      error = run (attaching);
      g_assert_no_error (error);
      g_assert_cmpuint (hecha_attaching_get_n_known (attaching), ==, i);
    }
}

static void
test_made (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *path = write_file (f, "made-1", "picture", -1);
  g_autofree char *hex = g_strnfill (64, 'a'), *original = g_strconcat ("sha256:", hex, NULL);
  g_autoptr (HechaAttaching) attaching = attaching_new (f);
  g_autoptr (HechaSampleData) data = NULL;
  g_autoptr (GError) error = NULL;
  const HechaRecord *evidence;

  hecha_attaching_add_made (attaching, path, "裂缝.jpg", original);
  error = run (attaching);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  data = load (f);
  evidence = data->assignment->evidence->pdata[0];
  g_assert_cmpstr (hecha_record_get (evidence, "name"), ==, "裂缝.jpg");
  g_assert_cmpstr (hecha_record_get (evidence, "derived_from"), ==, original);
}

static void
test_stopped (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *path = write_file (f, "a.txt", "a", -1);
  g_autoptr (HechaAttaching) attaching = attaching_new (f);
  g_autoptr (HechaSampleData) data = NULL;
  g_autoptr (GError) error = NULL;

  add (attaching, path);
  hecha_attaching_cancel (attaching);
  error = run (attaching);
  g_assert_no_error (error);
  data = load (f);
  g_assert_cmpuint (data->assignment->evidence->len, ==, 0);
}

/* Two gibibytes that call themselves a video: copied in bounded memory, and evidence like anything else. */
static void
test_huge (FieldFixture *f, gconstpointer unused)
{
  static const char head[] = "\0\0\0\x18"
                             "ftypisom\0\0\2\0isomiso2";
  g_autofree char *path = write_file (f, "huge.mp4", head, sizeof head - 1);
  g_autoptr (HechaAttaching) attaching = attaching_new (f);
  g_autoptr (HechaSampleData) data = NULL;
  g_autoptr (GError) error = NULL;
  struct rusage before, after;

  if (g_getenv ("HECHA_SANITIZED") != NULL)
    {
      g_test_skip ("two gibibytes take too long here");
      return;
    }
  g_assert_cmpint (truncate (path, G_GINT64_CONSTANT (2) << 30), ==, 0);
  getrusage (RUSAGE_SELF, &before);
  add (attaching, path);
  error = run (attaching);
  g_assert_no_error (error);
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 32 * 1024); /* KiB */
  data = load (f);
  g_assert_cmpstr (hecha_record_get (data->assignment->evidence->pdata[0], "kind"), ==, "video");
  g_assert_cmpstr (hecha_record_get (data->assignment->evidence->pdata[0], "size"), ==, "2147483648");
}

/* A photograph with a place in it, of a camera that was held another way up. */
static char *
write_photograph (FieldFixture *f)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 64, 48);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  char *path = g_build_filename (f->dir, "photograph.jpg", NULL);

  gdk_pixbuf_fill (picture, 0x3584e4ff);
  g_assert_true (gdk_pixbuf_save (picture, path, "jpeg", NULL, NULL));
  g_assert_true (gexiv2_metadata_open_path (metadata, path, NULL));
  g_assert_true (gexiv2_metadata_try_set_gps_info (metadata, 106.7135, 26.5783, 1071, NULL));
  gexiv2_metadata_try_set_orientation (metadata, GEXIV2_ORIENTATION_ROT_90, NULL);
  g_assert_true (gexiv2_metadata_save_file (metadata, path, NULL));
  return path;
}

static const HechaRecord *
find_evidence (const HechaSampleData *data, const char *name)
{
  for (guint i = 0; i < data->assignment->evidence->len; i++)
    {
      const HechaRecord *record = data->assignment->evidence->pdata[i];

      if (g_strcmp0 (hecha_record_get (record, "name"), name) == 0)
        return record;
    }
  g_assert_not_reached ();
}

/* Files that nobody here made become evidence as they are: what is in them is read, what lies or is damaged is kept. */
static void
test_foreign (FieldFixture *f, gconstpointer unused)
{
  g_autofree char *photograph = write_photograph (f), *bytes = NULL;
  g_autofree char *zip = write_file (f, "zip.jpg", "PK\3\4photo PK\5\6\0\0", 17);
  g_autofree char *empty = write_file (f, "empty.jpg", "", 0);
  g_autofree char *cut = NULL;
  g_autoptr (HechaAttaching) attaching = attaching_new (f);
  g_autoptr (HechaSampleData) data = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (photograph, &bytes, &n_bytes, NULL));
  cut = write_file (f, "cut.jpg", bytes, (gssize)n_bytes * 3 / 4);
  add (attaching, photograph);
  add (attaching, zip);
  add (attaching, empty);
  add (attaching, cut);
  error = run (attaching);
  g_assert_no_error (error);
  data = load (f);
  g_assert_cmpuint (data->assignment->evidence->len, ==, 4);
  g_assert_cmpstr (hecha_record_get (find_evidence (data, "photograph.jpg"), "kind"), ==, "photo");
  g_assert_cmpint (hecha_record_get_int (find_evidence (data, "photograph.jpg"), "latitude", 0), ==,
                   265783000);
  g_assert_null (hecha_record_get (find_evidence (data, "photograph.jpg"), "undecodable"));
  g_assert_cmpstr (hecha_record_get (find_evidence (data, "zip.jpg"), "kind"), !=, "photo");
  g_assert_cmpstr (hecha_record_get (find_evidence (data, "empty.jpg"), "size"), ==, "0");
  g_assert_nonnull (hecha_record_get (find_evidence (data, "cut.jpg"), "undecodable"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                  \
  g_test_add ("/attaching/" name, FieldFixture, NULL, field_fixture_set_up, function, field_fixture_tear_down)
  ADD ("many-files-become-evidence", test_many);
  ADD ("one-that-is-gone-stops-no-other", test_one_is_gone);
  ADD ("the-same-again-is-known", test_again);
  ADD ("what-was-made-here-is-taken-away", test_made);
  ADD ("stopped-leaves-nothing", test_stopped);
  ADD ("what-nobody-here-made-is-kept-as-it-is", test_foreign);
  ADD ("two-gibibytes-in-bounded-memory", test_huge);
  return g_test_run ();
}
