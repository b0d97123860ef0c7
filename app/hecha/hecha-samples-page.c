/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-samples-page.h"

#include "hecha-sample-row.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>

/**
 * HechaSamplesPage:
 *
 * What is assigned to this laptop: all of it or one state, searchable. Knows no store; the window gives it items.
 */
struct _HechaSamplesPage
{
  GtkWidget parent_instance;

  GtkFilterListModel *filtered;
  GtkCustomFilter *filter;
  GtkListView *list;
  AdwHeaderBar *header;
  AdwStatusPage *none;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GListStore *store;
  AdwWindowTitle *title;
  GtkLabel *waiting;

  HechaWorkState state; /* which to show */
  char **words;         /* (owned) searched for, case folded */
  gboolean loaded;
  gboolean folded; /* there is no sidebar beside */
};

enum
{
  PROP_FOLDED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HechaSamplesPage, hecha_samples_page, GTK_TYPE_WIDGET)

static gboolean
match_item (gpointer item, gpointer user_data)
{
  HechaSamplesPage *self = HECHA_SAMPLES_PAGE (user_data);

  return (self->state == HECHA_WORK_ALL || hecha_sample_item_get_work_state (item) == self->state)
         && hecha_sample_item_matches (item, (const char *const *)self->words);
}

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
  guint total = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u sample", "%u samples", shown), shown);

  adw_window_title_set_title (self->title, hecha_work_state_label (self->state));
  adw_window_title_set_subtitle (self->title, self->loaded ? subtitle : "");
  show_none (self);
  gtk_stack_set_visible_child_name (self->stack, !self->loaded ? "loading"
                                                 : total == 0  ? "empty"
                                                 : shown == 0  ? "none"
                                                               : "list");
}

static void
search_changed_cb (HechaSamplesPage *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (normal, " \t\u3000", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (builder, words[i]);
  g_strfreev (self->words);
  self->words = g_strv_builder_end (builder);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
open_item (HechaSamplesPage *self, guint position)
{
  g_autoptr (HechaSampleItem) item = g_list_model_get_item (G_LIST_MODEL (self->filtered), position);

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-sample", "(ss)",
                                hecha_sample_item_get_scope (item), hecha_sample_item_get_id (item));
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
hecha_samples_page_dispose (GObject *object)
{
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SAMPLES_PAGE);
  G_OBJECT_CLASS (hecha_samples_page_parent_class)->dispose (object);
}

static void
hecha_samples_page_finalize (GObject *object)
{
  HechaSamplesPage *self = HECHA_SAMPLES_PAGE (object);

  g_strfreev (self->words);
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
  /* where it is narrow, the title needs the room of the buttons that make a window smaller and larger */
  adw_header_bar_set_decoration_layout (self->header, self->folded ? ":close" : NULL);
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

  g_type_ensure (HECHA_TYPE_SAMPLE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-samples-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, filter);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, filtered);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, list);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, none);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, store);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaSamplesPage, waiting);
  gtk_widget_class_bind_template_callback (widget_class, activate_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
}

static void
hecha_samples_page_init (HechaSamplesPage *self)
{
  self->words = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_custom_filter_set_filter_func (self->filter, match_item, self, NULL);
  update (self);
}

/* Only what is different, so that the list stays where the person is. */
static void
replace_items (HechaSamplesPage *self, GPtrArray *items)
{
  guint old = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint shorter = MIN (old, items->len);
  guint first = 0, last = 0;

  while (first < shorter)
    {
      g_autoptr (HechaSampleItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), first);

      if (!hecha_sample_item_equal (item, items->pdata[first]))
        break;
      first++;
    }
  while (last < shorter - first)
    {
      g_autoptr (HechaSampleItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), old - 1 - last);

      if (!hecha_sample_item_equal (item, items->pdata[items->len - 1 - last]))
        break;
      last++;
    }
  g_list_store_splice (self->store, first, old - first - last, items->pdata + first,
                       items->len - first - last);
}

/**
 * hecha_samples_page_set_items:
 * @self: the page
 * @items: (element-type HechaSampleItem): all that is assigned
 */
void
hecha_samples_page_set_items (HechaSamplesPage *self, GPtrArray *items)
{
  replace_items (self, items);
  self->loaded = TRUE;
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
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
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
