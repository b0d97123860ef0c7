/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-negative-entry.h"

#include "hecha-names.h"
#include "hecha-negative-form.h"
#include "hecha-row-list.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include "domain/hecha-label.h"
#include "domain/hecha-negative-score.h"
#include "report/hecha-notice.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaNegativeEntry:
 *
 * One entry of the negative list: what comes next as a button, what is known of it, and what happened to it.
 */
struct _HechaNegativeEntry
{
  GtkWidget parent_instance;

  AdwHeaderBar *header;
  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *history;
  AdwPreferencesGroup *more;
  AdwPreferencesGroup *next;
  GtkButton *step;
  AdwWindowTitle *title;

  HechaRowList *fact_rows;       /* (owned) */
  HechaRowList *history_rows;    /* (owned) */
  HechaRowList *more_rows;       /* (owned) */
  HechaStoreWorker *worker;      /* (owned) (nullable) */
  HechaSaver *saver;             /* (owned) (nullable) */
  const HechaNegativeDesk *desk; /* (not owned) (nullable): the page has it until it shows another one */
  const HechaNegative *entry;    /* (not owned) (nullable): of @desk */
  GtkNativeDialog *chooser;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaNegativeEntry, hecha_negative_entry, GTK_TYPE_WIDGET)

/* ---- steps ---- */

static void
ask (HechaNegativeEntry *self, HechaNegativeAct act)
{
  if (self->entry != NULL)
    hecha_negative_form_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->worker,
                                 self->saver, self->desk, self->entry, act);
}

static void
step_cb (HechaNegativeEntry *self)
{
  if (self->entry != NULL)
    ask (self, hecha_negative_act_of_step (self->entry->step));
}

static void
show_step (HechaNegativeEntry *self)
{
  const HechaNegative *entry = self->entry;
  HechaNegativeAct act = hecha_negative_act_of_step (entry->step);
  g_autofree char *state
    = hecha_label_dup_title (hecha_label ("negative", hecha_negative_state_name (entry->state)));
  g_autofree char *days = entry->has_due ? hecha_negative_dup_days (entry) : NULL;
  g_autofree char *due = entry->has_due ? hecha_date_dup_text (&entry->due.due) : NULL;
  g_autofree char *text
    = entry->has_due
        ? g_strdup_printf (_ ("Due %s · %s"), due, days)
        : g_strdup (entry->disputed ? _ ("Two of the office wrote different things; settle that first.")
                                    : "");

  adw_preferences_group_set_title (self->next, state);
  adw_preferences_group_set_description (self->next, text);
  gtk_widget_set_visible (GTK_WIDGET (self->step), act != HECHA_NEGATIVE_ACT_NONE);
  if (act != HECHA_NEGATIVE_ACT_NONE)
    gtk_button_set_label (self->step, hecha_negative_act_title (act));
}

/* ---- what is known ---- */

static void
add_line (HechaRowList *list, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    hecha_row_list_add (list, hecha_text_lines_new (title, text));
}

/* Persons by name; of files, how many. */
static char *
dup_value (HechaNegativeEntry *self, const HechaRecord *record, guint i)
{
  const HechaField *field = &record->type->fields[i];
  g_auto (GStrv) list = NULL;

  if (strcmp (field->name, "addressee") == 0 || strcmp (field->name, "urged_by") == 0)
    return g_strdup (hecha_negative_desk_name (self->desk, record->values[i]));
  if (strcmp (field->name, "found_in") == 0)
    return hecha_names_dup_scope (record->values[i]);
  if (field->kind == HECHA_VALUE_CHOICE)
    return hecha_label_dup_title (hecha_label (field->name, record->values[i]));
  if (field->kind != HECHA_VALUE_LIST)
    return g_strdup (record->values[i]);
  list = hecha_record_get_list (record, field->name);
  if (strcmp (field->name, "evidence") == 0)
    return g_strdup_printf (ngettext ("%u file", "%u files", g_strv_length (list)), g_strv_length (list));
  for (guint k = 0; list[k] != NULL; k++)
    {
      char *name = g_strdup (hecha_negative_desk_name (self->desk, list[k]));

      g_free (list[k]);
      list[k] = name;
    }
  return g_strjoinv (_ (", "), list);
}

static void
add_record (HechaNegativeEntry *self, HechaRowList *list, const HechaRecord *record)
{
  static const char *const hidden[] = {"entry", "object", "unit", "agency", NULL};

  for (guint i = 0; i < record->type->n_fields; i++)
    {
      g_autofree char *value = NULL, *title = NULL;

      if (record->values[i] == NULL || g_strv_contains (hidden, record->type->fields[i].name))
        continue;
      value = dup_value (self, record, i);
      title = hecha_label_dup_title (hecha_field_get_label (&record->type->fields[i]));
      add_line (list, title, value);
    }
}

static const char *
text_of (const HechaRecord *record, const char *field)
{
  return record != NULL ? hecha_record_get (record, field) : NULL;
}

static void
show_facts (HechaNegativeEntry *self)
{
  const HechaNegative *entry = self->entry;
  g_autofree char *points = hecha_points_dup_exact (entry->loss);
  g_autofree char *days = entry->notice_days >= 0 ? g_strdup_printf ("%d", entry->notice_days) : NULL;

  hecha_row_list_clear (self->fact_rows);
  add_line (self->fact_rows, _ ("Agency"), text_of (entry->agency, "name"));
  add_line (self->fact_rows, _ ("Requirement"), text_of (entry->requirement, "requirement"));
  add_line (self->fact_rows, _ ("Standard"), text_of (entry->requirement, "standard"));
  add_record (self, self->fact_rows, entry->entry);
  add_line (self->fact_rows, _ ("Working days from signature to notice"), days);
  add_line (self->fact_rows, _ ("Points lost"), entry->has_weight ? points : _ ("Its target has no weight"));
  if (entry->late)
    add_line (self->fact_rows, _ ("Completion"), _ ("After the last day"));
  if (entry->feedback_late)
    add_line (self->fact_rows, _ ("Feedback"), _ ("After its five working days"));
  if (entry->overturned)
    add_line (self->fact_rows, _ ("Withdrawn"), _ ("The finding was ruled otherwise."));
}

static void
show_history (HechaNegativeEntry *self)
{
  hecha_row_list_clear (self->history_rows);
  for (guint i = 0; i < self->entry->rectifications->len; i++)
    add_record (self, self->history_rows, self->entry->rectifications->pdata[i]);
  for (guint i = 0; i < self->entry->urgings->len; i++)
    add_record (self, self->history_rows, self->entry->urgings->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->history), hecha_row_list_get_length (self->history_rows) > 0);
}

/* ---- the notice ---- */

typedef struct
{
  char *entry;
  char *path;
} Printing;

static void
free_printing (gpointer data)
{
  Printing *printing = data;

  g_free (printing->entry);
  g_free (printing->path);
  g_free (printing);
}

static gpointer
print_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Printing *printing = data;
  g_autoptr (HechaNoticeData) notice = hecha_notice_data_load (store, printing->entry, error);
  g_autoptr (HechaSheet) sheet = notice != NULL ? hecha_notice_new (notice) : NULL;

  if (sheet == NULL
      || !hecha_sheet_save (sheet, hecha_store_env (store)->disk, printing->path, cancellable, error))
    return NULL;
  return g_strdup (printing->path);
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaNegativeEntry) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = hecha_store_worker_run_finish (self->worker, result, &error);
  g_autofree char *sentence = path == NULL ? hecha_error_dup_sentence (error) : NULL;

  if (path != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", _ ("Notice saved"));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("The Notice Was Not Saved"),
                                sentence);
}

static void
chosen_cb (HechaNegativeEntry *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  Printing *printing;

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || file == NULL || self->entry == NULL)
    return;
  printing = g_new0 (Printing, 1);
  printing->entry = g_strdup (self->entry->entry->id);
  printing->path = g_file_get_path (file);
  hecha_store_worker_run_async (self->worker, print_work, printing, free_printing, g_free, NULL, printed_cb,
                                g_object_ref (self));
}

static void
notice_cb (HechaNegativeEntry *self)
{
  g_autofree char *name = NULL;

  if (self->chooser != NULL || self->entry == NULL)
    return;
  name = g_strdup_printf ("负面清单整改通知-%s.pdf", self->entry->entry->id);
  self->chooser = GTK_NATIVE_DIALOG (
    gtk_file_chooser_native_new (_ ("Save the Notice"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel")));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* ---- what else can be done ---- */

static void
more_cb (HechaNegativeEntry *self, GtkWidget *row)
{
  HechaNegativeAct act = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "act"));

  if (act == HECHA_NEGATIVE_ACT_NONE)
    notice_cb (self);
  else
    ask (self, act);
}

/* The notice is no act of the list: it is only saved as a file. */
static const char *
get_more_title (gconstpointer item)
{
  HechaNegativeAct act = GPOINTER_TO_INT (item);

  return act != HECHA_NEGATIVE_ACT_NONE ? hecha_negative_act_title (act) : _ ("Save the Notice…");
}

static char *
dup_more_look (gconstpointer item, gpointer data)
{
  return g_strdup (get_more_title (item));
}

static GtkWidget *
make_more (gpointer item, gpointer data)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", get_more_title (item), "activatable", TRUE, NULL);
  g_object_set_data (G_OBJECT (row), "act", item);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (more_cb), data, G_CONNECT_SWAPPED);
  return row;
}

static void
show_more (HechaNegativeEntry *self)
{
  const HechaNegative *entry = self->entry;
  gboolean told = hecha_record_get (entry->entry, "notified_on") != NULL;
  gboolean open = entry->step != HECHA_NEGATIVE_NOTHING;
  gboolean overdue = entry->state == HECHA_NEGATIVE_OVERDUE;
  const struct
  {
    HechaNegativeAct act;
    gboolean offered;
  } acts[] = {
    {HECHA_NEGATIVE_ACT_NONE, told},
    {HECHA_NEGATIVE_ACT_RECEIVE, told && open && hecha_record_get (entry->entry, "received_on") == NULL},
    {HECHA_NEGATIVE_ACT_MEASURE, overdue},
    {HECHA_NEGATIVE_ACT_COMPLETE, overdue},
    {HECHA_NEGATIVE_ACT_URGE, !overdue && told && open && entry->state != HECHA_NEGATIVE_FEEDBACK_GIVEN},
    {HECHA_NEGATIVE_ACT_WITHDRAW, entry->state != HECHA_NEGATIVE_WITHDRAWN},
  };
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (acts[i].offered)
      g_ptr_array_add (items, GINT_TO_POINTER (acts[i].act));
  hecha_row_list_fill (self->more_rows, items, dup_more_look, make_more, self);
  gtk_widget_set_visible (GTK_WIDGET (self->more), items->len > 0);
}

/* ---- life cycle ---- */

static void
hecha_negative_entry_dispose (GObject *object)
{
  g_clear_object (&HECHA_NEGATIVE_ENTRY (object)->chooser);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_NEGATIVE_ENTRY);
  G_OBJECT_CLASS (hecha_negative_entry_parent_class)->dispose (object);
}

static void
hecha_negative_entry_finalize (GObject *object)
{
  HechaNegativeEntry *self = HECHA_NEGATIVE_ENTRY (object);

  hecha_row_list_free (self->fact_rows);
  hecha_row_list_free (self->history_rows);
  hecha_row_list_free (self->more_rows);
  g_clear_object (&self->worker);
  g_clear_object (&self->saver);
  G_OBJECT_CLASS (hecha_negative_entry_parent_class)->finalize (object);
}

static void
hecha_negative_entry_class_init (HechaNegativeEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_negative_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_negative_entry_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-negative-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, facts);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, header);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, history);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, more);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, next);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, step);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeEntry, title);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
}

static void
hecha_negative_entry_init (HechaNegativeEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
  self->fact_rows = hecha_row_list_new (self->facts, _ ("What Was Not Met"));
  self->history_rows = hecha_row_list_new (self->history, _ ("Making It Up"));
  self->more_rows = hecha_row_list_new (self->more, _ ("More Steps"));
}

/**
 * hecha_negative_entry_set_context:
 * @self: the page
 * @context: what it works with
 */
void
hecha_negative_entry_set_context (HechaNegativeEntry *self, const HechaPageContext *context)
{
  self->worker = g_object_ref (context->worker);
  self->saver = g_object_ref (context->saver);
}

/**
 * hecha_negative_entry_show:
 * @self: the page
 * @desk: (transfer none): the list; it outlives what is shown
 * @entry: (nullable): of @desk; %NULL when none is shown
 */
void
hecha_negative_entry_show (HechaNegativeEntry *self, const HechaNegativeDesk *desk,
                           const HechaNegative *entry)
{
  const char *name = entry != NULL ? text_of (entry->target, "name") : NULL;

  self->desk = desk;
  self->entry = entry;
  if (entry == NULL)
    return;
  adw_window_title_set_title (self->title, name != NULL ? name : entry->entry->id);
  adw_window_title_set_subtitle (self->title, entry->entry->id);
  show_step (self);
  show_facts (self);
  show_history (self);
  show_more (self);
}
