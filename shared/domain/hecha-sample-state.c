/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-sample-state.h"

#include "domain/hecha-appeal.h"
#include "domain/hecha-content.h"
#include "domain/hecha-records.h"

#include <string.h>

/* What the agency objected to stays open until an appeal against it is decided (P3 4.3 a). */
static gboolean
is_contested (const HechaAssignment *a)
{
  HechaAppeal appeal;

  hecha_appeal_read (&appeal, a);
  if (appeal.state != HECHA_APPEAL_NONE)
    return hecha_appeal_is_open (appeal.state);
  for (guint i = 0; i < a->signatures->len; i++)
    {
      const HechaRecord *signature = g_ptr_array_index (a->signatures, i);

      if (g_strcmp0 (hecha_record_get (signature, "role"), "agency") == 0
          && (hecha_record_get_int (signature, "refused", 0) != 0
              || hecha_record_get (signature, "objection") != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_untouched (const HechaAssignment *a)
{
  const HechaSchema *schema = hecha_records ();

  for (guint i = 0; i < schema->n_types; i++)
    if (hecha_assignment_shows_type (&schema->types[i]) && a->lists[i]->len > 0)
      return FALSE;
  return a->visit == NULL && a->finding == NULL && a->signatures->len == 0;
}

static gboolean
is_ready (const HechaAssignment *assignment)
{
  g_autoptr (GPtrArray) missing = hecha_sample_missing (assignment);

  return missing->len == 0;
}

/**
 * hecha_sample_state:
 * @assignment: an assignment
 *
 * Returns: how far it is; of several states the one that asks for most attention
 */
HechaSampleState
hecha_sample_state (const HechaAssignment *assignment)
{
  const HechaRecord *effective;

  if (hecha_sample_is_disputed (assignment))
    return HECHA_SAMPLE_DISPUTED;
  effective = hecha_assignment_effective_signature (assignment);
  if (effective != NULL)
    return hecha_content_changed (assignment, effective) ? HECHA_SAMPLE_CHANGED
           : is_contested (assignment)                   ? HECHA_SAMPLE_CONTESTED
                                                         : HECHA_SAMPLE_EFFECTIVE;
  if (is_untouched (assignment))
    return HECHA_SAMPLE_TO_DO;
  return is_ready (assignment) ? HECHA_SAMPLE_READY : HECHA_SAMPLE_BEGUN;
}

/**
 * hecha_sample_state_name:
 * @state: a state
 *
 * Returns: (transfer none): its identifier in JSON and on the command line
 */
const char *
hecha_sample_state_name (HechaSampleState state)
{
  static const char *const names[]
    = {"to_do", "begun", "ready", "effective", "contested", "changed", "disputed"};

  return names[state];
}
