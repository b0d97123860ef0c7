/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaInkPoint:
 * @x: hundredths of a point from the left
 * @y: hundredths of a point from the top
 * @pressure: 0 to 1000
 * @ms: since the first point of all
 *
 * Where the pen was.
 */
typedef struct
{
  int x;
  int y;
  int pressure;
  int ms;
} HechaInkPoint;

/**
 * HechaInkBounds:
 * @x: pixels from the left
 * @y: pixels from the top
 * @width: pixels, the thickness of the pen included
 * @height: pixels, likewise
 *
 * The box around a drawing.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} HechaInkBounds;

/**
 * HechaInk:
 *
 * A drawn signature: strokes of points, as the record table keeps them.
 */
typedef struct _HechaInk HechaInk;

HechaInk *hecha_ink_new (void);
HechaInk *hecha_ink_parse (const char *text);
void hecha_ink_free (HechaInk *self);
void hecha_ink_begin (HechaInk *self);
void hecha_ink_add (HechaInk *self, const HechaInkPoint *point);
void hecha_ink_undo (HechaInk *self);
void hecha_ink_clear (HechaInk *self);
guint hecha_ink_n_strokes (const HechaInk *self);
guint hecha_ink_n_points (const HechaInk *self);
char *hecha_ink_dup_text (const HechaInk *self);
gboolean hecha_ink_bounds (const HechaInk *self, HechaInkBounds *bounds);
void hecha_ink_draw (const HechaInk *self, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaInk, hecha_ink_free)

G_END_DECLS
