/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-window.h"

#include "base/hecha-error.h"
#include "hecha-enrol-page.h"
#include "hecha-gate-page.h"
#include "hecha-main-view.h"
#include "hecha-notices.h"
#include "hecha-preferences.h"
#include "hecha-screen-lock.h"
#include "hecha-settings.h"
#include "hecha-wait-page.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define PATIENCE_MS      300
#define SECONDS_PER_HOUR 3600

/**
 * HechaWindow:
 *
 * The window, and what everything in it shares: the store's thread, what saves and what syncs. It shows the way in or
 * what is on this laptop; both are made when they are needed, after the first frame.
 */
struct _HechaWindow
{
  AdwApplicationWindow parent_instance;

  GCancellable *cancellable; /* (owned) cancelled in dispose */
  GSettings *settings;       /* (owned) (nullable) */

  HechaMainView *main; /* (nullable) */
  GtkStack *stack;
  AdwToastOverlay *toasts;

  const HechaEnv *env;
  HechaStoreWorker *worker;      /* (owned) */
  HechaSaver *saver;             /* (owned) */
  HechaSyncing *syncing;         /* (owned) */
  HechaNotices *notices;         /* (owned) */
  HechaScreenLock *lock;         /* (owned) (nullable) before the store was read */
  gboolean visitor;              /* an unannounced visit's laptop */
  gboolean protected;            /* there is a passphrase */
  HechaPreferences *preferences; /* (nullable) */
  gboolean loading;              /* the list is being read */
  gboolean stale;                /* something changed meanwhile */
  gboolean ending;               /* closes when everything is written */
  guint patience_id;             /* 0 when something is shown */
  guint hour_id;                 /* 0 before the first frame */
};

G_DEFINE_FINAL_TYPE (HechaWindow, hecha_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- loading ---- */

static void load_overview (HechaWindow *self);
static void enrolled_cb (HechaWindow *self);

static gpointer
load_overview_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_overview_load (store, error);
}

/* @reason: why the store cannot be opened; NULL while it is read */
static void
show_wait (HechaWindow *self, const char *reason)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, "wait");

  if (page == NULL)
    {
      page = GTK_WIDGET (hecha_wait_page_new ());
      gtk_stack_add_named (self->stack, page, "wait");
    }
  hecha_wait_page_fail (HECHA_WAIT_PAGE (page), reason);
  gtk_stack_set_visible_child_name (self->stack, "wait");
}

static void
show_failure (HechaWindow *self, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  show_wait (self, sentence);
}

static void
news_cb (HechaWindow *self, HechaSampleModel *model)
{
  const HechaWorkNews *news = hecha_sample_model_get_news (model);

  hecha_notices_set_deadlines (self->notices, news->due, news->overdue);
}

/* @overview: (transfer full) */
static void
show_main (HechaWindow *self, HechaOverview *overview)
{
  if (self->main == NULL)
    {
      self->main
        = hecha_main_view_new (self->worker, self->env, self->saver, self->syncing, overview->office);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->main), "main");
      g_signal_connect_object (hecha_main_view_get_model (self->main), "news", G_CALLBACK (news_cb), self,
                               G_CONNECT_SWAPPED);
    }
  hecha_main_view_show (self->main, overview);
  gtk_stack_set_visible_child_name (self->stack, "main");
}

static void
show_enrol (HechaWindow *self)
{
  if (gtk_stack_get_child_by_name (self->stack, "enrol") == NULL)
    {
      GtkWidget *enrol = g_object_new (HECHA_TYPE_ENROL_PAGE, NULL);

      hecha_enrol_page_set_worker (HECHA_ENROL_PAGE (enrol), self->worker);
      g_signal_connect_object (enrol, "enrolled", G_CALLBACK (enrolled_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, enrol, "enrol");
    }
  gtk_stack_set_visible_child_name (self->stack, "enrol");
}

/* Before anything of the store is shown. */
static void
show_protected (HechaWindow *self, gboolean protected)
{
  if (self->lock == NULL)
    {
      self->lock
        = hecha_screen_lock_new (ADW_APPLICATION_WINDOW (self), self->worker, self->syncing, self->settings);
      g_signal_connect_object (self->lock, "unlocked", G_CALLBACK (load_overview), self, G_CONNECT_SWAPPED);
    }
  self->protected = protected;
  hecha_screen_lock_set_protected (self->lock, protected);
}

/* Takes a page away, with all that it shows. */
static void
drop_page (HechaWindow *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  if (page != NULL)
    gtk_stack_remove (self->stack, page);
  if (strcmp (name, "main") == 0)
    self->main = NULL;
}

/* Nothing of a package stays in the window when its days are over. */
static void
show_gate (HechaWindow *self, const HechaOverview *overview)
{
  GtkWidget *gate = gtk_stack_get_child_by_name (self->stack, "gate");

  if (gate == NULL)
    {
      gate = GTK_WIDGET (hecha_gate_page_new ());
      gtk_stack_add_named (self->stack, gate, "gate");
    }
  hecha_gate_page_show (HECHA_GATE_PAGE (gate), overview);
  gtk_stack_set_visible_child_name (self->stack, "gate");
  drop_page (self, "main");
}

/* No list of recent files, which others read, learns what a visitor opened. */
static void
show_visitor (HechaWindow *self, gboolean visitor)
{
  self->visitor = visitor;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.wipe", visitor);
  if (visitor)
    g_object_set (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-recent-files-enabled", FALSE, NULL);
}

static void
overview_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaOverview) overview = hecha_store_worker_run_finish (self->worker, result, &error);

  self->loading = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (overview == NULL)
    {
      show_failure (self, error);
      return;
    }
  show_protected (self, overview->protected);
  show_visitor (self, overview->visitor);
  hecha_notices_show (self->notices, overview);
  if (overview->locked)
    hecha_screen_lock_lock (self->lock);
  else if (overview->package.state != HECHA_PACKAGE_OPEN)
    show_gate (self, overview);
  else if (overview->enrolled)
    show_main (self, g_steal_pointer (&overview));
  else
    show_enrol (self);
  if (self->stale)
    load_overview (self);
}

static void
load_overview (HechaWindow *self)
{
  self->stale = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  hecha_store_worker_run_async (self->worker, load_overview_work, NULL, NULL,
                                (GDestroyNotify)hecha_overview_free, self->cancellable, overview_loaded_cb,
                                g_object_ref (self));
}

static void
store_changed_cb (HechaWindow *self, guint64 types)
{
  load_overview (self);
}

/* A sync that was acknowledged changes nothing in the records, and much in what is waiting. */
static void
syncing_changed_cb (HechaWindow *self)
{
  if (!hecha_syncing_is_running (self->syncing))
    load_overview (self);
}

/* What the office assigned comes with the first sync. */
static void
enrolled_cb (HechaWindow *self)
{
  load_overview (self);
  hecha_syncing_start (self->syncing);
}

/* ---- what pages ask for ---- */

static void
save_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hecha_saver_flush_async (HECHA_WINDOW (widget)->saver, NULL, NULL);
}

/* libadwaita 1.2 gives the button that closes a toast no name. */
static void
name_close_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Close"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_close_buttons (child);
}

/* Something went well: a word that goes by itself. */
static void
note_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *title = gtk_label_new (g_variant_get_string (parameter, NULL));

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  adw_toast_set_custom_title (toast, title);
  adw_toast_overlay_add_toast (self->toasts, toast);
  name_close_buttons (GTK_WIDGET (self->toasts));
}

/* Something did not: a sentence that stays until it was read. */
static void
say_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *heading, *body;
  GtkWidget *dialog;

  g_variant_get (parameter, "(&s&s)", &heading, &body);
  dialog = adw_message_dialog_new (GTK_WINDOW (widget), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the app itself ---- */

static gboolean
is_locked (HechaWindow *self)
{
  return self->lock != NULL && hecha_screen_lock_is_locked (self->lock);
}

static void
protected_cb (HechaWindow *self, gboolean protected)
{
  show_protected (self, protected);
}

static void
preferences_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  if (self->settings == NULL || is_locked (self))
    return;
  if (self->preferences == NULL)
    {
      self->preferences
        = hecha_preferences_new (GTK_WINDOW (self), self->worker, self->settings, self->protected);
      g_signal_connect_object (self->preferences, "protected", G_CALLBACK (protected_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
lock_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  if (self->lock != NULL)
    hecha_screen_lock_lock (self->lock);
}

static void
return_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hecha_syncing_start (HECHA_WINDOW (widget)->syncing);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    {
      g_autofree char *sentence = hecha_error_dup_sentence (error);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Wiped"), sentence);
      return;
    }
  show_wait (self, NULL);
  drop_page (self, "main");
  drop_page (self, "gate");
  load_overview (self);
}

static void
wipe_response_cb (HechaWindow *self, const char *response)
{
  if (strcmp (response, "wipe") != 0)
    return;
  hecha_saver_flush_async (self->saver, NULL, NULL);
  hecha_store_worker_wipe_async (self->worker, wiped_cb, g_object_ref (self));
}

static void
wipe_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);
  GtkWidget *dialog;

  if (!self->visitor || is_locked (self))
    return;
  dialog = adw_message_dialog_new (
    GTK_WINDOW (self), _ ("Wipe This Laptop?"),
    _ ("Records, evidence, drafts and this laptop's key are written over and removed; that cannot be undone. "
       "A "
       "solid-state disk may keep remains: only encrypting the whole disk helps against that."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "wipe", _ ("_Wipe"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "wipe", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (wipe_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Built when somebody asks: the first frame does not wait for it. */
static void
help_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/hecha/Hecha/help-overlay.ui");
  GtkWindow *help = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (help, GTK_WINDOW (widget));
  gtk_window_present (help);
}

/* ---- size ---- */

static void
restore_size (HechaWindow *self)
{
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
keep_size (HechaWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* ---- the end ---- */

static void
end (HechaWindow *self)
{
  hecha_syncing_cancel (self->syncing);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
end_anyway_cb (HechaWindow *self, const char *response)
{
  self->ending = FALSE;
  if (strcmp (response, "close") == 0)
    end (self);
}

static void
ask_to_end (HechaWindow *self, const char *reason)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Not Saved"), reason);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Open"), "close",
                                    _ ("_Lose It and Close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (end_anyway_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What cannot be recorded as it is stays a draft; only a disk that takes nothing keeps the window open. */
static void
flushed_for_end_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (hecha_saver_flush_finish (HECHA_SAVER (source), result, &error)
      || g_error_matches (error, HECHA_ERROR, HECHA_ERROR_REFUSED))
    {
      end (self);
      return;
    }
  sentence = hecha_error_dup_sentence (error);
  ask_to_end (self, sentence);
}

/* (transfer full) (nullable) */
static GtkWindow *
find_above (GtkWindow *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (each) == window && gtk_widget_get_visible (GTK_WIDGET (each)))
        return g_steal_pointer (&each);
    }
  return NULL;
}

/* What stands above a window closes first, and may refuse: a form that is being recorded stays until it is known what
 * became of it, and one that is filled in asks. */
static gboolean
close_above (GtkWindow *window)
{
  for (;;)
    {
      g_autoptr (GtkWindow) above = find_above (window);

      if (above == NULL)
        return TRUE;
      if (!close_above (above))
        return FALSE;
      gtk_window_close (above);
      if (gtk_widget_get_visible (GTK_WIDGET (above)))
        return FALSE;
    }
}

/* Everything that was typed becomes an entry first. */
static gboolean
hecha_window_close_request (GtkWindow *window)
{
  HechaWindow *self = HECHA_WINDOW (window);

  if (!self->ending && close_above (window))
    {
      self->ending = TRUE;
      keep_size (self);
      hecha_saver_flush_async (self->saver, flushed_for_end_cb, g_object_ref (self));
    }
  return GDK_EVENT_STOP;
}

/* ---- life cycle ---- */

/* A store that is there in a moment shows no wheel. */
static gboolean
still_empty_cb (gpointer user_data)
{
  HechaWindow *self = HECHA_WINDOW (user_data);

  self->patience_id = 0;
  if (gtk_stack_get_visible_child (self->stack) == NULL)
    show_wait (self, NULL);
  return G_SOURCE_REMOVE;
}

/* A new day brings deadlines, and opens or ends packages. */
static gboolean
hour_cb (gpointer user_data)
{
  load_overview (HECHA_WINDOW (user_data));
  return G_SOURCE_CONTINUE;
}

static void
painted_cb (HechaWindow *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  gtk_window_set_default_icon_name (HECHA_APPLICATION_ID); /* draws it in every size */
  self->hour_id = g_timeout_add_seconds (SECONDS_PER_HOUR, hour_cb, self);
  self->patience_id = g_timeout_add (PATIENCE_MS, still_empty_cb, self);
  load_overview (self);
}

/* A window is there at once, with nothing in it: a header bar alone would load the icon theme. What takes its time to
 * read and to build comes into it. */
static void
hecha_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hecha_window_parent_class)->map (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (painted_cb),
                           widget, G_CONNECT_SWAPPED);
}

static void
hecha_window_dispose (GObject *object)
{
  HechaWindow *self = HECHA_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_handle_id (&self->hour_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_WINDOW);
  G_OBJECT_CLASS (hecha_window_parent_class)->dispose (object);
}

static void
hecha_window_finalize (GObject *object)
{
  HechaWindow *self = HECHA_WINDOW (object);

  g_clear_object (&self->lock);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->notices);
  g_clear_object (&self->syncing);
  g_clear_object (&self->saver);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (hecha_window_parent_class)->finalize (object);
}

static void
hecha_window_class_init (HechaWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_window_dispose;
  object_class->finalize = hecha_window_finalize;
  widget_class->map = hecha_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = hecha_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, toasts);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock_action_cb);
  gtk_widget_class_install_action (widget_class, "win.note", "s", note_action_cb);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action_cb);
  gtk_widget_class_install_action (widget_class, "win.return", NULL, return_action_cb);
  gtk_widget_class_install_action (widget_class, "win.wipe", NULL, wipe_action_cb);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "win.say", "(ss)", say_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, help_action_cb);
}

static void
hecha_window_init (HechaWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = hecha_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  if (self->settings != NULL)
    hecha_settings_apply_looks (self->settings, GTK_WIDGET (self));
  restore_size (self);
}

/**
 * hecha_window_new:
 * @application: the application
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 *
 * Returns: (transfer floating): the window
 */
HechaWindow *
hecha_window_new (HechaApplication *application, HechaStoreWorker *worker, const HechaEnv *env)
{
  HechaWindow *self = g_object_new (HECHA_TYPE_WINDOW, "application", application, NULL);

  self->env = env;
  self->worker = g_object_ref (worker);
  self->saver = hecha_saver_new (worker);
  self->syncing = hecha_syncing_new (worker, self->saver);
  self->notices = hecha_notices_new (GTK_WINDOW (self), self->settings, self->syncing, env);
  g_signal_connect_object (worker, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->syncing, "changed", G_CALLBACK (syncing_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
