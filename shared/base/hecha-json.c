/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-json.h"

#include "base/hecha-json-private.h"

#include <string.h>

const HechaJsonLimits HECHA_JSON_ENTRY_LIMITS = {1024 * 1024, HECHA_JSON_DEEPEST, 200000, TRUE};
const HechaJsonLimits HECHA_JSON_MESSAGE_LIMITS = {1024 * 1024, HECHA_JSON_DEEPEST, 200000, FALSE};

/**
 * hecha_json_hex_value:
 * @at: what follows the u of an escape
 * @end: the end of the document
 *
 * Returns: the value of the four hexadecimal digits, -1 if they are not that
 */
int
hecha_json_hex_value (const char *at, const char *end)
{
  int value = 0;

  if (end - at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  return value;
}

/**
 * hecha_json_next_character:
 * @at: (inout): in a string that was scanned; moved behind the character
 *
 * Reads one character, resolving an escape.
 *
 * Returns: the character
 */
gunichar
hecha_json_next_character (const char **at)
{
  static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *p = *at;
  gunichar c;

  if (*p != '\\')
    {
      *at = g_utf8_next_char (p);
      return g_utf8_get_char (p);
    }
  if (p[1] != 'u')
    {
      *at = p + 2;
      return meant[strchr (names, p[1]) - names];
    }
  c = hecha_json_hex_value (p + 2, p + 6);
  *at = p + 6;
  if (c < 0xd800 || c > 0xdfff)
    return c;
  *at = p + 12;
  return 0x10000 + ((c - 0xd800) << 10) + (hecha_json_hex_value (p + 8, p + 12) - 0xdc00);
}

/**
 * hecha_json_resolve_escapes:
 * @out: (out caller-allocates): room for @length bytes; no escape is shorter than what it means
 * @at: a string that was scanned, without its quotes
 * @length: its bytes
 *
 * Writes the text that a string means, without a NUL behind it.
 *
 * Returns: the bytes written
 */
gsize
hecha_json_resolve_escapes (char *out, const char *at, gsize length)
{
  const char *end = at + length;
  char *to = out;

  while (at < end)
    if (*at != '\\')
      *to++ = *at++;
    else
      to += g_unichar_to_utf8 (hecha_json_next_character (&at), to);
  return to - out;
}

/**
 * hecha_json_clear:
 * @self: a document
 *
 * Frees the tokens. @self can scan again.
 */
void
hecha_json_clear (HechaJson *self)
{
  g_free (self->tokens);
  *self = (HechaJson)HECHA_JSON_INIT;
}

/* Looking things up. Nothing here trusts the kind of a token: what a document holds is the sender's choice. */

static const HechaJsonToken *
find_token (const HechaJson *self, guint token, HechaJsonKind kind)
{
  if (token >= self->n_tokens || self->tokens[token].kind != kind)
    return NULL;
  return &self->tokens[token];
}

/**
 * hecha_json_kind:
 * @self: a scanned document
 * @token: index of a value
 *
 * Returns: its kind; %HECHA_JSON_NULL if there is no such token
 */
HechaJsonKind
hecha_json_kind (const HechaJson *self, guint token)
{
  return token < self->n_tokens ? self->tokens[token].kind : HECHA_JSON_NULL;
}

/**
 * hecha_json_member:
 * @self: a scanned document
 * @object: index of an object
 * @name: a member's name, UTF-8
 *
 * Returns: index of the member's value; 0 if @object has no such member or is no object
 */
guint
hecha_json_member (const HechaJson *self, guint object, const char *name)
{
  const HechaJsonToken *token = find_token (self, object, HECHA_JSON_OBJECT);
  gsize length = strlen (name);
  guint at = object + 1;

  for (guint i = 0; token != NULL && i < token->count; i++)
    {
      const HechaJsonToken *found = &self->tokens[at];

      if (!found->escaped)
        {
          if (found->length == length && memcmp (self->bytes + found->start, name, length) == 0)
            return at + 1;
        }
      else if (hecha_json_string_equals (self, at, name))
        return at + 1;
      at = self->tokens[at + 1].next;
    }
  return 0;
}

/**
 * hecha_json_element:
 * @self: a scanned document
 * @array: index of an array
 * @index: which element, from 0
 *
 * Steps over the elements before it; to go through an array, begin with the token behind it and follow `next`.
 *
 * Returns: index of the element; 0 if there is none or @array is no array
 */
guint
hecha_json_element (const HechaJson *self, guint array, guint index)
{
  const HechaJsonToken *token = find_token (self, array, HECHA_JSON_ARRAY);
  guint at = array + 1;

  if (token == NULL || index >= token->count)
    return 0;
  for (guint i = 0; i < index; i++)
    at = self->tokens[at].next;
  return at;
}

/**
 * hecha_json_integer:
 * @self: a scanned document
 * @token: index of an integer
 *
 * Returns: its value, within ±(2^53 - 1); 0 if it is no integer
 */
gint64
hecha_json_integer (const HechaJson *self, guint token)
{
  const HechaJsonToken *integer = find_token (self, token, HECHA_JSON_INTEGER);
  const char *at, *end;
  gboolean negative;
  gint64 value = 0;

  if (integer == NULL)
    return 0;
  at = self->bytes + integer->start;
  end = at + integer->length;
  negative = *at == '-';
  for (at += negative; at < end; at++)
    value = value * 10 + (*at - '0');
  return negative ? -value : value;
}

/**
 * hecha_json_string_equals:
 * @self: a scanned document
 * @token: index of a string
 * @text: UTF-8
 *
 * Returns: TRUE if it is a string and means @text, whatever its escapes
 */
gboolean
hecha_json_string_equals (const HechaJson *self, guint token, const char *text)
{
  const HechaJsonToken *string = find_token (self, token, HECHA_JSON_STRING);
  const char *at, *end;

  if (string == NULL)
    return FALSE;
  at = self->bytes + string->start;
  end = at + string->length;
  if (!string->escaped)
    return strlen (text) == string->length && memcmp (at, text, string->length) == 0;
  while (at < end && *text != '\0')
    {
      char bytes[6];
      gsize length = g_unichar_to_utf8 (hecha_json_next_character (&at), bytes);

      if (strncmp (text, bytes, length) != 0)
        return FALSE;
      text += length;
    }
  return at == end && *text == '\0';
}

/**
 * hecha_json_dup_string:
 * @self: a scanned document
 * @token: index of a string
 *
 * Returns: (transfer full) (nullable): its text with escapes resolved; %NULL if it is no string
 */
char *
hecha_json_dup_string (const HechaJson *self, guint token)
{
  const HechaJsonToken *string = find_token (self, token, HECHA_JSON_STRING);
  char *text;

  if (string == NULL)
    return NULL;
  if (!string->escaped)
    return g_strndup (self->bytes + string->start, string->length);
  text = g_malloc (string->length + 1);
  text[hecha_json_resolve_escapes (text, self->bytes + string->start, string->length)] = '\0';
  return text;
}

/**
 * hecha_json_copy_string:
 * @self: a scanned document
 * @token: a value; 0 for none
 * @text: (out caller-allocates): the string, NUL-terminated
 * @size: bytes that @text has room for
 *
 * For names and digests, which have a greatest length and no escapes.
 *
 * Returns: whether it is a string without escapes that fits
 */
gboolean
hecha_json_copy_string (const HechaJson *self, guint token, char *text, gsize size)
{
  const HechaJsonToken *t = &self->tokens[token];

  if (token == 0 || t->kind != HECHA_JSON_STRING || t->escaped || t->length >= size)
    return FALSE;
  memcpy (text, self->bytes + t->start, t->length);
  text[t->length] = '\0';
  return TRUE;
}

/**
 * hecha_json_raw:
 * @self: a scanned document
 * @token: index of a value
 * @bytes: (out) (transfer none): where it begins in the document
 * @n_bytes: (out): its length
 *
 * The value exactly as it stands in the document, a JSON text of its own: a string with its quotes, an array or object
 * with all that is in it. Empty if there is no such token.
 */
void
hecha_json_raw (const HechaJson *self, guint token, const char **bytes, gsize *n_bytes)
{
  gboolean exists = token < self->n_tokens;
  guint quote = exists && self->tokens[token].kind == HECHA_JSON_STRING ? 1 : 0;

  *bytes = exists ? self->bytes + self->tokens[token].start - quote : "";
  *n_bytes = exists ? self->tokens[token].length + 2 * quote : 0;
}
