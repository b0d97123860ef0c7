/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-canonical.h"
#include "base/hecha-error.h"
#include "base/hecha-json.h"

#include <string.h>

#define MOST G_GINT64_CONSTANT (9007199254740991)

static void
assert_written (const char *json, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);
  g_autofree char *written = NULL;
  g_auto (HechaJson) scanned = HECHA_JSON_INIT;

  g_assert_no_error (error);
  written = hecha_canonical_dup_node (node, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, expected);
  g_assert_true (hecha_json_scan (&scanned, written, strlen (written), &HECHA_JSON_ENTRY_LIMITS, &error));
  g_assert_no_error (error);
}

/* Consumes @node. What was in the buffer before must be all that is in it afterwards. */
static void
assert_refused (JsonNode *node, const char *expected)
{
  g_autoptr (GString) out = g_string_new ("before");
  g_autoptr (GError) error = NULL;

  g_assert_false (hecha_canonical_append_node (out, node, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_cmpstr (out->str, ==, "before");
  json_node_unref (node);
}

/* An array of one string. */
static JsonNode *
wrap_text (const char *text)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_alloc ();

  json_array_add_string_element (array, text);
  json_node_init_array (node, array);
  json_array_unref (array);
  return node;
}

/* RFC 8785, section 3.2.3; its U+FB33 is not NFC, so U+FF01 stands for it: beyond the surrogates as well. */
static void
test_members_are_sorted_by_utf_16 (void)
{
  assert_written (
    "{\"\\u20ac\":1,\"\\r\":2,\"\\uff01\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}",
    "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"！\":3}");
  assert_written ("{\"\\ue000\":1,\"\\ud7ff\":2,\"\\ud800\\udc00\":3,\"\\udbff\\udfff\":4}",
                  "{\"\xed\x9f\xbf\":2,\"\xf0\x90\x80\x80\":3,\"\xf4\x8f\xbf\xbf\":4,\"\xee\x80\x80\":1}");
  assert_written ("{\"aa\":1,\"\":2,\"a\":3,\"B\":4}", "{\"\":2,\"B\":4,\"a\":3,\"aa\":1}");
  assert_written ("{\"peach\":1,\"péché\":2,\"pêche\":3,\"sin\":4}",
                  "{\"peach\":1,\"péché\":2,\"pêche\":3,\"sin\":4}");
}

static void
test_members_are_sorted_at_every_level (void)
{
  assert_written ("{\"1\":{\"f\":{\"f\":\"hi\",\"F\":5},\"\\n\":56},\"10\":{},\"\":\"empty\",\"a\":{},"
                  "\"111\":[{\"e\":\"yes\",\"E\":\"no\"}],\"A\":{}}",
                  "{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},"
                  "\"111\":[{\"E\":\"no\",\"e\":\"yes\"}],\"A\":{},\"a\":{}}");
  assert_written ("[56,{\"d\":true,\"10\":null,\"1\":[]}]", "[56,{\"1\":[],\"10\":null,\"d\":true}]");
}

/* RFC 8785, section 3.2.2.2 */
static void
test_only_what_must_be_escaped_is (void)
{
  assert_written ("\"\\u20ac$\\u000f\\nA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"",
                  "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
  assert_written ("\"\\b\\t\\n\\f\\r\\u0001\\u000b\\u001f\\u007f\\u2028\"",
                  "\"\\b\\t\\n\\f\\r\\u0001\\u000b\\u001f\x7f\xe2\x80\xa8\"");
  assert_written ("[\"\"]", "[\"\"]");
}

static void
test_values_have_one_form (void)
{
  assert_written (" [ null , true , false , 0 , -0 , 10 , -9007199254740991 , 9007199254740991 ] ",
                  "[null,true,false,0,0,10,-9007199254740991,9007199254740991]");
  assert_written ("{}", "{}");
  assert_written ("[]", "[]");
  assert_written ("\"核查\"", "\"核查\"");
  assert_written ("7", "7");
}

static void
test_text_is_brought_to_nfc (void)
{
  assert_written ("\"e\\u0301\"", "\"é\"");
  assert_written ("{\"e\\u0301\":\"\\u212b\",\"f\":\"\\u1100\\u1161\"}", "{\"f\":\"가\",\"é\":\"Å\"}");
  /* U+FB33 decomposes for good, and then comes before the euro sign */
  assert_written ("{\"\\u20ac\":1,\"\\ufb33\":2}", "{\"\xd7\x93\xd6\xbc\":2,\"€\":1}");
}

static void
test_a_string_is_written_alone (void)
{
  g_autoptr (GString) out = g_string_new ("=");

  hecha_canonical_append_string (out, "核\"\n", -1);
  hecha_canonical_append_string (out, "abc", 2);
  hecha_canonical_append_string (out, "e\xcc\x81", -1);
  hecha_canonical_append_string (out, "", 0);
  g_assert_cmpstr (out->str, ==, "=\"核\\\"\\n\"\"ab\"\"é\"\"\"");
}

static void
test_an_integer_is_written_alone (void)
{
  g_autoptr (GString) out = g_string_new ("=");

  hecha_canonical_append_integer (out, 0);
  g_string_append_c (out, ' ');
  hecha_canonical_append_integer (out, -1);
  g_string_append_c (out, ' ');
  hecha_canonical_append_integer (out, MOST);
  g_string_append_c (out, ' ');
  hecha_canonical_append_integer (out, -MOST);
  g_assert_cmpstr (out->str, ==, "=0 -1 9007199254740991 -9007199254740991");
}

static void
test_numbers_that_could_change_are_refused (void)
{
  assert_refused (json_from_string ("[1.5]", NULL),
                  "a number may have a fraction, use a whole number or text");
  assert_refused (json_from_string ("[1.0]", NULL),
                  "a number may have a fraction, use a whole number or text");
  assert_refused (json_from_string ("{\"a\":{\"b\":[1e3]}}", NULL),
                  "a number may have a fraction, use a whole number or text");
  assert_refused (json_from_string ("[9007199254740992]", NULL), "an integer is beyond 2^53 - 1");
  assert_refused (json_from_string ("[-9007199254740992]", NULL), "an integer is beyond 2^53 - 1");
  assert_refused (json_node_init_int (json_node_alloc (), G_MININT64), "an integer is beyond 2^53 - 1");
}

static void
test_text_that_is_not_text_is_refused (void)
{
  assert_refused (wrap_text ("\xff"), "a text is not well-formed UTF-8");
  assert_refused (wrap_text ("\xed\xa0\x80"), "a text is not well-formed UTF-8");
  assert_refused (wrap_text ("a\xc0\x80z"), "a text is not well-formed UTF-8"); /* U+0000, overlong */
  assert_refused (json_node_init_string (json_node_alloc (), NULL), "a text was never set");
}

static void
test_too_many_marks_are_refused (void)
{
  g_autoptr (GString) marks = g_string_new ("x");

  for (guint i = 0; i < 65; i++)
    g_string_append (marks, "\xcc\x81");
  assert_refused (wrap_text (marks->str), "a text has too many combining characters in a row");
}

static void
test_names_that_become_equal_are_refused (void)
{
  assert_refused (json_from_string ("{\"e\\u0301\":1,\"\\u00e9\":2}", NULL),
                  "two member names have the same normal form");
}

/* A chain of @depth arrays, each in the one before. */
static JsonNode *
nest_arrays (guint depth)
{
  JsonNode *node = json_node_init (json_node_alloc (), JSON_NODE_ARRAY);

  json_node_take_array (node, json_array_new ());
  for (guint i = 1; i < depth; i++)
    {
      JsonArray *outer = json_array_new ();

      json_array_add_element (outer, node);
      node = json_node_alloc ();
      json_node_take_array (json_node_init (node, JSON_NODE_ARRAY), outer);
    }
  return node;
}

static void
test_what_the_scanner_would_refuse_for_size_is_refused (void)
{
  g_autoptr (JsonNode) deepest = nest_arrays (32);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *long_text = g_strnfill (1024 * 1024, 'x');
  g_autoptr (JsonArray) many = json_array_new ();
  g_autoptr (JsonObject) members = json_object_new ();

  g_assert_true (hecha_canonical_append_node (out, deepest, NULL));
  g_assert_cmpuint (out->len, ==, 64);
  assert_refused (nest_arrays (33), "arrays and objects are nested too deep");
  assert_refused (wrap_text (long_text), "the document is too long");
  for (guint i = 0; i < 200000; i++)
    json_array_add_null_element (many);
  assert_refused (json_node_init_array (json_node_alloc (), many), "there are too many values");
  for (guint i = 0; i < 100000; i++)
    {
      char name[8];

      g_snprintf (name, sizeof name, "%u", i);
      json_object_set_int_member (members, name, 0);
    }
  assert_refused (json_node_init_object (json_node_alloc (), members), "there are too many values");
}

/* Documents from a seed */

static char *
draw_text (GRand *random)
{
  static const char *const parts[] = {"a",
                                      "B",
                                      "7",
                                      " ",
                                      "\"",
                                      "\\",
                                      "/",
                                      "\n",
                                      "\x01",
                                      "\x1f",
                                      "\x7f",
                                      "é",
                                      "e",
                                      "\xcc\x81",
                                      "\xcc\xa7",
                                      "ế",
                                      "核",
                                      "查",
                                      "，",
                                      "𠮷",
                                      "😀",
                                      "\xe1\x84\x80",
                                      "\xe1\x85\xa1",
                                      "\xe1\x86\xa8",
                                      "가",
                                      "か",
                                      "\xe3\x82\x99",
                                      "Å",
                                      "\xe2\x84\xab",
                                      "\xef\xac\xb3",
                                      "\xee\x80\x80",
                                      "\xef\xbf\xbf"};
  GString *text = g_string_new (NULL);

  for (gint i = g_rand_int_range (random, 0, g_rand_boolean (random) ? 4 : 60); i > 0; i--)
    g_string_append (text, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
  return g_string_free (text, FALSE);
}

static gint64
draw_integer (GRand *random)
{
  guint64 bits = (guint64)g_rand_int (random) << 32 | g_rand_int (random);

  return ((gint64)bits >> g_rand_int_range (random, 0, 63)) % (MOST + 1);
}

static JsonNode *draw_node (GRand *random, guint depth);

static JsonNode *
draw_object (GRand *random, guint depth)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (gint i = g_rand_int_range (random, 0, 6); i > 0; i--)
    {
      g_autofree char *drawn = draw_text (random);
      g_autofree char *name = g_utf8_normalize (drawn, -1, G_NORMALIZE_NFC);

      /* A name in another form than NFC is the exception: two of them could become equal. */
      json_object_set_member (object, i == 1 && json_object_get_size (object) == 0 ? drawn : name,
                              draw_node (random, depth + 1));
    }
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
draw_array (GRand *random, guint depth)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (gint i = g_rand_int_range (random, 0, 6); i > 0; i--)
    json_array_add_element (array, draw_node (random, depth + 1));
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
draw_node (GRand *random, guint depth)
{
  g_autofree char *text = NULL;

  switch (g_rand_int_range (random, 0, depth < 8 ? 6 : 4))
    {
    case 0:
      return json_node_init_null (json_node_alloc ());
    case 1:
      return json_node_init_boolean (json_node_alloc (), g_rand_boolean (random));
    case 2:
      return json_node_init_int (json_node_alloc (), draw_integer (random));
    case 3:
      text = draw_text (random);
      return json_node_init_string (json_node_alloc (), text);
    case 4:
      return draw_array (random, depth);
    default:
      return draw_object (random, depth);
    }
}

static void assert_same (const HechaJson *json, guint token, JsonNode *node);

static void
assert_same_object (const HechaJson *json, guint token, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  g_assert_cmpint (hecha_json_kind (json, token), ==, HECHA_JSON_OBJECT);
  g_assert_cmpuint (json->tokens[token].count, ==, json_object_get_size (object));
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
      guint found = hecha_json_member (json, token, normal);

      g_assert_cmpuint (found, >, 0);
      assert_same (json, found, value);
    }
}

static void
assert_same_array (const HechaJson *json, guint token, JsonArray *array)
{
  g_assert_cmpint (hecha_json_kind (json, token), ==, HECHA_JSON_ARRAY);
  g_assert_cmpuint (json->tokens[token].count, ==, json_array_get_length (array));
  for (guint i = 0; i < json_array_get_length (array); i++)
    assert_same (json, hecha_json_element (json, token, i), json_array_get_element (array, i));
}

/* What was scanned means what was written. */
static void
assert_same (const HechaJson *json, guint token, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    assert_same_object (json, token, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    assert_same_array (json, token, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_NULL (node))
    g_assert_cmpint (hecha_json_kind (json, token), ==, HECHA_JSON_NULL);
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_assert_cmpint (hecha_json_kind (json, token), ==,
                     json_node_get_boolean (node) ? HECHA_JSON_TRUE : HECHA_JSON_FALSE);
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    g_assert_cmpint (hecha_json_integer (json, token), ==, json_node_get_int (node));
  else
    {
      g_autofree char *normal = g_utf8_normalize (json_node_get_string (node), -1, G_NORMALIZE_NFC);
      g_autofree char *text = hecha_json_dup_string (json, token);

      g_assert_cmpstr (text, ==, normal);
      g_assert_true (hecha_json_string_equals (json, token, normal));
    }
}

static void
test_whatever_is_written_is_scanned_as_the_same (void)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  for (guint seed = 0; seed < 3000; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (JsonNode) node = draw_node (random, 0), read = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL, *again = NULL;

      written = hecha_canonical_dup_node (node, &error);
      if (written == NULL
          || !hecha_json_scan (&json, written, strlen (written), &HECHA_JSON_ENTRY_LIMITS, &error))
        g_error ("seed %u: %s: %s", seed, error->message, written);
      assert_same (&json, 0, node);
      read = json_from_string (written, &error);
      g_assert_no_error (error);
      again = hecha_canonical_dup_node (read, &error);
      g_assert_cmpstr (again, ==, written);
    }
}

/* Any one byte changed, removed or repeated: refused, or another document that is canonical too; never the same. */
static void
test_a_value_has_one_canonical_form_only (void)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  for (guint seed = 0; seed < 20000; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (JsonNode) node = draw_node (random, 5);
      g_autofree char *written = hecha_canonical_dup_node (node, NULL), *back = NULL;
      g_autoptr (GString) changed = g_string_new (written);
      g_autoptr (JsonNode) read = NULL;
      gint at = g_rand_int_range (random, 0, changed->len);

      if (seed % 3 == 0)
        g_string_erase (changed, at, 1);
      else if (seed % 3 == 1)
        g_string_insert_c (changed, at, " \n0\\/,\""[g_rand_int_range (random, 0, 7)]);
      else
        changed->str[at] ^= 1 << g_rand_int_range (random, 0, 8);
      if (!hecha_json_scan (&json, changed->str, changed->len, &HECHA_JSON_ENTRY_LIMITS, NULL))
        continue;
      read = json_from_string (changed->str, NULL);
      back = hecha_canonical_dup_node (read, NULL);
      g_assert_cmpstr (back, ==, changed->str);
      g_assert_false (json_node_equal (read, node) && g_strcmp0 (changed->str, written) != 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical/members-are-sorted-by-utf-16", test_members_are_sorted_by_utf_16);
  g_test_add_func ("/canonical/members-are-sorted-at-every-level", test_members_are_sorted_at_every_level);
  g_test_add_func ("/canonical/only-what-must-be-escaped-is", test_only_what_must_be_escaped_is);
  g_test_add_func ("/canonical/values-have-one-form", test_values_have_one_form);
  g_test_add_func ("/canonical/text-is-brought-to-nfc", test_text_is_brought_to_nfc);
  g_test_add_func ("/canonical/a-string-is-written-alone", test_a_string_is_written_alone);
  g_test_add_func ("/canonical/an-integer-is-written-alone", test_an_integer_is_written_alone);
  g_test_add_func ("/canonical/numbers-that-could-change-are-refused",
                   test_numbers_that_could_change_are_refused);
  g_test_add_func ("/canonical/text-that-is-not-text-is-refused", test_text_that_is_not_text_is_refused);
  g_test_add_func ("/canonical/too-many-marks-are-refused", test_too_many_marks_are_refused);
  g_test_add_func ("/canonical/names-that-become-equal-are-refused",
                   test_names_that_become_equal_are_refused);
  g_test_add_func ("/canonical/what-the-scanner-would-refuse-for-size-is-refused",
                   test_what_the_scanner_would_refuse_for_size_is_refused);
  g_test_add_func ("/canonical/whatever-is-written-is-scanned-as-the-same",
                   test_whatever_is_written_is_scanned_as_the_same);
  g_test_add_func ("/canonical/a-value-has-one-canonical-form-only",
                   test_a_value_has_one_canonical_form_only);
  return g_test_run ();
}
