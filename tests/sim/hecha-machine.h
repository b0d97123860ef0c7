/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "hecha-memory-vfs.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaMachine:
 * @env: what its programs are given
 * @dir: (owned): a directory in memory where there is one, for what is not SQLite's
 * @vfs: (owned): SQLite's disk
 * @now_ms: its wall clock
 *
 * A computer of a test: clock, randomness and disk from one seed.
 */
typedef struct
{
  HechaEnv env;
  char *dir;
  HechaMemoryVfs *vfs;
  gint64 now_ms;
  HechaClock clock;
  HechaRandom random;
  guint64 state; /* of its randomness */
} HechaMachine;

HechaMachine *hecha_machine_new (guint64 seed);
void hecha_machine_free (HechaMachine *self);
/* Puts the tables of a new store on the disk, where there is none: the quick way. */
void hecha_machine_prepare (HechaMachine *self, HechaStoreKind kind);
/* Opens the store that is there, or a new one. */
HechaStore *hecha_machine_open (HechaMachine *self, HechaStoreKind kind, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaMachine, hecha_machine_free)

G_END_DECLS
