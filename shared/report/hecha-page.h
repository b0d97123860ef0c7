/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/hecha-font.h"

G_BEGIN_DECLS

/* A4 and its type area, in points (GB/T 9704: 37 mm above, 28 mm at the left, 156 × 225 mm). */
#define HECHA_PAGE_MM     (72.0 / 25.4)
#define HECHA_PAGE_WIDTH  (210 * HECHA_PAGE_MM)
#define HECHA_PAGE_HEIGHT (297 * HECHA_PAGE_MM)
#define HECHA_TYPE_WIDTH  (156 * HECHA_PAGE_MM)
#define HECHA_TYPE_HEIGHT (225 * HECHA_PAGE_MM)

/**
 * HechaPageDraw:
 * @cr: where, in points, (0, 0) at its top left; no file is decoded in here
 * @width: points
 * @height: points
 * @data: the drawing's
 *
 * Draws a photograph, a signature, a code: on screen, on paper and in a PDF alike.
 */
typedef void (*HechaPageDraw) (cairo_t *cr, double width, double height, gpointer data);

/**
 * HechaDrawing:
 * @width: points
 * @height: points
 * @draw: how
 * @data: (owned): what
 * @free_data: for @data
 *
 * Something on a page that is no text. Counted by references.
 */
typedef struct
{
  double width;
  double height;
  HechaPageDraw draw;
  gpointer data;
  GDestroyNotify free_data;
} HechaDrawing;

HechaDrawing *
hecha_drawing_new (double width, double height, HechaPageDraw draw, gpointer data, GDestroyNotify free_data);
HechaDrawing *hecha_drawing_ref (HechaDrawing *self);
void hecha_drawing_unref (HechaDrawing *self);

/**
 * HechaAlign:
 * @HECHA_ALIGN_START: at the left
 * @HECHA_ALIGN_CENTER: in the middle
 * @HECHA_ALIGN_END: at the right
 * @HECHA_ALIGN_INDENT: at the left, the first line of each paragraph two characters in
 */
typedef enum
{
  HECHA_ALIGN_START,
  HECHA_ALIGN_CENTER,
  HECHA_ALIGN_END,
  HECHA_ALIGN_INDENT,
} HechaAlign;

/**
 * HechaPages:
 *
 * A document in the layout of GB/T 9704 (DOMAIN 7.2): a flow of headings, paragraphs and tables over pages. Made once
 * on any thread, then drawn page by page, one thread at a time.
 */
typedef struct _HechaPages HechaPages;

HechaPages *hecha_pages_new (void);
void hecha_pages_free (HechaPages *self);

/* Filling it, from the first page to the last. */
void hecha_pages_add_heading (HechaPages *self, HechaFont font, const char *text);
void hecha_pages_add_text (HechaPages *self, HechaFont font, HechaAlign align, const char *text);
void hecha_pages_add_space (HechaPages *self, double points);
void hecha_pages_set_mark (HechaPages *self, const char *mark);
void hecha_pages_set_footer (HechaPages *self, const char *footer);

/* What it has become. */
guint hecha_pages_count (HechaPages *self);
char *hecha_pages_dup_missing (HechaPages *self);
void hecha_pages_draw (HechaPages *self, guint page, cairo_t *cr);

/**
 * HechaPageHeading:
 * @text: (owned)
 * @page: from 0
 * @y: points from the top of the page
 * @level: 0 for the outermost
 *
 * Where a heading came to stand.
 */
typedef struct
{
  char *text;
  guint page;
  double y;
  guint level;
} HechaPageHeading;

GPtrArray *hecha_pages_get_headings (HechaPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaPages, hecha_pages_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaDrawing, hecha_drawing_unref)

G_END_DECLS
