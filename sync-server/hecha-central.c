/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-central-private.h"

#include "base/hecha-error.h"
#include "domain/hecha-guard.h"
#include "store/hecha-store-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

/* Requests that share one commit at most; more would keep the first of them waiting. */
#define MAX_SHARED   64
#define EPOCH_LENGTH 10

typedef struct
{
  HechaCentralTask task;
  gpointer data;
  gboolean shared;
  GError *error;
  gboolean ok;
  gboolean done;
  GMutex lock;
  GCond cond;
} Job;

/* ---- the writer's thread ---- */

static void
finish (Job *job)
{
  g_mutex_lock (&job->lock);
  job->done = TRUE;
  g_cond_signal (&job->cond);
  g_mutex_unlock (&job->lock);
}

static void
announce (HechaCentral *self)
{
  HechaCentralChanged changed;
  gpointer data;

  if (!self->committed_entries)
    return;
  self->committed_entries = FALSE;
  g_mutex_lock (&self->lock);
  changed = self->changed;
  data = self->changed_data;
  g_mutex_unlock (&self->lock);
  if (changed != NULL)
    changed (data);
}

static void
fail_all (GPtrArray *jobs, GError *problem)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      g_clear_error (&job->error);
      job->error = g_error_copy (problem);
      job->ok = FALSE;
    }
}

static gboolean
run_in_txn (HechaCentral *self, GPtrArray *jobs, GError **error)
{
  g_auto (HechaTxn) txn = hecha_store_begin (self->store, error);

  if (txn.db == NULL)
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      job->ok = job->task (self, job->data, error);
      if (!job->ok)
        return FALSE;
    }
  return hecha_store_commit (self->store, &txn, error);
}

/* A task fails only when the database does, and then for all: nobody is told of what is not on disk. */
static void
run_shared (HechaCentral *self, GPtrArray *jobs)
{
  g_autoptr (GError) problem = NULL;
  HechaTime last = self->store->last;

  if (!run_in_txn (self, jobs, &problem))
    {
      self->store->last = last;
      self->n_scopes = 0; /* grants that were just written are gone again */
      hecha_store_forget (self->store);
      fail_all (jobs, problem);
    }
  for (guint i = 0; i < jobs->len; i++)
    finish (g_ptr_array_index (jobs, i));
}

static void
run_alone (HechaCentral *self, Job *job)
{
  job->ok = job->task (self, job->data, &job->error);
  finish (job);
}

/* Takes what waits now and may share the commit of @first; returns what came behind it and may not. */
static Job *
collect (HechaCentral *self, GPtrArray *jobs)
{
  while (jobs->len < MAX_SHARED)
    {
      Job *job = g_async_queue_try_pop (self->jobs);

      if (job == NULL || !job->shared)
        return job;
      g_ptr_array_add (jobs, job);
    }
  return NULL;
}

static gpointer
write_until_closed (gpointer data)
{
  HechaCentral *self = data;
  Job *job = NULL;

  while (TRUE)
    {
      g_autoptr (GPtrArray) jobs = g_ptr_array_new ();

      if (job == NULL)
        job = g_async_queue_pop (self->jobs);
      if (job->task == NULL)
        {
          finish (job);
          return NULL;
        }
      if (!job->shared)
        {
          run_alone (self, g_steal_pointer (&job));
          announce (self);
          continue;
        }
      g_ptr_array_add (jobs, job);
      job = collect (self, jobs);
      run_shared (self, jobs);
      announce (self);
    }
}

static gboolean
ask (HechaCentral *self, HechaCentralTask task, gpointer data, gboolean shared, GError **error)
{
  Job job = {task, data, shared};

  g_mutex_init (&job.lock);
  g_cond_init (&job.cond);
  g_async_queue_push (self->jobs, &job);
  g_mutex_lock (&job.lock);
  while (!job.done)
    g_cond_wait (&job.cond, &job.lock);
  g_mutex_unlock (&job.lock);
  g_mutex_clear (&job.lock);
  g_cond_clear (&job.cond);
  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.ok;
}

/**
 * hecha_central_run:
 * @self: the central database
 * @task: what to do
 * @data: for @task
 * @error: as @task
 *
 * Returns: what @task returned
 */
gboolean
hecha_central_run (HechaCentral *self, HechaCentralTask task, gpointer data, GError **error)
{
  return ask (self, task, data, FALSE, error);
}

/**
 * hecha_central_run_shared:
 * @self: the central database
 * @task: what to do inside a transaction; may fail only when the database does
 * @data: for @task
 * @error: when the database failed; then nothing of it is kept
 *
 * Returns: whether it is on disk
 */
gboolean
hecha_central_run_shared (HechaCentral *self, HechaCentralTask task, gpointer data, GError **error)
{
  return ask (self, task, data, TRUE, error);
}

/* ---- opening ---- */

static void
note_commit (guint64 types, gpointer data)
{
  HechaCentral *self = data;

  self->committed_entries = TRUE;
}

static char *
epoch_path (HechaCentral *self)
{
  return g_build_filename (self->dir, "epoch", NULL);
}

static char *
random_epoch (HechaCentral *self)
{
  static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  guint8 random[EPOCH_LENGTH];
  char *epoch = g_malloc0 (EPOCH_LENGTH + 1);

  hecha_env_random (&self->env, random, sizeof random);
  for (guint i = 0; i < EPOCH_LENGTH; i++)
    epoch[i] = letters[random[i] & 31];
  return epoch;
}

/**
 * hecha_central_new_epoch:
 * @self: the central database; in the writer's thread
 * @error: when the disk failed
 *
 * Begins new chains for the server: the old ones went further than what is here (docs/protocol.md 5.4).
 *
 * Returns: whether the new epoch is on disk
 */
gboolean
hecha_central_new_epoch (HechaCentral *self, GError **error)
{
  g_autofree char *path = epoch_path (self);
  g_autofree char *epoch = random_epoch (self);

  if (!g_file_set_contents_full (path, epoch, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    return FALSE;
  self->first_epoch = self->epoch;
  g_atomic_pointer_set (&self->epoch, g_steal_pointer (&epoch));
  hecha_store_set_epoch (self->store, self->epoch);
  return TRUE;
}

/* A copy has no epoch file, and so takes a new one: `backup` leaves it out. */
static gboolean
take_epoch (HechaCentral *self, GError **error)
{
  g_autofree char *path = epoch_path (self);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || strlen (g_strstrip (text)) != EPOCH_LENGTH)
    return hecha_central_new_epoch (self, error);
  self->epoch = g_steal_pointer (&text);
  hecha_store_set_epoch (self->store, self->epoch);
  return TRUE;
}

static void
derive_token_key (HechaCentral *self)
{
  crypto_generichash (self->token_key, sizeof self->token_key, (const guint8 *)"hecha-token-v1", 14,
                      self->key.seed, sizeof self->key.seed);
}

static HechaCentral *
open_dir (const char *dir, const HechaEnv *env, GError **error)
{
  g_autoptr (HechaCentral) self = g_new0 (HechaCentral, 1);

  self->dir = g_strdup (dir);
  self->env = *env;
  self->jobs = g_async_queue_new ();
  g_mutex_init (&self->lock);
  self->store = hecha_store_open (dir, HECHA_STORE_CENTRAL, env, error);
  if (self->store == NULL || !take_epoch (self, error))
    return NULL;
  self->key = *hecha_store_key (self->store);
  derive_token_key (self);
  hecha_store_set_guard (self->store, hecha_guard, &self->guard);
  hecha_store_set_changed (self->store, note_commit, self);
  self->writer = g_thread_new ("hecha-writer", write_until_closed, self);
  return g_steal_pointer (&self);
}

/**
 * hecha_central_open:
 * @dir: a directory made by hecha_central_init()
 * @env: (transfer none): clock, randomness, files; must outlive it
 * @error: %HECHA_ERROR_NOT_FOUND, or as hecha_store_open()
 *
 * Returns: (transfer full) (nullable): the central database, with its thread
 */
HechaCentral *
hecha_central_open (const char *dir, const HechaEnv *env, GError **error)
{
  g_autofree char *key = g_build_filename (dir, "server.key", NULL);

  if (!g_file_test (key, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_NOT_FOUND,
                   _ ("%s holds no server; make one with: hecha-server init %s"), dir, dir);
      return NULL;
    }
  return open_dir (dir, env, error);
}

/**
 * hecha_central_close:
 * @self: (transfer full) (nullable): the central database; nobody may be asking it anything
 */
void
hecha_central_close (HechaCentral *self)
{
  if (self == NULL)
    return;
  if (self->writer != NULL)
    {
      ask (self, NULL, NULL, FALSE, NULL);
      g_thread_join (self->writer);
    }
  hecha_store_close (self->store);
  hecha_guard_memo_clear (&self->guard);
  hecha_key_wipe (&self->key);
  sodium_memzero (self->token_key, sizeof self->token_key);
  g_async_queue_unref (self->jobs);
  g_mutex_clear (&self->lock);
  g_free (self->epoch);
  g_free (self->first_epoch);
  g_free (self->dir);
  g_free (self);
}

static gboolean
describe_server (HechaAct *act, gpointer organisation, GError **error)
{
  HechaActOp *op = hecha_act_op (act, "base", "server", "server");
  const HechaKey *key = hecha_store_key ((HechaStore *)act->reader);
  g_autofree char *sign = hecha_public_key_dup_text (key->sign_public, "ed25519");
  g_autofree char *box = hecha_public_key_dup_text (key->box_public, "x25519");

  hecha_act_op_set_text (op, "organisation", organisation);
  hecha_act_op_set_text (op, "key", sign);
  hecha_act_op_set_text (op, "box_key", box);
  return TRUE;
}

static gboolean
initialise (HechaCentral *self, gpointer organisation, GError **error)
{
  char id[HECHA_KEY_ID_BYTES];

  hecha_key_id (self->key.sign_public, id);
  return hecha_store_set_meta (self->store, "server", id, error)
         && hecha_store_set_meta (self->store, "organisation", organisation, error)
         && hecha_store_act (self->store, "", describe_server, organisation, error);
}

/**
 * hecha_central_init:
 * @dir: a directory without a server; made when it does not exist
 * @organisation: whose server it is
 * @env: the world
 * @error: %HECHA_ERROR_REFUSED when there is a server already
 *
 * Returns: whether the database and the server's keys are on disk
 */
gboolean
hecha_central_init (const char *dir, const char *organisation, const HechaEnv *env, GError **error)
{
  g_autofree char *key = g_build_filename (dir, "server.key", NULL);
  g_autoptr (HechaCentral) self = NULL;

  if (g_file_test (key, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                   _ ("%s holds a server already; nothing was changed"), dir);
      return FALSE;
    }
  self = open_dir (dir, env, error);
  return self != NULL && hecha_central_run (self, initialise, (gpointer)organisation, error);
}

/**
 * hecha_central_set_changed:
 * @self: the central database
 * @changed: (nullable): called after each commit that brought entries
 * @data: for @changed
 */
void
hecha_central_set_changed (HechaCentral *self, HechaCentralChanged changed, gpointer data)
{
  g_mutex_lock (&self->lock);
  self->changed = changed;
  self->changed_data = data;
  g_mutex_unlock (&self->lock);
}

/**
 * hecha_central_key:
 * @self: the central database
 *
 * Returns: (transfer none): the server's keys
 */
const HechaKey *
hecha_central_key (HechaCentral *self)
{
  return &self->key;
}

/**
 * hecha_central_epoch:
 * @self: the central database
 *
 * Returns: (transfer none): the word that names this life of it
 */
const char *
hecha_central_epoch (HechaCentral *self)
{
  return g_atomic_pointer_get (&self->epoch);
}

static gboolean
read_organisation (HechaCentral *self, gpointer data, GError **error)
{
  *(char **)data = hecha_store_get_meta (self->store, "organisation");
  return TRUE;
}

/**
 * hecha_central_organisation:
 * @self: the central database
 *
 * Returns: (transfer full): whose server it is; may be empty
 */
char *
hecha_central_organisation (HechaCentral *self)
{
  char *organisation = NULL;

  hecha_central_run (self, read_organisation, &organisation, NULL);
  return organisation != NULL ? organisation : g_strdup ("");
}

/**
 * hecha_caller_free:
 * @self: (transfer full) (nullable): who asks
 */
void
hecha_caller_free (HechaCaller *self)
{
  if (self == NULL)
    return;
  g_free (self->dev);
  g_free (self->role);
  g_free (self->state);
  g_free (self);
}
