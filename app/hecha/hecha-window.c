/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-window.h"

#include "base/hecha-error.h"
#include "hecha-enrol-page.h"
#include "hecha-overview.h"
#include "hecha-review-page.h"
#include "hecha-sample-page.h"
#include "hecha-samples-page.h"
#include "hecha-saver.h"
#include "hecha-sidebar-row.h"
#include "hecha-sync-page.h"
#include "hecha-thumbnailer.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaWindow:
 *
 * The window: sidebar, one page at a time, and what the pages share.
 */
struct _HechaWindow
{
  AdwApplicationWindow parent_instance;

  GCancellable *cancellable; /* (owned) cancelled in dispose */
  GSettings *settings;       /* (owned) (nullable) */

  GtkRevealer *banner;
  GtkLabel *banner_label;
  HechaEnrolPage *enrol;
  AdwStatusPage *failed;
  AdwLeaflet *leaflet;
  AdwLeaflet *pages;
  HechaReviewPage *review;
  HechaSidebarRow *row_all;
  HechaSidebarRow *row_begun;
  HechaSidebarRow *row_disputed;
  HechaSidebarRow *row_effective;
  HechaSidebarRow *row_ready;
  HechaSidebarRow *row_sync;
  HechaSidebarRow *row_todo;
  HechaSamplePage *sample;
  HechaSamplesPage *samples;
  GtkListBox *sidebar;
  AdwWindowTitle *sidebar_title;
  GtkStack *stack;
  HechaSyncPage *sync;
  AdwToastOverlay *toasts;

  HechaStoreWorker *worker; /* (owned) */
  HechaSaver *saver;        /* (owned) */
  HechaSyncing *syncing;    /* (owned) */
  gboolean loading;         /* the list is being read */
  gboolean stale;           /* something changed meanwhile */
  gboolean ending;          /* closes when everything is written */
  char *scope;              /* (owned) (nullable) of the sample that is open */
  char *id;                 /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaWindow, hecha_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- loading ---- */

static void load_overview (HechaWindow *self);

static gpointer
load_overview_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_overview_load (store, error);
}

static void
show_counts (HechaWindow *self, const HechaOverview *overview)
{
  HechaSidebarRow *rows[HECHA_WORK_N_STATES] = {
    self->row_all, self->row_todo, self->row_begun, self->row_ready, self->row_effective, self->row_disputed,
  };
  guint counts[HECHA_WORK_N_STATES] = {overview->items->len};

  for (guint i = 0; i < overview->items->len; i++)
    counts[hecha_sample_item_get_work_state (g_ptr_array_index (overview->items, i))]++;
  for (guint i = 0; i < HECHA_WORK_N_STATES; i++)
    hecha_sidebar_row_set_count (rows[i], counts[i]);
  hecha_sidebar_row_set_count (self->row_sync, (guint)hecha_overview_n_waiting (overview));
}

/* The sync state is always visible: what is not at the office yet, and since when. */
static void
show_waiting (HechaWindow *self, const HechaOverview *overview)
{
  guint n = (guint)hecha_overview_n_waiting (overview);
  g_autofree char *since = hecha_time_dup_local (overview->summary.unsent_since_ms);
  g_autofree char *text
    = g_strdup_printf (ngettext ("%u waiting since %s", "%u waiting since %s", n), n,
                       overview->summary.unsent_since_ms > 0 ? since + strlen ("2026-") : "");

  adw_window_title_set_subtitle (self->sidebar_title, n > 0 ? text : _ ("All at the office"));
  hecha_samples_page_set_waiting (self->samples, n);
}

static void
show_failure (HechaWindow *self, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  adw_status_page_set_description (self->failed, sentence);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
overview_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaOverview) overview = hecha_store_worker_run_finish (self->worker, result, &error);

  self->loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (overview == NULL)
    {
      show_failure (self, error);
      return;
    }
  show_counts (self, overview);
  show_waiting (self, overview);
  hecha_samples_page_set_items (self->samples, overview->items);
  hecha_sync_page_show (self->sync, overview);
  gtk_stack_set_visible_child_name (self->stack, overview->enrolled ? "main" : "enrol");
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

/* A failed save is something that everybody sees, with its reason, for as long as it lasts. */
static void
saver_changed_cb (HechaWindow *self)
{
  const char *reason = NULL;
  gboolean failed = hecha_saver_get_state (self->saver, &reason) == HECHA_SAVER_FAILED;
  g_autofree char *sentence = hecha_told_dup_sentence (failed ? reason : "");
  g_autofree char *text = g_strdup_printf (_ ("Not saved: %s"), sentence);

  if (failed)
    gtk_label_set_text (self->banner_label, text);
  gtk_revealer_set_reveal_child (self->banner, failed);
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

/* ---- getting about ---- */

static void
show_page (HechaWindow *self, const char *name)
{
  adw_leaflet_set_visible_child_name (self->pages, name);
  adw_leaflet_set_visible_child_name (self->leaflet, "content");
}

static void
show_state (HechaWindow *self, HechaWorkState state)
{
  hecha_samples_page_set_state (self->samples, state);
  show_page (self, "samples");
}

static void
sidebar_row_activated_cb (HechaWindow *self, GtkListBoxRow *row)
{
  int index = gtk_list_box_row_get_index (row);

  if (index < HECHA_WORK_N_STATES)
    show_state (self, (HechaWorkState)index);
  else
    show_page (self, "sync");
}

static void
show_samples_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  gtk_list_box_select_row (self->sidebar, GTK_LIST_BOX_ROW (self->row_all));
  show_state (self, HECHA_WORK_ALL);
}

static void
show_sample_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);
  const char *scope, *id;

  g_variant_get (parameter, "(&s&s)", &scope, &id);
  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->id);
  self->id = g_strdup (id);
  hecha_sample_page_show (self->sample, scope, id);
  show_page (self, "sample");
}

static void
flushed_for_review_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  /* What cannot be recorded on another sample is no reason to stop here. */
  if (!hecha_saver_flush_finish (HECHA_SAVER (source), result, &error)
      && (!g_error_matches (error, HECHA_ERROR, HECHA_ERROR_REFUSED)
          || hecha_saver_is_refused (self->saver, self->scope, self->id)))
    {
      gtk_widget_activate_action (
        GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Recorded Yet"),
        _ ("Something on this page cannot be recorded as it stands. It is marked in red."));
      return;
    }
  hecha_review_page_show (self->review, self->scope, self->id);
  show_page (self, "review");
}

static void
review_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  if (self->id != NULL)
    hecha_saver_flush_async (self->saver, flushed_for_review_cb, g_object_ref (self));
}

static void
go_to_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  show_page (self, "sample");
  hecha_sample_page_go_to (self->sample, g_variant_get_string (parameter, NULL));
}

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
  g_autofree char *title = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
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

static void
show_sync_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  gtk_list_box_select_row (self->sidebar, GTK_LIST_BOX_ROW (self->row_sync));
  show_page (self, "sync");
}

static void
show_sidebar_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_leaflet_set_visible_child_name (HECHA_WINDOW (widget)->leaflet, "sidebar");
}

static void
search_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  show_page (self, "samples");
  hecha_samples_page_search (self->samples);
}

static void
back_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaWindow *self = HECHA_WINDOW (widget);

  if (g_strcmp0 (adw_leaflet_get_visible_child_name (self->pages), "sync") == 0)
    gtk_widget_activate_action (widget, "win.show-samples", NULL);
  else if (!adw_leaflet_navigate (self->pages, ADW_NAVIGATION_DIRECTION_BACK))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* ---- size ---- */

/* Without its schema, as in a test, the window has the size that it is made with. */
static GSettings *
open_settings (void)
{
  g_autoptr (GSettingsSchema) schema
    = g_settings_schema_source_lookup (g_settings_schema_source_get_default (), HECHA_APPLICATION_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

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

/* Everything that was typed becomes an entry first. */
static gboolean
hecha_window_close_request (GtkWindow *window)
{
  HechaWindow *self = HECHA_WINDOW (window);

  if (!self->ending)
    {
      self->ending = TRUE;
      keep_size (self);
      hecha_saver_flush_async (self->saver, flushed_for_end_cb, g_object_ref (self));
    }
  return GDK_EVENT_STOP;
}

/* ---- life cycle ---- */

static void
hecha_window_dispose (GObject *object)
{
  HechaWindow *self = HECHA_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_WINDOW);
  G_OBJECT_CLASS (hecha_window_parent_class)->dispose (object);
}

static void
hecha_window_finalize (GObject *object)
{
  HechaWindow *self = HECHA_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_free (self->scope);
  g_free (self->id);
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
  GTK_WINDOW_CLASS (klass)->close_request = hecha_window_close_request;
  g_type_ensure (HECHA_TYPE_ENROL_PAGE);
  g_type_ensure (HECHA_TYPE_REVIEW_PAGE);
  g_type_ensure (HECHA_TYPE_SAMPLE_PAGE);
  g_type_ensure (HECHA_TYPE_SAMPLES_PAGE);
  g_type_ensure (HECHA_TYPE_SIDEBAR_ROW);
  g_type_ensure (HECHA_TYPE_SYNC_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, enrol);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, review);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_all);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_begun);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_disputed);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_effective);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_ready);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_sync);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, row_todo);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, sample);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, samples);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, sidebar_title);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, sync);
  gtk_widget_class_bind_template_child (widget_class, HechaWindow, toasts);
  gtk_widget_class_bind_template_callback (widget_class, enrolled_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_row_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action_cb);
  gtk_widget_class_install_action (widget_class, "win.go-to", "s", go_to_action_cb);
  gtk_widget_class_install_action (widget_class, "win.note", "s", note_action_cb);
  gtk_widget_class_install_action (widget_class, "win.review", NULL, review_action_cb);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "win.say", "(ss)", say_action_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sample", "(ss)", show_sample_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-samples", NULL, show_samples_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sidebar", NULL, show_sidebar_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sync", NULL, show_sync_action_cb);
}

static void
hecha_window_init (HechaWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = open_settings ();
  gtk_widget_init_template (GTK_WIDGET (self));
  restore_size (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "content");
  gtk_list_box_select_row (self->sidebar, GTK_LIST_BOX_ROW (self->row_all));
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
  g_autoptr (HechaThumbnailer) thumbnailer = hecha_thumbnailer_new (hecha_store_worker_get_dir (worker), env);

  self->worker = g_object_ref (worker);
  self->saver = hecha_saver_new (worker);
  self->syncing = hecha_syncing_new (worker, self->saver);
  hecha_enrol_page_set_worker (self->enrol, worker);
  hecha_sync_page_set_syncing (self->sync, self->syncing);
  hecha_review_page_set_context (self->review, worker);
  hecha_sample_page_set_context (self->sample, worker, env, self->saver, thumbnailer);
  g_signal_connect_object (worker, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver, "changed", G_CALLBACK (saver_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->syncing, "changed", G_CALLBACK (syncing_changed_cb), self,
                           G_CONNECT_SWAPPED);
  load_overview (self);
  return self;
}
