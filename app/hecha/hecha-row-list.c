/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-row-list.h"

#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many rows are made at once: a thousand take seconds, and nobody reads them. */
#define PAGE 30

struct _HechaRowList
{
  AdwPreferencesGroup *group; /* (not owned) */
  GPtrArray *rows;            /* (owned) (element-type GtkWidget): the group owns them */
  GPtrArray *looks; /* (owned) (element-type utf8): of each row; empty of those that were only added */
  GPtrArray *items; /* (owned) (nullable): what is shown, also what has no row yet */
  GtkWidget *more;  /* (not owned) (nullable): the row that brings the next ones */
  guint most;       /* so many rows at the beginning: what the person asked for already */
  HechaRowLook look;
  HechaRowMaker make;
  gpointer data;
};

/**
 * hecha_row_list_new:
 * @group: (transfer none): where the rows go; outlives the list
 * @title: of the group, which its list is named after also while it is empty
 *
 * Returns: (transfer full): an empty list
 */
HechaRowList *
hecha_row_list_new (AdwPreferencesGroup *group, const char *title)
{
  HechaRowList *self = g_new0 (HechaRowList, 1);

  adw_preferences_group_set_title (group, title);
  hecha_widget_name_lists (GTK_WIDGET (group), title);
  self->group = group;
  self->rows = g_ptr_array_new ();
  self->looks = g_ptr_array_new_with_free_func (g_free);
  self->most = PAGE;
  return self;
}

/**
 * hecha_row_list_free:
 * @self: (transfer full) (nullable): a list; the rows stay
 */
void
hecha_row_list_free (HechaRowList *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->looks);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

static void
take_more_away (HechaRowList *self)
{
  if (self->more != NULL)
    adw_preferences_group_remove (self->group, self->more);
  self->more = NULL;
}

/**
 * hecha_row_list_clear:
 * @self: a list
 *
 * Takes all its rows away.
 */
void
hecha_row_list_clear (HechaRowList *self)
{
  take_more_away (self);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->looks, 0);
}

/**
 * hecha_row_list_add:
 * @self: a list
 * @row: (transfer floating): goes to the end
 */
void
hecha_row_list_add (HechaRowList *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->looks, g_strdup (""));
}

/* ---- rows that stay while they look the same ---- */

static GtkListBox *
find_list_box (GtkWidget *widget)
{
  GtkListBox *found = GTK_IS_LIST_BOX (widget) ? GTK_LIST_BOX (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list_box (child);
  return found;
}

static void
take_row (HechaRowList *self, guint i)
{
  adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_remove_index (self->rows, i);
  g_ptr_array_remove_index (self->looks, i);
}

static void
put_row (HechaRowList *self, guint i, GtkWidget *row, const char *look)
{
  GtkWidget *next = i < self->rows->len ? self->rows->pdata[i] : self->more;
  int place = next != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (next)) : -1;

  gtk_list_box_insert (find_list_box (GTK_WIDGET (self->group)), row, place);
  g_ptr_array_insert (self->rows, (int)i, row);
  g_ptr_array_insert (self->looks, (int)i, g_strdup (look));
}

static void
move_row (HechaRowList *self, guint from, guint to, const char *look)
{
  g_autoptr (GtkWidget) row = g_object_ref (self->rows->pdata[from]);

  take_row (self, from);
  put_row (self, to, row, look);
}

static GPtrArray *
list_looks (HechaRowList *self, guint n)
{
  GPtrArray *looks = g_ptr_array_new_full (n, g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (looks, self->look (self->items->pdata[i], self->data));
  return looks;
}

static void
take_others (HechaRowList *self, const GPtrArray *looks)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < looks->len; i++)
    g_hash_table_add (wanted, looks->pdata[i]);
  for (guint i = self->rows->len; i > 0; i--)
    if (!g_hash_table_contains (wanted, self->looks->pdata[i - 1]))
      take_row (self, i - 1);
}

static guint
find_look (HechaRowList *self, guint first, const char *look)
{
  guint i = first;

  while (i < self->looks->len && strcmp (self->looks->pdata[i], look) != 0)
    i++;
  return i;
}

/* The first ones of the items have their rows, in their order. */
static void
show_first (HechaRowList *self, guint n)
{
  g_autoptr (GPtrArray) looks = list_looks (self, n);

  take_others (self, looks);
  for (guint i = 0; i < n; i++)
    {
      guint at = find_look (self, i, looks->pdata[i]);

      if (at == self->rows->len)
        put_row (self, i, self->make (self->items->pdata[i], self->data), looks->pdata[i]);
      else if (at > i)
        move_row (self, at, i, looks->pdata[i]);
    }
  while (self->rows->len > n)
    take_row (self, self->rows->len - 1);
}

static void extend (HechaRowList *self, guint most);

/* The next ones, and on with the first of them by keyboard. */
static void
more_cb (HechaRowList *self)
{
  guint first = self->rows->len;

  self->most = first + PAGE;
  extend (self, self->most);
  gtk_widget_grab_focus (self->rows->pdata[first]);
}

static void
add_more (HechaRowList *self)
{
  self->more = adw_action_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->more), TRUE);
  g_signal_connect_swapped (self->more, "activated", G_CALLBACK (more_cb), self);
  adw_preferences_group_add (self->group, self->more);
}

static void
extend (HechaRowList *self, guint most)
{
  g_autofree char *title = NULL;
  guint next;

  show_first (self, MIN (most, self->items->len));
  next = MIN (PAGE, self->items->len - self->rows->len);
  if (next == 0)
    {
      take_more_away (self);
      return;
    }
  if (self->more == NULL)
    add_more (self);
  title = g_strdup_printf (ngettext ("Show %u More", "Show %u More", next), next);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more), title);
}

/**
 * hecha_row_list_fill:
 * @self: a list
 * @items: (transfer none): what is to be shown; kept with its elements until the next fill or clear
 * @look: all that the row of one shows and leads to
 * @make: makes the row of one, which keeps nothing of it: the row may outlive the item
 * @data: for both; outlives the rows
 *
 * Shows these instead of what was there: the first ones, and the rest as a person asks for it. A row whose look is
 * still wanted stays, with the focus that it has.
 */
void
hecha_row_list_fill (HechaRowList *self, GPtrArray *items, HechaRowLook look, HechaRowMaker make,
                     gpointer data)
{
  g_ptr_array_ref (items);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
  self->look = look;
  self->make = make;
  self->data = data;
  extend (self, self->most);
}

/**
 * hecha_row_list_get_length:
 * @self: a list
 *
 * Returns: how many rows it has, without the one that brings more
 */
guint
hecha_row_list_get_length (HechaRowList *self)
{
  return self->rows->len;
}

/**
 * hecha_text_lines_new:
 * @title: what it is
 * @text: as many lines as it takes
 *
 * Returns: (transfer floating): a row that is only read
 */
GtkWidget *
hecha_text_lines_new (const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", text, "title-lines", 0,
                "subtitle-lines", 0, NULL);
  gtk_widget_add_css_class (row, "asked");
  return row;
}
