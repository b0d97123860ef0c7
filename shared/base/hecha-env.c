/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hecha-env.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gint64
read_system_clock (HechaClock *self)
{
  return g_get_real_time () / 1000;
}

static void
fill_from_system (HechaRandom *self, guint8 *bytes, gsize n_bytes)
{
  randombytes_buf (bytes, n_bytes);
}

static int
disk_open (HechaDisk *self, const char *path, int flags, int mode)
{
  return open (path, flags | O_CLOEXEC, mode);
}

static gssize
disk_write (HechaDisk *self, int fd, const void *bytes, gsize n_bytes)
{
  return write (fd, bytes, n_bytes);
}

static int
disk_fsync (HechaDisk *self, int fd)
{
  return fsync (fd);
}

static int
disk_close (HechaDisk *self, int fd)
{
  return close (fd);
}

static int
disk_rename (HechaDisk *self, const char *from, const char *to)
{
  return rename (from, to);
}

static int
disk_unlink (HechaDisk *self, const char *path)
{
  return unlink (path);
}

static int
disk_mkdir (HechaDisk *self, const char *path, int mode)
{
  return mkdir (path, mode);
}

/**
 * hecha_env_system:
 *
 * The machine's own clock, randomness and files. Only a main () calls this; everything below is handed a #HechaEnv.
 *
 * Returns: (transfer none): for the life of the process
 */
const HechaEnv *
hecha_env_system (void)
{
  static HechaClock clock = {read_system_clock};
  static HechaRandom random = {fill_from_system};
  static HechaDisk disk
    = {disk_open, disk_write, disk_fsync, disk_close, disk_rename, disk_unlink, disk_mkdir};
  static const HechaEnv env = {&clock, &random, &disk, NULL};

  return &env;
}

/**
 * hecha_env_now_ms:
 * @self: the world
 *
 * Returns: milliseconds since 1970 by the wall clock, which may be wrong and may go back
 */
gint64
hecha_env_now_ms (const HechaEnv *self)
{
  return self->clock->now_ms (self->clock);
}

/**
 * hecha_env_random:
 * @self: the world
 * @bytes: (out caller-allocates) (array length=n_bytes): where to put them
 * @n_bytes: how many
 */
void
hecha_env_random (const HechaEnv *self, guint8 *bytes, gsize n_bytes)
{
  self->random->fill (self->random, bytes, n_bytes);
}
