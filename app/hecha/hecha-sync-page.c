/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sync-page.h"

#include "hecha-words.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

/**
 * HechaSyncPage:
 *
 * What is not at the office yet, what the office has, what it holds and why; and the sync itself.
 */
struct _HechaSyncPage
{
  GtkWidget parent_instance;

  GtkButton *cancel;
  GtkLabel *detail;
  GtkLabel *entries;
  GtkLabel *files;
  GtkLabel *headline;
  AdwPreferencesGroup *held;
  GtkListBox *held_list;
  GtkImage *icon;
  GtkLabel *problem;
  GtkBox *problem_box;
  GtkProgressBar *progress;
  AdwActionRow *receipt;
  AdwActionRow *server;
  GtkLabel *since;
  AdwActionRow *since_row;
  GtkButton *start;

  HechaSyncing *syncing; /* (owned) */
  HechaSummary summary;  /* of what is shown */
  char *device;          /* (owned) (nullable) active, revoked or stopped */
  gboolean running;      /* when last looked at */
};

G_DEFINE_FINAL_TYPE (HechaSyncPage, hecha_sync_page, GTK_TYPE_WIDGET)

/* ---- what is waiting ---- */

static char *
dup_waiting (const HechaSummary *summary)
{
  gulong entries = (gulong)summary->unsent, files = (gulong)summary->unsent_files;
  g_autofree char *e = g_strdup_printf (ngettext ("%lu entry", "%lu entries", entries), entries);
  g_autofree char *f = g_strdup_printf (ngettext ("%lu file", "%lu files", files), files);

  if (files == 0)
    return g_steal_pointer (&e);
  return entries == 0 ? g_steal_pointer (&f) : g_strdup_printf (_ ("%s and %s"), e, f);
}

static void
show_headline (HechaSyncPage *self)
{
  const HechaSummary *summary = &self->summary;
  gboolean waiting = summary->unsent > 0 || summary->unsent_files > 0;
  g_autofree char *what = dup_waiting (summary);
  g_autofree char *text = g_strdup_printf (_ ("%s waiting"), what);
  g_autofree char *size = hecha_size_dup_text ((guint64)summary->unsent_bytes);
  g_autofree char *when = hecha_time_dup_local (summary->unsent_since_ms);
  g_autofree char *detail
    = summary->unsent_since_ms > 0 ? g_strdup_printf (_ ("Since %s"), when) : g_strdup ("");

  gtk_image_set_from_icon_name (self->icon, waiting ? "emblem-synchronizing-symbolic" : "emblem-ok-symbolic");
  gtk_label_set_text (self->headline, waiting ? text : _ ("Everything Is at the Office"));
  gtk_label_set_text (self->detail, waiting ? detail : _ ("Nothing that was recorded here is only here."));
  if (summary->receipt_ms == 0 && !waiting)
    {
      gtk_label_set_text (self->headline, _ ("Nothing to Send"));
      gtk_label_set_text (self->detail, _ ("A sync brings what the office assigned."));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *gtk_label_get_text (self->detail) != '\0');
}

static void
show_waiting (HechaSyncPage *self)
{
  const HechaSummary *summary = &self->summary;
  g_autofree char *entries = g_strdup_printf ("%" G_GINT64_FORMAT, summary->unsent);
  g_autofree char *size = hecha_size_dup_text ((guint64)summary->unsent_bytes);
  g_autofree char *files = summary->unsent_files > 0
                             ? g_strdup_printf ("%" G_GINT64_FORMAT " · %s", summary->unsent_files, size)
                             : g_strdup ("0");
  g_autofree char *since = hecha_time_dup_local (summary->unsent_since_ms);

  gtk_label_set_text (self->entries, entries);
  gtk_label_set_text (self->files, files);
  gtk_label_set_text (self->since, since);
  gtk_widget_set_visible (GTK_WIDGET (self->since_row), summary->unsent_since_ms > 0);
}

/* ---- what the office has ---- */

static guint
count_tips (const char *receipt)
{
  g_autoptr (JsonNode) node = receipt != NULL ? json_from_string (receipt, NULL) : NULL;
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gint64 n = 0;

  if (object == NULL || !json_object_has_member (object, "tips"))
    return 0;
  for (guint i = 0; i < json_array_get_length (json_object_get_array_member (object, "tips")); i++)
    n += json_array_get_int_element (
      json_array_get_array_element (json_object_get_array_member (object, "tips"), i), 1);
  return (guint)n;
}

static void
show_office (HechaSyncPage *self, const HechaOverview *overview)
{
  g_autofree char *when = hecha_time_dup_local (overview->summary.receipt_ms);
  guint n = count_tips (overview->receipt);
  g_autofree char *receipt = g_strdup_printf (
    ngettext ("%s · signed for %u entry of this laptop", "%s · signed for %u entries of this laptop", n),
    when, n);
  g_autofree char *server
    = g_strdup_printf ("%s\n%s", overview->organisation != NULL ? overview->organisation : "",
                       overview->url != NULL ? overview->url : "");

  adw_action_row_set_subtitle (self->receipt, overview->summary.receipt_ms > 0 ? receipt : _ ("None yet"));
  adw_action_row_set_subtitle (self->server, g_strstrip (server));
}

/* ---- held and refused ---- */

static void
add_held (HechaSyncPage *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, "subtitle-lines", 0, NULL);
  gtk_list_box_append (self->held_list, row);
}

static void
show_held (HechaSyncPage *self, const HechaOverview *overview)
{
  const HechaSyncResult *result = hecha_syncing_get_result (self->syncing);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->held_list, 0)) != NULL)
    gtk_list_box_remove (self->held_list, GTK_WIDGET (row));
  for (guint i = 0; i < overview->held->len; i++)
    {
      const HechaHeld *held = g_ptr_array_index (overview->held, i);
      const char *decision = held->decision == NULL                     ? _ ("The office has not decided yet")
                             : strcmp (held->decision, "released") == 0 ? _ ("The office released it")
                                                                        : _ ("The office rejected it");
      g_autofree char *reason = hecha_told_dup_sentence (held->reason);
      g_autofree char *text = g_strdup_printf ("%s\n%s", reason, decision);

      add_held (self, held->record, text);
    }
  for (guint i = 0; result != NULL && i < result->refused->len; i++)
    add_held (self, _ ("Refused"), g_ptr_array_index (result->refused, i));
  for (guint i = 0; result != NULL && i < result->files_failed->len; i++)
    add_held (self, _ ("A file was not sent"), g_ptr_array_index (result->files_failed, i));
  gtk_widget_set_visible (GTK_WIDGET (self->held),
                          gtk_list_box_get_row_at_index (self->held_list, 0) != NULL);
}

/* ---- the sync ---- */

static void
show_progress (HechaSyncPage *self)
{
  gboolean evidence;
  gint64 done, total;
  gboolean running = hecha_syncing_get_progress (self->syncing, &evidence, &done, &total);
  g_autofree char *so_far = hecha_size_dup_text ((guint64)done);
  g_autofree char *all = hecha_size_dup_text ((guint64)total);
  g_autofree char *text = evidence ? g_strdup_printf (_ ("Evidence: %s of %s"), so_far, all)
                                   : g_strdup_printf (_ ("Entries: %lu"), (gulong)done);

  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), running);
  gtk_widget_set_visible (GTK_WIDGET (self->start), !running);
  gtk_progress_bar_set_text (self->progress, text);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double)done / (double)total, 0, 1));
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
show_problem (HechaSyncPage *self)
{
  const GError *error = hecha_syncing_get_error (self->syncing);
  gboolean show = error != NULL && !hecha_syncing_is_running (self->syncing)
                  && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gboolean ended = self->device != NULL && strcmp (self->device, "active") != 0;
  g_autofree char *sentence
    = show    ? hecha_error_dup_sentence (error)
      : ended ? g_strdup (
          _ ("The office ended this laptop's right to receive. What is recorded here can still be sent."))
              : NULL;

  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_box), sentence != NULL);
}

static void
say_result (HechaSyncPage *self)
{
  const HechaSyncResult *result = hecha_syncing_get_result (self->syncing);
  g_autofree char *text = NULL;

  if (result == NULL)
    return;
  text = g_strdup_printf (_ ("Synced: %u sent, %u received, %u files sent"), result->sent, result->received,
                          result->files_sent);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", text);
}

static void
syncing_changed_cb (HechaSyncPage *self)
{
  gboolean running = hecha_syncing_is_running (self->syncing);

  show_progress (self);
  show_problem (self);
  if (self->running && !running)
    say_result (self);
  self->running = running;
}

static void
start_cb (HechaSyncPage *self)
{
  hecha_syncing_start (self->syncing);
}

static void
cancel_cb (HechaSyncPage *self)
{
  hecha_syncing_cancel (self->syncing);
}

/* ---- life cycle ---- */

static void
hecha_sync_page_dispose (GObject *object)
{
  HechaSyncPage *self = HECHA_SYNC_PAGE (object);

  g_clear_object (&self->syncing);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SYNC_PAGE);
  G_OBJECT_CLASS (hecha_sync_page_parent_class)->dispose (object);
}

static void
hecha_sync_page_finalize (GObject *object)
{
  g_free (HECHA_SYNC_PAGE (object)->device);
  G_OBJECT_CLASS (hecha_sync_page_parent_class)->finalize (object);
}

static void
hecha_sync_page_class_init (HechaSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_sync_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_sync_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, detail);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, entries);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, files);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, headline);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, held);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, held_list);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, icon);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, problem_box);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, progress);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, receipt);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, server);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, since);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, since_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, start);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
hecha_sync_page_init (HechaSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_sync_page_set_syncing:
 * @self: the page
 * @syncing: the sync that it starts and shows
 */
void
hecha_sync_page_set_syncing (HechaSyncPage *self, HechaSyncing *syncing)
{
  self->syncing = g_object_ref (syncing);
  g_signal_connect_object (syncing, "changed", G_CALLBACK (syncing_changed_cb), self, G_CONNECT_SWAPPED);
  syncing_changed_cb (self);
}

/**
 * hecha_sync_page_show:
 * @self: the page
 * @overview: how the store stands
 */
void
hecha_sync_page_show (HechaSyncPage *self, const HechaOverview *overview)
{
  self->summary = overview->summary;
  g_free (self->device);
  self->device = g_strdup (overview->device);
  show_problem (self);
  show_headline (self);
  show_waiting (self);
  show_office (self, overview);
  show_held (self, overview);
}
