/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-negative-form.h"

#include "hecha-ask-discard.h"
#include "hecha-files-row.h"
#include "hecha-input.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include "domain/hecha-label.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a form asks for. */
typedef enum
{
  ASKS_TEXT = 1 << 0,
  ASKS_NAME = 1 << 1,
  ASKS_HEAD = 1 << 2,
  ASKS_INSPECTORS = 1 << 3,
  ASKS_RESULT = 1 << 4,
  ASKS_CHANNEL = 1 << 5,
  ASKS_RECTIFY_BY = 1 << 6,
  ASKS_NUMBER = 1 << 7,
  ASKS_FILES = 1 << 8,
  ASKS_DAY = 1 << 9,
} Asks;

typedef struct
{
  const char *title;
  guint asks;
  const char *text; /* (nullable): what stands before the text */
  const char *name; /* (nullable): what stands before the name */
} Form;

static const Form forms[] = {
  [HECHA_NEGATIVE_ACT_ADD] = {N_ ("Put on the List"), ASKS_TEXT, N_ ("What was not met")},
  [HECHA_NEGATIVE_ACT_CONFIRM]
  = {N_ ("Confirm on Site"), ASKS_INSPECTORS | ASKS_TEXT | ASKS_DAY, N_ ("What was seen there")},
  [HECHA_NEGATIVE_ACT_NOTIFY]
  = {N_ ("Notify the Head of the Agency"), ASKS_HEAD | ASKS_RECTIFY_BY | ASKS_NUMBER | ASKS_DAY},
  [HECHA_NEGATIVE_ACT_RECEIVE]
  = {N_ ("Record the Receipt"), ASKS_NAME | ASKS_DAY, NULL, N_ ("Who signed for it")},
  [HECHA_NEGATIVE_ACT_MEASURE]
  = {N_ ("Record Measures"), ASKS_TEXT | ASKS_DAY, N_ ("Measures of the agency")},
  [HECHA_NEGATIVE_ACT_COMPLETE]
  = {N_ ("Record the Completion"), ASKS_TEXT | ASKS_FILES | ASKS_DAY, N_ ("What was done")},
  [HECHA_NEGATIVE_ACT_FEED_BACK]
  = {N_ ("Record the Feedback"), ASKS_NAME | ASKS_DAY, NULL, N_ ("Who reported")},
  [HECHA_NEGATIVE_ACT_VERIFY]
  = {N_ ("Verify the Rectification"), ASKS_RESULT | ASKS_INSPECTORS | ASKS_TEXT | ASKS_DAY,
     N_ ("What was seen there")},
  [HECHA_NEGATIVE_ACT_URGE] = {N_ ("Urge the Agency"), ASKS_CHANNEL | ASKS_NAME | ASKS_TEXT | ASKS_DAY,
                               N_ ("What they answered"), N_ ("Who was reached")},
  [HECHA_NEGATIVE_ACT_WITHDRAW] = {N_ ("Take off the List"), ASKS_TEXT | ASKS_DAY, N_ ("Reason")},
};

static const char *const results[] = {"made_up", "rejected"};
static const char *const channels[] = {"phone", "letter", "site"};

/**
 * HechaNegativeForm:
 *
 * One step of an entry of the negative list, to be filled in. It stays open, with the reason, when the step is refused.
 */
struct _HechaNegativeForm
{
  AdwWindow parent_instance;

  GtkLabel *problem;
  GtkButton *record;
  AdwPreferencesGroup *rows;

  HechaStoreWorker *worker; /* (owned) */
  HechaNegativeAct act;
  char *entry;       /* (owned) */
  AdwEntryRow *text; /* (nullable), as all rows */
  HechaInput *draft; /* (owned) (nullable): what keeps the text while it is typed */
  AdwEntryRow *name;
  AdwEntryRow *rectify_by;
  AdwEntryRow *number;
  AdwEntryRow *day;
  AdwComboRow *choice;
  AdwComboRow *inspectors[2];
  AdwComboRow *heads;
  HechaFilesRow *files;
  GPtrArray *inspector_ids; /* (owned) (element-type utf8) in the order of the rows */
  GPtrArray *head_ids;      /* (owned) (element-type utf8) */
  char *before;             /* (owned): what was filled in when it was opened, as one text */
  GCancellable
    *cancellable; /* (owned) (nullable): of what is being recorded; nothing else is done meanwhile */
};

G_DEFINE_FINAL_TYPE (HechaNegativeForm, hecha_negative_form, ADW_TYPE_WINDOW)

/* ---- rows ---- */

static AdwEntryRow *
add_entry (HechaNegativeForm *self, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "text", text != NULL ? text : "", NULL);
  adw_preferences_group_add (self->rows, row);
  return ADW_ENTRY_ROW (row);
}

static AdwComboRow *
add_combo (HechaNegativeForm *self, const char *title, GPtrArray *labels, guint selected)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  for (guint i = 0; i < labels->len; i++)
    gtk_string_list_append (model, labels->pdata[i]);
  g_object_set (row, "use-markup", FALSE, "title", title, "model", model, NULL);
  if (selected < labels->len)
    adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  adw_preferences_group_add (self->rows, row);
  return ADW_COMBO_ROW (row);
}

static void
add_choice (HechaNegativeForm *self, const char *title, const char *kind, const char *const *values, guint n,
            const char *selected)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  guint which = 0;

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (labels, hecha_label_dup_title (hecha_label (kind, values[i])));
      which = g_strcmp0 (values[i], selected) == 0 ? i : which;
    }
  self->choice = add_combo (self, title, labels, which);
}

static gboolean
is_role (const HechaRecord *person, const char *const *roles)
{
  const char *role = hecha_record_get (person, "role");

  return role != NULL && g_strv_contains (roles, role);
}

/* Whom the step may name: their names for people, and their ids. */
static GPtrArray *
pick_people (const HechaNegativeDesk *desk, const char *const *roles, const char *agency, GPtrArray *ids)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < desk->people->len; i++)
    {
      const HechaRecord *person = g_ptr_array_index (desk->people, i);
      const char *name = hecha_record_get (person, "name");

      if (!is_role (person, roles)
          || (agency != NULL && g_strcmp0 (hecha_record_get (person, "agency_code"), agency) != 0))
        continue;
      g_ptr_array_add (ids, g_strdup (person->id));
      g_ptr_array_add (names, g_strdup_printf ("%s %s", person->id, name != NULL ? name : ""));
    }
  return names;
}

static void
add_people (HechaNegativeForm *self, const HechaNegativeDesk *desk, const HechaNegative *entry, guint asks)
{
  static const char *const inspector_roles[] = {"leader", "inspector", NULL}, *const head_roles[]
                                                                              = {"head", NULL};
  g_autoptr (GPtrArray) names = NULL;

  if ((asks & ASKS_INSPECTORS) != 0)
    {
      names = pick_people (desk, inspector_roles, NULL, self->inspector_ids);
      self->inspectors[0] = add_combo (self, _ ("First inspector"), names, 0);
      self->inspectors[1] = add_combo (self, _ ("Second inspector"), names, 1);
    }
  if ((asks & ASKS_HEAD) != 0)
    {
      names = pick_people (desk, head_roles, hecha_record_get (entry->entry, "agency"), self->head_ids);
      self->heads = add_combo (self, _ ("Main leader"), names, 0);
    }
}

/* ---- the draft ---- */

/* The text is on disk while it is typed, and is there again when the same step is asked for anew. */
static void
keep_text (HechaNegativeForm *self, HechaSaver *saver)
{
  /* by its words: of another version, no text comes back in another step */
  g_autofree char *id = g_strdup_printf ("negative %s/%s", forms[self->act].title, self->entry);

  self->draft = hecha_input_new (saver, GTK_WIDGET (self->text), "form", "held:text");
  hecha_input_show (self->draft, "office", id, NULL, TRUE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->text), TRUE);
}

/* What was typed is on record, or is to be thrown away. */
static void
forget_and_close (GtkWindow *window)
{
  HechaNegativeForm *self = HECHA_NEGATIVE_FORM (window);

  if (self->draft != NULL)
    hecha_input_forget (self->draft);
  gtk_window_destroy (window);
}

/* ---- recording ---- */

static char *
dup_row (AdwEntryRow *row)
{
  return row != NULL ? g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)))) : NULL;
}

static const char *
picked (AdwComboRow *row, GPtrArray *ids)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected < ids->len ? g_ptr_array_index (ids, selected) : NULL;
}

static char **
dup_inspectors (HechaNegativeForm *self)
{
  g_autoptr (GStrvBuilder) persons = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (self->inspectors); i++)
    if (self->inspectors[i] != NULL && picked (self->inspectors[i], self->inspector_ids) != NULL)
      g_strv_builder_add (persons, picked (self->inspectors[i], self->inspector_ids));
  return g_strv_builder_end (persons);
}

static HechaNegativeJob *
make_job (HechaNegativeForm *self)
{
  HechaNegativeJob *job = g_new0 (HechaNegativeJob, 1);
  guint asks = forms[self->act].asks;

  job->act = self->act;
  job->entry = g_strdup (self->entry);
  job->on = dup_row (self->day);
  job->text = dup_row (self->text);
  job->person = self->heads != NULL ? g_strdup (picked (self->heads, self->head_ids)) : dup_row (self->name);
  job->persons = dup_inspectors (self);
  job->rectify_by = dup_row (self->rectify_by);
  job->number = dup_row (self->number);
  job->files = self->files != NULL ? g_strdupv ((char **)hecha_files_row_get_paths (self->files)) : NULL;
  if (self->choice != NULL)
    job->choice = g_strdup ((asks & ASKS_RESULT) != 0 ? results[adw_combo_row_get_selected (self->choice)]
                                                      : channels[adw_combo_row_get_selected (self->choice)]);
  return job;
}

/* (nullable) @id: it is recorded. Else it is not, and the form stays open unless the person wanted to close it. */
static void
end (HechaNegativeForm *self, const char *id, const GError *error)
{
  gboolean cancelled = g_cancellable_is_cancelled (self->cancellable);
  g_autofree char *sentence = id == NULL ? hecha_error_dup_sentence (error) : NULL;

  g_clear_object (&self->cancellable);
  if (self->problem == NULL) /* the window of the program is gone */
    return;
  if (id != NULL || cancelled)
    {
      forget_and_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (self->problem, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->record), TRUE);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaNegativeForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hecha_store_worker_run_finish (self->worker, result, &error);

  end (self, id, error);
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HechaNegativeJob *job = data;
  GError *error = NULL;

  if (hecha_negative_job_copy (job, HECHA_NEGATIVE_FORM (source)->worker, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HechaNegativeForm *self = HECHA_NEGATIVE_FORM (source);
  HechaNegativeJob *job = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      hecha_store_worker_run_async (self->worker, hecha_negative_job_work, job,
                                    (GDestroyNotify)hecha_negative_job_free, g_free, NULL, recorded_cb,
                                    g_object_ref (self));
      return;
    }
  hecha_negative_job_free (job);
  end (self, NULL, error);
}

/* First the files, which may take long, on a thread of their own; then the step on the store's. */
static void
record_cb (HechaNegativeForm *self)
{
  HechaNegativeJob *job = make_job (self);
  g_autoptr (GTask) task = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->record), FALSE);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, copied_cb, job);
  g_task_set_source_tag (task, record_cb);
  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, copy_thread);
}

/* ---- closing ---- */

static char *
dup_filled (HechaNegativeForm *self)
{
  g_autofree char *persons = NULL, *files = NULL;
  HechaNegativeJob *job = make_job (self);
  const char *parts[] = {job->on, job->text, job->choice, job->person, job->rectify_by, job->number};
  GString *all = g_string_new (NULL);

  persons = g_strjoinv (" ", job->persons);
  files = job->files != NULL ? g_strjoinv (" ", job->files) : g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_append_printf (all, "%s\n", parts[i] != NULL ? parts[i] : "");
  g_string_append_printf (all, "%s\n%s", persons, files);
  hecha_negative_job_free (job);
  return g_string_free (all, FALSE);
}

/* What is being recorded is given up where that is still possible; the window closes when it ended. */
static void
cancel_cb (HechaNegativeForm *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    forget_and_close (GTK_WINDOW (self));
}

static gboolean
hecha_negative_form_close_request (GtkWindow *window)
{
  HechaNegativeForm *self = HECHA_NEGATIVE_FORM (window);
  g_autofree char *filled = dup_filled (self);

  if (self->cancellable == NULL && strcmp (filled, self->before) != 0)
    hecha_ask_discard (window, forget_and_close);
  else
    cancel_cb (self);
  return TRUE;
}

/* ---- life cycle ---- */

static void
hecha_negative_form_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_NEGATIVE_FORM (object)->cancellable);
  g_clear_pointer (&HECHA_NEGATIVE_FORM (object)->draft, hecha_input_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_NEGATIVE_FORM);
  G_OBJECT_CLASS (hecha_negative_form_parent_class)->dispose (object);
}

static void
hecha_negative_form_finalize (GObject *object)
{
  HechaNegativeForm *self = HECHA_NEGATIVE_FORM (object);

  g_clear_object (&self->worker);
  g_free (self->before);
  g_free (self->entry);
  g_ptr_array_unref (self->inspector_ids);
  g_ptr_array_unref (self->head_ids);
  G_OBJECT_CLASS (hecha_negative_form_parent_class)->finalize (object);
}

static void
hecha_negative_form_class_init (HechaNegativeFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_negative_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_negative_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hecha_negative_form_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-negative-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeForm, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeForm, record);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativeForm, rows);
  gtk_widget_class_bind_template_callback (widget_class, record_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hecha_negative_form_init (HechaNegativeForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->inspector_ids = g_ptr_array_new_with_free_func (g_free);
  self->head_ids = g_ptr_array_new_with_free_func (g_free);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->record));
}

static void
fill (HechaNegativeForm *self, const HechaNegativeDesk *desk, const HechaNegative *entry)
{
  const Form *form = &forms[self->act];
  g_autofree char *today = hecha_date_dup_text (&desk->today);

  if ((form->asks & ASKS_RESULT) != 0)
    add_choice (self, _ ("Result"), "result", results, G_N_ELEMENTS (results), NULL);
  if ((form->asks & ASKS_CHANNEL) != 0)
    add_choice (self, _ ("Urge by"), "channel", channels, G_N_ELEMENTS (channels),
                hecha_negative_next_channel (entry));
  add_people (self, desk, entry, form->asks);
  if ((form->asks & ASKS_NAME) != 0)
    self->name = add_entry (self, _ (form->name), NULL);
  if ((form->asks & ASKS_TEXT) != 0)
    self->text = add_entry (self, _ (form->text), NULL);
  if ((form->asks & ASKS_FILES) != 0)
    {
      self->files = HECHA_FILES_ROW (hecha_files_row_new (_ ("New evidence")));
      adw_preferences_group_add (self->rows, GTK_WIDGET (self->files));
    }
  if ((form->asks & ASKS_RECTIFY_BY) != 0)
    self->rectify_by
      = add_entry (self, _ ("To be made up until"), hecha_record_get (entry->entry, "rectify_by"));
  if ((form->asks & ASKS_NUMBER) != 0)
    self->number = add_entry (self, _ ("Number of the notice"), hecha_record_get (entry->entry, "notice_no"));
  if ((form->asks & ASKS_DAY) != 0)
    self->day = add_entry (self, _ ("Date"), today);
}

/**
 * hecha_negative_act_title:
 * @act: what is to be recorded
 *
 * Returns: (transfer none): its name on a button
 */
const char *
hecha_negative_act_title (HechaNegativeAct act)
{
  return _ (forms[act].title);
}

/**
 * hecha_negative_form_present:
 * @parent: the window
 * @worker: owner of the store
 * @saver: where what is typed goes
 * @desk: the list
 * @entry: of the list
 * @act: what is to be recorded of it
 *
 * Asks for what the step needs, and records it.
 */
void
hecha_negative_form_present (GtkWindow *parent, HechaStoreWorker *worker, HechaSaver *saver,
                             const HechaNegativeDesk *desk, const HechaNegative *entry, HechaNegativeAct act)
{
  HechaNegativeForm *self = g_object_new (HECHA_TYPE_NEGATIVE_FORM, "transient-for", parent, "title",
                                          hecha_negative_act_title (act), NULL);

  self->worker = g_object_ref (worker);
  self->act = act;
  self->entry = g_strdup (entry->entry->id);
  fill (self, desk, entry);
  self->before = dup_filled (self);
  if (self->text != NULL)
    keep_text (self, saver);
  hecha_widget_name_lists (GTK_WIDGET (self->rows), hecha_negative_act_title (act));
  gtk_window_present (GTK_WINDOW (self));
}
