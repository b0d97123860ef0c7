/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-take-back.h"

#include "domain/hecha-attach.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* Evidence that was attached by mistake: asked why, recorded, and as easily undone. */

typedef struct
{
  HechaStoreWorker *worker; /* (owned) */
  char *sample;             /* (owned) */
  char *evidence;           /* (owned) */
  char *reason;             /* (owned) (nullable): it counts again */
  GtkWidget *entry;         /* (not owned) (nullable): where the reason is typed */
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->worker);
  g_free (change->sample);
  g_free (change->evidence);
  g_free (change->reason);
  g_free (change);
}

static gpointer
change_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Change *change = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");
  HechaDetachInput input = {.sample = change->sample, .evidence = change->evidence, .reason = change->reason};

  hecha_store_act (store, by != NULL ? by : "",
                   change->reason != NULL ? hecha_detach_record : hecha_restore_record, &input, error);
  return NULL;
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  hecha_store_worker_run_finish (change->worker, result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
apply (GTask *task)
{
  Change *change = g_task_get_task_data (task);

  hecha_store_worker_run_async (change->worker, change_work, change, NULL, NULL, NULL, changed_cb,
                                g_object_ref (task));
}

static GTask *
make_task (HechaStoreWorker *worker, const char *sample, const char *evidence, GAsyncReadyCallback done,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, done, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, make_task);
  change->worker = g_object_ref (worker);
  change->sample = g_strdup (sample);
  change->evidence = g_strdup (evidence);
  g_task_set_task_data (task, change, free_change);
  return task;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (task);

  if (strcmp (response, "take-back") != 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Left as it is");
      return;
    }
  change->reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (change->entry)));
  apply (task);
}

static void
reason_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "take-back", *text != '\0');
}

static GtkWidget *
make_reason_entry (AdwMessageDialog *dialog)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), _ ("Attached by mistake"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (reason_changed_cb), dialog);
  return entry;
}

/**
 * hecha_take_back_async:
 * @parent: the window
 * @worker: owner of the store
 * @sample: id of the assignment
 * @evidence: id of what was attached by mistake
 * @done: called when it is recorded
 * @user_data: for @done
 *
 * Asks for the reason, which stays on record (P3 4.5).
 */
void
hecha_take_back_async (GtkWindow *parent, HechaStoreWorker *worker, const char *sample, const char *evidence,
                       GAsyncReadyCallback done, gpointer user_data)
{
  GTask *task = make_task (worker, sample, evidence, done, user_data);
  GtkWidget *dialog = adw_message_dialog_new (
    parent, _ ("Take Back This Evidence?"),
    _ ("It does not count any more, and can be attached again. The file and your reason stay on record."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *entry = make_reason_entry (message);

  ((Change *)g_task_get_task_data (task))->entry = entry;
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "take-back", _ ("_Take Back"), NULL);
  adw_message_dialog_set_response_appearance (message, "take-back", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "take-back");
  adw_message_dialog_set_close_response (message, "cancel");
  adw_message_dialog_set_extra_child (message, entry);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * hecha_restore_async:
 * @worker: owner of the store
 * @sample: id of the assignment
 * @evidence: id of what was taken back
 * @done: called when it is recorded
 * @user_data: for @done
 *
 * Makes it count again.
 */
void
hecha_restore_async (HechaStoreWorker *worker, const char *sample, const char *evidence,
                     GAsyncReadyCallback done, gpointer user_data)
{
  g_autoptr (GTask) task = make_task (worker, sample, evidence, done, user_data);

  apply (task);
}

/**
 * hecha_take_back_finish:
 * @result: what @done was given
 * @error: why it is not recorded; %G_IO_ERROR_CANCELLED when the person thought better of it
 *
 * Returns: whether it is recorded
 */
gboolean
hecha_take_back_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
