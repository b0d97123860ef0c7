/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-files-row.h"

#include <glib/gi18n.h>

/**
 * HechaFilesRow:
 *
 * A row of a form for files: they are chosen, or dropped on it. What comes later replaces what was there.
 */
struct _HechaFilesRow
{
  AdwActionRow parent_instance;

  GPtrArray *paths;         /* (owned) (element-type filename), ending with NULL */
  GtkNativeDialog *chooser; /* (owned) (nullable) while it is open */
};

G_DEFINE_FINAL_TYPE (HechaFilesRow, hecha_files_row, ADW_TYPE_ACTION_ROW)

/* ---- what is there ---- */

static void
clear (HechaFilesRow *self)
{
  g_ptr_array_set_size (self->paths, 0);
  g_ptr_array_add (self->paths, NULL);
}

static void
add (HechaFilesRow *self, GFile *file)
{
  char *path = g_file_get_path (file);

  if (path != NULL)
    g_ptr_array_insert (self->paths, (int)self->paths->len - 1, path);
}

static void
show (HechaFilesRow *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; self->paths->pdata[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (self->paths->pdata[i]);
      g_autofree char *name = g_filename_display_name (base);

      g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "", name);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), names->str);
}

/* ---- coming in ---- */

static void
chosen_cb (HechaFilesRow *self, int response)
{
  g_autoptr (GtkNativeDialog) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  clear (self);
  for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (chosen, i);

      add (self, file);
    }
  show (self);
}

static void
choose_cb (HechaFilesRow *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = GTK_NATIVE_DIALOG (
    gtk_file_chooser_native_new (_ ("New Evidence"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel")));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static gboolean
drop_cb (HechaFilesRow *self, const GValue *value)
{
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  clear (self);
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    add (self, l->data);
  show (self);
  return TRUE;
}

/* ---- life cycle ---- */

static void
hecha_files_row_dispose (GObject *object)
{
  g_clear_object (&HECHA_FILES_ROW (object)->chooser);
  G_OBJECT_CLASS (hecha_files_row_parent_class)->dispose (object);
}

static void
hecha_files_row_finalize (GObject *object)
{
  g_ptr_array_unref (HECHA_FILES_ROW (object)->paths);
  G_OBJECT_CLASS (hecha_files_row_parent_class)->finalize (object);
}

static void
hecha_files_row_class_init (HechaFilesRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_files_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_files_row_finalize;
}

static void
hecha_files_row_init (HechaFilesRow *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Choose Files…"));
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  clear (self);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set (self, "use-markup", FALSE, "title-lines", 0, "subtitle-lines", 0, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * hecha_files_row_new:
 * @title: what the files are
 *
 * Returns: (transfer floating): a row without files
 */
GtkWidget *
hecha_files_row_new (const char *title)
{
  return g_object_new (HECHA_TYPE_FILES_ROW, "title", title, NULL);
}

/**
 * hecha_files_row_get_paths:
 * @self: a row
 *
 * Returns: (transfer none) (array zero-terminated=1): the files
 */
const char *const *
hecha_files_row_get_paths (HechaFilesRow *self)
{
  return (const char *const *)self->paths->pdata;
}
