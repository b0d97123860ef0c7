/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sync-page.h"

#include "hecha-bundle-group.h"
#include "hecha-settings.h"
#include "hecha-space-group.h"
#include "hecha-waiting-group.h"
#include "hecha-words.h"
#include "hecha-widget.h"

#include "domain/hecha-label.h"

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

  HechaBundleGroup *bundle;
  GtkLabel *detail;
  GtkLabel *entries;
  GtkLabel *files;
  GtkLabel *headline;
  AdwPreferencesGroup *held;
  GtkListBox *held_list;
  GtkImage *icon;
  GtkButton *pause;
  GtkLabel *problem;
  GtkBox *problem_box;
  GtkProgressBar *progress;
  AdwActionRow *receipt;
  AdwActionRow *server;
  GtkLabel *since;
  AdwActionRow *since_row;
  HechaSpaceGroup *space;
  GtkButton *start;
  GtkSwitch *unmetered;
  GtkWidget *unmetered_row;
  HechaWaitingGroup *waiting;

  HechaSyncing *syncing; /* (owned) */
  GSettings *settings;   /* (owned) (nullable) */
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

static const char *
headline_of (HechaSyncPage *self, gboolean waiting, const char *what)
{
  if (self->syncing != NULL && hecha_syncing_is_running (self->syncing))
    return _ ("Syncing…");
  if (waiting)
    return what;
  return self->summary.receipt_ms > 0 ? _ ("Everything Is at the Office") : _ ("Nothing to Send");
}

static const char *
detail_of (HechaSyncPage *self, gboolean waiting, const char *since)
{
  if (waiting)
    return since;
  return self->summary.receipt_ms > 0 ? _ ("Nothing that was recorded here is only here.")
                                      : _ ("A sync brings what the office assigned.");
}

static void
show_headline (HechaSyncPage *self)
{
  const HechaSummary *summary = &self->summary;
  gboolean waiting = summary->unsent > 0 || summary->unsent_files > 0;
  g_autofree char *what = dup_waiting (summary);
  g_autofree char *text = g_strdup_printf (_ ("%s waiting"), what);
  g_autofree char *when = hecha_time_dup_local (summary->unsent_since_ms);
  g_autofree char *since
    = summary->unsent_since_ms > 0 ? g_strdup_printf (_ ("Since %s"), when) : g_strdup ("");

  gtk_image_set_from_icon_name (self->icon, waiting ? "emblem-synchronizing-symbolic" : "emblem-ok-symbolic");
  gtk_label_set_text (self->headline, headline_of (self, waiting, text));
  gtk_label_set_text (self->detail, detail_of (self, waiting, since));
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
add_held (HechaSyncPage *self, const char *title, const char *reason, const char *advice)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = g_strdup_printf ("%s\n%s", reason, advice);

  g_object_set (row, "use-markup", FALSE, "title", title, "title-lines", 0, "subtitle", text,
                "subtitle-lines", 0, NULL);
  gtk_list_box_append (self->held_list, row);
}

static char *
dup_decision (const HechaHeld *held)
{
  const char *reason = held->decision_reason != NULL ? held->decision_reason : "";

  if (held->decision == NULL)
    return g_strdup (
      _ ("The office has not decided yet. Nothing is to be done here; call the office if it is "
         "urgent."));
  if (strcmp (held->decision, "released") == 0)
    return g_strdup_printf (_ ("The office released it, and it counts: %s"), reason);
  return g_strdup_printf (
    _ ("The office rejected it, and it counts nowhere: %s Record it again if it still holds."), reason);
}

static gboolean
is_alike (const HechaHeld *a, const HechaHeld *b)
{
  return g_strcmp0 (a->reason, b->reason) == 0 && g_strcmp0 (a->decision, b->decision) == 0
         && g_strcmp0 (a->decision_reason, b->decision_reason) == 0;
}

/* What came under a hold together is one row, at the first of them; 0 for the others. */
static guint
count_alike (GPtrArray *held, guint first)
{
  guint n = 0;

  for (guint i = 0; i < held->len; i++)
    if (is_alike (held->pdata[i], held->pdata[first]))
      {
        if (i < first)
          return 0;
        n++;
      }
  return n;
}

static char *
dup_record (const HechaHeld *one)
{
  g_autofree char *type = hecha_label_dup_title (hecha_label ("record", one->type));

  return g_strdup_printf ("%s · %s", type, one->record);
}

static void
show_decisions (HechaSyncPage *self, GPtrArray *held)
{
  for (guint i = 0; i < held->len; i++)
    {
      const HechaHeld *one = g_ptr_array_index (held, i);
      guint n = count_alike (held, i);
      g_autofree char *name = dup_record (one);
      g_autofree char *title
        = g_strdup_printf (ngettext ("%u entry held by the office", "%u entries held by the office", n), n);
      g_autofree char *reason = hecha_told_dup_sentence (one->reason);
      g_autofree char *decision = dup_decision (one);

      if (n > 0)
        add_held (self, n == 1 ? name : title, reason, decision);
    }
}

static gboolean
is_held (GPtrArray *held, const char *digest)
{
  for (guint i = 0; i < held->len; i++)
    if (strcmp (((const HechaHeld *)held->pdata[i])->digest, digest) == 0)
      return TRUE;
  return FALSE;
}

/* A laptop that may not receive is told nothing but the reasons: one row for each. */
static void
show_reasons (HechaSyncPage *self, GPtrArray *held, const HechaSyncResult *result)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer reason, count;

  for (guint i = 0; i < result->held->len; i++)
    if (!is_held (held, result->held->pdata[i]))
      {
        count = g_hash_table_lookup (counts, result->reasons->pdata[i]);
        g_hash_table_insert (counts, result->reasons->pdata[i],
                             GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
      }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &reason, &count))
    {
      guint n = GPOINTER_TO_UINT (count);
      g_autofree char *title
        = g_strdup_printf (ngettext ("%u entry held by the office", "%u entries held by the office", n), n);
      g_autofree char *text = hecha_told_dup_sentence (reason);

      add_held (self, title, text,
                _ ("It is kept at the office and here. The office decides; call it, and say the reason."));
    }
}

static void
show_held (HechaSyncPage *self, const HechaOverview *overview)
{
  const HechaSyncResult *result = hecha_syncing_get_result (self->syncing);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->held_list, 0)) != NULL)
    gtk_list_box_remove (self->held_list, GTK_WIDGET (row));
  show_decisions (self, overview->held);
  if (result != NULL)
    show_reasons (self, overview->held, result);
  for (guint i = 0; result != NULL && i < result->refused->len; i++)
    add_held (self, _ ("Refused"), g_ptr_array_index (result->refused, i),
              _ ("The bytes are kept as they are. Tell the office what is written here."));
  for (guint i = 0; result != NULL && i < result->files_failed->len; i++)
    add_held (self, _ ("A file was not sent"), g_ptr_array_index (result->files_failed, i),
              _ ("The next sync goes on where it stopped."));
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
  gtk_widget_set_visible (GTK_WIDGET (self->pause), running);
  gtk_widget_set_visible (GTK_WIDGET (self->start), !running);
  gtk_button_set_label (self->start,
                        hecha_syncing_is_paused (self->syncing) ? _ ("_Resume") : _ ("_Sync Now"));
  gtk_progress_bar_set_text (self->progress, text);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double)done / (double)total, 0, 1));
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
show_file (HechaSyncPage *self)
{
  gint64 done, total;
  g_autofree char *file = hecha_syncing_dup_file (self->syncing, &done, &total);

  hecha_waiting_group_set_progress (self->waiting, file, done, total);
}

static void
show_problem (HechaSyncPage *self)
{
  const GError *error = hecha_syncing_get_error (self->syncing);
  gboolean show = error != NULL && !hecha_syncing_is_running (self->syncing)
                  && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                  && !hecha_syncing_is_paused (self->syncing);
  gboolean ended = self->device != NULL && strcmp (self->device, "active") != 0;
  g_autofree char *sentence
    = show    ? hecha_error_dup_sentence (error)
      : ended ? g_strdup (
          _ ("The office ended this laptop's right to receive. What is recorded here can still be sent."))
      : hecha_syncing_is_withheld (self->syncing) ? g_strdup (_ (
          "Evidence waits for an unmetered network, and then goes by itself. The words are at the office."))
                                                  : NULL;

  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_box), sentence != NULL);
}

static void
say_result (HechaSyncPage *self)
{
  const HechaSyncResult *result = hecha_syncing_get_result (self->syncing);
  g_autofree char *text = NULL;

  if (result == NULL || hecha_syncing_is_paused (self->syncing) || hecha_syncing_is_quiet (self->syncing))
    return;
  text = g_strdup_printf (_ ("Synced: %u sent, %u received, %u files sent"), result->sent, result->received,
                          result->files_sent);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.note", "s", text);
}

static void
syncing_changed_cb (HechaSyncPage *self)
{
  gboolean running = hecha_syncing_is_running (self->syncing);

  show_headline (self);
  show_progress (self);
  show_file (self);
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
pause_cb (HechaSyncPage *self)
{
  hecha_syncing_pause (self->syncing);
}

/* ---- life cycle ---- */

static void
hecha_sync_page_dispose (GObject *object)
{
  HechaSyncPage *self = HECHA_SYNC_PAGE (object);

  g_clear_object (&self->syncing);
  g_clear_object (&self->settings);
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
  g_type_ensure (HECHA_TYPE_BUNDLE_GROUP);
  g_type_ensure (HECHA_TYPE_SPACE_GROUP);
  g_type_ensure (HECHA_TYPE_WAITING_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, bundle);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, detail);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, entries);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, files);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, headline);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, held);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, held_list);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, icon);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, pause);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, problem);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, problem_box);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, progress);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, receipt);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, server);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, since);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, since_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, space);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, start);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, unmetered);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, unmetered_row);
  gtk_widget_class_bind_template_child (widget_class, HechaSyncPage, waiting);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
hecha_sync_page_init (HechaSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = hecha_settings_new ();
  gtk_widget_set_visible (self->unmetered_row, self->settings != NULL);
  if (self->settings != NULL)
    g_settings_bind (self->settings, "only-unmetered", self->unmetered, "active", G_SETTINGS_BIND_DEFAULT);
}

/**
 * hecha_sync_page_set_syncing:
 * @self: the page
 * @worker: owner of the store
 * @syncing: the sync that it starts and shows
 */
void
hecha_sync_page_set_syncing (HechaSyncPage *self, HechaStoreWorker *worker, HechaSyncing *syncing)
{
  hecha_bundle_group_set_worker (self->bundle, worker);
  hecha_space_group_set_worker (self->space, worker);
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
  hecha_waiting_group_show (self->waiting, overview->waiting, (guint64)overview->summary.unsent_files);
  show_file (self);
  show_office (self, overview);
  hecha_space_group_show (self->space, &overview->files, overview->disk_free);
  show_held (self, overview);
}
