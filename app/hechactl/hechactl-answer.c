/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hechactl-answer.h"

#include "domain/hecha-value.h"

#include <glib/gi18n-lib.h>

/**
 * hechactl_add_text:
 * @builder: inside an object
 * @name: a member
 * @text: (nullable): its value; %NULL for null
 */
void
hechactl_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

/**
 * hechactl_add_int:
 * @builder: inside an object
 * @name: a member
 * @number: its value
 */
void
hechactl_add_int (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

/**
 * hechactl_add_bool:
 * @builder: inside an object
 * @name: a member
 * @value: its value
 */
void
hechactl_add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/**
 * hechactl_begin_array:
 * @builder: inside an object
 * @name: a member whose elements follow
 */
void
hechactl_begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

/**
 * hechactl_record_to_json:
 * @record: a record
 *
 * Returns: (transfer full): its id, its values by field, and which of them are disputed
 */
JsonObject *
hechactl_record_to_json (const HechaRecord *record)
{
  JsonObject *object = json_object_new ();
  JsonArray *disputed = NULL;

  json_object_set_string_member (object, "id", record->id);
  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const char *name = record->type->fields[i].name;

      if (record->values[i] != NULL)
        json_object_set_member (object, name,
                                hecha_value_from_record (&record->type->fields[i], record->values[i]));
      if (!hecha_record_is_disputed (record, name))
        continue;
      disputed = disputed != NULL ? disputed : json_array_new ();
      json_array_add_string_element (disputed, name);
    }
  if (disputed != NULL)
    json_object_set_array_member (object, "disputed", disputed);
  return object;
}

/**
 * hechactl_answer:
 * @self: what was asked
 * @builder: inside the outermost object
 *
 * Ends the object and answers with it.
 */
void
hechactl_answer (HechactlInvocation *self, JsonBuilder *builder)
{
  json_builder_end_object (builder);
  hechactl_invocation_take_json (self, json_builder_get_root (builder));
}

/**
 * hechactl_get_algorithm:
 * @self: what was asked
 * @algorithm: (out): the value of `--algorithm`, SHA-256 when it was not given
 *
 * Returns: whether it was one of sha256 and sm3
 */
gboolean
hechactl_get_algorithm (HechactlInvocation *self, HechaSamplingAlgorithm *algorithm, GError **error)
{
  const char *name = hechactl_invocation_get (self, "algorithm");

  *algorithm = g_strcmp0 (name, "sm3") == 0 ? HECHA_SAMPLING_SM3 : HECHA_SAMPLING_SHA256;
  if (name == NULL || *algorithm == HECHA_SAMPLING_SM3 || g_str_equal (name, "sha256"))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--algorithm must be sha256 or sm3, not “%s”"), name);
  return FALSE;
}

/**
 * hechactl_answer_rows:
 * @self: what was asked
 * @builder: inside an object
 * @name: `draw` or `reserve`
 * @rows: (element-type HechaDrawRow): of a draw
 *
 * Says which units these are, with rank, stratum and ticket, to a person and as JSON.
 */
void
hechactl_answer_rows (HechactlInvocation *self, JsonBuilder *builder, const char *name, GPtrArray *rows)
{
  hechactl_invocation_print (self, "%s\n", name);
  hechactl_begin_array (builder, name);
  for (guint i = 0; i < rows->len; i++)
    {
      const HechaDrawRow *row = g_ptr_array_index (rows, i);
      g_autofree char *ticket = hecha_ticket_dup_short (row->ticket);

      hechactl_invocation_print (self, "%5u  %s  %s  %s\n", row->rank, row->id, row->stratum, ticket);
      json_builder_begin_object (builder);
      hechactl_add_int (builder, "rank", row->rank);
      hechactl_add_text (builder, "id", row->id);
      hechactl_add_text (builder, "stratum", row->stratum);
      hechactl_add_text (builder, "ticket", ticket);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_pair (JsonBuilder *builder, const char *name, const char *low, const char *high)
{
  json_builder_set_member_name (builder, name);
  if (low == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, low);
  json_builder_add_string_value (builder, high);
  json_builder_end_array (builder);
}

static void
answer_limits (HechactlInvocation *self, JsonBuilder *builder, const char *name,
               const HechaInterval *interval, const long double limits[2])
{
  g_autofree char *low = interval->has_value ? hecha_proportion_dup_text (limits[0]) : NULL;
  g_autofree char *high = interval->has_value ? hecha_proportion_dup_text (limits[1]) : NULL;

  if (interval->has_value)
    hechactl_invocation_print (self, "%s %s – %s\n", name, low, high);
  add_pair (builder, name, low, high);
}

static void
answer_bad (HechactlInvocation *self, JsonBuilder *builder, const HechaInterval *interval)
{
  json_builder_set_member_name (builder, "hypergeometric");
  if (!interval->has_value)
    {
      json_builder_add_null_value (builder);
      return;
    }
  hechactl_invocation_print (self, _ ("hypergeometric %u – %u\n"), interval->bad[0], interval->bad[1]);
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, interval->bad[0]);
  json_builder_add_int_value (builder, interval->bad[1]);
  json_builder_end_array (builder);
}

/**
 * hechactl_answer_interval:
 * @self: what was asked
 * @builder: inside an object
 * @interval: limits; none where nothing was checked
 *
 * Says the three kinds of limits: counts as numbers, proportions as decimal text.
 */
void
hechactl_answer_interval (HechactlInvocation *self, JsonBuilder *builder, const HechaInterval *interval)
{
  answer_bad (self, builder, interval);
  answer_limits (self, builder, "clopper_pearson", interval, interval->clopper_pearson);
  answer_limits (self, builder, "wilson", interval, interval->wilson);
}

/**
 * hechactl_get_fraction:
 * @self: what was asked
 * @option: a name without dashes
 * @otherwise: the value when it was not given
 * @fraction: (out): the value
 *
 * Reads a proportion such as 0.95. Anything else is wrong usage.
 *
 * Returns: whether it was one
 */
gboolean
hechactl_get_fraction (HechactlInvocation *self, const char *option, const char *otherwise,
                       HechaFraction *fraction, GError **error)
{
  const char *text = hechactl_invocation_get (self, option);

  if (hecha_fraction_parse (option, text != NULL ? text : otherwise, fraction, error))
    return TRUE;
  if (error != NULL)
    {
      (*error)->domain = G_OPTION_ERROR;
      (*error)->code = G_OPTION_ERROR_BAD_VALUE;
    }
  return FALSE;
}
