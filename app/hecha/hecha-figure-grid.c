/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-figure-grid.h"

#include <adwaita.h>

/* A longer text is broken into lines of so many characters. */
#define LINE_CHARS 20
/* What a button has beside its text: numbers that are none stand below those that are. */
#define BUTTON_PADDING 17

/* One number, and whom to ask what it counts. */
typedef struct
{
  char *table;
  char *column;
  guint row;
  HechaFigureFunc asked;
  gpointer user_data;
} Asked;

static void
free_asked (gpointer data, GClosure *closure)
{
  Asked *self = data;

  g_free (self->table);
  g_free (self->column);
  g_free (self);
}

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  const Asked *self = user_data;

  self->asked (self->table, self->row, self->column, self->user_data);
}

static GtkWidget *
new_label (const char *text, gboolean number)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  if (number)
    {
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_set_margin_end (label, BUTTON_PADDING);
    }
  else if (g_utf8_strlen (text, -1) > LINE_CHARS)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 2 * LINE_CHARS);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 2 * LINE_CHARS);
    }
  return label;
}

/* A number that counts something is a button to what it counts; its name says where it stands. */
static GtkWidget *
new_button (const HechaFigureTable *table, guint row, const HechaFigureColumn *column, const char *text,
            HechaFigureFunc asked, gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  const HechaFigureRow *cells = table->rows->pdata[row];
  const HechaFigureColumn *second = table->columns->len > 1 ? table->columns->pdata[1] : NULL;
  gboolean named = second != NULL && second->kind == HECHA_FIGURE_TEXT;
  const char *name = cells->cells->pdata[named ? 1 : 0];
  g_autofree char *label = g_strdup_printf ("%s, %s: %s", name != NULL ? name : "", column->title, text);
  Asked *data = g_new0 (Asked, 1);

  *data = (Asked) {g_strdup (table->id), g_strdup (column->id), row, asked, user_data};
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "numeric");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (clicked_cb), data, free_asked, 0);
  return button;
}

static GtkWidget *
new_cell (const HechaFigures *figures, const HechaFigureTable *table, guint row,
          const HechaFigureColumn *column, const char *cell, HechaFigureFunc asked, gpointer user_data)
{
  g_autofree char *text = hecha_figure_column_dup_text (column, cell);
  gboolean counts = column->kind == HECHA_FIGURE_COUNT && column->of != NULL && g_strcmp0 (cell, "0") != 0;

  if (counts && hecha_figures_find (figures, table->source) != NULL)
    return new_button (table, row, column, text, asked, user_data);
  return new_label (text, column->kind != HECHA_FIGURE_TEXT && column->kind != HECHA_FIGURE_WORD);
}

static void
fill_column (GtkGrid *grid, int at, const HechaFigures *figures, const HechaFigureTable *table, guint i,
             guint n_rows, HechaFigureFunc asked, gpointer user_data)
{
  const HechaFigureColumn *column = table->columns->pdata[i];
  gboolean number = column->kind != HECHA_FIGURE_TEXT && column->kind != HECHA_FIGURE_WORD;
  GtkWidget *head = new_label (column->title, number);

  gtk_widget_add_css_class (head, "heading");
  gtk_grid_attach (grid, head, at, 0, 1, 1);
  for (guint row = 0; row < n_rows; row++)
    gtk_grid_attach (grid,
                     new_cell (figures, table, row, column,
                               ((const HechaFigureRow *)table->rows->pdata[row])->cells->pdata[i], asked,
                               user_data),
                     at, (int)row + 1, 1, 1);
}

/**
 * hecha_figure_grid_new:
 * @figures: with the source of @table
 * @table: to be shown; those columns that are on paper
 * @n_rows: so many rows of it
 * @asked: called when somebody wants to know what a number counts
 * @user_data: for @asked; lives as long as the grid
 *
 * Returns: (transfer floating): the table; where it is wider than the window, it scrolls
 */
GtkWidget *
hecha_figure_grid_new (const HechaFigures *figures, const HechaFigureTable *table, guint n_rows,
                       HechaFigureFunc asked, gpointer user_data)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  int at = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  g_object_set (grid, "margin-start", 12, "margin-end", 12, "margin-top", 12, "margin-bottom", 12, NULL);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const HechaFigureColumn *column = table->columns->pdata[i];

      if (column->width > 0)
        fill_column (GTK_GRID (grid), at++, figures, table, i, n_rows, asked, user_data);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_widget_add_css_class (scroller, "card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, table->title, -1);
  return scroller;
}

/**
 * hecha_figure_grid_dup_look:
 * @figures: with the source of @table
 * @table: a table
 * @n_rows: so many rows of it
 *
 * Returns: (transfer full): all that its grid says; while that stays, the grid is still right
 */
char *
hecha_figure_grid_dup_look (const HechaFigures *figures, const HechaFigureTable *table, guint n_rows)
{
  GString *look = g_string_new (table->title);

  g_string_append_printf (look, "\n%s\n%u %d", table->note != NULL ? table->note : "", table->rows->len,
                          hecha_figures_find (figures, table->source) != NULL);
  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (look, "\t%s", ((const HechaFigureColumn *)table->columns->pdata[i])->title);
  for (guint row = 0; row < n_rows; row++)
    {
      const HechaFigureRow *cells = table->rows->pdata[row];

      g_string_append_c (look, '\n');
      for (guint i = 0; i < cells->cells->len; i++)
        g_string_append_printf (look, "\t%s",
                                cells->cells->pdata[i] != NULL ? (char *)cells->cells->pdata[i] : "");
    }
  return g_string_free (look, FALSE);
}

/**
 * hecha_figure_grid_focus_row:
 * @grid: of hecha_figure_grid_new()
 * @row: of its table
 *
 * The first number of this row that can be asked takes the focus, where there is one.
 */
void
hecha_figure_grid_focus_row (GtkWidget *grid, guint row)
{
  GtkWidget *cells
    = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (grid))));
  GtkWidget *cell = NULL;

  for (int at = 0; (cell = gtk_grid_get_child_at (GTK_GRID (cells), at, (int)row + 1)) != NULL; at++)
    if (GTK_IS_BUTTON (cell) && gtk_widget_grab_focus (cell))
      return;
}
