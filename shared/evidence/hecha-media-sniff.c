/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-media.h"

#include <string.h>

/* Bytes at a place that only one kind of file has there. */
typedef struct
{
  guint at;
  const char *bytes;
  guint n_bytes;
  HechaMediaType type;
} Magic;

#define MAGIC(at, bytes, kind, mime)                                                                         \
  {                                                                                                          \
    at, bytes, sizeof bytes - 1,                                                                             \
    {                                                                                                        \
      kind, mime                                                                                             \
    }                                                                                                        \
  }

static const Magic magics[] = {
  MAGIC (0, "\xff\xd8\xff", "photo", "image/jpeg"),
  MAGIC (0, "\x89PNG\r\n\x1a\n", "photo", "image/png"),
  MAGIC (8, "WEBPVP8", "photo", "image/webp"),
  MAGIC (0, "GIF87a", "photo", "image/gif"),
  MAGIC (0, "GIF89a", "photo", "image/gif"),
  MAGIC (0, "II*\0", "photo", "image/tiff"),
  MAGIC (0, "MM\0*", "photo", "image/tiff"),
  MAGIC (0, "%PDF-", "document", "application/pdf"),
  MAGIC (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "application/x-ole-storage"),
  MAGIC (0, "{\\rtf", "document", "application/rtf"),
  MAGIC (0, "\x1a\x45\xdf\xa3", "video", "video/x-matroska"),
  MAGIC (8, "AVI LIST", "video", "video/x-msvideo"),
  MAGIC (0, "\0\0\x01\xba", "video", "video/mpeg"),
  MAGIC (8, "WAVE", "audio", "audio/x-wav"),
  MAGIC (0, "ID3", "audio", "audio/mpeg"),
  MAGIC (0, "\xff\xfb", "audio", "audio/mpeg"),
  MAGIC (0, "\xff\xf3", "audio", "audio/mpeg"),
  MAGIC (0, "\xff\xf1", "audio", "audio/aac"),
  MAGIC (0, "OggS", "audio", "audio/ogg"),
  MAGIC (0, "fLaC", "audio", "audio/flac"),
  MAGIC (0, "#!AMR", "audio", "audio/AMR"),
  MAGIC (0, "Rar!\x1a\x07", "file", "application/vnd.rar"),
  MAGIC (0, "7z\xbc\xaf\x27\x1c", "file", "application/x-7z-compressed"),
  MAGIC (0, "\x1f\x8b\x08", "file", "application/gzip"),
  MAGIC (0, "\x28\xb5\x2f\xfd", "file", "application/zstd"),
};

/* The major brand behind "ftyp" of an ISO base media file (ISO/IEC 14496-12). */
static const Magic brands[] = {
  MAGIC (0, "heic", "photo", "image/heic"), MAGIC (0, "heix", "photo", "image/heic"),
  MAGIC (0, "hevc", "photo", "image/heic"), MAGIC (0, "mif1", "photo", "image/heif"),
  MAGIC (0, "msf1", "photo", "image/heif"), MAGIC (0, "avif", "photo", "image/avif"),
  MAGIC (0, "avis", "photo", "image/avif"), MAGIC (0, "qt  ", "video", "video/quicktime"),
  MAGIC (0, "3gp", "video", "video/3gpp"),  MAGIC (0, "3g2", "video", "video/3gpp2"),
  MAGIC (0, "M4A ", "audio", "audio/mp4"),
};

/* Names of members by which offices know a zip: near its beginning, or a few kilobytes into it. */
static const Magic zips[] = {
  MAGIC (0, "application/vnd.oasis.opendocument.text", "document", "application/vnd.oasis.opendocument.text"),
  MAGIC (0, "application/vnd.oasis.opendocument.spreadsheet", "document",
         "application/vnd.oasis.opendocument.spreadsheet"),
  MAGIC (0, "word/", "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
  MAGIC (0, "xl/", "document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  MAGIC (0, "ppt/", "document", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
  MAGIC (0, "OFD.xml", "document", "application/ofd"),
};

static gboolean
matches (const Magic *magic, const guint8 *bytes, gsize n_bytes)
{
  return n_bytes >= magic->at + magic->n_bytes
         && memcmp (bytes + magic->at, magic->bytes, magic->n_bytes) == 0;
}

static HechaMediaType
sniff_iso (const guint8 *bytes, gsize n_bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    if (matches (&brands[i], bytes + 8, n_bytes - 8))
      return brands[i].type;
  return (HechaMediaType) {"video", "video/mp4"};
}

static HechaMediaType
sniff_zip (const guint8 *bytes, gsize n_bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (zips); i++)
    if (memmem (bytes, n_bytes, zips[i].bytes, zips[i].n_bytes) != NULL)
      return zips[i].type;
  return (HechaMediaType) {"file", "application/zip"};
}

/* Text may be cut in the middle of a character, since only the beginning of a file is looked at. */
static gboolean
is_text (const guint8 *bytes, gsize n_bytes)
{
  const char *end;

  if (n_bytes == 0 || memchr (bytes, '\0', n_bytes) != NULL)
    return FALSE;
  return g_utf8_validate_len ((const char *)bytes, n_bytes, &end)
         || n_bytes - (gsize)(end - (const char *)bytes) < 4;
}

/**
 * hecha_media_sniff:
 * @bytes: (array length=n_bytes): the beginning of a file; 4 KiB tell what can be told
 * @n_bytes: how many
 *
 * Returns: what it is; a "file" of "application/octet-stream" when nothing is known about it
 */
HechaMediaType
hecha_media_sniff (const void *bytes, gsize n_bytes)
{
  const guint8 *head = bytes;

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (matches (&magics[i], head, n_bytes))
      return magics[i].type;
  if (n_bytes >= 12 && memcmp (head + 4, "ftyp", 4) == 0)
    return sniff_iso (head, n_bytes);
  if (n_bytes >= 4 && memcmp (head, "PK\3\4", 4) == 0)
    return sniff_zip (head, n_bytes);
  if (is_text (head, n_bytes))
    return (HechaMediaType) {"document", "text/plain"};
  return (HechaMediaType) {"file", "application/octet-stream"};
}
