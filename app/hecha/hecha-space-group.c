/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-space-group.h"

#include "evidence/hecha-space.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSpaceGroup:
 *
 * What evidence takes on this laptop, and how to be rid of what the office has acknowledged.
 */
struct _HechaSpaceGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *disk;  /* (not owned) */
  AdwActionRow *here;  /* (not owned) */
  AdwActionRow *spare; /* (not owned) */
  GtkWidget *free;     /* (not owned) */

  HechaStoreWorker *worker;  /* (owned) (nullable) */
  HechaFileCounts counts;    /* that are shown */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
};

G_DEFINE_FINAL_TYPE (HechaSpaceGroup, hecha_space_group, ADW_TYPE_PREFERENCES_GROUP)

static char *
dup_counted (gint64 n_files, gint64 bytes)
{
  g_autofree char *size = hecha_size_dup_text ((guint64)bytes);
  gulong n = (gulong)n_files;

  return g_strdup_printf (ngettext ("%lu file, %s", "%lu files, %s", n), n, size);
}

/* ---- freeing ---- */

static gpointer
free_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaFileCounts *freed = g_new0 (HechaFileCounts, 1);

  if (hecha_space_free (store, cancellable, freed, error))
    return freed;
  g_free (freed);
  return NULL;
}

static void
freed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSpaceGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree HechaFileCounts *freed = hecha_store_worker_run_finish (self->worker, result, &error);
  g_autofree char *what = freed != NULL ? dup_counted (freed->n_files, freed->bytes) : NULL;
  g_autofree char *done = g_strdup_printf (_ ("Freed: %s"), what);
  g_autofree char *sentence = error != NULL ? hecha_error_dup_sentence (error) : NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not All Was Freed"), sentence);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", done);
  /* no record changed, only what is here */
  g_signal_emit_by_name (self->worker, "changed", (guint64)0);
}

static void
answered_cb (HechaSpaceGroup *self, const char *response)
{
  if (strcmp (response, "free") != 0 || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (self->free, FALSE);
  hecha_store_worker_run_async (self->worker, free_work, NULL, NULL, g_free, self->cancellable, freed_cb,
                                g_object_ref (self));
}

static void
ask_cb (HechaSpaceGroup *self)
{
  g_autofree char *what = dup_counted (self->counts.n_spare, self->counts.spare_bytes);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Remove From This Laptop?"), NULL);

  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    _ ("%s: the office has acknowledged them. Afterwards, whoever opens one gets it from the "
       "office again, which needs the network. Records, signatures and what still waits stay here."),
    what);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "free",
                                    _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "free", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- life cycle ---- */

static void
hecha_space_group_dispose (GObject *object)
{
  HechaSpaceGroup *self = HECHA_SPACE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (hecha_space_group_parent_class)->dispose (object);
}

static void
hecha_space_group_finalize (GObject *object)
{
  HechaSpaceGroup *self = HECHA_SPACE_GROUP (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_space_group_parent_class)->finalize (object);
}

static void
hecha_space_group_class_init (HechaSpaceGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_space_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_space_group_finalize;
}

static AdwActionRow *
add_row (HechaSpaceGroup *self, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "title", title, "subtitle-lines", 0, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return ADW_ACTION_ROW (row);
}

static void
hecha_space_group_init (HechaSpaceGroup *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Space on This Laptop"));
  self->here = add_row (self, _ ("Evidence"));
  self->spare = add_row (self, _ ("Of It, at the Office Too"));
  self->disk = add_row (self, _ ("Free on the Disk"));
  self->free = gtk_button_new_with_mnemonic (_ ("_Free…"));
  gtk_widget_set_valign (self->free, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->free, "clicked", G_CALLBACK (ask_cb), self);
  adw_action_row_add_suffix (self->spare, self->free);
}

/**
 * hecha_space_group_set_worker:
 * @self: the group
 * @worker: owner of the store
 */
void
hecha_space_group_set_worker (HechaSpaceGroup *self, HechaStoreWorker *worker)
{
  self->worker = g_object_ref (worker);
}

/**
 * hecha_space_group_show:
 * @self: the group
 * @counts: evidence that is here, and what of it may go
 * @disk_free: bytes; 0 when nobody knows
 */
void
hecha_space_group_show (HechaSpaceGroup *self, const HechaFileCounts *counts, guint64 disk_free)
{
  g_autofree char *here = dup_counted (counts->n_files, counts->bytes);
  g_autofree char *spare = dup_counted (counts->n_spare, counts->spare_bytes);
  g_autofree char *disk = hecha_size_dup_text (disk_free);

  self->counts = *counts;
  adw_action_row_set_subtitle (self->here, here);
  adw_action_row_set_subtitle (self->spare, spare);
  adw_action_row_set_subtitle (self->disk, disk);
  gtk_widget_set_visible (GTK_WIDGET (self->disk), disk_free > 0);
  gtk_widget_set_sensitive (self->free, counts->n_spare > 0);
}
