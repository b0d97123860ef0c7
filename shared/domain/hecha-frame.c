/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-frame.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "base/hecha-unicode.h"
#include "domain/hecha-ticket.h"

#define GREATEST_BYTES 64
#define HEADING        "hecha-frame-v1"

/**
 * hecha_frame_new:
 *
 * Returns: (transfer full): a frame without units
 */
HechaFrame *
hecha_frame_new (void)
{
  HechaFrame *self = g_rc_box_new0 (HechaFrame);

  self->units = g_array_new (FALSE, FALSE, sizeof (HechaFrameUnit));
  self->texts = g_string_chunk_new (4096);
  return self;
}

/**
 * hecha_frame_ref:
 *
 * Returns: (transfer full): @self
 */
HechaFrame *
hecha_frame_ref (HechaFrame *self)
{
  return g_rc_box_acquire (self);
}

static void
hecha_frame_clear (HechaFrame *self)
{
  g_array_unref (self->units);
  g_string_chunk_free (self->texts);
}

/**
 * hecha_frame_unref:
 * @self: (transfer full): a frame
 */
void
hecha_frame_unref (HechaFrame *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)hecha_frame_clear);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/**
 * hecha_frame_check_text:
 * @what: what it is, for the message
 * @text: an id, a stratum or the code of a plan
 *
 * UTF-8, 1 to 64 bytes, no control characters, and NFC only: the same name in NFD looks the same and would get another
 * ticket (HCS-1, step 1). Fails with %HECHA_ERROR_INVALID.
 *
 * Returns: whether it may go into what is hashed
 */
gboolean
hecha_frame_check_text (const char *what, const char *text, GError **error)
{
  const char *wrong = NULL;
  gboolean utf8 = g_utf8_validate (text, -1, NULL);

  if (!utf8)
    wrong = _ ("is not UTF-8");
  else if (*text == '\0')
    wrong = _ ("is empty");
  else if (strlen (text) > GREATEST_BYTES)
    wrong = _ ("is longer than 64 bytes");
  else if (has_control_character (text))
    wrong = _ ("has a control character");
  else if (hecha_unicode_nfc_problem (text, strlen (text)) != NULL)
    wrong = _ ("is not in the Unicode form NFC");

  if (wrong == NULL)
    return TRUE;
  if (utf8 && *text != '\0')
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the %s “%s” %s"), _ (what), text, wrong);
  else
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the %s %s"), _ (what), wrong);
  return FALSE;
}

/**
 * hecha_frame_add:
 * @self: a frame that is not closed
 * @id: the unit's id
 * @stratum: the unit's stratum
 *
 * Adds a unit, in any order. Refuses ids and strata that are not UTF-8 in NFC, of 1 to 64 bytes, without control
 * characters (HCS-1, step 1), with %HECHA_ERROR_INVALID; the frame is then as it was.
 *
 * Returns: whether it was added
 */
gboolean
hecha_frame_add (HechaFrame *self, const char *id, const char *stratum, GError **error)
{
  HechaFrameUnit unit;

  g_return_val_if_fail (!self->closed, FALSE);

  if (!hecha_frame_check_text ("id", id, error) || !hecha_frame_check_text ("stratum", stratum, error))
    return FALSE;

  unit.id = g_string_chunk_insert (self->texts, id);
  unit.stratum = g_string_chunk_insert_const (self->texts, stratum);
  g_array_append_val (self->units, unit);
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (((const HechaFrameUnit *)a)->id, ((const HechaFrameUnit *)b)->id);
}

/**
 * hecha_frame_close:
 * @self: a frame
 *
 * Puts the units into the order of the bytes of their ids. Refuses an empty frame and ids that stand there twice,
 * with %HECHA_ERROR_INVALID.
 *
 * Returns: whether it is closed; only then can it be hashed and drawn from
 */
gboolean
hecha_frame_close (HechaFrame *self, GError **error)
{
  const HechaFrameUnit *units;

  g_array_sort (self->units, compare_ids);
  units = (const HechaFrameUnit *)self->units->data;

  if (self->units->len == 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the frame has no units"));
      return FALSE;
    }
  for (guint i = 1; i < self->units->len; i++)
    if (g_str_equal (units[i - 1].id, units[i].id))
      {
        g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the id “%s” stands in the frame twice"),
                     units[i].id);
        return FALSE;
      }

  self->closed = TRUE;
  return TRUE;
}

static gboolean
add_line (HechaFrame *self, const char *line, gsize length, GError **error)
{
  g_autofree char *id = NULL, *stratum = NULL;
  const char *tab = memchr (line, '\t', length);

  if (tab == NULL || memchr (tab + 1, '\t', length - (gsize)(tab + 1 - line)) != NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("the line is not an id, a TAB and a stratum"));
      return FALSE;
    }
  if (memchr (line, '\0', length) != NULL)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("the line has a control character"));
      return FALSE;
    }

  id = g_strndup (line, (gsize)(tab - line));
  stratum = g_strndup (tab + 1, length - (gsize)(tab + 1 - line));
  return hecha_frame_add (self, id, stratum, error);
}

static gboolean
is_heading (const char *line, gsize length)
{
  return length == strlen (HEADING) && memcmp (line, HEADING, length) == 0;
}

/* Byte order mark, carriage returns before line feeds and a missing last line feed are not the units' business. The
 * first line of the published frame text is no unit either. */
static gboolean
add_lines (HechaFrame *self, const char *text, gsize length, GError **error)
{
  const char *at = text, *end = text + length;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    at += 3;
  for (guint number = 1; at < end; number++)
    {
      const char *feed = memchr (at, '\n', (gsize)(end - at));
      const char *stop = feed != NULL ? feed : end;
      gsize n = (gsize)(stop - at);

      if (n > 0 && at[n - 1] == '\r')
        n--;
      if (!(number == 1 && is_heading (at, n)) && !add_line (self, at, n, error))
        {
          g_prefix_error (error, _ ("line %u: "), number);
          return FALSE;
        }
      at = feed != NULL ? feed + 1 : end;
    }
  return TRUE;
}

/**
 * hecha_frame_parse:
 * @text: lines `id TAB stratum`, in any order; the line "hecha-frame-v1" may stand before them
 * @length: bytes of @text
 *
 * Reads a frame as an observer gets it. Any bad line fails with %HECHA_ERROR_INVALID and its number.
 *
 * Returns: (transfer full) (nullable): a closed frame
 */
HechaFrame *
hecha_frame_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (HechaFrame) self = hecha_frame_new ();

  if (!add_lines (self, text, length, error) || !hecha_frame_close (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hecha_frame_dup_text:
 * @self: a closed frame
 *
 * Returns: (transfer full): what the frame hash is the hash of, and what is published with it
 */
char *
hecha_frame_dup_text (const HechaFrame *self)
{
  GString *text = g_string_new (HEADING "\n");

  g_return_val_if_fail (self->closed, g_string_free (text, FALSE));

  for (guint i = 0; i < self->units->len; i++)
    {
      const HechaFrameUnit *unit = &g_array_index (self->units, HechaFrameUnit, i);

      g_string_append (text, unit->id);
      g_string_append_c (text, '\t');
      g_string_append (text, unit->stratum);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/**
 * hecha_frame_dup_hash:
 * @self: a closed frame
 * @algorithm: which digest
 *
 * Returns: (transfer full) (nullable): 64 lower-case hex digits; %NULL when this computer lacks @algorithm
 */
char *
hecha_frame_dup_hash (const HechaFrame *self, HechaSamplingAlgorithm algorithm, GError **error)
{
  g_autofree char *text = hecha_frame_dup_text (self);
  char hash[HECHA_HASH_TEXT_BYTES];

  return hecha_sampling_hash (algorithm, text, hash, error) ? g_strdup (hash) : NULL;
}
