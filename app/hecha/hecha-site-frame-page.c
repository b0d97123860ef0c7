/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-frame-page.h"

#include "domain/hecha-site-list.h"
#include "hecha-widget.h"
#include "hecha-words.h"
#include "store/hecha-drafts.h"

#include <glib/gi18n.h>
#include <string.h>

#define DRAFT_MS        300
#define MOST_LIST_BYTES (2 * 1024 * 1024)
/* Problems that are shown; the others come when these are mended. */
#define MOST_SHOWN 4

/**
 * HechaSiteFramePage:
 *
 * Where the list is made that units are drawn from: typed or pasted, one in each line, or taken from a table. It is on
 * disk as a draft while it is typed. Emits “freeze”.
 */
struct _HechaSiteFramePage
{
  AdwBin parent_instance;

  AdwComboRow *kind;
  GtkTextView *list;
  GtkLabel *counted;
  GtkButton *freeze;

  HechaStoreWorker *worker; /* (owned) */
  GPtrArray *units;         /* (owned) (nullable): %NULL while the list cannot be frozen */
  char *scope;              /* (owned) (nullable): before anything was shown */
  char *id;                 /* (owned) (nullable) */
  guint draft_id;           /* 0 when no timer runs */
};

G_DEFINE_FINAL_TYPE (HechaSiteFramePage, hecha_site_frame_page, ADW_TYPE_BIN)

enum
{
  FREEZE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const kinds[] = {"households", "documents", "sections", "other"};

/* ---- the draft ---- */

static HechaDraft *
make_draft (HechaSiteFramePage *self)
{
  HechaDraft *draft = g_new0 (HechaDraft, 1);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->list);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  draft->scope = g_strdup (self->scope);
  draft->type = g_strdup ("site_frame");
  draft->id = g_strdup (self->id);
  draft->field = g_strdup ("list");
  draft->value = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  draft->over = g_new0 (char *, 1);
  return draft;
}

static gpointer
put_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaDraft *draft = data;

  if (*draft->value != '\0')
    hecha_store_put_draft (store, draft, error);
  else
    hecha_store_clear_draft (store, draft, error);
  return NULL;
}

static void
put_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSiteFramePage) self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (HECHA_STORE_WORKER (source), result, &error);
  if (error != NULL && self->counted != NULL)
    {
      gtk_label_set_text (self->counted, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->counted), "error");
    }
}

static gboolean
put_cb (gpointer user_data)
{
  HechaSiteFramePage *self = user_data;

  self->draft_id = 0;
  hecha_store_worker_run_async (self->worker, put_work, make_draft (self), (GDestroyNotify)hecha_draft_free,
                                NULL, NULL, put_done_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static gpointer
find_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *id = data;
  g_autoptr (GPtrArray) drafts = hecha_store_list_drafts (store, error);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const HechaDraft *draft = g_ptr_array_index (drafts, i);

      if (strcmp (draft->type, "site_frame") == 0 && strcmp (draft->id, id) == 0)
        return g_strdup (draft->value);
    }
  return NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSiteFramePage) self = user_data;
  g_autofree char *text = hecha_store_worker_run_finish (HECHA_STORE_WORKER (source), result, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->list);

  if (text != NULL && gtk_text_buffer_get_char_count (buffer) == 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

/* ---- the list ---- */

static char *
dup_problems (GPtrArray *problems)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len && i < MOST_SHOWN; i++)
    {
      g_autofree char *line = hecha_problem_dup_text (problems->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (problems->len > MOST_SHOWN)
    g_string_append_printf (text, _ ("\nand %u more"), problems->len - MOST_SHOWN);
  return g_string_free (text, FALSE);
}

static char *
dup_counted (HechaSiteFramePage *self, GPtrArray *problems, gboolean empty)
{
  guint n = self->units != NULL ? self->units->len - 1 : 0;

  if (empty)
    return g_strdup (_ ("Nothing is in the list yet."));
  return self->units != NULL ? g_strdup_printf (ngettext ("%u unit", "%u units", n), n)
                             : dup_problems (problems);
}

static void
list_changed_cb (HechaSiteFramePage *self)
{
  g_autoptr (HechaDraft) draft = make_draft (self);
  g_autoptr (GPtrArray) problems = hecha_problems_new ();
  g_autofree char *counted = NULL;
  gboolean empty = *draft->value == '\0';

  g_clear_pointer (&self->units, g_ptr_array_unref);
  self->units = hecha_site_list_parse (draft->value, strlen (draft->value), problems);
  counted = dup_counted (self, problems, empty);
  gtk_label_set_text (self->counted, counted);
  if (self->units == NULL && !empty)
    gtk_widget_add_css_class (GTK_WIDGET (self->counted), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->counted), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self->freeze), self->units != NULL);
  if (self->draft_id == 0 && self->id != NULL)
    self->draft_id = g_timeout_add (DRAFT_MS, put_cb, self);
}

/* ---- from a table ---- */

static void
show_table (HechaSiteFramePage *self, GBytes *bytes)
{
  g_autoptr (GPtrArray) problems = hecha_problems_new ();
  g_autoptr (GPtrArray) units = hecha_site_list_parse_csv (bytes, problems);
  g_autofree char *text = units != NULL ? g_strjoinv ("\n", (char **)units->pdata) : NULL;
  g_autofree char *wrong = units == NULL ? dup_problems (problems) : NULL;

  if (text != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->list), text, -1);
  else
    {
      gtk_label_set_text (self->counted, wrong);
      gtk_widget_add_css_class (GTK_WIDGET (self->counted), "error");
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSiteFramePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes != NULL)
    show_table (self, bytes);
  else
    gtk_label_set_text (self->counted, error->message);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSiteFramePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);
  g_autoptr (GInputStream) whole = NULL;

  if (stream == NULL)
    {
      gtk_label_set_text (self->counted, error->message);
      return;
    }
  whole = g_buffered_input_stream_new_sized (G_INPUT_STREAM (stream), MOST_LIST_BYTES);
  g_input_stream_read_bytes_async (whole, MOST_LIST_BYTES, G_PRIORITY_DEFAULT, NULL, read_cb,
                                   g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, HechaSiteFramePage *self)
{
  g_autoptr (GFile) file
    = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (file != NULL)
    g_file_read_async (file, G_PRIORITY_DEFAULT, NULL, opened_cb, g_object_ref (self));
  g_object_unref (chooser);
}

static void
open_cb (HechaSiteFramePage *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _ ("Open a Table of Units"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
    GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Tables (CSV)"));
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_object_unref (filter);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
freeze_cb (HechaSiteFramePage *self)
{
  g_signal_emit (self, signals[FREEZE], 0);
}

/* ---- life cycle ---- */

static void
hecha_site_frame_page_dispose (GObject *object)
{
  HechaSiteFramePage *self = HECHA_SITE_FRAME_PAGE (object);

  if (self->draft_id != 0)
    {
      g_source_remove (self->draft_id);
      put_cb (self);
    }
  g_clear_object (&self->worker);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SITE_FRAME_PAGE);
  G_OBJECT_CLASS (hecha_site_frame_page_parent_class)->dispose (object);
}

static void
hecha_site_frame_page_finalize (GObject *object)
{
  HechaSiteFramePage *self = HECHA_SITE_FRAME_PAGE (object);

  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_free (self->scope);
  g_free (self->id);
  G_OBJECT_CLASS (hecha_site_frame_page_parent_class)->finalize (object);
}

static void
hecha_site_frame_page_class_init (HechaSiteFramePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_site_frame_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_site_frame_page_finalize;
  signals[FREEZE] = g_signal_new ("freeze", HECHA_TYPE_SITE_FRAME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-site-frame-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSiteFramePage, kind);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteFramePage, list);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteFramePage, counted);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteFramePage, freeze);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, freeze_cb);
}

static void
hecha_site_frame_page_init (HechaSiteFramePage *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (words, hecha_word ("site-kind", kinds[i]));
  adw_combo_row_set_model (self->kind, G_LIST_MODEL (words));
  g_signal_connect_object (gtk_text_view_get_buffer (self->list), "changed", G_CALLBACK (list_changed_cb),
                           self, G_CONNECT_SWAPPED);
  list_changed_cb (self);
}

/**
 * hecha_site_frame_page_set_worker:
 * @self: the page
 * @worker: owner of the store
 */
void
hecha_site_frame_page_set_worker (HechaSiteFramePage *self, HechaStoreWorker *worker)
{
  g_set_object (&self->worker, worker);
}

static void
remember (HechaSiteFramePage *self, const HechaSampleData *data)
{
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->id, g_free);
  self->scope = g_strdup (data->assignment->record->scope);
  self->id = g_strdup (data->assignment->record->id);
}

/**
 * hecha_site_frame_page_show:
 * @self: the page
 * @data: the sample
 *
 * Brings back what was typed before.
 */
void
hecha_site_frame_page_show (HechaSiteFramePage *self, const HechaSampleData *data)
{
  if (self->id != NULL)
    return;
  remember (self, data);
  hecha_store_worker_run_async (self->worker, find_work, g_strdup (self->id), g_free, g_free, NULL, found_cb,
                                g_object_ref (self));
}

/**
 * hecha_site_frame_page_forget:
 * @self: the page
 * @data: the sample
 *
 * Units are drawn: the list is on record, and needs no draft any more.
 */
void
hecha_site_frame_page_forget (HechaSiteFramePage *self, const HechaSampleData *data)
{
  remember (self, data);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->list), "", -1);
  g_clear_handle_id (&self->draft_id, g_source_remove);
  put_cb (self);
}

/**
 * hecha_site_frame_page_fill:
 * @self: the page, whose list can be frozen
 * @job: where to put kind and units
 */
void
hecha_site_frame_page_fill (HechaSiteFramePage *self, HechaSiteJob *job)
{
  job->kind = g_strdup (kinds[adw_combo_row_get_selected (self->kind)]);
  job->units = g_strdupv ((char **)self->units->pdata);
}
