/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-error.h"
#include "base/hecha-file.h"
#include "hecha-tus-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <sys/statvfs.h>

/* What tus needs on disk beside the bytes themselves: a mark for each upload that is done, so that a client whose last
 * answer was lost learns that it is. It goes when it is as old as an upload may get; losing one costs an upload. */

/* What is left to the database when evidence fills the disk. */
#define SPARE_BYTES ((guint64)64 * 1024 * 1024)

static char *
dup_mark_path (HechaTusUpload *self)
{
  return g_strdup_printf ("%s/%s.done", self->tus->incoming, self->id);
}

static void
write_mark (HechaTusUpload *self, const HechaDigest *digest)
{
  g_autofree char *path = dup_mark_path (self);
  g_auto (HechaFile) file = HECHA_FILE_INIT;
  char text[HECHA_DIGEST_TEXT_BYTES];

  hecha_digest_to_text (digest, text);
  if (hecha_file_open (&file, self->tus->server->options.env->disk, path, O_CREAT | O_TRUNC, NULL))
    hecha_file_write (&file, text, strlen (text), NULL);
}

static gboolean
read_mark (HechaTusUpload *self, HechaDigest *digest)
{
  g_autofree char *path = dup_mark_path (self);
  g_autofree char *text = NULL;
  gsize length;

  return g_file_get_contents (path, &text, &length, NULL)
         && hecha_digest_from_text (digest, text, (gssize)length);
}

/* The id says whose it is and of what. Whoever asks for another's is told the same as for one that is not there. */
static gboolean
is_ours (HechaTusUpload *self, const HechaDigest *digest)
{
  char id[HECHA_TUS_ID_BYTES];

  hecha_tus_make_id (self->tus, self->exchange->caller->dev, digest, id);
  return strlen (self->id) == strlen (id) && sodium_memcmp (id, self->id, strlen (id)) == 0;
}

/* Only of the form that we make: the rest of the program takes it for the name of a file. */
static gboolean
is_id (const char *id)
{
  guint8 bytes[crypto_auth_hmacsha256_BYTES];

  return strlen (id) == 2 * sizeof bytes && hecha_hex_parse (id, 2 * sizeof bytes, bytes);
}

static gboolean
not_there (GError **error)
{
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("There is no such upload"));
  return FALSE;
}

static gboolean
arrived (HechaTusUpload *self, const HechaDigest *digest, GError **error)
{
  char text[HECHA_DIGEST_TEXT_BYTES];

  hecha_digest_to_text (digest, text);
  if (!hecha_central_evidence_arrived (self->tus->server->options.central, text, (gint64)self->size, error))
    return FALSE;
  write_mark (self, digest);
  self->durable = self->size;
  self->whole = TRUE;
  return TRUE;
}

/* Done before, by this device. */
static gboolean
open_done (HechaTusUpload *self, GError **error)
{
  HechaDigest digest;

  if (!read_mark (self, &digest) || !is_ours (self, &digest)
      || !hecha_evidence_has (self->tus->server->options.evidence, &digest, &self->size))
    return not_there (error);
  self->request.digest = digest;
  return arrived (self, &digest, error);
}

static void
adopt (HechaTusUpload *self, HechaPartial *partial)
{
  self->partial = partial;
  self->size = hecha_partial_get_size (partial);
  self->durable = hecha_partial_get_durable (partial);
  self->request.digest = *hecha_partial_get_expected (partial);
}

/**
 * hecha_tus_store_open:
 * @error: %HECHA_ERROR_NOT_FOUND also when it is another device's
 *
 * Opens the upload of @self's id: `partial` when bytes are missing, else `whole`.
 *
 * Returns: whether it is there
 */
gboolean
hecha_tus_store_open (HechaTusUpload *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (HechaPartial) partial = NULL;

  if (!is_id (self->id))
    return not_there (error);
  partial = hecha_partial_resume (self->tus->server->options.evidence, self->id, &local);
  if (partial == NULL && g_error_matches (local, HECHA_ERROR, HECHA_ERROR_NOT_FOUND))
    return open_done (self, error);
  if (partial == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!is_ours (self, hecha_partial_get_expected (partial)))
    return not_there (error);
  adopt (self, g_steal_pointer (&partial));
  return TRUE;
}

static gboolean
check_room (HechaTusUpload *self, GError **error)
{
  struct statvfs disk;

  if (statvfs (self->tus->server->options.dir, &disk) != 0
      || (guint64)disk.f_bavail * disk.f_frsize >= self->request.size + SPARE_BYTES)
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_STORAGE,
                       _ ("The server's disk has no room for this file; tell the office"));
  return FALSE;
}

/* Another device brought it already. That may be said to a device that may read it; from any other one the file is
 * taken again, or having a digest would be enough to learn that we have the file. */
static gboolean
is_known (HechaTusUpload *self)
{
  const HechaHttpServerOptions *options = &self->tus->server->options;
  char text[HECHA_DIGEST_TEXT_BYTES];
  guint64 size;

  hecha_digest_to_text (&self->request.digest, text);
  if (!hecha_evidence_has (options->evidence, &self->request.digest, &size) || size != self->request.size
      || g_strcmp0 (self->exchange->caller->state, "active") != 0)
    return FALSE;
  return hecha_central_may_read_evidence (options->central, self->exchange->caller, text, NULL);
}

static gboolean
begin (HechaTusUpload *self, GError **error)
{
  HechaPartial *partial;

  if (!check_room (self, error))
    return FALSE;
  partial = hecha_partial_begin (self->tus->server->options.evidence, self->id, self->request.size,
                                 &self->request.digest, error);
  if (partial == NULL)
    return FALSE;
  adopt (self, partial);
  return self->size > 0 || hecha_tus_store_finish (self, error);
}

/**
 * hecha_tus_store_create:
 *
 * Opens the upload that is asked for, or begins it. One that announced another size before begins anew.
 *
 * Returns: whether it is there
 */
gboolean
hecha_tus_store_create (HechaTusUpload *self, GError **error)
{
  guint64 size = self->request.size;

  if (is_known (self))
    {
      self->size = size;
      return arrived (self, &self->request.digest, error);
    }
  if (hecha_tus_store_open (self, NULL) && self->size == size)
    return TRUE;
  if (self->partial != NULL && !hecha_tus_store_discard (self, error))
    return FALSE;
  self->whole = FALSE;
  return begin (self, error);
}

static gboolean
finish_partial (HechaTusUpload *self, GError **error)
{
  GError *local = NULL;

  if (hecha_partial_finish (self->partial, NULL, &local))
    return arrived (self, &self->request.digest, error);
  self->wrong = g_error_matches (local, HECHA_ERROR, HECHA_ERROR_UNTRUSTED);
  g_propagate_error (error, local);
  return FALSE;
}

/**
 * hecha_tus_store_finish:
 *
 * Makes what has arrived durable; the last byte only after the digest was checked, the file is in its place and the
 * database knows of it.
 *
 * Returns: whether `durable` may be told
 */
gboolean
hecha_tus_store_finish (HechaTusUpload *self, GError **error)
{
  gboolean ok;

  if (self->partial == NULL)
    return TRUE;
  if (hecha_partial_get_offset (self->partial) == self->size)
    return finish_partial (self, error);
  ok = hecha_partial_sync (self->partial, error);
  self->durable = hecha_partial_get_durable (self->partial);
  return ok;
}

/**
 * hecha_tus_store_discard:
 *
 * Removes what has arrived. Evidence that is complete stays.
 *
 * Returns: whether nothing is left
 */
gboolean
hecha_tus_store_discard (HechaTusUpload *self, GError **error)
{
  if (self->whole)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                           _ ("The file has arrived; evidence is never removed"));
      return FALSE;
    }
  g_clear_pointer (&self->partial, hecha_partial_free);
  return hecha_partial_discard (self->tus->server->options.evidence, self->id, error);
}

static GPtrArray *
list_uploads (HechaTus *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->incoming, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".state"))
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (".state")));
  return ids;
}

/**
 * hecha_tus_store_expire:
 *
 * Clears away uploads that wait for too long.
 *
 * Returns: (transfer full) (element-type utf8): the ids of those that are gone
 */
GPtrArray *
hecha_tus_store_expire (HechaTus *self)
{
  GPtrArray *ids = list_uploads (self);

  hecha_partial_expire (self->server->options.evidence, HECHA_TUS_EXPIRY_SECONDS);
  for (guint i = 0; i < ids->len;)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.state", self->incoming, (char *)ids->pdata[i]);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_remove_index_fast (ids, i);
      else
        i++;
    }
  return ids;
}
