/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-trail.h"

#include "hechactl-answer.h"
#include "hechactl-store.h"
#include "store/hecha-trail.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_STEPS 100

static void
answer_change (HechactlInvocation *self, JsonBuilder *builder, const HechaTrailChange *change)
{
  hechactl_invocation_print (self, "  %s %s %s %s%s%s\n", change->type, change->record, change->field,
                             change->value, change->why != NULL ? "  " : "",
                             change->why != NULL ? change->why : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "type", change->type);
  hechactl_add_text (builder, "record", change->record);
  hechactl_add_text (builder, "verb", change->verb);
  hechactl_add_text (builder, "field", change->field);
  json_builder_set_member_name (builder, "value");
  json_builder_add_value (builder, json_from_string (change->value, NULL));
  hechactl_add_text (builder, "why", change->why);
  json_builder_end_object (builder);
}

static void
answer_step (HechactlInvocation *self, JsonBuilder *builder, const HechaTrailEntry *step)
{
  hechactl_invocation_print (self, "%s  %s  %s  %.8s  %s%s\n", step->at, step->by, step->scope, step->dev,
                             step->digest, step->held ? _ ("  under a hold") : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "entry", step->digest);
  hechactl_add_text (builder, "at", step->at);
  hechactl_add_text (builder, "by", step->by);
  hechactl_add_text (builder, "dev", step->dev);
  hechactl_add_text (builder, "scope", step->scope);
  hechactl_add_int (builder, "seq", step->seq);
  hechactl_add_bool (builder, "held", step->held);
  hechactl_add_bool (builder, "parked", step->parked);
  hechactl_begin_array (builder, "changes");
  for (guint i = 0; i < step->changes->len; i++)
    answer_change (self, builder, g_ptr_array_index (step->changes, i));
  json_builder_end_array (builder);
  hechactl_add_int (builder, "left_out", step->n_left);
  json_builder_end_object (builder);
}

static gboolean
answer_trail (HechactlInvocation *self, gboolean decisions, GError **error)
{
  HechaTrailQuestion question
    = {hechactl_invocation_get (self, "by"), hechactl_invocation_get (self, "device"),
       hechactl_invocation_get (self, "record"), decisions};
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaStore) store = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  guint64 limit = DEFAULT_STEPS;

  if (hechactl_invocation_has (self, "limit")
      && !hechactl_invocation_get_number (self, "limit", 1, G_MAXUINT, &limit, error))
    return FALSE;
  question.limit = (guint)limit;
  store = hechactl_store_open (self, error);
  steps = store != NULL ? hecha_store_trail (store, &question, error) : NULL;
  if (steps == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "steps");
  for (guint i = 0; i < steps->len; i++)
    answer_step (self, builder, g_ptr_array_index (steps, i));
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
trail_run (HechactlInvocation *self, GError **error)
{
  return answer_trail (self, FALSE, error);
}

static gboolean
decisions_run (HechactlInvocation *self, GError **error)
{
  return answer_trail (self, TRUE, error);
}

static const HechactlOption options[] = {{"by", "P", HECHACTL_OPTION_NONE},
                                         {"device", "DEVICE", HECHACTL_OPTION_NONE},
                                         {"record", "ID", HECHACTL_OPTION_NONE},
                                         {"limit", "N", HECHACTL_OPTION_NONE},
                                         {NULL}};

const HechactlCommand hechactl_trail_commands[] = {
  {"trail", NULL, 0, 0, options, trail_run, HECHACTL_COMMAND_STORE},
  {"decisions", NULL, 0, 0, options, decisions_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
