/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-result-filters.h"

#include "hecha-result-row.h"
#include "hecha-sample-item.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  BY_AGENCY,
  BY_PLAN,
  BY_VERDICT,
  BY_STATE,
  BY_OPERATOR,
  BY_DOUBT,
  N_CHOICES
} By;

/* What a saved view calls them, and what is read out. */
static const struct
{
  const char *key;
  const char *name;
  const char *any;
} choices[N_CHOICES] = {
  {"agency", N_ ("Agency"), N_ ("All Agencies")},       {"plan", N_ ("Plan"), N_ ("All Plans")},
  {"verdict", N_ ("Verdict"), N_ ("Any Verdict")},      {"state", N_ ("State"), N_ ("Any State")},
  {"operator", N_ ("Who Checked"), N_ ("Any Checker")}, {"doubt", N_ ("Doubts"), N_ ("Doubtful or Not")},
};

static const char *const doubt_ids[HECHA_DOUBT_N]
  = {"disputed", "objected", "changed", "broken", "clock", "declared", "double", "operators"};

/**
 * HechaResultFilters:
 *
 * Which findings a list shows, each choice a drop-down list.
 */
struct _HechaResultFilters
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkDropDown *drop_downs[N_CHOICES];
  GtkStringList *names[N_CHOICES];
  GPtrArray *ids[N_CHOICES]; /* (owned) (element-type utf8): of each name; empty for any */
  gboolean updating;         /* the choices themselves change */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaResultFilters, hecha_result_filters, GTK_TYPE_WIDGET)

/* ---- what can be chosen ---- */

static void
offer (HechaResultFilters *self, By by, const char *id, const char *name)
{
  g_ptr_array_add (self->ids[by], g_strdup (id));
  gtk_string_list_append (self->names[by], name);
}

static const char *
get_chosen (HechaResultFilters *self, By by)
{
  guint chosen = gtk_drop_down_get_selected (self->drop_downs[by]);

  return chosen < self->ids[by]->len ? self->ids[by]->pdata[chosen] : "";
}

static void
choose (HechaResultFilters *self, By by, const char *id)
{
  for (guint i = 0; i < self->ids[by]->len; i++)
    if (strcmp (self->ids[by]->pdata[i], id) == 0)
      gtk_drop_down_set_selected (self->drop_downs[by], i);
}

static void
offer_fixed (HechaResultFilters *self)
{
  static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable"};

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    offer (self, BY_VERDICT, verdicts[i], hecha_word ("verdict", verdicts[i]));
  for (HechaSampleState state = HECHA_SAMPLE_TO_DO; state <= HECHA_SAMPLE_DISPUTED; state++)
    offer (self, BY_STATE, hecha_sample_state_name (state), hecha_sample_state_label (state));
  offer (self, BY_OPERATOR, "own", _ ("Own Checks"));
  offer (self, BY_OPERATOR, "third_party", _ ("Third Party"));
  offer (self, BY_DOUBT, "any", _ ("Anything Doubtful"));
  for (guint i = 0; i < HECHA_DOUBT_N; i++)
    offer (self, BY_DOUBT, doubt_ids[i], hecha_doubt_label ((HechaDoubt)(1U << i)));
}

static void
collect (GHashTable *seen, GPtrArray *ids, GPtrArray *names, const char *id, const char *name)
{
  if (!g_hash_table_add (seen, (gpointer)id))
    return;
  g_ptr_array_add (ids, (gpointer)id);
  g_ptr_array_add (names, (gpointer)name);
}

static gboolean
is_offered (HechaResultFilters *self, By by, const GPtrArray *ids)
{
  if (self->ids[by]->len != ids->len + 1)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (strcmp (self->ids[by]->pdata[i + 1], ids->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
offer_found (HechaResultFilters *self, By by, const GPtrArray *ids, const GPtrArray *names)
{
  g_autofree char *chosen = g_strdup (get_chosen (self, by));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->names[by]));

  if (is_offered (self, by, ids))
    return;
  self->updating = TRUE;
  gtk_string_list_splice (self->names[by], 1, n - 1, NULL);
  g_ptr_array_set_size (self->ids[by], 1);
  for (guint i = 0; i < ids->len; i++)
    offer (self, by, ids->pdata[i], names->pdata[i]);
  choose (self, by, chosen);
  self->updating = FALSE;
}

/**
 * hecha_result_filters_offer:
 * @self: the choices
 * @results: findings, whose agencies and plans can be chosen from now on
 */
void
hecha_result_filters_offer (HechaResultFilters *self, const HechaResults *results)
{
  g_autoptr (GHashTable) seen_agencies = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen_plans = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) agencies = g_ptr_array_new (), agency_names = g_ptr_array_new ();
  g_autoptr (GPtrArray) plans = g_ptr_array_new ();

  for (guint i = 0; i < results->rows->len; i++)
    {
      const HechaResult *row = hecha_results_get (results, i);

      collect (seen_agencies, agencies, agency_names, row->agency, row->agency_name);
      collect (seen_plans, plans, plans, row->plan, row->plan);
    }
  offer_found (self, BY_AGENCY, agencies, agency_names);
  offer_found (self, BY_PLAN, plans, plans);
}

/* ---- what is chosen ---- */

static guint
get_doubts (HechaResultFilters *self)
{
  const char *chosen = get_chosen (self, BY_DOUBT);

  if (strcmp (chosen, "any") == 0)
    return (1U << HECHA_DOUBT_N) - 1;
  for (guint i = 0; i < HECHA_DOUBT_N; i++)
    if (strcmp (chosen, doubt_ids[i]) == 0)
      return 1U << i;
  return 0;
}

static const char *
get_or_null (HechaResultFilters *self, By by)
{
  const char *chosen = get_chosen (self, by);

  return *chosen != '\0' ? chosen : NULL;
}

/**
 * hecha_result_filters_get:
 * @self: the choices
 * @filter: (out caller-allocates): what is chosen, without words; its texts belong to @self, until the next choice
 */
void
hecha_result_filters_get (HechaResultFilters *self, HechaResultFilter *filter)
{
  *filter = (HechaResultFilter) {
    .agency = get_or_null (self, BY_AGENCY),
    .plan = get_or_null (self, BY_PLAN),
    .verdict = get_or_null (self, BY_VERDICT),
    .operator= get_or_null (self, BY_OPERATOR),
    .state = (int)gtk_drop_down_get_selected (self->drop_downs[BY_STATE]) - 1,
    .doubts = get_doubts (self),
  };
}

/**
 * hecha_result_filters_dup_chosen:
 * @self: the choices
 *
 * Returns: (transfer full): what is chosen, as `a{ss}`, so that it can be kept
 */
GVariant *
hecha_result_filters_dup_chosen (HechaResultFilters *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  for (guint by = 0; by < N_CHOICES; by++)
    if (get_or_null (self, (By)by) != NULL)
      g_variant_builder_add (&builder, "{ss}", choices[by].key, get_chosen (self, (By)by));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * hecha_result_filters_choose:
 * @self: the choices
 * @chosen: as of hecha_result_filters_dup_chosen(); what it does not name is any
 */
void
hecha_result_filters_choose (HechaResultFilters *self, GVariant *chosen)
{
  self->updating = TRUE;
  for (guint by = 0; by < N_CHOICES; by++)
    {
      const char *id = "";

      g_variant_lookup (chosen, choices[by].key, "&s", &id);
      choose (self, (By)by, id);
    }
  self->updating = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
selected_cb (HechaResultFilters *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- life cycle ---- */

static void
hecha_result_filters_dispose (GObject *object)
{
  HechaResultFilters *self = HECHA_RESULT_FILTERS (object);

  self->updating = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hecha_result_filters_parent_class)->dispose (object);
}

static void
hecha_result_filters_finalize (GObject *object)
{
  HechaResultFilters *self = HECHA_RESULT_FILTERS (object);

  for (guint by = 0; by < N_CHOICES; by++)
    g_ptr_array_unref (self->ids[by]);
  G_OBJECT_CLASS (hecha_result_filters_parent_class)->finalize (object);
}

static void
hecha_result_filters_class_init (HechaResultFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_result_filters_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_result_filters_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  /**
   * HechaResultFilters::changed:
   *
   * Something else is chosen.
   */
  signals[CHANGED] = g_signal_new ("changed", HECHA_TYPE_RESULT_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

/* A name is cut where there is no room for all of it. */
static void
setup_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0F, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 8, NULL);
  gtk_list_item_set_child (item, label);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
add_choice (HechaResultFilters *self, By by)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_name_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_name_cb), NULL);
  self->ids[by] = g_ptr_array_new_with_free_func (g_free);
  self->names[by] = gtk_string_list_new (NULL);
  self->drop_downs[by] = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (self->names[by]), NULL));
  g_object_set (self->drop_downs[by], "factory", factory, "list-factory", NULL, NULL);
  g_object_unref (factory);
  offer (self, by, "", _ (choices[by].any));
  hecha_widget_name_drop_down (self->drop_downs[by], _ (choices[by].name));
  g_signal_connect_object (self->drop_downs[by], "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_flow_box_append (GTK_FLOW_BOX (self->box), GTK_WIDGET (self->drop_downs[by]));
  gtk_widget_set_focusable (gtk_widget_get_parent (GTK_WIDGET (self->drop_downs[by])), FALSE);
}

static void
hecha_result_filters_init (HechaResultFilters *self)
{
  self->box = gtk_flow_box_new ();
  g_object_set (self->box, "selection-mode", GTK_SELECTION_NONE, "homogeneous", TRUE, "column-spacing", 6,
                "row-spacing", 6, "min-children-per-line", 2, "max-children-per-line", 3, NULL);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint by = 0; by < N_CHOICES; by++)
    add_choice (self, (By)by);
  offer_fixed (self);
}
