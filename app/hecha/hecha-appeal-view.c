/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-appeal-view.h"

#include "hecha-appeal-follows.h"
#include "hecha-appeal-forms.h"
#include "hecha-data-table.h"
#include "hecha-evidence-list.h"
#include "hecha-evidence-row.h"
#include "hecha-row-list.h"
#include "hecha-viewer.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include "domain/hecha-content.h"
#include "domain/hecha-label.h"
#include "domain/hecha-rule.h"

#include <glib/gi18n.h>
#include <string.h>

/* The groups of rows, from the top. */
typedef enum
{
  ROWS_RULING,
  ROWS_REVIEW,
  ROWS_ADMISSION,
  ROWS_APPEAL,
  ROWS_FILES,
  ROWS_FINDING,
  N_ROWS
} Rows;

/**
 * HechaAppealView:
 *
 * One finding and the appeal against it: how far it is and its next step, what follows from the ruling, each step as it
 * was recorded, and the finding as it was signed, with its evidence.
 */
struct _HechaAppealView
{
  GtkWidget parent_instance;

  AdwHeaderBar *header;
  AdwPreferencesGroup *admission;
  AdwPreferencesGroup *appeal;
  HechaDataTable *compared;
  HechaEvidenceList *evidence;
  AdwStatusPage *failed;
  AdwPreferencesGroup *files;
  AdwPreferencesGroup *finding;
  AdwPreferencesGroup *follows;
  AdwPreferencesGroup *next;
  AdwPreferencesGroup *review;
  AdwPreferencesGroup *ruling;
  GtkStack *stack;
  GtkButton *step;
  AdwWindowTitle *title;

  HechaRowList *rows[N_ROWS];  /* (owned) */
  HechaSectionContext context; /* worker and thumbnailer are owned */
  HechaAppealCase *one;        /* (owned) (nullable): what is shown */
  HechaRate *rate;             /* (owned) (nullable): of its plan */
  char *record;                /* (owned) (nullable): what is asked for */
  GCancellable *cancellable;   /* (owned) of what is asked for */
};

G_DEFINE_FINAL_TYPE (HechaAppealView, hecha_appeal_view, GTK_TYPE_WIDGET)

/* ---- how far it is ---- */

static gboolean
read_day (const char *text, GDate *date)
{
  return text != NULL && hecha_date_parse (text, date, NULL);
}

/* Whether it was filed after its last day, which is told too. */
static char *
dup_in_time (const HechaAppealCase *one)
{
  const char *filed_on = hecha_record_get (one->row->appeal.filed, "filed_on");
  g_autofree char *last = one->has_limit ? hecha_date_dup_text (&one->limit.due) : NULL;
  GDate filed;

  if (last == NULL || !read_day (filed_on, &filed))
    return g_strdup ("");
  if (one->limit.provisional)
    return g_strdup_printf (
      _ ("Filed on %s; the last day is %s, while the calendar of that year is not published."), filed_on,
      last);
  return g_strdup_printf (g_date_compare (&filed, &one->limit.due) > 0
                            ? _ ("Filed on %s, too late: the last day was %s.")
                            : _ ("Filed on %s, in time: the last day was %s."),
                          filed_on, last);
}

static char *
dup_open_until (const HechaAppealCase *one)
{
  g_autofree char *due
    = one->row->has_due ? hecha_deadline_dup_text (&one->row->deadline, one->row->days) : NULL;

  if (due == NULL)
    return g_strdup (_ ("The leader has not signed; an appeal is against an effective finding (P3 4.3 a)."));
  return hecha_appeal_find_objection (one->row->assignment) != NULL
           ? g_strdup_printf (_ ("The agency objected in the field. An appeal may be filed. %s."), due)
           : g_strdup_printf (_ ("An appeal may be filed. %s."), due);
}

static char *
dup_where (const HechaAppealCase *one)
{
  g_autofree char *due
    = one->row->has_due ? hecha_deadline_dup_text (&one->row->deadline, one->row->days) : NULL;

  switch (one->row->appeal.state)
    {
    case HECHA_APPEAL_NONE:
      return dup_open_until (one);
    case HECHA_APPEAL_FILED:
      return dup_in_time (one);
    case HECHA_APPEAL_ACCEPTED:
      return g_strdup_printf (_ ("Two others or more have to review anew, before the ruling. %s."),
                              due != NULL ? due : "–");
    case HECHA_APPEAL_RE_REVIEW:
      return g_strdup_printf (_ ("The ruling is missing. %s."), due != NULL ? due : "–");
    case HECHA_APPEAL_OUT_OF_TIME:
      return g_strdup (_ ("It came too late; the finding stands."));
    case HECHA_APPEAL_RULED:
      return g_strdup (_ ("The ruling is final, and what counts follows it."));
    default:
      return g_strdup (
        _ ("Two of the office recorded a step differently; settle that first, under Reconcile."));
    }
}

static void
show_next (HechaAppealView *self)
{
  HechaAppealState state = self->one->row->appeal.state;
  const char *step = hecha_appeal_step_title (state);
  g_autofree char *where = dup_where (self->one);

  adw_preferences_group_set_title (self->next, hecha_word ("appeal", hecha_appeal_state_name (state)));
  adw_preferences_group_set_description (self->next, where);
  gtk_widget_set_visible (GTK_WIDGET (self->step), step != NULL);
  if (step != NULL)
    gtk_button_set_label (self->step, step);
}

/* (nullable) @one: the appeal whose next step is asked for; nothing: a new one. */
static void
ask (HechaAppealView *self, const HechaAppealCase *one)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  const char *state = one != NULL ? hecha_appeal_state_name (one->row->appeal.state) : "new";
  g_autofree char *name = g_strconcat ("appeal-", state, NULL);

  hecha_form_keep_drafts (hecha_appeal_form_new (window, self->context.worker, one), self->context.saver,
                          name);
}

static void
step_cb (HechaAppealView *self)
{
  if (self->one != NULL)
    ask (self, self->one);
}

static void
show_follows (HechaAppealView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->follows), self->one->row->appeal.state == HECHA_APPEAL_RULED);
  hecha_appeal_follows_show (self->compared, self->one, self->rate);
}

/* ---- the steps as they were recorded ---- */

static void
add_line (HechaAppealView *self, Rows which, const char *title, const char *text)
{
  if (!hecha_rule_is_blank (text))
    hecha_row_list_add (self->rows[which], hecha_text_lines_new (title, text));
}

static void
add_field (HechaAppealView *self, Rows which, const HechaRecord *step, const char *title, const char *field)
{
  add_line (self, which, title, hecha_record_get (step, field));
}

static void
add_person (HechaAppealView *self, Rows which, const HechaRecord *step, const char *title, const char *field)
{
  add_line (self, which, title, hecha_appeal_case_name (self->one, hecha_record_get (step, field)));
}

static void
add_time (HechaAppealView *self, Rows which, const char *title, const char *text)
{
  g_autofree char *when = NULL;
  gint64 ms;

  if (text == NULL || !hecha_rule_time_to_ms (text, &ms, NULL))
    return;
  when = hecha_time_dup_local (ms);
  add_line (self, which, title, when);
}

static void
show_ruling (HechaAppealView *self, const HechaRecord *ruling)
{
  if (ruling == NULL)
    return;
  add_line (self, ROWS_RULING, _ ("Result"),
            hecha_word ("appeal-result", hecha_record_get (ruling, "result")));
  add_line (self, ROWS_RULING, _ ("Verdict"), hecha_word ("verdict", hecha_record_get (ruling, "verdict")));
  add_field (self, ROWS_RULING, ruling, _ ("Reason"), "reason");
  add_person (self, ROWS_RULING, ruling, _ ("Ruled by"), "ruled_by");
  add_time (self, ROWS_RULING, _ ("Time"), hecha_record_get (ruling, "ruled_at"));
}

static void
show_review (HechaAppealView *self, const HechaRecord *review)
{
  g_auto (GStrv) reviewers = review != NULL ? hecha_record_get_list (review, "reviewers") : NULL;
  g_autofree char *names = NULL;

  if (review == NULL)
    return;
  for (guint i = 0; reviewers[i] != NULL; i++)
    {
      char *name = g_strdup (hecha_appeal_case_name (self->one, reviewers[i]));

      g_free (reviewers[i]);
      reviewers[i] = name;
    }
  names = g_strjoinv (_ (", "), reviewers);
  add_line (self, ROWS_REVIEW, _ ("Verdict"), hecha_word ("verdict", hecha_record_get (review, "verdict")));
  add_field (self, ROWS_REVIEW, review, _ ("Observation"), "observation");
  add_line (self, ROWS_REVIEW, _ ("Who Reviewed"), names);
  add_field (self, ROWS_REVIEW, review, _ ("Date"), "reviewed_on");
}

static void
show_admission (HechaAppealView *self, const HechaRecord *admission)
{
  if (admission == NULL)
    return;
  add_line (self, ROWS_ADMISSION, _ ("Decision"),
            hecha_word ("appeal", hecha_record_get (admission, "decision")));
  add_field (self, ROWS_ADMISSION, admission, _ ("Reason"), "reason");
  add_person (self, ROWS_ADMISSION, admission, _ ("Decided by"), "decided_by");
  add_field (self, ROWS_ADMISSION, admission, _ ("Date"), "decided_on");
}

static void
show_appeal (HechaAppealView *self, const HechaRecord *appeal)
{
  const HechaRecord *objection = hecha_appeal_find_objection (self->one->row->assignment);

  if (appeal == NULL && objection != NULL)
    {
      add_field (self, ROWS_APPEAL, objection, _ ("Objection in the Field"), "objection");
      add_person (self, ROWS_APPEAL, objection, _ ("Objected by"), "person");
      add_time (self, ROWS_APPEAL, _ ("Time"), hecha_record_get (objection, "signed_at"));
    }
  if (appeal == NULL)
    return;
  add_field (self, ROWS_APPEAL, appeal, _ ("Grounds"), "grounds");
  add_person (self, ROWS_APPEAL, appeal, _ ("Who files it for the agency"), "filed_by");
  add_field (self, ROWS_APPEAL, appeal, _ ("Finding received on"), "received_on");
  add_field (self, ROWS_APPEAL, appeal, _ ("Appeal filed on"), "filed_on");
  if (hecha_record_get (appeal, "objection") != NULL)
    add_line (self, ROWS_APPEAL, _ ("Objection in the Field"), _ ("It was made when the agency signed."));
}

/* ---- files and finding ---- */

static gboolean
points_at (const HechaRecord *appeal, const char *digest)
{
  g_auto (GStrv) digests = hecha_record_get_list (appeal, "evidence");

  return g_strv_contains ((const char *const *)digests, digest);
}

static void
add_files (HechaAppealView *self, GPtrArray *items, const HechaRecord *appeal)
{
  for (guint i = 0; i < items->len; i++)
    {
      HechaEvidenceItem *item = items->pdata[i];

      if (appeal == NULL || points_at (appeal, item->digest))
        hecha_row_list_add (self->rows[ROWS_FILES],
                            hecha_evidence_row_new (item, self->context.thumbnailer, FALSE));
    }
}

/* What came with it, and what of the finding it points at. */
static void
show_files (HechaAppealView *self)
{
  const HechaRecord *filed = self->one->row->appeal.filed;
  g_autoptr (GPtrArray) came = hecha_evidence_items_list_appeal (self->one->data);
  g_autoptr (GPtrArray) known = hecha_evidence_items_list (self->one->data);

  add_files (self, came, NULL);
  if (filed != NULL)
    add_files (self, known, filed);
}

static char *
dup_first_team (const HechaAppealCase *one)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (one->first_team), (GCompareFunc)strcmp);

  for (GList *l = ids; l != NULL; l = l->next)
    g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "",
                            hecha_appeal_case_name (one, l->data));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
open_finding_cb (HechaAppealView *self)
{
  const HechaRecord *assignment = hecha_appeal_case_get_assignment (self->one);
  g_autofree char *name = g_strdup_printf ("%s %s", assignment->scope, assignment->id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "(ss)", "results", name);
}

static void
show_finding (HechaAppealView *self)
{
  const HechaAssignment *assignment = self->one->data->assignment;
  const HechaRecord *leader = hecha_assignment_effective_signature (assignment);
  g_autofree char *verdict = leader != NULL ? hecha_content_dup_signed (leader, "verdict") : NULL;
  g_autofree char *observation = leader != NULL ? hecha_content_dup_signed (leader, "observation") : NULL;
  g_autofree char *team = dup_first_team (self->one);

  add_line (self, ROWS_FINDING, _ ("Verdict"), hecha_word ("verdict", verdict));
  add_line (self, ROWS_FINDING, _ ("Observation"), observation);
  add_line (self, ROWS_FINDING, _ ("Requirement"), hecha_record_get (assignment->record, "requirement"));
  add_line (self, ROWS_FINDING, _ ("Standard"), hecha_record_get (assignment->record, "standard"));
  if (leader != NULL)
    {
      add_person (self, ROWS_FINDING, leader, _ ("Signed by"), "person");
      add_time (self, ROWS_FINDING, _ ("Signed on"), hecha_record_get (leader, "signed_at"));
    }
  add_line (self, ROWS_FINDING, _ ("First Team, Which Neither Reviews nor Rules"), team);
  hecha_section_show (HECHA_SECTION (self->evidence), self->one->data);
}

static void
open_evidence_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaAppealView *self = HECHA_APPEAL_VIEW (widget);
  HechaViewer *viewer;

  if (self->one == NULL)
    return;
  viewer = hecha_viewer_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->context.worker,
                             self->context.env, self->context.thumbnailer);
  hecha_viewer_show (viewer, self->one->data, g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (viewer));
}

/* ---- all of it ---- */

static void
show_all (HechaAppealView *self)
{
  AdwPreferencesGroup *const groups[]
    = {self->ruling, self->review, self->admission, self->appeal, self->files, self->finding};
  const HechaAppeal *appeal = &self->one->row->appeal;
  const HechaRecord *assignment = hecha_appeal_case_get_assignment (self->one);

  adw_window_title_set_title (self->title, hecha_record_get (assignment, "name"));
  adw_window_title_set_subtitle (self->title, hecha_record_get (assignment, "unit"));
  for (guint i = 0; i < N_ROWS; i++)
    hecha_row_list_clear (self->rows[i]);
  show_next (self);
  show_follows (self);
  show_ruling (self, appeal->ruling);
  show_review (self, appeal->review);
  show_admission (self, appeal->admission);
  show_appeal (self, appeal->filed);
  show_files (self);
  show_finding (self);
  for (guint i = 0; i < N_ROWS; i++)
    gtk_widget_set_visible (GTK_WIDGET (groups[i]), hecha_row_list_get_length (self->rows[i]) > 0);
  gtk_stack_set_visible_child_name (self->stack, "page");
}

/* ---- reading ---- */

static void
rated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaAppealView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaRate) rate = hecha_store_worker_run_finish (NULL, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->one == NULL)
    return;
  if (rate == NULL)
    {
      g_warning ("The rate cannot be computed: %s", error->message);
      return;
    }
  g_clear_pointer (&self->rate, hecha_rate_free);
  self->rate = g_steal_pointer (&rate);
  show_follows (self);
}

static void
load_rate (HechaAppealView *self)
{
  const char *plan = hecha_record_get (hecha_appeal_case_get_assignment (self->one), "plan");

  if (self->one->row->appeal.state == HECHA_APPEAL_RULED)
    hecha_store_worker_run_async (self->context.worker, hecha_appeal_rate_work, g_strdup (plan), g_free,
                                  (GDestroyNotify)hecha_rate_free, self->cancellable, rated_cb,
                                  g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaAppealView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HechaAppealCase) one = hecha_store_worker_run_finish (NULL, result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (one == NULL)
    {
      sentence = hecha_error_dup_sentence (error);
      adw_status_page_set_description (self->failed, sentence);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  g_clear_pointer (&self->one, hecha_appeal_case_free);
  self->one = g_steal_pointer (&one);
  show_all (self);
  load_rate (self);
}

/**
 * hecha_appeal_view_refresh:
 * @self: the page
 *
 * Something in the store may be different.
 */
void
hecha_appeal_view_refresh (HechaAppealView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->record != NULL)
    hecha_store_worker_run_async (
      self->context.worker, hecha_appeal_case_work, hecha_appeal_name_new (self->record),
      (GDestroyNotify)hecha_appeal_name_free, (GDestroyNotify)hecha_appeal_case_free, self->cancellable,
      loaded_cb, g_object_ref (self));
}

/* ---- life cycle ---- */

static void
hecha_appeal_view_dispose (GObject *object)
{
  g_cancellable_cancel (HECHA_APPEAL_VIEW (object)->cancellable);
  hecha_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_APPEAL_VIEW);
  G_OBJECT_CLASS (hecha_appeal_view_parent_class)->dispose (object);
}

static void
hecha_appeal_view_finalize (GObject *object)
{
  HechaAppealView *self = HECHA_APPEAL_VIEW (object);

  for (guint i = 0; i < N_ROWS; i++)
    hecha_row_list_free (self->rows[i]);
  g_clear_object (&self->context.worker);
  g_clear_object (&self->context.thumbnailer);
  hecha_appeal_case_free (self->one);
  hecha_rate_free (self->rate);
  g_free (self->record);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hecha_appeal_view_parent_class)->finalize (object);
}

static void
hecha_appeal_view_class_init (HechaAppealViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_appeal_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_appeal_view_finalize;
  g_type_ensure (HECHA_TYPE_DATA_TABLE);
  g_type_ensure (HECHA_TYPE_EVIDENCE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-appeal-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, admission);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, appeal);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, compared);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, evidence);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, failed);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, files);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, finding);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, follows);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, header);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, next);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, review);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, ruling);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, stack);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, step);
  gtk_widget_class_bind_template_child (widget_class, HechaAppealView, title);
  gtk_widget_class_bind_template_callback (widget_class, open_finding_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_install_action (widget_class, "evidence.open", "s", open_evidence_cb);
}

static void
hecha_appeal_view_init (HechaAppealView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hecha_widget_make_room (self->header);
  self->cancellable = g_cancellable_new ();
  self->rows[ROWS_RULING] = hecha_row_list_new (self->ruling, _ ("Ruling"));
  self->rows[ROWS_REVIEW] = hecha_row_list_new (self->review, _ ("Re-Review"));
  self->rows[ROWS_ADMISSION] = hecha_row_list_new (self->admission, _ ("Whether It Was in Time"));
  self->rows[ROWS_APPEAL] = hecha_row_list_new (self->appeal, _ ("Appeal"));
  self->rows[ROWS_FILES] = hecha_row_list_new (self->files, _ ("Evidence of the Appeal"));
  self->rows[ROWS_FINDING] = hecha_row_list_new (self->finding, _ ("The Finding as It Was Signed"));
}

/**
 * hecha_appeal_view_set_context:
 * @self: the page
 * @context: what it works with
 */
void
hecha_appeal_view_set_context (HechaAppealView *self, const HechaPageContext *context)
{
  self->context = (HechaSectionContext) {
    .worker = g_object_ref (context->worker),
    .env = context->env,
    .saver = context->saver,
    .thumbnailer = g_object_ref (context->thumbnailer),
  };
  hecha_section_set_context (HECHA_SECTION (self->evidence), &self->context);
}

/**
 * hecha_appeal_view_show:
 * @self: the page
 * @record: (nullable): "SCOPE ID" of an assignment, or a sample; %NULL when none is shown
 */
void
hecha_appeal_view_show (HechaAppealView *self, const char *record)
{
  g_free (self->record);
  self->record = g_strdup (record);
  g_clear_pointer (&self->rate, hecha_rate_free);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  adw_window_title_set_title (self->title, "");
  adw_window_title_set_subtitle (self->title, "");
  hecha_appeal_view_refresh (self);
}

/**
 * hecha_appeal_view_file:
 * @self: the page
 *
 * Asks for an appeal that came to the office, and for the finding that it is about.
 */
void
hecha_appeal_view_file (HechaAppealView *self)
{
  ask (self, NULL);
}
