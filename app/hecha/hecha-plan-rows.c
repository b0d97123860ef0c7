/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-rows.h"

#include "domain/hecha-site.h"
#include "hecha-drawn-row.h"
#include "hecha-row-list.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _HechaPlanRows
{
  HechaPlanGroups groups;
  HechaRowList *parts;    /* (owned) */
  HechaRowList *frame;    /* (owned) */
  HechaRowList *draw;     /* (owned) */
  HechaRowList *samples;  /* (owned) */
  HechaRowList *teams;    /* (owned) */
  HechaRowList *packages; /* (owned) */
  HechaPlanData *data;    /* (owned) (nullable): what is shown */
};

/**
 * hecha_plan_rows_new:
 * @groups: that the rows go to, with no rows; the groups outlive them
 *
 * Returns: (transfer full): the rows of no plan yet
 */
HechaPlanRows *
hecha_plan_rows_new (const HechaPlanGroups *groups)
{
  HechaPlanRows *self = g_new0 (HechaPlanRows, 1);

  self->groups = *groups;
  self->parts = hecha_row_list_new (groups->parts, _ ("Plan"));
  self->frame = hecha_row_list_new (groups->frame, _ ("Frame"));
  self->draw = hecha_row_list_new (groups->draw, _ ("Draw"));
  self->samples = hecha_row_list_new (groups->samples, _ ("Samples"));
  self->teams = hecha_row_list_new (groups->teams, _ ("Teams"));
  self->packages = hecha_row_list_new (groups->packages, _ ("Unannounced Visits"));
  return self;
}

/**
 * hecha_plan_rows_free:
 * @self: (transfer full) (nullable): rows, which stay to be seen until their groups go
 */
void
hecha_plan_rows_free (HechaPlanRows *self)
{
  if (self == NULL)
    return;
  hecha_row_list_free (self->parts);
  hecha_row_list_free (self->frame);
  hecha_row_list_free (self->draw);
  hecha_row_list_free (self->samples);
  hecha_row_list_free (self->teams);
  hecha_row_list_free (self->packages);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  g_free (self);
}

static void
add_line (HechaRowList *rows, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    hecha_row_list_add (rows, hecha_text_lines_new (title, text));
}

static void
add_part (HechaPlanRows *self, const char *title, const char *text, gboolean disputed)
{
  g_autofree char *marked = disputed ? g_strdup_printf ("%s · %s", title, _ ("in conflict")) : NULL;

  add_line (self->parts, marked != NULL ? marked : title, text);
}

static gboolean
is_head_disputed (const HechaRecord *plan)
{
  static const char *const fields[] = {"kind", "quarter", "selection", "operator", "organisation"};
  gboolean disputed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    disputed |= hecha_record_is_disputed (plan, fields[i]);
  return disputed;
}

static void
show_parts (HechaPlanRows *self)
{
  static const char *const fields[][2] = {
    {"reason", N_ ("Reason of the check")},
    {"purpose", N_ ("Purpose")},
    {"content", N_ ("Content")},
    {"method", N_ ("Method")},
    {"standard", N_ ("Standard")},
    {"time_limit", N_ ("Time limit")},
    {"demands", N_ ("Demands")},
  };
  const HechaRecord *plan = self->data->plan;
  const char *organisation = hecha_record_get (plan, "organisation");
  g_autofree char *head = g_strdup_printf (
    "%s · %s · %s · %s%s%s", hecha_word ("plan-kind", hecha_record_get (plan, "kind")),
    hecha_record_get (plan, "quarter"), hecha_word ("plan-selection", hecha_record_get (plan, "selection")),
    hecha_word ("plan-operator", hecha_record_get (plan, "operator")), organisation != NULL ? " · " : "",
    organisation != NULL ? organisation : "");

  hecha_row_list_clear (self->parts);
  add_part (self, _ ("Kind"), head, is_head_disputed (plan));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add_part (self, _ (fields[i][1]), hecha_record_get (plan, fields[i][0]),
              hecha_record_is_disputed (plan, fields[i][0]));
  add_line (self->parts, _ ("Approved by"),
            hecha_plan_data_name (self->data, hecha_record_get (plan, "approved_by")));
  if (self->data->cancel != NULL)
    add_line (self->parts, _ ("Cancelled, for this reason"), hecha_record_get (self->data->cancel, "reason"));
}

static void
show_frame (HechaPlanRows *self)
{
  const HechaDraw *again = self->data->again;
  guint n = hecha_plan_data_count_units (self->data);
  g_autofree char *count = g_strdup_printf (ngettext ("%u unit", "%u units", n), n);
  g_autoptr (GString) strata = g_string_new (NULL);

  hecha_row_list_clear (self->frame);
  gtk_widget_set_visible (GTK_WIDGET (self->groups.frame), self->data->state != HECHA_PLAN_DRAFT);
  if (self->data->frame == NULL || again == NULL)
    return;
  for (guint i = 0; i < again->strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (again->strata, HechaDrawStratum, i);

      if (stratum->stratum != NULL)
        g_string_append_printf (strata, "%s%s %u", strata->len > 0 ? _ (", ") : "", stratum->stratum,
                                stratum->n_units);
    }
  add_line (self->frame, _ ("Size"), count);
  add_line (self->frame, _ ("Classes"), strata->str);
  add_line (self->frame, _ ("Hash"), hecha_record_get (self->data->frame, "hash"));
  add_line (self->frame, _ ("Frozen by"),
            hecha_plan_data_name (self->data, hecha_record_get (self->data->frame, "frozen_by")));
}

static void
show_draw (HechaPlanRows *self)
{
  const HechaRecord *draw = self->data->draw;
  g_autofree char *digits = NULL, *witnesses = NULL;

  hecha_row_list_clear (self->draw);
  gtk_widget_set_visible (GTK_WIDGET (self->groups.draw), draw != NULL);
  if (draw == NULL)
    return;
  digits = hecha_site_dup_groups (hecha_record_get (draw, "public_random"));
  witnesses = hecha_plan_data_dup_names (self->data, draw, "witnesses");
  add_line (self->draw, _ ("Digits of the dice"), digits);
  add_line (self->draw, _ ("Witnesses"), witnesses);
  add_line (self->draw, _ ("Algorithm"), hecha_record_get (draw, "algorithm"));
}

static char *
dup_sample_line (HechaPlanRows *self, const HechaRecord *sample)
{
  g_autofree char *holders = hecha_plan_data_dup_holders (self->data, sample->id);
  const char *replaces = hecha_record_get (sample, "replaces"),
             *reason = hecha_record_get (sample, "replace_reason");
  g_autoptr (GString) line = g_string_new (hecha_record_get (sample, "stratum"));

  if (hecha_record_get (sample, "ticket") != NULL)
    g_string_append_printf (line, " · %s", hecha_record_get (sample, "ticket"));
  if (replaces != NULL)
    g_string_append_printf (line, _ ("\nIn the place of %s"), replaces);
  if (reason != NULL)
    g_string_append_printf (line, _ ("\nReplaced: %s"), reason);
  if (holders != NULL)
    g_string_append_printf (line, _ ("\nWith %s"), holders);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static GtkWidget *
make_replace_button (const HechaRecord *sample)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Replace %s"), hecha_record_get (sample, "unit"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "plan.replace");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", sample->id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static gboolean
is_drawn (const HechaRecord *sample)
{
  return g_strcmp0 (hecha_record_get (sample, "status"), "drawn") == 0;
}

static gboolean
is_replaceable (HechaPlanRows *self, const HechaRecord *sample)
{
  return is_drawn (sample) && self->data->draw != NULL && self->data->cancel == NULL;
}

static char *
dup_sample_look (gconstpointer item, gpointer data)
{
  g_autofree char *line = dup_sample_line (data, item);

  return g_strdup_printf ("%s\n%s\n%d%d\n%s", ((const HechaRecord *)item)->id,
                          hecha_record_get (item, "rank"), is_drawn (item), is_replaceable (data, item),
                          line);
}

static GtkWidget *
make_sample_row (gpointer item, gpointer data)
{
  const HechaRecord *sample = item;
  g_autofree char *line = dup_sample_line (data, sample);
  GtkWidget *row = hecha_drawn_row_new (sample, line, "title-3");

  if (!is_drawn (sample))
    gtk_widget_add_css_class (row, "dim-label");
  if (is_replaceable (data, sample))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_replace_button (sample));
  return row;
}

static void
show_samples (HechaPlanRows *self)
{
  const HechaPlanData *data = self->data;

  gtk_widget_set_visible (GTK_WIDGET (self->groups.samples), data->samples->len > 0);
  hecha_row_list_fill (self->samples, data->samples, dup_sample_look, make_sample_row, self);
}

static void
show_teams (HechaPlanRows *self)
{
  const HechaPlanData *data = self->data;

  hecha_row_list_clear (self->teams);
  gtk_widget_set_visible (GTK_WIDGET (self->groups.teams), data->samples->len > 0);
  for (guint i = 0; i < data->teams->len; i++)
    {
      const HechaRecord *team = data->teams->pdata[i];
      g_autofree char *names = hecha_plan_data_dup_names (data, team, "members");
      g_auto (GStrv) remit = hecha_record_get_list (team, "remit");
      g_autofree char *agencies = g_strjoinv (_ (", "), remit);
      guint load = hecha_plan_data_count_load (data, team->id);
      g_autofree char *line = g_strdup_printf (
        ngettext ("%s\nRemit %s, %u sample", "%s\nRemit %s, %u samples", load), names, agencies, load);
      const char *plan = hecha_record_get (team, "plan");

      if (plan == NULL || strcmp (plan, data->plan->id) == 0)
        add_line (self->teams, team->id, line);
    }
}

static void
show_packages (HechaPlanRows *self)
{
  const HechaPlanData *data = self->data;

  hecha_row_list_clear (self->packages);
  gtk_widget_set_visible (GTK_WIDGET (self->groups.packages), data->samples->len > 0);
  for (guint i = 0; i < data->packages->len; i++)
    {
      const HechaRecord *package = data->packages->pdata[i];
      g_auto (GStrv) samples = hecha_record_get_list (package, "samples");
      const char *from = hecha_record_get (package, "valid_from"),
                 *to = hecha_record_get (package, "valid_to");
      guint n = g_strv_length (samples);
      g_autofree char *line = g_strdup_printf (ngettext ("%s – %s, %u sample", "%s – %s, %u samples", n),
                                               from != NULL ? from : "…", to != NULL ? to : "…", n);

      add_line (self->packages, package->id, line);
    }
}

/**
 * hecha_plan_rows_show:
 * @self: rows
 * @data: (transfer none): a plan, again after each change
 *
 * Shows it.
 */
void
hecha_plan_rows_show (HechaPlanRows *self, HechaPlanData *data)
{
  hecha_plan_data_ref (data);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  self->data = data;
  show_parts (self);
  show_frame (self);
  show_draw (self);
  show_samples (self);
  show_teams (self);
  show_packages (self);
}
