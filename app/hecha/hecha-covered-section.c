/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-covered-section.h"

#include "domain/hecha-place.h"
#include "domain/hecha-records.h"
#include "hecha-evidence-row.h"
#include "hecha-field-text.h"
#include "hecha-row-list.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaCoveredSection:
 *
 * Everything that a signature covers, and the digest of it.
 */
struct _HechaCoveredSection
{
  AdwPreferencesGroup parent_instance;

  HechaRowList *rows;            /* (owned) */
  HechaThumbnailer *thumbnailer; /* (owned) */
  HechaSampleData *data;         /* (owned) (nullable) what is shown */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaCoveredSection, hecha_covered_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static void
add (HechaCoveredSection *self, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    hecha_row_list_add (self->rows, hecha_text_lines_new (title, text));
}

static void
add_field (HechaCoveredSection *self, const char *title, const char *type, const char *field)
{
  add (self, title, hecha_sample_data_get (self->data, type, field));
}

/* ---- the visit ---- */

static void
add_place (HechaCoveredSection *self, const HechaRecord *visit)
{
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (hecha_record_get (visit, "latitude") == NULL)
    return;
  place = hecha_place_dup_text (hecha_record_get_int (visit, "latitude", 0),
                                hecha_record_get_int (visit, "longitude", 0));
  text = g_strdup_printf ("%s (%s)", place, hecha_record_get (visit, "datum"));
  add (self, _ ("Place"), text);
}

static void
add_methods (HechaCoveredSection *self, const HechaRecord *visit)
{
  const HechaField *field
    = &visit->type->fields[hecha_type_find_field (visit->type, "methods", strlen ("methods"))];
  const char *value = hecha_record_get (visit, "methods");
  g_autofree char *text = value != NULL ? hecha_value_dup_words (field, value, self->data) : NULL;

  add (self, _ ("Methods"), text);
}

static void
add_visit (HechaCoveredSection *self)
{
  const HechaRecord *visit = self->data->assignment->visit;

  if (visit == NULL)
    return;
  add (self, _ ("Mode"), hecha_word ("mode", hecha_record_get (visit, "mode")));
  add_place (self, visit);
  add (self, _ ("Why there is no place"), hecha_record_get (visit, "place_reason"));
  add (self, _ ("Why the site view has no photograph"), hecha_record_get (visit, "photo_reason"));
  add_methods (self, visit);
}

static void
add_persons (HechaCoveredSection *self)
{
  GPtrArray *presence = self->data->assignment->presence;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < presence->len; i++)
    {
      const HechaRecord *record = g_ptr_array_index (presence, i);

      if (hecha_record_get (record, "from") != NULL)
        g_string_append_printf (text, "%s%s · %s %s–%s", text->len > 0 ? "\n" : "",
                                hecha_person_name (self->data, hecha_record_get (record, "person")),
                                hecha_record_get (record, "date"), hecha_record_get (record, "from"),
                                hecha_record_get (record, "to"));
    }
  add (self, _ ("Persons Present"), text->str);
}

/* ---- methods, checklist, draw at the site ---- */

static void
add_records (HechaCoveredSection *self)
{
  const HechaSchema *schema = hecha_records ();

  for (guint i = 0; i < schema->n_types; i++)
    {
      const HechaType *type = &schema->types[i];
      g_autofree char *title = NULL;
      GPtrArray *records;

      if (!hecha_assignment_shows_type (type) || strcmp (type->name, "presence") == 0
          || strcmp (type->name, "evidence") == 0)
        continue;
      title = hecha_type_dup_words (type);
      records = self->data->assignment->lists[i];
      for (guint j = 0; j < records->len; j++)
        {
          g_autofree char *text = hecha_record_dup_words (records->pdata[j], self->data);

          add (self, title, text);
        }
    }
}

/* ---- finding and evidence ---- */

static void
add_finding (HechaCoveredSection *self)
{
  const char *value = hecha_sample_data_get (self->data, "finding", "value");
  const char *unit = hecha_sample_data_get (self->data, "finding", "unit");
  g_autofree char *text = value != NULL ? g_strdup_printf ("%s %s", value, unit != NULL ? unit : "") : NULL;

  add (self, _ ("Verdict"), hecha_word ("verdict", hecha_sample_data_get (self->data, "finding", "verdict")));
  add (self, _ ("Measured value"), text);
  add_field (self, _ ("Observation"), "finding", "observation");
  add_field (self, _ ("Opinion"), "finding", "opinion");
  add_field (self, _ ("Difficulties and problems"), "visit", "difficulties");
  add_field (self, _ ("Help that was given"), "visit", "assistance");
}

static void
add_evidence (HechaCoveredSection *self)
{
  g_autoptr (GPtrArray) items = hecha_evidence_items_list (self->data);

  for (guint i = 0; i < items->len; i++)
    if (!((const HechaEvidenceItem *)items->pdata[i])->removed)
      hecha_row_list_add (self->rows, hecha_evidence_row_new (items->pdata[i], self->thumbnailer, FALSE));
}

/* In lines of its own, without hyphens: each character counts. */
static GtkWidget *
make_digest (const char *digest)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (digest);

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  g_object_set (label, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_CHAR, "selectable", TRUE,
                "attributes", attributes, NULL);
  gtk_widget_add_css_class (label, "digest");
  return label;
}

static void
add_digest (HechaCoveredSection *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (_ ("Digest of all this"));
  GtkWidget *digest = make_digest (self->data->content_hash);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "secondary");
  gtk_accessible_update_property (GTK_ACCESSIBLE (digest), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->data->content_hash, -1);
  gtk_widget_add_css_class (box, "signature");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), digest);
  g_object_set (row, "title", _ ("Digest of all this"), "child", box, "activatable", FALSE, "focusable",
                FALSE, NULL);
  hecha_row_list_add (self->rows, row);
}

/* ---- life cycle ---- */

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaCoveredSection *self = HECHA_COVERED_SECTION (section);

  if (self->data != NULL && strcmp (self->data->content_hash, data->content_hash) == 0)
    return; /* nothing that is shown here is different */
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = hecha_sample_data_ref (data);
  hecha_row_list_clear (self->rows);
  add_field (self, _ ("Sample"), "assignment", "name");
  add_field (self, _ ("Agency"), "assignment", "agency_name");
  add_field (self, _ ("Requirement"), "assignment", "requirement");
  add_field (self, _ ("Standard"), "assignment", "standard");
  add_visit (self);
  add_persons (self);
  add_records (self);
  add_finding (self);
  add_evidence (self);
  add_digest (self);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HECHA_COVERED_SECTION (section)->thumbnailer = g_object_ref (context->thumbnailer);
}

static void
section_init (HechaSectionInterface *iface)
{
  iface->set_context = set_context;
  iface->show = show;
}

static void
hecha_covered_section_finalize (GObject *object)
{
  HechaCoveredSection *self = HECHA_COVERED_SECTION (object);

  hecha_row_list_free (self->rows);
  g_clear_object (&self->thumbnailer);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  G_OBJECT_CLASS (hecha_covered_section_parent_class)->finalize (object);
}

static void
hecha_covered_section_class_init (HechaCoveredSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_covered_section_finalize;
}

static void
hecha_covered_section_init (HechaCoveredSection *self)
{
  self->rows = hecha_row_list_new (ADW_PREFERENCES_GROUP (self), _ ("What the Signature Covers"));
}
