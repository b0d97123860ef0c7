/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-central-private.h"

#include "base/hecha-error.h"
#include "store/hecha-files.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-bundle-sync.h"
#include "sync/hecha-sync-message.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The server's side of a bundle: what comes is taken in as a push would be; the answer goes back as a bundle. */

typedef struct
{
  HechaCentral *central;
  char dev[64];       /* whose bundle it is */
  GArray *have;       /* (owned) (nullable) what the device said it has */
  GPtrArray *answers; /* (owned) (element-type GBytes) */
} Import;

static gboolean
same_device (Import *self, const HechaSyncRequest *request, GError **error)
{
  if (request->dev[0] != '\0' && (self->dev[0] == '\0' || strcmp (self->dev, request->dev) == 0))
    {
      g_strlcpy (self->dev, request->dev, sizeof self->dev);
      return TRUE;
    }
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The bundle does not say whose it is"));
  return FALSE;
}

static gboolean
exchange_in_txn (Import *self, GBytes *lines, GError **error)
{
  HechaStore *store = self->central->store;
  g_auto (HechaTxn) txn = hecha_store_begin (store, error);
  GBytes *answer;

  if (txn.db == NULL)
    return FALSE;
  answer = hecha_central_exchange (self->central, self->dev, lines, NULL, error);
  if (answer == NULL)
    return FALSE;
  g_ptr_array_add (self->answers, answer);
  return hecha_store_commit (store, &txn, error);
}

static gboolean
take_lines (GBytes *lines, gpointer data, GError **error)
{
  Import *self = data;
  g_auto (HechaSyncRequest) request = {0};
  HechaTime last = self->central->store->last;

  if (!hecha_sync_request_parse (&request, lines, error) || !same_device (self, &request, error))
    return FALSE;
  if (request.have != NULL)
    {
      g_clear_pointer (&self->have, g_array_unref);
      self->have = g_steal_pointer (&request.have);
    }
  if (exchange_in_txn (self, lines, error))
    return TRUE;
  self->central->store->last = last;
  self->central->n_scopes = 0;
  hecha_store_forget (self->central->store);
  return FALSE;
}

static gboolean
note_files (Import *self, HechaEvidence *files, GPtrArray *arrived, GError **error)
{
  for (guint i = 0; i < arrived->len; i++)
    {
      HechaDigest digest;
      guint64 size = 0;

      hecha_digest_from_text (&digest, g_ptr_array_index (arrived, i), -1);
      if (hecha_evidence_has (files, &digest, &size)
          && !hecha_store_note_file (self->central->store, &digest, (gint64)size, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- the way back ---- */

static gboolean
find_device (HechaCentral *self, const char *dev, HechaKey *key, GError **error)
{
  g_autoptr (HechaRecord) grant = hecha_central_home_grant (self, dev, error);

  memset (key, 0, sizeof *key);
  if (grant != NULL
      && hecha_public_key_from_text (key->sign_public, hecha_record_get (grant, "key"), "ed25519")
      && hecha_public_key_from_text (key->box_public, hecha_record_get (grant, "box_key"), "x25519"))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no device %s here"), dev);
  return FALSE;
}

/* The answers say what became of what came; their pages are left out, since all that is lacking follows. */
static gboolean
add_answers (HechaBundleWriter *writer, GPtrArray *answers, GPtrArray *stored, GError **error)
{
  for (guint i = 0; i < answers->len; i++)
    {
      g_autoptr (HechaSyncAnswer) answer = hecha_sync_answer_parse (g_ptr_array_index (answers, i), error);
      g_autoptr (GBytes) lines = NULL;

      if (answer == NULL)
        return FALSE;
      answer->n_lines = 0;
      answer->more = FALSE;
      for (guint k = 0; i + 1 == answers->len && k < stored->len; k++)
        g_ptr_array_add (answer->stored, g_strdup (g_ptr_array_index (stored, k)));
      lines = hecha_sync_answer_build (answer);
      if (!hecha_bundle_writer_add_lines (writer, g_bytes_get_data (lines, NULL), g_bytes_get_size (lines),
                                          error))
        return FALSE;
    }
  return TRUE;
}

static char *
receipt_now (HechaCentral *self, const char *dev, GHashTable *scopes, GError **error)
{
  g_autoptr (GArray) tips = hecha_store_tips (self->store, scopes, error);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  char at[HECHA_TIME_LENGTH + 1];
  HechaDigest heads;

  if (tips == NULL)
    return NULL;
  for (guint i = 0; i < tips->len; i++)
    if (strcmp (g_array_index (tips, HechaTip, i).dev, dev) == 0)
      g_array_append_val (own, g_array_index (tips, HechaTip, i));
  hecha_tips_digest (tips, &heads);
  hecha_time_to_text (hecha_time_from_ms (hecha_env_now_ms (&self->env)), at);
  return hecha_receipt_build (&self->key, dev, self->epoch, at, own, &heads);
}

static gboolean
add_pages (HechaCentral *self, HechaBundleWriter *writer, const char *dev, GArray *have, GError **error)
{
  g_autoptr (GHashTable) scopes = hecha_store_device_scopes (self->store, dev, error);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (HechaPiece));
  g_autoptr (GHashTable) without = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean more = TRUE;

  if (scopes == NULL || !hecha_store_missing (self->store, scopes, have, pieces, without, error))
    return FALSE;
  while (more)
    {
      g_autoptr (HechaSyncAnswer) answer = hecha_sync_answer_new ();
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (!hecha_store_append_pieces (self->store, pieces, without, lines, &more, error))
        return FALSE;
      answer->device = hecha_store_device_state (self->store, dev);
      answer->epoch = g_strdup (self->epoch);
      answer->lines = lines->str;
      answer->n_lines = lines->len;
      answer->more = more;
      answer->receipt = more ? NULL : receipt_now (self, dev, scopes, error);
      bytes = hecha_sync_answer_build (answer);
      if ((!more && answer->receipt == NULL)
          || !hecha_bundle_writer_add_lines (writer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                             error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_answer_bundle (HechaCentral *self, const char *dev, GArray *have, GPtrArray *answers, GPtrArray *stored,
                     const char *path, GError **error)
{
  g_autoptr (HechaBundleWriter) writer = NULL;
  g_autofree char *state = hecha_store_device_state (self->store, dev);
  HechaBundleCounts counts;
  HechaKey key;

  if (!find_device (self, dev, &key, error))
    return FALSE;
  writer = hecha_bundle_writer_new (path, &key, &self->env, error);
  if (writer == NULL || !add_answers (writer, answers, stored, error))
    return FALSE;
  /* A device that was revoked or stopped is told what became of its work, and gets nothing more. */
  if (strcmp (state, "active") == 0 && !add_pages (self, writer, dev, have, error))
    return FALSE;
  return hecha_bundle_writer_finish (writer, NULL, &counts, error);
}

/* ---- what the operator asks ---- */

typedef struct
{
  const char *path;
  const char *receipt;
  GBytes *answer; /* (out) */
} ImportQuestion;

static GBytes *
describe_import (const Import *import, GPtrArray *arrived, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  guint held = 0, refused = 0;

  for (guint i = 0; i < import->answers->len; i++)
    {
      g_autoptr (HechaSyncAnswer) answer
        = hecha_sync_answer_parse (g_ptr_array_index (import->answers, i), error);

      if (answer == NULL)
        return NULL;
      held += answer->held->len;
      refused += answer->refused->len;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "device");
  json_builder_add_string_value (builder, import->dev);
  json_builder_set_member_name (builder, "files");
  json_builder_add_int_value (builder, arrived->len);
  json_builder_set_member_name (builder, "held");
  json_builder_add_int_value (builder, held);
  json_builder_set_member_name (builder, "refused");
  json_builder_add_int_value (builder, refused);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return hecha_json_to_bytes (root);
}

static gboolean
finish_import (Import *import, ImportQuestion *question, HechaEvidence *files, GPtrArray *arrived,
               GError **error)
{
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (HechaTip));

  if (!note_files (import, files, arrived, error))
    return FALSE;
  question->answer = describe_import (import, arrived, error);
  return question->answer != NULL
         && (question->receipt == NULL
             || write_answer_bundle (import->central, import->dev,
                                     import->have != NULL ? import->have : nothing, import->answers, arrived,
                                     question->receipt, error));
}

static gboolean
import_task (HechaCentral *self, gpointer data, GError **error)
{
  ImportQuestion *question = data;
  g_autoptr (HechaEvidence) files = hecha_evidence_new (self->dir, &self->env);
  Import import = {self, "", NULL, g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref)};
  g_autoptr (GPtrArray) arrived
    = hecha_bundle_unpack (question->path, &self->key, files, take_lines, &import, NULL, error);
  gboolean ok = arrived != NULL && finish_import (&import, question, files, arrived, error);

  g_clear_pointer (&import.have, g_array_unref);
  g_ptr_array_unref (import.answers);
  return ok;
}

/**
 * hecha_central_import_bundle:
 * @self: the central database
 * @path: a bundle for this server
 * @receipt: (nullable): where the bundle for its device goes that says what became of it
 * @error: %HECHA_ERROR_UNTRUSTED when it is damaged or for somebody else, or when a disk failed
 *
 * Returns: (transfer full) (nullable): `{"device","files","held","refused"}`
 */
GBytes *
hecha_central_import_bundle (HechaCentral *self, const char *path, const char *receipt, GError **error)
{
  ImportQuestion question = {path, receipt, NULL};

  if (hecha_central_run (self, import_task, &question, error))
    return question.answer;
  g_clear_pointer (&question.answer, g_bytes_unref);
  return NULL;
}

typedef struct
{
  const char *dev;
  const char *path;
} ExportQuestion;

static gboolean
export_task (HechaCentral *self, gpointer data, GError **error)
{
  ExportQuestion *question = data;
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (HechaTip));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  return write_answer_bundle (self, question->dev, nothing, none, none, question->path, error);
}

/**
 * hecha_central_export_bundle:
 * @self: the central database
 * @dev: a device
 * @path: the file to be written
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_STORAGE
 *
 * All that the device may have, for one that has no network at all.
 *
 * Returns: whether the bundle is on disk
 */
gboolean
hecha_central_export_bundle (HechaCentral *self, const char *dev, const char *path, GError **error)
{
  ExportQuestion question = {dev, path};

  return hecha_central_run (self, export_task, &question, error);
}
