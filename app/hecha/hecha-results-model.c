/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-results-model.h"

#include <string.h>

/* The store looks again at samples that changed for so long before it does something else. */
#define BUDGET_US 50000
/* So many rows fill a window of the usual height. */
#define USUAL_PAGE 12

/* ---- one of them ---- */

/**
 * HechaResultItem:
 *
 * One finding in a list.
 */
struct _HechaResultItem
{
  GObject parent_instance;

  HechaResults *results; /* (owned) */
  guint place;
};

G_DEFINE_FINAL_TYPE (HechaResultItem, hecha_result_item, G_TYPE_OBJECT)

static void
hecha_result_item_finalize (GObject *object)
{
  hecha_results_unref (HECHA_RESULT_ITEM (object)->results);
  G_OBJECT_CLASS (hecha_result_item_parent_class)->finalize (object);
}

static void
hecha_result_item_class_init (HechaResultItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_result_item_finalize;
}

static void
hecha_result_item_init (HechaResultItem *self)
{
}

/**
 * hecha_result_item_get:
 * @self: an item
 *
 * Returns: (transfer none): the finding
 */
const HechaResult *
hecha_result_item_get (HechaResultItem *self)
{
  return hecha_results_get (self->results, self->place);
}

/* ---- all of them ---- */

/**
 * HechaResultsModel:
 *
 * The findings of a store as a list: read at once on the store's thread, filtered in memory.
 */
struct _HechaResultsModel
{
  GObject parent_instance;

  HechaStoreWorker *worker;  /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  HechaResults *results;     /* (owned) (nullable): before they were read */
  HechaResults *listed;      /* (owned) (nullable): those that @places count in */
  GArray *places;            /* (owned) (element-type guint): what is shown */
  guint n_told;              /* of them, how many are in the list */
  guint page;                /* so many fill the window */
  gboolean loading;
  gboolean stale; /* something changed meanwhile */
};

enum
{
  NEWS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaResultsModel, hecha_results_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return HECHA_TYPE_RESULT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return HECHA_RESULTS_MODEL (model)->n_told;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HechaResultsModel *self = HECHA_RESULTS_MODEL (model);
  HechaResultItem *item;

  if (position >= self->n_told)
    return NULL;
  item = g_object_new (HECHA_TYPE_RESULT_ITEM, NULL);
  item->results = hecha_results_ref (self->listed);
  item->place = g_array_index (self->places, guint, position);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- what is shown ---- */

static gboolean
looks_same (const HechaResult *a, const HechaResult *b)
{
  return a->state == b->state && a->doubts == b->doubts && a->n_evidence == b->n_evidence
         && strcmp (a->id, b->id) == 0 && strcmp (a->scope, b->scope) == 0
         && strcmp (a->verdict, b->verdict) == 0 && g_strcmp0 (a->declared, b->declared) == 0
         && strcmp (a->name, b->name) == 0;
}

static gboolean
is_same_at (HechaResultsModel *self, guint i, const GArray *places, guint k)
{
  return looks_same (hecha_results_get (self->listed, g_array_index (self->places, guint, i)),
                     hecha_results_get (self->results, g_array_index (places, guint, k)));
}

/* As many as were told, when only a few came or went: who scrolled far down stays there. */
static guint
count_to_tell (HechaResultsModel *self, const GArray *places)
{
  gint64 n = (gint64)self->n_told + places->len - self->places->len;

  return (guint)CLAMP (n, MIN (self->page, places->len), places->len);
}

/* Where nearly all is different, what fills the window is told, and the rest as somebody comes near it. A list view
 * makes 200 rows at once where there are as many, which takes longer than a click may. */
static void
tell (HechaResultsModel *self, guint first, guint last, guint n_old, guint n_new)
{
  if (n_new - first - last > self->page)
    {
      last = 0;
      n_new = MIN (first + self->page, self->places->len);
    }
  self->n_told = n_new;
  if (first + last < MAX (n_old, n_new))
    g_list_model_items_changed (G_LIST_MODEL (self), first, n_old - first - last, n_new - first - last);
}

/**
 * hecha_results_model_show:
 * @self: the model
 * @filter: which findings to show; only for as long as the call
 *
 * What stays where it was is not told as a change: who scrolls through it sees nothing move.
 */
void
hecha_results_model_show (HechaResultsModel *self, const HechaResultFilter *filter)
{
  g_autoptr (GArray) places = NULL;
  guint n_old = self->n_told, n_new, first = 0, last = 0;

  if (self->results == NULL)
    return;
  places = hecha_results_filter (self->results, filter);
  n_new = count_to_tell (self, places);
  while (first < MIN (n_old, n_new) && is_same_at (self, first, places, first))
    first++;
  while (last < MIN (n_old, n_new) - first && is_same_at (self, n_old - 1 - last, places, n_new - 1 - last))
    last++;
  g_clear_pointer (&self->listed, hecha_results_unref);
  self->listed = hecha_results_ref (self->results);
  g_array_unref (self->places);
  self->places = g_array_ref (places);
  tell (self, first, last, n_old, n_new);
}

/* ---- reading ---- */

typedef struct
{
  HechaResults *results; /* (nullable): not read yet, since there is more to look at */
  gboolean more;         /* not all samples were looked at */
} Loaded;

static void
free_loaded (Loaded *loaded)
{
  g_clear_pointer (&loaded->results, hecha_results_unref);
  g_free (loaded);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, free_loaded)

/* @data: whether some were read before: then they are read again when all samples were looked at. */
static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaWork) work = hecha_work_open (store, error);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  if (work == NULL || !hecha_work_refresh (work, BUDGET_US, changed, &loaded->more, error))
    return NULL;
  if (!loaded->more || GPOINTER_TO_INT (data) == 0)
    {
      loaded->results = hecha_results_load (work, error);
      if (loaded->results == NULL)
        return NULL;
    }
  return g_steal_pointer (&loaded);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaResultsModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded = hecha_store_worker_run_finish (NULL, result, &error);

  self->loading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (loaded == NULL)
    {
      g_warning ("The findings cannot be read: %s", error->message);
      return;
    }
  if (loaded->results != NULL)
    {
      g_clear_pointer (&self->results, hecha_results_unref);
      self->results = g_steal_pointer (&loaded->results);
      g_signal_emit (self, signals[NEWS], 0);
    }
  if (self->stale || loaded->more)
    hecha_results_model_refresh (self);
}

/**
 * hecha_results_model_refresh:
 * @self: the model
 *
 * Something in the store may be different.
 */
void
hecha_results_model_refresh (HechaResultsModel *self)
{
  self->stale = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  hecha_store_worker_run_async (self->worker, load_work, GINT_TO_POINTER (self->results != NULL), NULL,
                                (GDestroyNotify)free_loaded, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

/* ---- life cycle ---- */

static void
hecha_results_model_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_RESULTS_MODEL (object)->cancellable);
  G_OBJECT_CLASS (hecha_results_model_parent_class)->dispose (object);
}

static void
hecha_results_model_finalize (GObject *object)
{
  HechaResultsModel *self = HECHA_RESULTS_MODEL (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->results, hecha_results_unref);
  g_clear_pointer (&self->listed, hecha_results_unref);
  g_array_unref (self->places);
  G_OBJECT_CLASS (hecha_results_model_parent_class)->finalize (object);
}

static void
hecha_results_model_class_init (HechaResultsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_results_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_results_model_finalize;

  /**
   * HechaResultsModel::news:
   *
   * The findings were read anew; hecha_results_model_show() says which of them to show.
   */
  signals[NEWS]
    = g_signal_new ("news", HECHA_TYPE_RESULTS_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hecha_results_model_init (HechaResultsModel *self)
{
  self->cancellable = g_cancellable_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  self->page = USUAL_PAGE;
}

/**
 * hecha_results_model_new:
 * @worker: owner of the store
 *
 * Returns: (transfer full): a model of nothing before hecha_results_model_refresh()
 */
HechaResultsModel *
hecha_results_model_new (HechaStoreWorker *worker)
{
  HechaResultsModel *self = g_object_new (HECHA_TYPE_RESULTS_MODEL, NULL);

  self->worker = g_object_ref (worker);
  return self;
}

/**
 * hecha_results_model_get_results:
 * @self: the model
 *
 * Returns: (transfer none) (nullable): all findings; %NULL before they were read
 */
HechaResults *
hecha_results_model_get_results (HechaResultsModel *self)
{
  return self->results;
}

/**
 * hecha_results_model_get_n_shown:
 * @self: the model
 *
 * Returns: how many findings pass the filter, also those that are not in the list yet
 */
guint
hecha_results_model_get_n_shown (HechaResultsModel *self)
{
  return self->places->len;
}

/**
 * hecha_results_model_set_page:
 * @self: the model
 * @page: so many rows fill the window, at least 1
 *
 * As many are in the list at first; more come with hecha_results_model_tell_more().
 */
void
hecha_results_model_set_page (HechaResultsModel *self, guint page)
{
  self->page = page;
}

/**
 * hecha_results_model_tell_more:
 * @self: the model
 *
 * Somebody came near the end of what is in the list: it gets twice as many.
 */
void
hecha_results_model_tell_more (HechaResultsModel *self)
{
  guint n_old = self->n_told;

  if (n_old == self->places->len)
    return;
  self->n_told = MIN (2 * n_old, self->places->len);
  g_list_model_items_changed (G_LIST_MODEL (self), n_old, 0, self->n_told - n_old);
}
