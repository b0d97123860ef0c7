/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-signatures-section.h"

#include "domain/hecha-content.h"
#include "hecha-field-text.h"
#include "hecha-ink-view.h"
#include "hecha-row-list.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* "sha256:" and the first digits: enough to compare by eye. */
#define DIGEST_CHARS 19

/**
 * HechaSignaturesSection:
 *
 * Each signature that was given: by whom, when, for which content, whether it still is what was given, and what was
 * changed since.
 */
struct _HechaSignaturesSection
{
  AdwPreferencesGroup parent_instance;

  HechaRowList *rows; /* (owned) */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaSignaturesSection, hecha_signatures_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_said (GtkWidget *box, const char *title, const char *text)
{
  g_autofree char *line = text != NULL ? g_strdup_printf ("%s %s", title, text) : NULL;

  if (line != NULL)
    add_label (box, line, NULL);
}

/* ---- who, when, and whether it holds ---- */

static void
add_head (GtkWidget *box, const HechaRecord *signature, const HechaSampleData *data)
{
  const char *at = hecha_record_get (signature, "signed_at");
  g_autoptr (GDateTime) time = at != NULL ? g_date_time_new_from_iso8601 (at, NULL) : NULL;
  g_autofree char *when
    = time != NULL ? hecha_time_dup_local (g_date_time_to_unix (time) * 1000) : g_strdup (at);
  g_autofree char *who
    = g_strdup_printf ("%s · %s", hecha_person_name (data, hecha_record_get (signature, "person")),
                       hecha_word ("role", hecha_record_get (signature, "role")));
  g_autofree char *what
    = g_strdup_printf ("%s · %.*s…", when, DIGEST_CHARS, hecha_record_get (signature, "content_hash"));

  add_label (box, who, "heading");
  add_label (box, what, "secondary");
}

static void
add_check (GtkWidget *box, const HechaSignatureCheck *check)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon
    = gtk_image_new_from_icon_name (check->valid ? "object-select-symbolic" : "dialog-error-symbolic");
  const char *style = check->valid ? "success" : "error";

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, style);
  gtk_box_append (GTK_BOX (line), icon);
  add_label (line,
             check->valid ? _ ("Valid: the journal has it as it was given")
                          : _ ("Broken: it is not what was given; tell the office"),
             NULL);
  gtk_box_append (GTK_BOX (box), line);
}

/* ---- the hand ---- */

static void
add_typed (GtkWidget *box, const HechaRecord *signature, const HechaSampleData *data, const char *label)
{
  const char *typed = hecha_record_get (signature, "typed_name");
  const char *second = hecha_record_get (signature, "confirmed_by");
  g_autofree char *line
    = g_strdup_printf (_ ("Typed; confirmed by %s"), second != NULL ? hecha_person_name (data, second) : "–");
  GtkWidget *name;

  if (typed == NULL)
    return;
  name = add_label (box, typed, "typed-name");
  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  add_label (box, line, "secondary");
}

static void
add_hand (GtkWidget *box, const HechaRecord *signature, const HechaSampleData *data)
{
  const char *strokes = hecha_record_get (signature, "strokes");
  g_autofree char *label = g_strdup_printf (_ ("Signature of %s"),
                                            hecha_person_name (data, hecha_record_get (signature, "person")));

  if (strokes != NULL)
    {
      GtkWidget *ink = hecha_ink_view_new (strokes);

      gtk_widget_set_halign (ink, GTK_ALIGN_START);
      gtk_accessible_update_property (GTK_ACCESSIBLE (ink), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      gtk_box_append (GTK_BOX (box), ink);
    }
  add_typed (box, signature, data, label);
  if (hecha_record_get_int (signature, "refused", 0) != 0)
    add_said (box, _ ("Refused to sign; witness:"),
              hecha_person_name (data, hecha_record_get (signature, "witness")));
  add_said (box, _ ("Objection:"), hecha_record_get (signature, "objection"));
  add_said (box, _ ("Signed before others, because:"), hecha_record_get (signature, "early_reason"));
}

/* ---- what was changed since ---- */

static char *
describe_change (const HechaChange *change, const HechaSampleData *data)
{
  g_autofree char *type = hecha_type_dup_words (change->type);
  g_autofree char *field = NULL;
  g_autofree char *before = NULL;
  g_autofree char *now = NULL;

  if (change->field == NULL)
    return change->now != NULL
             ? g_strdup_printf (_ ("%s added: %s"), type, hecha_person_name (data, change->now))
             : g_strdup_printf (_ ("%s taken away: %s"), type, hecha_person_name (data, change->before));
  field = hecha_field_dup_words (change->field);
  before = hecha_value_dup_words (change->field, change->before, data);
  now = hecha_value_dup_words (change->field, change->now, data);
  if (change->name == NULL)
    return g_strdup_printf (_ ("%s: %s → %s"), field, before, now);
  return g_strdup_printf (_ ("%s %s, %s: %s → %s"), type, hecha_person_name (data, change->name), field,
                          before, now);
}

static void
add_changes (GtkWidget *box, const HechaSignatureCheck *check, const HechaSampleData *data)
{
  if (check->changes->len == 0)
    return;
  add_label (box, _ ("Changed after this signature; what was signed counts:"), "warning");
  for (guint i = 0; i < check->changes->len; i++)
    {
      g_autofree char *line = describe_change (check->changes->pdata[i], data);

      add_label (box, line, NULL);
    }
}

/* ---- showing ---- */

static GtkWidget *
make_row (const HechaRecord *signature, const HechaSignatureCheck *check, const HechaSampleData *data)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "signature");
  add_head (box, signature, data);
  add_hand (box, signature, data);
  add_check (box, check);
  add_changes (box, check, data);
  g_object_set (row, "use-markup", FALSE, "title",
                hecha_person_name (data, hecha_record_get (signature, "person")), "child", box, "activatable",
                FALSE, NULL);
  return row;
}

static void
show_seal (HechaSignaturesSection *self, const HechaSampleData *data)
{
  const char *words = NULL;

  if (hecha_sample_data_is_sealed (data))
    words = data->state == HECHA_SAMPLE_CHANGED
              ? _ ("Sealed by the leader, and changed after signature.")
              : _ ("Sealed by the leader: nothing on this sample is changed any more.");
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), words);
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaSignaturesSection *self = HECHA_SIGNATURES_SECTION (section);
  GPtrArray *signatures = data->assignment->signatures;

  hecha_row_list_clear (self->rows);
  for (guint i = 0; i < signatures->len; i++)
    hecha_row_list_add (self->rows, make_row (signatures->pdata[i], data->checks->pdata[i], data));
  show_seal (self, data);
  gtk_widget_set_visible (GTK_WIDGET (self), signatures->len > 0);
}

static void
section_init (HechaSectionInterface *iface)
{
  iface->show = show;
}

static void
hecha_signatures_section_finalize (GObject *object)
{
  hecha_row_list_free (HECHA_SIGNATURES_SECTION (object)->rows);
  G_OBJECT_CLASS (hecha_signatures_section_parent_class)->finalize (object);
}

static void
hecha_signatures_section_class_init (HechaSignaturesSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_signatures_section_finalize;
}

static void
hecha_signatures_section_init (HechaSignaturesSection *self)
{
  self->rows = hecha_row_list_new (ADW_PREFERENCES_GROUP (self), _ ("Signatures"));
}
