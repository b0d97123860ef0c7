/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a program takes from the world. Passed in, so that a test can run five laptops and a server from one seed. */

/**
 * HechaClock:
 * @now_ms: milliseconds since 1970-01-01 UTC, as the machine believes
 */
typedef struct _HechaClock HechaClock;
struct _HechaClock
{
  gint64 (*now_ms) (HechaClock *self);
};

/**
 * HechaRandom:
 * @fill: fills @bytes with unpredictable bytes (in a test: with those of its seed)
 */
typedef struct _HechaRandom HechaRandom;
struct _HechaRandom
{
  void (*fill) (HechaRandom *self, guint8 *bytes, gsize n_bytes);
};

/**
 * HechaDisk:
 *
 * The file layer below evidence and keys, in the words of POSIX: each returns what the call of that name
 * returns and sets errno. SQLite has its own such layer, the VFS named in #HechaEnv.
 */
typedef struct _HechaDisk HechaDisk;
struct _HechaDisk
{
  int (*open) (HechaDisk *self, const char *path, int flags, int mode);
  gssize (*write) (HechaDisk *self, int fd, const void *bytes, gsize n_bytes);
  int (*fsync) (HechaDisk *self, int fd);
  int (*close) (HechaDisk *self, int fd);
  int (*rename) (HechaDisk *self, const char *from, const char *to);
  int (*unlink) (HechaDisk *self, const char *path);
  int (*mkdir) (HechaDisk *self, const char *path, int mode);
};

/**
 * HechaEnv:
 * @clock: (not owned)
 * @random: (not owned)
 * @disk: (not owned)
 * @vfs: (nullable): name of a registered SQLite VFS; %NULL for the system's own
 */
typedef struct
{
  HechaClock *clock;
  HechaRandom *random;
  HechaDisk *disk;
  const char *vfs;
} HechaEnv;

const HechaEnv *hecha_env_system (void);

gint64 hecha_env_now_ms (const HechaEnv *self);
void hecha_env_random (const HechaEnv *self, guint8 *bytes, gsize n_bytes);

G_END_DECLS
