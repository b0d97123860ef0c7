/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-dialog.h"

#include "hecha-ask-reason.h"
#include "hecha-drawn-row.h"
#include "hecha-site-frame-page.h"
#include "hecha-site-job.h"
#include "hecha-site-random-page.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSiteDialog:
 *
 * The ceremony of a draw at the site: the list is frozen, its hash read out, then come the digits, then the units.
 * Which page is shown follows from what is recorded, so that it goes on where it was left.
 */
struct _HechaSiteDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  HechaSiteFramePage *frame_page;
  HechaSiteRandomPage *random_page;
  GtkListBox *drawn;
  GtkLabel *drawn_title;
  GtkButton *done;
  GtkLabel *problem;

  HechaStoreWorker *worker; /* (owned) */
  HechaSampleData *data;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaSiteDialog, hecha_site_dialog, ADW_TYPE_WINDOW)

/* ---- acting ---- */

static void
show_problem (HechaSiteDialog *self, const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

/* What was recorded comes back as data. */
static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSiteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  if (error != NULL)
    sentence = hecha_error_dup_sentence (error);
  show_problem (self, sentence);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
}

static void
run (HechaSiteDialog *self, HechaSiteJob *job)
{
  show_problem (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  hecha_site_job_run (job, self->worker, recorded_cb, g_object_ref (self));
}

static const char *
sample_of (HechaSiteDialog *self)
{
  return self->data->assignment->record->id;
}

static void
freeze_cb (HechaSiteDialog *self)
{
  HechaSiteJob *job = hecha_site_job_new (HECHA_SITE_FREEZE, sample_of (self));

  hecha_site_frame_page_fill (self->frame_page, job);
  run (self, job);
}

static void
draw_cb (HechaSiteDialog *self)
{
  HechaSiteJob *job = hecha_site_job_new (HECHA_SITE_DRAW, sample_of (self));

  hecha_site_random_page_fill (self->random_page, job);
  run (self, job);
}

static void
cancel_given_cb (const char *reason, gpointer user_data)
{
  HechaSiteDialog *self = user_data;
  HechaSiteJob *job = hecha_site_job_new (HECHA_SITE_CANCEL, sample_of (self));

  job->reason = g_strdup (reason);
  run (self, job);
}

static void
cancel_cb (HechaSiteDialog *self)
{
  hecha_ask_reason (GTK_WINDOW (self), _ ("Cancel This Frame?"),
                    _ ("It stays on record with your reason, and a new one can be made."),
                    _ ("_Cancel Frame"), cancel_given_cb, g_object_ref (self), g_object_unref);
}

/* ---- showing ---- */

static void
show_drawn (HechaSiteDialog *self)
{
  const HechaSite *site = self->data->site;
  g_autofree char *title = g_strdup_printf (
    ngettext ("%u unit is drawn", "%u units are drawn", site->units->len), site->units->len);
  GtkWidget *row;

  gtk_label_set_text (self->drawn_title, title);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->drawn))) != NULL)
    gtk_list_box_remove (self->drawn, row);
  for (guint i = 0; i < site->units->len; i++)
    {
      const HechaRecord *unit = site->units->pdata[i];

      gtk_list_box_append (self->drawn,
                           hecha_drawn_row_new (unit, hecha_record_get (unit, "ticket"), "title-2"));
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->done));
}

static void
turn_to (HechaSiteDialog *self, const char *page)
{
  if (strcmp (gtk_stack_get_visible_child_name (self->stack), page) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

/**
 * hecha_site_dialog_show:
 * @self: the dialog
 * @data: (transfer none): the sample, again after each change
 *
 * Shows how far the draw is.
 */
void
hecha_site_dialog_show (HechaSiteDialog *self, HechaSampleData *data)
{
  const HechaRecord *frame = hecha_site_get_frame (data->site);

  hecha_sample_data_ref (data);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = data;
  if (data->site->draw != NULL)
    {
      if (strcmp (gtk_stack_get_visible_child_name (self->stack), "drawn") != 0)
        hecha_site_frame_page_forget (self->frame_page, data);
      turn_to (self, "drawn");
      show_drawn (self);
    }
  else if (frame != NULL)
    {
      hecha_site_random_page_show (self->random_page, data, frame);
      turn_to (self, "random");
    }
  else
    {
      hecha_site_frame_page_show (self->frame_page, data);
      turn_to (self, "frame");
    }
}

/* ---- life cycle ---- */

static void
hecha_site_dialog_dispose (GObject *object)
{
  HechaSiteDialog *self = HECHA_SITE_DIALOG (object);

  g_clear_pointer (&self->data, hecha_sample_data_unref);
  g_clear_object (&self->worker);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SITE_DIALOG);
  G_OBJECT_CLASS (hecha_site_dialog_parent_class)->dispose (object);
}

static void
hecha_site_dialog_class_init (HechaSiteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_site_dialog_dispose;
  g_type_ensure (HECHA_TYPE_SITE_FRAME_PAGE);
  g_type_ensure (HECHA_TYPE_SITE_RANDOM_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-site-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, frame_page);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, random_page);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, drawn);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, drawn_title);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, done);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, freeze_cb);
  gtk_widget_class_bind_template_callback (widget_class, draw_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hecha_site_dialog_init (HechaSiteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_site_dialog_new:
 * @parent: the window
 * @worker: owner of the store
 *
 * Returns: (transfer full): the dialog, not yet presented
 */
HechaSiteDialog *
hecha_site_dialog_new (GtkWindow *parent, HechaStoreWorker *worker)
{
  HechaSiteDialog *self = g_object_new (HECHA_TYPE_SITE_DIALOG, "transient-for", parent, NULL);
  int width = gtk_widget_get_width (GTK_WIDGET (parent));

  self->worker = g_object_ref (worker);
  hecha_site_frame_page_set_worker (self->frame_page, worker);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (560, MAX (340, width)), 680);
  return self;
}
