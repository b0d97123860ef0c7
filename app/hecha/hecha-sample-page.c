/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-page.h"

#include "hecha-checklist-section.h"
#include "hecha-evidence-list.h"
#include "hecha-finding-section.h"
#include "hecha-key-point-section.h"
#include "hecha-methods-section.h"
#include "hecha-presence-section.h"
#include "hecha-sample-loader.h"
#include "hecha-site-draw-section.h"
#include "hecha-task-section.h"
#include "hecha-undo.h"
#include "hecha-visit-section.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>

/**
 * HechaSamplePage:
 *
 * One sample: what was asked, and everything that is recorded on it. A column of sections, each of which shows its part
 * of the copy that the store's thread made; each change of the store brings a new one.
 */
struct _HechaSamplePage
{
  GtkWidget parent_instance;

  GtkBox *column;
  AdwStatusPage *failed;
  AdwHeaderBar *header;
  GtkLabel *missing;
  GtkButton *review_button;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  AdwWindowTitle *title;

  HechaSectionContext context;
  HechaSampleLoader *loader; /* (owned) */
  HechaUndo *undo;           /* (owned) */
};

G_DEFINE_FINAL_TYPE (HechaSamplePage, hecha_sample_page, GTK_TYPE_WIDGET)

/* ---- showing ---- */

static char *
dup_missing_text (const HechaSampleData *data)
{
  if (hecha_sample_data_is_sealed (data))
    return g_strdup (_ ("Signed and sealed"));
  if (data->missing->len == 0)
    return g_strdup (_ ("Nothing is missing."));
  return g_strdup_printf (ngettext ("%u thing is missing", "%u things are missing", data->missing->len),
                          data->missing->len);
}

/* Something that cannot be recorded, where everybody sees it; else what is missing. */
static void
show_bottom (HechaSamplePage *self, const HechaSampleData *data)
{
  const HechaRecord *assignment = data->assignment->record;
  const char *field = NULL;
  const char *refusal
    = hecha_saver_find_refused (self->context.saver, assignment->scope, assignment->id, &field);
  g_autofree char *missing = dup_missing_text (data);

  gtk_label_set_text (self->missing, refusal != NULL ? hecha_refusal_sentence (field, refusal) : missing);
  if (refusal != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->missing), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->missing), "error");
}

static void
show_saving (HechaSamplePage *self)
{
  static const char *const words[]
    = {N_ ("Saved"), N_ ("Saving…"), N_ ("Not recorded yet"), N_ ("Not saved")};

  adw_window_title_set_subtitle (self->title, _ (words[hecha_saver_get_state (self->context.saver, NULL)]));
}

static void
saver_changed_cb (HechaSamplePage *self)
{
  const HechaSampleData *data = hecha_sample_loader_get_data (self->loader);

  if (data == NULL)
    return;
  show_saving (self);
  show_bottom (self, data);
}

/* ---- undoing ---- */

static void
undo_changed_cb (HechaSamplePage *self)
{
  const HechaSampleData *data = hecha_sample_loader_get_data (self->loader);
  gboolean editable = data != NULL && hecha_sample_data_is_editable (data);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sample.undo",
                                 editable && hecha_undo_can_undo (self->undo));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sample.redo",
                                 editable && hecha_undo_can_redo (self->undo));
}

static void
undo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (widget);
  const HechaSampleData *data = hecha_sample_loader_get_data (self->loader);

  if (data != NULL && hecha_sample_data_is_editable (data))
    hecha_undo_undo (self->undo, data);
}

static void
redo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (widget);
  const HechaSampleData *data = hecha_sample_loader_get_data (self->loader);

  if (data != NULL && hecha_sample_data_is_editable (data))
    hecha_undo_redo (self->undo, data);
}

/* ---- loading ---- */

static void
loaded_cb (HechaSamplePage *self)
{
  HechaSampleData *data = hecha_sample_loader_get_data (self->loader);

  adw_window_title_set_title (self->title, hecha_sample_data_get (data, "assignment", "unit"));
  gtk_button_set_label (self->review_button,
                        hecha_sample_data_is_sealed (data) ? _ ("_Show Signatures") : _ ("_Review and Sign"));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->review_button)), TRUE); /* large text */
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    hecha_section_show (HECHA_SECTION (section), data);
  saver_changed_cb (self);
  undo_changed_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "page");
}

static void
failed_cb (HechaSamplePage *self, const char *sentence)
{
  adw_status_page_set_description (self->failed, sentence);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* ---- life cycle ---- */

static void
hecha_sample_page_dispose (GObject *object)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (object);

  g_clear_object (&self->loader);
  g_clear_object (&self->undo);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SAMPLE_PAGE);
  G_OBJECT_CLASS (hecha_sample_page_parent_class)->dispose (object);
}

static void
hecha_sample_page_finalize (GObject *object)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (object);

  g_clear_object (&self->context.worker);
  g_clear_object (&self->context.saver);
  g_clear_object (&self->context.thumbnailer);
  G_OBJECT_CLASS (hecha_sample_page_parent_class)->finalize (object);
}

static void
hecha_sample_page_class_init (HechaSamplePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_sample_page_dispose;
  object_class->finalize = hecha_sample_page_finalize;
  gtk_widget_class_install_action (widget_class, "sample.undo", NULL, undo_action_cb);
  gtk_widget_class_install_action (widget_class, "sample.redo", NULL, redo_action_cb);
  g_type_ensure (HECHA_TYPE_CHECKLIST_SECTION);
  g_type_ensure (HECHA_TYPE_EVIDENCE_LIST);
  g_type_ensure (HECHA_TYPE_FINDING_SECTION);
  g_type_ensure (HECHA_TYPE_KEY_POINT_SECTION);
  g_type_ensure (HECHA_TYPE_METHODS_SECTION);
  g_type_ensure (HECHA_TYPE_PRESENCE_SECTION);
  g_type_ensure (HECHA_TYPE_SITE_DRAW_SECTION);
  g_type_ensure (HECHA_TYPE_TASK_SECTION);
  g_type_ensure (HECHA_TYPE_VISIT_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sample-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, column);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, missing);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, review_button);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, title);
}

static void
hecha_sample_page_init (HechaSamplePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
}

/**
 * hecha_sample_page_set_context:
 * @self: the page
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 * @saver: where what is typed goes
 * @thumbnailer: maker of small pictures
 */
void
hecha_sample_page_set_context (HechaSamplePage *self, HechaStoreWorker *worker, const HechaEnv *env,
                               HechaSaver *saver, HechaThumbnailer *thumbnailer)
{
  self->context = (HechaSectionContext) {
    .worker = g_object_ref (worker),
    .env = env,
    .saver = g_object_ref (saver),
    .thumbnailer = g_object_ref (thumbnailer),
  };
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    hecha_section_set_context (HECHA_SECTION (section), &self->context);
  self->loader = hecha_sample_loader_new (worker);
  g_signal_connect_object (self->loader, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  self->undo = hecha_undo_new (saver);
  g_signal_connect_object (self->undo, "changed", G_CALLBACK (undo_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (saver, "changed", G_CALLBACK (saver_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * hecha_sample_page_show:
 * @self: the page
 * @scope: of an assignment
 * @id: of the assignment
 */
void
hecha_sample_page_show (HechaSamplePage *self, const char *scope, const char *id)
{
  if (!hecha_sample_loader_select (self->loader, scope, id))
    return;
  hecha_undo_select (self->undo, scope, id);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/**
 * hecha_sample_page_go_to:
 * @self: the page
 * @code: of something missing, as of hecha_section_dup_code()
 *
 * Puts the cursor where it can be given; the page scrolls there.
 */
void
hecha_sample_page_go_to (HechaSamplePage *self, const char *code)
{
  GtkWidget *found = NULL;

  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column));
       section != NULL && found == NULL; section = gtk_widget_get_next_sibling (section))
    found = hecha_section_find (HECHA_SECTION (section), code);
  if (found != NULL && !gtk_widget_grab_focus (found))
    gtk_widget_child_focus (found, GTK_DIR_TAB_FORWARD);
}
