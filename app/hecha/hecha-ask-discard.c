/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-ask-discard.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

static void
response_cb (AdwMessageDialog *dialog, const char *response, GtkWindow *window)
{
  HechaDiscard discard = g_object_get_data (G_OBJECT (dialog), "hecha-discard");

  if (strcmp (response, "discard") != 0)
    return;
  /* GTK 4.8 falls over a dialog that goes after its parent */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  discard (window);
}

/**
 * hecha_ask_discard:
 * @window: in which something was typed that is nowhere on record
 * @discard: called when it is to be thrown away
 *
 * Asks whether it is.
 */
void
hecha_ask_discard (GtkWindow *window, HechaDiscard discard)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Discard What Was Typed?"), NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "keep", _ ("_Keep"), "discard", _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "keep");
  adw_message_dialog_set_close_response (message, "keep");
  g_object_set_data (G_OBJECT (dialog), "hecha-discard", (gpointer)discard);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
