/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-content.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "domain/hecha-content-private.h"
#include "domain/hecha-records.h"
#include "domain/hecha-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* {"assignment":{field:value …,"entry":[digests],"id","scope"},
 *  "visit":{field:{"from":[digests],"value"} …}, "finding": likewise, without effective_by,
 *  "presence":[{field:{"from","value"} …,"id"}], "evidence":[{field:value …,"entry":[digests],"id"}],
 *  and so on for every type that is on the page: meeting, answer, site_draw …}
 *
 * Fields without a value are left out; a visit or finding that is not there at all is null. Empty arrays are left out,
 * except those of presence and evidence. Arrays are sorted by id. Of strokes, and of the units of a frame,
 * the digest stands there (docs/protocol.md 7.2). */

/* ---- writing it ---- */

/**
 * hecha_content_by_digest: (skip)
 * @field: of what is on the page
 *
 * Returns: whether it is too large to be repeated in each signature: its digest says as much
 */
gboolean
hecha_content_by_digest (const HechaField *field)
{
  return strcmp (field->name, "strokes") == 0
         || (strcmp (field->name, "units") == 0 && strcmp (field->type, "site_frame") == 0);
}

/**
 * hecha_content_digest_text: (skip)
 * @text: a value
 * @digest: (out caller-allocates): what stands for it
 */
void
hecha_content_digest_text (const char *text, char digest[HECHA_DIGEST_TEXT_BYTES])
{
  HechaDigest made;

  hecha_digest_of (&made, text, strlen (text));
  hecha_digest_to_text (&made, digest);
}

static JsonNode *
value_node (const HechaField *field, const char *text)
{
  char digest[HECHA_DIGEST_TEXT_BYTES];

  if (hecha_content_by_digest (field))
    {
      hecha_content_digest_text (text, digest);
      return json_node_init_string (json_node_alloc (), digest);
    }
  return hecha_value_from_record (field, text);
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

/**
 * hecha_content_covers: (skip)
 * @field: of what is on the page
 *
 * Returns: whether it is covered: that a finding is effective is what the signature brings about
 */
gboolean
hecha_content_covers (const HechaField *field)
{
  return strcmp (field->name, "effective_by") != 0;
}

/* Other lists are left out when they are empty, so that a page signed before their types existed still fits. */
static gboolean
is_always_there (const HechaType *type)
{
  return strcmp (type->name, "presence") == 0 || strcmp (type->name, "evidence") == 0;
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

      if (record->values[i] == NULL || !hecha_content_covers (field))
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

static gboolean
add_lists (HechaReader *reader, const HechaAssignment *assignment, JsonObject *content, GError **error)
{
  const HechaSchema *schema = hecha_records ();

  for (guint i = 0; i < schema->n_types; i++)
    {
      const HechaType *type = &schema->types[i];

      if (hecha_assignment_shows_type (type) && (assignment->lists[i]->len > 0 || is_always_there (type))
          && !add_records (reader, assignment->lists[i], content, type->name, error))
        return FALSE;
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
      || !add_record (reader, assignment->finding, content, "finding", error)
      || !add_lists (reader, assignment, content, error))
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
 * hecha_content_dup_signed:
 * @signature: a signature; may come from another device
 * @field: of the finding, such as verdict
 *
 * Quick enough for every signature of a quarter.
 *
 * Returns: (transfer full) (nullable): what was signed there
 */
char *
hecha_content_dup_signed (const HechaRecord *signature, const char *field)
{
  const char *content = hecha_record_get (signature, "content");
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  const char *const path[] = {"finding", field, "value"};
  guint token = 0;

  if (content == NULL || !hecha_json_scan (&json, content, strlen (content), &HECHA_JSON_ENTRY_LIMITS, NULL))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (path); i++)
    {
      if (hecha_json_kind (&json, token) != HECHA_JSON_OBJECT)
        return NULL;
      token = hecha_json_member (&json, token, path[i]);
      if (token == 0)
        return NULL;
    }
  return hecha_json_kind (&json, token) == HECHA_JSON_STRING ? hecha_json_dup_string (&json, token) : NULL;
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
