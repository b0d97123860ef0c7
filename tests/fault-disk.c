/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  off_t synced;   /* bytes that are surely there */
  gboolean named; /* its directory was synced since it was made */
} FaultFile;

typedef struct
{
  char *from;
  char *to;
} FaultRename;

static void
rename_free (gpointer data)
{
  FaultRename *self = data;

  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

static const HechaDisk *
real (void)
{
  return hecha_env_system ()->disk;
}

static gboolean
fails (FaultDisk *self)
{
  self->calls++;
  if (self->fail_at == 0 || self->calls < self->fail_at || (self->calls > self->fail_at && !self->for_ever))
    return FALSE;
  errno = self->code;
  return TRUE;
}

static int
fault_open (HechaDisk *disk, const char *path, int flags, int mode)
{
  FaultDisk *self = (FaultDisk *)disk;
  gboolean existed = g_file_test (path, G_FILE_TEST_EXISTS);
  int fd = fails (self) ? -1 : real ()->open (disk, path, flags, mode);

  if (fd < 0)
    return fd;
  g_hash_table_replace (self->open_fds, GINT_TO_POINTER (fd), g_strdup (path));
  if (!existed)
    g_hash_table_replace (self->files, g_strdup (path), g_new0 (FaultFile, 1));
  return fd;
}

/* A write that fails has written half: the worst that a disk may do. */
static gssize
fault_write (HechaDisk *disk, int fd, const void *bytes, gsize n_bytes)
{
  if (!fails ((FaultDisk *)disk))
    return real ()->write (disk, fd, bytes, n_bytes);
  (void)!real ()->write (disk, fd, bytes, n_bytes / 2);
  errno = ((FaultDisk *)disk)->code;
  return -1;
}

static void
sync_names (FaultDisk *self, const char *dir)
{
  GHashTableIter iter;
  gpointer path, file;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, &file))
    {
      g_autofree char *parent = g_path_get_dirname (path);

      if (g_str_equal (parent, dir))
        ((FaultFile *)file)->named = TRUE;
    }
  for (guint i = self->renames->len; i-- > 0;)
    {
      FaultRename *entry = self->renames->pdata[i];
      g_autofree char *parent = g_path_get_dirname (entry->to);

      if (g_str_equal (parent, dir))
        g_ptr_array_remove_index (self->renames, i);
    }
}

static int
fault_fsync (HechaDisk *disk, int fd)
{
  FaultDisk *self = (FaultDisk *)disk;
  const char *path = g_hash_table_lookup (self->open_fds, GINT_TO_POINTER (fd));
  FaultFile *file = g_hash_table_lookup (self->files, path);
  struct stat about;

  if (fails (self))
    return -1;
  /* Not really: these tests cut no real power, and the machine has other work. */
  g_assert_cmpint (fstat (fd, &about), ==, 0);
  if (S_ISDIR (about.st_mode))
    sync_names (self, path);
  else if (file != NULL)
    file->synced = about.st_size;
  return 0;
}

static int
fault_close (HechaDisk *disk, int fd)
{
  FaultDisk *self = (FaultDisk *)disk;
  gboolean failed = fails (self);
  int code = errno;

  g_hash_table_remove (self->open_fds, GINT_TO_POINTER (fd));
  real ()->close (disk, fd);
  errno = code;
  return failed ? -1 : 0;
}

static int
fault_rename (HechaDisk *disk, const char *from, const char *to)
{
  FaultDisk *self = (FaultDisk *)disk;
  FaultRename *entry;
  gpointer key, file;

  if (fails (self))
    return -1;
  if (real ()->rename (disk, from, to) < 0)
    return -1;
  entry = g_new (FaultRename, 1);
  *entry = (FaultRename) {g_strdup (from), g_strdup (to)};
  g_ptr_array_add (self->renames, entry);
  if (g_hash_table_steal_extended (self->files, from, &key, &file))
    {
      g_hash_table_replace (self->files, g_strdup (to), file);
      g_free (key);
    }
  return 0;
}

static int
fault_unlink (HechaDisk *disk, const char *path)
{
  if (fails ((FaultDisk *)disk))
    return -1;
  g_hash_table_remove (((FaultDisk *)disk)->files, path);
  return real ()->unlink (disk, path);
}

static int
fault_mkdir (HechaDisk *disk, const char *path, int mode)
{
  FaultDisk *self = (FaultDisk *)disk;
  int result = fails (self) ? -1 : real ()->mkdir (disk, path, mode);

  if (result == 0)
    g_hash_table_replace (self->files, g_strdup (path), g_new0 (FaultFile, 1));
  return result;
}

void
fault_disk_init (FaultDisk *self)
{
  memset (self, 0, sizeof *self);
  self->disk = (HechaDisk) {fault_open,   fault_write,  fault_fsync, fault_close,
                            fault_rename, fault_unlink, fault_mkdir};
  self->code = EIO;
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->open_fds = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->renames = g_ptr_array_new_with_free_func (rename_free);
}

void
fault_disk_clear (FaultDisk *self)
{
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->open_fds, g_hash_table_unref);
  g_clear_pointer (&self->renames, g_ptr_array_unref);
}

static void
spoil_tail (const char *path, off_t synced, GRand *rand)
{
  g_autofree guint8 *garbage = NULL;
  struct stat about;
  off_t kept;
  int fd;

  if (stat (path, &about) != 0 || !S_ISREG (about.st_mode) || about.st_size <= synced)
    return;
  chmod (path, 0600);
  kept = synced + (off_t)g_rand_double_range (rand, 0, (double)(about.st_size - synced + 1));
  if (g_rand_boolean (rand))
    {
      garbage = g_malloc0 (kept - synced);
      fd = open (path, O_WRONLY);
      g_assert_cmpint (pwrite (fd, garbage, kept - synced, synced), ==, kept - synced);
      close (fd);
    }
  g_assert_cmpint (truncate (path, kept), ==, 0);
}

/* What is not on disk is there, or is not, or is there with zeros for bytes. */
void
fault_disk_cut_power (FaultDisk *self, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  GHashTableIter iter;
  gpointer path, data;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, &data))
    {
      FaultFile *file = data;

      spoil_tail (path, file->synced, rand);
      if (!file->named && g_rand_boolean (rand))
        fault_dir_remove (path);
    }
  for (guint i = self->renames->len; i-- > 0;)
    {
      FaultRename *entry = self->renames->pdata[i];

      if (g_rand_boolean (rand) && g_file_test (entry->to, G_FILE_TEST_EXISTS))
        g_assert_cmpint (g_rename (entry->to, entry->from), ==, 0);
    }
  g_rand_free (rand);
}

char *
fault_dir_make (void)
{
  char *path = g_dir_make_tmp ("hecha-test-XXXXXX", NULL);

  g_assert_nonnull (path);
  return path;
}

/* With all that is in it. */
void
fault_dir_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      fault_dir_remove (below);
    }
  g_remove (path);
}
