/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-trail-rows.h"

#include "hecha-names.h"
#include "hecha-row-list.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is shown of one step; the rest is counted. */
#define MAX_LINES      8
#define MAX_CHARACTERS 120

static void
free_row (gpointer data)
{
  HechaTrailRow *row = data;

  g_free (row->title);
  g_free (row->text);
  g_free (row->record);
  g_free (row);
}

static char *
dup_short (const char *text)
{
  g_autofree char *short_text = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_CHARACTERS)
    return g_strdup (text);
  short_text = g_utf8_substring (text, 0, MAX_CHARACTERS);
  return g_strconcat (short_text, "…", NULL);
}

/* A proposal names the record that it is about; its own id is a digest. So is that of what settles a copied laptop. */
static gboolean
is_told_elsewhere (const HechaTrailChange *change)
{
  static const char *const fields[] = {"type", "field", "persons", NULL};
  static const char *const of_fork[] = {"device", "reviewed_by", NULL};

  return (strcmp (change->type, "proposal") == 0 && g_strv_contains (fields, change->field))
         || (strcmp (change->type, "fork_review") == 0 && g_strv_contains (of_fork, change->field));
}

static const char *
record_of (HechaNames *names, const HechaTrailChange *change)
{
  if (strcmp (change->type, "revoke") == 0 || strcmp (change->type, "grant") == 0)
    return hecha_names_device (names, change->record);
  if (strcmp (change->type, "fork_review") == 0)
    {
      g_autofree char *dev = g_strndup (change->record, strcspn (change->record, "/"));

      return hecha_names_device (names, dev);
    }
  return strcmp (change->type, "proposal") == 0 ? "" : change->record;
}

static void
append_change (GString *text, HechaNames *names, const HechaTrailChange *change)
{
  const char *record = record_of (names, change);
  g_autofree char *field = hecha_names_dup_field (change->type, change->field);
  g_autofree char *value = hecha_names_dup_value (change->type, change->field, change->value);
  g_autofree char *shown = dup_short (value);

  if (is_told_elsewhere (change))
    return;
  g_string_append_printf (text, "%s%s%s", text->len > 0 ? "\n" : "", record, *record != '\0' ? " · " : "");
  g_string_append_printf (text, _ ("%s: %s"), field, shown);
  if (change->why != NULL)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _ ("Reason: %s"), change->why);
    }
}

static HechaTrailRow *
make_row (HechaNames *names, const HechaTrailEntry *step)
{
  HechaTrailRow *row = g_new0 (HechaTrailRow, 1);
  g_autofree char *who = hecha_names_dup_who (names, step->by, step->at);
  g_autofree char *scope = hecha_names_dup_scope (step->scope);
  GString *text = g_string_new (NULL);
  guint left = step->n_left;

  row->place = step->place;
  row->title = g_strdup_printf ("%s · %s · %s%s", who, hecha_names_device (names, step->dev), scope,
                                step->held ? _ (" · held") : (step->parked ? _ (" · waits for others") : ""));
  for (guint i = 0; i < step->changes->len && i < MAX_LINES; i++)
    append_change (text, names, g_ptr_array_index (step->changes, i));
  if (step->changes->len > MAX_LINES)
    left += step->changes->len - MAX_LINES;
  if (step->changes->len > 0)
    row->record = g_strdup (((const HechaTrailChange *)g_ptr_array_index (step->changes, 0))->record);
  if (left > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u change more", "and %u changes more", left), left);
    }
  row->text = g_string_free (text, FALSE);
  return row;
}

/**
 * hecha_trail_rows_load:
 * @store: a store
 * @question: what is looked for
 * @error: when the database failed
 *
 * Returns: (transfer full) (element-type HechaTrailRow) (nullable): the steps as they are read
 */
GPtrArray *
hecha_trail_rows_load (HechaStore *store, const HechaTrailQuestion *question, GError **error)
{
  g_autoptr (GPtrArray) steps = hecha_store_trail (store, question, error);
  g_autoptr (HechaNames) names = hecha_names_new (hecha_store_reader (store));
  GPtrArray *rows;

  if (steps == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (free_row);
  for (guint i = 0; i < steps->len; i++)
    g_ptr_array_add (rows, make_row (names, g_ptr_array_index (steps, i)));
  return rows;
}

/**
 * hecha_trail_row_new:
 * @row: a step
 *
 * Returns: (transfer floating): a row that is only read
 */
GtkWidget *
hecha_trail_row_new (const HechaTrailRow *row)
{
  return hecha_text_lines_new (row->title, row->text);
}
