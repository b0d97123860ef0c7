/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-office.h"

#include "hecha-appeal-desk.h"
#include "hecha-appeal-page.h"
#include "hecha-case.h"
#include "hecha-listening.h"
#include "hecha-negative-desk.h"
#include "hecha-negative-page.h"
#include "hecha-overview-page.h"
#include "hecha-people-page.h"
#include "hecha-plans-page.h"
#include "hecha-reconcile-page.h"
#include "hecha-report-page.h"
#include "hecha-results-page.h"
#include "hecha-sidebar-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* On the store's thread: how many things wait on a page. */
typedef gboolean (*CountFunc) (HechaStore *store, guint *count, GError **error);

typedef struct
{
  const char *name; /* for win.show-page and in the leaflet */
  const char *icon_name;
  const char *title;
  GType (*get_type) (void); /* of a #HechaPage */
  CountFunc count;          /* (nullable): the number in the sidebar */
} Place;

/* The pages of the office, in the order of the sidebar. Each is made when somebody goes there first. */
static const Place places[] = {
  {"overview", "view-grid-symbolic", N_ ("Overview"), hecha_overview_page_get_type, NULL},
  {"plans", "x-office-document-symbolic", N_ ("Plans and Draws"), hecha_plans_page_get_type, NULL},
  {"results", "emblem-documents-symbolic", N_ ("Results"), hecha_results_page_get_type, NULL},
  {"reconcile", "emblem-synchronizing-symbolic", N_ ("Reconcile"), hecha_reconcile_page_get_type,
   hecha_case_count},
  {"negative", "dialog-warning-symbolic", N_ ("Negative List"), hecha_negative_page_get_type,
   hecha_negative_desk_count},
  {"appeals", "mail-reply-sender-symbolic", N_ ("Appeals"), hecha_appeal_page_get_type,
   hecha_appeal_desk_count},
  {"report", "x-office-spreadsheet-symbolic", N_ ("Quarterly Report"), hecha_report_page_get_type, NULL},
  {"people", "system-users-symbolic", N_ ("People and Laptops"), hecha_people_page_get_type, NULL},
};

#define N_PLACES G_N_ELEMENTS (places)

/**
 * HechaOffice:
 *
 * The office's part of the window: puts its pages into the sidebar, makes each when somebody goes there first, and has
 * the one in view read again when something changed.
 */
struct _HechaOffice
{
  GObject parent_instance;

  HechaPageContext context;
  HechaListening *listening; /* (owned) */
  AdwLeaflet *pages;         /* (not owned) lives as long as the view that made this */
  GtkListBox *sidebar;
  HechaSidebarRow *rows[N_PLACES];
  HechaPage *widgets[N_PLACES]; /* (nullable): nobody went there yet */
  gboolean stale[N_PLACES];
  GCancellable *cancellable; /* (owned) cancelled in dispose */
  gboolean counting;
  gboolean recount; /* something changed meanwhile */
};

G_DEFINE_FINAL_TYPE (HechaOffice, hecha_office, G_TYPE_OBJECT)

/* ---- the numbers in the sidebar ---- */

static gpointer
count_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree guint *counts = g_new0 (guint, N_PLACES);

  for (guint i = 0; i < N_PLACES; i++)
    if (places[i].count != NULL && !places[i].count (store, &counts[i], error))
      return NULL;
  return g_steal_pointer (&counts);
}

static void count (HechaOffice *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaOffice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree guint *counts = hecha_store_worker_run_finish (NULL, result, &error);

  self->counting = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (counts == NULL)
    g_warning ("What waits cannot be counted: %s", error->message);
  for (guint i = 0; counts != NULL && i < N_PLACES; i++)
    hecha_sidebar_row_set_count (self->rows[i], counts[i]);
  if (self->recount)
    count (self);
}

static void
count (HechaOffice *self)
{
  self->recount = self->counting;
  if (self->counting)
    return;
  self->counting = TRUE;
  hecha_store_worker_run_async (self->context.worker, count_work, NULL, NULL, g_free, self->cancellable,
                                counted_cb, g_object_ref (self));
}

/* ---- the pages ---- */

static int
find_place (const char *name)
{
  for (guint i = 0; i < N_PLACES; i++)
    if (strcmp (places[i].name, name) == 0)
      return (int)i;
  return -1;
}

/* Which one is in view, or -1: none of them. */
static int
find_visible (HechaOffice *self)
{
  const char *name = adw_leaflet_get_visible_child_name (self->pages);

  return name != NULL ? find_place (name) : -1;
}

static HechaPage *
ensure_page (HechaOffice *self, guint i)
{
  AdwLeafletPage *page;

  if (self->widgets[i] != NULL)
    return self->widgets[i];
  self->widgets[i] = HECHA_PAGE (g_object_new (places[i].get_type (), NULL));
  self->stale[i] = TRUE;
  hecha_page_set_context (self->widgets[i], &self->context);
  page = adw_leaflet_append (self->pages, GTK_WIDGET (self->widgets[i]));
  adw_leaflet_page_set_name (page, places[i].name);
  adw_leaflet_page_set_navigatable (page, FALSE);
  return self->widgets[i];
}

static void
refresh_page (HechaOffice *self, int i)
{
  if (i < 0 || !self->stale[i])
    return;
  self->stale[i] = FALSE;
  hecha_page_refresh (self->widgets[i]);
}

static void
visible_changed_cb (HechaOffice *self)
{
  refresh_page (self, find_visible (self));
}

/* ---- life cycle ---- */

static void
hecha_office_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_OFFICE (object)->cancellable);
  G_OBJECT_CLASS (hecha_office_parent_class)->dispose (object);
}

static void
hecha_office_finalize (GObject *object)
{
  HechaOffice *self = HECHA_OFFICE (object);

  g_clear_object (&self->context.thumbnailer);
  g_clear_object (&self->listening);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_office_parent_class)->finalize (object);
}

static void
hecha_office_class_init (HechaOfficeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_office_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_office_finalize;
}

static void
hecha_office_init (HechaOffice *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hecha_office_new:
 * @sidebar: where its pages are listed, at the top
 * @pages: where they are put
 * @context: (transfer none): what they work with; its thumbnailer is kept, all else outlives the office
 *
 * Returns: (transfer full): the office, which must not outlive @sidebar and @pages
 */
HechaOffice *
hecha_office_new (GtkListBox *sidebar, AdwLeaflet *pages, const HechaPageContext *context)
{
  HechaOffice *self = g_object_new (HECHA_TYPE_OFFICE, NULL);

  self->context = *context;
  g_object_ref (self->context.thumbnailer);
  self->listening = hecha_listening_new (context->worker, context->syncing);
  self->sidebar = sidebar;
  self->pages = pages;
  for (guint i = 0; i < N_PLACES; i++)
    {
      self->rows[i] = g_object_new (HECHA_TYPE_SIDEBAR_ROW, "title", _ (places[i].title), "icon-name",
                                    places[i].icon_name, NULL);
      gtk_list_box_insert (sidebar, GTK_WIDGET (self->rows[i]), (int)i);
    }
  g_signal_connect_object (pages, "notify::visible-child", G_CALLBACK (visible_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hecha_office_refresh:
 * @self: the office
 *
 * The store changed: the page in view and the numbers are read again at once, the others when they come into view.
 */
void
hecha_office_refresh (HechaOffice *self)
{
  for (guint i = 0; i < N_PLACES; i++)
    self->stale[i] = self->widgets[i] != NULL;
  refresh_page (self, find_visible (self));
  count (self);
}

/**
 * hecha_office_show:
 * @self: the office
 * @name: of a page
 * @record: (nullable): what to show of it
 *
 * Returns: whether there is such a page
 */
gboolean
hecha_office_show (HechaOffice *self, const char *name, const char *record)
{
  int i = find_place (name);
  HechaPage *page;

  if (i < 0)
    return FALSE;
  page = ensure_page (self, (guint)i);
  gtk_list_box_select_row (self->sidebar, GTK_LIST_BOX_ROW (self->rows[i]));
  adw_leaflet_set_visible_child_name (self->pages, name);
  refresh_page (self, i);
  if (record != NULL && *record != '\0')
    hecha_page_open (page, record);
  return TRUE;
}

/**
 * hecha_office_activate:
 * @self: the office
 * @row: of the sidebar
 *
 * Returns: whether it was one of the office's, and its page is shown now
 */
gboolean
hecha_office_activate (HechaOffice *self, GtkListBoxRow *row)
{
  for (guint i = 0; i < N_PLACES; i++)
    if ((gpointer)self->rows[i] == row)
      return hecha_office_show (self, places[i].name, NULL);
  return FALSE;
}

/**
 * hecha_office_is_shown:
 * @self: the office
 *
 * Returns: whether one of its pages is in view
 */
gboolean
hecha_office_is_shown (HechaOffice *self)
{
  return find_visible (self) >= 0;
}

/**
 * hecha_office_back:
 * @self: the office
 *
 * Returns: whether the page in view went one step back within itself
 */
gboolean
hecha_office_back (HechaOffice *self)
{
  int i = find_visible (self);

  return i >= 0 && hecha_page_back (self->widgets[i]);
}

/**
 * hecha_office_search:
 * @self: the office
 *
 * Returns: whether the page in view is searched now
 */
gboolean
hecha_office_search (HechaOffice *self)
{
  int i = find_visible (self);

  return i >= 0 && hecha_page_search (self->widgets[i]);
}
