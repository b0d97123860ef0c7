/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hecha-thumbnail SIZE < FILE - a picture of a photograph that nobody vouches for, SIZE pixels wide and high at most,
 * turned as the camera was held. What it says is in hecha-decoder.h. */

#include "hecha-decoder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <unistd.h>

#define MAX_MEMORY ((rlim_t)1024 * 1024 * 1024)

/* Smaller where it is larger; never larger. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  double by = (double)*(int *)data / MAX (width, height);

  if (by < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int)(width * by + 0.5)), MAX (1, (int)(height * by + 0.5)));
}

static gboolean
load (GdkPixbufLoader *loader, GError **error)
{
  guint8 buffer[64 * 1024];
  gssize n;

  while ((n = read (STDIN_FILENO, buffer, sizeof buffer)) > 0)
    if (!gdk_pixbuf_loader_write (loader, buffer, (gsize)n, error))
      {
        gdk_pixbuf_loader_close (loader, NULL);
        return FALSE;
      }
  return gdk_pixbuf_loader_close (loader, error);
}

static GdkPixbuf *
decode (int size, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GdkPixbuf) turned = NULL;
  GdkPixbuf *picture;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &size);
  if (!load (loader, error))
    return NULL;
  picture = gdk_pixbuf_loader_get_pixbuf (loader);
  turned = picture != NULL ? gdk_pixbuf_apply_embedded_orientation (picture) : NULL;
  return turned != NULL ? gdk_pixbuf_add_alpha (turned, FALSE, 0, 0, 0) : NULL;
}

int
main (int argc, char **argv)
{
  int size = hecha_decoder_begin (argc, argv, MAX_MEMORY);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = NULL;

  if (size == 0)
    return 2;
  picture = decode (size, &error);
  if (picture == NULL)
    return hecha_decoder_refuse (error != NULL ? error->message : "too large");
  return hecha_decoder_answer (gdk_pixbuf_read_pixels (picture), gdk_pixbuf_get_width (picture),
                               gdk_pixbuf_get_height (picture), (gsize)gdk_pixbuf_get_rowstride (picture));
}
