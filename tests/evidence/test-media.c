/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-media.h"

#include "base/hecha-error.h"
#include "fault-disk.h"

#include <gexiv2/gexiv2.h>
#include <string.h>

/* A grey picture, 2 x 3 pixels. */
static const guint8 jpeg[] = {
  0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01, 0x00, 0x01,
  0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x10, 0x0b, 0x0c, 0x0e, 0x0c, 0x0a, 0x10, 0x0e, 0x0d, 0x0e, 0x12,
  0x11, 0x10, 0x13, 0x18, 0x28, 0x1a, 0x18, 0x16, 0x16, 0x18, 0x31, 0x23, 0x25, 0x1d, 0x28, 0x3a, 0x33, 0x3d,
  0x3c, 0x39, 0x33, 0x38, 0x37, 0x40, 0x48, 0x5c, 0x4e, 0x40, 0x44, 0x57, 0x45, 0x37, 0x38, 0x50, 0x6d, 0x51,
  0x57, 0x5f, 0x62, 0x67, 0x68, 0x67, 0x3e, 0x4d, 0x71, 0x79, 0x70, 0x64, 0x78, 0x5c, 0x65, 0x67, 0x63, 0xff,
  0xc0, 0x00, 0x0b, 0x08, 0x00, 0x03, 0x00, 0x02, 0x01, 0x01, 0x11, 0x00, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0xff, 0xc4,
  0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x00, 0x00, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x1f, 0xff, 0xd9,
};

typedef struct
{
  char *dir;  /* (owned) */
  char *path; /* (owned) with a name that lies */
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = fault_dir_make ();
  f->path = g_build_filename (f->dir, "minutes.pdf", NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  fault_dir_remove (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

static void
write_file (Fixture *f, const void *bytes, gsize n)
{
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize)n, NULL));
}

/* Writes the picture with these tags: name, value, name, value … */
static void
write_photo (Fixture *f, const char *const *tags)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;

  write_file (f, jpeg, sizeof jpeg);
  gexiv2_metadata_open_path (metadata, f->path, &error);
  g_assert_no_error (error);
  for (guint i = 0; tags[i] != NULL; i += 2)
    {
      gexiv2_metadata_try_set_tag_string (metadata, tags[i], tags[i + 1], &error);
      g_assert_no_error (error);
    }
  gexiv2_metadata_save_file (metadata, f->path, &error);
  g_assert_no_error (error);
}

static void
test_magic (void)
{
  const struct
  {
    const char *bytes;
    gsize n_bytes;
    const char *kind;
    const char *mime;
  } cases[] = {
#define CASE(bytes, kind, mime) {bytes, sizeof bytes - 1, kind, mime}
    CASE ("\xff\xd8\xff\xe1", "photo", "image/jpeg"),
    CASE ("\x89PNG\r\n\x1a\n", "photo", "image/png"),
    CASE ("RIFF\x10\0\0\0WEBPVP8 ", "photo", "image/webp"),
    CASE ("RIFF\x10\0\0\0WAVEfmt ", "audio", "audio/x-wav"),
    CASE ("\0\0\0\x18"
          "ftypheic\0\0\0\0",
          "photo", "image/heic"),
    CASE ("\0\0\0\x18"
          "ftypmif1\0\0\0\0",
          "photo", "image/heif"),
    CASE ("\0\0\0\x18"
          "ftypisom\0\0\0\0",
          "video", "video/mp4"),
    CASE ("\0\0\0\x18"
          "ftypqt  \0\0\0\0",
          "video", "video/quicktime"),
    CASE ("\0\0\0\x18"
          "ftypM4A \0\0\0\0",
          "audio", "audio/mp4"),
    CASE ("%PDF-1.7\n", "document", "application/pdf"),
    CASE ("PK\3\4 [Content_Types].xml word/document.xml", "document",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    CASE ("PK\3\4 OFD.xml Doc_0/", "document", "application/ofd"),
    CASE ("PK\3\4 photo.jpg", "file", "application/zip"),
    CASE ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "application/x-ole-storage"),
    CASE ("ID3\3", "audio", "audio/mpeg"),
    CASE ("#!AMR\n", "audio", "audio/AMR"),
    CASE ("村管网现状摸底", "document", "text/plain"),
    CASE ("村管网\xe7\x8e", "document", "text/plain"),
    CASE ("GIF89", "document", "text/plain"),
    CASE ("\1\2\0\3", "file", "application/octet-stream"),
    CASE ("", "file", "application/octet-stream"),
#undef CASE
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *exact = g_memdup2 (cases[i].bytes, cases[i].n_bytes);
      HechaMediaType type = hecha_media_sniff (exact, cases[i].n_bytes);

      g_assert_cmpstr (type.mime, ==, cases[i].mime);
      g_assert_cmpstr (type.kind, ==, cases[i].kind);
    }
}

static void
test_photo (Fixture *f, gconstpointer unused)
{
  const char *tags[] = {
    "Exif.Photo.DateTimeOriginal",
    "2026:06:30 08:15:02",
    "Exif.Photo.OffsetTimeOriginal",
    "+08:00",
    "Exif.Image.Make",
    "Nikon ",
    "Exif.Image.Model",
    "COOLPIX P6000",
    "Exif.Image.Orientation",
    "6",
    "Exif.GPSInfo.GPSLatitude",
    "26/1 38/1 1234/100",
    "Exif.GPSInfo.GPSLatitudeRef",
    "N",
    "Exif.GPSInfo.GPSLongitude",
    "106/1 423456/10000 0/1",
    "Exif.GPSInfo.GPSLongitudeRef",
    "E",
    "Exif.GPSInfo.GPSAltitude",
    "12345/10",
    "Exif.GPSInfo.GPSHPositioningError",
    "47/10",
    NULL,
  };
  g_auto (HechaMedia) media = {{NULL}};
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;

  write_photo (f, tags);
  g_assert_true (g_file_get_contents (f->path, &before, &n_before, NULL));
  g_assert_true (hecha_media_read (&media, f->path, &error));
  g_assert_cmpstr (media.type.mime, ==, "image/jpeg");
  g_assert_null (media.undecodable);
  g_assert_cmpstr (media.captured_at, ==, "2026-06-30T08:15:02+08:00");
  g_assert_cmpstr (media.camera, ==, "Nikon COOLPIX P6000");
  g_assert_cmpuint (media.orientation, ==, 6);
  g_assert_cmpuint (media.width, ==, 2);
  g_assert_cmpuint (media.height, ==, 3);
  g_assert_true (media.has_place);
  g_assert_cmpint (media.latitude, ==, 266367611);   /* 26 + 38 / 60 + 12.34 / 3600 = 26.63676111 */
  g_assert_cmpint (media.longitude, ==, 1067057600); /* 106 + 42.3456 / 60 */
  g_assert_true (media.has_altitude);
  g_assert_cmpint (media.altitude_mm, ==, 1234500);
  g_assert_true (media.has_accuracy);
  g_assert_cmpint (media.accuracy_mm, ==, 4700);
  g_assert_true (g_file_get_contents (f->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

/* gexiv2 gives no coordinate at all when there is no altitude. */
static void
test_place_without_altitude (Fixture *f, gconstpointer unused)
{
  const char *tags[] = {
    "Exif.GPSInfo.GPSLatitude",
    "33/1 51/1 0/1",
    "Exif.GPSInfo.GPSLatitudeRef",
    "S",
    "Exif.GPSInfo.GPSLongitude",
    "70/1 30/1 5/1000",
    "Exif.GPSInfo.GPSLongitudeRef",
    "W",
    NULL,
  };
  g_auto (HechaMedia) media = {{NULL}};

  write_photo (f, tags);
  g_assert_true (hecha_media_read (&media, f->path, NULL));
  g_assert_true (media.has_place);
  g_assert_false (media.has_altitude);
  g_assert_cmpint (media.latitude, ==, -338500000);
  g_assert_cmpint (media.longitude, ==, -705000014) /* 13.9 of the last place */;
}

static void
test_impossible_values (Fixture *f, gconstpointer unused)
{
  const char *const cases[][9] = {
    {"Exif.GPSInfo.GPSLatitude", "91/1 0/1 0/1", "Exif.GPSInfo.GPSLatitudeRef", "N",
     "Exif.GPSInfo.GPSLongitude", "1/1 0/1 0/1", "Exif.GPSInfo.GPSLongitudeRef", "E"},
    {"Exif.GPSInfo.GPSLatitude", "1/0 0/1 0/1", "Exif.GPSInfo.GPSLatitudeRef", "N",
     "Exif.GPSInfo.GPSLongitude", "1/1 0/1 0/1", "Exif.GPSInfo.GPSLongitudeRef", "E"},
    {"Exif.GPSInfo.GPSLatitude", "90/1 59/1 59/1", "Exif.GPSInfo.GPSLatitudeRef", "N",
     "Exif.GPSInfo.GPSLongitude", "1/1 0/1 0/1", "Exif.GPSInfo.GPSLongitudeRef", "E"},
    {"Exif.GPSInfo.GPSLatitude", "9/1 0/1 0/1", "Exif.GPSInfo.GPSLatitudeRef", "N",
     "Exif.GPSInfo.GPSLongitude", "4294967295/1 4294967295/1 4294967295/1", "Exif.GPSInfo.GPSLongitudeRef",
     "E"},
    {"Exif.GPSInfo.GPSLatitude", "9/1 0/1 0/1", "Exif.GPSInfo.GPSLongitude", "1/1 0/1 0/1"},
    {"Exif.GPSInfo.GPSLatitude", "9/1 60/1 0/1", "Exif.GPSInfo.GPSLatitudeRef", "N",
     "Exif.GPSInfo.GPSLongitude", "1/1 0/1 0/1", "Exif.GPSInfo.GPSLongitudeRef", "E"},
    {"Exif.Photo.DateTimeOriginal", "0000:00:00 00:00:00"},
    {"Exif.Photo.DateTimeOriginal", "2026:02:20 24:00:00"},
    {"Exif.Photo.DateTimeOriginal", "2026:02:30 08:00:00"},
    {"Exif.Photo.DateTimeOriginal", "yesterday, at noon "},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (HechaMedia) media = {{NULL}};

      write_photo (f, cases[i]);
      g_assert_true (hecha_media_read (&media, f->path, NULL));
      g_assert_false (media.has_place);
      g_assert_null (media.captured_at);
      g_assert_null (media.undecodable);
    }
}

static void
test_camera_name (Fixture *f, gconstpointer unused)
{
  g_autofree char *hostile = g_strdup_printf ("Canon\x1b[2J\xe2\x80\xae EOS\n\xff%0500d", 7);
  const char *tags[] = {"Exif.Image.Make", "Canon", "Exif.Image.Model", hostile, NULL};
  g_auto (HechaMedia) media = {{NULL}};

  write_photo (f, tags);
  g_assert_true (hecha_media_read (&media, f->path, NULL));
  g_assert_true (g_str_has_prefix (media.camera, "Canon[2J EOS000"));
  g_assert_cmpuint (strlen (media.camera), ==, 100);
}

/* A picture that was cut off anywhere behind its beginning is kept and marked. */
static void
test_cut_off (Fixture *f, gconstpointer unused)
{
  for (gsize n = 3; n < sizeof jpeg; n++)
    {
      g_auto (HechaMedia) media = {{NULL}};
      g_autoptr (GError) error = NULL;

      write_file (f, jpeg, n);
      g_assert_true (hecha_media_read (&media, f->path, &error));
      g_assert_cmpstr (media.type.mime, ==, "image/jpeg");
      g_assert_nonnull (media.undecodable);
    }
}

static void
test_structure (Fixture *f, gconstpointer unused)
{
  static const char cut[] = "the file is cut off", damaged[] = "the file is damaged";
  const struct
  {
    const char *bytes;
    gsize n_bytes;
    const char *reason;
  } cases[] = {
#define CASE(bytes, reason) {bytes, sizeof bytes - 1, reason}
    CASE ("%PDF-1.7\nxxx\n%%EOF\n", NULL),
    CASE ("%PDF-1.7\nxxx\n", cut),
    CASE ("PK\3\4photo PK\5\6\0\0", NULL),
    CASE ("PK\3\4photo", cut),
    CASE ("RIFF\x06\0\0\0WAVEfm", NULL),
    CASE ("RIFF\x07\0\0\0WAVEfm", cut),
    CASE ("\0\0\0\x10"
          "ftypisomxxxx\0\0\0\0mdat",
          NULL),
    CASE ("\0\0\0\x10"
          "ftypisomxxxx\0\0\0\x09mdat!",
          NULL),
    CASE ("\0\0\0\x10"
          "ftypisomxxxx\0\0\0\x0amdat!",
          cut),
    CASE ("\0\0\0\x10"
          "ftypisomxxxx\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff",
          cut),
    CASE ("\0\0\0\x10"
          "ftypisomxxxx\0\0\0\x04mdat",
          damaged),
    CASE ("some words", NULL),
#undef CASE
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (HechaMedia) media = {{NULL}};

      write_file (f, cases[i].bytes, cases[i].n_bytes);
      g_assert_true (hecha_media_read (&media, f->path, NULL));
      g_assert_cmpstr (media.undecodable, ==, cases[i].reason);
    }
}

/* The two bytes of the end marker lie on either side of what is read at once. */
static void
test_jpeg_end (Fixture *f, gconstpointer unused)
{
  const gsize scan = sizeof jpeg - 13, block = 64 * 1024;

  g_assert_cmpuint (jpeg[scan + 1], ==, 0xda);
  for (gsize at = block - 2; at <= block; at++)
    {
      g_autofree guint8 *bytes = g_malloc0 (scan + at + 2);
      g_auto (HechaMedia) media = {{NULL}};

      memcpy (bytes, jpeg, sizeof jpeg - 2);
      memcpy (bytes + scan + at, "\xff\xd9", 2);
      write_file (f, bytes, scan + at + 2);
      g_assert_true (hecha_media_read (&media, f->path, NULL));
      g_assert_null (media.undecodable);
    }
}

/* Every byte of a picture with EXIF, turned into something else: whatever it says then, nothing breaks. */
static void
test_any_damage (Fixture *f, gconstpointer unused)
{
  const char *tags[] = {"Exif.Photo.DateTimeOriginal", "2026:06:30 08:15:02", "Exif.GPSInfo.GPSLatitude",
                        "26/1 38/1 1234/100", NULL};
  g_autofree char *bytes = NULL;
  gsize n;

  write_photo (f, tags);
  g_assert_true (g_file_get_contents (f->path, &bytes, &n, NULL));
  for (gsize i = 0; i < n; i++)
    {
      g_auto (HechaMedia) media = {{NULL}};

      bytes[i] ^= 0x55;
      write_file (f, bytes, n);
      bytes[i] ^= 0x55;
      g_assert_true (hecha_media_read (&media, f->path, NULL));
      g_assert_nonnull (media.type.mime);
    }
}

static void
test_json (void)
{
  HechaMedia media
    = {{"photo", "image/jpeg"}, NULL, (char *)"2026-06-30T08:15:02", NULL, 4000, 3000, 6, TRUE, -5, 7};
  HechaMedia bare = {{"file", "application/octet-stream"}, (char *)"the file is cut off"};
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *full = NULL, *small = NULL;

  json_node_take_object (node, hecha_media_to_json (&media));
  full = json_to_string (node, FALSE);
  g_assert_cmpstr (full, ==,
                   "{\"kind\":\"photo\",\"mime\":\"image/jpeg\",\"captured_at\":\"2026-06-30T08:15:02\","
                   "\"latitude\":-5,\"longitude\":7,\"width\":4000,\"height\":3000}");
  json_node_take_object (node, hecha_media_to_json (&bare));
  small = json_to_string (node, FALSE);
  g_assert_cmpstr (
    small, ==,
    "{\"kind\":\"file\",\"mime\":\"application/octet-stream\",\"undecodable\":\"the file is cut off\"}");
}

static void
test_no_file (Fixture *f, gconstpointer unused)
{
  g_auto (HechaMedia) media = {{NULL}};
  g_autoptr (GError) error = NULL;

  g_assert_false (hecha_media_read (&media, f->path, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (hecha_media_read (&media, f->dir, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
}

#define ADD(name, function) g_test_add ("/media/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
  g_test_add_func ("/media/the-bytes-say-what-a-file-is", test_magic);
  g_test_add_func ("/media/json-has-the-fields-of-an-evidence-record", test_json);
  ADD ("a-photograph-tells-time-place-and-camera-and-is-not-touched", test_photo);
  ADD ("a-place-without-altitude-is-a-place", test_place_without_altitude);
  ADD ("impossible-values-are-left-out", test_impossible_values);
  ADD ("the-name-of-a-camera-is-harmless-text", test_camera_name);
  ADD ("a-picture-that-is-cut-off-is-kept-and-marked", test_cut_off);
  ADD ("the-outer-structure-tells-whether-a-file-is-whole", test_structure);
  ADD ("the-end-of-a-picture-is-found-wherever-it-is", test_jpeg_end);
  ADD ("any-damaged-byte-is-survived", test_any_damage);
  ADD ("what-is-no-file-is-an-error", test_no_file);
  return g_test_run ();
}
