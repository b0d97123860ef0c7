/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-task-section.h"

#include "hecha-sample-item.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>

/**
 * HechaTaskSection:
 *
 * What was asked: requirement, standard and declaration of the quarter, what was found in earlier ones, and how far the
 * sample is.
 */
struct _HechaTaskSection
{
  GtkBox parent_instance;

  GtkLabel *agency;
  AdwActionRow *content;
  AdwExpanderRow *content_row;
  AdwActionRow *declared;
  AdwExpanderRow *history;
  GtkLabel *name;
  AdwActionRow *requirement;
  GtkBox *sealed;
  GtkLabel *sealed_label;
  AdwActionRow *site;
  AdwActionRow *standard;
  GtkLabel *state;
  GtkLabel *time_limit;

  GPtrArray *earlier; /* (owned) (element-type GtkWidget): of earlier quarters */
  const char *pill;   /* (not owned) (nullable) style class of the state */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaTaskSection, hecha_task_section, GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static void
show_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
add_line (GString *text, const char *format, const char *what)
{
  if (what != NULL && *what != '\0')
    g_string_append_printf (text, text->len > 0 ? "\n%s%s" : "%s%s", format, what);
}

/* What the assignment says, and what else this laptop may know: when, by whom, with which evidence. */
static void
show_declared (HechaTaskSection *self, const HechaSampleData *data)
{
  const char *status = hecha_sample_data_get (data, "assignment", "declared_status");
  g_autoptr (GString) text = g_string_new (status != NULL ? hecha_word ("declared", status) : NULL);
  g_auto (GStrv) evidence
    = data->declaration != NULL ? hecha_record_get_list (data->declaration, "evidence") : g_new0 (char *, 1);
  g_autofree char *names = g_strjoinv ("\n", evidence); /* in one line they are too long for 360 pixels */

  add_line (text, "", hecha_sample_data_get (data, "assignment", "declared_value"));
  if (data->declaration != NULL && status != NULL)
    {
      g_autofree char *when
        = g_strdup_printf ("%s · %s", hecha_record_get (data->declaration, "submitted_on"),
                           hecha_record_get (data->declaration, "submitted_by"));

      add_line (text, "", when);
      add_line (text, _ ("Evidence: "), names);
    }
  show_row (self->declared, status != NULL ? text->str : NULL);
}

/* ---- earlier quarters ---- */

static GtkWidget *
make_earlier_row (const HechaEarlier *earlier)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title
    = g_strdup_printf ("%s · %s", earlier->quarter,
                       earlier->verdict != NULL ? hecha_word ("verdict", earlier->verdict)
                                                : hecha_sample_state_label (earlier->state));
  g_autofree char *value
    = earlier->value != NULL
        ? g_strdup_printf ("%s %s", earlier->value, earlier->unit != NULL ? earlier->unit : "")
        : NULL;
  g_autoptr (GString) text = g_string_new (earlier->observation);

  add_line (text, "", value);
  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", text->str, "subtitle-lines", 0, NULL);
  return row;
}

static void
show_history (HechaTaskSection *self, const HechaSampleData *data)
{
  g_autofree char *count
    = g_strdup_printf (ngettext ("%u finding", "%u findings", data->history->len), data->history->len);

  for (guint i = 0; i < self->earlier->len; i++)
    adw_expander_row_remove (self->history, self->earlier->pdata[i]);
  g_ptr_array_set_size (self->earlier, 0);
  for (guint i = 0; i < data->history->len; i++)
    {
      GtkWidget *row = make_earlier_row (data->history->pdata[i]);

      adw_expander_row_add_row (self->history, row);
      g_ptr_array_add (self->earlier, row);
    }
  adw_expander_row_set_subtitle (self->history, count);
  gtk_widget_set_visible (GTK_WIDGET (self->history), data->history->len > 0);
}

static void
show_asked (HechaTaskSection *self, const HechaSampleData *data)
{
  const char *content = hecha_sample_data_get (data, "assignment", "content");
  const char *limit = hecha_sample_data_get (data, "assignment", "time_limit");
  g_autofree char *time_limit = g_strdup_printf (_ ("Time limit: %s"), limit != NULL ? limit : "");
  g_autofree char *agency
    = g_strdup_printf ("%s · %s", hecha_sample_data_get (data, "assignment", "agency_name"),
                       hecha_sample_data_get (data, "assignment", "unit"));

  gtk_label_set_text (self->name, hecha_sample_data_get (data, "assignment", "name"));
  gtk_label_set_text (self->agency, agency);
  gtk_label_set_text (self->time_limit, time_limit);
  gtk_widget_set_visible (GTK_WIDGET (self->time_limit), limit != NULL);
  show_row (self->requirement, hecha_sample_data_get (data, "assignment", "requirement"));
  show_row (self->standard, hecha_sample_data_get (data, "assignment", "standard"));
  show_row (self->site, hecha_sample_data_get (data, "assignment", "site"));
  show_row (self->content, content);
  gtk_widget_set_visible (GTK_WIDGET (self->content_row), content != NULL);
  show_declared (self, data);
}

static void
show_state (HechaTaskSection *self, const HechaSampleData *data)
{
  gboolean sealed = hecha_sample_data_is_sealed (data);

  if (self->pill != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), self->pill);
  self->pill = hecha_sample_state_style (data->state);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), self->pill);
  gtk_label_set_text (self->state, hecha_sample_state_label (data->state));
  gtk_widget_set_visible (GTK_WIDGET (self->sealed), sealed || data->state == HECHA_SAMPLE_DISPUTED);
  gtk_label_set_text (
    self->sealed_label,
    data->state == HECHA_SAMPLE_CHANGED
      ? _ ("Changed after signature: what the leader signed counts. The signatures show what is different.")
    : data->state == HECHA_SAMPLE_DISPUTED
      ? _ ("People wrote different things here. Both are kept, and the office settles it.")
      : _ ("The leader signed. Nothing on this sample is changed any more."));
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaTaskSection *self = HECHA_TASK_SECTION (section);

  show_asked (self, data);
  show_history (self, data);
  show_state (self, data);
}

/* ---- life cycle ---- */

static void
section_init (HechaSectionInterface *iface)
{
  iface->show = show;
}

static void
hecha_task_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_TASK_SECTION);
  G_OBJECT_CLASS (hecha_task_section_parent_class)->dispose (object);
}

static void
hecha_task_section_finalize (GObject *object)
{
  g_ptr_array_unref (HECHA_TASK_SECTION (object)->earlier);
  G_OBJECT_CLASS (hecha_task_section_parent_class)->finalize (object);
}

static void
hecha_task_section_class_init (HechaTaskSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_task_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_task_section_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-task-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, agency);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, content);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, content_row);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, declared);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, history);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, name);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, requirement);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, sealed);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, sealed_label);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, site);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, standard);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, state);
  gtk_widget_class_bind_template_child (widget_class, HechaTaskSection, time_limit);
}

static void
hecha_task_section_init (HechaTaskSection *self)
{
  self->earlier = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_name_lists (GTK_WIDGET (self->history), _ ("Earlier quarters of this target"));
}
