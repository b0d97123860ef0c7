/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-loader.h"

#include "hecha-words.h"

/**
 * HechaSampleLoader:
 *
 * Keeps a page's copy of one sample fresh: loads it on the store's thread, anew with each change of the store.
 */
struct _HechaSampleLoader
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  GCancellable *cancellable; /* (owned) replaced with each sample */
  char *scope;               /* (owned) (nullable) of what was asked for */
  char *id;                  /* (owned) (nullable) */
  HechaSampleData *data;     /* (owned) (nullable) until it is loaded */
};

enum
{
  LOADED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaSampleLoader, hecha_sample_loader, G_TYPE_OBJECT)

typedef struct
{
  char *scope; /* (owned) */
  char *id;    /* (owned) */
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->scope);
  g_free (wanted->id);
  g_free (wanted);
}

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return hecha_sample_data_load (store, wanted->scope, wanted->id, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSampleLoader) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaSampleData) data = hecha_store_worker_run_finish (self->worker, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (data == NULL)
    {
      g_autofree char *sentence = hecha_error_dup_sentence (error);

      g_signal_emit (self, signals[FAILED], 0, sentence);
      return;
    }
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = g_steal_pointer (&data);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
hecha_sample_loader_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_SAMPLE_LOADER (object)->cancellable);
  G_OBJECT_CLASS (hecha_sample_loader_parent_class)->dispose (object);
}

static void
hecha_sample_loader_finalize (GObject *object)
{
  HechaSampleLoader *self = HECHA_SAMPLE_LOADER (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  g_free (self->scope);
  g_free (self->id);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  G_OBJECT_CLASS (hecha_sample_loader_parent_class)->finalize (object);
}

static void
hecha_sample_loader_class_init (HechaSampleLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hecha_sample_loader_dispose;
  object_class->finalize = hecha_sample_loader_finalize;

  /**
   * HechaSampleLoader::loaded:
   *
   * There is a new copy.
   */
  signals[LOADED] = g_signal_new ("loaded", HECHA_TYPE_SAMPLE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  /**
   * HechaSampleLoader::failed:
   * @sentence: why, for a person
   *
   * There is none.
   */
  signals[FAILED] = g_signal_new ("failed", HECHA_TYPE_SAMPLE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hecha_sample_loader_init (HechaSampleLoader *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hecha_sample_loader_new:
 * @worker: owner of the store
 *
 * Returns: (transfer full): a loader of nothing yet
 */
HechaSampleLoader *
hecha_sample_loader_new (HechaStoreWorker *worker)
{
  HechaSampleLoader *self = g_object_new (HECHA_TYPE_SAMPLE_LOADER, NULL);

  self->worker = g_object_ref (worker);
  g_signal_connect_object (worker, "changed", G_CALLBACK (hecha_sample_loader_reload), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hecha_sample_loader_select:
 * @self: a loader
 * @scope: of an assignment
 * @id: of the assignment
 *
 * Another sample is loaded at once, and the copy of the one before is let go. The same one is not loaded anew.
 *
 * Returns: whether it is another one than before
 */
gboolean
hecha_sample_loader_select (HechaSampleLoader *self, const char *scope, const char *id)
{
  if (g_strcmp0 (self->scope, scope) == 0 && g_strcmp0 (self->id, id) == 0)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->id);
  self->id = g_strdup (id);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  hecha_sample_loader_reload (self);
  return TRUE;
}

/**
 * hecha_sample_loader_reload:
 * @self: a loader
 *
 * Reads what was selected once more.
 */
void
hecha_sample_loader_reload (HechaSampleLoader *self)
{
  Wanted *wanted;

  if (self->id == NULL)
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->scope = g_strdup (self->scope);
  wanted->id = g_strdup (self->id);
  hecha_store_worker_run_async (self->worker, load_work, wanted, free_wanted,
                                (GDestroyNotify)hecha_sample_data_unref, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

/**
 * hecha_sample_loader_get_data:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): the newest copy; %NULL until the first was loaded
 */
HechaSampleData *
hecha_sample_loader_get_data (HechaSampleLoader *self)
{
  return self->data;
}
