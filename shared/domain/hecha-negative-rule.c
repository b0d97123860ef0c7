/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-negative-rule.h"

#include "base/hecha-error.h"
#include "domain/hecha-negative-acting.h"
#include "domain/hecha-negative-basis.h"
#include "domain/hecha-negative-check.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
write_entry (HechaAct *act, const HechaRecord *entry, GError **error)
{
  return hecha_negative_check_entry (act->reader, entry, error);
}

/* ---- on and off the list ---- */

static const HechaNegativeCandidate *
find_candidate (GPtrArray *candidates, const char *unit)
{
  for (guint i = 0; i < candidates->len; i++)
    if (strcmp (((HechaNegativeCandidate *)candidates->pdata[i])->unit, unit) == 0)
      return candidates->pdata[i];
  return NULL;
}

/* agency-year-Qq-no, the same on every device of the office; a number behind it where one was withdrawn before. */
static char *
dup_free_id (HechaAct *act, const char *unit, GError **error)
{
  g_autofree char *agency = NULL, *number = NULL, *first = NULL, *id = NULL;
  guint year, quarter;

  if (!hecha_unit_parse (unit, &agency, &year, &number, &quarter))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("“%s” is no unit such as A01-2026-T02-Q2"),
                   unit);
      return NULL;
    }
  first = g_strdup_printf ("%s-%u-Q%u-%s", agency, year, quarter, number);
  id = g_strdup (first);
  for (guint n = 2;; n++)
    {
      GError *problem = NULL;
      g_autoptr (HechaRecord) known = hecha_reader_get (act->reader, "office", "nl_entry", id, &problem);

      if (problem != NULL)
        {
          g_propagate_error (error, problem);
          return NULL;
        }
      if (known == NULL)
        return g_steal_pointer (&id);
      g_free (id);
      id = g_strdup_printf ("%s(%u)", first, n);
    }
}

static gboolean
check_not_listed (HechaAct *act, const char *unit, GError **error)
{
  g_autoptr (HechaCalendar) calendar = NULL;
  HechaNegativeContext context;
  g_autoptr (GPtrArray) entries = NULL;

  if (!hecha_negative_make_context (act, &calendar, &context, error))
    return FALSE;
  entries = hecha_negative_list (act->reader, NULL, &context, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const HechaNegative *known = g_ptr_array_index (entries, i);

      if (g_strcmp0 (hecha_record_get (known->entry, "unit"), unit) == 0
          && known->state != HECHA_NEGATIVE_WITHDRAWN)
        return hecha_rule_refuse (error, "%s is on the list already: %s", unit, known->entry->id);
    }
  return entries != NULL;
}

static gboolean
check_finding (HechaAct *act, const char *scope, const char *sample, const char *unit, GError **error)
{
  g_autoptr (HechaRecord) assignment = hecha_reader_need (act->reader, scope, "assignment", sample, error);
  g_auto (HechaBasis) basis = {0};

  if (assignment == NULL || !hecha_basis_load (&basis, act->reader, scope, sample, error))
    return FALSE;
  if (g_strcmp0 (hecha_record_get (assignment, "unit"), unit) != 0)
    return hecha_rule_refuse (error, "%s is a finding on another unit than %s", sample, unit);
  return basis.kind == HECHA_BASIS_STANDS
         || hecha_rule_refuse (error, "%s has no effective finding that it was not met (P3 4.3 a, 6.2.4)",
                               sample);
}

static gboolean
write_new (HechaAct *act, HechaNegativeInput *input, GError **error)
{
  g_autofree char *id = dup_free_id (act, input->entry, error);
  g_autofree char *target = id != NULL ? hecha_unit_dup_target (input->entry) : NULL;
  const char *dash = strchr (input->entry, '-');
  g_autofree char *agency = g_strndup (input->entry, dash != NULL ? (gsize)(dash - input->entry) : 0);
  g_autofree char *scope = hecha_agency_dup_scope (agency);
  g_autoptr (HechaRecord) known = NULL, entry = NULL;
  HechaActOp *op;

  known = id != NULL ? hecha_reader_need (act->reader, scope, "target", target, error) : NULL;
  if (known == NULL || !hecha_rule_check_choice ("nl_entry", "origin", input->choice, error))
    return FALSE;
  op = hecha_act_op (act, "office", "nl_entry", id);
  entry = hecha_negative_copy_record (NULL, "nl_entry", id);
  hecha_negative_set_text (entry, op, "unit", input->entry);
  hecha_negative_set_text (entry, op, "agency", agency);
  hecha_negative_set_text (entry, op, "origin", input->choice);
  hecha_negative_set_text (entry, op, "reason", input->text);
  hecha_negative_set_text (entry, op, "sample", input->sample);
  hecha_negative_set_text (entry, op, "found_in", input->found_in);
  input->id = g_steal_pointer (&id);
  return write_entry (act, entry, error);
}

/**
 * hecha_negative_add:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: the unit in @entry; of what was found or declared already nothing more; else the origin
 *   in @choice and the reason in @text, with @sample and @found_in where a finding says so
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Puts a unit on the negative list (P3 6.2.4, 7.2). One that a team found on site is confirmed by that; any other is
 * provisional.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_add (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  HechaNegativeInput filled = *input;
  g_autoptr (GPtrArray) ids = NULL, candidates = NULL;
  const HechaNegativeCandidate *candidate;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "put a unit on the negative list (P3 6.2.4)", error)
      || !check_not_listed (act, input->entry, error))
    return FALSE;
  ids = hecha_reader_ids (act->reader, NULL, "assignment", "unit", input->entry, error);
  candidates = ids != NULL ? hecha_negative_candidates (act->reader, ids, NULL, error) : NULL;
  if (candidates == NULL)
    return FALSE;
  candidate = input->sample == NULL ? find_candidate (candidates, input->entry) : NULL;
  if (candidate != NULL)
    {
      filled.choice = candidate->origin;
      filled.sample = candidate->sample;
      filled.found_in = candidate->found_in;
      filled.text = hecha_rule_is_blank (input->text) ? candidate->reason : input->text;
    }
  if (filled.choice == NULL || (filled.sample == NULL && strcmp (filled.choice, "finding") == 0))
    return hecha_rule_refuse (
      error, "Nothing that is signed says that %s was not met; name where it comes from", input->entry);
  if (filled.sample != NULL && !check_finding (act, filled.found_in, filled.sample, input->entry, error))
    return FALSE;
  if (!write_new (act, &filled, error))
    return FALSE;
  input->id = filled.id;
  return TRUE;
}

/**
 * hecha_negative_add_all:
 * @act: an action of the office
 * @quarter: (nullable): a text: of this quarter only, such as 2026Q2
 * @error: when reading failed
 *
 * Puts everything on the list that was found or declared as not met, as hecha_negative_add() does with each.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_add_all (HechaAct *act, gpointer quarter, GError **error)
{
  g_autoptr (GPtrArray) candidates = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "put a unit on the negative list (P3 6.2.4)", error))
    return FALSE;
  candidates = hecha_negative_candidates (act->reader, NULL, quarter, error);
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    {
      const HechaNegativeCandidate *candidate = g_ptr_array_index (candidates, i);
      HechaNegativeInput input = {.entry = candidate->unit,
                                  .choice = candidate->origin,
                                  .text = candidate->reason,
                                  .sample = candidate->sample,
                                  .found_in = candidate->found_in};
      gboolean done = write_new (act, &input, error);

      g_free (input.id);
      if (!done)
        return FALSE;
    }
  return candidates != NULL;
}

/**
 * hecha_negative_confirm:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: two @persons or more who were on site @on that day, and what they saw in @text; or a
 *   @sample with @found_in whose finding says it
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 7.2, R054: what is on the list provisionally is confirmed on site.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_confirm (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (HechaNegativeActing) step = {NULL};
  g_autoptr (HechaRecord) entry = NULL;
  HechaActOp *op;

  if (!hecha_negative_acting_begin (&step, act, input, N_ ("confirm an entry (P3 7.2)"), BIT (PROVISIONAL),
                                    error))
    return FALSE;
  entry = hecha_negative_copy_record (step.negative->entry, "nl_entry", input->entry);
  op = hecha_act_op (act, "office", "nl_entry", input->entry);
  if (input->sample != NULL)
    {
      if (!check_finding (act, input->found_in, input->sample, hecha_record_get (entry, "unit"), error))
        return FALSE;
      hecha_negative_set_text (entry, op, "sample", input->sample);
      hecha_negative_set_text (entry, op, "found_in", input->found_in);
      return write_entry (act, entry, error);
    }
  hecha_negative_set_text (entry, op, "confirmed_on", step.on);
  hecha_negative_set_list (entry, op, "confirmed_by", input->persons);
  hecha_negative_set_text (entry, op, "confirmation", input->text);
  return write_entry (act, entry, error);
}

/**
 * hecha_negative_withdraw:
 * @act: an action of the office
 * @data: a #HechaNegativeInput with the reason in @text
 * @error: %HECHA_ERROR_REFUSED
 *
 * Takes an entry off the list. It stays readable, with all that happened to it (R054).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_withdraw (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (HechaNegativeActing) step = {NULL};
  g_autoptr (HechaRecord) entry = NULL;
  HechaActOp *op;

  if (!hecha_negative_acting_begin (&step, act, input, N_ ("take an entry off the list (P3 7.2)"),
                                    ~BIT (WITHDRAWN), error))
    return FALSE;
  entry = hecha_negative_copy_record (step.negative->entry, "nl_entry", input->entry);
  op = hecha_act_op (act, "office", "nl_entry", input->entry);
  hecha_negative_set_text (entry, op, "withdrawn_on", step.on);
  hecha_negative_set_text (entry, op, "withdrawn_reason", input->text);
  return write_entry (act, entry, error);
}

/* ---- the notice ---- */

/**
 * hecha_negative_notify:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: to the head of the agency in @person, to be made up until @rectify_by; its @number
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 6.2.4, R048: feeds an entry back to the main leader (主要领导) of the agency, with a last day. Again, as long as it is
 * not completed, to another head or for another day; that one is then to be signed for.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_notify (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (HechaNegativeActing) step = {NULL};
  g_autoptr (HechaRecord) entry = NULL;
  HechaActOp *op;
  GDate date;

  if (!hecha_negative_acting_begin (&step, act, input, N_ ("notify an agency (P3 6.2.4)"),
                                    BIT (CONFIRMED) | BIT (NOTIFIED) | BIT (RECTIFYING) | BIT (OVERDUE),
                                    error)
      || (input->rectify_by != NULL && !hecha_date_parse (input->rectify_by, &date, error)))
    return FALSE;
  entry = hecha_negative_copy_record (step.negative->entry, "nl_entry", input->entry);
  op = hecha_act_op (act, "office", "nl_entry", input->entry);
  hecha_negative_set_text (entry, op, "notified_on", step.on);
  hecha_negative_set_text (entry, op, "addressee", input->person);
  hecha_negative_set_text (entry, op, "rectify_by", input->rectify_by);
  hecha_negative_set_text (entry, op, "notice_no", input->number);
  hecha_negative_clear_text (entry, op, "received_on");
  hecha_negative_clear_text (entry, op, "received_by");
  return write_entry (act, entry, error);
}

/**
 * hecha_negative_receive:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: who signed for the notice in @person, @on which day
 * @error: %HECHA_ERROR_REFUSED
 *
 * Returns: whether the receipt of the notice may be recorded (R048)
 */
gboolean
hecha_negative_receive (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (HechaNegativeActing) step = {NULL};
  g_autoptr (HechaRecord) entry = NULL;
  HechaActOp *op;

  if (!hecha_negative_acting_begin (&step, act, input, N_ ("record the receipt of a notice (P3 6.2.4)"),
                                    ~(BIT (PROVISIONAL) | BIT (CONFIRMED) | BIT (WITHDRAWN)), error))
    return FALSE;
  if (hecha_rule_is_blank (input->person))
    return hecha_rule_refuse (error, "A receipt says who signed for it (P3 6.2.4)");
  entry = hecha_negative_copy_record (step.negative->entry, "nl_entry", input->entry);
  op = hecha_act_op (act, "office", "nl_entry", input->entry);
  hecha_negative_set_text (entry, op, "received_on", step.on);
  hecha_negative_set_text (entry, op, "received_by", input->person);
  return write_entry (act, entry, error);
}

/* ---- urging ---- */

/**
 * hecha_negative_urge:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: phone, letter or site in @choice, who was reached in @person, what they said in @text
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 6.2.2, R043: urges (催办) an agency that is late, or has not done a step yet.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_urge (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (HechaNegativeActing) step = {NULL};
  g_autoptr (HechaRecord) urging = NULL;
  g_autofree char *id = NULL;
  HechaActOp *op;

  if (!hecha_negative_acting_begin (
        &step, act, input, N_ ("urge an agency (P3 6.2.2)"),
        BIT (NOTIFIED) | BIT (RECTIFYING) | BIT (OVERDUE) | BIT (COMPLETED) | BIT (COMPLETED_LATE), error)
      || !hecha_rule_check_choice ("urging", "channel", input->choice, error))
    return FALSE;
  id = g_strdup_printf ("%s/%u-%.8s", input->entry, step.negative->urgings->len + 1, act->dev);
  op = hecha_act_op (act, "office", "urging", id);
  urging = hecha_negative_copy_record (NULL, "urging", id);
  hecha_negative_set_text (urging, op, "object", input->entry);
  hecha_negative_set_text (urging, op, "channel", input->choice);
  hecha_negative_set_text (urging, op, "urged_on", step.on);
  hecha_negative_set_text (urging, op, "urged_by", act->by);
  hecha_negative_set_text (urging, op, "urged_to", input->person);
  hecha_negative_set_text (urging, op, "answer", input->text);
  return hecha_negative_check_urging (act->reader, urging, error);
}
