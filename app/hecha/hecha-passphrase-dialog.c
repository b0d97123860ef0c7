/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-passphrase-dialog.h"

#include "hecha-words.h"
#include "store/hecha-lock.h"

#include <glib/gi18n.h>

typedef struct
{
  char *current; /* (owned) (nullable) */
  char *next;    /* (owned) (nullable) */
} Passphrases;

/* One question about the passphrase: what it is, what it will be, and that again. */
typedef struct
{
  AdwMessageDialog *dialog; /* (not owned) */
  GtkWindow *parent;        /* (owned) */
  HechaStoreWorker *worker; /* (owned) */
  HechaPassphraseTask task;
  HechaPassphraseDone done;
  gpointer data;         /* (owned) (type GObject) */
  GtkEditable *current;  /* (nullable) */
  GtkEditable *next;     /* (nullable) */
  GtkEditable *repeated; /* (nullable) */
} Question;

static void
free_secret (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
free_passphrases (gpointer data)
{
  Passphrases *self = data;

  free_secret (self->current);
  free_secret (self->next);
  g_free (self);
}

static void
clear_question (gpointer data)
{
  Question *self = data;

  g_object_unref (self->parent);
  g_object_unref (self->worker);
  g_object_unref (self->data);
}

static void
drop_question (gpointer data)
{
  g_rc_box_release_full (data, clear_question);
}

static gpointer
set_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Passphrases *passphrases = data;

  hecha_store_set_passphrase (store, passphrases->current, passphrases->next, error);
  return NULL;
}

static void
say (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  if (error != NULL)
    {
      g_autofree char *sentence = hecha_told_dup_sentence (error->message);

      say (self->parent, _ ("The Passphrase Is as It Was"), sentence);
    }
  self->done (self->data);
  drop_question (self);
}

/* (transfer full) (nullable): what stands in a field, which is empty afterwards */
static char *
take_text (GtkEditable *field)
{
  char *text = field != NULL ? g_strdup (gtk_editable_get_text (field)) : NULL;

  if (field != NULL)
    gtk_editable_set_text (field, "");
  return text;
}

static void
response_cb (Question *self, const char *response)
{
  Passphrases *typed = g_new0 (Passphrases, 1);

  typed->current = take_text (self->current);
  typed->next = take_text (self->next);
  free_secret (take_text (self->repeated));
  if (strcmp (response, "do") == 0)
    hecha_store_worker_run_async (self->worker, set_work, typed, free_passphrases, NULL, NULL, set_cb,
                                  g_rc_box_acquire (self));
  else
    free_passphrases (typed);
}

static void
changed_cb (Question *self)
{
  const char *next;
  gboolean ready;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->dialog)))
    return;
  next = self->next != NULL ? gtk_editable_get_text (self->next) : "";
  ready = self->current == NULL || *gtk_editable_get_text (self->current) != '\0';
  if (self->next != NULL)
    ready = ready && g_utf8_strlen (next, -1) >= HECHA_PASSPHRASE_CHARACTERS
            && strcmp (next, gtk_editable_get_text (self->repeated)) == 0;
  adw_message_dialog_set_response_enabled (self->dialog, "do", ready);
}

static GtkEditable *
add_field (Question *self, GtkBox *box, const char *title)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *entry = gtk_password_entry_new ();

  g_object_set (label, "xalign", 0.0, "mnemonic-widget", entry, NULL);
  g_object_set (entry, "show-peek-icon", TRUE, "activates-default", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (box, label);
  gtk_box_append (box, entry);
  return GTK_EDITABLE (entry);
}

static void
add_fields (Question *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  if (self->task != HECHA_PASSPHRASE_SET)
    self->current = add_field (self, box, _ ("Passphrase Until Now"));
  if (self->task != HECHA_PASSPHRASE_REMOVE)
    {
      self->next = add_field (self, box, _ ("New Passphrase"));
      self->repeated = add_field (self, box, _ ("New Passphrase Again"));
    }
  adw_message_dialog_set_extra_child (self->dialog, GTK_WIDGET (box));
  gtk_window_set_focus (GTK_WINDOW (self->dialog),
                        GTK_WIDGET (self->current != NULL ? self->current : self->next));
}

/**
 * hecha_passphrase_dialog_show:
 * @parent: the window that asks
 * @worker: owner of the store
 * @task: what is to be done
 * @done: called when it is done, or was refused
 * @data: (type GObject): for @done
 *
 * Asks for what is needed, and does it.
 */
void
hecha_passphrase_dialog_show (GtkWindow *parent, HechaStoreWorker *worker, HechaPassphraseTask task,
                              HechaPassphraseDone done, gpointer data)
{
  static const char *const headings[]
    = {N_ ("Set a Passphrase"), N_ ("Change the Passphrase"), N_ ("Remove the Passphrase?")};
  static const char *const bodies[] = {
    N_ ("Eight characters or more. Nobody can bring it back when it is forgotten: the office would have to "
        "enrol "
        "this laptop anew, and what it did not send would stay unsent."),
    N_ ("Eight characters or more. Nobody can bring it back when it is forgotten."),
    N_ ("Whoever has this laptop could sign and sync in its name."),
  };
  static const char *const labels[] = {N_ ("_Set"), N_ ("_Change"), N_ ("_Remove")};
  Question *self = g_rc_box_new0 (Question);

  self->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ (headings[task]), _ (bodies[task])));
  self->parent = g_object_ref (parent);
  self->worker = g_object_ref (worker);
  self->task = task;
  self->done = done;
  self->data = g_object_ref (data);
  adw_message_dialog_add_responses (self->dialog, "cancel", _ ("_Cancel"), "do", _ (labels[task]), NULL);
  adw_message_dialog_set_response_appearance (
    self->dialog, "do", task == HECHA_PASSPHRASE_REMOVE ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (self->dialog, "do", FALSE);
  adw_message_dialog_set_default_response (self->dialog, "do");
  adw_message_dialog_set_close_response (self->dialog, "cancel");
  /* hidden, not destroyed, as long as its parent lives: GTK 4.8 tells assistive programs of fields that are gone */
  gtk_window_set_hide_on_close (GTK_WINDOW (self->dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self->dialog), TRUE);
  g_object_set_data_full (G_OBJECT (self->dialog), "hecha-question", self, drop_question);
  add_fields (self);
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (response_cb), self);
  gtk_window_present (GTK_WINDOW (self->dialog));
}
