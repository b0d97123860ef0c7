/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-sample-state.h"

#include "domain/hecha-content.h"
#include "domain/hecha-finding.h"
#include "domain/hecha-presence.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what is missing ---- */

static void
free_missing (gpointer data)
{
  HechaMissing *missing = data;

  g_free (missing->sentence);
  g_strfreev (missing->items);
  g_free (missing);
}

static HechaMissing *
add (GPtrArray *list, const char *code, const char *clause, char *sentence)
{
  HechaMissing *missing = g_new0 (HechaMissing, 1);

  missing->code = code;
  missing->clause = clause;
  missing->sentence = sentence;
  g_ptr_array_add (list, missing);
  return missing;
}

static gboolean
any_disputed (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    if (((const HechaRecord *)records->pdata[i])->disputed != 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_disputed (const HechaAssignment *a)
{
  return a->record->disputed != 0 || (a->visit != NULL && a->visit->disputed != 0)
         || (a->finding != NULL && a->finding->disputed != 0) || any_disputed (a->presence)
         || any_disputed (a->evidence) || any_disputed (a->signatures);
}

static const char *
text_of (const HechaRecord *record, const char *field)
{
  return record != NULL ? hecha_record_get (record, field) : NULL;
}

static gboolean
has_photo (const HechaAssignment *a)
{
  for (guint i = 0; i < a->evidence->len; i++)
    {
      const char *kind = hecha_record_get (a->evidence->pdata[i], "kind");

      if (g_strcmp0 (kind, "photo") == 0 || g_strcmp0 (kind, "video") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_mode (const HechaAssignment *a, GPtrArray *list)
{
  const char *mode = text_of (a->visit, "mode");

  if (mode == NULL)
    add (list, "mode", "P3 5.1 b", g_strdup (_ ("Say whether the visit was online or on site (P3 5.1 b)")));
  else if (strcmp (mode, "onsite") == 0 && text_of (a->visit, "latitude") == NULL
           && text_of (a->visit, "place_reason") == NULL)
    add (list, "place", "P3 5.1 b",
         g_strdup (_ ("A visit on site needs its place, or the reason why there is none (P3 5.1 b)")));
}

static void
check_methods (const HechaAssignment *a, GPtrArray *list)
{
  g_auto (GStrv) methods = a->visit != NULL ? hecha_record_get_list (a->visit, "methods") : NULL;

  if (methods == NULL || methods[0] == NULL)
    add (list, "methods", "P3 5.2", g_strdup (_ ("Say by which method it was checked (P3 5.2)")));
  else if (g_strv_contains ((const char *const *)methods, "site_view") && !has_photo (a)
           && text_of (a->visit, "photo_reason") == NULL)
    add (list, "photo", "P3 5.2 d",
         g_strdup (_ ("A site view needs a photo, or the reason why there is none (P3 5.2 d)")));
}

static void
check_together (const HechaAssignment *a, GPtrArray *list)
{
  guint together = hecha_visit_count_together (a);
  HechaMissing *missing;

  if (together >= HECHA_PRESENCE_NEEDED)
    return;
  missing
    = add (list, "presence", "P3 4.3",
           g_strdup_printf (
             ngettext ("Two or more inspectors have to be present at the same time; %u is recorded (P3 4.3)",
                       "Two or more inspectors have to be present at the same time; %u are recorded (P3 4.3)",
                       together),
             together));
  missing->have = together;
  missing->need = HECHA_PRESENCE_NEEDED;
}

static void
check_evidence (const HechaAssignment *a, GPtrArray *list)
{
  g_auto (HechaEvidenceCount) count = {0};
  HechaMissing *missing;

  if (g_strcmp0 (text_of (a->finding, "verdict"), "met") != 0)
    return;
  hecha_finding_count_evidence (a, &count);
  if (count.there == count.required)
    return;
  missing = add (list, "evidence", "P3 4.5", hecha_evidence_count_dup_sentence (&count));
  missing->have = count.there;
  missing->need = count.required;
  missing->items = g_steal_pointer (&count.missing);
}

/**
 * hecha_sample_missing:
 * @assignment: an assignment
 *
 * What the leader's signature waits for, in the order of the page (P3 4.3, 4.5, 5.1, 5.2; R009, R015, R019, R028).
 *
 * Returns: (transfer full) (element-type HechaMissing): empty when the leader can sign
 */
GPtrArray *
hecha_sample_missing (const HechaAssignment *assignment)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_missing);

  if (is_disputed (assignment))
    add (list, "disputed", NULL,
         g_strdup (_ ("People wrote different things; the office has to settle it before anybody signs")));
  check_mode (assignment, list);
  check_together (assignment, list);
  check_methods (assignment, list);
  if (text_of (assignment->finding, "verdict") == NULL)
    add (list, "verdict", "P3 4.3", g_strdup (_ ("The finding has no verdict (P3 4.3)")));
  if (text_of (assignment->finding, "observation") == NULL)
    add (list, "observation", "P3 4.5",
         g_strdup (_ ("The finding has no observation: what was seen and read (P3 4.5)")));
  check_evidence (assignment, list);
  return list;
}

/* ---- the state ---- */

static gboolean
is_contested (const HechaAssignment *a)
{
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
  return a->visit == NULL && a->finding == NULL && a->presence->len == 0 && a->evidence->len == 0
         && a->signatures->len == 0;
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

  if (is_disputed (assignment))
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
