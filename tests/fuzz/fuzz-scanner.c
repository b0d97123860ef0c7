/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scanner, against json-glib and our own canonical writer: what is accepted means the same to all three, and what
 * is accepted as canonical is the only canonical form of its value. */

#include "fuzz.h"

#include "base/hecha-canonical.h"
#include "base/hecha-json.h"

#include <string.h>

/* Each token lies in the document, behind the one before it and inside its parent. */
static void
check_tokens (const HechaJson *json)
{
  gsize raw = 0;

  for (guint i = 0; i < json->n_tokens; i++)
    {
      const HechaJsonToken *token = &json->tokens[i];
      gboolean container = token->kind == HECHA_JSON_ARRAY || token->kind == HECHA_JSON_OBJECT;
      const char *bytes;
      gsize n_bytes;

      hecha_json_raw (json, i, &bytes, &n_bytes);
      g_assert_cmpuint (token->start + (gsize)token->length, <=, json->n_bytes);
      g_assert_cmpuint (bytes - json->bytes, >=, raw);
      g_assert_cmpuint (token->next, >, i);
      g_assert_cmpuint (token->next, <=, json->n_tokens);
      g_assert_true (container || (token->next == i + 1 && token->count == 0));
      raw = bytes - json->bytes;
    }
  g_assert_cmpuint (json->tokens[0].next, ==, json->n_tokens);
}

/* Both read the same: our tokens @a and @b stand for the same value, members in any order. */
static void
check_equal (const HechaJson *json, guint a, const HechaJson *other, guint b)
{
  const HechaJsonToken *first = &json->tokens[a], *second = &other->tokens[b];
  g_autofree char *text = NULL;
  guint at = a + 1, in_array = b + 1;

  g_assert_cmpint (first->kind, ==, second->kind);
  g_assert_cmpuint (first->count, ==, second->count);
  g_assert_cmpint (hecha_json_integer (json, a), ==, hecha_json_integer (other, b));
  text = hecha_json_dup_string (json, a);
  g_assert_true (text == NULL || hecha_json_string_equals (other, b, text));
  for (guint i = 0; i < first->count; i++)
    if (first->kind == HECHA_JSON_OBJECT)
      {
        g_autofree char *name = hecha_json_dup_string (json, at);
        guint found = hecha_json_member (other, b, name);

        g_assert_cmpuint (found, >, 0);
        check_equal (json, at + 1, other, found);
        at = json->tokens[at + 1].next;
      }
    else
      {
        check_equal (json, at, other, in_array);
        at = json->tokens[at].next;
        in_array = other->tokens[in_array].next;
      }
}

static void
check_accepted (const HechaJson *json, gboolean canonical)
{
  g_autofree char *text = g_strndup (json->bytes, json->n_bytes);
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (HechaJson) again = HECHA_JSON_INIT;

  g_assert_cmpuint (strlen (text), ==, json->n_bytes);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  hecha_canonical_append_node (written, node, &error);
  g_assert_no_error (error);
  if (canonical)
    g_assert_cmpmem (written->str, written->len, json->bytes, json->n_bytes);
  hecha_json_scan (&again, written->str, written->len, &HECHA_JSON_ENTRY_LIMITS, &error);
  g_assert_no_error (error);
  check_equal (json, 0, &again, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (HechaJson) message = HECHA_JSON_INIT, entry = HECHA_JSON_INIT;
  g_autoptr (GError) error = NULL;
  gboolean canonical;

  canonical = hecha_json_scan (&entry, (const char *)data, size, &HECHA_JSON_ENTRY_LIMITS, NULL);
  if (hecha_json_scan (&message, (const char *)data, size, &HECHA_JSON_MESSAGE_LIMITS, &error))
    {
      check_tokens (&message);
      check_accepted (&message, canonical);
    }
  else
    {
      g_assert_false (canonical);
      g_assert_nonnull (strstr (error->message, " at byte "));
      g_assert_cmpuint (message.n_tokens, ==, 0);
    }
  return 0;
}
