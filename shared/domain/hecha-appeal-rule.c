/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-appeal-rule.h"

#include "base/hecha-error.h"
#include "domain/hecha-appeal-check.h"
#include "domain/hecha-calendar-local.h"
#include "domain/hecha-label.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-records.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-visit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what every step begins with ---- */

static HechaAssignment *
find_assignment (HechaAct *act, const char *scope, const char *sample, GError **error)
{
  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "decide about an appeal", error))
    return NULL;
  return hecha_assignment_find (act->reader, scope, sample, error);
}

/* The assignment whose appeal is that far. */
static HechaAssignment *
find_at (HechaAct *act, const char *scope, const char *sample, HechaAppealState state, HechaAppeal *appeal,
         GError **error)
{
  static const char *const refusals[] = {
    [HECHA_APPEAL_NONE] = N_ ("nobody appealed against the finding"),
    [HECHA_APPEAL_FILED] = N_ ("the appeal was not accepted yet (P3 4.3 a)"),
    [HECHA_APPEAL_OUT_OF_TIME] = N_ ("the appeal was out of time; the finding stands"),
    [HECHA_APPEAL_ACCEPTED] = N_ ("the appeal was accepted, and waits for the re-review (P3 4.3 a)"),
    [HECHA_APPEAL_RE_REVIEW] = N_ ("it was reviewed anew, and waits for the ruling"),
    [HECHA_APPEAL_RULED] = N_ ("it was ruled on the appeal, and that is final"),
    [HECHA_APPEAL_DISPUTED] = N_ ("the appeal is in conflict; rule on that first"),
  };
  g_autoptr (HechaAssignment) self = find_assignment (act, scope, sample, error);

  if (self == NULL)
    return NULL;
  hecha_appeal_read (appeal, self);
  if (appeal->state == state)
    return g_steal_pointer (&self);
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, "%s: %s", self->record->id,
               _ (refusals[appeal->state]));
  return NULL;
}

static HechaActOp *
begin_step (HechaAct *act, const HechaAssignment *assignment, const char *type)
{
  HechaActOp *op = hecha_act_op (act, assignment->record->scope, type, assignment->record->id);

  hecha_act_op_set_text (op, "assignment", assignment->record->id);
  return op;
}

/* As the plan says; else as usual. */
static gboolean
read_days (HechaAct *act, const HechaAssignment *assignment, const char *field, gint64 usual, gint64 *days,
           GError **error)
{
  g_autoptr (HechaRecord) plan
    = hecha_reader_need (act->reader, "office", "plan", hecha_record_get (assignment->record, "plan"), error);

  *days = plan != NULL ? hecha_record_get_int (plan, field, usual) : usual;
  return plan != NULL;
}

/* A day from @first (nullable) to today; @text %NULL for @otherwise. */
static char *
dup_day (HechaAct *act, const char *text, const char *otherwise, const char *first, GError **error)
{
  g_autofree char *today = hecha_visit_dup_today (act->env);
  g_autofree char *day = g_strdup (text != NULL ? text : otherwise != NULL ? otherwise : today);
  GDate date;

  if (!hecha_date_parse (day, &date, error))
    return NULL;
  if (strcmp (day, today) > 0)
    hecha_rule_refuse (error, "%s has not come yet", day);
  else if (first != NULL && strcmp (day, first) < 0)
    hecha_rule_refuse (error, "%s is before %s, which comes first", day, first);
  else
    return g_steal_pointer (&day);
  return NULL;
}

/* ---- files ---- */

static gboolean
has_file (GPtrArray *evidence, const char *digest)
{
  for (guint i = 0; i < evidence->len; i++)
    if (g_strcmp0 (hecha_record_get (evidence->pdata[i], "digest"), digest) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): the digests of what is pointed at and of what was handed in */
static char **
collect_files (HechaAct *act, const HechaAssignment *assignment, const char *const *known, GPtrArray *files,
               GError **error)
{
  g_autoptr (GStrvBuilder) digests = g_strv_builder_new ();

  for (; known != NULL && *known != NULL; known++)
    {
      if (!has_file (assignment->evidence, *known) && !has_file (assignment->appeal_evidence, *known))
        {
          hecha_rule_refuse (error, "There is no evidence %s on %s", *known, assignment->record->id);
          return NULL;
        }
      g_strv_builder_add (digests, *known);
    }
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      HechaAttachInput *file = g_ptr_array_index (files, i);

      if (!hecha_attach_appeal (act, assignment, file, error))
        return NULL;
      g_strv_builder_add (digests, file->digest);
    }
  return g_strv_builder_end (digests);
}

/* ---- filing ---- */

static gboolean
check_appealable (const HechaAssignment *assignment, GError **error)
{
  g_auto (HechaOutcome) outcome = {0};
  HechaAppeal appeal;

  hecha_appeal_read (&appeal, assignment);
  if (appeal.state != HECHA_APPEAL_NONE)
    return hecha_rule_refuse (error, "There is an appeal on %s already: %s", assignment->record->id,
                              hecha_label ("state", hecha_appeal_state_name (appeal.state)));
  hecha_outcome_read (&outcome, assignment);
  if (outcome.kind == HECHA_OUTCOME_SIGNED)
    return TRUE;
  return hecha_rule_refuse (
    error,
    outcome.kind == HECHA_OUTCOME_PENDING
      ? N_ ("The leader has not signed %s; an appeal is against an effective finding (P3 4.3 a)")
      : N_ ("The finding on %s is in conflict or damaged; settle that before an appeal"),
    assignment->record->id);
}

/* What the objection in the field says already. */
static gboolean
take_objection (HechaAppealInput *input, const HechaAssignment *assignment, char **filed_on,
                const HechaRecord **objection, GError **error)
{
  if (!input->objection)
    return TRUE;
  *objection = hecha_appeal_find_objection (assignment);
  if (*objection == NULL)
    return hecha_rule_refuse (error, "The agency wrote no objection when it signed %s",
                              assignment->record->id);
  *filed_on = hecha_appeal_dup_day_of (*objection);
  if (input->grounds == NULL)
    input->grounds = hecha_record_get (*objection, "objection");
  if (input->filed_by == NULL)
    input->filed_by = hecha_record_get (*objection, "person");
  return TRUE;
}

static gboolean
check_appeal (const HechaAppealInput *input, GError **error)
{
  if (hecha_rule_is_blank (input->grounds))
    return hecha_rule_refuse (error, "An appeal states its grounds (P3 4.3 a)");
  if (hecha_rule_is_blank (input->filed_by))
    return hecha_rule_refuse (error, "An appeal says who files it for the agency (P3 4.3 a)");
  return TRUE;
}

static gboolean
write_appeal (HechaAct *act, const HechaAssignment *assignment, const HechaAppealInput *input,
              const char *received_on, const char *filed_on, const HechaRecord *objection, GError **error)
{
  g_auto (GStrv) files = NULL;
  HechaActOp *op;
  gint64 days;

  if (!read_days (act, assignment, "appeal_days", HECHA_APPEAL_DAYS, &days, error))
    return FALSE;
  files = collect_files (act, assignment, input->known, input->files, error);
  if (files == NULL)
    return FALSE;
  if (files[0] == NULL)
    return hecha_rule_refuse (error, "An appeal comes with facts: one piece of evidence at least (P3 4.3 a)");
  op = begin_step (act, assignment, "appeal");
  hecha_act_op_set_text (op, "signature", hecha_assignment_effective_signature (assignment)->id);
  hecha_act_op_set_text (op, "grounds", input->grounds);
  hecha_act_op_set_list (op, "evidence", (const char *const *)files);
  hecha_act_op_set_text (op, "filed_by", input->filed_by);
  hecha_act_op_set_text (op, "received_on", received_on);
  hecha_act_op_set_text (op, "filed_on", filed_on);
  hecha_act_op_set_int (op, "days", days);
  if (objection != NULL)
    hecha_act_op_set_text (op, "objection", objection->id);
  return TRUE;
}

/**
 * hecha_appeal_file:
 * @act: an action of the office
 * @data: a #HechaAppealInput
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Records that the inspected agency appeals (申诉) against an effective finding, with its facts (P3 4.3 a, R011). From
 * then on the finding is contested. Whether it came in time is said afterwards: what came too late is on record too.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_appeal_file (HechaAct *act, gpointer data, GError **error)
{
  HechaAppealInput input = *(const HechaAppealInput *)data;
  g_autoptr (HechaAssignment) assignment = find_assignment (act, input.scope, input.sample, error);
  g_autofree char *signed_on = NULL, *objected_on = NULL, *received_on = NULL, *filed_on = NULL;
  const HechaRecord *objection = NULL;

  if (assignment == NULL || !check_appealable (assignment, error)
      || !take_objection (&input, assignment, &objected_on, &objection, error)
      || !check_appeal (&input, error))
    return FALSE;
  signed_on = hecha_appeal_dup_day_of (hecha_assignment_effective_signature (assignment));
  received_on
    = input.received_on == NULL ? hecha_appeal_dup_received_on (assignment) : g_strdup (input.received_on);
  received_on = dup_day (act, g_steal_pointer (&received_on), NULL, signed_on, error);
  if (received_on == NULL)
    return FALSE;
  filed_on = dup_day (act, input.filed_on, objected_on, received_on, error);
  return filed_on != NULL && write_appeal (act, assignment, &input, received_on, filed_on, objection, error);
}

/* ---- in time, or not ---- */

/* Whether it came after its last day, which is told as well; while the calendar is not published, nobody can say. */
static gboolean
read_time (HechaReader *reader, const HechaAppeal *appeal, gboolean *late, gboolean *certain, char **last,
           GError **error)
{
  g_autoptr (HechaCalendar) calendar = hecha_calendar_load_local (reader, error);
  HechaDeadline limit;
  GDate filed;

  if (calendar == NULL)
    return FALSE;
  if (!hecha_appeal_get_limit (appeal, calendar, &limit)
      || !hecha_date_parse (hecha_record_get (appeal->filed, "filed_on"), &filed, NULL))
    return hecha_rule_refuse (error, "The appeal does not say when it came");
  *last = hecha_date_dup_text (&limit.due);
  *late = g_date_compare (&filed, &limit.due) > 0;
  *certain = !limit.provisional;
  return TRUE;
}

static gboolean
check_in_time (HechaReader *reader, const HechaAppeal *appeal, gboolean out_of_time, GError **error)
{
  const char *filed_on = hecha_record_get (appeal->filed, "filed_on");
  g_autofree char *last = NULL;
  gboolean late = FALSE, certain = FALSE;

  if (!read_time (reader, appeal, &late, &certain, &last, error))
    return FALSE;
  if (late == out_of_time || !certain)
    return TRUE;
  return late ? hecha_rule_refuse (error,
                                   "The appeal came on %s; the last day was %s (P3 4.3 a). It can be "
                                   "recorded as out of time",
                                   filed_on, last)
              : hecha_rule_refuse (error, "The appeal came on %s, in time: the last day was %s (P3 4.3 a)",
                                   filed_on, last);
}

/**
 * hecha_appeal_accept:
 * @act: an action of the office
 * @data: a #HechaAdmissionInput
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Accepts an appeal, so that others review the sample anew; or records that it came too late, so that the finding
 * stands (deadline D12; the plan may set another number of working days). While the calendar of the days in question is
 * not published, the office decides.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_appeal_accept (HechaAct *act, gpointer data, GError **error)
{
  const HechaAdmissionInput *input = data;
  HechaAppeal appeal;
  g_autoptr (HechaAssignment) assignment
    = find_at (act, input->scope, input->sample, HECHA_APPEAL_FILED, &appeal, error);
  g_autofree char *today = hecha_visit_dup_today (act->env);
  HechaActOp *op;
  gint64 days;

  if (assignment == NULL || !check_in_time (act->reader, &appeal, input->out_of_time, error)
      || !read_days (act, assignment, "ruling_days", HECHA_RULING_DAYS, &days, error))
    return FALSE;
  op = begin_step (act, assignment, "appeal_admission");
  hecha_act_op_set_text (op, "decision", input->out_of_time ? "out_of_time" : "accepted");
  hecha_act_op_set_text (op, "decided_by", act->by);
  hecha_act_op_set_text (op, "decided_on", today);
  hecha_act_op_set_int (op, "days", days);
  if (!hecha_rule_is_blank (input->reason))
    hecha_act_op_set_text (op, "reason", input->reason);
  return TRUE;
}

/* ---- others ---- */

/**
 * hecha_appeal_review:
 * @act: an action of the office
 * @data: a #HechaReviewInput
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Records what two inspectors or more who were not of the first team found when they reviewed the sample anew (复核).
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_appeal_review (HechaAct *act, gpointer data, GError **error)
{
  const HechaReviewInput *input = data;
  HechaAppeal appeal;
  g_autoptr (HechaAssignment) assignment
    = find_at (act, input->scope, input->sample, HECHA_APPEAL_ACCEPTED, &appeal, error);
  g_autofree char *day = NULL;
  g_auto (GStrv) files = NULL;
  HechaActOp *op;

  if (assignment == NULL || !hecha_appeal_check_reviewers (act->reader, assignment, input->reviewers, error))
    return FALSE;
  if (input->verdict == NULL || hecha_rule_is_blank (input->observation))
    return hecha_rule_refuse (error, "A re-review states its verdict and what was seen (P3 4.3 a)");
  day = dup_day (act, input->reviewed_on, NULL, hecha_record_get (appeal.admission, "decided_on"), error);
  if (day == NULL || !hecha_rule_check_choice ("appeal_review", "verdict", input->verdict, error))
    return FALSE;
  files = collect_files (act, assignment, NULL, input->files, error);
  if (files == NULL)
    return FALSE;
  op = begin_step (act, assignment, "appeal_review");
  hecha_act_op_set_list (op, "reviewers", input->reviewers);
  hecha_act_op_set_text (op, "reviewed_on", day);
  hecha_act_op_set_text (op, "verdict", input->verdict);
  hecha_act_op_set_text (op, "observation", input->observation);
  if (files[0] != NULL)
    hecha_act_op_set_list (op, "evidence", (const char *const *)files);
  return TRUE;
}

/* ---- the ruling ---- */

static gboolean
check_ruling (const HechaAssignment *assignment, const HechaAppealRulingInput *input, GError **error)
{
  g_auto (HechaOutcome) outcome = {0};

  if (input->result == NULL || hecha_rule_is_blank (input->reason))
    return hecha_rule_refuse (error, "A ruling has its result and a reason (P3 4.3 a)");
  if (!hecha_rule_check_choice ("appeal_ruling", "result", input->result, error)
      || !hecha_rule_check_choice ("appeal_ruling", "verdict", input->verdict, error))
    return FALSE;
  if (strcmp (input->result, "upheld") == 0)
    return input->verdict == NULL
           || hecha_rule_refuse (error, "A ruling that upholds the finding has no verdict of its own");
  hecha_outcome_read (&outcome, assignment);
  if (input->verdict == NULL)
    return hecha_rule_refuse (
      error, "A ruling that amends or overturns the finding says the new verdict (P3 4.3 a)");
  return g_strcmp0 (input->verdict, outcome.signed_verdict) != 0
         || hecha_rule_refuse (error, "%s is what the finding says already; uphold it",
                               hecha_label ("verdict", input->verdict));
}

/**
 * hecha_appeal_rule:
 * @act: an action of the office
 * @data: a #HechaAppealRulingInput
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Rules on an appeal (裁定): the finding is upheld, amended or overturned, with the reason. What counts follows; what was
 * signed stays as it is. One that comes after its last day (D13) counts all the same, and shows as late.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_appeal_rule (HechaAct *act, gpointer data, GError **error)
{
  const HechaAppealRulingInput *input = data;
  const char *by = input->ruled_by != NULL ? input->ruled_by : act->by;
  HechaAppeal appeal;
  g_autoptr (HechaAssignment) assignment
    = find_at (act, input->scope, input->sample, HECHA_APPEAL_RE_REVIEW, &appeal, error);
  g_autofree char *now = hecha_act_now_text (act);
  HechaActOp *op;

  if (assignment == NULL || !hecha_appeal_check_ruler (act->reader, assignment, by, error)
      || !check_ruling (assignment, input, error))
    return FALSE;
  op = begin_step (act, assignment, "appeal_ruling");
  hecha_act_op_set_text (op, "result", input->result);
  hecha_act_op_set_text (op, "verdict", input->verdict);
  hecha_act_op_set_text (op, "reason", input->reason);
  hecha_act_op_set_text (op, "ruled_by", by);
  hecha_act_op_set_text (op, "ruled_at", now);
  return TRUE;
}
