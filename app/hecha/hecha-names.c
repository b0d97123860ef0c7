/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-names.h"

#include "hecha-words.h"

#include "base/hecha-locale.h"
#include "base/hecha-time.h"
#include "domain/hecha-guard.h"
#include "domain/hecha-label.h"
#include "domain/hecha-place.h"
#include "domain/hecha-records.h"
#include "domain/hecha-value.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is shown of a device without a name. */
#define DEVICE_DIGITS 8

struct _HechaNames
{
  HechaReader *reader; /* (not owned) */
  GHashTable *persons; /* (owned) id → name */
  GHashTable *devices; /* (owned) (nullable) device → name, once somebody asked */
};

/**
 * hecha_names_new:
 * @reader: where to read
 *
 * Returns: (transfer full): names, read when they are asked for
 */
HechaNames *
hecha_names_new (HechaReader *reader)
{
  HechaNames *self = g_new0 (HechaNames, 1);

  self->reader = reader;
  self->persons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * hecha_names_free:
 * @self: (transfer full) (nullable): names
 */
void
hecha_names_free (HechaNames *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->persons);
  g_clear_pointer (&self->devices, g_hash_table_unref);
  g_free (self);
}

/**
 * hecha_names_person:
 * @self: names
 * @id: a person; empty for a program
 *
 * Returns: (transfer none): the name; the id where it is not known
 */
const char *
hecha_names_person (HechaNames *self, const char *id)
{
  const char *known = g_hash_table_lookup (self->persons, id);
  g_autoptr (HechaRecord) person = NULL;
  const char *name;

  if (*id == '\0')
    return _ ("The server");
  if (known != NULL)
    return known;
  person = hecha_reader_get (self->reader, "office", "person", id, NULL);
  name = person != NULL ? hecha_record_get (person, "name") : NULL;
  g_hash_table_insert (self->persons, g_strdup (id), g_strdup (name != NULL ? name : id));
  return g_hash_table_lookup (self->persons, id);
}

static void
read_devices (HechaNames *self)
{
  g_autoptr (GPtrArray) grants = hecha_reader_list (self->reader, NULL, "grant", NULL, NULL, NULL);

  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; grants != NULL && i < grants->len; i++)
    {
      const HechaRecord *grant = g_ptr_array_index (grants, i);
      const char *name = hecha_record_get (grant, "name");

      if (name != NULL && *name != '\0')
        g_hash_table_replace (self->devices, g_strdup (grant->id), g_strdup (name));
    }
}

/**
 * hecha_names_device:
 * @self: names
 * @dev: a device
 *
 * Returns: (transfer none): what it is called; the beginning of its number where it has no name
 */
const char *
hecha_names_device (HechaNames *self, const char *dev)
{
  const char *name;

  if (self->devices == NULL)
    read_devices (self);
  name = g_hash_table_lookup (self->devices, dev);
  if (name != NULL)
    return name;
  g_hash_table_insert (self->devices, g_strdup (dev), g_strndup (dev, DEVICE_DIGITS));
  return g_hash_table_lookup (self->devices, dev);
}

/**
 * hecha_names_dup_who:
 * @self: names
 * @by: a person
 * @at: hybrid time as text
 *
 * Returns: (transfer full): such as “张三 · 2026-07-01 10:00”
 */
char *
hecha_names_dup_who (HechaNames *self, const char *by, const char *at)
{
  g_autofree char *when = NULL;
  HechaTime time;

  if (!hecha_time_from_text (&time, at, strlen (at)))
    return g_strdup (hecha_names_person (self, by));
  when = hecha_time_dup_local (hecha_time_ms (time));
  return g_strdup_printf ("%s · %s", hecha_names_person (self, by), when);
}

static const HechaField *
find_field (const char *type, const char *field)
{
  int t = hecha_schema_find_type (hecha_records (), type, strlen (type));
  int f = t >= 0 && field != NULL ? hecha_type_find_field (&hecha_records ()->types[t], field, strlen (field))
                                  : -1;

  return f >= 0 ? &hecha_records ()->types[t].fields[f] : NULL;
}

/**
 * hecha_names_dup_scope:
 * @scope: whose records they are
 *
 * Returns: (transfer full): such as “核查组 T1”
 */
char *
hecha_names_dup_scope (const char *scope)
{
  if (g_str_has_prefix (scope, "team:"))
    return g_strdup_printf (_ ("Team %s"), scope + strlen ("team:"));
  if (g_str_has_prefix (scope, "visit:"))
    return g_strdup_printf (_ ("Visit %s"), scope + strlen ("visit:"));
  if (g_str_has_prefix (scope, "agency:"))
    return g_strdup_printf (_ ("Agency %s"), scope + strlen ("agency:"));
  return g_strdup (strcmp (scope, "base") == 0     ? _ ("For All")
                   : strcmp (scope, "office") == 0 ? _ ("Office")
                                                   : scope);
}

/**
 * hecha_names_dup_field:
 * @type: of the record table
 * @field: (nullable): a field of it; empty or %NULL: the record as a whole
 *
 * Returns: (transfer full): such as “核查记录 · 结论”
 */
char *
hecha_names_dup_field (const char *type, const char *field)
{
  const HechaField *found = find_field (type, field);
  g_autofree char *record = hecha_label_dup_title (hecha_label ("record", type));
  g_autofree char *title = hecha_label_dup_title (found != NULL   ? hecha_field_get_label (found)
                                                  : field != NULL ? field
                                                                  : "");

  return *title != '\0' ? g_strdup_printf ("%s · %s", record, title) : g_steal_pointer (&record);
}

/* The reasons that a program wrote; what people wrote stays as it is. */
static char *
dup_text (const char *type, const HechaField *field, JsonNode *node)
{
  g_autofree char *text = hecha_value_dup_text (node);

  if (text == NULL || field == NULL || strcmp (field->name, "reason") != 0)
    return g_steal_pointer (&text);
  if (strcmp (type, "hold") == 0)
    return hecha_guard_dup_reason (text);
  return strcmp (type, "revoke") == 0 ? hecha_locale_dup_sentence (text, NULL) : g_steal_pointer (&text);
}

/* The glossary's word: of the field, of a plan's field of that name, or of what an agency declared. */
static char *
dup_choice (const char *field, const char *id)
{
  g_autofree char *of_plan = g_strconcat ("plan-", field, NULL);
  const char *const kinds[] = {field, of_plan, "verdict"};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *word = hecha_word (kinds[i], id);

      if (word != id)
        return g_strdup (word);
    }
  return hecha_label_dup_title (hecha_label (field, id));
}

static char *
dup_list (JsonArray *array)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *each = hecha_value_dup_text (json_array_get_element (array, i));

      g_string_append_printf (text, "%s%s", i > 0 ? _ (", ") : "", each != NULL ? each : "");
    }
  return g_string_free (text, FALSE);
}

static char *
dup_object (const char *type, JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);
  GString *text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const HechaField *field = find_field (type, l->data);
      g_autofree char *value = dup_text (type, field, json_object_get_member (object, l->data));
      g_autofree char *title
        = hecha_label_dup_title (field != NULL ? hecha_field_get_label (field) : (const char *)l->data);

      g_string_append (text, text->len > 0 ? "\n" : "");
      g_string_append_printf (text, _ ("%s: %s"), title, value != NULL ? value : "—");
    }
  return g_string_free (text, FALSE);
}

/**
 * hecha_names_dup_text:
 * @type: of the record table
 * @field: (nullable): a field of it; empty or %NULL: the record as a whole
 * @text: (nullable): the value as the record table writes it
 *
 * Returns: (transfer full): as a person reads it: a choice as its word
 */
char *
hecha_names_dup_text (const char *type, const char *field, const char *text)
{
  const HechaField *found = find_field (type, field);

  if (text == NULL)
    return g_strdup ("—");
  if (found != NULL && found->kind == HECHA_VALUE_CHOICE)
    return dup_choice (field, text);
  if (found != NULL && found->kind == HECHA_VALUE_BOOLEAN)
    return g_strdup (strcmp (text, "1") == 0 ? _ ("yes") : _ ("no"));
  if (found != NULL && found->kind == HECHA_VALUE_INTEGER && g_str_has_suffix (found->name, "itude"))
    return hecha_place_dup_degrees (g_ascii_strtoll (text, NULL, 10));
  return hecha_moments_dup_local (text);
}

/**
 * hecha_names_dup_value:
 * @type: of the record table
 * @field: (nullable): a field of it; empty or %NULL: the record as a whole
 * @json: (nullable): the value
 *
 * Returns: (transfer full): as a person reads it: a choice as its word, a whole record one line for each field
 */
char *
hecha_names_dup_value (const char *type, const char *field, const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  const HechaField *found = find_field (type, field);
  g_autofree char *text = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("—");
  if (JSON_NODE_HOLDS_OBJECT (node) && found == NULL)
    return dup_object (type, json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    return dup_list (json_node_get_array (node));
  text = dup_text (type, found, node);
  return hecha_names_dup_text (type, field, text);
}
