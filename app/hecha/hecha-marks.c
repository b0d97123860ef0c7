/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-marks.h"

#include <math.h>

/* All in parts of the picture's width: lines are seen on a photograph of any size, also on paper. */
#define LINE 0.005
#define HEAD 0.025
#define FONT 0.03

/* Pango's sizes are whole numbers of a large unit: text is set at this size and made smaller. */
#define EM 100.0

#define QUALITY "92"

typedef struct
{
  double x;
  double y;
} Point;

typedef struct
{
  HechaMarkKind kind;
  char *text;            /* (owned) (nullable) */
  cairo_path_t *outline; /* (owned) (nullable): of the text, at EM */
  GArray *points;        /* (owned) (element-type Point): one at least */
} Mark;

struct _HechaMarks
{
  GPtrArray *marks; /* (owned) (element-type Mark) */
};

static void
free_mark (gpointer data)
{
  Mark *mark = data;

  g_free (mark->text);
  g_clear_pointer (&mark->outline, cairo_path_destroy);
  g_array_unref (mark->points);
  g_free (mark);
}

/* Text is an outline from the beginning, so that the thread that draws the copy needs no font: Cairo 1.16 may close one
 * that another thread has, see hecha-faces.h. */
static cairo_path_t *
dup_outline (const char *text)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans Bold");
  cairo_path_t *outline;

  pango_font_description_set_absolute_size (font, EM * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_cairo_layout_path (cr, layout);
  outline = cairo_copy_path (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return outline;
}

static Mark *
mark_new (HechaMarkKind kind, const char *text)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->kind = kind;
  mark->text = g_strdup (text);
  mark->outline = text != NULL ? dup_outline (text) : NULL;
  return mark;
}

/**
 * hecha_marks_new:
 *
 * Returns: (transfer full): no marks yet
 */
HechaMarks *
hecha_marks_new (void)
{
  HechaMarks *self = g_new0 (HechaMarks, 1);

  self->marks = g_ptr_array_new_with_free_func (free_mark);
  return self;
}

/**
 * hecha_marks_free:
 * @self: (transfer full): marks
 */
void
hecha_marks_free (HechaMarks *self)
{
  g_ptr_array_unref (self->marks);
  g_free (self);
}

/**
 * hecha_marks_begin:
 * @self: marks
 * @kind: of the new one
 * @text: (nullable): what it says
 * @x: where it begins, in parts of the picture's width
 * @y: likewise, also of its width
 */
void
hecha_marks_begin (HechaMarks *self, HechaMarkKind kind, const char *text, double x, double y)
{
  Mark *mark = mark_new (kind, text);

  mark->points = g_array_new (FALSE, FALSE, sizeof (Point));
  g_ptr_array_add (self->marks, mark);
  hecha_marks_extend (self, x, y);
}

/**
 * hecha_marks_extend:
 * @self: marks, one at least
 * @x: where the last one goes
 * @y: likewise
 */
void
hecha_marks_extend (HechaMarks *self, double x, double y)
{
  Mark *mark = g_ptr_array_index (self->marks, self->marks->len - 1);
  Point point = {x, y};

  if (mark->kind != HECHA_MARK_PEN && mark->points->len > 1)
    g_array_set_size (mark->points, 1);
  g_array_append_val (mark->points, point);
}

/**
 * hecha_marks_undo:
 * @self: marks
 *
 * Returns: whether there was one to take away
 */
gboolean
hecha_marks_undo (HechaMarks *self)
{
  if (self->marks->len == 0)
    return FALSE;
  g_ptr_array_set_size (self->marks, (int)self->marks->len - 1);
  return TRUE;
}

/**
 * hecha_marks_clear:
 * @self: marks
 */
void
hecha_marks_clear (HechaMarks *self)
{
  g_ptr_array_set_size (self->marks, 0);
}

/**
 * hecha_marks_get_n:
 * @self: marks
 *
 * Returns: how many
 */
guint
hecha_marks_get_n (const HechaMarks *self)
{
  return self->marks->len;
}

/* ---- drawing ---- */

/* Red on white is seen on earth, concrete, leaves and sky. */
static void
stroke (cairo_t *cr)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, LINE * 1.8);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 0.85, 0.05, 0.1);
  cairo_set_line_width (cr, LINE);
  cairo_stroke (cr);
}

static void
add_arrow (cairo_t *cr, Point from, Point to)
{
  double angle = atan2 (to.y - from.y, to.x - from.x);

  cairo_move_to (cr, from.x, from.y);
  cairo_line_to (cr, to.x, to.y);
  cairo_move_to (cr, to.x - HEAD * cos (angle - 0.5), to.y - HEAD * sin (angle - 0.5));
  cairo_line_to (cr, to.x, to.y);
  cairo_line_to (cr, to.x - HEAD * cos (angle + 0.5), to.y - HEAD * sin (angle + 0.5));
}

static void
draw_outline (cairo_t *cr, Point at, const cairo_path_t *outline)
{
  cairo_save (cr);
  cairo_translate (cr, at.x, at.y);
  cairo_scale (cr, FONT / EM, FONT / EM);
  cairo_append_path (cr, outline);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 14);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 0.85, 0.05, 0.1);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_mark (cairo_t *cr, const Mark *mark)
{
  const Point *points = (const Point *)mark->points->data;
  Point first = points[0], last = points[mark->points->len - 1];

  if (mark->kind == HECHA_MARK_TEXT)
    {
      if (mark->outline != NULL)
        draw_outline (cr, last, mark->outline);
      return;
    }
  cairo_new_path (cr);
  if (mark->kind == HECHA_MARK_ARROW)
    add_arrow (cr, first, last);
  else if (mark->kind == HECHA_MARK_BOX)
    cairo_rectangle (cr, MIN (first.x, last.x), MIN (first.y, last.y), fabs (last.x - first.x),
                     fabs (last.y - first.y));
  else
    for (guint i = 0; i < mark->points->len; i++)
      cairo_line_to (cr, points[i].x, points[i].y);
  stroke (cr);
}

/**
 * hecha_marks_draw:
 * @self: marks
 * @cr: 1 is the width of the picture, both ways
 */
void
hecha_marks_draw (const HechaMarks *self, cairo_t *cr)
{
  for (guint i = 0; i < self->marks->len; i++)
    draw_mark (cr, self->marks->pdata[i]);
}

/* ---- the copy ---- */

typedef struct
{
  HechaMarks *marks;   /* (owned) */
  GdkTexture *texture; /* (owned) */
  char *path;          /* (owned) */
} Save;

static void
free_save (gpointer data)
{
  Save *save = data;

  hecha_marks_free (save->marks);
  g_object_unref (save->texture);
  g_free (save->path);
  g_free (save);
}

static HechaMarks *
copy_marks (const HechaMarks *self)
{
  HechaMarks *copy = hecha_marks_new ();

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = g_ptr_array_index (self->marks, i);
      Mark *other = mark_new (mark->kind, mark->text);

      other->points = g_array_copy (mark->points);
      g_ptr_array_add (copy->marks, other);
    }
  return copy;
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  int width = gdk_texture_get_width (save->texture), height = gdk_texture_get_height (save->texture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GdkPixbuf) picture = NULL;
  GError *error = NULL;

  gdk_texture_download (save->texture, cairo_image_surface_get_data (surface),
                        (gsize)cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  cairo_scale (cr, width, width);
  hecha_marks_draw (save->marks, cr);
  cairo_destroy (cr);
  picture = gdk_pixbuf_get_from_surface (surface, 0, 0, width, height);
  cairo_surface_destroy (surface);
  if (gdk_pixbuf_save (picture, save->path, "jpeg", &error, "quality", QUALITY, NULL))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hecha_marks_save_async:
 * @self: marks
 * @texture: the picture they are on
 * @path: where the copy goes
 * @done: called when it is there
 * @user_data: for @done
 *
 * A copy of the picture with the marks in it, as JPEG.
 */
void
hecha_marks_save_async (const HechaMarks *self, GdkTexture *texture, const char *path,
                        GAsyncReadyCallback done, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done, user_data);
  Save *save = g_new0 (Save, 1);

  *save = (Save) {copy_marks (self), g_object_ref (texture), g_strdup (path)};
  g_task_set_task_data (task, save, free_save);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * hecha_marks_save_finish:
 * @result: what @done was given
 * @error: why there is no copy
 *
 * Returns: whether it is there
 */
gboolean
hecha_marks_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
