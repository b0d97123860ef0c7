/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-media.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Whether a file is whole, as far as its outer structure tells. It is not decoded here: decoders have been broken by
 * pictures before, and this runs on whatever somebody brings.
 */

#define BLOCK_BYTES (64 * 1024)
/* A picture has a few dozen parts; whoever makes millions wants our time. */
#define MAX_PARTS 100000

static const char cut_off[] = "the file is cut off";
static const char damaged[] = "the file is damaged";

static gboolean
read_at (int fd, guint64 at, void *bytes, gsize n_bytes)
{
  return at <= G_MAXINT64 && pread (fd, bytes, n_bytes, (off_t)at) == (gssize)n_bytes;
}

static guint64
big_endian (const guint8 *bytes, guint n_bytes)
{
  guint64 value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[i];
  return value;
}

/* The end marker cannot occur inside compressed data (ITU-T T.81, B.1.1.2). Cameras append things of their own behind
 * it. */
static const char *
find_jpeg_end (int fd, guint64 at)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gssize n;

  /* The last byte of a block is looked at again, as the first of the next. */
  for (; (n = pread (fd, block, BLOCK_BYTES, (off_t)at)) > 1; at += n - 1)
    if (memmem (block, n, "\xff\xd9", 2) != NULL)
      return NULL;
  return cut_off;
}

static const char *
check_jpeg (int fd)
{
  guint64 at = 2;
  guint8 head[4];

  for (guint i = 0; i < MAX_PARTS; i++)
    {
      if (!read_at (fd, at, head, sizeof head))
        return cut_off;
      if (head[0] != 0xff)
        return damaged;
      if (head[1] == 0xda)
        return find_jpeg_end (fd, at);
      /* A marker may have any number of fill bytes before it, and some have no length. */
      if (head[1] == 0xff)
        at += 1;
      else if (head[1] == 0x01 || (head[1] >= 0xd0 && head[1] <= 0xd7))
        at += 2;
      else
        at += 2 + MAX (2, big_endian (head + 2, 2));
    }
  return damaged;
}

static const char *
check_png (int fd)
{
  guint64 at = 8;
  guint8 head[8], end[4];

  for (guint i = 0; i < MAX_PARTS; i++)
    {
      guint64 length;

      if (!read_at (fd, at, head, sizeof head))
        return cut_off;
      length = big_endian (head, 4);
      if (!read_at (fd, at + 8 + length, end, sizeof end))
        return cut_off;
      if (memcmp (head + 4, "IEND", 4) == 0)
        return NULL;
      at += 12 + length;
    }
  return damaged;
}

/* RIFF: one length, little-endian, for all that follows it. */
static const char *
check_riff (int fd, guint64 size)
{
  guint8 head[8];
  guint64 length;

  if (!read_at (fd, 0, head, sizeof head))
    return cut_off;
  length = head[4] | (guint64)head[5] << 8 | (guint64)head[6] << 16 | (guint64)head[7] << 24;
  return 8 + length <= size ? NULL : cut_off;
}

/* Boxes, one behind the other, each with its length; 0 is "to the end", 1 "the length is in the next 8 bytes". */
static const char *
check_iso (int fd, guint64 size)
{
  guint64 at = 0;

  for (guint i = 0; i < MAX_PARTS && at < size; i++)
    {
      guint8 head[16];
      guint64 length;

      if (!read_at (fd, at, head, 8))
        return cut_off;
      length = big_endian (head, 4);
      if (length == 0)
        return NULL;
      if (length == 1 && !read_at (fd, at, head, 16))
        return cut_off;
      if (length == 1)
        length = big_endian (head + 8, 8);
      if (length < 8)
        return damaged;
      if (length > size - at)
        return cut_off;
      at += length;
    }
  return at == size ? NULL : damaged;
}

/* Whether @what stands in the last @within bytes. */
static gboolean
ends_with (int fd, guint64 size, const char *what, guint within)
{
  g_autofree guint8 *tail = g_malloc (within);
  guint n = (guint)MIN (within, size);

  return read_at (fd, size - n, tail, n) && memmem (tail, n, what, strlen (what)) != NULL;
}

/**
 * hecha_media_find_damage:
 * @fd: a file, open for reading
 * @mime: what it is
 *
 * Returns: (nullable) (transfer none): why it cannot be shown, or %NULL when nothing is known against it
 */
const char *
hecha_media_find_damage (int fd, const char *mime)
{
  struct stat about;
  guint64 size;

  if (fstat (fd, &about) != 0)
    return damaged;
  size = (guint64)about.st_size;
  if (g_str_equal (mime, "image/jpeg"))
    return check_jpeg (fd);
  if (g_str_equal (mime, "image/png"))
    return check_png (fd);
  if (g_str_equal (mime, "image/webp") || g_str_equal (mime, "audio/x-wav"))
    return check_riff (fd, size);
  if (g_str_has_prefix (mime, "image/hei") || g_str_equal (mime, "image/avif")
      || g_str_equal (mime, "video/mp4") || g_str_equal (mime, "video/quicktime")
      || g_str_has_prefix (mime, "video/3gpp") || g_str_equal (mime, "audio/mp4"))
    return check_iso (fd, size);
  if (g_str_equal (mime, "application/pdf"))
    return ends_with (fd, size, "%%EOF", 1024) ? NULL : cut_off;
  /* The directory of a zip is at its end, before a comment of at most 65,535 bytes. */
  if (g_str_equal (mime, "application/zip") || g_str_has_prefix (mime, "application/vnd.o")
      || g_str_equal (mime, "application/ofd"))
    return ends_with (fd, size, "PK\5\6", 65557) ? NULL : cut_off;
  return NULL;
}
