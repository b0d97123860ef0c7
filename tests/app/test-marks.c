/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-marks.h"

#include "fault-disk.h"

#include <string.h>

#define WIDTH       200
#define HEIGHT      100
#define COPY_WIDTH  800
#define COPY_HEIGHT 400

/* The colour of a pixel after @marks are drawn on grey. */
static guint32
colour_at (const HechaMarks *marks, int x, int y)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  guint32 colour;

  cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
  cairo_paint (cr);
  cairo_scale (cr, WIDTH, WIDTH);
  hecha_marks_draw (marks, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  colour = *(guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                                  + y * cairo_image_surface_get_stride (surface) + 4 * x)
           & 0xffffff;
  cairo_surface_destroy (surface);
  return colour;
}

static gboolean
is_red (guint32 colour)
{
  return (colour >> 16) > 0xa0 && (colour >> 8 & 0xff) < 0x80;
}

static void
test_kinds (void)
{
  for (guint kind = HECHA_MARK_ARROW; kind <= HECHA_MARK_PEN; kind++)
    {
      g_autoptr (HechaMarks) marks = hecha_marks_new ();

      hecha_marks_begin (marks, (HechaMarkKind)kind, NULL, 0.1, 0.25);
      hecha_marks_extend (marks, 0.3, 0.1);
      hecha_marks_extend (marks, 0.5, 0.25);
      /* half way along the straight line: only the pen goes another way */
      g_assert_cmpint (is_red (colour_at (marks, 60, 50)), ==, kind != HECHA_MARK_PEN);
      g_assert_true (hecha_marks_undo (marks));
      g_assert_false (is_red (colour_at (marks, 60, 50)));
      g_assert_false (hecha_marks_undo (marks));
    }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/* The copy has the mark in it, and as many pixels as what it was drawn on. */
static void
test_save (void)
{
  g_autofree char *dir = fault_dir_make (), *path = g_build_filename (dir, "copy", NULL);
  g_autoptr (HechaMarks) marks = hecha_marks_new ();
  g_autofree guint8 *white = g_malloc (COPY_WIDTH * COPY_HEIGHT * 4);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GdkPixbuf) copy = NULL;
  const guint8 *pixel;

  memset (white, 0xff, COPY_WIDTH * COPY_HEIGHT * 4);
  bytes = g_bytes_new (white, COPY_WIDTH * COPY_HEIGHT * 4);
  texture = gdk_memory_texture_new (COPY_WIDTH, COPY_HEIGHT, GDK_MEMORY_R8G8B8A8, bytes, COPY_WIDTH * 4);
  hecha_marks_begin (marks, HECHA_MARK_TEXT, "裂缝", 0.6, 0.1);
  hecha_marks_begin (marks, HECHA_MARK_BOX, NULL, 0.2, 0.1);
  hecha_marks_extend (marks, 0.5, 0.25);
  hecha_marks_save_async (marks, texture, path, done_cb, &answer);
  hecha_marks_clear (marks);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (hecha_marks_save_finish (answer, NULL));
  copy = gdk_pixbuf_new_from_file (path, NULL);
  g_assert_cmpint (gdk_pixbuf_get_width (copy), ==, COPY_WIDTH);
  g_assert_cmpint (gdk_pixbuf_get_height (copy), ==, COPY_HEIGHT);
  pixel = gdk_pixbuf_read_pixels (copy) + 80 * gdk_pixbuf_get_rowstride (copy)
          + 280 * gdk_pixbuf_get_n_channels (copy);
  g_assert_cmpint (pixel[0], >, pixel[1] + 60);
  fault_dir_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/arrow-box-and-pen-and-undo", test_kinds);
  g_test_add_func ("/marks/a-copy-has-them-in-it", test_save);
  return g_test_run ();
}
