/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-form.h"

#include "hecha-ask-discard.h"
#include "hecha-files-row.h"
#include "hecha-form-field.h"
#include "hecha-input-row.h"
#include "hecha-text-row.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaForm:
 *
 * A small window in which a person fills in what one act needs. It stays open with the reason when the rule refuses;
 * it emits “done” with the answer when it was recorded, and closes. What is typed may be kept as a draft until then, or
 * until the person throws it away.
 */
struct _HechaForm
{
  AdwWindow parent_instance;

  AdwPreferencesPage *column;
  GtkLabel *note;
  GtkLabel *problem;
  GtkLabel *restored;
  GtkButton *verb;

  AdwPreferencesGroup *group; /* (nullable) where the next row goes */
  GPtrArray *fields;          /* (owned) (element-type HechaFormField) */
  HechaStoreWorker *worker;   /* (owned) */
  HechaDeed deed;
  char *subject; /* (owned) (nullable) */
  char **over;   /* (owned) (nullable): the entries that are before the person's eyes */
  HechaFormNote make_note;
};

G_DEFINE_FINAL_TYPE (HechaForm, hecha_form, ADW_TYPE_WINDOW)

enum
{
  CHANGED,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what is filled in ---- */

/* Beside what is filled in, the list “changed” names what is not as the person found it, and “over” has the entries
 * that they had before their eyes. */
static HechaJob *
make_job (HechaForm *self)
{
  HechaJob *job = hecha_job_new (self->deed, self->subject);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const HechaFormField *field = g_ptr_array_index (self->fields, i);

      hecha_form_field_fill (field, job);
      if (hecha_form_field_is_changed (field))
        hecha_job_add (job, "changed", field->name);
    }
  for (guint i = 0; self->over != NULL && self->over[i] != NULL; i++)
    hecha_job_add (job, "over", self->over[i]);
  return job;
}

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
changed_cb (HechaForm *self)
{
  g_autoptr (HechaJob) job = NULL;
  g_autofree char *note = NULL;

  g_signal_emit (self, signals[CHANGED], 0);
  if (self->make_note == NULL)
    return;
  job = make_job (self);
  note = self->make_note (job);
  show_label (self->note, note);
}

/* ---- closing ---- */

/* What was typed is on record, or is to be thrown away. */
static void
forget_and_close (GtkWindow *window)
{
  HechaForm *self = HECHA_FORM (window);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const HechaFormField *field = g_ptr_array_index (self->fields, i);

      if (field->draft != NULL)
        hecha_input_forget (field->draft);
    }
  gtk_window_destroy (window);
}

static void
cancel_cb (HechaForm *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->verb)))
    forget_and_close (GTK_WINDOW (self));
}

/* Not while it is being recorded, so that a refusal is seen; and with a question when something was filled in. */
static gboolean
hecha_form_close_request (GtkWindow *window)
{
  HechaForm *self = HECHA_FORM (window);
  gboolean changed = FALSE;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->verb)))
    return TRUE;
  for (guint i = 0; i < self->fields->len; i++)
    changed = changed || hecha_form_field_is_changed (g_ptr_array_index (self->fields, i));
  if (changed)
    hecha_ask_discard (window, forget_and_close);
  else
    forget_and_close (window);
  return TRUE;
}

/* ---- doing it ---- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = hecha_store_worker_run_finish (self->worker, result, &error);
  g_autofree char *sentence = error != NULL ? hecha_error_dup_sentence (error) : NULL;

  if (self->problem == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->verb), TRUE);
  show_label (self->problem, sentence);
  if (error != NULL)
    return;
  g_signal_emit (self, signals[DONE], 0, answer);
  forget_and_close (GTK_WINDOW (self));
}

static void
submit_cb (HechaForm *self)
{
  show_label (self->problem, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->verb), FALSE);
  hecha_job_run (make_job (self), self->worker, done_cb, g_object_ref (self));
}

/* ---- life cycle ---- */

static void
hecha_form_dispose (GObject *object)
{
  HechaForm *self = HECHA_FORM (object);

  g_clear_object (&self->worker);
  g_ptr_array_set_size (self->fields, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_FORM);
  G_OBJECT_CLASS (hecha_form_parent_class)->dispose (object);
}

static void
hecha_form_finalize (GObject *object)
{
  HechaForm *self = HECHA_FORM (object);

  g_ptr_array_unref (self->fields);
  g_free (self->subject);
  g_strfreev (self->over);
  G_OBJECT_CLASS (hecha_form_parent_class)->finalize (object);
}

static void
hecha_form_class_init (HechaFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hecha_form_close_request;
  signals[CHANGED]
    = g_signal_new ("changed", HECHA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", HECHA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_STRING);
  g_type_ensure (HECHA_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaForm, column);
  gtk_widget_class_bind_template_child (widget_class, HechaForm, note);
  gtk_widget_class_bind_template_child (widget_class, HechaForm, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaForm, restored);
  gtk_widget_class_bind_template_child (widget_class, HechaForm, verb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hecha_form_init (HechaForm *self)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_form_field_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @title: of the form
 * @verb: on its button
 * @deed: what is done
 * @subject: (nullable): to what
 *
 * Returns: (transfer none): an empty form, not yet presented
 */
HechaForm *
hecha_form_new (GtkWindow *parent, HechaStoreWorker *worker, const char *title, const char *verb,
                HechaDeed deed, const char *subject)
{
  HechaForm *self = g_object_new (HECHA_TYPE_FORM, "transient-for", parent, "title", title, NULL);
  int width = gtk_widget_get_width (GTK_WIDGET (parent)),
      height = gtk_widget_get_height (GTK_WIDGET (parent));

  self->worker = g_object_ref (worker);
  self->deed = deed;
  self->subject = g_strdup (subject);
  gtk_button_set_label (self->verb, verb);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (560, MAX (340, width)), MIN (640, MAX (420, height)));
  return self;
}

/* ---- filling it ---- */

/**
 * hecha_form_add_group:
 * @self: a form
 * @title: of the rows that follow
 * @description: (nullable): below it
 */
void
hecha_form_add_group (HechaForm *self, const char *title, const char *description)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (self->group, description);
  adw_preferences_page_add (self->column, self->group);
}

static HechaFormField *
add_field (HechaForm *self, const char *name, GtkWidget *row, GtkWidget *input)
{
  HechaFormField *field = g_new0 (HechaFormField, 1);

  if (self->group == NULL)
    hecha_form_add_group (self, "", NULL);
  *field = (HechaFormField) {.name = g_strdup (name), .row = row, .input = input};
  g_ptr_array_add (self->fields, field);
  adw_preferences_group_add (self->group, row);
  return field;
}

/**
 * hecha_form_add_entry:
 * @self: a form
 * @name: in the job
 * @title: of the row
 * @text: (nullable): to begin with
 */
void
hecha_form_add_entry (HechaForm *self, const char *name, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  add_field (self, name, row, row);
}

/**
 * hecha_form_add_text:
 *
 * As hecha_form_add_entry(), for a longer text.
 */
void
hecha_form_add_text (HechaForm *self, const char *name, const char *title, const char *text)
{
  GtkWidget *row = g_object_new (HECHA_TYPE_TEXT_ROW, "title", title, NULL);

  if (text != NULL)
    hecha_input_row_set_text (HECHA_INPUT_ROW (row), text);
  hecha_text_row_enable_undo (HECHA_TEXT_ROW (row));
  add_field (self, name, row, row);
}

/**
 * hecha_form_add_choice:
 * @self: a form
 * @name: in the job
 * @title: of the row
 * @options: (array length=n): to choose from
 * @n: how many
 * @chosen: to begin with
 */
void
hecha_form_add_choice (HechaForm *self, const char *name, const char *title, const HechaOption *options,
                       guint n, guint chosen)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GStrvBuilder *ids = g_strv_builder_new ();
  HechaFormField *field;

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (labels, options[i].label);
      g_strv_builder_add (ids, options[i].id);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), chosen);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  field = add_field (self, name, row, row);
  field->ids = (const char *const *)g_strv_builder_end (ids);
  g_object_set_data_full (G_OBJECT (row), "hecha-ids", (gpointer)field->ids, (GDestroyNotify)g_strfreev);
  g_strv_builder_unref (ids);
}

static GtkWidget *
new_action_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "title-lines", 0, "subtitle-lines", 0, NULL);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
name_input (GtkWidget *input, const char *title)
{
  gtk_widget_set_valign (input, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * hecha_form_add_number:
 * @self: a form
 * @name: in the job
 * @title: of the row
 * @least: smallest number
 * @greatest: greatest number
 * @number: to begin with
 */
void
hecha_form_add_number (HechaForm *self, const char *name, const char *title, guint least, guint greatest,
                       guint number)
{
  GtkWidget *row = new_action_row (title, NULL);
  GtkWidget *spin = gtk_spin_button_new_with_range (least, MAX (least + 1, greatest), 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), number);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  name_input (spin, title);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  add_field (self, name, row, spin);
}

/**
 * hecha_form_add_switch:
 * @self: a form
 * @name: in the job: "1" or "0"
 * @title: of the row
 * @on: to begin with
 */
void
hecha_form_add_switch (HechaForm *self, const char *name, const char *title, gboolean on)
{
  GtkWidget *row = new_action_row (title, NULL), *input = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (input), on);
  g_signal_connect_object (input, "notify::active", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), input);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), input);
  add_field (self, name, row, input);
}

/**
 * hecha_form_add_check:
 * @self: a form
 * @name: of the list in the job
 * @element: in the list when it is checked
 * @title: of the row
 * @subtitle: (nullable): below it
 * @on: to begin with
 */
void
hecha_form_add_check (HechaForm *self, const char *name, const char *element, const char *title,
                      const char *subtitle, gboolean on)
{
  GtkWidget *row = new_action_row (title, subtitle), *input = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (input), on);
  g_signal_connect_object (input, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), input);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), input);
  add_field (self, name, row, input)->element = g_strdup (element);
}

/**
 * hecha_form_add_files:
 * @self: a form
 * @name: of the list of their paths in the job
 * @title: of the row
 */
void
hecha_form_add_files (HechaForm *self, const char *name, const char *title)
{
  GtkWidget *row = hecha_files_row_new (title);

  add_field (self, name, row, row);
}

/**
 * hecha_form_set_over:
 * @self: a form
 * @over: (array zero-terminated=1): the entries that are before the person's eyes; the list “over” of the job
 */
void
hecha_form_set_over (HechaForm *self, const char *const *over)
{
  g_auto (GStrv) copy = g_strdupv ((char **)over);

  g_strfreev (self->over);
  self->over = g_steal_pointer (&copy);
}

/**
 * hecha_form_set_note:
 * @self: a form, filled
 * @note: makes what is said at its foot, anew each time something changes
 */
void
hecha_form_set_note (HechaForm *self, HechaFormNote note)
{
  self->make_note = note;
  changed_cb (self);
}

static HechaFormField *
find_field (HechaForm *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      HechaFormField *field = g_ptr_array_index (self->fields, i);

      if (strcmp (field->name, name) == 0)
        return field;
    }
  g_assert_not_reached ();
}

/**
 * hecha_form_set_text:
 * @self: a form
 * @name: of an entry or a text
 * @text: to stand there
 */
void
hecha_form_set_text (HechaForm *self, const char *name, const char *text)
{
  HechaFormField *field = find_field (self, name);

  if (field->draft != NULL)
    hecha_input_put (field->draft, text);
  else if (HECHA_IS_INPUT_ROW (field->input))
    hecha_input_row_set_text (HECHA_INPUT_ROW (field->input), text);
  else
    gtk_editable_set_text (GTK_EDITABLE (field->input), text);
}

/**
 * hecha_form_choose:
 * @self: a form
 * @name: of a choice
 * @id: (nullable): to be chosen; what is not there changes nothing
 */
void
hecha_form_choose (HechaForm *self, const char *name, const char *id)
{
  const HechaFormField *field = find_field (self, name);

  for (guint i = 0; field->ids[i] != NULL; i++)
    if (g_strcmp0 (field->ids[i], id) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (field->input), i);
}

/**
 * hecha_form_show_only:
 * @self: a form
 * @name: of a row
 * @visible: whether it is asked for now
 */
void
hecha_form_show_only (HechaForm *self, const char *name, gboolean visible)
{
  gtk_widget_set_visible (find_field (self, name)->row, visible);
}

/**
 * hecha_form_dup_text:
 * @self: a form
 * @name: of a row
 *
 * Returns: (transfer full): what is filled in there
 */
char *
hecha_form_dup_text (HechaForm *self, const char *name)
{
  return hecha_form_field_dup_value (find_field (self, name));
}

/**
 * hecha_form_present:
 * @self: a form, filled
 *
 * Returns: (transfer none): the same, shown
 */
HechaForm *
hecha_form_present (HechaForm *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      HechaFormField *field = g_ptr_array_index (self->fields, i);

      field->before = hecha_form_field_dup_value (field);
    }
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

/* ---- drafts ---- */

/* Who comes back to a draft goes over the entries that they saw when they began: nobody who wrote meanwhile is
 * overruled unseen. */
static void
restore_over (HechaForm *self, HechaSaver *saver, const char *id)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const HechaFormField *field = g_ptr_array_index (self->fields, i);
      g_autofree char *name = hecha_form_field_dup_draft (field);
      const char *typed = hecha_saver_peek (saver, "office", "form", id, name, NULL);

      if (typed == NULL || g_strcmp0 (typed, field->before) == 0)
        continue;
      hecha_form_set_over (self, hecha_saver_peek_over (saver, "office", "form", id, name));
      show_label (self->restored, _ ("What you typed before is here again. “Cancel” throws it away."));
      return;
    }
}

/**
 * hecha_form_keep_drafts:
 * @self: a form, presented
 * @saver: where what is typed goes
 * @name: of the form, the same in all languages
 *
 * Its texts are on disk while they are typed, and are there again when this form is opened anew for the same subject;
 * until they are recorded, or the person throws them away.
 */
void
hecha_form_keep_drafts (HechaForm *self, HechaSaver *saver, const char *name)
{
  g_autofree char *id = g_strconcat (name, "/", self->subject, NULL);

  restore_over (self, saver, id);
  for (guint i = 0; i < self->fields->len; i++)
    if (hecha_form_field_is_text (g_ptr_array_index (self->fields, i)))
      hecha_form_field_keep (g_ptr_array_index (self->fields, i), saver, id, self->over);
}
