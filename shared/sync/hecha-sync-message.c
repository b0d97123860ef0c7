/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-sync-message.h"

#include "base/hecha-canonical.h"
#include "base/hecha-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* First lines may be long: an office has many chains. */
static const HechaJsonLimits LINE_LIMITS = {4 * 1024 * 1024, 8, 400000, FALSE};

static gboolean
fail (GError **error, const char *reason)
{
  g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The sync message is not understood: %s"), reason);
  return FALSE;
}

/* ---- tips as JSON ---- */

static void
append_tips (GString *out, GArray *tips, gboolean with_digest)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < tips->len; i++)
    {
      const HechaTip *tip = &g_array_index (tips, HechaTip, i);
      char digest[HECHA_DIGEST_TEXT_BYTES];

      hecha_digest_to_text (&tip->digest, digest);
      g_string_append_printf (out, "%s[\"%s\",\"%s\",%" G_GINT64_FORMAT, i > 0 ? "," : "", tip->scope,
                              tip->dev, tip->seq);
      if (with_digest)
        g_string_append_printf (out, ",\"%s\"", digest);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static gboolean
read_tip (const HechaJson *json, guint token, gboolean with_digest, HechaTip *tip)
{
  const HechaJsonToken *t = &json->tokens[token];
  guint scope = token + 1, dev = scope + 1, seq = dev + 1, digest = seq + 1;
  const HechaJsonToken *d = &json->tokens[digest];

  memset (tip, 0, sizeof *tip);
  if (t->kind != HECHA_JSON_ARRAY || t->count != (with_digest ? 4u : 3u)
      || !hecha_json_copy_string (json, scope, tip->scope, sizeof tip->scope)
      || !hecha_json_copy_string (json, dev, tip->dev, sizeof tip->dev)
      || json->tokens[seq].kind != HECHA_JSON_INTEGER)
    return FALSE;
  tip->seq = hecha_json_integer (json, seq);
  return tip->seq >= 0 && hecha_scope_is_valid (tip->scope, strlen (tip->scope))
         && hecha_dev_is_valid (tip->dev, strlen (tip->dev))
         && (!with_digest
             || (d->kind == HECHA_JSON_STRING
                 && hecha_digest_from_text (&tip->digest, json->bytes + d->start, d->length)));
}

static GArray *
read_tips (const HechaJson *json, guint token, gboolean with_digest)
{
  g_autoptr (GArray) tips = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  guint item = token + 1;

  if (token == 0 || json->tokens[token].kind != HECHA_JSON_ARRAY)
    return NULL;
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    {
      HechaTip tip;

      if (!read_tip (json, item, with_digest, &tip))
        return NULL;
      g_array_append_val (tips, tip);
    }
  g_array_sort (tips, hecha_tip_compare);
  return g_steal_pointer (&tips);
}

/* ---- the request ---- */

/**
 * hecha_sync_request_build:
 * @heads: digest of what the device has, @lines included
 * @have: (nullable) (element-type HechaTip): the same in full
 * @dev: (nullable): in a bundle: whose it is
 * @report: (nullable): what the device says of itself, with its clock
 * @lines: entries and heads
 *
 * Returns: (transfer full): the request's lines
 */
GBytes *
hecha_sync_request_build (const HechaDigest *heads, GArray *have, const char *dev, const HechaReport *report,
                          const GString *lines)
{
  GString *out = g_string_sized_new (lines->len + 4096);
  char digest[HECHA_DIGEST_TEXT_BYTES];

  hecha_digest_to_text (heads, digest);
  g_string_append_c (out, '{');
  if (dev != NULL)
    g_string_append_printf (out, "\"dev\":\"%s\",", dev);
  if (have != NULL)
    {
      g_string_append (out, "\"have\":");
      append_tips (out, have, TRUE);
      g_string_append_c (out, ',');
    }
  g_string_append_printf (out, "\"heads\":\"%s\",\"hecha\":1", digest);
  if (report != NULL)
    g_string_append_printf (out,
                            ",\"self\":{\"bytes\":%" G_GINT64_FORMAT ",\"clock\":%" G_GINT64_FORMAT
                            ",\"entries\":%" G_GINT64_FORMAT ",\"files\":%" G_GINT64_FORMAT "}",
                            report->bytes, report->ahead_ms, report->entries, report->files);
  g_string_append (out, "}\n");
  g_string_append_len (out, lines->str, (gssize)lines->len);
  return g_string_free_to_bytes (out);
}

static gboolean
scan_first_line (HechaJson *json, GBytes *bytes, gsize *length, GError **error)
{
  gsize n_bytes;
  const char *text = g_bytes_get_data (bytes, &n_bytes);
  const char *end = n_bytes > 0 ? memchr (text, '\n', n_bytes) : NULL;

  if (end == NULL)
    return fail (error, _ ("it has no first line"));
  *length = (gsize)(end - text) + 1;
  if (!hecha_json_scan (json, text, *length - 1, &LINE_LIMITS, error))
    return FALSE;
  return hecha_json_kind (json, 0) == HECHA_JSON_OBJECT
         || fail (error, _ ("its first line is not an object"));
}

static gboolean
check_version (const HechaJson *json, GError **error)
{
  guint version = hecha_json_member (json, 0, "hecha");

  if (version == 0 || hecha_json_kind (json, version) != HECHA_JSON_INTEGER)
    return fail (error, _ ("the other side is not Hecha"));
  if (hecha_json_integer (json, version) != 1)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NEWER,
                           _ ("The other side speaks a newer protocol; install that Hecha"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_count (const HechaJson *json, guint object, const char *name, gint64 *count)
{
  guint token = hecha_json_member (json, object, name);

  if (token == 0 || hecha_json_kind (json, token) != HECHA_JSON_INTEGER)
    return FALSE;
  *count = hecha_json_integer (json, token);
  return *count >= 0;
}

static gboolean
read_report (HechaSyncRequest *self, const HechaJson *json, GError **error)
{
  guint token = hecha_json_member (json, 0, "self");

  if (token == 0)
    return TRUE;
  self->report.told = hecha_json_kind (json, token) == HECHA_JSON_OBJECT
                      && read_count (json, token, "bytes", &self->report.bytes)
                      && read_count (json, token, "clock", &self->report.ahead_ms)
                      && read_count (json, token, "entries", &self->report.entries)
                      && read_count (json, token, "files", &self->report.files);
  return self->report.told || fail (error, _ ("self lacks something"));
}

static gboolean
read_request (HechaSyncRequest *self, const HechaJson *json, GError **error)
{
  guint heads = hecha_json_member (json, 0, "heads"), have = hecha_json_member (json, 0, "have");
  guint dev = hecha_json_member (json, 0, "dev");
  char digest[HECHA_DIGEST_TEXT_BYTES];

  if (!check_version (json, error))
    return FALSE;
  if (!hecha_json_copy_string (json, heads, digest, sizeof digest)
      || !hecha_digest_from_text (&self->heads, digest, -1))
    return fail (error, _ ("heads is not a digest"));
  if (dev != 0
      && (!hecha_json_copy_string (json, dev, self->dev, sizeof self->dev)
          || !hecha_dev_is_valid (self->dev, strlen (self->dev))))
    return fail (error, _ ("dev is not a device"));
  if (have != 0)
    self->have = read_tips (json, have, TRUE);
  if (have != 0 && self->have == NULL)
    return fail (error, _ ("have is not a list of heads"));
  return read_report (self, json, error);
}

/**
 * hecha_sync_request_parse:
 * @self: (out caller-allocates): the request; borrows @bytes
 * @bytes: its lines
 * @error: %HECHA_ERROR_INVALID or %HECHA_ERROR_NEWER
 *
 * Returns: whether it is a request; entries and heads are not looked at
 */
gboolean
hecha_sync_request_parse (HechaSyncRequest *self, GBytes *bytes, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  gsize n_bytes, first;
  const char *text = g_bytes_get_data (bytes, &n_bytes);

  memset (self, 0, sizeof *self);
  if (!scan_first_line (&json, bytes, &first, error) || !read_request (self, &json, error))
    return FALSE;
  self->lines = text + first;
  self->n_lines = n_bytes - first;
  return TRUE;
}

/**
 * hecha_sync_request_clear:
 * @self: a request
 */
void
hecha_sync_request_clear (HechaSyncRequest *self)
{
  g_clear_pointer (&self->have, g_array_unref);
}

/* ---- the answer ---- */

static void
free_refusal (gpointer data)
{
  HechaRefusal *refusal = data;

  g_free (refusal->scope);
  g_free (refusal->dev);
  g_free (refusal->reason);
  g_free (refusal);
}

/**
 * hecha_sync_answer_new:
 *
 * Returns: (transfer full): an answer that says nothing yet
 */
HechaSyncAnswer *
hecha_sync_answer_new (void)
{
  HechaSyncAnswer *self = g_new0 (HechaSyncAnswer, 1);

  self->accepted = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  self->lacks = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  self->held = g_ptr_array_new_with_free_func (g_free);
  self->reasons = g_ptr_array_new_with_free_func (g_free);
  self->parked = g_ptr_array_new_with_free_func (g_free);
  self->refused = g_ptr_array_new_with_free_func (free_refusal);
  self->wanted = g_ptr_array_new_with_free_func (g_free);
  self->stored = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * hecha_sync_answer_free:
 * @self: (transfer full) (nullable): an answer
 */
void
hecha_sync_answer_free (HechaSyncAnswer *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->accepted);
  g_array_unref (self->lacks);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->parked);
  g_ptr_array_unref (self->refused);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->stored);
  g_free (self->device);
  g_free (self->epoch);
  g_free (self->receipt);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_free (self);
}

static void
append_strings (GString *out, GPtrArray *strings)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < strings->len; i++)
    g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", (const char *)g_ptr_array_index (strings, i));
  g_string_append_c (out, ']');
}

static void
append_held (GString *out, const HechaSyncAnswer *self)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < self->held->len; i++)
    {
      g_string_append_printf (out, "%s[\"%s\",", i > 0 ? "," : "",
                              (const char *)g_ptr_array_index (self->held, i));
      hecha_canonical_append_string (out, g_ptr_array_index (self->reasons, i), -1);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
append_reports (GString *out, GPtrArray *reports)
{
  g_string_append (out, ",\"devices\":[");
  for (guint i = 0; i < reports->len; i++)
    {
      const HechaReport *report = g_ptr_array_index (reports, i);

      g_string_append_printf (out, "%s[\"%s\",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, i > 0 ? "," : "",
                              report->dev, report->seen_ms, report->wanted);
      if (report->told)
        g_string_append_printf (
          out, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT,
          report->ahead_ms, report->entries, report->files, report->bytes);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

static void
append_refused (GString *out, GPtrArray *refused)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < refused->len; i++)
    {
      const HechaRefusal *refusal = g_ptr_array_index (refused, i);

      g_string_append_printf (out, "%s[\"%s\",\"%s\",%" G_GINT64_FORMAT ",", i > 0 ? "," : "", refusal->scope,
                              refusal->dev, refusal->seq);
      hecha_canonical_append_string (out, refusal->reason, -1);
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');
}

/**
 * hecha_sync_answer_build:
 * @self: an answer
 *
 * Returns: (transfer full): its lines
 */
GBytes *
hecha_sync_answer_build (const HechaSyncAnswer *self)
{
  GString *out = g_string_sized_new (self->n_lines + 4096);

  g_string_append (out, "{\"accepted\":");
  append_tips (out, self->accepted, TRUE);
  g_string_append_printf (out, ",\"device\":\"%s\"", self->device);
  if (self->devices != NULL)
    append_reports (out, self->devices);
  g_string_append_printf (out, ",\"epoch\":\"%s\",\"held\":", self->epoch);
  append_held (out, self);
  g_string_append (out, ",\"hecha\":1,\"lacks\":");
  append_tips (out, self->lacks, FALSE);
  g_string_append (out, ",\"parked\":");
  append_strings (out, self->parked);
  g_string_append (out, ",\"refused\":");
  append_refused (out, self->refused);
  if (self->stored->len > 0)
    {
      g_string_append (out, ",\"stored\":");
      append_strings (out, self->stored);
    }
  g_string_append (out, ",\"wanted\":");
  append_strings (out, self->wanted);
  g_string_append (out, "}\n");
  if (self->n_lines > 0)
    g_string_append_len (out, self->lines, (gssize)self->n_lines);
  g_string_append_printf (out, "{\"more\":%s,\"need\":%s}\n", self->more ? "true" : "false",
                          self->need_have ? "\"have\"" : "null");
  if (self->receipt != NULL)
    g_string_append_printf (out, "{\"receipt\":%s}\n", self->receipt);
  return g_string_free_to_bytes (out);
}

static gboolean
read_digests (const HechaJson *json, guint token, GPtrArray *out)
{
  guint item = token + 1;

  if (token == 0 || json->tokens[token].kind != HECHA_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    {
      char text[HECHA_DIGEST_TEXT_BYTES];
      HechaDigest digest;

      if (!hecha_json_copy_string (json, item, text, sizeof text)
          || !hecha_digest_from_text (&digest, text, -1))
        return FALSE;
      g_ptr_array_add (out, g_strdup (text));
    }
  return TRUE;
}

static gboolean
read_held (const HechaJson *json, guint token, HechaSyncAnswer *self)
{
  guint item = token + 1;

  if (token == 0 || json->tokens[token].kind != HECHA_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    {
      if (json->tokens[item].kind != HECHA_JSON_ARRAY || json->tokens[item].count != 2
          || json->tokens[item + 1].kind != HECHA_JSON_STRING
          || json->tokens[item + 2].kind != HECHA_JSON_STRING)
        return FALSE;
      g_ptr_array_add (self->held, hecha_json_dup_string (json, item + 1));
      g_ptr_array_add (self->reasons, hecha_json_dup_string (json, item + 2));
    }
  return TRUE;
}

static gboolean
read_refused (const HechaJson *json, guint token, GPtrArray *out)
{
  guint item = token + 1;

  if (token == 0 || json->tokens[token].kind != HECHA_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    {
      HechaRefusal *refusal;

      if (json->tokens[item].kind != HECHA_JSON_ARRAY || json->tokens[item].count != 4
          || json->tokens[item + 1].kind != HECHA_JSON_STRING
          || json->tokens[item + 2].kind != HECHA_JSON_STRING
          || json->tokens[item + 3].kind != HECHA_JSON_INTEGER
          || json->tokens[item + 4].kind != HECHA_JSON_STRING)
        return FALSE;
      refusal = g_new0 (HechaRefusal, 1);
      refusal->scope = hecha_json_dup_string (json, item + 1);
      refusal->dev = hecha_json_dup_string (json, item + 2);
      refusal->seq = hecha_json_integer (json, item + 3);
      refusal->reason = hecha_json_dup_string (json, item + 4);
      g_ptr_array_add (out, refusal);
    }
  return TRUE;
}

static HechaReport *
read_device (const HechaJson *json, guint token)
{
  const HechaJsonToken *t = &json->tokens[token];
  g_autofree char *dev = NULL;
  HechaReport *report;

  if (t->kind != HECHA_JSON_ARRAY || (t->count != 3 && t->count != 7)
      || json->tokens[token + 1].kind != HECHA_JSON_STRING)
    return NULL;
  for (guint i = 2; i <= t->count; i++)
    if (json->tokens[token + i].kind != HECHA_JSON_INTEGER)
      return NULL;
  dev = hecha_json_dup_string (json, token + 1);
  if (!hecha_dev_is_valid (dev, strlen (dev)))
    return NULL;
  report = hecha_report_new (dev);
  report->seen_ms = hecha_json_integer (json, token + 2);
  report->wanted = hecha_json_integer (json, token + 3);
  report->told = t->count == 7;
  if (report->told)
    {
      report->ahead_ms = hecha_json_integer (json, token + 4);
      report->entries = hecha_json_integer (json, token + 5);
      report->files = hecha_json_integer (json, token + 6);
      report->bytes = hecha_json_integer (json, token + 7);
    }
  return report;
}

static gboolean
read_devices (HechaSyncAnswer *self, const HechaJson *json)
{
  guint token = hecha_json_member (json, 0, "devices"), item = token + 1;

  if (token == 0)
    return TRUE;
  if (json->tokens[token].kind != HECHA_JSON_ARRAY)
    return FALSE;
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_report_free);
  for (guint i = 0; i < json->tokens[token].count; i++, item = json->tokens[item].next)
    {
      HechaReport *report = read_device (json, item);

      if (report == NULL)
        return FALSE;
      g_ptr_array_add (self->devices, report);
    }
  return TRUE;
}

static gboolean
read_answer (HechaSyncAnswer *self, const HechaJson *json, GError **error)
{
  guint device = hecha_json_member (json, 0, "device"), epoch = hecha_json_member (json, 0, "epoch");
  guint stored = hecha_json_member (json, 0, "stored");

  if (!check_version (json, error))
    return FALSE;
  g_clear_pointer (&self->accepted, g_array_unref);
  g_clear_pointer (&self->lacks, g_array_unref);
  self->accepted = read_tips (json, hecha_json_member (json, 0, "accepted"), TRUE);
  self->lacks = read_tips (json, hecha_json_member (json, 0, "lacks"), FALSE);
  if (self->accepted == NULL)
    self->accepted = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  if (self->lacks == NULL)
    self->lacks = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  if (device == 0 || hecha_json_kind (json, device) != HECHA_JSON_STRING || epoch == 0
      || hecha_json_kind (json, epoch) != HECHA_JSON_STRING
      || !read_digests (json, hecha_json_member (json, 0, "parked"), self->parked)
      || !read_digests (json, hecha_json_member (json, 0, "wanted"), self->wanted)
      || (stored != 0 && !read_digests (json, stored, self->stored))
      || !read_held (json, hecha_json_member (json, 0, "held"), self) || !read_devices (self, json)
      || !read_refused (json, hecha_json_member (json, 0, "refused"), self->refused))
    return fail (error, _ ("the answer's first line lacks something"));
  self->device = hecha_json_dup_string (json, device);
  self->epoch = hecha_json_dup_string (json, epoch);
  return TRUE;
}

/* Start of the last line of @text; the line's final LF does not count. */
static const char *
last_line (const char *text, gsize n_bytes)
{
  const char *before = n_bytes > 1 ? memrchr (text, '\n', n_bytes - 1) : NULL;

  return before != NULL ? before + 1 : text;
}

static gboolean
read_receipt_line (HechaSyncAnswer *self, const char *line, gsize length, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  const char *raw;
  gsize n_raw;
  guint token;

  if (!hecha_json_scan (&json, line, length, &LINE_LIMITS, error))
    return FALSE;
  token = hecha_json_member (&json, 0, "receipt");
  if (token == 0 || hecha_json_kind (&json, token) != HECHA_JSON_OBJECT)
    return fail (error, _ ("the receipt is not an object"));
  hecha_json_raw (&json, token, &raw, &n_raw);
  self->receipt = g_strndup (raw, n_raw);
  return TRUE;
}

static gboolean
read_more_line (HechaSyncAnswer *self, const char *line, gsize length, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  guint more;

  if (!hecha_json_scan (&json, line, length, &LINE_LIMITS, error))
    return FALSE;
  more = hecha_json_member (&json, 0, "more");
  if (more == 0)
    return fail (error, _ ("it was cut off"));
  self->more = hecha_json_kind (&json, more) == HECHA_JSON_TRUE;
  self->need_have = hecha_json_string_equals (&json, hecha_json_member (&json, 0, "need"), "have");
  return TRUE;
}

static gboolean
read_end (HechaSyncAnswer *self, const char *text, gsize *n_bytes, GError **error)
{
  const char *line;

  if (*n_bytes == 0 || text[*n_bytes - 1] != '\n')
    return fail (error, _ ("it was cut off"));
  line = last_line (text, *n_bytes);
  if (g_str_has_prefix (line, "{\"receipt\":"))
    {
      if (!read_receipt_line (self, line, *n_bytes - 1 - (gsize)(line - text), error))
        return FALSE;
      *n_bytes = (gsize)(line - text);
      line = last_line (text, *n_bytes);
    }
  if (!read_more_line (self, line, *n_bytes - 1 - (gsize)(line - text), error))
    return FALSE;
  *n_bytes = (gsize)(line - text);
  return TRUE;
}

/**
 * hecha_sync_answer_parse:
 * @bytes: the answer's lines; must stay as long as the result is used
 * @error: %HECHA_ERROR_INVALID or %HECHA_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable): the answer; its entries and heads are not looked at
 */
HechaSyncAnswer *
hecha_sync_answer_parse (GBytes *bytes, GError **error)
{
  g_autoptr (HechaSyncAnswer) self = hecha_sync_answer_new ();
  g_auto (HechaJson) json = HECHA_JSON_INIT;
  gsize n_bytes, first;
  const char *text = g_bytes_get_data (bytes, &n_bytes);

  if (!scan_first_line (&json, bytes, &first, error) || !read_answer (self, &json, error))
    return NULL;
  n_bytes -= first;
  if (!read_end (self, text + first, &n_bytes, error))
    return NULL;
  self->lines = text + first;
  self->n_lines = n_bytes;
  return g_steal_pointer (&self);
}

/* ---- the receipt ---- */

static char *
receipt_body (const HechaKey *key, const char *dev, const char *epoch, const char *at, GArray *tips,
              const HechaDigest *heads, const char *signature)
{
  GString *out = g_string_new (NULL);
  g_autofree char *public_key = hecha_public_key_dup_text (key->sign_public, "ed25519");
  char digest[HECHA_DIGEST_TEXT_BYTES];

  hecha_digest_to_text (heads, digest);
  g_string_append_printf (out,
                          "{\"at\":\"%s\",\"dev\":\"%s\",\"epoch\":\"%s\",\"heads\":\"%s\",\"key\":\"%s\"",
                          at, dev, epoch, digest, public_key);
  if (signature != NULL)
    g_string_append_printf (out, ",\"sig\":\"%s\"", signature);
  g_string_append (out, ",\"tips\":[");
  for (guint i = 0; i < tips->len; i++)
    {
      const HechaTip *tip = &g_array_index (tips, HechaTip, i);

      hecha_digest_to_text (&tip->digest, digest);
      g_string_append_printf (out, "%s[\"%s\",%" G_GINT64_FORMAT ",\"%s\"]", i > 0 ? "," : "", tip->scope,
                              tip->seq, digest);
    }
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}

static char *
signed_text (const char *body)
{
  return g_strconcat ("hecha-receipt-v1\n", body, "\n", NULL);
}

/**
 * hecha_receipt_build:
 * @key: the server's keys
 * @dev: the device
 * @epoch: the server's epoch
 * @at: hybrid time by the server
 * @tips: (element-type HechaTip): the ends of the device's own chains that are here, on disk
 * @heads: digest of all that is here in the device's scopes
 *
 * Returns: (transfer full): the signed receipt as canonical JSON (docs/protocol.md 4.7)
 */
char *
hecha_receipt_build (const HechaKey *key, const char *dev, const char *epoch, const char *at, GArray *tips,
                     const HechaDigest *heads)
{
  g_autofree char *body = receipt_body (key, dev, epoch, at, tips, heads, NULL);
  g_autofree char *text = signed_text (body);
  g_autofree char *hex = NULL;
  guint8 signature[HECHA_SIGNATURE_BYTES];

  hecha_key_sign (key, text, strlen (text), signature);
  hex = hecha_hex_dup (signature, sizeof signature);
  return receipt_body (key, dev, epoch, at, tips, heads, hex);
}

/* The receipt without `"sig":"…",`, whose place in canonical JSON is known. */
static char *
without_signature (const HechaJson *json, const char *receipt, guint sig)
{
  const HechaJsonToken *t = &json->tokens[sig];
  gsize name = strlen (",\"sig\":\"");
  g_autofree char *before = g_strndup (receipt, t->start - name);

  return g_strconcat (before, receipt + t->start + t->length + 1, NULL);
}

static gboolean
check_receipt (const HechaJson *json, const char *receipt, const char *server_id)
{
  guint sig = hecha_json_member (json, 0, "sig"), key = hecha_json_member (json, 0, "key");
  char key_text[80], signature_text[2 * HECHA_SIGNATURE_BYTES + 1], id[HECHA_KEY_ID_BYTES];
  guint8 public_key[HECHA_PUBLIC_KEY_BYTES], signature[HECHA_SIGNATURE_BYTES];
  g_autofree char *body = NULL, *text = NULL;

  if (!hecha_json_copy_string (json, sig, signature_text, sizeof signature_text)
      || !hecha_json_copy_string (json, key, key_text, sizeof key_text)
      || strlen (signature_text) != 2 * HECHA_SIGNATURE_BYTES
      || !hecha_hex_parse (signature_text, 2 * HECHA_SIGNATURE_BYTES, signature)
      || !hecha_public_key_from_text (public_key, key_text, "ed25519"))
    return FALSE;
  hecha_key_id (public_key, id);
  body = without_signature (json, receipt, sig);
  text = signed_text (body);
  return strcmp (id, server_id) == 0 && hecha_key_verify (public_key, text, strlen (text), signature);
}

/**
 * hecha_receipt_verify:
 * @receipt: canonical JSON
 * @server_id: id of the server's key, as it was pinned at enrolment
 * @error: %HECHA_ERROR_UNTRUSTED
 *
 * Returns: whether the server signed it
 */
gboolean
hecha_receipt_verify (const char *receipt, const char *server_id, GError **error)
{
  g_auto (HechaJson) json = HECHA_JSON_INIT;

  if (hecha_json_scan (&json, receipt, strlen (receipt), &HECHA_JSON_ENTRY_LIMITS, NULL)
      && hecha_json_kind (&json, 0) == HECHA_JSON_OBJECT && check_receipt (&json, receipt, server_id))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_UNTRUSTED,
                       _ ("The receipt does not carry the server's signature"));
  return FALSE;
}
