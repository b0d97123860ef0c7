/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-forms.h"

#include "hecha-plan-deeds.h"
#include "hecha-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_PARTS 6

/* As they are named in the record, and in this order in every plan (P3 6.2.1). */
static const struct
{
  const char *name;
  const char *title;
} parts[N_PARTS] = {
  {"purpose", N_ ("Purpose")},   {"content", N_ ("Content")},       {"method", N_ ("Method")},
  {"standard", N_ ("Standard")}, {"time_limit", N_ ("Time limit")}, {"demands", N_ ("Demands")},
};

/* Texts to begin with; what is specific to a round is added by the office. */
static const char *const templates[][N_PARTS] = {
  {N_ ("Verify whether what the agencies declared as complete in this quarter is complete, and compute the "
       "verification error rate."),
   N_ ("Targets declared as complete in this quarter, drawn at random from the frozen frame."),
   N_ (
     "Document review, inquiry and site view, online and on site; two inspectors or more at the same time."),
   N_ ("The quarterly requirement and the scoring standard of each target."),
   N_ ("Within 30 days after the draw; findings are handed in on the day of the visit."),
   N_ ("Recusal is observed. Evidence is true, complete, objective and accurate. No hospitality is accepted. "
       "Confidentiality rules are followed.")},
  {N_ ("Learn, without notice, how the targets are really carried out on the ground."),
   N_ ("Key points and sites of the targets that were drawn or selected."),
   N_ ("Site view and visits to the public without prior notice; two persons or more."),
   N_ ("The quarterly requirement of each target, and what the public says."),
   N_ ("Within the days of the package; records are returned on its last day."),
   N_ (
     "The list is not disclosed before release. Visitors do not show that they inspect until they record.")},
  {N_ ("Review on site the completion of the year's targets and the make-up of the negative list."),
   N_ ("All targets of the year and all entries of the negative list."),
   N_ ("On-site review by teams, document review, and public appraisal."),
   N_ ("The yearly requirement and the scoring standard of each target."),
   N_ ("Between 1 December and 31 January."),
   N_ ("Every target gets a finding that the team leader signed; objections are recorded.")},
};

/* The words of one kind, as a row of choices has them. */
static void
add_words (HechaForm *form, const char *name, const char *title, const char *kind, const char *const *ids,
           guint n, const char *chosen)
{
  g_autofree HechaOption *options = g_new (HechaOption, n);
  guint at = 0;

  for (guint i = 0; i < n; i++)
    {
      options[i] = (HechaOption) {ids[i], hecha_word (kind, ids[i])};
      if (g_strcmp0 (ids[i], chosen) == 0)
        at = i;
    }
  hecha_form_add_choice (form, name, title, options, n, at);
}

/* ---- the plan ---- */

/* A template fills what is empty, or what another template filled. */
static void
template_cb (HechaForm *form)
{
  g_autofree char *chosen = hecha_form_dup_text (form, "template");
  int now = (int)g_ascii_strtoll (chosen, NULL, 10) - 1;
  int before = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (form), "hecha-template")) - 1;

  if (now == before || now < 0)
    return;
  g_object_set_data (G_OBJECT (form), "hecha-template", GINT_TO_POINTER (now + 1));
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *text = hecha_form_dup_text (form, parts[i].name);

      if (*text == '\0' || (before >= 0 && strcmp (text, _ (templates[before][i])) == 0))
        hecha_form_set_text (form, parts[i].name, _ (templates[now][i]));
    }
}

/* Only what the kind and the operator ask for. */
static void
plan_changed_cb (HechaForm *form)
{
  g_autofree char *kind = hecha_form_dup_text (form, "kind"),
                  *operator= hecha_form_dup_text (form, "operator");

  hecha_form_show_only (form, "reason", strcmp (kind, "timely") == 0);
  hecha_form_show_only (form, "organisation", strcmp (operator, "third_party") == 0);
  template_cb (form);
}

static const char *
get (const HechaRecord *plan, const char *field)
{
  return plan != NULL ? hecha_record_get (plan, field) : NULL;
}

static void
add_head (HechaForm *form, const HechaRecord *plan)
{
  static const char *const kinds[]
    = {"quarterly", "midterm", "year_end", "unannounced", "timely", "cloud", "self_check"};
  static const char *const selections[] = {"random", "census", "judgement"};
  static const char *const operators[] = {"office", "joint", "third_party", "agency"};

  hecha_form_add_group (form, _ ("Plan"), NULL);
  if (plan == NULL)
    hecha_form_add_entry (form, "code", _ ("Code"), NULL);
  add_words (form, "kind", _ ("Kind"), "plan-kind", kinds, G_N_ELEMENTS (kinds), get (plan, "kind"));
  hecha_form_add_entry (form, "quarter", _ ("Quarter, such as 2026Q2"), get (plan, "quarter"));
  add_words (form, "selection", _ ("How samples are selected"), "plan-selection", selections,
             G_N_ELEMENTS (selections), get (plan, "selection"));
  add_words (form, "operator", _ ("Carried out by"), "plan-operator", operators, G_N_ELEMENTS (operators),
             get (plan, "operator"));
  hecha_form_add_entry (form, "organisation", _ ("Third party"), get (plan, "organisation"));
  hecha_form_add_entry (form, "reason", _ ("Reason of the check"), get (plan, "reason"));
  hecha_form_add_entry (form, "from", _ ("First day, such as 2026-07-22"), get (plan, "from"));
  hecha_form_add_entry (form, "to", _ ("Last day"), get (plan, "to"));
}

/**
 * hecha_plan_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @data: (nullable): of a draft to change; %NULL for a new one
 *
 * Returns: (transfer none): the form of a plan with its six parts and their templates; its answer is the code
 */
HechaForm *
hecha_plan_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  const HechaRecord *plan = data != NULL ? data->plan : NULL;
  const HechaOption kinds[] = {{"0", _ ("None")},
                               {"1", hecha_word ("plan-kind", "quarterly")},
                               {"2", hecha_word ("plan-kind", "unannounced")},
                               {"3", hecha_word ("plan-kind", "year_end")}};
  HechaForm *form = hecha_form_new (parent, worker, plan != NULL ? _ ("Change the Plan") : _ ("New Plan"),
                                    plan != NULL ? _ ("_Change") : _ ("_Create"), hecha_deed_plan_create,
                                    plan != NULL ? plan->id : NULL);

  add_head (form, plan);
  hecha_form_add_group (form, _ ("The Six Parts"),
                        _ ("All six are needed before the plan can be approved (P3 6.2.1)."));
  hecha_form_add_choice (form, "template", _ ("Template"), kinds, G_N_ELEMENTS (kinds), 0);
  for (guint i = 0; i < N_PARTS; i++)
    hecha_form_add_text (form, parts[i].name, _ (parts[i].title), get (plan, parts[i].name));
  if (data != NULL)
    hecha_form_set_over (form, (const char *const *)data->over);
  g_signal_connect (form, "changed", G_CALLBACK (plan_changed_cb), NULL);
  plan_changed_cb (form);
  return hecha_form_present (form);
}

/* ---- frame and draw ---- */

/**
 * hecha_freeze_form_new:
 *
 * Returns: (transfer none): asks what the frame of a plan has
 */
HechaForm *
hecha_freeze_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  static const HechaOption algorithms[] = {{"sha256", "HCS-1/SHA-256"}, {"sm3", "HCS-1/SM3"}};
  HechaForm *form = hecha_form_new (parent, worker, _ ("Freeze the Frame"), _ ("_Freeze"), hecha_deed_freeze,
                                    data->plan->id);

  hecha_form_add_group (form, _ ("What Is Drawn From"),
                        _ ("A frame is frozen once. Its hash is made public before the dice are rolled."));
  hecha_form_add_switch (form, "declared_complete", _ ("Only targets declared as complete"), TRUE);
  hecha_form_add_choice (form, "algorithm", _ ("Algorithm"), algorithms, G_N_ELEMENTS (algorithms), 0);
  return hecha_form_present (form);
}

/**
 * hecha_pick_form_new:
 *
 * Returns: (transfer none): asks which units a key check has, and why
 */
HechaForm *
hecha_pick_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  HechaForm *form
    = hecha_form_new (parent, worker, _ ("Select Samples"), _ ("_Select"), hecha_deed_pick, data->plan->id);

  hecha_form_add_group (form, _ ("Key Check"),
                        _ ("What is selected by judgement never feeds an estimate (P3 5.1 c)."));
  hecha_form_add_text (form, "reason", _ ("Why these"), NULL);
  hecha_form_add_group (form, _ ("Units of the Frame"), NULL);
  for (guint i = 0; data->again != NULL && i < data->again->rows->len; i++)
    {
      const HechaDrawRow *row = &g_array_index (data->again->rows, HechaDrawRow, i);

      hecha_form_add_check (form, "units", row->id, row->id, row->stratum, FALSE);
    }
  return hecha_form_present (form);
}

/**
 * hecha_extend_form_new:
 *
 * Returns: (transfer none): asks by how many units a sample is extended, and why
 */
HechaForm *
hecha_extend_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaPlanData *data)
{
  HechaForm *form = hecha_form_new (parent, worker, _ ("Extend the Sample"), _ ("_Extend"), hecha_deed_extend,
                                    data->plan->id);

  hecha_form_add_group (form, _ ("More Samples"),
                        _ ("The next ranks of the same draw are taken; no new digits are needed."));
  hecha_form_add_number (form, "size", _ ("Units more"), 1, MAX (1, hecha_plan_data_count_units (data)), 1);
  hecha_form_add_text (form, "reason", _ ("Reason"), NULL);
  return hecha_form_present (form);
}
