/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-list.h"

#include "hecha-attaching.h"
#include "hecha-evidence-row.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* How often the progress of copying is drawn. */
#define PROGRESS_MS 100

/**
 * HechaEvidenceList:
 *
 * What the requirement asks for, what is there, and what is on its way; files come by chooser or by drop.
 */
struct _HechaEvidenceList
{
  AdwPreferencesGroup parent_instance;

  GtkButton *add_button;
  GtkLabel *hint;
  GtkListBox *list;

  HechaStoreWorker *worker;      /* (owned) */
  const HechaEnv *env;           /* (not owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
  char *sample;                  /* (owned) (nullable) id of the assignment */
  gboolean sealed;
  char *shown;                   /* (owned) (nullable) what the rows were made from */
  GPtrArray *rows;               /* (owned) (element-type GtkWidget): of what is stored */
  GList *attaching;              /* (owned) (element-type HechaAttaching): of all samples */
  GHashTable *progress;          /* (owned) HechaAttaching → its row */
  GHashTable *problems;          /* (owned) sentences already said, by file */
  char *about;                   /* (owned) (nullable) of the files that are being chosen */
  GtkFileChooserNative *chooser; /* (owned) (nullable) while it is open */
  guint progress_id;             /* 0 when nothing is on its way */
};

G_DEFINE_FINAL_TYPE (HechaEvidenceList, hecha_evidence_list, ADW_TYPE_PREFERENCES_GROUP)

/* ---- on its way ---- */

static void
update_progress_row (HechaEvidenceList *self, HechaAttaching *attaching)
{
  GtkWidget *row = g_hash_table_lookup (self->progress, attaching);
  GtkWidget *bar = row != NULL ? g_object_get_data (G_OBJECT (row), "hecha-bar") : NULL;

  if (bar != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), hecha_attaching_get_fraction (attaching));
}

static gboolean
progress_cb (gpointer data)
{
  HechaEvidenceList *self = data;

  for (GList *l = self->attaching; l != NULL; l = l->next)
    update_progress_row (self, l->data);
  if (self->attaching != NULL)
    return G_SOURCE_CONTINUE;
  self->progress_id = 0;
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_progress_row (HechaAttaching *attaching)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *cancel = gtk_button_new_from_icon_name ("process-stop-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Stop attaching %s"), hecha_attaching_get_name (attaching));

  g_object_set (row, "use-markup", FALSE, "title", hecha_attaching_get_name (attaching), "title-lines", 1,
                NULL);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (bar, 80, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  hecha_attaching_get_name (attaching), -1);
  gtk_widget_set_valign (cancel, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (cancel, "flat");
  gtk_widget_set_tooltip_text (cancel, _ ("Stop"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (cancel), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (hecha_attaching_cancel), attaching);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), cancel);
  g_object_set_data (G_OBJECT (row), "hecha-bar", bar);
  return row;
}

static void
drop_progress_row (HechaEvidenceList *self, HechaAttaching *attaching)
{
  GtkWidget *row = g_hash_table_lookup (self->progress, attaching);

  if (row != NULL)
    gtk_list_box_remove (self->list, row);
  g_hash_table_remove (self->progress, attaching);
}

static void
finished_cb (HechaEvidenceList *self, const GError *error, HechaAttaching *attaching)
{
  drop_progress_row (self, attaching);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *reason = hecha_error_dup_sentence (error);
      g_autofree char *heading
        = g_strdup_printf (_ ("%s Was Not Attached"), hecha_attaching_get_name (attaching));

      gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, reason);
    }
  else if (error == NULL && hecha_attaching_was_known (attaching))
    {
      g_autofree char *text = g_strdup_printf (_ ("%s is attached to this sample already."),
                                               hecha_attaching_get_name (attaching));

      gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", text);
    }
  self->attaching = g_list_remove (self->attaching, attaching);
  g_object_unref (attaching);
}

static void
show_progress (HechaEvidenceList *self)
{
  for (GList *l = self->attaching; l != NULL; l = l->next)
    if (g_strcmp0 (hecha_attaching_get_sample (l->data), self->sample) == 0
        && !g_hash_table_contains (self->progress, l->data))
      {
        GtkWidget *row = make_progress_row (l->data);

        g_hash_table_insert (self->progress, l->data, row);
        gtk_list_box_append (self->list, row);
      }
  if (self->attaching != NULL && self->progress_id == 0)
    self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
}

static void
attach (HechaEvidenceList *self, GFile *file, const char *about)
{
  HechaAttaching *attaching = hecha_attaching_new (self->worker, self->env, self->sample,
                                                   about != NULL && *about != '\0' ? about : NULL, file);

  self->attaching = g_list_append (self->attaching, attaching);
  g_signal_connect_object (attaching, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  hecha_attaching_start (attaching);
}

/* ---- choosing and dropping ---- */

static void
chosen_cb (HechaEvidenceList *self, int response)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);

          attach (self, file, self->about);
        }
      show_progress (self);
    }
  g_clear_object (&self->chooser);
}

static void
add_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);

  if (self->chooser != NULL || self->sample == NULL || self->sealed)
    return;
  g_free (self->about);
  self->about = g_variant_dup_string (parameter, NULL);
  self->chooser = gtk_file_chooser_native_new (_ ("Add Evidence"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (user_data);
  const char *about = g_object_get_data (G_OBJECT (target), "hecha-about");

  if (self->sample == NULL || self->sealed || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    attach (self, l->data, about);
  show_progress (self);
  return TRUE;
}

static void
add_drop_target (HechaEvidenceList *self, GtkWidget *widget, const char *about)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_object_set_data_full (G_OBJECT (target), "hecha-about", g_strdup (about), g_free);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

/* ---- what is stored ---- */

static guint
count_about (const HechaSampleData *data, const char *item)
{
  guint n = 0;

  for (guint i = 0; i < data->assignment->evidence->len; i++)
    {
      const char *about = hecha_record_get (data->assignment->evidence->pdata[i], "about");

      n += about != NULL && strstr (about, item) != NULL;
    }
  return n;
}

static GtkWidget *
make_item_row (HechaEvidenceList *self, const HechaSampleData *data, const char *item)
{
  guint n = count_about (data, item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (n > 0 ? "emblem-ok-symbolic" : "radio-symbolic");
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Add files for %s"), item);
  g_autofree char *count = g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  g_object_set (row, "use-markup", FALSE, "title", item, "subtitle",
                n > 0 ? count : _ ("Required, still missing"), NULL);
  gtk_widget_add_css_class (icon, n > 0 ? "success" : "dim-label");
  g_object_set (add, "valign", GTK_ALIGN_CENTER, "tooltip-text", name, "action-name", "evidence.add",
                "visible", !self->sealed, NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (add), "s", item);
  gtk_widget_add_css_class (add, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), add);
  add_drop_target (self, row, item);
  return row;
}

static void
add_row (HechaEvidenceList *self, GtkWidget *row)
{
  gtk_list_box_insert (self->list, row, (int)self->rows->len);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (HechaEvidenceList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->list, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

/* Whether the rows have to be made anew: not when only some text on the page changed. */
static gboolean
note_shown (HechaEvidenceList *self, const HechaSampleData *data)
{
  g_autoptr (GString) key = g_string_new (self->sample);
  g_autofree char *before = g_steal_pointer (&self->shown);

  g_string_append (key, self->sealed ? " sealed" : " open");
  for (guint i = 0; i < data->assignment->evidence->len; i++)
    g_string_append_printf (key, "\n%s", ((HechaRecord *)data->assignment->evidence->pdata[i])->id);
  self->shown = g_string_free (g_steal_pointer (&key), FALSE);
  return g_strcmp0 (before, self->shown) != 0;
}

/* ---- life cycle ---- */

static void
hecha_evidence_list_dispose (GObject *object)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (object);

  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->chooser);
  for (GList *l = self->attaching; l != NULL; l = l->next)
    g_signal_handlers_disconnect_by_data (l->data, self);
  g_list_free_full (g_steal_pointer (&self->attaching), g_object_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_EVIDENCE_LIST);
  G_OBJECT_CLASS (hecha_evidence_list_parent_class)->dispose (object);
}

static void
hecha_evidence_list_finalize (GObject *object)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->thumbnailer);
  g_free (self->sample);
  g_free (self->about);
  g_free (self->shown);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->progress);
  G_OBJECT_CLASS (hecha_evidence_list_parent_class)->finalize (object);
}

static void
hecha_evidence_list_class_init (HechaEvidenceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_evidence_list_dispose;
  object_class->finalize = hecha_evidence_list_finalize;
  gtk_widget_class_install_action (widget_class, "evidence.add", "s", add_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-evidence-list.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, add_button);
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, hint);
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, list);
}

static void
hecha_evidence_list_init (HechaEvidenceList *self)
{
  self->rows = g_ptr_array_new ();
  self->progress = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self, GTK_WIDGET (self), NULL);
}

/**
 * hecha_evidence_list_set_context:
 * @self: the list
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 * @thumbnailer: maker of small pictures
 */
void
hecha_evidence_list_set_context (HechaEvidenceList *self, HechaStoreWorker *worker, const HechaEnv *env,
                                 HechaThumbnailer *thumbnailer)
{
  self->worker = g_object_ref (worker);
  self->env = env;
  self->thumbnailer = g_object_ref (thumbnailer);
}

/**
 * hecha_evidence_list_show:
 * @self: the list
 * @data: a sample
 */
void
hecha_evidence_list_show (HechaEvidenceList *self, const HechaSampleData *data)
{
  g_auto (GStrv) items = hecha_record_get_list (data->assignment->record, "evidence_list");
  GPtrArray *evidence = data->assignment->evidence;

  if (g_strcmp0 (self->sample, data->assignment->record->id) != 0)
    for (GList *l = self->attaching; l != NULL; l = l->next)
      drop_progress_row (self, l->data);
  g_free (self->sample);
  self->sample = g_strdup (data->assignment->record->id);
  self->sealed = !hecha_sample_data_is_editable (data);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), !self->sealed);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !self->sealed && (items[0] != NULL || evidence->len > 0));
  if (!note_shown (self, data))
    return;
  clear_rows (self);
  for (guint i = 0; items[i] != NULL; i++)
    add_row (self, make_item_row (self, data, items[i]));
  for (guint i = 0; i < evidence->len; i++)
    add_row (self, hecha_evidence_row_new (evidence->pdata[i], self->thumbnailer));
  show_progress (self);
}
