/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-notices.h"

#include "domain/hecha-visit.h"

#include <glib/gi18n.h>

/**
 * HechaNotices:
 *
 * What the desktop is asked to say to somebody who looks elsewhere, where that helps: a sync ended, the office holds
 * something of this laptop's, a deadline is near. No word of what was recorded is in it. On the laptop of an
 * unannounced visit nothing is ever said: somebody else may see it.
 */
struct _HechaNotices
{
  GObject parent_instance;

  GtkWindow *window;     /* (not owned) (nullable): lives as long as this is of use */
  GSettings *settings;   /* (owned) (nullable) */
  HechaSyncing *syncing; /* (owned) */
  const HechaEnv *env;   /* (not owned) */

  gboolean silent;  /* a visitor's laptop, or nobody knows yet */
  gboolean running; /* a sync, when last looked at */
  gint64 n_held;    /* -1 before the first look: what was there before is no news */
  guint due;        /* samples whose last day is today */
  guint overdue;
};

G_DEFINE_FINAL_TYPE (HechaNotices, hecha_notices, G_TYPE_OBJECT)

static gboolean
may_notify (HechaNotices *self)
{
  return !self->silent && self->settings != NULL && self->window != NULL
         && !gtk_window_is_active (self->window) && g_settings_get_boolean (self->settings, "notify");
}

/* @id: one that is there already is replaced */
static void
notify (HechaNotices *self, const char *id, const char *title, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_application_send_notification (G_APPLICATION (gtk_window_get_application (self->window)), id,
                                   notification);
}

/* ---- what the office holds ---- */

/* Until the office released it, it counts nowhere. */
static gint64
count_held (GPtrArray *held)
{
  gint64 n = 0;

  for (guint i = 0; i < held->len; i++)
    n += g_strcmp0 (((const HechaHeld *)held->pdata[i])->decision, "released") != 0;
  return n;
}

static void
notify_held (HechaNotices *self)
{
  if (may_notify (self))
    notify (self, "held", _ ("The Office Holds Something of This Laptop"),
            _ ("It counts nowhere yet. The page Sync says what it is, why, and what to do."));
}

/* ---- a sync that ended ---- */

/* What a laptop that may not receive learns only from the answer. */
static gboolean
was_held (HechaNotices *self)
{
  const HechaSyncResult *result = hecha_syncing_get_result (self->syncing);

  return result != NULL && result->held->len + result->refused->len > 0;
}

static void
syncing_changed_cb (HechaNotices *self)
{
  gboolean running = hecha_syncing_is_running (self->syncing);

  if (self->running && !running && was_held (self))
    notify_held (self);
  if (self->running && !running && !hecha_syncing_is_quiet (self->syncing) && may_notify (self))
    notify (self, "synced",
            hecha_syncing_get_error (self->syncing) == NULL ? _ ("Synced") : _ ("The Sync Did Not End"),
            NULL);
  self->running = running;
}

/* ---- deadlines ---- */

static char *
dup_deadlines (HechaNotices *self)
{
  g_autofree char *due
    = g_strdup_printf (ngettext ("%u sample is due today", "%u samples are due today", self->due), self->due);
  g_autofree char *overdue = g_strdup_printf (
    ngettext ("%u sample is overdue", "%u samples are overdue", self->overdue), self->overdue);

  if (self->due > 0 && self->overdue > 0)
    return g_strdup_printf (_ ("%s, %s"), due, overdue);
  return g_strdup (self->due > 0 ? due : overdue);
}

/* Once a day, by the day in China, however often the window is opened. */
static void
notify_deadlines (HechaNotices *self)
{
  g_autofree char *today = hecha_visit_dup_today (self->env), *told = NULL, *text = NULL;

  if (self->due + self->overdue == 0 || !may_notify (self))
    return;
  told = g_settings_get_string (self->settings, "deadlines-told");
  if (g_strcmp0 (told, today) == 0)
    return;
  g_settings_set_string (self->settings, "deadlines-told", today);
  text = dup_deadlines (self);
  notify (self, "deadlines", _ ("A Deadline Is Here"), text);
}

/* ---- life cycle ---- */

static void
hecha_notices_finalize (GObject *object)
{
  HechaNotices *self = HECHA_NOTICES (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);
  g_clear_object (&self->syncing);
  G_OBJECT_CLASS (hecha_notices_parent_class)->finalize (object);
}

static void
hecha_notices_class_init (HechaNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hecha_notices_finalize;
}

static void
hecha_notices_init (HechaNotices *self)
{
  self->silent = TRUE;
  self->n_held = -1;
}

/**
 * hecha_notices_new:
 * @window: nothing is said while somebody looks at it
 * @settings: (nullable): whether anything may be said; %NULL: nothing
 * @syncing: what syncs
 * @env: (transfer none): the clock; must outlive it
 *
 * Returns: (transfer full): what asks the desktop, silent until it has seen whose laptop this is
 */
HechaNotices *
hecha_notices_new (GtkWindow *window, GSettings *settings, HechaSyncing *syncing, const HechaEnv *env)
{
  HechaNotices *self = g_object_new (HECHA_TYPE_NOTICES, NULL);

  g_set_weak_pointer (&self->window, window);
  g_set_object (&self->settings, settings);
  self->syncing = g_object_ref (syncing);
  self->env = env;
  g_signal_connect_object (syncing, "changed", G_CALLBACK (syncing_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (notify_deadlines), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hecha_notices_show:
 * @self: what asks the desktop
 * @overview: how the store stands
 */
void
hecha_notices_show (HechaNotices *self, const HechaOverview *overview)
{
  gint64 n_held = count_held (overview->held);

  self->silent = overview->visitor || overview->locked || !overview->enrolled;
  if (self->n_held >= 0 && n_held > self->n_held && !overview->office) /* the office has a page for them */
    notify_held (self);
  self->n_held = n_held;
}

/**
 * hecha_notices_set_deadlines:
 * @self: what asks the desktop
 * @due: how many samples that are not signed have their last day today
 * @overdue: how many had it before
 */
void
hecha_notices_set_deadlines (HechaNotices *self, guint due, guint overdue)
{
  self->due = due;
  self->overdue = overdue;
  notify_deadlines (self);
}
