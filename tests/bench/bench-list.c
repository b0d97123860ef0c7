/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-list STORE N SECONDS - the app's list of the samples of a store, scrolled for so long once N are in it. Prints
 * as JSON: frames, those that came late, frames a second, and what the program has in memory (KiB) before the end. */
#include "hecha-app-resource.h"
#include "hecha-samples-page.h"

#include <stdlib.h>
#include <string.h>

/* Pixels in a frame: a page and a half in a second. */
#define STEP 40
/* A frame that comes later than this after the one before was dropped: the clock's interval and a half. */
#define LATE_US 25000

typedef struct
{
  guint n;
  gint64 duration_us;
  GtkWindow *window;
  HechaSamplesPage *page;
  HechaSampleModel *model;
  GtkAdjustment *adjustment; /* (nullable): before the list is there */
  gint64 began_us;
  gint64 last_us;
  guint frames;
  guint dropped;
} Bench;

static guint64
resident_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmRSS:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static void
finish (Bench *self)
{
  double seconds = (double)(self->last_us - self->began_us) / G_USEC_PER_SEC;

  g_print ("{\"frames\": %u, \"dropped\": %u, \"rate\": %.2f, \"resident_kib\": %" G_GUINT64_FORMAT "}\n",
           self->frames, self->dropped, self->frames / seconds, resident_kib ());
  exit (0);
}

static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  GtkAdjustment *found
    = GTK_IS_LIST_VIEW (widget) ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_adjustment (child);
  return found;
}

/* Every frame the list is somewhere else; at the end of the list it goes on at the beginning. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  gint64 now = g_get_monotonic_time ();
  double at = gtk_adjustment_get_value (self->adjustment) + STEP;
  double end = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);

  if (self->last_us == 0)
    self->began_us = now;
  else
    {
      self->frames++;
      self->dropped += now - self->last_us > LATE_US;
    }
  self->last_us = now;
  gtk_adjustment_set_value (self->adjustment, at < end ? at : 0);
  gtk_widget_queue_draw (widget); /* also where there is nothing to scroll */
  if (now - self->began_us > self->duration_us)
    finish (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
begin_cb (gpointer data)
{
  Bench *self = data;

  gtk_widget_add_tick_callback (GTK_WIDGET (self->page), tick_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
news_cb (Bench *self)
{
  if (self->adjustment != NULL || g_list_model_get_n_items (G_LIST_MODEL (self->model)) < self->n)
    return;
  self->adjustment = find_adjustment (GTK_WIDGET (self->page));
  g_timeout_add_seconds (1, begin_cb, self); /* the rest of the change of pages */
}

static void
activate_cb (GtkApplication *application, Bench *self)
{
  self->window = GTK_WINDOW (adw_application_window_new (application));
  self->page = g_object_new (HECHA_TYPE_SAMPLES_PAGE, NULL);
  hecha_samples_page_set_model (self->page, self->model);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self->window), GTK_WIDGET (self->page));
  gtk_window_set_default_size (self->window, 800, 680);
  gtk_window_present (self->window);
  hecha_sample_model_refresh (self->model);
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application
    = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.hecha.BenchList", "flags",
                    G_APPLICATION_NON_UNIQUE, "resource-base-path", "/io/github/hecha/Hecha", NULL);
  g_autoptr (HechaStoreWorker) worker = NULL;
  Bench bench = {0};

  if (argc != 4)
    {
      g_printerr ("usage: bench-list STORE N SECONDS\n");
      return 2;
    }
  bench.n = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  bench.duration_us = g_ascii_strtoll (argv[3], NULL, 10) * G_USEC_PER_SEC;
  g_resources_register (hecha_app_get_resource ());
  worker = hecha_store_worker_new (argv[1], hecha_env_system ());
  bench.model = hecha_sample_model_new (worker);
  g_signal_connect_swapped (bench.model, "news", G_CALLBACK (news_cb), &bench);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);
  return g_application_run (application, 1, argv);
}
