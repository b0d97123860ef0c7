/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-store-worker.h"

G_BEGIN_DECLS

/**
 * HechaJob:
 *
 * What a person filled in, by name, on its way to the store's thread.
 */
typedef struct _HechaJob HechaJob;

/**
 * HechaDeed:
 * @store: the store, on its thread
 * @by: the person who acts
 * @job: what was filled in
 * @error: why it was not done
 *
 * Makes a rule's input of a job, and has the rule recorded.
 *
 * Returns: whether it was done
 */
typedef gboolean (*HechaDeed) (HechaStore *store, const char *by, HechaJob *job, GError **error);

HechaJob *hecha_job_new (HechaDeed deed, const char *subject);
HechaJob *hecha_job_copy (HechaJob *self);
void hecha_job_free (HechaJob *self);
void hecha_job_set (HechaJob *self, const char *name, const char *text);
void hecha_job_add (HechaJob *self, const char *name, const char *element);
void hecha_job_say (HechaJob *self, char *answer);
const char *hecha_job_get_subject (HechaJob *self);
const char *hecha_job_get (HechaJob *self, const char *name);
guint hecha_job_get_number (HechaJob *self, const char *name);
gboolean hecha_job_is_set (HechaJob *self, const char *name);
const char *const *hecha_job_get_list (HechaJob *self, const char *name);
GPtrArray *hecha_job_get_files (HechaJob *self);
void hecha_job_run (HechaJob *self, HechaStoreWorker *worker, GAsyncReadyCallback done, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HechaJob, hecha_job_free)

G_END_DECLS
