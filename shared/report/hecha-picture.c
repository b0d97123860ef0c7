/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-picture.h"

#include "evidence/hecha-media.h"

#include <string.h>

/* What a page shows of a file. A JPEG file goes into a PDF as it is; screens get the pixels. */
typedef struct
{
  char *jpeg;   /* (owned) (nullable): path of a whole JPEG file */
  char *digest; /* (owned): of the file; the same picture twice is in a PDF once */
  guint orientation;
  cairo_surface_t *pixels; /* (owned) (nullable) turned already */
} Picture;

static void
free_picture (gpointer data)
{
  Picture *self = data;

  g_clear_pointer (&self->pixels, cairo_surface_destroy);
  g_free (self->jpeg);
  g_free (self->digest);
  g_free (self);
}

/* From the unit square of the file to that of the page, by EXIF orientation. */
static void
turn (cairo_t *cr, guint orientation)
{
  static const cairo_matrix_t turns[] = {
    {1, 0, 0, 1, 0, 0}, {1, 0, 0, 1, 0, 0},  {-1, 0, 0, 1, 1, 0},  {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
    {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0}, {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1},
  };

  cairo_transform (cr, &turns[orientation < G_N_ELEMENTS (turns) ? orientation : 1]);
}

static gboolean
takes_jpeg (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_PS;
}

/* A surface of one pixel, whose content is the file: nothing is decoded, nothing but the page is in memory. */
static gboolean
draw_jpeg (cairo_t *cr, double width, double height, const Picture *self)
{
  GMappedFile *file = g_mapped_file_new (self->jpeg, FALSE, NULL);
  cairo_surface_t *surface;
  char *id;

  if (file == NULL)
    return FALSE;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1, 1);
  cairo_surface_set_mime_data (
    surface, CAIRO_MIME_TYPE_JPEG, (const guchar *)g_mapped_file_get_contents (file),
    g_mapped_file_get_length (file), (cairo_destroy_func_t)g_mapped_file_unref, file);
  id = g_strdup (self->digest);
  cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_UNIQUE_ID, (const guchar *)id, strlen (id), g_free,
                               id);
  cairo_scale (cr, width, height);
  turn (cr, self->orientation);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
  return TRUE;
}

static void
draw_pixels (cairo_t *cr, double width, double height, const Picture *self)
{
  cairo_scale (cr, width / cairo_image_surface_get_width (self->pixels),
               height / cairo_image_surface_get_height (self->pixels));
  cairo_set_source_surface (cr, self->pixels, 0, 0);
  cairo_paint (cr);
}

/* A tile for what cannot be shown. */
static void
draw_tile (cairo_t *cr, double width, double height)
{
  cairo_set_source_rgb (cr, 0.93, 0.93, 0.93);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.7, 0.7, 0.7);
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, width, height);
  cairo_move_to (cr, width, 0);
  cairo_line_to (cr, 0, height);
  cairo_stroke (cr);
}

static void
draw_picture (cairo_t *cr, double width, double height, gpointer data)
{
  const Picture *self = data;

  cairo_save (cr);
  if (self->jpeg == NULL || !takes_jpeg (cr) || !draw_jpeg (cr, width, height, self))
    {
      if (self->pixels != NULL)
        draw_pixels (cr, width, height, self);
      else
        draw_tile (cr, width, height);
    }
  cairo_restore (cr);
}

/* Keeps the proportion, within the box. */
static HechaDrawing *
fit (Picture *self, double width, double height, double max_width, double max_height)
{
  double scale = MIN (max_width / width, max_height / height);

  return hecha_drawing_new (width * scale, height * scale, draw_picture, self, free_picture);
}

/* A whole JPEG file of sane size; anything else is left to the decoder. */
static gboolean
read_jpeg (Picture *self, const char *path, const char *mime, double *width, double *height)
{
  g_auto (HechaMedia) media = {0};

  if (g_strcmp0 (mime, "image/jpeg") != 0 || !hecha_media_read (&media, path, NULL)
      || strcmp (media.type.mime, "image/jpeg") != 0 || media.undecodable != NULL || media.width == 0
      || media.height == 0)
    return FALSE;
  self->jpeg = g_strdup (path);
  self->orientation = media.orientation;
  *width = media.orientation > 4 ? media.height : media.width;
  *height = media.orientation > 4 ? media.width : media.height;
  return TRUE;
}

/**
 * hecha_picture_new:
 * @path: (nullable): of an evidence file; %NULL when it is not on this device
 * @mime: (nullable): what the journal says it is
 * @digest: of it
 * @source: where its pixels come from
 * @max_width: points
 * @max_height: points
 *
 * Returns: (transfer full): a photograph, or a grey tile for what cannot be shown
 */
HechaDrawing *
hecha_picture_new (const char *path, const char *mime, const char *digest, const HechaPictureSource *source,
                   double max_width, double max_height)
{
  Picture *self = g_new0 (Picture, 1);
  double width = 4, height = 3;
  gboolean jpeg = path != NULL && read_jpeg (self, path, mime, &width, &height);

  self->digest = g_strdup (digest);
  if (path != NULL && source != NULL && source->decode != NULL)
    self->pixels = source->decode (digest, source->data);
  if (self->pixels != NULL && !jpeg)
    {
      width = cairo_image_surface_get_width (self->pixels);
      height = cairo_image_surface_get_height (self->pixels);
    }
  return fit (self, width, height, max_width, max_height);
}
