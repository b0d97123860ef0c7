/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-gather.h"

#include "hecha-camera.h"
#include "hecha-paste.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaGather:
 *
 * Where evidence comes from: files that are chosen, the camera, the microphone, a phone, the clipboard. Says which
 * files there are; attaching them is somebody else's.
 */
struct _HechaGather
{
  GObject parent_instance;

  GtkWidget *owner;              /* (not owned): outlives this */
  char *dir;                     /* (owned) where what is made here waits until it is evidence */
  const HechaEnv *env;           /* (not owned) */
  char *about;                   /* (owned) of what is being gathered */
  GCancellable *cancellable;     /* (owned) cancelled in dispose */
  GtkFileChooserNative *chooser; /* (owned) (nullable) while it is open */
};

enum
{
  FILES,
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaGather, hecha_gather, G_TYPE_OBJECT)

static GtkWindow *
get_window (HechaGather *self)
{
  return GTK_WINDOW (gtk_widget_get_root (self->owner));
}

/* ---- files ---- */

static void
chosen_cb (HechaGather *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GListModel) files = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  g_signal_emit (self, signals[FILES], 0, files, self->about);
}

static void
choose_files (HechaGather *self)
{
  self->chooser = gtk_file_chooser_native_new (_ ("Add Evidence"), get_window (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- camera and microphone ---- */

static void
camera_made_cb (HechaGather *self, const char *path, const char *name)
{
  g_signal_emit (self, signals[MADE], 0, path, name, self->about);
}

static void
open_camera (HechaGather *self, HechaRecorderKind kind)
{
  HechaCamera *camera = hecha_camera_new (get_window (self), self->dir, self->env, kind);

  g_signal_connect_object (camera, "made", G_CALLBACK (camera_made_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (camera));
}

/* ---- clipboard ---- */

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaGather) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GListModel) files = hecha_paste_finish (result, &path, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (files != NULL)
    g_signal_emit (self, signals[FILES], 0, files, self->about);
  else if (path != NULL)
    g_signal_emit (self, signals[MADE], 0, path, _ ("Pasted picture"), self->about);
  else
    gtk_widget_activate_action (self->owner, "win.note", "s",
                                _ ("There is no picture and no file on the clipboard."));
}

/* ---- life cycle ---- */

static void
hecha_gather_dispose (GObject *object)
{
  HechaGather *self = HECHA_GATHER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (hecha_gather_parent_class)->dispose (object);
}

static void
hecha_gather_finalize (GObject *object)
{
  HechaGather *self = HECHA_GATHER (object);

  g_free (self->dir);
  g_free (self->about);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hecha_gather_parent_class)->finalize (object);
}

static void
hecha_gather_class_init (HechaGatherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hecha_gather_dispose;
  object_class->finalize = hecha_gather_finalize;

  /**
   * HechaGather::files:
   * @files: a #GListModel of #GFile, to be copied
   * @about: the required item, or empty
   */
  signals[FILES] = g_signal_new ("files", HECHA_TYPE_GATHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_LIST_MODEL, G_TYPE_STRING);

  /**
   * HechaGather::made:
   * @path: a file that was made here, to be copied and taken away
   * @name: for display
   * @about: the required item, or empty
   */
  signals[MADE] = g_signal_new ("made", HECHA_TYPE_GATHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hecha_gather_init (HechaGather *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hecha_gather_new:
 * @owner: (transfer none): the widget whose window asks; must outlive it
 * @dir: the store's folder
 * @env: (transfer none): clock; must outlive it
 *
 * Returns: (transfer full): where evidence comes from
 */
HechaGather *
hecha_gather_new (GtkWidget *owner, const char *dir, const HechaEnv *env)
{
  HechaGather *self = g_object_new (HECHA_TYPE_GATHER, NULL);

  self->owner = owner;
  self->dir = g_strdup (dir);
  self->env = env;
  return self;
}

/**
 * hecha_gather_start:
 * @self: where evidence comes from
 * @source: files, photo, video, sound or paste
 * @about: the required item, or empty
 *
 * Nothing happens while another choice is open.
 */
void
hecha_gather_start (HechaGather *self, const char *source, const char *about)
{
  if (self->chooser != NULL)
    return;
  g_free (self->about);
  self->about = g_strdup (about);
  if (strcmp (source, "files") == 0)
    choose_files (self);
  else if (strcmp (source, "photo") == 0)
    open_camera (self, HECHA_RECORDER_PHOTO);
  else if (strcmp (source, "video") == 0)
    open_camera (self, HECHA_RECORDER_VIDEO);
  else if (strcmp (source, "sound") == 0)
    open_camera (self, HECHA_RECORDER_SOUND);
  else if (strcmp (source, "paste") == 0)
    hecha_paste_async (gtk_widget_get_clipboard (self->owner), self->dir, self->cancellable, pasted_cb,
                       g_object_ref (self));
}

/**
 * hecha_gather_make_menu:
 * @about: the required item, or empty
 * @with_files: whether choosing files is one of them
 *
 * Returns: (transfer full): the ways in, each an action of evidence.gather
 */
GMenuModel *
hecha_gather_make_menu (const char *about, gboolean with_files)
{
  static const char *const ways[][2] = {
    {"files", N_ ("Choose _Files…")},   {"photo", N_ ("Take _Photographs…")},
    {"video", N_ ("Record a _Video…")}, {"sound", N_ ("Record _Sound…")},
    {"paste", N_ ("P_aste")},
  };
  GMenu *menu = g_menu_new ();

  for (guint i = with_files ? 0 : 1; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (ways[i][1]), NULL);

      g_menu_item_set_action_and_target (item, "evidence.gather", "(ss)", ways[i][0], about);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}
