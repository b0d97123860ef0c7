/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/hecha-appeal-rule.h"
#include "domain/hecha-negative-rule.h"
#include "evidence/hecha-evidence.h"
#include "evidence/hecha-media.h"
#include "store/hecha-store.h"

G_BEGIN_DECLS

/**
 * HechaAttachment:
 * @digest: of the file
 * @size: in bytes
 * @name: (owned) (nullable): the file's name, for display
 * @derived_from: (owned) (nullable): "sha256:…" of the original, for a copy with marks
 * @media: what the file tells of itself
 * @id: (owned): of the evidence, once it is recorded
 * @undecodable: (owned) (nullable): why it cannot be shown; it is kept all the same
 * @known: it was attached before; nothing new was recorded
 * @problem: (owned) (nullable): why it alone was not recorded
 *
 * A file that becomes evidence.
 */
typedef struct
{
  HechaDigest digest;
  guint64 size;
  char *name;
  char *derived_from;
  HechaMedia media;
  char *id;
  char *undecodable;
  gboolean known;
  GError *problem;
} HechaAttachment;

gboolean
hecha_attachment_record (HechaStore *store, HechaEvidence *evidence, const char *by, const char *sample,
                         const char *about, const char *name, const HechaDigest *digest, guint64 size,
                         HechaAttachment *attachment, GError **error);
GPtrArray *hecha_attachment_copy_all (HechaEvidence *evidence, const char *const *paths,
                                      GCancellable *cancellable, GError **error);
GPtrArray *hecha_attachment_put_all (HechaStore *store, const char *const *paths, GCancellable *cancellable,
                                     GError **error);
gboolean hecha_attachment_read (HechaAttachment *self, HechaEvidence *evidence, GError **error);
gboolean hecha_attachment_record_all (HechaStore *store, const char *by, const char *sample,
                                      const char *about, GPtrArray *attachments, GError **error);
gboolean hecha_attachment_may (HechaStore *store, const char *by, const char *sample, GError **error);
gboolean hecha_attachment_record_appeal (HechaStore *store, const char *by, HechaAppealInput *appeal,
                                         GPtrArray *attachments, GError **error);
gboolean hecha_attachment_record_review (HechaStore *store, const char *by, HechaReviewInput *review,
                                         GPtrArray *attachments, GError **error);
gboolean
hecha_attachment_record_completion (HechaStore *store, const char *by, HechaNegativeInput *completion,
                                    GPtrArray *attachments, GError **error);
void hecha_attachment_clear (HechaAttachment *self);
void hecha_attachment_free (HechaAttachment *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HechaAttachment, hecha_attachment_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaAttachment, hecha_attachment_free)

G_END_DECLS
