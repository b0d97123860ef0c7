/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-appeal-forms.h"

#include "hecha-evidence-item.h"
#include "hecha-words.h"

#include "evidence/hecha-attachment.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- what is done, on the store's thread ---- */

static gboolean
file_deed (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  const char *subject = hecha_job_get_subject (job);
  g_autoptr (HechaAppealName) name = hecha_appeal_name_new (subject != NULL ? subject : "");
  const char *sample = subject != NULL ? name->id : hecha_job_get (job, "sample");
  const char *team = hecha_job_get (job, "team");
  g_autofree char *scope = team != NULL && *team != '\0' ? g_strconcat ("team:", team, NULL) : NULL;
  HechaAppealInput input = {
    .sample = sample != NULL ? sample : "",
    .scope = subject != NULL ? name->scope : scope,
    .objection = hecha_job_is_set (job, "objection"),
    .grounds = hecha_job_get (job, "grounds"),
    .filed_by = hecha_job_get (job, "filed_by"),
    .received_on = hecha_job_get (job, "received_on"),
    .filed_on = hecha_job_get (job, "filed_on"),
    .known = hecha_job_get_list (job, "known"),
  };

  return hecha_attachment_record_appeal (store, by, &input, hecha_job_get_files (job), error);
}

static gboolean
accept_deed (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autoptr (HechaAppealName) name = hecha_appeal_name_new (hecha_job_get_subject (job));
  HechaAdmissionInput input = {
    .sample = name->id,
    .scope = name->scope,
    .out_of_time = strcmp (hecha_job_get (job, "decision"), "out_of_time") == 0,
    .reason = hecha_job_get (job, "reason"),
  };

  return hecha_store_act (store, by, hecha_appeal_accept, &input, error);
}

static gboolean
review_deed (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autoptr (HechaAppealName) name = hecha_appeal_name_new (hecha_job_get_subject (job));
  HechaReviewInput input = {
    .sample = name->id,
    .scope = name->scope,
    .reviewers = hecha_job_get_list (job, "reviewers"),
    .reviewed_on = hecha_job_get (job, "reviewed_on"),
    .verdict = hecha_job_get (job, "verdict"),
    .observation = hecha_job_get (job, "observation"),
  };

  return hecha_attachment_record_review (store, by, &input, hecha_job_get_files (job), error);
}

static gboolean
rule_deed (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autoptr (HechaAppealName) name = hecha_appeal_name_new (hecha_job_get_subject (job));
  const char *result = hecha_job_get (job, "result");
  HechaAppealRulingInput input = {
    .sample = name->id,
    .scope = name->scope,
    .result = result,
    .verdict = g_strcmp0 (result, "upheld") != 0 ? hecha_job_get (job, "verdict") : NULL,
    .reason = hecha_job_get (job, "reason"),
    .ruled_by = hecha_job_get (job, "ruled_by"),
  };

  return hecha_store_act (store, by, hecha_appeal_rule, &input, error);
}

/* ---- rows that several forms have ---- */

static void
add_words (HechaForm *form, const char *name, const char *title, const char *kind, const char *const *ids)
{
  HechaOption options[8] = {{"", _ ("Choose…")}};
  guint n = 1;

  for (; *ids != NULL; ids++)
    options[n++] = (HechaOption) {*ids, hecha_word (kind, *ids)};
  hecha_form_add_choice (form, name, title, options, n, 0);
}

static void
add_verdict (HechaForm *form, const char *title)
{
  static const char *const verdicts[] = {"met", "partly", "not_met", "unverifiable", NULL};

  add_words (form, "verdict", title, "verdict", verdicts);
}

static gboolean
has_role (const HechaRecord *person, const char *const *roles)
{
  const char *role = hecha_record_get (person, "role");

  return role != NULL && g_strv_contains (roles, role);
}

/* (nullable): what bars somebody from reviewing and ruling; the rule says it again. */
static char *
dup_bar (const HechaAppealCase *one, const HechaRecord *person)
{
  const char *agency = hecha_record_get (hecha_appeal_case_get_assignment (one), "agency");
  g_auto (GStrv) recused = hecha_record_get_list (person, "recused");

  if (g_hash_table_contains (one->first_team, person->id))
    return g_strdup (_ ("Was of the first team"));
  return g_strv_contains ((const char *const *)recused, agency)
           ? g_strdup_printf (_ ("Recused from %s"), agency)
           : NULL;
}

/* Those who may first; the others stay in sight, with what bars them. */
static void
add_reviewers (HechaForm *form, const HechaAppealCase *one)
{
  static const char *const roles[] = {"leader", "inspector", "expert", NULL};

  for (guint barred = 0; barred < 2; barred++)
    for (guint i = 0; i < one->people->len; i++)
      {
        const HechaRecord *person = one->people->pdata[i];
        g_autofree char *bar = dup_bar (one, person);

        if (has_role (person, roles) && (bar != NULL) == (barred != 0))
          hecha_form_add_check (form, "reviewers", person->id, hecha_record_get (person, "name"),
                                bar != NULL ? bar : hecha_record_get (person, "unit"), FALSE);
      }
}

static void
add_adjudicator (HechaForm *form, const HechaAppealCase *one)
{
  static const char *const roles[] = {"office", NULL};
  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (HechaOption));
  guint chosen = 0;

  for (guint i = 0; i < one->people->len; i++)
    {
      const HechaRecord *person = one->people->pdata[i];
      const HechaOption option = {person->id, hecha_appeal_case_name (one, person->id)};

      if (!has_role (person, roles))
        continue;
      if (g_strcmp0 (person->id, one->person) == 0)
        chosen = options->len;
      g_array_append_val (options, option);
    }
  if (options->len > 0)
    hecha_form_add_choice (form, "ruled_by", _ ("Who rules"), (const HechaOption *)options->data,
                           options->len, chosen);
}

static void
add_known (HechaForm *form, const HechaAppealCase *one)
{
  g_autoptr (GPtrArray) items = hecha_evidence_items_list (one->data);

  for (guint i = 0; i < items->len; i++)
    {
      const HechaEvidenceItem *item = items->pdata[i];

      if (!item->removed)
        hecha_form_add_check (form, "known", item->digest, item->title, item->subtitle, FALSE);
    }
}

/* ---- the forms ---- */

static void
fill_filing (HechaForm *form, const HechaAppealCase *one)
{
  const HechaRecord *objection = one != NULL ? hecha_appeal_find_objection (one->row->assignment) : NULL;

  if (one == NULL)
    {
      hecha_form_add_group (form, _ ("Finding"),
                            _ ("A unit, such as A01-2026-T02-Q2, or PLAN/UNIT; the team where two have it."));
      hecha_form_add_entry (form, "sample", _ ("Sample"), NULL);
      hecha_form_add_entry (form, "team", _ ("Team, such as T1"), NULL);
    }
  hecha_form_add_group (form, _ ("Appeal"),
                        objection != NULL
                          ? _ ("Days that are left blank are those of the signature with the objection.")
                          : _ ("Days that are left blank: the agency had the finding when it signed, and the "
                               "appeal came today."));
  if (objection != NULL)
    hecha_form_add_switch (form, "objection", _ ("As it objected in the field"), TRUE);
  hecha_form_add_text (form, "grounds", _ ("Grounds"),
                       objection != NULL ? hecha_record_get (objection, "objection") : NULL);
  hecha_form_add_entry (
    form, "filed_by", _ ("Who files it for the agency"),
    objection != NULL ? hecha_appeal_case_name (one, hecha_record_get (objection, "person")) : NULL);
  hecha_form_add_entry (form, "received_on", _ ("Finding received on"), NULL);
  hecha_form_add_entry (form, "filed_on", _ ("Appeal filed on"), NULL);
  hecha_form_add_group (form, _ ("Evidence"),
                        one != NULL ? _ ("One piece at least: a new one, or one of the finding.")
                                    : _ ("One piece at least."));
  hecha_form_add_files (form, "files", _ ("New evidence"));
  if (one != NULL)
    add_known (form, one);
}

static gboolean
is_late (const HechaAppealCase *one)
{
  GDate filed;

  return one->has_limit
         && hecha_date_parse (hecha_record_get (one->row->appeal.filed, "filed_on"), &filed, NULL)
         && g_date_compare (&filed, &one->limit.due) > 0;
}

static void
fill_admission (HechaForm *form, const HechaAppealCase *one)
{
  const HechaOption options[]
    = {{"accepted", _ ("In Time, Accepted")}, {"out_of_time", hecha_word ("appeal", "out_of_time")}};
  g_autofree char *last = one->has_limit ? hecha_date_dup_text (&one->limit.due) : NULL;
  g_autofree char *description
    = g_strdup_printf (_ ("It came on %s; the last day is %s (P3 4.3 a)."),
                       hecha_record_get (one->row->appeal.filed, "filed_on"), last != NULL ? last : "–");

  hecha_form_add_group (form, _ ("Decision"), description);
  hecha_form_add_choice (form, "decision", _ ("Decision"), options, G_N_ELEMENTS (options), is_late (one));
  hecha_form_add_text (form, "reason", _ ("A word more"), NULL);
}

static void
fill_review (HechaForm *form, const HechaAppealCase *one)
{
  hecha_form_add_group (form, _ ("What They Found"), _ ("A blank day is today."));
  add_verdict (form, _ ("Verdict"));
  hecha_form_add_text (form, "observation", _ ("Observation"), NULL);
  hecha_form_add_entry (form, "reviewed_on", _ ("Reviewed on"), NULL);
  hecha_form_add_files (form, "files", _ ("New evidence"));
  hecha_form_add_group (form, _ ("Who Reviewed"), _ ("Two or more, none of the first team (P3 4.3 a)."));
  add_reviewers (form, one);
}

static void
result_cb (HechaForm *form)
{
  g_autofree char *result = hecha_form_dup_text (form, "result");

  hecha_form_show_only (form, "verdict", strcmp (result, "upheld") != 0);
}

static void
fill_ruling (HechaForm *form, const HechaAppealCase *one)
{
  static const char *const results[] = {"upheld", "amended", "overturned", NULL};

  hecha_form_add_group (
    form, _ ("Ruling"),
    _ ("It is final; rates, negative list and scores follow it. What was signed stays readable."));
  add_words (form, "result", _ ("Result"), "appeal-result", results);
  add_verdict (form, _ ("What counts from now on"));
  hecha_form_add_text (form, "reason", _ ("Reason"), NULL);
  add_adjudicator (form, one);
  g_signal_connect (form, "changed", G_CALLBACK (result_cb), NULL);
}

/* One step of an appeal. */
typedef struct
{
  const char *title;
  const char *verb;
  HechaDeed deed;
  void (*fill) (HechaForm *form, const HechaAppealCase *one);
} Step;

static const Step steps[] = {
  [HECHA_APPEAL_NONE] = {N_ ("File an Appeal"), N_ ("_File"), file_deed, fill_filing},
  [HECHA_APPEAL_FILED] = {N_ ("Accept or Turn Down"), N_ ("_Record"), accept_deed, fill_admission},
  [HECHA_APPEAL_ACCEPTED] = {N_ ("Record the Re-Review"), N_ ("_Record"), review_deed, fill_review},
  [HECHA_APPEAL_RE_REVIEW] = {N_ ("Rule on the Appeal"), N_ ("_Rule"), rule_deed, fill_ruling},
  [HECHA_APPEAL_DISPUTED] = {NULL},
};

/**
 * hecha_appeal_step_title:
 * @state: how far an appeal is
 *
 * Returns: (transfer none) (nullable): the name of what comes next; %NULL where nothing does
 */
const char *
hecha_appeal_step_title (HechaAppealState state)
{
  return steps[state].title != NULL ? _ (steps[state].title) : NULL;
}

/**
 * hecha_appeal_form_new:
 * @parent: the window
 * @worker: owner of the store
 * @one: (nullable): the appeal whose next step is asked for; %NULL for a new one, whose finding the form asks for
 *
 * Returns: (transfer none): a form that stays open, with the reason, when the step is refused
 */
HechaForm *
hecha_appeal_form_new (GtkWindow *parent, HechaStoreWorker *worker, const HechaAppealCase *one)
{
  const Step *step = &steps[one != NULL ? one->row->appeal.state : HECHA_APPEAL_NONE];
  const HechaRecord *assignment = one != NULL ? hecha_appeal_case_get_assignment (one) : NULL;
  g_autofree char *subject
    = assignment != NULL ? g_strdup_printf ("%s %s", assignment->scope, assignment->id) : NULL;
  HechaForm *form = hecha_form_new (parent, worker, _ (step->title), _ (step->verb), step->deed, subject);

  step->fill (form, one);
  return hecha_form_present (form);
}
