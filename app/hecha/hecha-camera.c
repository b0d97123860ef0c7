/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-camera.h"

#include "hecha-application.h"

#include <glib/gi18n.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* A file that is not complete so long after it was asked for is let go. */
#define END_MS 5000

/**
 * HechaCamera:
 *
 * Photographs, films and sound, taken here: as many as are wanted before the window is closed.
 */
struct _HechaCamera
{
  AdwWindow parent_instance;

  AdwStatusPage *failed;
  GtkPicture *picture;
  GtkButton *shoot_button;
  GtkStack *stack;
  GtkLabel *status;
  AdwWindowTitle *title;

  char *dir;               /* (owned) where the files wait until they are evidence */
  const HechaEnv *env;     /* (not owned) */
  HechaRecorder *recorder; /* (owned) */
  HechaRecorderKind kind;
  char *path;      /* (owned) (nullable) of what is being recorded */
  gint64 since_us; /* when recording began; 0: it does not run */
  guint tick_id;   /* 0 when nothing is counted */
  guint end_id;    /* 0 when no end is waited for */
  guint n_made;
  gboolean mute;   /* there is no microphone */
  gboolean taking; /* a picture is being encoded */
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaCamera, hecha_camera, ADW_TYPE_WINDOW)

/* ---- what it says ---- */

static void
show_status (HechaCamera *self)
{
  gint64 seconds = self->since_us != 0 ? (g_get_monotonic_time () - self->since_us) / G_USEC_PER_SEC : 0;
  g_autofree char *time = g_strdup_printf ("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
  g_autofree char *made
    = g_strdup_printf (ngettext ("%u attached", "%u attached", self->n_made), self->n_made);
  g_autofree char *silent = g_strdup_printf (_ ("%s, without sound"), time);
  gboolean runs = self->since_us != 0;

  gtk_label_set_text (self->status, runs && self->mute ? silent : runs ? time : self->n_made > 0 ? made : "");
  gtk_button_set_label (self->shoot_button, self->kind == HECHA_RECORDER_PHOTO ? _ ("Take _Photograph")
                                            : runs                             ? _ ("_Stop Recording")
                                                                               : _ ("_Start Recording"));
  if (runs)
    gtk_widget_add_css_class (GTK_WIDGET (self->shoot_button), "destructive-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->shoot_button), "destructive-action");
}

static void
show_failure (HechaCamera *self, const char *reason)
{
  gboolean sound = self->kind == HECHA_RECORDER_SOUND;

  adw_status_page_set_title (self->failed, sound ? _ ("No Microphone") : _ ("No Camera"));
  adw_status_page_set_description (self->failed, reason);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_set_sensitive (GTK_WIDGET (self->shoot_button), FALSE);
}

static char *
dup_name (HechaCamera *self)
{
  static const char *const words[][2]
    = {{N_ ("Photograph"), "jpg"}, {N_ ("Video"), "webm"}, {N_ ("Sound"), "ogg"}};
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (hecha_env_now_ms (self->env) / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (local, "%Y-%m-%d %H.%M.%S");

  return g_strdup_printf ("%s %s.%s", _ (words[self->kind][0]), time, words[self->kind][1]);
}

static void
hand_over (HechaCamera *self, const char *path)
{
  g_autofree char *name = dup_name (self);

  self->n_made++;
  g_signal_emit (self, signals[MADE], 0, path, name);
  show_status (self);
}

static char *
make_path (HechaCamera *self)
{
  g_autofree char *path = g_build_filename (self->dir, "made-XXXXXX", NULL);
  int fd = g_mkstemp (path);

  if (fd < 0)
    return NULL;
  close (fd);
  return g_steal_pointer (&path);
}

/* ---- looking ---- */

static void
look (HechaCamera *self)
{
  g_autoptr (GError) error = NULL;

  if (self->kind == HECHA_RECORDER_SOUND)
    gtk_stack_set_visible_child_name (self->stack, "sound");
  else if (!hecha_recorder_start (self->recorder, HECHA_RECORDER_PHOTO, NULL, &error))
    show_failure (self, error->message);
}

static void
frame_cb (HechaCamera *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "picture");
  gtk_widget_set_sensitive (GTK_WIDGET (self->shoot_button), TRUE);
}

/* ---- taking ---- */

typedef struct
{
  HechaCamera *camera; /* (owned) */
  char *path;          /* (owned) */
} Taking;

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Taking *taking = user_data;
  HechaCamera *self = taking->camera;
  g_autoptr (GError) error = NULL;

  self->taking = FALSE;
  if (hecha_recorder_take_finish (result, &error))
    hand_over (self, taking->path);
  else
    {
      g_unlink (taking->path);
      gtk_label_set_text (self->status, error->message);
    }
  g_object_unref (taking->camera);
  g_free (taking->path);
  g_free (taking);
}

static void
take_photo (HechaCamera *self)
{
  Taking *taking;
  char *path = self->taking ? NULL : make_path (self);

  if (path == NULL)
    return;
  self->taking = TRUE;
  taking = g_new0 (Taking, 1);
  *taking = (Taking) {g_object_ref (self), path};
  hecha_recorder_take_async (self->recorder, path, hecha_env_now_ms (self->env), taken_cb, taking);
}

/* ---- recording ---- */

static gboolean
tick_cb (gpointer data)
{
  show_status (data);
  return G_SOURCE_CONTINUE;
}

static void
begin_recording (HechaCamera *self)
{
  g_autoptr (GError) error = NULL;

  self->path = make_path (self);
  if (self->path == NULL || !hecha_recorder_start (self->recorder, self->kind, self->path, &error))
    {
      show_failure (self, error != NULL ? error->message : g_strerror (errno));
      return;
    }
  self->since_us = g_get_monotonic_time ();
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  show_status (self);
}

/* A film without sound is better than none: most laptops whose recording fails have no microphone. */
static void
begin_mute (HechaCamera *self)
{
  self->mute = TRUE;
  hecha_recorder_set_mute (self->recorder, TRUE);
  begin_recording (self);
}

static void
finished_cb (HechaCamera *self, const GError *error)
{
  g_autofree char *path = g_steal_pointer (&self->path);
  gboolean again = error != NULL && path != NULL && self->kind == HECHA_RECORDER_VIDEO && !self->mute;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  self->since_us = 0;
  gtk_widget_set_sensitive (GTK_WIDGET (self->shoot_button), TRUE);
  if (path != NULL && error == NULL)
    hand_over (self, path);
  else if (path != NULL)
    g_unlink (path);
  show_status (self);
  if (again)
    begin_mute (self);
  else if (error != NULL)
    show_failure (self, error->message);
  else
    look (self);
}

static gboolean
end_cb (gpointer data)
{
  HechaCamera *self = data;
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "It does not end");

  self->end_id = 0;
  hecha_recorder_end (self->recorder);
  finished_cb (self, error);
  return G_SOURCE_REMOVE;
}

static void
shoot_clicked_cb (HechaCamera *self)
{
  if (self->kind == HECHA_RECORDER_PHOTO)
    take_photo (self);
  else if (self->since_us == 0)
    begin_recording (self);
  else if (self->end_id == 0)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->shoot_button), FALSE);
      self->end_id = g_timeout_add (END_MS, end_cb, self);
      hecha_recorder_stop (self->recorder);
    }
}

/* ---- life cycle ---- */

/* What runs is completed before the window goes. */
static gboolean
hecha_camera_close_request (GtkWindow *window)
{
  HechaCamera *self = HECHA_CAMERA (window);

  if (self->since_us != 0)
    {
      shoot_clicked_cb (self);
      return TRUE;
    }
  return self->taking || GTK_WINDOW_CLASS (hecha_camera_parent_class)->close_request (window);
}

static void
hecha_camera_dispose (GObject *object)
{
  HechaCamera *self = HECHA_CAMERA (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  if (self->recorder != NULL)
    hecha_recorder_end (self->recorder);
  g_clear_object (&self->recorder);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_CAMERA);
  G_OBJECT_CLASS (hecha_camera_parent_class)->dispose (object);
}

static void
hecha_camera_finalize (GObject *object)
{
  HechaCamera *self = HECHA_CAMERA (object);

  g_free (self->dir);
  g_free (self->path);
  G_OBJECT_CLASS (hecha_camera_parent_class)->finalize (object);
}

static void
hecha_camera_class_init (HechaCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_camera_dispose;
  object_class->finalize = hecha_camera_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hecha_camera_close_request;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-camera.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaCamera, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaCamera, picture);
  gtk_widget_class_bind_template_child (widget_class, HechaCamera, shoot_button);
  gtk_widget_class_bind_template_child (widget_class, HechaCamera, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaCamera, status);
  gtk_widget_class_bind_template_child (widget_class, HechaCamera, title);
  gtk_widget_class_bind_template_callback (widget_class, shoot_clicked_cb);

  /**
   * HechaCamera::made:
   * @path: a file, complete
   * @name: for display
   */
  signals[MADE] = g_signal_new ("made", HECHA_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hecha_camera_init (HechaCamera *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Without the settings' schema, as in a test, the first camera is taken. */
static char *
dup_camera (void)
{
  g_autoptr (GSettingsSchema) schema
    = g_settings_schema_source_lookup (g_settings_schema_source_get_default (), HECHA_APPLICATION_ID, TRUE);
  g_autoptr (GSettings) settings = schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;

  return settings != NULL ? g_settings_get_string (settings, "camera") : g_strdup ("");
}

/**
 * hecha_camera_new:
 * @parent: the window that it belongs to
 * @dir: where the files wait until they are evidence
 * @env: (transfer none): clock; must outlive it
 * @kind: photographs, films or sound
 *
 * Returns: (transfer none): a window
 */
HechaCamera *
hecha_camera_new (GtkWindow *parent, const char *dir, const HechaEnv *env, HechaRecorderKind kind)
{
  static const char *const titles[] = {N_ ("Photographs"), N_ ("Video"), N_ ("Sound")};
  HechaCamera *self = g_object_new (HECHA_TYPE_CAMERA, "transient-for", parent, "modal", TRUE,
                                    "destroy-with-parent", TRUE, NULL);
  g_autofree char *camera = dup_camera ();

  self->dir = g_strdup (dir);
  self->env = env;
  self->kind = kind;
  self->recorder = hecha_recorder_new (camera);
  adw_window_title_set_title (self->title, _ (titles[kind]));
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (720, gtk_widget_get_width (GTK_WIDGET (parent))), 560);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shoot_button), kind == HECHA_RECORDER_SOUND);
  g_signal_connect_object (self->recorder, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recorder, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  show_status (self);
  look (self);
  return self;
}
