/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-view.h"

#include "domain/hecha-statistics.h"
#include "hecha-ask-reason.h"
#include "hecha-ceremony.h"
#include "hecha-plan-deeds.h"
#include "hecha-plan-forms.h"
#include "hecha-plan-rows.h"
#include "hecha-report-window.h"
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

  HechaPlanRows *rows;      /* (owned) (nullable): what the groups hold */
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
  hecha_plan_rows_show (self->rows, data);
  update_actions (self);
  if (self->ceremony != NULL)
    hecha_ceremony_show (self->ceremony, data);
}

/* ---- life cycle ---- */

static void
hecha_plan_view_dispose (GObject *object)
{
  HechaPlanView *self = HECHA_PLAN_VIEW (object);

  g_clear_pointer (&self->rows, hecha_plan_rows_free);
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
  HechaPlanGroups groups;

  gtk_widget_init_template (GTK_WIDGET (self));
  groups
    = (HechaPlanGroups) {self->parts, self->frame, self->draw, self->samples, self->teams, self->packages};
  self->rows = hecha_plan_rows_new (&groups);
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
