/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-field.h"

#include "domain/hecha-content.h"
#include "domain/hecha-label.h"
#include "domain/hecha-place.h"
#include "domain/hecha-sample-state.h"
#include "hechactl-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- one record as JSON ---- */

static JsonNode *
field_node (const HechaField *field, const char *text)
{
  switch (field->kind)
    {
    case HECHA_VALUE_INTEGER:
      return json_node_init_int (json_node_alloc (), g_ascii_strtoll (text, NULL, 10));
    case HECHA_VALUE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), strcmp (text, "1") == 0);
    case HECHA_VALUE_LIST:
    case HECHA_VALUE_OBJECT:
      return json_from_string (text, NULL);
    default:
      return json_node_init_string (json_node_alloc (), text);
    }
}

static JsonObject *
record_to_json (const HechaRecord *record)
{
  JsonObject *object = json_object_new ();
  JsonArray *disputed = NULL;

  json_object_set_string_member (object, "id", record->id);
  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const char *name = record->type->fields[i].name;

      if (record->values[i] != NULL)
        json_object_set_member (object, name, field_node (&record->type->fields[i], record->values[i]));
      if (!hecha_record_is_disputed (record, name))
        continue;
      disputed = disputed != NULL ? disputed : json_array_new ();
      json_array_add_string_element (disputed, name);
    }
  if (disputed != NULL)
    json_object_set_array_member (object, "disputed", disputed);
  return object;
}

static void
add_record (JsonObject *object, const char *name, const HechaRecord *record)
{
  if (record != NULL)
    json_object_set_object_member (object, name, record_to_json (record));
  else
    json_object_set_null_member (object, name);
}

static void
add_records (JsonObject *object, const char *name, GPtrArray *records)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < records->len; i++)
    json_array_add_object_element (array, record_to_json (records->pdata[i]));
  json_object_set_array_member (object, name, array);
}

/* Signatures say in addition whether they still fit what is there. */
static void
add_signatures (JsonObject *object, const HechaAssignment *a)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < a->signatures->len; i++)
    {
      const HechaRecord *signature = a->signatures->pdata[i];
      JsonObject *element = record_to_json (signature);

      json_object_set_boolean_member (element, "valid", hecha_content_verify (signature, NULL));
      json_object_set_boolean_member (element, "changed_since", hecha_content_changed (a, signature));
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
  } members[] = {{"plan", "plan"},
                 {"agency", "agency"},
                 {"agency_name", "agency_name"},
                 {"name", "name"},
                 {"quarter", "quarter"}};
  JsonObject *object = json_object_new ();
  const char *colon = strchr (a->record->scope, ':');

  json_object_set_string_member (object, "id", hecha_record_get (a->record, "unit"));
  json_object_set_string_member (object, "assignment", a->record->id);
  json_object_set_string_member (object, "scope", a->record->scope);
  json_object_set_string_member (object, g_str_has_prefix (a->record->scope, "visit:") ? "package" : "team",
                                 colon != NULL ? colon + 1 : "");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_string_member (object, members[i].name, hecha_record_get (a->record, members[i].field));
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
assignment_to_json (const HechaAssignment *a, GPtrArray *missing)
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
  add_records (object, "presence", a->presence);
  add_record (object, "finding", a->finding);
  add_records (object, "evidence", a->evidence);
  add_records (object, "removed", a->removed);
  add_signatures (object, a);
  add_missing (object, missing);
  return object;
}

/* A value for a person; %NULL for what only machines read. */
static char *
dup_shown (const HechaRecord *record, guint index)
{
  const HechaField *field = &record->type->fields[index];

  if (record->values[index] == NULL || field->kind == HECHA_VALUE_OBJECT
      || strcmp (field->name, "sources") == 0 || strcmp (field->name, "longitude") == 0)
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

static void
print_signatures (HechactlInvocation *self, const HechaAssignment *a)
{
  hechactl_invocation_print (self, _ ("\nsignatures\n"));
  for (guint i = 0; i < a->signatures->len; i++)
    {
      const HechaRecord *s = a->signatures->pdata[i];

      hechactl_invocation_print (self, _ ("  %s as %s, %s%s%s%s\n"), text_or (s, "person", "?"),
                                 hecha_label ("role", text_or (s, "role", "?")),
                                 text_or (s, "signed_at", "?"),
                                 hecha_record_get_int (s, "refused", 0) ? _ (", refused") : "",
                                 hecha_content_verify (s, NULL) ? "" : _ (", does not fit its content"),
                                 hecha_content_changed (a, s) ? _ (", changed since") : "");
    }
}

static void
print_assignment (HechactlInvocation *self, const HechaAssignment *a, GPtrArray *missing)
{
  hechactl_invocation_print (self, "%s  %s  %s\n", a->record->id, a->record->scope,
                             hecha_sample_state_name (hecha_sample_state (a)));
  print_fields (self, "assignment", a->record);
  print_persons (self, a);
  print_fields (self, "visit", a->visit);
  print_presence (self, a);
  print_fields (self, "finding", a->finding);
  print_evidence (self, a);
  print_signatures (self, a);
  if (missing->len > 0)
    hechactl_invocation_print (self, _ ("\nmissing for the leader's signature\n"));
  for (guint i = 0; i < missing->len; i++)
    hechactl_invocation_print (self, "  %s\n", ((const HechaMissing *)missing->pdata[i])->sentence);
}

static gboolean
show_run (HechactlInvocation *self, GError **error)
{
  const char *scope = hechactl_invocation_get (self, "scope");
  g_autoptr (HechaStore) store = hechactl_store_open (self, error);
  g_autofree char *home = store != NULL ? hecha_store_get_meta (store, "home") : NULL;
  g_autoptr (HechaAssignment) assignment = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (store == NULL)
    return FALSE;
  assignment = hecha_assignment_find (hecha_store_reader (store), scope != NULL ? scope : home,
                                      hechactl_invocation_get_argument (self, 0), error);
  if (assignment == NULL)
    return FALSE;
  missing = hecha_sample_missing (assignment);
  print_assignment (self, assignment, missing);
  object = assignment_to_json (assignment, missing);
  hechactl_invocation_take_json (self, json_node_init_object (json_node_alloc (), object));
  return TRUE;
}

static const HechactlOption show_options[] = {
  {"scope", "SCOPE", HECHACTL_OPTION_NONE},
  {NULL},
};

const HechactlCommand hechactl_show_commands[] = {
  {"samples", "[CODE]", 0, 1, NULL, samples_run, HECHACTL_COMMAND_STORE},
  {"show", "SAMPLE", 1, 1, show_options, show_run, HECHACTL_COMMAND_STORE},
  {NULL},
};
