/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-lock-page.h"

#include "hecha-widget.h"
#include "hecha-words.h"
#include "store/hecha-lock.h"

#include <glib/gi18n.h>

/**
 * HechaLockPage:
 *
 * All that a locked window shows: it asks for the passphrase, and lets those who were wrong wait.
 */
struct _HechaLockPage
{
  AdwBin parent_instance;

  GtkEditable *passphrase;
  GtkLabel *problem;
  GtkSpinner *spinner;
  GtkButton *unlock;

  GCancellable *cancellable; /* (owned) cancelled in dispose */
  HechaStoreWorker *worker;  /* (owned) */
  gboolean asking;
  guint wait;    /* seconds until a next try is heard */
  guint wait_id; /* 0 when nobody waits */
};

enum
{
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaLockPage, hecha_lock_page, ADW_TYPE_BIN)

static void
update (HechaLockPage *self)
{
  gboolean typed = *gtk_editable_get_text (self->passphrase) != '\0';

  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock), typed && !self->asking && self->wait == 0);
  gtk_spinner_set_spinning (self->spinner, self->asking);
}

static void
show_wait (HechaLockPage *self)
{
  g_autofree char *text
    = g_strdup_printf (ngettext ("Too many wrong passphrases; wait %u second",
                                 "Too many wrong passphrases; wait %u seconds", self->wait),
                       self->wait);

  gtk_label_set_text (self->problem, self->wait > 0 ? text : "");
}

static gboolean
wait_cb (gpointer data)
{
  HechaLockPage *self = data;

  self->wait--;
  show_wait (self);
  update (self);
  if (self->wait > 0)
    return G_SOURCE_CONTINUE;
  self->wait_id = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_wait (HechaLockPage *self, guint seconds)
{
  if (seconds == 0)
    return;
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->wait = seconds;
  self->wait_id = g_timeout_add_seconds (1, wait_cb, self);
  show_wait (self);
}

/* ---- on the store's thread ---- */

static void
free_passphrase (gpointer data)
{
  char *passphrase = data;

  explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

static gpointer
unlock_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  GError *problem = NULL;

  if (hecha_store_unlock (store, data, &problem))
    return NULL;
  g_propagate_error (error, problem);
  return NULL;
}

static gpointer
wait_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GUINT_TO_POINTER (hecha_store_unlock_wait (store));
}

/* ---- on the main thread ---- */

static void
wait_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaLockPage) self = user_data;
  guint seconds = GPOINTER_TO_UINT (hecha_store_worker_run_finish (self->worker, result, NULL));

  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      begin_wait (self, seconds);
      update (self);
    }
}

static void
ask_wait (HechaLockPage *self)
{
  hecha_store_worker_run_async (self->worker, wait_work, NULL, NULL, NULL, self->cancellable, wait_known_cb,
                                g_object_ref (self));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaLockPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  self->asking = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error == NULL)
    {
      g_signal_emit (self, signals[UNLOCKED], 0);
      return;
    }
  sentence = hecha_told_dup_sentence (error->message);
  gtk_label_set_text (self->problem, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  update (self);
  ask_wait (self);
}

static void
unlock_cb (HechaLockPage *self)
{
  char *passphrase;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->unlock)))
    return;
  passphrase = g_strdup (gtk_editable_get_text (self->passphrase));
  gtk_editable_set_text (self->passphrase, "");
  gtk_label_set_text (self->problem, "");
  self->asking = TRUE;
  update (self);
  hecha_store_worker_run_async (self->worker, unlock_work, passphrase, free_passphrase, NULL,
                                self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
changed_cb (HechaLockPage *self)
{
  update (self);
}

static void
hecha_lock_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hecha_lock_page_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (HECHA_LOCK_PAGE (widget)->passphrase));
  gtk_label_set_text (HECHA_LOCK_PAGE (widget)->problem, "");
  ask_wait (HECHA_LOCK_PAGE (widget));
}

static void
hecha_lock_page_dispose (GObject *object)
{
  HechaLockPage *self = HECHA_LOCK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_LOCK_PAGE);
  G_OBJECT_CLASS (hecha_lock_page_parent_class)->dispose (object);
}

static void
hecha_lock_page_finalize (GObject *object)
{
  HechaLockPage *self = HECHA_LOCK_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (hecha_lock_page_parent_class)->finalize (object);
}

static void
hecha_lock_page_class_init (HechaLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_lock_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_lock_page_finalize;
  widget_class->map = hecha_lock_page_map;

  /**
   * HechaLockPage::unlocked:
   *
   * The passphrase was given.
   */
  signals[UNLOCKED]
    = g_signal_new ("unlocked", HECHA_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaLockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, HechaLockPage, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaLockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HechaLockPage, unlock);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
}

static void
hecha_lock_page_init (HechaLockPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_lock_page_new:
 * @worker: owner of the store
 *
 * Returns: (transfer floating): the page
 */
HechaLockPage *
hecha_lock_page_new (HechaStoreWorker *worker)
{
  HechaLockPage *self = g_object_new (HECHA_TYPE_LOCK_PAGE, NULL);

  self->worker = g_object_ref (worker);
  return self;
}
