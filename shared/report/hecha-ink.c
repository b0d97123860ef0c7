/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-ink.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* Pixels of a stroke without and with full pressure. */
#define THIN  1.1
#define THICK 3.6
/* Hundredths of a point in a pixel of 96 to the inch. */
#define UNITS_PER_PIXEL 75.0
/* Pieces that a curve between two points is drawn in, each as wide as the pressure there. */
#define PIECES 6

struct _HechaInk
{
  GPtrArray *strokes; /* (owned) (element-type GArray of HechaInkPoint) */
};

/**
 * hecha_ink_new:
 *
 * Returns: (transfer full): an empty page
 */
HechaInk *
hecha_ink_new (void)
{
  HechaInk *self = g_new0 (HechaInk, 1);

  self->strokes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  return self;
}

static void
parse_stroke (HechaInk *self, JsonArray *points)
{
  hecha_ink_begin (self);
  for (guint i = 0; i < json_array_get_length (points); i++)
    {
      JsonArray *values = json_array_get_array_element (points, i);

      if (values != NULL && json_array_get_length (values) == 4)
        hecha_ink_add (self, &(HechaInkPoint) {(int)json_array_get_int_element (values, 0),
                                               (int)json_array_get_int_element (values, 1),
                                               (int)json_array_get_int_element (values, 2),
                                               (int)json_array_get_int_element (values, 3)});
    }
}

/**
 * hecha_ink_parse:
 * @text: strokes as the store has them
 *
 * Returns: (transfer full) (nullable): the drawing
 */
HechaInk *
hecha_ink_parse (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (HechaInk) self = NULL;
  JsonArray *strokes;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  self = hecha_ink_new ();
  strokes = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (strokes); i++)
    parse_stroke (self, json_array_get_array_element (strokes, i));
  return g_steal_pointer (&self);
}

/**
 * hecha_ink_free:
 * @self: (transfer full) (nullable): a drawing
 */
void
hecha_ink_free (HechaInk *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->strokes);
  g_free (self);
}

/**
 * hecha_ink_begin:
 * @self: a drawing
 *
 * The pen comes down.
 */
void
hecha_ink_begin (HechaInk *self)
{
  g_ptr_array_add (self->strokes, g_array_new (FALSE, FALSE, sizeof (HechaInkPoint)));
}

/**
 * hecha_ink_add:
 * @self: a drawing whose pen is down
 * @point: where it is; left out when it is where the one before was
 */
void
hecha_ink_add (HechaInk *self, const HechaInkPoint *point)
{
  GArray *stroke = g_ptr_array_index (self->strokes, self->strokes->len - 1);

  if (stroke->len > 0)
    {
      const HechaInkPoint *last = &g_array_index (stroke, HechaInkPoint, stroke->len - 1);

      if (last->x == point->x && last->y == point->y)
        return;
    }
  g_array_append_val (stroke, *point);
}

/**
 * hecha_ink_undo:
 * @self: a drawing
 *
 * Takes the last stroke back.
 */
void
hecha_ink_undo (HechaInk *self)
{
  if (self->strokes->len > 0)
    g_ptr_array_set_size (self->strokes, (gint)self->strokes->len - 1);
}

/**
 * hecha_ink_clear:
 * @self: a drawing
 */
void
hecha_ink_clear (HechaInk *self)
{
  g_ptr_array_set_size (self->strokes, 0);
}

/**
 * hecha_ink_n_strokes:
 * @self: a drawing
 *
 * Returns: how often the pen came down
 */
guint
hecha_ink_n_strokes (const HechaInk *self)
{
  return self->strokes->len;
}

/**
 * hecha_ink_n_points:
 * @self: a drawing
 *
 * Returns: all points
 */
guint
hecha_ink_n_points (const HechaInk *self)
{
  guint n = 0;

  for (guint i = 0; i < self->strokes->len; i++)
    n += ((GArray *)self->strokes->pdata[i])->len;
  return n;
}

/**
 * hecha_ink_dup_text:
 * @self: a drawing
 *
 * Returns: (transfer full): [[[x, y, pressure, ms], …], …]
 */
char *
hecha_ink_dup_text (const HechaInk *self)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; i < self->strokes->len; i++)
    {
      GArray *stroke = g_ptr_array_index (self->strokes, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      for (guint j = 0; j < stroke->len; j++)
        {
          const HechaInkPoint *p = &g_array_index (stroke, HechaInkPoint, j);

          g_string_append_printf (out, "%s[%d,%d,%d,%d]", j > 0 ? "," : "", p->x, p->y, p->pressure, p->ms);
        }
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * hecha_ink_bounds:
 * @self: a drawing
 * @bounds: (out): in pixels
 *
 * Returns: whether there is anything
 */
gboolean
hecha_ink_bounds (const HechaInk *self, HechaInkBounds *bounds)
{
  int x0 = G_MAXINT, y0 = G_MAXINT, x1 = G_MININT, y1 = G_MININT;

  for (guint i = 0; i < self->strokes->len; i++)
    {
      GArray *stroke = g_ptr_array_index (self->strokes, i);

      for (guint j = 0; j < stroke->len; j++)
        {
          const HechaInkPoint *p = &g_array_index (stroke, HechaInkPoint, j);

          x0 = MIN (x0, p->x);
          y0 = MIN (y0, p->y);
          x1 = MAX (x1, p->x);
          y1 = MAX (y1, p->y);
        }
    }
  if (x1 < x0)
    return FALSE;
  bounds->x = x0 / UNITS_PER_PIXEL - THICK;
  bounds->y = y0 / UNITS_PER_PIXEL - THICK;
  bounds->width = (x1 - x0) / UNITS_PER_PIXEL + 2 * THICK;
  bounds->height = (y1 - y0) / UNITS_PER_PIXEL + 2 * THICK;
  return TRUE;
}

/* ---- drawing ---- */

/* Catmull-Rom through four values, @t from 0 to 1 between the second and the third. */
static double
between (double a, double b, double c, double d, double t)
{
  return 0.5
         * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}

static double
width_at (const HechaInkPoint *a, const HechaInkPoint *b, double t)
{
  return THIN + (THICK - THIN) * (a->pressure + (b->pressure - a->pressure) * t) / 1000.0;
}

static void
draw_curve (cairo_t *cr, const HechaInkPoint *p0, const HechaInkPoint *p1, const HechaInkPoint *p2,
            const HechaInkPoint *p3)
{
  double x = p1->x / UNITS_PER_PIXEL, y = p1->y / UNITS_PER_PIXEL;

  for (int i = 1; i <= PIECES; i++)
    {
      double t = (double)i / PIECES;
      double nx = between (p0->x, p1->x, p2->x, p3->x, t) / UNITS_PER_PIXEL;
      double ny = between (p0->y, p1->y, p2->y, p3->y, t) / UNITS_PER_PIXEL;

      cairo_set_line_width (cr, width_at (p1, p2, t));
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, nx, ny);
      cairo_stroke (cr);
      x = nx;
      y = ny;
    }
}

static void
draw_stroke (cairo_t *cr, GArray *stroke)
{
  const HechaInkPoint *points = (const HechaInkPoint *)(void *)stroke->data;

  if (stroke->len == 1)
    {
      cairo_arc (cr, points[0].x / UNITS_PER_PIXEL, points[0].y / UNITS_PER_PIXEL,
                 width_at (points, points, 0) / 1.6, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  for (guint i = 0; i + 1 < stroke->len; i++)
    draw_curve (cr, &points[i > 0 ? i - 1 : 0], &points[i], &points[i + 1],
                &points[MIN (i + 2, stroke->len - 1)]);
}

/**
 * hecha_ink_draw:
 * @self: a drawing
 * @cr: where, in pixels
 *
 * Draws smooth lines through the points in the source that is set.
 */
void
hecha_ink_draw (const HechaInk *self, cairo_t *cr)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->strokes->len; i++)
    draw_stroke (cr, g_ptr_array_index (self->strokes, i));
}
