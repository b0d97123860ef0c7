/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-unit-row.h"

#include "hecha-chips.h"
#include "hecha-input.h"
#include "hecha-text-row.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSiteUnitRow:
 *
 * One unit that was drawn at the site: its rank, and inside what was found of it. Emits “replace”.
 */
struct _HechaSiteUnitRow
{
  AdwExpanderRow parent_instance;

  HechaChips *result;
  HechaTextRow *note;
  AdwActionRow *replace_row;
  GtkButton *replace_button;

  HechaInput *result_input; /* (owned) */
  HechaInput *note_input;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (HechaSiteUnitRow, hecha_site_unit_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  REPLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
replace_cb (HechaSiteUnitRow *self)
{
  g_signal_emit (self, signals[REPLACE], 0);
}

static char *
dup_subtitle (const HechaRecord *unit)
{
  const char *status = hecha_record_get (unit, "status"), *result = hecha_record_get (unit, "result");
  const char *replaces = hecha_record_get (unit, "replaces"), *reason = hecha_record_get (unit, "reason");

  if (g_strcmp0 (status, "drawn") != 0)
    return g_strdup_printf (g_strcmp0 (status, "replaced") == 0 ? _ ("Replaced: %s")
                                                                : _ ("Not inspectable: %s"),
                            reason != NULL ? reason : "");
  if (result != NULL)
    return g_strdup (hecha_word ("verdict", result));
  return replaces != NULL ? g_strdup_printf (_ ("In the place of %s"), replaces)
                          : g_strdup (hecha_record_get (unit, "ticket"));
}

/**
 * hecha_site_unit_row_show:
 * @self: the row
 * @data: the sample
 * @unit: of the draw
 *
 * Shows the unit as it is now.
 */
void
hecha_site_unit_row_show (HechaSiteUnitRow *self, const HechaSampleData *data, const HechaRecord *unit)
{
  gboolean drawn = g_strcmp0 (hecha_record_get (unit, "status"), "drawn") == 0;
  gboolean editable = drawn && hecha_sample_data_is_editable (data);
  g_autofree char *title
    = g_strdup_printf ("%s. %s", hecha_record_get (unit, "rank"), hecha_record_get (unit, "unit"));
  g_autofree char *subtitle = dup_subtitle (unit);
  g_autofree char *replace = g_strdup_printf (_ ("Replace %s"), hecha_record_get (unit, "unit"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  hecha_input_show (self->result_input, unit->scope, unit->id,
                    hecha_sample_data_live (data, "site_unit", unit->id, "result"), editable);
  hecha_input_show (self->note_input, unit->scope, unit->id,
                    hecha_sample_data_live (data, "site_unit", unit->id, "note"), editable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->replace_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  replace, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->replace_row),
                          editable && hecha_record_get (unit, "result") == NULL);
}

/* ---- life cycle ---- */

static void
hecha_site_unit_row_dispose (GObject *object)
{
  HechaSiteUnitRow *self = HECHA_SITE_UNIT_ROW (object);

  g_clear_pointer (&self->result_input, hecha_input_free);
  g_clear_pointer (&self->note_input, hecha_input_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SITE_UNIT_ROW);
  G_OBJECT_CLASS (hecha_site_unit_row_parent_class)->dispose (object);
}

static void
hecha_site_unit_row_class_init (HechaSiteUnitRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_site_unit_row_dispose;
  signals[REPLACE] = g_signal_new ("replace", HECHA_TYPE_SITE_UNIT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  g_type_ensure (HECHA_TYPE_CHIPS);
  g_type_ensure (HECHA_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-site-unit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSiteUnitRow, result);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteUnitRow, note);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteUnitRow, replace_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSiteUnitRow, replace_button);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
}

static void
hecha_site_unit_row_init (HechaSiteUnitRow *self)
{
  static const char *const results[] = {"met", "not_met", NULL};

  gtk_widget_init_template (GTK_WIDGET (self));
  /* its name says which unit, its label is short */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->replace_button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  hecha_chips_add_words (self->result, "verdict", results);
}

/**
 * hecha_site_unit_row_new:
 * @saver: where what is typed goes
 *
 * Returns: (transfer floating): a row without a unit
 */
HechaSiteUnitRow *
hecha_site_unit_row_new (HechaSaver *saver)
{
  HechaSiteUnitRow *self = g_object_new (HECHA_TYPE_SITE_UNIT_ROW, NULL);

  self->result_input = hecha_input_new (saver, GTK_WIDGET (self->result), "site_unit", "result");
  self->note_input = hecha_input_new (saver, GTK_WIDGET (self->note), "site_unit", "note");
  return self;
}
