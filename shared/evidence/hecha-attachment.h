/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-attach.h"
#include "evidence/hecha-evidence.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaAttachment:
 * @id: (owned): of the evidence
 * @digest: of the file
 * @size: in bytes
 * @undecodable: (owned) (nullable): why it cannot be shown; it is kept all the same
 * @known: it was attached before; nothing new was recorded
 *
 * A file that became evidence.
 */
typedef struct
{
  char *id;
  HechaDigest digest;
  guint64 size;
  char *undecodable;
  gboolean known;
} HechaAttachment;

gboolean
hecha_attachment_record (HechaStore *store, HechaEvidence *evidence, const char *by, const char *sample,
                         const char *about, const char *name, const HechaDigest *digest, guint64 size,
                         HechaAttachment *attachment, GError **error);
gboolean hecha_attachment_may (HechaStore *store, const char *by, const char *sample, GError **error);
void hecha_attachment_clear (HechaAttachment *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaAttachment, hecha_attachment_clear)

G_END_DECLS
