/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"

G_BEGIN_DECLS

/**
 * HechaFile:
 * @disk: (not owned)
 * @path: (owned): for messages
 * @fd: -1 when closed
 * @written: bytes that were written through this object
 * @hinted: up to where the kernel was asked to begin writing
 *
 * A file that is written from its beginning to its end, and then is on disk or is not there.
 */
typedef struct
{
  HechaDisk *disk;
  char *path;
  int fd;
  guint64 written;
  guint64 hinted;
} HechaFile;

/* What an unopened HechaFile is, so that hecha_file_clear() may be called on it. */
#define HECHA_FILE_INIT                                                                                      \
  {                                                                                                          \
    NULL, NULL, -1, 0, 0                                                                                     \
  }

gboolean hecha_file_open (HechaFile *self, HechaDisk *disk, const char *path, int flags, GError **error);
gboolean hecha_file_write (HechaFile *self, const void *bytes, gsize n_bytes, GError **error);
gboolean hecha_file_sync (HechaFile *self, GError **error);
gboolean hecha_file_close (HechaFile *self, GError **error);
void hecha_file_clear (HechaFile *self);

gboolean hecha_disk_make_dir (HechaDisk *disk, const char *path, GError **error);
gboolean hecha_disk_sync_dir (HechaDisk *disk, const char *path, GError **error);
gboolean hecha_disk_rename (HechaDisk *disk, const char *from, const char *to, GError **error);
gboolean hecha_disk_unlink (HechaDisk *disk, const char *path, GError **error);

void hecha_storage_error (GError **error, const char *path, int code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaFile, hecha_file_clear)

G_END_DECLS
