/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-missing-section.h"

#include "hecha-row-list.h"
#include "hecha-words.h"

#include <glib/gi18n.h>

/**
 * HechaMissingSection:
 *
 * What the leader's signature waits for; each row leads to where it can be given.
 */
struct _HechaMissingSection
{
  AdwPreferencesGroup parent_instance;

  HechaRowList *rows; /* (owned) */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaMissingSection, hecha_missing_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static char *
dup_look (gconstpointer item, gpointer data)
{
  g_autofree char *sentence = hecha_missing_dup_sentence (item);
  g_autofree char *code = hecha_section_dup_code (item);

  return g_strdup_printf ("%s\n%s", code, sentence);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  const HechaMissing *missing = item;
  g_autofree char *sentence = hecha_missing_dup_sentence (missing);
  g_autofree char *code = hecha_section_dup_code (missing);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  g_object_set (row, "use-markup", FALSE, "title", sentence, "title-lines", 0, "activatable", TRUE,
                "action-name", "win.go-to", NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", code);
  gtk_widget_add_css_class (icon, "warning");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  return row;
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaMissingSection *self = HECHA_MISSING_SECTION (section);

  /* who leaves a field for what is missing must not see it made anew under the pointer */
  hecha_row_list_fill (self->rows, data->missing, dup_look, make_row, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), data->missing->len > 0 && !hecha_sample_data_is_sealed (data));
}

static void
section_init (HechaSectionInterface *iface)
{
  iface->show = show;
}

static void
hecha_missing_section_finalize (GObject *object)
{
  hecha_row_list_free (HECHA_MISSING_SECTION (object)->rows);
  G_OBJECT_CLASS (hecha_missing_section_parent_class)->finalize (object);
}

static void
hecha_missing_section_class_init (HechaMissingSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_missing_section_finalize;
}

static void
hecha_missing_section_init (HechaMissingSection *self)
{
  self->rows = hecha_row_list_new (ADW_PREFERENCES_GROUP (self), _ ("Missing for the Leader's Signature"));
}
