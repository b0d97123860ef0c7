/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-content.h"

#include "base/hecha-json.h"
#include "domain/hecha-content-private.h"
#include "domain/hecha-records.h"

#include <string.h>

/* What is there now against what was signed: values, not who wrote them. One walk for both questions: whether anything
 * differs, which ends at the first difference and allocates nothing, and what does. */

typedef struct
{
  const HechaJson *json; /* what was signed */
  GPtrArray *changes; /* (nullable) (element-type HechaChange): to be filled; %NULL: the first one ends it */
  gboolean found;
} Walk;

/* One record on both sides; one of them may be missing. */
typedef struct
{
  const HechaType *type;
  const HechaRecord *now; /* (nullable) */
  guint before;           /* token of an object in the signed content; 0 for none */
} Pair;

static gboolean
goes_on (const Walk *self)
{
  return !self->found || self->changes != NULL;
}

/* ---- values ---- */

static gboolean
raw_equals (const HechaJson *json, guint token, const char *text)
{
  const char *raw;
  gsize length;

  hecha_json_raw (json, token, &raw, &length);
  return strlen (text) == length && memcmp (text, raw, length) == 0;
}

static gboolean
digest_equals (const HechaJson *json, guint token, const char *text)
{
  char digest[HECHA_DIGEST_TEXT_BYTES];

  hecha_content_digest_text (text, digest);
  return hecha_json_string_equals (json, token, digest);
}

static gboolean
value_equals (const HechaField *field, const char *text, const HechaJson *json, guint token)
{
  switch (hecha_json_kind (json, token))
    {
    case HECHA_JSON_STRING:
      return hecha_content_by_digest (field) ? digest_equals (json, token, text)
                                             : hecha_json_string_equals (json, token, text);
    case HECHA_JSON_FALSE:
    case HECHA_JSON_TRUE:
      return strcmp (text, hecha_json_kind (json, token) == HECHA_JSON_TRUE ? "1" : "0") == 0;
    default:
      return raw_equals (json, token, text);
    }
}

static char *
dup_value (const HechaJson *json, guint token)
{
  const char *raw;
  gsize length;

  switch (token != 0 ? hecha_json_kind (json, token) : HECHA_JSON_NULL)
    {
    case HECHA_JSON_NULL:
      return NULL;
    case HECHA_JSON_STRING:
      return hecha_json_dup_string (json, token);
    case HECHA_JSON_FALSE:
      return g_strdup ("0");
    case HECHA_JSON_TRUE:
      return g_strdup ("1");
    default:
      hecha_json_raw (json, token, &raw, &length);
      return g_strndup (raw, length);
    }
}

/* Where the value of a field stands: a fact has it bare, a record with the entries behind it. 0 for none. */
static guint
find_before (const HechaJson *json, const Pair *pair, const HechaField *field)
{
  guint token = pair->before != 0 ? hecha_json_member (json, pair->before, field->name) : 0;

  if (token == 0 || pair->type->once)
    return token;
  return hecha_json_kind (json, token) == HECHA_JSON_OBJECT ? hecha_json_member (json, token, "value") : 0;
}

/* ---- differences ---- */

static void
free_change (gpointer data)
{
  HechaChange *change = data;

  g_free (change->id);
  g_free (change->name);
  g_free (change->before);
  g_free (change->now);
  g_free (change);
}

static char *
dup_field (const Walk *self, const Pair *pair, const HechaField *field)
{
  if (pair->now != NULL)
    return g_strdup (hecha_record_get (pair->now, field->name));
  return dup_value (self->json, find_before (self->json, pair, field));
}

/* What people call a record. */
static char *
dup_name (const Walk *self, const Pair *pair)
{
  static const char *const names[] = {"name",       "about",    "title",  "person", "asked", "place",
                                      "respondent", "reviewer", "source", "item",   "unit"};
  char *name = NULL;

  if (strcmp (pair->type->name, "visit") == 0 || strcmp (pair->type->name, "finding") == 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names) && name == NULL; i++)
    {
      int index = hecha_type_find_field (pair->type, names[i], strlen (names[i]));

      if (index >= 0)
        name = dup_field (self, pair, &pair->type->fields[index]);
    }
  return name;
}

static char *
dup_id (const Walk *self, const Pair *pair)
{
  guint token = pair->before != 0 ? hecha_json_member (self->json, pair->before, "id") : 0;

  if (pair->now != NULL)
    return g_strdup (pair->now->id);
  return token != 0 ? hecha_json_dup_string (self->json, token) : g_strdup ("");
}

static HechaChange *
note (Walk *self, const Pair *pair, const HechaField *field)
{
  HechaChange *change;

  self->found = TRUE;
  if (self->changes == NULL)
    return NULL;
  change = g_new0 (HechaChange, 1);
  change->type = pair->type;
  change->field = field;
  change->id = dup_id (self, pair);
  change->name = dup_name (self, pair);
  g_ptr_array_add (self->changes, change);
  return change;
}

static void
note_field (Walk *self, const Pair *pair, const HechaField *field, guint before, const char *now)
{
  HechaChange *change = note (self, pair, field);

  if (change == NULL)
    return;
  change->before = dup_value (self->json, before);
  change->now = g_strdup (now);
}

static void
note_record (Walk *self, const Pair *pair)
{
  HechaChange *change = note (self, pair, NULL);

  if (change == NULL)
    return;
  *(pair->now != NULL ? &change->now : &change->before)
    = g_strdup (change->name != NULL ? change->name : change->id);
}

/* ---- the walk ---- */

static void
compare_fields (Walk *self, const Pair *pair)
{
  for (guint i = 0; i < pair->type->n_fields && goes_on (self); i++)
    {
      const HechaField *field = &pair->type->fields[i];
      const char *now = pair->now != NULL ? pair->now->values[i] : NULL;
      guint before;

      if (!hecha_content_covers (field))
        continue;
      before = find_before (self->json, pair, field);
      if ((before != 0) != (now != NULL) || (before != 0 && !value_equals (field, now, self->json, before)))
        note_field (self, pair, field, before, now);
    }
}

static const HechaType *
find_type (const char *name)
{
  return &hecha_records ()->types[hecha_schema_find_type (hecha_records (), name, strlen (name))];
}

static void
compare_part (Walk *self, const char *name, const HechaRecord *now)
{
  guint token = hecha_json_member (self->json, 0, name);
  gboolean there = token != 0 && hecha_json_kind (self->json, token) == HECHA_JSON_OBJECT;

  compare_fields (self, &(Pair) {find_type (name), now, there ? token : 0});
}

/* How an item of the content sorts against a record: by their ids. */
static int
compare_ids (const HechaJson *json, guint item, const HechaRecord *record)
{
  guint token = hecha_json_kind (json, item) == HECHA_JSON_OBJECT ? hecha_json_member (json, item, "id") : 0;
  g_autofree char *id = NULL;

  if (token != 0 && hecha_json_string_equals (json, token, record->id))
    return 0;
  id = token != 0 ? hecha_json_dup_string (json, token) : NULL;
  return id != NULL && strcmp (id, record->id) > 0 ? 1 : -1;
}

/* Both are sorted by id. */
static void
compare_parts (Walk *self, const HechaType *type, GPtrArray *records)
{
  guint token = hecha_json_member (self->json, 0, type->name);
  gboolean there = token != 0 && hecha_json_kind (self->json, token) == HECHA_JSON_ARRAY;
  guint left = there ? self->json->tokens[token].count : 0, item = token + 1, next = 0;

  while ((left > 0 || next < records->len) && goes_on (self))
    {
      const HechaRecord *record = next < records->len ? records->pdata[next] : NULL;
      int order = left == 0 ? 1 : record == NULL ? -1 : compare_ids (self->json, item, record);
      Pair pair = {type, order >= 0 ? record : NULL, order <= 0 ? item : 0};

      if (order == 0)
        compare_fields (self, &pair);
      else
        note_record (self, &pair);
      if (order >= 0)
        next++;
      if (order > 0)
        continue;
      item = self->json->tokens[item].next;
      left--;
    }
}

static void
compare_lists (Walk *self, const HechaAssignment *assignment)
{
  const HechaSchema *schema = hecha_records ();

  for (guint i = 0; i < schema->n_types && goes_on (self); i++)
    if (hecha_assignment_shows_type (&schema->types[i]))
      compare_parts (self, &schema->types[i], assignment->lists[i]);
}

/* Returns whether the content could be read. */
static gboolean
walk (Walk *self, const HechaAssignment *assignment, const HechaRecord *signature)
{
  const char *content = hecha_record_get (signature, "content");
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  if (content == NULL || !hecha_json_scan (&json, content, strlen (content), &HECHA_JSON_ENTRY_LIMITS, NULL)
      || hecha_json_kind (&json, 0) != HECHA_JSON_OBJECT)
    return FALSE;
  self->json = &json;
  compare_part (self, "assignment", assignment->record);
  compare_part (self, "visit", assignment->visit);
  compare_part (self, "finding", assignment->finding);
  compare_lists (self, assignment);
  return TRUE;
}

/**
 * hecha_content_changed:
 * @assignment: an assignment as it is now
 * @signature: a signature on it
 *
 * Compares values, not who wrote them: two people who wrote the same changed nothing. Quick enough for lists.
 *
 * Returns: whether what is there now differs from what was signed, or what was signed cannot be read
 */
gboolean
hecha_content_changed (const HechaAssignment *assignment, const HechaRecord *signature)
{
  Walk self = {0};

  return !walk (&self, assignment, signature) || self.found;
}

/**
 * hecha_content_diff:
 * @assignment: an assignment as it is now
 * @signature: a signature on it
 *
 * Returns: (transfer full) (element-type HechaChange): what is different now, in the order of the page; empty also when
 *   what was signed cannot be read, which hecha_content_verify() tells
 */
GPtrArray *
hecha_content_diff (const HechaAssignment *assignment, const HechaRecord *signature)
{
  Walk self = {.changes = g_ptr_array_new_with_free_func (free_change)};

  walk (&self, assignment, signature);
  return self.changes;
}
