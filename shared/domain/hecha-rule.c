/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-rule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/hecha-error.h"
#include "base/hecha-time.h"
#include "domain/hecha-frame.h"
#include "domain/hecha-records.h"

/**
 * hecha_rule_refuse:
 * @error: where to say it
 * @format: one sentence that names the rule and its clause
 *
 * Returns: %FALSE, always, with %HECHA_ERROR_REFUSED
 */
gboolean
hecha_rule_refuse (GError **error, const char *format, ...)
{
  va_list values;
  g_autofree char *message = NULL;

  va_start (values, format);
  message = g_strdup_vprintf (_ (format), values);
  va_end (values);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED, message);
  return FALSE;
}

/**
 * hecha_rule_is_blank:
 * @text: (nullable): what somebody wrote
 *
 * Returns: whether there is nothing but white space in it, the ideographic space included
 */
gboolean
hecha_rule_is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static gboolean
is_code_character (gunichar c)
{
  return (c < 0x80 && (g_ascii_isalnum ((char)c) || strchr ("_.-", (int)c) != NULL))
         || g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

/**
 * hecha_rule_check_code:
 * @what: what it names, for the message
 * @code: the code of a plan, or the id of a team or a package
 * @error: %HECHA_ERROR_INVALID
 *
 * Letters and digits of ASCII, `_`, `.`, `-` and Han characters: so it can stand in a seed, an id and a scope, and
 * nothing that follows it there can be taken for a part of it. At most 64 bytes in NFC.
 *
 * Returns: whether it may be used
 */
gboolean
hecha_rule_check_code (const char *what, const char *code, GError **error)
{
  if (!hecha_frame_check_text (what, code, error))
    return FALSE;
  for (const char *at = code; *at != '\0'; at = g_utf8_next_char (at))
    if (!is_code_character (g_utf8_get_char (at)))
      {
        g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                     _ ("the %s “%s” may have letters, digits, “_”, “.”, “-” and Chinese characters only"),
                     _ (what), code);
        return FALSE;
      }
  return TRUE;
}

/**
 * hecha_rule_check_choice:
 * @type: a record type
 * @field: a field of it that is a choice
 * @value: (nullable): what was chosen; %NULL passes
 * @error: %HECHA_ERROR_INVALID, listing what can be chosen
 *
 * Returns: whether the record table allows it
 */
gboolean
hecha_rule_check_choice (const char *type, const char *field, const char *value, GError **error)
{
  const HechaSchema *schema = hecha_records ();
  const HechaType *t = &schema->types[hecha_schema_find_type (schema, type, strlen (type))];
  const HechaField *f = &t->fields[hecha_type_find_field (t, field, strlen (field))];
  g_auto (GStrv) values = g_strsplit (f->values, " ", -1);

  g_assert (f->kind == HECHA_VALUE_CHOICE);
  if (value == NULL || g_strv_contains ((const char *const *)values, value))
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
               f->clause != NULL ? _ ("%s %s (%s) is one of %s, not “%s”: %s")
                                 : _ ("%s %s (%s) is one of %s, not “%s”"),
               type, field, f->zh, f->values, value, f->clause);
  return FALSE;
}

/**
 * hecha_rule_check_settled:
 * @record: what a rule is going to rely on
 * @error: %HECHA_ERROR_REFUSED
 *
 * Nothing that counts is built on a value that two people wrote differently.
 *
 * Returns: whether none of its fields is in conflict
 */
gboolean
hecha_rule_check_settled (const HechaRecord *record, GError **error)
{
  if (record->disputed == 0)
    return TRUE;
  return hecha_rule_refuse (
    error, "The %s %s (%s) is in conflict: two people wrote it differently; rule on that first",
    record->type->name, record->id, record->type->zh);
}

/**
 * hecha_rule_check_complete:
 * @record: what a rule is going to rely on
 * @error: %HECHA_ERROR_REFUSED, naming what is missing
 *
 * A record can come from another device with a part of its fields only.
 *
 * Returns: whether it has every field that the record table needs
 */
gboolean
hecha_rule_check_complete (const HechaRecord *record, GError **error)
{
  for (guint i = 0; i < record->type->n_fields; i++)
    if (record->type->fields[i].required && record->values[i] == NULL)
      return hecha_rule_refuse (error, "The %s %s (%s) is not complete: it has no %s", record->type->name,
                                record->id, record->type->zh, record->type->fields[i].name);
  return TRUE;
}

/**
 * hecha_quarter_parse:
 * @text: such as 2026Q2
 * @year: (out): 1994 to 2100
 * @quarter: (out): 1 to 4
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: whether it is a quarter
 */
gboolean
hecha_quarter_parse (const char *text, guint *year, guint *quarter, GError **error)
{
  if (strlen (text) == 6 && strspn (text, "0123456789") == 4 && text[4] == 'Q' && text[5] >= '1'
      && text[5] <= '4')
    {
      *year = (guint)g_ascii_strtoull (text, NULL, 10);
      *quarter = (guint)(text[5] - '0');
      if (*year >= 1994 && *year <= 2100)
        return TRUE;
    }
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("a quarter is written like 2026Q2, not “%s”"),
               text);
  return FALSE;
}

/**
 * hecha_rule_time_to_ms:
 * @text: (nullable): a value of a time field, such as 2026-06-30T08:15:02Z
 * @ms: (out): since 1970
 * @error: %HECHA_ERROR_INVALID
 *
 * Returns: whether it is a time
 */
gboolean
hecha_rule_time_to_ms (const char *text, gint64 *ms, GError **error)
{
  gsize length = text != NULL ? strlen (text) : 0;
  g_autofree char *full = g_strndup (text, length > 0 ? length - 1 : 0);
  g_autofree char *hybrid = g_strconcat (full, ".000Z-0000", NULL);
  HechaTime time;

  if (length > 0 && text[length - 1] == 'Z' && hecha_time_from_text (&time, hybrid, strlen (hybrid)))
    {
      *ms = hecha_time_ms (time);
      return TRUE;
    }
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID,
               _ ("a time is written like 2026-06-30T08:15:02Z, not “%s”"), text != NULL ? text : "");
  return FALSE;
}

/**
 * hecha_rule_get_text:
 * @node: any value that came from a record; json-glib itself does not look what it is before it takes it for a text
 *
 * Returns: (transfer none) (nullable): the text; %NULL when it is none
 */
const char *
hecha_rule_get_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/**
 * hecha_agency_dup_scope:
 * @code: an agency
 *
 * Returns: (transfer full): where its targets, requirements and declarations stand
 */
char *
hecha_agency_dup_scope (const char *code)
{
  return g_strconcat ("agency:", code, NULL);
}

/**
 * hecha_sample_dup_id:
 * @plan: the plan's code
 * @unit: the target-quarter
 *
 * Returns: (transfer full): the id of the sample, its assignments, visits and findings
 */
char *
hecha_sample_dup_id (const char *plan, const char *unit)
{
  return g_strconcat (plan, "/", unit, NULL);
}

static gboolean
add_live (HechaReader *reader, const HechaRecord *record, const char *field, GPtrArray *digests,
          GError **error)
{
  g_auto (GStrv) live
    = hecha_reader_live (reader, record->scope, record->type->name, record->id, field, error);

  for (guint i = 0; live != NULL && live[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (digests, live[i], g_str_equal, NULL))
      g_ptr_array_add (digests, g_strdup (live[i]));
  return live != NULL;
}

/**
 * hecha_rule_add_sources:
 * @reader: where to read
 * @record: what a snapshot is taken from
 * @digests: (element-type utf8): grows by those that it lacks
 * @error: when reading failed
 *
 * Adds the digest of every entry that wrote a value which @record shows.
 *
 * Returns: whether they could be read
 */
gboolean
hecha_rule_add_sources (HechaReader *reader, const HechaRecord *record, GPtrArray *digests, GError **error)
{
  if (record->type->once)
    return add_live (reader, record, NULL, digests, error);
  for (guint i = 0; i < record->type->n_fields; i++)
    if (record->values[i] != NULL && !add_live (reader, record, record->type->fields[i].name, digests, error))
      return FALSE;
  return TRUE;
}
