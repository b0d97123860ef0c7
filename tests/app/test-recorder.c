/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-recorder.h"

#include "base/hecha-error.h"
#include "evidence/hecha-media.h"
#include "fault-disk.h"

#include <glib/gstdio.h>

/* 2026-06-30 08:15:02 in China. */
#define NOW_MS G_GINT64_CONSTANT (1782778502000)

typedef struct
{
  char *dir;               /* (owned) */
  char *path;              /* (owned) */
  HechaRecorder *recorder; /* (owned) of the test picture and tone */
  guint n_frames;
  gboolean finished;
  GError *error; /* (owned) (nullable) */
} Fixture;

static void
frame_cb (HechaRecorder *recorder, GdkTexture *texture, Fixture *f)
{
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 1280);
  f->n_frames++;
}

static void
finished_cb (HechaRecorder *recorder, const GError *error, Fixture *f)
{
  f->finished = TRUE;
  f->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = fault_dir_make ();
  f->path = g_build_filename (f->dir, "made", NULL);
  f->recorder = hecha_recorder_new ("test");
  g_signal_connect (f->recorder, "frame", G_CALLBACK (frame_cb), f);
  g_signal_connect (f->recorder, "finished", G_CALLBACK (finished_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_assert_finalize_object (f->recorder);
  g_clear_error (&f->error);
  fault_dir_remove (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

static void
start (Fixture *f, HechaRecorderKind kind)
{
  g_autoptr (GError) error = NULL;

  hecha_recorder_start (f->recorder, kind, f->path, &error);
  g_assert_no_error (error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static void
check_media (Fixture *f, const char *kind, HechaMedia *media)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hecha_media_read (media, f->path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (media->type.kind, ==, kind);
  g_assert_null (media->undecodable);
}

static void
test_photo (Fixture *f, gconstpointer unused)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (HechaMedia) media = {0};
  gint64 ms;
  g_autoptr (GDateTime) taken = NULL;

  start (f, HECHA_RECORDER_PHOTO);
  while (f->n_frames == 0)
    g_main_context_iteration (NULL, TRUE);
  hecha_recorder_take_async (f->recorder, f->path, NOW_MS, done_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (hecha_recorder_take_finish (answer, &error));
  g_assert_no_error (error);
  check_media (f, "photo", &media);
  g_assert_cmpuint (media.width, ==, 1280);
  taken = g_date_time_new_from_iso8601 (media.captured_at, NULL);
  ms = g_date_time_to_unix (taken) * 1000;
  g_assert_cmpint (ms, ==, NOW_MS);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
has_begun (Fixture *f, HechaRecorderKind kind)
{
  GStatBuf about;

  return g_stat (f->path, &about) == 0 && about.st_size > 512
         && (kind == HECHA_RECORDER_SOUND || f->n_frames > 5);
}

/* Until the file has begun; then to its end. */
static void
record (Fixture *f, HechaRecorderKind kind)
{
  guint wake = g_timeout_add (20, wake_cb, NULL);

  start (f, kind);
  while (!has_begun (f, kind))
    g_main_context_iteration (NULL, TRUE);
  hecha_recorder_stop (f->recorder);
  while (!f->finished)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
  g_assert_no_error (f->error);
}

static void
test_film (Fixture *f, gconstpointer unused)
{
  g_auto (HechaMedia) media = {0};

  record (f, HECHA_RECORDER_VIDEO);
  check_media (f, "video", &media);
}

static void
test_sound (Fixture *f, gconstpointer unused)
{
  g_auto (HechaMedia) media = {0};

  record (f, HECHA_RECORDER_SOUND);
  check_media (f, "audio", &media);
}

static void
test_no_camera (Fixture *f, gconstpointer unused)
{
  HechaRecorder *recorder = hecha_recorder_new ("/dev/no-camera");
  g_autoptr (GError) error = NULL;

  g_signal_connect (recorder, "finished", G_CALLBACK (finished_cb), f);
  g_assert_true (hecha_recorder_start (recorder, HECHA_RECORDER_PHOTO, NULL, &error));
  while (!f->finished)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (f->error);
  g_assert_finalize_object (recorder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/recorder/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-photograph-with-the-time-in-it", test_photo);
  ADD ("a-film-with-sound", test_film);
  ADD ("sound-alone", test_sound);
  ADD ("says-when-there-is-no-camera", test_no_camera);
  return g_test_run ();
}
