/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/hecha-faces.h"

#include <fontconfig/fcfreetype.h>

struct _HechaFaces
{
  FcConfig *config;  /* (owned): its fonts are those that are open */
  FcFontSet *others; /* (owned): the rest of what is installed */
};

/* ---- open faces ---- */

static GMutex opening; /* one thread at a time makes faces of a library, says FreeType */

/* Faces stay open for as long as the program runs: Cairo remembers fonts by the address of their face, also of those
 * that nobody uses any more. There are as many as documents needed fonts, a dozen. */
static FT_Face
open_face (const char *file, int index)
{
  static FT_Library library;
  static GHashTable *faces; /* file and index → FT_Face */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&opening);
  g_autofree char *key = g_strdup_printf ("%d %s", index, file);
  FT_Face face;

  if (library == NULL && FT_Init_FreeType (&library) != 0)
    return NULL;
  if (faces == NULL)
    faces = g_hash_table_new (g_str_hash, g_str_equal);
  face = g_hash_table_lookup (faces, key);
  if (face != NULL)
    return face;
  if (FT_New_Face (library, file, index, &face) != 0)
    return NULL;
  g_hash_table_insert (faces, g_steal_pointer (&key), face);
  return face;
}

/* (transfer full) (nullable): the font with its face; NULL where its file cannot be read. */
static FcPattern *
dup_with_face (const FcPattern *font)
{
  FcPattern *opened;
  FcChar8 *file;
  FT_Face face;
  int index = 0;

  if (FcPatternGetString (font, FC_FILE, 0, &file) != FcResultMatch)
    return NULL;
  FcPatternGetInteger (font, FC_INDEX, 0, &index);
  face = open_face ((const char *)file, index);
  if (face == NULL)
    return NULL;
  opened = FcPatternDuplicate (font);
  FcPatternAddFTFace (opened, FC_FT_FACE, face);
  return opened;
}

/* ---- which ones ---- */

static gboolean
is_of_family (const FcPattern *font, const char *const *families)
{
  FcChar8 *family;

  for (int i = 0; FcPatternGetString (font, FC_FAMILY, i, &family) == FcResultMatch; i++)
    for (guint j = 0; families[j] != NULL; j++)
      if (g_ascii_strcasecmp ((const char *)family, families[j]) == 0)
        return TRUE;
  return FALSE;
}

/* (transfer full): an upright font of normal weight, one with serifs rather than without. */
static FcPattern *
make_wanted (FcConfig *config, gunichar character)
{
  FcPattern *wanted = FcNameParse ((const FcChar8 *)"serif:regular:lang=zh-cn");
  FcCharSet *characters = FcCharSetCreate ();

  if (character != 0 && FcCharSetAddChar (characters, character))
    FcPatternAddCharSet (wanted, FC_CHARSET, characters);
  FcCharSetDestroy (characters);
  FcConfigSubstitute (config, wanted, FcMatchPattern);
  FcDefaultSubstitute (wanted);
  return wanted;
}

/* (transfer full) (nullable): what stands in for fonts that are not installed. */
static FcPattern *
match_serif (FcConfig *config)
{
  FcPattern *wanted = make_wanted (config, 0), *match;
  FcResult result;

  match = FcFontMatch (config, wanted, &result);
  FcPatternDestroy (wanted);
  return match;
}

/* (transfer full) (nullable): the one of the fonts that has a character and is nearest to what documents are set in. */
static FcPattern *
match_character (FcConfig *config, FcFontSet *fonts, gunichar character)
{
  FcPattern *wanted = make_wanted (config, character), *match;
  FcCharSet *characters;
  FcResult result;

  match = FcFontSetMatch (config, &fonts, 1, wanted, &result);
  FcPatternDestroy (wanted);
  if (match != NULL
      && (FcPatternGetCharSet (match, FC_CHARSET, 0, &characters) != FcResultMatch
          || !FcCharSetHasChar (characters, character)))
    g_clear_pointer (&match, FcPatternDestroy);
  return match;
}

static gboolean
is_same_file (const FcPattern *a, const FcPattern *b)
{
  FcChar8 *x, *y;
  int i = 0, j = 0;

  FcPatternGetInteger (a, FC_INDEX, 0, &i);
  FcPatternGetInteger (b, FC_INDEX, 0, &j);
  return i == j && FcPatternGetString (a, FC_FILE, 0, &x) == FcResultMatch
         && FcPatternGetString (b, FC_FILE, 0, &y) == FcResultMatch && FcStrCmp (x, y) == 0;
}

/* The fonts of these families stay in the configuration, opened; all others are put aside. */
static void
part (HechaFaces *self, const char *const *families)
{
  FcFontSet *all = FcConfigGetFonts (self->config, FcSetSystem);
  FcPattern *serif;
  int n = all != NULL ? all->nfont : 0;

  if (n == 0)
    return;
  serif = match_serif (self->config);
  all->nfont = 0;
  for (int i = 0; i < n; i++)
    {
      FcPattern *font = all->fonts[i], *opened = NULL;

      if (is_of_family (font, families) || (serif != NULL && is_same_file (font, serif)))
        opened = dup_with_face (font);
      if (opened != NULL)
        {
          all->fonts[all->nfont++] = opened;
          FcPatternDestroy (font);
        }
      else
        FcFontSetAdd (self->others, font);
    }
  if (serif != NULL)
    FcPatternDestroy (serif);
}

/**
 * hecha_faces_new:
 * @families: (array zero-terminated=1): names of those that are wanted; what stands in for a serif is always there
 *
 * Returns: (transfer full): the installed ones of them, open
 */
HechaFaces *
hecha_faces_new (const char *const *families)
{
  HechaFaces *self = g_new0 (HechaFaces, 1);

  self->config = FcInitLoadConfigAndFonts ();
  if (self->config == NULL) /* Fontconfig's own would be changed else, that of the window */
    self->config = FcConfigCreate ();
  self->others = FcFontSetCreate ();
  part (self, families);
  return self;
}

/**
 * hecha_faces_free:
 * @self: (transfer full) (nullable): fonts; what was set with them stays
 */
void
hecha_faces_free (HechaFaces *self)
{
  if (self == NULL)
    return;
  FcFontSetDestroy (self->others);
  FcConfigDestroy (self->config);
  g_free (self);
}

/**
 * hecha_faces_get_config:
 * @self: fonts
 *
 * Returns: (transfer none): a configuration that has no others
 */
FcConfig *
hecha_faces_get_config (HechaFaces *self)
{
  return self->config;
}

/**
 * hecha_faces_cover:
 * @self: fonts
 * @character: which none of them has
 *
 * Opens the installed font that has it and is nearest to what documents are set in. Who keeps anything of the
 * configuration has to ask it again.
 *
 * Returns: whether there is one
 */
gboolean
hecha_faces_cover (HechaFaces *self, gunichar character)
{
  FcPattern *match = match_character (self->config, self->others, character), *opened = NULL;

  for (int i = 0; match != NULL && opened == NULL && i < self->others->nfont; i++)
    {
      FcPattern *font = self->others->fonts[i];

      if (is_same_file (font, match))
        opened = dup_with_face (font);
      if (opened == NULL)
        continue;
      FcFontSetAdd (FcConfigGetFonts (self->config, FcSetSystem), opened);
      FcPatternDestroy (font);
      self->others->fonts[i] = self->others->fonts[--self->others->nfont];
    }
  g_clear_pointer (&match, FcPatternDestroy);
  return opened != NULL;
}
