/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-result-page.h"

#include "hecha-covered-section.h"
#include "hecha-data-table.h"
#include "hecha-evidence-list.h"
#include "hecha-result-row.h"
#include "hecha-row-list.h"
#include "hecha-sample-loader.h"
#include "hecha-signatures-section.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaResultPage:
 *
 * One finding, to be read: declared against found, what is doubtful, the other findings on the same unit, signatures
 * and their checks, everything they cover, and the evidence beside it.
 */
struct _HechaResultPage
{
  GtkWidget parent_instance;

  AdwHeaderBar *header;
  GtkBox *column;
  GtkBox *columns;
  HechaDataTable *compared;
  AdwPreferencesGroup *doubts;
  HechaEvidenceList *evidence;
  AdwStatusPage *failed;
  AdwPreferencesGroup *others;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  AdwWindowTitle *title;

  HechaRowList *doubt_rows;    /* (owned) */
  HechaRowList *other_rows;    /* (owned) */
  HechaSectionContext context; /* worker and thumbnailer are owned */
  HechaSampleLoader *loader;   /* (owned) */
  HechaResults *results;       /* (owned) (nullable): all findings */
  guint place;                 /* of the one that is shown, among them */
};

enum
{
  OTHER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HechaResultPage, hecha_result_page, GTK_TYPE_WIDGET)

/* ---- declared and found ---- */

static char *
dup_measured (const HechaSampleData *data)
{
  const char *value = hecha_sample_data_get (data, "finding", "value");
  const char *unit = hecha_sample_data_get (data, "finding", "unit");

  return value != NULL ? g_strdup_printf ("%s %s", value, unit != NULL ? unit : "") : g_strdup ("–");
}

static const char *
or_dash (const char *text)
{
  return text != NULL && *text != '\0' ? text : "–";
}

static const char *
declared (const HechaSampleData *data, const char *field)
{
  return or_dash (data->declaration != NULL ? hecha_record_get (data->declaration, field) : NULL);
}

static void
show_compared (HechaResultPage *self, const HechaResult *result, const HechaSampleData *data)
{
  g_autofree char *measured = dup_measured (data);
  g_autofree char *n_evidence = g_strdup_printf ("%u", result->n_evidence);
  const char *value = hecha_sample_data_get (data, "assignment", "declared_value");
  const char *const rows[][4] = {
    {"", _ ("Declared"), _ ("Found"), NULL},
    {_ ("Verdict"), or_dash (hecha_word ("verdict", result->declared)),
     or_dash (hecha_word ("verdict", result->verdict)), NULL},
    {_ ("Value"), value != NULL ? value : declared (data, "value"), measured, NULL},
    {_ ("Evidence"), declared (data, "evidence_count"), n_evidence, NULL},
    {_ ("By"), declared (data, "submitted_by"), strchr (result->scope, ':') + 1, NULL},
  };

  hecha_data_table_clear (self->compared);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    hecha_data_table_add_row (self->compared, rows[i]);
}

/* ---- doubts ---- */

static const char *
doubt_sentence (guint bit)
{
  static const char *const sentences[HECHA_DOUBT_N] = {
    N_ ("People wrote different things; the office has to settle it first"),
    N_ ("The inspected agency objects, or refused to sign."),
    N_ ("Something was written after the leader's signature; what was signed counts."),
    N_ ("A signature does not carry what was signed."),
    N_ ("A signature is dated before the sample was assigned, or before anybody was there."),
    N_ ("The agency declared something else."),
    N_ ("Two or more have signed for this sample; the office has not chosen whose finding counts."),
    N_ ("The office's own check and a third party's found different things."),
  };

  return _ (sentences[bit]);
}

static void
show_doubts (HechaResultPage *self, guint doubts)
{
  hecha_row_list_clear (self->doubt_rows);
  for (guint i = 0; i < HECHA_DOUBT_N; i++)
    if ((doubts & 1U << i) != 0)
      {
        GtkWidget *row = hecha_text_lines_new (hecha_doubt_label ((HechaDoubt)(1U << i)), doubt_sentence (i));

        gtk_widget_remove_css_class (row, "asked");
        adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "dialog-warning-symbolic");
        hecha_row_list_add (self->doubt_rows, row);
      }
  gtk_widget_set_visible (GTK_WIDGET (self->doubts), doubts != 0);
}

/* ---- the same unit by others ---- */

static void
other_activated_cb (HechaResultPage *self, GtkWidget *row)
{
  const HechaResult *other
    = hecha_results_get (self->results, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "place")));
  g_autofree char *scope = g_strdup (other->scope);
  g_autofree char *id = g_strdup (other->id);

  g_signal_emit (self, signals[OTHER], 0, scope, id);
}

static char *
dup_other_title (const HechaResult *other)
{
  return g_strdup_printf ("%s · %s", other->plan, strchr (other->scope, ':') + 1);
}

static char *
dup_other_subtitle (const HechaResult *other)
{
  gboolean third = g_strcmp0 (other->operator, "third_party") == 0;

  return g_strdup_printf ("%s · %s", third ? _ ("Third Party") : _ ("Own Checks"),
                          or_dash (hecha_word ("verdict", other->verdict)));
}

/* An item is the place of a finding among all of them. */
static char *
dup_other_look (gconstpointer item, gpointer data)
{
  const HechaResult *other = hecha_results_get (HECHA_RESULT_PAGE (data)->results, GPOINTER_TO_UINT (item));
  g_autofree char *title = dup_other_title (other), *subtitle = dup_other_subtitle (other);

  return g_strdup_printf ("%u\n%s\n%s", GPOINTER_TO_UINT (item), title, subtitle);
}

static GtkWidget *
make_other_row (gpointer item, gpointer data)
{
  HechaResultPage *self = data;
  const HechaResult *other = hecha_results_get (self->results, GPOINTER_TO_UINT (item));
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = dup_other_title (other), *subtitle = dup_other_subtitle (other);

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, "activatable", TRUE, NULL);
  g_object_set_data (G_OBJECT (row), "place", item);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (other_activated_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* They follow each other, see #HechaResults. */
static void
show_others (HechaResultPage *self, const HechaResult *result)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new ();

  for (guint i = 0; i < self->results->rows->len; i++)
    if (i != self->place && strcmp (hecha_results_get (self->results, i)->unit, result->unit) == 0)
      g_ptr_array_add (places, GUINT_TO_POINTER (i));
  hecha_row_list_fill (self->other_rows, places, dup_other_look, make_other_row, self);
  gtk_widget_set_visible (GTK_WIDGET (self->others), places->len > 0);
}

/* ---- all of it ---- */

static void
show_all (HechaResultPage *self)
{
  HechaSampleData *data = hecha_sample_loader_get_data (self->loader);
  const HechaResult *result = hecha_results_get (self->results, self->place);

  if (data == NULL)
    return;
  show_compared (self, result, data);
  show_doubts (self, result->doubts);
  show_others (self, result);
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    if (HECHA_IS_SECTION (section))
      hecha_section_show (HECHA_SECTION (section), data);
  hecha_section_show (HECHA_SECTION (self->evidence), data);
  gtk_stack_set_visible_child_name (self->stack, "page");
}

static void
failed_cb (HechaResultPage *self, const char *sentence)
{
  adw_status_page_set_description (self->failed, sentence);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

/* What is shown stays as it is when the finding is none of them. */
static gboolean
take_results (HechaResultPage *self, HechaResults *results, const char *scope, const char *id)
{
  for (guint i = 0; i < results->rows->len; i++)
    {
      const HechaResult *row = hecha_results_get (results, i);

      if (strcmp (row->id, id) != 0 || strcmp (row->scope, scope) != 0)
        continue;
      hecha_results_ref (results);
      g_clear_pointer (&self->results, hecha_results_unref);
      self->results = results;
      self->place = i;
      return TRUE;
    }
  return FALSE;
}

/* ---- life cycle ---- */

static gboolean
arrange (GBinding *binding, const GValue *folded, GValue *orientation, gpointer data)
{
  g_value_set_enum (orientation,
                    g_value_get_boolean (folded) ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  return TRUE;
}

/* Evidence beside the words where there is room, else below them. */
static void
hecha_result_page_root (GtkWidget *widget)
{
  HechaResultPage *self = HECHA_RESULT_PAGE (widget);
  AdwLeaflet *leaflet = hecha_widget_find_leaflet (widget);

  GTK_WIDGET_CLASS (hecha_result_page_parent_class)->root (widget);
  if (leaflet != NULL)
    g_object_bind_property_full (leaflet, "folded", self->columns, "orientation", G_BINDING_SYNC_CREATE,
                                 arrange, NULL, NULL, NULL);
}

static void
hecha_result_page_dispose (GObject *object)
{
  HechaResultPage *self = HECHA_RESULT_PAGE (object);

  g_clear_object (&self->loader);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_RESULT_PAGE);
  G_OBJECT_CLASS (hecha_result_page_parent_class)->dispose (object);
}

static void
hecha_result_page_finalize (GObject *object)
{
  HechaResultPage *self = HECHA_RESULT_PAGE (object);

  hecha_row_list_free (self->doubt_rows);
  hecha_row_list_free (self->other_rows);
  g_clear_object (&self->context.worker);
  g_clear_object (&self->context.thumbnailer);
  g_clear_pointer (&self->results, hecha_results_unref);
  G_OBJECT_CLASS (hecha_result_page_parent_class)->finalize (object);
}

static void
hecha_result_page_class_init (HechaResultPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_result_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_result_page_finalize;
  widget_class->root = hecha_result_page_root;
  g_type_ensure (HECHA_TYPE_COVERED_SECTION);
  g_type_ensure (HECHA_TYPE_DATA_TABLE);
  g_type_ensure (HECHA_TYPE_EVIDENCE_LIST);
  g_type_ensure (HECHA_TYPE_SIGNATURES_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-result-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, header);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, column);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, columns);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, compared);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, doubts);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, evidence);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, others);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaResultPage, title);

  /**
   * HechaResultPage::other:
   * @scope: of an assignment
   * @id: of the assignment
   *
   * Somebody wants to see another finding on the same unit.
   */
  signals[OTHER] = g_signal_new ("other", HECHA_TYPE_RESULT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hecha_result_page_init (HechaResultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
  self->doubt_rows = hecha_row_list_new (self->doubts, _ ("What Is Doubtful"));
  self->other_rows = hecha_row_list_new (self->others, _ ("Other Findings on This Unit"));
}

/**
 * hecha_result_page_set_context:
 * @self: the page
 * @context: what it works with
 */
void
hecha_result_page_set_context (HechaResultPage *self, const HechaPageContext *context)
{
  self->context = (HechaSectionContext) {
    .worker = g_object_ref (context->worker),
    .env = context->env,
    .saver = context->saver,
    .thumbnailer = g_object_ref (context->thumbnailer),
  };
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->column)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    if (HECHA_IS_SECTION (section))
      hecha_section_set_context (HECHA_SECTION (section), &self->context);
  hecha_section_set_context (HECHA_SECTION (self->evidence), &self->context);
  self->loader = hecha_sample_loader_new (context->worker);
  g_signal_connect_object (self->loader, "loaded", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * hecha_result_page_show:
 * @self: the page
 * @results: all findings
 * @scope: of an assignment that is one of them
 * @id: of the assignment
 *
 * Returns: whether it is one of them
 */
gboolean
hecha_result_page_show (HechaResultPage *self, HechaResults *results, const char *scope, const char *id)
{
  if (!take_results (self, results, scope, id))
    return FALSE;
  adw_window_title_set_title (self->title, hecha_results_get (results, self->place)->name);
  adw_window_title_set_subtitle (self->title, hecha_results_get (results, self->place)->unit);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (hecha_sample_loader_select (self->loader, scope, id))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else
    show_all (self);
  return TRUE;
}

/**
 * hecha_result_page_update:
 * @self: the page
 * @results: all findings, as they are now
 *
 * Returns: whether the finding that is shown is still one of them
 */
gboolean
hecha_result_page_update (HechaResultPage *self, HechaResults *results)
{
  g_autofree char *scope = NULL;
  g_autofree char *id = NULL;

  if (self->results == NULL)
    return FALSE;
  scope = g_strdup (hecha_results_get (self->results, self->place)->scope);
  id = g_strdup (hecha_results_get (self->results, self->place)->id);
  if (!take_results (self, results, scope, id))
    return FALSE;
  show_all (self);
  return TRUE;
}
