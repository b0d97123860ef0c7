/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-finding-section.h"

#include "hecha-chips-row.h"
#include "hecha-input.h"
#include "hecha-measure.h"
#include "hecha-text-row.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaFindingSection:
 *
 * What was found: verdict, observation and opinion apart, measured value.
 */
struct _HechaFindingSection
{
  AdwPreferencesGroup parent_instance;

  HechaTextRow *observation;
  HechaTextRow *opinion;
  AdwEntryRow *unit;
  AdwEntryRow *value;
  AdwExpanderRow *conditions;
  AdwActionRow *measures_row;
  HechaChipsRow *verdict;

  GPtrArray *inputs;          /* (owned) (element-type HechaInput) */
  GHashTable *condition_rows; /* (owned) (element-type utf8 GtkWidget): by what they say and lead to */
  GPtrArray *measures; /* (owned) (nullable) (element-type HechaMeasure): what the requirement asks for */
};

static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable", NULL};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaFindingSection, hecha_finding_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

/* ---- what a verdict waits for ---- */

static void
condition_activated_cb (GtkWidget *row, gpointer user_data)
{
  gtk_widget_activate_action (row, "win.go-to", "s", g_object_get_data (G_OBJECT (row), "hecha-code"));
}

static GtkWidget *
make_condition (const char *sentence, const char *code)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", sentence, "activatable", TRUE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "hecha-code", g_strdup (code), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (condition_activated_cb), NULL);
  return row;
}

/* Each of them once, though several verdicts wait for it. */
static void
want_condition (HechaFindingSection *self, GHashTable *wanted, const HechaMissing *missing)
{
  g_autofree char *sentence = hecha_missing_dup_sentence (missing);
  g_autofree char *code = hecha_section_dup_code (missing);
  char *look = g_strdup_printf ("%s\n%s", code, sentence);

  if (!g_hash_table_contains (self->condition_rows, look))
    {
      GtkWidget *row = make_condition (sentence, code);

      adw_expander_row_add_row (self->conditions, row);
      g_hash_table_insert (self->condition_rows, g_strdup (look), row);
    }
  g_hash_table_add (wanted, look);
}

static void
drop_others (HechaFindingSection *self, GHashTable *wanted)
{
  GHashTableIter iter;
  gpointer look, row;

  g_hash_table_iter_init (&iter, self->condition_rows);
  while (g_hash_table_iter_next (&iter, &look, &row))
    if (!g_hash_table_contains (wanted, look))
      {
        adw_expander_row_remove (self->conditions, row);
        g_hash_table_iter_remove (&iter);
      }
}

/* Rows stay while they are wanted: who leaves a field for one of them saves that field, and must not lose the click. */
static void
show_conditions (HechaFindingSection *self, const HechaSampleData *data)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) barred = NULL;
  g_autofree char *words = NULL, *title = NULL;

  for (guint v = 0; verdicts[v] != NULL; v++)
    {
      g_autoptr (GPtrArray) missing = hecha_verdict_missing (data->assignment, verdicts[v]);

      hecha_chips_set_enabled (hecha_chips_row_get_chips (self->verdict), verdicts[v], missing->len == 0,
                               NULL);
      if (missing->len > 0)
        g_strv_builder_add (builder, hecha_word ("verdict", verdicts[v]));
      for (guint i = 0; i < missing->len; i++)
        want_condition (self, wanted, missing->pdata[i]);
    }
  drop_others (self, wanted);
  barred = g_strv_builder_end (builder);
  words = g_strjoinv (_ (", "), barred);
  title = g_strdup_printf (_ ("Cannot be chosen yet: %s"), words);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->conditions), title);
  gtk_widget_set_visible (GTK_WIDGET (self->conditions),
                          g_hash_table_size (wanted) > 0 && hecha_sample_data_is_editable (data));
}

/* ---- what was measured, against what was asked ---- */

static void
show_measures (HechaFindingSection *self)
{
  const char *value = gtk_editable_get_text (GTK_EDITABLE (self->value));
  const char *unit = gtk_editable_get_text (GTK_EDITABLE (self->unit));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->measures != NULL && i < self->measures->len; i++)
    {
      const HechaMeasure *measure = g_ptr_array_index (self->measures, i);
      g_autofree char *share = hecha_measure_dup_share (measure, value, unit);

      g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", measure->value, measure->unit);
      if (share != NULL)
        g_string_append_printf (text, _ (" · measured: %s of it"), share);
    }
  adw_action_row_set_subtitle (self->measures_row, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->measures_row), text->len > 0);
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaFindingSection *self = HECHA_FINDING_SECTION (section);

  g_clear_pointer (&self->measures, g_ptr_array_unref);
  self->measures = hecha_measure_list (hecha_sample_data_get (data, "assignment", "requirement"));
  hecha_inputs_show (self->inputs, data);
  show_conditions (self, data);
  show_measures (self);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HechaFindingSection *self = HECHA_FINDING_SECTION (section);
  const HechaTie ties[] = {
    {self->verdict, "finding", "verdict"}, {self->observation, "finding", "observation"},
    {self->opinion, "finding", "opinion"}, {self->value, "finding", "value"},
    {self->unit, "finding", "unit"},
  };

  self->inputs = hecha_inputs_new (context->saver, ties, G_N_ELEMENTS (ties));
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  HechaFindingSection *self = HECHA_FINDING_SECTION (section);

  if (strcmp (code, "verdict") == 0)
    return GTK_WIDGET (self->verdict);
  return strcmp (code, "observation") == 0 ? GTK_WIDGET (self->observation) : NULL;
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
hecha_finding_section_dispose (GObject *object)
{
  g_clear_pointer (&HECHA_FINDING_SECTION (object)->inputs, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_FINDING_SECTION);
  G_OBJECT_CLASS (hecha_finding_section_parent_class)->dispose (object);
}

static void
hecha_finding_section_finalize (GObject *object)
{
  HechaFindingSection *self = HECHA_FINDING_SECTION (object);

  g_hash_table_unref (self->condition_rows);
  g_clear_pointer (&self->measures, g_ptr_array_unref);
  G_OBJECT_CLASS (hecha_finding_section_parent_class)->finalize (object);
}

static void
hecha_finding_section_class_init (HechaFindingSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_finding_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_finding_section_finalize;
  g_type_ensure (HECHA_TYPE_CHIPS_ROW);
  g_type_ensure (HECHA_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-finding-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, measures_row);
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, observation);
  gtk_widget_class_bind_template_callback (widget_class, show_measures);
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, opinion);
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, unit);
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, value);
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, verdict);
  gtk_widget_class_bind_template_child (widget_class, HechaFindingSection, conditions);
}

static void
hecha_finding_section_init (HechaFindingSection *self)
{
  self->condition_rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_name_lists (GTK_WIDGET (self->conditions), _ ("What a verdict waits for"));
  hecha_chips_add_words (hecha_chips_row_get_chips (self->verdict), "verdict", verdicts);
}
