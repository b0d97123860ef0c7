/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-thumbnailer.h"

#include "evidence/hecha-evidence.h"
#include "fault-disk.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gexiv2/gexiv2.h>
#include <gst/gst.h>
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
load_kind (Fixture *f, const char *digest, const char *kind, int size, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  if (size > 0)
    hecha_thumbnailer_load_large_async (f->thumbnailer, digest, kind, size, NULL, loaded_cb, &answer);
  else
    hecha_thumbnailer_load_async (f->thumbnailer, digest, kind, NULL, loaded_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hecha_thumbnailer_load_finish (f->thumbnailer, answer, error);
}

static GdkTexture *
load (Fixture *f, const char *digest, GError **error)
{
  return load_kind (f, digest, "photo", 0, error);
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
expect_no_video (Fixture *f, const void *bytes, gsize n_bytes)
{
  g_autofree char *digest = put (f, bytes, n_bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (load_kind (f, digest, "video", 0, &error));
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
  expect_no_video (f, bomb->data, bomb->len);
  expect_no_video (f,
                   "\0\0\0\x18"
                   "ftypisom\0\0\2\0isomiso2\0\0\0\0mdat",
                   32);
  /* and those after it are served */
  test_small (f, NULL);
}

/* 50 megapixels, as a good telephone makes them, to look at and as a tile. */
static void
test_large (Fixture *f, gconstpointer unused)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 8660, 5773);
  g_autofree char *bytes = NULL, *digest = NULL;
  gsize n_bytes;
  g_autoptr (GdkTexture) tile = NULL, whole = NULL;
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (picture, 0x3584e4ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &bytes, &n_bytes, "jpeg", NULL, NULL));
  digest = put (f, bytes, n_bytes);
  tile = load (f, digest, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (tile), ==, 192);
  whole = load_kind (f, digest, "photo", 4096, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (whole), ==, 4096);
  g_assert_null (load_kind (f, digest, "photo", 5000, &error));
  g_assert_nonnull (error);
}

/* The colour of a pixel: R, G, B, A. */
static void
read_pixel (GdkTexture *texture, int x, int y, guint8 *rgba)
{
  gsize stride = (gsize)gdk_texture_get_width (texture) * 4;
  g_autofree guint8 *pixels = g_malloc (stride * (gsize)gdk_texture_get_height (texture));
  const guint8 *bgra = pixels + (gsize)y * stride + (gsize)x * 4;

  gdk_texture_download (texture, pixels, stride);
  rgba[0] = bgra[2];
  rgba[1] = bgra[1];
  rgba[2] = bgra[0];
  rgba[3] = bgra[3];
}

/* Blue, with the first quarter red: an upright one by where the red is and which side is longer. */
static GdkPixbuf *
make_marked_picture (void)
{
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 400, 200);
  g_autoptr (GdkPixbuf) quarter = gdk_pixbuf_new_subpixbuf (picture, 0, 0, 200, 100);

  gdk_pixbuf_fill (picture, 0x0000ffff);
  gdk_pixbuf_fill (quarter, 0xff0000ff);
  return picture;
}

/* Each of the eight ways to hold a camera. */
static void
test_orientation (Fixture *f, gconstpointer unused)
{
  static const struct
  {
    gboolean right, low;
  } red[] = {{FALSE, FALSE}, {TRUE, FALSE}, {TRUE, TRUE}, {FALSE, TRUE},
             {FALSE, FALSE}, {TRUE, FALSE}, {TRUE, TRUE}, {FALSE, TRUE}};

  for (guint i = 1; i <= 8; i++)
    {
      g_autoptr (GdkPixbuf) picture = make_marked_picture ();
      g_autofree char *path = g_strdup_printf ("%s/%u.jpg", f->dir, i);
      g_autofree char *bytes = NULL, *digest = NULL;
      g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
      g_autoptr (GdkTexture) texture = NULL;
      int width = i < 5 ? 192 : 96, height = i < 5 ? 96 : 192;
      guint8 rgba[4];
      gsize n_bytes;

      g_assert_true (gdk_pixbuf_save (picture, path, "jpeg", NULL, NULL));
      g_assert_true (gexiv2_metadata_open_path (metadata, path, NULL));
      gexiv2_metadata_try_set_orientation (metadata, (GExiv2Orientation)i, NULL);
      g_assert_true (gexiv2_metadata_save_file (metadata, path, NULL));
      g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
      digest = put (f, bytes, n_bytes);
      texture = load (f, digest, NULL);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
      read_pixel (texture, width * (red[i - 1].right ? 3 : 1) / 4, height * (red[i - 1].low ? 3 : 1) / 4,
                  rgba);
      g_assert_cmpint (rgba[0], >, rgba[2] + 100);
    }
}

/* What telephones write: 64 x 32 pixels, red above and blue below. */
static void
test_heif (Fixture *f, gconstpointer unused)
{
  static const char words[]
    = "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
      "AAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAIAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHOAAEAAAAAAAAALgACAAEA"
      "AAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAA"
      "AADVaXBycAAAALNpcGNvAAAAc2h2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAe"
      "ugJAIQABACdCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprmwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAA"
      "AEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAACAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAa"
      "aXJlZgAAAAAAAAAOZGltZwACAAEAAQAAADZtZGF0AAAAKigBr1jnABMlbQSKONTSAk1fvc/FkPcTCYfZMLpgGdKcvur/thP/"
      "e/qi/w==";
  gsize n_bytes;
  g_autofree guchar *bytes = g_base64_decode (words, &n_bytes);
  g_autofree char *digest = put (f, bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = load (f, digest, &error);
  guint8 above[4], below[4];

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 64);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 32);
  read_pixel (texture, 32, 2, above);
  read_pixel (texture, 32, 29, below);
  g_assert_cmpint (above[0], >, above[2] + 100);
  g_assert_cmpint (below[2], >, below[0] + 100);
}

static void
fill_with_noise (GdkPixbuf *picture)
{
  guint n = (guint)gdk_pixbuf_get_rowstride (picture) * (guint)gdk_pixbuf_get_height (picture);
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  guint8 *pixels = gdk_pixbuf_get_pixels (picture);

  for (guint i = 0; i < n; i++)
    pixels[i] = (guint8)g_rand_int (chance);
}

/* A photograph that was cut off, or written over here and there: some of it or nothing, and an answer each time. */
static void
test_damaged (Fixture *f, gconstpointer unused)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 320, 240);
  g_autoptr (GRand) chance = g_rand_new_with_seed (9);
  g_autofree char *whole = NULL;
  gsize n_bytes;

  fill_with_noise (picture);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &whole, &n_bytes, "jpeg", NULL, NULL));
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *bytes = g_memdup2 (whole, n_bytes), *digest = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkTexture) texture = NULL;

      for (guint k = 0; k < 8 * i; k++)
        bytes[g_rand_int_range (chance, 2, (gint32)n_bytes)] = (char)g_rand_int (chance);
      digest = put (f, bytes, i % 2 == 0 ? n_bytes : n_bytes * i / 16);
      texture = load (f, digest, &error);
      g_assert_true ((texture != NULL) != (error != NULL));
    }
  test_small (f, NULL);
}

static char *
make_video (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->dir, "film.mkv", NULL);
  g_autofree char *words
    = g_strdup_printf ("videotestsrc num-buffers=10 ! video/x-raw,width=320,height=180 ! "
                       "jpegenc ! matroskamux ! filesink location=%s",
                       path);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) end = NULL;
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  gst_init (NULL, NULL);
  pipeline = gst_parse_launch (words, &error);
  g_assert_no_error (error);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  end = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_cmpint (GST_MESSAGE_TYPE (end), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  return put (f, bytes, n_bytes);
}

static void
test_video (Fixture *f, gconstpointer unused)
{
  g_autofree char *digest = NULL, *bwrap = g_find_program_in_path ("bwrap");
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  if (bwrap == NULL)
    {
      g_test_skip ("videos are only looked into in a sandbox, and there is none");
      return;
    }
  digest = make_video (f);
  texture = load_kind (f, digest, "video", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 192);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 108);
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
  g_test_add ("/thumbnailer/fifty-megapixels", Fixture, NULL, set_up, test_large, tear_down);
  g_test_add ("/thumbnailer/turns-it-as-the-camera-was-held", Fixture, NULL, set_up, test_orientation,
              tear_down);
  g_test_add ("/thumbnailer/what-telephones-write", Fixture, NULL, set_up, test_heif, tear_down);
  g_test_add ("/thumbnailer/a-damaged-photograph-is-shown-or-not", Fixture, NULL, set_up, test_damaged,
              tear_down);
  g_test_add ("/thumbnailer/one-picture-of-a-video", Fixture, NULL, set_up, test_video, tear_down);
  g_test_add ("/thumbnailer/serves-again-what-it-has", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
