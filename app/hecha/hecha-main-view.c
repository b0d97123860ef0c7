/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-main-view.h"

#include "base/hecha-error.h"
#include "hecha-fetching.h"
#include "hecha-office.h"
#include "hecha-page.h"
#include "hecha-review-page.h"
#include "hecha-sample-page.h"
#include "hecha-samples-page.h"
#include "hecha-sheet-page.h"
#include "hecha-sidebar-row.h"
#include "hecha-sync-page.h"
#include "hecha-thumbnailer.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaMainView:
 *
 * What an enrolled laptop shows: the sidebar, and one page at a time.
 */
struct _HechaMainView
{
  AdwBin parent_instance;

  GtkRevealer *banner;
  GtkLabel *banner_label;
  AdwLeaflet *leaflet;
  AdwLeaflet *pages;
  HechaSidebarRow *row_all;
  HechaSidebarRow *row_begun;
  HechaSidebarRow *row_contested;
  HechaSidebarRow *row_effective;
  HechaSidebarRow *row_office;
  HechaSidebarRow *row_ready;
  HechaSidebarRow *row_sync;
  HechaSidebarRow *row_todo;
  HechaSamplesPage *samples;
  GtkListBox *sidebar;
  GtkListBoxRow *shown; /* the sidebar's row of what is shown, owned by it */
  AdwWindowTitle *sidebar_title;
  GtkLabel *days;

  AdwBin *review_bin; /* of the pages that are made when somebody goes there first */
  AdwBin *sample_bin;
  AdwBin *sheet_bin;
  AdwBin *sync_bin;

  HechaOffice *office;      /* (owned) (nullable): what only the office has */
  HechaSampleModel *model;  /* (owned) */
  HechaPageContext context; /* @worker, @saver, @syncing and @thumbnailer are owned */
  HechaOverview *overview;  /* (owned) (nullable): what was shown last */
  char *scope;              /* (owned) (nullable) of the sample that is open */
  char *id;                 /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HechaMainView, hecha_main_view, ADW_TYPE_BIN)

/* ---- the pages that somebody goes to ---- */

/* Whether @bin had no page yet, and has a new one now. */
static gboolean
fill (AdwBin *bin, GType type)
{
  if (adw_bin_get_child (bin) != NULL)
    return FALSE;
  adw_bin_set_child (bin, g_object_new (type, NULL));
  return TRUE;
}

static HechaSamplePage *
ensure_sample (HechaMainView *self)
{
  const HechaPageContext *context = &self->context;
  gboolean made = fill (self->sample_bin, HECHA_TYPE_SAMPLE_PAGE);
  HechaSamplePage *page = HECHA_SAMPLE_PAGE (adw_bin_get_child (self->sample_bin));

  if (made)
    hecha_sample_page_set_context (page, context->worker, context->env, context->saver, context->thumbnailer);
  return page;
}

static HechaReviewPage *
ensure_review (HechaMainView *self)
{
  gboolean made = fill (self->review_bin, HECHA_TYPE_REVIEW_PAGE);
  HechaReviewPage *page = HECHA_REVIEW_PAGE (adw_bin_get_child (self->review_bin));

  if (made)
    hecha_review_page_set_context (page, self->context.worker, self->context.thumbnailer);
  return page;
}

static HechaSheetPage *
ensure_sheet (HechaMainView *self)
{
  const HechaPageContext *context = &self->context;
  gboolean made = fill (self->sheet_bin, HECHA_TYPE_SHEET_PAGE);
  HechaSheetPage *page = HECHA_SHEET_PAGE (adw_bin_get_child (self->sheet_bin));

  if (made)
    hecha_sheet_page_set_context (page, context->worker, context->env, context->thumbnailer);
  return page;
}

static void
ensure_sync (HechaMainView *self)
{
  HechaSyncPage *page;

  if (!fill (self->sync_bin, HECHA_TYPE_SYNC_PAGE))
    return;
  page = HECHA_SYNC_PAGE (adw_bin_get_child (self->sync_bin));
  hecha_sync_page_set_syncing (page, self->context.worker, self->context.syncing);
  hecha_sync_page_show (page, self->overview);
}

/* ---- what there is ---- */

static HechaSidebarRow *
state_row (HechaMainView *self, HechaWorkState state)
{
  HechaSidebarRow *rows[HECHA_WORK_N_STATES] = {
    self->row_all,       self->row_todo,      self->row_begun,  self->row_ready,
    self->row_effective, self->row_contested, self->row_office,
  };

  return rows[state];
}

static void
show_counts (HechaMainView *self)
{
  const HechaWorkNews *news = hecha_sample_model_get_news (self->model);

  for (guint i = 0; i < HECHA_WORK_N_STATES; i++)
    hecha_sidebar_row_set_count (state_row (self, (HechaWorkState)i), news->counts[i]);
}

/* The sync state is always visible: what is not at the office yet, and since when. */
static void
show_waiting (HechaMainView *self, const HechaOverview *overview)
{
  guint n = (guint)hecha_overview_n_waiting (overview);
  g_autofree char *since = hecha_time_dup_local (overview->summary.unsent_since_ms);
  gboolean dated = overview->summary.unsent_since_ms > 0; /* not when only files wait */
  g_autofree char *text = dated ? g_strdup_printf (ngettext ("%u waiting since %s", "%u waiting since %s", n),
                                                   n, since + strlen ("2026-"))
                                : g_strdup_printf (ngettext ("%u file waiting", "%u files waiting", n), n);

  hecha_sidebar_row_set_count (self->row_sync, n);
  adw_window_title_set_subtitle (self->sidebar_title, n > 0 ? text : _ ("All at the office"));
  hecha_samples_page_set_waiting (self->samples, n);
}

/* Who visits unannounced knows until when the package stays open (P3 7.4). */
static void
show_days (HechaMainView *self, const HechaPackage *package)
{
  const char *from = package->from != NULL ? package->from : "…";
  const char *to = package->to != NULL ? package->to : "…";
  g_autofree char *text = g_strdup_printf (_ ("Open from %s to %s"), from, to);

  gtk_label_set_text (self->days, text);
  gtk_widget_set_visible (GTK_WIDGET (self->days), package->from != NULL || package->to != NULL);
}

/**
 * hecha_main_view_show:
 * @self: the view
 * @overview: (transfer full): what waits
 */
void
hecha_main_view_show (HechaMainView *self, HechaOverview *overview)
{
  GtkWidget *sync = adw_bin_get_child (self->sync_bin);

  g_clear_pointer (&self->overview, hecha_overview_free);
  self->overview = overview;
  show_waiting (self, overview);
  show_days (self, &overview->package);
  hecha_sample_model_refresh (self->model);
  if (sync != NULL)
    hecha_sync_page_show (HECHA_SYNC_PAGE (sync), overview);
  if (self->office != NULL)
    hecha_office_refresh (self->office);
}

/* A failed save is something that everybody sees, with its reason, for as long as it lasts. */
static void
saver_changed_cb (HechaMainView *self)
{
  const char *reason = NULL;
  gboolean failed = hecha_saver_get_state (self->context.saver, &reason) == HECHA_SAVER_FAILED;
  g_autofree char *sentence = hecha_told_dup_sentence (failed ? reason : "");
  g_autofree char *text = g_strdup_printf (_ ("Not saved: %s"), sentence);

  if (failed)
    gtk_label_set_text (self->banner_label, text);
  gtk_revealer_set_reveal_child (self->banner, failed);
}

/* ---- getting about ---- */

static void
show_page (HechaMainView *self, const char *name)
{
  adw_leaflet_set_visible_child_name (self->pages, name);
  adw_leaflet_set_visible_child_name (self->leaflet, "content");
}

static void
show_state (HechaMainView *self, HechaWorkState state)
{
  hecha_samples_page_set_state (self->samples, state);
  show_page (self, "samples");
}

static void
select_row (HechaMainView *self, GtkListBoxRow *row)
{
  self->shown = row;
  gtk_list_box_select_row (self->sidebar, row);
}

/* Tab through the sidebar marks the rows on its way; only what is activated is shown. */
static void
sidebar_left_cb (HechaMainView *self)
{
  gtk_list_box_select_row (self->sidebar, self->shown);
}

static void
sidebar_row_activated_cb (HechaMainView *self, GtkListBoxRow *row)
{
  self->shown = row;
  if (self->office != NULL && hecha_office_activate (self->office, row))
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "content");
      return;
    }
  for (guint i = 0; i < HECHA_WORK_N_STATES; i++)
    if ((gpointer)state_row (self, (HechaWorkState)i) == row)
      {
        show_state (self, (HechaWorkState)i);
        return;
      }
  ensure_sync (self);
  show_page (self, "sync");
}

/* One of the office's pages by its name, and what to show there. */
static void
show_page_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);
  const char *page, *record;

  g_variant_get (parameter, "(&s&s)", &page, &record);
  if (self->office == NULL || !hecha_office_show (self->office, page, record))
    return;
  self->shown = gtk_list_box_get_selected_row (self->sidebar);
  adw_leaflet_set_visible_child_name (self->leaflet, "content");
}

static void
show_samples_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  select_row (self, GTK_LIST_BOX_ROW (self->row_all));
  show_state (self, HECHA_WORK_ALL);
}

static void
show_sample_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);
  const char *scope, *id;

  g_variant_get (parameter, "(&s&s)", &scope, &id);
  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_free (self->id);
  self->id = g_strdup (id);
  hecha_sample_page_show (ensure_sample (self), scope, id);
  show_page (self, "sample");
}

static void
flushed_for_review_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaMainView) self = user_data;
  g_autoptr (GError) error = NULL;

  /* What cannot be recorded on another sample is no reason to stop here. */
  if (!hecha_saver_flush_finish (HECHA_SAVER (source), result, &error)
      && (!g_error_matches (error, HECHA_ERROR, HECHA_ERROR_REFUSED)
          || hecha_saver_find_refused (self->context.saver, self->scope, self->id, NULL) != NULL))
    {
      gtk_widget_activate_action (
        GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Recorded Yet"),
        _ ("Something on this page cannot be recorded as it stands. It is marked in red."));
      return;
    }
  hecha_review_page_show (ensure_review (self), self->scope, self->id);
  show_page (self, "review");
}

static void
review_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  if (self->id != NULL)
    hecha_saver_flush_async (self->context.saver, flushed_for_review_cb, g_object_ref (self));
}

static void
go_to_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  show_page (self, "sample");
  hecha_sample_page_go_to (ensure_sample (self), g_variant_get_string (parameter, NULL));
}

static void
sheet_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  hecha_sheet_page_show (ensure_sheet (self), self->scope, self->id);
  show_page (self, "sheet");
}

static void
show_sync_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  select_row (self, GTK_LIST_BOX_ROW (self->row_sync));
  ensure_sync (self);
  show_page (self, "sync");
}

static void
show_sidebar_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_leaflet_set_visible_child_name (HECHA_MAIN_VIEW (widget)->leaflet, "sidebar");
}

static void
search_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  if (self->office != NULL && hecha_office_search (self->office))
    return;
  show_page (self, "samples");
  hecha_samples_page_search (self->samples);
}

static void
back_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMainView *self = HECHA_MAIN_VIEW (widget);

  if (self->office != NULL && hecha_office_back (self->office))
    return;
  if (g_strcmp0 (adw_leaflet_get_visible_child_name (self->pages), "sync") == 0)
    gtk_widget_activate_action (widget, "win.show-samples", NULL);
  else if ((self->office != NULL && hecha_office_is_shown (self->office))
           || !adw_leaflet_navigate (self->pages, ADW_NAVIGATION_DIRECTION_BACK))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* ---- life cycle ---- */

static void
hecha_main_view_dispose (GObject *object)
{
  HechaMainView *self = HECHA_MAIN_VIEW (object);

  if (self->office != NULL)
    g_object_run_dispose (G_OBJECT (self->office)); /* what it counts holds it beyond its rows */
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_MAIN_VIEW);
  G_OBJECT_CLASS (hecha_main_view_parent_class)->dispose (object);
}

static void
hecha_main_view_finalize (GObject *object)
{
  HechaMainView *self = HECHA_MAIN_VIEW (object);

  g_free (self->scope);
  g_free (self->id);
  g_clear_object (&self->office);
  g_clear_object (&self->model);
  g_clear_object (&self->context.thumbnailer);
  g_clear_object (&self->context.syncing);
  g_clear_object (&self->context.saver);
  g_clear_object (&self->context.worker);
  g_clear_pointer (&self->overview, hecha_overview_free);
  G_OBJECT_CLASS (hecha_main_view_parent_class)->finalize (object);
}

static void
hecha_main_view_class_init (HechaMainViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_main_view_dispose;
  object_class->finalize = hecha_main_view_finalize;
  g_type_ensure (HECHA_TYPE_SAMPLES_PAGE);
  g_type_ensure (HECHA_TYPE_SIDEBAR_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-main-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, banner);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, banner_label);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, days);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, pages);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, review_bin);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_all);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_begun);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_contested);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_effective);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_office);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_ready);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_sync);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, row_todo);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, sample_bin);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, samples);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, sheet_bin);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, sidebar);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, sidebar_title);
  gtk_widget_class_bind_template_child (widget_class, HechaMainView, sync_bin);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_row_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action_cb);
  gtk_widget_class_install_action (widget_class, "win.go-to", "s", go_to_action_cb);
  gtk_widget_class_install_action (widget_class, "win.review", NULL, review_action_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "win.sheet", NULL, sheet_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-page", "(ss)", show_page_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sample", "(ss)", show_sample_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-samples", NULL, show_samples_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sidebar", NULL, show_sidebar_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-sync", NULL, show_sync_action_cb);
}

static void
hecha_main_view_init (HechaMainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_leaflet_set_visible_child_name (self->leaflet, "content");
  select_row (self, GTK_LIST_BOX_ROW (self->row_all));
}

/* The office has pages of its own, and the samples of all teams in one list. */
static void
add_office (HechaMainView *self)
{
  for (guint i = HECHA_WORK_ALL + 1; i < HECHA_WORK_N_STATES; i++)
    gtk_widget_set_visible (GTK_WIDGET (state_row (self, (HechaWorkState)i)), FALSE);
  self->office = hecha_office_new (self->sidebar, self->pages, &self->context);
  hecha_office_show (self->office, "overview", NULL);
  self->shown = gtk_list_box_get_selected_row (self->sidebar);
}

/**
 * hecha_main_view_new:
 * @worker: owner of the store
 * @env: (transfer none): clock and files; must outlive it
 * @saver: what writes
 * @syncing: what syncs
 * @office: whether this is the office's laptop, which has pages of its own
 *
 * Returns: (transfer floating): the view
 */
HechaMainView *
hecha_main_view_new (HechaStoreWorker *worker, const HechaEnv *env, HechaSaver *saver, HechaSyncing *syncing,
                     gboolean office)
{
  HechaMainView *self = g_object_new (HECHA_TYPE_MAIN_VIEW, NULL);
  g_autoptr (HechaFetching) fetching = hecha_fetching_new (worker, env);

  self->context = (HechaPageContext) {
    .worker = g_object_ref (worker),
    .env = env,
    .saver = g_object_ref (saver),
    .syncing = g_object_ref (syncing),
    .thumbnailer = hecha_thumbnailer_new (hecha_store_worker_get_dir (worker), env),
  };
  hecha_thumbnailer_set_fetching (self->context.thumbnailer, fetching, office);
  self->model = hecha_sample_model_new (worker);
  hecha_samples_page_set_model (self->samples, self->model);
  g_signal_connect_object (self->model, "news", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (saver, "changed", G_CALLBACK (saver_changed_cb), self, G_CONNECT_SWAPPED);
  if (office)
    add_office (self);
  return self;
}

/**
 * hecha_main_view_get_model:
 * @self: the view
 *
 * Returns: (transfer none): the samples that it lists
 */
HechaSampleModel *
hecha_main_view_get_model (HechaMainView *self)
{
  return self->model;
}
