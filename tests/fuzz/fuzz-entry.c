/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries and heads: what is accepted is the one canonical form of what it says, says the same when it is
 * read again, also by an object that read something else before, and every part that is named lies in the
 * bytes. */

#include "fuzz.h"

#include "base/hecha-canonical.h"
#include "journal/hecha-entry.h"

#include <string.h>

static void
check_text (const HechaEntry *entry, HechaText text)
{
  g_assert_true (text.text >= entry->json.bytes);
  g_assert_true (text.text + text.length <= entry->json.bytes + entry->json.n_bytes);
}

static void
check_token (const HechaEntry *entry, guint token)
{
  g_assert_cmpuint (token, <, entry->json.n_tokens);
}

static void
check_ops (const HechaEntry *entry)
{
  guint token = hecha_entry_first_op (entry);

  g_assert_cmpuint (entry->n_ops, >, 0);
  g_assert_cmpuint (entry->n_ops, <=, HECHA_ENTRY_MAX_OPS);
  for (guint i = 0; i < entry->n_ops; i++, token = hecha_entry_next_op (entry, token))
    {
      HechaOp op;

      hecha_entry_get_op (entry, token, &op);
      check_text (entry, op.type);
      check_text (entry, op.id);
      g_assert_cmpuint (op.id.length, <=, HECHA_ENTRY_MAX_ID);
      g_assert_true (op.set != 0 || op.add != 0 || op.rem != 0);
      check_token (entry, op.set);
      check_token (entry, op.add);
      check_token (entry, op.rem);
      check_token (entry, op.over);
      check_token (entry, op.why);
    }
}

static void
check_canonical (const HechaEntry *entry)
{
  g_autofree char *text = g_strndup (entry->json.bytes, entry->json.n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = hecha_canonical_dup_node (node, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, text);
}

static void
check_again (const HechaEntry *entry, HechaEntry *used)
{
  g_autoptr (GError) error = NULL;
  char at[HECHA_TIME_LENGTH + 1];
  HechaTime time;

  hecha_entry_scan (used, entry->json.bytes, entry->json.n_bytes, &error);
  g_assert_no_error (error);
  g_assert_true (hecha_digest_equal (&entry->digest, &used->digest));
  g_assert_cmpint (entry->seq, ==, used->seq);
  g_assert_cmpuint (entry->n_ops, ==, used->n_ops);
  hecha_time_to_text (entry->at, at);
  g_assert_true (hecha_time_from_text (&time, at, HECHA_TIME_LENGTH));
  g_assert_cmpint (time, ==, entry->at);
}

static void
read_head (const char *bytes, gsize n_bytes)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT, again = HECHA_JSON_INIT;
  g_autoptr (GString) line = g_string_new (NULL);
  HechaHead head = {0}, same = {0};
  guint token;

  if (!hecha_json_scan (&json, bytes, n_bytes, &HECHA_JSON_ENTRY_LIMITS, NULL))
    return;
  token = hecha_json_member (&json, 0, "head");
  if (token == 0 || !hecha_head_from_json (&head, &json, token, NULL))
    return;
  hecha_head_append_line (&head, line);
  g_assert_true (hecha_json_scan (&again, line->str, line->len - 1, &HECHA_JSON_ENTRY_LIMITS, NULL));
  g_assert_true (hecha_head_from_json (&same, &again, hecha_json_member (&again, 0, "head"), NULL));
  g_assert_cmpstr (head.dev, ==, same.dev);
  g_assert_cmpstr (head.scope, ==, same.scope);
  g_assert_cmpint (head.seq, ==, same.seq);
  g_assert_cmpmem (head.signature, sizeof head.signature, same.signature, sizeof same.signature);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (HechaEntry) entry = HECHA_ENTRY_INIT, used = HECHA_ENTRY_INIT;
  g_autoptr (GError) error = NULL;

  hecha_entry_scan (&used, "[1,2,3,{\"a\":[]}]", 16, NULL);
  if (hecha_entry_scan (&entry, (const char *)data, size, &error))
    {
      check_text (&entry, entry.dev);
      check_text (&entry, entry.scope);
      check_text (&entry, entry.by);
      check_ops (&entry);
      check_canonical (&entry);
      check_again (&entry, &used);
    }
  else
    g_assert_nonnull (error);
  read_head ((const char *)data, size);
  return 0;
}
