/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-view.h"

#include "domain/hecha-site.h"
#include "domain/hecha-statistics.h"
#include "hecha-ask-reason.h"
#include "hecha-ceremony.h"
#include "hecha-plan-deeds.h"
#include "hecha-plan-forms.h"
#include "hecha-report-window.h"
#include "hecha-row-list.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaPlanView:
 *
 * One plan with all that belongs to it: its six parts, the frame, the draw, samples, teams and packages. What can be
 * done follows from its state; each act is recorded on the store's thread, and comes back as data. Emits “protocol”
 * when that is asked for.
 */
struct _HechaPlanView
{
  AdwBin parent_instance;

  AdwPreferencesGroup *draw;
  AdwPreferencesGroup *ending;
  AdwPreferencesGroup *frame;
  GtkLabel *next;
  AdwPreferencesGroup *packages;
  AdwPreferencesGroup *parts;
  AdwPreferencesGroup *samples;
  GtkLabel *state;
  GtkButton *step;
  AdwPreferencesGroup *teams;

  HechaRowList *part_rows;    /* (owned) */
  HechaRowList *frame_rows;   /* (owned) */
  HechaRowList *draw_rows;    /* (owned) */
  HechaRowList *sample_rows;  /* (owned) */
  HechaRowList *team_rows;    /* (owned) */
  HechaRowList *package_rows; /* (owned) */

  HechaStoreWorker *worker; /* (owned) */
  HechaSaver *saver;        /* (owned) */
  HechaPlanData *data;      /* (owned) (nullable) */
  HechaCeremony *ceremony;  /* (nullable) while it is open */
  guint size;               /* that a form of sizes gave; 0 for none */
};

G_DEFINE_FINAL_TYPE (HechaPlanView, hecha_plan_view, ADW_TYPE_BIN)

enum
{
  PROTOCOL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkWindow *
get_window (HechaPlanView *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* ---- acting ---- */

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HechaPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = hecha_store_worker_run_finish (self->worker, result, &error);
  g_autofree char *sentence = NULL;

  if (self->state == NULL)
    return;
  if (error != NULL)
    {
      sentence = hecha_error_dup_sentence (error);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "(ss)", _ ("Not Done"), sentence);
    }
  else if (answer != NULL)
    hecha_report_window_present (get_window (self), _ ("Computed Anew"), answer);
}

static void
run (HechaPlanView *self, HechaJob *job)
{
  hecha_job_run (job, self->worker, recorded_cb, g_object_ref (self));
}

static const char *
get_code (HechaPlanView *self)
{
  return self->data->plan->id;
}

static void
change_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_form_keep_drafts (hecha_plan_form_new (get_window (self), self->worker, self->data), self->saver,
                          "plan-change");
}

static void
approve_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  HechaJob *job = hecha_job_new (hecha_deed_plan_approve, get_code (self));
  g_autofree char *hash = hecha_plan_dup_text_hash (self->data->plan);

  hecha_job_set (job, "text_hash", hash);
  run (self, job);
}

static void
freeze_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_freeze_form_new (get_window (self), self->worker, self->data);
}

static void
size_given_cb (HechaPlanView *self, const char *answer)
{
  self->size = (guint)g_ascii_strtoull (answer, NULL, 10);
}

static void
size_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);
  HechaForm *form
    = hecha_size_form_new (get_window (self), self->worker, hecha_plan_data_count_units (self->data));

  g_signal_connect_object (form, "done", G_CALLBACK (size_given_cb), self, G_CONNECT_SWAPPED);
}

static void
ceremony_closed_cb (HechaPlanView *self)
{
  self->ceremony = NULL;
}

/* What was asked for, else what 95 % and ± 5 % ask for. */
static guint
get_size (HechaPlanView *self)
{
  const HechaFraction margin = {5, 100}, confidence = {95, 100}, expected = {1, 2};
  HechaSampleSize size = {0};

  if (self->size > 0)
    return self->size;
  hecha_sample_size (hecha_plan_data_count_units (self->data), margin, confidence, expected, &size, NULL);
  return MAX (1, size.n);
}

/* By dice before witnesses; all of the frame; or those that are named. */
static void
draw_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);
  const char *selection = hecha_record_get (self->data->plan, "selection");

  if (g_strcmp0 (selection, "census") == 0)
    run (self, hecha_job_new (hecha_deed_pick, get_code (self)));
  else if (g_strcmp0 (selection, "judgement") == 0)
    hecha_form_keep_drafts (hecha_pick_form_new (get_window (self), self->worker, self->data), self->saver,
                            "plan-pick");
  else
    {
      self->ceremony = hecha_ceremony_new (get_window (self), self->worker, get_size (self));
      g_signal_connect_object (self->ceremony, "destroy", G_CALLBACK (ceremony_closed_cb), self,
                               G_CONNECT_SWAPPED);
      hecha_ceremony_show (self->ceremony, self->data);
      gtk_window_present (GTK_WINDOW (self->ceremony));
    }
}

static void
verify_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  run (self, hecha_job_new (hecha_deed_verify, get_code (self)));
}

static void
protocol_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[PROTOCOL], 0);
}

static void
extend_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_form_keep_drafts (hecha_extend_form_new (get_window (self), self->worker, self->data), self->saver,
                          "plan-extend");
}

static void
draw_teams_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_team_draw_form_new (get_window (self), self->worker, self->data);
}

static void
new_team_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_team_form_new (get_window (self), self->worker, self->data);
}

static void
assign_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_assign_form_new (get_window (self), self->worker, self->data);
}

static void
new_package_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_package_form_new (get_window (self), self->worker, self->data);
}

/* ---- with a reason ---- */

typedef struct
{
  HechaPlanView *view; /* (owned) */
  HechaDeed deed;
  char *subject; /* (owned) */
} Reasoned;

static void
free_reasoned (gpointer data)
{
  Reasoned *self = data;

  g_object_unref (self->view);
  g_free (self->subject);
  g_free (self);
}

static void
reason_given_cb (const char *reason, gpointer user_data)
{
  Reasoned *self = user_data;
  HechaJob *job = hecha_job_new (self->deed, self->subject);

  hecha_job_set (job, "reason", reason);
  run (self->view, job);
}

static Reasoned *
new_reasoned (HechaPlanView *self, HechaDeed deed, const char *subject)
{
  Reasoned *reasoned = g_new0 (Reasoned, 1);

  *reasoned = (Reasoned) {g_object_ref (self), deed, g_strdup (subject)};
  return reasoned;
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_ask_reason (
    get_window (self), _ ("Cancel This Plan?"),
    _ ("It stays on record with your reason and with what was drawn; a new plan has a new code."),
    _ ("_Cancel Plan"), reason_given_cb, new_reasoned (self, hecha_deed_plan_cancel, get_code (self)),
    free_reasoned);
}

static void
replace_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (widget);

  hecha_ask_reason (get_window (self), _ ("Replace This Sample?"),
                    _ ("It stays on record with your reason; the next rank of its class takes its place."),
                    _ ("_Replace"), reason_given_cb,
                    new_reasoned (self, hecha_deed_replace, g_variant_get_string (parameter, NULL)),
                    free_reasoned);
}

/* ---- showing ---- */

/* What comes next, and the action that does it. */
typedef struct
{
  const char *sentence;
  const char *verb; /* (nullable) */
  const char *action;
} Step;

static const Step steps[] = {
  [HECHA_PLAN_DRAFT] = {N_ ("Write the six parts, then approve the plan: its text is fixed from then on."),
                        N_ ("A_pprove"), "plan.approve"},
  [HECHA_PLAN_APPROVED] = {N_ ("Freeze the frame: what is drawn from gets a hash that is made public."),
                           N_ ("_Freeze the Frame…"), "plan.freeze"},
  [HECHA_PLAN_FROZEN] = {N_ ("The frame is frozen. Take the samples."), N_ ("_Hold the Draw…"), "plan.draw"},
  [HECHA_PLAN_DRAWN] = {N_ ("Give the samples to teams or visitors."), N_ ("_Assign…"), "plan.assign"},
  [HECHA_PLAN_RUNNING] = {N_ ("The samples are with those who inspect them."), NULL, NULL},
  [HECHA_PLAN_DISPUTED] = {N_ ("Somebody cancelled this plan without knowing that its samples had been "
                               "assigned. The samples count; nothing more is drawn or assigned."),
                           NULL, NULL},
  [HECHA_PLAN_CANCELLED] = {N_ ("This plan was cancelled; it stays to be seen."), NULL, NULL},
};

/* The samples are drawn, or all are taken, or the office selects them. Nothing is done with what two people wrote
 * differently. */
static Step
get_step (const HechaPlanData *data)
{
  static const Step settle = {N_ ("Two of the office wrote different things; settle that first."),
                              N_ ("Go to _Reconcile"), "win.show-page(('reconcile', ''))"};
  const char *selection = hecha_record_get (data->plan, "selection");
  Step step = steps[data->state];

  if (data->plan->disputed != 0 && step.verb != NULL)
    return settle;
  if (data->state == HECHA_PLAN_FROZEN && g_strcmp0 (selection, "census") == 0)
    step.verb = N_ ("Take _All Units");
  else if (data->state == HECHA_PLAN_FROZEN && g_strcmp0 (selection, "judgement") == 0)
    step.verb = N_ ("_Select Samples…");
  return step;
}

static void
show_step (HechaPlanView *self)
{
  const HechaPlanData *data = self->data;
  const Step step = get_step (data);
  g_autofree char *missing
    = data->missing != NULL && data->state == HECHA_PLAN_DRAFT && data->plan->disputed == 0
        ? g_strdup_printf (_ ("Still missing: %s"), data->missing)
        : NULL;

  gtk_label_set_text (self->state, hecha_word ("plan-state", hecha_plan_state_get_name (data->state)));
  gtk_label_set_text (self->next, missing != NULL ? missing : _ (step.sentence));
  gtk_widget_set_visible (GTK_WIDGET (self->step), step.verb != NULL);
  if (step.verb == NULL)
    return;
  gtk_button_set_label (self->step, _ (step.verb));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->step), step.action);
}

static void
add_line (HechaRowList *rows, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    hecha_row_list_add (rows, hecha_text_lines_new (title, text));
}

static void
add_part (HechaPlanView *self, const char *title, const char *text, gboolean disputed)
{
  g_autofree char *marked = disputed ? g_strdup_printf ("%s · %s", title, _ ("in conflict")) : NULL;

  add_line (self->part_rows, marked != NULL ? marked : title, text);
}

static gboolean
is_head_disputed (const HechaRecord *plan)
{
  static const char *const fields[] = {"kind", "quarter", "selection", "operator", "organisation"};
  gboolean disputed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    disputed |= hecha_record_is_disputed (plan, fields[i]);
  return disputed;
}

static void
show_parts (HechaPlanView *self)
{
  static const char *const fields[][2] = {
    {"reason", N_ ("Reason of the check")},
    {"purpose", N_ ("Purpose")},
    {"content", N_ ("Content")},
    {"method", N_ ("Method")},
    {"standard", N_ ("Standard")},
    {"time_limit", N_ ("Time limit")},
    {"demands", N_ ("Demands")},
  };
  const HechaRecord *plan = self->data->plan;
  const char *organisation = hecha_record_get (plan, "organisation");
  g_autofree char *head = g_strdup_printf (
    "%s · %s · %s · %s%s%s", hecha_word ("plan-kind", hecha_record_get (plan, "kind")),
    hecha_record_get (plan, "quarter"), hecha_word ("plan-selection", hecha_record_get (plan, "selection")),
    hecha_word ("plan-operator", hecha_record_get (plan, "operator")), organisation != NULL ? " · " : "",
    organisation != NULL ? organisation : "");

  hecha_row_list_clear (self->part_rows);
  add_part (self, _ ("Kind"), head, is_head_disputed (plan));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add_part (self, _ (fields[i][1]), hecha_record_get (plan, fields[i][0]),
              hecha_record_is_disputed (plan, fields[i][0]));
  add_line (self->part_rows, _ ("Approved by"),
            hecha_plan_data_name (self->data, hecha_record_get (plan, "approved_by")));
  if (self->data->cancel != NULL)
    add_line (self->part_rows, _ ("Cancelled, for this reason"),
              hecha_record_get (self->data->cancel, "reason"));
}

static void
show_frame (HechaPlanView *self)
{
  const HechaDraw *again = self->data->again;
  guint n = hecha_plan_data_count_units (self->data);
  g_autofree char *count = g_strdup_printf (ngettext ("%u unit", "%u units", n), n);
  g_autoptr (GString) strata = g_string_new (NULL);

  hecha_row_list_clear (self->frame_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->frame), self->data->state != HECHA_PLAN_DRAFT);
  if (self->data->frame == NULL || again == NULL)
    return;
  for (guint i = 0; i < again->strata->len; i++)
    {
      const HechaDrawStratum *stratum = &g_array_index (again->strata, HechaDrawStratum, i);

      if (stratum->stratum != NULL)
        g_string_append_printf (strata, "%s%s %u", strata->len > 0 ? _ (", ") : "", stratum->stratum,
                                stratum->n_units);
    }
  add_line (self->frame_rows, _ ("Size"), count);
  add_line (self->frame_rows, _ ("Classes"), strata->str);
  add_line (self->frame_rows, _ ("Hash"), hecha_record_get (self->data->frame, "hash"));
  add_line (self->frame_rows, _ ("Frozen by"),
            hecha_plan_data_name (self->data, hecha_record_get (self->data->frame, "frozen_by")));
}

static void
show_draw (HechaPlanView *self)
{
  const HechaRecord *draw = self->data->draw;
  g_autofree char *digits = NULL, *witnesses = NULL;

  hecha_row_list_clear (self->draw_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->draw), draw != NULL);
  if (draw == NULL)
    return;
  digits = hecha_site_dup_groups (hecha_record_get (draw, "public_random"));
  witnesses = hecha_plan_data_dup_names (self->data, draw, "witnesses");
  add_line (self->draw_rows, _ ("Digits of the dice"), digits);
  add_line (self->draw_rows, _ ("Witnesses"), witnesses);
  add_line (self->draw_rows, _ ("Algorithm"), hecha_record_get (draw, "algorithm"));
}

static char *
dup_sample_line (HechaPlanView *self, const HechaRecord *sample)
{
  g_autofree char *holders = hecha_plan_data_dup_holders (self->data, sample->id);
  const char *replaces = hecha_record_get (sample, "replaces"),
             *reason = hecha_record_get (sample, "replace_reason");
  g_autoptr (GString) line = g_string_new (hecha_record_get (sample, "stratum"));

  if (hecha_record_get (sample, "ticket") != NULL)
    g_string_append_printf (line, " · %s", hecha_record_get (sample, "ticket"));
  if (replaces != NULL)
    g_string_append_printf (line, _ ("\nIn the place of %s"), replaces);
  if (reason != NULL)
    g_string_append_printf (line, _ ("\nReplaced: %s"), reason);
  if (holders != NULL)
    g_string_append_printf (line, _ ("\nWith %s"), holders);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static GtkWidget *
make_replace_button (const HechaRecord *sample)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Replace %s"), hecha_record_get (sample, "unit"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "plan.replace");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", sample->id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static gboolean
is_drawn (const HechaRecord *sample)
{
  return g_strcmp0 (hecha_record_get (sample, "status"), "drawn") == 0;
}

static gboolean
is_replaceable (HechaPlanView *self, const HechaRecord *sample)
{
  return is_drawn (sample) && self->data->draw != NULL && self->data->cancel == NULL;
}

static char *
dup_sample_look (gconstpointer item, gpointer data)
{
  g_autofree char *line = dup_sample_line (data, item);

  return g_strdup_printf ("%s\n%s\n%d%d\n%s", ((const HechaRecord *)item)->id,
                          hecha_record_get (item, "rank"), is_drawn (item), is_replaceable (data, item),
                          line);
}

static GtkWidget *
make_sample_row (gpointer item, gpointer data)
{
  const HechaRecord *sample = item;
  GtkWidget *row = adw_action_row_new (), *rank = gtk_label_new (hecha_record_get (sample, "rank"));
  g_autofree char *line = dup_sample_line (data, sample);

  g_object_set (row, "use-markup", FALSE, "title", hecha_record_get (sample, "unit"), "subtitle", line,
                "subtitle-lines", 0, NULL);
  gtk_widget_add_css_class (rank, "title-3");
  gtk_widget_add_css_class (rank, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (rank), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), rank);
  if (!is_drawn (sample))
    gtk_widget_add_css_class (row, "dim-label");
  if (is_replaceable (data, sample))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_replace_button (sample));
  return row;
}

static void
show_samples (HechaPlanView *self)
{
  const HechaPlanData *data = self->data;

  gtk_widget_set_visible (GTK_WIDGET (self->samples), data->samples->len > 0);
  hecha_row_list_fill (self->sample_rows, data->samples, dup_sample_look, make_sample_row, self);
}

static void
show_teams (HechaPlanView *self)
{
  const HechaPlanData *data = self->data;

  hecha_row_list_clear (self->team_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->teams), data->samples->len > 0);
  for (guint i = 0; i < data->teams->len; i++)
    {
      const HechaRecord *team = data->teams->pdata[i];
      g_autofree char *names = hecha_plan_data_dup_names (data, team, "members");
      g_auto (GStrv) remit = hecha_record_get_list (team, "remit");
      g_autofree char *agencies = g_strjoinv (_ (", "), remit);
      guint load = hecha_plan_data_count_load (data, team->id);
      g_autofree char *line = g_strdup_printf (
        ngettext ("%s\nRemit %s, %u sample", "%s\nRemit %s, %u samples", load), names, agencies, load);
      const char *plan = hecha_record_get (team, "plan");

      if (plan == NULL || strcmp (plan, data->plan->id) == 0)
        add_line (self->team_rows, team->id, line);
    }
}

static void
show_packages (HechaPlanView *self)
{
  const HechaPlanData *data = self->data;

  hecha_row_list_clear (self->package_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->packages), data->samples->len > 0);
  for (guint i = 0; i < data->packages->len; i++)
    {
      const HechaRecord *package = data->packages->pdata[i];
      g_auto (GStrv) samples = hecha_record_get_list (package, "samples");
      const char *from = hecha_record_get (package, "valid_from"),
                 *to = hecha_record_get (package, "valid_to");
      guint n = g_strv_length (samples);
      g_autofree char *line = g_strdup_printf (ngettext ("%s – %s, %u sample", "%s – %s, %u samples", n),
                                               from != NULL ? from : "…", to != NULL ? to : "…", n);

      add_line (self->package_rows, package->id, line);
    }
}

/* Everything that can be done, by state, in one place. */
static void
update_actions (HechaPlanView *self)
{
  const HechaPlanData *data = self->data;
  gboolean open = data->state == HECHA_PLAN_DRAWN || data->state == HECHA_PLAN_RUNNING;
  gboolean random = data->draw != NULL;
  const struct
  {
    const char *name;
    gboolean enabled;
  } actions[] = {
    {"plan.change", data->state == HECHA_PLAN_DRAFT},
    {"plan.approve", data->state == HECHA_PLAN_DRAFT && data->missing == NULL},
    {"plan.freeze", data->state == HECHA_PLAN_APPROVED},
    {"plan.size", data->state == HECHA_PLAN_APPROVED || data->state == HECHA_PLAN_FROZEN},
    {"plan.draw", data->state == HECHA_PLAN_FROZEN},
    {"plan.verify", random},
    {"plan.protocol", random},
    {"plan.replace", open && random},
    {"plan.extend", open && random},
    {"plan.draw-teams", open && random},
    {"plan.new-team", open},
    {"plan.assign", open},
    {"plan.new-package", open},
    {"plan.cancel", data->state < HECHA_PLAN_RUNNING},
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, actions[i].enabled);
  gtk_widget_set_visible (GTK_WIDGET (self->ending), data->state < HECHA_PLAN_RUNNING);
}

/**
 * hecha_plan_view_show:
 * @self: the view
 * @data: (transfer none): a plan, again after each change
 *
 * Shows it.
 */
void
hecha_plan_view_show (HechaPlanView *self, HechaPlanData *data)
{
  if (self->data != NULL && strcmp (self->data->plan->id, data->plan->id) != 0)
    self->size = 0;
  hecha_plan_data_ref (data);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  self->data = data;
  show_step (self);
  show_parts (self);
  show_frame (self);
  show_draw (self);
  show_samples (self);
  show_teams (self);
  show_packages (self);
  update_actions (self);
  if (self->ceremony != NULL)
    hecha_ceremony_show (self->ceremony, data);
}

/* ---- life cycle ---- */

static void
hecha_plan_view_dispose (GObject *object)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (object);

  g_clear_pointer (&self->part_rows, hecha_row_list_free);
  g_clear_pointer (&self->frame_rows, hecha_row_list_free);
  g_clear_pointer (&self->draw_rows, hecha_row_list_free);
  g_clear_pointer (&self->sample_rows, hecha_row_list_free);
  g_clear_pointer (&self->team_rows, hecha_row_list_free);
  g_clear_pointer (&self->package_rows, hecha_row_list_free);
  g_clear_pointer (&self->data, hecha_plan_data_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_PLAN_VIEW);
  G_OBJECT_CLASS (hecha_plan_view_parent_class)->dispose (object);
}

static void
hecha_plan_view_finalize (GObject *object)
{
  g_clear_object (&HECHA_PLAN_VIEW (object)->worker);
  g_clear_object (&HECHA_PLAN_VIEW (object)->saver);
  G_OBJECT_CLASS (hecha_plan_view_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "plan.change", NULL, change_cb);
  gtk_widget_class_install_action (widget_class, "plan.approve", NULL, approve_cb);
  gtk_widget_class_install_action (widget_class, "plan.freeze", NULL, freeze_cb);
  gtk_widget_class_install_action (widget_class, "plan.size", NULL, size_cb);
  gtk_widget_class_install_action (widget_class, "plan.draw", NULL, draw_cb);
  gtk_widget_class_install_action (widget_class, "plan.verify", NULL, verify_cb);
  gtk_widget_class_install_action (widget_class, "plan.protocol", NULL, protocol_cb);
  gtk_widget_class_install_action (widget_class, "plan.replace", "s", replace_cb);
  gtk_widget_class_install_action (widget_class, "plan.extend", NULL, extend_cb);
  gtk_widget_class_install_action (widget_class, "plan.draw-teams", NULL, draw_teams_cb);
  gtk_widget_class_install_action (widget_class, "plan.new-team", NULL, new_team_cb);
  gtk_widget_class_install_action (widget_class, "plan.assign", NULL, assign_cb);
  gtk_widget_class_install_action (widget_class, "plan.new-package", NULL, new_package_cb);
  gtk_widget_class_install_action (widget_class, "plan.cancel", NULL, cancel_cb);
}

static void
hecha_plan_view_class_init (HechaPlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_plan_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_plan_view_finalize;
  signals[PROTOCOL]
    = g_signal_new ("protocol", HECHA_TYPE_PLAN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, draw);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, ending);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, frame);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, next);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, packages);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, parts);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, samples);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, state);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, step);
  gtk_widget_class_bind_template_child (widget_class, HechaPlanView, teams);
}

static void
hecha_plan_view_init (HechaPlanView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->part_rows = hecha_row_list_new (self->parts, _ ("Plan"));
  self->frame_rows = hecha_row_list_new (self->frame, _ ("Frame"));
  self->draw_rows = hecha_row_list_new (self->draw, _ ("Draw"));
  self->sample_rows = hecha_row_list_new (self->samples, _ ("Samples"));
  self->team_rows = hecha_row_list_new (self->teams, _ ("Teams"));
  self->package_rows = hecha_row_list_new (self->packages, _ ("Unannounced Visits"));
}

/**
 * hecha_plan_view_set_context:
 * @self: the view
 * @context: what the pages of the office work with
 */
void
hecha_plan_view_set_context (HechaPlanView *self, const HechaPageContext *context)
{
  self->worker = g_object_ref (context->worker);
  self->saver = g_object_ref (context->saver);
}
