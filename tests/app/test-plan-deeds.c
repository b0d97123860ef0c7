/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../domain/two-offices.h"

#include "hecha-plan-data.h"
#include "hecha-plan-deeds.h"

/* What the form of a draft would send when these were changed in it, as it stood when @seen was read. */
static HechaJob *
change (const HechaPlanData *seen, const char *purpose, const char *demands)
{
  static const char *const kept[] = {"kind", "quarter", "selection"};
  HechaJob *job = hecha_job_new (hecha_deed_plan_create, seen->plan->id);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    hecha_job_set (job, kept[i], hecha_record_get (seen->plan, kept[i]));
  hecha_job_set (job, "purpose", purpose != NULL ? purpose : hecha_record_get (seen->plan, "purpose"));
  hecha_job_set (job, "demands", demands != NULL ? demands : hecha_record_get (seen->plan, "demands"));
  if (purpose != NULL)
    hecha_job_add (job, "changed", "purpose");
  if (demands != NULL)
    hecha_job_add (job, "changed", "demands");
  for (guint i = 0; seen->over[i] != NULL; i++)
    hecha_job_add (job, "over", seen->over[i]);
  return job;
}

static HechaPlanData *
look (Office *office)
{
  return hecha_plan_data_load (hecha_store_reader (office->store), PLAN, NULL);
}

static void
save (Office *office, HechaJob *job)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hecha_deed_plan_create (office->store, "O01", job, &error));
  g_assert_no_error (error);
}

static void
check (Two *two, const char *purpose, const char *demands, const char *disputed)
{
  Office *const both[] = {two->first, two->second};

  meet (two);
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (HechaRecord) plan = office_get (both[i], "office", "plan", PLAN);

      g_assert_cmpstr (hecha_record_get (plan, "purpose"), ==, purpose);
      g_assert_cmpstr (hecha_record_get (plan, "demands"), ==, demands);
      g_assert_cmpint (plan->disputed != 0, ==, disputed != NULL);
      if (disputed != NULL)
        g_assert_true (hecha_record_is_disputed (plan, disputed));
    }
}

/* Both know a draft that demands “d”; then the second one writes @demands while the first has its form open. */
static HechaPlanData *
begin (Two *two, const char *demands)
{
  HechaPlanInput plan = {.code = PLAN,
                         .kind = "quarterly",
                         .quarter = "2026Q2",
                         .selection = "random",
                         .purpose = "核实申报",
                         .demands = "d"};
  g_autoptr (HechaPlanData) seen = NULL;

  two->first = office_new ();
  two->second = office_new ();
  office_do (two->first, hecha_plan_create, &plan);
  meet (two);
  seen = look (two->first);
  plan.demands = demands;
  two->second->now_ms += 1000;
  office_do (two->second, hecha_plan_create, &plan);
  meet (two);
  return g_steal_pointer (&seen);
}

static void
test_leaves_alone_what_was_not_changed (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaPlanData) seen = begin (&two, "回避");
  g_autoptr (HechaJob) job = change (seen, "核实重点项目", NULL);

  save (two.first, job);
  check (&two, "核实重点项目", "回避", NULL);
}

/* Both changed the same part, the first one without seeing what the second wrote. */
static void
test_keeps_both_words (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaPlanData) seen = begin (&two, "回避");
  g_autoptr (HechaJob) job = change (seen, NULL, "保密");
  g_autoptr (HechaConflict) conflict = NULL;

  two.first->now_ms += 2000;
  save (two.first, job);
  check (&two, "核实申报", "保密", "demands");
  conflict = only_conflict (two.second, "value");
  g_assert_cmpuint (conflict->values->len, ==, 2);
}

static void
test_empties (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaPlanData) seen = begin (&two, "d");
  g_autoptr (HechaJob) job = change (seen, NULL, "");

  save (two.first, job);
  check (&two, "核实申报", NULL, NULL);
}

static void
check_refused (Office *office, HechaDeed deed, HechaJob *job, const char *reason)
{
  g_autofree char *before = hecha_store_digest (office->store, NULL, NULL), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (deed (office->store, "O01", job, &error));
  g_assert_error (error, HECHA_ERROR, HECHA_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, reason));
  after = hecha_store_digest (office->store, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* A new plan is no way to change one that is there. */
static void
test_refuses_a_known_code (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaPlanData) seen = begin (&two, "d");
  g_autoptr (HechaJob) job = hecha_job_new (hecha_deed_plan_create, NULL);

  hecha_job_set (job, "code", PLAN);
  hecha_job_set (job, "kind", "quarterly");
  hecha_job_set (job, "quarter", "2026Q3");
  hecha_job_set (job, "selection", "random");
  check_refused (two.first, hecha_deed_plan_create, job, "already");
}

static void
test_approves_what_was_shown (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaPlanData) seen = begin (&two, "回避");
  g_autoptr (HechaJob) job = hecha_job_new (hecha_deed_plan_approve, PLAN);
  g_autofree char *hash = hecha_plan_dup_text_hash (seen->plan);

  hecha_job_set (job, "text_hash", hash);
  check_refused (two.first, hecha_deed_plan_approve, job, "changed meanwhile");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan-deeds/leaves-alone-what-was-not-changed", test_leaves_alone_what_was_not_changed);
  g_test_add_func ("/plan-deeds/keeps-both-words", test_keeps_both_words);
  g_test_add_func ("/plan-deeds/empties", test_empties);
  g_test_add_func ("/plan-deeds/refuses-a-known-code", test_refuses_a_known_code);
  g_test_add_func ("/plan-deeds/approves-what-was-shown", test_approves_what_was_shown);

  return g_test_run ();
}
