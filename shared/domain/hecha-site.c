/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-site.h"

#include "domain/hecha-rule.h"

#include <string.h>

/* All units of a site are one stratum. */
#define STRATUM      "ALL"
#define GROUP_DIGITS 4

/* ---- what was recorded ---- */

/* The number behind the assignment's id: of a frame its count, of a unit its rank. */
static guint64
number_of (const HechaRecord *record)
{
  return g_ascii_strtoull (strrchr (record->id, '/') + 1, NULL, 10);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 first = number_of (*(HechaRecord *const *)a), second = number_of (*(HechaRecord *const *)b);

  return first < second ? -1 : first > second;
}

/* By id, since a fact in conflict shows no fields. */
static GPtrArray *
list_numbered (HechaReader *reader, const HechaRecord *assignment, const char *type, GError **error)
{
  g_autofree char *from = g_strconcat (assignment->id, "/0", NULL);
  g_autofree char *to = g_strconcat (assignment->id, "/:", NULL);
  GPtrArray *records = hecha_reader_range (reader, assignment->scope, type, NULL, from, to, error);

  if (records != NULL)
    g_ptr_array_sort (records, compare_numbers);
  return records;
}

static gboolean
get_one (HechaReader *reader, const HechaRecord *assignment, const char *type, HechaRecord **record,
         GError **error)
{
  GError *problem = NULL;

  *record = hecha_reader_get (reader, assignment->scope, type, assignment->id, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/**
 * hecha_site_load:
 * @reader: where to read
 * @assignment: (transfer none): an assignment; must outlive what is returned
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable): what was drawn at its site, empty where nothing was
 */
HechaSite *
hecha_site_load (HechaReader *reader, const HechaRecord *assignment, GError **error)
{
  g_autoptr (HechaSite) self = g_new0 (HechaSite, 1);

  self->assignment = assignment;
  self->frames = list_numbered (reader, assignment, "site_frame", error);
  self->cancels = self->frames != NULL ? list_numbered (reader, assignment, "site_cancel", error) : NULL;
  self->units = self->cancels != NULL ? list_numbered (reader, assignment, "site_unit", error) : NULL;
  if (self->units == NULL || !get_one (reader, assignment, "site_draw", &self->draw, error)
      || !get_one (reader, assignment, "nonce", &self->nonce, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hecha_site_free:
 * @self: (transfer full) (nullable): what was drawn at a site
 */
void
hecha_site_free (HechaSite *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->frames, g_ptr_array_unref);
  g_clear_pointer (&self->cancels, g_ptr_array_unref);
  hecha_record_free (self->draw);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  hecha_record_free (self->nonce);
  g_free (self);
}

static const HechaRecord *
find_id (GPtrArray *records, const char *id)
{
  for (guint i = 0; id != NULL && i < records->len; i++)
    if (strcmp (((HechaRecord *)records->pdata[i])->id, id) == 0)
      return records->pdata[i];
  return NULL;
}

/**
 * hecha_site_get_frame:
 * @self: what was drawn at a site
 *
 * Returns: (transfer none) (nullable): the frame in force: the last one, unless it was cancelled
 */
const HechaRecord *
hecha_site_get_frame (const HechaSite *self)
{
  const HechaRecord *last = self->frames->len > 0 ? self->frames->pdata[self->frames->len - 1] : NULL;

  return last != NULL && hecha_site_find_cancel (self, last->id) == NULL ? last : NULL;
}

/**
 * hecha_site_find_frame:
 * @self: what was drawn at a site
 * @id: (nullable): a frame
 *
 * Returns: (transfer none) (nullable): that frame, cancelled or not
 */
const HechaRecord *
hecha_site_find_frame (const HechaSite *self, const char *id)
{
  return find_id (self->frames, id);
}

/**
 * hecha_site_find_cancel:
 * @self: what was drawn at a site
 * @frame: a frame
 *
 * Returns: (transfer none) (nullable): that it was cancelled
 */
const HechaRecord *
hecha_site_find_cancel (const HechaSite *self, const char *frame)
{
  return find_id (self->cancels, frame);
}

/**
 * hecha_site_find_unit:
 * @self: what was drawn at a site
 * @unit: the unit's name
 *
 * Returns: (transfer none) (nullable): the unit, when it was drawn or replaced one
 */
const HechaRecord *
hecha_site_find_unit (const HechaSite *self, const char *unit)
{
  for (guint i = 0; i < self->units->len; i++)
    if (g_strcmp0 (hecha_record_get (self->units->pdata[i], "unit"), unit) == 0)
      return self->units->pdata[i];
  return NULL;
}

/* ---- drawing again ---- */

/**
 * hecha_site_algorithm:
 * @name: (nullable): sha256 or sm3
 *
 * Returns: which digest that is
 */
HechaSamplingAlgorithm
hecha_site_algorithm (const char *name)
{
  return g_strcmp0 (name, "sm3") == 0 ? HECHA_SAMPLING_SM3 : HECHA_SAMPLING_SHA256;
}

/**
 * hecha_site_make_frame:
 * @units: (array zero-terminated=1): names
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the frame of HCS-1, step 1, closed
 */
HechaFrame *
hecha_site_make_frame (const char *const *units, GError **error)
{
  g_autoptr (HechaFrame) frame = hecha_frame_new ();

  for (; *units != NULL; units++)
    if (!hecha_frame_add (frame, *units, STRATUM, error))
      return NULL;
  return hecha_frame_close (frame, error) ? g_steal_pointer (&frame) : NULL;
}

/**
 * hecha_site_draw_again:
 * @frame: a frame that was frozen
 * @random: the public randomness
 * @size: units
 * @error: when they cannot make a draw, or the frame's units do not have its hash
 *
 * The seed binds the assignment and the hash of the frame; everything else follows from it.
 *
 * Returns: (transfer full) (nullable): the draw
 */
HechaDraw *
hecha_site_draw_again (const HechaRecord *frame, const char *random, guint size, GError **error)
{
  g_auto (GStrv) units = hecha_record_get_list (frame, "units");
  HechaSamplingAlgorithm algorithm = hecha_site_algorithm (hecha_record_get (frame, "hash_alg"));
  g_autoptr (HechaFrame) made = NULL;
  g_autofree char *hash = NULL, *seed = NULL;

  if (!hecha_rule_check_settled (frame, error))
    return NULL;
  made = hecha_site_make_frame ((const char *const *)units, error);
  hash = made != NULL ? hecha_frame_dup_hash (made, algorithm, error) : NULL;
  if (hash == NULL)
    return NULL;
  if (g_strcmp0 (hash, hecha_record_get (frame, "hash")) != 0)
    {
      hecha_rule_refuse (error, "The frame %s has the hash %s, not the one that was frozen (P3 4.4)",
                         frame->id, hash);
      return NULL;
    }
  seed = hecha_sampling_dup_seed (hecha_record_get (frame, "assignment"), hash, random, error);
  return seed != NULL ? hecha_draw_new (made, algorithm, seed, size, FALSE, error) : NULL;
}

/* ---- digits that are read out and typed ---- */

/**
 * hecha_site_dup_digits:
 * @typed: digits as somebody typed them, with blanks or dashes between groups, in full width perhaps
 *
 * Returns: (transfer full): the same without them, in lower case and in ASCII
 */
char *
hecha_site_dup_digits (const char *typed)
{
  GString *digits = g_string_new (NULL);

  for (; *typed != '\0'; typed = g_utf8_next_char (typed))
    {
      gunichar c = g_utf8_get_char (typed);

      if (g_unichar_isdigit (c))
        g_string_append_c (digits, (char)('0' + g_unichar_digit_value (c)));
      else if (!g_unichar_isspace (c) && c != '-')
        g_string_append_unichar (digits, g_unichar_tolower (c));
    }
  return g_string_free (digits, FALSE);
}

/**
 * hecha_site_dup_groups:
 * @digits: a hash or a nonce
 *
 * Returns: (transfer full): the same in groups of four, as it is read out
 */
char *
hecha_site_dup_groups (const char *digits)
{
  GString *groups = g_string_new (NULL);

  for (gsize i = 0; digits[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP_DIGITS == 0)
        g_string_append_c (groups, ' ');
      g_string_append_c (groups, digits[i]);
    }
  return g_string_free (groups, FALSE);
}
