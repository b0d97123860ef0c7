/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/hecha-entry.h"

#include "base/hecha-error.h"
#include "journal/hecha-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEV_LENGTH       32
#define MAX_EPOCH_LENGTH 16

static gboolean
fail (GError **error, const char *reason)
{
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("Not an entry: %s"), reason);
  return FALSE;
}

static HechaText
text_of (const HechaJson *json, guint token)
{
  HechaText text = {json->bytes + json->tokens[token].start, json->tokens[token].length};

  return text;
}

/* A string without escapes, so that its bytes are the text itself. */
static gboolean
is_plain (const HechaJson *json, guint token)
{
  return token != 0 && json->tokens[token].kind == HECHA_JSON_STRING && !json->tokens[token].escaped;
}

/**
 * hecha_dev_is_valid:
 * @dev: @length bytes
 * @length: how many
 *
 * Returns: whether it has the form of docs/protocol.md 1.2: 32 hex digits, for a server also `.` and its epoch
 */
gboolean
hecha_dev_is_valid (const char *dev, gsize length)
{
  guint8 raw[DEV_LENGTH / 2];

  if (length < DEV_LENGTH || length > DEV_LENGTH + 1 + MAX_EPOCH_LENGTH
      || !hecha_hex_parse (dev, DEV_LENGTH, raw))
    return FALSE;
  if (length == DEV_LENGTH)
    return TRUE;
  if (dev[DEV_LENGTH] != '.' || length == DEV_LENGTH + 1)
    return FALSE;
  for (gsize i = DEV_LENGTH + 1; i < length; i++)
    if (!g_ascii_isdigit (dev[i]) && !g_ascii_islower (dev[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_id (HechaText id)
{
  if (id.length == 0 || id.length > HECHA_ENTRY_MAX_ID)
    return FALSE;
  for (gsize i = 0; i < id.length; i++)
    if ((guchar)id.text[i] < '#' || id.text[i] == '\\')
      return FALSE;
  return TRUE;
}

static gboolean
is_digest (const HechaJson *json, guint token)
{
  HechaDigest digest;
  HechaText text;

  if (!is_plain (json, token))
    return FALSE;
  text = text_of (json, token);
  return hecha_digest_from_text (&digest, text.text, (gssize)text.length);
}

static gboolean
is_digest_list (const HechaJson *json, guint token)
{
  guint item = token + 1;

  if (json->tokens[token].kind != HECHA_JSON_ARRAY || json->tokens[token].count == 0)
    return FALSE;
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    if (!is_digest (json, item))
      return FALSE;
  return TRUE;
}

static gboolean
is_removal_list (const HechaJson *json, guint token)
{
  guint item = token + 1;

  if (json->tokens[token].kind != HECHA_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    {
      guint of;

      if (json->tokens[item].kind != HECHA_JSON_OBJECT || json->tokens[item].count != 2)
        return FALSE;
      of = hecha_json_member (json, item, "of");
      if (of == 0 || hecha_json_member (json, item, "v") == 0 || !is_digest_list (json, of))
        return FALSE;
    }
  return TRUE;
}

/* An object whose members are lists, each of which @check accepts; %NULL accepts any list. */
static gboolean
is_object_of_lists (const HechaJson *json, guint token, gboolean (*check) (const HechaJson *, guint))
{
  guint name = token + 1;

  if (json->tokens[token].kind != HECHA_JSON_OBJECT || json->tokens[token].count == 0)
    return FALSE;
  for (guint i = 0; i < json->tokens[token].count; i++)
    {
      guint value = name + 1;

      if (json->tokens[value].kind != HECHA_JSON_ARRAY || (check != NULL && !check (json, value)))
        return FALSE;
      name = json->tokens[value].next;
    }
  return TRUE;
}

static gboolean
is_set (const HechaJson *json, guint token)
{
  return json->tokens[token].kind == HECHA_JSON_OBJECT && json->tokens[token].count > 0;
}

static gboolean
check_op (const HechaEntry *self, guint token, GError **error)
{
  const HechaJson *json = &self->json;
  guint type, id;
  HechaOp op;
  guint known;

  if (json->tokens[token].kind != HECHA_JSON_OBJECT)
    return fail (error, _ ("an operation is not an object"));
  type = hecha_json_member (json, token, "t");
  id = hecha_json_member (json, token, "id");
  if (!is_plain (json, type) || json->tokens[type].length == 0 || !is_plain (json, id)
      || !is_id (text_of (json, id)))
    return fail (error, _ ("an operation names no record"));
  hecha_entry_get_op (self, token, &op);
  known = 2 + (op.set != 0) + (op.add != 0) + (op.rem != 0) + (op.over != 0) + (op.why != 0);
  if (known != json->tokens[token].count)
    return fail (error, _ ("an operation has a member that is not known"));
  if (op.set == 0 && op.add == 0 && op.rem == 0)
    return fail (error, _ ("an operation does nothing"));
  if ((op.set != 0 && !is_set (json, op.set)) || (op.add != 0 && !is_object_of_lists (json, op.add, NULL))
      || (op.rem != 0 && !is_object_of_lists (json, op.rem, is_removal_list)))
    return fail (error, _ ("an operation is not well formed"));
  if (op.over != 0 && (op.set == 0 || !is_digest_list (json, op.over)))
    return fail (error, _ ("over is not a list of digests"));
  if (op.why != 0 && json->tokens[op.why].kind != HECHA_JSON_STRING)
    return fail (error, _ ("a reason is not a text"));
  return TRUE;
}

static gboolean
check_ops (HechaEntry *self, GError **error)
{
  g_autoptr (GHashTable) seen = NULL;
  guint token = hecha_entry_first_op (self);

  if (self->n_ops == 0 || self->n_ops > HECHA_ENTRY_MAX_OPS)
    return fail (error, _ ("it has no operation, or too many"));
  if (self->n_ops > 1)
    seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->n_ops; i++, token = hecha_entry_next_op (self, token))
    {
      HechaOp op;

      if (!check_op (self, token, error))
        return FALSE;
      hecha_entry_get_op (self, token, &op);
      if (seen != NULL
          && !g_hash_table_add (seen, g_strdup_printf ("%.*s %.*s", (int)op.type.length, op.type.text,
                                                       (int)op.id.length, op.id.text)))
        return fail (error, _ ("two operations are on one record"));
    }
  return TRUE;
}

static gboolean
read_integer (const HechaJson *json, guint token, gint64 *value)
{
  if (token == 0 || json->tokens[token].kind != HECHA_JSON_INTEGER)
    return FALSE;
  *value = hecha_json_integer (json, token);
  return TRUE;
}

static gboolean
read_prev (HechaEntry *self, guint token)
{
  HechaText text;

  if (token == 0)
    return FALSE;
  if (self->seq == 1)
    return self->json.tokens[token].kind == HECHA_JSON_NULL;
  if (!is_plain (&self->json, token))
    return FALSE;
  text = text_of (&self->json, token);
  return hecha_digest_from_text (&self->prev, text.text, (gssize)text.length);
}

static gboolean
read_members (HechaEntry *self, GError **error)
{
  const HechaJson *json = &self->json;
  guint at = hecha_json_member (json, 0, "at"), by = hecha_json_member (json, 0, "by");
  guint dev = hecha_json_member (json, 0, "dev"), scope = hecha_json_member (json, 0, "scope");
  gint64 version;

  if (!read_integer (json, hecha_json_member (json, 0, "v"), &version) || version != 1)
    return fail (error, _ ("its version is not 1"));
  if (!is_plain (json, at) || !is_plain (json, by) || !is_plain (json, dev) || !is_plain (json, scope))
    return fail (error, _ ("at, by, dev or scope is missing"));
  self->by = text_of (json, by);
  self->dev = text_of (json, dev);
  self->scope = text_of (json, scope);
  if (!hecha_time_from_text (&self->at, text_of (json, at).text, text_of (json, at).length))
    return fail (error, _ ("at is not a hybrid time"));
  if (!hecha_dev_is_valid (self->dev.text, self->dev.length)
      || !hecha_scope_is_valid (self->scope.text, self->scope.length))
    return fail (error, _ ("its device or scope has no valid name"));
  if (!read_integer (json, hecha_json_member (json, 0, "seq"), &self->seq) || self->seq < 1
      || !read_prev (self, hecha_json_member (json, 0, "prev")))
    return fail (error, _ ("seq and prev do not agree"));
  return TRUE;
}

/**
 * hecha_entry_scan:
 * @self: what is known of the entry afterwards; #HECHA_ENTRY_INIT at first
 * @bytes: (array length=n_bytes): the entry; must stay as long as @self is used
 * @n_bytes: how many
 * @error: %HECHA_ERROR_INVALID
 *
 * Checks the form (docs/protocol.md 1.1 to 1.5) and takes the digest. Chain, head and rules are for others.
 *
 * Returns: whether the bytes are an entry
 */
gboolean
hecha_entry_scan (HechaEntry *self, const char *bytes, gsize n_bytes, GError **error)
{
  guint ops;

  if (!hecha_json_scan (&self->json, bytes, n_bytes, &HECHA_JSON_ENTRY_LIMITS, error))
    return FALSE;
  if (self->json.tokens[0].kind != HECHA_JSON_OBJECT || self->json.tokens[0].count != 8)
    return fail (error, _ ("it has not exactly the eight members"));
  if (!read_members (self, error))
    return FALSE;
  ops = hecha_json_member (&self->json, 0, "ops");
  if (ops == 0 || self->json.tokens[ops].kind != HECHA_JSON_ARRAY)
    return fail (error, _ ("ops is not a list"));
  self->ops = ops;
  self->n_ops = self->json.tokens[ops].count;
  if (!check_ops (self, error))
    return FALSE;
  hecha_digest_of (&self->digest, bytes, n_bytes);
  return TRUE;
}

/**
 * hecha_entry_clear:
 * @self: an entry that is no longer needed
 */
void
hecha_entry_clear (HechaEntry *self)
{
  hecha_json_clear (&self->json);
}

/**
 * hecha_entry_first_op:
 * @self: a scanned entry
 *
 * Returns: the token of its first operation
 */
guint
hecha_entry_first_op (const HechaEntry *self)
{
  return self->ops + 1;
}

/**
 * hecha_entry_next_op:
 * @self: a scanned entry
 * @token: an operation of it, not the last
 *
 * Returns: the token of the operation after it
 */
guint
hecha_entry_next_op (const HechaEntry *self, guint token)
{
  return self->json.tokens[token].next;
}

/**
 * hecha_entry_nth_op:
 * @self: a scanned entry
 * @index: from 0, less than its number of operations
 *
 * Returns: the token of that operation
 */
guint
hecha_entry_nth_op (const HechaEntry *self, gint64 index)
{
  guint token = hecha_entry_first_op (self);

  for (gint64 i = 0; i < index; i++)
    token = hecha_entry_next_op (self, token);
  return token;
}

/**
 * hecha_entry_get_op:
 * @self: a scanned entry
 * @token: an operation of it
 * @op: (out caller-allocates): its parts
 */
void
hecha_entry_get_op (const HechaEntry *self, guint token, HechaOp *op)
{
  op->type = text_of (&self->json, hecha_json_member (&self->json, token, "t"));
  op->id = text_of (&self->json, hecha_json_member (&self->json, token, "id"));
  op->set = hecha_json_member (&self->json, token, "set");
  op->add = hecha_json_member (&self->json, token, "add");
  op->rem = hecha_json_member (&self->json, token, "rem");
  op->over = hecha_json_member (&self->json, token, "over");
  op->why = hecha_json_member (&self->json, token, "why");
}
