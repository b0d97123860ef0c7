/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-syncing.h"

#include "hecha-settings.h"

#include "base/hecha-error.h"
#include "store/hecha-summary.h"
#include "sync/hecha-connect.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSyncing:
 *
 * One sync at a time, with its progress and how it ended. While it waits for the network, the store goes on serving the
 * window, so that typing is saved. Where the user wishes so, evidence waits for a network that is not metered, and goes
 * on by itself when there is one.
 */
struct _HechaSyncing
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  HechaSaver *saver;         /* (owned) */
  GSettings *settings;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) while it runs */
  GCancellable *uploads;     /* (owned) (nullable) while it runs: of evidence only */
  HechaSyncResult *result;   /* (owned) (nullable) of the last one */
  GError *error;             /* (owned) (nullable) of the last one */
  gboolean running;
  gboolean quiet;  /* nobody asked for it: nothing is said when it ends */
  gboolean paused; /* by the user, until the next one */

  GMutex lock;       /* of what follows: told by the threads that work */
  gboolean evidence; /* entries first, then evidence */
  gint64 done;       /* entries or bytes */
  gint64 total;      /* 0 while nobody knows */
  gint64 bytes;      /* of evidence that wait */
  char *file;        /* (owned) (nullable) digest of what is being sent */
  gint64 file_done;  /* bytes */
  gint64 file_total; /* bytes */
  gboolean sparing;  /* the network is metered, and the user minds */
  gboolean withheld; /* evidence was left for that */
  guint tell_id;     /* 0 when the main thread knows everything */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaSyncing, hecha_syncing, G_TYPE_OBJECT)

/* ---- progress ---- */

static gboolean
tell_cb (gpointer data)
{
  HechaSyncing *self = data;

  g_mutex_lock (&self->lock);
  self->tell_id = 0;
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Under the lock. */
static void
tell (HechaSyncing *self)
{
  if (self->tell_id == 0)
    self->tell_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_cb, g_object_ref (self), g_object_unref);
}

static void
note_progress (HechaSyncing *self, gboolean evidence, gint64 done, gint64 total)
{
  g_mutex_lock (&self->lock);
  self->evidence = evidence;
  self->done = done;
  self->total = total;
  tell (self);
  g_mutex_unlock (&self->lock);
}

/* @digest: (nullable): of what is being sent; %NULL between two files. */
static void
note_file (HechaSyncing *self, const char *digest, gint64 done, gint64 total)
{
  g_mutex_lock (&self->lock);
  if (g_strcmp0 (self->file, digest) != 0)
    {
      g_free (self->file);
      self->file = g_strdup (digest);
    }
  self->file_done = done;
  self->file_total = total;
  tell (self);
  g_mutex_unlock (&self->lock);
}

/* ---- a way to the server that lets the store go on ---- */

typedef struct
{
  HechaTransport base;   /* first, so that it is its transport */
  HechaTransport *inner; /* (owned) */
  HechaSyncing *syncing; /* (not owned) */
} Patient;

typedef struct
{
  Patient *self;
  const char *method;
  const char *path;
  const char *digest;
  GBytes *body;
  HechaTransportProgress progress;
  gpointer data;
  GCancellable *cancellable;
  GBytes *answer;
  gboolean done;
  GError *error;
} Call;

static void
run_ask (gpointer data)
{
  Call *call = data;

  call->answer = call->self->inner->ask (call->self->inner, call->method, call->path, call->body,
                                         call->cancellable, &call->error);
}

static GBytes *
patient_ask (HechaTransport *transport, const char *method, const char *path, GBytes *body,
             GCancellable *cancellable, GError **error)
{
  Patient *self = (Patient *)transport;
  Call call = {.self = self, .method = method, .path = path, .body = body, .cancellable = cancellable};

  hecha_store_worker_wait (self->syncing->worker, run_ask, &call);
  if (call.error != NULL)
    g_propagate_error (error, call.error);
  return call.answer;
}

static void
upload_progress (goffset sent, goffset total, gpointer data)
{
  Call *call = data;

  note_file (call->self->syncing, call->digest, sent, total);
  call->progress (sent, total, call->data);
}

static void
run_upload (gpointer data)
{
  Call *call = data;

  call->done = call->self->inner->upload (call->self->inner, call->path, call->digest, upload_progress, call,
                                          call->cancellable, &call->error);
}

/* Evidence that costs waits; so does what was under way when the network became such a one. */
static gboolean
withhold (HechaSyncing *self, GError **error)
{
  g_mutex_lock (&self->lock);
  self->withheld = self->sparing;
  g_mutex_unlock (&self->lock);
  if (!self->withheld)
    return FALSE;
  g_clear_error (error);
  g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_NETWORK,
                       _ ("Evidence waits for an unmetered network"));
  return TRUE;
}

static gboolean
patient_upload (HechaTransport *transport, const char *path, const char *digest,
                HechaTransportProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  Patient *self = (Patient *)transport;
  Call call = {.self = self,
               .path = path,
               .digest = digest,
               .progress = progress,
               .data = data,
               .cancellable = self->syncing->uploads};

  if (withhold (self->syncing, &call.error))
    {
      g_propagate_error (error, call.error);
      return FALSE;
    }
  hecha_store_worker_wait (self->syncing->worker, run_upload, &call);
  note_file (self->syncing, NULL, 0, 0);
  if (!call.done)
    withhold (self->syncing, &call.error);
  if (call.error != NULL)
    g_propagate_error (error, call.error);
  return call.done;
}

static void
patient_free (HechaTransport *transport)
{
  Patient *self = (Patient *)transport;

  hecha_transport_free (self->inner);
  g_free (self);
}

static HechaTransport *
make_patient (HechaTransport *inner, HechaSyncing *syncing)
{
  Patient *self = g_new0 (Patient, 1);

  self->base = (HechaTransport) {patient_ask, patient_upload, patient_free};
  self->inner = inner;
  self->syncing = syncing;
  return &self->base;
}

/* On the store's thread, or on the one that sends. */
static void
progress_cb (const char *stage, gint64 done, gint64 total, gpointer data)
{
  HechaSyncing *self = data;
  gboolean evidence = strcmp (stage, "evidence") == 0;

  note_progress (self, evidence, done, total > 0 ? total : evidence ? self->bytes : 0);
}

/* ---- the sync ---- */

static gpointer
sync_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaSyncing *self = data;
  HechaTransport *inner = hecha_connect (store, NULL, error);
  g_autoptr (HechaTransport) transport = inner != NULL ? make_patient (inner, self) : NULL;
  HechaSummary summary = {0};

  if (transport == NULL || !hecha_store_summarise (store, &summary, error))
    return NULL;
  self->bytes = summary.unsent_bytes;
  note_progress (self, FALSE, 0, summary.unsent);
  return hecha_sync (store, transport, progress_cb, self, cancellable, error);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSyncing) self = user_data;

  self->running = FALSE;
  g_clear_error (&self->error);
  g_clear_pointer (&self->result, hecha_sync_result_free);
  self->result = hecha_store_worker_run_finish (self->worker, result, &self->error);
  /* what was left on purpose did not fail */
  if (self->result != NULL && (self->withheld || self->paused))
    g_ptr_array_set_size (self->result->files_failed, 0);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->uploads);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is typed and cannot be recorded yet waits; everything else goes. */
static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HechaSyncing *self = user_data;

  hecha_saver_flush_finish (HECHA_SAVER (source), result, NULL);
  hecha_store_worker_run_async (self->worker, sync_work, self, NULL, (GDestroyNotify)hecha_sync_result_free,
                                self->cancellable, synced_cb, self);
}

/* ---- the network ---- */

static gboolean
find_sparing (HechaSyncing *self)
{
  return self->settings != NULL && g_settings_get_boolean (self->settings, "only-unmetered")
         && g_network_monitor_get_network_metered (g_network_monitor_get_default ());
}

static void
network_changed_cb (HechaSyncing *self)
{
  gboolean sparing = find_sparing (self);

  g_mutex_lock (&self->lock);
  self->sparing = sparing;
  g_mutex_unlock (&self->lock);
  if (sparing)
    g_cancellable_cancel (self->uploads);
  else if (self->withheld && !self->paused)
    hecha_syncing_start (self);
}

static void
watch_network (HechaSyncing *self)
{
  self->settings = hecha_settings_new ();
  if (self->settings == NULL)
    return;
  g_signal_connect_object (self->settings, "changed::only-unmetered", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (), "notify::network-metered",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  network_changed_cb (self);
}

/* ---- life cycle ---- */

static void
hecha_syncing_finalize (GObject *object)
{
  HechaSyncing *self = HECHA_SYNCING (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->saver);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->uploads);
  g_free (self->file);
  hecha_sync_result_free (self->result);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hecha_syncing_parent_class)->finalize (object);
}

static void
hecha_syncing_class_init (HechaSyncingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_syncing_finalize;

  /**
   * HechaSyncing::changed:
   *
   * It began, went on or ended.
   */
  signals[CHANGED]
    = g_signal_new ("changed", HECHA_TYPE_SYNCING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hecha_syncing_init (HechaSyncing *self)
{
  g_mutex_init (&self->lock);
}

/**
 * hecha_syncing_new:
 * @worker: owner of the store
 * @saver: what is typed; written before each sync
 *
 * Returns: (transfer full): nothing happens before hecha_syncing_start()
 */
HechaSyncing *
hecha_syncing_new (HechaStoreWorker *worker, HechaSaver *saver)
{
  HechaSyncing *self = g_object_new (HECHA_TYPE_SYNCING, NULL);

  self->worker = g_object_ref (worker);
  self->saver = g_object_ref (saver);
  watch_network (self);
  return self;
}

/**
 * hecha_syncing_start:
 * @self: a sync; nothing happens when it runs already
 */
void
hecha_syncing_start (HechaSyncing *self)
{
  if (self->running)
    return;
  self->running = TRUE;
  self->paused = self->withheld = self->quiet = FALSE;
  self->cancellable = g_cancellable_new ();
  self->uploads = g_cancellable_new ();
  note_progress (self, FALSE, 0, 0);
  hecha_saver_flush_async (self->saver, flushed_cb, g_object_ref (self));
}

/**
 * hecha_syncing_start_quietly:
 * @self: a sync; nothing happens when it runs already
 *
 * Like hecha_syncing_start(), by the program itself: how it ended is seen by who looks, and told to nobody.
 */
void
hecha_syncing_start_quietly (HechaSyncing *self)
{
  if (self->running)
    return;
  hecha_syncing_start (self);
  self->quiet = TRUE;
}

/**
 * hecha_syncing_is_quiet:
 * @self: a sync
 *
 * Returns: whether nobody asked for the one that runs, or ran last
 */
gboolean
hecha_syncing_is_quiet (HechaSyncing *self)
{
  return self->quiet;
}

/**
 * hecha_syncing_cancel:
 * @self: a sync
 *
 * What the server acknowledged stays acknowledged; the next sync goes on from there.
 */
void
hecha_syncing_cancel (HechaSyncing *self)
{
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->uploads);
}

/**
 * hecha_syncing_pause:
 * @self: a sync
 *
 * Like hecha_syncing_cancel(), and remembered until the next hecha_syncing_start(), which goes on within the file that
 * was under way.
 */
void
hecha_syncing_pause (HechaSyncing *self)
{
  self->paused = self->running;
  hecha_syncing_cancel (self);
}

/**
 * hecha_syncing_is_paused:
 * @self: a sync
 *
 * Returns: whether the user paused it
 */
gboolean
hecha_syncing_is_paused (HechaSyncing *self)
{
  return self->paused;
}

/**
 * hecha_syncing_is_withheld:
 * @self: a sync
 *
 * Returns: whether the last one left evidence for a network that is not metered
 */
gboolean
hecha_syncing_is_withheld (HechaSyncing *self)
{
  return self->withheld && !self->running;
}

/**
 * hecha_syncing_is_running:
 * @self: a sync
 *
 * Returns: whether it runs
 */
gboolean
hecha_syncing_is_running (HechaSyncing *self)
{
  return self->running;
}

/**
 * hecha_syncing_get_progress:
 * @self: a sync
 * @evidence: (out): it sends evidence: @done and @total are bytes, not entries
 * @done: (out): so far
 * @total: (out): 0 while nobody knows
 *
 * Returns: whether it runs
 */
gboolean
hecha_syncing_get_progress (HechaSyncing *self, gboolean *evidence, gint64 *done, gint64 *total)
{
  g_mutex_lock (&self->lock);
  *evidence = self->evidence;
  *done = self->done;
  *total = self->total;
  g_mutex_unlock (&self->lock);
  return self->running;
}

/**
 * hecha_syncing_dup_file:
 * @self: a sync
 * @done: (out): bytes so far
 * @total: (out): bytes in all
 *
 * Returns: (transfer full) (nullable): digest of the file that is being sent
 */
char *
hecha_syncing_dup_file (HechaSyncing *self, gint64 *done, gint64 *total)
{
  char *file;

  g_mutex_lock (&self->lock);
  file = g_strdup (self->file);
  *done = self->file_done;
  *total = self->file_total;
  g_mutex_unlock (&self->lock);
  return file;
}

/**
 * hecha_syncing_get_result:
 * @self: a sync
 *
 * Returns: (transfer none) (nullable): what the last one did, when it went to its end
 */
const HechaSyncResult *
hecha_syncing_get_result (HechaSyncing *self)
{
  return self->result;
}

/**
 * hecha_syncing_get_error:
 * @self: a sync
 *
 * Returns: (transfer none) (nullable): why the last one did not go to its end
 */
const GError *
hecha_syncing_get_error (HechaSyncing *self)
{
  return self->error;
}
