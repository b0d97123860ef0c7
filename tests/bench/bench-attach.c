/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-attach STORE SCOPE ID FILE... - the app's window on a store shows a sample; the photographs are attached to it
 * and all their small pictures made. Prints as JSON: seconds until they are evidence, seconds until all of them are
 * shown, how many turns of the main loop there were meanwhile, those that took longer than 16 ms, and the longest; of
 * the time of a processor that they used, and of drawing, likewise. */
#include "hecha-application.h"
#include "hecha-attaching-row.h"
#include "hecha-cover.h"
#include "hecha-evidence-list.h"
#include "hecha-main-view.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define LONG_US 16000
/* Not all of it can be shown. */
#define GIVE_UP_US (300 * G_USEC_PER_SEC)

typedef struct
{
  char **words; /* of the command line */
  GtkApplication *application;
  HechaEvidenceList *list; /* (nullable): before the sample is shown */
  guint n_files;
  gint64 began_us;
  gint64 attached_us; /* 0 before all are evidence */
} Bench;

/* What the main loop does between two polls, without what is not its own: waiting for a processor that others have
 * (the copiers, the decoders, the X server that draws in software), and drawing. */
static struct
{
  gboolean counts;
  gint64 since_us;        /* 0 before the first poll */
  gint64 since_waited_us; /* for a processor, until then */
  gint64 since_used_us;   /* of a processor, until then */
  gint64 frame_us;        /* when drawing began */
  gint64 frame_waited_us;
  gint64 frame_used_us;
  gint64 drew_us;      /* in this turn */
  gint64 drew_used_us; /* of a processor, in this turn */
  guint turns;
  guint long_turns;
  guint long_used_turns;
  guint long_frames;
  gint64 longest_us;
  gint64 longest_used_us;
  gint64 longest_frame_us;
} loop;

/* How long this thread stood in the queue for a processor, so far. Without memory of its own: others hold its lock. */
static gint64
waited_us (void)
{
  char text[64] = "", *end = text;
  int fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

  if (fd < 0 || read (fd, text, sizeof text - 1) < 0)
    text[0] = '\0';
  if (fd >= 0)
    close (fd);
  g_ascii_strtoull (text, &end, 10);
  return (gint64)(g_ascii_strtoull (end, NULL, 10) / 1000);
}

/* How long a processor worked for this thread, so far: without what others make it wait for. */
static gint64
used_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
before_paint_cb (void)
{
  loop.frame_used_us = used_us ();
  loop.frame_us = g_get_monotonic_time ();
  loop.frame_waited_us = waited_us ();
}

static void
after_paint_cb (void)
{
  gint64 took = g_get_monotonic_time () - loop.frame_us - (waited_us () - loop.frame_waited_us);

  loop.drew_us += took;
  loop.drew_used_us += used_us () - loop.frame_used_us;
  loop.long_frames += loop.counts && took > LONG_US;
  if (loop.counts)
    loop.longest_frame_us = MAX (loop.longest_frame_us, took);
}

static void
note_turn (void)
{
  gint64 waited = waited_us () - loop.since_waited_us;
  gint64 took = g_get_monotonic_time () - loop.since_us - waited - loop.drew_us;

  gint64 used = used_us () - loop.since_used_us - loop.drew_used_us;

  loop.turns++;
  loop.long_turns += took > LONG_US;
  loop.long_used_turns += used > LONG_US;
  loop.longest_us = MAX (loop.longest_us, took);
  loop.longest_used_us = MAX (loop.longest_used_us, used);
}

static gint
poll_and_count (GPollFD *fds, guint n_fds, gint timeout)
{
  gint answer;

  if (loop.counts && loop.since_us != 0)
    note_turn ();
  answer = g_poll (fds, n_fds, timeout);
  loop.drew_us = loop.drew_used_us = 0;
  loop.since_used_us = used_us ();
  loop.since_waited_us = waited_us ();
  loop.since_us = g_get_monotonic_time ();
  return answer;
}

/* Those that can be seen by whoever scrolls. */
static guint
count (GtkWidget *widget, GType type)
{
  guint n = 0;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return gtk_widget_get_mapped (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type);
  return n;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static void
finish (const Bench *self)
{
  g_print ("{\"attached\": %.3f, \"shown\": %.3f, \"turns\": %u, \"long\": %u, \"longest_ms\": %.1f, "
           "\"long_used\": %u, \"longest_used_ms\": %.1f, "
           "\"long_frames\": %u, \"longest_frame_ms\": %.1f}\n",
           (double)(self->attached_us - self->began_us) / G_USEC_PER_SEC,
           (double)(g_get_monotonic_time () - self->began_us) / G_USEC_PER_SEC, loop.turns, loop.long_turns,
           (double)loop.longest_us / 1000, loop.long_used_turns, (double)loop.longest_used_us / 1000,
           loop.long_frames, (double)loop.longest_frame_us / 1000);
  exit (0);
}

/* Its own time counts too, and is little: a walk over some hundred widgets. */
static gboolean
look_cb (gpointer data)
{
  Bench *self = data;
  gint64 now = g_get_monotonic_time ();

  if (self->attached_us == 0 && count (GTK_WIDGET (self->list), HECHA_TYPE_ATTACHING_ROW) == 0)
    self->attached_us = now;
  if (self->attached_us != 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self->list), "evidence.show-more", NULL);
      if (count (GTK_WIDGET (self->list), HECHA_TYPE_COVER) >= self->n_files)
        finish (self);
    }
  if (now - self->began_us > GIVE_UP_US)
    exit (1);
  return G_SOURCE_CONTINUE;
}

static gboolean
begin_cb (gpointer data)
{
  Bench *self = data;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (char **path = self->words + 4; *path != NULL; path++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (*path);

      g_list_store_append (files, file);
    }
  self->n_files = g_list_model_get_n_items (G_LIST_MODEL (files));
  self->began_us = g_get_monotonic_time ();
  loop.counts = TRUE;
  hecha_evidence_list_attach (self->list, G_LIST_MODEL (files), NULL);
  g_timeout_add (50, look_cb, self);
  return G_SOURCE_REMOVE;
}

/* Until the window shows the sample. */
static gboolean
open_cb (gpointer data)
{
  Bench *self = data;
  GtkWindow *window = gtk_application_get_active_window (self->application);
  GtkWidget *main_view = window != NULL ? find (GTK_WIDGET (window), HECHA_TYPE_MAIN_VIEW) : NULL;
  GdkFrameClock *clock;

  if (main_view == NULL)
    return G_SOURCE_CONTINUE;
  gtk_widget_activate_action (main_view, "win.show-sample", "(ss)", self->words[2], self->words[3]);
  self->list = HECHA_EVIDENCE_LIST (find (main_view, HECHA_TYPE_EVIDENCE_LIST));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  g_timeout_add_seconds (2, begin_cb, self); /* the rest of the change of pages */
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (HechaApplication) application = hecha_application_new (hecha_env_system ());
  char *words[] = {argv[0], (char *)"--store", argv[1], NULL};
  Bench bench = {.words = argv, .application = GTK_APPLICATION (application)};

  if (argc < 5)
    {
      g_printerr ("usage: bench-attach STORE SCOPE ID FILE...\n");
      return 2;
    }
  g_main_context_set_poll_func (NULL, poll_and_count);
  g_timeout_add (100, open_cb, &bench);
  return g_application_run (G_APPLICATION (application), 3, words);
}
