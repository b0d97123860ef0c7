/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-row.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>

/**
 * HechaSampleRow:
 *
 * One sample in the list: what it is, where, and where the work on it stands.
 */
struct _HechaSampleRow
{
  GtkWidget parent_instance;

  GtkLabel *agency;
  GtkLabel *evidence;
  GtkLabel *name;
  GtkLabel *requirement;
  GtkLabel *state;

  const char *style; /* (not owned) (nullable) of the state's pill */
};

G_DEFINE_FINAL_TYPE (HechaSampleRow, hecha_sample_row, GTK_TYPE_WIDGET)

static void
hecha_sample_row_dispose (GObject *object)
{
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SAMPLE_ROW);
  G_OBJECT_CLASS (hecha_sample_row_parent_class)->dispose (object);
}

static void
hecha_sample_row_class_init (HechaSampleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_sample_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sample-row.ui");
  gtk_widget_class_set_css_name (widget_class, "samplerow");
  gtk_widget_class_bind_template_child (widget_class, HechaSampleRow, agency);
  gtk_widget_class_bind_template_child (widget_class, HechaSampleRow, evidence);
  gtk_widget_class_bind_template_child (widget_class, HechaSampleRow, name);
  gtk_widget_class_bind_template_child (widget_class, HechaSampleRow, requirement);
  gtk_widget_class_bind_template_child (widget_class, HechaSampleRow, state);
}

static void
hecha_sample_row_init (HechaSampleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_sample_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hecha_sample_row_new (void)
{
  return g_object_new (HECHA_TYPE_SAMPLE_ROW, NULL);
}

static void
show_state (HechaSampleRow *self, HechaSampleState state)
{
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), self->style);
  self->style = hecha_work_state_style (hecha_work_state_from_sample (state));
  gtk_widget_add_css_class (GTK_WIDGET (self->state), self->style);
  gtk_label_set_text (self->state, hecha_sample_state_label (state));
}

static void
show_evidence (HechaSampleRow *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  gtk_label_set_text (self->evidence, text);
  gtk_widget_set_visible (GTK_WIDGET (self->evidence), n > 0);
}

/**
 * hecha_sample_row_set_item:
 * @self: a row
 * @item: what to show
 */
void
hecha_sample_row_set_item (HechaSampleRow *self, HechaSampleItem *item)
{
  /* the number stays in one line */
  g_auto (GStrv) parts = g_strsplit (hecha_sample_item_get_unit (item), "-", -1);
  g_autofree char *unit = g_strjoinv ("\u2011", parts);
  g_autofree char *agency = g_strdup_printf ("%s · %s", hecha_sample_item_get_agency (item), unit);

  gtk_label_set_text (self->name, hecha_sample_item_get_name (item));
  gtk_label_set_text (self->agency, agency);
  gtk_label_set_text (self->requirement, hecha_sample_item_get_requirement (item));
  show_state (self, hecha_sample_item_get_state (item));
  show_evidence (self, hecha_sample_item_get_n_evidence (item));
}
