/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-gate-page.h"

#include <glib/gi18n.h>

/**
 * HechaGatePage:
 *
 * What a visitor's laptop shows before the first and after the last day of its package (P3 7.4): nothing of it, and the
 * way to return what was recorded.
 */
struct _HechaGatePage
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkWidget *give_back;
  GtkWidget *wipe;
};

G_DEFINE_FINAL_TYPE (HechaGatePage, hecha_gate_page, ADW_TYPE_BIN)

static GtkWidget *
add_button (GtkBox *box, const char *label, const char *action, const char *style)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, style);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_box_append (box, button);
  return button;
}

static void
hecha_gate_page_class_init (HechaGatePageClass *klass)
{
}

static void
hecha_gate_page_init (HechaGatePage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new ("", ""));
  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->status, "changes-prevent-symbolic");
  gtk_widget_set_vexpand (GTK_WIDGET (self->status), TRUE);
  self->give_back = add_button (GTK_BOX (buttons), _ ("_Sync Now"), "win.return", "suggested-action");
  self->wipe = add_button (GTK_BOX (buttons), _ ("_Wipe This Laptop…"), "win.wipe", "destructive-action");
  adw_status_page_set_child (self->status, buttons);
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->status));
  adw_bin_set_child (ADW_BIN (self), page);
}

/**
 * hecha_gate_page_new:
 *
 * Returns: (transfer floating): the page
 */
HechaGatePage *
hecha_gate_page_new (void)
{
  return g_object_new (HECHA_TYPE_GATE_PAGE, NULL);
}

/**
 * hecha_gate_page_show:
 * @self: the page
 * @overview: how the store stands; its package is not open
 */
void
hecha_gate_page_show (HechaGatePage *self, const HechaOverview *overview)
{
  gboolean over = overview->package.state == HECHA_PACKAGE_OVER;
  guint64 n = hecha_overview_n_waiting (overview);
  g_autofree char *early = g_strdup_printf (_ ("It opens on %s."), overview->package.from);
  g_autofree char *waiting
    = g_strdup_printf (ngettext ("It ended on %s. %lu item is not at the office yet.",
                                 "It ended on %s. %lu items are not at the office yet.", (gulong)n),
                       overview->package.to, (gulong)n);
  g_autofree char *returned
    = g_strdup_printf (_ ("It ended on %s. Everything is at the office."), overview->package.to);

  adw_status_page_set_title (self->status, over ? _ ("The Task Has Ended") : _ ("Not Open Yet"));
  adw_status_page_set_description (self->status, !over ? early : n > 0 ? waiting : returned);
  gtk_widget_set_visible (self->give_back, n > 0 || !over);
  gtk_widget_set_visible (self->wipe, over && n == 0);
}
