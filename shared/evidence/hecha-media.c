/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-media.h"

#include "base/hecha-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_BYTES 4096
/* What a camera calls itself, in characters. */
#define MAX_CAMERA 100

/* "43/1 28/1 2814/100" of EXIF: each is two numbers of 32 bits. */
typedef struct
{
  gint64 numerator;
  gint64 denominator;
} Rational;

/**
 * hecha_media_clear:
 * @self: what a file told of itself
 */
void
hecha_media_clear (HechaMedia *self)
{
  g_free (self->undecodable);
  g_free (self->captured_at);
  g_free (self->camera);
  memset (self, 0, sizeof *self);
}

static GExiv2Metadata *
open_metadata (const char *path, GError **error)
{
  static gsize initialized = 0;
  g_autoptr (GExiv2Metadata) metadata = NULL;

  if (g_once_init_enter (&initialized))
    {
      gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
      gexiv2_initialize ();
      g_once_init_leave (&initialized, 1);
    }
  metadata = gexiv2_metadata_new ();
  return gexiv2_metadata_open_path (metadata, path, error) ? g_steal_pointer (&metadata) : NULL;
}

static char *
dup_tag (GExiv2Metadata *metadata, const char *tag)
{
  return gexiv2_metadata_try_get_tag_string (metadata, tag, NULL);
}

/* "2008:10:22 16:28:39" → "2008-10-22T16:28:39"; %NULL for what a camera without a clock writes. */
static char *
dup_exif_time (const char *text)
{
  static const char form[] = "dddd:dd:dd dd:dd:dd";
  guint year, month, day, hour, minute, second;

  if (text == NULL || strlen (text) != strlen (form))
    return NULL;
  for (guint i = 0; form[i] != '\0'; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return NULL;
  sscanf (text, "%4u:%2u:%2u %2u:%2u:%2u", &year, &month, &day, &hour, &minute, &second);
  if (year == 0 || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year) || hour > 23
      || minute > 59 || second > 60)
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02u", year, month, day, hour, minute, second);
}

/* "+08:00", or nothing. */
static const char *
check_offset (const char *text)
{
  return text != NULL && strlen (text) == 6 && (text[0] == '+' || text[0] == '-') && g_ascii_isdigit (text[1])
             && g_ascii_isdigit (text[2]) && text[3] == ':' && g_ascii_isdigit (text[4])
             && g_ascii_isdigit (text[5])
           ? text
           : "";
}

static void
read_time (HechaMedia *self, GExiv2Metadata *metadata)
{
  static const char *const tags[][2] = {
    {"Exif.Photo.DateTimeOriginal", "Exif.Photo.OffsetTimeOriginal"},
    {"Exif.Photo.DateTimeDigitized", "Exif.Photo.OffsetTimeDigitized"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (tags) && self->captured_at == NULL; i++)
    {
      g_autofree char *exif = dup_tag (metadata, tags[i][0]);
      g_autofree char *offset = dup_tag (metadata, tags[i][1]);
      g_autofree char *time = dup_exif_time (exif);

      if (time != NULL)
        self->captured_at = g_strconcat (time, check_offset (offset), NULL);
    }
}

static gboolean
parse_rationals (const char *text, Rational *values, guint n_values)
{
  for (guint i = 0; i < n_values; i++)
    {
      char *end;

      values[i].numerator = g_ascii_strtoll (text, &end, 10);
      if (end == text || *end != '/')
        return FALSE;
      text = end + 1;
      values[i].denominator = g_ascii_strtoll (text, &end, 10);
      if (end == text || values[i].denominator <= 0 || values[i].denominator > G_MAXUINT32
          || values[i].numerator < 0 || values[i].numerator > G_MAXUINT32)
        return FALSE;
      text = end;
    }
  return *text == '\0';
}

static gint64
scale (Rational value, gint64 by)
{
  return value.numerator * by / value.denominator;
}

/* One of the two coordinates, in 1e-7 degrees. Each is asked for by itself: gexiv2 gives neither when there is no
 * altitude. */
static gboolean
read_coordinate (GExiv2Metadata *metadata, const char *tag, const char *sides, gint64 limit, gint64 *degrees)
{
  g_autofree char *side_tag = g_strconcat (tag, "Ref", NULL);
  g_autofree char *text = dup_tag (metadata, tag);
  g_autofree char *side = dup_tag (metadata, side_tag);
  Rational parts[3];
  gint64 value; /* 1e-9 degrees */

  if (text == NULL || side == NULL || !parse_rationals (text, parts, 3))
    return FALSE;
  if (side[0] == '\0' || strchr (sides, side[0]) == NULL)
    return FALSE;
  if (scale (parts[0], 1) > limit || scale (parts[1], 1) >= 60 || scale (parts[2], 1) > 60)
    return FALSE;
  value
    = scale (parts[0], 1000000000) + scale (parts[1], 1000000000) / 60 + scale (parts[2], 1000000000) / 3600;
  *degrees = (value + 50) / 100;
  if (*degrees > limit * 10000000)
    return FALSE;
  if (side[0] == sides[1])
    *degrees = -*degrees;
  return TRUE;
}

/* Metres in one rational → millimetres. */
static gboolean
read_metres (GExiv2Metadata *metadata, const char *tag, gint64 *millimetres)
{
  g_autofree char *text = dup_tag (metadata, tag);
  Rational value;

  if (text == NULL || !parse_rationals (text, &value, 1))
    return FALSE;
  *millimetres = scale (value, 1000);
  return TRUE;
}

static void
read_place (HechaMedia *self, GExiv2Metadata *metadata)
{
  g_autofree char *below = dup_tag (metadata, "Exif.GPSInfo.GPSAltitudeRef");

  self->has_place = read_coordinate (metadata, "Exif.GPSInfo.GPSLatitude", "NS", 90, &self->latitude)
                    && read_coordinate (metadata, "Exif.GPSInfo.GPSLongitude", "EW", 180, &self->longitude);
  self->has_altitude = read_metres (metadata, "Exif.GPSInfo.GPSAltitude", &self->altitude_mm);
  if (below != NULL && g_str_equal (below, "1"))
    self->altitude_mm = -self->altitude_mm;
  self->has_accuracy
    = self->has_place && read_metres (metadata, "Exif.GPSInfo.GPSHPositioningError", &self->accuracy_mm);
}

/* What anybody may have written there: no control characters, no characters that turn the line around, NFC, short. */
static void
append_clean (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (g_strstrip (valid), -1, G_NORMALIZE_NFC);
  glong room = MAX_CAMERA - g_utf8_strlen (out->str, -1);

  for (const char *at = normal; *at != '\0' && room > 0; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || c == 0xfffd)
        continue;
      g_string_append_unichar (out, c);
      room--;
    }
}

static void
read_camera (HechaMedia *self, GExiv2Metadata *metadata)
{
  g_autofree char *make = dup_tag (metadata, "Exif.Image.Make");
  g_autofree char *model = dup_tag (metadata, "Exif.Image.Model");
  g_autoptr (GString) camera = g_string_new (NULL);

  /* Many models begin with the make already. */
  if (make != NULL && (model == NULL || !g_str_has_prefix (model, g_strstrip (make))))
    append_clean (camera, make);
  if (camera->len > 0 && model != NULL)
    g_string_append_c (camera, ' ');
  if (model != NULL)
    append_clean (camera, model);
  if (camera->len > 0)
    self->camera = g_strdup (g_strstrip (camera->str));
}

static void
read_size (HechaMedia *self, GExiv2Metadata *metadata)
{
  int orientation = (int)gexiv2_metadata_try_get_orientation (metadata, NULL);

  self->width = (guint)MAX (0, gexiv2_metadata_get_pixel_width (metadata));
  self->height = (guint)MAX (0, gexiv2_metadata_get_pixel_height (metadata));
  self->orientation = orientation >= 1 && orientation <= 8 ? (guint)orientation : 0;
}

static void
read_photo (HechaMedia *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GExiv2Metadata) metadata = open_metadata (path, &error);

  if (metadata == NULL)
    {
      if (self->undecodable == NULL)
        self->undecodable = g_strdup ("the picture cannot be read");
      return;
    }
  read_time (self, metadata);
  read_place (self, metadata);
  read_camera (self, metadata);
  read_size (self, metadata);
}

/**
 * hecha_media_read:
 * @self: (out caller-allocates): what the file tells of itself
 * @path: a file
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_INVALID when it cannot be opened or is no file
 *
 * A file that cannot be decoded is evidence all the same: it is kept, and @undecodable says why it cannot be shown. The
 * bytes are never touched.
 *
 * Returns: whether the file could be looked at
 */
gboolean
hecha_media_read (HechaMedia *self, const char *path, GError **error)
{
  guint8 head[HEAD_BYTES];
  struct stat about;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  int code = errno;
  gssize n
    = fd < 0 || fstat (fd, &about) != 0 || !S_ISREG (about.st_mode) ? -1 : pread (fd, head, HEAD_BYTES, 0);

  memset (self, 0, sizeof *self);
  if (n >= 0)
    {
      self->type = hecha_media_sniff (head, (gsize)n);
      self->undecodable = g_strdup (hecha_media_find_damage (fd, self->type.mime));
    }
  if (fd >= 0)
    close (fd);
  if (n < 0)
    {
      g_set_error (error, HECHA_ERROR, fd < 0 && code == ENOENT ? HECHA_ERROR_NOT_FOUND : HECHA_ERROR_INVALID,
                   _ ("The file %s cannot be read"), path);
      return FALSE;
    }
  if (g_str_equal (self->type.kind, "photo"))
    read_photo (self, path);
  return TRUE;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

/**
 * hecha_media_to_json:
 * @self: what a file told of itself
 *
 * Returns: (transfer full): members named like the fields of an evidence record; what is unknown is left out
 */
JsonObject *
hecha_media_to_json (const HechaMedia *self)
{
  JsonObject *object = json_object_new ();

  set_text (object, "kind", self->type.kind);
  set_text (object, "mime", self->type.mime);
  set_text (object, "undecodable", self->undecodable);
  set_text (object, "captured_at", self->captured_at);
  set_text (object, "camera", self->camera);
  if (self->has_place)
    {
      json_object_set_int_member (object, "latitude", self->latitude);
      json_object_set_int_member (object, "longitude", self->longitude);
    }
  if (self->width > 0 && self->height > 0)
    {
      json_object_set_int_member (object, "width", self->width);
      json_object_set_int_member (object, "height", self->height);
    }
  return object;
}

/**
 * hecha_media_stamp:
 * @path: a JPEG that this program made and that is no evidence yet
 * @now_ms: when it was taken, since 1970
 * @camera: what took it
 * @error: when it cannot be written
 *
 * Writes into the picture what a camera would: when, on the clock of this laptop, with its offset, and by what.
 *
 * Returns: whether it is written
 */
gboolean
hecha_media_stamp (const char *path, gint64 now_ms, const char *camera, GError **error)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (local, "%Y:%m:%d %H:%M:%S");
  g_autofree char *offset = g_date_time_format (local, "%:z");
  g_autoptr (GExiv2Metadata) metadata = open_metadata (path, error);

  return metadata != NULL
         && gexiv2_metadata_try_set_tag_string (metadata, "Exif.Photo.DateTimeOriginal", time, error)
         && gexiv2_metadata_try_set_tag_string (metadata, "Exif.Photo.OffsetTimeOriginal", offset, error)
         && gexiv2_metadata_try_set_tag_string (metadata, "Exif.Image.Model", camera, error)
         && gexiv2_metadata_save_file (metadata, path, error);
}
