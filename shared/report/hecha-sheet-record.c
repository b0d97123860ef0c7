/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-sheet-private.h"

#include "report/hecha-ink.h"

#include <string.h>

/* A label, its value, twice: 82 + 139 + 82 + 139 points. */
static const double form_columns[] = {82, 139, 82, 139};
/* A signature inside a table, in points. */
#define INK_WIDTH  130
#define INK_HEIGHT 46

/**
 * hecha_sheet_section:
 * @self: a sheet
 * @title: such as 核查任务; the number before it is the next one
 */
void
hecha_sheet_section (HechaSheetBuilder *self, const char *title)
{
  static const char *const numbers[]
    = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"};
  g_autofree char *text = NULL;

  g_assert (self->n_sections < G_N_ELEMENTS (numbers));
  text = g_strdup_printf ("%s、%s", numbers[self->n_sections++], title);
  self->n_parts = 0;
  hecha_pages_add_heading (self->pages, HECHA_FONT_HEADING, text);
}

static char *
dup_number (guint n)
{
  static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

  if (n >= 100)
    return g_strdup_printf ("%u", n);
  return g_strdup_printf ("%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "十" : "", digits[n % 10]);
}

/**
 * hecha_sheet_part:
 * @self: a sheet
 * @title: of a part of this section; the number before it is the next one
 */
void
hecha_sheet_part (HechaSheetBuilder *self, const char *title)
{
  g_autofree char *number = dup_number (++self->n_parts);
  g_autofree char *text = g_strdup_printf ("（%s）%s", number, title);

  hecha_pages_add_heading (self->pages, HECHA_FONT_SUBHEADING, text);
}

/**
 * hecha_sheet_form:
 *
 * Returns: (transfer full): a table of labels and values
 */
HechaPageTable *
hecha_sheet_form (void)
{
  return hecha_page_table_new (G_N_ELEMENTS (form_columns), form_columns);
}

/**
 * hecha_sheet_pair:
 * @table: a form
 * @label: what it is
 * @value: (nullable): what it says; without one there is no row
 */
void
hecha_sheet_pair (HechaPageTable *table, const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  hecha_page_table_add_row (table);
  hecha_page_table_add_pair (table, 3, label, value);
}

static const char *
label_of (const HechaRecord *record, const char *field)
{
  int i = hecha_type_find_field (record->type, field, strlen (field));

  return record->type->fields[i].zh;
}

/**
 * hecha_sheet_row:
 * @self: a sheet
 * @table: a form
 * @record: (nullable): of it
 * @field: that gets a row, where it has a value
 */
void
hecha_sheet_row (HechaSheetBuilder *self, HechaPageTable *table, const HechaRecord *record, const char *field)
{
  g_autofree char *value = hecha_sheet_dup_value (self->data, record, field);

  if (value != NULL)
    hecha_sheet_pair (table, label_of (record, field), value);
}

/**
 * hecha_sheet_two:
 * @self: a sheet
 * @table: a form
 * @record: of it
 * @first: a short field
 * @second: another one, beside it
 */
void
hecha_sheet_two (HechaSheetBuilder *self, HechaPageTable *table, const HechaRecord *record, const char *first,
                 const char *second)
{
  g_autofree char *a = hecha_sheet_dup_value (self->data, record, first);
  g_autofree char *b = hecha_sheet_dup_value (self->data, record, second);

  if (a == NULL || b == NULL)
    {
      hecha_sheet_row (self, table, record, first);
      hecha_sheet_row (self, table, record, second);
      return;
    }
  hecha_page_table_add_row (table);
  hecha_page_table_add_pair (table, 1, label_of (record, first), a);
  hecha_page_table_add_pair (table, 1, label_of (record, second), b);
}

/**
 * hecha_sheet_place:
 * @table: a form
 * @record: with latitude and longitude, and a datum where it has one
 */
void
hecha_sheet_place (HechaPageTable *table, const HechaRecord *record)
{
  gboolean has_datum = hecha_type_find_field (record->type, "datum", strlen ("datum")) >= 0;
  const char *datum = has_datum ? hecha_record_get (record, "datum") : NULL;
  g_autofree char *place = hecha_sheet_dup_place (record);
  g_autofree char *text = NULL;

  if (place == NULL)
    return;
  text = datum != NULL ? g_strdup_printf ("%s（%s）", place, hecha_sheet_word ("datum", datum))
                       : g_strdup (place);
  hecha_sheet_pair (table, "坐标", text);
}

/**
 * hecha_sheet_digest:
 * @table: a form
 * @label: of what it is
 * @digest: (nullable): without one there is no row
 */
void
hecha_sheet_digest (HechaPageTable *table, const char *label, const char *digest)
{
  if (digest == NULL)
    return;
  hecha_page_table_add_row (table);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_LABEL, HECHA_ALIGN_CENTER, label);
  hecha_page_table_add_cell (table, 3, HECHA_FONT_CODE, HECHA_ALIGN_START, digest);
}

/**
 * hecha_sheet_add_form:
 * @self: a sheet
 * @table: (transfer full): a form; left out when it has no rows
 */
void
hecha_sheet_add_form (HechaSheetBuilder *self, HechaPageTable *table)
{
  if (hecha_page_table_count (table) > 0)
    hecha_pages_add_table (self->pages, table);
  hecha_page_table_free (table);
}

/* ---- signatures ---- */

typedef struct
{
  HechaInk *ink; /* (owned) */
  HechaInkBounds bounds;
} Drawn;

static void
free_drawn (gpointer data)
{
  Drawn *self = data;

  hecha_ink_free (self->ink);
  g_free (self);
}

static void
draw_ink (cairo_t *cr, double width, double height, gpointer data)
{
  const Drawn *self = data;

  cairo_save (cr);
  cairo_scale (cr, width / self->bounds.width, height / self->bounds.height);
  cairo_translate (cr, -self->bounds.x, -self->bounds.y);
  hecha_ink_draw (self->ink, cr);
  cairo_restore (cr);
}

/**
 * hecha_sheet_ink:
 * @strokes: (nullable): as the journal has them
 * @max_width: points
 * @max_height: points
 *
 * Returns: (transfer full) (nullable): the signature; %NULL when there is none
 */
HechaDrawing *
hecha_sheet_ink (const char *strokes, double max_width, double max_height)
{
  HechaInk *ink = strokes != NULL ? hecha_ink_parse (strokes) : NULL;
  HechaInkBounds bounds;
  Drawn *drawn;
  double scale;

  if (ink == NULL || !hecha_ink_bounds (ink, &bounds))
    {
      hecha_ink_free (ink);
      return NULL;
    }
  scale = MIN (MIN (max_width / bounds.width, max_height / bounds.height), 1);
  drawn = g_new0 (Drawn, 1);
  *drawn = (Drawn) {ink, bounds};
  return hecha_drawing_new (bounds.width * scale, bounds.height * scale, draw_ink, drawn, free_drawn);
}

static void
add_ink_row (HechaPageTable *table, const char *label, const char *strokes)
{
  HechaDrawing *drawing = hecha_sheet_ink (strokes, INK_WIDTH, INK_HEIGHT);

  if (drawing == NULL)
    return;
  hecha_page_table_add_row (table);
  hecha_page_table_add_cell (table, 1, HECHA_FONT_LABEL, HECHA_ALIGN_CENTER, label);
  hecha_page_table_add_drawing (table, 3, drawing, HECHA_FONT_CELL, NULL);
}

/* ---- any record ---- */

static gboolean
is_left_out (const HechaField *field)
{
  static const char *const others[] = {"assignment", "longitude", "datum", NULL};

  return g_strv_contains (others, field->name);
}

/**
 * hecha_sheet_record:
 * @self: a sheet
 * @record: one that hangs on an assignment; a form of all its fields is added
 */
void
hecha_sheet_record (HechaSheetBuilder *self, const HechaRecord *record)
{
  HechaPageTable *table = hecha_sheet_form ();

  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const HechaField *field = &record->type->fields[i];

      if (is_left_out (field))
        continue;
      if (strcmp (field->name, "latitude") == 0)
        hecha_sheet_place (table, record);
      else if (strcmp (field->name, "strokes") == 0)
        add_ink_row (table, field->zh, hecha_record_get (record, "strokes"));
      else
        hecha_sheet_row (self, table, record, field->name);
    }
  hecha_sheet_add_form (self, table);
}
