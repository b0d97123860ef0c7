/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-plan-deeds.h"

#include "hecha-words.h"

#include "base/hecha-error.h"
#include "domain/hecha-assign.h"
#include "domain/hecha-draw-rule.h"
#include "domain/hecha-frame-rule.h"
#include "domain/hecha-import-rule.h"
#include "domain/hecha-plan.h"
#include "domain/hecha-team.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- the plan ---- */

/* Of a plan that is there already: writes what is named as “changed”, over the entries that its author saw. */
gboolean
hecha_deed_plan_create (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  const char *code = hecha_job_get_subject (job);
  const HechaPlanInput input = {
    .code = code != NULL ? code : hecha_job_get (job, "code"),
    .kind = hecha_job_get (job, "kind"),
    .operator= hecha_job_get (job, "operator"),
    .organisation = hecha_job_get (job, "organisation"),
    .quarter = hecha_job_get (job, "quarter"),
    .selection = hecha_job_get (job, "selection"),
    .from = hecha_job_get (job, "from"),
    .to = hecha_job_get (job, "to"),
    .reason = hecha_job_get (job, "reason"),
    .purpose = hecha_job_get (job, "purpose"),
    .content = hecha_job_get (job, "content"),
    .method = hecha_job_get (job, "method"),
    .standard = hecha_job_get (job, "standard"),
    .time_limit = hecha_job_get (job, "time_limit"),
    .demands = hecha_job_get (job, "demands"),
    .only = code != NULL ? hecha_job_get_list (job, "changed") : NULL,
    .over = code != NULL ? hecha_job_get_list (job, "over") : NULL,
    .is_new = code == NULL,
  };

  hecha_job_say (job, g_strdup (input.code));
  return hecha_store_act (store, by, hecha_plan_create, (gpointer)&input, error);
}

/* The job's “text_hash” is of the six parts that were before the person's eyes. */
gboolean
hecha_deed_plan_approve (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autoptr (HechaRecord) plan
    = hecha_reader_need (hecha_store_reader (store), "office", "plan", hecha_job_get_subject (job), error);
  g_autofree char *hash = plan != NULL ? hecha_plan_dup_text_hash (plan) : NULL;

  if (plan == NULL)
    return FALSE;
  if (g_strcmp0 (hash, hecha_job_get (job, "text_hash")) != 0)
    {
      g_set_error_literal (error, HECHA_ERROR, HECHA_ERROR_REFUSED,
                           _ ("This changed meanwhile. Look at it again, and decide then."));
      return FALSE;
    }
  return hecha_store_act (store, by, hecha_plan_approve, (gpointer)hecha_job_get_subject (job), error);
}

gboolean
hecha_deed_plan_cancel (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaPlanCancelInput input = {hecha_job_get_subject (job), hecha_job_get (job, "reason")};

  return hecha_store_act (store, by, hecha_plan_cancel, &input, error);
}

/* ---- frame and draw ---- */

gboolean
hecha_deed_freeze (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaFreezeInput input = {
    .plan = hecha_job_get_subject (job),
    .declared_complete = hecha_job_is_set (job, "declared_complete"),
    .algorithm
    = g_strcmp0 (hecha_job_get (job, "algorithm"), "sm3") == 0 ? HECHA_SAMPLING_SM3 : HECHA_SAMPLING_SHA256,
  };

  return hecha_store_act (store, by, hecha_frame_freeze, &input, error);
}

gboolean
hecha_deed_draw (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaDrawInput input = {
    .plan = hecha_job_get_subject (job),
    .size = hecha_job_get_number (job, "size"),
    .by_class = hecha_job_is_set (job, "by_class"),
    .random = hecha_job_get (job, "random"),
    .source = "dice",
    .witnesses = hecha_job_get_list (job, "witnesses"),
  };

  return hecha_store_act (store, by, hecha_draw_record, &input, error);
}

gboolean
hecha_deed_pick (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaPickInput input
    = {hecha_job_get_subject (job), hecha_job_get_list (job, "units"), hecha_job_get (job, "reason")};

  return hecha_store_act (store, by, hecha_draw_pick, &input, error);
}

/* Answers with one line for each check, a mark before it. */
gboolean
hecha_deed_verify (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autoptr (GPtrArray) checks
    = hecha_draw_verify (hecha_store_reader (store), hecha_job_get_subject (job), error);
  g_autoptr (GString) answer = g_string_new (NULL);

  for (guint i = 0; checks != NULL && i < checks->len; i++)
    {
      const HechaCheck *check = g_ptr_array_index (checks, i);

      g_autofree char *what = hecha_label_dup_title (check->what);
      g_autofree char *detail = hecha_moments_dup_local (check->detail);

      g_string_append_printf (answer, "%s%s ", i > 0 ? "\n" : "", check->ok ? "✓" : "✗");
      g_string_append_printf (answer, _ ("%s: %s"), what, detail);
    }
  hecha_job_say (job, g_string_free (g_steal_pointer (&answer), FALSE));
  return checks != NULL;
}

gboolean
hecha_deed_replace (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaReplaceInput input = {hecha_job_get_subject (job), hecha_job_get (job, "reason")};

  return hecha_store_act (store, by, hecha_draw_replace, &input, error);
}

gboolean
hecha_deed_extend (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaExtendInput input
    = {hecha_job_get_subject (job), hecha_job_get_number (job, "size"), hecha_job_get (job, "reason")};

  return hecha_store_act (store, by, hecha_draw_extend, &input, error);
}

/* ---- who goes ---- */

gboolean
hecha_deed_team_create (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaTeamInput input = {hecha_job_get (job, "id"), hecha_job_get (job, "leader"),
                          hecha_job_get_list (job, "members"), hecha_job_get_list (job, "remit")};

  input.id = input.id != NULL ? input.id : "";
  return hecha_store_act (store, by, hecha_team_create, &input, error);
}

gboolean
hecha_deed_team_draw (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaTeamDrawInput input = {hecha_job_get_subject (job), hecha_job_get_number (job, "n_teams"),
                              hecha_job_get_number (job, "size"), hecha_job_get_list (job, "pool")};

  return hecha_store_act (store, by, hecha_team_draw, &input, error);
}

gboolean
hecha_deed_assign (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaAssignInput input
    = {.plan = hecha_job_get_subject (job), .samples = hecha_job_get_list (job, "samples")};
  const char *const *teams = hecha_job_get_list (job, "teams");

  if (teams[0] == NULL)
    {
      g_set_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED, _ ("Choose a team"));
      return FALSE;
    }
  for (guint i = 0; teams[i] != NULL; i++)
    {
      input.team = teams[i];
      if (!hecha_store_act (store, by, hecha_assign_record, &input, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hecha_deed_package (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  HechaPackageInput input = {
    .id = hecha_job_get (job, "id"),
    .samples = hecha_job_get_list (job, "samples"),
    .visitors = hecha_job_get_list (job, "visitors"),
    .valid_from = hecha_job_get (job, "valid_from"),
    .valid_to = hecha_job_get (job, "valid_to"),
  };

  input.id = input.id != NULL ? input.id : "";
  return hecha_store_act (store, by, hecha_package_record, &input, error);
}

/* ---- tables ---- */

static const struct
{
  const char *name;
  gboolean (*read) (GBytes *csv, GPtrArray **rows, GPtrArray **problems);
  HechaActFunc record;
} tables[] = {
  {"targets", hecha_import_targets, hecha_import_record_targets},
  {"declarations", hecha_import_declarations, hecha_import_record_declarations},
  {"people", hecha_import_people, hecha_import_record_people},
};

static char *
dup_report (const HechaImport *import, const GError *refusal)
{
  g_autoptr (GString) report = g_string_new (NULL);

  if (refusal != NULL)
    g_string_append (report, _ ("Nothing was imported; correct the table and import it again"));
  else
    g_string_append_printf (report, _ ("%u new, %u changed, %u as before"), import->n_new, import->n_changed,
                            import->n_same);
  if (refusal != NULL && import->problems->len == 0)
    g_string_append_printf (report, "\n%s", refusal->message);
  for (guint i = 0; i < import->problems->len; i++)
    {
      g_autofree char *text = hecha_problem_dup_text (g_ptr_array_index (import->problems, i));

      g_string_append_printf (report, "\n%s", text);
    }
  return g_string_free (g_steal_pointer (&report), FALSE);
}

/* Of the table that is the job's subject, the file named “path”. What does not fit is answered line by line; a table
 * with an error is not imported at all. */
gboolean
hecha_deed_import (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (hecha_job_get (job, "path"));
  g_autoptr (GBytes) csv = g_file_load_bytes (file, NULL, NULL, error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) refusal = NULL;
  guint i = 0;

  if (csv == NULL)
    return FALSE;
  while (strcmp (tables[i].name, hecha_job_get_subject (job)) != 0)
    i++;
  tables[i].read (csv, &rows, &problems);
  HechaImport import = {rows, problems, 0, 0, 0};
  hecha_store_act (store, by, tables[i].record, &import, &refusal);
  hecha_job_say (job, dup_report (&import, refusal));
  return TRUE;
}

/* For a form that only answers. */
gboolean
hecha_deed_nothing (HechaStore *store, const char *by, HechaJob *job, GError **error)
{
  return TRUE;
}
