/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-store-worker.h"

#include "base/hecha-error.h"
#include "store/hecha-wipe.h"

#include <glib/gi18n.h>

/**
 * HechaStoreWorker:
 *
 * The one thread that owns the store, so that nothing in the window ever waits on the disk. Work runs in the order in
 * which it was given. The first thing it does is open the store; when that fails, every work fails with the reason.
 */
struct _HechaStoreWorker
{
  GObject parent_instance;

  char *dir;           /* (owned) */
  const HechaEnv *env; /* (not owned) */
  GThread *thread;     /* (owned) joined in dispose */
  GAsyncQueue *jobs;   /* (owned) (element-type Job) */
  HechaStore *store;   /* (owned by the thread) */
  GError *failure;     /* (owned by the thread) why the store did not open */

  GMutex lock;      /* of what follows */
  guint64 changed;  /* record types that changed and were not told yet */
  guint changed_id; /* 0 when the main thread knows everything */
};

typedef enum
{
  JOB_WORK,
  JOB_STOP, /* ends the thread */
  JOB_WIPE, /* takes the store away */
  JOB_WAKE, /* ends hecha_store_worker_wait() */
} JobKind;

typedef struct
{
  JobKind kind;
  GTask *task; /* (owned) */
  HechaStoreWork work;
  gpointer data; /* (owned) */
  GDestroyNotify free_data;
  GDestroyNotify free_result;
} Job;

G_DEFINE_FINAL_TYPE (HechaStoreWorker, hecha_store_worker, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_job (Job *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, free_job)

/* ---- on the store's thread ---- */

static gboolean tell_changed_cb (gpointer data);

static void
store_changed_cb (guint64 types, gpointer data)
{
  HechaStoreWorker *self = data;

  g_mutex_lock (&self->lock);
  self->changed |= types;
  if (self->changed_id == 0)
    self->changed_id = g_idle_add (tell_changed_cb, self);
  g_mutex_unlock (&self->lock);
}

static void
open_store (HechaStoreWorker *self)
{
  g_autofree char *parent = g_path_get_dirname (self->dir);

  g_mkdir_with_parents (parent, 0700); /* when it fails, opening says so */
  self->store = hecha_store_open (self->dir, HECHA_STORE_LAPTOP, self->env, &self->failure);
  if (self->store != NULL)
    hecha_store_set_changed (self->store, store_changed_cb, self);
}

static void
run_job (HechaStoreWorker *self, Job *job)
{
  g_autoptr (GTask) task = g_steal_pointer (&job->task);
  GError *error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->failure != NULL)
    {
      g_task_return_error (task, g_error_copy (self->failure));
      return;
    }
  result = job->work (self->store, job->data, g_task_get_cancellable (task), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->free_result);
}

/* What comes after works on a new store, which belongs to nobody yet. */
static void
run_wipe (HechaStoreWorker *self, Job *job)
{
  g_autoptr (GTask) task = g_steal_pointer (&job->task);
  GError *error = NULL;

  if (self->store == NULL || !hecha_store_check_wipe (self->store, &error))
    {
      g_task_return_error (task, error != NULL ? error : g_error_copy (self->failure));
      return;
    }
  g_clear_pointer (&self->store, hecha_store_close);
  hecha_wipe_folder (self->dir, self->env, &error);
  open_store (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static gpointer
run_thread (gpointer data)
{
  HechaStoreWorker *self = data;

  open_store (self);
  for (;;)
    {
      g_autoptr (Job) job = g_async_queue_pop (self->jobs);

      if (job->kind == JOB_STOP)
        break;
      if (job->kind == JOB_WIPE)
        run_wipe (self, job);
      else
        run_job (self, job);
    }
  g_clear_pointer (&self->store, hecha_store_close);
  g_clear_error (&self->failure);
  return NULL;
}

/* ---- on the main thread ---- */

static gboolean
tell_changed_cb (gpointer data)
{
  g_autoptr (HechaStoreWorker) self = g_object_ref (data);
  guint64 types;

  g_mutex_lock (&self->lock);
  types = self->changed;
  self->changed = 0;
  self->changed_id = 0;
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[CHANGED], 0, types);
  return G_SOURCE_REMOVE;
}

/* What was given before is still done: closing a store loses nothing. */
static void
hecha_store_worker_dispose (GObject *object)
{
  HechaStoreWorker *self = HECHA_STORE_WORKER (object);

  if (self->thread != NULL)
    {
      Job *stop = g_new0 (Job, 1);

      stop->kind = JOB_STOP;
      g_async_queue_push (self->jobs, stop);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  g_clear_handle_id (&self->changed_id, g_source_remove);
  G_OBJECT_CLASS (hecha_store_worker_parent_class)->dispose (object);
}

static void
hecha_store_worker_finalize (GObject *object)
{
  HechaStoreWorker *self = HECHA_STORE_WORKER (object);

  g_free (self->dir);
  g_async_queue_unref (self->jobs);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hecha_store_worker_parent_class)->finalize (object);
}

static void
hecha_store_worker_class_init (HechaStoreWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hecha_store_worker_dispose;
  object_class->finalize = hecha_store_worker_finalize;

  /**
   * HechaStoreWorker::changed:
   * @types: mask of record types (bit = index in the record table)
   *
   * Something in the store is different now. Emitted on the main thread, once for what changed in between.
   */
  signals[CHANGED] = g_signal_new ("changed", HECHA_TYPE_STORE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
hecha_store_worker_init (HechaStoreWorker *self)
{
  self->jobs = g_async_queue_new ();
  g_mutex_init (&self->lock);
}

/**
 * hecha_store_worker_new:
 * @dir: the store's directory; made when it does not exist
 * @env: (transfer none): clock, randomness, files; must outlive the worker
 *
 * Returns at once: the store is opened on its own thread.
 *
 * Returns: (transfer full): the owner of the store
 */
HechaStoreWorker *
hecha_store_worker_new (const char *dir, const HechaEnv *env)
{
  HechaStoreWorker *self = g_object_new (HECHA_TYPE_STORE_WORKER, NULL);

  self->dir = g_strdup (dir);
  self->env = env;
  self->thread = g_thread_new ("hecha-store", run_thread, self);
  return self;
}

/**
 * hecha_store_worker_get_dir:
 * @self: a worker
 *
 * Returns: (transfer none): the store's directory
 */
const char *
hecha_store_worker_get_dir (HechaStoreWorker *self)
{
  return self->dir;
}

/**
 * hecha_store_worker_get_env:
 * @self: a worker
 *
 * Returns: (transfer none): clock and files, for every thread
 */
const HechaEnv *
hecha_store_worker_get_env (HechaStoreWorker *self)
{
  return self->env;
}

/**
 * hecha_store_worker_run_async:
 * @self: a worker
 * @work: what to do on the store's thread
 * @data: (transfer full): for @work
 * @free_data: (nullable): of @data, called on the store's thread
 * @free_result: (nullable): of what @work returns, when nobody takes it
 * @cancellable: (nullable): work that was not begun yet is left out
 * @done: called on the thread that asks, which is the main one or has a context of its own
 * @user_data: for @done
 */
void
hecha_store_worker_run_async (HechaStoreWorker *self, HechaStoreWork work, gpointer data,
                              GDestroyNotify free_data, GDestroyNotify free_result, GCancellable *cancellable,
                              GAsyncReadyCallback done, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (HECHA_IS_STORE_WORKER (self) && work != NULL);

  /* Without a source object, or else the thread could drop the last reference to the worker and wait for itself. */
  job->task = g_task_new (NULL, cancellable, done, user_data);
  g_task_set_source_tag (job->task, hecha_store_worker_run_async);
  job->work = work;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  g_async_queue_push (self->jobs, job);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/**
 * hecha_store_worker_run:
 * @self: a worker
 * @work: what to do on the store's thread
 * @data: (transfer full): for @work
 * @free_data: (nullable): of @data, called on the store's thread
 * @free_result: (nullable): of what @work returns, when nobody takes it
 * @cancellable: (nullable): work that was not begun yet is left out
 * @error: why it failed
 *
 * For threads of their own, such as one that fetches: waits until it is done. Never on the main thread.
 *
 * Returns: (transfer full) (nullable): what the work returned
 */
gpointer
hecha_store_worker_run (HechaStoreWorker *self, HechaStoreWork work, gpointer data, GDestroyNotify free_data,
                        GDestroyNotify free_result, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  hecha_store_worker_run_async (self, work, data, free_data, free_result, cancellable, ran_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return hecha_store_worker_run_finish (self, result, error);
}

/**
 * hecha_store_worker_wipe_async:
 * @self: a worker
 * @done: called on the main thread; to be ended by hecha_store_worker_run_finish()
 * @user_data: for @done
 *
 * Takes away all that an unannounced visit left on this laptop, if it was returned; see hecha_store_check_wipe().
 */
void
hecha_store_worker_wipe_async (HechaStoreWorker *self, GAsyncReadyCallback done, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->kind = JOB_WIPE;
  job->task = g_task_new (NULL, NULL, done, user_data);
  g_task_set_source_tag (job->task, hecha_store_worker_run_async);
  g_async_queue_push (self->jobs, job);
}

/**
 * hecha_store_worker_run_finish:
 * @self: (nullable): a worker
 * @result: what @done was given
 * @error: why it failed
 *
 * Returns: (transfer full) (nullable): what the work returned
 */
gpointer
hecha_store_worker_run_finish (HechaStoreWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, hecha_store_worker_run_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  HechaStoreWorker *worker; /* (not owned) */
  HechaStoreWait func;
  gpointer data;
} Wait;

static gpointer
run_wait (gpointer data)
{
  Wait *wait = data;
  Job *job = g_new0 (Job, 1);

  wait->func (wait->data);
  job->kind = JOB_WAKE;
  g_async_queue_push_front (wait->worker->jobs, job);
  return NULL;
}

/**
 * hecha_store_worker_wait:
 * @self: a worker
 * @func: what takes its time and does not touch the store; run on a thread of its own
 * @data: for @func
 *
 * Called by long work, on the store's thread and outside transactions: does what comes in until @func returned, so
 * that typing is saved while a sync waits for the network. One at a time.
 */
void
hecha_store_worker_wait (HechaStoreWorker *self, HechaStoreWait func, gpointer data)
{
  Wait wait = {self, func, data};
  GThread *thread = g_thread_new ("hecha-wait", run_wait, &wait);
  g_autoptr (Job) stop = NULL; /* comes after the long work */

  for (;;)
    {
      g_autoptr (Job) job = g_async_queue_pop (self->jobs);

      if (job->kind == JOB_WAKE)
        break;
      if (job->kind == JOB_STOP)
        stop = g_steal_pointer (&job);
      else if (job->kind == JOB_WIPE)
        g_task_return_new_error (job->task, HECHA_ERROR, HECHA_ERROR_BUSY, "%s", _ ("A sync is running"));
      else
        run_job (self, job);
    }
  g_thread_join (thread);
  if (stop != NULL)
    g_async_queue_push_front (self->jobs, g_steal_pointer (&stop));
}
