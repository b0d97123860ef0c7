/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-server-print.h"

#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "domain/hecha-guard.h"

#include <glib/gi18n-lib.h>

/* A document for a person: one line for each thing in a list, one for each member of an object. */

static const HechaJsonLimits limits = {64 * 1024 * 1024, 32, 10 * 1000 * 1000, FALSE};

static void
print_value (const HechaJson *json, guint token, FILE *out)
{
  g_autofree char *text = NULL;
  const char *bytes;
  gsize n_bytes;

  if (hecha_json_kind (json, token) == HECHA_JSON_STRING)
    {
      g_autofree char *raw = hecha_json_dup_string (json, token);

      text = g_strdelimit (hecha_guard_dup_reason (raw), "\r\n\t", ' ');
      fputs (text, out);
      return;
    }
  hecha_json_raw (json, token, &bytes, &n_bytes);
  fwrite (bytes, 1, n_bytes, out);
}

/* The members' values in one line; of anything else, itself. */
static void
print_line (const HechaJson *json, guint token, FILE *out)
{
  guint value = token + 1;

  if (hecha_json_kind (json, token) != HECHA_JSON_OBJECT)
    {
      print_value (json, token, out);
      fputc ('\n', out);
      return;
    }
  for (guint i = 0; i < json->tokens[token].count; i++)
    {
      fputs (i > 0 ? "\t" : "", out);
      print_value (json, value + 1, out);
      value = json->tokens[value + 1].next;
    }
  fputc ('\n', out);
}

static void
print_list (const HechaJson *json, guint list, FILE *out)
{
  guint element = list + 1;

  for (guint i = 0; i < json->tokens[list].count; i++)
    {
      print_line (json, element, out);
      element = json->tokens[element].next;
    }
}

/* An object of one member is that member: a code, a digest. */
static void
print_object (const HechaJson *json, FILE *out)
{
  guint name = 1;

  for (guint i = 0; i < json->tokens[0].count; i++)
    {
      guint value = name + 1;

      if (hecha_json_kind (json, value) == HECHA_JSON_ARRAY)
        print_list (json, value, out);
      else
        {
          if (json->tokens[0].count > 1)
            {
              print_value (json, name, out);
              fputc ('\t', out);
            }
          print_value (json, value, out);
          fputc ('\n', out);
        }
      name = json->tokens[value].next;
    }
}

static gboolean
check_problems (const HechaJson *json, GError **error)
{
  guint problems
    = hecha_json_kind (json, 0) == HECHA_JSON_OBJECT ? hecha_json_member (json, 0, "problems") : 0;

  if (problems == 0 || hecha_json_kind (json, problems) != HECHA_JSON_ARRAY
      || json->tokens[problems].count == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("%u problems were found"),
               (guint)json->tokens[problems].count);
  return FALSE;
}

/**
 * hecha_server_print:
 * @document: one JSON document
 * @json: as it is
 * @out: where
 * @error: %HECHA_ERROR_CORRUPT when the document has a list of `problems` that is not empty; it is printed all the same
 *
 * Prints what a command answers.
 *
 * Returns: whether the command was a success
 */
gboolean
hecha_server_print (GBytes *document, gboolean json, FILE *out, GError **error)
{
  g_auto (HechaJson) scanned = HECHA_JSON_INIT;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (document, &n_bytes);

  while (n_bytes > 0 && bytes[n_bytes - 1] == '\n')
    n_bytes--;
  if (!hecha_json_scan (&scanned, bytes, n_bytes, &limits, error))
    return FALSE;
  if (json)
    {
      fwrite (bytes, 1, n_bytes, out);
      fputc ('\n', out);
    }
  else if (hecha_json_kind (&scanned, 0) == HECHA_JSON_OBJECT)
    print_object (&scanned, out);
  else if (hecha_json_kind (&scanned, 0) == HECHA_JSON_ARRAY)
    print_list (&scanned, 0, out);
  else
    print_line (&scanned, 0, out);
  return check_problems (&scanned, error);
}
