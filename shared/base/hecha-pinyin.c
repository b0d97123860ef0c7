/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-pinyin.h"

#include <string.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* ICU's Han-Latin transliteration knows the reading of every character. It needs a fifth of a second to begin and 20 µs
 * for a character, so it is begun when it is needed and each character is asked for once: all the targets of a province
 * are written with some two thousand. */

#define RULES    "Han-Latin; Latin-ASCII; Lower"
#define CAPACITY 64 /* UTF-16 units of one reading */

struct _HechaPinyin
{
  UTransliterator *rules; /* (owned) (nullable): before it is needed, or where ICU has none */
  gboolean tried;
  GHashTable *readings; /* (owned) character → its reading (utf8) */
};

/* Characters of names of places and works that are read in two ways; ICU has one of them. */
static const struct
{
  gunichar character;
  const char *readings[2];
} others[] = {
  {0x957f /* 长 */, {"chang", "zhang"}}, {0x91cd /* 重 */, {"chong", "zhong"}},
  {0x53a6 /* 厦 */, {"xia", "sha"}},     {0x884c /* 行 */, {"hang", "xing"}},
  {0x90fd /* 都 */, {"du", "dou"}},      {0x4e50 /* 乐 */, {"le", "yue"}},
  {0x8c03 /* 调 */, {"diao", "tiao"}},   {0x4f20 /* 传 */, {"chuan", "zhuan"}},
  {0x7387 /* 率 */, {"lv", "shuai"}},    {0x4f1a /* 会 */, {"hui", "kuai"}},
  {0x53c2 /* 参 */, {"can", "shen"}},    {0x76db /* 盛 */, {"sheng", "cheng"}},
  {0x66fe /* 曾 */, {"zeng", "ceng"}},   {0x5355 /* 单 */, {"dan", "shan"}},
  {0x76d6 /* 盖 */, {"gai", "ge"}},
};

/**
 * hecha_pinyin_new:
 *
 * Returns: (transfer full): readings, none known yet
 */
HechaPinyin *
hecha_pinyin_new (void)
{
  HechaPinyin *self = g_new0 (HechaPinyin, 1);

  self->readings = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

/**
 * hecha_pinyin_free:
 * @self: (transfer full) (nullable): readings
 */
void
hecha_pinyin_free (HechaPinyin *self)
{
  if (self == NULL)
    return;
  if (self->rules != NULL)
    utrans_close (self->rules);
  g_hash_table_unref (self->readings);
  g_free (self);
}

static UTransliterator *
rules (HechaPinyin *self)
{
  UErrorCode code = U_ZERO_ERROR;
  UChar id[sizeof RULES];

  if (!self->tried)
    self->rules = utrans_openU (u_uastrcpy (id, RULES), -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
  self->tried = TRUE;
  return U_SUCCESS (code) ? self->rules : NULL;
}

/* %NULL where ICU does not know it either. */
static char *
dup_reading (HechaPinyin *self, gunichar c)
{
  UTransliterator *found = rules (self);
  UChar text[CAPACITY];
  char bytes[4 * CAPACITY];
  int32_t length = 0, limit, n_bytes;
  UErrorCode code = U_ZERO_ERROR;

  U16_APPEND_UNSAFE (text, length, c);
  limit = length;
  if (found == NULL)
    return NULL;
  utrans_transUChars (found, text, &length, CAPACITY, 0, &limit, &code);
  u_strToUTF8 (bytes, sizeof bytes, &n_bytes, text, length, &code);
  if (U_FAILURE (code) || n_bytes == 0 || !g_ascii_islower (bytes[0]))
    return NULL;
  return g_strstrip (g_strndup (bytes, (gsize)n_bytes));
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

/* %NULL for what is no Chinese character, or one that nobody knows. */
static const char *
reading (HechaPinyin *self, gunichar c, guint which)
{
  gpointer known;

  if (!is_han (c))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].character == c)
      return others[i].readings[which];
  if (!g_hash_table_lookup_extended (self->readings, GUINT_TO_POINTER (c), NULL, &known))
    g_hash_table_insert (self->readings, GUINT_TO_POINTER (c), known = dup_reading (self, c));
  return known;
}

/* As it is read, or of each character only how its reading begins; what is not Chinese stays, in small letters. */
static void
append_readings (HechaPinyin *self, GString *out, const char *text, guint which, gboolean initials)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      const char *known = reading (self, c, which);

      if (known != NULL && initials)
        g_string_append_c (out, *known);
      else if (known != NULL)
        g_string_append (out, known);
      else if (!g_unichar_isspace (c))
        g_string_append_unichar (out, g_unichar_tolower (c));
    }
}

/**
 * hecha_pinyin_dup_sort_key:
 * @self: readings
 * @text: a name
 *
 * Returns: (transfer full): its reading and then itself; names sort by it as in a Chinese list, byte by byte
 */
char *
hecha_pinyin_dup_sort_key (HechaPinyin *self, const char *text)
{
  GString *out = g_string_new (NULL);

  append_readings (self, out, text, 0, FALSE);
  g_string_append_c (out, ' ');
  g_string_append (out, text);
  return g_string_free (out, FALSE);
}

/**
 * hecha_pinyin_append_search_keys:
 * @self: readings
 * @out: where to
 * @text: a name
 *
 * Appends what somebody may type for @text on a keyboard without Chinese: how each character begins (blsk for 白露水库),
 * and whole readings (bailushuiku), also with the other reading of characters that have two; a line each.
 */
void
hecha_pinyin_append_search_keys (HechaPinyin *self, GString *out, const char *text)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (GString) first = g_string_new (NULL);
      g_autoptr (GString) second = g_string_new (NULL);

      append_readings (self, first, text, 0, kind == 0);
      append_readings (self, second, text, 1, kind == 0);
      g_string_append_printf (out, "%s\n", first->str);
      if (strcmp (first->str, second->str) != 0)
        g_string_append_printf (out, "%s\n", second->str);
    }
}
