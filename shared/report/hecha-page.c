/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-page-private.h"

#define TOP  (37 * HECHA_PAGE_MM)
#define LEFT (28 * HECHA_PAGE_MM)
/* From the type area to the page number, and how far in that stands: one of its characters. */
#define FOLIO_BELOW (7 * HECHA_PAGE_MM)
/* Lines of a paragraph that stay together at the top or the foot of a page. */
#define FEWEST_LINES 2

typedef enum
{
  ITEM_LINE,
  ITEM_RULE,
  ITEM_DRAWING,
} ItemKind;

/* One thing on a page. Lines belong to layouts that the document keeps. */
typedef struct
{
  ItemKind kind;
  double x; /* points from the top left of the page; of a line: where its letters stand */
  double y;
  double width;
  double height;
  double thickness;
  PangoLayoutLine *line; /* (not owned) */
  HechaDrawing *drawing; /* (owned) */
} Item;

struct _HechaPages
{
  HechaFonts *fonts;    /* (owned) */
  GPtrArray *pages;     /* (owned) (element-type GArray of Item) */
  GPtrArray *layouts;   /* (owned) */
  GPtrArray *headings;  /* (owned) (element-type HechaPageHeading) */
  double y;             /* next place on the last page, from the top of the type area */
  GPtrArray *waiting;   /* (owned) (element-type PangoLayout): headings for what comes next */
  GArray *waiting_font; /* (owned) (element-type HechaFont) */
  char *mark;           /* (owned) (nullable) */
  char *footer;         /* (owned) (nullable) */
};

/* ---- drawings ---- */

/**
 * hecha_drawing_new:
 * @width: points
 * @height: points
 * @draw: how
 * @data: what
 * @free_data: (nullable): for @data
 *
 * Returns: (transfer full): something to put on a page
 */
HechaDrawing *
hecha_drawing_new (double width, double height, HechaPageDraw draw, gpointer data, GDestroyNotify free_data)
{
  HechaDrawing *self = g_rc_box_new0 (HechaDrawing);

  *self = (HechaDrawing) {width, height, draw, data, free_data};
  return self;
}

/**
 * hecha_drawing_ref:
 * @self: a drawing
 *
 * Returns: (transfer full): the same
 */
HechaDrawing *
hecha_drawing_ref (HechaDrawing *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_drawing (HechaDrawing *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
}

/**
 * hecha_drawing_unref:
 * @self: (transfer full): a drawing
 */
void
hecha_drawing_unref (HechaDrawing *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)clear_drawing);
}

/* ---- life ---- */

static void
clear_item (Item *item)
{
  g_clear_pointer (&item->drawing, hecha_drawing_unref);
}

static void
free_heading (HechaPageHeading *heading)
{
  g_free (heading->text);
  g_free (heading);
}

static void
add_page (HechaPages *self)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  g_array_set_clear_func (items, (GDestroyNotify)clear_item);
  g_ptr_array_add (self->pages, items);
  self->y = 0;
}

/**
 * hecha_pages_new:
 *
 * Returns: (transfer full): one empty page
 */
HechaPages *
hecha_pages_new (void)
{
  HechaPages *self = g_new0 (HechaPages, 1);

  self->fonts = hecha_fonts_new ();
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify)free_heading);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting_font = g_array_new (FALSE, FALSE, sizeof (HechaFont));
  add_page (self);
  return self;
}

/**
 * hecha_pages_free:
 * @self: (transfer full) (nullable): a document
 */
void
hecha_pages_free (HechaPages *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->layouts);
  g_ptr_array_unref (self->headings);
  g_ptr_array_unref (self->waiting);
  g_array_unref (self->waiting_font);
  hecha_fonts_free (self->fonts);
  g_free (self->mark);
  g_free (self->footer);
  g_free (self);
}

/* ---- putting things ---- */

HechaFonts *
hecha_pages_get_fonts (HechaPages *self)
{
  return self->fonts;
}

/* The next free place, in points from the top of the page. */
double
hecha_pages_get_y (HechaPages *self)
{
  return TOP + self->y;
}

/* What is free below it on this page. */
double
hecha_pages_get_left (HechaPages *self)
{
  return HECHA_TYPE_HEIGHT - self->y;
}

void
hecha_pages_advance (HechaPages *self, double height)
{
  self->y += height;
}

static void
put (HechaPages *self, const Item *item)
{
  g_array_append_vals (self->pages->pdata[self->pages->len - 1], item, 1);
}

/* @x from the left of the type area; @y, the top of the line, from the top of the page. The document takes a reference
 * of the layout. */
void
hecha_pages_put_line (HechaPages *self, PangoLayout *layout, PangoLayoutLine *line, HechaFont font, double x,
                      double y)
{
  if (self->layouts->len == 0 || self->layouts->pdata[self->layouts->len - 1] != layout)
    g_ptr_array_add (self->layouts, g_object_ref (layout));
  put (self, &(Item) {.kind = ITEM_LINE, .x = LEFT + x, .y = y + hecha_font_baseline (font), .line = line});
}

void
hecha_pages_put_rule (HechaPages *self, double x, double y, double width, double height, double thickness)
{
  put (self,
       &(Item) {
         .kind = ITEM_RULE, .x = LEFT + x, .y = y, .width = width, .height = height, .thickness = thickness});
}

void
hecha_pages_put_drawing (HechaPages *self, HechaDrawing *drawing, double x, double y)
{
  put (self, &(Item) {.kind = ITEM_DRAWING, .x = LEFT + x, .y = y, .drawing = hecha_drawing_ref (drawing)});
}

/* ---- the flow ---- */

/* Where a line begins, from the left of the type area or cell. */
static double
align_line (PangoLayoutLine *line, HechaFont font, HechaAlign align, double width)
{
  PangoRectangle logical;

  if (align == HECHA_ALIGN_INDENT)
    return pango_layout_line_is_paragraph_start (line) ? 2 * hecha_font_size (font) : 0;
  if (align == HECHA_ALIGN_START)
    return 0;
  pango_layout_line_get_extents (line, NULL, &logical);
  return (width - (double)logical.width / PANGO_SCALE) * (align == HECHA_ALIGN_CENTER ? 0.5 : 1);
}

static double
waiting_height (HechaPages *self)
{
  double height = 0;

  for (guint i = 0; i < self->waiting->len; i++)
    height += hecha_font_pitch (g_array_index (self->waiting_font, HechaFont, i))
              * pango_layout_get_line_count (self->waiting->pdata[i]);
  return height;
}

static void
place_heading (HechaPages *self, PangoLayout *layout, HechaFont font)
{
  HechaPageHeading *heading = g_new0 (HechaPageHeading, 1);

  *heading = (HechaPageHeading) {g_strdup (pango_layout_get_text (layout)), self->pages->len - 1,
                                 hecha_pages_get_y (self), font == HECHA_FONT_SUBHEADING ? 1 : 0};
  g_ptr_array_add (self->headings, heading);
  for (GSList *l = pango_layout_get_lines_readonly (layout); l != NULL; l = l->next)
    {
      hecha_pages_put_line (self, layout, l->data, font,
                            align_line (l->data, font,
                                        font == HECHA_FONT_TITLE ? HECHA_ALIGN_CENTER : HECHA_ALIGN_INDENT,
                                        HECHA_TYPE_WIDTH),
                            hecha_pages_get_y (self));
      self->y += hecha_font_pitch (font);
    }
}

static void
place_waiting (HechaPages *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    place_heading (self, self->waiting->pdata[i], g_array_index (self->waiting_font, HechaFont, i));
  g_ptr_array_set_size (self->waiting, 0);
  g_array_set_size (self->waiting_font, 0);
}

/* Goes to the next page; returns the place at its top. */
double
hecha_pages_begin_page (HechaPages *self)
{
  add_page (self);
  return hecha_pages_get_y (self);
}

/* What comes next begins with @height points that stay together: it and the headings before it go to a new page where
 * there is no room. */
void
hecha_pages_begin (HechaPages *self, double height)
{
  double needed = MIN (waiting_height (self) + height, HECHA_TYPE_HEIGHT);

  if (self->y > 0 && hecha_pages_get_left (self) < needed - 0.01)
    add_page (self);
  place_waiting (self);
}

/**
 * hecha_pages_add_heading:
 * @self: a document
 * @font: %HECHA_FONT_TITLE, %HECHA_FONT_HEADING or %HECHA_FONT_SUBHEADING
 * @text: such as "一、核查任务"
 *
 * Stands on the page where what follows begins.
 */
void
hecha_pages_add_heading (HechaPages *self, HechaFont font, const char *text)
{
  double width = HECHA_TYPE_WIDTH - (font == HECHA_FONT_TITLE ? 0 : 2 * hecha_font_size (font));

  g_ptr_array_add (self->waiting, hecha_fonts_layout (self->fonts, font, text, width));
  g_array_append_val (self->waiting_font, font);
}

/* No single line of a paragraph is left at the foot of a page or at the top of one. */
static gboolean
breaks_before (HechaPages *self, guint line, guint n_lines, double pitch)
{
  int room = (int)((hecha_pages_get_left (self) + 0.01) / pitch);

  if (room < 1)
    return TRUE;
  return line > 0 && room == 1 && n_lines - line == FEWEST_LINES;
}

/**
 * hecha_pages_add_text:
 * @self: a document
 * @font: of it
 * @align: of it
 * @text: paragraphs, one a line
 */
void
hecha_pages_add_text (HechaPages *self, HechaFont font, HechaAlign align, const char *text)
{
  g_autoptr (PangoLayout) layout = hecha_fonts_layout (self->fonts, font, text, HECHA_TYPE_WIDTH);
  double pitch = hecha_font_pitch (font);
  guint n_lines, i = 0;

  if (align == HECHA_ALIGN_INDENT)
    {
      pango_layout_set_indent (layout, (int)(2 * hecha_font_size (font) * PANGO_SCALE));
      pango_layout_set_justify (layout, TRUE);
    }
  n_lines = (guint)pango_layout_get_line_count (layout);
  hecha_pages_begin (self, MIN (n_lines, FEWEST_LINES) * pitch);
  for (GSList *l = pango_layout_get_lines_readonly (layout); l != NULL; l = l->next, i++)
    {
      if (breaks_before (self, i, n_lines, pitch))
        add_page (self);
      hecha_pages_put_line (self, layout, l->data, font, align_line (l->data, font, align, HECHA_TYPE_WIDTH),
                            hecha_pages_get_y (self));
      self->y += pitch;
    }
}

/**
 * hecha_pages_add_space:
 * @self: a document
 * @points: of it; none at the top of a page
 */
void
hecha_pages_add_space (HechaPages *self, double points)
{
  if (self->y > 0 && self->waiting->len == 0)
    self->y += points;
}

/**
 * hecha_pages_set_mark:
 * @self: a document
 * @mark: (nullable): across every page, such as "草稿"
 */
void
hecha_pages_set_mark (HechaPages *self, const char *mark)
{
  g_free (self->mark);
  self->mark = g_strdup (mark);
}

/**
 * hecha_pages_set_footer:
 * @self: a document
 * @footer: (nullable): beside every page number: what belongs together when the pages fall apart
 */
void
hecha_pages_set_footer (HechaPages *self, const char *footer)
{
  g_free (self->footer);
  self->footer = g_strdup (footer);
}

/**
 * hecha_pages_count:
 * @self: a document, complete
 *
 * Returns: its pages
 */
guint
hecha_pages_count (HechaPages *self)
{
  place_waiting (self);
  return self->pages->len;
}

/**
 * hecha_pages_dup_missing:
 * @self: a document
 *
 * Returns: (transfer full) (nullable): its characters that no font has, such as "U+323B0"
 */
char *
hecha_pages_dup_missing (HechaPages *self)
{
  return hecha_fonts_dup_missing (self->fonts);
}

/**
 * hecha_pages_get_headings:
 * @self: a document, complete
 *
 * Returns: (transfer none) (element-type HechaPageHeading): in order
 */
GPtrArray *
hecha_pages_get_headings (HechaPages *self)
{
  return self->headings;
}

/* ---- drawing ---- */

static void
draw_item (const Item *item, cairo_t *cr)
{
  cairo_save (cr);
  cairo_translate (cr, item->x, item->y);
  switch (item->kind)
    {
    case ITEM_LINE:
      cairo_move_to (cr, 0, 0);
      pango_cairo_show_layout_line (cr, item->line);
      break;
    case ITEM_RULE:
      cairo_set_line_width (cr, item->thickness);
      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, item->width, item->height);
      cairo_stroke (cr);
      break;
    case ITEM_DRAWING:
    default:
      item->drawing->draw (cr, item->drawing->width, item->drawing->height, item->drawing->data);
      break;
    }
  cairo_restore (cr);
}

static void
draw_words (HechaPages *self, cairo_t *cr, HechaFont font, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = hecha_fonts_layout (self->fonts, font, text, 0);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  PangoRectangle logical;

  pango_layout_line_get_extents (line, NULL, &logical);
  cairo_move_to (cr, x - align * logical.width / PANGO_SCALE, y);
  pango_cairo_show_layout_line (cr, line);
}

/* An odd page has its number at the right, an even one at the left, one character in. */
static void
draw_foot (HechaPages *self, guint page, cairo_t *cr)
{
  gboolean odd = page % 2 == 0;
  double in = hecha_font_size (HECHA_FONT_FOLIO);
  double left = LEFT + in, right = LEFT + HECHA_TYPE_WIDTH - in;
  double y = TOP + HECHA_TYPE_HEIGHT + FOLIO_BELOW + in * 0.5;
  g_autofree char *number = g_strdup_printf ("— %u —", page + 1);

  draw_words (self, cr, HECHA_FONT_FOLIO, number, odd ? right : left, y, odd ? 1 : 0);
  if (self->footer != NULL)
    draw_words (self, cr, HECHA_FONT_CODE, self->footer, odd ? left : right, y, odd ? 0 : 1);
}

static void
draw_mark (HechaPages *self, cairo_t *cr)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.9, 0.9, 0.9);
  cairo_translate (cr, HECHA_PAGE_WIDTH / 2, HECHA_PAGE_HEIGHT / 2);
  cairo_rotate (cr, -G_PI / 5);
  draw_words (self, cr, HECHA_FONT_MARK, self->mark, 0, hecha_font_size (HECHA_FONT_MARK) * 0.38, 0.5);
  cairo_restore (cr);
}

/**
 * hecha_pages_draw:
 * @self: a document, complete
 * @page: from 0
 * @cr: where: points from the top left of the sheet of paper
 */
void
hecha_pages_draw (HechaPages *self, guint page, cairo_t *cr)
{
  GArray *items = g_ptr_array_index (self->pages, page);

  if (self->mark != NULL)
    draw_mark (self, cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < items->len; i++)
    draw_item (&g_array_index (items, Item, i), cr);
  draw_foot (self, page, cr);
}
