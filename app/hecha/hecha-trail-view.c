/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-trail-view.h"

#include "hecha-row-list.h"
#include "hecha-trail-rows.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>

/* Steps that are read at a time. */
#define STEPS 50

/**
 * HechaTrailView:
 *
 * What a person did, what was written on a laptop, or what was done to a record: time, person, laptop, change, the
 * newest first. A click on a step goes on to what was done to its record.
 */
struct _HechaTrailView
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *about;
  AdwPreferencesGroup *trail;
  GtkWidget *older;

  HechaRowList *about_rows; /* (owned) */
  HechaRowList *rows;       /* (owned) */
  HechaStoreWorker *worker; /* (owned) (nullable) */
  GCancellable *reading;    /* (owned) (nullable): cancelled when something else is to be shown */
  char *person;             /* (owned) (nullable), as the two below: what is asked for */
  char *dev;
  char *record;
  gint64 before; /* place of the oldest step that is shown; 0 for none */
};

G_DEFINE_FINAL_TYPE (HechaTrailView, hecha_trail_view, GTK_TYPE_WIDGET)

static void load (HechaTrailView *self);

/* ---- one question after the other ---- */

typedef struct
{
  char *person;
  char *dev;
  char *record;
  gint64 before;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->person);
  g_free (asked->dev);
  g_free (asked->record);
  g_free (asked);
}

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  const HechaTrailQuestion question = {.person = asked->person,
                                       .dev = asked->dev,
                                       .record = asked->record,
                                       .before = asked->before,
                                       .limit = STEPS};

  return hecha_trail_rows_load (store, &question, error);
}

static void
row_activated_cb (GtkWidget *row, HechaTrailView *self)
{
  g_autofree char *record = g_strdup (g_object_get_data (G_OBJECT (row), "hecha-record"));
  const HechaTrailQuestion question = {.record = record};

  hecha_trail_view_show (self, record, NULL, &question);
}

static void
add_row (HechaTrailView *self, const HechaTrailRow *step)
{
  GtkWidget *row = hecha_trail_row_new (step);

  if (step->record != NULL && g_strcmp0 (step->record, self->record) != 0)
    {
      g_object_set_data_full (G_OBJECT (row), "hecha-record", g_strdup (step->record), g_free);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set (row, "activatable", TRUE, NULL);
      g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), self);
    }
  hecha_row_list_add (self->rows, row);
  self->before = step->place;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaTrailView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = hecha_store_worker_run_finish (NULL, result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->older == NULL)
    return;
  if (rows == NULL)
    {
      sentence = hecha_error_dup_sentence (error);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Read"), sentence);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i));
  adw_preferences_group_set_description (self->trail,
                                         self->before == 0 ? _ ("Nothing of it is here.") : NULL);
  gtk_widget_set_visible (self->older, rows->len == STEPS);
}

static void
load (HechaTrailView *self)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->person = g_strdup (self->person);
  asked->dev = g_strdup (self->dev);
  asked->record = g_strdup (self->record);
  asked->before = self->before;
  gtk_widget_set_visible (self->older, FALSE);
  hecha_store_worker_run_async (self->worker, load_work, asked, free_asked, (GDestroyNotify)g_ptr_array_unref,
                                self->reading, loaded_cb, g_object_ref (self));
}

/**
 * hecha_trail_view_set_about:
 * @self: a view
 * @title: what it is about
 * @about: (nullable): what is known of it, one line for each thing
 *
 * Says anew what is known; the steps stay.
 */
void
hecha_trail_view_set_about (HechaTrailView *self, const char *title, const char *about)
{
  hecha_row_list_clear (self->about_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->about), about != NULL);
  if (about != NULL)
    hecha_row_list_add (self->about_rows, hecha_text_lines_new (title, about));
}

/**
 * hecha_trail_view_show:
 * @self: a view
 * @title: of whom or what
 * @about: (nullable): what is known of it, one line for each thing
 * @question: person, device or record; the rest is the view's
 *
 * Shows what was written, the newest first.
 */
void
hecha_trail_view_show (HechaTrailView *self, const char *title, const char *about,
                       const HechaTrailQuestion *question)
{
  g_autofree char *heading = g_markup_escape_text (title, -1);

  g_cancellable_cancel (self->reading);
  g_set_object (&self->reading, NULL);
  self->reading = g_cancellable_new ();
  g_free (self->person);
  g_free (self->dev);
  g_free (self->record);
  self->person = g_strdup (question->person);
  self->dev = g_strdup (question->dev);
  self->record = g_strdup (question->record);
  self->before = 0;
  hecha_trail_view_set_about (self, title, about);
  adw_preferences_group_set_title (self->trail, about != NULL ? _ ("What Was Written") : heading);
  adw_preferences_group_set_description (self->trail, NULL);
  hecha_row_list_clear (self->rows);
  load (self);
}

/**
 * hecha_trail_view_set_worker:
 * @self: a view
 * @worker: owner of the store
 */
void
hecha_trail_view_set_worker (HechaTrailView *self, HechaStoreWorker *worker)
{
  g_set_object (&self->worker, worker);
}

/* ---- life cycle ---- */

static void
hecha_trail_view_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_TRAIL_VIEW (object)->reading);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_TRAIL_VIEW);
  G_OBJECT_CLASS (hecha_trail_view_parent_class)->dispose (object);
}

static void
hecha_trail_view_finalize (GObject *object)
{
  HechaTrailView *self = HECHA_TRAIL_VIEW (object);

  hecha_row_list_free (self->about_rows);
  hecha_row_list_free (self->rows);
  g_clear_object (&self->worker);
  g_clear_object (&self->reading);
  g_free (self->person);
  g_free (self->dev);
  g_free (self->record);
  G_OBJECT_CLASS (hecha_trail_view_parent_class)->finalize (object);
}

static void
hecha_trail_view_class_init (HechaTrailViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_trail_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_trail_view_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-trail-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaTrailView, about);
  gtk_widget_class_bind_template_child (widget_class, HechaTrailView, trail);
  gtk_widget_class_bind_template_child (widget_class, HechaTrailView, older);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
hecha_trail_view_init (HechaTrailView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->about_rows = hecha_row_list_new (self->about, "");
  self->rows = hecha_row_list_new (self->trail, _ ("What Was Written"));
}
