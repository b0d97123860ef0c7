/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-visit-section.h"

#include "domain/hecha-place.h"
#include "hecha-chips-row.h"
#include "hecha-input.h"
#include "hecha-location.h"

#include <string.h>

/* So long is waited for a position. */
#define LOCATION_MS 20000

/**
 * HechaVisitSection:
 *
 * How the visit was made: mode and place.
 */
struct _HechaVisitSection
{
  AdwPreferencesGroup parent_instance;

  HechaChipsRow *datum;
  GtkButton *here_button;
  HechaChipsRow *mode;
  AdwEntryRow *photo_reason;
  AdwEntryRow *place;
  GtkButton *place_button;
  AdwEntryRow *place_reason;

  GPtrArray *inputs;     /* (owned) (element-type HechaInput): the place first */
  HechaSampleData *data; /* (owned) (nullable) */
  GCancellable *asking;  /* (owned) (nullable) while the position service is asked */
  gboolean is_nowhere;   /* there is no position service here */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaVisitSection, hecha_visit_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static const HechaRecord *
find_placed (HechaVisitSection *self)
{
  GPtrArray *evidence = self->data->assignment->evidence;

  for (guint i = 0; i < evidence->len; i++)
    if (hecha_record_get (evidence->pdata[i], "latitude") != NULL
        && hecha_record_get (evidence->pdata[i], "longitude") != NULL)
      return evidence->pdata[i];
  return NULL;
}

static gboolean
has_text (AdwEntryRow *row)
{
  return *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0';
}

/* Only what the mode of the visit asks for. */
static void
show_rows (HechaVisitSection *self)
{
  gboolean onsite = strcmp (hecha_chips_get_only (hecha_chips_row_get_chips (self->mode)), "onsite") == 0;
  gboolean editable = hecha_sample_data_is_editable (self->data);

  gtk_widget_set_visible (GTK_WIDGET (self->place), onsite);
  gtk_widget_set_visible (GTK_WIDGET (self->place_reason), onsite);
  gtk_widget_set_visible (GTK_WIDGET (self->datum), onsite && has_text (self->place));
  gtk_widget_set_visible (GTK_WIDGET (self->place_button), editable && find_placed (self) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->here_button), editable && !self->is_nowhere);
  gtk_widget_set_visible (GTK_WIDGET (self->photo_reason), hecha_sample_data_is_missing (self->data, "photo")
                                                             || has_text (self->photo_reason));
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaVisitSection *self = HECHA_VISIT_SECTION (section);

  hecha_sample_data_ref (data);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = data;
  hecha_inputs_show (self->inputs, data);
  show_rows (self);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HechaVisitSection *self = HECHA_VISIT_SECTION (section);
  const HechaTie ties[] = {
    {self->place, "visit", "place"},
    {self->mode, "visit", "mode"},
    {self->datum, "visit", "datum"},
    {self->place_reason, "visit", "place_reason"},
    {self->photo_reason, "visit", "photo_reason"},
  };

  self->inputs = hecha_inputs_new (context->saver, ties, G_N_ELEMENTS (ties));
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  HechaVisitSection *self = HECHA_VISIT_SECTION (section);

  if (strcmp (code, "mode") == 0)
    return GTK_WIDGET (self->mode);
  return strcmp (code, "place") == 0 ? GTK_WIDGET (self->place) : NULL;
}

/* ---- choosing ---- */

static void
typed_cb (HechaVisitSection *self)
{
  show_rows (self);
}

static void
place_clicked_cb (HechaVisitSection *self)
{
  const HechaRecord *photo = find_placed (self);
  g_autofree char *place = photo != NULL ? hecha_place_dup_text (hecha_record_get_int (photo, "latitude", 0),
                                                                 hecha_record_get_int (photo, "longitude", 0))
                                         : NULL;

  if (place != NULL)
    hecha_input_put (self->inputs->pdata[0], place);
}

/* A laptop without a position service says nothing of it: the place is typed, or comes from a photograph. */
static void
located_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaVisitSection) self = user_data;
  g_autofree char *place = hecha_location_find_finish (result, NULL);

  g_clear_object (&self->asking);
  if (self->inputs == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->here_button), TRUE);
  if (place != NULL)
    {
      hecha_input_put (self->inputs->pdata[0], place);
      return;
    }
  self->is_nowhere = TRUE;
  show_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->place));
}

static gboolean
waited_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
here_clicked_cb (HechaVisitSection *self)
{
  self->asking = g_cancellable_new ();
  gtk_widget_set_sensitive (GTK_WIDGET (self->here_button), FALSE);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOCATION_MS, waited_cb, g_object_ref (self->asking),
                      g_object_unref);
  hecha_location_find_async (self->asking, located_cb, g_object_ref (self));
}

/* ---- life cycle ---- */

static void
section_init (HechaSectionInterface *iface)
{
  iface->set_context = set_context;
  iface->show = show;
  iface->find = find;
}

static void
hecha_visit_section_dispose (GObject *object)
{
  HechaVisitSection *self = HECHA_VISIT_SECTION (object);

  g_cancellable_cancel (self->asking);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_VISIT_SECTION);
  G_OBJECT_CLASS (hecha_visit_section_parent_class)->dispose (object);
}

static void
hecha_visit_section_finalize (GObject *object)
{
  g_clear_pointer (&HECHA_VISIT_SECTION (object)->data, hecha_sample_data_unref);
  G_OBJECT_CLASS (hecha_visit_section_parent_class)->finalize (object);
}

static void
hecha_visit_section_class_init (HechaVisitSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_visit_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_visit_section_finalize;
  g_type_ensure (HECHA_TYPE_CHIPS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-visit-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, datum);
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, here_button);
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, mode);
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, photo_reason);
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, place);
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, place_button);
  gtk_widget_class_bind_template_child (widget_class, HechaVisitSection, place_reason);
  gtk_widget_class_bind_template_callback (widget_class, here_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_clicked_cb);
}

static void
hecha_visit_section_init (HechaVisitSection *self)
{
  static const char *const modes[] = {"onsite", "online", NULL};
  static const char *const datums[] = {"WGS-84", "CGCS2000", NULL};

  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_chips_add_words (hecha_chips_row_get_chips (self->mode), "mode", modes);
  hecha_chips_add_words (hecha_chips_row_get_chips (self->datum), "datum", datums);
}
