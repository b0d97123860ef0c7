/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-ruling.h"

#include "base/hecha-error.h"
#include "domain/hecha-fork.h"
#include "domain/hecha-label.h"
#include "domain/hecha-outcome.h"
#include "domain/hecha-proposal.h"
#include "domain/hecha-rule.h"
#include "domain/hecha-ruling.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- conflicts ---- */

static void
add_digests (JsonBuilder *builder, const char *name, GPtrArray *values)
{
  hechactl_begin_array (builder, name);
  for (guint i = 0; i < values->len; i++)
    json_builder_add_string_value (builder, ((HechaConflictValue *)g_ptr_array_index (values, i))->digest);
  json_builder_end_array (builder);
}

/* What stands in the field's history: its value, and what its author had before their eyes. */
static void
add_value (JsonBuilder *builder, guint n, const HechaConflict *conflict, const HechaConflictValue *value)
{
  g_autoptr (GPtrArray) seen = hecha_conflict_dup_seen (conflict, value);

  json_builder_begin_object (builder);
  if (n > 0)
    hechactl_add_int (builder, "n", n);
  json_builder_set_member_name (builder, "value");
  json_builder_add_value (builder, value->value != NULL ? json_from_string (value->value, NULL)
                                                        : json_node_init_null (json_node_alloc ()));
  hechactl_add_text (builder, "by", value->by);
  hechactl_add_text (builder, "dev", value->dev);
  hechactl_add_text (builder, "at", value->at);
  hechactl_add_text (builder, "entry", value->digest);
  add_digests (builder, "seen", seen);
  hechactl_add_text (builder, "why", value->why);
  if (value->branch != NULL)
    hechactl_add_int (builder, "entries", value->branch->len);
  json_builder_end_object (builder);
}

static void
answer_value (HechactlInvocation *self, JsonBuilder *builder, guint n, const HechaConflict *conflict,
              const HechaConflictValue *value)
{
  hechactl_invocation_print (self, _ ("  %u  %s  by %s at %s\n"), n, value->value != NULL ? value->value : "",
                             value->by, value->at);
  add_value (builder, n, conflict, value);
}

static void
answer_base (HechactlInvocation *self, JsonBuilder *builder, const HechaConflict *conflict)
{
  g_autoptr (GPtrArray) base = hecha_conflict_dup_base (conflict);

  hechactl_begin_array (builder, "base");
  for (guint i = 0; conflict->open && i < base->len; i++)
    {
      const HechaConflictValue *value = g_ptr_array_index (base, i);

      hechactl_invocation_print (self, _ ("  before: %s  by %s at %s\n"),
                                 value->value != NULL ? value->value : "", value->by, value->at);
      add_value (builder, 0, conflict, value);
    }
  json_builder_end_array (builder);
}

static void
answer_conflict (HechactlInvocation *self, JsonBuilder *builder, GPtrArray *conflicts,
                 const HechaConflict *conflict, HechaReader *reader)
{
  g_autoptr (GPtrArray) alike = hecha_conflict_list_alike (conflicts, conflict);
  g_autofree char *due = hecha_conflict_dup_due (conflict, reader);

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
  hechactl_add_text (builder, "settle_by", due);
  hechactl_add_bool (builder, "second_person",
                     hecha_proposal_is_needed (reader, conflict->scope, conflict->record));
  hechactl_add_int (builder, "alike", alike->len);
  answer_base (self, builder, conflict);
  hechactl_begin_array (builder, "values");
  for (guint i = 0; i < conflict->values->len; i++)
    answer_value (self, builder, i + 1, conflict, g_ptr_array_index (conflict->values, i));
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
  hechactl_add_bool (builder, "open", hecha_double_waits (twice));
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
    answer_conflict (self, builder, conflicts, g_ptr_array_index (conflicts, i), hecha_store_reader (store));
  for (guint i = 0; i < doubles->len; i++)
    if (all || hecha_double_waits (g_ptr_array_index (doubles, i)))
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
answer_ruling (HechactlInvocation *self, const char *id, const char *taken, guint n, guint n_waiting)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  hechactl_invocation_print (self, "%s: %s\n", id, taken);
  if (n > 1)
    hechactl_invocation_print (self, _ ("%u conflicts that are alike\n"), n);
  if (n_waiting > 0)
    hechactl_invocation_print (self, _ ("waits for a second person to confirm it: %u\n"), n_waiting);
  json_builder_begin_object (builder);
  hechactl_add_text (builder, "id", id);
  hechactl_add_text (builder, "taken", taken);
  hechactl_add_text (builder, "reason", hechactl_invocation_get (self, "reason"));
  hechactl_add_int (builder, "conflicts", n);
  hechactl_add_int (builder, "waiting", n_waiting);
  hechactl_answer (self, builder);
}

static gboolean
resolve_conflict (HechactlInvocation *self, HechaStore *store, GPtrArray *conflicts,
                  const HechaConflict *conflict, guint64 take, GError **error)
{
  g_autoptr (GPtrArray) chosen = NULL;
  HechaSettleInput input = {NULL, NULL, hechactl_invocation_get (self, "reason"), 0};

  if (!check_take (take, conflict->values->len, error))
    return FALSE;
  if (hechactl_invocation_has (self, "alike"))
    chosen = hecha_conflict_list_alike (conflicts, conflict);
  else
    {
      chosen = g_ptr_array_new ();
      g_ptr_array_add (chosen, (gpointer)conflict);
    }
  input.conflicts = chosen;
  input.taken = g_ptr_array_index (conflict->values, take - 1);
  if (!hechactl_store_act (self, store, hecha_ruling_settle, &input, error))
    return FALSE;
  answer_ruling (self, conflict->id, input.taken->value != NULL ? input.taken->value : "null", chosen->len,
                 input.n_waiting);
  return TRUE;
}

static gboolean
resolve_double (HechactlInvocation *self, HechaStore *store, const HechaDouble *twice, guint64 take,
                GError **error)
{
  HechaChoiceInput input = {twice->id, NULL, hechactl_invocation_get (self, "reason"), FALSE};

  if (!check_take (take, twice->scopes->len, error))
    return FALSE;
  input.counted = g_ptr_array_index (twice->scopes, take - 1);
  if (!hechactl_store_act (self, store, hecha_choice_record, &input, error))
    return FALSE;
  answer_ruling (self, twice->id, input.counted, 1, input.waits);
  return TRUE;
}

/* No branch is taken: both stay and count. */
static gboolean
resolve_fork (HechactlInvocation *self, HechaStore *store, const HechaConflict *fork, GError **error)
{
  HechaForkInput input = {fork, hechactl_invocation_get (self, "reason")};

  if (!hechactl_store_act (self, store, hecha_fork_settle, &input, error))
    return FALSE;
  answer_ruling (self, fork->id, _ ("its branches were looked at"), 1, 0);
  return TRUE;
}

static gboolean
check_taken (guint64 take, GError **error)
{
  if (take > 0)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--take says which value counts"));
  return FALSE;
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
    return check_taken (take, error) && resolve_double (self, store, twice, take, error);
  conflict = find_conflict (conflicts, name, error);
  if (conflict == NULL)
    return FALSE;
  if (strcmp (conflict->kind, "fork") == 0)
    return resolve_fork (self, store, conflict, error);
  return check_taken (take, error) && resolve_conflict (self, store, conflicts, conflict, take, error);
}

static const HechactlOption list_options[] = {{"all", NULL, HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption resolve_options[] = {{"take", "N", HECHACTL_OPTION_NONE},
                                                 {"reason", "T", HECHACTL_OPTION_REQUIRED},
                                                 {"alike", NULL, HECHACTL_OPTION_NONE},
                                                 {NULL}};

const HechactlCommand hechactl_ruling_commands[] = {
  {"conflicts", NULL, 0, 0, list_options, conflicts_run, HECHACTL_COMMAND_STORE},
  {"resolve", "CONFLICT", 1, 1, resolve_options, resolve_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
