/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-bundle-sync.h"

#include "base/hecha-error.h"
#include "evidence/hecha-partial.h"
#include "store/hecha-files.h"
#include "store/hecha-outbox.h"
#include "store/hecha-store-private.h"
#include "sync/hecha-sync-message.h"
#include "sync/hecha-sync-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- unpacking, on either side ---- */

typedef struct
{
  HechaEvidence *files; /* (not owned) */
  HechaBundleLines lines;
  gpointer data;
  GCancellable *cancellable;
  HechaPartial *partial; /* (owned) (nullable): the file that is coming */
  GPtrArray *arrived;    /* (owned) (element-type utf8): digests of files that are on disk now */
} Unpacking;

static gboolean
take_lines (const char *lines, gsize n_bytes, gpointer data, GError **error)
{
  Unpacking *self = data;
  g_autoptr (GBytes) bytes = g_bytes_new (lines, n_bytes);

  return self->lines (bytes, self->data, error);
}

static gboolean
begin_file (const HechaDigest *digest, guint64 size, gpointer data, GError **error)
{
  Unpacking *self = data;
  g_autofree char *id = hecha_hex_dup (digest->bytes, sizeof digest->bytes);

  hecha_partial_discard (self->files, id, NULL);
  self->partial = hecha_partial_begin (self->files, id, size, digest, error);
  return self->partial != NULL;
}

static gboolean
take_file_bytes (const void *bytes, gsize n_bytes, gpointer data, GError **error)
{
  Unpacking *self = data;

  return hecha_partial_append (self->partial, bytes, n_bytes, error);
}

static gboolean
end_file (gpointer data, GError **error)
{
  Unpacking *self = data;
  g_autofree char *digest = hecha_digest_dup_text (hecha_partial_get_expected (self->partial));
  gboolean ok = hecha_partial_finish (self->partial, self->cancellable, error);

  g_clear_pointer (&self->partial, hecha_partial_free);
  if (ok)
    g_ptr_array_add (self->arrived, g_steal_pointer (&digest));
  return ok;
}

/**
 * hecha_bundle_unpack:
 * @path: a bundle
 * @own: the keys of whom it is for
 * @files: where its evidence goes
 * @lines: takes each record of lines
 * @data: for @lines
 * @cancellable: (nullable): stops between two records
 * @error: %HECHA_ERROR_UNTRUSTED when it is damaged or for somebody else; what came before the damage was handed on
 *
 * Returns: (transfer full) (element-type utf8) (nullable): digests of the files that came and are on disk
 */
GPtrArray *
hecha_bundle_unpack (const char *path, const HechaKey *own, HechaEvidence *files, HechaBundleLines lines,
                     gpointer data, GCancellable *cancellable, GError **error)
{
  static const HechaBundleSink sink = {take_lines, begin_file, take_file_bytes, end_file};
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GPtrArray) arrived = g_ptr_array_new_with_free_func (g_free);
  Unpacking self = {files, lines, data, cancellable, NULL, arrived};
  HechaBundleCounts counts;
  gboolean ok;

  if (stream == NULL)
    return NULL;
  ok = hecha_bundle_read (G_INPUT_STREAM (stream), own, &sink, &self, cancellable, &counts, error);
  g_clear_pointer (&self.partial, hecha_partial_free);
  return ok ? g_steal_pointer (&arrived) : NULL;
}

/* ---- what a laptop hands over ---- */

static gboolean
read_recipient (HechaStore *store, const char *recipient, HechaKey *key, GError **error)
{
  g_autoptr (HechaRecord) grant = NULL;
  g_autofree char *sign = NULL, *box = NULL, *home = NULL;

  if (recipient == NULL)
    {
      sign = hecha_store_get_meta (store, "server_key");
      box = hecha_store_get_meta (store, "server_box_key");
    }
  else
    {
      home = hecha_store_get_meta (store, "home");
      grant = hecha_reader_get (hecha_store_reader (store), home, "grant", recipient, error);
      sign = grant != NULL ? g_strdup (hecha_record_get (grant, "key")) : NULL;
      box = grant != NULL ? g_strdup (hecha_record_get (grant, "box_key")) : NULL;
    }
  memset (key, 0, sizeof *key);
  if (sign != NULL && box != NULL && hecha_public_key_from_text (key->sign_public, sign, "ed25519")
      && hecha_public_key_from_text (key->box_public, box, "x25519"))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("The key of %s is not known here"),
                 recipient != NULL ? recipient : _ ("the server; enrol this device first"));
  return FALSE;
}

/* Every record of lines says whose it is and what the device has, so that pieces may travel apart. */
static gboolean
add_entries (HechaStore *store, HechaBundleWriter *writer, GError **error)
{
  g_autoptr (GArray) pieces = hecha_store_unsent (store, error);
  g_autoptr (GArray) tips = pieces != NULL ? hecha_store_tips (store, NULL, error) : NULL;
  gboolean more = TRUE;
  HechaDigest heads;

  if (tips == NULL)
    return FALSE;
  hecha_tips_digest (tips, &heads);
  while (more)
    {
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autoptr (GBytes) request = NULL;

      if (!hecha_store_append_pieces (store, pieces, NULL, lines, &more, error))
        return FALSE;
      request = hecha_sync_request_build (&heads, more ? NULL : tips, hecha_store_dev (store), NULL, lines);
      if (!hecha_bundle_writer_add_lines (writer, g_bytes_get_data (request, NULL),
                                          g_bytes_get_size (request), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_file (HechaEvidence *files, HechaBundleWriter *writer, const HechaDigest *digest, guint64 size,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) source = hecha_evidence_read (files, digest, error);

  return source != NULL && hecha_bundle_writer_add_file (writer, digest, size, source, cancellable, error);
}

static guint64
sum_sizes (GArray *files)
{
  guint64 sum = 0;

  for (guint i = 0; i < files->len; i++)
    sum += (guint64)g_array_index (files, HechaFileInfo, i).size;
  return sum;
}

static gboolean
add_files (HechaStore *store, GArray *unsent, HechaBundleWriter *writer, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (HechaEvidence) files = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));

  for (guint i = 0; i < unsent->len; i++)
    {
      const HechaFileInfo *info = &g_array_index (unsent, HechaFileInfo, i);

      if (!add_file (files, writer, &info->digest, (guint64)info->size, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hecha_bundle_export:
 * @store: an enrolled store
 * @path: the file to be written
 * @recipient: (nullable): a device that is known here; %NULL for the server
 * @progress: (nullable): told how far it is
 * @data: for @progress
 * @cancellable: (nullable): stops it; nothing is left behind
 * @counts: (out caller-allocates): what is in it
 * @error: %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_STORAGE
 *
 * Everything since the last receipt, never since the last export: a stick that was lost is no loss.
 *
 * Returns: whether the bundle is on disk, and was read again
 */
gboolean
hecha_bundle_export (HechaStore *store, const char *path, const char *recipient, HechaBundleProgress progress,
                     gpointer data, GCancellable *cancellable, HechaBundleCounts *counts, GError **error)
{
  g_autoptr (HechaBundleWriter) writer = NULL;
  g_autoptr (GArray) unsent = NULL;
  HechaKey key;

  if (!read_recipient (store, recipient, &key, error) || !hecha_store_all_signed (store, error))
    return FALSE;
  unsent = hecha_store_unsent_files (store, error);
  writer = unsent != NULL ? hecha_bundle_writer_new (path, &key, hecha_store_env (store), error) : NULL;
  if (writer == NULL)
    return FALSE;
  hecha_bundle_writer_set_progress (writer, sum_sizes (unsent), progress, data);
  return add_entries (store, writer, error) && add_files (store, unsent, writer, cancellable, error)
         && hecha_bundle_writer_finish (writer, cancellable, counts, error);
}

/* ---- what came back ---- */

static gboolean
take_answer (GBytes *lines, gpointer data, GError **error)
{
  return hecha_sync_take_answer (data, lines, error);
}

static gboolean
note_arrived (HechaStore *store, HechaEvidence *files, GPtrArray *arrived, GError **error)
{
  for (guint i = 0; i < arrived->len; i++)
    {
      HechaDigest digest;
      guint64 size = 0;

      hecha_digest_from_text (&digest, g_ptr_array_index (arrived, i), -1);
      if (hecha_evidence_has (files, &digest, &size)
          && !hecha_store_note_file (store, &digest, (gint64)size, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hecha_bundle_import:
 * @store: an enrolled store
 * @path: a bundle for this device
 * @cancellable: (nullable): stops it
 * @error: %HECHA_ERROR_UNTRUSTED when it is damaged or for another device
 *
 * Takes in what the server answered to a bundle. Twice is once.
 *
 * Returns: (transfer full) (nullable): what was done
 */
HechaSyncResult *
hecha_bundle_import (HechaStore *store, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaEvidence) files = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));
  g_autoptr (HechaSync) sync = hecha_sync_new (store, NULL, NULL, NULL, cancellable);
  g_autoptr (GPtrArray) arrived
    = hecha_bundle_unpack (path, hecha_store_key (store), files, take_answer, sync, cancellable, error);

  if (arrived == NULL || !note_arrived (store, files, arrived, error))
    return NULL;
  return hecha_sync_steal_result (sync);
}
