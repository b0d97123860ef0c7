/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-bundle-group.h"

#include "hecha-words.h"
#include "sync/hecha-bundle-sync.h"

#include <glib/gi18n.h>

/* So often the bar moves. */
#define LOOK_MS 100

typedef enum
{
  STEP_READ,
  STEP_WRITE,
  STEP_CHECK,
} Step;

/* What the store's thread does, and how far it is: shared by both threads. */
typedef struct
{
  char *path;
  gint step;    /* (atomic) a #Step */
  gint percent; /* (atomic) -1 while nobody knows */
} Task;

static void
clear_task (gpointer data)
{
  g_free (((Task *)data)->path);
}

static void
release_task (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_task);
}

/**
 * HechaBundleGroup:
 *
 * A sync through a file on a stick, where there is no network: what waits goes into a sealed bundle, which is read back
 * after writing; what the office answers comes back as one.
 */
struct _HechaBundleGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *write; /* (not owned) */
  GtkWidget *read;  /* (not owned) */
  GtkProgressBar *progress;

  HechaStoreWorker *worker;  /* (owned) */
  GtkNativeDialog *chooser;  /* (owned) (nullable) while it is open */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  Task *task;                /* (owned) (nullable) while it runs */
  guint look_id;             /* 0 when nothing runs */
};

G_DEFINE_FINAL_TYPE (HechaBundleGroup, hecha_bundle_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- how far it is ---- */

static char *
dup_step (Step step, int percent)
{
  switch (step)
    {
    case STEP_WRITE:
      return percent < 0 ? g_strdup (_ ("Writing…")) : g_strdup_printf (_ ("Writing… %d%%"), percent);
    case STEP_CHECK:
      return percent < 0 ? g_strdup (_ ("Checking…")) : g_strdup_printf (_ ("Checking… %d%%"), percent);
    default:
      return g_strdup (_ ("Reading…"));
    }
}

static gboolean
look_cb (gpointer user_data)
{
  HechaBundleGroup *self = HECHA_BUNDLE_GROUP (user_data);
  int percent = g_atomic_int_get (&self->task->percent);
  g_autofree char *text = dup_step ((Step)g_atomic_int_get (&self->task->step), percent);

  gtk_progress_bar_set_text (self->progress, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (percent >= 0)
    gtk_progress_bar_set_fraction (self->progress, percent / 100.0);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
set_busy (HechaBundleGroup *self, gboolean busy)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  gtk_widget_set_sensitive (self->write, !busy);
  gtk_widget_set_sensitive (self->read, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  if (!busy)
    return;
  self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
  look_cb (self);
}

/* On the store's thread. */
static void
progress_cb (gboolean checking, guint64 done, guint64 total, gpointer data)
{
  Task *task = data;

  g_atomic_int_set (&task->step, checking ? STEP_CHECK : STEP_WRITE);
  g_atomic_int_set (&task->percent, total > 0 ? (int)(100 * done / total) : -1);
}

static void
tell (HechaBundleGroup *self, const char *heading, const char *done, const GError *error)
{
  g_autofree char *sentence = error != NULL ? hecha_error_dup_sentence (error) : NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  g_clear_pointer (&self->task, release_task);
  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, sentence);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", done);
}

/* ---- to the stick ---- */

static gpointer
export_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Task *task = data;
  g_autofree HechaBundleCounts *counts = g_new0 (HechaBundleCounts, 1);

  if (!hecha_bundle_export (store, task->path, NULL, progress_cb, task, cancellable, counts, error))
    return NULL;
  return g_steal_pointer (&counts);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaBundleGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree HechaBundleCounts *counts = hecha_store_worker_run_finish (self->worker, result, &error);
  gulong files = counts != NULL ? (gulong)counts->n_files : 0;
  g_autofree char *done = g_strdup_printf (ngettext ("Bundle written and checked, with %lu file",
                                                     "Bundle written and checked, with %lu files", files),
                                           files);

  tell (self, _ ("The Bundle Was Not Written"), done, error);
}

/* ---- from the stick ---- */

static gpointer
import_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return hecha_bundle_import (store, ((Task *)data)->path, cancellable, error);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaBundleGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaSyncResult) synced = hecha_store_worker_run_finish (self->worker, result, &error);
  g_autofree char *done
    = g_strdup_printf (_ ("Bundle read: the office has %u entries more, %u came"),
                       synced != NULL ? synced->sent : 0, synced != NULL ? synced->received : 0);

  tell (self, _ ("The Bundle Was Not Read"), done, error);
  /* a receipt changes no record, and much in what is waiting */
  if (synced != NULL && self->worker != NULL)
    g_signal_emit_by_name (self->worker, "changed", (guint64)0);
}

/* ---- choosing it ---- */

static void
chosen_cb (HechaBundleGroup *self, int response)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->chooser);
  gboolean save = gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  char *path = response == GTK_RESPONSE_ACCEPT && file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (path == NULL)
    return;
  self->task = g_atomic_rc_box_new0 (Task);
  *self->task = (Task) {path, save ? STEP_WRITE : STEP_READ, -1};
  set_busy (self, TRUE);
  g_atomic_rc_box_acquire (self->task);
  if (save)
    hecha_store_worker_run_async (self->worker, export_work, self->task, release_task, g_free,
                                  self->cancellable, exported_cb, g_object_ref (self));
  else
    hecha_store_worker_run_async (self->worker, import_work, self->task, release_task,
                                  (GDestroyNotify)hecha_sync_result_free, self->cancellable, imported_cb,
                                  g_object_ref (self));
}

/* The dialog begins on the stick that is plugged in. */
static void
begin_on_stick (GtkFileChooser *chooser)
{
  g_autoptr (GVolumeMonitor) monitor = g_volume_monitor_get ();
  GList *mounts = g_volume_monitor_get_mounts (monitor);

  for (GList *l = mounts; l != NULL; l = l->next)
    {
      g_autoptr (GFile) root = g_mount_get_root (l->data);

      if (g_mount_can_eject (l->data))
        gtk_file_chooser_set_current_folder (chooser, root, NULL);
    }
  g_list_free_full (mounts, g_object_unref);
}

static void
choose (HechaBundleGroup *self, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;
  chooser = gtk_file_chooser_native_new (title, window, action, accept, _ ("_Cancel"));
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "to-office.hecha");
  begin_on_stick (GTK_FILE_CHOOSER (chooser));
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* What was typed goes along. */
static void
write_cb (HechaBundleGroup *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.save", NULL);
  choose (self, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Write a Bundle"), _ ("_Save"));
}

static void
read_cb (HechaBundleGroup *self)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Read a Bundle"), _ ("_Open"));
}

/* ---- life cycle ---- */

static void
hecha_bundle_group_dispose (GObject *object)
{
  HechaBundleGroup *self = HECHA_BUNDLE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (hecha_bundle_group_parent_class)->dispose (object);
}

static void
hecha_bundle_group_finalize (GObject *object)
{
  HechaBundleGroup *self = HECHA_BUNDLE_GROUP (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->task, release_task);
  G_OBJECT_CLASS (hecha_bundle_group_parent_class)->finalize (object);
}

static void
hecha_bundle_group_class_init (HechaBundleGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_bundle_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_bundle_group_finalize;
}

static GtkWidget *
add_row (HechaBundleGroup *self, const char *title, const char *subtitle, GCallback activated)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "title", title, "subtitle", subtitle, "subtitle-lines", 0, "activatable", TRUE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_swapped (row, "activated", activated, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
add_progress (HechaBundleGroup *self)
{
  GtkWidget *bar = gtk_progress_bar_new ();

  self->progress = GTK_PROGRESS_BAR (bar);
  gtk_progress_bar_set_show_text (self->progress, TRUE);
  gtk_widget_set_margin_top (bar, 12);
  gtk_widget_set_visible (bar, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), bar);
}

static void
hecha_bundle_group_init (HechaBundleGroup *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Without a Network"));
  self->write
    = add_row (self, _ ("Write a Bundle"),
               _ ("All that waits, in one file that only the office can open; read back after writing"),
               G_CALLBACK (write_cb));
  self->read
    = add_row (self, _ ("Read a Bundle"), _ ("The office's answer, with its receipt"), G_CALLBACK (read_cb));
  add_progress (self);
}

/**
 * hecha_bundle_group_set_worker:
 * @self: the group
 * @worker: owner of the store
 */
void
hecha_bundle_group_set_worker (HechaBundleGroup *self, HechaStoreWorker *worker)
{
  self->worker = g_object_ref (worker);
}
