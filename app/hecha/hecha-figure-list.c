/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-figure-list.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many rows at first: each is a dozen widgets, and those below are laid out and drawn with each click. */
#define FIRST_ROWS 20
/* As many rows as are read on screen; the files have all. */
#define MOST_ROWS 100

/* Where one of the tables stands. */
typedef struct
{
  HechaFigureList *list; /* (not owned) */
  const char *table;     /* (not owned): its id */
  guint most;            /* so many rows */
  char *look;            /* (owned) (nullable): of @box */
  GtkWidget *box;        /* (not owned) (nullable): while there is such a table, with rows */
  GtkWidget *grid;       /* (not owned) (nullable): in @box */
} Place;

struct _HechaFigureList
{
  GtkBox *box;               /* (not owned): in the group */
  GPtrArray *places;         /* (owned) (element-type Place) */
  const HechaFigures *shown; /* (not owned) (nullable): lives until others are shown */
  HechaFigureFunc asked;
  gpointer user_data;
};

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->look);
  g_free (place);
}

/**
 * hecha_figure_list_new:
 * @group: (transfer none): where the tables go
 * @tables: (array zero-terminated=1): their ids, in their order; live as long as the list
 * @asked: called when somebody wants to know what a number counts
 * @user_data: for @asked; lives as long as the group
 *
 * Returns: (transfer full): a list without tables yet; outlives what can be pressed in @group
 */
HechaFigureList *
hecha_figure_list_new (AdwPreferencesGroup *group, const char *const *tables, HechaFigureFunc asked,
                       gpointer user_data)
{
  HechaFigureList *self = g_new0 (HechaFigureList, 1);

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->places = g_ptr_array_new_with_free_func (free_place);
  self->asked = asked;
  self->user_data = user_data;
  for (guint i = 0; tables[i] != NULL; i++)
    {
      Place *place = g_new0 (Place, 1);

      *place = (Place) {.list = self, .table = tables[i], .most = FIRST_ROWS};
      g_ptr_array_add (self->places, place);
    }
  adw_preferences_group_add (group, GTK_WIDGET (self->box));
  return self;
}

/**
 * hecha_figure_list_free:
 * @self: (transfer full) (nullable): a list; the tables stay
 */
void
hecha_figure_list_free (HechaFigureList *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->places);
  g_free (self);
}

static void show_place (HechaFigureList *self, guint i);

static void
more_cb (Place *place)
{
  HechaFigureList *self = place->list;
  guint i, first = place->most;

  place->most = MOST_ROWS;
  g_ptr_array_find (self->places, place, &i);
  show_place (self, i);
  hecha_figure_grid_focus_row (place->grid, first);
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, style);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static void
add_more (Place *place, const HechaFigureTable *table, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("Show %u More", "Show %u More", n), n);
  g_autofree char *name = g_strdup_printf ("%s: %s", table->title, text);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (more_cb), place);
  gtk_box_append (GTK_BOX (place->box), button);
}

static void
fill (Place *place, const HechaFigures *figures, const HechaFigureTable *table, guint n_rows)
{
  HechaFigureList *self = place->list;
  guint most = MIN (table->rows->len, MOST_ROWS);

  place->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  place->grid = hecha_figure_grid_new (figures, table, n_rows, self->asked, self->user_data);
  gtk_widget_set_margin_top (place->box, 18);
  gtk_box_append (GTK_BOX (place->box), new_label (table->title, "heading"));
  gtk_box_append (GTK_BOX (place->box), place->grid);
  if (n_rows < most)
    add_more (place, table, most - n_rows);
  if (table->note != NULL)
    {
      GtkWidget *note = new_label (table->note, "caption");

      gtk_widget_add_css_class (note, "dim-label");
      gtk_box_append (GTK_BOX (place->box), note);
    }
}

static GtkWidget *
find_before (HechaFigureList *self, guint i)
{
  GtkWidget *before = NULL;

  for (guint k = 0; k < i; k++)
    {
      const Place *place = self->places->pdata[k];

      before = place->box != NULL ? place->box : before;
    }
  return before;
}

static void
show_place (HechaFigureList *self, guint i)
{
  Place *place = self->places->pdata[i];
  const HechaFigureTable *table = hecha_figures_find (self->shown, place->table);
  guint n_rows = table != NULL ? MIN (table->rows->len, place->most) : 0;
  g_autofree char *look = n_rows > 0 ? hecha_figure_grid_dup_look (self->shown, table, n_rows) : NULL;

  if (g_strcmp0 (look, place->look) == 0)
    return;
  if (place->box != NULL)
    gtk_box_remove (self->box, place->box);
  place->box = place->grid = NULL;
  g_free (place->look);
  place->look = g_steal_pointer (&look);
  if (n_rows == 0)
    return;
  fill (place, self->shown, table, n_rows);
  gtk_box_insert_child_after (self->box, place->box, find_before (self, i));
}

/**
 * hecha_figure_list_show:
 * @self: a list
 * @figures: (transfer none): live until others are shown
 */
void
hecha_figure_list_show (HechaFigureList *self, const HechaFigures *figures)
{
  self->shown = figures;
  for (guint i = 0; i < self->places->len; i++)
    show_place (self, i);
}
