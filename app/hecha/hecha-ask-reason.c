/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-ask-reason.h"

#include "domain/hecha-rule.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* What is done for a reason only, which stays on record. */

typedef struct
{
  HechaReasonFunc given;
  gpointer user_data;
  GDestroyNotify free_data; /* (nullable) */
  GtkWidget *entry;         /* (not owned) */
} Question;

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  if (question->free_data != NULL)
    question->free_data (question->user_data);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *question = user_data;

  if (strcmp (response, "do") == 0)
    question->given (gtk_editable_get_text (GTK_EDITABLE (question->entry)), question->user_data);
}

static void
changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "do",
                                           !hecha_rule_is_blank (gtk_editable_get_text (entry)));
}

static GtkWidget *
make_entry (AdwMessageDialog *dialog)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Reason"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), dialog);
  return entry;
}

/**
 * hecha_ask_reason:
 * @parent: the window
 * @heading: what is to be done, as a question
 * @body: what comes of it
 * @verb: of the button, with a mnemonic
 * @given: called with the reason
 * @user_data: for @given
 * @free_data: (nullable): for @user_data, when the question is gone
 *
 * Asks for a reason before something is done that cannot be undone.
 */
void
hecha_ask_reason (GtkWindow *parent, const char *heading, const char *body, const char *verb,
                  HechaReasonFunc given, gpointer user_data, GDestroyNotify free_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  Question *question = g_new0 (Question, 1);

  question->given = given;
  question->user_data = user_data;
  question->free_data = free_data;
  question->entry = make_entry (message);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Back"), "do", verb, NULL);
  adw_message_dialog_set_response_appearance (message, "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (message, "do", FALSE);
  adw_message_dialog_set_default_response (message, "do");
  adw_message_dialog_set_close_response (message, "cancel");
  adw_message_dialog_set_extra_child (message, question->entry);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
