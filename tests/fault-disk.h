/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"

/**
 * FaultDisk:
 * @disk: to be handed to what is tested
 * @calls: how many calls there were that can fail
 * @fail_at: which of them fails, counted from 1; 0 for none
 * @for_ever: and all after it
 * @code: with this errno
 *
 * The real disk, which fails when it is told to, and which can have its power cut: then all that was not fsynced is
 * lost, or garbage, or there after all, as the seed will have it.
 */
typedef struct
{
  HechaDisk disk;
  guint calls;
  guint fail_at;
  gboolean for_ever;
  int code;
  GHashTable *files;    /* path → FaultFile, of what was written here */
  GHashTable *open_fds; /* fd → path */
  GPtrArray *renames;   /* FaultRename, not yet on disk */
} FaultDisk;

void fault_disk_init (FaultDisk *self);
void fault_disk_clear (FaultDisk *self);
void fault_disk_cut_power (FaultDisk *self, guint32 seed);

char *fault_dir_make (void);
void fault_dir_remove (const char *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FaultDisk, fault_disk_clear)
