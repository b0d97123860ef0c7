/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-thumbnailer.h"

#include "evidence/hecha-evidence.h"
#include "fault-disk.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <zlib.h>

typedef struct
{
  char *dir;                     /* (owned) */
  HechaEvidence *evidence;       /* (owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = fault_dir_make ();
  f->evidence = hecha_evidence_new (f->dir, hecha_env_system ());
  f->thumbnailer = hecha_thumbnailer_new (f->dir, hecha_env_system ());
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_assert_finalize_object (f->thumbnailer);
  hecha_evidence_free (f->evidence);
  fault_dir_remove (f->dir);
  g_free (f->dir);
}

static char *
put (Fixture *f, const void *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (bytes, (gssize)n_bytes, NULL);
  HechaDigest digest;
  guint64 size;

  hecha_evidence_put (f->evidence, stream, NULL, NULL, NULL, &digest, &size, &error);
  g_assert_no_error (error);
  return hecha_digest_dup_text (&digest);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GdkTexture *
load (Fixture *f, const char *digest, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  hecha_thumbnailer_load_async (f->thumbnailer, digest, NULL, loaded_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hecha_thumbnailer_load_finish (f->thumbnailer, answer, error);
}

static void
test_small (Fixture *f, gconstpointer unused)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 800, 400);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  g_autofree char *digest = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_pixbuf_fill (picture, 0x3584e4ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &bytes, &n_bytes, "jpeg", NULL, NULL));
  digest = put (f, bytes, n_bytes);
  texture = load (f, digest, NULL);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 192);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 96);
}

static void
append_chunk (GByteArray *png, const char *name, const guint8 *data, guint32 length)
{
  guint32 size = GUINT32_TO_BE (length), crc;
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, (const guint8 *)name, 4);
  g_byte_array_append (body, data, length);
  crc = GUINT32_TO_BE ((guint32)crc32 (0, body->data, body->len));
  g_byte_array_append (png, (const guint8 *)&size, 4);
  g_byte_array_append (png, body->data, body->len);
  g_byte_array_append (png, (const guint8 *)&crc, 4);
}

/* Less than 1 KiB that wants to be 14 GB. */
static GByteArray *
make_bomb (void)
{
  static const guint8 header[] = {0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 6, 0, 0, 0};
  static const guint8 data[] = {0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01};
  GByteArray *png = g_byte_array_new ();

  g_byte_array_append (png, (const guint8 *)"\x89PNG\r\n\x1a\n", 8);
  append_chunk (png, "IHDR", header, sizeof header);
  append_chunk (png, "IDAT", data, sizeof data);
  append_chunk (png, "IEND", NULL, 0);
  return png;
}

static void
expect_failure (Fixture *f, const void *bytes, gsize n_bytes)
{
  g_autofree char *digest = put (f, bytes, n_bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (f, digest, &error));
  g_assert_nonnull (error);
}

static void
test_hostile (Fixture *f, gconstpointer unused)
{
  static const char zip[] = "PK\003\004 a zip, whatever its name says";
  g_autoptr (GByteArray) bomb = make_bomb ();

  expect_failure (f, bomb->data, bomb->len);
  expect_failure (f, zip, sizeof zip - 1);
  expect_failure (f, "\xff\xd8\xff", 3);
  expect_failure (f, "", 0);
  /* and those after it are served */
  test_small (f, NULL);
}

static void
test_many (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 8; i++)
    test_small (f, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/thumbnailer/makes-it-small-and-keeps-its-shape", Fixture, NULL, set_up, test_small,
              tear_down);
  g_test_add ("/thumbnailer/a-hostile-file-costs-one-picture", Fixture, NULL, set_up, test_hostile,
              tear_down);
  g_test_add ("/thumbnailer/serves-again-what-it-has", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
