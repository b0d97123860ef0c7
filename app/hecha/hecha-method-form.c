/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-method-form.h"

#include "domain/hecha-method.h"
#include "hecha-input.h"
#include "hecha-method-fields.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaMethodForm:
 *
 * One use of a method: what it is about and what is missing in one line, all of it when it is opened.
 */
struct _HechaMethodForm
{
  AdwExpanderRow parent_instance;

  const HechaSectionContext *context; /* (not owned) */
  const HechaMethod *method;          /* (not owned) */
  char *id;                           /* (owned) of the record, also before there is one */
  GPtrArray *inputs;                  /* (owned) (element-type HechaInput) */
  GPtrArray *rows;                    /* (owned) (element-type GtkWidget): of the inputs */
  GtkWidget *warning;                 /* (not owned) that something is missing */
  GtkWidget *remove;                  /* (not owned) */
  GtkWidget *hand_in;                 /* (not owned) (nullable) of a review */
  HechaSampleData *data;              /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaMethodForm, hecha_method_form, ADW_TYPE_EXPANDER_ROW)

static const HechaRecord *
find_record (HechaMethodForm *self)
{
  return hecha_assignment_find_record (self->data->assignment, self->method->type, self->id);
}

static gboolean
is_review (HechaMethodForm *self)
{
  return strcmp (self->method->type, "online_review") == 0;
}

/* ---- the line ---- */

/* What the first row says, also while it is typed; of a review, who reviews. */
static char *
dup_summary (HechaMethodForm *self, const HechaRecord *record)
{
  const char *reviewer = record != NULL && is_review (self) ? hecha_record_get (record, "reviewer") : NULL;
  const HechaAssignedPerson *person
    = reviewer != NULL ? hecha_assigned_find (self->data->persons, reviewer) : NULL;
  g_autofree char *text = hecha_input_dup_text (self->inputs->pdata[0]);

  if (is_review (self))
    return g_strdup (person != NULL ? person->name : reviewer != NULL ? reviewer : _ ("Not handed in yet"));
  if (record != NULL && strcmp (self->method->type, "survey") == 0)
    {
      g_autofree char *rate = hecha_survey_dup_rate (record);

      return g_strdup_printf (_ ("%s · dissatisfied: %s"), text, rate);
    }
  return g_steal_pointer (&text);
}

static void
show_line (HechaMethodForm *self)
{
  const HechaRecord *record = find_record (self);
  g_autofree char *summary = dup_summary (self, record);
  g_autofree char *problem = record != NULL && hecha_sample_data_is_editable (self->data)
                               ? hecha_method_dup_problem (record, NULL)
                               : NULL;
  g_autofree char *text = problem == NULL    ? g_strdup (summary)
                          : *summary == '\0' ? g_strdup (problem)
                                             : g_strdup_printf ("%s\n%s", summary, problem);
  g_autofree char *subtitle = g_markup_escape_text (text, -1);
  g_autofree char *label
    = g_strdup_printf (_ ("Take the record back: %s %s"), hecha_word ("method", self->method->name), summary);

  g_strchomp (label);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_visible (self->warning, problem != NULL);
  gtk_widget_set_visible (self->remove, hecha_sample_data_is_editable (self->data)
                                          && (record == NULL || !is_review (self)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* ---- a review is handed in whole ---- */

typedef struct
{
  char *sample;   /* (owned) */
  char *id;       /* (owned) */
  char *texts[3]; /* (owned) */
  HechaFieldText fields[3];
} Review;

static void
free_review (gpointer data)
{
  Review *review = data;

  g_free (review->sample);
  g_free (review->id);
  for (guint i = 0; i < G_N_ELEMENTS (review->texts); i++)
    g_free (review->texts[i]);
  g_free (review);
}

static gpointer
hand_in_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Review *review = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");
  HechaMethodInput input = {
    .sample = review->sample,
    .kind = "online_review",
    .record = review->id,
    .fields = review->fields,
    .n_fields = G_N_ELEMENTS (review->fields),
  };

  hecha_store_act (store, by != NULL ? by : "", hecha_method_record, &input, error);
  g_free (input.id);
  return NULL;
}

static void
handed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaMethodForm) self = user_data;
  g_autoptr (GError) error = NULL;

  hecha_store_worker_run_finish (HECHA_STORE_WORKER (source), result, &error);
  if (error != NULL)
    {
      g_autofree char *sentence = hecha_error_dup_sentence (error);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Handed In"), sentence);
      return;
    }
  for (guint i = 0; i < self->inputs->len; i++)
    hecha_input_forget (self->inputs->pdata[i]);
}

static void
hand_in_cb (HechaMethodForm *self)
{
  static const char *const names[] = {"verdict", "score", "reason"};
  Review *review = g_new0 (Review, 1);

  review->sample = g_strdup (self->data->assignment->record->id);
  review->id = g_strdup (self->id);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      review->texts[i] = hecha_input_dup_text (self->inputs->pdata[i]);
      review->fields[i] = (HechaFieldText) {names[i], review->texts[i]};
    }
  hecha_store_worker_run_async (self->context->worker, hand_in_work, review, free_review, NULL, NULL,
                                handed_in_cb, g_object_ref (self));
}

static void
add_hand_in (HechaMethodForm *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->hand_in = gtk_button_new_with_mnemonic (_ ("_Hand In"));
  gtk_widget_set_valign (self->hand_in, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->hand_in, "suggested-action");
  g_object_set (row, "title", _ ("Handed in once, for good"), "subtitle",
                _ ("Nobody reads another review before two were handed in."), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->hand_in);
  g_signal_connect_swapped (self->hand_in, "clicked", G_CALLBACK (hand_in_cb), self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/* What was handed in is shown where it was typed, to those who may read it. */
static void
show_review (HechaMethodForm *self, const HechaRecord *record)
{
  static const char *const names[] = {"verdict", "score", "reason"};

  gtk_widget_set_sensitive (self->hand_in, record == NULL && hecha_sample_data_is_editable (self->data));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = record != NULL ? hecha_record_get (record, names[i]) : NULL;
      g_autoptr (HechaLive) live = hecha_live_new_text (text);

      hecha_input_show (self->inputs->pdata[i], self->data->assignment->record->scope, self->id, live,
                        record == NULL && hecha_sample_data_is_editable (self->data));
    }
}

/* ---- life cycle ---- */

static void
remove_cb (HechaMethodForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "methods.remove", "(ss)", self->method->type, self->id);
}

static void
hecha_method_form_dispose (GObject *object)
{
  HechaMethodForm *self = HECHA_METHOD_FORM (object);

  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (hecha_method_form_parent_class)->dispose (object);
}

static void
hecha_method_form_finalize (GObject *object)
{
  HechaMethodForm *self = HECHA_METHOD_FORM (object);

  g_free (self->id);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  G_OBJECT_CLASS (hecha_method_form_parent_class)->finalize (object);
}

static void
hecha_method_form_class_init (HechaMethodFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_method_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_method_form_finalize;
}

static void
hecha_method_form_init (HechaMethodForm *self)
{
  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_input_free);
  self->rows = g_ptr_array_new ();
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  self->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->warning, "warning");
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->remove, _ ("Take This Record Back"));
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->warning);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->remove);
}

/**
 * hecha_method_form_new:
 * @context: (transfer none): what it works with; outlives it
 * @type: record type of a method
 * @id: of the record, also of one that is not there yet
 *
 * Returns: (transfer floating): a form
 */
HechaMethodForm *
hecha_method_form_new (const HechaSectionContext *context, const char *type, const char *id)
{
  HechaMethodForm *self = g_object_new (HECHA_TYPE_METHOD_FORM, NULL);

  self->context = context;
  self->method = hecha_method_find (type);
  self->id = g_strdup (id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), hecha_word ("method", self->method->name));
  for (const HechaMethodField *field = hecha_method_fields; field->type != NULL; field++)
    if (strcmp (field->type, type) == 0)
      {
        GtkWidget *row = field->row (field);

        adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
        g_ptr_array_add (self->rows, row);
        g_ptr_array_add (self->inputs, hecha_input_new (context->saver, row, field->type, field->field));
      }
  if (is_review (self))
    add_hand_in (self);
  hecha_widget_name_lists (GTK_WIDGET (self), hecha_word ("method", self->method->name));
  return self;
}

/**
 * hecha_method_form_get_id:
 * @self: a form
 *
 * Returns: (transfer none): of the record
 */
const char *
hecha_method_form_get_id (HechaMethodForm *self)
{
  return self->id;
}

/**
 * hecha_method_form_show:
 * @self: a form
 * @data: the sample
 */
void
hecha_method_form_show (HechaMethodForm *self, HechaSampleData *data)
{
  const HechaRecord *record;

  hecha_sample_data_ref (data);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = data;
  record = find_record (self);
  if (is_review (self))
    show_review (self, record);
  for (guint i = 0; i < self->inputs->len && !is_review (self); i++)
    hecha_input_show_record (self->inputs->pdata[i], data, self->id, record);
  show_line (self);
}

/**
 * hecha_method_form_find:
 * @self: a form
 * @field: (nullable): of the record
 *
 * Opens the form.
 *
 * Returns: (transfer none): where @field is typed; the first row when there is no such
 */
GtkWidget *
hecha_method_form_find (HechaMethodForm *self, const char *field)
{
  guint i = 0;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  for (const HechaMethodField *f = hecha_method_fields; f->type != NULL; f++)
    if (strcmp (f->type, self->method->type) == 0)
      {
        if (g_strcmp0 (f->field, field) == 0)
          return self->rows->pdata[i];
        i++;
      }
  return self->rows->pdata[0];
}
