/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-tiles.h"

#include "base/hecha-error.h"
#include "store/hecha-db.h"

/* A tile of 256 × 256 pixels has some 30 kB; what is much larger is none. */
#define MOST_BYTES (1024 * 1024)

/**
 * HechaTiles:
 *
 * Raster tiles of an MBTiles file, a map that the office gives its teams. One thread reads them.
 */
struct _HechaTiles
{
  ShumateDataSource parent_instance;

  HechaDb *db;         /* (owned) after opening used by @reader only */
  GThreadPool *reader; /* (owned) one thread */
  guint least, most;   /* levels of zoom that it has */
};

G_DEFINE_FINAL_TYPE (HechaTiles, hecha_tiles, SHUMATE_TYPE_DATA_SOURCE)

typedef struct
{
  int x, y, zoom;
} Tile;

/* Rows are counted from the south. */
static void
read_tile (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  HechaTiles *self = HECHA_TILES (g_task_get_source_object (task));
  const Tile *tile = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HechaQuery) query = NULL;
  const char *bytes;
  gsize n_bytes = 0;

  if (g_task_return_error_if_cancelled (task))
    return;
  query = hecha_db_query (
    self->db, &error,
    "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3", "iii",
    (gint64)tile->zoom, (gint64)tile->x, ((gint64)1 << tile->zoom) - 1 - tile->y);
  if (query != NULL && hecha_query_next (query, &error))
    {
      bytes = hecha_query_bytes (query, 0, &n_bytes);
      if (n_bytes <= MOST_BYTES)
        {
          g_task_return_pointer (task, g_bytes_new (bytes, n_bytes), (GDestroyNotify)g_bytes_unref);
          return;
        }
    }
  if (error == NULL)
    error = g_error_new_literal (HECHA_ERROR, HECHA_ERROR_NOT_FOUND, "no such tile");
  g_task_return_error (task, error);
}

/* Who draws the tile listens to the signal, until the answer comes. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Tile *tile = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit_by_name (source, "received-data", tile->x, tile->y, tile->zoom, bytes);
  g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

static void
get_tile_data_async (ShumateDataSource *source, int x, int y, int zoom, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  HechaTiles *self = HECHA_TILES (source);
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  GTask *reading = g_task_new (source, cancellable, read_cb, task);
  Tile tile = {x, y, zoom};

  g_task_set_source_tag (task, get_tile_data_async);
  g_task_set_task_data (reading, g_memdup2 (&tile, sizeof tile), g_free);
  g_thread_pool_push (self->reader, reading, NULL);
}

static GBytes *
get_tile_data_finish (ShumateDataSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hecha_tiles_finalize (GObject *object)
{
  HechaTiles *self = HECHA_TILES (object);

  g_thread_pool_free (self->reader, FALSE, TRUE);
  g_clear_pointer (&self->db, hecha_db_close);
  G_OBJECT_CLASS (hecha_tiles_parent_class)->finalize (object);
}

static void
hecha_tiles_class_init (HechaTilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_tiles_finalize;
  SHUMATE_DATA_SOURCE_CLASS (klass)->get_tile_data_async = get_tile_data_async;
  SHUMATE_DATA_SOURCE_CLASS (klass)->get_tile_data_finish = get_tile_data_finish;
}

static void
hecha_tiles_init (HechaTiles *self)
{
  self->reader = g_thread_pool_new (read_tile, NULL, 1, FALSE, NULL);
}

/**
 * hecha_tiles_open:
 * @path: an MBTiles file with raster tiles
 * @error: it is none, or cannot be read
 *
 * Returns: (transfer full) (nullable): its tiles
 */
HechaTiles *
hecha_tiles_open (const char *path, GError **error)
{
  g_autoptr (HechaTiles) self = g_object_new (HECHA_TYPE_TILES, NULL);
  gint64 least = 0, most = 0;

  self->db = hecha_db_open (path, HECHA_DB_READ_ONLY, NULL, error);
  if (self->db == NULL
      || !hecha_db_get_int (self->db, &least, error, "SELECT min (zoom_level) FROM tiles", "")
      || !hecha_db_get_int (self->db, &most, error, "SELECT max (zoom_level) FROM tiles", ""))
    return NULL;
  self->least = (guint)CLAMP (least, 0, 20);
  self->most = (guint)CLAMP (most, 0, 20);
  return g_steal_pointer (&self);
}

/**
 * hecha_tiles_get_zoom:
 * @self: tiles
 * @least: (out): the level of the largest area
 * @most: (out): the level of the most detail
 */
void
hecha_tiles_get_zoom (HechaTiles *self, guint *least, guint *most)
{
  *least = self->least;
  *most = self->most;
}
