/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-site-map.h"

#include "hecha-application.h"
#include "hecha-graticule.h"
#include "hecha-tiles.h"
#include "hecha-widget.h"

#include "domain/hecha-place.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define TILE_SIZE   256
#define MOST_ZOOM   17
#define ALONE_ZOOM  13  /* where all samples are in one place */
#define MARGIN      0.7 /* of the map is what the sites are fitted into */
#define SETTING_KEY "map-tiles"

/**
 * HechaSiteMap:
 *
 * Where the samples of a list are. One button for each place, in the colour of what asks for most attention there. The
 * same samples stand in the list beside it: nothing here is needed to get at one.
 */
struct _HechaSiteMap
{
  GtkWidget parent_instance;

  GtkWidget *overlay; /* (owned) */
  ShumateMap *map;
  ShumateMarkerLayer *markers;
  char *shown;  /* (owned) (nullable) which places are shown */
  double south; /* degrees: what the places lie between */
  double north;
  double west;
  double east;
};

enum
{
  PLACE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaSiteMap, hecha_site_map, GTK_TYPE_WIDGET)

/* ---- the ground ---- */

/* Tiles of the office, where it gave some; %NULL where there are none or they cannot be read. */
static HechaTiles *
open_tiles (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
    = source != NULL ? g_settings_schema_source_lookup (source, HECHA_APPLICATION_ID, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  HechaTiles *tiles;

  if (schema == NULL || !g_settings_schema_has_key (schema, SETTING_KEY))
    return NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  path = g_settings_get_string (settings, SETTING_KEY);
  if (*path == '\0')
    return NULL;
  tiles = hecha_tiles_open (path, &error);
  if (tiles == NULL)
    g_message ("The map %s cannot be used: %s", path, error->message);
  return tiles;
}

/* Also without tiles there is a source: it says how degrees become pixels. */
static void
add_ground (HechaSiteMap *self)
{
  ShumateViewport *viewport = shumate_map_get_viewport (self->map);
  g_autoptr (HechaTiles) tiles = open_tiles ();
  g_autoptr (ShumateMapSource) source = NULL;
  guint least = 0, most = MOST_ZOOM;

  if (tiles != NULL)
    hecha_tiles_get_zoom (tiles, &least, &most);
  source = SHUMATE_MAP_SOURCE (shumate_raster_renderer_new_full (
    "hecha", _ ("Map"), "", "", least, most, TILE_SIZE, SHUMATE_MAP_PROJECTION_MERCATOR,
    tiles != NULL ? SHUMATE_DATA_SOURCE (tiles) : g_object_new (HECHA_TYPE_TILES, NULL)));
  shumate_viewport_set_reference_map_source (viewport, source);
  shumate_viewport_set_max_zoom_level (viewport, MOST_ZOOM);
  if (tiles != NULL)
    shumate_map_add_layer (self->map, SHUMATE_LAYER (shumate_map_layer_new (source, viewport)));
  else
    shumate_map_add_layer (self->map, SHUMATE_LAYER (hecha_graticule_new (viewport)));
}

/* ---- the places ---- */

/* Samples in one place. */
typedef struct
{
  const HechaWorkRow *first;
  HechaWorkState drawer;
  guint n;
} Place;

/* What is contested, then what is to do, comes before what is done. */
static gboolean
is_more_urgent (HechaWorkState a, HechaWorkState b)
{
  static const guint urgency[HECHA_WORK_N_STATES] = {0, 4, 5, 6, 2, 7, 1};

  return urgency[a] > urgency[b];
}

static void
choose_cb (GtkButton *button, HechaSiteMap *self)
{
  const char *scope = g_object_get_data (G_OBJECT (button), "scope");
  const char *id = g_object_get_data (G_OBJECT (button), "id");

  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-sample", "(ss)", scope, id);
  else
    g_signal_emit (self, signals[PLACE_CHOSEN], 0, g_object_get_data (G_OBJECT (button), "site"));
}

static char *
dup_place_name (const Place *place)
{
  if (place->n == 1)
    return g_strdup_printf ("%s · %s", place->first->name, hecha_work_state_label (place->drawer));
  return g_strdup_printf (ngettext ("%s: %u sample", "%s: %u samples", place->n),
                          place->first->site != NULL ? place->first->site : place->first->name, place->n);
}

/* One sample is opened; of several, the list shows those of the place. */
static GtkWidget *
make_button (HechaSiteMap *self, const Place *place)
{
  g_autofree char *number = place->n > 1 ? g_strdup_printf ("%u", place->n) : g_strdup ("");
  g_autofree char *name = dup_place_name (place);
  GtkWidget *button = gtk_button_new_with_label (number);
  GObject *object = G_OBJECT (button);

  gtk_widget_add_css_class (button, "site");
  gtk_widget_add_css_class (button, hecha_work_state_style (place->drawer));
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (object, "site", g_strdup (place->first->site), g_free);
  if (place->n == 1 || place->first->site == NULL)
    {
      g_object_set_data_full (object, "scope", g_strdup (place->first->scope), g_free);
      g_object_set_data_full (object, "id", g_strdup (place->first->id), g_free);
    }
  g_signal_connect (button, "clicked", G_CALLBACK (choose_cb), self);
  return button;
}

static void
add_marker (HechaSiteMap *self, const Place *place)
{
  ShumateMarker *marker = shumate_marker_new ();

  shumate_marker_set_selectable (marker, FALSE);
  shumate_marker_set_child (marker, make_button (self, place));
  shumate_location_set_location (SHUMATE_LOCATION (marker),
                                 (double)place->first->latitude / HECHA_PLACE_PER_DEGREE,
                                 (double)place->first->longitude / HECHA_PLACE_PER_DEGREE);
  shumate_marker_layer_add_marker (self->markers, marker);
}

static GArray *
group (const GPtrArray *rows)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const HechaWorkRow *row = g_ptr_array_index (rows, i);
      char *where = g_strdup_printf ("%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, row->latitude, row->longitude);
      guint at = GPOINTER_TO_UINT (g_hash_table_lookup (known, where));
      Place fresh = {row, row->drawer, 1};

      if (at > 0)
        {
          Place *place = &g_array_index (places, Place, at - 1);

          place->n++;
          place->drawer = is_more_urgent (row->drawer, place->drawer) ? row->drawer : place->drawer;
          g_free (where);
          continue;
        }
      g_array_append_val (places, fresh);
      g_hash_table_insert (known, where, GUINT_TO_POINTER (places->len));
    }
  return places;
}

/* At which level so many degrees (as long as those of the equator) take so many pixels. */
static double
zoom_for (double degrees, int pixels)
{
  return degrees > 0 ? log2 (MARGIN * MAX (pixels, TILE_SIZE / 2) * 360 / (degrees * TILE_SIZE)) : ALONE_ZOOM;
}

/* So that all of them are seen; before the next frame, when the map has its size. */
static gboolean
fit_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  HechaSiteMap *self = HECHA_SITE_MAP (widget);
  /* a degree of latitude is drawn longer than one of longitude, by as much as the latter is shorter on earth */
  double stretch = 1 / cos ((self->south + self->north) / 2 * G_PI / 180), zoom;

  if (gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE;
  zoom = MIN (zoom_for (self->east - self->west, gtk_widget_get_width (widget)),
              zoom_for ((self->north - self->south) * stretch, gtk_widget_get_height (widget)));
  shumate_viewport_set_zoom_level (shumate_map_get_viewport (self->map), CLAMP (zoom, 2, ALONE_ZOOM));
  shumate_map_center_on (self->map, (self->south + self->north) / 2, (self->west + self->east) / 2);
  return G_SOURCE_REMOVE;
}

static void
fit (HechaSiteMap *self, const GArray *places)
{
  self->south = self->west = 180;
  self->north = self->east = -180;
  for (guint i = 0; i < places->len; i++)
    {
      const HechaWorkRow *row = g_array_index (places, Place, i).first;

      self->south = MIN (self->south, (double)row->latitude / HECHA_PLACE_PER_DEGREE);
      self->north = MAX (self->north, (double)row->latitude / HECHA_PLACE_PER_DEGREE);
      self->west = MIN (self->west, (double)row->longitude / HECHA_PLACE_PER_DEGREE);
      self->east = MAX (self->east, (double)row->longitude / HECHA_PLACE_PER_DEGREE);
    }
  if (places->len > 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), fit_cb, NULL, NULL);
}

static char *
dup_places_text (const GArray *places)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++)
    {
      const HechaWorkRow *row = g_array_index (places, Place, i).first;

      g_string_append_printf (text, "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT " ", row->latitude,
                              row->longitude);
    }
  return g_string_free (text, FALSE);
}

/**
 * hecha_site_map_show:
 * @self: the map
 * @rows: (element-type HechaWorkRow): samples whose place is known; only for as long as the call
 *
 * The map moves only when it shows other places than before.
 */
void
hecha_site_map_show (HechaSiteMap *self, const GPtrArray *rows)
{
  g_autoptr (GArray) places = group (rows);
  g_autofree char *text = dup_places_text (places);

  shumate_marker_layer_remove_all (self->markers);
  for (guint i = 0; i < places->len; i++)
    add_marker (self, &g_array_index (places, Place, i));
  if (g_strcmp0 (text, self->shown) == 0)
    return;
  fit (self, places);
  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
}

/* ---- life cycle ---- */

static void
zoom_in_cb (HechaSiteMap *self)
{
  shumate_map_zoom_in (self->map);
}

static void
zoom_out_cb (HechaSiteMap *self)
{
  shumate_map_zoom_out (self->map);
}

static GtkWidget *
make_zoom_button (HechaSiteMap *self, const char *icon, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "osd");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_controls (HechaSiteMap *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  ShumateScale *scale = shumate_scale_new (shumate_map_get_viewport (self->map));

  gtk_box_append (GTK_BOX (box),
                  make_zoom_button (self, "zoom-in-symbolic", _ ("Zoom In"), G_CALLBACK (zoom_in_cb)));
  gtk_box_append (GTK_BOX (box),
                  make_zoom_button (self, "zoom-out-symbolic", _ ("Zoom Out"), G_CALLBACK (zoom_out_cb)));
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), box);
  shumate_scale_set_unit (scale, SHUMATE_UNIT_METRIC);
  gtk_widget_set_halign (GTK_WIDGET (scale), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (scale), GTK_ALIGN_END);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), GTK_WIDGET (scale));
}

static void
hecha_site_map_dispose (GObject *object)
{
  HechaSiteMap *self = HECHA_SITE_MAP (object);

  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (hecha_site_map_parent_class)->dispose (object);
}

static void
hecha_site_map_finalize (GObject *object)
{
  g_free (HECHA_SITE_MAP (object)->shown);
  G_OBJECT_CLASS (hecha_site_map_parent_class)->finalize (object);
}

static void
hecha_site_map_class_init (HechaSiteMapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_site_map_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_site_map_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sitemap");

  /**
   * HechaSiteMap::place-chosen:
   * @site: what the place of several samples is called
   */
  signals[PLACE_CHOSEN] = g_signal_new ("place-chosen", HECHA_TYPE_SITE_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hecha_site_map_init (HechaSiteMap *self)
{
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->map = shumate_map_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->map));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map"), -1);
  add_ground (self);
  self->markers = shumate_marker_layer_new (shumate_map_get_viewport (self->map));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->markers));
  add_controls (self);
}
