/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-attachment.h"

#include "evidence/hecha-media.h"
#include "store/hecha-files.h"

/* How a file becomes evidence: hecha_attachment_may(), hecha_evidence_put_file() (slow; any thread), then
 * hecha_attachment_record(). The file is on disk under its digest before any entry mentions it. */

/**
 * hecha_attachment_may:
 * @store: where it would be recorded
 * @by: the person who acts
 * @sample: a unit id, or `CODE/UNIT`
 * @error: why not
 *
 * To be asked before a large file is copied. Records nothing.
 *
 * Returns: whether evidence may be attached to the sample now
 */
gboolean
hecha_attachment_may (HechaStore *store, const char *by, const char *sample, GError **error)
{
  HechaAttachInput input = {.sample = sample};

  return hecha_store_act (store, by, hecha_attach_record, &input, error);
}

static void
fill_media (HechaAttachInput *input, const HechaMedia *media)
{
  input->kind = media->type.kind;
  input->mime = media->type.mime;
  input->captured_at = media->captured_at;
  input->camera = media->camera;
  input->undecodable = media->undecodable;
  input->has_place = media->has_place;
  input->latitude = media->latitude;
  input->longitude = media->longitude;
  input->width = media->width;
  input->height = media->height;
}

/**
 * hecha_attachment_record:
 * @store: where to record it
 * @evidence: the evidence of that store, which has the file
 * @by: the person who acts
 * @sample: a unit id, or `CODE/UNIT`
 * @about: (nullable): the required item, or what it shows
 * @name: (nullable): the file's name, for display
 * @digest: as hecha_evidence_put_file() gave it
 * @size: likewise
 * @attachment: (out caller-allocates): what became of it
 * @error: %HECHA_ERROR_REFUSED, or when disk or database failed
 *
 * Notes the file as one to be sent, reads what it tells of itself, and makes it evidence.
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_attachment_record (HechaStore *store, HechaEvidence *evidence, const char *by, const char *sample,
                         const char *about, const char *name, const HechaDigest *digest, guint64 size,
                         HechaAttachment *attachment, GError **error)
{
  g_autofree char *path = hecha_evidence_dup_path (evidence, digest);
  g_autofree char *text = hecha_digest_dup_text (digest);
  HechaAttachInput input = {.sample = sample, .about = about, .name = name, .digest = text, .size = size};
  g_auto (HechaMedia) media = {0};
  gboolean done;

  *attachment = (HechaAttachment) {.digest = *digest, .size = size};
  if (!hecha_store_note_file (store, digest, (gint64)size, error) || !hecha_media_read (&media, path, error))
    return FALSE;
  fill_media (&input, &media);
  done = hecha_store_act (store, by, hecha_attach_record, &input, error);
  attachment->id = input.id;
  attachment->known = input.known;
  attachment->undecodable = g_strdup (media.undecodable);
  return done;
}

/**
 * hecha_attachment_clear:
 * @self: what became of a file
 */
void
hecha_attachment_clear (HechaAttachment *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->undecodable, g_free);
}
