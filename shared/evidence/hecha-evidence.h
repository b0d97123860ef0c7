/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-digest.h"
#include "base/hecha-env.h"

G_BEGIN_DECLS

/**
 * HechaEvidence:
 *
 * Files addressed by their digest, below `evidence/` of a store: `ab/abcd…` for what is whole, `incoming/` for what is
 * still on its way. A file has its digest as name only after all of it was hashed and is on disk. Nothing in here is
 * ever written over or removed by itself. Any number of threads may use one object.
 */
typedef struct _HechaEvidence HechaEvidence;

/**
 * HechaEvidenceProgress:
 * @done: bytes done
 * @total: bytes there are, 0 when nobody knows
 * @data: the caller's
 */
typedef void (*HechaEvidenceProgress) (guint64 done, guint64 total, gpointer data);

/**
 * HechaEvidenceEach:
 * @digest: of a file that is here
 * @size: in bytes
 * @data: the caller's
 *
 * Returns: whether to go on
 */
typedef gboolean (*HechaEvidenceEach) (const HechaDigest *digest, guint64 size, gpointer data);

HechaEvidence *hecha_evidence_new (const char *store_dir, const HechaEnv *env);
void hecha_evidence_free (HechaEvidence *self);

gboolean hecha_evidence_put (HechaEvidence *self, GInputStream *source, GCancellable *cancellable,
                             HechaEvidenceProgress progress, gpointer data, HechaDigest *digest,
                             guint64 *size, GError **error);
gboolean hecha_evidence_put_file (HechaEvidence *self, const char *path, GCancellable *cancellable,
                                  HechaEvidenceProgress progress, gpointer data, HechaDigest *digest,
                                  guint64 *size, GError **error);

gboolean hecha_evidence_has (HechaEvidence *self, const HechaDigest *digest, guint64 *size);
int hecha_evidence_open (HechaEvidence *self, const HechaDigest *digest, GError **error);
GInputStream *hecha_evidence_read (HechaEvidence *self, const HechaDigest *digest, GError **error);
char *hecha_evidence_dup_path (HechaEvidence *self, const HechaDigest *digest);
gboolean hecha_evidence_verify (HechaEvidence *self, const HechaDigest *digest, GCancellable *cancellable,
                                GError **error);
void hecha_evidence_each (HechaEvidence *self, HechaEvidenceEach each, gpointer data);
gboolean hecha_evidence_remove (HechaEvidence *self, const HechaDigest *digest, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaEvidence, hecha_evidence_free)

G_END_DECLS
