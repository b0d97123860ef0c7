/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-table-row.h"

#include "base/hecha-canonical.h"
#include "hecha-input-row.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* The others of a line are for a number and a unit. */
#define NARROW_CHARS 6

/**
 * HechaTableRow:
 *
 * A row with a few lines of several texts each, such as questions and answers; a #HechaInputRow whose value is
 * `[[text, text], …]` in canonical JSON, without the lines in which nothing stands.
 */
struct _HechaTableRow
{
  AdwPreferencesRow parent_instance;

  GtkBox *box;
  GtkBox *lines;
  GtkButton *add;
  char **columns;             /* (owned) */
  GtkOrientation orientation; /* of a line */
  gboolean editable;
  gboolean showing; /* the program sets the texts: nobody typed */
};

static void row_init (HechaInputRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaTableRow, hecha_table_row, ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_INPUT_ROW, row_init))

/* ---- lines ---- */

static GtkWidget *
get_cell (GtkWidget *line, guint column)
{
  GPtrArray *cells = g_object_get_data (G_OBJECT (line), "hecha-cells");

  return g_ptr_array_index (cells, column);
}

static const char *
get_text (HechaTableRow *self, GtkWidget *line, guint column)
{
  return gtk_editable_get_text (GTK_EDITABLE (get_cell (line, column)));
}

static void
typed_cb (HechaTableRow *self)
{
  if (!self->showing)
    hecha_input_row_typed (HECHA_INPUT_ROW (self));
}

static void
left_cb (HechaTableRow *self)
{
  hecha_input_row_left (HECHA_INPUT_ROW (self));
}

/* A line that is taken away is empty first: an undo brings it back. */
static void
remove_cb (HechaTableRow *self, GtkWidget *button)
{
  GtkWidget *line = gtk_widget_get_ancestor (button, GTK_TYPE_BOX);

  gtk_box_remove (self->lines, line);
  typed_cb (self);
  left_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->add));
}

static GtkWidget *
make_cell (HechaTableRow *self, guint column)
{
  GtkWidget *cell = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  gboolean wide = self->orientation == GTK_ORIENTATION_VERTICAL || column == 0;

  gtk_entry_set_placeholder_text (GTK_ENTRY (cell), self->columns[column]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, self->columns[column],
                                  -1);
  gtk_widget_set_hexpand (cell, wide);
  gtk_editable_set_width_chars (GTK_EDITABLE (cell), NARROW_CHARS);
  gtk_editable_set_enable_undo (GTK_EDITABLE (cell), FALSE);
  gtk_editable_set_editable (GTK_EDITABLE (cell), self->editable);
  g_signal_connect_swapped (cell, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (cell, focus);
  return cell;
}

static GtkWidget *
add_line (HechaTableRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *inner = gtk_box_new (self->orientation, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  GPtrArray *cells = g_ptr_array_new ();

  gtk_widget_set_hexpand (inner, TRUE);
  for (guint i = 0; self->columns[i] != NULL; i++)
    {
      GtkWidget *cell = make_cell (self, i);

      g_ptr_array_add (cells, cell);
      gtk_box_append (GTK_BOX (inner), cell);
    }
  g_object_set_data_full (G_OBJECT (line), "hecha-cells", cells, (GDestroyNotify)g_ptr_array_unref);
  gtk_widget_add_css_class (remove, "flat");
  g_object_set (remove, "valign", GTK_ALIGN_CENTER, "tooltip-text", _ ("Take This Line Away"), "visible",
                self->editable, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Take this line away"), -1);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (line), inner);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (self->lines, line);
  return line;
}

static void
add_clicked_cb (HechaTableRow *self)
{
  gtk_widget_grab_focus (get_cell (add_line (self), 0));
}

/* ---- as a row of input ---- */

static JsonArray *
make_array (HechaTableRow *self, GtkWidget *line)
{
  JsonArray *array = json_array_new ();
  gboolean blank = TRUE;

  for (guint i = 0; self->columns[i] != NULL; i++)
    {
      const char *text = get_text (self, line, i);

      blank = blank && *text == '\0';
      json_array_add_string_element (array, text);
    }
  if (!blank)
    return array;
  json_array_unref (array);
  return NULL;
}

static char *
dup_text (HechaInputRow *row)
{
  HechaTableRow *self = HECHA_TABLE_ROW (row);
  g_autoptr (JsonArray) lines = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    {
      JsonArray *array = make_array (self, line);

      if (array != NULL)
        json_array_add_array_element (lines, array);
    }
  if (json_array_get_length (lines) == 0)
    return g_strdup ("");
  json_node_set_array (node, lines);
  return hecha_canonical_dup_node (node, NULL);
}

static void
fill_line (HechaTableRow *self, JsonNode *node)
{
  JsonArray *cells = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GtkWidget *line = add_line (self);

  for (guint i = 0; cells != NULL && self->columns[i] != NULL && i < json_array_get_length (cells); i++)
    {
      JsonNode *cell = json_array_get_element (cells, i);

      if (JSON_NODE_HOLDS_VALUE (cell) && json_node_get_value_type (cell) == G_TYPE_STRING)
        gtk_editable_set_text (GTK_EDITABLE (get_cell (line, i)), json_node_get_string (cell));
    }
}

static void
set_text (HechaInputRow *row, const char *text)
{
  HechaTableRow *self = HECHA_TABLE_ROW (row);
  g_autoptr (JsonNode) node = *text != '\0' ? json_from_string (text, NULL) : NULL;
  JsonArray *lines = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GtkWidget *line;

  self->showing = TRUE;
  while ((line = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, line);
  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    fill_line (self, json_array_get_element (lines, i));
  self->showing = FALSE;
}

static void
set_editable (HechaInputRow *row, gboolean editable)
{
  HechaTableRow *self = HECHA_TABLE_ROW (row);

  self->editable = editable;
  gtk_widget_set_visible (GTK_WIDGET (self->add), editable);
  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    {
      gtk_widget_set_visible (gtk_widget_get_last_child (line), editable);
      for (guint i = 0; self->columns[i] != NULL; i++)
        gtk_editable_set_editable (GTK_EDITABLE (get_cell (line, i)), editable);
    }
}

static void
row_init (HechaInputRowInterface *iface)
{
  iface->dup_text = dup_text;
  iface->set_text = set_text;
  iface->set_editable = set_editable;
}

/* ---- life cycle ---- */

static gboolean
hecha_table_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (HECHA_TABLE_ROW (widget)->box), GTK_DIR_TAB_FORWARD);
}

static void
hecha_table_row_finalize (GObject *object)
{
  g_strfreev (HECHA_TABLE_ROW (object)->columns);
  G_OBJECT_CLASS (hecha_table_row_parent_class)->finalize (object);
}

static void
hecha_table_row_class_init (HechaTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_table_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = hecha_table_row_grab_focus;
}

static void
hecha_table_row_init (HechaTableRow *self)
{
  self->editable = TRUE;
}

/**
 * hecha_table_row_new:
 * @title: what stands there
 * @add: what the button says that adds a line
 * @columns: (array zero-terminated=1): what each text of a line is
 * @orientation: of a line: vertical where the texts are long
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hecha_table_row_new (const char *title, const char *add, const char *const *columns,
                     GtkOrientation orientation)
{
  HechaTableRow *self = g_object_new (HECHA_TYPE_TABLE_ROW, "title", title, "activatable", FALSE,
                                      "selectable", FALSE, "focusable", FALSE, NULL);
  GtkWidget *label = gtk_label_new (title);

  self->columns = g_strdupv ((char **)columns);
  self->orientation = orientation;
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  self->lines = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  self->add = GTK_BUTTON (gtk_button_new_with_label (add));
  g_object_set (label, "xalign", 0.0f, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "secondary");
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "choice-box");
  gtk_widget_set_halign (GTK_WIDGET (self->add), GTK_ALIGN_START);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_clicked_cb), self);
  gtk_box_append (self->box, label);
  gtk_box_append (self->box, GTK_WIDGET (self->lines));
  gtk_box_append (self->box, GTK_WIDGET (self->add));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->box));
  return GTK_WIDGET (self);
}
