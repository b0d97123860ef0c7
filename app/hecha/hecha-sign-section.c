/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sign-section.h"

#include "domain/hecha-signer.h"
#include "hecha-chips.h"
#include "hecha-input-row.h"
#include "hecha-sign-sheet.h"
#include "hecha-signature-pad.h"
#include "hecha-signers.h"
#include "hecha-signing.h"
#include "hecha-text-row.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSignSection:
 *
 * Where a person signs: who, what the agency answers, and by hand or by name. The button says why it is off. What is
 * signed is what was shown: when the store changed in between, nothing is signed.
 */
struct _HechaSignSection
{
  GtkBox parent_instance;

  HechaChips *answer;
  AdwPreferencesRow *answer_row;
  GtkButton *clear;
  AdwEntryRow *early;
  HechaChips *hand;
  AdwPreferencesRow *hand_row;
  AdwEntryRow *name;
  HechaTextRow *objection;
  GtkLabel *obstacle;
  HechaSignaturePad *pad;
  GtkBox *pad_box;
  GtkLabel *pad_hint;
  GtkLabel *problem;
  AdwEntryRow *second;
  GtkButton *sign_button;
  AdwEntryRow *typed;
  GtkLabel *typed_note;
  GtkButton *undo;
  AdwComboRow *who;
  AdwEntryRow *witness;

  HechaStoreWorker *worker; /* (owned) */
  HechaSampleData *data;    /* (owned) (nullable) what is shown */
  GArray *signers;          /* (owned) (nullable) (element-type HechaSigner): as in the list of who signs */
  char *waiting;            /* (owned) (nullable) who signs before the leader */
  gboolean signing;
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaSignSection, hecha_sign_section, GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

/* ---- what is chosen ---- */

static const HechaSigner *
get_signer (HechaSignSection *self)
{
  guint selected = adw_combo_row_get_selected (self->who);

  return self->signers != NULL && selected < self->signers->len
           ? &g_array_index (self->signers, HechaSigner, selected)
           : NULL;
}

static gboolean
has_role (HechaSignSection *self, const char *role)
{
  const HechaSigner *signer = get_signer (self);

  return signer != NULL && strcmp (signer->role, role) == 0;
}

static gboolean
answers (HechaSignSection *self, const char *answer)
{
  return has_role (self, "agency") && g_strcmp0 (hecha_chips_get_only (self->answer), answer) == 0;
}

static gboolean
is_typing (HechaSignSection *self)
{
  return !answers (self, "refuses") && g_strcmp0 (hecha_chips_get_only (self->hand), "type") == 0;
}

static gboolean
is_early (HechaSignSection *self)
{
  return has_role (self, "leader") && self->waiting != NULL;
}

static gboolean
has_text (AdwEntryRow *row)
{
  return *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';
}

static char *
dup_entry (AdwEntryRow *row)
{
  return gtk_widget_get_visible (GTK_WIDGET (row)) && has_text (row)
           ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)))
           : NULL;
}

static gboolean
has_objection (HechaSignSection *self)
{
  g_autofree char *text = hecha_input_row_dup_text (HECHA_INPUT_ROW (self->objection));

  return *g_strstrip (text) != '\0';
}

/* ---- why not yet ---- */

/* The leader signs what is complete; the others what at least says something. */
static const char *
find_page_obstacle (HechaSignSection *self)
{
  if (hecha_sample_data_is_missing (self->data, "disputed"))
    return _ ("The office has to settle what people wrote differently before anybody signs");
  if (hecha_sample_data_is_missing (self->data, "verdict")
      || hecha_sample_data_is_missing (self->data, "observation"))
    return _ ("Nobody signs before there are a verdict and an observation");
  if (has_role (self, "leader") && self->data->missing->len > 0)
    return _ ("The leader signs when nothing is missing any more");
  return NULL;
}

static const char *
find_words_obstacle (HechaSignSection *self)
{
  const HechaSigner *signer = get_signer (self);

  if (signer->person == NULL && !has_text (self->name))
    return _ ("Give the name of who signs");
  if (answers (self, "objects") && !has_objection (self))
    return _ ("Write down what the agency objects to");
  if (answers (self, "refuses"))
    return has_text (self->witness) ? NULL : _ ("Name who saw the refusal");
  if (is_typing (self))
    return has_text (self->typed) && has_text (self->second) ? NULL : _ ("Both people type their own names");
  return hecha_signature_pad_is_empty (self->pad) ? _ ("Draw the signature, or type the name") : NULL;
}

static char *
dup_obstacle (HechaSignSection *self)
{
  if (self->data == NULL || get_signer (self) == NULL)
    return g_strdup ("");
  if (find_page_obstacle (self) != NULL)
    return g_strdup (find_page_obstacle (self));
  if (is_early (self) && !has_text (self->early))
    return g_strdup_printf (_ ("Sign before the leader: %s. Or the leader says why not."), self->waiting);
  return g_strdup (find_words_obstacle (self));
}

static void
show_problem (HechaSignSection *self, const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

static void
update (HechaSignSection *self)
{
  g_autofree char *obstacle = dup_obstacle (self);
  gboolean drawn = !hecha_signature_pad_is_empty (self->pad);

  gtk_label_set_text (self->obstacle, obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->obstacle), obstacle != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->pad_hint), !drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo), drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear), drawn);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button), obstacle == NULL && !self->signing);
}

static void
show_fields (HechaSignSection *self)
{
  const HechaSigner *signer = get_signer (self);
  gboolean refuses = answers (self, "refuses"), typing = is_typing (self);

  gtk_widget_set_visible (GTK_WIDGET (self->name), signer != NULL && signer->person == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->early), is_early (self));
  gtk_widget_set_visible (GTK_WIDGET (self->answer_row), has_role (self, "agency"));
  gtk_widget_set_visible (GTK_WIDGET (self->objection), answers (self, "objects"));
  gtk_widget_set_visible (GTK_WIDGET (self->witness), refuses);
  gtk_widget_set_visible (GTK_WIDGET (self->hand_row), !refuses);
  gtk_widget_set_visible (GTK_WIDGET (self->typed), typing);
  gtk_widget_set_visible (GTK_WIDGET (self->second), typing);
  gtk_widget_set_visible (GTK_WIDGET (self->typed_note), typing);
  gtk_widget_set_visible (GTK_WIDGET (self->pad_box), !typing && !refuses);
  gtk_button_set_label (self->sign_button, refuses ? _ ("_Record the Refusal") : _ ("_Sign"));
  update (self);
}

static void
who_changed_cb (HechaSignSection *self)
{
  show_problem (self, NULL);
  show_fields (self);
}

/* One of them is always chosen. */
static void
answer_chosen_cb (HechaSignSection *self, const char *id, gboolean active)
{
  hecha_chips_set_only (self->answer, id);
  show_fields (self);
}

static void
hand_chosen_cb (HechaSignSection *self, const char *id, gboolean active)
{
  hecha_chips_set_only (self->hand, id);
  show_fields (self);
}

/* ---- the pad ---- */

static void
undo_cb (HechaSignSection *self)
{
  hecha_signature_pad_undo (self->pad);
}

static void
clear_cb (HechaSignSection *self)
{
  hecha_signature_pad_clear (self->pad);
}

static void
larger_cb (HechaSignSection *self)
{
  const HechaSigner *signer = get_signer (self);
  g_autofree char *title = signer != NULL ? hecha_signer_dup_label (signer) : NULL;

  hecha_sign_sheet_present (GTK_WIDGET (self), self->pad, title);
}

/* ---- signing ---- */

static void
forget_typed (HechaSignSection *self)
{
  AdwEntryRow *entries[] = {self->name, self->early, self->witness, self->typed, self->second};

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_editable_set_text (GTK_EDITABLE (entries[i]), "");
  hecha_input_row_set_text (HECHA_INPUT_ROW (self->objection), "");
  hecha_chips_set_only (self->answer, "agrees");
  hecha_chips_set_only (self->hand, "draw");
  hecha_signature_pad_clear (self->pad);
}

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSignSection) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  hecha_store_worker_run_finish (self->worker, result, &error);
  self->signing = FALSE;
  if (self->pad == NULL)
    return;
  if (error != NULL)
    sentence = hecha_error_dup_sentence (error);
  else
    {
      forget_typed (self);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", _ ("Signed"));
    }
  show_problem (self, sentence);
  show_fields (self);
}

static HechaSigning *
make_signing (HechaSignSection *self)
{
  const HechaSigner *signer = get_signer (self);
  HechaSigning *signing = hecha_signing_new (self->data);

  signing->person = signer->person != NULL ? g_strdup (signer->person->id) : dup_entry (self->name);
  signing->role = signer->role;
  signing->refused = answers (self, "refuses");
  signing->witness = dup_entry (self->witness);
  signing->early_reason = dup_entry (self->early);
  if (answers (self, "objects"))
    signing->objection = hecha_input_row_dup_text (HECHA_INPUT_ROW (self->objection));
  if (is_typing (self))
    {
      signing->typed_name = dup_entry (self->typed);
      signing->confirmer_name = dup_entry (self->second);
      signing->confirmed_by = g_strdup (hecha_signers_resolve (self->data, signing->confirmer_name));
    }
  else if (!signing->refused)
    signing->strokes = hecha_signature_pad_dup_strokes (self->pad);
  return signing;
}

static void
sign_cb (HechaSignSection *self)
{
  self->signing = TRUE;
  update (self);
  hecha_signing_run_async (self->worker, make_signing (self), signed_cb, g_object_ref (self));
}

/* ---- showing ---- */

static void
show_signers (HechaSignSection *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  g_clear_pointer (&self->signers, g_array_unref);
  self->signers = hecha_signers_list (self->data);
  for (guint i = 0; i < self->signers->len; i++)
    {
      g_autofree char *label = hecha_signer_dup_label (&g_array_index (self->signers, HechaSigner, i));

      gtk_string_list_append (list, label);
    }
  adw_combo_row_set_model (self->who, G_LIST_MODEL (list));
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaSignSection *self = HECHA_SIGN_SECTION (section);
  gboolean other = self->data == NULL
                   || strcmp (self->data->assignment->record->id, data->assignment->record->id) != 0
                   || strcmp (self->data->content_hash, data->content_hash) != 0
                   || self->data->assignment->signatures->len != data->assignment->signatures->len;

  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = hecha_sample_data_ref (data);
  g_free (self->waiting);
  self->waiting = hecha_signers_dup_waiting (data);
  if (other)
    show_signers (self);
  show_fields (self);
  gtk_widget_set_visible (GTK_WIDGET (self), data->may_write);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HECHA_SIGN_SECTION (section)->worker = g_object_ref (context->worker);
}

/* ---- life cycle ---- */

static void
section_init (HechaSectionInterface *iface)
{
  iface->set_context = set_context;
  iface->show = show;
}

static void
hecha_sign_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SIGN_SECTION);
  G_OBJECT_CLASS (hecha_sign_section_parent_class)->dispose (object);
}

static void
hecha_sign_section_finalize (GObject *object)
{
  HechaSignSection *self = HECHA_SIGN_SECTION (object);

  g_clear_object (&self->worker);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  g_clear_pointer (&self->signers, g_array_unref);
  g_free (self->waiting);
  G_OBJECT_CLASS (hecha_sign_section_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, answer);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, answer_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, clear);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, early);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, hand);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, hand_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, name);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, objection);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, obstacle);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, pad);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, pad_box);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, pad_hint);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, second);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, sign_button);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, typed);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, typed_note);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, undo);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, who);
  gtk_widget_class_bind_template_child (widget_class, HechaSignSection, witness);
}

static void
hecha_sign_section_class_init (HechaSignSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_sign_section_dispose;
  object_class->finalize = hecha_sign_section_finalize;
  g_type_ensure (HECHA_TYPE_CHIPS);
  g_type_ensure (HECHA_TYPE_SIGNATURE_PAD);
  g_type_ensure (HECHA_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sign-section.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, answer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, hand_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, larger_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, who_changed_cb);
}

static void
hecha_sign_section_init (HechaSignSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->undo)), TRUE); /* large text */
  hecha_chips_add (self->answer, "agrees", _ ("Agrees"));
  hecha_chips_add (self->answer, "objects", _ ("Objects"));
  hecha_chips_add (self->answer, "refuses", _ ("Refuses to Sign"));
  hecha_chips_add (self->hand, "draw", _ ("Drawn"));
  hecha_chips_add (self->hand, "type", _ ("Typed Name"));
  forget_typed (self);
}
