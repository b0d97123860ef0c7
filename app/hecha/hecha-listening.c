/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-listening.h"

#include "sync/hecha-connect.h"
#include "sync/hecha-http-events.h"

/* Pauses before the server is called again: they double, up to the second. */
#define FIRST_PAUSE_MS 1000
#define LAST_PAUSE_MS  60000

/**
 * HechaListening:
 *
 * Hears from the server when somebody has synced (docs/protocol.md 4.9), and syncs then: what the laptops find appears
 * while one looks. Without a network it calls again and again, ever more seldom.
 */
struct _HechaListening
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  HechaSyncing *syncing;     /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  gboolean again;            /* news came while a sync was running */
};

G_DEFINE_FINAL_TYPE (HechaListening, hecha_listening, G_TYPE_OBJECT)

/* ---- on the main thread ---- */

static void
sync_now (HechaListening *self)
{
  self->again = hecha_syncing_is_running (self->syncing);
  if (!self->again)
    hecha_syncing_start_quietly (self->syncing);
}

static void
clear_pointer (gpointer data)
{
  g_weak_ref_clear (data);
}

static void
release_pointer (gpointer pointer)
{
  g_atomic_rc_box_release_full (pointer, clear_pointer);
}

static gboolean
heard_idle_cb (gpointer data)
{
  g_autoptr (HechaListening) self = g_weak_ref_get (data);

  if (self != NULL)
    sync_now (self);
  return G_SOURCE_REMOVE;
}

static void
syncing_changed_cb (HechaListening *self)
{
  if (self->again && !hecha_syncing_is_running (self->syncing))
    sync_now (self);
}

/* ---- on the thread that listens ---- */

typedef struct
{
  HechaTransport *transport; /* (owned) */
  GWeakRef *who;             /* (owned) counted; only the main thread looks who it is */
  guint pause_ms;            /* before it calls again */
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  hecha_transport_free (call->transport);
  release_pointer (call->who);
  g_free (call);
}

static void
heard_cb (gpointer data)
{
  Call *call = data;

  call->pause_ms = FIRST_PAUSE_MS;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, heard_idle_cb, g_atomic_rc_box_acquire (call->who),
                   release_pointer);
}

/* Whether to go on. */
static gboolean
pause_call (Call *call, GCancellable *cancellable)
{
  GPollFD fd;

  if (!g_cancellable_make_pollfd (cancellable, &fd))
    return FALSE;
  g_poll (&fd, 1, (gint)call->pause_ms);
  g_cancellable_release_fd (cancellable);
  call->pause_ms = MIN (2 * call->pause_ms, LAST_PAUSE_MS);
  return !g_cancellable_is_cancelled (cancellable);
}

static void
listen_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;

  do
    {
      g_autoptr (GError) error = NULL;

      hecha_http_listen (call->transport, heard_cb, call, cancellable, &error);
      g_debug ("no news: %s", error->message);
    }
  while (pause_call (call, cancellable));
  g_task_return_boolean (task, TRUE);
}

/* ---- beginning ---- */

static gpointer
connect_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_connect (store, NULL, error);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaListening) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaTransport) transport = hecha_store_worker_run_finish (self->worker, result, &error);
  g_autoptr (GTask) task = NULL;
  Call *call;

  if (transport == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  call = g_new0 (Call, 1);
  call->transport = g_steal_pointer (&transport);
  call->who = g_atomic_rc_box_new0 (GWeakRef);
  g_weak_ref_init (call->who, self);
  call->pause_ms = FIRST_PAUSE_MS;
  task = g_task_new (NULL, self->cancellable, NULL, NULL);
  g_task_set_task_data (task, call, free_call);
  g_task_run_in_thread (task, listen_in_thread);
}

/* ---- life cycle ---- */

static void
hecha_listening_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_LISTENING (object)->cancellable);
  G_OBJECT_CLASS (hecha_listening_parent_class)->dispose (object);
}

static void
hecha_listening_finalize (GObject *object)
{
  HechaListening *self = HECHA_LISTENING (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->syncing);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_listening_parent_class)->finalize (object);
}

static void
hecha_listening_class_init (HechaListeningClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_listening_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_listening_finalize;
}

static void
hecha_listening_init (HechaListening *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hecha_listening_new:
 * @worker: owner of the store
 * @syncing: what syncs
 *
 * Returns: (transfer full): what listens, until it is let go
 */
HechaListening *
hecha_listening_new (HechaStoreWorker *worker, HechaSyncing *syncing)
{
  HechaListening *self = g_object_new (HECHA_TYPE_LISTENING, NULL);

  self->worker = g_object_ref (worker);
  self->syncing = g_object_ref (syncing);
  g_signal_connect_object (syncing, "changed", G_CALLBACK (syncing_changed_cb), self, G_CONNECT_SWAPPED);
  hecha_store_worker_run_async (worker, connect_work, NULL, NULL, (GDestroyNotify)hecha_transport_free,
                                self->cancellable, connected_cb, g_object_ref (self));
  return self;
}
