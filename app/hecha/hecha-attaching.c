/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-attaching.h"

#include "base/hecha-error.h"
#include "evidence/hecha-attachment.h"
#include "hecha-words.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

/* So many files are copied at a time: while one waits for the disk, the other is hashed. */
#define N_COPIERS 2
/* They come after the window and what draws it, and before the decoders. */
#define COPIER_NICE 5
/* So often what is copied is recorded: each time is one entry. */
#define RECORD_MS 250
/* So many files in one entry, at most. */
#define MAX_TOGETHER 50

/* A file that was asked for. */
typedef struct
{
  GFile *file;         /* (owned) */
  char *name;          /* (owned) for display */
  gboolean made;       /* this program made it, and takes it away when it is recorded */
  GError *error;       /* (owned) (nullable): why it was not copied */
  HechaAttachment out; /* what it is, once it is copied */
} Source;

/**
 * HechaAttaching:
 *
 * Files on their way to become evidence: asked for, copied, hashed and looked at on threads of their own, then recorded
 * by the store's thread, as many together as there are.
 */
struct _HechaAttaching
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  const HechaEnv *env;       /* (not owned) */
  HechaEvidence *evidence;   /* (owned) */
  char *sample;              /* (owned) */
  char *about;               /* (owned) (nullable) */
  GPtrArray *sources;        /* (owned) (element-type Source) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray
    *problems;     /* (owned) (element-type utf8) sentences, one for each file that did not become evidence */
  guint copiers;   /* that still run */
  guint record_id; /* 0 when no timer runs */
  gboolean recording; /* the store's thread is at it */
  guint n_recorded;
  guint n_known; /* attached to this sample before */

  int next;                /* atomic: the file that the next copier takes */
  int permille[N_COPIERS]; /* atomic: of the file that each is at */
  int n_copied;            /* atomic */
  GMutex lock;             /* of what follows */
  GPtrArray *done;         /* (owned) (element-type Source): copied or failed, not recorded */
};

/* One thread that copies. */
typedef struct
{
  HechaAttaching *attaching; /* (not owned): the callback holds it */
  guint index;
} Copier;

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaAttaching, hecha_attaching, G_TYPE_OBJECT)

static void
free_source (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->file);
  g_free (source->name);
  g_clear_error (&source->error);
  hecha_attachment_clear (&source->out);
  g_free (source);
}

/* ---- the end ---- */

static void
note_problem (HechaAttaching *self, const Source *source, const GError *error)
{
  g_autofree char *sentence = hecha_told_dup_sentence (error->message);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_ptr_array_add (self->problems, g_strdup_printf ("%s\n%s", source->name, sentence));
}

static void
finish (HechaAttaching *self, const GError *error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) all = NULL;

  g_clear_handle_id (&self->record_id, g_source_remove);
  if (error == NULL && self->problems->len > 0)
    {
      g_ptr_array_add (self->problems, NULL);
      text = g_strjoinv ("\n", (char **)self->problems->pdata);
      error = all = g_error_new_literal (HECHA_ERROR, HECHA_ERROR_REFUSED, text);
    }
  g_signal_emit (self, signals[FINISHED], 0, error);
}

/* ---- third: record ---- */

static void record_more (HechaAttaching *self);

/* What is recorded together; the files are in @sources. */
typedef struct
{
  HechaAttaching *attaching; /* (owned) */
  GPtrArray *sources;        /* (owned) (element-type Source, not owned) */
} Together;

static void
free_together (Together *together)
{
  g_object_unref (together->attaching);
  g_ptr_array_unref (together->sources);
  g_free (together);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Together, free_together)

static gpointer
record_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Together *together = data;
  HechaAttaching *self = together->attaching;
  g_autofree char *by = hecha_store_get_meta (store, "person");
  g_autoptr (GPtrArray) attachments = g_ptr_array_new ();

  for (guint i = 0; i < together->sources->len; i++)
    g_ptr_array_add (attachments, &((Source *)together->sources->pdata[i])->out);
  hecha_attachment_record_all (store, by != NULL ? by : "", self->sample, self->about, attachments, error);
  return NULL;
}

static void
take_result (HechaAttaching *self, const Source *source)
{
  if (source->out.problem != NULL)
    {
      note_problem (self, source, source->out.problem);
      return;
    }
  self->n_recorded++;
  self->n_known += source->out.known;
  if (source->made)
    g_unlink (g_file_peek_path (source->file));
}

static void
recorded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Together) together = user_data;
  HechaAttaching *self = together->attaching;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  self->recording = FALSE;
  for (guint i = 0; i < together->sources->len; i++)
    if (error != NULL)
      note_problem (self, together->sources->pdata[i], error);
    else
      take_result (self, together->sources->pdata[i]);
  record_more (self);
}

/* What was copied meanwhile, without what failed. */
static GPtrArray *
take_done (HechaAttaching *self)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  while (self->done->len > 0 && done->len < MAX_TOGETHER)
    {
      Source *source = g_ptr_array_steal_index (self->done, 0);

      if (source->error == NULL)
        g_ptr_array_add (done, source);
      else
        note_problem (self, source, source->error);
    }
  g_mutex_unlock (&self->lock);
  return g_steal_pointer (&done);
}

static void
record_more (HechaAttaching *self)
{
  g_autoptr (GPtrArray) done = NULL;
  Together *together;

  if (self->recording)
    return;
  done = take_done (self);
  if (done->len == 0)
    {
      if (self->copiers == 0)
        finish (self, NULL);
      return;
    }
  together = g_new0 (Together, 1);
  together->attaching = g_object_ref (self);
  together->sources = g_steal_pointer (&done);
  self->recording = TRUE;
  hecha_store_worker_run_async (self->worker, record_work, together, NULL, NULL, NULL, recorded_cb, together);
}

static gboolean
record_cb (gpointer data)
{
  record_more (data);
  return G_SOURCE_CONTINUE;
}

/* ---- second: copy ---- */

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  const Copier *copier = data;

  if (total > 0)
    g_atomic_int_set (&copier->attaching->permille[copier->index], (int)(done * 1000 / total));
}

static gboolean
copy_one (const Copier *copier, Source *source, GCancellable *cancellable, GError **error)
{
  HechaAttaching *self = copier->attaching;
  const char *path = g_file_peek_path (source->file);
  g_autoptr (GInputStream) stream = NULL;

  if (path != NULL)
    return hecha_evidence_put_file (self->evidence, path, cancellable, progress_cb, (gpointer)copier,
                                    &source->out.digest, &source->out.size, error);
  stream = G_INPUT_STREAM (g_file_read (source->file, cancellable, error));
  return stream != NULL
         && hecha_evidence_put (self->evidence, stream, cancellable, progress_cb, (gpointer)copier,
                                &source->out.digest, &source->out.size, error);
}

/* On a disk that takes nothing, the others are not tried. */
static void
copy_and_look (const Copier *copier, Source *source, GCancellable *cancellable)
{
  HechaAttaching *self = copier->attaching;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &source->error)
      && copy_one (copier, source, cancellable, &source->error))
    hecha_attachment_read (&source->out, self->evidence, &source->error);
  if (g_error_matches (source->error, HECHA_ERROR, HECHA_ERROR_STORAGE))
    g_cancellable_cancel (cancellable);
  g_atomic_int_set (&self->permille[copier->index], 0);
  g_atomic_int_inc (&self->n_copied);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->done, source);
  g_mutex_unlock (&self->lock);
}

static gpointer
run_copier (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Copier *copier = g_task_get_task_data (task);
  HechaAttaching *self = copier->attaching;
  int next;

  /* Of this thread alone, on Linux; it cannot be taken back, therefore none of GTask's own threads does this. */
  setpriority (PRIO_PROCESS, 0, COPIER_NICE);
  while ((next = g_atomic_int_add (&self->next, 1)) < (int)self->sources->len)
    copy_and_look (copier, self->sources->pdata[next], self->cancellable);
  g_task_return_boolean (task, TRUE);
  return NULL;
}

static void
copied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaAttaching) self = user_data;

  if (--self->copiers == 0)
    record_more (self);
}

static void
start_copiers (HechaAttaching *self)
{
  self->copiers = MIN (N_COPIERS, self->sources->len);
  self->record_id = g_timeout_add (RECORD_MS, record_cb, self);
  for (guint i = 0; i < MIN (N_COPIERS, self->sources->len); i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, copied_cb, g_object_ref (self));
      Copier *copier = g_new0 (Copier, 1);

      *copier = (Copier) {self, i};
      g_task_set_task_data (task, copier, g_free);
      g_thread_unref (g_thread_new ("hecha-copier", run_copier, g_steal_pointer (&task)));
    }
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
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaAttaching) self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  if (error != NULL || self->sources->len == 0)
    finish (self, error);
  else
    start_copiers (self);
}

/* ---- life cycle ---- */

static void
hecha_attaching_finalize (GObject *object)
{
  HechaAttaching *self = HECHA_ATTACHING (object);

  g_clear_handle_id (&self->record_id, g_source_remove);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->evidence, hecha_evidence_free);
  g_free (self->sample);
  g_free (self->about);
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->problems);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hecha_attaching_parent_class)->finalize (object);
}

static void
hecha_attaching_class_init (HechaAttachingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_attaching_finalize;

  /**
   * HechaAttaching::finished:
   * @error: (nullable): which files did not become evidence, and why
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
  self->sources = g_ptr_array_new_with_free_func (free_source);
  self->done = g_ptr_array_new ();
  self->problems = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->lock);
}

/**
 * hecha_attaching_new:
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 * @sample: id of the assignment
 * @about: (nullable): the required item, or what the files show
 *
 * Returns: (transfer full): nothing happens before hecha_attaching_start()
 */
HechaAttaching *
hecha_attaching_new (HechaStoreWorker *worker, const HechaEnv *env, const char *sample, const char *about)
{
  HechaAttaching *self = g_object_new (HECHA_TYPE_ATTACHING, NULL);

  self->worker = g_object_ref (worker);
  self->env = env;
  self->evidence = hecha_evidence_new (hecha_store_worker_get_dir (worker), env);
  self->sample = g_strdup (sample);
  self->about = about != NULL && *about != '\0' ? g_strdup (about) : NULL;
  return self;
}

/**
 * hecha_attaching_add:
 * @self: files, not started
 * @file: one more; it is copied and left as it is
 */
void
hecha_attaching_add (HechaAttaching *self, GFile *file)
{
  Source *source = g_new0 (Source, 1);
  g_autofree char *base = g_file_get_basename (file);

  source->file = g_object_ref (file);
  source->name = g_filename_display_name (base != NULL ? base : "");
  source->out.name = g_strdup (source->name);
  g_ptr_array_add (self->sources, source);
}

/**
 * hecha_attaching_add_made:
 * @self: files, not started
 * @path: a file that this program made; it is taken away once it is recorded
 * @name: for display
 * @derived_from: (nullable): "sha256:…" of the original, for a copy with marks
 */
void
hecha_attaching_add_made (HechaAttaching *self, const char *path, const char *name, const char *derived_from)
{
  Source *source = g_new0 (Source, 1);

  source->file = g_file_new_for_path (path);
  source->name = g_strdup (name);
  source->made = TRUE;
  source->out.name = g_strdup (name);
  source->out.derived_from = g_strdup (derived_from);
  g_ptr_array_add (self->sources, source);
}

/**
 * hecha_attaching_start:
 * @self: files
 */
void
hecha_attaching_start (HechaAttaching *self)
{
  hecha_store_worker_run_async (self->worker, may_work, self, NULL, NULL, NULL, asked_cb,
                                g_object_ref (self));
}

/**
 * hecha_attaching_cancel:
 * @self: files that are being copied
 *
 * Of a file that is not copied to its end nothing stays; those that are copied already are still recorded.
 */
void
hecha_attaching_cancel (HechaAttaching *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * hecha_attaching_get_sample:
 * @self: files
 *
 * Returns: (transfer none): id of the assignment
 */
const char *
hecha_attaching_get_sample (HechaAttaching *self)
{
  return self->sample;
}

/**
 * hecha_attaching_get_name:
 * @self: files, one at least
 *
 * Returns: (transfer none): the name of the first, for display
 */
const char *
hecha_attaching_get_name (HechaAttaching *self)
{
  return ((Source *)self->sources->pdata[0])->name;
}

/**
 * hecha_attaching_get_n_files:
 * @self: files
 *
 * Returns: how many
 */
guint
hecha_attaching_get_n_files (HechaAttaching *self)
{
  return self->sources->len;
}

/**
 * hecha_attaching_get_n_recorded:
 * @self: files
 *
 * Returns: how many of them are evidence
 */
guint
hecha_attaching_get_n_recorded (HechaAttaching *self)
{
  return self->n_recorded;
}

/**
 * hecha_attaching_get_n_known:
 * @self: files
 *
 * Returns: how many of them were attached to this sample before
 */
guint
hecha_attaching_get_n_known (HechaAttaching *self)
{
  return self->n_known;
}

/**
 * hecha_attaching_get_fraction:
 * @self: files, one at least
 *
 * Returns: how much is copied, from 0 to 1
 */
double
hecha_attaching_get_fraction (HechaAttaching *self)
{
  int permille = g_atomic_int_get (&self->n_copied) * 1000;

  for (guint i = 0; i < N_COPIERS; i++)
    permille += g_atomic_int_get (&self->permille[i]);
  return MIN (1, permille / (1000.0 * self->sources->len));
}
