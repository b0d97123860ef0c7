/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-hold.h"

#include "domain/hecha-guard.h"
#include "domain/hecha-hold-change.h"
#include "domain/hecha-label.h"
#include "domain/hecha-ruling.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <string.h>

static void
answer_change (HechactlInvocation *self, JsonBuilder *builder, const HechaHoldChange *change)
{
  const char *effect = hecha_hold_effect_get_name (change->effect);

  hechactl_invocation_print (self, "  %s %s %s: %s  %s%s%s\n", change->type->name, change->record,
                             change->field, hecha_label ("effect", effect),
                             change->now != NULL ? change->now : "", change->now != NULL ? " → " : "",
                             change->then != NULL ? change->then : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "type", change->type->name);
  hechactl_add_text (builder, "record", change->record);
  hechactl_add_text (builder, "field", change->field);
  hechactl_add_text (builder, "effect", effect);
  hechactl_add_text (builder, "now", change->now);
  hechactl_add_text (builder, "then", change->then);
  json_builder_end_object (builder);
}

static void
add_records (JsonBuilder *builder, const HechaEntry *entry)
{
  guint token = hecha_entry_first_op (entry);

  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      g_autofree char *record = NULL;
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      record
        = g_strdup_printf ("%.*s %.*s", (int)op.type.length, op.type.text, (int)op.id.length, op.id.text);
      json_builder_add_string_value (builder, record);
    }
}

/* What stands in the entry, and what would change if it were released, for those who decide about it. */
static void
answer_entry (HechactlInvocation *self, JsonBuilder *builder, HechaStore *store, const char *digest)
{
  g_autofree char *bytes = hecha_store_entry_bytes (store, digest, NULL);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  gboolean known = bytes != NULL && hecha_entry_scan (&entry, bytes, strlen (bytes), NULL);
  g_autofree char *by = known ? g_strndup (entry.by.text, entry.by.length) : NULL;
  g_autofree char *dev = known ? g_strndup (entry.dev.text, entry.dev.length) : NULL;
  g_autoptr (GPtrArray) changes
    = known ? hecha_hold_list_changes (hecha_store_reader (store), &entry, NULL) : NULL;

  hechactl_add_text (builder, "by", by);
  hechactl_add_text (builder, "dev", dev);
  hechactl_begin_array (builder, "records");
  if (known)
    add_records (builder, &entry);
  json_builder_end_array (builder);
  hechactl_begin_array (builder, "changes");
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    answer_change (self, builder, g_ptr_array_index (changes, i));
  json_builder_end_array (builder);
}

static void
answer_hold (HechactlInvocation *self, JsonBuilder *builder, HechaStore *store, const HechaRecord *hold)
{
  const char *decision = hecha_record_get (hold, "decision");
  g_autofree char *reason = hecha_guard_dup_reason (hecha_record_get (hold, "reason"));

  hechactl_invocation_print (self, "%s  %s  %s%s%s\n", hold->id, hold->scope, reason,
                             decision != NULL ? "  " : "",
                             decision != NULL ? hecha_label ("decision", decision) : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", hold->id);
  hechactl_add_text (builder, "scope", hold->scope);
  hechactl_add_text (builder, "reason", hecha_record_get (hold, "reason"));
  hechactl_add_text (builder, "decision", decision);
  hechactl_add_text (builder, "decision_reason", hecha_record_get (hold, "decision_reason"));
  answer_entry (self, builder, store, hold->id);
  json_builder_end_object (builder);
}

static gboolean
holds_run (HechactlInvocation *self, GError **error)
{
  gboolean all = hechactl_invocation_has (self, "all");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) holds
    = store != NULL ? hecha_reader_list (hecha_store_reader (store), NULL, "hold", NULL, NULL, error) : NULL;

  if (holds == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "holds");
  for (guint i = 0; i < holds->len; i++)
    {
      const HechaRecord *hold = g_ptr_array_index (holds, i);

      if (all || hecha_record_get (hold, "decision") == NULL)
        answer_hold (self, builder, store, hold);
    }
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

static gboolean
decide (HechactlInvocation *self, gboolean release, GError **error)
{
  HechaHoldInput input = {hechactl_invocation_get_argument (self, 0), release,
                          hechactl_invocation_get (self, "reason"), hechactl_invocation_has (self, "alike")};
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (HechaRecord) hold = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (store == NULL || !hechactl_store_act (self, store, hecha_hold_decide, &input, error))
    return FALSE;
  hold = hecha_hold_find (hecha_store_reader (store), input.hold, error);
  if (hold == NULL)
    return FALSE;
  answer_hold (self, builder, store, hold);
  hechactl_invocation_take_json (self, json_builder_get_root (builder));
  return TRUE;
}

static gboolean
release_run (HechactlInvocation *self, GError **error)
{
  return decide (self, TRUE, error);
}

static gboolean
reject_run (HechactlInvocation *self, GError **error)
{
  return decide (self, FALSE, error);
}

static const HechactlOption list_options[] = {{"all", NULL, HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption decide_options[]
  = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {"alike", NULL, HECHACTL_OPTION_NONE}, {NULL}};

const HechactlCommand hechactl_hold_commands[] = {
  {"holds", NULL, 0, 0, list_options, holds_run, HECHACTL_COMMAND_STORE},
  {"release", "HOLD", 1, 1, decide_options, release_run, HECHACTL_COMMAND_STORE},
  {"reject", "HOLD", 1, 1, decide_options, reject_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
