/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-samples-page.h"

#include "domain/hecha-place.h"
#include "hecha-location.h"
#include "hecha-sample-row.h"
#include "hecha-site-map.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaSamplesPage:
 *
 * What is assigned to this laptop: all of it or one state, of all rounds or one, searched and sorted. The model does
 * all of that; the page says what is wanted.
 */
struct _HechaSamplesPage
{
  GtkWidget parent_instance;

  GtkLabel *calendar;
  GtkListView *list;
  AdwHeaderBar *header;
  GtkToggleButton *map_button;
  GtkBox *split;
  AdwStatusPage *none;
  GtkDropDown *rounds;
  GtkStringList *round_names;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkNoSelection *selection;
  GtkDropDown *sort;
  GtkStringList *sort_names;
  GtkStack *stack;
  AdwWindowTitle *title;
  GtkLabel *waiting;

  HechaSampleModel *model; /* (owned) (nullable) */
  HechaWorkState state;    /* which to show */
  char **words;            /* (owned) searched for */
  char *plan;              /* (owned) (nullable) the round to show */
  gboolean updating;       /* the page itself changes the choices */
  HechaSiteMap *map;       /* (nullable): before it was asked for */
  GCancellable *locating;  /* (owned) cancelled in dispose */
  gboolean located;        /* the position service said where this laptop is */
  gint64 latitude;         /* 1e-7 degree */
  gint64 longitude;        /* 1e-7 degree */
  gboolean folded;         /* there is no sidebar beside */
};

enum
{
  PROP_FOLDED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HechaSamplesPage, hecha_samples_page, GTK_TYPE_WIDGET)

/* ---- what there is ---- */

static void
show_none (HechaSamplesPage *self)
{
  gboolean searching = self->words[0] != NULL;

  adw_status_page_set_icon_name (self->none, searching ? "system-search-symbolic" : "emblem-ok-symbolic");
  adw_status_page_set_title (self->none, searching ? _ ("Nothing Found") : _ ("Nothing Here"));
  adw_status_page_set_description (self->none, searching ? _ ("Try fewer or other words.")
                                                         : _ ("No sample is in this state."));
}

static void
update (HechaSamplesPage *self)
{
  gboolean loaded = self->model != NULL && hecha_sample_model_is_loaded (self->model);
  guint shown = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u sample", "%u samples", shown), shown);

  adw_window_title_set_title (self->title, hecha_work_state_label (self->state));
  adw_window_title_set_subtitle (self->title, loaded ? subtitle : "");
  show_none (self);
  gtk_stack_set_visible_child_name (
    self->stack, !loaded                                                                  ? "loading"
                 : hecha_sample_model_get_news (self->model)->counts[HECHA_WORK_ALL] == 0 ? "empty"
                 : shown == 0                                                             ? "none"
                                                                                          : "list");
}

/* ---- what is wanted ---- */

static HechaWorkSort
chosen_sort (HechaSamplesPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->sort);

  return chosen != GTK_INVALID_LIST_POSITION ? (HechaWorkSort)chosen : HECHA_WORK_BY_DEADLINE;
}

static void
ask (HechaSamplesPage *self)
{
  HechaWorkQuery query = {.state = self->state, .plan = self->plan, .words = self->words};
  const HechaWorkNews *news;

  if (self->model == NULL)
    return;
  news = hecha_sample_model_get_news (self->model);
  query.sort = chosen_sort (self);
  query.latitude = self->located ? self->latitude : news->latitude;
  query.longitude = self->located ? self->longitude : news->longitude;
  hecha_sample_model_set_query (self->model, &query);
}

static void
search_changed_cb (HechaSamplesPage *self)
{
  g_strfreev (self->words);
  self->words = hecha_work_split_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  ask (self);
}

/* Without an answer it is measured from where somebody was last. */
static void
located_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaSamplesPage) self = user_data;
  g_autofree char *place = hecha_location_find_finish (result, NULL);
  char *accuracy = place != NULL ? strstr (place, "±") : NULL;

  if (g_cancellable_is_cancelled (self->locating) || place == NULL)
    return;
  if (accuracy != NULL)
    *accuracy = '\0';
  self->located = hecha_place_parse (place, &self->latitude, &self->longitude, NULL);
  ask (self);
}

static void
sort_changed_cb (HechaSamplesPage *self)
{
  if (self->updating)
    return;
  if (chosen_sort (self) == HECHA_WORK_BY_DISTANCE)
    hecha_location_find_async (self->locating, located_cb, g_object_ref (self));
  ask (self);
}

/* ---- the map ---- */

/* Beside the list where there is room, else above it. */
static void
arrange (HechaSamplesPage *self)
{
  if (self->map == NULL)
    return;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->split),
                                  self->folded ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_reorder_child_after (self->split, GTK_WIDGET (self->map),
                               self->folded ? NULL : gtk_widget_get_last_child (GTK_WIDGET (self->split)));
}

static void
place_chosen_cb (HechaSamplesPage *self, const char *site)
{
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), site);
}

static void
map_toggled_cb (HechaSamplesPage *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->map_button);

  if (shown && self->map == NULL)
    {
      self->map = g_object_new (HECHA_TYPE_SITE_MAP, NULL);
      g_signal_connect_object (self->map, "place-chosen", G_CALLBACK (place_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->split, GTK_WIDGET (self->map));
      arrange (self);
    }
  if (self->map != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->map), shown);
  if (self->model != NULL)
    hecha_sample_model_set_mapped (self->model, shown);
}

static void
round_changed_cb (HechaSamplesPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->rounds);
  const GPtrArray *rounds;

  if (self->updating || self->model == NULL)
    return;
  rounds = hecha_sample_model_get_news (self->model)->rounds;
  g_clear_pointer (&self->plan, g_free);
  if (rounds != NULL && chosen > 0 && chosen <= rounds->len)
    self->plan = g_strdup (((const HechaWorkRound *)rounds->pdata[chosen - 1])->plan);
  ask (self);
}

/* ---- what the store says ---- */

static char *
dup_round_name (const HechaWorkRound *round)
{
  return round->open == 0 ? g_strdup_printf (_ ("%s: all signed"), round->plan)
                          : g_strdup_printf (_ ("%s: %u of %u open"), round->plan, round->open, round->total);
}

static void
show_rounds (HechaSamplesPage *self, const GPtrArray *rounds)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  guint chosen = 0;

  g_strv_builder_add (builder, _ ("All Rounds"));
  for (guint i = 0; i < rounds->len; i++)
    {
      const HechaWorkRound *round = g_ptr_array_index (rounds, i);
      g_autofree char *name = dup_round_name (round);

      g_strv_builder_add (builder, name);
      if (g_strcmp0 (round->plan, self->plan) == 0)
        chosen = i + 1;
    }
  names = g_strv_builder_end (builder);
  gtk_string_list_splice (self->round_names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->round_names)),
                          (const char *const *)names);
  gtk_drop_down_set_selected (self->rounds, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->rounds), rounds->len > 1);
}

/* A list by distance needs a place to measure from. */
static void
show_sorts (HechaSamplesPage *self, gboolean has_place)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sort_names));

  if (has_place && n == HECHA_WORK_BY_DISTANCE)
    gtk_string_list_append (self->sort_names, _ ("By Distance"));
  else if (!has_place && n > HECHA_WORK_BY_DISTANCE)
    gtk_string_list_remove (self->sort_names, HECHA_WORK_BY_DISTANCE);
}

static void
news_cb (HechaSamplesPage *self)
{
  const HechaWorkNews *news = hecha_sample_model_get_news (self->model);
  g_autofree char *calendar = g_strdup_printf (_ ("Working days by the calendar %s"), news->calendar);

  self->updating = TRUE;
  show_rounds (self, news->rounds);
  show_sorts (self, news->has_place);
  self->updating = FALSE;
  gtk_label_set_text (self->calendar, calendar);
  if (self->map != NULL && news->places != NULL)
    hecha_site_map_show (self->map, news->places);
  update (self);
}

/* ---- the list ---- */

static void
open_item (HechaSamplesPage *self, guint position)
{
  g_autoptr (HechaSampleItem) item
    = self->model != NULL ? g_list_model_get_item (G_LIST_MODEL (self->model), position) : NULL;
  const HechaWorkRow *row = item != NULL ? hecha_sample_item_get_row (item) : NULL;

  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-sample", "(ss)", row->scope, row->id);
}

static void
search_activate_cb (HechaSamplesPage *self)
{
  open_item (self, 0);
}

static void
activate_row_cb (HechaSamplesPage *self, guint position)
{
  open_item (self, position);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, hecha_sample_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  hecha_sample_row_set_item (HECHA_SAMPLE_ROW (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  hecha_sample_row_set_item (HECHA_SAMPLE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
hecha_samples_page_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_SAMPLES_PAGE (object)->locating);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SAMPLES_PAGE);
  G_OBJECT_CLASS (hecha_samples_page_parent_class)->dispose (object);
}

static void
hecha_samples_page_finalize (GObject *object)
{
  HechaSamplesPage *self = HECHA_SAMPLES_PAGE (object);

  g_clear_object (&self->model);
  g_clear_object (&self->locating);
  g_strfreev (self->words);
  g_free (self->plan);
  G_OBJECT_CLASS (hecha_samples_page_parent_class)->finalize (object);
}

static void
hecha_samples_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, HECHA_SAMPLES_PAGE (object)->folded);
}

static void
hecha_samples_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HechaSamplesPage *self = HECHA_SAMPLES_PAGE (object);

  if (self->folded == g_value_get_boolean (value))
    return;
  self->folded = g_value_get_boolean (value);
  arrange (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
hecha_samples_page_class_init (HechaSamplesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_samples_page_dispose;
  object_class->finalize = hecha_samples_page_finalize;
  object_class->get_property = hecha_samples_page_get_property;
  object_class->set_property = hecha_samples_page_set_property;
  properties[PROP_FOLDED] = g_param_spec_boolean (
    "folded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-samples-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, list);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, map_button);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, none);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, split);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, round_names);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, rounds);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, selection);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, sort);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, sort_names);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, waiting);
  gtk_widget_class_bind_template_callback (widget_class, activate_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, round_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
hecha_samples_page_init (HechaSamplesPage *self)
{
  self->words = g_new0 (char *, 1);
  self->locating = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
  hecha_widget_name_drop_down (self->rounds, _ ("Round"));
  hecha_widget_name_drop_down (self->sort, _ ("Order"));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  update (self);
}

/**
 * hecha_samples_page_set_model:
 * @self: the page
 * @model: the samples of this laptop
 */
void
hecha_samples_page_set_model (HechaSamplesPage *self, HechaSampleModel *model)
{
  g_set_object (&self->model, model);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (model));
  g_signal_connect_object (model, "news", G_CALLBACK (news_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hecha_samples_page_set_state:
 * @self: the page
 * @state: which samples to show
 */
void
hecha_samples_page_set_state (HechaSamplesPage *self, HechaWorkState state)
{
  if (self->state == state)
    return;
  self->state = state;
  adw_window_title_set_title (self->title, hecha_work_state_label (state));
  ask (self);
}

/**
 * hecha_samples_page_set_waiting:
 * @self: the page
 * @n: entries and files that are not at the office yet; shown where there is no sidebar
 */
void
hecha_samples_page_set_waiting (HechaSamplesPage *self, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  gtk_label_set_text (self->waiting, text);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), n > 0);
}

/**
 * hecha_samples_page_search:
 * @self: the page
 *
 * Opens the search and puts the cursor there.
 */
void
hecha_samples_page_search (HechaSamplesPage *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
