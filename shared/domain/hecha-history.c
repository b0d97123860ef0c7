/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-history.h"

#include "domain/hecha-outcome.h"

#include <string.h>

static void
free_earlier (gpointer data)
{
  HechaEarlier *earlier = data;

  g_free (earlier->id);
  g_free (earlier->scope);
  g_free (earlier->quarter);
  g_free (earlier->verdict);
  g_free (earlier->observation);
  g_free (earlier->value);
  g_free (earlier->unit);
  g_free (earlier->signed_at);
  g_free (earlier);
}

/* After the leader's signature what was signed counts, or what was ruled on an appeal; not what a merge brought. */
static char *
dup_verdict (const HechaAssignment *a)
{
  g_auto (HechaOutcome) outcome = {0};

  hecha_outcome_read (&outcome, a);
  return g_strdup (outcome.verdict != NULL ? outcome.verdict : hecha_record_get (a->finding, "verdict"));
}

static HechaEarlier *
earlier_new (const HechaAssignment *a)
{
  const HechaRecord *effective = hecha_assignment_effective_signature (a);
  HechaEarlier *self = g_new0 (HechaEarlier, 1);

  self->id = g_strdup (a->record->id);
  self->scope = g_strdup (a->record->scope);
  self->quarter = g_strdup (hecha_record_get (a->record, "quarter"));
  self->state = hecha_sample_state (a);
  self->verdict = dup_verdict (a);
  self->observation = g_strdup (hecha_record_get (a->finding, "observation"));
  self->value = g_strdup (hecha_record_get (a->finding, "value"));
  self->unit = g_strdup (hecha_record_get (a->finding, "unit"));
  self->signed_at = g_strdup (effective != NULL ? hecha_record_get (effective, "signed_at") : NULL);
  return self;
}

static gboolean
add_quarter (HechaReader *reader, const char *scope, const char *unit, GPtrArray *list, GError **error)
{
  g_autoptr (GPtrArray) records = hecha_reader_list (reader, scope, "assignment", "unit", unit, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);
      g_autoptr (HechaAssignment) a = hecha_assignment_load (reader, record->scope, record->id, error);

      if (a == NULL)
        return FALSE;
      if (a->finding != NULL)
        g_ptr_array_add (list, earlier_new (a));
    }
  return records != NULL;
}

/* A unit is TARGET-Q2. */
static guint
split_unit (const char *unit, char **target)
{
  gsize length = unit != NULL ? strlen (unit) : 0;

  if (length < 4 || unit[length - 3] != '-' || unit[length - 2] != 'Q' || unit[length - 1] < '1'
      || unit[length - 1] > '4')
    return 0;
  *target = g_strndup (unit, length - 3);
  return (guint)(unit[length - 1] - '0');
}

/**
 * hecha_history_list:
 * @reader: where to read
 * @assignment: a sample
 * @error: when reading failed
 *
 * The findings of the same target in earlier quarters, as far as this store knows them: a team sees its own, the office
 * those of everybody, and a visitor none, who comes without knowing what others found (P3 7.4).
 *
 * Returns: (transfer full) (element-type HechaEarlier) (nullable): the latest quarter first
 */
GPtrArray *
hecha_history_list (HechaReader *reader, const HechaAssignment *assignment, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_earlier);
  g_autofree char *target = NULL;
  guint quarter = split_unit (hecha_record_get (assignment->record, "unit"), &target);

  if (g_str_has_prefix (assignment->record->scope, "visit:"))
    return g_steal_pointer (&list);
  for (guint q = quarter; q-- > 1;)
    {
      g_autofree char *unit = g_strdup_printf ("%s-Q%u", target, q);

      if (!add_quarter (reader, NULL, unit, list, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}
