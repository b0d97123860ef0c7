/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-waiting-group.h"

#include "hecha-row-list.h"
#include "hecha-words.h"
#include "store/hecha-files.h"

#include <glib/gi18n.h>

/**
 * HechaWaitingGroup:
 *
 * The evidence files that go next, in their order, and how much of the one under way is at the office.
 */
struct _HechaWaitingGroup
{
  AdwPreferencesGroup parent_instance;

  HechaRowList *rows; /* (owned) */
  GHashTable *bars;   /* (owned) digest → its GtkProgressBar */
  GtkWidget *active;  /* (nullable) (not owned) the bar that is shown */
};

G_DEFINE_FINAL_TYPE (HechaWaitingGroup, hecha_waiting_group, ADW_TYPE_PREFERENCES_GROUP)

static GtkWidget *
make_bar (const char *name)
{
  GtkWidget *bar = gtk_progress_bar_new ();
  g_autofree char *label = g_strdup_printf (_ ("Progress of %s"), name);

  g_object_set (bar, "visible", FALSE, "valign", GTK_ALIGN_CENTER, "width-request", 96, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return bar;
}

static void
add_file (HechaWaitingGroup *self, const HechaWaitingFile *file)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *size = hecha_size_dup_text ((guint64)file->size);
  g_autofree char *name
    = file->name != NULL ? g_strdup (file->name) : g_strdup_printf ("%.19s…", file->digest);
  GtkWidget *bar = make_bar (name);

  g_object_set (row, "use-markup", FALSE, "title", name, "title-lines", 1, "subtitle", size, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  hecha_row_list_add (self->rows, row);
  g_hash_table_insert (self->bars, g_strdup (file->digest), bar);
}

static void
add_others (HechaWaitingGroup *self, gulong n)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (ngettext ("and %lu file more", "and %lu files more", n), n);

  g_object_set (row, "title", title, NULL);
  hecha_row_list_add (self->rows, row);
}

static void
hecha_waiting_group_finalize (GObject *object)
{
  HechaWaitingGroup *self = HECHA_WAITING_GROUP (object);

  hecha_row_list_free (self->rows);
  g_hash_table_unref (self->bars);
  G_OBJECT_CLASS (hecha_waiting_group_parent_class)->finalize (object);
}

static void
hecha_waiting_group_class_init (HechaWaitingGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_waiting_group_finalize;
}

static void
hecha_waiting_group_init (HechaWaitingGroup *self)
{
  self->rows = hecha_row_list_new (ADW_PREFERENCES_GROUP (self), _ ("Files That Wait"));
  self->bars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hecha_waiting_group_show:
 * @self: the group
 * @files: (element-type HechaWaitingFile): the first of those that wait
 * @n_all: how many wait in all
 */
void
hecha_waiting_group_show (HechaWaitingGroup *self, GPtrArray *files, guint64 n_all)
{
  self->active = NULL;
  g_hash_table_remove_all (self->bars);
  hecha_row_list_clear (self->rows);
  for (guint i = 0; i < files->len; i++)
    add_file (self, g_ptr_array_index (files, i));
  if (n_all > files->len)
    add_others (self, (gulong)n_all - files->len);
  gtk_widget_set_visible (GTK_WIDGET (self), files->len > 0);
}

/**
 * hecha_waiting_group_set_progress:
 * @self: the group
 * @digest: (nullable): "sha256:…" of the file that is being sent
 * @done: bytes so far
 * @total: bytes in all
 */
void
hecha_waiting_group_set_progress (HechaWaitingGroup *self, const char *digest, gint64 done, gint64 total)
{
  GtkWidget *bar = digest != NULL ? g_hash_table_lookup (self->bars, digest) : NULL;

  if (bar != self->active && self->active != NULL)
    gtk_widget_set_visible (self->active, FALSE);
  self->active = bar;
  if (bar == NULL)
    return;
  gtk_widget_set_visible (bar, TRUE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar),
                                 total > 0 ? CLAMP ((double)done / (double)total, 0, 1) : 0);
}
