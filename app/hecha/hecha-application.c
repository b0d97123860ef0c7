/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-application.h"

#include "hecha-app-resource.h"
#include "hecha-store-worker.h"
#include "hecha-window.h"

#include <glib/gi18n.h>

/**
 * HechaApplication:
 *
 * One store, one window on it.
 */
struct _HechaApplication
{
  AdwApplication parent_instance;

  const HechaEnv *env;      /* (not owned) */
  char *dir;                /* (owned) of the store */
  gboolean leave_at_once;   /* after the first frame: for measuring the start */
  HechaStoreWorker *worker; /* (owned) (nullable) before activation */
};

G_DEFINE_FINAL_TYPE (HechaApplication, hecha_application, ADW_TYPE_APPLICATION)

static void
quit_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (window);
}

static void
about_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);

  adw_show_about_window (gtk_application_get_active_window (application), "application-name", _ ("Hecha"),
                         "application-icon", HECHA_APPLICATION_ID, "version", HECHA_VERSION, "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Records inspections of performance targets without a network."), NULL);
}

static void
after_first_frame_cb (GdkFrameClock *clock, gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (user_data);

  g_signal_handlers_disconnect_by_func (clock, after_first_frame_cb, user_data);
  g_print ("first frame\n");
  gtk_window_destroy (window);
}

static void
leave_after_first_frame (GtkWidget *window, gpointer user_data)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (after_first_frame_cb), window, 0);
}

static void
hecha_application_activate (GApplication *application)
{
  HechaApplication *self = HECHA_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      self->worker = hecha_store_worker_new (self->dir, self->env);
      window = GTK_WINDOW (hecha_window_new (self, self->worker, self->env));
      if (self->leave_at_once)
        g_signal_connect (window, "map", G_CALLBACK (leave_after_first_frame), NULL);
    }
  gtk_window_present (window);
}

static void
hecha_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    {"quit", quit_action_cb},
    {"about", about_action_cb},
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } keys[] = {
    {"app.quit", {"<Control>q"}},
    {"window.close", {"<Control>w"}},
    {"win.lock", {"<Control><Shift>l"}},
    {"win.preferences", {"<Control>comma"}},
    {"win.show-help-overlay", {"<Control>question"}},
  };

  g_resources_register (hecha_app_get_resource ());
  G_APPLICATION_CLASS (hecha_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action, keys[i].keys);
}

static void
hecha_application_shutdown (GApplication *application)
{
  HechaApplication *self = HECHA_APPLICATION (application);

  g_clear_object (&self->worker);
  G_APPLICATION_CLASS (hecha_application_parent_class)->shutdown (application);
}

static int
hecha_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  HechaApplication *self = HECHA_APPLICATION (application);
  g_autofree char *dir = NULL;

  if (g_variant_dict_lookup (options, "store", "^ay", &dir))
    self->dir = g_canonicalize_filename (dir, NULL);
  else
    self->dir = g_build_filename (g_get_user_data_dir (), "hecha", NULL);
  self->leave_at_once = g_variant_dict_contains (options, "exit-after-first-frame");
  return -1; /* go on */
}

static void
hecha_application_finalize (GObject *object)
{
  HechaApplication *self = HECHA_APPLICATION (object);

  g_free (self->dir);
  G_OBJECT_CLASS (hecha_application_parent_class)->finalize (object);
}

static void
hecha_application_class_init (HechaApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = hecha_application_finalize;
  application_class->activate = hecha_application_activate;
  application_class->startup = hecha_application_startup;
  application_class->shutdown = hecha_application_shutdown;
  application_class->handle_local_options = hecha_application_handle_local_options;
}

static void
hecha_application_init (HechaApplication *self)
{
  static const GOptionEntry options[] = {
    {"store", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Folder of the store"), N_ ("DIR")},
    {"exit-after-first-frame", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
    {NULL},
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * hecha_application_new:
 * @env: (transfer none): clock, randomness, files; must outlive the application
 *
 * Every store may have a window of its own, so two of these run beside each other; the store's lock keeps two from one
 * store.
 *
 * Returns: (transfer full): the application
 */
HechaApplication *
hecha_application_new (const HechaEnv *env)
{
  HechaApplication *self
    = g_object_new (HECHA_TYPE_APPLICATION, "application-id", HECHA_APPLICATION_ID, "flags",
                    G_APPLICATION_NON_UNIQUE, "resource-base-path", "/io/github/hecha/Hecha", NULL);

  self->env = env;
  return self;
}
