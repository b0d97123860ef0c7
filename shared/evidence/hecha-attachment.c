/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hecha-attachment.h"

#include "domain/hecha-rectification-rule.h"
#include "store/hecha-files.h"

/* How a file becomes evidence: hecha_attachment_may(), hecha_evidence_put_file() and
 * hecha_attachment_read() (slow; any thread), then hecha_attachment_record_all(). The file is on disk under its digest
 * before any entry mentions it. */

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

/**
 * hecha_attachment_read:
 * @self: digest and size are as hecha_evidence_put_file() gave them
 * @evidence: the evidence of a store, which has the file
 * @error: when it is not there
 *
 * Takes the store for nothing: any thread may do it.
 *
 * Returns: whether @media says what the file tells of itself
 */
gboolean
hecha_attachment_read (HechaAttachment *self, HechaEvidence *evidence, GError **error)
{
  g_autofree char *path = hecha_evidence_dup_path (evidence, &self->digest);

  return hecha_media_read (&self->media, path, error);
}

static HechaAttachInput *
make_input (const HechaAttachment *attachment, const char *sample, const char *about)
{
  const HechaMedia *media = &attachment->media;
  HechaAttachInput *input = g_new0 (HechaAttachInput, 1);

  *input = (HechaAttachInput) {
    .sample = sample,
    .about = about,
    .digest = hecha_digest_dup_text (&attachment->digest),
    .size = attachment->size,
    .kind = media->type.kind,
    .mime = media->type.mime,
    .name = attachment->name,
    .captured_at = media->captured_at,
    .camera = media->camera,
    .undecodable = media->undecodable,
    .has_place = media->has_place,
    .latitude = media->latitude,
    .longitude = media->longitude,
    .width = media->width,
    .height = media->height,
    .derived_from = attachment->derived_from,
  };
  return input;
}

static void
free_input (gpointer data)
{
  HechaAttachInput *input = data;

  g_free ((char *)input->digest);
  g_free (input->id);
  g_clear_error (&input->problem);
  g_free (input);
}

/* The files that are recorded together. */
typedef struct
{
  HechaStore *store;      /* (not owned) */
  GPtrArray *attachments; /* (not owned) (element-type HechaAttachment) */
  GPtrArray *inputs;      /* (not owned) (element-type HechaAttachInput) */
  HechaActFunc rule;      /* which makes them evidence */
  gpointer input;         /* (not owned): of @rule */
} Batch;

/* In one transaction: no entry names a file that is not noted as one to be sent. */
static gboolean
record_batch (HechaAct *act, gpointer data, GError **error)
{
  const Batch *batch = data;

  if (!batch->rule (act, batch->input, error))
    return FALSE;
  for (guint i = 0; i < batch->inputs->len; i++)
    {
      const HechaAttachInput *input = g_ptr_array_index (batch->inputs, i);
      const HechaAttachment *attachment = g_ptr_array_index (batch->attachments, i);

      if (input->problem == NULL
          && !hecha_store_note_file (batch->store, &attachment->digest, (gint64)attachment->size, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hecha_attachment_record_all:
 * @store: where to record them
 * @by: the person who acts
 * @sample: a unit id, or `CODE/UNIT`
 * @about: (nullable): the required item, or what they show
 * @attachments: (element-type HechaAttachment): files that are on disk and were read; each is told what became of it
 * @error: %HECHA_ERROR_REFUSED, or when disk or database failed; then nothing is recorded
 *
 * Notes the files as ones to be sent, and makes them evidence: one action, one transaction.
 *
 * Returns: whether they are recorded, but for those that have a @problem
 */
gboolean
hecha_attachment_record_all (HechaStore *store, const char *by, const char *sample, const char *about,
                             GPtrArray *attachments, GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (free_input);
  Batch batch = {store, attachments, inputs, hecha_attach_record_all, inputs};

  if (attachments->len == 0)
    return TRUE;
  for (guint i = 0; i < attachments->len; i++)
    g_ptr_array_add (inputs, make_input (attachments->pdata[i], sample, about));
  if (!hecha_store_act (store, by, record_batch, &batch, error))
    return FALSE;
  for (guint i = 0; i < attachments->len; i++)
    {
      HechaAttachment *attachment = g_ptr_array_index (attachments, i);
      HechaAttachInput *input = g_ptr_array_index (inputs, i);

      attachment->id = g_steal_pointer (&input->id);
      attachment->known = input->known;
      attachment->problem = g_steal_pointer (&input->problem);
      attachment->undecodable = g_strdup (attachment->media.undecodable);
    }
  return TRUE;
}

static gboolean
record_with (HechaStore *store, const char *by, GPtrArray *attachments, HechaActFunc rule, gpointer input,
             GPtrArray **files, GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (free_input);
  Batch batch = {store, attachments, inputs, rule, input};
  gboolean done;

  for (guint i = 0; i < attachments->len; i++)
    g_ptr_array_add (inputs, make_input (attachments->pdata[i], NULL, NULL));
  *files = inputs;
  done = hecha_store_act (store, by, record_batch, &batch, error);
  *files = NULL;
  return done;
}

/**
 * hecha_attachment_record_appeal:
 * @store: the office's
 * @by: the person who acts
 * @appeal: what is filed; its @files are set here
 * @attachments: (element-type HechaAttachment): what the agency handed in: files that are on disk and were read
 * @error: %HECHA_ERROR_REFUSED, or when disk or database failed; then nothing is recorded
 *
 * Files an appeal with its files: one action, one transaction (P3 4.3 a, R011).
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_attachment_record_appeal (HechaStore *store, const char *by, HechaAppealInput *appeal,
                                GPtrArray *attachments, GError **error)
{
  return record_with (store, by, attachments, hecha_appeal_file, appeal, &appeal->files, error);
}

/**
 * hecha_attachment_record_review:
 * @store: the office's
 * @by: the person who acts
 * @review: what was found; its @files are set here
 * @attachments: (element-type HechaAttachment): files that are on disk and were read
 * @error: %HECHA_ERROR_REFUSED, or when disk or database failed; then nothing is recorded
 *
 * Records a re-review with its files: one action, one transaction (P3 4.3 a, R011).
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_attachment_record_review (HechaStore *store, const char *by, HechaReviewInput *review,
                                GPtrArray *attachments, GError **error)
{
  return record_with (store, by, attachments, hecha_appeal_review, review, &review->files, error);
}

/**
 * hecha_attachment_record_completion:
 * @store: the office's
 * @by: the person who acts
 * @completion: as of hecha_negative_complete(); its @files are set here
 * @attachments: (element-type HechaAttachment): what shows it: files that are on disk and were read
 * @error: %HECHA_ERROR_REFUSED, or when disk or database failed; then nothing is recorded
 *
 * Records a completion with its files: one action, one transaction (P3 2.2, 6.2.5).
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_attachment_record_completion (HechaStore *store, const char *by, HechaNegativeInput *completion,
                                    GPtrArray *attachments, GError **error)
{
  return record_with (store, by, attachments, hecha_negative_complete, completion, &completion->files, error);
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
 * Reads what one file tells of itself, and makes it evidence.
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_attachment_record (HechaStore *store, HechaEvidence *evidence, const char *by, const char *sample,
                         const char *about, const char *name, const HechaDigest *digest, guint64 size,
                         HechaAttachment *attachment, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  *attachment = (HechaAttachment) {.digest = *digest, .size = size, .name = g_strdup (name)};
  g_ptr_array_add (one, attachment);
  if (!hecha_attachment_read (attachment, evidence, error)
      || !hecha_attachment_record_all (store, by, sample, about, one, error))
    return FALSE;
  if (attachment->problem != NULL)
    g_propagate_error (error, g_steal_pointer (&attachment->problem));
  else
    return TRUE;
  return FALSE;
}

/**
 * hecha_attachment_clear:
 * @self: a file
 */
void
hecha_attachment_clear (HechaAttachment *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->derived_from, g_free);
  hecha_media_clear (&self->media);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->undecodable, g_free);
  g_clear_error (&self->problem);
}

/**
 * hecha_attachment_free:
 * @self: (transfer full): a file
 */
void
hecha_attachment_free (HechaAttachment *self)
{
  hecha_attachment_clear (self);
  g_free (self);
}

static gboolean
put (HechaEvidence *evidence, const char *path, GPtrArray *attachments, GCancellable *cancellable,
     GError **error)
{
  g_autoptr (HechaAttachment) self = g_new0 (HechaAttachment, 1);
  g_autofree char *base = g_path_get_basename (path);

  self->name = g_filename_display_name (base);
  if (!hecha_evidence_put_file (evidence, path, cancellable, NULL, NULL, &self->digest, &self->size, error)
      || !hecha_attachment_read (self, evidence, error))
    return FALSE;
  g_ptr_array_add (attachments, g_steal_pointer (&self));
  return TRUE;
}

/**
 * hecha_attachment_copy_all:
 * @evidence: where they go
 * @paths: (array zero-terminated=1): files
 * @cancellable: (nullable): while they are copied
 * @error: when one cannot be read or copied
 *
 * As hecha_attachment_put_all(), on any thread.
 *
 * Returns: (transfer full) (nullable) (element-type HechaAttachment): all of them, in their order
 */
GPtrArray *
hecha_attachment_copy_all (HechaEvidence *evidence, const char *const *paths, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_attachment_free);

  for (guint i = 0; paths[i] != NULL; i++)
    if (!put (evidence, paths[i], attachments, cancellable, error))
      return NULL;
  return g_steal_pointer (&attachments);
}

/**
 * hecha_attachment_put_all:
 * @store: where they go; on its thread
 * @paths: (array zero-terminated=1): files
 * @cancellable: (nullable): while they are copied
 * @error: when one cannot be read or copied
 *
 * Copies files in, and reads what they tell of themselves. Nothing is recorded yet.
 *
 * Returns: (transfer full) (nullable) (element-type HechaAttachment): all of them, in their order
 */
GPtrArray *
hecha_attachment_put_all (HechaStore *store, const char *const *paths, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (HechaEvidence) evidence = hecha_evidence_new (hecha_store_dir (store), hecha_store_env (store));

  return hecha_attachment_copy_all (evidence, paths, cancellable, error);
}
