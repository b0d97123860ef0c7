/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-reader.h"

#include "base/hecha-error.h"
#include "domain/hecha-label.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

static int
field_index (const HechaRecord *self, const char *field)
{
  int index = hecha_type_find_field (self->type, field, strlen (field));

  g_assert (index >= 0);
  return index;
}

/**
 * hecha_record_new:
 * @type: what it is
 * @scope: where it stands
 * @id: which one
 *
 * Returns: (transfer full): a record without values
 */
HechaRecord *
hecha_record_new (const HechaType *type, const char *scope, const char *id)
{
  HechaRecord *self = g_new0 (HechaRecord, 1);

  self->type = type;
  self->scope = g_strdup (scope);
  self->id = g_strdup (id);
  self->values = g_new0 (char *, type->n_fields);
  return self;
}

/**
 * hecha_record_get:
 * @self: a record
 * @field: a field of its type
 *
 * Returns: (transfer none) (nullable): the shown value as text
 */
const char *
hecha_record_get (const HechaRecord *self, const char *field)
{
  return self->values[field_index (self, field)];
}

/**
 * hecha_record_get_int:
 * @self: a record
 * @field: an integer or boolean field of its type
 * @missing: what to return where there is no value
 *
 * Returns: the shown value
 */
gint64
hecha_record_get_int (const HechaRecord *self, const char *field, gint64 missing)
{
  const char *text = hecha_record_get (self, field);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : missing;
}

/**
 * hecha_record_get_list:
 * @self: a record
 * @field: a list or set field of its type
 *
 * Returns: (transfer full): its texts; empty where there is no value
 */
char **
hecha_record_get_list (const HechaRecord *self, const char *field)
{
  const char *text = hecha_record_get (self, field);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
    }
  return g_strv_builder_end (builder);
}

/**
 * hecha_record_is_disputed:
 * @self: a record
 * @field: a field of its type
 *
 * Returns: whether the shown value is one of several that were written without knowing of each other
 */
gboolean
hecha_record_is_disputed (const HechaRecord *self, const char *field)
{
  guint bit = self->type->once ? 0 : (guint)field_index (self, field);

  return (self->disputed >> bit) & 1;
}

/**
 * hecha_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
hecha_record_free (HechaRecord *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->type->n_fields; i++)
    g_free (self->values[i]);
  g_free (self->values);
  g_free (self->scope);
  g_free (self->id);
  g_free (self);
}

/**
 * hecha_reader_get:
 * @self: where to read
 * @scope: (nullable): %NULL for any
 * @type: a record type
 * @id: which one
 * @error: only when reading failed
 *
 * Returns: (transfer full) (nullable): the record; %NULL without @error when there is none
 */
HechaRecord *
hecha_reader_get (HechaReader *self, const char *scope, const char *type, const char *id, GError **error)
{
  return self->get (self, scope, type, id, error);
}

/**
 * hecha_reader_need:
 * @self: where to read
 * @scope: (nullable): %NULL for any
 * @type: a record type
 * @id: which one
 * @error: also %HECHA_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the record
 */
HechaRecord *
hecha_reader_need (HechaReader *self, const char *scope, const char *type, const char *id, GError **error)
{
  GError *problem = NULL;
  HechaRecord *record = self->get (self, scope, type, id, &problem);

  if (record == NULL && problem == NULL)
    g_set_error (&problem, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no %s %s here"),
                 hecha_label ("record", type), id);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return record;
}

/**
 * hecha_reader_list:
 * @self: where to read
 * @scope: (nullable): %NULL for all
 * @type: a record type
 * @field: (nullable): a field of it
 * @value: (nullable): what that field has to be
 * @error: when reading failed
 *
 * Returns: (transfer full) (element-type HechaRecord) (nullable): sorted by scope and id
 */
GPtrArray *
hecha_reader_list (HechaReader *self, const char *scope, const char *type, const char *field,
                   const char *value, GError **error)
{
  return self->list (self, scope, type, field, value, error);
}

/**
 * hecha_reader_range:
 * @self: where to read
 * @scope: which scope
 * @type: a record type
 * @field: (nullable): a field by which records are looked up; %NULL for the id
 * @from: the least value
 * @to: the greatest value
 * @error: when reading failed
 *
 * For those who go through many records a piece at a time.
 *
 * Returns: (transfer full) (element-type HechaRecord) (nullable): sorted by id
 */
GPtrArray *
hecha_reader_range (HechaReader *self, const char *scope, const char *type, const char *field,
                    const char *from, const char *to, GError **error)
{
  return self->range (self, scope, type, field, from, to, error);
}

/**
 * hecha_reader_ids:
 * @self: where to read
 * @scope: (nullable): %NULL for all
 * @type: a record type
 * @field: (nullable): %NULL for all
 * @value: of that field
 * @error: when reading failed
 *
 * Returns: (transfer full) (element-type HechaRecord) (nullable): scope and id of the records, without their values,
 *   sorted by scope and id
 */
GPtrArray *
hecha_reader_ids (HechaReader *self, const char *scope, const char *type, const char *field,
                  const char *value, GError **error)
{
  return self->ids (self, scope, type, field, value, error);
}

/**
 * hecha_reader_live:
 * @self: where to read
 * @scope: where the record stands
 * @type: a record type
 * @id: which one
 * @field: (nullable): a field of it; %NULL for a fact
 * @error: when reading failed
 *
 * Returns: (transfer full) (nullable): digests of the entries whose value is live, sorted; empty when never written
 */
char **
hecha_reader_live (HechaReader *self, const char *scope, const char *type, const char *id, const char *field,
                   GError **error)
{
  return self->live (self, scope, type, id, field, error);
}
