/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-file.h"
#include "evidence/hecha-evidence.h"

G_BEGIN_DECLS

/* Large enough that a system call costs nothing, small enough for many at once. */
#define HECHA_EVIDENCE_BUFFER_BYTES (256 * 1024)

struct _HechaEvidence
{
  const HechaEnv *env; /* (not owned) */
  char *store_dir;     /* (owned) */
  char *root;          /* (owned) store_dir/evidence */
  char *incoming;      /* (owned) root/incoming */
  GMutex lock;
  guint8 made[256 / 8]; /* under lock: fan-out directories known to be on disk, one bit each */
  gboolean rooted;      /* under lock: root and incoming are known to be on disk */
};

gboolean hecha_evidence_prepare (HechaEvidence *self, GError **error);
gboolean
hecha_evidence_settle (HechaEvidence *self, HechaFile *file, const HechaDigest *digest, GError **error);
gboolean hecha_evidence_hash_fd (int fd, const char *path, GCancellable *cancellable, HechaDigest *digest,
                                 GError **error);

G_END_DECLS
