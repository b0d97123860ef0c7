/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-page.h"

#include <glib.h>

#define SIZE 400

static cairo_t *
create_cairo (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  return cr;
}

static void
show_in (cairo_t *cr, const char *family, guint size)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();

  pango_font_description_set_family (font, family);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, "Hecha 核查 123", -1);
  pango_cairo_show_layout (cr, layout);
}

/* What a window does that shows every font that is installed, until it is told to stop. */
static gpointer
show_all_fonts (gpointer data)
{
  const gboolean *stop = data;
  PangoFontFamily **families;
  int n;

  pango_font_map_list_families (pango_cairo_font_map_get_default (), &families, &n);
  for (guint size = 8; !g_atomic_int_get (stop); size++)
    {
      cairo_t *cr = create_cairo ();

      for (int i = 0; i < n && !g_atomic_int_get (stop); i++)
        show_in (cr, pango_font_family_get_name (families[i]), size % 64 + 8);
      cairo_destroy (cr);
    }
  g_free (families);
  return NULL;
}

static void
make_document (guint i)
{
  g_autoptr (HechaPages) pages = hecha_pages_new ();
  g_autofree char *title = g_strdup_printf ("第%u份", i);

  for (HechaFont font = HECHA_FONT_TITLE; font <= HECHA_FONT_FOLIO; font++)
    hecha_pages_add_text (pages, font, HECHA_ALIGN_START, title);
  hecha_pages_add_text (pages, HECHA_FONT_BODY, HECHA_ALIGN_INDENT,
                        "坝体𠮷安灌浆 ✓ 47份, A01-2026-T03-Q2 · ᠮᠣᠩᠭᠣᠯ བོད་ཡིག");
  g_assert_cmpuint (hecha_pages_count (pages), >, 0);
  for (guint page = 0; page < hecha_pages_count (pages); page++)
    {
      cairo_t *cr = create_cairo ();

      hecha_pages_draw (pages, page, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
    }
}

static void
test_beside_a_window (void)
{
  gboolean stop = FALSE;
  GThread *window = g_thread_new ("window", show_all_fonts, &stop);

  for (guint i = 0; i < 60; i++)
    make_document (i);
  g_atomic_int_set (&stop, TRUE);
  g_thread_join (window);
}

static gpointer
make_documents (gpointer data)
{
  for (guint i = 0; i < 20; i++)
    make_document (i);
  return NULL;
}

static void
test_beside_each_other (void)
{
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("document", make_documents, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Arabic letters: no font of the list of documents has them, DejaVu has, in many styles. */
static void
test_other_script (void)
{
  g_autoptr (HechaFonts) fonts = hecha_fonts_new ();
  g_autoptr (PangoLayout) layout = hecha_fonts_layout (fonts, HECHA_FONT_CELL, "ئۇيغۇر", 0);
  g_autofree char *missing = hecha_fonts_dup_missing (fonts);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);

  if (missing != NULL)
    {
      g_test_skip ("no font with Arabic letters is installed");
      return;
    }
  for (GSList *runs = line->runs; runs != NULL; runs = runs->next)
    {
      PangoFont *font = ((PangoGlyphItem *)runs->data)->item->analysis.font;
      g_autoptr (PangoFontDescription) description = pango_font_describe (font);

      g_assert_cmpint (pango_font_description_get_weight (description), ==, PANGO_WEIGHT_NORMAL);
      g_assert_cmpint (pango_font_description_get_style (description), ==, PANGO_STYLE_NORMAL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faces/documents-are-made-beside-a-window-that-shows-every-font", test_beside_a_window);
  g_test_add_func ("/faces/documents-are-made-beside-each-other", test_beside_each_other);
  g_test_add_func ("/faces/a-script-that-no-font-of-documents-has-is-neither-bold-nor-slanted",
                   test_other_script);
  return g_test_run ();
}
