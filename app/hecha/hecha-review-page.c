/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-review-page.h"

#include "base/hecha-error.h"
#include "domain/hecha-content.h"
#include "domain/hecha-place.h"
#include "domain/hecha-sign.h"
#include "hecha-ink-view.h"
#include "hecha-sample-data.h"
#include "hecha-signature-pad.h"
#include "hecha-words.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaReviewPage:
 *
 * Everything that a signature covers, what is missing for it, and the place to sign. What is signed is what was shown:
 * when the store changed in between, nothing is signed.
 */
struct _HechaReviewPage
{
  GtkWidget parent_instance;

  GtkButton *clear;
  GtkListBox *covered_list;
  GtkLabel *digest;
  AdwPreferencesGroup *missing;
  GtkListBox *missing_list;
  AdwEntryRow *name;
  AdwEntryRow *objection;
  HechaSignaturePad *pad;
  GtkBox *pad_box;
  GtkLabel *pad_hint;
  GtkLabel *problem;
  GtkSwitch *refuses;
  AdwActionRow *refuses_row;
  GtkScrolledWindow *scroller;
  AdwPreferencesGroup *sign;
  GtkButton *sign_button;
  GtkListBox *signature_list;
  AdwPreferencesGroup *signatures;
  AdwWindowTitle *title;
  GtkButton *undo;
  AdwComboRow *who;
  AdwEntryRow *witness;

  HechaStoreWorker *worker;  /* (owned) */
  GCancellable *cancellable; /* (owned) of loading; replaced with each sample */
  char *scope;               /* (owned) (nullable) of what is shown */
  char *id;                  /* (owned) (nullable) */
  HechaSampleData *data;     /* (owned) (nullable) */
  GArray *signers;           /* (owned) (element-type Signer): as in the list of who signs */
  gboolean signing;
};

/* Somebody who can sign: a person of the assignment, or another one whose name is to be typed. */
typedef struct
{
  const HechaAssignedPerson *person; /* (not owned) (nullable) */
  const char *role;
} Signer;

G_DEFINE_FINAL_TYPE (HechaReviewPage, hecha_review_page, GTK_TYPE_WIDGET)

static void reload (HechaReviewPage *self);

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* ---- what is missing ---- */

static void
show_missing (HechaReviewPage *self)
{
  clear_list (self->missing_list);
  for (guint i = 0; i < self->data->missing->len; i++)
    {
      const HechaMissing *missing = g_ptr_array_index (self->data->missing, i);
      g_autofree char *sentence = hecha_missing_dup_sentence (missing);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      g_object_set (row, "use-markup", FALSE, "title", sentence, "subtitle",
                    missing->clause != NULL ? missing->clause : "", "activatable", TRUE, NULL);
      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data (G_OBJECT (row), "hecha-code", (gpointer)missing->code);
      gtk_list_box_append (self->missing_list, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->missing),
                          self->data->missing->len > 0 && !hecha_sample_data_is_sealed (self->data));
}

static void
missing_activated_cb (HechaReviewPage *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go-to", "s",
                              g_object_get_data (G_OBJECT (row), "hecha-code"));
}

/* ---- what is covered ---- */

static void
add_covered (HechaReviewPage *self, const char *title, const char *text)
{
  GtkWidget *row;

  if (text == NULL || *text == '\0')
    return;
  row = adw_action_row_new ();
  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", text, "subtitle-lines", 0, NULL);
  gtk_widget_add_css_class (row, "asked");
  gtk_list_box_append (self->covered_list, row);
}

static void
add_covered_field (HechaReviewPage *self, const char *title, const char *type, const char *field)
{
  add_covered (self, title, hecha_sample_data_get (self->data, type, field));
}

static void
add_methods (HechaReviewPage *self)
{
  const HechaRecord *visit = self->data->assignment->visit;
  g_auto (GStrv) methods = visit != NULL ? hecha_record_get_list (visit, "methods") : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; methods != NULL && methods[i] != NULL; i++)
    g_strv_builder_add (builder, hecha_word ("method", methods[i]));
  words = g_strv_builder_end (builder);
  text = g_strjoinv (_ (", "), words);
  add_covered (self, _ ("Methods"), text);
}

static void
add_place (HechaReviewPage *self)
{
  const HechaRecord *visit = self->data->assignment->visit;
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (visit == NULL)
    return;
  add_covered (self, _ ("Mode"), hecha_word ("mode", hecha_record_get (visit, "mode")));
  if (hecha_record_get (visit, "latitude") != NULL)
    {
      place = hecha_place_dup_text (hecha_record_get_int (visit, "latitude", 0),
                                    hecha_record_get_int (visit, "longitude", 0));
      text = g_strdup_printf ("%s (%s)", place, hecha_record_get (visit, "datum"));
    }
  add_covered (self, _ ("Place"), text);
  add_covered (self, _ ("Why there is no place"), hecha_record_get (visit, "place_reason"));
  add_covered (self, _ ("Why the site view has no photograph"), hecha_record_get (visit, "photo_reason"));
}

static void
add_persons (HechaReviewPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->data->persons->len; i++)
    {
      const HechaAssignedPerson *person = g_ptr_array_index (self->data->persons, i);
      const HechaRecord *presence = hecha_sample_data_presence (self->data, person->id);

      if (presence != NULL && hecha_record_get (presence, "from") != NULL)
        g_string_append_printf (text, "%s%s · %s %s–%s", text->len > 0 ? "\n" : "", person->name,
                                hecha_record_get (presence, "date"), hecha_record_get (presence, "from"),
                                hecha_record_get (presence, "to"));
    }
  add_covered (self, _ ("Persons Present"), text->str);
}

static void
add_value (HechaReviewPage *self)
{
  const char *value = hecha_sample_data_get (self->data, "finding", "value");
  const char *unit = hecha_sample_data_get (self->data, "finding", "unit");
  g_autofree char *text = value != NULL ? g_strdup_printf ("%s %s", value, unit != NULL ? unit : "") : NULL;

  add_covered (self, _ ("Measured value"), text);
}

static void
add_evidence (HechaReviewPage *self)
{
  GPtrArray *evidence = self->data->assignment->evidence;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < evidence->len; i++)
    {
      const char *about = hecha_record_get (evidence->pdata[i], "about");
      const char *name = hecha_record_get (evidence->pdata[i], "name");
      const char *digest = hecha_record_get (evidence->pdata[i], "digest");

      g_string_append_printf (text, "%s%s · %.19s…", i > 0 ? "\n" : "",
                              about != NULL  ? about
                              : name != NULL ? name
                                             : "",
                              digest);
    }
  add_covered (self, _ ("Evidence"), text->str);
}

static void
show_covered (HechaReviewPage *self)
{
  clear_list (self->covered_list);
  add_covered_field (self, _ ("Sample"), "assignment", "name");
  add_covered_field (self, _ ("Agency"), "assignment", "agency_name");
  add_covered_field (self, _ ("Requirement"), "assignment", "requirement");
  add_covered_field (self, _ ("Standard"), "assignment", "standard");
  add_place (self);
  add_methods (self);
  add_persons (self);
  add_covered (self, _ ("Verdict"),
               hecha_word ("verdict", hecha_sample_data_get (self->data, "finding", "verdict")));
  add_value (self);
  add_covered_field (self, _ ("Observation"), "finding", "observation");
  add_covered_field (self, _ ("Opinion"), "finding", "opinion");
  add_covered_field (self, _ ("Difficulties and problems"), "visit", "difficulties");
  add_covered_field (self, _ ("Help that was given"), "visit", "assistance");
  add_evidence (self);
  gtk_label_set_text (self->digest, self->data->content_hash);
}

/* ---- what was signed ---- */

static const char *
name_of (HechaReviewPage *self, const char *person)
{
  const HechaAssignedPerson *known = hecha_assigned_find (self->data->persons, person);

  return known != NULL ? known->name : person;
}

static char *
describe_signature (HechaReviewPage *self, const HechaRecord *signature)
{
  const char *hash = hecha_record_get (signature, "content_hash"),
             *at = hecha_record_get (signature, "signed_at");
  const char *objection = hecha_record_get (signature, "objection");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (at, NULL);
  g_autofree char *when
    = time != NULL ? hecha_time_dup_local (g_date_time_to_unix (time) * 1000) : g_strdup (at);
  g_autoptr (GString) text = g_string_new (hecha_word ("role", hecha_record_get (signature, "role")));

  g_string_append_printf (text, " · %s\n%.19s…", when, hash);
  if (hecha_record_get_int (signature, "refused", 0) != 0)
    g_string_append_printf (text, "\n%s %s", _ ("Refused to sign; witness:"),
                            name_of (self, hecha_record_get (signature, "witness")));
  if (objection != NULL)
    g_string_append_printf (text, "\n%s %s", _ ("Objection:"), objection);
  if (hecha_content_changed (self->data->assignment, signature))
    g_string_append_printf (text, "\n%s",
                            _ ("Something was changed after this signature; what was signed is kept."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_signatures (HechaReviewPage *self)
{
  GPtrArray *signatures = self->data->assignment->signatures;

  clear_list (self->signature_list);
  for (guint i = 0; i < signatures->len; i++)
    {
      const HechaRecord *signature = g_ptr_array_index (signatures, i);
      const char *person = name_of (self, hecha_record_get (signature, "person"));
      g_autofree char *text = describe_signature (self, signature);
      g_autofree char *label = g_strdup_printf (_ ("Signature of %s"), person);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *ink = hecha_ink_view_new (hecha_record_get (signature, "strokes"));

      g_object_set (row, "use-markup", FALSE, "title", person, "subtitle", text, "subtitle-lines", 0, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (ink), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), ink);
      gtk_list_box_append (self->signature_list, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->signatures), signatures->len > 0);
}

/* ---- who signs ---- */

static const char *
role_of (const HechaAssignedPerson *person)
{
  static const char *const inside[] = {"leader", "inspector", "visitor", NULL};

  if (person->role != NULL && g_strv_contains (inside, person->role))
    return person->role;
  return hecha_assigned_is_inspector (person) ? "inspector" : "agency";
}

static void
add_signer (HechaReviewPage *self, GtkStringList *list, const HechaAssignedPerson *person, const char *role,
            const char *label)
{
  Signer signer = {person, role};

  g_array_append_val (self->signers, signer);
  gtk_string_list_append (list, label);
}

/* Who signed this very content is done. */
static gboolean
has_signed (HechaReviewPage *self, const HechaAssignedPerson *person)
{
  GPtrArray *signatures = self->data->assignment->signatures;

  for (guint i = 0; i < signatures->len; i++)
    if (g_strcmp0 (hecha_record_get (signatures->pdata[i], "person"), person->id) == 0
        && g_strcmp0 (hecha_record_get (signatures->pdata[i], "content_hash"), self->data->content_hash) == 0)
      return TRUE;
  return FALSE;
}

static void
show_signers (HechaReviewPage *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = adw_combo_row_get_selected (self->who);

  g_array_set_size (self->signers, 0);
  for (guint i = 0; i < self->data->persons->len; i++)
    {
      const HechaAssignedPerson *person = g_ptr_array_index (self->data->persons, i);
      g_autofree char *label
        = g_strdup_printf ("%s · %s", person->name, hecha_word ("role", role_of (person)));

      if (!has_signed (self, person))
        add_signer (self, list, person, role_of (person), label);
    }
  add_signer (self, list, NULL, "agency", _ ("Another person of the inspected agency"));
  add_signer (self, list, NULL, "witness", _ ("A witness"));
  adw_combo_row_set_model (self->who, G_LIST_MODEL (list));
  if (selected != GTK_INVALID_LIST_POSITION && selected < self->signers->len)
    adw_combo_row_set_selected (self->who, selected);
}

static const Signer *
get_signer (HechaReviewPage *self)
{
  guint selected = adw_combo_row_get_selected (self->who);

  return selected < self->signers->len ? &g_array_index (self->signers, Signer, selected) : NULL;
}

static gboolean
is_refusing (HechaReviewPage *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->refuses_row)) && gtk_switch_get_active (self->refuses);
}

static gboolean
has_text (AdwEntryRow *row)
{
  return *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';
}

static void
update_button (HechaReviewPage *self)
{
  const Signer *signer = get_signer (self);
  gboolean leader = signer != NULL && strcmp (signer->role, "leader") == 0;
  gboolean complete = self->data != NULL && (!leader || self->data->missing->len == 0);
  gboolean drawn = !hecha_signature_pad_is_empty (self->pad);
  gboolean named = signer != NULL && (signer->person != NULL || has_text (self->name));

  gtk_widget_set_visible (GTK_WIDGET (self->pad_hint), !drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo), drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear), drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button),
                            complete && named && !self->signing
                              && (is_refusing (self) ? has_text (self->witness) : drawn));
}

static void
who_changed_cb (HechaReviewPage *self)
{
  const Signer *signer = get_signer (self);
  gboolean agency = signer != NULL && strcmp (signer->role, "agency") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->name), signer != NULL && signer->person == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->objection), agency);
  gtk_widget_set_visible (GTK_WIDGET (self->refuses_row), agency);
  gtk_widget_set_visible (GTK_WIDGET (self->witness), is_refusing (self));
  gtk_widget_set_visible (GTK_WIDGET (self->pad_box), !is_refusing (self));
  gtk_button_set_label (self->sign_button, is_refusing (self) ? _ ("_Record the Refusal") : _ ("_Sign"));
  update_button (self);
}

/* ---- signing ---- */

typedef struct
{
  HechaSignInput input;
  char *scope;     /* (owned) */
  char *sample;    /* (owned) */
  char *person;    /* (owned) */
  char *role;      /* (owned) */
  char *strokes;   /* (owned) (nullable) */
  char *witness;   /* (owned) (nullable) */
  char *objection; /* (owned) (nullable) */
  char *hash;      /* (owned) of what was shown */
} Signing;

static void
free_signing (gpointer data)
{
  Signing *signing = data;

  g_free (signing->input.id);
  g_free (signing->scope);
  g_free (signing->sample);
  g_free (signing->person);
  g_free (signing->role);
  g_free (signing->strokes);
  g_free (signing->witness);
  g_free (signing->objection);
  g_free (signing->hash);
  g_free (signing);
}

static gpointer
sign_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Signing *signing = data;
  g_autofree char *by = hecha_store_get_meta (store, "person");
  g_autoptr (HechaSampleData) now = hecha_sample_data_load (store, signing->scope, signing->sample, error);

  if (now == NULL)
    return NULL;
  if (strcmp (now->content_hash, signing->hash) != 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                           _ ("The page changed while you signed. Look at it again, then sign."));
      return NULL;
    }
  hecha_store_act (store, by != NULL ? by : "", hecha_sign_record, &signing->input, error);
  return NULL;
}

static void
show_problem (HechaReviewPage *self, const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaReviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  self->signing = FALSE;
  if (self->pad == NULL)
    return;
  if (error != NULL)
    {
      sentence = hecha_error_dup_sentence (error);
      reload (self);
    }
  else
    {
      hecha_signature_pad_clear (self->pad);
      gtk_switch_set_active (self->refuses, FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->objection), "");
      gtk_editable_set_text (GTK_EDITABLE (self->witness), "");
      gtk_editable_set_text (GTK_EDITABLE (self->name), "");
      gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", _ ("Signed"));
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }
  show_problem (self, sentence);
  update_button (self);
}

static char *
dup_entry (AdwEntryRow *row)
{
  return gtk_widget_get_visible (GTK_WIDGET (row)) && has_text (row)
           ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)))
           : NULL;
}

static void
sign_cb (HechaReviewPage *self)
{
  const Signer *signer = get_signer (self);
  Signing *signing = g_new0 (Signing, 1);

  signing->scope = g_strdup (self->scope);
  signing->sample = g_strdup (self->id);
  signing->person = signer->person != NULL ? g_strdup (signer->person->id) : dup_entry (self->name);
  signing->role = g_strdup (signer->role);
  signing->strokes = is_refusing (self) ? NULL : hecha_signature_pad_dup_strokes (self->pad);
  signing->witness = dup_entry (self->witness);
  signing->objection = dup_entry (self->objection);
  signing->hash = g_strdup (self->data->content_hash);
  signing->input = (HechaSignInput) {
    .sample = signing->sample,
    .person = signing->person,
    .role = signing->role,
    .strokes = signing->strokes,
    .n_strokes_bytes = signing->strokes != NULL ? strlen (signing->strokes) : 0,
    .refused = is_refusing (self),
    .witness = signing->witness,
    .objection = signing->objection,
  };
  self->signing = TRUE;
  update_button (self);
  hecha_store_worker_run_async (self->worker, sign_work, signing, free_signing, NULL, NULL, signed_cb,
                                g_object_ref (self));
}

static void
undo_cb (HechaReviewPage *self)
{
  hecha_signature_pad_undo (self->pad);
}

static void
clear_cb (HechaReviewPage *self)
{
  hecha_signature_pad_clear (self->pad);
}

/* ---- loading ---- */

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
  g_autoptr (HechaReviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  HechaSampleData *data = hecha_store_worker_run_finish (self->worker, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (data == NULL)
    {
      g_autofree char *sentence = hecha_error_dup_sentence (error);

      show_problem (self, sentence);
      return;
    }
  hecha_sample_data_free (self->data);
  self->data = data;
  adw_window_title_set_subtitle (self->title, hecha_sample_data_get (data, "assignment", "unit"));
  show_missing (self);
  show_covered (self);
  show_signatures (self);
  show_signers (self);
  who_changed_cb (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sign), data->may_write);
  gtk_widget_set_visible (GTK_WIDGET (self->pad_box), data->may_write && !is_refusing (self));
  gtk_widget_set_visible (GTK_WIDGET (self->sign_button), data->may_write);
}

static void
reload (HechaReviewPage *self)
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

/* ---- life cycle ---- */

static void
hecha_review_page_dispose (GObject *object)
{
  HechaReviewPage *self = HECHA_REVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_REVIEW_PAGE);
  G_OBJECT_CLASS (hecha_review_page_parent_class)->dispose (object);
}

static void
hecha_review_page_finalize (GObject *object)
{
  HechaReviewPage *self = HECHA_REVIEW_PAGE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  g_free (self->scope);
  g_free (self->id);
  hecha_sample_data_free (self->data);
  g_array_unref (self->signers);
  G_OBJECT_CLASS (hecha_review_page_parent_class)->finalize (object);
}

static void
hecha_review_page_class_init (HechaReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_review_page_dispose;
  object_class->finalize = hecha_review_page_finalize;
  g_type_ensure (HECHA_TYPE_SIGNATURE_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, clear);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, covered_list);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, digest);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, missing);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, missing_list);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, name);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, objection);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, pad);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, pad_box);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, pad_hint);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, refuses);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, refuses_row);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, sign);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, sign_button);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, signature_list);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, signatures);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, undo);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, who);
  gtk_widget_class_bind_template_child (widget_class, HechaReviewPage, witness);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, missing_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
  gtk_widget_class_bind_template_callback (widget_class, who_changed_cb);
}

static void
hecha_review_page_init (HechaReviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->signers = g_array_new (FALSE, FALSE, sizeof (Signer));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_review_page_set_context:
 * @self: the page
 * @worker: owner of the store
 */
void
hecha_review_page_set_context (HechaReviewPage *self, HechaStoreWorker *worker)
{
  self->worker = g_object_ref (worker);
  g_signal_connect_object (worker, "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
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
  gboolean other = g_strcmp0 (self->scope, scope) != 0 || g_strcmp0 (self->id, id) != 0;

  show_problem (self, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (other)
    {
      g_cancellable_cancel (self->cancellable);
      g_object_unref (self->cancellable);
      self->cancellable = g_cancellable_new ();
      g_free (self->scope);
      self->scope = g_strdup (scope);
      g_free (self->id);
      self->id = g_strdup (id);
      hecha_signature_pad_clear (self->pad);
      adw_combo_row_set_selected (self->who, 0);
    }
  reload (self);
}
