/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-draw-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-rule.h"

/* Frees what was read. */
void
hecha_draw_ground_clear (HechaDrawGround *self)
{
  g_clear_pointer (&self->plan, hecha_record_free);
  g_clear_pointer (&self->frame, hecha_record_free);
  g_clear_pointer (&self->units, hecha_units_free);
}

static HechaSamplingAlgorithm
algorithm_of (const HechaRecord *frame)
{
  return g_strcmp0 (hecha_record_get (frame, "hash_alg"), "sm3") == 0 ? HECHA_SAMPLING_SM3
                                                                      : HECHA_SAMPLING_SHA256;
}

/* An approved plan and its undisputed frame. */
gboolean
hecha_draw_ground_read (HechaDrawGround *self, HechaReader *reader, const char *plan, GError **error)
{
  GError *problem = NULL;

  self->plan = hecha_plan_need_approved (reader, plan, error);
  if (self->plan == NULL)
    return FALSE;
  self->frame = hecha_reader_get (reader, "office", "frame", plan, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (self->frame == NULL)
    return hecha_rule_refuse (
      error, "The frame of %s is not frozen yet; nothing is drawn before that (P3 4.4)", plan);
  if (!hecha_rule_check_settled (self->frame, error))
    return FALSE;
  self->units = hecha_units_parse (self->frame, error);
  return self->units != NULL;
}

static gboolean
check_not_drawn (HechaReader *reader, const char *plan, GError **error)
{
  g_autoptr (GPtrArray) samples = hecha_reader_list (reader, "office", "sample", "plan", plan, error);

  if (samples == NULL)
    return FALSE;
  if (samples->len == 0)
    return TRUE;
  return hecha_rule_refuse (
    error,
    "The samples of %s are there already; nobody can choose them by drawing again, so a new "
    "draw needs a new plan (P3 4.4)",
    plan);
}

static gboolean
check_selection (const HechaRecord *plan, const char *wanted, const char *instead, GError **error)
{
  const char *selection = hecha_record_get (plan, "selection");

  if (g_strcmp0 (selection, wanted) == 0)
    return TRUE;
  return hecha_rule_refuse (error, "The samples of %s are selected by %s, not by %s; %s (P3 5.1 c)", plan->id,
                            selection, wanted, instead);
}

/* ---- the draw ---- */

static gboolean
is_on (const HechaRecord *team, const char *person)
{
  g_auto (GStrv) members = hecha_record_get_list (team, "members");

  return g_strcmp0 (hecha_record_get (team, "leader"), person) == 0
         || g_strv_contains ((const char *const *)members, person);
}

static gboolean
check_witness (HechaReader *reader, GPtrArray *teams, const char *witness, GError **error)
{
  g_autoptr (HechaRecord) person = hecha_reader_need (reader, "office", "person", witness, error);

  if (person == NULL)
    return FALSE;
  for (guint i = 0; i < teams->len; i++)
    {
      const HechaRecord *team = g_ptr_array_index (teams, i);

      if (is_on (team, witness))
        return hecha_rule_refuse (error,
                                  "%s (%s) is on team %s and cannot witness a draw of its samples (P3 4.4)",
                                  witness, hecha_record_get (person, "name"), team->id);
    }
  return TRUE;
}

static gboolean
check_witnesses (HechaReader *reader, const char *const *witnesses, GError **error)
{
  g_autoptr (GPtrArray) teams = hecha_reader_list (reader, "office", "team", NULL, NULL, error);

  if (teams == NULL)
    return FALSE;
  for (guint i = 0; witnesses[i] != NULL; i++)
    {
      for (guint k = 0; k < i; k++)
        if (g_str_equal (witnesses[i], witnesses[k]))
          return hecha_rule_refuse (error, "%s counts as one witness, however often named (P3 4.4)",
                                    witnesses[i]);
      if (!check_witness (reader, teams, witnesses[i], error))
        return FALSE;
    }
  if (witnesses[0] != NULL && witnesses[1] != NULL)
    return TRUE;
  return hecha_rule_refuse (error, "A draw needs two witnesses or more (P3 4.4)");
}

/* Times are kept in whole seconds, so a draw in the second of the freeze is not before it. */
static gboolean
check_time (const HechaRecord *frame, const char *random_at, GError **error)
{
  const char *frozen_at = hecha_record_get (frame, "frozen_at");
  gint64 frozen, random;

  if (!hecha_rule_time_to_ms (frozen_at, &frozen, error)
      || !hecha_rule_time_to_ms (random_at, &random, error))
    return FALSE;
  if (hecha_random_check_time (frozen - 1, random, NULL))
    return TRUE;
  return hecha_rule_refuse (
    error,
    "The public randomness is of %s, before the frame was frozen at %s; it could have shaped "
    "the frame (P3 4.4)",
    random_at, frozen_at);
}

static JsonNode *
allocation_to_node (const HechaDraw *draw)
{
  g_autoptr (JsonArray) all = json_array_new ();

  for (guint i = 0; i < draw->strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (draw->strata, HechaDrawStratum, i);
      JsonArray *one = json_array_new ();

      json_array_add_string_element (one, stratum->stratum);
      json_array_add_int_element (one, stratum->n_sample);
      json_array_add_array_element (all, one);
    }
  return json_node_init_array (json_node_alloc (), all);
}

static void
write_draw (HechaAct *act, const HechaDrawInput *input, const HechaDrawGround *ground, const HechaDraw *draw,
            const char *random_at)
{
  HechaActOp *op = hecha_act_op (act, "office", "draw", input->plan);

  hecha_act_op_set_text (op, "plan", input->plan);
  hecha_act_op_set_text (op, "frame", hecha_record_get (ground->frame, "hash"));
  hecha_act_op_set_text (op, "algorithm",
                         algorithm_of (ground->frame) == HECHA_SAMPLING_SM3 ? "HCS-1/sm3" : "HCS-1/sha256");
  hecha_act_op_set_text (op, "public_random", input->random);
  hecha_act_op_set_text (op, "random_source", input->source);
  hecha_act_op_set_text (op, "random_at", random_at);
  hecha_act_op_set_list (op, "witnesses", input->witnesses);
  hecha_act_op_set_text (op, "seed", draw->seed);
  hecha_act_op_set_int (op, "sample_size", input->size);
  hecha_act_op_set_bool (op, "by_class", input->by_class);
  if (input->by_class)
    hecha_act_op_set (op, "allocation", allocation_to_node (draw));
  hecha_act_op_set_text (op, "order_hash", draw->order_hash);
}

static HechaActOp *
write_sample (HechaAct *act, const char *plan, const HechaUnit *unit, guint rank)
{
  g_autofree char *id = hecha_sample_dup_id (plan, unit->id);
  HechaActOp *op = hecha_act_op (act, "office", "sample", id);

  hecha_act_op_set_text (op, "plan", plan);
  hecha_act_op_set_text (op, "unit", unit->id);
  hecha_act_op_set_text (op, "agency", unit->agency);
  hecha_act_op_set_int (op, "rank", rank);
  hecha_act_op_set_text (op, "stratum", unit->stratum);
  hecha_act_op_set_text (op, "status", "drawn");
  return op;
}

/* A sample that was drawn, with its rank and its ticket. */
HechaActOp *
hecha_draw_write_sample (HechaAct *act, const char *plan, HechaDrawGround *ground, const HechaDrawRow *row)
{
  g_autofree char *ticket = hecha_ticket_dup_short (row->ticket);
  HechaActOp *op = write_sample (act, plan, hecha_units_find (ground->units, row->id), row->rank);

  hecha_act_op_set_text (op, "ticket", ticket);
  return op;
}

static HechaDraw *
draw_units (const HechaDrawGround *ground, const char *plan, const char *random, guint size,
            gboolean by_class, GError **error)
{
  HechaSamplingAlgorithm algorithm = algorithm_of (ground->frame);
  g_autoptr (HechaFrame) frame = hecha_units_to_frame (ground->units, error);
  g_autofree char *hash = frame != NULL ? hecha_frame_dup_hash (frame, algorithm, error) : NULL;
  g_autofree char *seed = NULL;

  if (hash == NULL)
    return NULL;
  if (g_strcmp0 (hash, hecha_record_get (ground->frame, "hash")) != 0)
    {
      hecha_rule_refuse (error, "The frame of %s has the hash %s, not the one that was frozen (P3 4.4)", plan,
                         hash);
      return NULL;
    }
  seed = hecha_sampling_dup_seed (plan, hash, random, error);
  return seed != NULL ? hecha_draw_new (frame, algorithm, seed, size, by_class, error) : NULL;
}

/**
 * hecha_draw_record:
 * @act: the action
 * @input: a #HechaDrawInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_INVALID, %HECHA_ERROR_NOT_FOUND
 *
 * Draws at random (P3 4.4, HCS-1): after the freeze, with public randomness that is not older than it, before two
 * witnesses who are on no team; once for each plan. Records the draw and its samples.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_draw_record (HechaAct *act, gpointer input, GError **error)
{
  const HechaDrawInput *wanted = input;
  g_auto (HechaDrawGround) ground = {NULL};
  g_autofree char *now = hecha_act_now_text (act);
  const char *random_at = wanted->random_at != NULL ? wanted->random_at : now;
  g_autoptr (HechaDraw) draw = NULL;
  g_autoptr (GPtrArray) sample = NULL;

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "draw samples (P3 4.4)", error)
      || !hecha_draw_ground_read (&ground, act->reader, wanted->plan, error)
      || !check_selection (ground.plan, "random", _ ("“pick” takes them"), error)
      || !check_not_drawn (act->reader, wanted->plan, error)
      || !hecha_rule_check_choice ("draw", "random_source", wanted->source, error)
      || !hecha_random_check (wanted->source, wanted->random, error)
      || !check_time (ground.frame, random_at, error)
      || !check_witnesses (act->reader, wanted->witnesses, error))
    return FALSE;
  draw = draw_units (&ground, wanted->plan, wanted->random, wanted->size, wanted->by_class, error);
  if (draw == NULL)
    return FALSE;
  write_draw (act, wanted, &ground, draw, random_at);
  sample = hecha_draw_dup_sample (draw);
  for (guint i = 0; i < sample->len; i++)
    hecha_draw_write_sample (act, wanted->plan, &ground, g_ptr_array_index (sample, i));
  return TRUE;
}

/**
 * hecha_draw_from_records:
 * @frame: the frame that was frozen
 * @draw: the draw that was recorded
 * @error: when they do not fit together
 *
 * Draws again from what was recorded. Only the plan, the frame's units, the digits, the size and whether it was by
 * class are taken from there; the rest is computed.
 *
 * Returns: (transfer full) (nullable): the draw
 */
HechaDraw *
hecha_draw_from_records (const HechaRecord *frame, const HechaRecord *draw, GError **error)
{
  g_autoptr (HechaUnits) units = hecha_units_parse (frame, error);
  HechaDrawGround ground = {NULL, (HechaRecord *)frame, units};
  const char *random = hecha_record_get (draw, "public_random");

  if (units == NULL || !hecha_rule_check_settled (draw, error))
    return NULL;
  return draw_units (&ground, frame->id, random != NULL ? random : "",
                     (guint)hecha_record_get_int (draw, "sample_size", 0),
                     hecha_record_get_int (draw, "by_class", 0) != 0, error);
}

/* ---- selection without a draw ---- */

static gboolean
pick_unit (HechaAct *act, HechaDrawGround *ground, const HechaPickInput *input, const char *id, guint rank,
           GError **error)
{
  const HechaUnit *unit = hecha_units_find (ground->units, id);

  if (unit == NULL)
    return hecha_rule_refuse (error, "%s is not in the frozen frame of %s (P3 4.4)", id, input->plan);
  write_sample (act, input->plan, unit, rank);
  return TRUE;
}

static gboolean
pick_all (HechaAct *act, HechaDrawGround *ground, const HechaPickInput *input)
{
  for (guint i = 0; i < ground->units->units->len; i++)
    write_sample (act, input->plan, &g_array_index (ground->units->units, HechaUnit, i), i + 1);
  return TRUE;
}

static gboolean
pick_named (HechaAct *act, HechaDrawGround *ground, const HechaPickInput *input, GError **error)
{
  if (!check_selection (ground->plan, "judgement", _ ("no unit is named"), error))
    return FALSE;
  if (hecha_rule_is_blank (input->reason))
    return hecha_rule_refuse (error, "A key check (重点核查) says why these were selected (P3 5.1 c)");
  for (guint i = 0; input->units[i] != NULL; i++)
    {
      for (guint k = 0; k < i; k++)
        if (g_str_equal (input->units[i], input->units[k]))
          return hecha_rule_refuse (error, "%s is named twice", input->units[i]);
      if (!pick_unit (act, ground, input, input->units[i], i + 1, error))
        return FALSE;
    }
  hecha_act_op_set_text (hecha_act_op (act, "office", "plan", input->plan), "reason", input->reason);
  return TRUE;
}

/**
 * hecha_draw_pick:
 * @act: the action
 * @input: a #HechaPickInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Makes samples of a plan that draws none (P3 5.1 c): all units of the frame for a full check (census), those named,
 * with a reason, for a key check (judgement). The latter never feed an estimate.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_draw_pick (HechaAct *act, gpointer input, GError **error)
{
  const HechaPickInput *wanted = input;
  g_auto (HechaDrawGround) ground = {NULL};

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "select samples (P3 5.1 c)", error)
      || !hecha_draw_ground_read (&ground, act->reader, wanted->plan, error)
      || !check_not_drawn (act->reader, wanted->plan, error))
    return FALSE;
  if (wanted->units[0] != NULL)
    return pick_named (act, &ground, wanted, error);
  return check_selection (ground.plan, "census", _ ("they are drawn, or named one by one"), error)
         && pick_all (act, &ground, wanted);
}

/* ---- replacement ---- */

/**
 * hecha_sample_find:
 * @reader: where to read
 * @name: a unit such as A01-2026-T02-Q2, or plan/unit where several plans have it
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): the sample
 */
HechaRecord *
hecha_sample_find (HechaReader *reader, const char *name, GError **error)
{
  g_autoptr (GPtrArray) samples = NULL;

  if (strchr (name, '/') != NULL)
    return hecha_reader_need (reader, "office", "sample", name, error);
  samples = hecha_reader_list (reader, "office", "sample", "unit", name, error);
  if (samples == NULL)
    return NULL;
  if (samples->len == 1)
    return g_ptr_array_steal_index (samples, 0);
  if (samples->len == 0)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no sample %s here"), name);
  else
    hecha_rule_refuse (error, "%s is a sample of several plans; name it with its plan, such as %s", name,
                       ((HechaRecord *)g_ptr_array_index (samples, 0))->id);
  return NULL;
}

/* A signed result stays: who could replace it afterwards could choose the sample. */
static gboolean
check_not_signed (HechaReader *reader, const HechaRecord *sample, GError **error)
{
  GError *problem = NULL;
  g_autoptr (HechaRecord) finding = hecha_reader_get (reader, NULL, "finding", sample->id, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (finding == NULL || hecha_record_get (finding, "effective_by") == NULL
      || g_strcmp0 (hecha_record_get (finding, "verdict"), "unverifiable") == 0)
    return TRUE;
  return hecha_rule_refuse (error, "%s was inspected and signed; its result stays (P3 4.3 a, 4.4)",
                            sample->id);
}

/* The greatest rank in use in a stratum, or in the frame where that is NULL; the draw's own numbering goes on there. */
guint
hecha_draw_greatest_rank (GPtrArray *samples, const char *stratum)
{
  guint rank = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      const HechaRecord *sample = g_ptr_array_index (samples, i);

      if (stratum == NULL || g_strcmp0 (hecha_record_get (sample, "stratum"), stratum) == 0)
        rank = MAX (rank, (guint)hecha_record_get_int (sample, "rank", 0));
    }
  return rank;
}

static gboolean
write_replacement (HechaAct *act, HechaDrawGround *ground, const HechaRecord *draw, const HechaRecord *sample,
                   const char *reason, GError **error)
{
  gboolean by_class = hecha_record_get_int (draw, "by_class", 0) != 0;
  const char *stratum = hecha_record_get (sample, "stratum");
  g_autoptr (HechaDraw) drawn = hecha_draw_from_records (ground->frame, draw, error);
  g_autoptr (GPtrArray) samples
    = drawn != NULL ? hecha_reader_list (act->reader, "office", "sample", "plan", ground->plan->id, error)
                    : NULL;
  HechaActOp *op = hecha_act_op (act, "office", "sample", sample->id);
  const HechaDrawRow *next;

  if (samples == NULL)
    return FALSE;
  next = hecha_draw_get_next (drawn, stratum, hecha_draw_greatest_rank (samples, by_class ? stratum : NULL));
  hecha_act_op_set_text (op, "status", next != NULL ? "replaced" : "not_inspectable");
  hecha_act_op_set_text (op, "replace_reason", reason);
  if (next != NULL)
    hecha_act_op_set_text (hecha_draw_write_sample (act, ground->plan->id, ground, next), "replaces",
                           hecha_record_get (sample, "unit"));
  return TRUE;
}

/**
 * hecha_draw_replace:
 * @act: the action
 * @input: a #HechaReplaceInput
 * @error: %HECHA_ERROR_REFUSED, %HECHA_ERROR_NOT_FOUND
 *
 * Puts the next rank of the same stratum into the place of a unit that cannot be inspected (P3 4.4, HCS-1 step 7). The
 * unit stays on record with the reason; when its stratum is exhausted it is only marked.
 *
 * Returns: whether it may be recorded
 */
gboolean
hecha_draw_replace (HechaAct *act, gpointer input, GError **error)
{
  const HechaReplaceInput *wanted = input;
  g_autoptr (HechaRecord) sample = NULL;
  g_autoptr (HechaRecord) draw = NULL;
  g_auto (HechaDrawGround) ground = {NULL};

  if (!hecha_act_need (act, HECHA_WRITER_OFFICE, "replace a sample (P3 4.4)", error))
    return FALSE;
  if (hecha_rule_is_blank (wanted->reason))
    return hecha_rule_refuse (error, "A drawn unit is replaced for a reason only (P3 4.4)");
  sample = hecha_sample_find (act->reader, wanted->sample, error);
  if (sample == NULL || !hecha_rule_check_settled (sample, error)
      || !hecha_rule_check_complete (sample, error)
      || !hecha_draw_ground_read (&ground, act->reader, hecha_record_get (sample, "plan"), error)
      || !check_selection (ground.plan, "random", _ ("they have no next rank"), error))
    return FALSE;
  if (g_strcmp0 (hecha_record_get (sample, "status"), "drawn") != 0)
    return hecha_rule_refuse (error, "%s was replaced already (P3 4.4)", sample->id);
  draw = hecha_reader_need (act->reader, "office", "draw", ground.plan->id, error);
  return draw != NULL && check_not_signed (act->reader, sample, error)
         && write_replacement (act, &ground, draw, sample, wanted->reason, error);
}
