/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-result-row.h"

#include "hecha-sample-item.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaResultRow:
 *
 * One finding in the list: what was checked, by whom, what was found, and what is doubtful about it.
 */
struct _HechaResultRow
{
  GtkWidget parent_instance;

  GtkLabel *doubts;
  GtkLabel *name;
  GtkLabel *state;
  GtkLabel *verdict;
  GtkLabel *where;

  const char *style; /* (not owned) (nullable) of the verdict */
};

G_DEFINE_FINAL_TYPE (HechaResultRow, hecha_result_row, GTK_TYPE_WIDGET)

/**
 * hecha_doubt_label:
 * @doubt: one doubt
 *
 * Returns: (transfer none): what it is called
 */
const char *
hecha_doubt_label (HechaDoubt doubt)
{
  static const char *const labels[HECHA_DOUBT_N] = {
    N_ ("Disputed"),         N_ ("Agency Objects"),      N_ ("Changed After Signature"),
    N_ ("Signature Broken"), N_ ("Clock Doubtful"),      N_ ("Declared Otherwise"),
    N_ ("Verified Twice"),   N_ ("Third Party Differs"),
  };

  return _ (labels[g_bit_nth_lsf (doubt, -1)]);
}

/**
 * hecha_verdict_style:
 * @verdict: a verdict; empty for none
 *
 * Returns: (transfer none): style class of its pill
 */
const char *
hecha_verdict_style (const char *verdict)
{
  return strcmp (verdict, "met") == 0       ? "pill-effective"
         : strcmp (verdict, "partly") == 0  ? "pill-ready"
         : strcmp (verdict, "not_met") == 0 ? "pill-disputed"
                                            : "pill-neutral";
}

static void
hecha_result_row_dispose (GObject *object)
{
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_RESULT_ROW);
  G_OBJECT_CLASS (hecha_result_row_parent_class)->dispose (object);
}

static void
hecha_result_row_class_init (HechaResultRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_result_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-result-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaResultRow, doubts);
  gtk_widget_class_bind_template_child (widget_class, HechaResultRow, name);
  gtk_widget_class_bind_template_child (widget_class, HechaResultRow, state);
  gtk_widget_class_bind_template_child (widget_class, HechaResultRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, HechaResultRow, where);
}

static void
hecha_result_row_init (HechaResultRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_result_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hecha_result_row_new (void)
{
  return g_object_new (HECHA_TYPE_RESULT_ROW, NULL);
}

static void
show_verdict (HechaResultRow *self, const HechaResult *result)
{
  gboolean found = *result->verdict != '\0';

  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), self->style);
  self->style = hecha_verdict_style (result->verdict);
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict), self->style);
  gtk_label_set_text (self->verdict, found ? hecha_word ("verdict", result->verdict) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), found);
}

static void
show_doubts (HechaResultRow *self, guint doubts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < HECHA_DOUBT_N; i++)
    if ((doubts & 1U << i) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "",
                              hecha_doubt_label ((HechaDoubt)(1U << i)));
  gtk_label_set_text (self->doubts, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->doubts), doubts != 0);
}

/**
 * hecha_result_row_show:
 * @self: a row
 * @result: what to show
 */
void
hecha_result_row_show (HechaResultRow *self, const HechaResult *result)
{
  const char *who = strchr (result->scope, ':');
  g_autofree char *where = g_strdup_printf ("%s · %s · %s · %s", result->agency_name, result->unit,
                                            result->plan, who != NULL ? who + 1 : result->scope);

  gtk_label_set_text (self->name, result->name);
  gtk_label_set_text (self->where, where);
  gtk_label_set_text (self->state, hecha_sample_state_label (result->state));
  show_verdict (self, result);
  show_doubts (self, result->doubts);
}
