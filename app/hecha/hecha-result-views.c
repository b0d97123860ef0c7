/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-result-views.h"

#include "hecha-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define KEY "result-views"

/**
 * HechaResultViews:
 *
 * Sets of choices that somebody wants to see again: given a name, kept with the user's settings, applied by a click.
 */
struct _HechaResultViews
{
  GtkPopover parent_instance;

  GtkListBox *list;
  GtkEntry *name;
  GtkWidget *none;

  GSettings *settings; /* (owned) (nullable) */
};

enum
{
  CHOSEN,
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaResultViews, hecha_result_views, GTK_TYPE_POPOVER)

/* ---- what is kept ---- */

/* Every view but that of the name, and then that one as it is now. */
static void
keep (HechaResultViews *self, const char *name, GVariant *chosen)
{
  g_autoptr (GVariant) views = g_settings_get_value (self->settings, KEY);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sa{ss})"));

  for (gsize i = 0; i < g_variant_n_children (views); i++)
    {
      g_autoptr (GVariant) view = g_variant_get_child_value (views, i);
      const char *other;

      g_variant_get_child (view, 0, "&s", &other);
      if (strcmp (other, name) != 0)
        g_variant_builder_add_value (&builder, view);
    }
  if (chosen != NULL)
    g_variant_builder_add (&builder, "(s@a{ss})", name, chosen);
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

static void
save_cb (HechaResultViews *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autoptr (GVariant) chosen = NULL;

  g_signal_emit (self, signals[WANTED], 0, &chosen);
  if (*name == '\0' || chosen == NULL || self->settings == NULL)
    return;
  keep (self, name, chosen);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
}

static void
remove_cb (HechaResultViews *self, GtkWidget *button)
{
  keep (self, g_object_get_data (G_OBJECT (button), "view"), NULL);
}

static void
activated_cb (HechaResultViews *self, GtkListBoxRow *row)
{
  g_autoptr (GVariant) chosen = g_variant_get_child_value (g_object_get_data (G_OBJECT (row), "view"), 1);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, chosen);
}

/* ---- what is shown ---- */

static void
add_view (HechaResultViews *self, GVariant *view)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  const char *name;
  g_autofree char *label = NULL;

  g_variant_get_child (view, 0, "&s", &name);
  label = g_strdup_printf (_ ("Remove the View “%s”"), name);
  g_object_set (row, "use-markup", FALSE, "title", name, "activatable", TRUE, NULL);
  g_object_set_data_full (G_OBJECT (row), "view", g_variant_ref (view), (GDestroyNotify)g_variant_unref);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (remove), "view", g_strdup (name), g_free);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  gtk_list_box_append (self->list, row);
}

static void
show_views (HechaResultViews *self)
{
  g_autoptr (GVariant) views = self->settings != NULL ? g_settings_get_value (self->settings, KEY) : NULL;
  gsize n = views != NULL ? g_variant_n_children (views) : 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) view = g_variant_get_child_value (views, i);

      add_view (self, view);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->none, n == 0);
}

/* ---- life cycle ---- */

static void
hecha_result_views_dispose (GObject *object)
{
  g_clear_object (&HECHA_RESULT_VIEWS (object)->settings);
  G_OBJECT_CLASS (hecha_result_views_parent_class)->dispose (object);
}

static void
hecha_result_views_class_init (HechaResultViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_result_views_dispose;

  /**
   * HechaResultViews::chosen:
   * @chosen: choices, `a{ss}`
   *
   * Somebody wants to see these.
   */
  signals[CHOSEN] = g_signal_new ("chosen", HECHA_TYPE_RESULT_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_VARIANT);

  /**
   * HechaResultViews::wanted:
   *
   * Returns: the choices as they are now, `a{ss}`, to be kept
   */
  signals[WANTED] = g_signal_new ("wanted", HECHA_TYPE_RESULT_VIEWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_VARIANT, 0);
}

static GtkWidget *
make_keeper (HechaResultViews *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("_Save View"));

  self->name = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_placeholder_text (self->name, _ ("Name of This View"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of This View"), -1);
  g_signal_connect_object (self->name, "activate", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), save);
  return box;
}

static void
hecha_result_views_init (HechaResultViews *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  g_object_set (box, "margin-top", 6, "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Saved Views"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  self->none = gtk_label_new (_ ("No view was saved yet."));
  gtk_widget_add_css_class (self->none, "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->none);
  gtk_box_append (GTK_BOX (box), make_keeper (self));
  gtk_popover_set_child (GTK_POPOVER (self), box);
  self->settings = hecha_settings_new ();
  if (self->settings != NULL)
    g_signal_connect_object (self->settings, "changed::" KEY, G_CALLBACK (show_views), self,
                             G_CONNECT_SWAPPED);
  show_views (self);
}
