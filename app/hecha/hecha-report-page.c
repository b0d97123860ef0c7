/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-report-page.h"

#include "domain/hecha-quarter-words.h"
#include "hecha-figure-list.h"
#include "hecha-input.h"
#include "hecha-report-job.h"
#include "hecha-reading.h"
#include "hecha-row-list.h"
#include "hecha-sidebar-button.h"
#include "hecha-text-row.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* As many records as are listed one by one; the title says how many there are. */
#define MOST_RECORDS 500

/* Which tables stand under which part. */
static const char *const tables[HECHA_REPORT_PARTS][8] = {
  {"declarations", "agencies", "classes", "quarters"},
  {"plans", "limits", "found", "operators", "states", "excluded"},
  {"failures", "appeals"},
  {NULL},
  {"negative", "make_up"},
};

#define TABLE_WIDTH 860 /* pixels */

/**
 * HechaReportPage:
 *
 * The quarter's quality report: words that the office writes in place, numbers that lead to what they count, ways to
 * get it onto paper, and its end.
 */
struct _HechaReportPage
{
  GtkWidget parent_instance;

  AdwWindowTitle *title;
  GtkButton *back;
  AdwPreferencesPage *column;
  AdwPreferencesGroup *counted;
  GtkButton *finalise;
  AdwComboRow *quarter;
  GtkMenuButton *save;
  GtkStack *stack;
  AdwActionRow *state;

  AdwPreferencesGroup *parts[HECHA_REPORT_PARTS]; /* (nullable) until first shown */
  HechaTextRow *texts[HECHA_REPORT_PARTS];
  HechaFigureList *tables[HECHA_REPORT_PARTS]; /* (owned) (nullable): under @texts */
  HechaInput *inputs[HECHA_REPORT_PARTS];      /* (owned) (nullable): behind @texts */
  HechaRowList *ids;                           /* (owned) of what a number counts */
  HechaReportView *view;                       /* (owned) (nullable) */
  char *chosen; /* (owned) (nullable) quarter: the first that was shown, or the one that was asked for */
  HechaStoreWorker *worker;  /* (owned) (nullable) */
  HechaSaver *saver;         /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  GtkNativeDialog *chooser;  /* (owned) (nullable) while it is open */
  HechaReading *reading;     /* (owned) */
  gboolean showing;
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaReportPage, hecha_report_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

static void load (HechaReportPage *self);

static void
say (HechaReportPage *self, const char *heading, const GError *error)
{
  g_autofree char *sentence = hecha_error_dup_sentence (error);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", heading, sentence);
}

/* ---- what a number counts ---- */

static void
show_stack (HechaReportPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->back), strcmp (name, "counted") == 0);
}

static gboolean
go_back (HechaReportPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "counted") != 0)
    return FALSE;
  show_stack (self, "report");
  return TRUE;
}

static void
back_cb (HechaReportPage *self)
{
  go_back (self);
}

static void
record_activated_cb (AdwActionRow *row)
{
  const char *scope = g_object_get_data (G_OBJECT (row), "scope");

  gtk_widget_activate_action (GTK_WIDGET (row), "win.show-sample", "(ss)", scope,
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

static const char *
find_cell (const HechaFigureTable *source, const char *id, const char *column)
{
  for (guint i = 0; i < source->rows->len; i++)
    if (g_strcmp0 (((const HechaFigureRow *)source->rows->pdata[i])->cells->pdata[0], id) == 0)
      return hecha_figure_table_get (source, i, column);
  return NULL;
}

/* A finding can be opened; a target or an entry is named. */
static GtkWidget *
new_record_row (const HechaFigureTable *source, const char *id)
{
  GtkWidget *row = adw_action_row_new ();
  const char *scope = find_cell (source, id, "scope"), *name = find_cell (source, id, "name");

  g_object_set (row, "use-markup", FALSE, "title", id, "subtitle", name != NULL ? name : "", NULL);
  if (scope == NULL)
    return row;
  g_object_set (row, "activatable", TRUE, "subtitle", scope, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "scope", g_strdup (scope), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (record_activated_cb), NULL);
  return row;
}

static void
asked_cb (const char *table, guint row, const char *column, gpointer user_data)
{
  HechaReportPage *self = user_data;
  const HechaFigures *figures = self->view->report->figures;
  const HechaFigureTable *what = hecha_figures_find (figures, table);
  const HechaFigureTable *source = hecha_figures_find (figures, what->source);
  const HechaFigureColumn *of = what->columns->pdata[hecha_figure_table_find_column (what, column)];
  g_autoptr (GPtrArray) ids = hecha_figures_trace (figures, what, row, column);
  g_autofree char *title = NULL;

  if (ids == NULL)
    return;
  title = g_strdup_printf ("%s · %s: %u", what->title, of->title, ids->len);
  hecha_row_list_clear (self->ids);
  adw_preferences_group_set_title (self->counted, title);
  for (guint i = 0; i < MIN (ids->len, MOST_RECORDS); i++)
    hecha_row_list_add (self->ids, new_record_row (source, ids->pdata[i]));
  show_stack (self, "counted");
}

/* ---- doing something with what was typed ---- */

typedef struct
{
  HechaReportPage *page; /* (owned) */
  HechaReportDeed deed;
  char *quarter; /* (owned): that was shown when it was asked for */
  char *path;    /* (owned) (nullable) */
} Deed;

static Deed *
deed_new (HechaReportPage *self, HechaReportDeed what, const char *quarter, const char *path)
{
  Deed *deed = g_new0 (Deed, 1);

  *deed = (Deed) {g_object_ref (self), what, g_strdup (quarter), g_strdup (path)};
  return deed;
}

static void
deed_free (Deed *deed)
{
  g_object_unref (deed->page);
  g_free (deed->quarter);
  g_free (deed->path);
  g_free (deed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deed, deed_free)

static void
say_how (const Deed *deed, const GError *error)
{
  HechaReportPage *self = deed->page;
  gboolean export = deed->deed != HECHA_REPORT_FINALISE;

  if (error != NULL)
    say (self, export ? _ ("The Report Was Not Saved") : _ ("Not Finalised"), error);
  else if (export)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", _ ("Report saved"));
}

static void begin (HechaReportPage *self, HechaReportDeed what, const char *quarter, const char *path);

static void
replace_response_cb (GtkWidget *dialog, const char *response, gpointer user_data)
{
  const Deed *deed = user_data;

  if (strcmp (response, "do") == 0)
    begin (deed->page, HECHA_REPORT_REPLACE, deed->quarter, deed->path);
}

static void
free_deed (gpointer data, GClosure *closure)
{
  deed_free (data);
}

/* @names: of the files that would be replaced, beside the one that was chosen. */
static void
ask_to_replace (Deed *deed, char **names)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (deed->page)));
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Replace Files?"), NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  g_autofree char *list = g_strjoinv ("\n", names);

  adw_message_dialog_format_body (
    message, _ ("Every table is a file of its own. These are there already, and would be overwritten:\n%s"),
    list);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "do", _ ("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (message, "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (replace_response_cb), deed, free_deed, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deed) deed = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = hecha_store_worker_run_finish (NULL, result, &error);

  if (g_cancellable_is_cancelled (deed->page->cancellable))
    return;
  if (names != NULL)
    {
      ask_to_replace (g_steal_pointer (&deed), names);
      return;
    }
  say_how (deed, error);
  load (deed->page);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deed *deed = user_data;
  HechaReportPage *self = deed->page;
  g_autoptr (GError) error = NULL;

  if (hecha_saver_flush_finish (HECHA_SAVER (source), result, &error)
      && !g_cancellable_is_cancelled (self->cancellable))
    {
      hecha_report_job_run (self->worker, deed->deed, deed->quarter, deed->path, NULL, done_cb, deed);
      return;
    }
  if (!g_cancellable_is_cancelled (self->cancellable))
    say_how (deed, error);
  deed_free (deed);
}

/* Once everything that was typed is recorded. */
static void
begin (HechaReportPage *self, HechaReportDeed what, const char *quarter, const char *path)
{
  hecha_saver_flush_async (self->saver, flushed_cb, deed_new (self, what, quarter, path));
}

/* ---- showing ---- */

static void
add_part (HechaReportPage *self, guint i)
{
  g_autofree char *title
    = g_strdup_printf ("%c  %s", 'a' + (int)i, hecha_quarter_report_get_title ((char)('a' + (int)i)));

  self->parts[i] = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->texts[i] = g_object_new (HECHA_TYPE_TEXT_ROW, "title", title, NULL);
  hecha_widget_name_lists (GTK_WIDGET (self->parts[i]), title);
  self->inputs[i] = hecha_input_new (self->saver, GTK_WIDGET (self->texts[i]), "quarter_report",
                                     hecha_quarter_report_get_field (i));
  adw_preferences_group_add (self->parts[i], GTK_WIDGET (self->texts[i]));
  self->tables[i] = hecha_figure_list_new (self->parts[i], tables[i], asked_cb, self);
  adw_preferences_page_add (self->column, self->parts[i]);
}

static void
show_part (HechaReportPage *self, guint i)
{
  const HechaQuarterReport *report = self->view->report;

  if (self->parts[i] == NULL)
    add_part (self, i);
  hecha_input_show (self->inputs[i], "office", report->quarter, self->view->lives[i],
                    report->hash == NULL && (report->disputed & (G_GUINT64_CONSTANT (1) << i)) == 0);
  hecha_figure_list_show (self->tables[i], report->figures);
}

static void
show_quarters (HechaReportPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < self->view->quarters->len; i++)
    {
      gtk_string_list_append (names, self->view->quarters->pdata[i]);
      if (g_strcmp0 (self->view->quarters->pdata[i], self->view->report->quarter) == 0)
        selected = i;
    }
  self->showing = TRUE;
  adw_combo_row_set_model (self->quarter, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->quarter, selected);
  self->showing = FALSE;
}

/* (transfer full) (nullable): of a final report, and what is otherwise today. */
static char *
dup_final (const HechaQuarterReport *report)
{
  g_autofree char *since = report->hash != NULL ? g_strdup_printf (_ ("Final since %s by %s\n%s"), report->at,
                                                                   report->by, report->hash)
                                                : NULL;
  g_autofree char *final
    = report->before_incomparable != NULL ? g_strdup_printf (
        _ ("%s\nOnly the quarter before cannot be compared with it. %s"), since, report->before_incomparable)
                                          : g_steal_pointer (&since);

  if (report->incomparable != NULL)
    return g_strdup_printf (_ ("%s\nToday's figures cannot be compared with it. %s"), final,
                            report->incomparable);
  if (report->changes->len > 0)
    return g_strdup_printf (
      ngettext ("%s\n%u figure changed since", "%s\n%u figures changed since", report->changes->len), final,
      report->changes->len);
  return g_steal_pointer (&final);
}

static void
show_state (HechaReportPage *self)
{
  const HechaQuarterReport *report = self->view->report;
  g_autofree char *final = dup_final (report);
  const char *text = final;

  if (report->disputed != 0)
    text = _ ("In conflict: two people wrote it differently");
  adw_action_row_set_subtitle (self->state, text != NULL ? text : _ ("Draft"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->finalise), report->hash == NULL && report->disputed == 0);
  adw_window_title_set_subtitle (self->title, report->quarter);
}

static void
show_view (HechaReportPage *self)
{
  gboolean any = self->view->report != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->save), any);
  gtk_widget_set_visible (GTK_WIDGET (self->finalise), any);
  if (!any)
    {
      show_stack (self, "empty");
      return;
    }
  show_quarters (self);
  show_state (self);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    show_part (self, i);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0)
    show_stack (self, "report");
}

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaReportPage *self = HECHA_REPORT_PAGE (page);

  if (result == NULL)
    return;
  hecha_report_view_free (self->view);
  self->view = result;
  /* what comes by sync later does not turn the page */
  if (self->chosen == NULL && self->view->report != NULL)
    self->chosen = g_strdup (self->view->report->quarter);
  show_view (self);
}

static void
load (HechaReportPage *self)
{
  hecha_reading_ask (self->reading, self->worker, self->chosen);
}

static void
quarter_selected_cb (HechaReportPage *self)
{
  guint i = adw_combo_row_get_selected (self->quarter);

  if (self->showing || self->view == NULL || i >= self->view->quarters->len)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (self->view->quarters->pdata[i]);
  load (self);
}

/* ---- the end of it ---- */

static void
response_cb (HechaReportPage *self, const char *response, GObject *dialog)
{
  if (strcmp (response, "do") == 0)
    begin (self, HECHA_REPORT_FINALISE, g_object_get_data (dialog, "quarter"), NULL);
}

static void
finalise_cb (HechaReportPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = adw_message_dialog_new (
    window, _ ("Finalise the Report?"),
    _ ("Words and figures are fixed under one digest. What changes later is shown beside it; the report "
       "itself is not written anew."));

  g_object_set_data_full (G_OBJECT (dialog), "quarter", g_strdup (self->view->report->quarter), g_free);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Back"), "do", _ ("_Finalise"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- as a file ---- */

static void
chosen_cb (HechaReportPage *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    begin (self, HECHA_REPORT_EXPORT, g_object_get_data (G_OBJECT (self->chooser), "quarter"), path);
  g_clear_object (&self->chooser);
}

static void
export_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HechaReportPage *self = HECHA_REPORT_PAGE (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  g_autofree char *quarter = hecha_quarter_dup_name (self->view->report->quarter);
  g_autofree char *name
    = g_strdup_printf ("%s目标完成质量分析报告.%s", quarter, g_variant_get_string (parameter, NULL));
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;
  chooser = gtk_file_chooser_native_new (_ ("Save the Report"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _ ("_Save"), _ ("_Cancel"));
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  g_object_set_data_full (G_OBJECT (chooser), "quarter", g_strdup (self->view->report->quarter), g_free);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HechaReportPage *self = HECHA_REPORT_PAGE (page);

  self->worker = g_object_ref (context->worker);
  self->saver = g_object_ref (context->saver);
}

static void
refresh (HechaPage *page)
{
  load (HECHA_REPORT_PAGE (page));
}

static void
open_quarter (HechaPage *page, const char *quarter)
{
  HechaReportPage *self = HECHA_REPORT_PAGE (page);

  g_free (self->chosen);
  self->chosen = g_strdup (quarter);
  load (self);
}

static gboolean
back (HechaPage *page)
{
  return go_back (HECHA_REPORT_PAGE (page));
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
  iface->open = open_quarter;
  iface->back = back;
}

/* ---- life cycle ---- */

static void
hecha_report_page_dispose (GObject *object)
{
  HechaReportPage *self = HECHA_REPORT_PAGE (object);

  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    g_clear_pointer (&self->inputs[i], hecha_input_free);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_REPORT_PAGE);
  G_OBJECT_CLASS (hecha_report_page_parent_class)->dispose (object);
}

static void
hecha_report_page_finalize (GObject *object)
{
  HechaReportPage *self = HECHA_REPORT_PAGE (object);

  hecha_reading_free (self->reading);
  for (guint i = 0; i < HECHA_REPORT_PARTS; i++)
    g_clear_pointer (&self->tables[i], hecha_figure_list_free);
  hecha_row_list_free (self->ids);
  hecha_report_view_free (self->view);
  g_free (self->chosen);
  g_clear_object (&self->worker);
  g_clear_object (&self->saver);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_report_page_parent_class)->finalize (object);
}

static void
hecha_report_page_class_init (HechaReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_report_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_report_page_finalize;
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, back);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, column);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, counted);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, finalise);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, quarter);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, save);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, state);
  gtk_widget_class_bind_template_child (widget_class, HechaReportPage, title);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, finalise_cb);
  gtk_widget_class_bind_template_callback (widget_class, quarter_selected_cb);
  gtk_widget_class_install_action (widget_class, "report.export", "s", export_action_cb);
}

/* A table of eight columns is shown whole where there is room; the page itself would keep it to a text's width. */
static void
widen (GtkWidget *page)
{
  for (GtkWidget *inner = page; inner != NULL; inner = gtk_widget_get_first_child (inner))
    if (ADW_IS_CLAMP (inner))
      {
        adw_clamp_set_maximum_size (ADW_CLAMP (inner), TABLE_WIDTH);
        return;
      }
}

static void
hecha_report_page_init (HechaReportPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->reading = hecha_reading_new (GTK_WIDGET (self), hecha_report_view_work,
                                     (GDestroyNotify)hecha_report_view_free, show_loaded, self->cancellable);
  gtk_widget_init_template (GTK_WIDGET (self));
  widen (GTK_WIDGET (self->column));
  self->ids = hecha_row_list_new (self->counted, _ ("What Is Counted"));
}
