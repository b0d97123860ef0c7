/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-data-table.h"

#include "hecha-widget.h"

/**
 * HechaDataTable:
 *
 * A small table that is only read: the first row says what the columns are, the first column what the rows are. A
 * screen reader hears each cell with both.
 */
struct _HechaDataTable
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GPtrArray *columns; /* (owned) (element-type utf8): of the first row */
  guint n_rows;
};

G_DEFINE_FINAL_TYPE (HechaDataTable, hecha_data_table, GTK_TYPE_WIDGET)

static void
hecha_data_table_dispose (GObject *object)
{
  HechaDataTable *self = HECHA_DATA_TABLE (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (hecha_data_table_parent_class)->dispose (object);
}

static void
hecha_data_table_finalize (GObject *object)
{
  g_ptr_array_unref (HECHA_DATA_TABLE (object)->columns);
  G_OBJECT_CLASS (hecha_data_table_parent_class)->finalize (object);
}

static void
hecha_data_table_class_init (HechaDataTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_data_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_data_table_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
hecha_data_table_init (HechaDataTable *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 18);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

/**
 * hecha_data_table_new:
 * @name: what is in it
 *
 * Returns: (transfer floating): a table without rows
 */
GtkWidget *
hecha_data_table_new (const char *name)
{
  GtkWidget *self = g_object_new (HECHA_TYPE_DATA_TABLE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return self;
}

/**
 * hecha_data_table_clear:
 * @self: a table
 *
 * Takes all rows away; the next one says what the columns are.
 */
void
hecha_data_table_clear (HechaDataTable *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  g_ptr_array_set_size (self->columns, 0);
  self->n_rows = 0;
}

static GtkWidget *
make_cell (const char *text, gboolean head, gboolean first)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", first ? 0.0F : 1.0F,
                "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (label, "numeric");
  if (head)
    gtk_widget_add_css_class (label, "caption-heading");
  return label;
}

/**
 * hecha_data_table_add_row:
 * @self: a table
 * @cells: (array zero-terminated=1): as many in each row
 */
void
hecha_data_table_add_row (HechaDataTable *self, const char *const *cells)
{
  gboolean head = self->n_rows == 0;

  for (guint i = 0; cells[i] != NULL; i++)
    {
      GtkWidget *cell = make_cell (cells[i], head, i == 0);

      if (head)
        g_ptr_array_add (self->columns, g_strdup (cells[i]));
      else if (i > 0)
        {
          g_autofree char *said
            = g_strdup_printf ("%s, %s: %s", cells[0], (char *)self->columns->pdata[i], cells[i]);

          gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
        }
      gtk_grid_attach (GTK_GRID (self->grid), cell, (int)i, (int)self->n_rows, 1, 1);
    }
  self->n_rows++;
}
