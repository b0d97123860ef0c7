/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-review-page.h"

#include "hecha-covered-section.h"
#include "hecha-missing-section.h"
#include "hecha-sample-loader.h"
#include "hecha-sign-section.h"
#include "hecha-signatures-section.h"
#include "hecha-widget.h"

#include <string.h>

/**
 * HechaReviewPage:
 *
 * Everything that a signature covers, what is missing for it, the signatures that were given, and the place to sign.
 */
struct _HechaReviewPage
{
  GtkWidget parent_instance;

  GtkBox *column;
  AdwStatusPage *failed;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  AdwWindowTitle *title;

  HechaSectionContext context; /* worker and thumbnailer are owned */
  HechaSampleLoader *loader;   /* (owned) */
  guint n_signatures;          /* that were shown before */
};

G_DEFINE_FINAL_TYPE (HechaReviewPage, hecha_review_page, GTK_TYPE_WIDGET)

static void
scroll_to_top (HechaReviewPage *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
loaded_cb (HechaReviewPage *self)
{
  HechaSampleData *data = hecha_sample_loader_get_data (self->loader);

  adw_window_title_set_subtitle (self->title, hecha_sample_data_get (data, "assignment", "unit"));
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    hecha_section_show (HECHA_SECTION (section), data);
  gtk_stack_set_visible_child_name (self->stack, "page");
  /* The newest signature is looked at first. */
  if (data->assignment->signatures->len != self->n_signatures)
    scroll_to_top (self);
  self->n_signatures = data->assignment->signatures->len;
}

static void
failed_cb (HechaReviewPage *self, const char *sentence)
{
  adw_status_page_set_description (self->failed, sentence);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* ---- life cycle ---- */

static void
hecha_review_page_dispose (GObject *object)
{
  HechaReviewPage *self = HECHA_REVIEW_PAGE (object);

  g_clear_object (&self->loader);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_REVIEW_PAGE);
  G_OBJECT_CLASS (hecha_review_page_parent_class)->dispose (object);
}

static void
hecha_review_page_finalize (GObject *object)
{
  HechaReviewPage *self = HECHA_REVIEW_PAGE (object);

  g_clear_object (&self->context.worker);
  g_clear_object (&self->context.thumbnailer);
  G_OBJECT_CLASS (hecha_review_page_parent_class)->finalize (object);
}

static void
hecha_review_page_class_init (HechaReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_review_page_dispose;
  object_class->finalize = hecha_review_page_finalize;
  g_type_ensure (HECHA_TYPE_COVERED_SECTION);
  g_type_ensure (HECHA_TYPE_MISSING_SECTION);
  g_type_ensure (HECHA_TYPE_SIGN_SECTION);
  g_type_ensure (HECHA_TYPE_SIGNATURES_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, column);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, title);
}

static void
hecha_review_page_init (HechaReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_review_page_set_context:
 * @self: the page
 * @worker: owner of the store
 * @thumbnailer: maker of small pictures
 */
void
hecha_review_page_set_context (HechaReviewPage *self, HechaStoreWorker *worker, HechaThumbnailer *thumbnailer)
{
  self->context = (HechaSectionContext) {
    .worker = g_object_ref (worker),
    .thumbnailer = g_object_ref (thumbnailer),
  };
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    hecha_section_set_context (HECHA_SECTION (section), &self->context);
  self->loader = hecha_sample_loader_new (worker);
  g_signal_connect_object (self->loader, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * hecha_review_page_show:
 * @self: the page
 * @scope: of an assignment
 * @id: of the assignment, on which everything that was typed is recorded
 */
void
hecha_review_page_show (HechaReviewPage *self, const char *scope, const char *id)
{
  scroll_to_top (self);
  if (hecha_sample_loader_select (self->loader, scope, id))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else
    hecha_sample_loader_reload (self->loader);
}
