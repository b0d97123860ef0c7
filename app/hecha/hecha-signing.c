/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-signing.h"

#include "base/hecha-error.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * hecha_signing_new:
 * @data: what is shown
 *
 * Returns: (transfer full): a signature under it, by nobody yet
 */
HechaSigning *
hecha_signing_new (const HechaSampleData *data)
{
  HechaSigning *self = g_new0 (HechaSigning, 1);

  self->scope = g_strdup (data->assignment->record->scope);
  self->sample = g_strdup (data->assignment->record->id);
  self->hash = g_strdup (data->content_hash);
  return self;
}

/**
 * hecha_signing_free:
 * @self: (transfer full) (nullable): a signature that was given, or not
 */
void
hecha_signing_free (HechaSigning *self)
{
  if (self == NULL)
    return;
  g_free (self->scope);
  g_free (self->sample);
  g_free (self->hash);
  g_free (self->person);
  g_free (self->strokes);
  g_free (self->typed_name);
  g_free (self->confirmed_by);
  g_free (self->confirmer_name);
  g_free (self->early_reason);
  g_free (self->witness);
  g_free (self->objection);
  g_free (self);
}

static void
record (HechaStore *store, const HechaSigning *self, GError **error)
{
  g_autofree char *by = hecha_store_get_meta (store, "person");
  HechaSignInput input = {
    .sample = self->sample,
    .person = self->person,
    .role = self->role,
    .strokes = self->strokes,
    .n_strokes_bytes = self->strokes != NULL ? strlen (self->strokes) : 0,
    .typed_name = self->typed_name,
    .confirmed_by = self->confirmed_by,
    .confirmer_name = self->confirmer_name,
    .members_first = TRUE,
    .early_reason = self->early_reason,
    .refused = self->refused,
    .witness = self->witness,
    .objection = self->objection,
  };

  hecha_store_act (store, by != NULL ? by : "", hecha_sign_record, &input, error);
  g_free (input.id);
}

/* What is signed is what was shown: nothing else. */
static gpointer
sign_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const HechaSigning *self = data;
  g_autoptr (HechaSampleData) now = hecha_sample_data_load (store, self->scope, self->sample, error);

  if (now == NULL)
    return NULL;
  if (strcmp (now->content_hash, self->hash) == 0)
    record (store, self, error);
  else
    g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                         _ ("The page changed while you signed. Look at it again, then sign."));
  return NULL;
}

/**
 * hecha_signing_run_async:
 * @worker: owner of the store
 * @signing: (transfer full): what to record
 * @done: called on the main thread, for hecha_store_worker_run_finish()
 * @user_data: for @done
 */
void
hecha_signing_run_async (HechaStoreWorker *worker, HechaSigning *signing, GAsyncReadyCallback done,
                         gpointer user_data)
{
  hecha_store_worker_run_async (worker, sign_work, signing, (GDestroyNotify)hecha_signing_free, NULL, NULL,
                                done, user_data);
}
