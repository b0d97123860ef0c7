/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-content.h"

#include "base/hecha-canonical.h"
#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* {"assignment":{field:value …,"entry":[digests],"id","scope"},
 *  "visit":{field:{"from":[digests],"value"} …}, "finding": likewise, without effective_by,
 *  "presence":[{field:{"from","value"} …,"id"}], "evidence":[{field:value …,"entry":[digests],"id"}]}
 *
 * Fields without a value are left out; what is not there at all is null. Arrays are sorted by id. */

/* ---- writing it ---- */

static JsonNode *
value_node (const HechaField *field, const char *text)
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

static gboolean
add_digests (HechaReader *reader, const HechaRecord *record, const char *field, JsonObject *object,
             const char *name, GError **error)
{
  g_auto (GStrv) digests
    = hecha_reader_live (reader, record->scope, record->type->name, record->id, field, error);
  JsonArray *array;

  if (digests == NULL)
    return FALSE;
  array = json_array_new ();
  for (guint i = 0; digests[i] != NULL; i++)
    json_array_add_string_element (array, digests[i]);
  json_object_set_array_member (object, name, array);
  return TRUE;
}

/* What is on the page of a type; that a finding is effective is what the signature brings about, not what it covers. */
static gboolean
is_on_page (const HechaField *field)
{
  return strcmp (field->name, "effective_by") != 0;
}

static JsonObject *
fact_object (HechaReader *reader, const HechaRecord *record, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < record->type->n_fields; i++)
    if (record->values[i] != NULL)
      json_object_set_member (object, record->type->fields[i].name,
                              value_node (&record->type->fields[i], record->values[i]));
  json_object_set_string_member (object, "id", record->id);
  return add_digests (reader, record, NULL, object, "entry", error) ? g_steal_pointer (&object) : NULL;
}

static JsonObject *
record_object (HechaReader *reader, const HechaRecord *record, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const HechaField *field = &record->type->fields[i];
      JsonObject *written;

      if (record->values[i] == NULL || !is_on_page (field))
        continue;
      written = json_object_new ();
      json_object_set_object_member (object, field->name, written);
      json_object_set_member (written, "value", value_node (field, record->values[i]));
      if (!add_digests (reader, record, field->name, written, "from", error))
        return NULL;
    }
  return g_steal_pointer (&object);
}

static gboolean
add_record (HechaReader *reader, const HechaRecord *record, JsonObject *content, const char *name,
            GError **error)
{
  JsonObject *object = NULL;

  if (record == NULL)
    json_object_set_null_member (content, name);
  else if ((object = record_object (reader, record, error)) == NULL)
    return FALSE;
  else
    json_object_set_object_member (content, name, object);
  return TRUE;
}

static gboolean
add_records (HechaReader *reader, GPtrArray *records, JsonObject *content, const char *name, GError **error)
{
  JsonArray *array = json_array_new ();

  json_object_set_array_member (content, name, array);
  for (guint i = 0; i < records->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);
      JsonObject *object
        = record->type->once ? fact_object (reader, record, error) : record_object (reader, record, error);

      if (object == NULL)
        return FALSE;
      json_object_set_string_member (object, "id", record->id);
      json_array_add_object_element (array, object);
    }
  return TRUE;
}

/**
 * hecha_content_build:
 * @reader: where the digests behind each field are read
 * @assignment: an assignment with all that was recorded on it
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable): what is on the page now, with the entries behind each field
 */
JsonNode *
hecha_content_build (HechaReader *reader, const HechaAssignment *assignment, GError **error)
{
  g_autoptr (JsonObject) content = json_object_new ();
  JsonObject *fact = fact_object (reader, assignment->record, error);

  if (fact == NULL)
    return NULL;
  json_object_set_string_member (fact, "scope", assignment->record->scope);
  json_object_set_object_member (content, "assignment", fact);
  if (!add_record (reader, assignment->visit, content, "visit", error)
      || !add_records (reader, assignment->presence, content, "presence", error)
      || !add_record (reader, assignment->finding, content, "finding", error)
      || !add_records (reader, assignment->evidence, content, "evidence", error))
    return NULL;
  return json_node_init_object (json_node_alloc (), content);
}

/**
 * hecha_content_dup_hash:
 * @content: what was on a page
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the digest of its canonical form
 */
char *
hecha_content_dup_hash (JsonNode *content, GError **error)
{
  g_autofree char *text = hecha_canonical_dup_node (content, error);
  HechaDigest digest;

  if (text == NULL)
    return NULL;
  hecha_digest_of (&digest, text, strlen (text));
  return hecha_digest_dup_text (&digest);
}

/* ---- reading it ---- */

/**
 * hecha_content_verdict:
 * @content: what was signed
 *
 * Returns: (transfer none) (nullable): the verdict that was signed; what counts after the leader's signature
 */
const char *
hecha_content_verdict (JsonObject *content)
{
  JsonNode *finding = json_object_get_member (content, "finding");
  JsonNode *verdict = finding != NULL && JSON_NODE_HOLDS_OBJECT (finding)
                        ? json_object_get_member (json_node_get_object (finding), "verdict")
                        : NULL;

  return verdict != NULL && JSON_NODE_HOLDS_OBJECT (verdict)
           ? json_object_get_string_member_with_default (json_node_get_object (verdict), "value", NULL)
           : NULL;
}

/**
 * hecha_content_verify:
 * @signature: a signature
 * @error: %HECHA_ERROR_CORRUPT
 *
 * Returns: whether the content that it carries is the one that its hash was made of (P3 4.3 a, R010)
 */
gboolean
hecha_content_verify (const HechaRecord *signature, GError **error)
{
  const char *content = hecha_record_get (signature, "content");
  const char *hash = hecha_record_get (signature, "content_hash");
  HechaDigest digest;
  char text[HECHA_DIGEST_TEXT_BYTES];

  hecha_digest_of (&digest, content != NULL ? content : "", content != NULL ? strlen (content) : 0);
  hecha_digest_to_text (&digest, text);
  if (content != NULL && g_strcmp0 (hash, text) == 0)
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT,
               _ ("What signature %s carries is not what was signed (P3 4.3 a)"), signature->id);
  return FALSE;
}

/* ---- what is there now against what was signed ---- */

static gboolean
value_equals (const HechaField *field, const char *text, const HechaJson *json, guint token)
{
  const char *raw;
  gsize length;

  switch (hecha_json_kind (json, token))
    {
    case HECHA_JSON_STRING:
      return hecha_json_string_equals (json, token, text);
    case HECHA_JSON_FALSE:
    case HECHA_JSON_TRUE:
      return strcmp (text, hecha_json_kind (json, token) == HECHA_JSON_TRUE ? "1" : "0") == 0;
    default:
      hecha_json_raw (json, token, &raw, &length);
      return strlen (text) == length && memcmp (text, raw, length) == 0;
    }
}

/* Every field of the record, as it is now, against an object of the signed content. */
static gboolean
record_equals (const HechaRecord *record, const HechaJson *json, guint object, gboolean with_from)
{
  if (hecha_json_kind (json, object) != HECHA_JSON_OBJECT)
    return FALSE;
  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const HechaField *field = &record->type->fields[i];
      guint token = hecha_json_member (json, object, field->name);

      if (!is_on_page (field))
        continue;
      if (token != 0 && with_from)
        token
          = hecha_json_kind (json, token) == HECHA_JSON_OBJECT ? hecha_json_member (json, token, "value") : 0;
      if ((token != 0) != (record->values[i] != NULL)
          || (token != 0 && !value_equals (field, record->values[i], json, token)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
part_equals (const HechaRecord *record, const HechaJson *json, const char *name)
{
  guint token = hecha_json_member (json, 0, name);

  if (record == NULL || token == 0)
    return record == NULL && (token == 0 || hecha_json_kind (json, token) == HECHA_JSON_NULL);
  return record_equals (record, json, token, !record->type->once);
}

static gboolean
parts_equal (GPtrArray *records, const HechaJson *json, const char *name)
{
  guint token = hecha_json_member (json, 0, name), item = token + 1;

  if (token == 0 || hecha_json_kind (json, token) != HECHA_JSON_ARRAY
      || json->tokens[token].count != records->len)
    return FALSE;
  for (guint i = 0; i < records->len; i++, item = json->tokens[item].next)
    {
      const HechaRecord *record = g_ptr_array_index (records, i);
      guint id;

      if (!record_equals (record, json, item, !record->type->once))
        return FALSE;
      id = hecha_json_member (json, item, "id");
      if (id == 0 || !hecha_json_string_equals (json, id, record->id))
        return FALSE;
    }
  return TRUE;
}

/**
 * hecha_content_changed:
 * @assignment: an assignment as it is now
 * @signature: a signature on it
 *
 * Compares values, not who wrote them: two people who wrote the same changed nothing. Quick enough for lists.
 *
 * Returns: whether what is there now differs from what was signed
 */
gboolean
hecha_content_changed (const HechaAssignment *assignment, const HechaRecord *signature)
{
  const char *content = hecha_record_get (signature, "content");
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  if (content == NULL || !hecha_json_scan (&json, content, strlen (content), &HECHA_JSON_ENTRY_LIMITS, NULL)
      || hecha_json_kind (&json, 0) != HECHA_JSON_OBJECT)
    return TRUE;
  return !part_equals (assignment->record, &json, "assignment")
         || !part_equals (assignment->visit, &json, "visit")
         || !part_equals (assignment->finding, &json, "finding")
         || !parts_equal (assignment->presence, &json, "presence")
         || !parts_equal (assignment->evidence, &json, "evidence");
}
