/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-canonical.h"

#include "base/hecha-error.h"
#include "base/hecha-json.h"
#include "base/hecha-unicode.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST_INTEGER G_GINT64_CONSTANT (9007199254740991) /* 2^53 - 1, RFC 7493 section 2.2 */

typedef struct
{
  GString *out;
  gsize begin; /* where our value begins in @out */
  guint depth;
  guint n_values; /* and member names, as the scanner counts */
} Writer;

static gboolean append_value (Writer *w, JsonNode *node, GError **error);

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, reason);
  return FALSE;
}

static void
append_escape (GString *out, char c)
{
  static const char named[] = "\"\\\b\t\n\f\r", letters[] = "\"\\btnfr";
  const char *found = strchr (named, c);

  if (found != NULL)
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, letters[found - named]);
    }
  else
    g_string_append_printf (out, "\\u%04x", c);
}

static void
append_quoted (GString *out, const char *text, gsize length)
{
  const char *end = text + length, *plain = text;

  g_string_append_c (out, '"');
  for (const char *at = text; at < end; at++)
    if ((guint8)*at < 0x20 || *at == '"' || *at == '\\')
      {
        g_string_append_len (out, plain, at - plain);
        append_escape (out, *at);
        plain = at + 1;
      }
  g_string_append_len (out, plain, end - plain);
  g_string_append_c (out, '"');
}

/**
 * hecha_canonical_append_string:
 * @out: where to write
 * @text: well-formed UTF-8 without U+0000
 * @length: its bytes, or -1 if it ends with a NUL
 *
 * Appends @text as a JSON string in the form of RFC 8785, section 3.2.2.2, brought to the normal form NFC. Only text
 * with a run of more combining characters than the scanner accepts is left as it is; check with
 * hecha_unicode_nfc_problem() where a person could type that.
 */
void
hecha_canonical_append_string (GString *out, const char *text, gssize length)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize)length;
  g_autoptr (GString) normal = NULL;

  g_return_if_fail (g_utf8_validate_len (text, n_bytes, NULL));

  if (hecha_unicode_nfc_problem (text, n_bytes) != NULL)
    {
      normal = g_string_sized_new (n_bytes);
      if (hecha_unicode_append_nfc (normal, text, n_bytes))
        {
          append_quoted (out, normal->str, normal->len);
          return;
        }
    }
  append_quoted (out, text, n_bytes);
}

/**
 * hecha_canonical_append_integer:
 * @out: where to write
 * @value: within ±(2^53 - 1)
 *
 * Appends @value in decimal.
 */
void
hecha_canonical_append_integer (GString *out, gint64 value)
{
  char digits[24], *at = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

  g_return_if_fail (rest <= LARGEST_INTEGER);

  do
    *--at = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (value < 0)
    *--at = '-';
  g_string_append_len (out, at, digits + sizeof digits - at);
}

/* The normal form of a text that a node holds; nearly always that text itself. */
typedef struct
{
  const char *text;
  gsize length;
  char *owned; /* (owned) (nullable) @text, where it had to be made */
} Normal;

static gboolean
bring_to_normal_form (Normal *normal, const char *text, GError **error)
{
  g_autoptr (GString) made = NULL;

  *normal = (Normal) {text, strlen (text), NULL};
  if (!g_utf8_validate_len (text, normal->length, NULL))
    return refuse (error, _ ("a text is not well-formed UTF-8"));
  if (hecha_unicode_nfc_problem (text, normal->length) == NULL)
    return TRUE;

  made = g_string_sized_new (normal->length);
  if (!hecha_unicode_append_nfc (made, text, normal->length))
    return refuse (error, _ ("a text has too many combining characters in a row"));
  normal->length = made->len;
  normal->text = normal->owned = g_string_free (g_steal_pointer (&made), FALSE);
  return TRUE;
}

static gboolean
append_text (Writer *w, const char *text, GError **error)
{
  Normal normal;

  if (!bring_to_normal_form (&normal, text, error))
    return FALSE;
  append_quoted (w->out, normal.text, normal.length);
  g_free (normal.owned);
  return TRUE;
}

/* Members */

typedef struct
{
  Normal name;
  JsonNode *value; /* (not owned) */
} Member;

static void
clear_member_cb (gpointer member)
{
  g_free (((Member *)member)->name.owned);
}

static int
compare_members_cb (gconstpointer first, gconstpointer second)
{
  const Member *a = first, *b = second;

  return hecha_unicode_compare (a->name.text, a->name.length, b->name.text, b->name.length);
}

/* Returns: (transfer full) (nullable): the members in the order of RFC 8785, section 3.2.3 */
static GArray *
sort_members (JsonObject *object, GError **error)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_array_set_clear_func (members, clear_member_cb);
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    {
      Member member = {.value = value};

      if (!bring_to_normal_form (&member.name, name, error))
        return NULL;
      g_array_append_val (members, member);
    }
  g_array_sort (members, compare_members_cb);
  return g_steal_pointer (&members);
}

static gboolean
append_object (Writer *w, JsonObject *object, GError **error)
{
  g_autoptr (GArray) members = sort_members (object, error);

  if (members == NULL)
    return FALSE;
  g_string_append_c (w->out, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      if (i > 0 && compare_members_cb (member - 1, member) == 0)
        return refuse (error, _ ("two member names have the same normal form"));
      if (i > 0)
        g_string_append_c (w->out, ',');
      append_quoted (w->out, member->name.text, member->name.length);
      g_string_append_c (w->out, ':');
      w->n_values++;
      if (!append_value (w, member->value, error))
        return FALSE;
    }
  g_string_append_c (w->out, '}');
  return TRUE;
}

static gboolean
append_array (Writer *w, JsonArray *array, GError **error)
{
  guint length = json_array_get_length (array);

  g_string_append_c (w->out, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (w->out, ',');
      if (!append_value (w, json_array_get_element (array, i), error))
        return FALSE;
    }
  g_string_append_c (w->out, ']');
  return TRUE;
}

static gboolean
append_container (Writer *w, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean good;

  if (object == NULL && array == NULL)
    return refuse (error, _ ("an array or object was never set"));
  if (w->depth >= HECHA_JSON_ENTRY_LIMITS.max_depth)
    return refuse (error, _ ("arrays and objects are nested too deep"));
  w->depth++;
  good = object != NULL ? append_object (w, object, error) : append_array (w, array, error);
  w->depth--;
  return good;
}

static gboolean
append_scalar (Writer *w, JsonNode *node, GError **error)
{
  GType type = json_node_get_value_type (node);
  const char *text;
  gint64 integer;

  switch (type)
    {
    case G_TYPE_BOOLEAN:
      g_string_append (w->out, json_node_get_boolean (node) ? "true" : "false");
      return TRUE;
    case G_TYPE_INT64:
      integer = json_node_get_int (node);
      if (integer < -LARGEST_INTEGER || integer > LARGEST_INTEGER)
        return refuse (error, _ ("an integer is beyond 2^53 - 1"));
      hecha_canonical_append_integer (w->out, integer);
      return TRUE;
    case G_TYPE_STRING:
      text = json_node_get_string (node);
      return text != NULL ? append_text (w, text, error) : refuse (error, _ ("a text was never set"));
    case G_TYPE_DOUBLE:
      return refuse (error, _ ("a number may have a fraction, use a whole number or text"));
    default:
      return refuse (error, _ ("a value has a type that JSON does not have"));
    }
}

/* As deep as the scanner reads, so the recursion is bounded. */
static gboolean
append_value (Writer *w, JsonNode *node, GError **error)
{
  gboolean good;

  if (w->n_values++ >= HECHA_JSON_ENTRY_LIMITS.max_tokens)
    return refuse (error, _ ("there are too many values"));
  if (JSON_NODE_HOLDS_NULL (node))
    {
      g_string_append (w->out, "null");
      return TRUE;
    }
  good = JSON_NODE_HOLDS_VALUE (node) ? append_scalar (w, node, error) : append_container (w, node, error);
  if (good && w->out->len - w->begin > HECHA_JSON_ENTRY_LIMITS.max_bytes)
    return refuse (error, _ ("the document is too long"));
  return good;
}

/**
 * hecha_canonical_append_node:
 * @out: where to write
 * @node: a value that this program built
 * @error: a #HechaError
 *
 * Appends the canonical form of RFC 8785, with text and member names brought to NFC. What is written is what
 * hecha_json_scan() accepts with %HECHA_JSON_ENTRY_LIMITS; what cannot be written so is refused: fractions (also a
 * whole number kept as a double), integers beyond 2^53 - 1, text that is not UTF-8, names that become equal, and more
 * than the limits allow.
 *
 * Fails with %HECHA_ERROR_INVALID; @out is then as it was.
 *
 * Returns: TRUE if it was written
 */
gboolean
hecha_canonical_append_node (GString *out, JsonNode *node, GError **error)
{
  Writer w = {.out = out, .begin = out->len};

  if (append_value (&w, node, error))
    return TRUE;
  g_string_truncate (out, w.begin);
  return FALSE;
}

/**
 * hecha_canonical_dup_node:
 * @node: a value that this program built
 * @error: a #HechaError
 *
 * See hecha_canonical_append_node().
 *
 * Returns: (transfer full) (nullable): the canonical form, or %NULL with @error set
 */
char *
hecha_canonical_dup_node (JsonNode *node, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!hecha_canonical_append_node (out, node, error))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
