/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sheet-page.h"

#include "hecha-sheet-maker.h"
#include "hecha-sheet-print.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>

/**
 * HechaSheetPage:
 *
 * The record sheet of a sample as it will be on paper, with the ways to get it there.
 */
struct _HechaSheetPage
{
  GtkWidget parent_instance;

  AdwStatusPage *failed;
  AdwHeaderBar *header;
  GtkLabel *missing;
  GtkBox *pages;
  GtkButton *print;
  GtkButton *save;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  AdwWindowTitle *title;

  HechaStoreWorker *worker;      /* (owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
  const HechaEnv *env;
  GCancellable *cancellable;   /* (owned) (nullable) of making it; replaced with each sample */
  HechaSheetView *view;        /* (owned) (nullable) */
  GtkNativeDialog *chooser;    /* (owned) (nullable) while it is open */
  GtkPrintOperation *printing; /* (owned) (nullable) while it prints */
  guint busy;                  /* who draws its pages: nobody else may, and it stays */
};

G_DEFINE_FINAL_TYPE (HechaSheetPage, hecha_sheet_page, GTK_TYPE_WIDGET)

static void
update_buttons (HechaSheetPage *self)
{
  gboolean ready = self->view != NULL && self->busy == 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->print), ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), ready);
}

static void
say_failure (HechaSheetPage *self, const char *heading, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, sentence);
}

/* ---- showing it ---- */

static void
add_page (HechaSheetPage *self, guint number, GdkTexture *texture)
{
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  g_autofree char *label = g_strdup_printf (_ ("Page %u of %u"), number, self->view->pages->len);

  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (picture, "paper");
  gtk_box_append (self->pages, picture);
}

static void
show_view (HechaSheetPage *self)
{
  const HechaSheet *sheet = self->view->sheet;
  GtkWidget *child;
  g_autofree char *missing = sheet->missing != NULL
                               ? g_strdup_printf (_ ("No font here has these characters: %s"), sheet->missing)
                               : NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_box_remove (self->pages, child);
  for (guint i = 0; i < self->view->pages->len; i++)
    add_page (self, i + 1, self->view->pages->pdata[i]);
  adw_window_title_set_subtitle (self->title,
                                 sheet->draft ? _ ("Draft, not signed by the leader") : sheet->sample);
  gtk_label_set_text (self->missing, missing != NULL ? missing : "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing), missing != NULL);
  gtk_stack_set_visible_child_name (self->stack, "pages");
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSheetPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaSheetView) view = hecha_sheet_make_finish (result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->pages == NULL)
    return;
  if (view != NULL)
    {
      self->view = g_steal_pointer (&view);
      show_view (self);
    }
  else
    {
      sentence = hecha_error_dup_sentence (error);
      adw_status_page_set_description (self->failed, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
  update_buttons (self);
}

/* ---- as a file ---- */

typedef struct
{
  HechaSheet *sheet; /* (not owned) */
  HechaDisk *disk;   /* (not owned) */
  char *path;        /* (owned) */
} Saving;

static void
free_saving (gpointer data)
{
  g_free (((Saving *)data)->path);
  g_free (data);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (hecha_sheet_save (saving->sheet, saving->disk, saving->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HechaSheetPage *self = HECHA_SHEET_PAGE (source);
  g_autoptr (GError) error = NULL;

  self->busy--;
  if (self->pages == NULL)
    return;
  update_buttons (self);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", _ ("Saved as PDF"));
  else
    say_failure (self, _ ("The PDF Was Not Saved"), error);
}

static void
save_to (HechaSheetPage *self, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);
  Saving *saving = g_new0 (Saving, 1);

  *saving = (Saving) {self->view->sheet, self->env->disk, g_file_get_path (file)};
  g_task_set_task_data (task, saving, free_saving);
  if (saving->path == NULL)
    return;
  self->busy++;
  update_buttons (self);
  g_task_run_in_thread (task, save_thread);
}

static void
chosen_cb (HechaSheetPage *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->view != NULL)
    save_to (self, file);
}

static void
save_cb (HechaSheetPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;
  chooser = gtk_file_chooser_native_new (_ ("Save as PDF"), window, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                         _ ("_Cancel"));
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), self->view->sheet->file_name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* ---- on paper ---- */

static void
printed_cb (HechaSheetPage *self, GtkPrintOperationResult result)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (self->printing, &error);
      say_failure (self, _ ("Not Printed"), error);
    }
  g_clear_object (&self->printing);
  self->busy--;
  update_buttons (self);
}

static void
print_cb (HechaSheetPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  self->busy++;
  update_buttons (self);
  self->printing = hecha_sheet_print_new (self->view->sheet);
  g_signal_connect_object (self->printing, "done", G_CALLBACK (printed_cb), self, G_CONNECT_SWAPPED);
  gtk_print_operation_run (self->printing, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, window, NULL);
}

/* ---- life cycle ---- */

static void
hecha_sheet_page_dispose (GObject *object)
{
  HechaSheetPage *self = HECHA_SHEET_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SHEET_PAGE);
  G_OBJECT_CLASS (hecha_sheet_page_parent_class)->dispose (object);
}

static void
hecha_sheet_page_finalize (GObject *object)
{
  HechaSheetPage *self = HECHA_SHEET_PAGE (object);

  g_clear_object (&self->printing);
  g_clear_object (&self->worker);
  g_clear_object (&self->thumbnailer);
  hecha_sheet_view_free (self->view);
  G_OBJECT_CLASS (hecha_sheet_page_parent_class)->finalize (object);
}

static void
hecha_sheet_page_class_init (HechaSheetPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_sheet_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_sheet_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sheet-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, missing);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, pages);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, print);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, save);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaSheetPage, title);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
hecha_sheet_page_init (HechaSheetPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
}

/**
 * hecha_sheet_page_set_context:
 * @self: the page
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 * @thumbnailer: where photographs are decoded
 */
void
hecha_sheet_page_set_context (HechaSheetPage *self, HechaStoreWorker *worker, const HechaEnv *env,
                              HechaThumbnailer *thumbnailer)
{
  self->worker = g_object_ref (worker);
  self->env = env;
  self->thumbnailer = g_object_ref (thumbnailer);
}

/* Takes away what was shown; FALSE while that is being saved or printed, and stays. */
static gboolean
begin (HechaSheetPage *self, const char *title)
{
  if (self->busy > 0)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->view, hecha_sheet_view_free);
  update_buttons (self);
  adw_window_title_set_title (self->title, title);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  return TRUE;
}

/**
 * hecha_sheet_page_show:
 * @self: the page
 * @scope: of an assignment
 * @id: of the assignment, on which everything that was typed is recorded
 *
 * Shows its record sheet as the store has it now. While one is being saved or printed, that one stays.
 */
void
hecha_sheet_page_show (HechaSheetPage *self, const char *scope, const char *id)
{
  if (begin (self, _ ("Record Sheet")))
    hecha_sheet_make_async (self->worker, self->thumbnailer, scope, id, self->cancellable, made_cb,
                            g_object_ref (self));
}

/**
 * hecha_sheet_page_show_protocol:
 * @self: the page
 * @plan: whose samples were drawn
 *
 * Shows the protocol of its draw. While something is being saved or printed, that stays.
 */
void
hecha_sheet_page_show_protocol (HechaSheetPage *self, const char *plan)
{
  if (begin (self, _ ("Protocol of the Draw")))
    hecha_protocol_make_async (self->worker, plan, self->cancellable, made_cb, g_object_ref (self));
}
