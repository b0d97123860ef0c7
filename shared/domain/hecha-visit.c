/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-visit.h"

#include "base/hecha-error.h"
#include "domain/hecha-calendar.h"
#include "domain/hecha-method.h"
#include "domain/hecha-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * hecha_visit_dup_today:
 * @env: whose clock
 *
 * Returns: (transfer full): today in China, such as 2026-06-30
 */
char *
hecha_visit_dup_today (const HechaEnv *env)
{
  GDate today;

  hecha_date_from_ms (&today, hecha_env_now_ms (env));
  return hecha_date_dup_text (&today);
}

/* ---- how many were there together ---- */

/**
 * hecha_visit_count_together:
 * @assignment: an assignment
 *
 * Returns: the greatest number of its inspectors who were there at one time (P3 4.3, R009)
 */
guint
hecha_visit_count_together (const HechaAssignment *assignment)
{
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) inspectors = g_ptr_array_new ();

  if (assignment->presence->len == 0)
    return 0;
  persons = hecha_assignment_dup_persons (assignment);
  for (guint i = 0; i < assignment->presence->len; i++)
    {
      const char *id = hecha_record_get (assignment->presence->pdata[i], "person");
      const HechaAssignedPerson *person = id != NULL ? hecha_assigned_find (persons, id) : NULL;

      if (person != NULL && hecha_assigned_is_inspector (person))
        g_ptr_array_add (inspectors, assignment->presence->pdata[i]);
    }
  return hecha_presence_count_together (inspectors);
}

/**
 * hecha_visit_was_present:
 * @assignment: an assignment
 * @person: (nullable): a person; %NULL for anybody
 *
 * Returns: whether a time of presence is recorded; one that was taken back is none
 */
gboolean
hecha_visit_was_present (const HechaAssignment *assignment, const char *person)
{
  for (guint i = 0; i < assignment->presence->len; i++)
    {
      const HechaRecord *p = assignment->presence->pdata[i];

      if ((person == NULL || g_strcmp0 (hecha_record_get (p, "person"), person) == 0)
          && hecha_record_get (p, "from") != NULL && hecha_record_get (p, "to") != NULL)
        return TRUE;
    }
  return FALSE;
}

/* ---- presence ---- */

static const HechaRecord *
find_presence (const HechaAssignment *assignment, const char *id)
{
  for (guint i = 0; i < assignment->presence->len; i++)
    if (strcmp (((HechaRecord *)assignment->presence->pdata[i])->id, id) == 0)
      return assignment->presence->pdata[i];
  return NULL;
}

static gboolean
write_presence (HechaAct *act, const HechaAssignment *assignment, const char *person, const char *date,
                const char *span, GError **error)
{
  g_autofree char *id = hecha_presence_dup_id (assignment->presence, assignment->record->id, person, date);
  const HechaRecord *known = find_presence (assignment, id);
  HechaActOp *op = hecha_act_op (act, assignment->record->scope, "presence", id);
  g_autofree char *from = g_strndup (span, 5);

  return hecha_field_set_text (op, known, "presence", "assignment", assignment->record->id, error)
         && hecha_field_set_text (op, known, "presence", "person", person, error)
         && hecha_field_set_text (op, known, "presence", "date", date, error)
         && hecha_field_set_text (op, known, "presence", "from", from, error)
         && hecha_field_set_text (op, known, "presence", "to", span + 6, error);
}

static gboolean
record_person (HechaAct *act, const HechaAssignment *assignment, GPtrArray *persons, const char *text,
               const char *date, GError **error)
{
  const char *at = strrchr (text, '@');
  g_autofree char *person = at != NULL ? g_strndup (text, (gsize)(at - text)) : NULL;

  if (person == NULL || *person == '\0')
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("“%s” is no presence; write it as PERSON@09:00-10:00"), text);
      return FALSE;
    }
  if (hecha_assigned_find (persons, person) == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s is not among the persons of %s (P3 4.3)"),
                   person, assignment->record->id);
      return FALSE;
    }
  return hecha_presence_check_span (at + 1, error)
         && write_presence (act, assignment, person, date, at + 1, error);
}

/* On one day, or on all of them. */
static gboolean
take_person_back (HechaAct *act, const HechaAssignment *assignment, const char *person, const char *date,
                  GError **error)
{
  for (guint i = 0; i < assignment->presence->len; i++)
    {
      const HechaRecord *known = g_ptr_array_index (assignment->presence, i);
      HechaActOp *op;

      if (g_strcmp0 (hecha_record_get (known, "person"), person) != 0
          || (date != NULL && g_strcmp0 (hecha_record_get (known, "date"), date) != 0))
        continue;
      op = hecha_act_op (act, assignment->record->scope, "presence", known->id);
      if (!hecha_field_set_text (op, known, "presence", "from", "", error)
          || !hecha_field_set_text (op, known, "presence", "to", "", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
record_presence (HechaAct *act, const HechaAssignment *assignment, const HechaVisitInput *input,
                 GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (assignment);
  g_autofree char *date = input->date != NULL ? g_strdup (input->date) : hecha_visit_dup_today (act->env);

  for (guint i = 0; input->absent != NULL && input->absent[i] != NULL; i++)
    if (!take_person_back (act, assignment, input->absent[i], input->date, error))
      return FALSE;
  for (guint i = 0; input->present != NULL && input->present[i] != NULL; i++)
    if (!record_person (act, assignment, persons, input->present[i], date, error))
      return FALSE;
  return TRUE;
}

/* ---- the visit ---- */

static void
clear_place (HechaActOp *op, const HechaRecord *visit)
{
  static const char *const fields[] = {"latitude", "longitude", "datum", "accuracy"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (visit != NULL && hecha_record_get (visit, fields[i]) != NULL)
      hecha_act_op_set (op, fields[i], json_node_new (JSON_NODE_NULL));
}

static gboolean
record_place (HechaActOp *op, const HechaRecord *visit, const HechaVisitInput *input, GError **error)
{
  gint64 latitude, longitude;

  if (input->place == NULL)
    return hecha_field_set_text (op, visit, "visit", "datum", input->datum, error);
  if (!hecha_field_settled (visit, "latitude", error) || !hecha_field_settled (visit, "longitude", error))
    return FALSE;
  if (*input->place == '\0')
    {
      clear_place (op, visit);
      return TRUE;
    }
  if (!hecha_place_parse (input->place, &latitude, &longitude, error))
    return FALSE;
  hecha_act_op_set_int (op, "latitude", latitude);
  hecha_act_op_set_int (op, "longitude", longitude);
  if (input->accuracy_m > 0)
    hecha_act_op_set_int (op, "accuracy", input->accuracy_m);
  else if (visit != NULL && hecha_record_get (visit, "accuracy") != NULL)
    hecha_act_op_set (op, "accuracy", json_node_new (JSON_NODE_NULL));
  return hecha_field_set_text (op, visit, "visit", "datum", input->datum != NULL ? input->datum : "WGS-84",
                               error);
}

/* By its name only: the name of its record type is not kept in a visit. */
static gboolean
is_method (const char *name)
{
  const HechaMethod *method = hecha_method_find (name);

  return method != NULL && strcmp (method->name, name) == 0;
}

static gboolean
record_methods (HechaActOp *op, const HechaVisitInput *input, GError **error)
{
  for (guint i = 0; input->methods != NULL && input->methods[i] != NULL; i++)
    {
      if (!is_method (input->methods[i]))
        {
          g_set_error (
            error, HECHA_ERROR, HECHA_ERROR_REFUSED,
            _ ("“%s” is no method; there are meeting, documents, inquiry, site_view, public, media, "
               "online_review and survey (P3 5.2)"),
            input->methods[i]);
          return FALSE;
        }
      hecha_act_op_add (op, "methods", input->methods[i]);
    }
  for (guint i = 0; input->no_methods != NULL && input->no_methods[i] != NULL; i++)
    hecha_act_op_remove (op, "methods", input->no_methods[i]);
  return TRUE;
}

/* What will stand there: what is given now, else what stands there already. */
static gboolean
will_have (const char *given, const HechaRecord *visit, const char *field)
{
  if (given != NULL)
    return *given != '\0';
  return visit != NULL && hecha_record_get (visit, field) != NULL;
}

static gboolean
check_complete (const HechaAssignment *assignment, const HechaVisitInput *input, GError **error)
{
  const HechaRecord *visit = assignment->visit;
  const char *mode = input->mode != NULL ? input->mode
                     : visit != NULL     ? hecha_record_get (visit, "mode")
                                         : NULL;
  gboolean anybody
    = hecha_visit_was_present (assignment, NULL) || (input->present != NULL && input->present[0] != NULL);
  const char *missing = NULL;

  if (mode == NULL)
    missing = _ ("A visit is onsite or online: say which with its mode (P3 5.1 b)");
  else if (strcmp (mode, "onsite") == 0 && !will_have (input->place, visit, "latitude")
           && !will_have (input->place_reason, visit, "place_reason"))
    missing = _ ("A visit on site needs its place, or the reason why there is none (P3 5.1 b)");
  else if (strcmp (mode, "onsite") == 0 && !anybody)
    missing = _ ("A visit on site needs the persons present, with from and to (P3 5.1 b)");
  if (missing != NULL)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, missing);
  return missing == NULL;
}

/**
 * hecha_visit_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaVisitInput
 * @error: %HECHA_ERROR_REFUSED
 *
 * Records a visit, or more of it (P3 4.3, 5.1 b, 5.2, 7.3; R009, R019, R028, R055).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_visit_record (HechaAct *act, gpointer data, GError **error)
{
  const HechaVisitInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "record a visit", error);
  const HechaRecord *visit;
  HechaActOp *op;

  if (assignment == NULL || (!input->unfinished && !check_complete (assignment, input, error)))
    return FALSE;
  visit = assignment->visit;
  op = hecha_act_op (act, assignment->record->scope, "visit", assignment->record->id);
  return hecha_field_set_text (op, visit, "visit", "mode", input->mode, error)
         && record_place (op, visit, input, error)
         && hecha_field_set_text (op, visit, "visit", "place_reason", input->place_reason, error)
         && record_methods (op, input, error)
         && hecha_field_set_text (op, visit, "visit", "difficulty", input->difficulty, error)
         && hecha_field_set_text (op, visit, "visit", "difficulties", input->difficulties, error)
         && hecha_field_set_text (op, visit, "visit", "assistance", input->assistance, error)
         && hecha_field_set_text (op, visit, "visit", "photo_reason", input->photo_reason, error)
         && record_presence (act, assignment, input, error);
}
