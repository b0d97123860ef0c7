/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-field.h"

#include "domain/hecha-content.h"
#include "domain/hecha-history.h"
#include "domain/hecha-label.h"
#include "domain/hecha-method.h"
#include "domain/hecha-place.h"
#include "domain/hecha-records.h"
#include "domain/hecha-respondent.h"
#include "domain/hecha-sample-state.h"
#include "evidence/hecha-evidence-check.h"
#include "hechactl-answer.h"
#include "hechactl-appeal.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- records as JSON ---- */

static void
add_record (JsonObject *object, const char *name, const HechaRecord *record)
{
  if (record != NULL)
    json_object_set_object_member (object, name, hechactl_record_to_json (record));
  else
    json_object_set_null_member (object, name);
}

static void
add_records (JsonObject *object, const char *name, GPtrArray *records)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    json_array_add_object_element (array, hechactl_record_to_json (records->pdata[i]));
  json_object_set_array_member (object, name, array);
}

static JsonArray *
changes_to_json (const HechaAssignment *a, const HechaRecord *signature)
{
  g_autoptr (GPtrArray) changes = hecha_content_diff (a, signature);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < changes->len; i++)
    {
      const HechaChange *change = changes->pdata[i];
      JsonObject *element = json_object_new ();

      json_object_set_string_member (element, "type", change->type->name);
      json_object_set_string_member (element, "id", change->id);
      if (change->field != NULL)
        json_object_set_string_member (element, "field", change->field->name);
      if (change->before != NULL)
        json_object_set_string_member (element, "before", change->before);
      if (change->now != NULL)
        json_object_set_string_member (element, "now", change->now);
      json_array_add_object_element (array, element);
    }
  return array;
}

/* Signatures say in addition what changed since, and, where nothing was left out, whether they are what was signed. */
static void
add_signatures (JsonObject *object, HechaStore *store, const HechaAssignment *a, gboolean whole)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < a->signatures->len; i++)
    {
      const HechaRecord *signature = a->signatures->pdata[i];
      JsonObject *element = hechactl_record_to_json (signature);

      if (whole)
        json_object_set_boolean_member (element, "valid",
                                        hecha_evidence_check_signature (store, signature, NULL));
      json_object_set_boolean_member (element, "changed_since", hecha_content_changed (a, signature));
      json_object_set_array_member (element, "changes", changes_to_json (a, signature));
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "signatures", array);
}

static void
add_missing (JsonObject *object, GPtrArray *missing)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < missing->len; i++)
    {
      const HechaMissing *item = missing->pdata[i];
      JsonObject *element = json_object_new ();

      json_object_set_string_member (element, "code", item->code);
      json_object_set_string_member (element, "sentence", item->sentence);
      json_object_set_string_member (element, "section", item->section);
      if (item->field != NULL)
        json_object_set_string_member (element, "field", item->field);
      if (item->record != NULL)
        json_object_set_string_member (element, "record", item->record);
      if (item->need > 0)
        {
          json_object_set_int_member (element, "have", item->have);
          json_object_set_int_member (element, "need", item->need);
        }
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "missing", array);
}

/* ---- samples ---- */

static JsonObject *
sample_to_json (const HechaAssignment *a)
{
  static const struct
  {
    const char *name, *field;
  } members[] = {{"plan", "plan"}, {"agency", "agency"},   {"agency_name", "agency_name"},
                 {"name", "name"}, {"quarter", "quarter"}, {"key_point", "key_point"}};
  JsonObject *object = json_object_new ();
  const char *colon = strchr (a->record->scope, ':');

  json_object_set_string_member (object, "id", hecha_record_get (a->record, "unit"));
  json_object_set_string_member (object, "assignment", a->record->id);
  json_object_set_string_member (object, "scope", a->record->scope);
  json_object_set_string_member (object, g_str_has_prefix (a->record->scope, "visit:") ? "package" : "team",
                                 colon != NULL ? colon + 1 : "");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_string_member (object, members[i].name, hecha_record_get (a->record, members[i].field));
  json_object_set_boolean_member (object, "key_point", hecha_record_get_int (a->record, "key_point", 0) != 0);
  json_object_set_string_member (object, "state", hecha_sample_state_name (hecha_sample_state (a)));
  if (a->finding != NULL && hecha_record_get (a->finding, "verdict") != NULL)
    json_object_set_string_member (object, "verdict", hecha_record_get (a->finding, "verdict"));
  return object;
}

typedef struct
{
  HechactlInvocation *invocation; /* (not owned) */
  JsonArray *array;               /* (not owned) */
} Samples;

static gboolean
add_sample (const HechaAssignment *assignment, gpointer data)
{
  Samples *self = data;
  JsonObject *sample = sample_to_json (assignment);

  hechactl_invocation_print (
    self->invocation, "%s\t%s\t%s\t%s\t%s\n", json_object_get_string_member (sample, "assignment"),
    json_object_get_string_member (sample, "scope"),
    hecha_label ("state", json_object_get_string_member (sample, "state")),
    json_object_get_string_member (sample, "agency_name"), json_object_get_string_member (sample, "name"));
  json_array_add_object_element (self->array, sample);
  return TRUE;
}

static gboolean
samples_run (HechactlInvocation *self, GError **error)
{
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *home = store != NULL ? hecha_store_get_meta (store, "home") : NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  Samples samples = {self, json_array_new ()};

  json_object_set_array_member (object, "samples", samples.array);
  if (store == NULL
      || !hecha_assignment_each (hecha_store_reader (store), home, hechactl_invocation_get_argument (self, 0),
                                 add_sample, &samples, error))
    return FALSE;
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
  return TRUE;
}

/* ---- show ---- */

static JsonObject *
assignment_to_json (HechaStore *store, const HechaAssignment *a, GPtrArray *missing, gboolean whole)
{
  JsonObject *object = json_object_new ();
  const HechaRecord *effective = hecha_assignment_effective_signature (a);

  json_object_set_string_member (object, "id", hecha_record_get (a->record, "unit"));
  json_object_set_string_member (object, "scope", a->record->scope);
  json_object_set_string_member (object, "state", hecha_sample_state_name (hecha_sample_state (a)));
  if (effective != NULL)
    json_object_set_string_member (object, "effective_by", effective->id);
  add_record (object, "assignment", a->record);
  add_record (object, "visit", a->visit);
  add_record (object, "finding", a->finding);
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    if (a->lists[i] != NULL && a->lists[i] != a->signatures)
      add_records (object, hecha_records ()->types[i].name, a->lists[i]);
  add_records (object, "removed", a->removed);
  add_records (object, "appeal_evidence", a->appeal_evidence);
  json_object_set_object_member (object, "outcome", hechactl_outcome_to_json (a));
  add_signatures (object, store, a, whole);
  add_missing (object, missing);
  return object;
}

/* A value for a person; %NULL for what only machines read. */
static char *
dup_shown (const HechaRecord *record, guint index)
{
  const HechaField *field = &record->type->fields[index];

  static const char *const unread[] = {"sources", "persons", "checklist", "strokes", NULL};

  if (record->values[index] == NULL || g_strv_contains (unread, field->name)
      || strcmp (field->name, "assignment") == 0 || strcmp (field->name, "longitude") == 0)
    return NULL;
  if (strcmp (field->name, "latitude") == 0)
    return hecha_place_dup_text (hecha_record_get_int (record, "latitude", 0),
                                 hecha_record_get_int (record, "longitude", 0));
  if (field->kind == HECHA_VALUE_LIST)
    {
      g_auto (GStrv) list = hecha_record_get_list (record, field->name);

      return g_strjoinv ("; ", list);
    }
  return g_strdup (record->values[index]);
}

static void
print_fields (HechactlInvocation *self, const char *heading, const HechaRecord *record)
{
  if (record == NULL)
    return;
  hechactl_invocation_print (self, "\n%s\n", heading);
  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const char *name = record->type->fields[i].name;
      g_autofree char *shown = dup_shown (record, i);

      if (shown != NULL)
        hechactl_invocation_print (self, "  %s: %s%s\n", strcmp (name, "latitude") == 0 ? _ ("place") : name,
                                   shown, hecha_record_is_disputed (record, name) ? _ ("  (disputed)") : "");
    }
}

static const char *
text_or (const HechaRecord *record, const char *field, const char *otherwise)
{
  const char *text = hecha_record_get (record, field);

  return text != NULL ? text : otherwise;
}

static void
print_persons (HechactlInvocation *self, const HechaAssignment *a)
{
  g_autoptr (GPtrArray) persons = hecha_assignment_dup_persons (a);

  hechactl_invocation_print (self, _ ("\npersons\n"));
  for (guint i = 0; i < persons->len; i++)
    {
      const HechaAssignedPerson *person = persons->pdata[i];

      hechactl_invocation_print (self, "  %s  %s  %s\n", person->id, person->name != NULL ? person->name : "",
                                 person->role != NULL ? person->role : "");
    }
}

static void
print_presence (HechactlInvocation *self, const HechaAssignment *a)
{
  hechactl_invocation_print (self, _ ("\npresent\n"));
  for (guint i = 0; i < a->presence->len; i++)
    {
      const HechaRecord *p = a->presence->pdata[i];

      hechactl_invocation_print (self, "  %s  %s %s-%s\n", text_or (p, "person", "?"),
                                 text_or (p, "date", "?"), text_or (p, "from", "?"), text_or (p, "to", "?"));
    }
}

static void
print_evidence (HechactlInvocation *self, const HechaAssignment *a)
{
  hechactl_invocation_print (self, _ ("\nevidence\n"));
  for (guint i = 0; i < a->evidence->len; i++)
    {
      const HechaRecord *e = a->evidence->pdata[i];

      hechactl_invocation_print (self, _ ("  %s  %s bytes  %s  %s  %s\n"), text_or (e, "digest", "?"),
                                 text_or (e, "size", "?"), hecha_label ("kind", text_or (e, "kind", "?")),
                                 text_or (e, "name", ""), text_or (e, "about", ""));
    }
}

/* The methods' records, answers, draws at the site: whatever else was recorded. */
static void
print_lists (HechactlInvocation *self, const HechaAssignment *a)
{
  for (guint i = 0; i < hecha_records ()->n_types; i++)
    for (guint k = 0; a->lists[i] != NULL && k < a->lists[i]->len; k++)
      if (a->lists[i] != a->presence && a->lists[i] != a->evidence && a->lists[i] != a->signatures)
        print_fields (self, hecha_label ("record", hecha_records ()->types[i].name), a->lists[i]->pdata[k]);
}

static void
print_hand (HechactlInvocation *self, const HechaRecord *s)
{
  const char *typed = hecha_record_get (s, "typed_name"), *objection = hecha_record_get (s, "objection"),
             *early = hecha_record_get (s, "early_reason");

  if (hecha_record_get_int (s, "refused", 0))
    hechactl_invocation_print (self, _ ("    refused; witness: %s\n"), text_or (s, "witness", "?"));
  if (typed != NULL)
    hechactl_invocation_print (self, _ ("    typed: %s, confirmed by %s\n"), typed,
                               text_or (s, "confirmed_by", "?"));
  if (objection != NULL)
    hechactl_invocation_print (self, _ ("    objection: %s\n"), objection);
  if (early != NULL)
    hechactl_invocation_print (self, _ ("    signed before others: %s\n"), early);
}

static void
print_changes (HechactlInvocation *self, const HechaAssignment *a, const HechaRecord *signature)
{
  g_autoptr (GPtrArray) changes = hecha_content_diff (a, signature);

  for (guint i = 0; i < changes->len; i++)
    {
      const HechaChange *change = changes->pdata[i];
      const char *what
        = change->field != NULL ? hecha_field_get_label (change->field) : hecha_type_get_label (change->type);

      hechactl_invocation_print (self, _ ("    changed since: %s: %s → %s\n"), what,
                                 change->before != NULL ? change->before : "–",
                                 change->now != NULL ? change->now : "–");
    }
}

static void
print_signatures (HechactlInvocation *self, HechaStore *store, const HechaAssignment *a)
{
  gboolean hidden = hechactl_invocation_has (self, "for-agency");

  hechactl_invocation_print (self, _ ("\nsignatures\n"));
  for (guint i = 0; i < a->signatures->len; i++)
    {
      const HechaRecord *s = a->signatures->pdata[i];

      hechactl_invocation_print (self, _ ("  %s as %s, %s, %s: %s\n"), text_or (s, "person", "?"),
                                 hecha_label ("role", text_or (s, "role", "?")),
                                 text_or (s, "signed_at", "?"), text_or (s, "content_hash", "?"),
                                 hidden || hecha_evidence_check_signature (store, s, NULL) ? _ ("valid")
                                                                                           : _ ("broken"));
      print_hand (self, s);
      print_changes (self, a, s);
    }
}

static void
print_assignment (HechactlInvocation *self, HechaStore *store, const HechaAssignment *a, GPtrArray *missing)
{
  hechactl_invocation_print (self, "%s  %s  %s\n", a->record->id, a->record->scope,
                             hecha_sample_state_name (hecha_sample_state (a)));
  print_fields (self, "assignment", a->record);
  print_persons (self, a);
  print_fields (self, "visit", a->visit);
  print_presence (self, a);
  print_lists (self, a);
  print_fields (self, "finding", a->finding);
  print_evidence (self, a);
  print_signatures (self, store, a);
  hechactl_print_outcome (self, a);
  if (missing->len > 0)
    hechactl_invocation_print (self, _ ("\nmissing for the leader's signature\n"));
  for (guint i = 0; i < missing->len; i++)
    hechactl_invocation_print (self, "  %s\n", ((const HechaMissing *)missing->pdata[i])->sentence);
}

/* ---- what was found of the same target before ---- */

static JsonObject *
earlier_to_json (const HechaEarlier *earlier)
{
  const struct
  {
    const char *name, *text;
  } members[] = {{"id", earlier->id},
                 {"scope", earlier->scope},
                 {"quarter", earlier->quarter},
                 {"state", hecha_sample_state_name (earlier->state)},
                 {"verdict", earlier->verdict},
                 {"observation", earlier->observation},
                 {"value", earlier->value},
                 {"unit", earlier->unit},
                 {"signed_at", earlier->signed_at}};
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].text != NULL)
      json_object_set_string_member (object, members[i].name, members[i].text);
  return object;
}

static gboolean
answer_history (HechactlInvocation *self, HechaReader *reader, const HechaAssignment *a, JsonObject *object,
                GError **error)
{
  g_autoptr (GPtrArray) list = hecha_history_list (reader, a, error);
  JsonArray *array;

  if (list == NULL)
    return FALSE;
  array = json_array_new ();
  json_object_set_array_member (object, "history", array);
  if (list->len > 0)
    hechactl_invocation_print (self, _ ("\nearlier quarters\n"));
  for (guint i = 0; i < list->len; i++)
    {
      const HechaEarlier *earlier = g_ptr_array_index (list, i);

      hechactl_invocation_print (self, "  %s  %s  %s  %s\n", earlier->quarter != NULL ? earlier->quarter : "",
                                 earlier->verdict != NULL ? hecha_label ("verdict", earlier->verdict) : "",
                                 hecha_label ("state", hecha_sample_state_name (earlier->state)),
                                 earlier->observation != NULL ? earlier->observation : "");
      json_array_add_object_element (array, earlier_to_json (earlier));
    }
  return TRUE;
}

/* ---- one sample ---- */

/* What a reviewer may not read yet is left out; for the inspected agency also who spoke to the inspectors. */
static void
leave_out (HechactlInvocation *self, HechaStore *store, HechaAssignment *a)
{
  g_autofree char *person = hechactl_store_dup_person (self, store);

  hecha_review_hide (a, person);
  if (hechactl_invocation_has (self, "for-agency"))
    hecha_respondents_hide (a);
}

static gboolean
answer_sample (HechactlInvocation *self, HechaStore *store, HechaAssignment *a, GError **error)
{
  g_autoptr (GPtrArray) missing = hecha_sample_missing (a);
  g_autoptr (JsonObject) object = NULL;

  leave_out (self, store, a);
  print_assignment (self, store, a, missing);
  object = assignment_to_json (store, a, missing, !hechactl_invocation_has (self, "for-agency"));
  if (!answer_history (self, hecha_store_reader (store), a, object, error))
    return FALSE;
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
  return TRUE;
}

static gboolean
show_run (HechactlInvocation *self, GError **error)
{
  const char *scope = hechactl_invocation_get (self, "scope");
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *home = store != NULL ? hecha_store_get_meta (store, "home") : NULL;
  g_autoptr (HechaAssignment) assignment = NULL;

  if (store == NULL)
    return FALSE;
  assignment = hecha_assignment_find (hecha_store_reader (store), scope != NULL ? scope : home,
                                      hechactl_invocation_get_argument (self, 0), error);
  return assignment != NULL && answer_sample (self, store, assignment, error);
}

static const HechactlOption show_options[] = {
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {"for-agency", NULL, HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_show_commands[] = {
  {"samples", "[CODE]", 0, 1, NULL, samples_run, HECHACTL_COMMAND_STORE},
  {"show", "SAMPLE", 1, 1, show_options, show_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
