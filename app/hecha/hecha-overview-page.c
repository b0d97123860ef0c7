/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-overview-page.h"

#include "domain/hecha-rate.h"
#include "hecha-chart.h"
#include "hecha-data-table.h"
#include "hecha-reading.h"
#include "hecha-row-list.h"
#include "hecha-sample-item.h"
#include "hecha-sidebar-button.h"
#include "hecha-widget.h"
#include "hecha-words.h"
#include "store/hecha-glance.h"

#include <glib/gi18n.h>
#include <string.h>

/* The store looks again at samples that changed for so long before it does something else. */
#define BUDGET_US 50000
/* Rates read every finding: while laptops sync they take no more than one part of the time in so many. */
#define RATES_SHARE 10

/**
 * HechaOverviewPage:
 *
 * The quarter at a glance, for the office: what waits for a decision and what is due, how far the rounds are, how the
 * error rate stands beside that of earlier rounds, and which laptops were silent for long.
 */
struct _HechaOverviewPage
{
  GtkWidget parent_instance;

  AdwPreferencesPage *column;
  AdwPreferencesGroup *laptops;
  GtkFlowBox *legend;
  AdwPreferencesGroup *rates;
  HechaChart *rates_chart;
  HechaDataTable *rates_table;
  HechaChart *rounds_chart;
  HechaDataTable *rounds_table;
  AdwWindowTitle *title;
  AdwPreferencesGroup *waiting;

  HechaRowList *laptop_rows;  /* (owned) */
  HechaRowList *waiting_rows; /* (owned) */
  HechaStoreWorker *worker;   /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) cancelled in dispose */
  HechaReading *reading;      /* (owned) */
  gboolean rating;
  gboolean unrated;     /* something changed meanwhile */
  gint64 rated_us;      /* when the rates were asked for last */
  gint64 rate_again_us; /* when they may be asked for again; 0 for at once */
  guint rates_id;       /* 0 when they need not be asked for again */
};

static void page_init (HechaPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaOverviewPage, hecha_overview_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_PAGE, page_init))

/* ---- what waits ---- */

typedef struct
{
  const char *title;
  guint n;
  gboolean urgent;
  const char *action;
} Count;

static char *
dup_count_look (gconstpointer item, gpointer data)
{
  const Count *count = item;

  return g_strdup_printf ("%s\n%u", count->title, count->n);
}

static GtkWidget *
make_count (gpointer item, gpointer data)
{
  const Count *count = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = g_strdup_printf ("%u", count->n);
  GtkWidget *label = gtk_label_new (text);

  g_object_set (row, "use-markup", FALSE, "title", count->title, "activatable", count->n > 0, NULL);
  if (count->n > 0)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (row), count->action);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, count->urgent && count->n > 0 ? "warning" : "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
show_waiting (HechaOverviewPage *self, const HechaGlance *glance)
{
  const Count counts[] = {
    {_ ("Conflicts"), glance->open.conflicts, TRUE, "win.show-page(('reconcile', ''))"},
    {_ ("Copied Laptops"), glance->open.forks, TRUE, "win.show-page(('reconcile', ''))"},
    {_ ("In Quarantine"), glance->open.holds, TRUE, "win.show-page(('reconcile', ''))"},
    {_ ("Waiting for Other Entries"), glance->n_parked, FALSE, "win.show-sync"},
    {_ ("Samples Overdue"), glance->n_overdue, TRUE, "win.show-samples"},
    {_ ("Samples Due Today"), glance->n_due, TRUE, "win.show-samples"},
  };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_ptr_array_add (items, g_memdup2 (&counts[i], sizeof counts[i]));
  hecha_row_list_fill (self->waiting_rows, items, dup_count_look, make_count, NULL);
}

/* ---- the rounds ---- */

static const HechaChartColor colors[HECHA_WORK_N_STATES] = {
  [HECHA_WORK_TODO] = HECHA_CHART_NEUTRAL,        [HECHA_WORK_BEGUN] = HECHA_CHART_BEGUN,
  [HECHA_WORK_READY] = HECHA_CHART_READY,         [HECHA_WORK_EFFECTIVE] = HECHA_CHART_EFFECTIVE,
  [HECHA_WORK_CONTESTED] = HECHA_CHART_CONTESTED,
};

/* Here everything is at the office: that is no state of its own. */
#define N_SHOWN (HECHA_WORK_CONTESTED - HECHA_WORK_TODO + 1)

static guint
count_of (const HechaWorkRound *round, HechaWorkState state)
{
  return round->counts[state] + (state == HECHA_WORK_EFFECTIVE ? round->counts[HECHA_WORK_OFFICE] : 0);
}

static void
add_round_row (HechaOverviewPage *self, const HechaWorkRound *round)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, g_strdup (round->plan));
  for (HechaWorkState state = HECHA_WORK_TODO; state <= HECHA_WORK_CONTESTED; state++)
    g_ptr_array_add (cells, g_strdup_printf ("%u", count_of (round, state)));
  g_ptr_array_add (cells, NULL);
  hecha_data_table_add_row (self->rounds_table, (const char *const *)cells->pdata);
}

static void
add_round_bar (HechaOverviewPage *self, const HechaWorkRound *round)
{
  HechaChartPart parts[N_SHOWN];
  g_autofree char *label
    = g_strdup_printf (_ ("%s: %u of %u effective"), round->plan, round->total - round->open, round->total);

  for (guint i = 0; i < N_SHOWN; i++)
    {
      HechaWorkState state = (HechaWorkState)(HECHA_WORK_TODO + i);

      parts[i] = (HechaChartPart) {colors[state], count_of (round, state)};
    }
  hecha_chart_add_bar (self->rounds_chart, label, parts, N_SHOWN);
}

static void
show_rounds (HechaOverviewPage *self, GPtrArray *rounds)
{
  g_autoptr (GPtrArray) head = g_ptr_array_new ();

  g_ptr_array_add (head, (gpointer)_ ("Plan"));
  for (HechaWorkState state = HECHA_WORK_TODO; state <= HECHA_WORK_CONTESTED; state++)
    g_ptr_array_add (head, (gpointer)hecha_work_state_label (state));
  g_ptr_array_add (head, NULL);
  hecha_chart_clear (self->rounds_chart);
  hecha_data_table_clear (self->rounds_table);
  hecha_data_table_add_row (self->rounds_table, (const char *const *)head->pdata);
  for (guint i = 0; i < rounds->len; i++)
    {
      add_round_bar (self, rounds->pdata[i]);
      add_round_row (self, rounds->pdata[i]);
    }
}

static void
add_legend (HechaOverviewPage *self)
{
  for (HechaWorkState state = HECHA_WORK_TODO; state <= HECHA_WORK_CONTESTED; state++)
    {
      GtkWidget *label = gtk_label_new (hecha_work_state_label (state));

      gtk_widget_add_css_class (label, "pill-label");
      gtk_widget_add_css_class (label, hecha_work_state_style (state));
      gtk_flow_box_append (self->legend, label);
      gtk_widget_set_focusable (gtk_widget_get_parent (label), FALSE);
    }
}

/* ---- laptops ---- */

static void
show_laptops (HechaOverviewPage *self, GPtrArray *contacts)
{
  hecha_row_list_clear (self->laptop_rows);
  for (guint i = 0; i < contacts->len; i++)
    {
      const HechaContact *contact = contacts->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *when = contact->last_ms > 0 ? hecha_time_dup_local (contact->last_ms) : NULL;
      g_autofree char *subtitle = when != NULL
                                    ? g_strdup_printf (_ ("%s · last entry %s"), contact->home, when)
                                    : g_strdup_printf (_ ("%s · nothing recorded yet"), contact->home);

      g_object_set (row, "use-markup", FALSE, "title", contact->name != NULL ? contact->name : contact->dev,
                    "subtitle", subtitle, NULL);
      hecha_row_list_add (self->laptop_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->laptops), contacts->len > 0);
}

/* ---- rates ---- */

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  const HechaRate *x = *(const HechaRate *const *)a, *y = *(const HechaRate *const *)b;
  int order = g_strcmp0 (y->quarter, x->quarter);

  return order != 0 ? order : strcmp (x->plan, y->plan);
}

static gpointer
rate_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *rates = hecha_rate_list (hecha_store_reader (store), NULL, (HechaFraction) {95, 100}, error);

  if (rates != NULL)
    g_ptr_array_sort (rates, compare_rates);
  return rates;
}

static void
add_rate (HechaOverviewPage *self, const HechaRate *rate)
{
  gboolean third = g_strcmp0 (rate->operator, "third_party") == 0;
  const HechaInterval *interval = &rate->interval;
  g_autofree char *label = g_strdup_printf ("%s · %s", rate->quarter, rate->plan);
  g_autofree char *percent = hecha_rate_dup_percent (rate->failed, rate->checked);
  g_autofree char *counted = g_strdup_printf ("%u / %u", rate->failed, rate->checked);
  g_autofree char *text = g_strdup_printf ("%s · %s", percent, counted);
  g_autofree char *limits = interval->has_value
                              ? g_strdup_printf ("%.1f–%.1f%%", (double)interval->clopper_pearson[0] * 100,
                                                 (double)interval->clopper_pearson[1] * 100)
                              : g_strdup ("–");
  const char *const cells[]
    = {label, hecha_word ("plan-operator", rate->operator), counted, percent, limits, NULL};
  double value = (double)rate->failed / rate->checked;

  hecha_chart_add_range (self->rates_chart, label, text, third ? HECHA_CHART_THIRD_PARTY : HECHA_CHART_BEGUN,
                         interval->has_value ? (double)interval->clopper_pearson[0] : value, value,
                         interval->has_value ? (double)interval->clopper_pearson[1] : value);
  hecha_data_table_add_row (self->rates_table, cells);
}

static void ask_rates (HechaOverviewPage *self);

static void
rated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaOverviewPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rates = hecha_store_worker_run_finish (NULL, result, &error);
  const char *const head[]
    = {_ ("Round"), _ ("Who Checked"), _ ("Failed / Checked"), _ ("Rate"), _ ("Limits"), NULL};
  gint64 now = g_get_monotonic_time ();
  guint shown = 0;

  self->rating = FALSE;
  self->rate_again_us = now + RATES_SHARE * (now - self->rated_us);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rates == NULL)
    g_warning ("The rates cannot be computed: %s", error->message);
  hecha_chart_clear (self->rates_chart);
  hecha_data_table_clear (self->rates_table);
  hecha_data_table_add_row (self->rates_table, head);
  for (guint i = 0; rates != NULL && i < rates->len; i++)
    if (((const HechaRate *)rates->pdata[i])->checked > 0)
      {
        add_rate (self, rates->pdata[i]);
        shown++;
      }
  gtk_widget_set_visible (GTK_WIDGET (self->rates), shown > 0);
  if (self->unrated)
    ask_rates (self);
}

static gboolean
rate_cb (gpointer data)
{
  HechaOverviewPage *self = data;

  self->rates_id = 0;
  self->rating = TRUE;
  self->rated_us = g_get_monotonic_time ();
  hecha_store_worker_run_async (self->worker, rate_work, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                                self->cancellable, rated_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
ask_rates (HechaOverviewPage *self)
{
  gint64 wait_us = self->rate_again_us - g_get_monotonic_time ();

  self->unrated = self->rating;
  if (self->rates_id == 0 && !self->rating)
    self->rates_id = g_timeout_add ((guint)MAX (wait_us / 1000, 0), rate_cb, self);
}

/* ---- reading ---- */

typedef struct
{
  HechaGlance *glance;
  gboolean more; /* not all samples were looked at */
} Loaded;

static void
free_loaded (Loaded *loaded)
{
  hecha_glance_free (loaded->glance);
  g_free (loaded);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, free_loaded)

static gpointer
load_work (HechaStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HechaWork) work = hecha_work_open (store, error);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  if (work == NULL || !hecha_work_refresh (work, BUDGET_US, changed, &loaded->more, error))
    return NULL;
  loaded->glance = hecha_glance_load (work, error);
  return loaded->glance != NULL ? g_steal_pointer (&loaded) : NULL;
}

static void load (HechaOverviewPage *self);

static void
show_loaded (GtkWidget *page, gpointer result)
{
  HechaOverviewPage *self = HECHA_OVERVIEW_PAGE (page);
  g_autoptr (Loaded) loaded = result;

  if (loaded == NULL)
    return;
  show_waiting (self, loaded->glance);
  show_rounds (self, loaded->glance->rounds);
  show_laptops (self, loaded->glance->contacts);
  if (loaded->more)
    load (self);
  else
    ask_rates (self);
}

static void
load (HechaOverviewPage *self)
{
  hecha_reading_ask (self->reading, self->worker, NULL);
}

/* ---- as a page ---- */

static void
set_context (HechaPage *page, const HechaPageContext *context)
{
  HECHA_OVERVIEW_PAGE (page)->worker = g_object_ref (context->worker);
}

static void
refresh (HechaPage *page)
{
  load (HECHA_OVERVIEW_PAGE (page));
}

static void
page_init (HechaPageInterface *iface)
{
  iface->set_context = set_context;
  iface->refresh = refresh;
}

/* ---- life cycle ---- */

static void
hecha_overview_page_dispose (GObject *object)
{
  HechaOverviewPage *self = HECHA_OVERVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->rates_id, g_source_remove);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_OVERVIEW_PAGE);
  G_OBJECT_CLASS (hecha_overview_page_parent_class)->dispose (object);
}

static void
hecha_overview_page_finalize (GObject *object)
{
  HechaOverviewPage *self = HECHA_OVERVIEW_PAGE (object);

  hecha_reading_free (self->reading);
  hecha_row_list_free (self->laptop_rows);
  hecha_row_list_free (self->waiting_rows);
  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_overview_page_parent_class)->finalize (object);
}

static void
hecha_overview_page_class_init (HechaOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_overview_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_overview_page_finalize;
  g_type_ensure (HECHA_TYPE_CHART);
  g_type_ensure (HECHA_TYPE_DATA_TABLE);
  g_type_ensure (HECHA_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, column);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, laptops);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, legend);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, rates);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, rates_chart);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, rates_table);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, rounds_chart);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, rounds_table);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, HechaOverviewPage, waiting);
}

static void
hecha_overview_page_init (HechaOverviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->reading = hecha_reading_new (GTK_WIDGET (self), load_work, (GDestroyNotify)free_loaded, show_loaded,
                                     self->cancellable);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->waiting_rows = hecha_row_list_new (self->waiting, _ ("Waits for Somebody"));
  self->laptop_rows = hecha_row_list_new (self->laptops, _ ("Laptops, Silent for Longest First"));
  add_legend (self);
}
