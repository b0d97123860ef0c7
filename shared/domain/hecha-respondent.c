/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-respondent.h"

#include "base/hecha-canonical.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"

#include <string.h>

#define HIDDEN "×××"

/* As it stands in a text, and as it stands in JSON. */
static void
add_name (GPtrArray *names, const char *name)
{
  g_autoptr (GString) quoted = g_string_new (NULL);

  hecha_canonical_append_string (quoted, name, -1);
  g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_add (names, g_strndup (quoted->str + 1, quoted->len - 2));
}

/* The names of those who were visited; one that was taken back is still a name. */
static GPtrArray *
list_names (const HechaAssignment *a)
{
  GPtrArray *visits = hecha_assignment_get_records (a, "public_visit");
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < visits->len + a->removed->len; i++)
    {
      const HechaRecord *visit = i < visits->len ? visits->pdata[i] : a->removed->pdata[i - visits->len];
      const char *name
        = strcmp (visit->type->name, "public_visit") == 0 ? hecha_record_get (visit, "respondent") : NULL;

      if (!hecha_rule_is_blank (name))
        add_name (names, name);
    }
  return names;
}

static void
hide_in (HechaRecord *record, GPtrArray *names)
{
  for (guint i = 0; record != NULL && i < record->type->n_fields; i++)
    for (guint n = 0; n < names->len && record->values[i] != NULL; n++)
      if (strstr (record->values[i], names->pdata[n]) != NULL)
        {
          g_autoptr (GString) text = g_string_new (record->values[i]);

          g_string_replace (text, names->pdata[n], HIDDEN, 0);
          g_free (record->values[i]);
          record->values[i] = g_string_free (g_steal_pointer (&text), FALSE);
        }
}

/**
 * hecha_respondents_hide:
 * @assignment: a copy of an assignment, which is about to leave for the inspected agency
 *
 * Those who spoke to the inspectors are not named to whom they spoke about (P3 5.2 e, R029): their names go from their
 * own records and from every other text, the pages in signatures too, which then no longer fit their digests. What is
 * compared with what was signed still compares, since both sides lose the same.
 */
void
hecha_respondents_hide (HechaAssignment *assignment)
{
  g_autoptr (GPtrArray) names = list_names (assignment);

  hide_in (assignment->record, names);
  hide_in (assignment->visit, names);
  hide_in (assignment->finding, names);
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    for (guint k = 0; assignment->lists[i] != NULL && k < assignment->lists[i]->len; k++)
      hide_in (assignment->lists[i]->pdata[k], names);
  for (guint i = 0; i < assignment->removed->len; i++)
    hide_in (assignment->removed->pdata[i], names);
}
