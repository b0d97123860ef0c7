/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-evidence.h"

#include "base/hecha-error.h"
#include "evidence/hecha-evidence-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_DIGITS (2 * HECHA_DIGEST_BYTES)

/* One copy on its way in. */
typedef struct
{
  GInputStream *source;           /* (not owned) */
  GCancellable *cancellable;      /* (not owned) (nullable) */
  HechaEvidenceProgress progress; /* (nullable) */
  gpointer data;
  guint64 total; /* bytes, 0 when nobody knows */
  guint64 limit; /* bytes; a file that grows as fast as we read must not fill the disk */
} Copy;

/**
 * hecha_evidence_new:
 * @store_dir: the directory of the store; `evidence/` in it is made when the first file comes
 * @env: (transfer none): the world; must outlive the object
 *
 * Returns: (transfer full): the evidence of a store
 */
HechaEvidence *
hecha_evidence_new (const char *store_dir, const HechaEnv *env)
{
  HechaEvidence *self = g_new0 (HechaEvidence, 1);

  self->env = env;
  self->store_dir = g_strdup (store_dir);
  self->root = g_build_filename (store_dir, "evidence", NULL);
  self->incoming = g_build_filename (self->root, "incoming", NULL);
  g_mutex_init (&self->lock);
  return self;
}

/**
 * hecha_evidence_free:
 * @self: (transfer full): the evidence of a store, with no upload open
 */
void
hecha_evidence_free (HechaEvidence *self)
{
  g_free (self->store_dir);
  g_free (self->root);
  g_free (self->incoming);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static char *
dup_fan_out (HechaEvidence *self, const HechaDigest *digest)
{
  char name[3];

  g_snprintf (name, sizeof name, "%02x", digest->bytes[0]);
  return g_build_filename (self->root, name, NULL);
}

/**
 * hecha_evidence_dup_path:
 * @self: the evidence of a store
 * @digest: of a file, here or not
 *
 * Returns: (transfer full): where the file is or would be, for what can only read from a path
 */
char *
hecha_evidence_dup_path (HechaEvidence *self, const HechaDigest *digest)
{
  g_autofree char *dir = dup_fan_out (self, digest);
  g_autofree char *name = hecha_hex_dup (digest->bytes, HECHA_DIGEST_BYTES);

  return g_build_filename (dir, name, NULL);
}

static gboolean
prepare_locked (HechaEvidence *self, GError **error)
{
  HechaDisk *disk = self->env->disk;

  self->rooted
    = self->rooted
      || (hecha_disk_make_dir (disk, self->root, error) && hecha_disk_make_dir (disk, self->incoming, error)
          && hecha_disk_sync_dir (disk, self->store_dir, error)
          && hecha_disk_sync_dir (disk, self->root, error));
  return self->rooted;
}

/**
 * hecha_evidence_prepare: (skip)
 * @self: the evidence of a store
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether `evidence/incoming/` is there, on disk
 */
gboolean
hecha_evidence_prepare (HechaEvidence *self, GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = prepare_locked (self, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

/* That a directory exists does not say that it is on disk: a program may have been killed in between. So the first one
 * to use it in each process syncs its parent. */
static gboolean
make_fan_out (HechaEvidence *self, const HechaDigest *digest, const char *dir, GError **error)
{
  guint8 *bits = &self->made[digest->bytes[0] / 8], bit = (guint8)(1 << digest->bytes[0] % 8);
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = (*bits & bit) != 0
       || (hecha_disk_make_dir (self->env->disk, dir, error)
           && hecha_disk_sync_dir (self->env->disk, self->root, error));
  if (ok)
    *bits |= bit;
  g_mutex_unlock (&self->lock);
  return ok;
}

/**
 * hecha_evidence_settle: (skip)
 * @self: the evidence of a store
 * @file: complete, in `incoming/`; is closed
 * @digest: of all that is in it
 * @error: %HECHA_ERROR_STORAGE
 *
 * A file of that name is replaced by an equal one, which heals what a disk damaged.
 *
 * Returns: whether it is on disk under its digest, read-only
 */
gboolean
hecha_evidence_settle (HechaEvidence *self, HechaFile *file, const HechaDigest *digest, GError **error)
{
  g_autofree char *dir = dup_fan_out (self, digest);
  g_autofree char *path = hecha_evidence_dup_path (self, digest);

  fchmod (file->fd, 0400);
  return hecha_file_sync (file, error) && hecha_file_close (file, error)
         && make_fan_out (self, digest, dir, error)
         && hecha_disk_rename (self->env->disk, file->path, path, error)
         && hecha_disk_sync_dir (self->env->disk, dir, error);
}

static void
set_changed (GError **error)
{
  g_set_error_literal (
    error, HECHA_ERROR, HECHA_ERROR_BUSY,
    _ ("The file was changed while it was copied: close the program that writes it, then try again"));
}

/* Until the source has no more. */
static gboolean
copy_and_hash (const Copy *copy, HechaFile *file, HechaDigest *digest, GError **error)
{
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  g_autofree guint8 *buffer = g_malloc (HECHA_EVIDENCE_BUFFER_BYTES);
  gssize n;

  while (
    (n = g_input_stream_read (copy->source, buffer, HECHA_EVIDENCE_BUFFER_BYTES, copy->cancellable, error))
    > 0)
    {
      hecha_digester_add (digester, buffer, n);
      if (!hecha_file_write (file, buffer, n, error))
        return FALSE;
      if (file->written > copy->limit)
        {
          set_changed (error);
          return FALSE;
        }
      if (copy->progress != NULL)
        copy->progress (file->written, copy->total, copy->data);
    }
  hecha_digester_finish (digester, digest);
  return n == 0;
}

static char *
dup_incoming_name (HechaEvidence *self)
{
  guint8 bytes[16];
  g_autofree char *hex = NULL;
  g_autofree char *name = NULL;

  hecha_env_random (self->env, bytes, sizeof bytes);
  hex = hecha_hex_dup (bytes, sizeof bytes);
  name = g_strconcat ("put-", hex, NULL);
  return g_build_filename (self->incoming, name, NULL);
}

/* The source is the same file as when it was opened. */
static gboolean
check_unchanged (int fd, const struct stat *before, guint64 n_copied, GError **error)
{
  struct stat now;

  if (fstat (fd, &now) == 0 && (guint64)before->st_size == n_copied && now.st_size == before->st_size
      && now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
    return TRUE;
  set_changed (error);
  return FALSE;
}

/* @before: (nullable): the source as it was, when it is a file that can change under our hands */
static gboolean
put (HechaEvidence *self, const Copy *copy, int source_fd, const struct stat *before, HechaDigest *digest,
     guint64 *size, GError **error)
{
  g_auto (HechaFile) file = HECHA_FILE_INIT;
  g_autofree char *path = dup_incoming_name (self);

  if (!hecha_evidence_prepare (self, error)
      || !hecha_file_open (&file, self->env->disk, path, O_CREAT | O_EXCL, error))
    return FALSE;
  if (copy_and_hash (copy, &file, digest, error)
      && (before == NULL || check_unchanged (source_fd, before, file.written, error))
      && hecha_evidence_settle (self, &file, digest, error))
    {
      *size = file.written;
      return TRUE;
    }
  hecha_disk_unlink (self->env->disk, path, NULL);
  return FALSE;
}

/**
 * hecha_evidence_put:
 * @self: the evidence of a store
 * @source: bytes, read to their end
 * @cancellable: (nullable): to stop
 * @progress: (nullable) (scope call): told after each piece
 * @data: for @progress
 * @digest: (out caller-allocates): the file's name from now on
 * @size: (out): bytes
 * @error: %HECHA_ERROR_STORAGE, or what reading gave; nothing is left behind
 *
 * Copies in, hashes while copying, in bounded memory. The same bytes twice are one file.
 *
 * Returns: whether the file is on disk, whole, under its digest (DESIGN 8)
 */
gboolean
hecha_evidence_put (HechaEvidence *self, GInputStream *source, GCancellable *cancellable,
                    HechaEvidenceProgress progress, gpointer data, HechaDigest *digest, guint64 *size,
                    GError **error)
{
  Copy copy = {source, cancellable, progress, data, 0, G_MAXUINT64};

  return put (self, &copy, -1, NULL, digest, size, error);
}

/* -1 with @error for what is not a file that can be read. */
static int
open_source (const char *path, struct stat *about, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not make us wait for ever */
  int code = errno;

  if (fd >= 0 && fstat (fd, about) == 0 && S_ISREG (about->st_mode))
    return fd;
  if (fd >= 0)
    {
      close (fd);
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_INVALID, _ ("%s is not a file"), path);
    }
  else
    g_set_error (error, HECHA_ERROR, code == ENOENT ? HECHA_ERROR_NOT_FOUND : HECHA_ERROR_INVALID,
                 _ ("The file %s cannot be read: %s"), path, g_strerror (code));
  return -1;
}

/**
 * hecha_evidence_put_file:
 * @self: the evidence of a store
 * @path: a file, which is left as it is
 * @cancellable: (nullable): to stop
 * @progress: (nullable) (scope call): told after each piece
 * @data: for @progress
 * @digest: (out caller-allocates): the file's name from now on
 * @size: (out): bytes
 * @error: as hecha_evidence_put(); %HECHA_ERROR_NOT_FOUND or %HECHA_ERROR_INVALID when it cannot be read;
 *   %HECHA_ERROR_BUSY when it changed while it was copied
 *
 * Returns: as hecha_evidence_put()
 */
gboolean
hecha_evidence_put_file (HechaEvidence *self, const char *path, GCancellable *cancellable,
                         HechaEvidenceProgress progress, gpointer data, HechaDigest *digest, guint64 *size,
                         GError **error)
{
  g_autoptr (GInputStream) source = NULL;
  struct stat before;
  Copy copy;
  int fd = open_source (path, &before, error);

  if (fd < 0)
    return FALSE;
  source = g_unix_input_stream_new (fd, TRUE);
  copy = (Copy) {source, cancellable, progress, data, (guint64)before.st_size, (guint64)before.st_size};
  return put (self, &copy, fd, &before, digest, size, error);
}

/**
 * hecha_evidence_has:
 * @self: the evidence of a store
 * @digest: of a file
 * @size: (out) (optional): its bytes, when it is here
 *
 * Returns: whether it is here
 */
gboolean
hecha_evidence_has (HechaEvidence *self, const HechaDigest *digest, guint64 *size)
{
  g_autofree char *path = hecha_evidence_dup_path (self, digest);
  struct stat about;

  if (lstat (path, &about) != 0 || !S_ISREG (about.st_mode))
    return FALSE;
  if (size != NULL)
    *size = (guint64)about.st_size;
  return TRUE;
}

/**
 * hecha_evidence_open:
 * @self: the evidence of a store
 * @digest: of a file
 * @error: %HECHA_ERROR_NOT_FOUND, or %HECHA_ERROR_STORAGE when it is here and cannot be read
 *
 * Returns: a file descriptor to read and seek in, which the caller closes; -1 on error
 */
int
hecha_evidence_open (HechaEvidence *self, const HechaDigest *digest, GError **error)
{
  g_autofree char *path = hecha_evidence_dup_path (self, digest);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0 && errno == ENOENT)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND, _ ("The file %s is not here"),
                 strrchr (path, '/') + 1);
  else if (fd < 0)
    hecha_storage_error (error, path, errno);
  return fd;
}

/**
 * hecha_evidence_read:
 * @self: the evidence of a store
 * @digest: of a file
 * @error: as hecha_evidence_open()
 *
 * Returns: (transfer full): its bytes, or %NULL
 */
GInputStream *
hecha_evidence_read (HechaEvidence *self, const HechaDigest *digest, GError **error)
{
  int fd = hecha_evidence_open (self, digest, error);

  return fd < 0 ? NULL : g_unix_input_stream_new (fd, TRUE);
}

/**
 * hecha_evidence_hash_fd: (skip)
 * @fd: a file, open for reading
 * @path: its name, for the message
 * @cancellable: (nullable): to stop
 * @digest: (out caller-allocates): of all that is in it
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether it could be read to its end
 */
gboolean
hecha_evidence_hash_fd (int fd, const char *path, GCancellable *cancellable, HechaDigest *digest,
                        GError **error)
{
  g_autoptr (HechaDigester) digester = hecha_digester_new ();
  g_autofree guint8 *buffer = g_malloc (HECHA_EVIDENCE_BUFFER_BYTES);
  guint64 at = 0;
  gssize n = 1;

  while (n > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = pread (fd, buffer, HECHA_EVIDENCE_BUFFER_BYTES, (off_t)at);
      if (n < 0)
        {
          hecha_storage_error (error, path, errno);
          return FALSE;
        }
      hecha_digester_add (digester, buffer, n);
      at += n;
    }
  hecha_digester_finish (digester, digest);
  return TRUE;
}

/**
 * hecha_evidence_verify:
 * @self: the evidence of a store
 * @digest: of a file
 * @cancellable: (nullable): to stop
 * @error: %HECHA_ERROR_CORRUPT naming the damaged file, %HECHA_ERROR_NOT_FOUND, %HECHA_ERROR_STORAGE
 *
 * Reads the file again from its first byte to its last.
 *
 * Returns: whether it is what its name says
 */
gboolean
hecha_evidence_verify (HechaEvidence *self, const HechaDigest *digest, GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *path = hecha_evidence_dup_path (self, digest);
  HechaDigest found;
  int fd = hecha_evidence_open (self, digest, error);
  gboolean ok = fd >= 0 && hecha_evidence_hash_fd (fd, path, cancellable, &found, error);

  if (fd >= 0)
    close (fd);
  if (ok && !hecha_digest_equal (&found, digest))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_CORRUPT,
                   _ ("The file %s is damaged: keep it, and fetch a good copy from where it came"), path);
      ok = FALSE;
    }
  return ok;
}

/* Whether to go on after the files whose digests begin with @first. */
static gboolean
each_below (HechaEvidence *self, guint8 first, HechaEvidenceEach each, gpointer data)
{
  HechaDigest digest = {{first}};
  g_autofree char *path = dup_fan_out (self, &digest);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  gboolean more = TRUE;
  const char *name;
  guint64 size;

  while (dir != NULL && more && (name = g_dir_read_name (dir)) != NULL)
    if (strlen (name) == HEX_DIGITS && hecha_hex_parse (name, HEX_DIGITS, digest.bytes)
        && digest.bytes[0] == first && hecha_evidence_has (self, &digest, &size))
      more = each (&digest, size, data);
  return more;
}

/**
 * hecha_evidence_each:
 * @self: the evidence of a store
 * @each: (scope call): called for every whole file, sorted by the first byte of the digest only
 * @data: for @each
 *
 * What else lies in the directory is passed over.
 */
void
hecha_evidence_each (HechaEvidence *self, HechaEvidenceEach each, gpointer data)
{
  for (guint first = 0; first < 256; first++)
    if (!each_below (self, (guint8)first, each, data))
      return;
}

/**
 * hecha_evidence_remove:
 * @self: the evidence of a store
 * @digest: of a file, here or not
 * @error: %HECHA_ERROR_STORAGE
 *
 * Only for room that a person asked for, after the server said that it has the file (DESIGN 8).
 *
 * Returns: whether it is gone for good
 */
gboolean
hecha_evidence_remove (HechaEvidence *self, const HechaDigest *digest, GError **error)
{
  g_autofree char *dir = dup_fan_out (self, digest);
  g_autofree char *path = hecha_evidence_dup_path (self, digest);

  if (!hecha_evidence_has (self, digest, NULL))
    return TRUE;
  return hecha_disk_unlink (self->env->disk, path, error)
         && hecha_disk_sync_dir (self->env->disk, dir, error);
}
