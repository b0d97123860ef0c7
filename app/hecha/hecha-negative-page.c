/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-negative-page.h"

#include "hecha-negative-desk.h"
#include "hecha-negative-entry.h"
#include "hecha-reading.h"
#include "hecha-row-list.h"
#include "hecha-sidebar-button.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include "domain/hecha-label.h"
#include "domain/hecha-negative-basis.h"

#include <glib/gi18n.h>
#include <string.h>

/* So wide are the days that are left; what is longer takes two lines. */
#define DAYS_CHARS 16

/* Where an entry stands on the page. */
typedef enum
{
  GROUP_WEEK,
  GROUP_LATER,
  GROUP_WAITING,
  GROUP_PROPOSED,
  GROUP_OVER,
  N_GROUPS
} Group;

/**
 * HechaNegativePage:
 *
 * The negative list: what is due this week and what is late, what comes later, what waits for the office, what belongs
 * on the list and is not there, and what is over. An entry opens with its history and its next step.
 */
struct _HechaNegativePage
{
  GtkWidget parent_instance;

  HechaNegativeEntry *entry;
  AdwPreferencesGroup *later;
  AdwPreferencesGroup *over;
  GtkStack *places;
  AdwPreferencesGroup *proposed;
  GtkStack *stack;
  AdwWindowTitle *title;
  AdwPreferencesGroup *waiting;
  AdwPreferencesGroup *week;

  HechaRowList *rows[N_GROUPS]; /* (owned) */
  HechaNegativeDesk *desk;      /* (owned) (nullable) */
  char *asked;                  /* (owned) (nullable): which entry is shown, or is to be */
  HechaStoreWorker *worker;     /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) cancelled in dispose */
  HechaReading *reading;        /* (owned) */
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaNegativePage, hecha_negative_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

/* ---- one entry ---- */

/* What was asked for; the list while it is not known, or not any more. */
static void
open_entry (HechaNegativePage *self)
{
  const HechaNegative *entry
    = self->desk != NULL && self->asked != NULL ? hecha_negative_desk_find (self->desk, self->asked) : NULL;

  if (entry != NULL)
    hecha_negative_entry_show (self->entry, self->desk, entry);
  gtk_stack_set_visible_child_name (self->places, entry != NULL ? "entry" : "list");
}

static void
activated_cb (HechaNegativePage *self, GtkWidget *row)
{
  g_free (self->asked);
  self->asked = g_strdup (g_object_get_data (G_OBJECT (row), "id"));
  open_entry (self);
}

/* ---- the list ---- */

static Group
group_of (const HechaNegativePage *self, const HechaNegative *entry)
{
  if (entry->step == HECHA_NEGATIVE_NOTHING)
    return GROUP_OVER;
  if (!entry->has_due)
    return GROUP_WAITING;
  return g_date_compare (&entry->due.due, &self->desk->week_end) <= 0 ? GROUP_WEEK : GROUP_LATER;
}

static const char *
name_of (const HechaRecord *record, const char *otherwise)
{
  const char *name = record != NULL ? hecha_record_get (record, "name") : NULL;

  return name != NULL ? name : otherwise;
}

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "title-lines", 0, "subtitle", subtitle,
                "subtitle-lines", 0, NULL);
  return row;
}

static void
add_days (GtkWidget *row, const HechaNegative *entry)
{
  g_autofree char *days = hecha_negative_dup_days (entry);
  GtkWidget *label = gtk_label_new (days);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), DAYS_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, entry->days < 0 ? "error" : "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

static char *
dup_subtitle (const HechaNegative *entry)
{
  g_autofree char *state
    = hecha_label_dup_title (hecha_label ("negative", hecha_negative_state_name (entry->state)));

  return g_strdup_printf ("%s · %s\n%s%s%s", name_of (entry->agency, ""), entry->entry->id, state,
                          entry->disputed ? " · " : "", entry->disputed ? _ ("in conflict") : "");
}

static char *
dup_entry_look (gconstpointer item, gpointer data)
{
  const HechaNegative *entry = item;
  g_autofree char *subtitle = dup_subtitle (entry);
  g_autofree char *days = entry->has_due ? hecha_negative_dup_days (entry) : g_strdup ("");

  return g_strdup_printf ("%s\n%s\n%s", name_of (entry->target, entry->entry->id), subtitle, days);
}

static GtkWidget *
make_entry_row (gpointer item, gpointer data)
{
  HechaNegativePage *self = data;
  const HechaNegative *entry = item;
  g_autofree char *subtitle = dup_subtitle (entry);
  GtkWidget *row = make_row (name_of (entry->target, entry->entry->id), subtitle);

  if (entry->has_due)
    add_days (row, entry);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set (row, "activatable", TRUE, NULL);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (entry->entry->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* ---- what belongs on it ---- */

static void load (HechaNegativePage *self);

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaNegativePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hecha_store_worker_run_finish (NULL, result, &error);
  g_autofree char *sentence = id == NULL ? hecha_error_dup_sentence (error) : NULL;

  if (g_cancellable_is_cancelled (self->cancellable) || id != NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Recorded"), sentence);
  hecha_row_list_clear (self->rows[GROUP_PROPOSED]); /* its button can be pressed again */
  load (self);
}

static void
add_cb (HechaNegativePage *self, GtkWidget *button)
{
  HechaNegativeJob *job = g_new0 (HechaNegativeJob, 1);

  job->act = HECHA_NEGATIVE_ACT_ADD;
  job->entry = g_strdup (g_object_get_data (G_OBJECT (button), "unit"));
  gtk_widget_set_sensitive (button, FALSE);
  hecha_store_worker_run_async (self->worker, hecha_negative_job_work, job,
                                (GDestroyNotify)hecha_negative_job_free, g_free, self->cancellable, added_cb,
                                g_object_ref (self));
}

static char *
dup_candidate_look (gconstpointer item, gpointer data)
{
  const HechaNegativeCandidate *candidate = item;

  return g_strdup_printf ("%s %s\n%s", candidate->unit, candidate->origin,
                          candidate->reason != NULL ? candidate->reason : "");
}

static GtkWidget *
make_candidate_row (gpointer item, gpointer data)
{
  HechaNegativePage *self = data;
  const HechaNegativeCandidate *candidate = item;
  g_autofree char *origin = hecha_label_dup_title (hecha_label ("origin", candidate->origin));
  g_autofree char *title = g_strdup_printf ("%s · %s", candidate->unit, origin);
  g_autofree char *name = g_strdup_printf (_ ("Put %s on the list"), candidate->unit);
  GtkWidget *row = make_row (title, candidate->reason != NULL ? candidate->reason : "");
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  hecha_widget_set_tooltip (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "unit", g_strdup (candidate->unit), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* ---- reading ---- */

static void
fill_group (HechaNegativePage *self, Group group)
{
  g_autoptr (GPtrArray) of_group = g_ptr_array_new ();
  GPtrArray *entries = self->desk->entries;

  for (guint i = 0; i < entries->len; i++)
    if (group_of (self, entries->pdata[i]) == group)
      g_ptr_array_add (of_group, entries->pdata[i]);
  if (group == GROUP_PROPOSED)
    hecha_row_list_fill (self->rows[group], self->desk->candidates, dup_candidate_look, make_candidate_row,
                         self);
  else
    hecha_row_list_fill (self->rows[group], of_group, dup_entry_look, make_entry_row, self);
}

static void
show_desk (HechaNegativePage *self)
{
  AdwPreferencesGroup *const groups[] = {self->week, self->later, self->waiting, self->proposed, self->over};
  const HechaNegativeDesk *desk = self->desk;
  g_autofree char *subtitle
    = g_strdup_printf (ngettext ("%u entry", "%u entries", desk->entries->len), desk->entries->len);

  for (guint i = 0; i < N_GROUPS; i++)
    {
      fill_group (self, i);
      gtk_widget_set_visible (GTK_WIDGET (groups[i]), hecha_row_list_get_length (self->rows[i]) > 0);
    }
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_stack_set_visible_child_name (self->stack,
                                    desk->entries->len + desk->candidates->len > 0 ? "page" : "empty");
}

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaNegativePage *self = HECHA_NEGATIVE_PAGE (page);
  g_autoptr (HechaNegativeDesk) before = NULL;

  if (result == NULL)
    return;
  before = self->desk; /* the widgets show it until they have the new one */
  self->desk = result;
  hecha_negative_entry_show (self->entry, self->desk, NULL);
  show_desk (self);
  open_entry (self);
}

static void
load (HechaNegativePage *self)
{
  hecha_reading_ask (self->reading, self->worker, NULL);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HechaNegativePage *self = HECHA_NEGATIVE_PAGE (page);

  self->worker = g_object_ref (context->worker);
  hecha_negative_entry_set_context (self->entry, context);
}

static void
refresh (HechaPage *page)
{
  load (HECHA_NEGATIVE_PAGE (page));
}

static void
open_record (HechaPage *page, const char *record)
{
  HechaNegativePage *self = HECHA_NEGATIVE_PAGE (page);

  g_free (self->asked);
  self->asked = g_strdup (record);
  open_entry (self);
}

static gboolean
back (HechaPage *page)
{
  HechaNegativePage *self = HECHA_NEGATIVE_PAGE (page);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->places), "entry") != 0)
    return FALSE;
  g_clear_pointer (&self->asked, g_free);
  gtk_stack_set_visible_child_name (self->places, "list");
  return TRUE;
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
  iface->open = open_record;
  iface->back = back;
}

/* ---- life cycle ---- */

static void
hecha_negative_page_dispose (GObject *object)
{
  HechaNegativePage *self = HECHA_NEGATIVE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_NEGATIVE_PAGE);
  G_OBJECT_CLASS (hecha_negative_page_parent_class)->dispose (object);
}

static void
hecha_negative_page_finalize (GObject *object)
{
  HechaNegativePage *self = HECHA_NEGATIVE_PAGE (object);

  hecha_reading_free (self->reading);
  for (guint i = 0; i < N_GROUPS; i++)
    hecha_row_list_free (self->rows[i]);
  hecha_negative_desk_free (self->desk);
  g_free (self->asked);
  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_negative_page_parent_class)->finalize (object);
}

static void
hecha_negative_page_class_init (HechaNegativePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_negative_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_negative_page_finalize;
  g_type_ensure (HECHA_TYPE_NEGATIVE_ENTRY);
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-negative-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, entry);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, later);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, over);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, places);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, proposed);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, waiting);
  gtk_widget_class_bind_template_child (widget_class, HechaNegativePage, week);
}

static void
hecha_negative_page_init (HechaNegativePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->reading
    = hecha_reading_new (GTK_WIDGET (self), hecha_negative_desk_work,
                         (GDestroyNotify)hecha_negative_desk_free, show_loaded, self->cancellable);
  self->rows[GROUP_WEEK] = hecha_row_list_new (self->week, _ ("Due This Week, and Late"));
  self->rows[GROUP_LATER] = hecha_row_list_new (self->later, _ ("Due Later"));
  self->rows[GROUP_WAITING] = hecha_row_list_new (self->waiting, _ ("Waiting for the Office"));
  self->rows[GROUP_PROPOSED] = hecha_row_list_new (self->proposed, _ ("Not on the List Yet"));
  self->rows[GROUP_OVER] = hecha_row_list_new (self->over, _ ("Made Up or Withdrawn"));
}
