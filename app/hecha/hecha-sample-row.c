/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-row.h"

#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>

/* A deadline that is so many working days away is marked. */
#define SOON 3

/**
 * HechaSampleRow:
 *
 * One sample in the list: what it is, where, and where the work on it stands.
 */
struct _HechaSampleRow
{
  GtkWidget parent_instance;

  HechaSampleItem *item; /* (owned) (nullable) */

  GtkLabel *agency;
  GtkLabel *due;
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
  hecha_sample_row_set_item (HECHA_SAMPLE_ROW (object), NULL);
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
  gtk_widget_class_bind_template_child (widget_class, HechaSampleRow, due);
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
set_css_class (GtkLabel *label, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (label), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), name);
}

/* A sample that the server has everything of is a state of its own here. */
static void
show_state (HechaSampleRow *self, const HechaWorkRow *row)
{
  gboolean office = row->drawer == HECHA_WORK_OFFICE;

  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), self->style);
  self->style = office ? hecha_work_state_style (row->drawer) : hecha_sample_state_style (row->state);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), self->style);
  gtk_label_set_text (self->state,
                      office ? hecha_work_state_label (row->drawer) : hecha_sample_state_label (row->state));
}

static void
show_evidence (HechaSampleRow *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  gtk_label_set_text (self->evidence, text);
  gtk_widget_set_visible (GTK_WIDGET (self->evidence), n > 0);
}

static void
show_due (HechaSampleRow *self, const HechaWorkRow *row)
{
  g_autofree char *due = hecha_due_dup_text (row);
  gint64 metres = hecha_sample_item_get_distance (self->item);
  g_autofree char *distance = metres >= 0 ? hecha_distance_dup_text (metres) : NULL;
  g_autofree char *both
    = g_strjoin (" · ", distance != NULL ? distance : due, distance != NULL ? due : NULL, NULL);
  gboolean open = row->has_due && row->drawer <= HECHA_WORK_READY;

  gtk_label_set_text (self->due, both != NULL ? both : "");
  gtk_widget_set_visible (GTK_WIDGET (self->due), both != NULL && *both != '\0');
  set_css_class (self->due, "error", open && row->days < 0);
  set_css_class (self->due, "warning", open && row->days >= 0 && row->days <= SOON);
}

/* The number stays in one line. */
static void
show_agency (HechaSampleRow *self, const HechaWorkRow *row)
{
  g_auto (GStrv) parts = g_strsplit (row->unit, "-", -1);
  g_autofree char *unit = g_strjoinv ("\u2011", parts);
  g_autofree char *agency = g_strdup_printf ("%s · %s", row->agency, unit);

  gtk_label_set_text (self->agency, agency);
}

static void
show_nothing (HechaSampleRow *self)
{
  gtk_label_set_text (self->name, "…");
  gtk_label_set_text (self->agency, "");
  gtk_label_set_text (self->requirement, "");
  gtk_label_set_text (self->state, "");
  gtk_label_set_text (self->due, "");
  gtk_widget_set_visible (GTK_WIDGET (self->evidence), FALSE);
}

static void
item_changed_cb (HechaSampleRow *self)
{
  const HechaWorkRow *row = hecha_sample_item_get_row (self->item);

  if (row == NULL)
    {
      show_nothing (self);
      return;
    }
  gtk_label_set_text (self->name, row->name);
  gtk_label_set_text (self->requirement, row->requirement);
  show_agency (self, row);
  show_state (self, row);
  show_evidence (self, row->n_evidence);
  show_due (self, row);
}

/**
 * hecha_sample_row_set_item:
 * @self: a row
 * @item: (nullable): what to show, also when it changes
 */
void
hecha_sample_row_set_item (HechaSampleRow *self, HechaSampleItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, item_changed_cb, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "changed", G_CALLBACK (item_changed_cb), self);
  item_changed_cb (self);
}
