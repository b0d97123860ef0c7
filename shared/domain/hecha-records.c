/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/hecha-records.h"

#include "base/hecha-digest.h"
#include "base/hecha-error.h"
#include "domain/hecha-label.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* data/record-table.def is read twice: once for the types, once for the fields of all types in a row. */

#define NEEDED TRUE
#define MAY    FALSE

#define FACT(NAME, SCOPES, WRITERS, ZH, CLAUSE)                                                              \
  {#NAME, TRUE, HECHA_SCOPE_##SCOPES, HECHA_WRITER_##WRITERS, ZH, CLAUSE, NULL, 0},
#define RECORD(NAME, SCOPES, WRITERS, ZH, CLAUSE)                                                            \
  {#NAME, FALSE, HECHA_SCOPE_##SCOPES, HECHA_WRITER_##WRITERS, ZH, CLAUSE, NULL, 0},
#define FIELD(TYPE, NAME, KIND, VALUES, NEED, MERGE, ZH, CLAUSE)
static HechaType types[] = {
#include "record-table.def"
};
#undef FACT
#undef RECORD
#undef FIELD

#define FACT(NAME, SCOPES, WRITERS, ZH, CLAUSE)
#define RECORD(NAME, SCOPES, WRITERS, ZH, CLAUSE)
#define FIELD(TYPE, NAME, KIND, VALUES, NEED, MERGE, ZH, CLAUSE)                                             \
  {#TYPE, #NAME, HECHA_VALUE_##KIND, VALUES, NEED, HECHA_MERGE_##MERGE, ZH, CLAUSE},
static const HechaField fields[] = {
#include "record-table.def"
};
#undef FACT
#undef RECORD
#undef FIELD

static void
attach_fields (HechaType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].type, type->name) == 0)
      {
        if (type->fields == NULL)
          type->fields = &fields[i];
        g_assert (&type->fields[type->n_fields] == &fields[i]);
        type->n_fields++;
      }
  g_assert (type->n_fields > 0 && type->n_fields <= HECHA_MAX_FIELDS);
}

/**
 * hecha_records:
 *
 * The record table of this program (data/record-table.def).
 *
 * Returns: (transfer none): for the life of the process
 */
const HechaSchema *
hecha_records (void)
{
  static HechaSchema schema;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        attach_fields (&types[i]);
      schema.types = types;
      schema.n_types = G_N_ELEMENTS (types);
      g_once_init_leave (&ready, 1);
    }
  return &schema;
}

static gboolean
is_choice (const char *values, const char *text, gsize length)
{
  for (const char *at = values; at != NULL; at = strchr (at, ' '))
    {
      gsize n;

      at += *at == ' ';
      n = strcspn (at, " ");
      if (n == length && memcmp (at, text, n) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether @text looks like @pattern, in which 0 stands for any digit. */
static gboolean
looks_like (const char *pattern, const char *text, gsize length)
{
  if (strlen (pattern) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (pattern[i] == '0' ? !g_ascii_isdigit (text[i]) : pattern[i] != text[i])
      return FALSE;
  return TRUE;
}

static gboolean
is_date (const char *text, gsize length)
{
  if (!looks_like ("0000-00-00", text, length))
    return FALSE;
  return g_date_valid_dmy (
    (GDateDay)((text[8] - '0') * 10 + text[9] - '0'), (GDateMonth)((text[5] - '0') * 10 + text[6] - '0'),
    (GDateYear)((text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0'));
}

static gboolean
is_decimal (const char *text, gsize length)
{
  gsize i = length > 0 && text[0] == '-', digits = 0, point = 0;

  for (; i < length; i++)
    if (g_ascii_isdigit (text[i]))
      digits++;
    else if (text[i] == '.' && point == 0 && digits > 0 && i + 1 < length)
      point++;
    else
      return FALSE;
  return digits > 0;
}

static gboolean
text_fits (const HechaField *field, const char *text, gsize length)
{
  HechaDigest digest;

  switch (field->kind)
    {
    case HECHA_VALUE_CHOICE:
      return is_choice (field->values, text, length);
    case HECHA_VALUE_DATE:
      return is_date (text, length);
    case HECHA_VALUE_TIME:
      return looks_like ("0000-00-00T00:00:00Z", text, length) && is_date (text, 10);
    case HECHA_VALUE_DECIMAL:
      return is_decimal (text, length);
    case HECHA_VALUE_DIGEST:
      return hecha_digest_from_text (&digest, text, (gssize)length);
    case HECHA_VALUE_TEXT:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_list_of_texts (const HechaJson *json, guint token)
{
  guint item = token + 1;

  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    if (json->tokens[item].kind != HECHA_JSON_STRING)
      return FALSE;
  return TRUE;
}

static gboolean
value_fits (const HechaField *field, const HechaJson *json, guint token)
{
  const HechaJsonToken *t = &json->tokens[token];

  switch (t->kind)
    {
    case HECHA_JSON_NULL:
      return TRUE;
    case HECHA_JSON_INTEGER:
      return field->kind == HECHA_VALUE_INTEGER || field->kind == HECHA_VALUE_OBJECT;
    case HECHA_JSON_TRUE:
    case HECHA_JSON_FALSE:
      return field->kind == HECHA_VALUE_BOOLEAN || field->kind == HECHA_VALUE_OBJECT;
    case HECHA_JSON_STRING:
      return field->kind == HECHA_VALUE_OBJECT || text_fits (field, json->bytes + t->start, t->length);
    case HECHA_JSON_ARRAY:
      return field->kind == HECHA_VALUE_OBJECT
             || (field->kind == HECHA_VALUE_LIST && is_list_of_texts (json, token));
    default:
      return field->kind == HECHA_VALUE_OBJECT;
    }
}

/**
 * hecha_value_check:
 * @field: a field of the record table
 * @json: a scanned document
 * @token: the value in it
 * @error: %HECHA_ERROR_REFUSED, naming the field
 *
 * Returns: whether the value is one that the field can have; `null` (nothing) always is
 */
gboolean
hecha_value_check (const HechaField *field, const HechaJson *json, guint token, GError **error)
{
  if (value_fits (field, json, token))
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               field->clause != NULL ? _ ("%s.%s cannot have this value: %s")
                                     : _ ("%s.%s cannot have this value"),
               field->type, field->name, field->clause);
  return FALSE;
}

/**
 * hecha_field_find:
 * @type: a type of the record table
 * @field: a field of it
 *
 * Returns: (transfer none): that field
 */
const HechaField *
hecha_field_find (const char *type, const char *field)
{
  int index = hecha_schema_find_type (hecha_records (), type, strlen (type)), i;

  g_assert (index >= 0);
  i = hecha_type_find_field (&hecha_records ()->types[index], field, strlen (field));
  g_assert (i >= 0);
  return &hecha_records ()->types[index].fields[i];
}

/**
 * hecha_value_check_text:
 * @type: a type of the record table
 * @field: a field of it
 * @text: what somebody entered
 * @error: %HECHA_ERROR_REFUSED, naming the field and what it can have
 *
 * Returns: whether the field can have this text
 */
gboolean
hecha_value_check_text (const char *type, const char *field, const char *text, GError **error)
{
  const HechaField *found = hecha_field_find (type, field);

  if (text_fits (found, text, strlen (text)))
    return TRUE;
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
               found->kind == HECHA_VALUE_CHOICE ? _ ("%s cannot be “%s”; it is one of: %s")
                                                 : _ ("%s cannot be “%s”"),
               hecha_field_get_label (found), text, found->values);
  return FALSE;
}
