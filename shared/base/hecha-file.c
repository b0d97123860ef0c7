/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-file.h"

#include "base/hecha-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>

/* Asking the kernel to begin writing this often leaves the final fsync little to wait for: 1 GiB, hashed and on
 * disk, takes two thirds of the time. */
#define HINT_BYTES (4 * 1024 * 1024)

/**
 * hecha_storage_error:
 * @error: (out) (optional): %HECHA_ERROR_STORAGE
 * @path: the file that was being written
 * @code: an errno
 *
 * Says in one sentence what a person can do about a disk that refused.
 */
void
hecha_storage_error (GError **error, const char *path, int code)
{
  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE,
                 _ ("The disk is full: make some room and try again (while writing %s)"), path);
  else if (code == EROFS || code == EACCES || code == EPERM)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE,
                 _ ("The disk may not be written to: %s is on a read-only disk, or belongs to somebody else"),
                 path);
  else if (code == EFBIG)
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE,
                 _ ("This disk takes no file so large (FAT: 4 GiB): use another one (while writing %s)"),
                 path);
  else
    g_set_error (error, HECHA_ERROR, HECHA_ERROR_STORAGE, _ ("The disk failed: %s: %s"), path,
                 g_strerror (code));
}

static gboolean
check (int result, const char *path, GError **error)
{
  if (result >= 0)
    return TRUE;
  hecha_storage_error (error, path, errno);
  return FALSE;
}

/**
 * hecha_file_open:
 * @self: (out caller-allocates): an object to write it with
 * @disk: (transfer none): the file layer
 * @path: where
 * @flags: such as O_CREAT | O_EXCL; O_WRONLY is added
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether it is open, readable by its owner only
 */
gboolean
hecha_file_open (HechaFile *self, HechaDisk *disk, const char *path, int flags, GError **error)
{
  int fd = disk->open (disk, path, O_WRONLY | O_NOFOLLOW | flags, 0600);

  if (!check (fd, path, error))
    return FALSE;
  *self = (HechaFile) {disk, g_strdup (path), fd, 0, 0};
  return TRUE;
}

static void
hint (HechaFile *self)
{
  if (self->written - self->hinted < HINT_BYTES)
    return;
  /* Only a hint about when; that it is on disk is what fsync says. */
  sync_file_range (self->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
  self->hinted = self->written;
}

/**
 * hecha_file_write:
 * @self: an open file
 * @bytes: (array length=n_bytes): the next bytes
 * @n_bytes: how many
 * @error: %HECHA_ERROR_STORAGE; the file is then of no use any more
 *
 * Returns: whether all were taken; they are on disk only after hecha_file_sync()
 */
gboolean
hecha_file_write (HechaFile *self, const void *bytes, gsize n_bytes, GError **error)
{
  const guint8 *from = bytes;

  while (n_bytes > 0)
    {
      gssize n = self->disk->write (self->disk, self->fd, from, n_bytes);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = ENOSPC; /* a write of nothing would go on for ever */
      if (!check (n > 0 ? 0 : -1, self->path, error))
        return FALSE;
      from += n;
      n_bytes -= n;
      self->written += n;
    }
  hint (self);
  return TRUE;
}

/**
 * hecha_file_sync:
 * @self: an open file
 * @error: %HECHA_ERROR_STORAGE; nobody knows then what is on disk, and asking again would not tell
 *
 * Returns: whether all that was written is on disk
 */
gboolean
hecha_file_sync (HechaFile *self, GError **error)
{
  return check (self->disk->fsync (self->disk, self->fd), self->path, error);
}

/**
 * hecha_file_close:
 * @self: an open file
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether closing succeeded; it is closed in any case
 */
gboolean
hecha_file_close (HechaFile *self, GError **error)
{
  int result = self->disk->close (self->disk, self->fd);

  self->fd = -1;
  return check (result, self->path, error);
}

/**
 * hecha_file_clear:
 * @self: an object from %HECHA_FILE_INIT or hecha_file_open()
 *
 * Closes it if it is open, whatever becomes of its content.
 */
void
hecha_file_clear (HechaFile *self)
{
  if (self->fd >= 0)
    self->disk->close (self->disk, self->fd);
  self->fd = -1;
  g_clear_pointer (&self->path, g_free);
}

/**
 * hecha_disk_make_dir:
 * @disk: the file layer
 * @path: a directory whose parent exists
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether it is there, also when it was before
 */
gboolean
hecha_disk_make_dir (HechaDisk *disk, const char *path, GError **error)
{
  int result = disk->mkdir (disk, path, 0700);

  return (result < 0 && errno == EEXIST) || check (result, path, error);
}

/**
 * hecha_disk_sync_dir:
 * @disk: the file layer
 * @path: a directory
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether the names in it are on disk
 */
gboolean
hecha_disk_sync_dir (HechaDisk *disk, const char *path, GError **error)
{
  int fd = disk->open (disk, path, O_RDONLY | O_DIRECTORY, 0);
  int result, code;

  if (!check (fd, path, error))
    return FALSE;
  result = disk->fsync (disk, fd);
  code = errno;
  disk->close (disk, fd);
  errno = code;
  return check (result, path, error);
}

/**
 * hecha_disk_rename:
 * @disk: the file layer
 * @from: a file
 * @to: its new name, in the same file system; replaced if it exists
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether it has the new name; on disk it has only after hecha_disk_sync_dir()
 */
gboolean
hecha_disk_rename (HechaDisk *disk, const char *from, const char *to, GError **error)
{
  return check (disk->rename (disk, from, to), to, error);
}

/**
 * hecha_disk_unlink:
 * @disk: the file layer
 * @path: a file
 * @error: %HECHA_ERROR_STORAGE
 *
 * Returns: whether it is gone, also when it was not there
 */
gboolean
hecha_disk_unlink (HechaDisk *disk, const char *path, GError **error)
{
  int result = disk->unlink (disk, path);

  return (result < 0 && errno == ENOENT) || check (result, path, error);
}
