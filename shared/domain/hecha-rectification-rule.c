/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-rectification-rule.h"

#include "domain/hecha-negative-acting.h"
#include "domain/hecha-negative-check.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How much of a digest names a file of an entry. */
#define ID_HEX_DIGITS 16

/* A step on the round of making up that is open; after one that was rejected, on a new one. */
typedef struct
{
  HechaNegativeActing acting;
  HechaRecord *round; /* (owned): as it will be */
  HechaActOp *op;     /* (not owned): of the action, what is written of it */
  gboolean fresh;     /* the round begins with this step */
} RoundStep;

static void
round_step_clear (RoundStep *self)
{
  hecha_negative_acting_clear (&self->acting);
  g_clear_pointer (&self->round, hecha_record_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RoundStep, round_step_clear)

static HechaRecord *
open_round (const HechaNegative *negative, gboolean *fresh)
{
  const HechaRecord *last = hecha_negative_get_round (negative);
  g_autofree char *id = NULL;

  *fresh = last == NULL || hecha_record_get (last, "result") != NULL;
  if (!*fresh)
    return hecha_negative_copy_record (last, "rectification", last->id);
  id = g_strdup_printf ("%s/%u", negative->entry->id, negative->rectifications->len + 1);
  return hecha_negative_copy_record (NULL, "rectification", id);
}

static gboolean
begin_step (RoundStep *self, HechaAct *act, const HechaNegativeInput *input, const char *what, guint states,
            GError **error)
{
  if (!hecha_negative_acting_begin (&self->acting, act, input, what, states, error))
    return FALSE;
  self->round = open_round (self->acting.negative, &self->fresh);
  self->op = hecha_act_op (act, "office", "rectification", self->round->id);
  return TRUE;
}

static gboolean
check_since_notice (const HechaNegativeActing *step, GError **error)
{
  const char *notified = hecha_record_get (step->negative->entry, "notified_on");

  return strcmp (step->on, notified) >= 0
         || hecha_rule_refuse (error, "%s is before the notice of %s (P3 6.2.5)", step->on, notified);
}

/**
 * hecha_negative_measure:
 * @act: an action of the office
 * @data: a #HechaNegativeInput with the agency's measures in @text
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 2.2, R003: by which measures the agency makes up what was not done.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_measure (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (RoundStep) step = {0};

  if (!begin_step (&step, act, input, N_ ("record measures (P3 2.2)"),
                   BIT (NOTIFIED) | BIT (RECTIFYING) | BIT (OVERDUE), error)
      || !check_since_notice (&step.acting, error))
    return FALSE;
  hecha_negative_set_text (step.round, step.op, "entry", input->entry);
  hecha_negative_set_text (step.round, step.op, "measures", input->text);
  hecha_negative_set_text (step.round, step.op, "measures_on", step.acting.on);
  return hecha_negative_check_rectification (act->reader, step.round, error);
}

/* P3 2.2: new evidence is none that was there when it was found wanting, and none of an earlier round. */
static gboolean
check_new (HechaAct *act, const HechaAttachInput *file, GError **error)
{
  g_autoptr (GPtrArray) known
    = hecha_reader_list (act->reader, NULL, "evidence", "digest", file->digest, error);

  if (known == NULL)
    return FALSE;
  return known->len == 0
         || hecha_rule_refuse (error, "%s is evidence already; making up is shown by something new (P3 2.2)",
                               file->name != NULL ? file->name : file->digest);
}

static gboolean
write_files (HechaAct *act, const HechaNegativeInput *input, RoundStep *step, GError **error)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new ();

  for (guint i = 0; input->files != NULL && i < input->files->len; i++)
    {
      HechaAttachInput *file = g_ptr_array_index (input->files, i);

      if (!check_new (act, file, error))
        return FALSE;
      g_free (file->id);
      file->id = g_strdup_printf ("%s/%.*s", input->entry, ID_HEX_DIGITS, file->digest + strlen ("sha256:"));
      hecha_attach_write (act, "office", input->entry, file);
      g_ptr_array_add (digests, (gpointer)file->digest);
    }
  g_ptr_array_add (digests, NULL);
  hecha_negative_set_list (step->round, step->op, "evidence", (const char *const *)digests->pdata);
  return TRUE;
}

/**
 * hecha_negative_complete:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: completed @on which day, by what in @text, shown by new @files
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 6.2.5, R049: the agency says that it is done. Whether that was in time is computed.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_complete (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (RoundStep) step = {0};

  if (!begin_step (&step, act, input, N_ ("record a completion (P3 6.2.5)"), BIT (RECTIFYING) | BIT (OVERDUE),
                   error)
      || !check_since_notice (&step.acting, error))
    return FALSE;
  if (step.fresh)
    return hecha_rule_refuse (error, "There are no measures yet that could be completed (P3 2.2)");
  hecha_negative_set_text (step.round, step.op, "completed_on", step.acting.on);
  hecha_negative_set_text (step.round, step.op, "completion", input->text);
  return write_files (act, input, &step, error)
         && hecha_negative_check_rectification (act->reader, step.round, error);
}

/**
 * hecha_negative_feed_back:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: who reported for the agency in @person, @on which day
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 6.2.5, R049: the agency's feedback, due 5 working days after the completion.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_feed_back (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (RoundStep) step = {0};

  if (!begin_step (&step, act, input, N_ ("record a feedback (P3 6.2.5)"),
                   BIT (COMPLETED) | BIT (COMPLETED_LATE), error))
    return FALSE;
  if (hecha_rule_is_blank (input->person))
    return hecha_rule_refuse (error, "A feedback says who reported it (P3 6.2.5)");
  hecha_negative_set_text (step.round, step.op, "feedback_on", step.acting.on);
  hecha_negative_set_text (step.round, step.op, "feedback_by", input->person);
  return hecha_negative_check_rectification (act->reader, step.round, error);
}

/**
 * hecha_negative_verify:
 * @act: an action of the office
 * @data: a #HechaNegativeInput: two inspectors or more in @persons, what they saw in @text, made_up or rejected in
 *   @choice, @on which day
 * @error: %HECHA_ERROR_REFUSED
 *
 * P3 2.2, R003: two inspectors say whether the quarter's requirement is met now. What they reject is made up anew.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_negative_verify (HechaAct *act, gpointer data, GError **error)
{
  HechaNegativeInput *input = data;
  g_auto (RoundStep) step = {0};

  if (!begin_step (&step, act, input, N_ ("verify a rectification (P3 2.2)"), BIT (FEEDBACK_GIVEN), error)
      || !hecha_rule_check_choice ("rectification", "result", input->choice, error))
    return FALSE;
  if (hecha_rule_is_blank (input->text))
    return hecha_rule_refuse (error, "A verification says what was seen (P3 2.2)");
  hecha_negative_set_text (step.round, step.op, "verified_on", step.acting.on);
  hecha_negative_set_list (step.round, step.op, "verified_by", input->persons);
  hecha_negative_set_text (step.round, step.op, "result", input->choice);
  hecha_negative_set_text (step.round, step.op, "verification", input->text);
  return hecha_negative_check_rectification (act->reader, step.round, error);
}
