/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-chips-row.h"

#include "hecha-input-row.h"

/**
 * HechaChipsRow:
 *
 * A row with a few words to choose from; a #HechaInputRow where one is chosen. Its title is its label and its
 * accessible name.
 */
struct _HechaChipsRow
{
  AdwPreferencesRow parent_instance;

  HechaChips *chips;
};

static void row_init (HechaInputRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaChipsRow, hecha_chips_row, ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_INPUT_ROW, row_init))

static char *
dup_text (HechaInputRow *row)
{
  return hecha_input_row_dup_text (HECHA_INPUT_ROW (HECHA_CHIPS_ROW (row)->chips));
}

static void
set_text (HechaInputRow *row, const char *text)
{
  hecha_input_row_set_text (HECHA_INPUT_ROW (HECHA_CHIPS_ROW (row)->chips), text);
}

static void
set_editable (HechaInputRow *row, gboolean editable)
{
  hecha_input_row_set_editable (HECHA_INPUT_ROW (HECHA_CHIPS_ROW (row)->chips), editable);
}

static void
row_init (HechaInputRowInterface *iface)
{
  iface->dup_text = dup_text;
  iface->set_text = set_text;
  iface->set_editable = set_editable;
}

static void
title_changed_cb (HechaChipsRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static gboolean
hecha_chips_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (HECHA_CHIPS_ROW (widget)->chips), GTK_DIR_TAB_FORWARD);
}

static void
hecha_chips_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_CHIPS_ROW);
  G_OBJECT_CLASS (hecha_chips_row_parent_class)->dispose (object);
}

static void
hecha_chips_row_class_init (HechaChipsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_chips_row_dispose;
  widget_class->grab_focus = hecha_chips_row_grab_focus;
  g_type_ensure (HECHA_TYPE_CHIPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-chips-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaChipsRow, chips);
}

static void
hecha_chips_row_init (HechaChipsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
  g_signal_connect_swapped (self->chips, "typed", G_CALLBACK (hecha_input_row_typed), self);
  g_signal_connect_swapped (self->chips, "left", G_CALLBACK (hecha_input_row_left), self);
}

/**
 * hecha_chips_row_new:
 * @title: what is chosen
 * @kind: of words, as of hecha_word()
 * @ids: (array zero-terminated=1): which of them
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hecha_chips_row_new (const char *title, const char *kind, const char *const *ids)
{
  HechaChipsRow *self = g_object_new (HECHA_TYPE_CHIPS_ROW, "title", title, NULL);

  hecha_chips_add_words (self->chips, kind, ids);
  return GTK_WIDGET (self);
}

/**
 * hecha_chips_row_get_chips:
 * @self: a row
 *
 * Returns: (transfer none): the words in it
 */
HechaChips *
hecha_chips_row_get_chips (HechaChipsRow *self)
{
  return self->chips;
}
