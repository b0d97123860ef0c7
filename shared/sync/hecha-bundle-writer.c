/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/hecha-bundle.h"

#include "base/hecha-error.h"
#include "base/hecha-file.h"
#include "base/hecha-zstd.h"
#include "sync/hecha-bundle-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

struct _HechaBundleWriter
{
  const HechaEnv *env; /* (not owned) */
  char *path;          /* (owned) */
  char *part_path;     /* (owned) what it is called until it is whole and checked */
  HechaFile file;
  HechaBundleHead head;
  gboolean first; /* no chunk was written yet: the head goes with it */
  guint8 key[HECHA_BUNDLE_KEY_BYTES];
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 *text; /* (owned) the chunk in the making, HECHA_BUNDLE_CHUNK_BYTES */
  gsize n_text;
  guint8 *sealed; /* (owned) HECHA_BUNDLE_SEAL_BYTES */
  HechaBundleCounts counts;
  gboolean whole; /* has its name */

  HechaBundleProgress progress; /* (nullable) */
  gpointer progress_data;
  guint64 total; /* bytes of files that are to come, for the progress */
};

static void
tell (HechaBundleWriter *self, gboolean checking, guint64 done)
{
  if (self->progress != NULL)
    self->progress (checking, done, self->total, self->progress_data);
}

static gboolean
write_chunk (HechaBundleWriter *self, guint8 tag, GError **error)
{
  unsigned long long n;

  crypto_secretstream_xchacha20poly1305_push (&self->state, self->sealed, &n, self->text, self->n_text,
                                              self->first ? (const guint8 *)&self->head : NULL,
                                              self->first ? sizeof self->head : 0, tag);
  self->first = FALSE;
  self->n_text = 0;
  return hecha_file_write (&self->file, self->sealed, n, error);
}

static gboolean
add_bytes (HechaBundleWriter *self, const void *bytes, gsize n_bytes, GError **error)
{
  const guint8 *from = bytes;

  while (n_bytes > 0)
    {
      gsize n = MIN (n_bytes, HECHA_BUNDLE_CHUNK_BYTES - self->n_text);

      memcpy (self->text + self->n_text, from, n);
      self->n_text += n;
      from += n;
      n_bytes -= n;
      if (self->n_text == HECHA_BUNDLE_CHUNK_BYTES
          && !write_chunk (self, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_head (HechaBundleWriter *self, char kind, guint64 length, GError **error)
{
  guint8 head[HECHA_BUNDLE_HEAD_BYTES] = {(guint8)kind};
  guint64 big = GUINT64_TO_BE (length);

  memcpy (head + 1, &big, 8);
  return add_bytes (self, head, sizeof head, error);
}

static void
make_head (HechaBundleWriter *self, const HechaKey *recipient)
{
  guint32 version = GUINT32_TO_BE (HECHA_BUNDLE_VERSION);
  char id[HECHA_KEY_ID_BYTES];

  memcpy (self->head.magic, HECHA_BUNDLE_MAGIC, HECHA_BUNDLE_MAGIC_BYTES);
  memcpy (self->head.version, &version, 4);
  hecha_key_id (recipient->sign_public, id);
  hecha_hex_parse (id, 2 * HECHA_BUNDLE_ID_BYTES, self->head.recipient);
  hecha_env_random (self->env, self->key, sizeof self->key);
}

/**
 * hecha_bundle_writer_new:
 * @path: where the bundle is to be; a file of that name is replaced, in the end
 * @recipient: who may open it; only the public halves are used
 * @env: (transfer none): the world; must outlive the writer
 * @error: %HECHA_ERROR_STORAGE, %HECHA_ERROR_INVALID for a key that nothing can be sealed to
 *
 * Returns: (transfer full): a bundle in the making
 */
HechaBundleWriter *
hecha_bundle_writer_new (const char *path, const HechaKey *recipient, const HechaEnv *env, GError **error)
{
  g_autoptr (HechaBundleWriter) self = g_new0 (HechaBundleWriter, 1);
  guint8 start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

  self->env = env;
  self->path = g_strdup (path);
  self->part_path = g_strconcat (path, ".part", NULL);
  self->file = (HechaFile)HECHA_FILE_INIT;
  self->first = TRUE;
  self->text = g_malloc (HECHA_BUNDLE_CHUNK_BYTES);
  self->sealed = g_malloc (HECHA_BUNDLE_SEAL_BYTES);
  make_head (self, recipient);
  if (crypto_box_seal (self->head.sealed, self->key, sizeof self->key, recipient->box_public) != 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("The recipient's key is no key"));
      return NULL;
    }
  crypto_secretstream_xchacha20poly1305_init_push (&self->state, start, self->key);
  if (hecha_file_open (&self->file, env->disk, self->part_path, O_CREAT | O_TRUNC, error)
      && hecha_file_write (&self->file, &self->head, sizeof self->head, error)
      && hecha_file_write (&self->file, start, sizeof start, error))
    return g_steal_pointer (&self);
  return NULL;
}

/**
 * hecha_bundle_writer_free:
 * @self: (transfer full): a bundle; unless it was finished, nothing of it is left
 */
void
hecha_bundle_writer_free (HechaBundleWriter *self)
{
  gboolean begun = self->file.path != NULL;

  hecha_file_clear (&self->file);
  if (begun && !self->whole)
    hecha_disk_unlink (self->env->disk, self->part_path, NULL);
  sodium_memzero (self->key, sizeof self->key);
  sodium_memzero (&self->state, sizeof self->state);
  g_free (self->path);
  g_free (self->part_path);
  g_free (self->text);
  g_free (self->sealed);
  g_free (self);
}

/**
 * hecha_bundle_writer_set_progress:
 * @self: a bundle in the making
 * @total: bytes of all the files that will be in it
 * @progress: (nullable): told how far it is, on the thread that makes it
 * @data: for @progress
 */
void
hecha_bundle_writer_set_progress (HechaBundleWriter *self, guint64 total, HechaBundleProgress progress,
                                  gpointer data)
{
  self->total = total;
  self->progress = progress;
  self->progress_data = data;
}

/**
 * hecha_bundle_writer_add_lines:
 * @self: a bundle in the making
 * @lines: (array length=n_bytes): lines of JSON, each ended by LF
 * @n_bytes: at most %HECHA_BUNDLE_MAX_LINES
 * @error: %HECHA_ERROR_INVALID when too long or not ended by LF, %HECHA_ERROR_STORAGE
 *
 * After an error the bundle can only be freed.
 *
 * Returns: whether they are in it
 */
gboolean
hecha_bundle_writer_add_lines (HechaBundleWriter *self, const char *lines, gsize n_bytes, GError **error)
{
  g_autoptr (GBytes) packed = NULL;

  if (n_bytes > HECHA_BUNDLE_MAX_LINES || (n_bytes > 0 && lines[n_bytes - 1] != '\n'))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_INVALID,
                           _ ("These lines do not fit into one record"));
      return FALSE;
    }
  packed = hecha_zstd_compress (lines, n_bytes, HECHA_ZSTD_LEVEL);
  self->counts.n_lines++;
  return add_head (self, HECHA_BUNDLE_LINES, g_bytes_get_size (packed), error)
         && add_bytes (self, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), error);
}

/* Exactly @size bytes, and their digest. */
static gboolean
add_stream (HechaBundleWriter *self, GInputStream *source, guint64 size, HechaDigest *found,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  g_autofree guint8 *piece = g_malloc (HECHA_BUNDLE_CHUNK_BYTES);
  gssize n = 1;

  for (guint64 left = size; left > 0 && n > 0; left -= n)
    {
      n = g_input_stream_read (source, piece, MIN (left, HECHA_BUNDLE_CHUNK_BYTES), cancellable, error);
      if (n < 0 || (n > 0 && !add_bytes (self, piece, n, error)))
        return FALSE;
      hecha_digester_add (digester, piece, n);
      tell (self, FALSE, self->counts.file_bytes + size - left + (guint64)n);
    }
  hecha_digester_finish (digester, found);
  return TRUE;
}

/**
 * hecha_bundle_writer_add_file:
 * @self: a bundle in the making
 * @digest: the file's name
 * @size: its bytes
 * @source: its bytes
 * @cancellable: (nullable): to stop
 * @error: %HECHA_ERROR_CORRUPT when the bytes are not those of @digest, %HECHA_ERROR_STORAGE, or what reading gave
 *
 * After an error the bundle can only be freed.
 *
 * Returns: whether it is in it
 */
gboolean
hecha_bundle_writer_add_file (HechaBundleWriter *self, const HechaDigest *digest, guint64 size,
                              GInputStream *source, GCancellable *cancellable, GError **error)
{
  HechaDigest found;

  if (!add_head (self, HECHA_BUNDLE_FILE, HECHA_DIGEST_BYTES + size, error)
      || !add_bytes (self, digest->bytes, HECHA_DIGEST_BYTES, error)
      || !add_stream (self, source, size, &found, cancellable, error))
    return FALSE;
  if (!hecha_digest_equal (&found, digest))
    {
      g_autofree char *text = hecha_digest_dup_text (digest);

      g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT,
                   _ ("The file %s is damaged and cannot be exported"), text);
      return FALSE;
    }
  self->counts.n_files++;
  self->counts.file_bytes += size;
  return TRUE;
}

static gboolean
add_end (HechaBundleWriter *self, GError **error)
{
  guint64 end[3] = {GUINT64_TO_BE (self->counts.n_lines), GUINT64_TO_BE (self->counts.n_files),
                    GUINT64_TO_BE (self->counts.file_bytes)};

  G_STATIC_ASSERT (sizeof end == HECHA_BUNDLE_END_BYTES);
  return add_head (self, HECHA_BUNDLE_END, sizeof end, error) && add_bytes (self, end, sizeof end, error)
         && write_chunk (self, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error);
}

/* What is read back. */
typedef struct
{
  HechaBundleWriter *writer; /* (not owned) */
  HechaDigester *digester;   /* (owned) */
  HechaDigest expected;
  guint64 done; /* bytes of files */
} Check;

static gboolean
check_lines (const char *lines, gsize n_bytes, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
check_begin (const HechaDigest *digest, guint64 size, gpointer data, GError **error)
{
  ((Check *)data)->expected = *digest;
  return TRUE;
}

static gboolean
check_bytes (const void *bytes, gsize n_bytes, gpointer data, GError **error)
{
  Check *self = data;

  hecha_digester_add (self->digester, bytes, n_bytes);
  self->done += n_bytes;
  tell (self->writer, TRUE, self->done);
  return TRUE;
}

static gboolean
check_end (gpointer data, GError **error)
{
  Check *self = data;
  HechaDigest found;

  hecha_digester_finish (self->digester, &found);
  if (hecha_digest_equal (&found, &self->expected))
    return TRUE;
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("a file is another one"));
  return FALSE;
}

static gboolean
read_back (HechaBundleWriter *self, GInputStream *source, GCancellable *cancellable, GError **error)
{
  static const HechaBundleSink sink = {check_lines, check_begin, check_bytes, check_end};
  Check check = {.writer = self, .digester = hecha_digester_new ()};
  HechaBundleHead head;
  HechaBundleCounts counts;
  gsize n;
  gboolean ok = g_input_stream_read_all (source, &head, sizeof head, &n, cancellable, error)
                && hecha_bundle_read_opened (source, &self->head, self->key, &sink, &check, cancellable,
                                             &counts, error);

  hecha_digester_free (check.digester);
  if (ok
      && (memcmp (&head, &self->head, sizeof head) != 0
          || memcmp (&counts, &self->counts, sizeof counts) != 0))
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_CORRUPT, _ ("its head is another one"));
      ok = FALSE;
    }
  return ok;
}

/* A stick that loses what it is given is found out now, and not when the laptop is far away. */
static gboolean
verify (HechaBundleWriter *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) source = NULL;
  g_autoptr (GError) cause = NULL;
  int fd = open (self->part_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    {
      hecha_storage_error (error, self->part_path, errno);
      return FALSE;
    }
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED); /* from the disk, not from memory */
  source = g_unix_input_stream_new (fd, TRUE);
  if (read_back (self, source, cancellable, &cause))
    return TRUE;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE,
                 _ ("The disk did not keep what was written to %s; use another one: %s"), self->path,
                 cause->message);
  return FALSE;
}

/**
 * hecha_bundle_writer_finish:
 * @self: a bundle with all that is to be in it
 * @cancellable: (nullable): to stop
 * @counts: (out) (optional): what is in it
 * @error: %HECHA_ERROR_STORAGE, also when what is read back is not what was written
 *
 * Returns: whether the bundle is on disk under its name, whole and read back
 */
gboolean
hecha_bundle_writer_finish (HechaBundleWriter *self, GCancellable *cancellable, HechaBundleCounts *counts,
                            GError **error)
{
  g_autofree char *dir = g_path_get_dirname (self->path);

  if (!add_end (self, error) || !hecha_file_sync (&self->file, error)
      || !hecha_file_close (&self->file, error) || !verify (self, cancellable, error)
      || !hecha_disk_rename (self->env->disk, self->part_path, self->path, error))
    return FALSE;
  self->whole = TRUE;
  if (counts != NULL)
    *counts = self->counts;
  return hecha_disk_sync_dir (self->env->disk, dir, error);
}
