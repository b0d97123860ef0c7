/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-attaching.h"

#include "evidence/hecha-attachment.h"

/**
 * HechaAttaching:
 *
 * A file on its way to become evidence: asked for, copied and hashed in a thread of its own, then recorded.
 */
struct _HechaAttaching
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  const HechaEnv *env;       /* (not owned) */
  HechaEvidence *evidence;   /* (owned) */
  char *sample;              /* (owned) */
  char *about;               /* (owned) (nullable) */
  GFile *file;               /* (owned) */
  char *name;                /* (owned) for display */
  GCancellable *cancellable; /* (owned) */
  HechaDigest digest;        /* after copying */
  guint64 size;
  gboolean known;
  int permille; /* atomic: written by the thread that copies */
};

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaAttaching, hecha_attaching, G_TYPE_OBJECT)

static void
finish (HechaAttaching *self, const GError *error)
{
  g_signal_emit (self, signals[FINISHED], 0, error);
}

/* ---- third: record ---- */

static gpointer
record_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaAttaching *self = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");
  g_auto (HechaAttachment) attachment = {0};

  if (hecha_attachment_record (store, self->evidence, by != NULL ? by : "", self->sample, self->about,
                               self->name, &self->digest, self->size, &attachment, error))
    self->known = attachment.known;
  return NULL;
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaAttaching) self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  finish (self, error);
}

/* ---- second: copy ---- */

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  HechaAttaching *self = data;

  if (total > 0)
    g_atomic_int_set (&self->permille, (int)(done * 1000 / total));
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HechaAttaching *self = source;
  g_autofree char *path = g_file_get_path (self->file);
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;
  gboolean done;

  if (path != NULL)
    done = hecha_evidence_put_file (self->evidence, path, cancellable, progress_cb, self, &self->digest,
                                    &self->size, &error);
  else
    {
      stream = G_INPUT_STREAM (g_file_read (self->file, cancellable, &error));
      done = stream != NULL
             && hecha_evidence_put (self->evidence, stream, cancellable, progress_cb, self, &self->digest,
                                    &self->size, &error);
    }
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HechaAttaching *self = HECHA_ATTACHING (source);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      finish (self, error);
      return;
    }
  hecha_store_worker_run_async (self->worker, record_work, self, NULL, NULL, NULL, recorded_cb,
                                g_object_ref (self));
}

/* ---- first: ask ---- */

static gpointer
may_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaAttaching *self = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");

  hecha_attachment_may (store, by != NULL ? by : "", self->sample, error);
  return NULL;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaAttaching) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  if (error != NULL)
    {
      finish (self, error);
      return;
    }
  task = g_task_new (self, self->cancellable, copied_cb, NULL);
  g_task_run_in_thread (task, copy_in_thread);
}

static void
hecha_attaching_finalize (GObject *object)
{
  HechaAttaching *self = HECHA_ATTACHING (object);

  g_clear_object (&self->worker);
  g_clear_pointer (&self->evidence, hecha_evidence_free);
  g_free (self->sample);
  g_free (self->about);
  g_clear_object (&self->file);
  g_free (self->name);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_attaching_parent_class)->finalize (object);
}

static void
hecha_attaching_class_init (HechaAttachingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_attaching_finalize;

  /**
   * HechaAttaching::finished:
   * @error: (nullable): why it did not become evidence
   *
   * Emitted once, on the main thread.
   */
  signals[FINISHED] = g_signal_new ("finished", HECHA_TYPE_ATTACHING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hecha_attaching_init (HechaAttaching *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hecha_attaching_new:
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 * @sample: id of the assignment
 * @about: (nullable): the required item, or what it shows
 * @file: what to attach; it is copied
 *
 * Returns: (transfer full): nothing happens before hecha_attaching_start()
 */
HechaAttaching *
hecha_attaching_new (HechaStoreWorker *worker, const HechaEnv *env, const char *sample, const char *about,
                     GFile *file)
{
  HechaAttaching *self = g_object_new (HECHA_TYPE_ATTACHING, NULL);
  g_autofree char *base = g_file_get_basename (file);

  self->worker = g_object_ref (worker);
  self->env = env;
  self->evidence = hecha_evidence_new (hecha_store_worker_get_dir (worker), env);
  self->sample = g_strdup (sample);
  self->about = g_strdup (about);
  self->file = g_object_ref (file);
  self->name = g_filename_display_name (base != NULL ? base : "");
  return self;
}

/**
 * hecha_attaching_start:
 * @self: a file
 */
void
hecha_attaching_start (HechaAttaching *self)
{
  hecha_store_worker_run_async (self->worker, may_work, self, NULL, NULL, NULL, asked_cb,
                                g_object_ref (self));
}

/**
 * hecha_attaching_cancel:
 * @self: a file that is being copied
 *
 * What was copied so far goes away; a file that is copied already is still recorded.
 */
void
hecha_attaching_cancel (HechaAttaching *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * hecha_attaching_get_name:
 * @self: a file
 *
 * Returns: (transfer none): its name, for display
 */
const char *
hecha_attaching_get_name (HechaAttaching *self)
{
  return self->name;
}

/**
 * hecha_attaching_get_fraction:
 * @self: a file
 *
 * Returns: how much is copied, from 0 to 1
 */
double
hecha_attaching_get_fraction (HechaAttaching *self)
{
  return g_atomic_int_get (&self->permille) / 1000.0;
}

/**
 * hecha_attaching_was_known:
 * @self: a file that became evidence
 *
 * Returns: whether it was attached to this sample before
 */
gboolean
hecha_attaching_was_known (HechaAttaching *self)
{
  return self->known;
}

/**
 * hecha_attaching_get_sample:
 * @self: a file
 *
 * Returns: (transfer none): id of the assignment
 */
const char *
hecha_attaching_get_sample (HechaAttaching *self)
{
  return self->sample;
}
