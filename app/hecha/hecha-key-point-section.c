/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-key-point-section.h"

#include "hecha-chips-row.h"
#include "hecha-input-row.h"
#include "hecha-input.h"
#include "hecha-text-row.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaKeyPointSection:
 *
 * What stands in the way at a key point, and the help that was given (P3 7.3).
 */
struct _HechaKeyPointSection
{
  AdwPreferencesGroup parent_instance;

  HechaTextRow *assistance;
  HechaTextRow *difficulties;
  HechaChipsRow *difficulty;

  GPtrArray *inputs; /* (owned) (element-type HechaInput) */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaKeyPointSection, hecha_key_point_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static gboolean
has_text (HechaTextRow *row)
{
  g_autofree char *text = hecha_input_row_dup_text (HECHA_INPUT_ROW (row));

  return *text != '\0';
}

/* Which difficulties, only where there are some. */
static void
show_rows (HechaKeyPointSection *self)
{
  gboolean some = strcmp (hecha_chips_get_only (hecha_chips_row_get_chips (self->difficulty)), "some") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->difficulties), some || has_text (self->difficulties));
  gtk_widget_set_visible (GTK_WIDGET (self->assistance), some || has_text (self->assistance));
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaKeyPointSection *self = HECHA_KEY_POINT_SECTION (section);
  gboolean key_point = hecha_record_get_int (data->assignment->record, "key_point", 0) != 0;

  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    key_point ? _ ("This is a key point: say whether there are difficulties and problems, or none.") : NULL);
  hecha_inputs_show (self->inputs, data);
  show_rows (self);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HechaKeyPointSection *self = HECHA_KEY_POINT_SECTION (section);
  const HechaTie ties[] = {
    {self->difficulty, "visit", "difficulty"},
    {self->difficulties, "visit", "difficulties"},
    {self->assistance, "visit", "assistance"},
  };

  self->inputs = hecha_inputs_new (context->saver, ties, G_N_ELEMENTS (ties));
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  HechaKeyPointSection *self = HECHA_KEY_POINT_SECTION (section);

  if (strcmp (code, "difficulty") == 0)
    return GTK_WIDGET (self->difficulty);
  return strcmp (code, "difficulties") == 0 ? GTK_WIDGET (self->difficulties) : NULL;
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
hecha_key_point_section_dispose (GObject *object)
{
  g_clear_pointer (&HECHA_KEY_POINT_SECTION (object)->inputs, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_KEY_POINT_SECTION);
  G_OBJECT_CLASS (hecha_key_point_section_parent_class)->dispose (object);
}

static void
hecha_key_point_section_class_init (HechaKeyPointSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_key_point_section_dispose;
  g_type_ensure (HECHA_TYPE_CHIPS_ROW);
  g_type_ensure (HECHA_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-key-point-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaKeyPointSection, assistance);
  gtk_widget_class_bind_template_child (widget_class, HechaKeyPointSection, difficulties);
  gtk_widget_class_bind_template_child (widget_class, HechaKeyPointSection, difficulty);
  gtk_widget_class_bind_template_callback (widget_class, show_rows);
}

static void
hecha_key_point_section_init (HechaKeyPointSection *self)
{
  static const char *const difficulty[] = {"none", "some", NULL};

  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_chips_add_words (hecha_chips_row_get_chips (self->difficulty), "difficulty", difficulty);
}
