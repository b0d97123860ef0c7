/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-reading.h"

#include "hecha-words.h"

#include <glib/gi18n.h>

struct _HechaReading
{
  GtkWidget *page; /* (not owned): owns this, and is kept while a reading is under way */
  HechaStoreWork work;
  GDestroyNotify free_result;
  HechaReadingShow show;
  GCancellable *cancellable; /* (owned): of the page, cancelled in its dispose */
  HechaStoreWorker *worker;  /* (owned) (nullable): of the last reading */
  char *what;                /* (owned) (nullable): of the next reading */
  gboolean under_way;
  gboolean again; /* asked for while one was under way */
};

/**
 * hecha_reading_new:
 * @page: (transfer none): what shows it, and owns what is returned until its finalize
 * @work: reads on the store's thread; its data is what hecha_reading_ask() was given
 * @free_result: of what @work returns
 * @show: called on the main thread
 * @cancellable: (transfer none): cancelled when @page is disposed
 *
 * Returns: (transfer full): nothing is read yet
 */
HechaReading *
hecha_reading_new (GtkWidget *page, HechaStoreWork work, GDestroyNotify free_result, HechaReadingShow show,
                   GCancellable *cancellable)
{
  HechaReading *self = g_new0 (HechaReading, 1);

  self->page = page;
  self->work = work;
  self->free_result = free_result;
  self->show = show;
  self->cancellable = g_object_ref (cancellable);
  return self;
}

/**
 * hecha_reading_free:
 * @self: (transfer full): none is under way, as its page would be kept
 */
void
hecha_reading_free (HechaReading *self)
{
  g_assert (!self->under_way);
  g_clear_object (&self->worker);
  g_object_unref (self->cancellable);
  g_free (self->what);
  g_free (self);
}

static void begin (HechaReading *self);

/* Read again before what came is shown: that may ask for more itself. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HechaReading *self = user_data;
  g_autoptr (GtkWidget) page = self->page;
  g_autoptr (GError) error = NULL;
  gpointer got = hecha_store_worker_run_finish (NULL, result, &error);
  g_autofree char *sentence = got == NULL ? hecha_error_dup_sentence (error) : NULL;

  self->under_way = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&got, self->free_result);
      return;
    }
  if (self->again)
    begin (self);
  if (got == NULL)
    gtk_widget_activate_action (page, "win.say", "(ss)", _ ("Not Read"), sentence);
  self->show (page, got);
}

static void
begin (HechaReading *self)
{
  self->under_way = TRUE;
  self->again = FALSE;
  g_object_ref (self->page);
  hecha_store_worker_run_async (self->worker, self->work, g_strdup (self->what), g_free, self->free_result,
                                self->cancellable, read_cb, self);
}

/**
 * hecha_reading_ask:
 * @self: the reading of a page
 * @worker: (transfer none): owner of the store
 * @what: (nullable): which record or quarter; with several askings the last one holds
 *
 * Reads, or reads again when the reading that is under way is done.
 */
void
hecha_reading_ask (HechaReading *self, HechaStoreWorker *worker, const char *what)
{
  char *copy = g_strdup (what);

  g_set_object (&self->worker, worker);
  g_free (self->what);
  self->what = copy;
  self->again = self->under_way;
  if (!self->under_way)
    begin (self);
}
