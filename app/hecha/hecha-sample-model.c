/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-model.h"

#include "domain/hecha-place.h"

#include <string.h>

/* The store looks again at samples that changed for so long before it does something else. */
#define BUDGET_US 50000
/* While it has much to look at, the list is read anew this often. */
#define LIST_EVERY_US G_USEC_PER_SEC
/* What one question to the store brings: a list view wants some 200 rows at once. */
#define FETCH 256
/* Items that are kept, besides those that somebody holds: between one and two times so many. */
#define KEPT 1024
/* More that moved are told as one change. */
#define MOST_MOVED 64

/* The lists of the store, opened and used on its thread only; the last of the jobs and the model closes them. */
typedef struct
{
  HechaWork *work; /* (owned) (nullable) */
} Box;

/**
 * HechaSampleModel:
 *
 * The samples of this laptop as a list model: the store filters and sorts, the model has their numbers (8 bytes each)
 * and a few hundred items of those that were looked at last. An item is empty until the store's thread has sent what it
 * looks like; nothing here waits.
 */
struct _HechaSampleModel
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  Box *box;                  /* (owned) shared with jobs */
  HechaWorkQuery *query;     /* (owned) */
  HechaWorkNews news;        /* (owned) */

  GArray *ids;       /* (owned) (element-type gint64) */
  GHashTable *young; /* (owned) number → item: those used since the last change of the two */
  GHashTable *old;   /* (owned) those used before */
  GArray *wanted;    /* (owned) (element-type gint64): to be fetched */
  guint fetch_id;    /* 0 when nothing is to be asked for */
  gboolean fetching;

  gboolean mapped; /* the places are wanted, too */
  gboolean loading;
  gboolean stale; /* something changed while it was being read */
  gboolean loaded;
  gint64 listed_us; /* when the list was read last */
};

enum
{
  NEWS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaSampleModel, hecha_sample_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* A job does not keep the model: what it brings for one that is gone is dropped. */
static GWeakRef *
point_at (HechaSampleModel *self)
{
  GWeakRef *pointer = g_new0 (GWeakRef, 1);

  g_weak_ref_init (pointer, self);
  return pointer;
}

static HechaSampleModel *
take_pointer (GWeakRef *pointer)
{
  HechaSampleModel *self = g_weak_ref_get (pointer);

  g_weak_ref_clear (pointer);
  g_free (pointer);
  return self;
}

static void
clear_box (gpointer data)
{
  hecha_work_close (((Box *)data)->work);
}

static void
unref_box (gpointer box)
{
  g_atomic_rc_box_release_full (box, clear_box);
}

static gboolean
open_box (Box *box, HechaStore *store, GError **error)
{
  if (box->work == NULL)
    box->work = hecha_work_open (store, error);
  return box->work != NULL;
}

static void
clear_news (HechaWorkNews *news)
{
  g_clear_pointer (&news->rounds, g_ptr_array_unref);
  g_clear_pointer (&news->calendar, g_free);
  g_clear_pointer (&news->places, g_ptr_array_unref);
}

/* ---- items ---- */

static GHashTable *
new_cache (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

static HechaSampleItem *
find_item (HechaSampleModel *self, gint64 n)
{
  HechaSampleItem *item = g_hash_table_lookup (self->young, &n);

  return item != NULL ? item : g_hash_table_lookup (self->old, &n);
}

/* Those that were not asked for since the last time go. */
static void
keep_item (HechaSampleModel *self, HechaSampleItem *item)
{
  gint64 n = hecha_sample_item_get_n (item);

  if (g_hash_table_lookup (self->young, &n) != NULL)
    return;
  if (g_hash_table_size (self->young) >= KEPT)
    {
      g_hash_table_unref (self->old);
      self->old = g_steal_pointer (&self->young);
      self->young = new_cache ();
    }
  g_hash_table_insert (self->young, g_memdup2 (&n, sizeof n), g_object_ref (item));
}

static void fetch (HechaSampleModel *self);

static gint64
distance_to (const HechaWorkQuery *from, const HechaWorkRow *row)
{
  return from->sort == HECHA_WORK_BY_DISTANCE && row->has_place
           ? hecha_place_distance (from->latitude, from->longitude, row->latitude, row->longitude)
           : -1;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSampleModel) self = take_pointer (user_data);
  g_autoptr (GPtrArray) rows = hecha_store_worker_run_finish (NULL, result, NULL);

  if (self == NULL)
    return;
  self->fetching = FALSE;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      HechaWorkRow *row = rows->pdata[i];
      HechaSampleItem *item = find_item (self, row->n);

      if (item == NULL)
        continue;
      rows->pdata[i] = NULL;
      hecha_sample_item_take_row (item, row, distance_to (self->query, row));
    }
  if (self->wanted->len > 0)
    fetch (self);
}

typedef struct
{
  Box *box;
  GArray *ids;
} Fetching;

static void
free_fetching (gpointer data)
{
  Fetching *fetching = data;

  g_array_unref (fetching->ids);
  unref_box (fetching->box);
  g_free (fetching);
}

static gpointer
fetch_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Fetching *fetching = data;

  return open_box (fetching->box, store, error) ? hecha_work_rows (fetching->box->work, fetching->ids, error)
                                                : NULL;
}

/* What was wanted last is what is looked at now; what the view let go meanwhile is not asked for. */
static void
fetch (HechaSampleModel *self)
{
  Fetching *fetching;

  if (self->fetching || self->wanted->len == 0)
    return;
  fetching = g_new0 (Fetching, 1);
  fetching->box = g_atomic_rc_box_acquire (self->box);
  fetching->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (self->wanted->len > 0 && fetching->ids->len < FETCH)
    {
      gint64 n = g_array_index (self->wanted, gint64, self->wanted->len - 1);

      g_array_set_size (self->wanted, self->wanted->len - 1);
      if (find_item (self, n) != NULL)
        g_array_append_val (fetching->ids, n);
    }
  self->fetching = TRUE;
  hecha_store_worker_run_async (self->worker, fetch_work, fetching, free_fetching,
                                (GDestroyNotify)g_ptr_array_unref, self->cancellable, fetched_cb,
                                point_at (self));
}

static gboolean
fetch_cb (gpointer data)
{
  HechaSampleModel *self = data;

  self->fetch_id = 0;
  fetch (self);
  return G_SOURCE_REMOVE;
}

/* Before the next frame is drawn, and after the view asked for all that it wants. */
static void
want (HechaSampleModel *self, gint64 n)
{
  g_array_append_val (self->wanted, n);
  if (self->fetch_id == 0)
    self->fetch_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fetch_cb, self, NULL);
}

/* ---- the list model ---- */

static GType
get_item_type (GListModel *model)
{
  return HECHA_TYPE_SAMPLE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return HECHA_SAMPLE_MODEL (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HechaSampleModel *self = HECHA_SAMPLE_MODEL (model);
  HechaSampleItem *item;
  gint64 n;

  if (position >= self->ids->len)
    return NULL;
  n = g_array_index (self->ids, gint64, position);
  item = find_item (self, n);
  if (item != NULL)
    g_object_ref (item);
  else
    {
      item = hecha_sample_item_new (n);
      want (self, n);
    }
  keep_item (self, item);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- what moved ---- */

static gint64
id_at (const GArray *ids, guint i)
{
  return g_array_index (ids, gint64, i);
}

static void
splice (HechaSampleModel *self, const GArray *ids, guint first, guint n_old, guint n_new)
{
  g_array_remove_range (self->ids, first, n_old);
  if (n_new > 0)
    g_array_insert_vals (self->ids, first, &g_array_index (ids, gint64, first), n_new);
  g_list_model_items_changed (G_LIST_MODEL (self), first, n_old, n_new);
}

/* Whether two pieces are the same but for what changed. */
static gboolean
same_but (const GArray *a, guint a_end, const GArray *b, guint b_end, guint first, GHashTable *changed)
{
  guint i = first, k = first;

  for (;; i++, k++)
    {
      while (i < a_end && g_hash_table_contains (changed, &g_array_index (a, gint64, i)))
        i++;
      while (k < b_end && g_hash_table_contains (changed, &g_array_index (b, gint64, k)))
        k++;
      if (i == a_end || k == b_end)
        return i == a_end && k == b_end;
      if (id_at (a, i) != id_at (b, k))
        return FALSE;
    }
}

/* Takes those that changed out of where they were and puts them where they are now, each for itself. */
static void
move_each (HechaSampleModel *self, const GArray *ids, guint first, guint old_end, guint new_end,
           GHashTable *changed)
{
  for (guint i = old_end; i-- > first;)
    if (g_hash_table_contains (changed, &g_array_index (self->ids, gint64, i)))
      splice (self, ids, i, 1, 0);
  for (guint i = first; i < new_end; i++)
    if (g_hash_table_contains (changed, &g_array_index (ids, gint64, i)))
      splice (self, ids, i, 0, 1);
}

static GHashTable *
set_of (const GArray *ids)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (set, &g_array_index (ids, gint64, i));
  return set;
}

static void
apply_list (HechaSampleModel *self, const GArray *ids, const GArray *changed)
{
  guint shorter = MIN (self->ids->len, ids->len);
  guint first = 0, last = 0;
  g_autoptr (GHashTable) set = NULL;

  while (first < shorter && id_at (self->ids, first) == id_at (ids, first))
    first++;
  while (last < shorter - first
         && id_at (self->ids, self->ids->len - 1 - last) == id_at (ids, ids->len - 1 - last))
    last++;
  if (first + last == self->ids->len && first + last == ids->len)
    return;
  set = set_of (changed);
  if (changed->len <= MOST_MOVED
      && same_but (self->ids, self->ids->len - last, ids, ids->len - last, first, set))
    move_each (self, ids, first, self->ids->len - last, ids->len - last, set);
  else
    splice (self, ids, first, self->ids->len - first - last, ids->len - first - last);
}

/* Those that somebody may look at. */
static void
refetch (HechaSampleModel *self, const GArray *changed)
{
  for (guint i = 0; i < changed->len; i++)
    if (find_item (self, id_at (changed, i)) != NULL)
      want (self, id_at (changed, i));
}

/* ---- reading the list ---- */

typedef struct
{
  Box *box;
  HechaWorkQuery *query;
  gboolean mapped;
  gboolean list; /* also when there is more to look at */
} Loading;

typedef struct
{
  GArray *changed;
  GArray *ids; /* (nullable) */
  HechaWorkNews news;
  gboolean more;
} Loaded;

static void
free_loading (gpointer data)
{
  Loading *loading = data;

  hecha_work_query_free (loading->query);
  unref_box (loading->box);
  g_free (loading);
}

static void
free_loaded (gpointer data)
{
  Loaded *loaded = data;

  g_array_unref (loaded->changed);
  g_clear_pointer (&loaded->ids, g_array_unref);
  clear_news (&loaded->news);
  g_free (loaded);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, free_loaded)

static GPtrArray *
read_places (HechaWork *work, const HechaWorkQuery *query, GError **error)
{
  HechaWorkQuery placed = *query;
  g_autoptr (GArray) ids = NULL;

  placed.placed = TRUE;
  ids = hecha_work_list (work, &placed, error);
  return ids != NULL ? hecha_work_rows (work, ids, error) : NULL;
}

static gboolean
read_list (HechaWork *work, const Loading *loading, Loaded *loaded, GError **error)
{
  HechaWorkNews *news = &loaded->news;

  loaded->ids = hecha_work_list (work, loading->query, error);
  if (loading->mapped && loaded->ids != NULL
      && (news->places = read_places (work, loading->query, error)) == NULL)
    return FALSE;
  news->rounds = loaded->ids != NULL ? hecha_work_rounds (work, error) : NULL;
  news->calendar = g_strdup (hecha_work_calendar_version (work));
  news->has_place = hecha_work_last_place (work, &news->latitude, &news->longitude);
  return news->rounds != NULL && hecha_work_count_due (work, &news->due, &news->overdue, error)
         && hecha_work_count (work, news->counts, error);
}

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Loading *loading = data;
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  loaded->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!open_box (loading->box, store, error)
      || !hecha_work_refresh (loading->box->work, BUDGET_US, loaded->changed, &loaded->more, error))
    return NULL;
  if ((loading->list || !loaded->more) && !read_list (loading->box->work, loading, loaded, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

static void
take_news (HechaSampleModel *self, Loaded *loaded)
{
  clear_news (&self->news);
  self->news = loaded->news;
  loaded->news = (HechaWorkNews) {0};
  self->listed_us = g_get_monotonic_time ();
  self->loaded = self->loaded || !loaded->more || loaded->ids->len > 0;
  g_signal_emit (self, signals[NEWS], 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSampleModel) self = take_pointer (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded = hecha_store_worker_run_finish (NULL, result, &error);

  if (self == NULL)
    return;
  self->loading = FALSE;
  if (loaded == NULL)
    {
      g_warning ("The list of samples cannot be read: %s", error->message);
      return;
    }
  refetch (self, loaded->changed);
  if (loaded->ids != NULL)
    {
      apply_list (self, loaded->ids, loaded->changed);
      take_news (self, loaded);
    }
  if (self->stale || loaded->more)
    hecha_sample_model_refresh (self);
}

/**
 * hecha_sample_model_refresh:
 * @self: the model
 *
 * Something in the store may be different: looks for what is, and tells it as what moved.
 */
void
hecha_sample_model_refresh (HechaSampleModel *self)
{
  Loading *loading;

  self->stale = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  loading = g_new0 (Loading, 1);
  loading->box = g_atomic_rc_box_acquire (self->box);
  loading->query = hecha_work_query_copy (self->query);
  loading->mapped = self->mapped;
  loading->list = g_get_monotonic_time () - self->listed_us > LIST_EVERY_US;
  hecha_store_worker_run_async (self->worker, load_work, loading, free_loading, free_loaded,
                                self->cancellable, loaded_cb, point_at (self));
}

/* ---- life cycle ---- */

static void
hecha_sample_model_dispose (GObject *object)
{
  HechaSampleModel *self = HECHA_SAMPLE_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->fetch_id, g_source_remove);
  G_OBJECT_CLASS (hecha_sample_model_parent_class)->dispose (object);
}

static void
hecha_sample_model_finalize (GObject *object)
{
  HechaSampleModel *self = HECHA_SAMPLE_MODEL (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  unref_box (self->box);
  hecha_work_query_free (self->query);
  clear_news (&self->news);
  g_array_unref (self->ids);
  g_hash_table_unref (self->young);
  g_hash_table_unref (self->old);
  g_array_unref (self->wanted);
  G_OBJECT_CLASS (hecha_sample_model_parent_class)->finalize (object);
}

static void
hecha_sample_model_class_init (HechaSampleModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hecha_sample_model_dispose;
  object_class->finalize = hecha_sample_model_finalize;

  /**
   * HechaSampleModel::news:
   *
   * The list was read; what hecha_sample_model_get_news() says may be different.
   */
  signals[NEWS]
    = g_signal_new ("news", HECHA_TYPE_SAMPLE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hecha_sample_model_init (HechaSampleModel *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = g_atomic_rc_box_new0 (Box);
  self->query = g_new0 (HechaWorkQuery, 1);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->young = new_cache ();
  self->old = new_cache ();
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->listed_us = G_MININT64 / 2;
}

/**
 * hecha_sample_model_new:
 * @worker: owner of the store
 *
 * Returns: (transfer full): all samples by deadline; empty until hecha_sample_model_refresh() has read them
 */
HechaSampleModel *
hecha_sample_model_new (HechaStoreWorker *worker)
{
  HechaSampleModel *self = g_object_new (HECHA_TYPE_SAMPLE_MODEL, NULL);

  self->worker = g_object_ref (worker);
  return self;
}

/**
 * hecha_sample_model_get_query:
 * @self: the model
 *
 * Returns: (transfer none): what it shows
 */
const HechaWorkQuery *
hecha_sample_model_get_query (HechaSampleModel *self)
{
  return self->query;
}

static void
want_all (HechaSampleModel *self, GHashTable *cache)
{
  GHashTableIter iter;
  gpointer n;

  g_hash_table_iter_init (&iter, cache);
  while (g_hash_table_iter_next (&iter, &n, NULL))
    want (self, *(gint64 *)n);
}

/**
 * hecha_sample_model_set_query:
 * @self: the model
 * @query: what to show
 *
 * The list changes when the store has answered.
 */
void
hecha_sample_model_set_query (HechaSampleModel *self, const HechaWorkQuery *query)
{
  /* how far something is stands in its item */
  gboolean distances = self->query->sort == HECHA_WORK_BY_DISTANCE || query->sort == HECHA_WORK_BY_DISTANCE;
  HechaWorkQuery *copy = hecha_work_query_copy (query);

  hecha_work_query_free (self->query);
  self->query = copy;
  if (distances)
    {
      want_all (self, self->old);
      want_all (self, self->young);
    }
  hecha_sample_model_refresh (self);
}

/**
 * hecha_sample_model_set_mapped:
 * @self: the model
 * @mapped: whether somebody looks at the places of the samples, so that the news bring them
 */
void
hecha_sample_model_set_mapped (HechaSampleModel *self, gboolean mapped)
{
  self->mapped = mapped;
  hecha_sample_model_refresh (self);
}

/**
 * hecha_sample_model_is_loaded:
 * @self: the model
 *
 * Returns: whether the list was read
 */
gboolean
hecha_sample_model_is_loaded (HechaSampleModel *self)
{
  return self->loaded;
}

/**
 * hecha_sample_model_get_news:
 * @self: the model
 *
 * Returns: (transfer none): what the store said last of all samples
 */
const HechaWorkNews *
hecha_sample_model_get_news (HechaSampleModel *self)
{
  return &self->news;
}
