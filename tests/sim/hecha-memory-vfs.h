/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HechaMemoryVfs:
 *
 * The disk of one machine, in memory, for SQLite: put its name into #HechaEnv. It counts what changes the
 * disk (write, truncate, sync, delete, the making of a file), fails any of these, and forgets what was not
 * synced when its power is cut. Thread-safe, since the server reads and writes from several threads.
 */
typedef struct _HechaMemoryVfs HechaMemoryVfs;

/**
 * HechaMemoryImage:
 *
 * What was on the disk at one moment: for a machine that is restored from a backup, or copied.
 */
typedef struct _HechaMemoryImage HechaMemoryImage;

/* Files below @root are named from there, so that an image of one machine can be restored on another. */
HechaMemoryVfs *hecha_memory_vfs_new (const char *root);
void hecha_memory_vfs_free (HechaMemoryVfs *self);
const char *hecha_memory_vfs_name (HechaMemoryVfs *self);

/* How many operations there were. */
guint hecha_memory_vfs_count (HechaMemoryVfs *self);
/* Operation number @at from now (1 is the next; 0 is none) fails with the SQLite code; @for_ever: all after
 * it too. */
void hecha_memory_vfs_fail (HechaMemoryVfs *self, guint at, gboolean for_ever, int code);
/* The program is dead: its connections can do nothing any more, what it wrote stays. */
void hecha_memory_vfs_kill (HechaMemoryVfs *self);
/* The machine is dead: besides, what was not synced is there, or is not, or half of it, as @rand will have
 * it. */
void hecha_memory_vfs_cut_power (HechaMemoryVfs *self, GRand *rand);

HechaMemoryImage *hecha_memory_vfs_save (HechaMemoryVfs *self);
void hecha_memory_vfs_restore (HechaMemoryVfs *self, const HechaMemoryImage *image);
void hecha_memory_image_free (HechaMemoryImage *self);

/* Files by path, for tests that damage them; the bytes may be changed while nothing has the file open. */
GByteArray *hecha_memory_vfs_bytes (HechaMemoryVfs *self, const char *path);
void hecha_memory_vfs_remove (HechaMemoryVfs *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaMemoryVfs, hecha_memory_vfs_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaMemoryImage, hecha_memory_image_free)

G_END_DECLS
