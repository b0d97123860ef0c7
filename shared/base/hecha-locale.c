/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-locale.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * hecha_locale_bind:
 *
 * Takes the language that the person chose. The first thing that a program does. HECHA_LOCALE_DIR names the folder of
 * the translations of a program that is run from its build folder.
 */
void
hecha_locale_bind (void)
{
  const char *dir = g_getenv ("HECHA_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL && *dir != '\0' ? dir : HECHA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* GLib decides at the first message whether there are translations at all: not while a thread is neutral. */
  g_dgettext (GETTEXT_PACKAGE, "");
}

/**
 * hecha_neutral_begin:
 *
 * Makes this thread write in English until hecha_neutral_end(). They nest.
 *
 * Returns: what to give back
 */
HechaNeutral
hecha_neutral_begin (void)
{
  /* all of "C" is static in the C library: nothing is allocated */
  return uselocale (newlocale (LC_ALL_MASK, "C", (locale_t)0));
}

/**
 * hecha_neutral_end:
 * @neutral: of hecha_neutral_begin()
 */
void
hecha_neutral_end (HechaNeutral neutral)
{
  uselocale (neutral);
}

/* Takes a sentence apart by the format that it was made with, whose values are all %s; one may be a sentence too. */
static char **
split_by_format (const char *sentence, const char *format)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  const char *at = sentence + strlen (parts[0]);

  if (!g_str_has_prefix (sentence, parts[0]))
    return NULL;
  for (guint i = 1; parts[i] != NULL; i++)
    {
      gboolean last = parts[i + 1] == NULL;
      const char *next = last ? sentence + strlen (sentence) - strlen (parts[i]) : strstr (at, parts[i]);
      g_autofree char *value = NULL;

      if (next == NULL || next < at || (last && strcmp (next, parts[i]) != 0))
        return NULL;
      value = g_strndup (at, (gsize)(next - at));
      g_strv_builder_add (values, *value != '\0' ? _ (value) : value);
      at = next + strlen (parts[i]);
    }
  return g_strv_builder_end (values);
}

/* A translation may name its values in another order, as %2$s. */
static char *
fill_in (const char *format, char **values)
{
  GString *out = g_string_new (NULL);
  guint n = g_strv_length (values), next = 0;

  for (const char *at = format; *at != '\0'; at++)
    if (g_str_has_prefix (at, "%s"))
      {
        g_string_append (out, next < n ? values[next++] : "");
        at++;
      }
    else if (at[0] == '%' && g_ascii_isdigit (at[1]) && g_str_has_prefix (at + 2, "$s"))
      {
        guint index = (guint)g_ascii_digit_value (at[1]);

        g_string_append (out, index >= 1 && index <= n ? values[index - 1] : "");
        at += strlen ("%1$s") - 1;
      }
    else
      g_string_append_c (out, *at);
  return g_string_free (out, FALSE);
}

/**
 * hecha_locale_dup_sentence:
 * @english: a sentence that was stored or sent in English
 * @formats: (nullable) (array zero-terminated=1): the formats that such sentences are made with, with %s only
 *
 * Entries and messages carry English; this is for showing them. What is not known stays as it is.
 *
 * Returns: (transfer full): the sentence in the language of the reader
 */
char *
hecha_locale_dup_sentence (const char *english, const char *const *formats)
{
  const char *whole = *english != '\0' ? _ (english) : english;

  for (; whole == english && formats != NULL && *formats != NULL; formats++)
    {
      g_auto (GStrv) values = split_by_format (english, *formats);

      if (values != NULL)
        return fill_in (_ (*formats), values);
    }
  return g_strdup (whole);
}
