/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-screen-lock.h"

#include "hecha-lock-page.h"
#include "store/hecha-lock.h"

/**
 * HechaScreenLock:
 *
 * Locks the window of a store with a passphrase: when it is told to, when nobody touched it for a while, and before the
 * machine sleeps. What was in the window is taken out of it, so that neither the screen nor the accessibility tree has
 * it, and comes back as it was.
 */
struct _HechaScreenLock
{
  GObject parent_instance;

  AdwApplicationWindow *window; /* (not owned) owns this */
  HechaStoreWorker *worker;     /* (owned) */
  HechaSyncing *syncing;        /* (owned) */
  GSettings *settings;          /* (owned) (nullable) */
  GListModel *toplevels;        /* (owned) */
  GtkWidget *content;           /* (owned) (nullable) what is away while it is locked */
  HechaLockPage *page;          /* (owned) (nullable) before the first time */
  GPtrArray *hidden;            /* (owned) other windows that are away */
  gboolean protected;           /* there is a passphrase */
  gint64 touched_us;            /* of the last key, click or touch */
  guint idle_id;                /* 0 when nothing is to be watched */
  GDBusConnection *bus;         /* (owned) (nullable) */
  guint sleep_id;               /* 0 when there is no bus */
  GCancellable *cancellable;    /* (owned) */
};

enum
{
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaScreenLock, hecha_screen_lock, G_TYPE_OBJECT)

/* ---- what is hidden ---- */

static void
hide_others (HechaScreenLock *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (self->toplevels, i);

      if (window == GTK_WIDGET (self->window) || !gtk_widget_get_visible (window))
        continue;
      g_ptr_array_add (self->hidden, g_object_ref (window));
      gtk_widget_set_visible (window, FALSE);
    }
}

static void
show_others (HechaScreenLock *self)
{
  for (guint i = 0; i < self->hidden->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->hidden, i), TRUE);
  g_ptr_array_set_size (self->hidden, 0);
}

static gboolean
hide_others_cb (gpointer data)
{
  g_autoptr (HechaScreenLock) self = data;

  if (self->content != NULL && self->window != NULL)
    hide_others (self);
  return G_SOURCE_REMOVE;
}

/* A window that opens while it is locked, because something ended, waits too. */
static void
toplevels_changed_cb (HechaScreenLock *self)
{
  if (self->content != NULL)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, hide_others_cb, g_object_ref (self), NULL);
}

/* ---- the key ---- */

static gpointer
lock_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  hecha_store_lock (store);
  return NULL;
}

/* A sync that runs needs the key to its end. */
static void
forget_key (HechaScreenLock *self)
{
  if (self->content != NULL && !hecha_syncing_is_running (self->syncing))
    hecha_store_worker_run_async (self->worker, lock_work, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* ---- locking ---- */

static void
unlocked_cb (HechaScreenLock *self)
{
  g_autoptr (GtkWidget) content = g_steal_pointer (&self->content);

  adw_application_window_set_content (self->window, content);
  show_others (self);
  self->touched_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[UNLOCKED], 0);
}

/**
 * hecha_screen_lock_lock:
 * @self: the lock
 *
 * Locks the window at once, if there is a passphrase.
 */
void
hecha_screen_lock_lock (HechaScreenLock *self)
{
  if (!self->protected || self->content != NULL || self->window == NULL)
    return;
  self->content = g_object_ref (adw_application_window_get_content (self->window));
  if (self->page == NULL)
    {
      self->page = g_object_ref_sink (hecha_lock_page_new (self->worker));
      g_signal_connect_object (self->page, "unlocked", G_CALLBACK (unlocked_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  adw_application_window_set_content (self->window, GTK_WIDGET (self->page));
  hide_others (self);
  forget_key (self);
}

/**
 * hecha_screen_lock_is_locked:
 * @self: the lock
 *
 * Returns: whether the passphrase is asked for
 */
gboolean
hecha_screen_lock_is_locked (HechaScreenLock *self)
{
  return self->content != NULL;
}

/* ---- when ---- */

static gboolean
idle_cb (gpointer data)
{
  HechaScreenLock *self = data;
  gint64 after = self->settings != NULL ? (gint64)g_settings_get_uint (self->settings, "lock-after") : 0;

  if (after > 0 && g_get_monotonic_time () - self->touched_us >= after * G_USEC_PER_SEC)
    hecha_screen_lock_lock (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
touched_cb (HechaScreenLock *self, GdkEvent *event)
{
  self->touched_us = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

static void
watch_window (HechaScreenLock *self, GtkWidget *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (touched_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, controller);
}

/* A dialog that somebody types into is touched too. */
static void
toplevels_added_cb (HechaScreenLock *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (self->toplevels, position + i);

      watch_window (self, window);
    }
  toplevels_changed_cb (self);
}

static void
sleep_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name,
          GVariant *parameters, gpointer user_data)
{
  gboolean begins = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &begins);
  if (begins)
    hecha_screen_lock_lock (user_data);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaScreenLock) self = user_data;

  self->bus = g_bus_get_finish (result, NULL);
  if (self->bus != NULL)
    self->sleep_id = g_dbus_connection_signal_subscribe (
      self->bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
      "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, sleep_cb, self, NULL);
}

/**
 * hecha_screen_lock_set_protected:
 * @self: the lock
 * @protected: whether the store has a passphrase
 *
 * Without one nothing is ever locked.
 */
void
hecha_screen_lock_set_protected (HechaScreenLock *self, gboolean protected)
{
  self->protected = protected;
  if (protected && self->idle_id == 0)
    self->idle_id = g_timeout_add_seconds (1, idle_cb, self);
  else if (!protected)
    g_clear_handle_id (&self->idle_id, g_source_remove);
  gtk_widget_action_set_enabled (GTK_WIDGET (self->window), "win.lock", protected);
}

/* ---- life cycle ---- */

static void
window_gone_cb (gpointer data, GObject *window)
{
  HechaScreenLock *self = data;

  self->window = NULL;
  g_clear_handle_id (&self->idle_id, g_source_remove);
}

static void
hecha_screen_lock_dispose (GObject *object)
{
  HechaScreenLock *self = HECHA_SCREEN_LOCK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->sleep_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->sleep_id);
  self->sleep_id = 0;
  if (self->window != NULL)
    g_object_weak_unref (G_OBJECT (self->window), window_gone_cb, self);
  self->window = NULL;
  g_clear_object (&self->content);
  g_clear_object (&self->page);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  g_clear_object (&self->bus);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->toplevels);
  g_clear_object (&self->settings);
  g_clear_object (&self->syncing);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (hecha_screen_lock_parent_class)->dispose (object);
}

static void
hecha_screen_lock_class_init (HechaScreenLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_screen_lock_dispose;

  /**
   * HechaScreenLock::unlocked:
   *
   * The passphrase was given, and the window is as it was.
   */
  signals[UNLOCKED] = g_signal_new ("unlocked", HECHA_TYPE_SCREEN_LOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
hecha_screen_lock_init (HechaScreenLock *self)
{
  self->cancellable = g_cancellable_new ();
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  self->touched_us = g_get_monotonic_time ();
}

/**
 * hecha_screen_lock_new:
 * @window: the window; its content is taken out and put back
 * @worker: owner of the store
 * @syncing: the sync that needs the key
 * @settings: (nullable): says after how long
 *
 * Returns: (transfer full): its lock
 */
HechaScreenLock *
hecha_screen_lock_new (AdwApplicationWindow *window, HechaStoreWorker *worker, HechaSyncing *syncing,
                       GSettings *settings)
{
  HechaScreenLock *self = g_object_new (HECHA_TYPE_SCREEN_LOCK, NULL);

  self->window = window;
  g_object_weak_ref (G_OBJECT (window), window_gone_cb, self);
  self->worker = g_object_ref (worker);
  self->syncing = g_object_ref (syncing);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->toplevels = g_object_ref (gtk_window_get_toplevels ());
  watch_window (self, GTK_WIDGET (window));
  g_signal_connect_object (self->toplevels, "items-changed", G_CALLBACK (toplevels_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (syncing, "changed", G_CALLBACK (forget_key), self, G_CONNECT_SWAPPED);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, g_object_ref (self));
  return self;
}
