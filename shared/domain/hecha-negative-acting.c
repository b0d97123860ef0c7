/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative-acting.h"

#include "base/hecha-canonical.h"
#include "domain/hecha-calendar-local.h"
#include "domain/hecha-label.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- one record as it is to be ---- */

/**
 * hecha_negative_copy_record: (skip)
 * @known: (nullable): a record as it is
 * @type: its type
 * @id: its id
 *
 * A record is laid out in full, checked as the server checks it, and then written; what is as before is left out.
 *
 * Returns: (transfer full): the record of the office as it is to be
 */
HechaRecord *
hecha_negative_copy_record (const HechaRecord *known, const char *type, const char *id)
{
  const HechaType *t
    = &hecha_records ()->types[hecha_schema_find_type (hecha_records (), type, strlen (type))];
  HechaRecord *copy = hecha_record_new (t, "office", id);

  for (guint i = 0; known != NULL && i < t->n_fields; i++)
    copy->values[i] = g_strdup (known->values[i]);
  return copy;
}

/**
 * hecha_negative_set_text: (skip)
 * @record: as it is to be
 * @op: what makes it so
 * @field: of it
 * @text: (nullable): blank is nothing, and nothing leaves the field alone
 */
void
hecha_negative_set_text (HechaRecord *record, HechaActOp *op, const char *field, const char *text)
{
  int index = hecha_type_find_field (record->type, field, strlen (field));

  if (hecha_rule_is_blank (text))
    return;
  g_free (record->values[index]);
  record->values[index] = g_strdup (text);
  hecha_act_op_set_text (op, field, text);
}

/**
 * hecha_negative_clear_text: (skip)
 * @record: as it is to be
 * @op: what makes it so
 * @field: of it, that says nothing any more
 */
void
hecha_negative_clear_text (HechaRecord *record, HechaActOp *op, const char *field)
{
  int index = hecha_type_find_field (record->type, field, strlen (field));

  if (record->values[index] == NULL)
    return;
  g_clear_pointer (&record->values[index], g_free);
  hecha_act_op_set (op, field, json_node_new (JSON_NODE_NULL));
}

/**
 * hecha_negative_set_list: (skip)
 * @record: as it is to be
 * @op: what makes it so
 * @field: of it
 * @texts: (nullable) (array zero-terminated=1): none leaves the field alone
 */
void
hecha_negative_set_list (HechaRecord *record, HechaActOp *op, const char *field, const char *const *texts)
{
  int index = hecha_type_find_field (record->type, field, strlen (field));
  g_autoptr (GString) list = g_string_new ("[");

  if (texts == NULL || texts[0] == NULL)
    return;
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (list, i > 0 ? "," : "");
      hecha_canonical_append_string (list, texts[i], -1);
    }
  g_string_append_c (list, ']');
  g_free (record->values[index]);
  record->values[index] = g_strdup (list->str);
  hecha_act_op_set_list (op, field, texts);
}

/* ---- what every step begins with ---- */

/**
 * hecha_negative_make_context: (skip)
 * @act: an action of the office
 * @calendar: (out) (transfer full): of the office, with its local days
 * @context: (out caller-allocates): by @calendar and today
 * @error: when the calendar cannot be read
 *
 * Returns: whether there is a calendar
 */
gboolean
hecha_negative_make_context (HechaAct *act, HechaCalendar **calendar, HechaNegativeContext *context,
                             GError **error)
{
  *calendar = hecha_calendar_load_local (act->reader, error);
  context->calendar = *calendar;
  hecha_date_from_ms (&context->today, hecha_env_now_ms (act->env));
  return *calendar != NULL;
}

/**
 * hecha_negative_acting_clear: (skip)
 * @self: a step, whose parts are freed
 */
void
hecha_negative_acting_clear (HechaNegativeActing *self)
{
  hecha_negative_free (self->negative);
  g_clear_pointer (&self->calendar, hecha_calendar_free);
  g_free (self->on);
}

static gboolean
take_day (HechaNegativeActing *self, const HechaAct *act, const char *on, GError **error)
{
  g_autofree char *today = hecha_visit_dup_today (act->env);
  GDate date;

  if (on != NULL && !hecha_date_parse (on, &date, error))
    return FALSE;
  self->on = g_strdup (on != NULL ? on : today);
  return strcmp (self->on, today) <= 0
         || hecha_rule_refuse (error, "%s is still to come; what is recorded has happened", self->on);
}

/**
 * hecha_negative_acting_begin: (skip)
 * @self: (out caller-allocates): the step
 * @act: an action of the office
 * @input: which entry, and on which day
 * @what: the step, for whoever may not do it
 * @states: bits of #HechaNegativeState in which the step comes
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether it may be gone on with
 */
gboolean
hecha_negative_acting_begin (HechaNegativeActing *self, HechaAct *act, const HechaNegativeInput *input,
                             const char *what, guint states, GError **error)
{
  HechaNegativeContext context;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, what, error)
      || !hecha_negative_make_context (act, &self->calendar, &context, error)
      || !take_day (self, act, input->on, error))
    return FALSE;
  self->negative = hecha_negative_load (act->reader, input->entry, &context, error);
  if (self->negative == NULL)
    return FALSE;
  return (states & (1u << self->negative->state)) != 0
         || hecha_rule_refuse (error, "%s is %s; that step does not come now (P3 6.2.4, 6.2.5)", input->entry,
                               hecha_label ("negative", hecha_negative_state_name (self->negative->state)));
}
