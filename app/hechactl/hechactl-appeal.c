/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-appeal.h"

#include "domain/hecha-calendar-local.h"
#include "domain/hecha-due.h"
#include "domain/hecha-label.h"
#include "domain/hecha-outcome.h"
#include "evidence/hecha-attachment.h"
#include "hechactl-answer.h"
#include "hechactl-store.h"
#include "store/hecha-objections.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what counts ---- */

/**
 * hechactl_outcome_to_json:
 * @assignment: an assignment with all that was recorded on it
 *
 * Returns: (transfer full): what counts of its finding, what was signed, and how far an appeal is (R011)
 */
JsonObject *
hechactl_outcome_to_json (const HechaAssignment *assignment)
{
  g_auto (HechaOutcome) outcome = {0};
  HechaAppeal appeal;
  JsonObject *object = json_object_new ();

  hecha_outcome_read (&outcome, assignment);
  hecha_appeal_read (&appeal, assignment);
  json_object_set_boolean_member (object, "counts", outcome.kind == HECHA_OUTCOME_SIGNED);
  if (outcome.verdict != NULL)
    json_object_set_string_member (object, "verdict", outcome.verdict);
  if (outcome.signed_verdict != NULL)
    json_object_set_string_member (object, "signed_verdict", outcome.signed_verdict);
  json_object_set_string_member (object, "appeal", hecha_appeal_state_name (appeal.state));
  return object;
}

/**
 * hechactl_print_outcome:
 * @self: what was asked
 * @assignment: an assignment with all that was recorded on it
 *
 * Says what counts beside what was signed, where there was an appeal (R011).
 */
void
hechactl_print_outcome (HechactlInvocation *self, const HechaAssignment *assignment)
{
  g_auto (HechaOutcome) outcome = {0};
  HechaAppeal appeal;

  hecha_outcome_read (&outcome, assignment);
  hecha_appeal_read (&appeal, assignment);
  if (appeal.state == HECHA_APPEAL_NONE)
    return;
  hechactl_invocation_print (self, _ ("\nappeal: %s\n"),
                             hecha_label ("state", hecha_appeal_state_name (appeal.state)));
  if (outcome.kind == HECHA_OUTCOME_SIGNED)
    hechactl_invocation_print (self, _ ("  signed: %s, counts: %s\n"),
                               hecha_label ("verdict", outcome.signed_verdict),
                               hecha_label ("verdict", outcome.verdict));
}

/* ---- one appeal ---- */

static HechaCalendar *
load_days (HechaStore *store, GDate *today, GError **error)
{
  hecha_date_from_ms (today, hecha_env_now_ms (hecha_store_env (store)));
  return hecha_calendar_load_local (hecha_store_reader (store), error);
}

static void
add_deadline (JsonObject *object, const char *name, const HechaDeadline *deadline)
{
  g_autofree char *day = hecha_date_dup_text (&deadline->due);
  g_autofree char *provisional = g_strconcat (name, "_provisional", NULL);

  json_object_set_string_member (object, name, day);
  json_object_set_boolean_member (object, provisional, deadline->provisional);
}

/* @days: working days that are left, for what is due. */
static void
add_days (JsonObject *object, const HechaAppeal *appeal, const HechaCalendar *calendar, const GDate *today)
{
  HechaDeadline deadline;
  gboolean provisional;

  if (hecha_appeal_get_limit (appeal, calendar, &deadline))
    add_deadline (object, "limit", &deadline);
  if (!hecha_appeal_get_due (appeal, calendar, &deadline))
    return;
  add_deadline (object, "due", &deadline);
  if (hecha_appeal_is_open (appeal->state))
    json_object_set_int_member (object, "days",
                                hecha_due_count_days (calendar, today, &deadline.due, &provisional));
}

static void
add_step (JsonObject *object, const char *name, const HechaRecord *step)
{
  if (step != NULL)
    json_object_set_object_member (object, name, hechactl_record_to_json (step));
}

static JsonObject *
appeal_to_json (const HechaAssignment *a, const HechaCalendar *calendar, const GDate *today)
{
  JsonObject *object = json_object_new (), *outcome = hechactl_outcome_to_json (a);
  JsonArray *evidence = json_array_new ();
  HechaAppeal appeal;

  hecha_appeal_read (&appeal, a);
  json_object_set_string_member (object, "id", a->record->id);
  json_object_set_string_member (object, "sample", hecha_record_get (a->record, "unit"));
  json_object_set_string_member (object, "scope", a->record->scope);
  json_object_set_string_member (object, "agency", hecha_record_get (a->record, "agency"));
  json_object_set_string_member (object, "state", hecha_appeal_state_name (appeal.state));
  add_days (object, &appeal, calendar, today);
  add_step (object, "appeal", appeal.filed);
  add_step (object, "admission", appeal.admission);
  add_step (object, "review", appeal.review);
  add_step (object, "ruling", appeal.ruling);
  for (guint i = 0; i < a->appeal_evidence->len; i++)
    json_array_add_object_element (evidence, hechactl_record_to_json (a->appeal_evidence->pdata[i]));
  json_object_set_array_member (object, "evidence", evidence);
  json_object_set_object_member (object, "outcome", outcome);
  return object;
}

static void
print_step (HechactlInvocation *self, const HechaRecord *step)
{
  if (step == NULL)
    return;
  hechactl_invocation_print (self, "%s\n", hecha_type_get_label (step->type));
  for (guint i = 0; i < step->type->n_fields; i++)
    if (step->values[i] != NULL && strcmp (step->type->fields[i].name, "assignment") != 0)
      hechactl_invocation_print (self, "  %s: %s\n", hecha_field_get_label (&step->type->fields[i]),
                                 step->values[i]);
}

static void
print_line (HechactlInvocation *self, JsonObject *object)
{
  const char *due = json_object_get_string_member_with_default (object, "due", NULL);

  hechactl_invocation_print (self, "%s  %s  %s", json_object_get_string_member (object, "id"),
                             json_object_get_string_member (object, "scope"),
                             hecha_label ("state", json_object_get_string_member (object, "state")));
  if (due != NULL)
    hechactl_invocation_print (self, _ ("  ruling due %s"), due);
  if (json_object_has_member (object, "days"))
    hechactl_invocation_print (self, _ (" (%d working days)"),
                               (int)json_object_get_int_member (object, "days"));
  hechactl_invocation_print (self, "\n");
}

static gboolean
answer_appeal (HechactlInvocation *self, HechaStore *store, GError **error)
{
  g_autoptr (HechaAssignment) a
    = hecha_assignment_find (hecha_store_reader (store), hechactl_invocation_get (self, "scope"),
                             hechactl_invocation_get_argument (self, 0), error);
  g_autoptr (HechaCalendar) calendar = NULL;
  JsonObject *object;
  HechaAppeal appeal;
  GDate today;

  if (a == NULL)
    return FALSE;
  calendar = load_days (store, &today, error);
  if (calendar == NULL)
    return FALSE;
  hecha_appeal_read (&appeal, a);
  object = appeal_to_json (a, calendar, &today);
  print_line (self, object);
  print_step (self, appeal.filed);
  print_step (self, appeal.admission);
  print_step (self, appeal.review);
  print_step (self, appeal.ruling);
  hechactl_print_outcome (self, a);
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
  json_object_unref (object);
  return TRUE;
}

static gboolean
show_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && answer_appeal (self, store, error);
}

/* ---- files ---- */

/* Digests name what the finding has already; anything else is a file. @known: (nullable): where digests go */
static GPtrArray *
take_files (HechactlInvocation *self, HechaStore *store, GStrvBuilder *known, GError **error)
{
  const char *const *named = hechactl_invocation_get_all (self, "evidence");
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (; named != NULL && *named != NULL; named++)
    {
      HechaDigest digest;

      if (known != NULL && hecha_digest_from_text (&digest, *named, -1))
        g_strv_builder_add (known, *named);
      else
        g_ptr_array_add (paths, (gpointer)*named);
    }
  g_ptr_array_add (paths, NULL);
  return hecha_attachment_put_all (store, (const char *const *)paths->pdata, NULL, error);
}

/* ---- the steps ---- */

static gboolean
file_run (HechactlInvocation *self, GError **error)
{
  HechaAppealInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .scope = hechactl_invocation_get (self, "scope"),
    .objection = hechactl_invocation_has (self, "from-objection"),
    .grounds = hechactl_invocation_get (self, "grounds"),
    .filed_by = hechactl_invocation_get (self, "filed-by"),
    .received_on = hechactl_invocation_get (self, "received-on"),
    .filed_on = hechactl_invocation_get (self, "filed-on"),
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *by = store != NULL ? hechactl_store_dup_person (self, store) : NULL;
  g_autoptr (GPtrArray) attachments = store != NULL ? take_files (self, store, builder, error) : NULL;
  g_auto (GStrv) known = NULL;

  if (attachments == NULL)
    return FALSE;
  known = g_strv_builder_end (builder);
  input.known = (const char *const *)known;
  return hecha_attachment_record_appeal (store, by, &input, attachments, error)
         && answer_appeal (self, store, error);
}

static gboolean
accept_run (HechactlInvocation *self, GError **error)
{
  HechaAdmissionInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .scope = hechactl_invocation_get (self, "scope"),
    .out_of_time = hechactl_invocation_has (self, "out-of-time"),
    .reason = hechactl_invocation_get (self, "reason"),
  };
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_appeal_accept, &input, error)
         && answer_appeal (self, store, error);
}

static gboolean
review_run (HechactlInvocation *self, GError **error)
{
  HechaReviewInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .scope = hechactl_invocation_get (self, "scope"),
    .reviewers = hechactl_invocation_get_all (self, "reviewer"),
    .reviewed_on = hechactl_invocation_get (self, "reviewed-on"),
    .verdict = hechactl_invocation_get (self, "verdict"),
    .observation = hechactl_invocation_get (self, "observation"),
  };
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *by = store != NULL ? hechactl_store_dup_person (self, store) : NULL;
  g_autoptr (GPtrArray) attachments = store != NULL ? take_files (self, store, NULL, error) : NULL;

  return attachments != NULL && hecha_attachment_record_review (store, by, &input, attachments, error)
         && answer_appeal (self, store, error);
}

static gboolean
rule_run (HechactlInvocation *self, GError **error)
{
  HechaAppealRulingInput input = {
    .sample = hechactl_invocation_get_argument (self, 0),
    .scope = hechactl_invocation_get (self, "scope"),
    .result = hechactl_invocation_get (self, "result"),
    .verdict = hechactl_invocation_get (self, "verdict"),
    .reason = hechactl_invocation_get (self, "reason"),
    .ruled_by = hechactl_invocation_get (self, "ruled-by"),
  };
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);

  return store != NULL && hechactl_store_act (self, store, hecha_appeal_rule, &input, error)
         && answer_appeal (self, store, error);
}

/* ---- all of them ---- */

/* What agencies wrote in the field and nobody filed: until when they may. */
static gboolean
list_objections (HechactlInvocation *self, HechaStore *store, const HechaCalendar *calendar,
                 const GDate *today, JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  gboolean more;

  rows = hecha_objections_list (store, calendar, today, G_MAXINT32, &more, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const HechaAppealRow *row = rows->pdata[i];
      const char *objection = hecha_record_get (hecha_appeal_find_objection (row->assignment), "objection");
      JsonObject *line = json_object_new ();

      json_object_set_string_member (line, "id", row->assignment->record->id);
      json_object_set_string_member (line, "scope", row->assignment->record->scope);
      json_object_set_string_member (line, "objection", objection);
      hechactl_invocation_print (self, "%s  %s  %s", row->assignment->record->id,
                                 row->assignment->record->scope, objection);
      if (row->has_due)
        {
          g_autofree char *day = hecha_date_dup_text (&row->deadline.due);

          add_deadline (line, "limit", &row->deadline);
          json_object_set_int_member (line, "days", row->days);
          hechactl_invocation_print (self, _ ("  appeal until %s (%d working days)"), day, row->days);
        }
      hechactl_invocation_print (self, "\n");
      json_array_add_object_element (array, line);
    }
  return rows != NULL;
}

static gboolean
list_run (HechactlInvocation *self, GError **error)
{
  const char *plan = hechactl_invocation_get_argument (self, 0);
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (HechaCalendar) calendar = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  JsonArray *array = json_array_new ();
  GDate today;

  json_object_set_array_member (object, "appeals", array);
  calendar = store != NULL ? load_days (store, &today, error) : NULL;
  if (calendar != NULL && hechactl_invocation_has (self, "objections"))
    {
      hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
      return list_objections (self, store, calendar, &today, array, error);
    }
  rows
    = calendar != NULL ? hecha_appeal_list (hecha_store_reader (store), plan, calendar, &today, error) : NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const HechaAppealRow *row = rows->pdata[i];
      JsonObject *line;

      if (hechactl_invocation_has (self, "open") && !hecha_appeal_is_open (row->appeal.state))
        continue;
      line = appeal_to_json (row->assignment, calendar, &today);
      print_line (self, line);
      json_array_add_object_element (array, line);
    }
  if (rows != NULL)
    hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
  return rows != NULL;
}

static const HechactlOption file_options[] = {
  {"evidence", "FILE|DIGEST", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
  {"grounds", "T", HECHACTL_OPTION_NONE},
  {"filed-by", "NAME", HECHACTL_OPTION_NONE},
  {"from-objection", NULL, HECHACTL_OPTION_NONE},
  {"received-on", "DATE", HECHACTL_OPTION_NONE},
  {"filed-on", "DATE", HECHACTL_OPTION_NONE},
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption accept_options[] = {
  {"out-of-time", NULL, HECHACTL_OPTION_NONE},
  {"reason", "T", HECHACTL_OPTION_NONE},
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption review_options[] = {
  {"reviewer", "P", HECHACTL_OPTION_REQUIRED | HECHACTL_OPTION_REPEATED},
  {"verdict", "met|partly|not_met|unverifiable", HECHACTL_OPTION_REQUIRED},
  {"observation", "T", HECHACTL_OPTION_REQUIRED},
  {"evidence", "FILE|DIGEST", HECHACTL_OPTION_REPEATED},
  {"reviewed-on", "DATE", HECHACTL_OPTION_NONE},
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption rule_options[] = {
  {"result", "upheld|amended|overturned", HECHACTL_OPTION_REQUIRED},
  {"reason", "T", HECHACTL_OPTION_REQUIRED},
  {"verdict", "met|partly|not_met|unverifiable", HECHACTL_OPTION_NONE},
  {"ruled-by", "P", HECHACTL_OPTION_NONE},
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

static const HechactlOption show_options[] = {{"scope", "SCOPE", HECHACTL_OPTION_NONE}, {NULL}};
static const HechactlOption list_options[]
  = {{"open", NULL, HECHACTL_OPTION_NONE}, {"objections", NULL, HECHACTL_OPTION_NONE}, {NULL}};

const HechactlCommand hechactl_appeal_commands[] = {
  {"appeal file", "SAMPLE", 1, 1, file_options, file_run, HECHACTL_COMMAND_STORE},
  {"appeal accept", "SAMPLE", 1, 1, accept_options, accept_run, HECHACTL_COMMAND_STORE},
  {"appeal review", "SAMPLE", 1, 1, review_options, review_run, HECHACTL_COMMAND_STORE},
  {"appeal rule", "SAMPLE", 1, 1, rule_options, rule_run, HECHACTL_COMMAND_STORE},
  {"appeal show", "SAMPLE", 1, 1, show_options, show_run, HECHACTL_COMMAND_STORE},
  {"appeal list", "[CODE]", 0, 1, list_options, list_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
