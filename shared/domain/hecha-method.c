/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-method.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-label.h"
#include "domain/hecha-place.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ID_BYTES 4

/* One record in the making. */
typedef struct
{
  HechaAct *act;
  const HechaAssignment *assignment;
  const HechaMethod *method;
  const HechaRecord *known; /* (nullable): as it is now */
  HechaRecord *after;       /* (owned): as it is going to be */
  HechaActOp *op;           /* (not owned) */
  char *id;                 /* (owned) */
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->after, hecha_record_free);
  g_clear_pointer (&self->id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

/* ---- which record ---- */

static gboolean
ends_with_part (const char *id, const char *part)
{
  gsize length = strlen (id), tail = strlen (part);

  return strcmp (id, part) == 0
         || (tail > 0 && length > tail && id[length - tail - 1] == '/' && g_str_has_suffix (id, part));
}

static const HechaRecord *
find_known (GPtrArray *list, const char *type, const char *name, guint *n)
{
  const HechaRecord *found = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (list, i);

      if ((type == NULL || strcmp (record->type->name, type) == 0) && ends_with_part (record->id, name))
        {
          found = record;
          (*n)++;
        }
    }
  return found;
}

static gboolean
blame_name (const HechaAssignment *assignment, const char *name, guint n, GError **error)
{
  g_set_error (error, HECHA_ERROR, n == 0 ? HECHA_ERROR_NOT_FOUND : HECHA_ERROR_REFUSED,
               n == 0 ? _ ("There is no record “%s” on %s") : _ ("“%s” names more than one record of %s"),
               name, assignment->record->id);
  return FALSE;
}

/* A record of its own for each use; one for each reviewer, so that nobody reviews twice. */
static char *
make_id (const Making *self)
{
  guint8 bytes[ID_BYTES];
  g_autofree char *part = NULL;

  hecha_env_random (self->act->env, bytes, sizeof bytes);
  part = self->after->type->once
           ? g_strdup (self->act->by)
           : g_strdup_printf ("%02x%02x%02x%02x", bytes[0], bytes[1], bytes[2], bytes[3]);
  return g_strdup_printf ("%s/%s/%s", self->assignment->record->id, self->method->type, part);
}

static gboolean
choose_record (Making *self, const char *name, GError **error)
{
  GPtrArray *list = hecha_assignment_get_records (self->assignment, self->method->type);
  g_autofree char *prefix = g_strdup_printf ("%s/%s/", self->assignment->record->id, self->method->type);
  guint n = 0, n_removed = 0;

  if (name == NULL)
    self->id = make_id (self);
  else if ((self->known = find_known (list, NULL, name, &n)) != NULL && n == 1)
    self->id = g_strdup (self->known->id);
  else if (n == 0 && g_str_has_prefix (name, prefix)
           && find_known (self->assignment->removed, NULL, name, &n_removed) == NULL)
    self->id = g_strdup (name);
  else
    return blame_name (self->assignment, name, n, error);
  return TRUE;
}

/* ---- what it will say ---- */

static HechaRecord *
copy_record (const HechaType *type, const HechaRecord *known)
{
  HechaRecord *record = g_new0 (HechaRecord, 1);

  record->type = type;
  record->values = g_new0 (char *, type->n_fields);
  for (guint i = 0; known != NULL && i < type->n_fields; i++)
    record->values[i] = g_strdup (known->values[i]);
  return record;
}

static gboolean
write_field (Making *self, const char *name, const char *text, GError **error)
{
  int index = hecha_type_find_field (self->after->type, name, strlen (name));
  g_autoptr (JsonNode) value = NULL;

  if (index < 0 || strcmp (name, "assignment") == 0)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("%s has no %s (%s)"),
                   hecha_type_get_label (self->after->type), name, self->method->clause);
      return FALSE;
    }
  if (!hecha_field_set_text (self->op, self->known, self->method->type, name, text, error))
    return FALSE;
  value = *text != '\0' ? hecha_value_parse (&self->after->type->fields[index], text, NULL) : NULL;
  g_free (self->after->values[index]);
  self->after->values[index] = value != NULL ? hecha_value_dup_text (value) : NULL;
  return TRUE;
}

/* `LAT,LON` in degrees is two fields, and has a datum. */
static gboolean
write_coordinates (Making *self, const char *text, GError **error)
{
  gint64 latitude, longitude;
  g_autofree char *north = NULL, *east = NULL;

  if (*text == '\0')
    return write_field (self, "latitude", "", error) && write_field (self, "longitude", "", error)
           && write_field (self, "datum", "", error);
  if (!hecha_place_parse (text, &latitude, &longitude, error))
    return FALSE;
  north = g_strdup_printf ("%" G_GINT64_FORMAT, latitude);
  east = g_strdup_printf ("%" G_GINT64_FORMAT, longitude);
  return write_field (self, "latitude", north, error) && write_field (self, "longitude", east, error)
         && (hecha_record_get (self->after, "datum") != NULL || write_field (self, "datum", "WGS-84", error));
}

static gboolean
write_fields (Making *self, const HechaMethodInput *input, GError **error)
{
  hecha_act_op_set_text (self->op, "assignment", self->assignment->record->id);
  g_free (self->after->values[0]);
  self->after->values[0] = g_strdup (self->assignment->record->id);
  for (guint i = 0; i < input->n_fields; i++)
    {
      const HechaFieldText *field = &input->fields[i];
      gboolean place
        = strcmp (field->name, "coordinates") == 0 && strcmp (self->method->type, "site_view") == 0;

      if (!(place ? write_coordinates (self, field->text, error)
                  : write_field (self, field->name, field->text, error)))
        return FALSE;
    }
  return TRUE;
}

/* ---- a review is handed in once, by its author, whole ---- */

static gboolean
check_author (Making *self, GError **error)
{
  g_autoptr (GPtrArray) persons = NULL;
  const HechaAssignedPerson *person;

  if (!self->after->type->once)
    return TRUE;
  persons = hecha_assignment_dup_persons (self->assignment);
  person = hecha_assigned_find (persons, self->act->by);
  if (person == NULL || !hecha_assigned_is_inspector (person))
    return hecha_rule_refuse (error, "%s does not inspect here, and cannot review (P3 5.2 g)", self->act->by);
  if (hecha_assignment_find_record (self->assignment, self->method->type, self->id) != NULL)
    return hecha_rule_refuse (error, "%s handed a review in; it is not changed afterwards (P3 5.2 g)",
                              self->act->by);
  if (hecha_record_get (self->after, "reviewer") == NULL
      && !write_field (self, "reviewer", self->act->by, error))
    return FALSE;
  return g_strcmp0 (hecha_record_get (self->after, "reviewer"), self->act->by) == 0
         || hecha_rule_refuse (error, "Everybody hands in their own review (P3 5.2 g)");
}

/* ---- recording ---- */

static gboolean
check_whole (const Making *self, const HechaMethodInput *input, GError **error)
{
  g_autofree char *problem
    = input->unfinished && !self->after->type->once ? NULL : hecha_method_dup_problem (self->after, NULL);

  if (problem != NULL)
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, problem);
  return problem == NULL;
}

static gboolean
make (Making *self, HechaMethodInput *input, GError **error)
{
  const char *scope = self->assignment->record->scope;

  self->after = copy_record (
    &hecha_records ()
       ->types[hecha_schema_find_type (hecha_records (), self->method->type, strlen (self->method->type))],
    NULL);
  if (!choose_record (self, input->record, error))
    return FALSE;
  if (self->known != NULL)
    {
      HechaRecord *blank = self->after;

      self->after = copy_record (blank->type, self->known);
      hecha_record_free (blank);
    }
  self->op = hecha_act_op (self->act, scope, self->method->type, self->id);
  if (!write_fields (self, input, error) || !check_author (self, error) || !check_whole (self, input, error))
    return FALSE;
  if (self->known == NULL)
    hecha_act_op_add (hecha_act_op (self->act, scope, "visit", self->assignment->record->id), "methods",
                      self->method->name);
  input->id = g_steal_pointer (&self->id);
  return TRUE;
}

/**
 * hecha_method_record:
 * @act: an action of a team or a visitor
 * @data: a #HechaMethodInput
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED or %HECHA_ERROR_INVALID
 *
 * Records one use of a method, or more of it (P3 5.2, R025–R032). The visit then names the method.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_method_record (HechaAct *act, gpointer data, GError **error)
{
  HechaMethodInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "record a method", error);
  g_auto (Making) making = {.act = act, .assignment = assignment};

  if (assignment == NULL)
    return FALSE;
  making.method = hecha_method_find (input->kind);
  if (making.method != NULL)
    return make (&making, input, error);
  return hecha_rule_refuse (error,
                            "“%s” is no method; there are meeting, documents, inquiry, site_view, public, "
                            "media, online_review and survey (P3 5.2)",
                            input->kind);
}

/* ---- taking back ---- */

static const HechaRecord *
need_named (const HechaAssignment *assignment, const char *name, gboolean removed, GError **error)
{
  const HechaRecord *found = NULL;
  guint n = 0;

  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    {
      GPtrArray *list
        = removed ? assignment->removed : hecha_assignment_get_records (assignment, method->type);
      const HechaRecord *record = find_known (list, method->type, name, &n);

      found = record != NULL ? record : found;
    }
  if (n == 1)
    return found;
  blame_name (assignment, name, n, error);
  return NULL;
}

/**
 * hecha_method_take_back:
 * @act: an action of a team or a visitor
 * @data: a #HechaRemovalInput
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_REFUSED
 *
 * Takes a method's record back before the leader's signature seals it. The record stays, with who took it back and why;
 * hecha_method_put_back() makes it count again. A review that was handed in stays (R031).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_method_take_back (HechaAct *act, gpointer data, GError **error)
{
  const HechaRemovalInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "take a record back", error);
  const HechaRecord *record
    = assignment != NULL ? need_named (assignment, input->record, FALSE, error) : NULL;
  HechaActOp *op;

  if (record == NULL)
    return FALSE;
  if (record->type->once)
    return hecha_rule_refuse (error, "A review that was handed in is not taken back (P3 5.2 g)");
  op = hecha_act_op (act, assignment->record->scope, "removal", record->id);
  hecha_act_op_set_text (op, "assignment", assignment->record->id);
  hecha_act_op_set_text (op, "reason",
                         hecha_rule_is_blank (input->reason) ? _ ("recorded by mistake") : input->reason);
  return TRUE;
}

/**
 * hecha_method_put_back:
 * @act: an action of a team or a visitor
 * @data: a #HechaRemovalInput, without a reason
 * @error: %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_REFUSED
 *
 * Returns: whether a record that was taken back may count again
 */
gboolean
hecha_method_put_back (HechaAct *act, gpointer data, GError **error)
{
  const HechaRemovalInput *input = data;
  g_autoptr (HechaAssignment) assignment
    = hecha_assignment_open (act, input->sample, "take a record back", error);
  const HechaRecord *record = assignment != NULL ? need_named (assignment, input->record, TRUE, error) : NULL;

  if (record == NULL)
    return FALSE;
  hecha_act_op_set (hecha_act_op (act, assignment->record->scope, "removal", record->id), "reason",
                    json_node_new (JSON_NODE_NULL));
  return TRUE;
}
