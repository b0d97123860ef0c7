/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-presence-section.h"

#include "domain/hecha-presence.h"
#include "hecha-input.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define CHINA_OFFSET_S (8 * 3600)
#define DATE_CHARS     10
#define TIME_CHARS     5

/**
 * HechaPresenceSection:
 *
 * Who was there, on which days, from when to when (P3 4.3).
 */
struct _HechaPresenceSection
{
  AdwPreferencesGroup parent_instance;

  GtkMenuButton *add_button;
  GtkCalendar *calendar;
  GtkListBox *list;

  const HechaSectionContext *context; /* (not owned) */
  GPtrArray *days;       /* (owned) (element-type Day): by date; they stay while the sample is shown */
  HechaSampleData *data; /* (owned) (nullable) */
};

/* One day: a line with its date, and one for each person. */
typedef struct
{
  HechaPresenceSection *section; /* (not owned) */
  char *date;                    /* (owned) China date */
  GtkWidget *heading;            /* (not owned) */
  GtkWidget *all;                /* (not owned) the time now for everybody */
  GPtrArray *rows;               /* (owned) (element-type GtkWidget): in the order of the persons */
  GPtrArray *spans;              /* (owned) (element-type HechaInput): likewise */
} Day;

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaPresenceSection, hecha_presence_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

/* ---- arriving and leaving now ---- */

static const char *
get_text (const Day *day, guint person)
{
  return gtk_editable_get_text (GTK_EDITABLE (day->rows->pdata[person]));
}

static gboolean
is_there_now (const Day *day, guint person)
{
  return g_str_has_suffix (get_text (day, person), "-");
}

static void
put_now (Day *day, guint person)
{
  g_autoptr (GDateTime) now
    = g_date_time_new_from_unix_utc (hecha_env_now_ms (day->section->context->env) / 1000 + CHINA_OFFSET_S);
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  g_autofree char *span = is_there_now (day, person)
                            ? g_strdup_printf ("%.*s-%s", TIME_CHARS, get_text (day, person), time)
                            : g_strconcat (time, "-", NULL);

  hecha_input_put (day->spans->pdata[person], span);
}

/* Arrival where nothing stands yet, departure for who is there; what is complete has no button. */
static void
show_now (Day *day, guint person)
{
  GtkWidget *now = g_object_get_data (G_OBJECT (day->rows->pdata[person]), "hecha-now");
  const HechaAssignedPerson *who = g_ptr_array_index (day->section->data->persons, person);
  gboolean there = is_there_now (day, person);
  g_autofree char *name = g_strdup_printf (there ? _ ("Leaves now: %s") : _ ("Arrives now: %s"), who->name);

  gtk_button_set_icon_name (GTK_BUTTON (now),
                            there ? "media-playback-stop-symbolic" : "media-playback-start-symbolic");
  hecha_widget_set_tooltip (now, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (now), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (now, hecha_sample_data_is_editable (day->section->data)
                                 && strcmp (day->date, day->section->data->today) == 0
                                 && (there || *get_text (day, person) == '\0'));
}

/* Who goes with the others: those who inspect, and who is to leave or to arrive. */
static gboolean
goes_along (const Day *day, guint person, gboolean there)
{
  return hecha_assigned_is_inspector (day->section->data->persons->pdata[person])
         && (there ? is_there_now (day, person) : *get_text (day, person) == '\0');
}

static gboolean
anybody (const Day *day, gboolean there)
{
  for (guint i = 0; i < day->rows->len; i++)
    if (goes_along (day, i, there))
      return TRUE;
  return FALSE;
}

static void
show_all_now (Day *day)
{
  gboolean there = anybody (day, TRUE);

  gtk_button_set_label (GTK_BUTTON (day->all), there ? _ ("All Leave Now") : _ ("All Arrive Now"));
  gtk_widget_set_visible (day->all, hecha_sample_data_is_editable (day->section->data)
                                      && strcmp (day->date, day->section->data->today) == 0
                                      && (there || anybody (day, FALSE)));
}

static void
text_changed_cb (GtkWidget *row, gpointer user_data)
{
  Day *day = user_data;
  guint person;

  if (g_ptr_array_find (day->rows, row, &person))
    show_now (day, person);
  show_all_now (day);
}

static void
now_clicked_cb (GtkWidget *button, gpointer user_data)
{
  Day *day = user_data;
  guint person;

  if (g_ptr_array_find (day->rows, gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW), &person))
    put_now (day, person);
}

static void
all_clicked_cb (GtkWidget *button, gpointer user_data)
{
  Day *day = user_data;
  gboolean there = anybody (day, TRUE);

  for (guint i = 0; i < day->rows->len; i++)
    if (goes_along (day, i, there))
      put_now (day, i);
}

/* ---- days ---- */

static void
free_day (gpointer data)
{
  Day *day = data;

  g_ptr_array_unref (day->spans);
  for (guint i = 0; i < day->rows->len; i++)
    g_signal_handlers_disconnect_by_data (day->rows->pdata[i], day);
  g_ptr_array_unref (day->rows);
  g_free (day->date);
  g_free (day);
}

static GtkWidget *
make_row (Day *day, const HechaAssignedPerson *person)
{
  GtkWidget *row = adw_entry_row_new (), *now = gtk_button_new ();
  g_autofree char *title = g_strdup_printf ("%s · %s", person->name, hecha_word ("role", person->role));

  g_object_set (row, "use-markup", FALSE, "title", title, NULL);
  gtk_widget_set_valign (now, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (now, "flat");
  g_object_set_data (G_OBJECT (row), "hecha-now", now);
  g_signal_connect (now, "clicked", G_CALLBACK (now_clicked_cb), day);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), now);
  return row;
}

static Day *
day_new (HechaPresenceSection *self, const char *date)
{
  Day *day = g_new0 (Day, 1);

  day->section = self;
  day->date = g_strdup (date);
  day->rows = g_ptr_array_new ();
  day->spans = g_ptr_array_new_with_free_func ((GDestroyNotify)hecha_input_free);
  day->heading = adw_action_row_new ();
  day->all = gtk_button_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (day->heading), date);
  gtk_widget_add_css_class (day->heading, "day");
  gtk_widget_add_css_class (day->all, "flat");
  gtk_widget_set_valign (day->all, GTK_ALIGN_CENTER);
  g_signal_connect (day->all, "clicked", G_CALLBACK (all_clicked_cb), day);
  adw_action_row_add_suffix (ADW_ACTION_ROW (day->heading), day->all);
  return day;
}

/* Its lines come where its date stands among the others. */
static void
insert_day (HechaPresenceSection *self, Day *day)
{
  guint index = 0;
  int line;

  while (index < self->days->len && strcmp (((Day *)self->days->pdata[index])->date, day->date) < 0)
    index++;
  line = (int)(index * (self->data->persons->len + 1));
  g_ptr_array_insert (self->days, (int)index, day);
  gtk_list_box_insert (self->list, day->heading, line++);
  for (guint i = 0; i < self->data->persons->len; i++)
    {
      GtkWidget *row = make_row (day, g_ptr_array_index (self->data->persons, i));

      g_ptr_array_add (day->rows, row);
      gtk_list_box_insert (self->list, row, line++);
      g_ptr_array_add (day->spans, hecha_input_new (self->context->saver, row, "presence", "span"));
      hecha_input_set_prefix (day->spans->pdata[i], day->date);
      g_signal_connect (row, "changed", G_CALLBACK (text_changed_cb), day);
    }
}

static void
want_day (HechaPresenceSection *self, const char *date)
{
  for (guint i = 0; i < self->days->len; i++)
    if (strcmp (((Day *)self->days->pdata[i])->date, date) == 0)
      return;
  insert_day (self, day_new (self, date));
}

static void
want_days (HechaPresenceSection *self)
{
  const HechaRecord *assignment = self->data->assignment->record;
  GPtrArray *presence = self->data->assignment->presence;
  g_autoptr (GPtrArray) typed
    = hecha_saver_list_records (self->context->saver, assignment->scope, "presence", assignment->id);

  for (guint i = 0; i < presence->len; i++)
    if (hecha_record_get (presence->pdata[i], "from") != NULL)
      want_day (self, hecha_record_get (presence->pdata[i], "date"));
  for (guint i = 0; i < typed->len; i++)
    {
      const char *value = hecha_saver_peek (self->context->saver, assignment->scope, "presence",
                                            typed->pdata[i], "span", NULL);
      g_autofree char *date = value != NULL ? g_strndup (value, DATE_CHARS) : NULL;

      if (date != NULL && strlen (date) == DATE_CHARS)
        want_day (self, date);
    }
  if (self->days->len == 0)
    want_day (self, self->data->today);
}

static void
drop_days (HechaPresenceSection *self)
{
  GtkListBoxRow *row;

  g_ptr_array_set_size (self->days, 0);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
add_day_cb (HechaPresenceSection *self)
{
  g_autoptr (GDateTime) chosen = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (chosen, "%Y-%m-%d");

  gtk_menu_button_popdown (self->add_button);
  want_day (self, date);
  hecha_section_show (HECHA_SECTION (self), self->data);
  for (guint i = 0; i < self->days->len; i++)
    if (strcmp (((Day *)self->days->pdata[i])->date, date) == 0)
      gtk_widget_grab_focus (((Day *)self->days->pdata[i])->rows->pdata[0]);
}

/* ---- as a section ---- */

static void
show_person (HechaPresenceSection *self, Day *day, guint person)
{
  const HechaAssignedPerson *who = g_ptr_array_index (self->data->persons, person);
  const HechaRecord *presence = hecha_sample_data_presence (self->data, who->id, day->date);
  g_autofree char *id
    = day == self->days->pdata[0] ? hecha_presence_dup_id (
        self->data->assignment->presence, self->data->assignment->record->id, who->id, day->date)
      : presence != NULL
        ? g_strdup (presence->id)
        : g_strdup_printf ("%s/%s/%s", self->data->assignment->record->id, who->id, day->date);

  hecha_input_show (day->spans->pdata[person], self->data->assignment->record->scope, id,
                    hecha_sample_data_live (self->data, "presence", id, "span"),
                    hecha_sample_data_is_editable (self->data)
                      && (presence == NULL || presence->disputed == 0));
  show_now (day, person);
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaPresenceSection *self = HECHA_PRESENCE_SECTION (section);
  gboolean other
    = self->data == NULL || strcmp (self->data->assignment->record->id, data->assignment->record->id) != 0;

  hecha_sample_data_ref (data);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = data;
  if (other)
    drop_days (self);
  want_days (self);
  for (guint i = 0; i < self->days->len; i++)
    {
      Day *day = g_ptr_array_index (self->days, i);

      for (guint person = 0; person < day->rows->len; person++)
        show_person (self, day, person);
      show_all_now (day);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), hecha_sample_data_is_editable (data));
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HECHA_PRESENCE_SECTION (section)->context = context;
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  HechaPresenceSection *self = HECHA_PRESENCE_SECTION (section);

  return strcmp (code, "presence") == 0 && self->days->len > 0 ? ((Day *)self->days->pdata[0])->rows->pdata[0]
                                                               : NULL;
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
hecha_presence_section_dispose (GObject *object)
{
  g_ptr_array_set_size (HECHA_PRESENCE_SECTION (object)->days, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_PRESENCE_SECTION);
  G_OBJECT_CLASS (hecha_presence_section_parent_class)->dispose (object);
}

static void
hecha_presence_section_finalize (GObject *object)
{
  HechaPresenceSection *self = HECHA_PRESENCE_SECTION (object);

  g_ptr_array_unref (self->days);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  G_OBJECT_CLASS (hecha_presence_section_parent_class)->finalize (object);
}

static void
hecha_presence_section_class_init (HechaPresenceSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_presence_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_presence_section_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-presence-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaPresenceSection, add_button);
  gtk_widget_class_bind_template_child (widget_class, HechaPresenceSection, calendar);
  gtk_widget_class_bind_template_child (widget_class, HechaPresenceSection, list);
  gtk_widget_class_bind_template_callback (widget_class, add_day_cb);
}

static void
hecha_presence_section_init (HechaPresenceSection *self)
{
  self->days = g_ptr_array_new_with_free_func (free_day);
  gtk_widget_init_template (GTK_WIDGET (self));
}
