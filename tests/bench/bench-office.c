/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-office STORE N TIMES - the office's pages over a store with N findings: how long each takes from a click to the
 * frame that shows it, with reading again on its way as if something had come, and a filter of the results, each TIMES
 * over. Prints as JSON: lists of ms; under NAME-read, until what was read is on the screen. */
#include "hecha-app-resource.h"
#include "hecha-appeal-page.h"
#include "hecha-negative-page.h"
#include "hecha-overview-page.h"
#include "hecha-people-page.h"
#include "hecha-plans-page.h"
#include "hecha-reconcile-page.h"
#include "hecha-report-page.h"
#include "hecha-result-filters.h"
#include "hecha-results-page.h"

#include <stdlib.h>
#include <string.h>

/* What is clicked; without a page: a filter of the results, which are shown before it. */
typedef struct
{
  const char *name;
  GType (*get_type) (void);
} Kind;

static const Kind kinds[] = {
  {"overview", hecha_overview_page_get_type},
  {"plans", hecha_plans_page_get_type},
  {"reconcile", hecha_reconcile_page_get_type},
  {"negative", hecha_negative_page_get_type},
  {"appeals", hecha_appeal_page_get_type},
  {"people", hecha_people_page_get_type},
  {"report", hecha_report_page_get_type},
  {"results", hecha_results_page_get_type},
  {"filter", NULL},
};

#define N_KINDS G_N_ELEMENTS (kinds)
#define FILTER  (N_KINDS - 1)
#define RESULTS (N_KINDS - 2)

typedef struct
{
  guint n;
  guint times;
  GtkWindow *window;
  GtkStack *stack;
  HechaPage *pages[N_KINDS];
  HechaPageContext context;
  guint step;
  gint64 began_us;
  gboolean read;                 /* what was read is on the screen, or on its way to it */
  GString *figures[2 * N_KINDS]; /* of each kind of step, and until it was read */
} Bench;

static void begin (Bench *self);

static void
finish (Bench *self)
{
  g_print ("{");
  for (guint i = 0; i < N_KINDS; i++)
    g_print ("%s\"%s\": [%s], \"%s-read\": [%s]", i > 0 ? ", " : "", kinds[i].name, self->figures[i]->str,
             kinds[i].name, self->figures[N_KINDS + i]->str);
  g_print ("}\n");
  exit (0);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static void
choose (Bench *self, gboolean some)
{
  g_autoptr (GVariant) chosen
    = g_variant_ref_sink (g_variant_new_parsed (some ? "{'verdict': 'not_met'}" : "@a{ss} {}"));

  hecha_result_filters_choose (
    HECHA_RESULT_FILTERS (find_type (GTK_WIDGET (self->pages[RESULTS]), HECHA_TYPE_RESULT_FILTERS)), chosen);
}

static gboolean
next_cb (gpointer data)
{
  begin (data);
  return G_SOURCE_REMOVE;
}

static void painted_cb (Bench *self, GdkFrameClock *clock);

static void
wait_for_frame (Bench *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                            G_CALLBACK (painted_cb), self);
}

static gpointer
nothing_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GUINT_TO_POINTER (1);
}

/* Whatever was asked of the store before has been read, and given to its page. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *self = user_data;

  self->read = TRUE;
  wait_for_frame (self);
}

/* The frame is on its way to the screen. */
static void
painted_cb (Bench *self, GdkFrameClock *clock)
{
  GString *figures = self->figures[(self->read ? N_KINDS : 0) + self->step % N_KINDS];

  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  g_string_append_printf (figures, "%s%.1f", figures->len > 0 ? ", " : "",
                          (double)(g_get_monotonic_time () - self->began_us) / 1000);
  if (!self->read)
    {
      hecha_store_worker_run_async (self->context.worker, nothing_work, NULL, NULL, NULL, NULL, read_cb,
                                    self);
      return;
    }
  self->step++;
  if (self->step == N_KINDS * self->times)
    finish (self);
  g_timeout_add (200, next_cb, self);
}

static void
begin (Bench *self)
{
  guint kind = self->step % N_KINDS, round = self->step / N_KINDS;

  self->read = FALSE;
  self->began_us = g_get_monotonic_time ();
  if (kind == FILTER)
    choose (self, round % 2 == 0);
  else
    {
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->pages[kind]));
      hecha_page_refresh (self->pages[kind]);
    }
  wait_for_frame (self);
}

/* All have read the store before the first click. */
static gboolean
wait_cb (gpointer data)
{
  Bench *self = data;
  GtkWidget *title = find_type (GTK_WIDGET (self->pages[RESULTS]), ADW_TYPE_WINDOW_TITLE);
  const char *shown = adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title));

  if (g_ascii_strtoull (shown, NULL, 10) < self->n)
    return G_SOURCE_CONTINUE;
  g_timeout_add_seconds (2, next_cb, self);
  return G_SOURCE_REMOVE;
}

static void
add_page (Bench *self, guint i)
{
  self->pages[i] = HECHA_PAGE (g_object_new (kinds[i].get_type (), NULL));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->pages[i]));
  hecha_page_set_context (self->pages[i], &self->context);
}

static void
activate_cb (GtkApplication *application, Bench *self)
{
  self->window = GTK_WINDOW (adw_application_window_new (application));
  self->stack = GTK_STACK (gtk_stack_new ());
  for (guint i = 0; i < FILTER; i++)
    add_page (self, i);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self->window), GTK_WIDGET (self->stack));
  gtk_window_set_default_size (self->window, 800, 680);
  gtk_window_present (self->window);
  for (guint i = 0; i < FILTER; i++)
    hecha_page_refresh (self->pages[i]);
  g_timeout_add (100, wait_cb, self);
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application
    = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.hecha.BenchOffice", "flags",
                    G_APPLICATION_NON_UNIQUE, "resource-base-path", "/io/github/hecha/Hecha", NULL);
  g_autoptr (HechaStoreWorker) worker = NULL;
  g_autoptr (HechaThumbnailer) thumbnailer = NULL;
  g_autoptr (HechaSaver) saver = NULL;
  g_autoptr (HechaSyncing) syncing = NULL;
  Bench bench = {0};

  if (argc != 4)
    {
      g_printerr ("usage: bench-office STORE N TIMES\n");
      return 2;
    }
  bench.n = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  bench.times = (guint)g_ascii_strtoull (argv[3], NULL, 10);
  g_resources_register (hecha_app_get_resource ());
  worker = hecha_store_worker_new (argv[1], hecha_env_system ());
  thumbnailer = hecha_thumbnailer_new (argv[1], hecha_env_system ());
  saver = hecha_saver_new (worker);
  syncing = hecha_syncing_new (worker, saver);
  bench.context = (HechaPageContext) {.worker = worker,
                                      .env = hecha_env_system (),
                                      .saver = saver,
                                      .syncing = syncing,
                                      .thumbnailer = thumbnailer};
  for (guint i = 0; i < G_N_ELEMENTS (bench.figures); i++)
    bench.figures[i] = g_string_new (NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);
  return g_application_run (application, 1, argv);
}
