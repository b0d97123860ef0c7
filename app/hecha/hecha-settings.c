/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-settings.h"

#include "hecha-application.h"

/**
 * hecha_settings_new:
 *
 * Returns: (transfer full) (nullable): what the user chose; %NULL where the schema is not installed, as in a test
 */
GSettings *
hecha_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema
    = g_settings_schema_source_lookup (g_settings_schema_source_get_default (), HECHA_APPLICATION_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static gboolean
scheme_from_setting (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *name = g_variant_get_string (variant, NULL);
  AdwColorScheme scheme = g_str_equal (name, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                          : g_str_equal (name, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                       : ADW_COLOR_SCHEME_DEFAULT;

  g_value_set_enum (value, scheme);
  return TRUE;
}

/* What the desktop says is kept, so that the text grows and shrinks from there. */
static int
dots_of_desktop (GtkSettings *gtk)
{
  int dots = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (gtk), "hecha-dots"));

  if (dots > 0)
    return dots;
  g_object_get (gtk, "gtk-xft-dpi", &dots, NULL);
  dots = dots > 0 ? dots : 96 * 1024;
  g_object_set_data (G_OBJECT (gtk), "hecha-dots", GINT_TO_POINTER (dots));
  return dots;
}

static void
text_scale_changed_cb (GSettings *settings, const char *key, gpointer user_data)
{
  GtkSettings *gtk = user_data;
  int percent = g_settings_get_int (settings, "text-scale");

  if (percent != 100 || g_object_get_data (G_OBJECT (gtk), "hecha-dots") != NULL)
    g_object_set (gtk, "gtk-xft-dpi", dots_of_desktop (gtk) / 100 * percent, NULL);
}

/**
 * hecha_settings_apply_looks:
 * @settings: what the user chose
 * @widget: a widget on the display
 *
 * Colours and size of text follow the settings from now on.
 */
void
hecha_settings_apply_looks (GSettings *settings, GtkWidget *widget)
{
  GtkSettings *gtk = gtk_widget_get_settings (widget);

  g_settings_bind_with_mapping (settings, "color-scheme", adw_style_manager_get_default (), "color-scheme",
                                G_SETTINGS_BIND_GET, scheme_from_setting, NULL, NULL, NULL);
  g_signal_connect_object (settings, "changed::text-scale", G_CALLBACK (text_scale_changed_cb), gtk, 0);
  text_scale_changed_cb (settings, "text-scale", gtk);
}
