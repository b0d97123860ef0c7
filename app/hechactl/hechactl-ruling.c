/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-ruling.h"

#include "base/hecha-error.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-label.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-ruling.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- conflicts ---- */

static void
answer_value (HechactlInvocation *self, JsonBuilder *builder, guint n, const HechaConflictValue *value)
{
  hechactl_invocation_print (self, _ ("  %u  %s  by %s at %s\n"), n, value->value != NULL ? value->value : "",
                             value->by, value->at);
  json_builder_begin_object (builder);
  hechactl_add_int (builder, "n", n);
  json_builder_set_member_name (builder, "value");
  json_builder_add_value (builder, value->value != NULL ? json_from_string (value->value, NULL)
                                                        : json_node_init_null (json_node_alloc ()));
  hechactl_add_text (builder, "by", value->by);
  hechactl_add_text (builder, "dev", value->dev);
  hechactl_add_text (builder, "at", value->at);
  hechactl_add_text (builder, "entry", value->digest);
  json_builder_end_object (builder);
}

static void
answer_conflict (HechactlInvocation *self, JsonBuilder *builder, const HechaConflict *conflict)
{
  hechactl_invocation_print (self, "%s  %s  %s  %s %s %s%s%s\n", conflict->id,
                             hecha_label ("conflict", conflict->kind), conflict->scope, conflict->type,
                             conflict->record, conflict->field, conflict->open ? "" : _ ("  ruled: "),
                             conflict->open || conflict->reason == NULL ? "" : conflict->reason);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", conflict->id);
  hechactl_add_text (builder, "kind", conflict->kind);
  hechactl_add_text (builder, "scope", conflict->scope);
  hechactl_add_text (builder, "type", conflict->type);
  hechactl_add_text (builder, "record", conflict->record);
  hechactl_add_text (builder, "field", conflict->field);
  hechactl_add_bool (builder, "open", conflict->open);
  hechactl_begin_array (builder, "values");
  for (guint i = 0; i < conflict->values->len; i++)
    answer_value (self, builder, i + 1, g_ptr_array_index (conflict->values, i));
  json_builder_end_array (builder);
  hechactl_add_text (builder, "reason", conflict->reason);
  hechactl_add_text (builder, "ruled_by", conflict->ruled_by);
  json_builder_end_object (builder);
}

static void
answer_finding (HechactlInvocation *self, JsonBuilder *builder, guint n, const char *scope,
                const HechaOutcome *outcome)
{
  const char *verdict
    = outcome->verdict != NULL ? hecha_label ("verdict", outcome->verdict) : _ ("in conflict");

  hechactl_invocation_print (self, _ ("  %u  %s  %s  signed by %s at %s\n"), n, scope, verdict,
                             outcome->leader != NULL ? outcome->leader : "—",
                             outcome->signed_at != NULL ? outcome->signed_at : "—");
  json_builder_begin_object (builder);
  hechactl_add_int (builder, "n", n);
  hechactl_add_text (builder, "value", scope);
  hechactl_add_text (builder, "verdict", outcome->verdict);
  hechactl_add_text (builder, "by", outcome->leader);
  hechactl_add_text (builder, "at", outcome->signed_at);
  json_builder_end_object (builder);
}

static gboolean
is_open (const HechaDouble *twice)
{
  return twice->counted == NULL && !twice->disputed;
}

static void
answer_double (HechactlInvocation *self, JsonBuilder *builder, const HechaDouble *twice)
{
  hechactl_invocation_print (self, _ ("%s  double%s%s\n"), twice->id,
                             twice->counted != NULL ? _ ("  counted: ") : "",
                             twice->counted != NULL ? twice->counted : "");
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", twice->id);
  hechactl_add_text (builder, "kind", "double");
  hechactl_add_text (builder, "scope", "office");
  hechactl_add_text (builder, "type", "choice");
  hechactl_add_text (builder, "record", twice->id);
  hechactl_add_text (builder, "field", "counted");
  hechactl_add_bool (builder, "open", is_open (twice));
  hechactl_begin_array (builder, "values");
  for (guint i = 0; i < twice->scopes->len; i++)
    answer_finding (self, builder, i + 1, g_ptr_array_index (twice->scopes, i),
                    g_ptr_array_index (twice->outcomes, i));
  json_builder_end_array (builder);
  hechactl_add_text (builder, "counted", twice->counted);
  hechactl_add_text (builder, "reason", twice->reason);
  json_builder_end_object (builder);
}

static gboolean
conflicts_run (HechactlInvocation *self, GError **error)
{
  gboolean all = hechactl_invocation_has (self, "all");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (GPtrArray) conflicts = store != NULL ? hecha_store_conflicts (store, !all, error) : NULL;
  g_autoptr (GPtrArray) doubles
    = conflicts != NULL ? hecha_double_list (hecha_store_reader (store), NULL, error) : NULL;

  if (doubles == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  hechactl_begin_array (builder, "conflicts");
  for (guint i = 0; i < conflicts->len; i++)
    answer_conflict (self, builder, g_ptr_array_index (conflicts, i));
  for (guint i = 0; i < doubles->len; i++)
    if (all || is_open (g_ptr_array_index (doubles, i)))
      answer_double (self, builder, g_ptr_array_index (doubles, i));
  json_builder_end_array (builder);
  hechactl_answer (self, builder);
  return TRUE;
}

/* ---- resolve ---- */

static gboolean
check_take (guint64 take, guint n, GError **error)
{
  return take <= n || hecha_rule_refuse (error, "There are %u values to take, not %lu", n, (gulong)take);
}

static void
answer_ruling (HechactlInvocation *self, const char *id, const char *taken)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  hechactl_invocation_print (self, "%s: %s\n", id, taken);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", id);
  hechactl_add_text (builder, "taken", taken);
  hechactl_add_text (builder, "reason", hechactl_invocation_get (self, "reason"));
  hechactl_answer (self, builder);
}

static gboolean
resolve_conflict (HechactlInvocation *self, HechaStore *store, const HechaConflict *conflict, guint64 take,
                  GError **error)
{
  g_autoptr (GPtrArray) over = g_ptr_array_new ();
  const HechaConflictValue *taken;
  HechaRulingInput input = {conflict->scope,
                            conflict->type,
                            conflict->record,
                            conflict->field,
                            NULL,
                            NULL,
                            hechactl_invocation_get (self, "reason")};

  if (!check_take (take, conflict->values->len, error))
    return FALSE;
  for (guint i = 0; i < conflict->values->len; i++)
    g_ptr_array_add (over, ((HechaConflictValue *)g_ptr_array_index (conflict->values, i))->digest);
  g_ptr_array_add (over, NULL);
  taken = g_ptr_array_index (conflict->values, take - 1);
  input.value = taken->value != NULL ? taken->value : "null";
  input.over = (const char *const *)over->pdata;
  if (!hechactl_store_act (self, store, hecha_ruling_record, &input, error))
    return FALSE;
  answer_ruling (self, conflict->id, input.value);
  return TRUE;
}

static gboolean
resolve_double (HechactlInvocation *self, HechaStore *store, const HechaDouble *twice, guint64 take,
                GError **error)
{
  HechaChoiceInput input = {twice->id, NULL, hechactl_invocation_get (self, "reason")};

  if (!check_take (take, twice->scopes->len, error))
    return FALSE;
  input.counted = g_ptr_array_index (twice->scopes, take - 1);
  if (!hechactl_store_act (self, store, hecha_choice_record, &input, error))
    return FALSE;
  answer_ruling (self, twice->id, input.counted);
  return TRUE;
}

static const HechaDouble *
find_double (GPtrArray *doubles, const char *name)
{
  const HechaDouble *found = NULL;

  for (guint i = 0; i < doubles->len; i++)
    {
      const HechaDouble *twice = g_ptr_array_index (doubles, i);

      if (strcmp (twice->id, name) == 0)
        return twice;
      if (g_strcmp0 (twice->unit, name) == 0)
        found = twice;
    }
  return found;
}

static const HechaConflict *
find_conflict (GPtrArray *conflicts, const char *name, GError **error)
{
  const HechaConflict *found = NULL;

  for (guint i = 0; i < conflicts->len; i++)
    {
      const HechaConflict *conflict = g_ptr_array_index (conflicts, i);

      if (!g_str_has_prefix (conflict->id, name))
        continue;
      if (found != NULL)
        {
          hecha_rule_refuse (error, "Several conflicts begin with %s; name more of it", name);
          return NULL;
        }
      found = conflict;
    }
  if (found == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no open conflict %s here"), name);
  return found;
}

static gboolean
resolve_run (HechactlInvocation *self, GError **error)
{
  const char *name = hechactl_invocation_get_argument (self, 0);
  g_autoptr (HechaStore) store = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) doubles = NULL;
  const HechaConflict *conflict;
  const HechaDouble *twice;
  guint64 take = 0;

  if (!hechactl_invocation_get_number (self, "take", 1, G_MAXUINT, &take, error))
    return FALSE;
  store = hechactl_store_open (self, error);
  doubles = store != NULL ? hecha_double_list (hecha_store_reader (store), NULL, error) : NULL;
  conflicts = doubles != NULL ? hecha_store_conflicts (store, TRUE, error) : NULL;
  if (conflicts == NULL)
    return FALSE;
  twice = find_double (doubles, name);
  if (twice != NULL)
    return resolve_double (self, store, twice, take, error);
  conflict = find_conflict (conflicts, name, error);
  return conflict != NULL && resolve_conflict (self, store, conflict, take, error);
}

/* ---- holds ---- */

/* What stands in the entry, for those who decide about it. */
static void
answer_entry (HechactlInvocation *self, JsonBuilder *builder, HechaStore *store, const char *digest)
{
  g_autofree char *bytes = hecha_store_entry_bytes (store, digest, NULL);
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT;
  gboolean known = bytes != NULL && hecha_entry_scan (&entry, bytes, strlen (bytes), NULL);
  g_autofree char *by = known ? g_strndup (entry.by.text, entry.by.length) : NULL;
  g_autofree char *dev = known ? g_strndup (entry.dev.text, entry.dev.length) : NULL;
  guint token = known ? hecha_entry_first_op (&entry) : 0;

  hechactl_add_text (builder, "by", by);
  hechactl_add_text (builder, "dev", dev);
  hechactl_begin_array (builder, "records");
  for (guint i = 0; known && i < entry.n_ops; i++, token = hecha_entry_next_op (&entry, token))
    {
      g_autofree char *record = NULL;
      HechaOp op;

      hecha_entry_get_op (&entry, token, &op);
      record
        = g_strdup_printf ("%.*s %.*s", (int)op.type.length, op.type.text, (int)op.id.length, op.id.text);
      hechactl_invocation_print (self, "  %s\n", record);
      json_builder_add_string_value (builder, record);
    }
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
  HechaHoldInput input
    = {hechactl_invocation_get_argument (self, 0), release, hechactl_invocation_get (self, "reason")};
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
static const HechactlOption resolve_options[]
  = {{"take", "N", HECHACTL_OPTION_REQUIRED}, {"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};
static const HechactlOption reason_options[] = {{"reason", "T", HECHACTL_OPTION_REQUIRED}, {NULL}};

const HechactlCommand hechactl_ruling_commands[] = {
  {"conflicts", NULL, 0, 0, list_options, conflicts_run, HECHACTL_COMMAND_STORE},
  {"resolve", "CONFLICT", 1, 1, resolve_options, resolve_run, HECHACTL_COMMAND_STORE},
  {"holds", NULL, 0, 0, list_options, holds_run, HECHACTL_COMMAND_STORE},
  {"release", "HOLD", 1, 1, reason_options, release_run, HECHACTL_COMMAND_STORE},
  {"reject", "HOLD", 1, 1, reason_options, reject_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
