/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What canonical JSON needs to know about characters: strict UTF-8, the normal form NFC, the order of UTF-16. */

gunichar hecha_unicode_decode (const char **at, const char *end);
int hecha_unicode_compare_characters (gunichar a, gunichar b);
int hecha_unicode_compare (const char *a, gsize a_length, const char *b, gsize b_length);

const char *hecha_unicode_nfc_problem (const char *text, gsize length);
gboolean hecha_unicode_append_nfc (GString *out, const char *text, gsize length);

/**
 * hecha_unicode_surely_nfc:
 * @c: a character
 *
 * Whether @c is its own normal form and never combines with what stands before it, in every version of Unicode from
 * 5.0 on. Text of such characters only is NFC. Covers what Chinese and English text is made of; FALSE says nothing.
 *
 * Returns: TRUE if the normal form need not be computed because of @c
 */
static inline gboolean
hecha_unicode_surely_nfc (gunichar c)
{
  if (c < 0x300)
    return TRUE;
  if (c >= 0x3400 && c <= 0x9fff)
    return TRUE;
  if (c < 0x3400)
    return (c >= 0x3001 && c <= 0x3029) || (c >= 0x2010 && c <= 0x2027) || (c >= 0x2460 && c <= 0x27bf)
           || (c >= 0x3200 && c <= 0x33ff);
  return (c >= 0xff01 && c <= 0xff60) || (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x20000 && c <= 0x2f7ff)
         || (c >= 0x30000 && c <= 0x3ffff);
}

G_END_DECLS
