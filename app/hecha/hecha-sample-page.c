/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sample-page.h"

#include "domain/hecha-finding.h"
#include "domain/hecha-place.h"
#include "hecha-chips.h"
#include "hecha-evidence-list.h"
#include "hecha-input.h"
#include "hecha-sample-data.h"
#include "hecha-sample-item.h"
#include "hecha-text-row.h"
#include "hecha-words.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

#define CHINA_OFFSET_S (8 * 3600)

/**
 * HechaSamplePage:
 *
 * One sample: what was asked, and everything that is recorded on it. Shows a copy that the store's thread made; each
 * change of the store brings a new one.
 */
struct _HechaSamplePage
{
  GtkWidget parent_instance;

  GtkLabel *agency;
  HechaTextRow *assistance;
  AdwActionRow *content;
  AdwExpanderRow *content_row;
  AdwEntryRow *date;
  AdwActionRow *declared;
  HechaTextRow *difficulties;
  HechaEvidenceList *evidence;
  AdwStatusPage *failed;
  AdwPreferencesGroup *finding;
  HechaChips *methods;
  GtkLabel *missing;
  HechaChips *mode;
  GtkLabel *name;
  HechaTextRow *observation;
  HechaTextRow *opinion;
  AdwPreferencesGroup *persons;
  AdwEntryRow *photo_reason;
  AdwEntryRow *place;
  GtkButton *place_button;
  AdwEntryRow *place_reason;
  AdwActionRow *requirement;
  GtkButton *review_button;
  GtkScrolledWindow *scroller;
  GtkBox *sealed;
  GtkLabel *sealed_label;
  AdwActionRow *site;
  GtkStack *stack;
  AdwActionRow *standard;
  GtkLabel *state;
  GtkLabel *time_limit;
  AdwWindowTitle *title;
  AdwEntryRow *unit;
  AdwEntryRow *value;
  HechaChips *verdict;
  GtkLabel *verdict_hint;
  AdwPreferencesGroup *visit;

  const HechaEnv *env;       /* (not owned) */
  HechaStoreWorker *worker;  /* (owned) */
  HechaSaver *saver;         /* (owned) */
  GCancellable *cancellable; /* (owned) of loading; replaced with each sample */
  GPtrArray *fields;         /* (owned) (element-type HechaInput) */
  GPtrArray *spans;          /* (owned) (element-type HechaInput): presence, in the order of the persons */
  GPtrArray *person_rows;    /* (owned) (element-type GtkWidget) */
  char *scope;               /* (owned) (nullable) of what is shown */
  char *id;                  /* (owned) (nullable) */
  HechaSampleData *data;     /* (owned) (nullable) */
  char *missing_text;        /* (owned) (nullable) what the bottom bar says when nothing is wrong */
  const char *pill;          /* (not owned) (nullable) style class of the state */
  gboolean showing_date;     /* the program sets the date */
};

G_DEFINE_FINAL_TYPE (HechaSamplePage, hecha_sample_page, GTK_TYPE_WIDGET)

static const char *const methods[]
  = {"site_view", "documents", "inquiry", "meeting", "public", "media", "online_review", "survey"};

/* ---- showing ---- */

static void
show_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
show_declared (HechaSamplePage *self)
{
  const char *status = hecha_sample_data_get (self->data, "assignment", "declared_status");
  const char *value = hecha_sample_data_get (self->data, "assignment", "declared_value");
  g_autofree char *text = value != NULL ? g_strdup_printf ("%s\n%s", hecha_word ("declared", status), value)
                                        : g_strdup (hecha_word ("declared", status));

  show_row (self->declared, status != NULL ? text : NULL);
}

static void
show_asked (HechaSamplePage *self)
{
  const char *content = hecha_sample_data_get (self->data, "assignment", "content");
  const char *limit = hecha_sample_data_get (self->data, "assignment", "time_limit");
  g_autofree char *time_limit = g_strdup_printf (_ ("Time limit: %s"), limit != NULL ? limit : "");
  g_autofree char *agency
    = g_strdup_printf ("%s · %s", hecha_sample_data_get (self->data, "assignment", "agency_name"),
                       hecha_sample_data_get (self->data, "assignment", "unit"));

  gtk_label_set_text (self->name, hecha_sample_data_get (self->data, "assignment", "name"));
  gtk_label_set_text (self->agency, agency);
  gtk_label_set_text (self->time_limit, time_limit);
  gtk_widget_set_visible (GTK_WIDGET (self->time_limit), limit != NULL);
  show_row (self->requirement, hecha_sample_data_get (self->data, "assignment", "requirement"));
  show_row (self->standard, hecha_sample_data_get (self->data, "assignment", "standard"));
  show_row (self->site, hecha_sample_data_get (self->data, "assignment", "site"));
  show_row (self->content, content);
  gtk_widget_set_visible (GTK_WIDGET (self->content_row), content != NULL);
  show_declared (self);
}

static void
show_state (HechaSamplePage *self)
{
  HechaWorkState state = hecha_work_state_from_sample (self->data->state);
  gboolean sealed = hecha_sample_data_is_sealed (self->data);
  g_autofree char *text = self->data->missing->len == 0
                            ? g_strdup (_ ("Nothing is missing."))
                            : g_strdup_printf (ngettext ("%u thing is missing", "%u things are missing",
                                                         self->data->missing->len),
                                               self->data->missing->len);

  if (self->pill != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), self->pill);
  self->pill = hecha_work_state_style (state);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), self->pill);
  gtk_label_set_text (self->state, hecha_sample_state_label (self->data->state));
  gtk_widget_set_visible (GTK_WIDGET (self->sealed), sealed || self->data->state == HECHA_SAMPLE_DISPUTED);
  gtk_label_set_text (
    self->sealed_label,
    sealed ? _ ("The leader signed. Nothing on this sample is changed any more.")
           : _ ("People wrote different things here. Both are kept, and the office settles it."));
  g_free (self->missing_text);
  self->missing_text = g_strdup (sealed ? _ ("Signed and sealed") : text);
  gtk_button_set_label (self->review_button, sealed ? _ ("_Show Signatures") : _ ("_Review and Sign"));
}

/* What was chosen and is no entry yet comes before what is stored. */
static const char *
get_chosen (HechaSamplePage *self, const char *type, const char *field)
{
  const char *typed = hecha_saver_peek (self->saver, self->scope, type, self->id, field, NULL);

  return typed != NULL ? typed : hecha_sample_data_get (self->data, type, field);
}

static void
show_methods (HechaSamplePage *self)
{
  g_auto (GStrv) stored = self->data->assignment->visit != NULL
                            ? hecha_record_get_list (self->data->assignment->visit, "methods")
                            : g_new0 (char *, 1);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *field = g_strconcat ("methods:", methods[i], NULL);
      const char *typed = hecha_saver_peek (self->saver, self->scope, "visit", self->id, field, NULL);
      gboolean active = typed != NULL ? strcmp (typed, "1") == 0
                                      : g_strv_contains ((const char *const *)stored, methods[i]);

      hecha_chips_set_active (self->methods, methods[i], active);
    }
}

static const HechaRecord *
find_placed (HechaSamplePage *self)
{
  GPtrArray *evidence = self->data->assignment->evidence;

  for (guint i = 0; i < evidence->len; i++)
    if (hecha_record_get (evidence->pdata[i], "latitude") != NULL
        && hecha_record_get (evidence->pdata[i], "longitude") != NULL)
      return evidence->pdata[i];
  return NULL;
}

static char *
dup_place (const HechaRecord *record)
{
  if (record == NULL || hecha_record_get (record, "latitude") == NULL)
    return NULL;
  return hecha_place_dup_text (hecha_record_get_int (record, "latitude", 0),
                               hecha_record_get_int (record, "longitude", 0));
}

static gboolean
is_missing (HechaSamplePage *self, const char *code)
{
  for (guint i = 0; i < self->data->missing->len; i++)
    if (strcmp (((HechaMissing *)self->data->missing->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
}

static void
show_visit (HechaSamplePage *self)
{
  const char *mode = get_chosen (self, "visit", "mode");
  gboolean onsite = g_strcmp0 (mode, "onsite") == 0;

  hecha_chips_set_only (self->mode, mode);
  show_methods (self);
  gtk_widget_set_visible (GTK_WIDGET (self->place), onsite);
  gtk_widget_set_visible (GTK_WIDGET (self->place_reason), onsite);
  gtk_widget_set_visible (GTK_WIDGET (self->place_button), find_placed (self) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->photo_reason),
                          is_missing (self, "photo") || get_chosen (self, "visit", "photo_reason") != NULL);
}

static void
show_verdict (HechaSamplePage *self)
{
  g_auto (HechaEvidenceCount) count = {0};
  g_autofree char *items = NULL;
  g_autofree char *hint = NULL;

  hecha_finding_count_evidence (self->data->assignment, &count);
  items = g_strjoinv (_ (", "), count.missing);
  hint = g_strdup_printf (_ ("“Met” can be chosen when the required evidence is there; missing: %s"), items);
  hecha_chips_set_only (self->verdict, get_chosen (self, "finding", "verdict"));
  hecha_chips_set_enabled (self->verdict, "met", count.there == count.required,
                           count.there == count.required ? NULL : hint);
  gtk_label_set_text (self->verdict_hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict_hint),
                          count.there < count.required && hecha_sample_data_is_editable (self->data));
}

static void
show_fields (HechaSamplePage *self, gboolean editable)
{
  g_autofree char *place = dup_place (self->data->assignment->visit);

  for (guint i = 0; i < self->fields->len; i++)
    {
      HechaInput *field = g_ptr_array_index (self->fields, i);
      const char *name = hecha_input_get_name (field), *type = hecha_input_get_record_type (field);
      gboolean is_place = strcmp (name, "place") == 0;
      const HechaRecord *record
        = strcmp (type, "visit") == 0 ? self->data->assignment->visit : self->data->assignment->finding;
      gboolean disputed = record != NULL && hecha_record_is_disputed (record, is_place ? "latitude" : name);

      hecha_input_show (field, self->scope, self->id,
                        is_place ? place : hecha_sample_data_get (self->data, type, name),
                        hecha_sample_data_live (self->data, type, self->id, name), editable && !disputed);
    }
}

/* ---- persons ---- */

static const char *
get_date (HechaSamplePage *self)
{
  for (guint i = 0; i < self->data->assignment->presence->len; i++)
    {
      const char *date = hecha_record_get (self->data->assignment->presence->pdata[i], "date");

      if (date != NULL)
        return date;
    }
  return self->data->today;
}

static void
now_clicked_cb (GtkButton *button, gpointer user_data)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (user_data);
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "hecha-index"));
  GtkWidget *row = g_ptr_array_index (self->person_rows, index);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autoptr (GDateTime) now
    = g_date_time_new_from_unix_utc (hecha_env_now_ms (self->env) / 1000 + CHINA_OFFSET_S);
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  g_autofree char *span
    = strlen (text) < 5 ? g_strconcat (time, "-", NULL) : g_strdup_printf ("%.5s-%s", text, time);

  hecha_input_put (g_ptr_array_index (self->spans, index), span);
}

static GtkWidget *
make_person_row (HechaSamplePage *self, const HechaAssignedPerson *person, guint index)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *now = gtk_button_new_from_icon_name ("document-open-recent-symbolic");
  g_autofree char *title = g_strdup_printf ("%s · %s", person->name, hecha_word ("role", person->role));
  g_autofree char *name = g_strdup_printf (_ ("Put in the time now for %s"), person->name);

  g_object_set (row, "use-markup", FALSE, "title", title, NULL);
  g_object_set (now, "valign", GTK_ALIGN_CENTER, "tooltip-text",
                _ ("Now: first press arrival, second departure"), NULL);
  gtk_widget_add_css_class (now, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (now), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (now), "hecha-index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (row), "hecha-now", now);
  g_signal_connect (now, "clicked", G_CALLBACK (now_clicked_cb), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), now);
  return row;
}

static void
make_person_rows (HechaSamplePage *self)
{
  for (guint i = 0; i < self->person_rows->len; i++)
    adw_preferences_group_remove (self->persons, self->person_rows->pdata[i]);
  g_ptr_array_set_size (self->spans, 0);
  g_ptr_array_set_size (self->person_rows, 0);
  for (guint i = 0; i < self->data->persons->len; i++)
    {
      GtkWidget *row = make_person_row (self, g_ptr_array_index (self->data->persons, i), i);

      adw_preferences_group_add (self->persons, row);
      g_ptr_array_add (self->person_rows, row);
      g_ptr_array_add (self->spans, hecha_input_new (self->saver, row, "presence", "span"));
    }
}

static void
show_presence (HechaSamplePage *self, HechaInput *span, const HechaAssignedPerson *person, gboolean editable)
{
  const HechaRecord *presence = hecha_sample_data_presence (self->data, person->id);
  const char *from = presence != NULL ? hecha_record_get (presence, "from") : NULL;
  g_autofree char *id = g_strdup_printf ("%s/%s", self->id, person->id);
  g_autofree char *text
    = from != NULL ? g_strdup_printf ("%s-%s", from, hecha_record_get (presence, "to")) : NULL;

  hecha_input_show (span, self->scope, id, text, hecha_sample_data_live (self->data, "presence", id, "span"),
                    editable && (presence == NULL || presence->disputed == 0));
}

static void
show_persons (HechaSamplePage *self, gboolean editable)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->date)))))
    {
      self->showing_date = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->date), get_date (self));
      self->showing_date = FALSE;
    }
  gtk_editable_set_editable (GTK_EDITABLE (self->date), editable);
  for (guint i = 0; i < self->spans->len; i++)
    {
      hecha_input_set_prefix (self->spans->pdata[i], gtk_editable_get_text (GTK_EDITABLE (self->date)));
      show_presence (self, self->spans->pdata[i], self->data->persons->pdata[i], editable);
      gtk_widget_set_visible (g_object_get_data (G_OBJECT (self->person_rows->pdata[i]), "hecha-now"),
                              editable);
    }
}

/* The date belongs to the presence of each person: another date writes all of them anew. */
static void
date_changed_cb (HechaSamplePage *self)
{
  if (self->showing_date || self->data == NULL)
    return;
  for (guint i = 0; i < self->spans->len; i++)
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (self->person_rows->pdata[i]));

      hecha_input_set_prefix (self->spans->pdata[i], gtk_editable_get_text (GTK_EDITABLE (self->date)));
      if (*text != '\0')
        hecha_input_touch (self->spans->pdata[i]);
    }
}

/* ---- refusals ---- */

static void
mark_field (HechaInput *field, GtkWidget *row)
{
  const char *refusal = hecha_input_get_refusal (field);

  if (refusal != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_widget_set_tooltip_text (
    row, refusal != NULL ? hecha_refusal_sentence (hecha_input_get_name (field), refusal) : NULL);
}

/* The first thing that cannot be recorded, where everybody sees it; else what is missing. */
static void
show_bottom (HechaSamplePage *self)
{
  const char *sentence = NULL;

  for (guint i = 0; i < self->fields->len + self->spans->len && sentence == NULL; i++)
    {
      HechaInput *input
        = i < self->fields->len ? self->fields->pdata[i] : self->spans->pdata[i - self->fields->len];
      const char *refusal = hecha_input_get_refusal (input);

      if (refusal != NULL)
        sentence = hecha_refusal_sentence (hecha_input_get_name (input), refusal);
    }
  gtk_label_set_text (self->missing, sentence != NULL ? sentence : self->missing_text);
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->missing), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->missing), "error");
}

static void
show_saving (HechaSamplePage *self)
{
  const char *reason = NULL;
  HechaSaverState state = hecha_saver_get_state (self->saver, &reason);
  static const char *const words[]
    = {N_ ("Saved"), N_ ("Saving…"), N_ ("Not recorded yet"), N_ ("Not saved")};

  adw_window_title_set_subtitle (self->title, _ (words[state]));
}

static void
saver_changed_cb (HechaSamplePage *self)
{
  if (self->data == NULL)
    return;
  for (guint i = 0; i < self->fields->len; i++)
    mark_field (self->fields->pdata[i], hecha_input_get_row (self->fields->pdata[i]));
  for (guint i = 0; i < self->spans->len; i++)
    mark_field (self->spans->pdata[i], self->person_rows->pdata[i]);
  show_saving (self);
  show_bottom (self);
}

/* ---- loading ---- */

static void
show_all (HechaSamplePage *self)
{
  gboolean editable = hecha_sample_data_is_editable (self->data);

  adw_window_title_set_title (self->title, hecha_sample_data_get (self->data, "assignment", "unit"));
  show_asked (self);
  show_state (self);
  show_visit (self);
  show_verdict (self);
  show_fields (self, editable);
  show_persons (self, editable);
  hecha_evidence_list_show (self->evidence, self->data);
  gtk_widget_set_sensitive (GTK_WIDGET (self->mode), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->methods), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->verdict), editable);
  saver_changed_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "page");
}

typedef struct
{
  char *scope; /* (owned) */
  char *id;    /* (owned) */
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->scope);
  g_free (wanted->id);
  g_free (wanted);
}

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return hecha_sample_data_load (store, wanted->scope, wanted->id, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSamplePage) self = user_data;
  g_autoptr (GError) error = NULL;
  HechaSampleData *data = hecha_store_worker_run_finish (self->worker, result, &error);
  gboolean first = self->data == NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (data == NULL)
    {
      g_autofree char *sentence = hecha_error_dup_sentence (error);

      adw_status_page_set_description (self->failed, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  hecha_sample_data_free (self->data);
  self->data = data;
  if (first)
    make_person_rows (self);
  show_all (self);
}

static void
reload (HechaSamplePage *self)
{
  Wanted *wanted;

  if (self->id == NULL)
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->scope = g_strdup (self->scope);
  wanted->id = g_strdup (self->id);
  hecha_store_worker_run_async (self->worker, load_work, wanted, free_wanted,
                                (GDestroyNotify)hecha_sample_data_free, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

/* ---- choosing ---- */

static void
choose (HechaSamplePage *self, const char *type, const char *field, const char *value)
{
  if (self->data == NULL)
    return;
  hecha_saver_edit (self->saver, self->scope, type, self->id, field, value,
                    hecha_sample_data_live (self->data, type, self->id, field));
  hecha_saver_leave (self->saver, self->scope, type, self->id, field);
}

static void
mode_chosen_cb (HechaSamplePage *self, const char *id, gboolean active)
{
  choose (self, "visit", "mode", id);
  show_visit (self);
}

static void
method_chosen_cb (HechaSamplePage *self, const char *id, gboolean active)
{
  g_autofree char *field = g_strconcat ("methods:", id, NULL);

  choose (self, "visit", field, active ? "1" : "0");
}

static void
verdict_chosen_cb (HechaSamplePage *self, const char *id, gboolean active)
{
  choose (self, "finding", "verdict", id);
}

static void
place_clicked_cb (HechaSamplePage *self)
{
  g_autofree char *place = dup_place (find_placed (self));

  for (guint i = 0; place != NULL && i < self->fields->len; i++)
    if (strcmp (hecha_input_get_name (self->fields->pdata[i]), "place") == 0)
      hecha_input_put (self->fields->pdata[i], place);
}

/* ---- life cycle ---- */

static void
hecha_sample_page_dispose (GObject *object)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->fields, 0);
  g_ptr_array_set_size (self->spans, 0);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SAMPLE_PAGE);
  G_OBJECT_CLASS (hecha_sample_page_parent_class)->dispose (object);
}

static void
hecha_sample_page_finalize (GObject *object)
{
  HechaSamplePage *self = HECHA_SAMPLE_PAGE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->saver);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->spans);
  g_ptr_array_unref (self->person_rows);
  g_free (self->scope);
  g_free (self->id);
  hecha_sample_data_free (self->data);
  g_free (self->missing_text);
  G_OBJECT_CLASS (hecha_sample_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, agency);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, assistance);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, content);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, content_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, date);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, declared);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, difficulties);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, evidence);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, finding);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, methods);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, missing);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, mode);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, name);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, observation);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, opinion);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, persons);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, photo_reason);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, place);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, place_button);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, place_reason);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, requirement);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, review_button);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, sealed);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, sealed_label);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, site);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, standard);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, state);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, time_limit);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, unit);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, value);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, verdict);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, verdict_hint);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplePage, visit);
}

static void
hecha_sample_page_class_init (HechaSamplePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_sample_page_dispose;
  object_class->finalize = hecha_sample_page_finalize;
  g_type_ensure (HECHA_TYPE_CHIPS);
  g_type_ensure (HECHA_TYPE_EVIDENCE_LIST);
  g_type_ensure (HECHA_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sample-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, date_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, method_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, verdict_chosen_cb);
}

static void
add_chips (HechaChips *chips, const char *kind, const char *const *ids, guint n)
{
  for (guint i = 0; i < n; i++)
    hecha_chips_add (chips, ids[i], hecha_word (kind, ids[i]));
}

static void
hecha_sample_page_init (HechaSamplePage *self)
{
  static const char *const modes[] = {"onsite", "online"};
  static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable"};

  self->cancellable = g_cancellable_new ();
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_input_free);
  self->spans = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_input_free);
  self->person_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_chips (self->mode, "mode", modes, G_N_ELEMENTS (modes));
  add_chips (self->verdict, "verdict", verdicts, G_N_ELEMENTS (verdicts));
  add_chips (self->methods, "method", methods, G_N_ELEMENTS (methods));
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
  const struct
  {
    gpointer row;
    const char *type;
    const char *field;
  } ties[] = {
    {self->place, "visit", "place"},
    {self->place_reason, "visit", "place_reason"},
    {self->photo_reason, "visit", "photo_reason"},
    {self->difficulties, "visit", "difficulties"},
    {self->assistance, "visit", "assistance"},
    {self->observation, "finding", "observation"},
    {self->opinion, "finding", "opinion"},
    {self->value, "finding", "value"},
    {self->unit, "finding", "unit"},
  };

  self->worker = g_object_ref (worker);
  self->env = env;
  self->saver = g_object_ref (saver);
  hecha_evidence_list_set_context (self->evidence, worker, env, thumbnailer);
  for (guint i = 0; i < G_N_ELEMENTS (ties); i++)
    g_ptr_array_add (self->fields, hecha_input_new (saver, ties[i].row, ties[i].type, ties[i].field));
  g_signal_connect_object (worker, "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
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
  if (g_strcmp0 (self->scope, scope) == 0 && g_strcmp0 (self->id, id) == 0)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->id);
  self->id = g_strdup (id);
  g_clear_pointer (&self->data, hecha_sample_data_free);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  reload (self);
}

/**
 * hecha_sample_page_go_to:
 * @self: the page
 * @code: of something missing, as of #HechaMissing
 *
 * Puts the cursor where it can be given.
 */
void
hecha_sample_page_go_to (HechaSamplePage *self, const char *code)
{
  const struct
  {
    const char *code;
    gpointer widget;
  } places[] = {
    {"mode", self->mode},
    {"place", self->place},
    {"presence", self->person_rows->len > 0 ? self->person_rows->pdata[0] : self->date},
    {"methods", self->methods},
    {"photo", self->evidence},
    {"verdict", self->verdict},
    {"observation", self->observation},
    {"evidence", self->evidence},
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (places[i].code, code) == 0 && !gtk_widget_grab_focus (places[i].widget))
      gtk_widget_child_focus (places[i].widget, GTK_DIR_TAB_FORWARD);
}
