/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sheet-maker.h"

#include "report/hecha-protocol.h"

/* Longest side of a photograph in pixels: sharp on the screen, and in a PDF what is no JPEG file. */
#define PHOTO_SIZE 800
/* Pixels of a page for each point: 893 wide, as large as it is ever shown. */
#define SCALE 1.5

/* One sheet on its way: read on the store's thread, its photographs by children, then laid out and drawn on another. */
typedef struct
{
  HechaStoreWorker *worker;      /* (owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
  char *scope;                   /* (owned) */
  char *id;                      /* (owned) */
  HechaSheetData *data;          /* (owned) (nullable) */
  GPtrArray *waiting;            /* (owned) (nullable) (element-type utf8): digests of photographs */
  GHashTable *pixels;            /* (owned) digest → cairo_surface_t */
} Making;

static void load_next (GTask *task);

static void
free_making (gpointer data)
{
  Making *self = data;

  g_object_unref (self->worker);
  g_object_unref (self->thumbnailer);
  g_free (self->scope);
  g_free (self->id);
  hecha_sheet_data_free (self->data);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_hash_table_unref (self->pixels);
  g_free (self);
}

/**
 * hecha_sheet_view_free:
 * @self: (transfer full) (nullable): a sheet
 */
void
hecha_sheet_view_free (HechaSheetView *self)
{
  if (self == NULL)
    return;
  hecha_sheet_free (self->sheet);
  g_ptr_array_unref (self->pages);
  g_free (self);
}

/* ---- laying out and drawing, on a thread of its own ---- */

static cairo_surface_t *
decode_cb (const char *digest, gpointer data)
{
  cairo_surface_t *pixels = g_hash_table_lookup (data, digest);

  return pixels != NULL ? cairo_surface_reference (pixels) : NULL;
}

static GdkTexture *
draw_page (HechaSheet *sheet, guint page)
{
  int width = (int)(HECHA_PAGE_WIDTH * SCALE + 0.5), height = (int)(HECHA_PAGE_HEIGHT * SCALE + 0.5);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, SCALE, SCALE);
  hecha_pages_draw (sheet->pages, page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize)height,
                                      (GDestroyNotify)cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* Takes the sheet. */
static void
return_view (GTask *task, HechaSheet *sheet)
{
  g_autoptr (HechaSheetView) view = g_new0 (HechaSheetView, 1);

  view->sheet = sheet;
  view->pages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < hecha_pages_count (sheet->pages); i++)
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      g_ptr_array_add (view->pages, draw_page (sheet, i));
    }
  g_task_return_pointer (task, g_steal_pointer (&view), (GDestroyNotify)hecha_sheet_view_free);
}

static void
make_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *self = data;
  const HechaPictureSource pictures = {decode_cb, self->pixels};
  GError *error = NULL;
  HechaSheet *sheet = hecha_sheet_new (self->data, &pictures, &error);

  if (sheet != NULL)
    return_view (task, sheet);
  else
    g_task_return_error (task, error);
}

/* ---- photographs ---- */

static cairo_surface_t *
surface_of (GdkTexture *texture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                                         gdk_texture_get_height (texture));

  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize)cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* One that cannot be shown is a grey tile on the sheet. */
static void
photo_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Making *self = g_task_get_task_data (task);
  g_autoptr (GdkTexture) texture = hecha_thumbnailer_load_finish (HECHA_THUMBNAILER (source), result, NULL);
  const char *digest = g_ptr_array_index (self->waiting, self->waiting->len - 1);

  if (texture != NULL)
    g_hash_table_replace (self->pixels, g_strdup (digest), surface_of (texture));
  g_ptr_array_set_size (self->waiting, (int)self->waiting->len - 1);
  load_next (task);
}

static void
load_next (GTask *task)
{
  Making *self = g_task_get_task_data (task);

  if (self->waiting->len > 0)
    {
      hecha_thumbnailer_load_large_async (self->thumbnailer,
                                          g_ptr_array_index (self->waiting, self->waiting->len - 1), "photo",
                                          PHOTO_SIZE, g_task_get_cancellable (task), photo_loaded_cb, task);
      return;
    }
  g_task_run_in_thread (task, make_thread);
  g_object_unref (task);
}

/* ---- the store ---- */

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Making *self = data;

  return hecha_sheet_data_load (store, self->scope, self->id, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Making *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->data = hecha_store_worker_run_finish (self->worker, result, &error);
  if (self->data == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  self->waiting = hecha_sheet_data_list_pictures (self->data);
  load_next (task);
}

/**
 * hecha_sheet_make_async:
 * @worker: owner of the store
 * @thumbnailer: where photographs are decoded
 * @scope: of an assignment
 * @id: of the assignment
 * @cancellable: (nullable): to stop
 * @done: called when it is there
 * @user_data: for @done
 *
 * Makes the record sheet of what the store has now; nothing of it is done on the main thread.
 */
void
hecha_sheet_make_async (HechaStoreWorker *worker, HechaThumbnailer *thumbnailer, const char *scope,
                        const char *id, GCancellable *cancellable, GAsyncReadyCallback done,
                        gpointer user_data)
{
  GTask *task = g_task_new (worker, cancellable, done, user_data);
  Making *self = g_new0 (Making, 1);

  self->worker = g_object_ref (worker);
  self->thumbnailer = g_object_ref (thumbnailer);
  self->scope = g_strdup (scope);
  self->id = g_strdup (id);
  self->pixels
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)cairo_surface_destroy);
  g_task_set_source_tag (task, hecha_sheet_make_async);
  g_task_set_task_data (task, self, free_making);
  hecha_store_worker_run_async (worker, load_work, self, NULL, (GDestroyNotify)hecha_sheet_data_free,
                                cancellable, loaded_cb, task);
}

/**
 * hecha_sheet_make_finish:
 * @result: what @done was given
 * @error: why there is none
 *
 * Returns: (transfer full) (nullable): the sheet
 */
HechaSheetView *
hecha_sheet_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- the protocol of a draw ---- */

static gpointer
load_protocol_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_protocol_data_load (store, data, error);
}

static void
protocol_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  return_view (task, hecha_protocol_new (data));
}

static void
protocol_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HechaProtocolData *data = hecha_store_worker_run_finish (NULL, result, &error);

  if (data == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, data, (GDestroyNotify)hecha_protocol_data_free);
  g_task_run_in_thread (task, protocol_thread);
}

/**
 * hecha_protocol_make_async:
 * @worker: owner of the store
 * @plan: whose samples were drawn
 * @cancellable: (nullable): to stop
 * @done: called with a result for hecha_sheet_make_finish()
 * @user_data: for @done
 *
 * Makes the protocol of a draw.
 */
void
hecha_protocol_make_async (HechaStoreWorker *worker, const char *plan, GCancellable *cancellable,
                           GAsyncReadyCallback done, gpointer user_data)
{
  GTask *task = g_task_new (worker, cancellable, done, user_data);

  g_task_set_source_tag (task, hecha_protocol_make_async);
  hecha_store_worker_run_async (worker, load_protocol_work, g_strdup (plan), g_free,
                                (GDestroyNotify)hecha_protocol_data_free, cancellable, protocol_loaded_cb,
                                task);
}
