/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-unicode.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* g_utf8_normalize() needs time in the square of its input's length, so it is given short pieces only: text is cut in
 * front of a character that combines with nothing before it, after at least PIECE_LENGTH characters. A run without such
 * a place ends at RUN_LENGTH; Unicode's own stream-safe format (UAX 15, section 13) allows 30, no language needs 10. */
#define PIECE_LENGTH 32
#define RUN_LENGTH   64

static inline gboolean
is_continuation (const char *at)
{
  return ((guint8)*at & 0xc0) == 0x80;
}

/**
 * hecha_unicode_decode:
 * @at: (inout): the first byte of a character; moved behind it if it is well formed
 * @end: the end of the text
 *
 * Reads one character of UTF-8, strictly: nothing overlong, no surrogates, nothing above U+10FFFF.
 *
 * Returns: the character, or (gunichar) -1
 */
gunichar
hecha_unicode_decode (const char **at, const char *end)
{
  static const gunichar least[] = {0, 0x80, 0x800, 0x10000};
  const char *p = *at;
  guint8 lead = p < end ? (guint8)*p : 0xff;
  guint more = lead < 0x80 ? 0 : lead < 0xc2 ? 9 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 9;
  gunichar c = more == 0 ? lead : lead & (0x3f >> more);

  if (more == 9 || end - p <= more)
    return (gunichar)-1;
  for (guint i = 1; i <= more; i++)
    {
      if (!is_continuation (p + i))
        return (gunichar)-1;
      c = c << 6 | ((guint8)p[i] & 0x3f);
    }
  if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
    return (gunichar)-1;
  *at = p + more + 1;
  return c;
}

/**
 * hecha_unicode_compare_characters:
 * @a: a character
 * @b: a character
 *
 * The order of RFC 8785, section 3.2.3: that of UTF-16 code units, in which U+E000 to U+FFFF come after everything
 * outside the BMP.
 *
 * Returns: less than, equal to or greater than 0
 */
int
hecha_unicode_compare_characters (gunichar a, gunichar b)
{
  gunichar first = a >= 0xe000 && a <= 0xffff ? a + 0x110000 : a;
  gunichar second = b >= 0xe000 && b <= 0xffff ? b + 0x110000 : b;

  return (first > second) - (first < second);
}

/**
 * hecha_unicode_compare:
 * @a: well-formed UTF-8
 * @a_length: its bytes
 * @b: well-formed UTF-8
 * @b_length: its bytes
 *
 * Compares two texts in the order of their UTF-16 code units, without converting them.
 *
 * Returns: less than, equal to or greater than 0
 */
int
hecha_unicode_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gsize shared = MIN (a_length, b_length), i = 0;
  guint8 first, second;

  while (i < shared && a[i] == b[i])
    i++;
  if (i == shared)
    return (a_length > b_length) - (a_length < b_length);

  /* Bytes have the order of code points. 0xEE and 0xEF begin U+E000 to U+FFFF, which UTF-16 puts behind 0xF0 and up. */
  first = (guint8)a[i];
  second = (guint8)b[i];
  if (first >= 0xee && second >= 0xee && (first >= 0xf0) != (second >= 0xf0))
    return first >= 0xf0 ? -1 : 1;
  return first < second ? -1 : 1;
}

/* Nearly all text is so; ASCII and U+4000 to U+9FFF (0xE4 to 0xE9) are told by their first byte. */
static gboolean
is_surely_nfc (const char *at, const char *end)
{
  while (at < end)
    {
      guint8 lead = (guint8)*at;

      if (lead < 0x80)
        at++;
      else if (lead >= 0xe4 && lead <= 0xe9)
        at += 3;
      else if (hecha_unicode_surely_nfc (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      else
        return FALSE;
    }
  return TRUE;
}

/* Whether text may be cut in front of @c: only marks and the later parts of Hangul syllables combine backwards. */
static gboolean
is_boundary (gunichar c)
{
  if (hecha_unicode_surely_nfc (c))
    return TRUE;
  return !g_unichar_ismark (c) && !(c >= 0x1160 && c <= 0x11ff) && !(c >= 0xd7b0 && c <= 0xd7ff);
}

typedef struct
{
  const char *start;
  gsize length;
  gboolean sure; /* made of characters that are surely NFC */
} Piece;

/* Returns FALSE if there is no place to cut for too long. */
static gboolean
take_piece (const char **at, const char *end, Piece *piece)
{
  const char *p = *at;
  guint n_characters = 0, run = 0;

  piece->start = p;
  piece->sure = TRUE;
  while (p < end)
    {
      gunichar c = g_utf8_get_char (p);

      run = is_boundary (c) ? 0 : run + 1;
      if (run == 0 && n_characters >= PIECE_LENGTH)
        break;
      if (run > RUN_LENGTH)
        return FALSE;
      piece->sure = piece->sure && hecha_unicode_surely_nfc (c);
      n_characters++;
      p = g_utf8_next_char (p);
    }
  piece->length = p - piece->start;
  *at = p;
  return TRUE;
}

/**
 * hecha_unicode_nfc_problem:
 * @text: well-formed UTF-8
 * @length: its bytes
 *
 * Checks that @text is in Unicode's normal form NFC, in time linear in its length.
 *
 * Returns: (nullable): what is wrong, a part of a sentence; %NULL if nothing is
 */
const char *
hecha_unicode_nfc_problem (const char *text, gsize length)
{
  const char *at = text, *end = text + length;

  if (is_surely_nfc (text, end))
    return NULL;
  while (at < end)
    {
      g_autofree char *normal = NULL;
      Piece piece;

      if (!take_piece (&at, end, &piece))
        return _ ("too many combining characters in a row");
      if (piece.sure)
        continue;
      normal = g_utf8_normalize (piece.start, piece.length, G_NORMALIZE_NFC);
      if (normal == NULL || strlen (normal) != piece.length
          || memcmp (normal, piece.start, piece.length) != 0)
        return _ ("text that is not in the normal form NFC");
    }
  return NULL;
}

/**
 * hecha_unicode_append_nfc:
 * @out: where to write
 * @text: well-formed UTF-8 without U+0000
 * @length: its bytes
 *
 * Appends the normal form NFC of @text, in time linear in its length.
 *
 * Returns: FALSE if too many combining characters stand in a row; @out is then as it was
 */
gboolean
hecha_unicode_append_nfc (GString *out, const char *text, gsize length)
{
  const char *at = text, *end = text + length;
  gsize before = out->len;

  if (is_surely_nfc (text, end))
    {
      g_string_append_len (out, text, length);
      return TRUE;
    }
  while (at < end)
    {
      g_autofree char *normal = NULL;
      Piece piece;

      if (!take_piece (&at, end, &piece))
        {
          g_string_truncate (out, before);
          return FALSE;
        }
      normal = piece.sure ? NULL : g_utf8_normalize (piece.start, piece.length, G_NORMALIZE_NFC);
      if (normal != NULL)
        g_string_append (out, normal);
      else
        g_string_append_len (out, piece.start, piece.length);
    }
  return TRUE;
}
