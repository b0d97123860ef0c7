/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-font.h"

#include "report/hecha-faces.h"

#include <pango/pangofc-fontmap.h>

/* For characters outside the BMP, after the font of the text: all of CJK extensions B to F, and later ones. */
static const char *const rare[] = {"HanaMinB", "HanaMinA", "BabelStone Han"};
/* What is printed for a character that no font has: the mark of typesetters for a missing type. */
#define GETA "〓"

/* One font that may do, and whether it has to be thickened for it. */
typedef struct
{
  const char *family;
  PangoWeight weight;
} Choice;

/* The fonts that the standard asks for are licensed: whoever has them gets them; no package may bring them. */
static const Choice song_title[] = {
  {"FZXiaoBiaoSong-B05S", PANGO_WEIGHT_NORMAL},
  {"方正小标宋简体", PANGO_WEIGHT_NORMAL},
  {"FZXiaoBiaoSong-B05", PANGO_WEIGHT_NORMAL},
  {"方正小标宋_GBK", PANGO_WEIGHT_NORMAL},
  {"Noto Serif CJK SC", PANGO_WEIGHT_BOLD},
  {"Source Han Serif SC", PANGO_WEIGHT_BOLD},
  {NULL, PANGO_WEIGHT_NORMAL},
};
static const Choice hei[] = {
  {"SimHei", PANGO_WEIGHT_NORMAL},
  {"黑体", PANGO_WEIGHT_NORMAL},
  {"Noto Sans CJK SC", PANGO_WEIGHT_BOLD},
  {"Source Han Sans SC", PANGO_WEIGHT_BOLD},
  {"WenQuanYi Micro Hei", PANGO_WEIGHT_NORMAL},
  {NULL, PANGO_WEIGHT_NORMAL},
};
static const Choice kai[] = {
  {"KaiTi_GB2312", PANGO_WEIGHT_NORMAL},
  {"楷体_GB2312", PANGO_WEIGHT_NORMAL},
  {"KaiTi", PANGO_WEIGHT_NORMAL},
  {"楷体", PANGO_WEIGHT_NORMAL},
  {"AR PL UKai CN", PANGO_WEIGHT_NORMAL},
  {"LXGW WenKai", PANGO_WEIGHT_NORMAL},
  {NULL, PANGO_WEIGHT_NORMAL},
};
static const Choice fang_song[] = {
  {"FangSong_GB2312", PANGO_WEIGHT_NORMAL},
  {"仿宋_GB2312", PANGO_WEIGHT_NORMAL},
  {"FangSong", PANGO_WEIGHT_NORMAL},
  {"仿宋", PANGO_WEIGHT_NORMAL},
  {"STFangsong", PANGO_WEIGHT_NORMAL},
  {"Zhuque Fangsong (technical preview)", PANGO_WEIGHT_NORMAL},
  {"FandolFang R", PANGO_WEIGHT_NORMAL},
  {"FandolFang", PANGO_WEIGHT_NORMAL},
  {"Noto Serif CJK SC", PANGO_WEIGHT_NORMAL},
  {"Source Han Serif SC", PANGO_WEIGHT_NORMAL},
  {NULL, PANGO_WEIGHT_NORMAL},
};
static const Choice song[] = {
  {"SimSun", PANGO_WEIGHT_NORMAL},
  {"宋体", PANGO_WEIGHT_NORMAL},
  {"Noto Serif CJK SC", PANGO_WEIGHT_NORMAL},
  {"Source Han Serif SC", PANGO_WEIGHT_NORMAL},
  {NULL, PANGO_WEIGHT_NORMAL},
};
static const Choice mono[] = {
  {"Noto Sans Mono CJK SC", PANGO_WEIGHT_NORMAL},
  {"WenQuanYi Micro Hei Mono", PANGO_WEIGHT_NORMAL},
  {"DejaVu Sans Mono", PANGO_WEIGHT_NORMAL},
  {NULL, PANGO_WEIGHT_NORMAL},
};

/* Points. 22 lines of 28 characters fill the type area of 225 × 156 mm. */
static const struct
{
  const Choice *choices;
  double size;
  double pitch;
} styles[] = {
  [HECHA_FONT_TITLE] = {song_title, 22, 32},
  [HECHA_FONT_HEADING] = {hei, 15.75, 28.99},
  [HECHA_FONT_SUBHEADING] = {kai, 15.75, 28.99},
  [HECHA_FONT_BODY] = {fang_song, 15.75, 28.99},
  [HECHA_FONT_LABEL] = {hei, 11, 18},
  [HECHA_FONT_CELL] = {fang_song, 12, 18},
  [HECHA_FONT_NOTE] = {fang_song, 10, 14},
  [HECHA_FONT_CODE] = {mono, 8, 12},
  [HECHA_FONT_FOLIO] = {song, 14, 14},
  [HECHA_FONT_MARK] = {hei, 150, 150},
};

struct _HechaFonts
{
  HechaFaces *faces;     /* (owned) */
  PangoFontMap *map;     /* (owned) */
  PangoContext *context; /* (owned) */
  PangoFontDescription
    *descriptions[G_N_ELEMENTS (styles)]; /* (owned) (nullable) made when first asked for */
  GHashTable *missing;                    /* (owned) set of characters that no font has */
};

/* Positions that are the same on every device: no hints, no rounding, Chinese shapes of shared characters. */
static PangoContext *
create_context (PangoFontMap *map)
{
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string ("zh-cn"));
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  return context;
}

/* All that a document may be set in. */
static HechaFaces *
open_faces (void)
{
  g_autoptr (GPtrArray) families = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    for (const Choice *choice = styles[i].choices; choice->family != NULL; choice++)
      g_ptr_array_add (families, (gpointer)choice->family);
  for (guint i = 0; i < G_N_ELEMENTS (rare); i++)
    g_ptr_array_add (families, (gpointer)rare[i]);
  g_ptr_array_add (families, NULL);
  return hecha_faces_new ((const char *const *)families->pdata);
}

/**
 * hecha_fonts_new:
 *
 * Returns: (transfer full): the fonts of one document
 */
HechaFonts *
hecha_fonts_new (void)
{
  HechaFonts *self = g_new0 (HechaFonts, 1);

  self->faces = open_faces ();
  self->map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (self->map), hecha_faces_get_config (self->faces));
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 72);
  self->context = create_context (self->map);
  self->missing = g_hash_table_new (NULL, NULL);
  return self;
}

/**
 * hecha_fonts_free:
 * @self: (transfer full) (nullable): fonts; layouts that were made with them stay
 */
void
hecha_fonts_free (HechaFonts *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->descriptions); i++)
    g_clear_pointer (&self->descriptions[i], pango_font_description_free);
  g_hash_table_unref (self->missing);
  g_object_unref (self->context);
  g_object_unref (self->map);
  hecha_faces_free (self->faces);
  g_free (self);
}

static const Choice *
choose (HechaFonts *self, const Choice *choices)
{
  for (guint i = 0; choices[i].family != NULL; i++)
    if (pango_font_map_get_family (self->map, choices[i].family) != NULL)
      return &choices[i];
  return NULL;
}

static const PangoFontDescription *
describe (HechaFonts *self, HechaFont font)
{
  if (self->descriptions[font] == NULL)
    {
      const Choice *choice = choose (self, styles[font].choices);
      g_autofree char *families = g_strdup_printf ("%s,%s,%s,%s", choice != NULL ? choice->family : "serif",
                                                   rare[0], rare[1], rare[2]);

      self->descriptions[font] = pango_font_description_new ();
      pango_font_description_set_family (self->descriptions[font], families);
      pango_font_description_set_weight (self->descriptions[font],
                                         choice != NULL ? choice->weight : PANGO_WEIGHT_NORMAL);
      pango_font_description_set_absolute_size (self->descriptions[font], styles[font].size * PANGO_SCALE);
    }
  return self->descriptions[font];
}

/**
 * hecha_font_size:
 * @font: of a text
 *
 * Returns: width of a Chinese character in points
 */
double
hecha_font_size (HechaFont font)
{
  return styles[font].size;
}

/**
 * hecha_font_pitch:
 * @font: of a text
 *
 * Returns: from one line to the next, in points
 */
double
hecha_font_pitch (HechaFont font)
{
  return styles[font].pitch;
}

/**
 * hecha_font_baseline:
 * @font: of a text
 *
 * Returns: from the top of a line to where its letters stand, in points: Chinese characters are in the middle of it
 */
double
hecha_font_baseline (HechaFont font)
{
  return styles[font].pitch / 2 + styles[font].size * 0.38;
}

/* ---- characters that cannot be printed ---- */

/* Those that turn the order of what is read: a record says what it says from left to right. */
static gboolean
turns_text (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f
         || c == 0x061c;
}

static void
add_character (GHashTable *characters, gunichar c)
{
  g_hash_table_add (characters, GUINT_TO_POINTER (c));
}

static void
collect_run (const PangoGlyphItem *run, const char *text, GHashTable *characters)
{
  for (int i = 0; i < run->glyphs->num_glyphs; i++)
    if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
      add_character (characters, g_utf8_get_char (text + run->item->offset + run->glyphs->log_clusters[i]));
}

static void
collect_unknown (PangoLayout *layout, GHashTable *characters)
{
  const char *text = pango_layout_get_text (layout);

  for (GSList *lines = pango_layout_get_lines_readonly (layout); lines != NULL; lines = lines->next)
    for (GSList *runs = ((PangoLayoutLine *)lines->data)->runs; runs != NULL; runs = runs->next)
      collect_run (runs->data, text, characters);
}

/* A character that the fonts of documents do not have may be in another one that is installed. */
static void
look_further (HechaFonts *self, PangoLayout *layout)
{
  g_autoptr (GHashTable) characters = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer character;
  gboolean found = FALSE;

  collect_unknown (layout, characters);
  g_hash_table_iter_init (&iter, characters);
  while (g_hash_table_iter_next (&iter, &character, NULL))
    found |= hecha_faces_cover (self->faces, GPOINTER_TO_UINT (character));
  if (!found)
    return;
  pango_fc_font_map_config_changed (PANGO_FC_FONT_MAP (self->map));
  pango_layout_context_changed (layout);
}

static char *
replace (const char *text, GHashTable *characters)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_hash_table_contains (characters, GUINT_TO_POINTER (g_utf8_get_char (c))))
      g_string_append (out, GETA);
    else
      g_string_append_unichar (out, g_utf8_get_char (c));
  return g_string_free (out, FALSE);
}

static void
mark_missing (HechaFonts *self, PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);
  g_autoptr (GHashTable) characters = g_hash_table_new (NULL, NULL);
  g_autofree char *replaced = NULL;
  GHashTableIter iter;
  gpointer character;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (turns_text (g_utf8_get_char (c)))
      add_character (characters, g_utf8_get_char (c));
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    look_further (self, layout);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    collect_unknown (layout, characters);
  if (g_hash_table_size (characters) == 0)
    return;
  g_hash_table_iter_init (&iter, characters);
  while (g_hash_table_iter_next (&iter, &character, NULL))
    g_hash_table_add (self->missing, character);
  replaced = replace (text, characters);
  pango_layout_set_text (layout, replaced, -1);
}

/**
 * hecha_fonts_layout:
 * @self: fonts
 * @font: of the text
 * @text: whatever somebody wrote, never markup
 * @width: points; the text is broken into lines there; 0 for one line
 *
 * A character that no installed font has is printed as 〓 and told by hecha_fonts_dup_missing().
 *
 * Returns: (transfer full): the text, set
 */
PangoLayout *
hecha_fonts_layout (HechaFonts *self, HechaFont font, const char *text, double width)
{
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_font_description (layout, describe (self, font));
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width > 0)
    pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  mark_missing (self, layout);
  return layout;
}

static int
compare_characters (gconstpointer a, gconstpointer b)
{
  guint x = GPOINTER_TO_UINT (a), y = GPOINTER_TO_UINT (b);

  return x < y ? -1 : x > y;
}

/**
 * hecha_fonts_dup_missing:
 * @self: fonts
 *
 * Returns: (transfer full) (nullable): the characters that no font has, such as "U+2F9F4 U+323AF"; %NULL for none
 */
char *
hecha_fonts_dup_missing (HechaFonts *self)
{
  g_autoptr (GList) characters = g_list_sort (g_hash_table_get_keys (self->missing), compare_characters);
  GString *out;

  if (characters == NULL)
    return NULL;
  out = g_string_new (NULL);
  for (GList *l = characters; l != NULL; l = l->next)
    g_string_append_printf (out, "%sU+%04X", l == characters ? "" : " ", GPOINTER_TO_UINT (l->data));
  return g_string_free (out, FALSE);
}
