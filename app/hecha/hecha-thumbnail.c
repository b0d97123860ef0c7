/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hecha-thumbnail SIZE < FILE - a small picture of a file that nobody vouches for.
 *
 * Runs as a child with little memory and little time, in a sandbox where there is one: a hostile file costs this
 * process and nothing else. Says "hecha-thumbnail 1" first, so that a sandbox that does not work is told from a file
 * that does not; then "ok WIDTH HEIGHT" and the pixels (RGBA, not premultiplied, no padding), or "no REASON". */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAX_SIZE    512
#define MAX_MEMORY  ((rlim_t)1024 * 1024 * 1024)
#define MAX_SECONDS 10

static void
limit (int resource, rlim_t most)
{
  struct rlimit value = {most, most};

  setrlimit (resource, &value);
}

static void
limit_all (void)
{
#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of addresses for itself */
  limit (RLIMIT_AS, MAX_MEMORY);
#endif
  limit (RLIMIT_CPU, MAX_SECONDS);
  limit (RLIMIT_FSIZE, 0); /* a pipe is no file */
  limit (RLIMIT_CORE, 0);
}

static GdkPixbuf *
decode (int size, GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new_from_stream_at_scale (input, size, size, TRUE, NULL, error);
  g_autoptr (GdkPixbuf) turned = picture != NULL ? gdk_pixbuf_apply_embedded_orientation (picture) : NULL;

  return turned != NULL ? gdk_pixbuf_add_alpha (turned, FALSE, 0, 0, 0) : NULL;
}

static int
write_picture (GdkPixbuf *picture)
{
  int width = gdk_pixbuf_get_width (picture), height = gdk_pixbuf_get_height (picture);
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  gsize stride = (gsize)gdk_pixbuf_get_rowstride (picture);

  printf ("ok %d %d\n", width, height);
  for (int y = 0; y < height; y++)
    fwrite (pixels + (gsize)y * stride, 4, (gsize)width, stdout);
  return fflush (stdout) == 0 ? 0 : 1;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = NULL;
  int size = argc > 1 ? (int)g_ascii_strtoll (argv[1], NULL, 10) : 0;

  limit_all ();
  puts ("hecha-thumbnail 1");
  fflush (stdout);
  if (size < 1 || size > MAX_SIZE)
    return 2;
  picture = decode (size, &error);
  if (picture != NULL)
    return write_picture (picture);
  printf ("no %s\n", error != NULL ? error->message : "too large");
  return 1;
}
