/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-job.h"

#include "domain/hecha-site-rule.h"

/**
 * hecha_site_job_new:
 * @deed: what is to be done
 * @sample: id of the assignment
 *
 * Returns: (transfer full): a job whose other members the caller fills
 */
HechaSiteJob *
hecha_site_job_new (HechaSiteDeed deed, const char *sample)
{
  HechaSiteJob *self = g_new0 (HechaSiteJob, 1);

  self->deed = deed;
  self->sample = g_strdup (sample);
  return self;
}

static void
free_job (gpointer data)
{
  HechaSiteJob *self = data;

  g_free (self->sample);
  g_free (self->unit);
  g_free (self->reason);
  g_free (self->kind);
  g_strfreev (self->units);
  g_free (self->dice);
  g_free (self->nonce);
  g_strfreev (self->witnesses);
  g_free (self);
}

static gboolean
act (HechaStore *store, const HechaSiteJob *self, const char *by, GError **error)
{
  HechaSiteFrameInput frame
    = {.sample = self->sample, .kind = self->kind, .units = (const char *const *)self->units};
  HechaSiteReasonInput reason = {self->sample, self->unit, self->reason};
  HechaSiteDrawInput draw
    = {self->sample, self->size, self->dice, self->nonce, (const char *const *)self->witnesses};

  switch (self->deed)
    {
    case HECHA_SITE_FREEZE:
      return hecha_store_act (store, by, hecha_site_frame_record, &frame, error);
    case HECHA_SITE_CANCEL:
      return hecha_store_act (store, by, hecha_site_cancel_record, &reason, error);
    case HECHA_SITE_DRAW:
      return hecha_store_act (store, by, hecha_site_draw_record, &draw, error);
    case HECHA_SITE_REPLACE:
    default:
      return hecha_store_act (store, by, hecha_site_replace_record, &reason, error);
    }
}

static gpointer
job_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *by = hecha_store_get_meta (store, "person");

  act (store, data, by != NULL ? by : "", error);
  return NULL;
}

/**
 * hecha_site_job_run:
 * @self: (transfer full): what is to be done
 * @worker: owner of the store
 * @done: called with a result for hecha_store_worker_run_finish()
 * @user_data: for @done
 *
 * Records it.
 */
void
hecha_site_job_run (HechaSiteJob *self, HechaStoreWorker *worker, GAsyncReadyCallback done,
                    gpointer user_data)
{
  hecha_store_worker_run_async (worker, job_work, self, free_job, NULL, NULL, done, user_data);
}
