/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-preferences.h"

#include "hecha-passphrase-dialog.h"
#include "store/hecha-lock.h"

#include <glib/gi18n.h>

/**
 * HechaPreferences:
 *
 * What the user of this laptop chooses; all but the passphrase is in #GSettings.
 */
struct _HechaPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *camera;
  GtkButton *change;
  AdwComboRow *color_scheme;
  GtkWidget *forget_tiles;
  AdwComboRow *lock_after;
  GtkSwitch *notify;
  GtkSwitch *only_unmetered;
  AdwActionRow *passphrase_row;
  GtkWidget *remove;
  AdwComboRow *text_scale;
  AdwActionRow *tiles_row;

  HechaStoreWorker *worker; /* (owned) */
  GSettings *settings;      /* (owned) */
  GPtrArray *cameras;       /* (owned) (element-type utf8) devices, in the order of the row */
  gboolean protected;
};

enum
{
  PROTECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaPreferences, hecha_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows. */
static const guint lock_seconds[] = {60, 120, 300, 600, 1800, 0};
static const int text_percents[] = {100, 125, 150, 200};

/* ---- the lock ---- */

static void
show_passphrase (HechaPreferences *self)
{
  adw_action_row_set_subtitle (self->passphrase_row, self->protected ? _ ("Set") : _ ("None"));
  gtk_button_set_label (self->change, self->protected ? _ ("_Change…") : _ ("_Set…"));
  gtk_widget_set_visible (self->remove, self->protected);
  gtk_widget_set_sensitive (GTK_WIDGET (self->lock_after), self->protected);
}

static gpointer
protected_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (hecha_store_has_passphrase (store));
}

static void
protected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaPreferences) self = user_data;

  self->protected = GPOINTER_TO_INT (hecha_store_worker_run_finish (self->worker, result, NULL)) != 0;
  g_signal_emit (self, signals[PROTECTED], 0, self->protected);
  if (self->change != NULL)
    show_passphrase (self);
}

static void
passphrase_done_cb (gpointer data)
{
  HechaPreferences *self = data;

  hecha_store_worker_run_async (self->worker, protected_work, NULL, NULL, NULL, NULL, protected_cb,
                                g_object_ref (self));
}

static void
change_cb (HechaPreferences *self)
{
  hecha_passphrase_dialog_show (GTK_WINDOW (self), self->worker,
                                self->protected ? HECHA_PASSPHRASE_CHANGE : HECHA_PASSPHRASE_SET,
                                passphrase_done_cb, self);
}

static void
remove_cb (HechaPreferences *self)
{
  hecha_passphrase_dialog_show (GTK_WINDOW (self), self->worker, HECHA_PASSPHRASE_REMOVE, passphrase_done_cb,
                                self);
}

static void
lock_after_cb (HechaPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->lock_after);

  if (self->settings != NULL && selected < G_N_ELEMENTS (lock_seconds))
    g_settings_set_uint (self->settings, "lock-after", lock_seconds[selected]);
}

/* The row that is nearest to what somebody set by hand. */
static guint
find_lock_row (guint seconds)
{
  for (guint i = 0; i + 1 < G_N_ELEMENTS (lock_seconds); i++)
    if (seconds > 0 && seconds <= lock_seconds[i])
      return i;
  return seconds == 0 ? G_N_ELEMENTS (lock_seconds) - 1 : G_N_ELEMENTS (lock_seconds) - 2;
}

/* ---- looks ---- */

static void
color_scheme_cb (HechaPreferences *self)
{
  if (self->settings != NULL)
    g_settings_set_enum (self->settings, "color-scheme",
                         (int)adw_combo_row_get_selected (self->color_scheme));
}

static void
text_scale_cb (HechaPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->text_scale);

  if (self->settings != NULL && selected < G_N_ELEMENTS (text_percents))
    g_settings_set_int (self->settings, "text-scale", text_percents[selected]);
}

static guint
find_text_row (int percent)
{
  guint row = 0;

  for (guint i = 0; i < G_N_ELEMENTS (text_percents); i++)
    if (percent >= text_percents[i])
      row = i;
  return row;
}

/* ---- the camera ---- */

static void
camera_cb (HechaPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->camera);

  if (self->settings != NULL && selected < self->cameras->len)
    g_settings_set_string (self->settings, "camera", g_ptr_array_index (self->cameras, selected));
}

static void
add_camera (HechaPreferences *self, GtkStringList *names, const char *device, const char *name)
{
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->cameras, g_strdup (device));
}

/* The kernel lists them; nothing is opened. */
static void
add_devices (HechaPreferences *self, GtkStringList *names)
{
  g_autoptr (GDir) dir = g_dir_open ("/sys/class/video4linux", 0, NULL);
  const char *node;

  while (dir != NULL && (node = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/sys/class/video4linux", node, "name", NULL);
      g_autofree char *device = g_build_filename ("/dev", node, NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL))
        add_camera (self, names, device, g_strchomp (name));
    }
}

static void
show_cameras (HechaPreferences *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_settings_get_string (self->settings, "camera");
  guint row = 0;

  add_camera (self, names, "", _ ("The first one"));
  add_devices (self, names);
  add_camera (self, names, "test", _ ("Test picture"));
  for (guint i = 0; i < self->cameras->len; i++)
    if (strcmp (g_ptr_array_index (self->cameras, i), chosen) == 0)
      row = i;
  adw_combo_row_set_model (self->camera, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->camera, row);
}

/* ---- the map ---- */

static void
show_tiles (HechaPreferences *self)
{
  g_autofree char *path = g_settings_get_string (self->settings, "map-tiles");
  g_autofree char *name = g_filename_display_basename (path);

  adw_action_row_set_subtitle (self->tiles_row, *path != '\0' ? name : _ ("Outline"));
  gtk_widget_set_visible (self->forget_tiles, *path != '\0');
}

static void
forget_tiles_cb (HechaPreferences *self)
{
  g_settings_reset (self->settings, "map-tiles");
}

static void
tiles_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  HechaPreferences *self = user_data;
  g_autoptr (GFile) file
    = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    g_settings_set_string (self->settings, "map-tiles", path);
  g_object_unref (dialog);
}

static void
choose_tiles_cb (HechaPreferences *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Choose a Map"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Maps (MBTiles)"));
  gtk_file_filter_add_suffix (filter, "mbtiles");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (tiles_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- life cycle ---- */

static void
hecha_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_PREFERENCES);
  G_OBJECT_CLASS (hecha_preferences_parent_class)->dispose (object);
}

static void
hecha_preferences_finalize (GObject *object)
{
  HechaPreferences *self = HECHA_PREFERENCES (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->settings);
  g_ptr_array_unref (self->cameras);
  G_OBJECT_CLASS (hecha_preferences_parent_class)->finalize (object);
}

static void
hecha_preferences_class_init (HechaPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_preferences_finalize;

  /**
   * HechaPreferences::protected:
   * @protected: whether the store has a passphrase now
   *
   * The passphrase was set, changed or removed.
   */
  signals[PROTECTED] = g_signal_new ("protected", HECHA_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, camera);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, change);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, forget_tiles);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, lock_after);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, notify);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, only_unmetered);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, remove);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, text_scale);
  gtk_widget_class_bind_template_child (widget_class, HechaPreferences, tiles_row);
  gtk_widget_class_bind_template_callback (widget_class, camera_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_tiles_cb);
  gtk_widget_class_bind_template_callback (widget_class, color_scheme_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_tiles_cb);
  gtk_widget_class_bind_template_callback (widget_class, lock_after_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_scale_cb);
}

static void
hecha_preferences_init (HechaPreferences *self)
{
  self->cameras = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_settings (HechaPreferences *self, GSettings *settings)
{
  adw_combo_row_set_selected (self->lock_after, find_lock_row (g_settings_get_uint (settings, "lock-after")));
  adw_combo_row_set_selected (self->color_scheme, (guint)g_settings_get_enum (settings, "color-scheme"));
  adw_combo_row_set_selected (self->text_scale, find_text_row (g_settings_get_int (settings, "text-scale")));
  g_settings_bind (settings, "only-unmetered", self->only_unmetered, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify", self->notify, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::map-tiles", G_CALLBACK (show_tiles), self, G_CONNECT_SWAPPED);
}

/**
 * hecha_preferences_new:
 * @parent: the window
 * @worker: owner of the store
 * @settings: what the user chose
 * @protected: whether the store has a passphrase
 *
 * Returns: (transfer floating): the window of preferences
 */
HechaPreferences *
hecha_preferences_new (GtkWindow *parent, HechaStoreWorker *worker, GSettings *settings, gboolean protected)
{
  HechaPreferences *self = g_object_new (HECHA_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE,
                                         "hide-on-close", TRUE, "destroy-with-parent", TRUE, NULL);

  self->worker = g_object_ref (worker);
  self->protected = protected;
  show_settings (self, settings);
  self->settings = g_object_ref (settings); /* from here on a choice is kept */
  show_cameras (self);
  show_tiles (self);
  show_passphrase (self);
  return self;
}
