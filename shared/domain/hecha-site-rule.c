/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-site-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "domain/hecha-nonce.h"
#include "domain/hecha-rule.h"

/* The assignment that is worked on and what was drawn there, read together. */
typedef struct
{
  HechaAct *act;
  HechaAssignment *assignment; /* (owned) */
  HechaSite *site;             /* (owned) */
} Place;

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->site, hecha_site_free);
  g_clear_pointer (&self->assignment, hecha_assignment_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
place_open (Place *self, HechaAct *act, const char *sample, const char *what, GError **error)
{
  self->act = act;
  self->assignment = hecha_assignment_open (act, sample, what, error);
  if (self->assignment != NULL)
    self->site = hecha_site_load (act->reader, self->assignment->record, error);
  return self->site != NULL;
}

static const char *
id_of (const Place *self)
{
  return self->assignment->record->id;
}

static HechaActOp *
write_numbered (const Place *self, const char *type, guint64 number)
{
  g_autofree char *id = g_strdup_printf ("%s/%" G_GUINT64_FORMAT, id_of (self), number);
  HechaActOp *op = hecha_act_op (self->act, self->assignment->record->scope, type, id);

  hecha_act_op_set_text (op, "assignment", id_of (self));
  return op;
}

static gboolean
check_not_drawn (const Place *self, GError **error)
{
  return self->site->draw == NULL
         || hecha_rule_refuse (error,
                               "The units of %s are drawn; nobody can choose them by drawing again, and the "
                               "frame stays as it was (P3 4.4)",
                               id_of (self));
}

/* ---- the frame ---- */

static void
write_frame (const Place *self, const HechaSiteFrameInput *input, const char *hash)
{
  HechaActOp *op = write_numbered (self, "site_frame", self->site->frames->len + 1);
  g_autofree char *now = hecha_act_now_text (self->act);

  hecha_act_op_set_text (op, "kind", input->kind);
  hecha_act_op_set_list (op, "units", input->units);
  hecha_act_op_set_text (op, "hash", hash);
  hecha_act_op_set_text (op, "hash_alg", input->algorithm == HECHA_SAMPLING_SM3 ? "sm3" : "sha256");
  hecha_act_op_set_text (op, "frozen_by", self->act->by);
  hecha_act_op_set_text (op, "frozen_at", now);
}

/**
 * hecha_site_frame_record:
 * @act: an action of a team or a visitor
 * @input: a #HechaSiteFrameInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_INVALID, %HECHA_ERROR_NOT_FOUND
 *
 * Freezes what is drawn from at the site. One frame is in force at a time: who had two could choose after the dice.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_site_frame_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaSiteFrameInput *wanted = input;
  g_auto (Place) self = {NULL};
  g_autoptr (HechaFrame) frame = NULL;
  g_autofree char *hash = NULL;

  if (!place_open (&self, act, wanted->sample, N_ ("freeze a frame at the site (P3 4.4)"), error)
      || !check_not_drawn (&self, error)
      || !hecha_rule_check_choice ("site_frame", "kind", wanted->kind, error))
    return FALSE;
  if (hecha_site_get_frame (self.site) != NULL)
    return hecha_rule_refuse (
      error, "A frame of %s is frozen already; a wrong one is cancelled, with a reason (P3 4.4)",
      id_of (&self));
  if (g_strv_length ((char **)wanted->units) > HECHA_SITE_MOST_UNITS)
    return hecha_rule_refuse (error, "A frame at a site has at most %u units", HECHA_SITE_MOST_UNITS);
  frame = hecha_site_make_frame (wanted->units, error);
  hash = frame != NULL ? hecha_frame_dup_hash (frame, wanted->algorithm, error) : NULL;
  if (hash == NULL)
    return FALSE;
  write_frame (&self, wanted, hash);
  return TRUE;
}

/**
 * hecha_site_cancel_record:
 * @act: an action of a team or a visitor
 * @input: a #HechaSiteReasonInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Cancels the frame in force, so that another one can be made. It stays on record, and so does the reason. Not after
 * the draw; nor once the office revealed its nonce for it, since whoever knows the sample would choose another one.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_site_cancel_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaSiteReasonInput *wanted = input;
  g_auto (Place) self = {NULL};
  g_autofree char *now = hecha_act_now_text (act);
  const HechaRecord *frame;
  HechaActOp *op;

  if (!place_open (&self, act, wanted->sample, N_ ("cancel a frame (P3 4.4)"), error)
      || !check_not_drawn (&self, error))
    return FALSE;
  frame = hecha_site_get_frame (self.site);
  if (frame == NULL)
    return hecha_rule_refuse (error, "No frame of %s is frozen (P3 4.4)", id_of (&self));
  if (hecha_rule_is_blank (wanted->reason))
    return hecha_rule_refuse (error, "A frame is cancelled for a reason only (P3 4.4)");
  if (hecha_nonce_is_for (self.site->nonce, frame))
    return hecha_rule_refuse (error, "The office revealed its nonce for this frame; it stays (P3 4.4)");
  op = hecha_act_op (act, self.assignment->record->scope, "site_cancel", frame->id);
  hecha_act_op_set_text (op, "assignment", id_of (&self));
  hecha_act_op_set_text (op, "frame", frame->id);
  hecha_act_op_set_text (op, "reason", wanted->reason);
  hecha_act_op_set_text (op, "cancelled_by", act->by);
  hecha_act_op_set_text (op, "cancelled_at", now);
  return TRUE;
}

/* ---- the draw ---- */

static const HechaRecord *
need_frame (const Place *self, GError **error)
{
  const HechaRecord *frame = hecha_site_get_frame (self->site);

  if (frame == NULL)
    hecha_rule_refuse (error, "No frame of %s is frozen; nothing is drawn before that (P3 4.4)",
                       id_of (self));
  return frame != NULL && hecha_rule_check_settled (frame, error) ? frame : NULL;
}

/* The id and the name of one person are the same witness. */
static const char *
name_of (GPtrArray *persons, const char *witness)
{
  const HechaAssignedPerson *person = hecha_assigned_find (persons, witness);

  return person != NULL && person->name != NULL ? person->name : witness;
}

static gboolean
check_witness (const Place *self, GPtrArray *persons, const char *const *witnesses, guint index,
               GError **error)
{
  const char *name = name_of (persons, witnesses[index]);

  if (hecha_rule_is_blank (name))
    return hecha_rule_refuse (error, "A witness has a name (P3 4.4)");
  if (!hecha_frame_check_text ("witness", witnesses[index], error))
    return FALSE;
  if (strcmp (name, name_of (persons, self->act->by)) == 0)
    return hecha_rule_refuse (error, "Who records the draw does not witness it as well: %s (P3 4.4)", name);
  for (guint k = 0; k < index; k++)
    if (strcmp (name_of (persons, witnesses[k]), name) == 0)
      return hecha_rule_refuse (error, "%s counts as one witness, however often named (P3 4.4)", name);
  return TRUE;
}

static gboolean
check_witnesses (const Place *self, const char *const *witnesses, GError **error)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (self->assignment);

  for (guint i = 0; witnesses[i] != NULL; i++)
    if (!check_witness (self, persons, witnesses, i, error))
      return FALSE;
  return (witnesses[0] != NULL && witnesses[1] != NULL)
         || hecha_rule_refuse (error, "A draw needs two witnesses or more (P3 4.4)");
}

/* The dice: at least 20 digits before two witnesses, unless the office's nonce is the randomness already. */
static char *
take_dice (const Place *self, const HechaRecord *frame, const HechaSiteDrawInput *input, GError **error)
{
  g_autofree char *digits = hecha_site_dup_digits (input->dice);

  if (hecha_nonce_is_for (self->site->nonce, frame))
    {
      hecha_rule_refuse (
        error, "The office revealed its nonce for this frame; the draw uses that, and no dice (P3 4.4)");
      return NULL;
    }
  return hecha_random_check ("dice", digits, error) && check_witnesses (self, input->witnesses, error)
           ? g_steal_pointer (&digits)
           : NULL;
}

/* The nonce: as it was committed to, and revealed for this very frame. */
static char *
take_nonce (const Place *self, const HechaRecord *frame, const HechaSiteDrawInput *input, GError **error)
{
  const HechaRecord *known = self->site->nonce;
  g_autofree char *digits = NULL;

  if (known != NULL && !hecha_rule_check_settled (known, error))
    return NULL;
  digits = hecha_site_dup_digits (*input->nonce == '\0' && known != NULL ? hecha_record_get (known, "nonce")
                                                                         : input->nonce);
  if (*digits == '\0')
    {
      hecha_rule_refuse (error,
                         "The office has not revealed its nonce yet; tell it the hash of the frame (P3 4.4)");
      return NULL;
    }
  if (known != NULL && !hecha_nonce_is_for (known, frame))
    {
      hecha_rule_refuse (error,
                         "The office revealed its nonce for another frame, of the hash %s; this one is "
                         "drawn from with dice (P3 4.4)",
                         hecha_record_get (known, "frame_hash"));
      return NULL;
    }
  return hecha_nonce_check (self->assignment->record, digits, error) ? g_steal_pointer (&digits) : NULL;
}

static void
write_draw (const Place *self, const HechaSiteDrawInput *input, const HechaRecord *frame, const char *random,
            const HechaDraw *draw)
{
  const HechaRecord *record = self->assignment->record;
  HechaActOp *op = hecha_act_op (self->act, record->scope, "site_draw", record->id);
  g_autofree char *now = hecha_act_now_text (self->act);

  hecha_act_op_set_text (op, "assignment", record->id);
  hecha_act_op_set_text (op, "frame", frame->id);
  hecha_act_op_set_text (op, "algorithm",
                         g_strcmp0 (hecha_record_get (frame, "hash_alg"), "sm3") == 0 ? "HCS-1/sm3"
                                                                                      : "HCS-1/sha256");
  hecha_act_op_set_text (op, "public_random", random);
  hecha_act_op_set_text (op, "random_source", input->dice != NULL ? "dice" : "nonce");
  hecha_act_op_set_text (op, "random_at", now);
  if (input->dice != NULL)
    hecha_act_op_set_list (op, "witnesses", input->witnesses);
  hecha_act_op_set_text (op, "seed", draw->seed);
  hecha_act_op_set_int (op, "sample_size", input->size);
  hecha_act_op_set_text (op, "order_hash", draw->order_hash);
}

static HechaActOp *
write_unit (const Place *self, const HechaDrawRow *row)
{
  HechaActOp *op = write_numbered (self, "site_unit", row->rank);
  g_autofree char *ticket = hecha_ticket_dup_short (row->ticket);

  hecha_act_op_set_text (op, "draw", id_of (self));
  hecha_act_op_set_text (op, "unit", row->id);
  hecha_act_op_set_int (op, "rank", row->rank);
  hecha_act_op_set_text (op, "ticket", ticket);
  hecha_act_op_set_text (op, "status", "drawn");
  return op;
}

/* Times are kept in whole seconds, so a draw in the second of the freeze is not before it. */
static gboolean
check_time (const Place *self, const HechaRecord *frame, GError **error)
{
  g_autofree char *now = hecha_act_now_text (self->act);
  const char *frozen_at = hecha_record_get (frame, "frozen_at");

  return g_strcmp0 (frozen_at, now) <= 0
         || hecha_rule_refuse (
           error,
           "The frame was frozen at %s, and the clock of this laptop says %s: set it, the "
           "order of frame and randomness has to be seen (P3 4.4)",
           frozen_at, now);
}

/**
 * hecha_site_draw_record:
 * @act: an action of a team or a visitor
 * @input: a #HechaSiteDrawInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_INVALID, %HECHA_ERROR_NOT_FOUND
 *
 * Draws from the frame in force, once. The randomness is younger than the frame: dice read before two witnesses, or the
 * office's nonce, which the assignment committed to (HCS-1; DESIGN 9). Records the draw and the units.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_site_draw_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaSiteDrawInput *wanted = input;
  g_auto (Place) self = {NULL};
  g_autofree char *random = NULL;
  g_autoptr (HechaDraw) draw = NULL;
  g_autoptr (GPtrArray) sample = NULL;
  const HechaRecord *frame;

  g_return_val_if_fail ((wanted->dice != NULL) != (wanted->nonce != NULL), FALSE);

  if (!place_open (&self, act, wanted->sample, N_ ("draw units at the site (P3 4.4)"), error)
      || !check_not_drawn (&self, error) || (frame = need_frame (&self, error)) == NULL
      || !check_time (&self, frame, error))
    return FALSE;
  if (wanted->size > HECHA_SITE_MOST_DRAWN)
    return hecha_rule_refuse (error, "At most %u units are drawn at a site", HECHA_SITE_MOST_DRAWN);
  random = wanted->dice != NULL ? take_dice (&self, frame, wanted, error)
                                : take_nonce (&self, frame, wanted, error);
  draw = random != NULL ? hecha_site_draw_again (frame, random, wanted->size, error) : NULL;
  if (draw == NULL)
    return FALSE;
  write_draw (&self, wanted, frame, random, draw);
  sample = hecha_draw_dup_sample (draw);
  for (guint i = 0; i < sample->len; i++)
    write_unit (&self, g_ptr_array_index (sample, i));
  return TRUE;
}

/* ---- the units ---- */

static const HechaRecord *
need_unit (const Place *self, const char *name, GError **error)
{
  const HechaRecord *unit = hecha_site_find_unit (self->site, name);

  if (unit == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("“%s” was not drawn for %s"), name,
                   id_of (self));
      return NULL;
    }
  if (g_strcmp0 (hecha_record_get (unit, "status"), "drawn") == 0)
    return unit;
  hecha_rule_refuse (error, "“%s” could not be inspected, as was recorded: %s (P3 4.4)", name,
                     hecha_record_get (unit, "reason"));
  return NULL;
}

static guint
greatest_rank (const HechaSite *site)
{
  guint greatest = 0;

  for (guint i = 0; i < site->units->len; i++)
    greatest = MAX (greatest, (guint)hecha_record_get_int (site->units->pdata[i], "rank", 0));
  return greatest;
}

static gboolean
write_replacement (const Place *self, const HechaRecord *unit, const char *reason, GError **error)
{
  const HechaRecord *record = self->site->draw;
  const HechaRecord *frame = hecha_site_find_frame (self->site, hecha_record_get (record, "frame"));
  g_autoptr (HechaDraw) draw = NULL;
  const HechaDrawRow *next;
  HechaActOp *op;

  if (frame == NULL)
    return hecha_rule_refuse (error, "There is no frozen frame to draw from (P3 4.4)");
  draw = hecha_site_draw_again (frame, hecha_record_get (record, "public_random"),
                                (guint)hecha_record_get_int (record, "sample_size", 0), error);
  if (draw == NULL)
    return FALSE;
  next = hecha_draw_get_next (draw, NULL, greatest_rank (self->site));
  op = hecha_act_op (self->act, unit->scope, "site_unit", unit->id);
  hecha_act_op_set_text (op, "status", next != NULL ? "replaced" : "not_inspectable");
  hecha_act_op_set_text (op, "reason", reason);
  if (next != NULL)
    hecha_act_op_set_text (write_unit (self, next), "replaces", hecha_record_get (unit, "unit"));
  return TRUE;
}

/**
 * hecha_site_replace_record:
 * @act: an action of a team or a visitor
 * @input: a #HechaSiteReasonInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Puts the next rank into the place of a unit that cannot be inspected (HCS-1, step 7). The unit stays on record with
 * the reason; when the reserve is exhausted it is only marked. A unit that has a result was inspected, and stays.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_site_replace_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaSiteReasonInput *wanted = input;
  g_auto (Place) self = {NULL};
  const HechaRecord *unit;

  if (!place_open (&self, act, wanted->sample, N_ ("replace a unit (P3 4.4)"), error))
    return FALSE;
  if (hecha_rule_is_blank (wanted->reason))
    return hecha_rule_refuse (error, "A drawn unit is replaced for a reason only (P3 4.4)");
  unit = need_unit (&self, wanted->unit, error);
  if (unit == NULL)
    return FALSE;
  if (self.site->draw == NULL)
    return hecha_rule_refuse (error, "The units of %s have no draw here (P3 4.4)", id_of (&self));
  if (!hecha_rule_check_settled (self.site->draw, error) || !hecha_rule_check_settled (unit, error))
    return FALSE;
  if (hecha_record_get (unit, "result") != NULL)
    return hecha_rule_refuse (error, "“%s” was inspected; its result stays (P3 4.4)", wanted->unit);
  return write_replacement (&self, unit, wanted->reason, error);
}

/**
 * hecha_site_unit_record:
 * @act: an action of a team or a visitor
 * @input: a #HechaSiteUnitInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * What was found of a drawn unit.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_site_unit_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaSiteUnitInput *wanted = input;
  g_auto (Place) self = {NULL};
  const HechaRecord *unit;
  HechaActOp *op;

  if (!place_open (&self, act, wanted->sample, N_ ("record a unit (P3 4.4)"), error))
    return FALSE;
  unit = need_unit (&self, wanted->unit, error);
  if (unit == NULL)
    return FALSE;
  op = hecha_act_op (act, unit->scope, "site_unit", unit->id);
  return hecha_field_set_text (op, unit, "site_unit", "result", wanted->result, error)
         && hecha_field_set_text (op, unit, "site_unit", "note", wanted->note, error);
}
