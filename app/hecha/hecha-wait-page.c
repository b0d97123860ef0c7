/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-wait-page.h"

#include <glib/gi18n.h>

/**
 * HechaWaitPage:
 *
 * What the window shows while the store is read for longer than a moment, and why it cannot be read.
 */
struct _HechaWaitPage
{
  AdwBin parent_instance;

  GtkWidget *spinner;
  AdwStatusPage *status;
};

G_DEFINE_FINAL_TYPE (HechaWaitPage, hecha_wait_page, ADW_TYPE_BIN)

static GtkWidget *
make_spinner (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (spinner, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Opening the Store"), -1);
  return spinner;
}

static void
hecha_wait_page_class_init (HechaWaitPageClass *klass)
{
}

static void
hecha_wait_page_init (HechaWaitPage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  gtk_widget_add_css_class (header, "flat");
  self->spinner = make_spinner ();
  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->status, "dialog-warning-symbolic");
  adw_status_page_set_title (self->status, _ ("The Store Cannot Be Opened"));
  gtk_widget_set_vexpand (GTK_WIDGET (self->status), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->status), FALSE);
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), self->spinner);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->status));
  adw_bin_set_child (ADW_BIN (self), page);
}

/**
 * hecha_wait_page_new:
 *
 * Returns: (transfer floating): the page, waiting
 */
HechaWaitPage *
hecha_wait_page_new (void)
{
  return g_object_new (HECHA_TYPE_WAIT_PAGE, NULL);
}

/**
 * hecha_wait_page_fail:
 * @self: the page
 * @reason: (nullable): a sentence that says why the store cannot be opened; %NULL: it is read again
 */
void
hecha_wait_page_fail (HechaWaitPage *self, const char *reason)
{
  gtk_widget_set_visible (self->spinner, reason == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->status), reason != NULL);
  adw_status_page_set_description (self->status, reason);
}
