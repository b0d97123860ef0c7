/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../domain/two-offices.h"

#include "hecha-case-decision.h"

#define OTHER_PLAN "HC2026Q2-KEY"

/* The same purpose written in two ways, and then what the first office has before its eyes. */
static HechaCase *
disagree (Two *self)
{
  g_autoptr (GPtrArray) cases = NULL;

  self->first = office_new ();
  self->second = office_new ();
  disagree_about (self, PLAN, NULL);
  cases = hecha_case_list (self->first->store, NULL);
  g_assert_cmpuint (cases->len, ==, 1);
  return hecha_case_load (self->first->store, HECHA_CASE_CONFLICT, ((HechaCase *)cases->pdata[0])->id, NULL);
}

static HechaCaseDecision
take (const HechaCase *shown, guint n, gboolean alike)
{
  return (HechaCaseDecision) {shown->kind,   shown->id, n, alike, alike ? shown->shown_alike : shown->shown,
                              (char *)"核对"};
}

static void
check_refused (Two *self, const HechaCaseDecision *decision, int code, const char *reason)
{
  g_autofree char *before = hecha_store_digest (self->first->store, NULL, NULL), *after = NULL;
  g_autoptr (GError) error = NULL;
  guint n_waiting;

  g_assert_false (hecha_case_decide (self->first->store, decision, &n_waiting, &error));
  g_assert_error (error, HECHA_ERROR, code);
  g_assert_nonnull (strstr (error->message, reason));
  after = hecha_store_digest (self->first->store, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

static void
check_settled (Two *self, const char *plan, const char *purpose)
{
  g_autoptr (HechaRecord) record = office_get (self->first, "office", "plan", plan);

  g_assert_cmpstr (hecha_record_get (record, "purpose"), ==, purpose);
  g_assert_false (hecha_record_is_disputed (record, "purpose"));
}

static void
test_takes_what_was_shown (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaCase) shown = disagree (&two);
  HechaCaseDecision decision = take (shown, 0, FALSE);
  guint n_waiting;

  g_assert_cmpstr (((HechaCaseValue *)shown->values->pdata[0])->text, ==, "核实第二季度申报");
  g_assert_true (hecha_case_decide (two.first->store, &decision, &n_waiting, NULL));
  check_settled (&two, PLAN, "核实第二季度申报");
}

/* A third value, older than both as its clock says: every place moves while the reason is typed. */
static void
test_refuses_what_moved (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaCase) shown = disagree (&two), now = NULL;
  g_autoptr (Office) third = office_new ();
  Two with_third = {third, two.first};
  HechaCaseDecision decision = take (shown, 0, FALSE);
  guint n_waiting;

  third->now_ms -= 60 * 1000;
  draft_plan (third, PLAN, "核实民生项目", NULL);
  meet (&with_third);
  check_refused (&two, &decision, HECHA_ERROR_REFUSED, "changed meanwhile");

  now = hecha_case_load (two.first->store, shown->kind, shown->id, NULL);
  g_assert_cmpuint (now->values->len, ==, 3);
  decision = take (now, 1, FALSE);
  g_assert_true (hecha_case_decide (two.first->store, &decision, &n_waiting, NULL));
  check_settled (&two, PLAN, ((HechaCaseValue *)now->values->pdata[1])->text);
}

/* One more of the same kind arrived: deciding about all is not what was asked; deciding about the one still is. */
static void
test_refuses_more_that_are_alike (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaCase) shown = disagree (&two);
  HechaCaseDecision all = take (shown, 0, TRUE), one = take (shown, 0, FALSE);
  guint n_waiting;

  disagree_about (&two, OTHER_PLAN, NULL);
  check_refused (&two, &all, HECHA_ERROR_REFUSED, "changed meanwhile");
  g_assert_true (hecha_case_decide (two.first->store, &one, &n_waiting, NULL));
  check_settled (&two, PLAN, "核实第二季度申报");
}

static void
test_refuses_what_is_settled (void)
{
  g_auto (Two) two = {NULL};
  g_autoptr (HechaCase) shown = disagree (&two);
  HechaCaseDecision decision = take (shown, 0, FALSE);
  guint n_waiting;

  g_assert_true (hecha_case_decide (two.first->store, &decision, &n_waiting, NULL));
  check_refused (&two, &decision, HECHA_ERROR_NOT_FOUND, "settled already");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/case/takes-what-was-shown", test_takes_what_was_shown);
  g_test_add_func ("/case/refuses-what-moved", test_refuses_what_moved);
  g_test_add_func ("/case/refuses-more-that-are-alike", test_refuses_more_that_are_alike);
  g_test_add_func ("/case/refuses-what-is-settled", test_refuses_what_is_settled);

  return g_test_run ();
}
