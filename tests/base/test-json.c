/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "base/hecha-json.h"

#include "base/json-vectors.h"

#include <string.h>

/* Scans a copy with nothing behind it, so that a sanitizer sees a read too far. */
static char *
dup_refusal (const char *bytes, gsize n_bytes, const HechaJsonLimits *limits)
{
  g_autofree char *copy = g_memdup2 (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  if (hecha_json_scan (&json, copy, n_bytes, limits, &error))
    {
      g_assert_no_error (error);
      g_assert_cmpuint (json.n_tokens, >, 0);
      g_assert_cmpuint (json.tokens[0].next, ==, json.n_tokens);
      return NULL;
    }
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_INVALID);
  g_assert_cmpuint (json.n_tokens, ==, 0);
  return g_strdup (error->message);
}

static void
check_refused (const RefuseVector *vector, const HechaJsonLimits *limits)
{
  g_autofree char *message = dup_refusal (vector->bytes, vector->n_bytes, limits);

  if (g_strcmp0 (message, vector->message) != 0)
    {
      g_test_message ("%.*s: \"%s\" is not \"%s\"", (int)vector->n_bytes, vector->bytes, message,
                      vector->message);
      g_test_fail ();
    }
}

static void
test_accepts_what_rfc_8259_allows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      const AcceptVector *v = &accepted[i];
      g_autofree char *message = dup_refusal (v->bytes, v->n_bytes, &HECHA_JSON_MESSAGE_LIMITS);
      g_autofree char *canonical = dup_refusal (v->bytes, v->n_bytes, &HECHA_JSON_ENTRY_LIMITS);

      if (message == NULL && (canonical == NULL) == v->canonical)
        continue;
      g_test_message ("%s: %s: \"%s\", canonical: \"%s\"", v->why, v->bytes, message, canonical);
      g_test_fail ();
    }
}

static void
test_refuses_what_two_programs_read_differently (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      check_refused (&refused[i], &HECHA_JSON_MESSAGE_LIMITS);
      check_refused (&refused[i], &HECHA_JSON_ENTRY_LIMITS);
    }
}

static void
test_refuses_a_message_by_what_it_means (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_messages); i++)
    {
      const RefuseVector *v = &refused_messages[i];
      g_autofree char *canonical = dup_refusal (v->bytes, v->n_bytes, &HECHA_JSON_ENTRY_LIMITS);

      check_refused (v, &HECHA_JSON_MESSAGE_LIMITS);
      g_assert_nonnull (canonical);
    }
}

static void
test_canonical_form_names_what_is_not_canonical (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_canonical); i++)
    {
      const RefuseVector *v = &not_canonical[i];
      g_autofree char *message = dup_refusal (v->bytes, v->n_bytes, &HECHA_JSON_MESSAGE_LIMITS);

      check_refused (v, &HECHA_JSON_ENTRY_LIMITS);
      g_assert_null (message);
    }
}

/* Whatever is cut off at its end is refused, unless it is a number, which may end anywhere, or white space. */
static void
test_no_beginning_of_a_document_is_a_document (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      const AcceptVector *v = &accepted[i];

      if (!v->canonical || strchr ("-0123456789", v->bytes[0]) != NULL)
        continue;
      for (gsize length = 0; length < v->n_bytes; length++)
        {
          g_autofree char *message = dup_refusal (v->bytes, length, &HECHA_JSON_MESSAGE_LIMITS);

          g_assert_nonnull (message);
        }
    }
}

static void
test_no_control_character_may_stand_in_a_string (void)
{
  for (int c = 0; c < 0x20; c++)
    {
      char bytes[] = {'"', 'a', (char)c, '"'};
      g_autofree char *message = dup_refusal (bytes, sizeof bytes, &HECHA_JSON_MESSAGE_LIMITS);

      g_assert_cmpstr (message, ==, "a control character that is not escaped at byte 2");
    }
}

static void
test_members_and_elements_are_found (void)
{
  static const char bytes[] = "{\"a\":[1,{\"x\":[2,3]},-9007199254740991],\"\\u0062\":{\"a\":\"inner\"},"
                              "\"c\":\"\\\"\\n\\u6838\\ud83d\\ude00\",\"d\":null,\"e\":true,\"f\":false}";
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  g_autofree char *text = NULL, *inner = NULL;
  const char *raw;
  gsize n_raw;
  guint a, b, c;

  g_assert_true (hecha_json_scan (&json, bytes, strlen (bytes), &HECHA_JSON_MESSAGE_LIMITS, NULL));
  a = hecha_json_member (&json, 0, "a");
  b = hecha_json_member (&json, 0, "b");
  c = hecha_json_member (&json, 0, "c");
  g_assert_cmpint (hecha_json_kind (&json, 0), ==, HECHA_JSON_OBJECT);
  g_assert_cmpint (hecha_json_kind (&json, hecha_json_member (&json, 0, "d")), ==, HECHA_JSON_NULL);
  g_assert_cmpint (hecha_json_kind (&json, hecha_json_member (&json, 0, "e")), ==, HECHA_JSON_TRUE);
  g_assert_cmpint (hecha_json_kind (&json, hecha_json_member (&json, 0, "f")), ==, HECHA_JSON_FALSE);
  g_assert_cmpuint (json.tokens[0].count, ==, 6);

  g_assert_cmpuint (json.tokens[a].count, ==, 3);
  g_assert_cmpint (hecha_json_integer (&json, hecha_json_element (&json, a, 0)), ==, 1);
  g_assert_cmpint (hecha_json_integer (&json, hecha_json_element (&json, a, 2)), ==, -9007199254740991);
  hecha_json_raw (&json, hecha_json_element (&json, a, 1), &raw, &n_raw);
  g_assert_cmpmem (raw, n_raw, "{\"x\":[2,3]}", 11);

  inner = hecha_json_dup_string (&json, hecha_json_member (&json, b, "a"));
  g_assert_cmpstr (inner, ==, "inner");
  text = hecha_json_dup_string (&json, c);
  g_assert_cmpstr (text, ==, "\"\n核😀");
  g_assert_true (hecha_json_string_equals (&json, c, "\"\n核😀"));
  g_assert_false (hecha_json_string_equals (&json, c, "\"\n核"));
  g_assert_false (hecha_json_string_equals (&json, c, "\"\n校😀"));
  g_assert_false (hecha_json_string_equals (&json, c, "\"\n核😀x"));
  hecha_json_raw (&json, hecha_json_member (&json, b, "a"), &raw, &n_raw);
  g_assert_cmpmem (raw, n_raw, "\"inner\"", 7);
}

static void
test_what_is_not_there_is_not_found (void)
{
  static const char bytes[] = "{\"a\":[1,2],\"ab\":\"x\",\"n\":7}";
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  const char *raw;
  gsize n_raw;
  guint a, ab;

  g_assert_true (hecha_json_scan (&json, bytes, strlen (bytes), &HECHA_JSON_ENTRY_LIMITS, NULL));
  a = hecha_json_member (&json, 0, "a");
  ab = hecha_json_member (&json, 0, "ab");
  g_assert_cmpuint (hecha_json_member (&json, 0, "b"), ==, 0);
  g_assert_cmpuint (hecha_json_member (&json, 0, ""), ==, 0);
  g_assert_cmpuint (hecha_json_member (&json, 0, "abc"), ==, 0);
  g_assert_cmpuint (hecha_json_member (&json, a, "a"), ==, 0);
  g_assert_cmpuint (hecha_json_member (&json, 999, "a"), ==, 0);
  g_assert_cmpuint (hecha_json_element (&json, a, 2), ==, 0);
  g_assert_cmpuint (hecha_json_element (&json, 0, 0), ==, 0);
  g_assert_cmpint (hecha_json_integer (&json, ab), ==, 0);
  g_assert_null (hecha_json_dup_string (&json, a));
  g_assert_null (hecha_json_dup_string (&json, 999));
  g_assert_false (hecha_json_string_equals (&json, a, ""));
  g_assert_cmpint (hecha_json_kind (&json, 999), ==, HECHA_JSON_NULL);
  hecha_json_raw (&json, 999, &raw, &n_raw);
  g_assert_cmpuint (n_raw, ==, 0);
}

static void
test_one_object_scans_many_documents (void)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_assert_true (
        hecha_json_scan (&json, accepted[i].bytes, accepted[i].n_bytes, &HECHA_JSON_MESSAGE_LIMITS, NULL));
      g_assert_false (hecha_json_scan (&json, "[1,", 3, &HECHA_JSON_MESSAGE_LIMITS, NULL));
      g_assert_cmpuint (hecha_json_member (&json, 0, "a"), ==, 0);
    }
  hecha_json_clear (&json);
  g_assert_true (hecha_json_scan (&json, "[1]", 3, &HECHA_JSON_ENTRY_LIMITS, NULL));
}

static GString *
repeat (const char *begin, const char *middle, guint n, const char *end)
{
  GString *text = g_string_new (begin);

  for (guint i = 0; i < n; i++)
    g_string_append (text, middle);
  return g_string_append (text, end);
}

static void
assert_scans (GString *text, const HechaJsonLimits *limits, const char *expected)
{
  g_autofree char *message = dup_refusal (text->str, text->len, limits);

  g_assert_cmpstr (message, ==, expected);
  g_string_free (text, TRUE);
}

static void
test_bytes_are_limited (void)
{
  gsize most = HECHA_JSON_ENTRY_LIMITS.max_bytes;

  g_assert_cmpuint (most, ==, 1048576);
  assert_scans (repeat ("\"", "x", most - 2, "\""), &HECHA_JSON_ENTRY_LIMITS, NULL);
  assert_scans (repeat ("\"", "x", most - 1, "\""), &HECHA_JSON_ENTRY_LIMITS,
                "the document is too long at byte 1048576");
  assert_scans (repeat ("1", " ", most, ""), &HECHA_JSON_MESSAGE_LIMITS,
                "the document is too long at byte 1048576");
}

static void
test_depth_is_limited (void)
{
  HechaJsonLimits more = {1024 * 1024, 1000000, 200000, TRUE}, flat = {1024, 0, 10, TRUE};
  GString *deep = repeat ("", "[", 32, "");

  for (guint i = 0; i < 32; i++)
    g_string_append_c (deep, ']');
  assert_scans (deep, &HECHA_JSON_ENTRY_LIMITS, NULL);
  assert_scans (repeat ("", "[", 33, ""), &HECHA_JSON_ENTRY_LIMITS,
                "arrays and objects nested too deep at byte 32");
  assert_scans (repeat ("", "{\"\":", 33, ""), &HECHA_JSON_MESSAGE_LIMITS,
                "arrays and objects nested too deep at byte 128");
  assert_scans (repeat ("", "[", 33, ""), &more, "arrays and objects nested too deep at byte 32");
  assert_scans (repeat ("", "[", 1, "]"), &flat, "arrays and objects nested too deep at byte 0");
  assert_scans (repeat ("", "7", 1, ""), &flat, NULL);
}

static void
test_a_hundred_thousand_levels_are_refused (void)
{
  assert_scans (repeat ("", "[", 100000, ""), &HECHA_JSON_ENTRY_LIMITS,
                "arrays and objects nested too deep at byte 32");
  assert_scans (repeat ("", "[", 100000, ""), &HECHA_JSON_MESSAGE_LIMITS,
                "arrays and objects nested too deep at byte 32");
  assert_scans (repeat ("", "{\"a\":", 100000, ""), &HECHA_JSON_MESSAGE_LIMITS,
                "arrays and objects nested too deep at byte 160");
}

static void
test_values_are_limited (void)
{
  HechaJsonLimits three = {1024, 32, 3, FALSE};

  assert_scans (repeat ("[0", ",0", 199998, "]"), &HECHA_JSON_ENTRY_LIMITS, NULL);
  assert_scans (repeat ("[0", ",0", 199999, "]"), &HECHA_JSON_ENTRY_LIMITS, "too many values at byte 399999");
  assert_scans (repeat ("{\"a\":1", "", 0, "}"), &three, NULL);
  assert_scans (repeat ("{\"a\":1,\"b\"", "", 0, ":2}"), &three, "too many values at byte 8");
}

/* A failed scan must not have taken memory for more than it was allowed. */
static void
test_tokens_never_exceed_the_limit (void)
{
  g_autoptr (GString) text = repeat ("[0", ",0", 300000, "]");
  HechaJsonLimits limits = {1024 * 1024, 32, 1000, FALSE};
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  g_assert_false (hecha_json_scan (&json, text->str, text->len, &limits, NULL));
  g_assert_cmpuint (json.allocated, <=, 2 * limits.max_tokens);
}

/* Without sorting this would compare five thousand million pairs; the test's time limit would end it. */
static void
test_a_hundred_thousand_members_are_compared_quickly (void)
{
  HechaJsonLimits limits = {4 * 1024 * 1024, 32, 400000, FALSE};
  g_autoptr (GString) text = g_string_new ("{");
  gsize last;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "\"%s%06u\":0,", i % 2 ? "k" : "\\u006b", i * 7919 % 100000);
  last = text->len;
  expected = g_strdup_printf ("duplicate member name at byte %" G_GSIZE_FORMAT, last);
  assert_scans (repeat (text->str, "\"x\":0", 1, "}"), &limits, NULL);
  assert_scans (repeat (text->str, "\"k007919\":0", 1, "}"), &limits, expected);
}

/* GLib alone would need minutes for these. */
static void
test_a_megabyte_of_composed_text_is_checked_quickly (void)
{
  assert_scans (repeat ("\"", "각", 300000, "\""), &HECHA_JSON_ENTRY_LIMITS, NULL);
  assert_scans (repeat ("\"", "ế", 300000, "\""), &HECHA_JSON_ENTRY_LIMITS, NULL);
  assert_scans (repeat ("\"x", "\xcc\x81", 500000, "\""), &HECHA_JSON_ENTRY_LIMITS,
                "too many combining characters in a row at byte 0");
  assert_scans (repeat ("\"x", "\xcc\x81", 64, "\""), &HECHA_JSON_ENTRY_LIMITS, NULL);
  assert_scans (repeat ("\"x", "\xcc\x81\xcc\xa7", 30, "\""), &HECHA_JSON_ENTRY_LIMITS,
                "text that is not in the normal form NFC at byte 0");
}

/* The pieces that text is cut into must not hide what stands at their edges. */
static void
test_normal_form_is_checked_everywhere (void)
{
  for (guint before = 0; before < 200; before++)
    {
      g_autofree char *expected = g_strdup ("text that is not in the normal form NFC at byte 0");

      assert_scans (repeat ("\"", "ế", before, "\xe1\x84\x80\xe1\x85\xa1\""), &HECHA_JSON_ENTRY_LIMITS,
                    expected);
      assert_scans (repeat ("\"", "x", before, "e\xcc\x81yyyy\""), &HECHA_JSON_ENTRY_LIMITS, expected);
      assert_scans (repeat ("\"", "核", before, "\xea\xb0\x80\xe1\x86\xa8\""), &HECHA_JSON_ENTRY_LIMITS,
                    expected);
      assert_scans (repeat ("\"", "ế", before, "x\xcc\x81\""), &HECHA_JSON_ENTRY_LIMITS, NULL);
    }
}

/* Every character, against GLib: accepted alone exactly if it is its own normal form. */
static void
test_every_character_is_judged_as_glib_does (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char bytes[16] = "\"";
      gsize length = 1;
      g_autofree char *normal = NULL;
      g_auto (HechaJson) json = HECHA_JSON_INIT;
      gboolean same;

      if (c < 0x20 || c == '"' || c == '\\' || (c >= 0xd800 && c <= 0xdfff))
        continue;
      length += g_unichar_to_utf8 (c, bytes + 1);
      normal = g_utf8_normalize (bytes + 1, length - 1, G_NORMALIZE_NFC);
      same = strlen (normal) == length - 1 && memcmp (normal, bytes + 1, length - 1) == 0;
      bytes[length++] = '"';
      g_assert_true (hecha_json_scan (&json, bytes, length, &HECHA_JSON_ENTRY_LIMITS, NULL) == same);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/accepts-what-rfc-8259-allows", test_accepts_what_rfc_8259_allows);
  g_test_add_func ("/json/refuses-what-two-programs-read-differently",
                   test_refuses_what_two_programs_read_differently);
  g_test_add_func ("/json/refuses-a-message-by-what-it-means", test_refuses_a_message_by_what_it_means);
  g_test_add_func ("/json/canonical-form-names-what-is-not-canonical",
                   test_canonical_form_names_what_is_not_canonical);
  g_test_add_func ("/json/no-beginning-of-a-document-is-a-document",
                   test_no_beginning_of_a_document_is_a_document);
  g_test_add_func ("/json/no-control-character-may-stand-in-a-string",
                   test_no_control_character_may_stand_in_a_string);
  g_test_add_func ("/json/members-and-elements-are-found", test_members_and_elements_are_found);
  g_test_add_func ("/json/what-is-not-there-is-not-found", test_what_is_not_there_is_not_found);
  g_test_add_func ("/json/one-object-scans-many-documents", test_one_object_scans_many_documents);
  g_test_add_func ("/json/bytes-are-limited", test_bytes_are_limited);
  g_test_add_func ("/json/depth-is-limited", test_depth_is_limited);
  g_test_add_func ("/json/a-hundred-thousand-levels-are-refused", test_a_hundred_thousand_levels_are_refused);
  g_test_add_func ("/json/values-are-limited", test_values_are_limited);
  g_test_add_func ("/json/tokens-never-exceed-the-limit", test_tokens_never_exceed_the_limit);
  g_test_add_func ("/json/a-hundred-thousand-members-are-compared-quickly",
                   test_a_hundred_thousand_members_are_compared_quickly);
  g_test_add_func ("/json/a-megabyte-of-composed-text-is-checked-quickly",
                   test_a_megabyte_of_composed_text_is_checked_quickly);
  g_test_add_func ("/json/normal-form-is-checked-everywhere", test_normal_form_is_checked_everywhere);
  g_test_add_func ("/json/every-character-is-judged-as-glib-does",
                   test_every_character_is_judged_as_glib_does);
  return g_test_run ();
}
