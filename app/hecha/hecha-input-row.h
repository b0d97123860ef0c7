/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HECHA_TYPE_INPUT_ROW (hecha_input_row_get_type ())
G_DECLARE_INTERFACE (HechaInputRow, hecha_input_row, HECHA, INPUT_ROW, GtkWidget)

/**
 * HechaInputRow:
 *
 * Something in which a person gives one value: types a text, chooses a word, fills a table. The value is a text, as of
 * hecha-edit.h. An AdwEntryRow is none, and is treated like one by #HechaInput.
 */
struct _HechaInputRowInterface
{
  GTypeInterface parent_interface;

  char *(*dup_text) (HechaInputRow *self);
  void (*set_text) (HechaInputRow *self, const char *text);
  void (*set_editable) (HechaInputRow *self, gboolean editable);
};

char *hecha_input_row_dup_text (HechaInputRow *self);
void hecha_input_row_set_text (HechaInputRow *self, const char *text);
void hecha_input_row_set_editable (HechaInputRow *self, gboolean editable);

void hecha_input_row_typed (HechaInputRow *self);
void hecha_input_row_left (HechaInputRow *self);

G_END_DECLS
