/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-appeal-page.h"

#include "hecha-appeal-desk.h"
#include "hecha-appeal-view.h"
#include "hecha-reading.h"
#include "hecha-row-list.h"
#include "hecha-sidebar-button.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* The groups of the list, in its order. */
typedef enum
{
  GROUP_FILED,
  GROUP_ACCEPTED,
  GROUP_RE_REVIEW,
  GROUP_DISPUTED,
  GROUP_OBJECTIONS,
  GROUP_RULED,
  GROUP_OUT_OF_TIME,
  N_GROUPS
} Group;

static const char *const titles[] = {
  [GROUP_FILED] = N_ ("To Be Accepted"),
  [GROUP_ACCEPTED] = N_ ("To Be Reviewed Anew"),
  [GROUP_RE_REVIEW] = N_ ("To Be Ruled On"),
  [GROUP_DISPUTED] = N_ ("In Conflict"),
  [GROUP_OBJECTIONS] = N_ ("Objections in the Field"),
  [GROUP_RULED] = N_ ("Ruled On"),
  [GROUP_OUT_OF_TIME] = N_ ("Out of Time"),
};

/**
 * HechaAppealPage:
 *
 * The appeals against findings by how far they are, each with what is due; and what agencies objected to in the field
 * and did not file yet. One opens with the finding that it is about and its next step.
 */
struct _HechaAppealPage
{
  GtkWidget parent_instance;

  AdwPreferencesPage *list;
  GtkStack *places;
  GtkStack *stack;
  AdwWindowTitle *title;
  HechaAppealView *view;

  AdwPreferencesGroup *groups[N_GROUPS];
  HechaRowList *rows[N_GROUPS]; /* (owned) */
  HechaAppealDesk *desk;        /* (owned) (nullable): as it was read last */
  HechaStoreWorker *worker;     /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) cancelled in dispose */
  HechaReading *reading;        /* (owned) */
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaAppealPage, hecha_appeal_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

/* ---- one ---- */

static void
open_one (HechaAppealPage *self, const char *record)
{
  hecha_appeal_view_show (self->view, record);
  gtk_stack_set_visible_child_name (self->places, "view");
}

static void
activated_cb (HechaAppealPage *self, GtkWidget *row)
{
  open_one (self, g_object_get_data (G_OBJECT (row), "record"));
}

static void
file_cb (HechaAppealPage *self)
{
  hecha_appeal_view_file (self->view);
}

/* ---- the list ---- */

static Group
group_of (const HechaAppealRow *row)
{
  static const Group groups[] = {
    [HECHA_APPEAL_NONE] = GROUP_OBJECTIONS,         [HECHA_APPEAL_FILED] = GROUP_FILED,
    [HECHA_APPEAL_OUT_OF_TIME] = GROUP_OUT_OF_TIME, [HECHA_APPEAL_ACCEPTED] = GROUP_ACCEPTED,
    [HECHA_APPEAL_RE_REVIEW] = GROUP_RE_REVIEW,     [HECHA_APPEAL_RULED] = GROUP_RULED,
    [HECHA_APPEAL_DISPUTED] = GROUP_DISPUTED,
  };

  return groups[row->appeal.state];
}

/* What the list says of how far it is, besides the group. */
static char *
dup_news (const HechaAppealRow *row)
{
  const HechaRecord *objection = hecha_appeal_find_objection (row->assignment);

  switch (row->appeal.state)
    {
    case HECHA_APPEAL_NONE:
      return g_strdup (objection != NULL ? hecha_record_get (objection, "objection") : "");
    case HECHA_APPEAL_RULED:
      return g_strdup (hecha_word ("appeal-result", hecha_record_get (row->appeal.ruling, "result")));
    default:
      return g_strdup_printf (_ ("Filed on %s"), hecha_record_get (row->appeal.filed, "filed_on"));
    }
}

static char *
dup_due (const HechaAppealRow *row)
{
  if (row->has_due)
    return hecha_deadline_dup_text (&row->deadline, row->days);
  return row->appeal.state == HECHA_APPEAL_NONE ? g_strdup (_ ("The leader has not signed yet")) : NULL;
}

static char *
dup_subtitle (const HechaAppealRow *row)
{
  const HechaRecord *assignment = row->assignment->record;
  g_autofree char *news = dup_news (row), *due = dup_due (row);

  return g_strdup_printf ("%s · %s · %s\n%s%s%s", hecha_record_get (assignment, "agency_name"),
                          hecha_record_get (assignment, "unit"), strchr (assignment->scope, ':') + 1, news,
                          due != NULL ? "\n" : "", due != NULL ? due : "");
}

static gboolean
is_late (const HechaAppealRow *row)
{
  return row->has_due && row->days < 0 && row->appeal.state != HECHA_APPEAL_NONE;
}

static char *
dup_look (gconstpointer item, gpointer data)
{
  const HechaAppealRow *appeal = item;
  const HechaRecord *assignment = appeal->assignment->record;
  g_autofree char *subtitle = dup_subtitle (appeal);

  return g_strdup_printf ("%s %s %d %s\n%s", assignment->scope, assignment->id, is_late (appeal),
                          hecha_record_get (assignment, "name"), subtitle);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  const HechaAppealRow *appeal = item;
  const HechaRecord *assignment = appeal->assignment->record;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (appeal);

  g_object_set (row, "use-markup", FALSE, "title", hecha_record_get (assignment, "name"), "title-lines", 0,
                "subtitle", subtitle, "subtitle-lines", 0, "activatable", TRUE, NULL);
  if (is_late (appeal))
    {
      GtkWidget *late = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (late, "error");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), late);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "record",
                          g_strdup_printf ("%s %s", assignment->scope, assignment->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), data, G_CONNECT_SWAPPED);
  return row;
}

static void
collect (GPtrArray *const *of_group, const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (of_group[group_of (rows->pdata[i])], rows->pdata[i]);
}

static void
show_desk (HechaAppealPage *self)
{
  const HechaAppealDesk *desk = self->desk;
  GPtrArray *of_group[N_GROUPS];
  g_autofree char *subtitle
    = g_strdup_printf (ngettext ("%u appeal", "%u appeals", desk->appeals->len), desk->appeals->len);

  for (guint i = 0; i < N_GROUPS; i++)
    of_group[i] = g_ptr_array_new ();
  collect (of_group, desk->appeals);
  collect (of_group, desk->objections);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      hecha_row_list_fill (self->rows[i], of_group[i], dup_look, make_row, self);
      gtk_widget_set_visible (GTK_WIDGET (self->groups[i]), of_group[i]->len > 0);
      g_ptr_array_unref (of_group[i]);
    }
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_stack_set_visible_child_name (self->stack,
                                    desk->appeals->len + desk->objections->len > 0 ? "page" : "empty");
}

/* ---- reading ---- */

static void
load (HechaAppealPage *self)
{
  hecha_reading_ask (self->reading, self->worker, NULL);
}

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaAppealPage *self = HECHA_APPEAL_PAGE (page);
  g_autoptr (HechaAppealDesk) before = NULL;

  if (result == NULL)
    return;
  before = self->desk; /* the lists have what is not shown yet until they have the new one */
  self->desk = result;
  show_desk (self);
  if (self->desk->more)
    load (self);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HechaAppealPage *self = HECHA_APPEAL_PAGE (page);

  self->worker = g_object_ref (context->worker);
  hecha_appeal_view_set_context (self->view, context);
}

static void
refresh (HechaPage *page)
{
  HechaAppealPage *self = HECHA_APPEAL_PAGE (page);

  load (self);
  hecha_appeal_view_refresh (self->view);
}

static void
open_record (HechaPage *page, const char *record)
{
  open_one (HECHA_APPEAL_PAGE (page), record);
}

static gboolean
back (HechaPage *page)
{
  HechaAppealPage *self = HECHA_APPEAL_PAGE (page);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->places), "view") != 0)
    return FALSE;
  hecha_appeal_view_show (self->view, NULL);
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
hecha_appeal_page_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_APPEAL_PAGE (object)->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_APPEAL_PAGE);
  G_OBJECT_CLASS (hecha_appeal_page_parent_class)->dispose (object);
}

static void
hecha_appeal_page_finalize (GObject *object)
{
  HechaAppealPage *self = HECHA_APPEAL_PAGE (object);

  hecha_reading_free (self->reading);
  for (guint i = 0; i < N_GROUPS; i++)
    hecha_row_list_free (self->rows[i]);
  g_clear_pointer (&self->desk, hecha_appeal_desk_free);
  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_appeal_page_parent_class)->finalize (object);
}

static void
hecha_appeal_page_class_init (HechaAppealPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_appeal_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_appeal_page_finalize;
  g_type_ensure (HECHA_TYPE_APPEAL_VIEW);
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-appeal-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaAppealPage, list);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealPage, places);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealPage, view);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
}

static void
hecha_appeal_page_init (HechaAppealPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->reading = hecha_reading_new (GTK_WIDGET (self), hecha_appeal_desk_work,
                                     (GDestroyNotify)hecha_appeal_desk_free, show_loaded, self->cancellable);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      self->groups[i] = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_page_add (self->list, self->groups[i]);
      self->rows[i] = hecha_row_list_new (self->groups[i], _ (titles[i]));
    }
}
