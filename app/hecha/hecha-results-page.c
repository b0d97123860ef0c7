/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-results-page.h"

#include "hecha-result-filters.h"
#include "hecha-result-page.h"
#include "hecha-result-row.h"
#include "hecha-result-views.h"
#include "hecha-sidebar-button.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/* A finding's row has this many pixels or more. */
#define ROW_HEIGHT 60

/**
 * HechaResultsPage:
 *
 * Every finding of every round: filtered, searched, and each opened beside what it is compared with.
 */
struct _HechaResultsPage
{
  GtkWidget parent_instance;

  AdwHeaderBar *header;
  GtkToggleButton *filter_button;
  HechaResultFilters *filters;
  HechaResultPage *finding;
  GtkStack *places;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkNoSelection *selection;
  GtkStack *stack;
  AdwWindowTitle *title;

  HechaResultsModel *model; /* (owned) (nullable) */
  guint more_id;            /* 0 when no more rows are to come */
  char *asked;              /* (owned) (nullable): what is to be opened once the findings were read */
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaResultsPage, hecha_results_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

/* ---- the list ---- */

static void
show_count (HechaResultsPage *self, guint total)
{
  guint shown = hecha_results_model_get_n_shown (self->model);
  g_autofree char *all = g_strdup_printf (ngettext ("%u sample", "%u samples", total), total);
  g_autofree char *some = g_strdup_printf (_ ("%u of %u samples"), shown, total);

  adw_window_title_set_subtitle (self->title, shown == total ? all : some);
  gtk_stack_set_visible_child_name (self->stack, total == 0 ? "empty" : shown == 0 ? "none" : "list");
}

/* What is chosen and typed decides. */
static void
show_cb (HechaResultsPage *self)
{
  HechaResults *results = self->model != NULL ? hecha_results_model_get_results (self->model) : NULL;
  g_auto (GStrv) words = NULL;
  HechaResultFilter filter;

  if (results == NULL)
    return;
  words = hecha_work_split_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  hecha_result_filters_get (self->filters, &filter);
  filter.words = words;
  hecha_results_model_show (self->model, &filter);
  show_count (self, results->rows->len);
}

static gboolean
tell_more_cb (gpointer data)
{
  HechaResultsPage *self = data;

  self->more_id = 0;
  hecha_results_model_tell_more (self->model);
  return G_SOURCE_REMOVE;
}

/* Less than a page is left below; not within the layout that says so. */
static void
scrolled_cb (HechaResultsPage *self, GtkAdjustment *adjustment)
{
  double page = gtk_adjustment_get_page_size (adjustment);

  if (self->model == NULL || page <= 0)
    return;
  hecha_results_model_set_page (self->model, (guint)(page / ROW_HEIGHT) + 1);
  if (self->more_id == 0
      && gtk_adjustment_get_value (adjustment) + 2 * page >= gtk_adjustment_get_upper (adjustment))
    self->more_id = g_idle_add (tell_more_cb, self);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, hecha_result_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  hecha_result_row_show (HECHA_RESULT_ROW (gtk_list_item_get_child (item)),
                         hecha_result_item_get (gtk_list_item_get_item (item)));
}

/* ---- one finding ---- */

static void
open_finding (HechaResultsPage *self, const char *scope, const char *id)
{
  HechaResults *results = hecha_results_model_get_results (self->model);

  if (hecha_result_page_show (self->finding, results, scope, id))
    gtk_stack_set_visible_child_name (self->places, "finding");
}

static void
activate_row_cb (HechaResultsPage *self, guint position)
{
  g_autoptr (HechaResultItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const HechaResult *result = hecha_result_item_get (item);

  open_finding (self, result->scope, result->id);
}

static void
other_cb (HechaResultsPage *self, const char *scope, const char *id)
{
  open_finding (self, scope, id);
}

/* "SCOPE ID", or a unit, whose first finding is meant. */
static const HechaResult *
find_asked (HechaResults *results, const char *asked)
{
  for (guint i = 0; i < results->rows->len; i++)
    {
      const HechaResult *row = hecha_results_get (results, i);
      g_autofree char *name = g_strdup_printf ("%s %s", row->scope, row->id);

      if (strcmp (name, asked) == 0 || strcmp (row->unit, asked) == 0)
        return row;
    }
  return NULL;
}

static void
open_asked (HechaResultsPage *self)
{
  HechaResults *results = hecha_results_model_get_results (self->model);
  g_autofree char *asked = results != NULL ? g_steal_pointer (&self->asked) : NULL;
  const HechaResult *row = asked != NULL ? find_asked (results, asked) : NULL;

  if (row != NULL)
    open_finding (self, row->scope, row->id);
}

static void
news_cb (HechaResultsPage *self)
{
  HechaResults *results = hecha_results_model_get_results (self->model);

  hecha_result_filters_offer (self->filters, results);
  show_cb (self);
  if (!hecha_result_page_update (self->finding, results))
    gtk_stack_set_visible_child_name (self->places, "list");
  open_asked (self);
}

/* ---- saved views ---- */

/* What is searched for belongs to the view as well. */
static GVariant *
view_wanted_cb (HechaResultsPage *self)
{
  g_autoptr (GVariant) chosen = hecha_result_filters_dup_chosen (self->filters);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  GVariantIter iter;
  const char *key, *value;

  g_variant_iter_init (&iter, chosen);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    g_variant_builder_add (&builder, "{ss}", key, value);
  if (*words != '\0')
    g_variant_builder_add (&builder, "{ss}", "words", words);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
view_chosen_cb (HechaResultsPage *self, GVariant *chosen)
{
  const char *words = "";

  g_variant_lookup (chosen, "words", "&s", &words);
  gtk_search_bar_set_search_mode (self->search_bar, *words != '\0');
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), words);
  gtk_toggle_button_set_active (self->filter_button, TRUE);
  hecha_result_filters_choose (self->filters, chosen);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HechaResultsPage *self = HECHA_RESULTS_PAGE (page);

  self->model = hecha_results_model_new (context->worker);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  g_signal_connect_object (self->model, "news", G_CALLBACK (news_cb), self, G_CONNECT_SWAPPED);
  hecha_result_page_set_context (self->finding, context);
}

static void
refresh (HechaPage *page)
{
  hecha_results_model_refresh (HECHA_RESULTS_PAGE (page)->model);
}

static void
open_record (HechaPage *page, const char *record)
{
  HechaResultsPage *self = HECHA_RESULTS_PAGE (page);

  g_free (self->asked);
  self->asked = g_strdup (record);
  open_asked (self);
}

static gboolean
back (HechaPage *page)
{
  HechaResultsPage *self = HECHA_RESULTS_PAGE (page);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->places), "finding") != 0)
    return FALSE;
  gtk_stack_set_visible_child_name (self->places, "list");
  return TRUE;
}

static gboolean
search (HechaPage *page)
{
  HechaResultsPage *self = HECHA_RESULTS_PAGE (page);

  gtk_stack_set_visible_child_name (self->places, "list");
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
  iface->open = open_record;
  iface->back = back;
  iface->search = search;
}

/* ---- life cycle ---- */

static void
hecha_results_page_dispose (GObject *object)
{
  g_clear_handle_id (&HECHA_RESULTS_PAGE (object)->more_id, g_source_remove);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_RESULTS_PAGE);
  G_OBJECT_CLASS (hecha_results_page_parent_class)->dispose (object);
}

static void
hecha_results_page_finalize (GObject *object)
{
  HechaResultsPage *self = HECHA_RESULTS_PAGE (object);

  g_clear_object (&self->model);
  g_free (self->asked);
  G_OBJECT_CLASS (hecha_results_page_parent_class)->finalize (object);
}

static void
hecha_results_page_class_init (HechaResultsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_results_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_results_page_finalize;
  g_type_ensure (HECHA_TYPE_RESULT_FILTERS);
  g_type_ensure (HECHA_TYPE_RESULT_PAGE);
  g_type_ensure (HECHA_TYPE_RESULT_VIEWS);
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-results-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, finding);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, places);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, selection);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaResultsPage, title);
  gtk_widget_class_bind_template_callback (widget_class, activate_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_cb);
  gtk_widget_class_bind_template_callback (widget_class, scrolled_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_wanted_cb);
}

static void
hecha_results_page_init (HechaResultsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}
