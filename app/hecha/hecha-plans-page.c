/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plans-page.h"

#include "base/hecha-error.h"
#include "hecha-plan-deeds.h"
#include "hecha-plan-forms.h"
#include "hecha-plan-view.h"
#include "hecha-reading.h"
#include "hecha-report-window.h"
#include "hecha-row-list.h"
#include "hecha-sheet-page.h"
#include "hecha-sidebar-button.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* What waits for the office first; what was cancelled stays, at the end. */
static const HechaPlanState groups[]
  = {HECHA_PLAN_DISPUTED, HECHA_PLAN_DRAFT,   HECHA_PLAN_APPROVED, HECHA_PLAN_FROZEN,
     HECHA_PLAN_DRAWN,    HECHA_PLAN_RUNNING, HECHA_PLAN_CANCELLED};

/**
 * HechaPlansPage:
 *
 * The office's plans by state, and one of them with all that belongs to it.
 */
struct _HechaPlansPage
{
  GtkWidget parent_instance;

  AdwHeaderBar *header;
  AdwPreferencesPage *column;
  GtkStack *contents;
  HechaSheetPage *sheet;
  GtkStack *stack;
  AdwWindowTitle *title;
  HechaPlanView *view;

  GtkWidget *groups[G_N_ELEMENTS (groups)];  /* (not owned) of the list; the column has them */
  HechaRowList *rows[G_N_ELEMENTS (groups)]; /* (owned) of each */
  GPtrArray *items;          /* (owned) (nullable) (element-type HechaPlanItem): what they show */
  HechaStoreWorker *worker;  /* (owned) (nullable) */
  HechaSaver *saver;         /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  char *code;                /* (owned) (nullable): the plan that is shown */
  HechaReading *reading;     /* (owned) */
  GtkNativeDialog *chooser;  /* (owned) (nullable) while it is open */
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaPlansPage, hecha_plans_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

static GtkWindow *
get_window (HechaPlansPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* ---- reading ---- */

typedef struct
{
  GPtrArray *items;    /* (owned) (element-type HechaPlanItem) */
  HechaPlanData *data; /* (owned) (nullable): of the plan that is shown */
} Loaded;

static void
free_loaded (Loaded *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, free_loaded)

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  HechaReader *reader = hecha_store_reader (store);
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  loaded->items = hecha_plan_list_load (reader, error);
  if (loaded->items == NULL)
    return NULL;
  if (data != NULL)
    loaded->data = hecha_plan_data_load (reader, data, error);
  return data == NULL || loaded->data != NULL ? g_steal_pointer (&loaded) : NULL;
}

/* ---- the list ---- */

static void open_plan (HechaPlansPage *self, const char *code);

static void
row_cb (HechaPlansPage *self, GtkWidget *row)
{
  open_plan (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

static char *
dup_line (const HechaPlanItem *item)
{
  g_autofree char *samples
    = g_strdup_printf (ngettext ("%u sample", "%u samples", item->n_samples), item->n_samples);

  return g_strdup_printf ("%s · %s%s%s%s%s", hecha_word ("plan-kind", item->kind), item->quarter,
                          item->n_samples > 0 ? " · " : "", item->n_samples > 0 ? samples : "",
                          item->disputed ? " · " : "", item->disputed ? _ ("in conflict") : "");
}

static char *
dup_look (gconstpointer item, gpointer data)
{
  g_autofree char *line = dup_line (item);

  return g_strdup_printf ("%s\n%s", ((const HechaPlanItem *)item)->code, line);
}

static GtkWidget *
make_row (gpointer data, gpointer user_data)
{
  const HechaPlanItem *item = data;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *line = dup_line (item);

  g_object_set (row, "use-markup", FALSE, "title", item->code, "subtitle", line, "activatable", TRUE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (row_cb), user_data, G_CONNECT_SWAPPED);
  return row;
}

static void
show_group (HechaPlansPage *self, guint group)
{
  g_autoptr (GPtrArray) of_group = g_ptr_array_new ();

  /* the newest first */
  for (guint i = self->items->len; i > 0; i--)
    {
      HechaPlanItem *item = self->items->pdata[i - 1];

      if (item->state == groups[group])
        g_ptr_array_add (of_group, item);
    }
  hecha_row_list_fill (self->rows[group], of_group, dup_look, make_row, self);
  gtk_widget_set_visible (self->groups[group], of_group->len > 0);
}

static void
show_list (HechaPlansPage *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->items);

  self->items = g_ptr_array_ref (items);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    show_group (self, i);
  gtk_stack_set_visible_child_name (self->contents, items->len > 0 ? "plans" : "empty");
}

static void load (HechaPlansPage *self);

static void
say_failure (HechaPlansPage *self, const char *heading, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, sentence);
}

static void
show_data (HechaPlansPage *self, HechaPlanData *data)
{
  if (g_strcmp0 (self->code, data->plan->id) != 0)
    return;
  adw_window_title_set_title (self->title, data->plan->id);
  adw_window_title_set_subtitle (self->title,
                                 hecha_word ("plan-kind", hecha_record_get (data->plan, "kind")));
  hecha_plan_view_show (self->view, data);
  if (strcmp (gtk_stack_get_visible_child_name (self->stack), "list") == 0)
    gtk_stack_set_visible_child_name (self->stack, "plan");
}

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (page);
  g_autoptr (Loaded) loaded = result;

  if (loaded == NULL)
    {
      g_clear_pointer (&self->code, g_free);
      return;
    }
  show_list (self, loaded->items);
  if (loaded->data != NULL)
    show_data (self, loaded->data);
}

static void
load (HechaPlansPage *self)
{
  hecha_reading_ask (self->reading, self->worker, self->code);
}

static void
open_plan (HechaPlansPage *self, const char *code)
{
  g_autofree char *copy = g_strdup (code);

  g_free (self->code);
  self->code = g_steal_pointer (&copy);
  load (self);
}

/* ---- acting ---- */

static void
created_cb (HechaPlansPage *self, const char *code)
{
  open_plan (self, code);
}

static void
new_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (widget);
  HechaForm *form = hecha_plan_form_new (get_window (self), self->worker, NULL);

  hecha_form_keep_drafts (form, self->saver, "plan-new");
  g_signal_connect_object (form, "done", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
}

static void
size_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (widget);

  hecha_size_form_new (get_window (self), self->worker, 100);
}

static void
protocol_cb (HechaPlansPage *self)
{
  hecha_sheet_page_show_protocol (self->sheet, self->code);
  gtk_stack_set_visible_child_name (self->stack, "protocol");
}

/* ---- tables ---- */

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaPlansPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *report = hecha_store_worker_run_finish (self->worker, result, &error);

  if (self->stack == NULL)
    return;
  if (report != NULL)
    hecha_report_window_present (get_window (self), _ ("Import"), report);
  else
    say_failure (self, _ ("Not Imported"), error);
}

static void
chosen_cb (HechaPlansPage *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  const char *table = g_object_get_data (G_OBJECT (self->chooser), "hecha-table");
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  HechaJob *job;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    {
      job = hecha_job_new (hecha_deed_import, table);
      hecha_job_set (job, "path", path);
      hecha_job_run (job, self->worker, imported_cb, g_object_ref (self));
    }
  g_clear_object (&self->chooser);
}

static void
import_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (widget);
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;
  chooser = gtk_file_chooser_native_new (_ ("Import a Table"), get_window (self),
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), _ ("_Cancel"));
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  g_object_set_data_full (G_OBJECT (chooser), "hecha-table", g_variant_dup_string (parameter, NULL), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (page);

  self->worker = g_object_ref (context->worker);
  self->saver = g_object_ref (context->saver);
  hecha_plan_view_set_context (self->view, context);
  hecha_sheet_page_set_context (self->sheet, context->worker, context->env, context->thumbnailer);
}

static void
refresh (HechaPage *page)
{
  load (HECHA_PLANS_PAGE (page));
}

static void
page_open (HechaPage *page, const char *record)
{
  open_plan (HECHA_PLANS_PAGE (page), record);
}

static gboolean
page_back (HechaPage *page)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (page);
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  if (strcmp (name, "list") == 0)
    return FALSE;
  if (strcmp (name, "plan") == 0)
    g_clear_pointer (&self->code, g_free);
  gtk_stack_set_visible_child_name (self->stack, strcmp (name, "plan") == 0 ? "list" : "plan");
  return TRUE;
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
  iface->open = page_open;
  iface->back = page_back;
}

/* ---- life cycle ---- */

static void
hecha_plans_page_dispose (GObject *object)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_PLANS_PAGE);
  G_OBJECT_CLASS (hecha_plans_page_parent_class)->dispose (object);
}

static void
hecha_plans_page_finalize (GObject *object)
{
  HechaPlansPage *self = HECHA_PLANS_PAGE (object);

  hecha_reading_free (self->reading);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    hecha_row_list_free (self->rows[i]);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->code);
  g_clear_object (&self->worker);
  g_clear_object (&self->saver);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_plans_page_parent_class)->finalize (object);
}

static void
hecha_plans_page_class_init (HechaPlansPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_plans_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_plans_page_finalize;
  g_type_ensure (HECHA_TYPE_PLAN_VIEW);
  g_type_ensure (HECHA_TYPE_SHEET_PAGE);
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_install_action (widget_class, "plans.new", NULL, new_action_cb);
  gtk_widget_class_install_action (widget_class, "plans.size", NULL, size_action_cb);
  gtk_widget_class_install_action (widget_class, "plans.import", "s", import_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-plans-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, column);
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, contents);
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaPlansPage, view);
  gtk_widget_class_bind_template_callback (widget_class, protocol_cb);
}

static void
make_groups (HechaPlansPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

      self->groups[i] = GTK_WIDGET (group);
      self->rows[i]
        = hecha_row_list_new (group, hecha_word ("plan-state", hecha_plan_state_get_name (groups[i])));
      adw_preferences_page_add (self->column, group);
    }
}

static void
hecha_plans_page_init (HechaPlansPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->reading = hecha_reading_new (GTK_WIDGET (self), load_work, (GDestroyNotify)free_loaded, show_loaded,
                                     self->cancellable);
  gtk_widget_init_template (GTK_WIDGET (self));
  make_groups (self);
  hecha_widget_make_room (self->header);
}
