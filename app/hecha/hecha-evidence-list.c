/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-evidence-list.h"

#include "hecha-attaching-row.h"
#include "hecha-evidence-row.h"
#include "hecha-gather.h"
#include "hecha-take-back.h"
#include "hecha-viewer.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many pieces are shown at first, and so many more each time: a page with hundreds would be slow, and nobody reads
 * it. */
#define SHOWN_STEP 20
/* So many rows are made before the window gets its turn again. */
#define ROWS_AT_A_TIME 2

/**
 * HechaEvidenceList:
 *
 * What the requirement asks for, what is there, and what is on its way; files come by drop, or from what HechaGather
 * knows.
 */
struct _HechaEvidenceList
{
  AdwPreferencesGroup parent_instance;

  GtkBox *add_box;
  GtkMenuButton *add_button;
  GtkLabel *hint;
  GtkListBox *list;

  HechaStoreWorker *worker;      /* (owned) */
  const HechaEnv *env;           /* (not owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
  HechaGather *gather;           /* (owned) */
  char *sample;                  /* (owned) (nullable) id of the assignment */
  char *scope;                   /* (owned) (nullable) of the assignment */
  gboolean editable;
  HechaSampleData *data; /* (owned) (nullable) */
  GPtrArray *items;      /* (owned) (element-type HechaEvidenceItem) */
  guint n_shown;         /* of the items, at most */
  GPtrArray *wanted;     /* (owned) (element-type Wanted): the rows in their order */
  GHashTable *rows;      /* (owned) key → row: those that are there */
  guint fill_id;         /* 0 when all rows are there */
  GList *attaching;      /* (owned) (element-type HechaAttaching): of all samples */
  GHashTable *on_way;    /* (owned) HechaAttaching → its row */
};

/* A row that should be there. */
typedef struct
{
  char *key;                /* (owned) everything that it shows: another key is another row */
  char *item;               /* (owned) (nullable): of what is required */
  guint n;                  /* pieces of that item; of the row that shows more: how many more there are */
  HechaEvidenceItem *shown; /* (owned) (nullable): of a piece */
} Wanted;

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaEvidenceList, hecha_evidence_list, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->key);
  g_free (wanted->item);
  g_clear_pointer (&wanted->shown, hecha_evidence_item_unref);
  g_free (wanted);
}

/* ---- on its way ---- */

static void
say_finished (HechaEvidenceList *self, HechaAttaching *attaching, const GError *error)
{
  guint known = hecha_attaching_get_n_known (attaching), n = hecha_attaching_get_n_files (attaching);
  g_autofree char *heading
    = n == 1 ? g_strdup_printf (_ ("%s Was Not Attached"), hecha_attaching_get_name (attaching))
             : g_strdup (_ ("Not Everything Was Attached"));
  g_autofree char *one
    = g_strdup_printf (_ ("%s is attached to this sample already."), hecha_attaching_get_name (attaching));
  g_autofree char *some = g_strdup_printf (ngettext ("%u file is attached to this sample already.",
                                                     "%u files are attached to this sample already.", known),
                                           known);

  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, error->message);
  else if (known > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", n == 1 ? one : some);
}

static void
drop_row_on_way (HechaEvidenceList *self, HechaAttaching *attaching)
{
  GtkWidget *row = g_hash_table_lookup (self->on_way, attaching);

  if (row != NULL)
    gtk_list_box_remove (self->list, row);
  g_hash_table_remove (self->on_way, attaching);
}

static void
finished_cb (HechaEvidenceList *self, const GError *error, HechaAttaching *attaching)
{
  drop_row_on_way (self, attaching);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say_finished (self, attaching, error);
  self->attaching = g_list_remove (self->attaching, attaching);
  g_object_unref (attaching);
}

static void
show_on_way (HechaEvidenceList *self)
{
  for (GList *l = self->attaching; l != NULL; l = l->next)
    if (g_strcmp0 (hecha_attaching_get_sample (l->data), self->sample) == 0
        && !g_hash_table_contains (self->on_way, l->data))
      {
        GtkWidget *row = hecha_attaching_row_new (l->data);

        g_hash_table_insert (self->on_way, l->data, row);
        gtk_list_box_append (self->list, row);
      }
}

/* @attaching: (transfer full) */
static void
start (HechaEvidenceList *self, HechaAttaching *attaching)
{
  self->attaching = g_list_append (self->attaching, attaching);
  g_signal_connect_object (attaching, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  hecha_attaching_start (attaching);
  show_on_way (self);
}

static void
marked_cb (HechaEvidenceList *self, const char *path, const char *name, const char *about,
           const char *derived_from)
{
  HechaAttaching *attaching = hecha_attaching_new (self->worker, self->env, self->sample, about);

  hecha_attaching_add_made (attaching, path, name, derived_from);
  start (self, attaching);
}

static void
made_cb (HechaEvidenceList *self, const char *path, const char *name, const char *about)
{
  marked_cb (self, path, name, about, NULL);
}

/* ---- coming in ---- */

static void
gather_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);
  const char *source, *about;

  g_variant_get (parameter, "(&s&s)", &source, &about);
  if (self->sample != NULL && self->editable)
    hecha_gather_start (self->gather, source, about);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (user_data);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  if (self->sample == NULL || !self->editable || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  hecha_evidence_list_attach (self, G_LIST_MODEL (files),
                              g_object_get_data (G_OBJECT (target), "hecha-about"));
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

/* ---- looking ---- */

static void
open_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);
  HechaViewer *viewer;

  if (self->data == NULL)
    return;
  viewer = hecha_viewer_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->worker, self->env,
                             self->thumbnailer);
  g_signal_connect_object (viewer, "marked", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  hecha_viewer_show (viewer, self->data, g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (viewer));
}

/* ---- taking back ---- */

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaEvidenceList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (hecha_take_back_finish (result, &error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sentence = hecha_error_dup_sentence (error);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Recorded"), sentence);
}

static void
take_back_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);

  hecha_take_back_async (GTK_WINDOW (gtk_widget_get_root (widget)), self->worker, self->sample,
                         g_variant_get_string (parameter, NULL), told_cb, g_object_ref (self));
}

static void
restore_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);

  hecha_restore_async (self->worker, self->sample, g_variant_get_string (parameter, NULL), told_cb,
                       g_object_ref (self));
}

/* ---- rows ---- */

static GtkWidget *
make_gather_button (const char *item)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *name = g_strdup_printf (_ ("Add evidence for %s"), item);
  g_autoptr (GMenuModel) menu = hecha_gather_make_menu (item, TRUE);

  g_object_set (button, "valign", GTK_ALIGN_CENTER, "tooltip-text", name, "icon-name", "list-add-symbolic",
                "menu-model", menu, NULL);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
make_item_row (HechaEvidenceList *self, const Wanted *wanted)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (wanted->n > 0 ? "emblem-ok-symbolic" : "radio-symbolic");
  g_autofree char *count = g_strdup_printf (ngettext ("%u item", "%u items", wanted->n), wanted->n);

  g_object_set (row, "use-markup", FALSE, "title", wanted->item, "subtitle",
                wanted->n > 0 ? count : _ ("Required, still missing"), NULL);
  gtk_widget_add_css_class (icon, wanted->n > 0 ? "success" : "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (self->editable)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_gather_button (wanted->item));
  add_drop_target (self, row, wanted->item);
  return row;
}

static GtkWidget *
make_more_row (const Wanted *wanted)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (ngettext ("Show %u More", "Show %u More", wanted->n), wanted->n);

  g_object_set (row, "use-markup", FALSE, "title", title, "activatable", TRUE, "action-name",
                "evidence.show-more", NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  return row;
}

static GtkWidget *
make_row (HechaEvidenceList *self, const Wanted *wanted)
{
  GtkWidget *row;

  if (wanted->shown != NULL)
    {
      row = hecha_evidence_row_new (wanted->shown, self->thumbnailer, self->editable);
      hecha_evidence_row_set_opens (HECHA_EVIDENCE_ROW (row), wanted->shown->id);
      return row;
    }
  return wanted->item != NULL ? make_item_row (self, wanted) : make_more_row (wanted);
}

/* Makes some of the rows that are missing, each at its place: so many in each frame, since all of them at once are
 * dear to lay out. */
static gboolean
fill_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);
  guint made = 0;

  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Wanted *wanted = g_ptr_array_index (self->wanted, i);
      GtkWidget *row;

      if (g_hash_table_contains (self->rows, wanted->key))
        continue;
      if (made++ == ROWS_AT_A_TIME)
        return G_SOURCE_CONTINUE;
      row = make_row (self, wanted);
      gtk_list_box_insert (self->list, row, (int)i);
      g_hash_table_insert (self->rows, g_strdup (wanted->key), row);
    }
  self->fill_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
is_wanted (HechaEvidenceList *self, const char *key)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (strcmp (((Wanted *)self->wanted->pdata[i])->key, key) == 0)
      return TRUE;
  return FALSE;
}

static void
drop_unwanted (HechaEvidenceList *self)
{
  GHashTableIter iter;
  gpointer key, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    if (!is_wanted (self, key))
      {
        gtk_list_box_remove (self->list, row);
        g_hash_table_iter_remove (&iter);
      }
}

static void
update_rows (HechaEvidenceList *self)
{
  drop_unwanted (self);
  if (self->fill_id == 0 && fill_cb (GTK_WIDGET (self), NULL, NULL) == G_SOURCE_CONTINUE)
    self->fill_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), fill_cb, NULL, NULL);
}

/* ---- what should be there ---- */

static void
want (HechaEvidenceList *self, char *key, const char *item, guint n, HechaEvidenceItem *shown)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  *wanted = (Wanted) {key, g_strdup (item), n, shown != NULL ? hecha_evidence_item_ref (shown) : NULL};
  g_ptr_array_add (self->wanted, wanted);
}

static guint
count_about (HechaEvidenceList *self, const char *item)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const HechaEvidenceItem *shown = g_ptr_array_index (self->items, i);

      n += !shown->removed && shown->about != NULL && strstr (shown->about, item) != NULL;
    }
  return n;
}

static void
want_rows (HechaEvidenceList *self, const char *const *required)
{
  guint n = MIN (self->n_shown, self->items->len), left = self->items->len - n;

  g_ptr_array_set_size (self->wanted, 0);
  for (guint i = 0; required[i] != NULL; i++)
    {
      guint count = count_about (self, required[i]);

      want (self, g_strdup_printf ("item %d %u %s", self->editable, count, required[i]), required[i], count,
            NULL);
    }
  for (guint i = 0; i < n; i++)
    {
      HechaEvidenceItem *shown = g_ptr_array_index (self->items, i);

      want (self,
            g_strdup_printf ("piece %d %d %s %s", self->editable, shown->removed, shown->id,
                             shown->used != NULL ? shown->used : ""),
            NULL, 0, shown);
    }
  if (left > 0)
    want (self, g_strdup_printf ("more %u", left), NULL, left, NULL);
}

static void
show_more_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (widget);
  g_autoptr (GPtrArray) required = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->wanted->len; i++)
    if (((Wanted *)self->wanted->pdata[i])->item != NULL)
      g_ptr_array_add (required, g_strdup (((Wanted *)self->wanted->pdata[i])->item));
  g_ptr_array_add (required, NULL);
  self->n_shown += SHOWN_STEP;
  want_rows (self, (const char *const *)required->pdata);
  update_rows (self);
}

/* ---- as a section ---- */

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (section);

  self->worker = g_object_ref (context->worker);
  self->env = context->env;
  self->thumbnailer = g_object_ref (context->thumbnailer);
  self->gather = hecha_gather_new (GTK_WIDGET (self), hecha_store_worker_get_dir (self->worker), self->env);
  g_signal_connect_object (self->gather, "files", G_CALLBACK (hecha_evidence_list_attach), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gather, "made", G_CALLBACK (made_cb), self, G_CONNECT_SWAPPED);
}

static void
show_other (HechaEvidenceList *self, const HechaRecord *assignment)
{
  for (GList *l = self->attaching; l != NULL; l = l->next)
    drop_row_on_way (self, l->data);
  g_free (self->sample);
  self->sample = g_strdup (assignment->id);
  g_free (self->scope);
  self->scope = g_strdup (assignment->scope);
  self->n_shown = SHOWN_STEP;
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (section);
  g_auto (GStrv) required = hecha_record_get_list (data->assignment->record, "evidence_list");

  if (g_strcmp0 (self->sample, data->assignment->record->id) != 0)
    show_other (self, data->assignment->record);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = hecha_sample_data_ref (data);
  g_ptr_array_unref (self->items);
  self->items = hecha_evidence_items_list (data);
  self->editable = hecha_sample_data_is_editable (data);
  gtk_widget_set_visible (GTK_WIDGET (self->add_box), self->editable);
  gtk_widget_set_visible (GTK_WIDGET (self->hint),
                          self->editable && (required[0] != NULL || self->items->len > 0));
  want_rows (self, (const char *const *)required);
  update_rows (self);
  show_on_way (self);
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  return strcmp (code, "photo") == 0 || strcmp (code, "evidence") == 0 ? GTK_WIDGET (section) : NULL;
}

static void
section_init (HechaSectionInterface *iface)
{
  iface->set_context = set_context;
  iface->show = show;
  iface->find = find;
}

/* ---- life cycle ---- */

static void
hecha_evidence_list_dispose (GObject *object)
{
  HechaEvidenceList *self = HECHA_EVIDENCE_LIST (object);

  if (self->fill_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fill_id);
  self->fill_id = 0;
  if (self->gather != NULL)
    g_object_run_dispose (G_OBJECT (self->gather));
  g_clear_object (&self->gather);
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
  g_free (self->scope);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->wanted);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->on_way);
  G_OBJECT_CLASS (hecha_evidence_list_parent_class)->finalize (object);
}

static void
hecha_evidence_list_class_init (HechaEvidenceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_evidence_list_dispose;
  object_class->finalize = hecha_evidence_list_finalize;
  gtk_widget_class_install_action (widget_class, "evidence.gather", "(ss)", gather_action_cb);
  gtk_widget_class_install_action (widget_class, "evidence.open", "s", open_action_cb);
  gtk_widget_class_install_action (widget_class, "evidence.take-back", "s", take_back_action_cb);
  gtk_widget_class_install_action (widget_class, "evidence.restore", "s", restore_action_cb);
  gtk_widget_class_install_action (widget_class, "evidence.show-more", NULL, show_more_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "evidence.gather", "(ss)",
                                       "paste", "");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-evidence-list.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, add_box);
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, add_button);
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, hint);
  gtk_widget_class_bind_template_child (widget_class, HechaEvidenceList, list);
}

static void
hecha_evidence_list_init (HechaEvidenceList *self)
{
  g_autoptr (GMenuModel) menu = hecha_gather_make_menu ("", FALSE);

  self->items = g_ptr_array_new ();
  self->wanted = g_ptr_array_new_with_free_func (free_wanted);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->on_way = g_hash_table_new (NULL, NULL);
  self->n_shown = SHOWN_STEP;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->add_button, menu);
  add_drop_target (self, GTK_WIDGET (self), NULL);
}

/**
 * hecha_evidence_list_attach:
 * @self: a list that shows a sample
 * @files: (element-type GFile): to be copied
 * @about: (nullable): the required item
 *
 * Makes the files evidence of the sample, in the background.
 */
void
hecha_evidence_list_attach (HechaEvidenceList *self, GListModel *files, const char *about)
{
  HechaAttaching *attaching;

  if (g_list_model_get_n_items (files) == 0)
    return;
  attaching = hecha_attaching_new (self->worker, self->env, self->sample, about);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      hecha_attaching_add (attaching, file);
    }
  start (self, attaching);
}
