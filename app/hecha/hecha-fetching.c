/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-fetching.h"

#include "sync/hecha-connect.h"
#include "sync/hecha-fetch.h"

/**
 * HechaFetching:
 *
 * Files that the server has and this laptop does not, fetched when somebody wants to look at them: the office has the
 * words of every team, and of the evidence what it looked at; a team may have made room.
 */
struct _HechaFetching
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  HechaEvidence *files;      /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */

  GMutex lock;               /* of what follows: one file at a time */
  HechaTransport *transport; /* (owned) (nullable): before the first file */
};

G_DEFINE_FINAL_TYPE (HechaFetching, hecha_fetching, G_TYPE_OBJECT)

static gpointer
connect_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_connect (store, NULL, error);
}

static void
hecha_fetching_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_FETCHING (object)->cancellable);
  G_OBJECT_CLASS (hecha_fetching_parent_class)->dispose (object);
}

static void
hecha_fetching_finalize (GObject *object)
{
  HechaFetching *self = HECHA_FETCHING (object);

  g_clear_pointer (&self->transport, hecha_transport_free);
  g_clear_pointer (&self->files, hecha_evidence_free);
  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hecha_fetching_parent_class)->finalize (object);
}

static void
hecha_fetching_class_init (HechaFetchingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_fetching_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_fetching_finalize;
}

static void
hecha_fetching_init (HechaFetching *self)
{
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
}

/**
 * hecha_fetching_new:
 * @worker: owner of the store
 * @env: clock and files
 *
 * Returns: (transfer full): what fetches
 */
HechaFetching *
hecha_fetching_new (HechaStoreWorker *worker, const HechaEnv *env)
{
  HechaFetching *self = g_object_new (HECHA_TYPE_FETCHING, NULL);

  self->worker = g_object_ref (worker);
  self->files = hecha_evidence_new (hecha_store_worker_get_dir (worker), env);
  return self;
}

static gpointer
find_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree HechaFetch *fetch = g_new0 (HechaFetch, 1);

  return hecha_fetch_find (fetch, store, data, error) ? g_steal_pointer (&fetch) : NULL;
}

static gpointer
note_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaFetch *fetch = data;

  return hecha_fetch_note (fetch, store, error) ? g_memdup2 (fetch, sizeof *fetch) : NULL;
}

static gboolean
fetch_locked (HechaFetching *self, const char *digest, GError **error)
{
  g_autofree HechaFetch *fetch = NULL;
  g_autofree HechaFetch *noted = NULL;

  if (self->transport == NULL)
    self->transport = hecha_store_worker_run (self->worker, connect_work, NULL, NULL,
                                              (GDestroyNotify)hecha_transport_free, self->cancellable, error);
  if (self->transport == NULL)
    return FALSE;
  fetch = hecha_store_worker_run (self->worker, find_work, g_strdup (digest), g_free, g_free,
                                  self->cancellable, error);
  if (fetch == NULL || fetch->here)
    return fetch != NULL;
  if (!hecha_fetch_download (fetch, self->files, self->transport, NULL, NULL, self->cancellable, error))
    return FALSE;
  noted = hecha_store_worker_run (self->worker, note_work, g_memdup2 (fetch, sizeof *fetch), g_free, g_free,
                                  self->cancellable, error);
  return noted != NULL;
}

/**
 * hecha_fetching_fetch:
 * @self: what fetches
 * @digest: "sha256:…"
 * @error: when no evidence here is this file, the server was not reached, or does not have it either
 *
 * Blocking; on any thread but the main one and the store's. Goes on where an earlier attempt was cut.
 *
 * Returns: whether the file is here now
 */
gboolean
hecha_fetching_fetch (HechaFetching *self, const char *digest, GError **error)
{
  gboolean here;

  g_mutex_lock (&self->lock);
  here = fetch_locked (self, digest, error);
  g_mutex_unlock (&self->lock);
  return here;
}
